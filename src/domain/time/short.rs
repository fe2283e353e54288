//! The short form of instants, for lists where each row is one line.

use chrono::{Datelike as _, NaiveDate};

use super::zone::day_and_month;
use super::{Instant, Span, Zone};

impl Zone {
    /// `just now`, `4 min ago`, `in 5 h`, `3 days ago`; from a week on the date.
    #[must_use]
    pub fn short(&self, at: Instant, now: Instant) -> String {
        let distance = at.since(now).ahead();
        let minutes = distance.ms().unsigned_abs() / Span::MINUTE.ms().unsigned_abs();
        let (hours, days) = (minutes / 60, minutes / (60 * 24));
        let words = match () {
            () if minutes == 0 && distance.ms() > 0 => return "in under 1 min".to_owned(),
            () if minutes == 0 => return "just now".to_owned(),
            () if hours == 0 => format!("{minutes} min"),
            () if days == 0 => format!("{hours} h"),
            () if days == 1 => "1 day".to_owned(),
            () if days < 7 => format!("{days} days"),
            () => return self.short_date(at, now),
        };
        if distance.ms() > 0 { format!("in {words}") } else { format!("{words} ago") }
    }

    /// The date, with its year where that is not the present one: `3 Mar`, `3 Mar 2025`.
    #[must_use]
    pub fn short_date(&self, at: Instant, now: Instant) -> String {
        match (self.shown(at), self.shown(now)) {
            (Some(shown), Some(now)) => short_day(shown.date(), now.date()),
            _ => self.local_date(at),
        }
    }

    /// The last day of a term; within a day how far off its end is.
    #[must_use]
    pub fn short_end(&self, end: Instant, now: Instant) -> String {
        if end.since(now).ms().abs() < Span::DAY.ms() {
            return self.short(end, now);
        }
        match (self.last_day(end), self.shown(now)) {
            (Some(last), Some(now)) => short_day(last, now.date()),
            _ => self.short_date(end, now),
        }
    }
}

fn short_day(day: NaiveDate, today: NaiveDate) -> String {
    let date = day_and_month(day);
    if day.year() == today.year() { date } else { format!("{date} {}", day.year()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 21 Nov 2026, 12:00 UTC.
    const NOW: Instant = Instant::from_ms(1_795_262_400_000);

    #[test]
    fn short_times_are_distances_for_a_week() {
        let utc = Zone::utc();
        for (ms, expected) in [
            (0, "just now"),
            (-59_999, "just now"),
            (-60_000, "1 min ago"),
            (-4 * 60_000, "4 min ago"),
            (-59 * 60_000, "59 min ago"),
            (-3_600_000, "1 h ago"),
            (-86_400_000, "1 day ago"),
            (-6 * 86_400_000, "6 days ago"),
            (-7 * 86_400_000, "14 Nov"),
            (-365 * 86_400_000, "21 Nov 2025"),
            (59_999, "in under 1 min"),
            (60_000, "in 1 min"),
            (5 * 3_600_000, "in 5 h"),
            (3 * 86_400_000, "in 3 days"),
            (30 * 86_400_000, "21 Dec"),
            (60 * 86_400_000, "20 Jan 2027"),
        ] {
            assert_eq!(utc.short(NOW + Span::from_ms(ms), NOW), expected, "{ms}");
        }
    }

    #[test]
    fn short_ends_name_the_last_day() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        // 5 Dec 2026, 23:00 UTC: midnight in Berlin.
        let midnight = Instant::from_ms(1_796_511_600_000);
        assert_eq!(berlin.short_end(midnight, NOW), "5 Dec");
        assert_eq!(berlin.short_end(midnight + Span::HOUR, NOW), "6 Dec");
        assert_eq!(berlin.short_end(NOW + Span::HOUR, NOW), "in 1 h");
        assert_eq!(berlin.short_end(NOW - Span::days(400), NOW), "17 Oct 2025");
    }
}
