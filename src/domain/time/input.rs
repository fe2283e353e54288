//! Times as people and scripts write them: RFC 3339, `YYYY-MM-DD`, and `YYYY-MM` or `A..B` for ranges
//! (docs/reference.md#times).

use chrono::{Datelike as _, FixedOffset, NaiveDate, NaiveTime};

use super::{Instant, Zone};
use crate::error::{Error, Hint, Result};

/// Which end of a day is meant where only the day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// The first instant of the day: `--since`, `--as-of`.
    Start,
    /// The first instant after it, so that *valid while now < until* includes the day: `--until`.
    End,
}

/// Reads an instant: RFC 3339 with its offset, or a day in `zone`, of which `edge` gives the end that is meant.
/// Digits below the millisecond are dropped.
///
/// # Errors
/// `usage` when `text` is neither, names a day that does not exist, or lies outside the years 1970 to 9999.
pub fn parse_instant(text: &str, zone: &Zone, edge: Edge) -> Result<Instant> {
    match Written::read(text, TIME_HINT)? {
        Written::Instant(instant) => Ok(instant),
        Written::Day(day) => Ok(match edge {
            Edge::Start => zone.start_of(day),
            Edge::End => zone.end_of(day),
        }),
        Written::Month(_) => Err(Error::usage(format!("{text:?} is a month where one day is needed"))
            .hint(Hint::plain("write a day such as `2026-11-21`, or a time such as `2026-11-21T14:05:00Z`"))),
    }
}

/// Reads an end of a period: as [`parse_instant`], and a month, of which `edge` gives the end that is meant.
///
/// # Errors
/// `usage` when `text` is none of these, or lies outside the years 1970 to 9999.
pub fn parse_end(text: &str, zone: &Zone, edge: Edge) -> Result<Instant> {
    match (Written::read(text, END_HINT)?, edge) {
        (Written::Month(first), Edge::Start) => Ok(zone.start_of(first)),
        (Written::Month(first), Edge::End) => Ok(zone.end_of(last_of_month(first))),
        (Written::Day(_) | Written::Instant(_), _) => parse_instant(text, zone, edge),
    }
}

/// Reads a range, `from <= t < until`: a month `2026-05`, a day `2026-05-04`, or `A..B` of months, days or
/// RFC 3339 instants. A day or month as `B` is included, an instant is not.
///
/// # Errors
/// `usage` when `text` is none of these, a part is malformed, or nothing lies between the two.
pub fn parse_range(text: &str, zone: &Zone) -> Result<(Instant, Instant)> {
    let (first, last) = match text.split_once("..") {
        Some((first, last)) if first.is_empty() || last.is_empty() => {
            return Err(Error::usage(format!("the range {text:?} has only one end")).hint(Hint::plain(RANGE_HINT)));
        }
        Some((first, last)) => (Written::read(first, RANGE_HINT)?, Written::read(last, RANGE_HINT)?),
        None => match Written::read(text, RANGE_HINT)? {
            Written::Instant(_) => {
                return Err(Error::usage(format!("{text:?} is an instant where a range is needed"))
                    .hint(Hint::plain(RANGE_HINT)));
            }
            written => (written, written),
        },
    };
    let from = match first {
        Written::Instant(instant) => instant,
        Written::Day(day) | Written::Month(day) => zone.start_of(day),
    };
    let until = match last {
        Written::Instant(instant) => instant,
        Written::Day(day) => zone.end_of(day),
        Written::Month(first) => zone.end_of(last_of_month(first)),
    };
    if until <= from {
        return Err(Error::usage(format!("the range {text:?} is empty: it ends before it begins"))
            .hint(Hint::plain(RANGE_HINT)));
    }
    Ok((from, until))
}

const TIME_HINT: &str = "write a day such as `2026-11-21`, or a time with its offset such as `2026-11-21T14:05:00Z`";
const END_HINT: &str = "write a day `2026-11-21`, a month `2026-11`, or a time `2026-11-21T14:05:00Z`";
const RANGE_HINT: &str = "write a month `2026-05`, a day `2026-05-04`, or both ends `2026-05-04..2026-06-30`";

/// What was written, still without zone. A month is its first day.
#[derive(Debug, Clone, Copy)]
enum Written {
    Instant(Instant),
    Day(NaiveDate),
    Month(NaiveDate),
}

