//! The proleptic Gregorian calendar in UTC, by arithmetic alone: a million instants of an export must not wait for
//! a time-zone library.

/// The length of `2026-11-21T14:05:00.000Z`.
pub(super) const RFC3339_LEN: usize = 24;

const DAY_MS: i64 = 86_400_000;

/// How an instant is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// `2026-11-21T14:05:00.000Z`
    Rfc3339,
    /// `2026-11-21 14:05:00`
    Spreadsheet,
}

/// Appends the UTC date and time of `ms`. Years outside 0 to 9999, which no input can produce, are written with
/// as many digits as they need.
pub(super) fn write(ms: i64, layout: Layout, out: &mut String) {
    let (year, month, day) = civil_from_days(ms.div_euclid(DAY_MS));
    let of_day = ms.rem_euclid(DAY_MS);
    let (hour, minute, second, milli) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000);
    let mut bytes = *b"0000-00-00T00:00:00.000Z";
    put(&mut bytes[..4], year);
    for (at, part) in [(5, month), (8, day), (11, hour), (14, minute), (17, second)] {
        put(&mut bytes[at..at + 2], part);
    }
    put(&mut bytes[20..23], milli);
    let length = match layout {
        Layout::Rfc3339 => RFC3339_LEN,
        Layout::Spreadsheet => {
            bytes[10] = b' ';
            19
        }
    };
    // The bytes are digits and signs, so they are always text.
    let text = std::str::from_utf8(&bytes[..length]).unwrap_or_default();
    match u16::try_from(year) {
        Ok(0..=9999) => out.push_str(text),
        _ => {
            out.push_str(&year.to_string());
            out.push_str(&text[4..]);
        }
    }
}

/// The last digits of a number that is not negative, as many as there is room for.
fn put(place: &mut [u8], number: i64) {
    let mut rest = number;
    for byte in place.iter_mut().rev() {
        *byte = b'0' + rest.rem_euclid(10) as u8;
        rest /= 10;
    }
}

/// Milliseconds since the epoch of a UTC date and a time of day in milliseconds.
pub(super) fn to_ms(year: i64, month: i64, day: i64, of_day: i64) -> i64 {
    days_from_civil(year, month, day) * DAY_MS + of_day
}

/// Days in a month of the Gregorian calendar, 0 for a month that does not exist.
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Year, month and day of a day number (Howard Hinnant, "chrono-compatible low-level date algorithms"): years begin
/// in March, so that the leap day is the last of its year.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil_from_days`].
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * march_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}
