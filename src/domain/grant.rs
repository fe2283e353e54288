//! The state of a grant: user U may enter client C (docs/reference.md#terms).

use super::choice;

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
