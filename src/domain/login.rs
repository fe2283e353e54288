//! The states of a login, and whether mail to it reaches anyone.

use super::email::Email;
use super::id::UserId;
use super::language::Language;
use super::time::Instant;
use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginState {
    /// Entered by someone, not yet used by its person.
    Prepared,
    /// Its person may sign in.
    Active,
    Inactive,
}

impl LoginState {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }

    pub(crate) fn stored(text: &str) -> Result<Self> {
        [Self::Prepared, Self::Active, Self::Inactive]
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| Error::failed(format!("damaged data: login state {text:?}")))
    }
}

/// Whether mail to the address reaches anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailbox {
    Yes,
    /// A dummy address: never mailed (S0.6).
    No,
}

/// Whether the password must be changed at the next sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordDuty {
    Change,
    None,
}

/// Whether an address is mailed, as the column `mailbox` shows it (docs/reference.md#output).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    Yes,
    /// Never: no one has that mailbox (S0.6).
    No,
    /// Not any more: a mail to it came back.
    Bounced,
}

impl Reached {
    /// The word in lists and records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Bounced => "bounced",
        }
    }

    /// As the columns of a list have it: whether there is a mailbox, and whether the address is marked.
    pub(crate) const fn of_columns(mailbox: Mailbox, marked: i64) -> Self {
        match (mailbox, marked) {
            (Mailbox::No, _) => Self::No,
            (Mailbox::Yes, 0) => Self::Yes,
            (Mailbox::Yes, _) => Self::Bounced,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRow {
    pub id: UserId,
    pub email: Email,
    /// First name, maybe empty.
    pub first_name: String,
    /// Last name, maybe empty.
    pub last_name: String,
    pub state: LoginState,
    /// Whether a new password is due.
    pub duty: PasswordDuty,
    pub mailbox: Mailbox,
    /// When its person first used it.
    pub activated_at: Option<Instant>,
    /// In which language mails and pages are for them, if they or someone for them chose one.
    pub language: Option<Language>,
    pub version: i64,
}

impl LoginRow {
    /// First and last name, or nothing.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The name, else the address: what a reader of mails knows them by.
    pub fn shown(&self) -> String {
        Some(self.name()).filter(|name| !name.is_empty()).unwrap_or_else(|| self.email.to_string())
    }
}
