//! Command classes: how much care a command takes before it acts (SPEC 3.6).

/// The class of a command with its arguments. It never depends on data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Changes nothing.
    Read,
    /// `undo` restores it.
    Reversible,
    /// Mail leaves, or access widens.
    Outward,
    /// Something ends that does not come back by itself.
    Destructive,
    /// More than one client.
    Bulk,
    /// About the database, its staff or logins, and no client.
    Global,
}

impl Class {
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

    /// Whether it writes.
    #[must_use]
    pub const fn is_change(self) -> bool {
        !matches!(self, Self::Read)
    }
}
