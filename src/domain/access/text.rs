//! What a rule says, in words. Times and the names of others are in it as what they are, so that each reader sees
//! them in their own way: a program gets ids and UTC, a person names and local time.

use std::borrow::Cow;
use std::fmt;

use super::super::id::{PartnerId, UserId};
use super::super::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Vec<Part>);

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Words(Cow<'static, str>),
    At(Instant),
    Partner(PartnerId),
    User(UserId),
}

impl Text {
    /// A sentence, or its beginning.
    pub fn new(words: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Part::Words(words.into())])
    }

    /// The sentence with more words.
    #[must_use]
    pub fn words(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.with(Part::Words(words.into()))
    }

    /// The sentence with another piece.
    #[must_use]
    pub fn with(mut self, part: Part) -> Self {
        self.0.push(part);
        self
    }

    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}

/// For programs: ids, and instants in RFC 3339.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => f.write_str(words),
            Part::At(at) => at.fmt(f),
            Part::Partner(id) => id.fmt(f),
            Part::User(id) => id.fmt(f),
        })
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Self {
        Self::new(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::new(words)
    }
}
