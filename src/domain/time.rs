//! Instants, spans and the ways people write them (docs/reference.md#times; docs/reference.md#rules).
//!
//! Everything is stored and compared as a UTC instant in milliseconds. A [`Zone`] appears only where people read
//! or write: [`Zone::local`], [`parse_instant`], [`parse_range`].

mod input;
mod sentence;
mod span;
mod style;
mod term;
mod zone;

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{DateTime, SecondsFormat, Utc};

pub use input::{Edge, parse_end, parse_instant, parse_range};
pub use sentence::read_stored;
pub use span::Span;
pub use style::TimeStyle;
pub use term::Term;
pub use zone::Zone;

/// A UTC instant in integer milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 1970-01-01T00:00:00Z, the first instant that is accepted on input.
    pub const FIRST: Self = Self(0);
    /// The last millisecond of the year 9999 in UTC, the last that is accepted on input.
    pub const LAST: Self = Self(253_402_300_799_999);

    /// The instant `ms` milliseconds after the epoch.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The instant `span` later, or `None` past [`Instant::LAST`]: what a user asked for and cannot have.
    #[must_use]
    pub const fn checked_add(self, span: Span) -> Option<Self> {
        match self.0.checked_add(span.ms()) {
            Some(ms) if ms <= Self::LAST.0 => Some(Self(ms)),
            _ => None,
        }
    }

    /// The first full minute that is not before it, for texts that show no seconds: "from 14:06 on" is then never too
    /// early.
    #[must_use]
    pub const fn up_to_minute(self) -> Self {
        let minute = Span::MINUTE.ms();
        let over = self.0.rem_euclid(minute);
        if over == 0 { self } else { Self(self.0 + minute - over) }
    }

    /// How long after `earlier` this is: negative when it is before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span::from_ms(self.0.saturating_sub(earlier.0))
    }

    /// `2026-11-21T14:05:00.000Z`, the form of machine output (docs/reference.md#output).
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let furthest = if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        let utc = DateTime::from_timestamp_millis(self.0).unwrap_or(furthest);
        utc.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// `2026-11-21 14:05:00` as the clocks of `zone` show it: the form of people's spreadsheets
    /// (docs/reference.md#output, `--spreadsheet-safe`).
    pub fn to_spreadsheet(self, zone: &Zone) -> String {
        zone.shown(self).map_or_else(|| self.to_rfc3339(), |shown| shown.format("%Y-%m-%d %H:%M:%S").to_string())
    }

    /// How far off this is, for people: `just now`, `3 days ago`, `in 6 days`. Whole units, rounded down, so that
    /// a deadline is never shown as further away than it is.
    #[must_use]
    pub fn relative(self, now: Self) -> String {
        let distance = self.since(now);
        if distance.ms() > 0 {
            match in_words(distance) {
                Some(words) => format!("in {words}"),
                None => "in less than a minute".to_owned(),
            }
        } else {
            match in_words(distance) {
                Some(words) => format!("{words} ago"),
                None => "just now".to_owned(),
            }
        }
    }
}

/// RFC 3339, as [`Instant::to_rfc3339`].
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// Saturating: a term that ends after the end of time ends there.
impl Add<Span> for Instant {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.ms()))
    }
}

impl Sub<Span> for Instant {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.ms()))
    }
}

/// `3 days`, or `None` under a minute. Days go up to 60, so that the lives of invitations and links (30 and 7
/// days) are shown in days.
fn in_words(distance: Span) -> Option<String> {
    const MONTH: u64 = 30;
    const YEAR: u64 = 365;
    let minutes = distance.ms().unsigned_abs() / Span::MINUTE.ms().unsigned_abs();
    let (hours, days) = (minutes / 60, minutes / (60 * 24));
    let (count, unit) = match () {
        () if minutes == 0 => return None,
        () if hours == 0 => (minutes, "minute"),
        () if days == 0 => (hours, "hour"),
        () if days < 2 * MONTH => (days, "day"),
        () if days < 2 * YEAR => (days / MONTH, "month"),
        () => (days / YEAR, "year"),
    };
    Some(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
}

#[cfg(test)]
mod tests;
