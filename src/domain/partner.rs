//! The states of a partner, and which of its clients a partner user reaches.

use super::id::PartnerId;
use super::login::{LoginRow, PasswordDuty};
use super::slug::Slug;
use super::time::Instant;
use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnerState {
    Active,
    Closed,
}

impl PartnerState {
    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn stored(text: &str) -> Result<Self> {
        [Self::Active, Self::Closed]
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| Error::failed(format!("damaged data: partner state {text:?}")))
    }
}

/// Which of the partner's clients a partner user reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaches {
    /// All, also those linked later.
    All,
    Assigned,
}

impl Reaches {
    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Assigned => "clients",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerRow {
    pub id: PartnerId,
    pub slug: Slug,
    pub name: String,
    /// Where it is written to, as typed.
    pub contact_email: Option<String>,
    pub state: PartnerState,
    pub created_at: Instant,
    pub version: i64,
}

/// A user of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerUserRow {
    pub login: LoginRow,
    /// All clients of the partner, or the assigned ones.
    pub scope: Reaches,
    /// Whether settings are closed to them.
    pub restricted: bool,
    /// The end of their term.
    pub until: Option<Instant>,
    /// When they signed in last, anywhere.
    pub last_login_at: Option<Instant>,
}

impl PartnerUserRow {
    /// Whether a new password is due.
    pub fn must_change_password(&self) -> bool {
        self.login.duty == PasswordDuty::Change
    }
}
