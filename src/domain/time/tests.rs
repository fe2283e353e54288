//! Times: what is printed, what is read, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::error::Code;

fn at(text: &str) -> Instant {
    parse_instant(text, &Zone::utc(), Edge::Start).unwrap()
}

fn berlin() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

/// Until 2019 the clocks went forward at midnight there, and back at midnight.
fn sao_paulo() -> Zone {
    Zone::named("America/Sao_Paulo").unwrap()
}

#[test]
fn instant_prints_as_rfc_3339_utc() {
    assert_eq!(Instant::from_ms(0).to_rfc3339(), "1970-01-01T00:00:00.000Z");
    assert_eq!(Instant::from_ms(-1).to_rfc3339(), "1969-12-31T23:59:59.999Z");
    assert_eq!(Instant::from_ms(1_795_269_900_123).to_rfc3339(), "2026-11-21T14:05:00.123Z");
    assert_eq!(at("2024-02-29T23:59:59.007Z").to_string(), "2024-02-29T23:59:59.007Z");
    assert_eq!(Instant::LAST.to_rfc3339(), "9999-12-31T23:59:59.999Z");
    assert_eq!((Instant::LAST + Span::from_ms(1)).to_rfc3339(), "+10000-01-01T00:00:00.000Z");
    assert_eq!(at("2026-11-21T14:05:09Z").to_spreadsheet(&Zone::utc()), "2026-11-21 14:05:09");
    assert_eq!(at("2026-07-21T23:05:09Z").to_spreadsheet(&berlin()), "2026-07-22 01:05:09");
}

#[test]
fn a_span_has_one_number_and_one_unit() {
    for (text, ms) in [("7d", 604_800_000), ("12h", 43_200_000), ("30m", 1_800_000), ("45s", 45_000), ("0d", 0)] {
        assert_eq!(Span::parse(text).unwrap(), Span::from_ms(ms), "{text}");
        assert_eq!(Span::parse(&Span::from_ms(ms).to_string()).unwrap().ms(), ms);
    }
    assert_eq!(Span::parse("2w").unwrap().to_string(), "14d");
    assert_eq!(Span::parse("36h").unwrap().to_string(), "36h");
    for bad in ["", "d", "7", "7 d", "-7d", "+7d", "7D", "1.5h", "1d12h", "7y", "7µ", "٧d", " 7d", "7d ", "0x1d"] {
        assert_eq!(Span::parse(bad).unwrap_err().code(), Code::Usage, "{bad:?}");
    }
    for long in ["9223372036854775807w", "99999999999999999999s", "999999999d"] {
        assert!(Span::parse(long).unwrap_err().message().contains("longer"), "{long}");
    }
}

#[test]
fn overflow_is_detected_and_never_wraps() {
    assert_eq!(Instant::FIRST + Span::DAY, at("1970-01-02"));
    assert_eq!(at("1970-01-02") - Span::DAY, Instant::FIRST);
    assert_eq!(Instant::LAST.checked_add(Span::from_ms(1)), None);
    assert_eq!(Instant::from_ms(i64::MAX).checked_add(Span::DAY), None);
    assert_eq!(Instant::from_ms(i64::MAX) + Span::DAY, Instant::from_ms(i64::MAX));
    assert_eq!(at("1970-01-02").since(Instant::FIRST), Span::DAY);
    assert_eq!(Instant::from_ms(i64::MIN).since(Instant::LAST).ms(), i64::MIN);
}

#[test]
fn an_offset_is_honoured() {
    assert_eq!(at("2026-11-21T14:05:00+01:00"), at("2026-11-21T13:05:00Z"));
    assert_eq!(at("2026-11-21t14:05:00.5z").ms() % 1000, 500);
    assert_eq!(at("2026-11-21 14:05:00.123987-09:30"), at("2026-11-21T23:35:00.123Z"));
}

