//! The time zone of the person who reads or writes, and the way they are shown a time.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::{Edge, Instant, parse_instant};
use crate::error::{Error, Result};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A time zone. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub const fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone of this machine and session. Reads the environment and files, so only `app` calls it.
    ///
    /// # Errors
    /// `failed` when the environment names one that does not exist.
    pub fn system() -> Result<Self> {
        TimeZone::try_system().map(Self).map_err(|_| Error::failed("this system has no time zone"))
    }

    /// A zone of the IANA database, such as `Europe/Berlin`. Reads the system's database.
    ///
    /// # Errors
    /// `usage` when there is none of that name.
    pub fn named(name: &str) -> Result<Self> {
        TimeZone::get(name).map(Self).map_err(|_| {
            Error::usage(format!("{name:?} is not a time zone"))
                .hint("zones are named as in the IANA database, such as `Europe/Berlin` or `UTC`")
        })
    }

    /// A zone that follows a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`: independent of any database.
    ///
    /// # Errors
    /// `usage` when the rule is malformed.
    pub fn posix(rule: &str) -> Result<Self> {
        TimeZone::posix(rule).map(Self).map_err(|_| Error::usage(format!("{rule:?} is not a POSIX time zone")))
    }

    /// A sentence whose instants, written as programs read them, stand as people read them. What stands in backticks is
    /// to be typed, and stays.
    #[must_use]
    pub fn spoken(&self, sentence: &str) -> String {
        let parts = sentence.split('`').enumerate();
        let told = parts.map(|(nth, part)| if nth % 2 == 0 { self.localised(part) } else { part.to_owned() });
        told.collect::<Vec<_>>().join("`")
    }

    /// A text with every instant in it as the reader's clock has it.
    #[must_use]
    pub fn localised(&self, text: &str) -> String {
        let word = |word: &str| {
            let bare = word.trim_end_matches([',', ';', ':', ')']);
            match parse_instant(bare, self, Edge::Start) {
                Ok(at) if bare == at.to_rfc3339() => self.local(at) + &word[bare.len()..],
                _ => word.to_owned(),
            }
        };
        text.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    /// Date and time for people: `21 Nov 2026 14:05 CET`.
    #[must_use]
    pub fn local(&self, instant: Instant) -> String {
        let Ok(timestamp) = Timestamp::from_millisecond(instant.ms()) else { return instant.to_rfc3339() };
        let info = self.0.to_offset_info(timestamp);
        let time = info.offset().to_datetime(timestamp);
        format!("{} {:02}:{:02} {}", written(time.date()), time.hour(), time.minute(), info.abbreviation())
    }

    /// The date for people: `21 Nov 2026`.
    #[must_use]
    pub fn local_date(&self, instant: Instant) -> String {
        let Ok(timestamp) = Timestamp::from_millisecond(instant.ms()) else { return instant.to_rfc3339() };
        written(self.0.to_datetime(timestamp).date())
    }

    /// The first instant of a local day, clamped to the years that are accepted. Where the clocks skip midnight,
    /// the first instant that exists.
    pub(super) fn start_of(&self, day: civil::Date) -> Instant {
        match day.to_zoned(self.0.clone()) {
            Ok(zoned) => Instant::from_ms(zoned.timestamp().as_millisecond()).clamp(Instant::FIRST, Instant::LAST),
            Err(_) => Instant::LAST,
        }
    }
}

fn written(date: civil::Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}
