//! What a letter says that the rows of its cause do not: kept as JSON next to the mail until it leaves.

use serde_json::{Map, Value, json};

use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::mail::body::Reader;

/// A kind of letter with its facts. Never a secret among them: codes are made again when the mail leaves.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkApproved {
    pub partner: String,
    pub answered_by: String,
    pub permissions: Permissions,
    pub until: Option<Instant>,
}

/// Of the mail `link_denied`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDenied {
    pub partner: String,
    pub answered_by: String,
    pub reason: Option<String>,
    pub again_from: Instant,
}

/// Of the mail `link_cancelled`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCancelled {
    pub partner: String,
    pub cancelled_by: String,
}

/// Of the mail `welcome`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    pub partner: String,
    pub added_by: String,
    pub temporary_until: Option<Instant>,
}

/// Of the mail `accepted_by_staff`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedByStaff {
    pub email: String,
    pub staff: String,
    pub reason: String,
    pub at: Instant,
    pub terms: Terms,
}

/// Of the mail `password_changed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordChanged {
    pub at: Instant,
    pub how: How,
    pub temporary_until: Option<Instant>,
}

/// How a password was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRenamed {
    pub old: String,
    pub new: String,
    pub at: Instant,
    pub renamed_by: String,
    pub by_support: bool,
}

/// Of the mail `access_ended`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEnded {
    /// On which side the reader stands.
    pub reader: Reader,
    pub at: Instant,
    /// Who ended it, and whether they are of the support desk; none where its term was over.
    pub by: Option<(String, bool)>,
}

impl How {
    const fn word(&self) -> &'static str {
        match self {
            Self::OldPassword => "old_password",
            Self::Code => "code",
            Self::Reset { .. } => "reset",
        }
    }
}

impl MailFacts {
    /// The letter's kind, as it stands in the column `kind`.
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

    pub fn to_json(&self) -> String {
        let at = |instant: Option<Instant>| instant.map(Instant::ms);
        let value = match self {
            Self::Invitation | Self::LinkRequest | Self::PasswordReset | Self::AddressChange | Self::AccessExpiring => {
                return "{}".to_owned();
            }
            Self::LinkApproved(facts) => json!({
                "partner": facts.partner,
                "answered_by": facts.answered_by,
                "permissions": facts.permissions.to_text(),
                "until": at(facts.until),
            }),
            Self::LinkDenied(facts) => json!({
                "partner": facts.partner,
                "answered_by": facts.answered_by,
                "reason": facts.reason,
                "again_from": facts.again_from.ms(),
            }),
            Self::LinkCancelled(facts) => json!({
                "partner": facts.partner,
                "cancelled_by": facts.cancelled_by,
            }),
            Self::Welcome(facts) => json!({
                "partner": facts.partner,
                "added_by": facts.added_by,
                "temporary_until": at(facts.temporary_until),
            }),
            Self::AcceptedByStaff(facts) => json!({
                "email": facts.email,
                "staff": facts.staff,
                "reason": facts.reason,
                "at": facts.at.ms(),
                "role": facts.terms.role.name(),
                "permissions": facts.terms.permissions.to_text(),
                "until": at(facts.terms.until),
            }),
            Self::PasswordChanged(facts) => {
                let by = match &facts.how {
                    How::Reset { by, support } => Some((by, support)),
                    How::OldPassword | How::Code => None,
                };
                json!({
                    "at": facts.at.ms(),
                    "how": facts.how.word(),
                    "by": by.map(|(by, _)| by),
                    "support": by.is_some_and(|(_, support)| *support),
                    "temporary_until": at(facts.temporary_until),
                })
            }
            Self::LoginRenamed(facts) => json!({
                "old": facts.old,
                "new": facts.new,
                "at": facts.at.ms(),
                "renamed_by": facts.renamed_by,
                "by_support": facts.by_support,
            }),
            Self::AccessEnded(facts) => json!({
                "reader": facts.reader.name(),
                "at": facts.at.ms(),
                "by": facts.by.as_ref().map(|(by, _)| by),
                "support": facts.by.as_ref().is_some_and(|(_, support)| *support),
            }),
        };
        value.to_string()
    }