#[test]
fn day_begins_and_ends_in_the_local_zone() {
    let day = |text, edge| parse_instant(text, &berlin(), edge).unwrap().to_rfc3339();
    assert_eq!(day("2026-11-21", Edge::Start), "2026-11-20T23:00:00.000Z");
    assert_eq!(day("2026-11-21", Edge::End), "2026-11-21T23:00:00.000Z");
    assert_eq!(day("2026-03-29", Edge::Start), "2026-03-28T23:00:00.000Z");
    assert_eq!(day("2026-03-29", Edge::End), "2026-03-29T22:00:00.000Z", "a day of 23 hours");
    assert_eq!(day("2026-10-25", Edge::End), "2026-10-25T23:00:00.000Z", "a day of 25 hours");
}

#[test]
fn day_without_midnight_has_a_beginning() {
    let day = |text, edge| parse_instant(text, &sao_paulo(), edge).unwrap().to_rfc3339();
    assert_eq!(day("2018-11-04", Edge::Start), "2018-11-04T03:00:00.000Z", "01:00 at -02");
    assert_eq!(day("2018-11-03", Edge::End), "2018-11-04T03:00:00.000Z");
    assert_eq!(day("2018-02-17", Edge::Start), "2018-02-17T02:00:00.000Z");
    assert_eq!(day("2018-02-17", Edge::End), "2018-02-18T03:00:00.000Z", "the hour before midnight comes twice");
}

#[test]
fn extreme_days_are_accepted_in_any_zone() {
    assert_eq!(parse_instant("1970-01-01", &berlin(), Edge::Start).unwrap(), Instant::FIRST);
    assert_eq!(parse_instant("9999-12-31", &sao_paulo(), Edge::End).unwrap(), Instant::LAST);
    assert_eq!(at("9999-12-31T23:59:59.999Z"), Instant::LAST);
    for bad in ["1969-12-31", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-01-01"] {
        let error = parse_instant(bad, &Zone::utc(), Edge::Start).unwrap_err();
        assert!(error.message().contains("1970 to 9999"), "{bad}: {error}");
    }
}

