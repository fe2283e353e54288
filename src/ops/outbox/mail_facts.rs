//! What a mail says that the rows of its cause do not: kept as JSON next to the mail until it leaves.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::mail::body::Reader;

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
    /// All of it is in the rows of the grant or link that ends, which the mail names as its cause.
    AccessExpiring,
    /// An access or a link has ended. What it was is in the rows that the mail names as its cause.
    AccessEnded(AccessEnded),
}

/// Of the mail `link_approved`: what was granted then, whatever became of the link since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkApproved {
    pub partner: String,
    pub answered_by: String,
    pub permissions: Permissions,
    #[serde(with = "opt_ms")]
    pub until: Option<Instant>,
}

/// Of the mail `link_denied`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkDenied {
    pub partner: String,
    pub answered_by: String,
    pub reason: Option<String>,
    #[serde(with = "ms")]
    pub again_from: Instant,
}

/// Of the mail `link_cancelled`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCancelled {
    pub partner: String,
    pub cancelled_by: String,
}

/// Of the mail `welcome`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub partner: String,
    pub added_by: String,
    #[serde(with = "opt_ms")]
    pub temporary_until: Option<Instant>,
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

impl MailFacts {
    /// The mail's kind, as written in the column `kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::LinkRequest => "link_request",
            Self::LinkApproved(_) => "link_approved",
            Self::LinkDenied(_) => "link_denied",
            Self::LinkCancelled(_) => "link_cancelled",
            Self::Welcome(_) => "welcome",
            Self::AcceptedByStaff(_) => "accepted_by_staff",
            Self::PasswordReset => "password_reset",
            Self::AddressChange => "address_change",
            Self::PasswordChanged(_) => "password_changed",
            Self::LoginRenamed(_) => "login_renamed",
            Self::AccessExpiring => "access_expiring",
            Self::AccessEnded(_) => "access_ended",
        }
    }

    /// The facts as a JSON object.
    ///
    /// # Errors
    /// `bug` when they cannot be written.
    pub fn to_json(&self) -> Result<String> {
        match self {
            Self::Invitation | Self::LinkRequest | Self::PasswordReset | Self::AddressChange | Self::AccessExpiring => {
                Ok("{}".to_owned())
            }
            Self::LinkApproved(facts) => write(facts),
            Self::LinkDenied(facts) => write(facts),
            Self::LinkCancelled(facts) => write(facts),
            Self::Welcome(facts) => write(facts),
            Self::AcceptedByStaff(facts) => write(facts),
            Self::PasswordChanged(facts) => write(facts),
            Self::LoginRenamed(facts) => write(facts),
            Self::AccessEnded(facts) => write(facts),
        }
    }

    /// Reads what [`MailFacts::to_json`] wrote for a mail of this kind.
    ///
    /// # Errors
    /// `failed` when the row is damaged, or of a kind that this program does not know.
    pub fn from_json(kind: &str, text: &str) -> Result<Self> {
        Ok(match kind {
            "invitation" => Self::Invitation,
            "link_request" => Self::LinkRequest,
            "link_approved" => Self::LinkApproved(read(kind, text)?),
            "link_denied" => Self::LinkDenied(read(kind, text)?),
            "link_cancelled" => Self::LinkCancelled(read(kind, text)?),
            "welcome" => Self::Welcome(read(kind, text)?),
            "accepted_by_staff" => Self::AcceptedByStaff(read(kind, text)?),
            "password_reset" => Self::PasswordReset,
            "address_change" => Self::AddressChange,
            "access_expiring" => Self::AccessExpiring,
            "password_changed" => Self::PasswordChanged(read(kind, text)?),
            "login_renamed" => Self::LoginRenamed(read(kind, text)?),
            "access_ended" => Self::AccessEnded(read(kind, text)?),
            _ => return Err(Error::failed(format!("this program has no template for a mail of the kind {kind:?}"))),
        })
    }
}

fn write(facts: &impl Serialize) -> Result<String> {
    serde_json::to_string(facts).map_err(|error| Error::bug(format!("the facts of a mail are not written: {error}")))
}

fn read<T: DeserializeOwned>(kind: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        let damaged = Error::failed(format!("damaged data: facts of a mail {kind:?}"));
        if error.is_data() { damaged.hint(format!("the row cannot be read: {error}")) } else { damaged }
    })
}

/// An instant in milliseconds.
mod ms {
    use super::{Deserialize, Deserializer, Instant, Serializer};

    pub fn serialize<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.ms())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        i64::deserialize(deserializer).map(Instant::from_ms)
    }
}

/// An instant in milliseconds, or null.
mod opt_ms {
    use super::{Deserialize, Deserializer, Instant, Serialize, Serializer};

    pub fn serialize<S: Serializer>(at: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(Instant::ms).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(Instant::from_ms))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Terms")]
struct StoredTerms {
    role: Role,
    permissions: Permissions,
    #[serde(with = "opt_ms")]
    until: Option<Instant>,
}

#[derive(Serialize, Deserialize)]
struct StoredHow {
    how: String,
    #[serde(flatten)]
    by: StoredAuthor,
}

/// Someone, and whether they are of the support desk; or no one.
#[derive(Serialize, Deserialize)]
struct StoredAuthor {
    by: Option<String>,
    support: bool,
}

impl StoredAuthor {
    const NONE: Self = Self { by: None, support: false };
}

impl From<How> for StoredHow {
    fn from(how: How) -> Self {
        let (how, by) = match how {
            How::OldPassword => ("old_password", StoredAuthor::NONE),
            How::Code => ("code", StoredAuthor::NONE),
            How::Reset { by, support } => ("reset", StoredAuthor { by: Some(by), support }),
        };
        Self { how: how.to_owned(), by }
    }
}

impl TryFrom<StoredHow> for How {
    type Error = String;

    fn try_from(StoredHow { how, by }: StoredHow) -> std::result::Result<Self, String> {
        match (how.as_str(), by.by) {
            ("old_password", _) => Ok(Self::OldPassword),
            ("code", _) => Ok(Self::Code),
            ("reset", Some(name)) => Ok(Self::Reset { by: name, support: by.support }),
            _ => Err(format!("{how:?} is no way to change a password")),
        }
    }
}

/// Who ended an access.
mod ended_by {
    use super::{Deserialize, Deserializer, Serialize, Serializer, StoredAuthor};

    pub fn serialize<S: Serializer>(by: &Option<(String, bool)>, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = by.clone().map_or(StoredAuthor::NONE, |(by, support)| StoredAuthor { by: Some(by), support });
        stored.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<(String, bool)>, D::Error> {
        let StoredAuthor { by, support } = StoredAuthor::deserialize(deserializer)?;
        Ok(by.map(|by| (by, support)))
    }
}

#[cfg(test)]
mod tests;
