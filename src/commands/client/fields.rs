//! `--field KEY=VALUE`, as `client add` and `client edit` take it.

use crate::domain::field::FieldKey;
use crate::error::{Error, Result};

/// A field and its value.
///
/// # Errors
/// `usage` when it has no `=`, or no value.
pub(super) fn field_given(text: &str) -> Result<(FieldKey, String)> {
    let (key, value) = field_wish(text)?;
    let missing = || Error::usage(format!("--field {text:?} gives no value")).advice("leave it out");
    Ok((key, value.ok_or_else(missing)?))
}

/// A field and what becomes of it; without a value it is taken away.
///
/// # Errors
/// `usage` when it has no `=`.
pub(super) fn field_wish(text: &str) -> Result<(FieldKey, Option<String>)> {
    let (key, value) = text.split_once('=').ok_or_else(|| {
        Error::usage(format!("--field {text:?} is not KEY=VALUE")).advice("write it like `--field region=north`")
    })?;
    let key = FieldKey::parse(key)?;
    let value = key.value(value)?;
    Ok((key, value))
}
