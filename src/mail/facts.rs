//! What a mail says that the rows of its cause do not: kept as JSON in the row of the mail until it leaves.

mod notice;
mod stored;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::body::{self, Access, Client, Reader, Still, Who};
use super::kind::MailKind;
use super::text::{Line, WebAddress};
use crate::domain::permission::Permissions;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Error, Hint, Result};
use crate::language::Locale;
use crate::language::catalogue::say;
pub use notice::{EntryState, Notice, NoticeEntry, NoticeLink, NoticePerson, NoticeTerms, Turn, Undone};
use stored::{StoredHow, StoredTerms, ended_by, ms, opt_ms};

/// A kind of mail with its facts. Never a secret among them: codes are made again when the mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailFacts {
    /// All of it is in the rows of the invitation, which the mail names as its cause.
    Invitation,
    /// All of it is in the rows of the link and the recipient, which the mail names as its cause.
    LinkRequest,
    LinkApproved(LinkApproved),
    LinkDenied(LinkDenied),
    /// The partner withdrew its request.
    LinkCancelled(LinkCancelled),
    Welcome(Welcome),
    /// Staff accepted in someone's place.
    AcceptedByStaff(AcceptedByStaff),
    /// All of it is in the rows of the reset, which the mail names as its cause by the login.
    PasswordReset,
    /// All of it is in the rows of the change, which the mail names as its cause by the login.
    AddressChange,
    PasswordChanged(PasswordChanged),
    /// A login has another name.
    LoginRenamed(LoginRenamed),
    /// What ends is in the rows of the grant or link that the mail names as its cause.
    AccessExpiring(AccessExpiring),
    /// An access or a link has ended. What it was is in the rows that the mail names as its cause.
    AccessEnded(AccessEnded),
    /// All of it is in the rows of the recovery and the recipient, which the mail names as its cause.
    Recovery,
    RecoveryNotice(RecoveryNotice),
    /// What happened in a client.
    Notice(Notice),
}

/// Of the mail `link_approved`: what was granted then, whatever became of the link since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkApproved {
    pub partner: String,
    pub answered_by: String,
    pub permissions: Permissions,
    #[serde(with = "opt_ms")]
    pub until: Option<Instant>,
    /// By how much the end then moves by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
}

impl LinkApproved {
    pub fn body(&self, client: Client, locale: &Locale<'_>) -> body::LinkApproved {
        body::LinkApproved {
            client,
            partner: Line::new(&self.partner),
            answered_by: Line::new(&self.answered_by),
            access: Access::of_link(self.permissions, self.until, locale),
            extends: notice::term(self.extends.as_deref(), locale),
        }
    }
}

/// Of the mail `link_denied`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkDenied {
    pub partner: String,
    pub answered_by: String,
    pub reason: Option<String>,
    #[serde(with = "ms")]
    pub again_from: Instant,
    /// The name of the client, where its people stay unnamed: `answered_by` says so in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office_of: Option<String>,
}

impl LinkDenied {
    pub fn body(&self, client: Client, locale: &Locale<'_>) -> body::LinkDenied {
        body::LinkDenied {
            client,
            partner: Line::new(&self.partner),
            answered_by: match &self.office_of {
                Some(client) => say!(locale, "an-owner-or-admin", client = client).into(),
                None => Line::new(&self.answered_by),
            },
            reason: self.reason.as_deref().map(Line::new),
            again_from: locale.at(self.again_from).into(),
        }
    }
}

/// Of the mail `link_cancelled`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCancelled {
    pub partner: String,
    pub cancelled_by: String,
}

impl LinkCancelled {
    pub fn body(&self, client: Client) -> body::LinkCancelled {
        body::LinkCancelled { client, partner: Line::new(&self.partner), cancelled_by: Line::new(&self.cancelled_by) }
    }
}

/// Of the mail `welcome`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub partner: String,
    pub added_by: String,
    #[serde(with = "opt_ms")]
    pub temporary_until: Option<Instant>,
}

impl Welcome {
    /// `sign_in` is the page for that, if the person can sign in and there is one.
    pub fn body(&self, to: &NewUser<'_>, sign_in: Option<WebAddress>, locale: &Locale<'_>) -> body::Welcome {
        body::Welcome {
            first_name: to.first_name.into(),
            partner: Line::new(&self.partner),
            email: to.email.into(),
            added_by: Line::new(&self.added_by),
            temporary_until: self.temporary_until.map(|until| locale.at(until).into()),
            active: to.active,
            sign_in,
        }
    }
}

