//! Words as callers and keyboards have them: `Müller`, `Mueller` and `Muller` are one; so are `Weiß` and `Weiss`,
//! `José` and `Jose`. Phone numbers are their digits.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::name::words;

/// Letters that have no mark to take off, and what is written without them.
const PLAIN: [(char, &str); 8] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('ı', "i")];
/// The fewest letters of a word that may have a slip in it; a shorter one is like too many.
const SHORTEST_SLIP: usize = 4;
const LONGEST_SLIP: usize = 20;
/// The fewest digits of a phone number, or of its area code.
const SHORTEST_PHONE: usize = 3;
/// The fewest digits behind the code of a country: other numbers may begin with two zeros.
const SHORTEST_ABROAD: usize = 6;
/// The fewest digits by whose end alone a number is found.
const SHORTEST_END: usize = 5;
/// Country codes of two digits (ITU-T E.164). `1` and `7` have one, all others three.
const TWO_DIGITS: [&str; 43] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95",
];

/// What all spellings of a text have in common, for comparing and for finding: small letters without marks, in which
/// `ae`, `oe` and `ue` are `a`, `o` and `u`.
pub fn key(text: &str) -> String {
    let mut plain = unmarked(text);
    let mut before = None;
    plain.retain(|c| {
        let is_kept = c != 'e' || !matches!(before, Some('a' | 'o' | 'u'));
        before = Some(c);
        is_kept
    });
    plain
}

/// The keys of the words of a text.
pub fn keys(text: &str) -> Vec<String> {
    words(text).iter().map(|word| key(word)).collect()
}

/// The keys of which `key` is one slip away: a letter or digit too many, too few, wrong, or swapped with its neighbour.
/// Sorted; none for a word that is too short or too long.
pub fn slips(key: &str) -> Vec<String> {
    const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    if !(SHORTEST_SLIP..=LONGEST_SLIP).contains(&key.len()) || !key.is_ascii() {
        return Vec::new();
    }
    let mut found = BTreeSet::new();
    for at in 0..=key.len() {
        let (head, tail) = key.split_at(at);
        let rest = tail.get(1..);
        for letter in ALPHABET {
            let letter = char::from(*letter);
            found.insert(format!("{head}{letter}{tail}"));
            found.extend(rest.map(|rest| format!("{head}{letter}{rest}")));
        }
        found.extend(rest.map(|rest| format!("{head}{rest}")));
        if let (Some(first), Some(second), Some(rest)) = (tail.get(..1), tail.get(1..2), tail.get(2..)) {
            found.insert(format!("{head}{second}{first}{rest}"));
        }
    }
    found.remove(key);
    found.into_iter().collect()
}

/// The digits of a phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// With the code of its country, if it was written.
    pub full: String,
    /// Without it, and without the zero before it.
    pub national: String,
    /// Whether it was written with the zero of an area code, or the code of a country.
    is_prefixed: bool,
}

impl Phone {
    /// Reads a text of nothing but digits and what people put between them; `None` for all others.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_between = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/' | '.' | '(' | ')');
        let (abroad, rest) = match text.strip_prefix('+').or_else(|| text.strip_prefix("00")) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if !rest.chars().all(|c| c.is_ascii_digit() || is_between(c)) {
            return None;
        }
        let digits: String = rest.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
        let code = if abroad { country_code(&digits).min(digits.len()) } else { 0 };
        let (country, number) = digits.split_at(code);
        let national = number.trim_start_matches('0');
        let is_prefixed = abroad || national.len() < digits.len();
        if abroad && national.len() < SHORTEST_ABROAD {
            let national = digits.trim_start_matches('0').to_owned();
            return (national.len() >= SHORTEST_PHONE).then(|| Self { full: national.clone(), national, is_prefixed });
        }
        let (full, national) = (format!("{country}{national}"), national.to_owned());
        (national.len() >= SHORTEST_PHONE).then_some(Self { full, national, is_prefixed })
    }

    /// Whether a number with these digits is meant: one that begins so, where an area code was typed, and one that has
    /// them anywhere, where they are many.
    pub fn is_in(&self, number: &Self) -> bool {
        (self.is_prefixed && number.national.starts_with(&self.national))
            || (self.national.len() >= SHORTEST_END && number.full.contains(&self.national))
    }

    /// The beginnings of words under which such numbers are found.
    pub fn beginnings(&self) -> Vec<String> {
        let end = (self.national.len() >= SHORTEST_END).then(|| by_end(&self.national));
        let begin = (self.is_prefixed || end.is_some()).then(|| self.national.clone());
        begin.into_iter().chain(end).collect()
    }

    /// The words under which it is found: by its beginning, and by its end.
    pub fn words(&self) -> [String; 2] {
        [self.national.clone(), by_end(&self.full)]
    }
}