#[test]
fn invalid_time_is_refused_with_reason() {
    for (bad, reason) in [
        ("", "empty"),
        ("2026-02-29", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("2026-00-10", "does not exist"),
        ("2026-11-00", "does not exist"),
        ("2026-11-21T24:00:00Z", "does not exist"),
        ("2026-11-21T14:05:00", "in which zone"),
        ("2026-11", "is a month"),
        ("2026-11-21T14:05Z", "not a time"),
        ("2026-11-21T14:05:00.Z", "not a time"),
        ("2026-11-21T14:05:00+0100", "not a time"),
        ("2026-11-21T14:05:00Z[UTC]", "not a time"),
        ("2026-1-1", "not a time"),
        ("26-11-21", "not a time"),
        ("21.11.2026", "not a time"),
        ("+02026-11-21", "not a time"),
        (" 2026-11-21", "not a time"),
        ("2026-11-21 ", "not a time"),
        ("tomorrow", "not a time"),
        ("２０２６-11-21", "not a time"),
    ] {
        let error = parse_instant(bad, &Zone::utc(), Edge::Start).unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert!(error.message().contains(reason), "{bad:?}: {error}");
    }
}

#[test]
fn a_range_is_a_month_a_day_or_two_ends() {
    let range = |text| parse_range(text, &berlin()).map(|(a, b)| format!("{a} {b}")).unwrap();
    assert_eq!(range("2026-05"), "2026-04-30T22:00:00.000Z 2026-05-31T22:00:00.000Z");
    assert_eq!(range("2026-12"), "2026-11-30T23:00:00.000Z 2026-12-31T23:00:00.000Z");
    assert_eq!(range("2026-05-04"), "2026-05-03T22:00:00.000Z 2026-05-04T22:00:00.000Z");
    assert_eq!(range("2026-05..2026-06"), "2026-04-30T22:00:00.000Z 2026-06-30T22:00:00.000Z");
    assert_eq!(range("2026-05-04..2026-05-04"), range("2026-05-04"));
    assert_eq!(
        range("2026-05-04T00:00:00Z..2026-05-04T00:00:01Z"),
        "2026-05-04T00:00:00.000Z 2026-05-04T00:00:01.000Z"
    );
    for bad in ["2026-05-04..2026-05-03", "2026-05..", "..2026-05", "..", "2026-05-04T00:00:00Z", "2026", "a..b"] {
        assert_eq!(parse_range(bad, &berlin()).unwrap_err().code(), Code::Usage, "{bad}");
    }
}

#[test]
fn people_read_local_time_with_its_zone() {
    assert_eq!(berlin().local(at("2026-11-21T13:05:59Z")), "21 Nov 2026 14:05 CET");
    assert_eq!(berlin().local(at("2026-07-01T22:00:00Z")), "2 Jul 2026 00:00 CEST");
    assert_eq!(berlin().local_date(at("2026-07-01T22:00:00Z")), "2 Jul 2026");
    assert_eq!(Zone::utc().local(at("2026-07-01T22:00:00Z")), "1 Jul 2026 22:00 UTC");
    assert_eq!(Zone::named("UTC").unwrap().local_date(Instant::FIRST), "1 Jan 1970");
    assert_eq!(Zone::named("Mars/Olympus").unwrap_err().code(), Code::Usage);
    assert_eq!(Zone::utc().local(Instant::from_ms(i64::MAX)), Instant::from_ms(i64::MAX).to_rfc3339());
}

#[test]
fn zone_is_named_in_any_case() {
    assert_eq!(Zone::named("europe/berlin").unwrap().name(), Some("Europe/Berlin"));
    assert_eq!(Zone::named("utc").unwrap().name(), Some("UTC"));
    assert!(Zone::named("").is_err());
}

/// The database of the program has the changes of the clocks of each year of this century.
#[test]
fn summer_time_is_known_for_this_century() {
    for year in 2027..=2099 {
        assert!(berlin().local(at(&format!("{year}-01-15T12:00:00Z"))).ends_with("13:00 CET"), "{year}");
        assert!(berlin().local(at(&format!("{year}-07-15T12:00:00Z"))).ends_with("14:00 CEST"), "{year}");
    }
}

#[test]
fn skipped_day_begins_with_the_next() {
    let apia = Zone::named("Pacific/Apia").unwrap();
    let start = |text| parse_instant(text, &apia, Edge::Start).unwrap().to_rfc3339();
    assert_eq!(start("2011-12-30"), "2011-12-30T10:00:00.000Z");
    assert_eq!(start("2011-12-31"), "2011-12-30T10:00:00.000Z");
}

/// Half past two comes twice on that day, and not at all on the other.
#[test]
fn months_later_cross_clock_changes() {
    let end = |from| Term::parse("6mo").unwrap().end(at(from), &berlin()).to_rfc3339();
    assert_eq!(end("2026-04-25T00:30:00Z"), "2026-10-25T00:30:00.000Z", "02:30 CEST, the first of the two");
    assert_eq!(end("2026-09-29T00:30:00Z"), "2027-03-29T00:30:00.000Z");
    assert_eq!(end("2026-09-28T00:30:00Z"), "2027-03-28T01:30:00.000Z", "02:30 does not exist: 03:30 CEST");
}

#[test]
fn lazy_zone_is_found_when_it_is_needed() {
    let never = Zone::lazy(|| panic!("nothing asked for it"));
    assert_eq!(never.with_days_of(&berlin()).name(), Some("Europe/Berlin"));
    let later = Zone::lazy(berlin);
    assert_eq!(later.local(at("2026-11-21T13:05:59Z")), "21 Nov 2026 14:05 CET");
}

#[test]
fn distance_rounds_down_to_whole_units() {
    let now = at("2026-11-21T12:00:00Z");
    let relative = |span: Span| (now - span).relative(now);
    assert_eq!(relative(Span::ZERO), "just now");
    assert_eq!(relative(Span::from_ms(59_999)), "just now");
    assert_eq!(relative(Span::MINUTE), "1 minute ago");
    assert_eq!(relative(Span::from_ms(Span::HOUR.ms() - 1)), "59 minutes ago");
    assert_eq!(relative(Span::hours(23)), "23 hours ago");
    assert_eq!(relative(Span::DAY), "1 day ago");
    assert_eq!(relative(Span::days(3)), "3 days ago");
    assert_eq!(relative(Span::days(59)), "59 days ago");
    assert_eq!(relative(Span::days(60)), "2 months ago");
    assert_eq!(relative(Span::days(730)), "2 years ago");
    assert_eq!((now + Span::SECOND).relative(now), "in less than a minute");
}

#[test]
fn fresh_deadline_shows_its_full_span() {
    let now = at("2026-11-21T12:00:00Z");
    for (term, ago, long, short) in [
        (Span::hours(72), Span::from_ms(1), "in 3 days", "in 3 days"),
        (Span::hours(72), Span::from_ms(59_999), "in 3 days", "in 3 days"),
        (Span::hours(72), Span::MINUTE, "in 2 days", "in 2 days"),
        (Span::days(6), Span::SECOND, "in 6 days", "in 6 days"),
        (Span::HOUR, Span::SECOND, "in 1 hour", "in 1 h"),
        (Span::minutes(40), Span::SECOND, "in 39 minutes", "in 39 min"),
    ] {
        let end = now + term - ago;
        assert_eq!((end.relative(now), Zone::utc().short(end, now)), (long.to_owned(), short.to_owned()));
    }
    assert_eq!((now - Span::from_ms(Span::DAY.ms() - 1)).relative(now), "23 hours ago", "the past is not ahead");
}

#[test]
fn wait_is_never_shown_too_short() {
    for (ms, expected) in [
        (1, "1 second"),
        (1000, "1 second"),
        (1001, "2 seconds"),
        (10_000, "10 seconds"),
        (119_001, "2 minutes"),
        (86_400_000, "24 hours"),
    ] {
        assert_eq!(Span::from_ms(ms).as_wait(), expected);
    }
}

proptest! {
    #[test]
    fn printing_and_reading_are_inverse(ms in 0..=Instant::LAST.ms()) {
        let instant = Instant::from_ms(ms);
        prop_assert_eq!(at(&instant.to_rfc3339()), instant);
    }

    #[test]
    fn included_day_ends_at_the_next(days in 1_i64..20_000) {
        let day = |n: i64| Instant::from_ms(n * Span::DAY.ms()).to_rfc3339()[..10].to_owned();
        for zone in [Zone::utc(), berlin(), sao_paulo()] {
            let end = parse_instant(&day(days), &zone, Edge::End).unwrap();
            prop_assert_eq!(end, parse_instant(&day(days + 1), &zone, Edge::Start).unwrap());
            prop_assert!(end > parse_instant(&day(days), &zone, Edge::Start).unwrap());
        }
    }

    #[test]
    fn whatever_is_typed_is_answered(text in ".{0,40}") {
        let _ = parse_instant(&text, &berlin(), Edge::End);
        let _ = parse_range(&text, &berlin());
        if let Ok(span) = Span::parse(&text) {
            prop_assert_eq!(Span::parse(&span.to_string()).unwrap(), span);
        }
    }

    #[test]
    fn a_span_prints_what_it_reads(n in 0_u32..500_000, unit in "[wdhms]") {
        let span = Span::parse(&format!("{n}{unit}")).unwrap();
        prop_assert_eq!(Span::parse(&span.to_string()).unwrap(), span);
    }
}

/// A day of the desk is over where the next one begins, whatever the clocks do between.
#[test]
fn day_is_over_at_next_midnight() {
    for (zone, begins, ends) in [
        ("UTC", "2027-01-10T00:00:00Z", "2027-01-11T00:00:00Z"),
        ("Europe/Berlin", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"),
        ("Europe/Berlin", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"),
        ("Asia/Beirut", "2027-03-27T22:00:00Z", "2027-03-28T21:00:00Z"),
        ("Asia/Kathmandu", "2027-01-09T18:15:00Z", "2027-01-10T18:15:00Z"),
    ] {
        let (zone, begins, ends) = (Zone::named(zone).unwrap(), at(begins), at(ends));
        let mut within = begins;
        while within < ends {
            assert_eq!(zone.day_after(within), ends, "{within}");
            within = within + Span::minutes(15);
        }
        assert_eq!(zone.day_after(begins - Span::from_ms(1)), begins);
        assert_eq!(zone.day_after(ends - Span::from_ms(1)), ends);
        assert!(zone.day_after(ends) > ends);
    }
}
