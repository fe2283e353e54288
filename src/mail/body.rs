//! What each kind of mail has to say. Texts come ready to be read: dates in plain words with their zone, permissions
//! as phrases. A new kind is a variant here, its arms below, and a template of its name.

mod ended;
mod expiring;
mod login;
mod required_text;
mod test_message;

use minijinja::{Value, context};

use super::sanitize;
use crate::error::{Error, Result};

pub use ended::{AccessEnded, EndedBy, Reader, Still};
pub use expiring::{AccessExpiring, ExpiringAccess};
pub use login::{AddressChange, LoginRenamed, PasswordChanged, PasswordReset};
pub(super) use required_text::Weight;
pub use test_message::Trial;

#[derive(Debug, Clone, Copy)]
pub enum MailBody<'a> {
    /// To someone who is asked to activate a login, or to accept a grant (S1.11, S2.13).
    Invitation(Invitation<'a>),
    /// To an owner: a partner asks for a link (S3.10).
    LinkRequest(LinkRequest<'a>),
    /// To the partner: the client approved.
    LinkApproved(LinkApproved<'a>),
    /// To the partner: the client denied.
    LinkDenied(LinkDenied<'a>),
    /// To an owner: the request that was mailed before is withdrawn.
    LinkCancelled(LinkCancelled<'a>),
    /// To a new partner user (S4.16).
    Welcome(Welcome<'a>),
    /// To the owners: staff accepted an invitation in someone's place (docs/reference.md#invitations).
    AcceptedByStaff(AcceptedByStaff<'a>),
    /// To a person: a new password may be chosen with this code.
    PasswordReset(PasswordReset<'a>),
    /// To the address that a person wants for their login: they prove it with this code.
    AddressChange(AddressChange<'a>),
    /// To a person: their password was changed.
    PasswordChanged(PasswordChanged<'a>),
    /// To a person, at both addresses: their login has another name.
    LoginRenamed(LoginRenamed<'a>),
    /// To an owner: an access ends soon (docs/mail.md).
    AccessExpiring(AccessExpiring<'a>),
    /// To anyone who lost an access, or to the other side: it has ended.
    AccessEnded(AccessEnded<'a>),
    /// To anyone who tries whether mail arrives.
    Trial(Trial<'a>),
}

/// A client, by all the names by which a reader may know it.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    pub name: &'a str,
    pub slug: &'a str,
    pub id: &'a str,
}

#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    /// The role's name; a link has none.
    pub role: Option<&'a str>,
    /// Phrases that follow "may": `see and pay invoices`.
    pub permissions: &'a [&'a str],
    /// When it ends, in plain words with zone, or for a request how long it is to last. None: until taken back.
    pub until: Option<&'a str>,
}

/// The secret of a mail and the ways to use it.
#[derive(Clone, Copy)]
pub struct Secret<'a> {
    pub code: &'a str,
    /// The page that takes it, if there is one (`web.base_url`).
    pub link: Option<&'a str>,
    /// When it dies, in plain words with zone.
    pub expires: &'a str,
}

impl std::fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret(expires {})", self.expires)
    }
}

/// Whether the address that is invited has a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationKind {
    /// It has none: accepting makes one, with a password to choose.
    Activation,
    /// It has one, whose password stays as it is.
    Association,
    /// It has one, but no password that its person is known to have chosen: they choose a new one.
    NewPassword,
}

/// An invitation. With the role `guest` it says so.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    /// With or without a login yet.
    pub kind: InvitationKind,
    pub client: Client<'a>,
    /// Who invited: a person's name, or the address.
    pub invited_by: &'a str,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// The partner for whom that person works, if any.
    pub partner: Option<&'a str>,
    pub access: Access<'a>,
    pub secret: Secret<'a>,
    /// A form to fill in besides: its name and its URL (S2.11).
    pub form: Option<(&'a str, &'a str)>,
}

/// A partner's request for a link.
#[derive(Debug, Clone, Copy)]
pub struct LinkRequest<'a> {
    /// Which client the mail's reader owns.
    pub client: Client<'a>,
    pub partner: &'a str,
    /// Who asked: a person's name, or the address.
    pub requested_by: &'a str,
    /// Whether that is someone of the support desk, in the partner's name.
    pub by_support: bool,
    pub access: Access<'a>,
    /// What the partner wrote. May have several lines.
    pub message: Option<&'a str>,
    pub secret: Secret<'a>,
}

#[derive(Debug, Clone, Copy)]
pub struct LinkApproved<'a> {
    pub client: Client<'a>,
    pub partner: &'a str,
    pub answered_by: &'a str,
    /// What was granted; maybe less than was asked.
    pub access: Access<'a>,
}

#[derive(Debug, Clone, Copy)]
pub struct LinkDenied<'a> {
    pub client: Client<'a>,
    pub partner: &'a str,
    pub answered_by: &'a str,
    /// The reason, if one was given.
    pub reason: Option<&'a str>,
    /// When the partner may ask again, in plain words with zone.
    pub again_from: &'a str,
}

/// A request that was withdrawn.
#[derive(Debug, Clone, Copy)]
pub struct LinkCancelled<'a> {
    pub client: Client<'a>,
    pub partner: &'a str,
    pub cancelled_by: &'a str,
}

#[derive(Debug, Clone, Copy)]
pub struct Welcome<'a> {
    /// First name, for the greeting.
    pub first_name: &'a str,
    pub partner: &'a str,
    /// Their address, which is the login name.
    pub email: &'a str,
    pub added_by: &'a str,
    /// When the temporary password dies, in plain words with zone; none if a permanent one was set.
    pub temporary_until: Option<&'a str>,
    /// Whether the login can be used by now.
    pub is_active: bool,
    /// Where to sign in, if there is such a page and the login can be used.
    pub sign_in: Option<&'a str>,
}

