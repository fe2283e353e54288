//! The state of a grant: user U may enter client C (docs/reference.md#terms).

use super::choice;
use super::id::{ClientId, GrantId, PartnerId, UserId};
use super::terms::Terms;
use super::time::Instant;

/// How far a grant has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantState {
    /// Entered before anyone accepted; gives nothing.
    Prepared,
    /// Accepted (or made for a partner); gives access while its term lasts.
    Active,
    /// Removed, left, replaced or closed with its client; gives nothing and never will again.
    Ended,
}

impl GrantState {
    /// Every state, in the order of a grant's life.
    pub const ALL: [Self; 3] = [Self::Prepared, Self::Active, Self::Ended];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

choice::words!(GrantState, "a state of a grant");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    pub id: GrantId,
    pub client: ClientId,
    pub user: UserId,
    pub terms: Terms,
    pub state: GrantState,
    /// Since when it is or was active.
    pub active_at: Option<Instant>,
    /// When it ended, and who ended it.
    pub ended: Option<(Instant, String)>,
    /// The partner for which the client made this login (a dedicated user).
    pub for_partner: Option<PartnerId>,
    pub granted_by: String,
    pub created_at: Instant,
    pub version: i64,
}

impl GrantRow {
    /// Whether it gives access at `now`, as far as the grant itself goes.
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.state == GrantState::Active && self.lasts(now)
    }

    /// Whether its term is not over.
    pub fn lasts(&self, now: Instant) -> bool {
        self.terms.until.is_none_or(|until| now < until)
    }
}