    /// Reads what [`MailFacts::to_json`] wrote for a mail of this kind.
    ///
    /// # Errors
    /// `failed` when the row is damaged, or of a kind that this program does not know.
    pub fn from_json(kind: &str, text: &str) -> Result<Self> {
        let value = serde_json::from_str::<Map<String, Value>>(text);
        let stored = Stored(value.map_err(|_| Error::failed(format!("damaged data: facts of a mail {kind:?}")))?);
        Ok(match kind {
            "invitation" => Self::Invitation,
            "link_request" => Self::LinkRequest,
            "link_approved" => Self::LinkApproved(LinkApproved {
                partner: stored.text("partner")?,
                answered_by: stored.text("answered_by")?,
                permissions: Permissions::from_text(&stored.text("permissions")?)?,
                until: stored.opt_at("until")?,
            }),
            "link_denied" => Self::LinkDenied(LinkDenied {
                partner: stored.text("partner")?,
                answered_by: stored.text("answered_by")?,
                reason: stored.opt_text("reason")?,
                again_from: stored.at("again_from")?,
            }),
            "link_cancelled" => Self::LinkCancelled(LinkCancelled {
                partner: stored.text("partner")?,
                cancelled_by: stored.text("cancelled_by")?,
            }),
            "welcome" => Self::Welcome(Welcome {
                partner: stored.text("partner")?,
                added_by: stored.text("added_by")?,
                temporary_until: stored.opt_at("temporary_until")?,
            }),
            "accepted_by_staff" => Self::AcceptedByStaff(AcceptedByStaff {
                email: stored.text("email")?,
                staff: stored.text("staff")?,
                reason: stored.text("reason")?,
                at: stored.at("at")?,
                terms: Terms {
                    role: Role::from_text(&stored.text("role")?)?,
                    permissions: Permissions::from_text(&stored.text("permissions")?)?,
                    until: stored.opt_at("until")?,
                },
            }),
            "password_reset" => Self::PasswordReset,
            "address_change" => Self::AddressChange,
            "access_expiring" => Self::AccessExpiring,
            "password_changed" => Self::PasswordChanged(PasswordChanged {
                at: stored.at("at")?,
                how: match (stored.text("how")?.as_str(), stored.opt_text("by")?) {
                    ("old_password", _) => How::OldPassword,
                    ("code", _) => How::Code,
                    ("reset", Some(by)) => How::Reset { by, support: stored.flag("support")? },
                    _ => return Err(damaged("how")),
                },
                temporary_until: stored.opt_at("temporary_until")?,
            }),
            "login_renamed" => Self::LoginRenamed(LoginRenamed {
                old: stored.text("old")?,
                new: stored.text("new")?,
                at: stored.at("at")?,
                renamed_by: stored.text("renamed_by")?,
                by_support: stored.flag("by_support")?,
            }),
            "access_ended" => {
                let reader = stored.text("reader")?;
                let (by, support) = (stored.opt_text("by")?, stored.flag("support")?);
                Self::AccessEnded(AccessEnded {
                    reader: Reader::ALL
                        .into_iter()
                        .find(|side| side.name() == reader)
                        .ok_or_else(|| damaged("reader"))?,
                    at: stored.at("at")?,
                    by: by.map(|by| (by, support)),
                })
            }
            _ => return Err(Error::failed(format!("this program has no letter for a mail of the kind {kind:?}"))),
        })
    }
}

/// The JSON object of a stored mail.
struct Stored(Map<String, Value>);

impl Stored {
    fn text(&self, key: &str) -> Result<String> {
        self.opt_text(key)?.ok_or_else(|| damaged(key))
    }

    fn opt_text(&self, key: &str) -> Result<Option<String>> {
        match self.0.get(key) {
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Null) => Ok(None),
            _ => Err(damaged(key)),
        }
    }

    fn flag(&self, key: &str) -> Result<bool> {
        self.0.get(key).and_then(Value::as_bool).ok_or_else(|| damaged(key))
    }

    fn at(&self, key: &str) -> Result<Instant> {
        self.opt_at(key)?.ok_or_else(|| damaged(key))
    }

    fn opt_at(&self, key: &str) -> Result<Option<Instant>> {
        match self.0.get(key) {
            Some(Value::Null) => Ok(None),
            Some(value) => value.as_i64().map(|ms| Some(Instant::from_ms(ms))).ok_or_else(|| damaged(key)),
            None => Err(damaged(key)),
        }
    }
}

fn damaged(key: &str) -> Error {
    Error::failed(format!("damaged data: the facts of a mail lack {key:?}"))
}

#[cfg(test)]
mod tests;
