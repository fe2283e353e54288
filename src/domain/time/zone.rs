//! The time zones in which people read and write times: the clock of the reader, and the days of the desk.

use std::cell::LazyCell;
use std::rc::Rc;

use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, Local, MappedLocalTime, Months, NaiveDate, NaiveDateTime, NaiveTime,
    Offset as _, TimeZone as _, Timelike as _,
};
use chrono_tz::{OffsetName as _, TZ_VARIANTS, Tz};

use super::{Instant, Span};
use crate::error::{Error, Hint, Result};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How times are written and read: by the clock of the reader, in days of the desk. Mostly they are of one time zone.
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Zone {
    clock: Source,
    days: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Known(Rules),
    /// Found when the first time is printed or the first day is read: most commands do neither.
    Lazy(Rc<LazyCell<Zone>>),
}

impl Source {
    fn rules(&self) -> Rules {
        match self {
            Self::Known(rules) => *rules,
            Self::Lazy(zone) => zone.clock.rules(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Rules {
    /// A zone of the IANA database, which is part of the program.
    Named(Tz),
    /// What `TZ` or `/etc/localtime` says where it is no such name. Its times have an offset and no abbreviation.
    Machine,
}

impl Rules {
    fn offset(self, utc: &NaiveDateTime) -> FixedOffset {
        match self {
            Self::Named(zone) => zone.offset_from_utc_datetime(utc).fix(),
            Self::Machine => Local.offset_from_utc_datetime(utc),
        }
    }

    /// `CET`, or `+01:00` where the zone has no name.
    fn abbreviation(self, utc: &NaiveDateTime) -> String {
        match self {
            Self::Named(zone) => {
                let offset = zone.offset_from_utc_datetime(utc);
                offset.abbreviation().map_or_else(|| offset.fix().to_string(), str::to_owned)
            }
            Self::Machine => self.offset(utc).to_string(),
        }
    }

    /// What the clocks show at an instant; `None` beyond the years that the calendar has.
    fn shown(self, instant: Instant) -> Option<NaiveDateTime> {
        let utc = naive(instant)?;
        utc.checked_add_offset(self.offset(&utc))
    }

    /// The instant at which the clocks show this time: the first, where they show it twice. A time that they skip
    /// is read with the offset before the change (RFC 5545, section 3.3.5).
    fn instant(self, shown: NaiveDateTime) -> Instant {
        let offsets = match self {
            Self::Named(zone) => zone.offset_from_local_datetime(&shown).map(|offset| offset.fix()),
            Self::Machine => Local.offset_from_local_datetime(&shown),
        };
        let seconds = match offsets {
            MappedLocalTime::Single(offset) => offset.local_minus_utc(),
            MappedLocalTime::Ambiguous(one, other) => one.local_minus_utc().max(other.local_minus_utc()),
            MappedLocalTime::None => {
                let before = shown.checked_sub_days(Days::new(1)).unwrap_or(shown);
                self.offset(&before).local_minus_utc()
            }
        };
        let ms = shown.and_utc().timestamp_millis() - i64::from(seconds) * 1000;
        Instant::from_ms(ms).clamp(Instant::FIRST, Instant::LAST)
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Named(zone) => Some(zone.name()),
            Self::Machine => None,
        }
    }
}

/// A day, or a minute of it, as the clocks of a zone show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub year: i32,
    /// From 1 to 12.
    pub month: u32,
    pub day: u32,
    /// Hour and minute; none for the end of the day.
    pub clock: Option<(u32, u32)>,
    /// The abbreviation of the zone, such as `CET`.
    pub zone: String,
}

impl Parts {
    fn of(date: NaiveDate, zone: String) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day(), clock: None, zone }
    }
}

impl Zone {
    pub const fn utc() -> Self {
        Self::of(Rules::Named(Tz::UTC))
    }

