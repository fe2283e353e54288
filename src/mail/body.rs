//! What each kind of mail says, as its template reads it: the fields are the names of docs/templates.md. Texts come
//! ready to be read: dates in plain words with their zone, permissions as phrases.

mod needs;

use minijinja::Value;
use minijinja::value::Serde;
use serde::{Deserialize, Serialize};

use crate::domain::client::ClientRow;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::language::Locale;
use crate::mail::text::{Secret, WebAddress};

pub(in crate::mail) use self::needs::Weight;
use super::kind::MailKind;
use super::text::Line;

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
    Recovery(Recovery),
    RecoveryNotice(RecoveryNotice),
    Notice(Notice),
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
    pub role: Option<Line>,
    /// Phrases that follow "may": `see and pay invoices`.
    pub permissions: Vec<Line>,
    /// When it ends, in plain words with zone, or for a request how long it is to last. None: until taken back.
    pub until: Option<Line>,
}

impl Access {
    /// What a person may do.
    pub fn of_terms(terms: &Terms, locale: &Locale<'_>) -> Self {
        Self { role: Some(locale.role(terms.role).into()), ..Self::of_link(terms.permissions, terms.until, locale) }
    }

    /// What the people of a partner may do.
    pub fn of_link(permissions: Permissions, until: Option<Instant>, locale: &Locale<'_>) -> Self {
        Self { until: until.map(|until| locale.end(until).into()), ..Self::ended(None, permissions, locale) }
    }

    /// What someone could do: it does not end again.
    pub fn ended(role: Option<Role>, permissions: Permissions, locale: &Locale<'_>) -> Self {
        let role = role.map(|role| locale.role(role).into());
        Self { role, permissions: phrases(permissions, locale), until: None }
    }
}

/// What a set lets a person do.
pub(in crate::mail) fn phrases(permissions: Permissions, locale: &Locale<'_>) -> Vec<Line> {
    locale.permissions(permissions).into_iter().map(Line::from).collect()
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
            Self::Recovery(_) => MailKind::Recovery,
            Self::RecoveryNotice(_) => MailKind::RecoveryNotice,
            Self::Notice(_) => MailKind::Notice,
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
            Self::Recovery(body) => Some(body.secret.code()),
            _ => None,
        }
    }

    /// What the subject may name.
    pub(super) fn context(&self) -> Value {
        Value::from(Serde(self))
    }
}

// Mails about the end of an access: the reminder before it, and the news of it.

/// To an owner, or of a link also to the partner: someone's access, or the link, ends soon.
#[derive(Debug, Clone, Serialize)]
pub struct AccessExpiring {
    pub client: Client,
    #[serde(flatten)]
    pub who: Who,
    pub reader: Reader,
    /// What they may do, and until when, in plain words with zone.
    pub access: Access,
    pub given_by: Line,
    /// The command with which support lets it go on, or asks the client for that.
    pub command: Line,
    /// The page where the reader lets it go on, if there is one for them.
    pub page: Option<WebAddress>,
    /// By which other ways the person, or people of the partner, enter after that.
    pub still: Vec<Still>,
}

/// Someone's access, or a partner's link, has ended. Why is not shown: what staff notes for the audit is not meant for the
/// reader.
#[derive(Debug, Clone, Serialize)]
pub struct AccessEnded {
    pub client: Client,
    #[serde(flatten)]
    pub who: Who,
    pub reader: Reader,
    /// What they could do. It ends never again: `until` is empty.
    pub access: Access,
    /// When it ended, in plain words with zone.
    pub at: Line,
    /// Who ended it: a person's name, or the address; none where its term was over.
    pub ended_by: Option<Line>,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// By which other ways the person, or people of the partner, still enter.
    pub still: Vec<Still>,
}

/// Whose access ends.
#[derive(Debug, Clone, Serialize)]
#[serde(into = "WhoNames")]
pub enum Who {
    /// A person: their name, maybe empty, and their address.
    Person { name: Line, email: Line },
    /// A partner, by its link.
    Partner(Line),
}

/// The same for a template: `who` is always there, and one of the others.
#[derive(Serialize)]
struct WhoNames {
    who: Line,
    email: Option<Line>,
    partner: Option<Line>,
}

