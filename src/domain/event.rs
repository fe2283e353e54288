//! What happened, as the audit records it. Transitions return events; `ops::desk` writes them down.

use std::borrow::Cow;

use super::id::EntityId;

/// What a field is called in the audit that has the value from before a change: this, after the name of the field.
pub const BEFORE: &str = "_before";

/// One thing that a use case did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What was done, `noun.verb`, stable: `invite.accept`.
    pub action: &'static str,
    pub entity: EntityId,
    /// Particulars in the order in which they are reported. Never a secret.
    pub details: Vec<(&'static str, String)>,
    /// The fields that differ by it.
    pub changes: Vec<FieldChange>,
}

/// A field with what it was and what it is. `None`: nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub field: Cow<'static, str>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Event {
    /// `action` was done to `entity`.
    pub const fn new(action: &'static str, entity: EntityId) -> Self {
        Self { action, entity, details: Vec::new(), changes: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl ToString) -> Self {
        self.details.push((key, value.to_string()));
        self
    }

    /// Adds a field with what it was before, if the two differ: the one way in which a changed field gets into the audit.
    #[must_use]
    pub fn changing(self, field: impl Into<Cow<'static, str>>, before: impl ToString, after: impl ToString) -> Self {
        self.changing_option(field, Some(before), Some(after))
    }

    /// As [`Event::changing`], for a field that can have no value.
    #[must_use]
    pub fn changing_option(
        mut self,
        field: impl Into<Cow<'static, str>>,
        before: Option<impl ToString>,
        after: Option<impl ToString>,
    ) -> Self {
        let (before, after) = (before.map(|value| value.to_string()), after.map(|value| value.to_string()));
        if before != after {
            self.changes.push(FieldChange { field: field.into(), before, after });
        }
        self
    }
}

impl FieldChange {
    /// For people: `plan from starter to pro`, `plan to pro`, `permissions: with invoices; without users`.
    pub fn in_words(&self) -> String {
        let field =
            if self.field.starts_with("field.") { self.field.to_string() } else { self.field.replace('_', " ") };
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        if SETS.contains(&&*self.field) {
            return format!("{field}: {}", difference(before.unwrap_or_default(), after.unwrap_or_default()));
        }
        match (before, after) {
            (Some(before), Some(after)) => format!("{field} from {} to {}", quoted(before), quoted(after)),
            (None, Some(after)) => format!("{field} to {}", quoted(after)),
            (Some(before), None) => format!("{field} from {} to nothing", quoted(before)),
            (None, None) => field,
        }
    }
}

/// Fields that hold several words, of which some come and some go.
const SETS: &[&str] = &["permissions", "clients"];

/// Whatever could be read as part of the sentence stands in quotes.
fn quoted(value: &str) -> Cow<'_, str> {
    let is_plain = !value.is_empty() && !value.contains(char::is_whitespace) || value == NO_END;
    if is_plain { Cow::Borrowed(value) } else { Cow::Owned(format!("“{value}”")) }
}

/// The end of a term that has none.
pub const NO_END: &str = "no end";

/// What comes to a set of words, and what goes.
fn difference(before: &str, after: &str) -> String {
    let missing = |from: &str, of: &str| {
        let has = |word: &&str| from.split(' ').any(|other| other == *word);
        of.split(' ').filter(|word| !word.is_empty() && !has(word)).collect::<Vec<_>>().join(", ")
    };
    let parts = [("with", missing(before, after)), ("without", missing(after, before))];
    let parts = parts.iter().filter(|(_, words)| !words.is_empty());
    parts.map(|(word, words)| format!("{word} {words}")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UserId;

    fn event() -> Event {
        Event::new("user.edit", EntityId::User(UserId::new(5)))
    }

    fn words(event: &Event) -> Vec<String> {
        event.changes.iter().map(FieldChange::in_words).collect()
    }

    #[test]
    fn equal_values_are_no_change() {
        assert!(event().changing("role", "admin", "admin").changes.is_empty());
        assert!(event().changing_option("plan", None::<&str>, None::<&str>).changes.is_empty());
    }

    #[test]
    fn change_reads_before_and_after() {
        let event = event()
            .changing("role", "admin", "guest")
            .changing("name", "Big Shoes", "Big Boots")
            .changing_option("plan", None::<&str>, Some("pro"))
            .changing_option("account_number", Some("4711"), None::<&str>)
            .changing("until", NO_END, "2027-01-01T00:00:00.000Z")
            .changing(format!("field.{}", "vat_id"), "1", "2");
        assert_eq!(
            words(&event),
            [
                "role from admin to guest",
                "name from “Big Shoes” to “Big Boots”",
                "plan to pro",
                "account number from 4711 to nothing",
                "until from no end to 2027-01-01T00:00:00.000Z",
                "field.vat_id from 1 to 2",
            ]
        );
    }

    #[test]
    fn sets_read_what_comes_and_what_goes() {
        let event = event().changing("permissions", "profile users", "profile invoices");
        assert_eq!(words(&event), ["permissions: with invoices; without users"]);
    }
}
