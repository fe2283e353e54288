//! Rules that support may override by name: `--override last-owner|cooldown` (docs/reference.md#rules, "Overrides").

use super::choice;

/// A rule that has an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// An active client keeps someone who can administer it.
    LastOwner,
    /// After a denial the same partner waits.
    Cooldown,
}

impl Rule {
    pub const ALL: [Self; 2] = [Self::LastOwner, Self::Cooldown];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LastOwner => "last-owner",
            Self::Cooldown => "cooldown",
        }
    }
}

choice::words!(Rule, "a rule that can be overridden");