impl From<Who> for WhoNames {
    fn from(who: Who) -> Self {
        match who {
            Who::Person { name, email } => {
                let who = if name.as_str().is_empty() { email.clone() } else { name };
                Self { who, email: Some(email), partner: None }
            }
            Who::Partner(name) => Self { who: name.clone(), email: None, partner: Some(name) },
        }
    }
}

/// Another way that is still open.
#[derive(Debug, Clone, Serialize)]
pub struct Still {
    /// The address of the person.
    pub who: Line,
    /// The way, with what it gives.
    pub by: Line,
    /// The command by which support closes it.
    pub command: Line,
}

/// On which side of the access the reader is, in templates and in stored facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The person whose access it was.
    Person,
    /// Someone of the partner whose link it was.
    Partner,
    /// Who owns or administers the client.
    Office,
}

// Notifications: what happened in a client.

/// To anyone concerned: one thing that happened, or as a digest several.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    pub client: Client,
    /// What happened, in a word; of several things [`Notice::SEVERAL`].
    pub event: &'static str,
    /// The person, else the partner, that the one thing is about.
    pub who: Option<Line>,
    /// The first first.
    pub events: Vec<NoticeEntry>,
}

impl Notice {
    /// The event of a digest.
    pub const SEVERAL: &'static str = "several";
}

/// One thing that happened. Why is not shown: what staff notes for the audit is not meant for the reader.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeEntry {
    /// What, in a word.
    pub event: &'static str,
    /// `person`: the reader is the one whom it is about.
    pub reader: Reader,
    /// The person by name or address, else the partner; of a client that is closed none.
    pub who: Option<Line>,
    /// The person's address.
    pub email: Option<Line>,
    pub partner: Option<Line>,
    /// The account that is part of this one now.
    pub former_client: Option<Line>,
    /// Who did it: a person's name, or the address.
    pub by: Option<Line>,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// When, in plain words with zone.
    pub at: Line,
    pub role: Option<Line>,
    /// Until when, in plain words with zone; none where it ends only when it is taken back.
    pub until: Option<Line>,
    /// Phrases that follow "may": what the person or partner has by it.
    pub permissions: Vec<Line>,
    /// The role before it was changed, if it was.
    pub former_role: Option<Line>,
    /// Until when it was before, if that was changed.
    pub former_until: Option<Line>,
    /// The permissions that came with the change.
    pub gained: Vec<Line>,
    /// The permissions that went with it.
    pub lost: Vec<Line>,
    /// Of a link: by how much its end moves by itself each time.
    pub extends: Option<Line>,
    /// By how much it did before, if that was changed.
    pub formerly_extended: Option<Line>,
    /// Of a link: the command by which support ends that for the reader.
    pub command: Option<Line>,
    /// The page where the reader changes the link.
    pub page: Option<WebAddress>,
    /// That it was taken back, or done again, since the reader was notified of it.
    pub undone: Option<Undone>,
}

/// What became of something that the reader was notified of.
#[derive(Debug, Clone, Serialize)]
pub struct Undone {
    /// `taken_back` or `done_again`.
    pub turn: &'static str,
    pub by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// When, in plain words with zone.
    pub at: Line,
}

// Mails about an invitation.

#[derive(Debug, Clone, Serialize)]
pub struct Invitation {
    #[serde(flatten)]
    pub kind: InvitationKind,
    /// Whether the role is guest.
    pub guest: bool,
    pub client: Client,
    /// Who invited: a person's name, or the address.
    pub invited_by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// The partner for whom that person works, if any.
    pub partner: Option<Line>,
    pub access: Access,
    #[serde(flatten)]
    pub secret: Secret,
    /// From when on it can be accepted, in plain words with zone, where that is later than now: it recovers an account.
    pub accept_from: Option<Line>,
    /// A form to fill in besides.
    pub form: Option<Form>,
    /// What the person who invites writes; maybe nothing.
    pub message: Vec<Line>,
}

/// Whether the address that is invited has a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "Needs")]
pub enum InvitationKind {
    /// It has none: accepting makes one, with a password to choose.
    Activation,
    /// It has one, whose password stays as it is.
    Association,
    /// It has one, but no password that its person is known to have chosen: they choose a new one.
    NewPassword,
}

/// The same for a template.
#[derive(Serialize)]
struct Needs {
    new_login: bool,
    new_password: bool,
}

