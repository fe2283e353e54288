//! The states of a client account.

use super::choice;
use super::id::{ClientId, StaffId};
use super::language::Language;
use super::slug::Slug;
use super::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientState {
    /// No owner has activated yet.
    Draft,
    Active,
    Closed,
}

impl ClientState {
    pub const ALL: [Self; 3] = [Self::Draft, Self::Active, Self::Closed];

    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }
}

choice::words!(ClientState, "a state of a client");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    pub id: ClientId,
    pub slug: Slug,
    pub name: String,
    /// Its primary domain, as a lower-case A-label.
    pub domain: Option<String>,
    /// Its number in the billing system.
    pub account_number: Option<String>,
    /// `starter` or `pro`.
    pub plan: Option<String>,
    /// The support person in charge.
    pub staff: Option<StaffId>,
    pub state: ClientState,
    /// When the first owner activated.
    pub activated_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub created_at: Instant,
    /// The client that stays, of a double that was merged into it.
    pub merged_into: Option<ClientId>,
    /// In which language mails and pages are for its people who have none of their own.
    pub language: Option<Language>,
    /// Grows with each change; what was shown is compared with it inside the transaction.
    pub version: i64,
}

impl ClientRow {
    /// The row without what only the record shows: id, slug, name and state remain.
    #[must_use]
    pub fn identity(self) -> Self {
        Self { domain: None, account_number: None, plan: None, staff: None, merged_into: None, ..self }
    }
}
