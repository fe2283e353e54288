//! How long an access lasts: a length such as `90d`, or months and years of the calendar, `6mo` and `1y`.

use super::{Instant, Span, Zone};
use crate::error::{Error, Hint, Result};

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
mod tests {
    use super::super::{Edge, parse_instant};
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