impl From<InvitationKind> for Needs {
    fn from(kind: InvitationKind) -> Self {
        Self { new_login: kind == InvitationKind::Activation, new_password: kind != InvitationKind::Association }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Form {
    pub name: Line,
    pub url: WebAddress,
}

/// What staff did in someone's place.
#[derive(Debug, Clone, Serialize)]
pub struct AcceptedByStaff {
    pub client: Client,
    /// In whose place: the address.
    pub email: Line,
    pub staff: Line,
    pub reason: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// What that person may do now.
    pub access: Access,
}

// Mails about a link between a partner and a client.

#[derive(Debug, Clone, Serialize)]
pub struct LinkRequest {
    /// Which client the mail's reader owns.
    pub client: Client,
    pub partner: Line,
    /// Who asked: a person's name, or the address.
    pub requested_by: Line,
    /// Whether that is someone of the support desk, in the partner's name.
    pub by_support: bool,
    pub access: Access,
    /// Of a link in force of which more is asked: until when it lasts, in plain words with zone.
    pub link_until: Option<Line>,
    /// What the partner wrote; maybe nothing.
    pub message: Vec<Line>,
    #[serde(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Clone, Serialize)]
pub struct LinkApproved {
    pub client: Client,
    pub partner: Line,
    pub answered_by: Line,
    /// What was granted; maybe less than was asked.
    pub access: Access,
    /// By how much the end moves by itself each time.
    pub extends: Option<Line>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LinkDenied {
    pub client: Client,
    pub partner: Line,
    pub answered_by: Line,
    /// The reason, if one was given.
    pub reason: Option<Line>,
    /// When the partner may ask again, in plain words with zone.
    pub again_from: Line,
}

/// A request that was withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct LinkCancelled {
    pub client: Client,
    pub partner: Line,
    pub cancelled_by: Line,
}

// Mails about the recovery of a client that no one can administer any more.

/// To one of the client's people: they can stop it before the secret expires.
#[derive(Debug, Clone, Serialize)]
pub struct Recovery {
    pub client: Client,
    /// The address that is invited as owner.
    pub email: Line,
    /// Who of the support desk began it.
    pub started_by: Line,
    #[serde(flatten)]
    pub secret: Secret,
}

/// To the desk: it began, or was stopped.
#[derive(Debug, Clone, Serialize)]
pub struct RecoveryNotice {
    pub client: Client,
    pub email: Line,
    pub started_by: Line,
    /// How it was made sure who the new owner is.
    pub verified: Line,
    /// From when on the invitation can be accepted, in plain words with zone.
    pub accept_from: Line,
    /// Who stopped it; none when it began.
    pub stopped_by: Option<Line>,
}

// Mails about a login, which is in no client or in several.

#[derive(Debug, Clone, Serialize)]
pub struct Welcome {
    /// First name, for the greeting.
    pub first_name: Line,
    pub partner: Line,
    /// Their address, which is the login name.
    pub email: Line,
    pub added_by: Line,
    /// Until when the temporary password works, in plain words with zone; none if a permanent one was set.
    pub temporary_until: Option<Line>,
    /// Whether the login can be used by now.
    pub active: bool,
    /// Where to sign in, if there is such a page and the login can be used.
    pub sign_in: Option<WebAddress>,
}

/// A new password may be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct PasswordReset {
    /// The address, which is the login name.
    pub email: Line,
    /// Who asked for it: a person's name, or the address.
    pub requested_by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    #[serde(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Clone, Serialize)]
pub struct PasswordChanged {
    /// The address, which is the login name.
    pub email: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// A phrase such as "with the old password".
    pub how: Line,
    /// Who set it, where it was not the person.
    pub set_by: Option<Line>,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// Until when a temporary one works, in plain words with zone.
    pub temporary_until: Option<Line>,
}

/// A login has another name.
#[derive(Debug, Clone, Serialize)]
pub struct LoginRenamed {
    pub old: Line,
    /// The new name.
    pub email: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// Who did it: a person's name, or the address.
    pub renamed_by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
}

/// A login is to have another name, once the reader proves it.
#[derive(Debug, Clone, Serialize)]
pub struct AddressChange {
    pub old: Line,
    /// What it is to be called: the address of this mail.
    pub email: Line,
    /// Who asked for it: a person's name, or the address.
    pub requested_by: Line,
    #[serde(flatten)]
    pub secret: Secret,
}
