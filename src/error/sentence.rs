//! A sentence that names instants. Programs, the audit and rows of mails get it with instants in the form of machines;
//! people read them in the words of their time zone.

use std::fmt::{self, Display, Write as _};
use std::ops::Range;

/// It has no `Display`: `format!` would lose its instants. Parts are put together with `sentence!`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// In the form of programs.
    text: String,
    /// The places of its instants, in order.
    times: Vec<(Range<usize>, Time)>,
}

/// Text as it begins a sentence: with a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An instant in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Milliseconds since 1970, UTC.
    pub ms: i64,
    pub bound: Bound,
}

/// What a person reads at the first instant after a day: `the end of 31 Dec`, or where something begins then,
/// `1 Jan 00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Start,
    End,
}

/// An instant on its way into a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimePart {
    pub time: Time,
    /// In the form of programs.
    pub text: String,
}

/// What can be a part of a sentence.
pub trait ToSentence {
    fn add_to(&self, sentence: &mut Sentence);
}

impl<T: Display + ?Sized> ToSentence for T {
    fn add_to(&self, sentence: &mut Sentence) {
        // Writing to a string does not fail.
        let _ = write!(sentence.text, "{self}");
    }
}

impl ToSentence for TimePart {
    fn add_to(&self, sentence: &mut Sentence) {
        let start = sentence.text.len();
        sentence.text.push_str(&self.text);
        sentence.times.push((start..sentence.text.len(), self.time));
    }
}

impl ToSentence for Sentence {
    fn add_to(&self, sentence: &mut Sentence) {
        let start = sentence.text.len();
        sentence.text.push_str(&self.text);
        let moved = |(place, time): &(Range<usize>, Time)| (place.start + start..place.end + start, *time);
        sentence.times.extend(self.times.iter().map(moved));
    }
}

/// A sentence of these parts: `sentence!["the access ended at ", until.as_end()]`.
macro_rules! sentence {
    ($($part:expr),+ $(,)?) => {{
        use $crate::error::ToSentence as _;
        let mut sentence = $crate::error::Sentence::default();
        $($part.add_to(&mut sentence);)+
        sentence
    }};
}

pub(crate) use sentence;

impl Sentence {
    pub fn add(&mut self, part: &(impl ToSentence + ?Sized)) {
        part.add_to(self);
    }

    /// The sentences with this between them.
    pub fn joined(sentences: &[Self], between: &str) -> Self {
        let mut all = Self::default();
        for (at, one) in sentences.iter().enumerate() {
            if at > 0 {
                all.add(between);
            }
            all.add(one);
        }
        all
    }

    /// In the form of programs.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its words and its instants, in order.
    pub(super) fn split(&self) -> Vec<Result<&str, TimePart>> {
        let (mut parts, mut end) = (Vec::new(), 0);
        for (place, time) in &self.times {
            parts.extend(self.text.get(end..place.start).map(Ok));
            let text = self.text.get(place.clone()).unwrap_or_default().to_owned();
            parts.push(Err(TimePart { time: *time, text }));
            end = place.end;
        }
        parts.extend(self.text.get(end..).map(Ok));
        parts
    }

    /// With each instant in the words that `words` has for it.
    pub fn with_times(&self, words: impl Fn(Time) -> String) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for (place, time) in &self.times {
            text.push_str(&self.text[from..place.start]);
            text.push_str(&words(*time));
            from = place.end;
        }
        text.push_str(&self.text[from..]);
        text
    }
}

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self { text, times: Vec::new() }
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Sentence {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_keep_places_in_longer_sentences() {
        let time = |ms| TimePart { time: Time { ms, bound: Bound::End }, text: format!("T{ms}") };
        let inner = sentence!["from ", time(1), " to ", time(20)];
        let whole = Sentence::joined(&[sentence!["é ", inner, "."], sentence![time(3)]], "; ");
        assert_eq!(whole.as_str(), "é from T1 to T20.; T3");
        assert_eq!(whole.with_times(|time| format!("<{}>", time.ms)), "é from <1> to <20>.; <3>");
    }
}
