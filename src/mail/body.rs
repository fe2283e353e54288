//! What each kind of mail says, as its template reads it: the fields are the names of docs/templates.md. Texts come
//! ready to be read: dates in plain words with their zone, permissions as phrases.

mod access;
mod invitation;
mod link;
mod login;
mod required_text;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::kind::MailKind;
use super::text::Line;
use crate::domain::client::ClientRow;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::{Instant, Zone};

pub use access::{AccessEnded, AccessExpiring, Reader, Still, Who};
pub use invitation::{AcceptedByStaff, Form, Invitation, InvitationKind};
pub use link::{LinkApproved, LinkCancelled, LinkDenied, LinkRequest};
pub use login::{AddressChange, LoginRenamed, PasswordChanged, PasswordReset, Welcome};
pub(super) use required_text::Weight;

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum MailBody {
    Invitation(Invitation),
    LinkRequest(LinkRequest),
    LinkApproved(LinkApproved),
    LinkDenied(LinkDenied),
    LinkCancelled(LinkCancelled),
    Welcome(Welcome),
    AcceptedByStaff(AcceptedByStaff),
    PasswordReset(PasswordReset),
    PasswordChanged(PasswordChanged),
    LoginRenamed(LoginRenamed),
    AccessExpiring(AccessExpiring),
    AccessEnded(AccessEnded),
    AddressChange(AddressChange),
    Test(Test),
}

/// A client, by all the names by which a reader may know it.
#[derive(Debug, Clone, Serialize)]
pub struct Client {
    pub name: Line,
    pub slug: Line,
    pub id: Line,
}

impl Client {
    pub fn of(row: &ClientRow) -> Self {
        Self { name: Line::new(&row.name), slug: row.slug.as_str().into(), id: row.id.to_string().into() }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Access {
    /// The role's name; a link has none.
    pub role: Option<&'static str>,
    /// Phrases that follow "may": `see and pay invoices`.
    pub permissions: Vec<&'static str>,
    /// When it ends, in plain words with zone, or for a request how long it is to last. None: until taken back.
    pub until: Option<Line>,
}

impl Access {
    /// What a person may do.
    pub fn of_terms(terms: &Terms, zone: &Zone) -> Self {
        Self { role: Some(terms.role.name()), ..Self::of_link(terms.permissions, terms.until, zone) }
    }

    /// What the people of a partner may do.
    pub fn of_link(permissions: Permissions, until: Option<Instant>, zone: &Zone) -> Self {
        Self { until: until.map(|until| zone.end_in_words(until).into()), ..Self::ended(None, permissions) }
    }

    /// What someone could do: it does not end again.
    pub fn ended(role: Option<Role>, permissions: Permissions) -> Self {
        Self { role: role.map(Role::name), permissions: permissions.descriptions(), until: None }
    }
}

/// The mail of `mail status --to`.
#[derive(Debug, Clone, Serialize)]
pub struct Test {
    pub sent_by: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// How it leaves: the transport and its server.
    pub way: Line,
    /// What the database is for.
    pub label: Line,
}

impl MailBody {
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::Invitation(_) => MailKind::Invitation,
            Self::LinkRequest(_) => MailKind::LinkRequest,
            Self::LinkApproved(_) => MailKind::LinkApproved,
            Self::LinkDenied(_) => MailKind::LinkDenied,
            Self::LinkCancelled(_) => MailKind::LinkCancelled,
            Self::Welcome(_) => MailKind::Welcome,
            Self::AcceptedByStaff(_) => MailKind::AcceptedByStaff,
            Self::PasswordReset(_) => MailKind::PasswordReset,
            Self::PasswordChanged(_) => MailKind::PasswordChanged,
            Self::LoginRenamed(_) => MailKind::LoginRenamed,
            Self::AccessExpiring(_) => MailKind::AccessExpiring,
            Self::AccessEnded(_) => MailKind::AccessEnded,
            Self::AddressChange(_) => MailKind::AddressChange,
            Self::Test(_) => MailKind::Test,
        }
    }

    /// The code that the mail carries, which its text must show.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Invitation(body) => Some(body.secret.code()),
            Self::LinkRequest(body) => Some(body.secret.code()),
            Self::PasswordReset(body) => Some(body.secret.code()),
            Self::AddressChange(body) => Some(body.secret.code()),
            _ => None,
        }
    }

    /// What the subject may name.
    pub(super) fn context(&self) -> Value {
        Value::from(Serde(self))
    }
}
