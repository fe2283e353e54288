//! What a command asks for at a terminal where its line lacks it.

/// A question for an argument that is missing.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The argument, by its name in the command.
    pub(super) id: &'static str,
    /// How it is typed: `-c`, or empty for one that has no name on the line.
    pub(super) flag: &'static str,
    pub(super) asks: &'static str,
    pub(super) kind: Kind,
    pub(super) empty: Empty,
    /// Arguments in whose presence it is not needed.
    pub(super) unless: &'static [&'static str],
    /// An argument, and the value with which alone it is asked.
    pub(super) only_if: Option<(&'static str, &'static str)>,
}

/// What an answer has to be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text; the field that it is for.
    Name(&'static str),
    Address,
    /// People by their addresses or ids, separated by spaces.
    People,
    /// Addresses, separated by spaces.
    Addresses,
    /// An address or the id of a user.
    User,
    /// The client of a change: never chosen from a list.
    Client,
    /// Clients to be asked, by anything that names them.
    Targets,
    Partner,
    Slug,
    /// A role, chosen from the list of them.
    Role,
    /// A role that may be left out, so that it is typed and not chosen.
    RoleAsText,
    Link,
    /// A form that a mail can link. It is not asked for where none is set.
    Form,
    Reason,
}

/// What an empty answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// The command stops, because it lacks something.
    Stops,
    /// Nothing is added, and the next question follows.
    Skips,
    /// Nothing is added, and nothing more is asked.
    Ends,
    /// This flag is added.
    Flag(&'static str),
    /// The slug that follows from the name that was given.
    SlugOfName,
}

impl Question {
    /// Whether the answer names clients.
    pub const fn names_clients(&self) -> bool {
        matches!(self.kind, Kind::Client | Kind::Targets)
    }

    pub const fn of(id: &'static str, flag: &'static str, asks: &'static str, kind: Kind) -> Self {
        Self { id, flag, asks, kind, empty: Empty::Stops, unless: &[], only_if: None }
    }

    /// The argument that it is for, by its name in the command.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// How the argument is typed; empty for one that has no name on the line.
    pub const fn flag(&self) -> &'static str {
        self.flag
    }

    pub const fn if_empty(self, empty: Empty) -> Self {
        Self { empty, ..self }
    }

    pub const fn only_if(self, id: &'static str, value: &'static str) -> Self {
        Self { only_if: Some((id, value)), ..self }
    }

    pub const fn unless(self, unless: &'static [&'static str]) -> Self {
        Self { unless, ..self }
    }
}
