//! Instants, spans and the ways people write them (docs/reference.md#times; docs/reference.md#rules).
//!
//! Everything is stored and compared as a UTC instant in milliseconds. A [`Zone`] appears only where people read
//! or write: [`Zone::local`], [`parse_instant`], [`parse_range`].

mod input;
mod short;
mod zone;

pub use input::{Edge, parse_end, parse_instant, parse_range};
pub use zone::{Parts, Zone};

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{DateTime, SecondsFormat, Utc};

use crate::error::{Bound, Error, Hint, Result, Sentence, Time, TimePart};

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
    /// a deadline is never shown as further away than it is; but what was set to 30 days a moment ago is `in 30 days`.
    #[must_use]
    pub fn relative(self, now: Self) -> String {
        let distance = self.since(now);
        if distance.ms() > 0 {
            match in_words(distance.ahead()) {
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

// The instants of sentences, for people and back from what is stored.

impl Instant {
    /// In a sentence, where something begins: `since 1 Jan 2027 00:00 CET`.
    pub fn as_start(self) -> TimePart {
        self.part(Bound::Start)
    }

    /// In a sentence, where something ends or happens: `until the end of 31 Dec 2026 CET`.
    pub fn as_end(self) -> TimePart {
        self.part(Bound::End)
    }

    /// Reads the form of programs, and no other.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        parse_instant(text, &Zone::utc(), Edge::Start).ok().filter(|at| at.to_rfc3339() == text)
    }

    fn part(self, bound: Bound) -> TimePart {
        TimePart { time: Time { ms: self.ms(), bound }, text: self.to_rfc3339() }
    }
}

impl Zone {
    /// A sentence with its instants as people read them.
    pub fn in_words(&self, sentence: &Sentence) -> String {
        sentence.with_times(|time| match time.bound {
            Bound::Start => self.local(Instant::from_ms(time.ms)),
            Bound::End => self.end_in_words(Instant::from_ms(time.ms)),
        })
    }
}

/// Reads a sentence that was stored in the form of programs: what is written as an instant there is one.
pub fn read_stored(text: &str) -> Sentence {
    let (mut before, mut earlier) = ("", "");
    let mut sentence = Sentence::default();
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            sentence.add(" ");
        }
        // A change of a term is stored as "until from … to …".
        let begins = ["from", "since", "before", "after"].contains(&before) && (earlier, before) != ("until", "from")
            || (earlier, before) == ("begins", "at");
        (earlier, before) = (before, word);
        let bare = word.trim_end_matches([',', ';', ':', ')']);
        match Instant::from_rfc3339(bare) {
            Some(instant) => {
                sentence.add(&if begins { instant.as_start() } else { instant.as_end() });
                sentence.add(&word[bare.len()..]);
            }
            None => sentence.add(word),
        }
    }
    sentence
}