/// The reader of the mail `welcome`.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    pub first_name: &'a str,
    pub email: &'a str,
    /// Whether the login can be used by now.
    pub active: bool,
}

/// Of the mail `accepted_by_staff`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedByStaff {
    pub email: String,
    pub staff: String,
    pub reason: String,
    #[serde(with = "ms")]
    pub at: Instant,
    #[serde(flatten, with = "StoredTerms")]
    pub terms: Terms,
}

impl AcceptedByStaff {
    pub fn body(&self, client: Client, locale: &Locale<'_>) -> body::AcceptedByStaff {
        body::AcceptedByStaff {
            client,
            email: Line::new(&self.email),
            staff: Line::new(&self.staff),
            reason: Line::new(&self.reason),
            at: locale.at(self.at).into(),
            access: Access::of_terms(&self.terms, locale),
        }
    }
}

/// Of the mail `password_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChanged {
    #[serde(with = "ms")]
    pub at: Instant,
    #[serde(flatten)]
    pub how: How,
    #[serde(with = "opt_ms")]
    pub temporary_until: Option<Instant>,
}

impl PasswordChanged {
    /// `email` is the name of the login.
    pub fn body(&self, email: &str, locale: &Locale<'_>) -> body::PasswordChanged {
        let (how, set_by, by_support) = match &self.how {
            How::OldPassword => (say!(locale, "how-old-password"), None, false),
            How::Code => (say!(locale, "how-code"), None, false),
            How::Reset { by, support } => (say!(locale, "how-someone-else"), Some(Line::new(by)), *support),
        };
        body::PasswordChanged {
            email: email.into(),
            at: locale.at(self.at).into(),
            how: how.into(),
            set_by,
            by_support,
            temporary_until: self.temporary_until.map(|until| locale.at(until).into()),
        }
    }
}

/// How a password was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredHow", into = "StoredHow")]
pub enum How {
    /// By the person, who proved the old one.
    OldPassword,
    /// By the person who had the code of a mailed reset.
    Code,
    /// By someone else: who, and whether they are of the support desk.
    Reset {
        /// Their name, else their address.
        by: String,
        /// Whether they are of the support desk.
        support: bool,
    },
}

/// Of the mail `login_renamed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginRenamed {
    pub old: String,
    pub new: String,
    #[serde(with = "ms")]
    pub at: Instant,
    pub renamed_by: String,
    pub by_support: bool,
}

impl LoginRenamed {
    pub fn body(&self, locale: &Locale<'_>) -> body::LoginRenamed {
        body::LoginRenamed {
            old: Line::new(&self.old),
            email: Line::new(&self.new),
            at: locale.at(self.at).into(),
            renamed_by: Line::new(&self.renamed_by),
            by_support: self.by_support,
        }
    }
}

/// Of the mail `access_expiring`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessExpiring {
    /// On which side the reader is; without it, that of the client.
    #[serde(default = "AccessExpiring::office", skip_serializing_if = "AccessExpiring::is_office")]
    pub reader: Reader,
}

impl AccessExpiring {
    const fn office() -> Reader {
        Reader::Office
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_office(reader: &Reader) -> bool {
        *reader == Reader::Office
    }
}

/// Of the mail `access_ended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessEnded {
    /// On which side the reader is.
    pub reader: Reader,
    #[serde(with = "ms")]
    pub at: Instant,
    /// Who ended it, and whether they are of the support desk; none where its term was over.
    #[serde(flatten, with = "ended_by")]
    pub by: Option<(String, bool)>,
}

impl AccessEnded {
    pub fn body(
        &self,
        client: Client,
        (who, access): (Who, Access),
        still: Vec<Still>,
        locale: &Locale<'_>,
    ) -> body::AccessEnded {
        body::AccessEnded {
            client,
            who,
            reader: self.reader,
            access,
            at: locale.at(self.at).into(),
            ended_by: self.by.as_ref().map(|(name, _)| name.into()),
            by_support: self.by.as_ref().is_some_and(|(_, by_support)| *by_support),
            still,
        }
    }
}

/// Of the mail `recovery_notice`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryNotice {
    /// The address that is invited as owner.
    pub email: String,
    pub started_by: String,
    pub verified: String,
    #[serde(with = "ms")]
    pub opens_at: Instant,
    pub stopped_by: Option<String>,
}