impl Written {
    fn read(text: &str, hint: &'static str) -> Result<Self> {
        if text.is_empty() {
            return Err(Error::usage("the time is empty").hint(Hint::plain(hint)));
        }
        match read(text.as_bytes()) {
            Ok(written) => Ok(written),
            Err(Fault::Form) => Err(Error::usage(format!("{text:?} is not a time")).hint(Hint::plain(hint))),
            Err(Fault::NoOffset) => Err(Error::usage(format!("{text:?} does not say in which zone it is")).hint(
                Hint::plain("add `Z` for UTC or an offset such as `+01:00`; a day alone, `2026-11-21`, is a local day"),
            )),
            Err(Fault::NoSuch) => Err(Error::usage(format!("{text:?} does not exist in the calendar"))),
            Err(Fault::Year) => Err(Error::usage(format!("{text:?} is outside the years 1970 to 9999"))),
        }
    }
}

enum Fault {
    Form,
    NoOffset,
    NoSuch,
    Year,
}

/// The grammar of RFC 3339, section 5.6, and its first parts alone. By hand, because libraries accept much more
/// than that: blanks, week dates, zone names, one-digit months.
fn read(text: &[u8]) -> Result<Written, Fault> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(after(rest, b"-")?, 2)?;
    let (day, rest) = if rest.is_empty() { (None, rest) } else { digits(after(rest, b"-")?, 2).map(some)? };
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day.unwrap_or(1)));
    let date = date.ok_or(Fault::NoSuch)?;
    let time = if rest.is_empty() { None } else { Some(time_of_day(after(rest, b"Tt ")?)?) };
    if date.year() < 1970 {
        return Err(Fault::Year);
    }
    match (day, time) {
        (None, _) => Ok(Written::Month(date)),
        (Some(_), None) => Ok(Written::Day(date)),
        (Some(_), Some((time, offset))) => {
            let local = date.and_time(time).and_utc().timestamp_millis();
            let instant = Instant::from_ms(local - i64::from(offset.local_minus_utc()) * 1000);
            if (Instant::FIRST..=Instant::LAST).contains(&instant) {
                Ok(Written::Instant(instant))
            } else {
                Err(Fault::Year)
            }
        }
    }
}

fn time_of_day(text: &[u8]) -> Result<(NaiveTime, FixedOffset), Fault> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = digits(after(rest, b":")?, 2)?;
    let (second, mut rest) = digits(after(rest, b":")?, 2)?;
    let mut millis = 0;
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
        if length == 0 {
            return Err(Fault::Form);
        }
        for place in 0..3 {
            millis = millis * 10 + fraction[..length].get(place).map_or(0, |b| u32::from(b - b'0'));
        }
        rest = &fraction[length..];
    }
    // A leap second has no instant of its own here; people do not mean one.
    let time = NaiveTime::from_hms_milli_opt(hour, minute, second, millis).ok_or(Fault::NoSuch)?;
    let offset = match rest {
        [] => return Err(Fault::NoOffset),
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let (hours, rest) = digits(rest, 2)?;
            let (minutes, rest) = digits(after(rest, b":")?, 2)?;
            let seconds = i32::try_from((hours * 60 + minutes) * 60).ok().filter(|_| rest.is_empty() && minutes < 60);
            seconds.map(|seconds| if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    };
    // Less than a day, like the hours of a clock.
    offset.and_then(FixedOffset::east_opt).map(|offset| (time, offset)).ok_or(Fault::Form)
}

fn last_of_month(first: NaiveDate) -> NaiveDate {
    first.with_day(u32::from(first.num_days_in_month())).unwrap_or(first)
}

fn digits(text: &[u8], count: usize) -> Result<(u32, &[u8]), Fault> {
    let (number, rest) = text.split_at_checked(count).ok_or(Fault::Form)?;
    if !number.iter().all(u8::is_ascii_digit) {
        return Err(Fault::Form);
    }
    Ok((number.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')), rest))
}

fn after<'a>(text: &'a [u8], one_of: &[u8]) -> Result<&'a [u8], Fault> {
    match text.split_first() {
        Some((first, rest)) if one_of.contains(first) => Ok(rest),
        _ => Err(Fault::Form),
    }
}

fn some((number, rest): (u32, &[u8])) -> (Option<u32>, &[u8]) {
    (Some(number), rest)
}
