//! The time zones in which people read and write times: the clock of the reader, and the days of the desk.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, civil};

use super::{Edge, Instant, Span, parse_instant};
use crate::error::{Error, Result};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How times are written and read: by the clock of the reader, in days of the desk. Mostly they are of one time zone.
/// Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    clock: TimeZone,
    days: TimeZone,
}

impl Zone {
    pub const fn utc() -> Self {
        Self { clock: TimeZone::UTC, days: TimeZone::UTC }
    }

    /// The zone of this machine and session. Reads the environment and files, so only `app` calls it.
    ///
    /// # Errors
    /// `failed` when the environment names one that does not exist.
    pub fn system() -> Result<Self> {
        TimeZone::try_system().map(Self::of).map_err(|_| Error::failed("this system has no time zone"))
    }

    /// A zone of the IANA database, such as `Europe/Berlin`. Reads the system's database.
    ///
    /// # Errors
    /// `usage` when there is none of that name.
    pub fn named(name: &str) -> Result<Self> {
        TimeZone::get(name).map(Self::of).map_err(|_| {
            Error::usage(format!("{name:?} is not a time zone"))
                .hint("zones are named as in the IANA database, such as `Europe/Berlin` or `UTC`")
        })
    }

    /// A zone that follows a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`: independent of any database.
    ///
    /// # Errors
    /// `usage` when the rule is malformed.
    pub fn posix(rule: &str) -> Result<Self> {
        TimeZone::posix(rule).map(Self::of).map_err(|_| Error::usage(format!("{rule:?} is not a POSIX time zone")))
    }

    fn of(zone: TimeZone) -> Self {
        Self { clock: zone.clone(), days: zone }
    }

    /// The clock of this reader with the days of that desk.
    #[must_use]
    pub fn with_days_of(self, desk: &Self) -> Self {
        Self { clock: self.clock, days: desk.days.clone() }
    }

    /// The days of the desk with the clock there, for those who read elsewhere.
    pub fn of_desk(&self) -> Self {
        Self::of(self.days.clone())
    }

    /// The name of the zone that decides what a day is, if the IANA database has it.
    pub fn name(&self) -> Option<&str> {
        self.days.iana_name()
    }

    /// A sentence whose instants, written as programs read them, stand as people read them. What stands in backticks is
    /// to be typed, and stays.
    pub fn spoken(&self, sentence: &str) -> String {
        let parts = sentence.split('`').enumerate();
        let told = parts.map(|(nth, part)| if nth % 2 == 0 { self.localised(part) } else { part.to_owned() });
        told.collect::<Vec<_>>().join("`")
    }

    /// A text with every instant in it as people read it: the end of a day as that, but where something begins.
    pub fn localised(&self, text: &str) -> String {
        let (mut before, mut earlier) = ("", "");
        let word = |word| {
            // A change of a term is told as "until from … to …".
            let begins = ["from", "since", "before", "after"].contains(&before)
                && (earlier, before) != ("until", "from")
                || (earlier, before) == ("begins", "at");
            (earlier, before) = (before, word);
            let bare = word.trim_end_matches([',', ';', ':', ')']);
            match parse_instant(bare, self, Edge::Start) {
                Ok(at) if bare == at.to_rfc3339() => {
                    let told = if begins { self.local(at) } else { self.end_in_words(at) };
                    told + &word[bare.len()..]
                }
                _ => word.to_owned(),
            }
        };
        text.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    /// Date and time for people: `21 Nov 2026 14:05 CET`.
    pub fn local(&self, instant: Instant) -> String {
        let Ok(timestamp) = Timestamp::from_millisecond(instant.ms()) else { return instant.to_rfc3339() };
        let info = self.clock.to_offset_info(timestamp);
        let time = info.offset().to_datetime(timestamp);
        format!("{} {:02}:{:02} {}", written(time.date()), time.hour(), time.minute(), info.abbreviation())
    }

    /// The date for people: `21 Nov 2026`.
    pub fn local_date(&self, instant: Instant) -> String {
        let Ok(timestamp) = Timestamp::from_millisecond(instant.ms()) else { return instant.to_rfc3339() };
        written(self.clock.to_datetime(timestamp).date())
    }

    /// The end of a term for people: `the end of 31 Dec 2026 CET` where it is that of a day of the desk, else date and time.
    pub fn end_in_words(&self, end: Instant) -> String {
        let last = end - Span::from_ms(1);
        let Ok(timestamp) = Timestamp::from_millisecond(last.ms()) else { return self.local(end) };
        let info = self.days.to_offset_info(timestamp);
        let day = info.offset().to_datetime(timestamp).date();
        match day.tomorrow() {
            Ok(next) if self.start_of(next) == end => format!("the end of {} {}", written(day), info.abbreviation()),
            _ => self.local(end),
        }
    }

    /// The same time of day so many months later, where the desk is; on the last day of a month that has no such day.
    pub(super) fn months_after(&self, from: Instant, months: i32) -> Instant {
        let later = Timestamp::from_millisecond(from.ms())
            .and_then(|timestamp| timestamp.to_zoned(self.days.clone()).checked_add(months.months()));
        match later {
            Ok(later) => Instant::from_ms(later.timestamp().as_millisecond()).clamp(Instant::FIRST, Instant::LAST),
            Err(_) => Instant::LAST,
        }
    }

    /// How far the clocks are ahead of UTC at an instant, in milliseconds.
    pub(super) fn offset_ms(&self, instant: Instant) -> i64 {
        let Ok(timestamp) = Timestamp::from_millisecond(instant.ms()) else { return 0 };
        i64::from(self.clock.to_offset(timestamp).seconds()) * 1000
    }

    /// The zone by its name where it has one, with its offset at an instant: `Europe/Berlin (UTC+01:00)`.
    pub fn described(&self, instant: Instant) -> String {
        let minutes = self.offset_ms(instant) / 60_000;
        let sign = if minutes < 0 { '-' } else { '+' };
        let offset = format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        match self.clock.iana_name() {
            Some("UTC") => "UTC".to_owned(),
            Some(name) => format!("{name} ({offset})"),
            None => offset,
        }
    }

    /// The first instant of a day of the desk, clamped to the years that are accepted. Where the clocks skip midnight,
    /// the first instant that exists.
    pub(super) fn start_of(&self, day: civil::Date) -> Instant {
        match day.to_zoned(self.days.clone()) {
            Ok(zoned) => Instant::from_ms(zoned.timestamp().as_millisecond()).clamp(Instant::FIRST, Instant::LAST),
            Err(_) => Instant::LAST,
        }
    }
}

fn written(date: civil::Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}
