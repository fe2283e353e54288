//! The result of a transition: the record in its new state with an event, or unchanged because it was in it already.

use super::audit_event::Event;

/// The outcome of a transition that the state allows (docs/reference.md#rules: "Repeating what already holds succeeds
/// as `unchanged`").
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "a step is taken apart at once, and kept nowhere")]
pub enum Step<T> {
    /// The record moved; both are to be stored together.
    Made(T, Event),
    /// It already was so; there is nothing to store.
    Unchanged(T),
}

impl<T> Step<T> {
    /// The record, moved or not.
    pub fn into_record(self) -> T {
        match self {
            Self::Made(record, _) | Self::Unchanged(record) => record,
        }
    }

    /// What happened, if anything did.
    pub const fn event(&self) -> Option<&Event> {
        match self {
            Self::Made(_, event) => Some(event),
            Self::Unchanged(_) => None,
        }
    }
}