    /// A zone of the IANA database, such as `Europe/Berlin`, in capitals or not.
    ///
    /// # Errors
    /// `usage` when there is none of that name.
    pub fn named(name: &str) -> Result<Self> {
        let exact = name.parse().ok();
        let found = exact.or_else(|| TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(name)));
        found.map(|zone| Self::of(Rules::Named(zone))).ok_or_else(|| {
            Error::usage(format!("{name:?} is not a time zone"))
                .hint(Hint::plain("zones are named as in the IANA database, such as `Europe/Berlin` or `UTC`"))
        })
    }

    /// The names of all zones that [`Zone::named`] takes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// The zone of this process by the rules of `TZ` or of `/etc/localtime`, whatever its name is. Reads the
    /// environment and files, so only `app` calls it.
    pub const fn machine() -> Self {
        Self::of(Rules::Machine)
    }

    /// A zone that is looked up when it is first needed.
    pub fn lazy(find: fn() -> Self) -> Self {
        let source = Source::Lazy(Rc::new(LazyCell::new(find)));
        Self { clock: source.clone(), days: source }
    }

    const fn of(rules: Rules) -> Self {
        Self { clock: Source::Known(rules), days: Source::Known(rules) }
    }

    /// The clock of this reader with the days of that desk.
    #[must_use]
    pub fn with_days_of(self, desk: &Self) -> Self {
        Self { clock: self.clock, days: desk.days.clone() }
    }

    /// The days of the desk with the clock there, for those who read elsewhere.
    pub fn of_desk(&self) -> Self {
        Self { clock: self.days.clone(), days: self.days.clone() }
    }

    /// The name of the zone that decides what a day is, if the IANA database has it.
    pub fn name(&self) -> Option<&'static str> {
        self.days.rules().name()
    }

    /// Date and time for people: `21 Nov 2026 14:05 CET`.
    pub fn local(&self, instant: Instant) -> String {
        let rules = self.clock.rules();
        match (rules.shown(instant), naive(instant)) {
            (Some(shown), Some(utc)) => {
                let (date, zone) = (written(shown.date()), rules.abbreviation(&utc));
                format!("{date} {:02}:{:02} {zone}", shown.hour(), shown.minute())
            }
            _ => instant.to_rfc3339(),
        }
    }

    /// What the clocks show, in its parts; `None` beyond the years that the calendar has.
    pub fn parts(&self, instant: Instant) -> Option<Parts> {
        let rules = self.clock.rules();
        let (shown, utc) = (rules.shown(instant)?, naive(instant)?);
        let clock = Some((shown.hour(), shown.minute()));
        Some(Parts { clock, ..Parts::of(shown.date(), rules.abbreviation(&utc)) })
    }

    /// The end of a term in its parts: the day of the desk that it is the end of, else date and time.
    pub fn end_parts(&self, end: Instant) -> Option<Parts> {
        match (self.last_day(end), naive(end - Span::from_ms(1))) {
            (Some(day), Some(utc)) => Some(Parts::of(day, self.days.rules().abbreviation(&utc))),
            _ => self.parts(end),
        }
    }

    /// The date for people: `21 Nov 2026`.
    pub fn local_date(&self, instant: Instant) -> String {
        self.clock.rules().shown(instant).map_or_else(|| instant.to_rfc3339(), |shown| written(shown.date()))
    }

    /// The date and time that the clocks show, without their zone.
    pub(super) fn shown(&self, instant: Instant) -> Option<NaiveDateTime> {
        self.clock.rules().shown(instant)
    }

    /// The end of a term for people: `the end of 31 Dec 2026 CET` where it is that of a day of the desk, else date and time.
    pub fn end_in_words(&self, end: Instant) -> String {
        match (self.last_day(end), naive(end - Span::from_ms(1))) {
            (Some(day), Some(utc)) => {
                format!("the end of {} {}", written(day), self.days.rules().abbreviation(&utc))
            }
            _ => self.local(end),
        }
    }

    /// The day of the desk that a term ends with, if it ends with a whole one.
    pub(super) fn last_day(&self, end: Instant) -> Option<NaiveDate> {
        let day = self.days.rules().shown(end - Span::from_ms(1))?.date();
        (self.end_of(day) == end).then_some(day)
    }

    /// The same time of day so many months later, where the desk is; on the last day of a month that has no such day.
    pub(super) fn months_after(&self, from: Instant, months: u32) -> Instant {
        let days = self.days.rules();
        let later = days.shown(from).and_then(|shown| shown.checked_add_months(Months::new(months)));
        later.map_or(Instant::LAST, |later| days.instant(later))
    }

    /// How far the clocks are ahead of UTC at an instant, in milliseconds.
    pub fn offset_ms(&self, instant: Instant) -> i64 {
        naive(instant).map_or(0, |utc| i64::from(self.clock.rules().offset(&utc).local_minus_utc()) * 1000)
    }

    /// The zone by its name where it has one, with its offset at an instant: `Europe/Berlin (UTC+01:00)`.
    pub fn described(&self, instant: Instant) -> String {
        let minutes = self.offset_ms(instant) / 60_000;
        let sign = if minutes < 0 { '-' } else { '+' };
        let offset = format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        match self.clock.rules().name() {
            Some("UTC") => "UTC".to_owned(),
            Some(name) => format!("{name} ({offset})"),
            None => offset,
        }
    }

    /// The zone of a column of dates without zones, such as of a spreadsheet: UTC where the clocks follow rules without a
    /// name, because an offset holds for a part of the year only.
    pub fn name_for_dates(&self) -> &'static str {
        self.clock.rules().name().unwrap_or("UTC")
    }

    /// How far the clocks of [`Zone::name_for_dates`] are ahead of UTC at an instant, in milliseconds.
    pub fn offset_for_dates_ms(&self, instant: Instant) -> i64 {
        if self.clock.rules().name().is_some() { self.offset_ms(instant) } else { 0 }
    }

    /// The first instant of a day of the desk, clamped to the years that are accepted. Where the clocks skip midnight,
    /// the first instant that exists.
    pub(super) fn start_of(&self, day: NaiveDate) -> Instant {
        self.days.rules().instant(day.and_time(NaiveTime::MIN))
    }

    /// When the day of the desk is over that an instant is in.
    pub fn day_after(&self, at: Instant) -> Instant {
        self.days.rules().shown(at).map_or(Instant::LAST, |shown| self.end_of(shown.date()))
    }

    /// The first instant after a day of the desk.
    pub(super) fn end_of(&self, day: NaiveDate) -> Instant {
        day.succ_opt().map_or(Instant::LAST, |next| self.start_of(next))
    }
}

fn naive(instant: Instant) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_millis(instant.ms()).map(|utc| utc.naive_utc())
}

fn written(date: NaiveDate) -> String {
    format!("{} {}", day_and_month(date), date.year())
}

/// `21 Nov`
pub(super) fn day_and_month(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} {month}", date.day())
}
