//! Lengths of time: `7d`, `12h`, `30m`, `45s`, `2w`.

use std::fmt;

use crate::error::{Error, Hint, Result};

/// A length of time in milliseconds. A day is 24 hours: `7d` from now is an exact instant, whatever the clocks of
/// the local zone do meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    pub const ZERO: Self = Self(0);
    pub const SECOND: Self = Self(1000);
    /// Sixty seconds.
    pub const MINUTE: Self = Self::seconds(60);
    pub const HOUR: Self = Self::minutes(60);
    pub const DAY: Self = Self::hours(24);
    pub const WEEK: Self = Self::days(7);

    /// `ms` milliseconds.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// `n` seconds. This and its sisters saturate.
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1000))
    }

    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }

    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n.saturating_mul(60))
    }

    /// `n` times 24 hours.
    pub const fn days(n: i64) -> Self {
        Self::hours(n.saturating_mul(24))
    }

    /// Milliseconds.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Reads a whole number and one unit: `w`, `d`, `h`, `m` (minutes) or `s`. No sign, no blank, no fraction.
    /// Zero is a length too; who needs a positive one says so.
    ///
    /// # Errors
    /// `usage` when `text` is not of that form, or longer than ten thousand years.
    pub fn parse(text: &str) -> Result<Self> {
        let malformed = || {
            Error::usage(format!("{text:?} is not a duration"))
                .hint(Hint::plain("write a whole number and a unit: `7d`, `12h`, `30m` (minutes), `45s` or `2w`"))
        };
        let unit = match text.bytes().last() {
            Some(b'w') => Self::WEEK,
            Some(b'd') => Self::DAY,
            Some(b'h') => Self::HOUR,
            Some(b'm') => Self::MINUTE,
            Some(b's') => Self::SECOND,
            _ => return Err(malformed()),
        };
        let digits = &text[..text.len() - 1];
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(malformed());
        }
        digits
            .parse::<i64>()
            .ok()
            .and_then(|n| n.checked_mul(unit.0))
            .filter(|ms| *ms <= Self::days(3_652_425).0)
            .map(Self)
            .ok_or_else(|| Error::usage(format!("{text:?} is longer than ten thousand years")))
    }
}

/// In the largest unit up to days that gives it exactly: `7d`, `36h`, `90s`; `1500ms` where there is no whole
/// second.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = [(Self::DAY, "d"), (Self::HOUR, "h"), (Self::MINUTE, "m"), (Self::SECOND, "s")]
            .into_iter()
            .find(|(unit, _)| self.0 % unit.0 == 0 && self.0 != 0)
            .unwrap_or(if self.0 == 0 { (Self::SECOND, "s") } else { (Self(1), "ms") });
        write!(f, "{}{name}", self.0 / unit.0)
    }
}
