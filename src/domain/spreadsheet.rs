//! Cells that a spreadsheet would not keep as they are, because it takes them for formulas, numbers, dates or truth
//! values, and the apostrophe that guards them in a file for people's spreadsheets (`--spreadsheet-safe`).
//!
//! A cell that needs a guard gets one apostrophe in front; so does one that begins with an apostrophe of its own.
//! Reading such a file takes one off, so that nothing of it becomes data.

/// Truth values, in the languages in which a spreadsheet may run.
const TRUTH_VALUES: [&str; 12] =
    ["true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero", "waar", "onwaar", "verdadeiro"];

/// The months in these languages: English, German, French, Spanish, Italian, Dutch, Portuguese.
const MONTHS: [&str; 72] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "jänner",
    "februar",
    "märz",
    "mrz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "januari",
    "februari",
    "maart",
    "mei",
    "augustus",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "decembre",
];

/// Whether a spreadsheet would take `text` for a formula (OWASP, "CSV Injection").
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether a spreadsheet would read `text` as a number, a date, a time or a truth value: `00123`, `1e10`, `3-4`, `May 5`.
pub fn is_converted(text: &str) -> bool {
    let text = text.trim();
    if TRUTH_VALUES.contains(&text.to_lowercase().as_str()) {
        return true;
    }
    let between = |c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | ':' | '/' | '-' | '+' | '(' | ')' | '%' | '\'' | '$' | '€' | '£')
    };
    let mut has_digit = false;
    for part in text.split(between).filter(|part| !part.is_empty()) {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit()) || is_exponent(part) || is_of_instant(part);
        if !is_number && !is_word_of_date(part) {
            return false;
        }
        has_digit |= is_number;
    }
    has_digit
}

/// `1e10`
fn is_exponent(part: &str) -> bool {
    part.split_once(['e', 'E'])
        .is_some_and(|(digits, power)| are_digits(digits) && (power.is_empty() || are_digits(power)))
}

/// The middle and the end of `2026-11-21T14:05:00Z`.
fn is_of_instant(part: &str) -> bool {
    part.strip_suffix('Z').is_some_and(are_digits)
        || part.split_once('T').is_some_and(|(day, hour)| are_digits(day) && are_digits(hour))
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word_of_date(part: &str) -> bool {
    let part = part.to_lowercase();
    matches!(part.as_str(), "am" | "pm")
        || part.chars().count() >= 3 && MONTHS.iter().any(|month| month.starts_with(&part))
}

/// Whether `text` is an instant as machines write it: `2026-11-21T14:05:00.000Z`.
pub fn is_instant(text: &str) -> bool {
    let parts = text.strip_suffix('Z').and_then(|text| text.split_once('T'));
    parts.is_some_and(|(day, hour)| {
        let is = |text: &str, signs: &[char]| text.len() >= 8 && text.split(signs).all(are_digits);
        is(day, &['-']) && is(hour, &[':', '.'])
    })
}

/// Whether `text` gets an apostrophe in front.
pub fn needs_guard(text: &str) -> bool {
    is_formula(text) || text.starts_with('\'') || is_converted(text)
}

/// What a guarded cell holds: the text behind the apostrophe. None for a cell that no guard was written before.
pub fn unguarded(cell: &str) -> Option<&str> {
    cell.strip_prefix('\'').filter(|text| needs_guard(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_guard_differs_from_an_apostrophe() {
        assert_eq!(unguarded("'=1+1"), Some("=1+1"));
        assert_eq!(unguarded("'+49 30"), Some("+49 30"));
        assert_eq!(unguarded("''s-Hertogenbosch"), Some("'s-Hertogenbosch"));
        assert_eq!(unguarded("''=x"), Some("'=x"));
        assert_eq!(unguarded("'00123"), Some("00123"));
        for bare in ["'s-Hertogenbosch", "'", "=1+1", "plain", "", "00123"] {
            assert_eq!(unguarded(bare), None, "{bare}");
        }
    }

    #[test]
    fn spreadsheet_conversions_are_known() {
        for text in [
            "00123",
            "4711",
            "9007199254740993",
            "1e10",
            "1E5",
            "1.5",
            "1,5",
            "1.000,00",
            "3-4",
            "24/7",
            "2026-01-01",
            "12:30",
            "1:30 PM",
            "May 5",
            "may-5",
            "Sept 2",
            "21 Nov 2026",
            "5. März",
            "Okt 5",
            "3 août",
            "WAHR",
            "50%",
            "€ 5",
            "(5)",
            "TRUE",
            "false",
            " 7 ",
            "2026-11-21T14:05:00Z",
            "2026-11-21T14:05:00.000Z",
        ] {
            assert!(is_converted(text), "{text}");
        }
        for text in [
            "",
            "C100001-9",
            "lnk_7",
            "big-shoes",
            "3M",
            "24 Hours",
            "May",
            "march",
            "12 Main Street",
            "1st",
            "e5",
            "A1",
            "-",
            "...",
            "profile contacts",
            "jim@bigshoes.example",
        ] {
            assert!(!is_converted(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_guard_taken_off_gives_the_text(text in "['=+@ab\t0e-]{0,6}") {
            let written = if needs_guard(&text) { format!("'{text}") } else { text.clone() };
            prop_assert!(!is_formula(&written));
            prop_assert!(written.starts_with('\'') || !is_converted(&written));
            prop_assert_eq!(unguarded(&written).unwrap_or(&written), &text);
        }
    }
}
