//! What happened, as the audit tells it. Transitions return events; `ops::change` writes them down.

use super::id::EntityId;

/// One thing that a use case did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What was done, `noun.verb`, stable: `invite.accept`.
    pub action: &'static str,
    /// To what.
    pub entity: EntityId,
    /// Particulars in the order they are told. Never a secret.
    pub details: Vec<(&'static str, String)>,
}

impl Event {
    /// `action` was done to `entity`.
    #[must_use]
    pub const fn new(action: &'static str, entity: EntityId) -> Self {
        Self { action, entity, details: Vec::new() }
    }

    /// Adds a particular.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl ToString) -> Self {
        self.details.push((key, value.to_string()));
        self
    }
}
