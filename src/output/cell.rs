//! What a record holds in one column, borrowed from wherever it lies.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::result_word::ResultWord;
use crate::domain::time::Instant;
use crate::error::{Error, Result};

/// One cell of a pushed row. Cheap: exports push millions, so that values are borrowed and written straight into
/// the buffer of the output.
#[derive(Clone)]
pub enum Cell<'a> {
    /// Nothing: `null` in JSON, empty elsewhere.
    Null,
    Text(Cow<'a, str>),
    /// Something that knows how to write itself, such as an id; see [`Cell::shown`].
    Shown(&'a dyn fmt::Display),
    Int(i64),
    Bool(bool),
    At(Instant),
    /// Items joined by single spaces.
    List(Cow<'a, str>),
    /// A JSON document as text.
    Json(Cow<'a, str>),
    /// What became of a thing; a dry run says it in its own way.
    Result(ResultWord),
}

impl<'a> Cell<'a> {
    /// An id or another value of the domain, without a string in between.
    pub fn shown(value: &'a dyn fmt::Display) -> Self {
        Self::Shown(value)
    }

    pub fn count(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A list whose items, none with a space in it, are already joined by single spaces.
    pub fn list(joined: impl Into<Cow<'a, str>>) -> Self {
        Self::List(joined.into())
    }

    /// A JSON document that is already text, as it lies in the database.
    pub fn json(document: impl Into<Cow<'a, str>>) -> Self {
        Self::Json(document.into())
    }
}

impl Cell<'_> {
    /// The value as one word of text, in the form of programs; empty where there is none.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::List(text) | Self::Json(text) => Cow::Borrowed(text),
            Self::Shown(value) => Cow::Owned(value.to_string()),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Result(word) => Cow::Borrowed(word.name()),
            Self::At(at) => Cow::Owned(at.to_rfc3339()),
            Self::Bool(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Self::Null => Cow::Borrowed(""),
        }
    }
}

impl Cell<'static> {
    /// The JSON of a value: an object with the fields of a struct in their order, a list of such.
    ///
    /// # Errors
    /// `bug` when it cannot be written.
    pub fn structured(value: &impl Serialize) -> Result<Self> {
        let text = serde_json::to_string(value);
        text.map(Self::json).map_err(|error| Error::bug(format!("a cell cannot be written: {error}")))
    }
}

impl fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Text(text) => write!(f, "Text({text:?})"),
            Self::Shown(value) => write!(f, "Shown({value})"),
            Self::Int(number) => write!(f, "Int({number})"),
            Self::Bool(truth) => write!(f, "Bool({truth})"),
            Self::At(at) => write!(f, "At({})", at.ms()),
            Self::List(items) => write!(f, "List({items:?})"),
            Self::Json(document) => write!(f, "Json({document})"),
            Self::Result(word) => write!(f, "Result({})", word.name()),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Cell<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<bool> for Cell<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<ResultWord> for Cell<'_> {
    fn from(word: ResultWord) -> Self {
        Self::Result(word)
    }
}

impl From<Instant> for Cell<'_> {
    fn from(at: Instant) -> Self {
        Self::At(at)
    }
}

impl From<&Value> for Cell<'_> {
    fn from(value: &Value) -> Self {
        Self::Json(Cow::Owned(value.to_string()))
    }
}

impl From<Value> for Cell<'_> {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

/// The absent is null.
impl<'a, T: Into<Self>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}
