//! The state of a grant: user U may enter client C (SPEC 1).

use std::fmt;

use crate::error::{Error, Result};

/// How far a grant has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantState {
    /// Entered before anybody accepted; gives nothing.
    Prepared,
    /// Accepted (or made for a partner); gives access while its term lasts.
    Active,
    /// Removed, left, replaced or closed with its client; gives nothing and never will again.
    Ended,
}

impl GrantState {
    /// Every state, in the order of a grant's life.
    pub const ALL: [Self; 3] = [Self::Prepared, Self::Active, Self::Ended];

    /// The word, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }

    /// Reads the stored word.
    ///
    /// # Errors
    /// `failed` when it is none: the row is damaged.
    pub fn from_text(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| Error::failed(format!("damaged data: {text:?} is not a state of a grant")))
    }
}

impl fmt::Display for GrantState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