impl RecoveryNotice {
    pub fn body(&self, client: Client, locale: &Locale<'_>) -> body::RecoveryNotice {
        body::RecoveryNotice {
            client,
            email: Line::new(&self.email),
            started_by: Line::new(&self.started_by),
            verified: Line::new(&self.verified),
            accept_from: locale.at(self.opens_at).into(),
            stopped_by: self.stopped_by.as_deref().map(Line::new),
        }
    }
}

impl MailFacts {
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::Invitation => MailKind::Invitation,
            Self::LinkRequest => MailKind::LinkRequest,
            Self::LinkApproved(_) => MailKind::LinkApproved,
            Self::LinkDenied(_) => MailKind::LinkDenied,
            Self::LinkCancelled(_) => MailKind::LinkCancelled,
            Self::Welcome(_) => MailKind::Welcome,
            Self::AcceptedByStaff(_) => MailKind::AcceptedByStaff,
            Self::PasswordReset => MailKind::PasswordReset,
            Self::AddressChange => MailKind::AddressChange,
            Self::PasswordChanged(_) => MailKind::PasswordChanged,
            Self::LoginRenamed(_) => MailKind::LoginRenamed,
            Self::AccessExpiring(_) => MailKind::AccessExpiring,
            Self::AccessEnded(_) => MailKind::AccessEnded,
            Self::Recovery => MailKind::Recovery,
            Self::RecoveryNotice(_) => MailKind::RecoveryNotice,
            Self::Notice(_) => MailKind::Notice,
        }
    }

    /// The facts as a JSON object.
    ///
    /// # Errors
    /// `bug` when they cannot be written.
    pub fn to_json(&self) -> Result<String> {
        match self {
            Self::Invitation | Self::LinkRequest | Self::PasswordReset | Self::AddressChange | Self::Recovery => {
                Ok("{}".to_owned())
            }
            Self::AccessExpiring(facts) => write(facts),
            Self::RecoveryNotice(facts) => write(facts),
            Self::LinkApproved(facts) => write(facts),
            Self::LinkDenied(facts) => write(facts),
            Self::LinkCancelled(facts) => write(facts),
            Self::Welcome(facts) => write(facts),
            Self::AcceptedByStaff(facts) => write(facts),
            Self::PasswordChanged(facts) => write(facts),
            Self::LoginRenamed(facts) => write(facts),
            Self::AccessEnded(facts) => write(facts),
            Self::Notice(facts) => write(facts),
        }
    }

    /// Reads what [`MailFacts::to_json`] wrote for a mail of this kind.
    ///
    /// # Errors
    /// `failed` when the row is damaged, or of a kind that this program does not know.
    pub fn from_json(kind: &str, text: &str) -> Result<Self> {
        let unknown = || Error::failed(format!("this program has no template for a mail of the kind {kind:?}"));
        Ok(match MailKind::queued(kind).ok_or_else(unknown)? {
            MailKind::Invitation => Self::Invitation,
            MailKind::LinkRequest => Self::LinkRequest,
            MailKind::LinkApproved => Self::LinkApproved(read(kind, text)?),
            MailKind::LinkDenied => Self::LinkDenied(read(kind, text)?),
            MailKind::LinkCancelled => Self::LinkCancelled(read(kind, text)?),
            MailKind::Welcome => Self::Welcome(read(kind, text)?),
            MailKind::AcceptedByStaff => Self::AcceptedByStaff(read(kind, text)?),
            MailKind::PasswordReset => Self::PasswordReset,
            MailKind::AddressChange => Self::AddressChange,
            MailKind::AccessExpiring => Self::AccessExpiring(read(kind, text)?),
            MailKind::PasswordChanged => Self::PasswordChanged(read(kind, text)?),
            MailKind::LoginRenamed => Self::LoginRenamed(read(kind, text)?),
            MailKind::AccessEnded => Self::AccessEnded(read(kind, text)?),
            MailKind::Recovery => Self::Recovery,
            MailKind::RecoveryNotice => Self::RecoveryNotice(read(kind, text)?),
            MailKind::Notice => Self::Notice(read(kind, text)?),
            MailKind::Test => return Err(unknown()),
        })
    }
}

fn write(facts: &impl Serialize) -> Result<String> {
    serde_json::to_string(facts).map_err(|error| Error::bug(format!("the facts of a mail are not written: {error}")))
}

fn read<T: DeserializeOwned>(kind: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        let damaged = Error::failed(format!("damaged data: facts of a mail {kind:?}"));
        if error.is_data() { damaged.hint(Hint::plain(format!("the row cannot be read: {error}"))) } else { damaged }
    })
}

#[cfg(test)]
mod tests;