// Lengths of time: `7d`, `12h`, `30m`, `45s`, `2w`.

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

    /// How far ahead something is, to be shown in whole units: 30 days that began a moment ago are 30 days.
    const fn ahead(self) -> Self {
        if self.0 >= Self::HOUR.0 - Self::MINUTE.0 { Self(self.0.saturating_add(Self::MINUTE.0 - 1)) } else { self }
    }

    /// How long someone waits: `1 second`, `40 seconds`, `24 hours`; never less than it is.
    #[must_use]
    pub fn as_wait(self) -> String {
        let seconds = self.0.max(0).unsigned_abs().div_ceil(1000);
        let (count, unit) = match seconds {
            0..120 => (seconds, "second"),
            120..7200 => (seconds.div_ceil(60), "minute"),
            _ => (seconds.div_ceil(3600), "hour"),
        };
        format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
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

// How times are written in texts, by who reads them.

/// Who reads a text with times in it.
#[derive(Debug, Clone, Copy)]
pub enum TimeStyle<'z> {
    /// A person on a terminal: local time, and how far off it is.
    Terminal(&'z Zone),
    /// A person who reads what was kept, such as through a pipe: local time, the same whenever it is read.
    Kept(&'z Zone),
    /// A program: RFC 3339 in UTC.
    Machine,
}

impl TimeStyle<'_> {
    /// An instant: `21 Nov 2026 14:05 CET (3 days ago)`, without the distance, or in RFC 3339.
    #[must_use]
    pub fn instant(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(zone) => format!("{} ({})", zone.local(at), at.relative(now)),
            Self::Kept(zone) => zone.local(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// The same in a sentence that has brackets of its own: `21 Nov 2026 14:05 CET, 3 days ago`.
    #[must_use]
    pub fn with_distance(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(zone) => format!("{}, {}", zone.local(at), at.relative(now)),
            Self::Kept(zone) => zone.local(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// The end of a term: `the end of 31 Dec 2026 CET` where it is that of a day, with the distance on a terminal.
    #[must_use]
    pub fn end(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(zone) => format!("{} ({})", zone.end_in_words(at), at.relative(now)),
            Self::Kept(zone) => zone.end_in_words(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// How long ago, or in how long, something is; when it is, where the text is kept.
    #[must_use]
    pub fn distance(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(_) => at.relative(now),
            Self::Kept(zone) => zone.local(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// A day: `21 Nov 2026`; for programs the instant.
    #[must_use]
    pub fn day(self, at: Instant) -> String {
        match self {
            Self::Terminal(zone) | Self::Kept(zone) => zone.local_date(at),
            Self::Machine => at.to_rfc3339(),
        }
    }
}

// How long an access lasts: a length such as `90d`, or months and years of the calendar, `6mo` and `1y`.

/// The most months that are read: more than any term may have.
const MOST_MONTHS: u32 = 1200;

const FORMS: &str = "write a whole number and a unit: `90d`, `2w`, `12h`, `6mo` (months) or `1y`";

/// How long an access lasts, as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Span(Span),
    /// Months of the calendar: the same day of a later month, or the last day of a month that has no such day.
    Months(u32),
}

impl Term {
    /// Reads `90d`, `12h`, `2w`, `6mo` or `1y`, more than nothing. `m` is refused: some read it as months, others as
    /// minutes.
    ///
    /// # Errors
    /// `usage` for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let malformed = || Error::usage(format!("{text:?} is not a term")).hint(Hint::plain(FORMS));
        if let Some(digits) = text.strip_suffix("mo") {
            return months(digits, 1).map(Self::Months).ok_or_else(malformed);
        }
        if let Some(digits) = text.strip_suffix('y') {
            return months(digits, 12).map(Self::Months).ok_or_else(malformed);
        }
        if let Some(digits) = text.strip_suffix('m').filter(|digits| months(digits, 1).is_some()) {
            return Err(Error::usage(format!("{text:?} could mean months or minutes"))
                .hint(Hint::plain(format!("write `{digits}mo` for months; a term in minutes is too short"))));
        }
        match Span::parse(text) {
            Ok(Span::ZERO) => Err(Error::usage(format!("{text:?} is no time at all")).hint(Hint::plain(FORMS))),
            Ok(span) => Ok(Self::Span(span)),
            Err(_) => Err(malformed()),
        }
    }

    /// The end of a term that begins now.
    #[must_use]
    pub fn end(self, now: Instant, zone: &Zone) -> Instant {
        match self {
            Self::Span(span) => now + span,
            Self::Months(months) => zone.months_after(now, months),
        }
    }

    /// Its length, if it begins now.
    #[must_use]
    pub fn length(self, now: Instant, zone: &Zone) -> Span {
        match self {
            Self::Span(span) => span,
            Self::Months(_) => self.end(now, zone).since(now),
        }
    }
}

fn months(digits: &str, each: u32) -> Option<u32> {
    let count: u32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    count.checked_mul(each).filter(|months| (1..=MOST_MONTHS).contains(months))
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod sentence_tests {
    use super::*;
    use crate::error::sentence;

    #[test]
    fn sentences_show_ends_in_words() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let end = parse_instant("2026-12-31", &berlin, Edge::End).unwrap();
        for (sentence, words) in [
            (sentence!["it ends at ", end.as_end(), ", or"], "it ends at the end of 31 Dec 2026 CET, or"),
            (sentence!["since ", end.as_start()], "since 1 Jan 2027 00:00 CET"),
            (
                sentence!["until from ", end.as_end(), " to ", end.as_end()],
                "until from the end of 31 Dec 2026 CET to the end of 31 Dec 2026 CET",
            ),
        ] {
            assert_eq!(berlin.in_words(&sentence), words);
            assert_eq!(read_stored(sentence.as_str()), sentence, "what is stored is read back");
        }
    }
}

#[cfg(test)]
mod term_tests {
    use super::*;

    fn at(text: &str) -> Instant {
        parse_instant(text, &Zone::utc(), Edge::Start).unwrap()
    }

    fn berlin() -> Zone {
        Zone::named("Europe/Berlin").unwrap()
    }

    #[test]
    fn months_and_years_are_of_the_calendar() {
        for (from, term, end) in [
            ("2026-11-21T09:00:00Z", "6mo", "2027-05-21T09:00:00.000Z"),
            ("2026-08-31T09:00:00Z", "6mo", "2027-02-28T09:00:00.000Z"),
            ("2028-02-29T09:00:00Z", "1y", "2029-02-28T09:00:00.000Z"),
            ("2026-11-21T09:00:00Z", "90d", "2027-02-19T09:00:00.000Z"),
            ("2026-11-21T09:00:00Z", "2w", "2026-12-05T09:00:00.000Z"),
        ] {
            assert_eq!(Term::parse(term).unwrap().end(at(from), &Zone::utc()).to_rfc3339(), end, "{from} + {term}");
        }
    }

    /// The same time of day, although the clocks were changed in between; and the same for every reader.
    #[test]
    fn months_are_counted_at_the_desk() {
        for zone in [berlin(), Zone::utc().with_days_of(&berlin())] {
            let end = Term::parse("6mo").unwrap().end(at("2026-11-21T09:00:00Z"), &zone);
            assert_eq!(end.to_rfc3339(), "2027-05-21T08:00:00.000Z");
        }
    }

    #[test]
    fn minutes_are_no_term() {
        let error = Term::parse("6m").unwrap_err();
        assert_eq!(error.message(), "\"6m\" could mean months or minutes");
        assert_eq!(error.hints(), ["write `6mo` for months; a term in minutes is too short"]);
        for bad in ["", "m", "mo", "0mo", "0m", "-1y", "1.5y", "0d", "6 mo", "y", "9999999999y", "6months", "6M", "6MO"]
        {
            assert!(Term::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_end_of_a_day_is_called_so() {
        let end = parse_instant("2026-12-31", &berlin(), Edge::End).unwrap();
        assert_eq!(berlin().end_in_words(end), "the end of 31 Dec 2026 CET");
        assert_eq!(Zone::utc().end_in_words(end), "31 Dec 2026 23:00 UTC");
        assert_eq!(berlin().end_in_words(at("2026-12-31T12:00:00Z")), "31 Dec 2026 13:00 CET");
        // A reader elsewhere.
        let reader = Zone::utc().with_days_of(&berlin());
        assert_eq!(reader.end_in_words(end), "the end of 31 Dec 2026 CET");
        assert_eq!(reader.local(end), "31 Dec 2026 23:00 UTC");
        assert_eq!(parse_instant("2026-12-31", &reader, Edge::End).unwrap(), end);
        assert_eq!(reader.of_desk().local(end), "1 Jan 2027 00:00 CET");
        let summer = parse_instant("2027-06-30", &berlin(), Edge::End).unwrap();
        assert_eq!(berlin().end_in_words(summer), "the end of 30 Jun 2027 CEST");
    }
}