/// What staff did in someone's place.
#[derive(Debug, Clone, Copy)]
pub struct AcceptedByStaff<'a> {
    pub client: Client<'a>,
    /// In whose place: the address.
    pub email: &'a str,
    pub staff: &'a str,
    pub reason: &'a str,
    /// When, in plain words with zone.
    pub at: &'a str,
    /// What that person may do now.
    pub access: Access<'a>,
}

impl MailBody<'_> {
    /// The kind of the mail that announces an end: of its cause is said something else than in the reminder of it.
    pub const ENDED: &'static str = "access_ended";

    /// The kind of the mail that carries the code for a new address: its cause is named like that of a password reset.
    pub const ADDRESS: &'static str = "address_change";

    /// Every kind that is queued, as written in the column `kind`; it names the template.
    pub const KINDS: [&'static str; 13] = [
        "invitation",
        "link_request",
        "link_approved",
        "link_denied",
        "link_cancelled",
        "welcome",
        "accepted_by_staff",
        "password_reset",
        "password_changed",
        "login_renamed",
        "access_expiring",
        Self::ENDED,
        Self::ADDRESS,
    ];

    /// The stable word for this kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation(_) => Self::KINDS[0],
            Self::LinkRequest(_) => Self::KINDS[1],
            Self::LinkApproved(_) => Self::KINDS[2],
            Self::LinkDenied(_) => Self::KINDS[3],
            Self::LinkCancelled(_) => Self::KINDS[4],
            Self::Welcome(_) => Self::KINDS[5],
            Self::AcceptedByStaff(_) => Self::KINDS[6],
            Self::PasswordReset(_) => Self::KINDS[7],
            Self::PasswordChanged(_) => Self::KINDS[8],
            Self::LoginRenamed(_) => Self::KINDS[9],
            Self::AccessExpiring(_) => Self::KINDS[10],
            Self::AccessEnded(_) => Self::KINDS[11],
            Self::AddressChange(_) => Self::KINDS[12],
            Self::Trial(_) => "test",
        }
    }

    /// The code that the mail carries, which its text must show.
    pub const fn code(&self) -> Option<&str> {
        match self {
            Self::Invitation(body) => Some(body.secret.code),
            Self::LinkRequest(body) => Some(body.secret.code),
            Self::PasswordReset(body) => Some(body.secret.code),
            Self::AddressChange(body) => Some(body.secret.code),
            _ => None,
        }
    }

    /// What the template may name. Every text in it is clean.
    ///
    /// # Errors
    /// `failed` when a link or code has a character that such have not.
    pub(super) fn context(&self) -> Result<Value> {
        Ok(match self {
            Self::Invitation(body) => context! {
                new_login => body.kind == InvitationKind::Activation,
                new_password => body.kind != InvitationKind::Association,
                guest => body.access.role == Some("guest"),
                client => client(&body.client),
                invited_by => text(body.invited_by),
                by_support => body.by_support,
                partner => body.partner.map(text),
                access => access(&body.access),
                form => match body.form {
                    Some((name, url)) => Some(context! { name => text(name), url => link(url)? }),
                    None => None,
                },
                ..secret(&body.secret)?,
            },
            Self::LinkRequest(body) => context! {
                client => client(&body.client),
                partner => text(body.partner),
                requested_by => text(body.requested_by),
                by_support => body.by_support,
                access => access(&body.access),
                message => body.message.map(sanitize::lines).unwrap_or_default(),
                ..secret(&body.secret)?,
            },
            Self::LinkApproved(body) => context! {
                client => client(&body.client),
                partner => text(body.partner),
                answered_by => text(body.answered_by),
                access => access(&body.access),
            },
            Self::LinkDenied(body) => context! {
                client => client(&body.client),
                partner => text(body.partner),
                answered_by => text(body.answered_by),
                reason => body.reason.map(text),
                again_from => text(body.again_from),
            },
            Self::LinkCancelled(body) => context! {
                client => client(&body.client),
                partner => text(body.partner),
                cancelled_by => text(body.cancelled_by),
            },
            Self::Welcome(body) => context! {
                first_name => text(body.first_name),
                partner => text(body.partner),
                email => text(body.email),
                added_by => text(body.added_by),
                temporary_until => body.temporary_until.map(text),
                active => body.is_active,
                sign_in => body.sign_in.map(link).transpose()?,
            },
            Self::AcceptedByStaff(body) => context! {
                client => client(&body.client),
                email => text(body.email),
                staff => text(body.staff),
                reason => text(body.reason),
                at => text(body.at),
                access => access(&body.access),
            },
            Self::PasswordReset(body) => body.context()?,
            Self::AddressChange(body) => body.context()?,
            Self::PasswordChanged(body) => body.context(),
            Self::LoginRenamed(body) => body.context(),
            Self::AccessExpiring(body) => body.context(),
            Self::AccessEnded(body) => body.context(),
            Self::Trial(body) => body.context(),
        })
    }
}

fn text(raw: &str) -> Value {
    Value::from(sanitize::line(raw).as_ref())
}

fn client(client: &Client<'_>) -> Value {
    context! { name => text(client.name), slug => text(client.slug), id => text(client.id) }
}

fn access(access: &Access<'_>) -> Value {
    context! {
        role => access.role.map(text),
        permissions => access.permissions.iter().copied().map(text).collect::<Vec<_>>(),
        until => access.until.map(text),
    }
}

fn secret(secret: &Secret<'_>) -> Result<Value> {
    if !secret.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') || secret.code.is_empty() {
        return Err(Error::failed("the code of this mail is damaged"));
    }
    Ok(context! {
        code => secret.code,
        link => secret.link.map(link).transpose()?,
        expires => text(secret.expires),
    })
}

/// A web address that means the same in text and in an attribute.
fn link(url: &str) -> Result<Value> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || !url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b)) {
        return Err(Error::failed("a link of this mail is no web address")
            .hint("look at `partnerctl config get web.base_url` and at the form's URL: both begin with https://"));
    }
    Ok(Value::from(url))
}
