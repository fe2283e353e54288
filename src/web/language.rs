//! In which language a page is: what the people concerned have, what a reader chose in this browser, and what the browser
//! asks for (docs/reference.md#languages).

use crate::domain::language::Language;

/// The most entries of a header that are looked at. Browsers send a handful.
const MOST: usize = 32;

/// The language for someone of whom nothing is known: chosen in this browser, else what it asks for, else the desk's.
pub fn of_stranger(chosen: Option<Language>, accepted: Option<Language>, desk: Language) -> Language {
    chosen.or(accepted).unwrap_or(desk)
}

/// The language for a person who is signed in: theirs, else what was chosen in this browser, else the desk's.
pub fn of_person(own: Option<Language>, chosen: Option<Language>, desk: Language) -> Language {
    own.or(chosen).unwrap_or(desk)
}

/// The languages of a mail whose code opened a page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mailed {
    pub person: Option<Language>,
    pub invitation: Option<Language>,
    pub client: Option<Language>,
}

impl Mailed {
    /// The language of the page behind the mail: chosen in this browser, else that of the mail.
    pub fn language(self, chosen: Option<Language>, desk: Language) -> Language {
        chosen.or(self.person).or(self.invitation).or(self.client).unwrap_or(desk)
    }
}

/// The language of ours that a browser likes most, by the header `Accept-Language` (RFC 9110, section 12.5.4). The first
/// of several that it likes as much. None where it asks for others, or likes any other as much as ours.
pub fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(u16, Option<Language>)> = None;
    for entry in header.split(',').take(MOST) {
        let Some((range, weight)) = entry_of(entry) else { continue };
        let language = Language::of_tag(range);
        if weight > 0 && (language.is_some() || range == "*") && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.and_then(|(_, language)| language)
}

/// A range and its weight in thousandths; none for what is no entry.
fn entry_of(entry: &str) -> Option<(&str, u16)> {
    let (range, weight) = match entry.split_once(';') {
        Some((range, weight)) => (range, weight_of(weight.trim_matches([' ', '\t']))?),
        None => (entry, 1000),
    };
    let range = range.trim_matches([' ', '\t']);
    let is_range = !range.is_empty() && range.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || range == "*";
    is_range.then_some((range, weight))
}

/// `q=0.8` in thousandths: at most three digits behind the point, and no more than 1.
fn weight_of(text: &str) -> Option<u16> {
    let value = text.strip_prefix("q=").or_else(|| text.strip_prefix("Q="))?;
    let (whole, behind) = value.split_once('.').unwrap_or((value, ""));
    if behind.len() > 3 || !behind.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{behind:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Language::{English, French, German, Spanish};

    #[test]
    fn header_names_the_preferred_language() {
        for (header, expected) in [
            ("de", Some(German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(German)),
            ("DE-ch", Some(German)),
            ("it,fr;q=0.7,en;q=0.3", Some(French)),
            ("en;q=0.2, es;q=0.9", Some(Spanish)),
            ("en;q=0.8,de;q=0.8", Some(English)),
            ("fr ; q=0.5 , de\t;\tQ=0.51", Some(German)),
            ("en;q=1.000,de", Some(English)),
            ("de;q=0.001", Some(German)),
            // Refused, or none of ours.
            ("de;q=0", None),
            ("de;q=0.000,it", None),
            ("it,pt-BR", None),
            ("", None),
            (",,;,", None),
            // Any other is liked more than ours, or as much as one that comes later.
            ("*", None),
            ("*,de;q=0.5", None),
            ("de,*;q=0.5", Some(German)),
            ("*;q=0,de;q=0.1", Some(German)),
            // What is no entry counts nothing.
            ("de;q=2,fr;q=0.1", Some(French)),
            ("de;q=1.5,fr;q=0.1", Some(French)),
            ("de;q=0.1234,fr;q=0.1", Some(French)),
            ("de;q=-1,fr;q=0.1", Some(French)),
            ("de;q=NaN,fr;q=0.1", Some(French)),
            ("de;q=,fr;q=0.1", Some(French)),
            ("de;level=1,fr;q=0.1", Some(French)),
            ("de;q=0.5;q=0.9,fr;q=0.1", Some(French)),
            ("de_DE,fr;q=0.1", Some(French)),
            ("d e,fr;q=0.1", Some(French)),
            ("<script>,fr;q=0.1", Some(French)),
            ("deutsch,fr;q=0.1", Some(French)),
        ] {
            assert_eq!(accepted(header), expected, "{header:?}");
        }
    }

    #[test]
    fn long_header_is_read_in_part() {
        assert_eq!(accepted(&format!("{}de", "it,".repeat(MOST - 1))), Some(German));
        assert_eq!(accepted(&format!("{}de", "it,".repeat(100_000))), None);
        assert_eq!(accepted(&"de-".repeat(100_000)), None);
    }

    proptest! {
        #[test]
        fn no_header_breaks_it(header in "[-a-z*;=,.0-9 q\\PC]{0,80}") {
            let _ = accepted(&header);
        }
    }

    #[test]
    fn first_of_those_concerned_decides() {
        let (de, fr) = (Some(German), Some(French));
        for (chosen, accepted, desk, expected) in
            [(de, fr, Spanish, German), (None, fr, Spanish, French), (None, None, Spanish, Spanish)]
        {
            assert_eq!(of_stranger(chosen, accepted, desk), expected, "stranger {chosen:?} {accepted:?} {desk:?}");
        }
        for (own, chosen, desk, expected) in
            [(de, fr, Spanish, German), (None, fr, Spanish, French), (None, None, Spanish, Spanish)]
        {
            assert_eq!(of_person(own, chosen, desk), expected, "person {own:?} {chosen:?} {desk:?}");
        }
        for (chosen, [person, invitation, client], desk, expected) in [
            (de, [fr, fr, fr], Spanish, German),
            (None, [de, fr, fr], Spanish, German),
            (None, [None, de, fr], Spanish, German),
            (None, [None, None, de], Spanish, German),
            (None, [None, None, None], Spanish, Spanish),
        ] {
            let mailed = Mailed { person, invitation, client };
            assert_eq!(mailed.language(chosen, desk), expected, "{chosen:?} {mailed:?} {desk:?}");
        }
    }
}
