//! Extra fields of a client: whatever else a billing system knows of it, by key (docs/reference.md#terms).

use std::fmt;

use super::code::without_code;
use super::name::plain_text;
use super::notice;
use crate::error::{Error, Hint, Result};

/// The key of an extra field: 1 to 40 characters of one line without comma and `=`, so that it can be named in
/// `--columns a,field.KEY` and `--field KEY=VALUE`. Case counts: an import keeps the headers of other systems.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldKey(String);

impl FieldKey {
    /// The most characters of a key.
    pub const MAX_CHARS: usize = 40;
    /// The most characters of a value.
    pub const MAX_VALUE_CHARS: usize = 1_000;

    /// Reads a key.
    ///
    /// # Errors
    /// `usage`.
    pub fn parse(text: &str) -> Result<Self> {
        let key = without_code("field key", plain_text("field key", text, Self::MAX_CHARS)?)?;
        if let Some(c) = key.chars().find(|c| matches!(c, ',' | '=')) {
            return Err(Error::usage(format!("{key:?} is not the key of a field: it has {c:?}"))
                .hint(Hint::plain("a key has 1 to 40 characters without comma and `=`, for instance `region`")));
        }
        Ok(Self(key))
    }

    /// Reads the value of a field; the empty one is nothing.
    ///
    /// # Errors
    /// `usage` for what no line of text may have, and for what `notify.KIND` does not accept.
    pub fn value(&self, text: &str) -> Result<Option<String>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        plain_text("field", text, Self::MAX_VALUE_CHARS)
            .and_then(|value| without_code("field", value))
            .and_then(|value| match self.0.starts_with(notice::PREFIX) {
                true => notice::check(&self.0, &value).map(|()| value),
                false => Ok(value),
            })
            .map(Some)
            .map_err(|error| error.context(format!("the field {}", self.0)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_other_systems_are_keys() {
        for good in ["region", "Sales Region", "USt-ID", "field.2", "Größe (m²)", &"k".repeat(40)] {
            assert_eq!(FieldKey::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(FieldKey::parse(" region ").unwrap().as_str(), "region");
    }

    #[test]
    fn unusable_column_name_is_no_key() {
        for bad in ["", " ", "a,b", "a=b", "a\nb", &"k".repeat(41)] {
            assert!(FieldKey::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_empty_value_is_none() {
        let key = FieldKey::parse("region").unwrap();
        assert_eq!(key.value(" ").unwrap(), None);
        assert_eq!(key.value(" a, b ").unwrap().as_deref(), Some("a, b"));
        assert!(key.value("code pcl_7_ABCDEF").unwrap_err().message().contains("shaped like a code"));
        assert!(FieldKey::parse("pcl_7_ABCDEF").is_err());
        let notify = FieldKey::parse("notify.person_left").unwrap();
        assert_eq!(notify.value("digest").unwrap().as_deref(), Some("digest"));
        assert_eq!(
            notify.value("never").unwrap_err().message(),
            "the field notify.person_left: \"never\" is not a value of notify"
        );
        assert!(FieldKey::parse("notify.weather").unwrap().value("on").is_err());
        assert!(key.value("a\u{202e}b").unwrap_err().message().starts_with("the field region: "));
    }
}