/// What begins alike where digits end alike. No word of a text begins with that mark.
fn by_end(digits: &str) -> String {
    std::iter::once('~').chain(digits.chars().rev()).collect()
}

/// How many digits the code of a country has.
fn country_code(digits: &str) -> usize {
    match digits.get(..2) {
        Some(two) if two.starts_with(['1', '7']) => 1,
        Some(two) if TWO_DIGITS.contains(&two) || two == "98" => 2,
        _ => 3,
    }
}

/// In small letters, without marks: `muller`.
fn unmarked(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)) {
        match PLAIN.iter().find(|(letter, _)| *letter == c) {
            Some((_, letters)) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    if plain.is_ascii() { plain } else { plain.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_have_one_key() {
        for (one, other) in [
            ("Müller", "mueller"),
            ("müller", "MULLER"),
            ("mueller", "muller"),
            ("Weiß", "weiss"),
            ("José", "jose"),
            ("bäcker", "baecker"),
            ("Özgür", "ozguer"),
            ("Søren", "soren"),
            ("u\u{308}ber", "über"),
            ("Łódź", "lodz"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        for (one, other) in [("miller", "müller"), ("kos", "koss"), ("東京", "京都")] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
        assert_eq!(key("東京"), "東京");
    }

    /// The words of every database are kept so.
    #[test]
    fn key_drops_each_e_behind_a_o_and_u() {
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            let longer =
                texts.iter().flat_map(|text| ["a", "o", "u", "e", "ß"].map(|letter| format!("{text}{letter}")));
            texts = longer.collect();
            for text in &texts {
                let replaced = unmarked(text).replace("ae", "a").replace("oe", "o").replace("ue", "u");
                assert_eq!(key(text), replaced, "{text}");
            }
        }
    }

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        let near = slips("wein");
        for slip in ["weinn", "wen", "weim", "wien", "wain", "awein"] {
            assert!(near.iter().any(|word| word == slip), "{slip}");
        }
        for other in ["wein", "weinnn", "wine1", "vain"] {
            assert!(!near.iter().any(|word| word == other), "{other}");
        }
        assert!(slips("abc").is_empty() && slips(&"a".repeat(21)).is_empty() && slips("東京都庁").is_empty());
    }

    #[test]
    fn a_phone_number_is_its_digits() {
        for text in ["0221 / 123-456", "+49 221 123456", "0049 (0)221 123456", "+49 (221) 123.456", "0221123456"] {
            assert_eq!(Phone::read(text).unwrap().national, "221123456", "{text}");
        }
        assert_eq!(Phone::read("+49 221 123456").unwrap().full, "49221123456");
        assert_eq!(Phone::read("+1 (555) 010-999").unwrap().national, "555010999");
        assert_eq!(Phone::read("+353 1 234567").unwrap().national, "1234567");
        assert_eq!(Phone::read("00500777").unwrap().national, "500777", "no number abroad is so short");
        for text in ["", "0", "00", "+", "12", "0221 home", "AB-99", "1.2.3.a"] {
            assert_eq!(Phone::read(text), None, "{text}");
        }
        assert_eq!(by_end("1234"), "~4321");
        let number = Phone::read("+49 221 123456").unwrap();
        for (typed, is_meant) in
            [("0221", true), ("221", false), ("23456", true), ("3456", false), ("0221 12", true), ("0222", false)]
        {
            assert_eq!(Phone::read(typed).unwrap().is_in(&number), is_meant, "{typed}");
        }
    }
}
