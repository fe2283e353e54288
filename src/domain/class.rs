//! Command classes: how much care a command takes before it acts (docs/reference.md#confirmation).

/// The class of a command with its arguments. It never depends on data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Read,
    /// `undo` restores it.
    Reversible,
    /// Mail leaves, or access widens.
    Outward,
    /// Something ends that does not come back by itself.
    Destructive,
    Bulk,
    /// About the database, its staff or logins, or a client that it makes.
    Global,
}

impl Class {
    /// Every class, from the most harmless on.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Reversible, Self::Outward, Self::Destructive, Self::Bulk, Self::Global];

    /// The word in `commands` and in the help.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Reversible => "reversible",
            Self::Outward => "outward",
            Self::Destructive => "destructive",
            Self::Bulk => "bulk",
            Self::Global => "global",
        }
    }

    #[must_use]
    pub const fn is_change(self) -> bool {
        !matches!(self, Self::Read)
    }
}
