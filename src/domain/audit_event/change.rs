//! A field that an event changed: what it was, and what it is.

use std::borrow::Cow;

use crate::domain::time::Instant;
use crate::error::{Bound, Sentence, sentence};

/// What a field is called in the audit that has the value from before a change: this, after the name of the field.
pub(super) const BEFORE: &str = "_before";

/// The end of a term that has none.
pub const NO_END: &str = "no end";

macro_rules! fields {
    ($($field:ident $name:literal;)+) => {
        /// A field whose changes the audit has.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Field {
            $($field,)+
            /// A field that this support team gave its clients, by its key.
            Own(String),
            /// A field that another version of this program knows.
            Other(String),
        }

        impl Field {
            pub fn name(&self) -> Cow<'_, str> {
                match self {
                    $(Self::$field => $name.into(),)+
                    Self::Own(key) => format!("{OWN}{key}").into(),
                    Self::Other(name) => name.as_str().into(),
                }
            }

            /// The field of that name.
            pub fn named(name: &str) -> Self {
                match name {
                    $($name => Self::$field,)+
                    _ => name.strip_prefix(OWN).map_or_else(|| Self::Other(name.to_owned()), |key| Self::Own(key.to_owned())),
                }
            }
        }
    };
}

/// What the name of a support team's own field begins with.
const OWN: &str = "field.";

fields! {
    AccountNumber "account_number";
    AutoExtend "auto_extend";
    Clients "clients";
    ContactEmail "contact_email";
    Domain "domain";
    Email "email";
    ExpiresAt "expires_at";
    Form "form";
    Kind "kind";
    Language "language";
    Name "name";
    Permissions "permissions";
    Plan "plan";
    Restricted "restricted";
    Rights "rights";
    Role "role";
    Scope "scope";
    Sender "sender";
    Slug "slug";
    Staff "staff";
    Tab "tab";
    Until "until";
    Value "value";
}

/// A field with what it was and what it is. `None`: nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub field: Field,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl FieldChange {
    /// The change, if the two differ.
    pub fn between(field: Field, before: Option<impl ToString>, after: Option<impl ToString>) -> Option<Self> {
        let (before, after) = (before.map(|value| value.to_string()), after.map(|value| value.to_string()));
        (before != after).then_some(Self { field, before, after })
    }

    /// The key of the value from before in the details of an audit row.
    pub(super) fn key_before(&self) -> String {
        format!("{}{BEFORE}", self.field.name())
    }

    /// What it was: of a term, its end.
    fn former(&self, before: &str) -> Sentence {
        value(before, if self.field == Field::Until { Bound::End } else { Bound::Start })
    }

    /// For people: `plan from starter to pro`, `plan to pro`, `permissions: with invoices; without users`.
    pub fn in_words(&self) -> Sentence {
        let field = match &self.field {
            Field::Own(_) => self.field.name().into_owned(),
            field => field.name().replace('_', " "),
        };
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        // They hold several words, of which some come and some go.
        if matches!(self.field, Field::Permissions | Field::Clients) {
            return sentence![field, ": ", difference(before.unwrap_or_default(), after.unwrap_or_default())];
        }
        match (before, after) {
            (Some(before), Some(after)) => {
                sentence![field, " from ", self.former(before), " to ", value(after, Bound::End)]
            }
            (None, Some(after)) => sentence![field, " to ", value(after, Bound::End)],
            (Some(before), None) => sentence![field, " from ", self.former(before), " to nothing"],
            (None, None) => field.into(),
        }
    }
}

/// An instant is one, and whatever could be read as part of the sentence is in quotes.
fn value(value: &str, bound: Bound) -> Sentence {
    match (Instant::from_rfc3339(value), bound) {
        (Some(at), Bound::Start) => sentence![at.as_start()],
        (Some(at), Bound::End) => sentence![at.as_end()],
        (None, _) => sentence![quoted(value)],
    }
}

fn quoted(value: &str) -> Cow<'_, str> {
    let is_plain = !value.is_empty() && !value.contains(char::is_whitespace) || value == NO_END;
    if is_plain { Cow::Borrowed(value) } else { Cow::Owned(format!("“{value}”")) }
}

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

    fn words(field: Field, before: Option<&str>, after: Option<&str>) -> Option<String> {
        FieldChange::between(field, before, after).map(|change| change.in_words().as_str().to_owned())
    }

    #[test]
    fn equal_values_are_no_change() {
        assert_eq!(words(Field::Role, Some("admin"), Some("admin")), None);
        assert_eq!(words(Field::Plan, None, None), None);
    }

    #[test]
    fn change_reads_before_and_after() {
        for (field, before, after, expected) in [
            (Field::Role, Some("admin"), Some("guest"), "role from admin to guest"),
            (Field::Name, Some("Big Shoes"), Some("Big Boots"), "name from “Big Shoes” to “Big Boots”"),
            (Field::Plan, None, Some("pro"), "plan to pro"),
            (Field::AccountNumber, Some("4711"), None, "account number from 4711 to nothing"),
            (Field::Until, Some(NO_END), Some("2027-01-01"), "until from no end to 2027-01-01"),
            (Field::Own("vat_id".to_owned()), Some("1"), Some("2"), "field.vat_id from 1 to 2"),
            (
                Field::Permissions,
                Some("profile users"),
                Some("profile invoices"),
                "permissions: with invoices; without users",
            ),
        ] {
            assert_eq!(words(field, before, after).as_deref(), Some(expected));
        }
    }

    #[test]
    fn names_of_fields_are_read_back() {
        for name in ["account_number", "until", "field.vat_id", "of_another_version"] {
            assert_eq!(Field::named(name).name(), name);
        }
        assert_eq!(Field::named("role"), Field::Role);
    }
}
