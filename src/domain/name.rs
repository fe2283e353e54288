//! Names of clients, partners and people, and other free text of one line (docs/reference.md#names).
//!
//! What could break a line, turn its reading direction or hide in it is refused at the door. Output is escaped all
//! the same, because a database may hold older rows.

mod garbled;

pub use garbled::cp850;

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{
    GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeEmoji, UnicodeGeneralCategory,
};
use unicode_script::{Script, UnicodeScript};

use crate::domain::character::is_blank_letter;
use crate::error::{Cause, Error, Hint, Result, Unwanted};

use super::character::code_point;
use super::code::without_code;

/// The name of a client, a partner or a person: 1 to 200 characters of one line, NFC, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The most characters that a name may have, counted after NFC as Unicode scalar values.
    pub const MAX_CHARS: usize = 200;

    /// Reads a name; `field` is what the errors call it, such as `name` or `first_name`.
    ///
    /// # Errors
    /// As [`plain_text`]; `usage` for a name with something shaped like a code, that was read in the wrong encoding, or
    /// holds entities of HTML.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self> {
        let text = without_code(field, plain_text(field, raw, Self::MAX_CHARS)?)?;
        match garbled::meant(&text) {
            None => Ok(Self(text)),
            Some(meant) => Err(Error::usage(format!("{field} is garbled: {text:?} is probably {meant:?}"))
                .hint(Hint::plain(
                    "it was read in the wrong encoding, or comes from a page: export it again as CSV UTF-8",
                ))
                .fact("field", field)),
        }
    }

    /// A name read from the database, where only checked ones are put.
    pub const fn stored(name: String) -> Self {
        Self(name)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was meant by a text that was read in the wrong encoding, or holds entities of HTML; none where it looks right.
pub fn probably_meant(text: &str) -> Option<String> {
    garbled::meant(text)
}

/// The words of a text, in small letters and NFC: what one finds it by.
pub fn words(text: &str) -> Vec<String> {
    let text = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => text.to_lowercase(),
            IsNormalized::No | IsNormalized::Maybe => text.nfc().collect::<String>().to_lowercase(),
        }
    };
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Reads one line of free text by the rules of names: trimmed, NFC, 1 to `max` characters.
///
/// # Errors
/// `usage` that calls the text `field`, when it is empty, too long, or has a character that is refused: a control
/// or line separator, a bidirectional control, a tag, a lone zero-width or other invisible character, private use,
/// unassigned, or U+FFFD, the mark of a mail that was lost on the way.
pub fn plain_text(field: &'static str, raw: &str, max: usize) -> Result<String> {
    let text = plain_text_or_empty(field, raw, max)?;
    if text.is_empty() {
        return Err(Error::usage(format!("{field} is empty")).fact("field", field));
    }
    Ok(text)
}

/// As [`plain_text`], but the text may be empty: a message or reason that need not be given.
///
/// # Errors
/// As [`plain_text`].
pub fn plain_text_or_empty(field: &'static str, raw: &str, max: usize) -> Result<String> {
    let trimmed = raw.trim();
    let text = match is_nfc_quick(trimmed.chars()) {
        IsNormalized::Yes => Cow::Borrowed(trimmed),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(trimmed.nfc().collect()),
    };
    if let Some((position, c, why)) = first(&text) {
        let hint = match c {
            char::REPLACEMENT_CHARACTER => "write the letter that was meant, or export the text again as UTF-8",
            _ => "take it out: it usually comes along when text is pasted",
        };
        return Err(Error::usage(format!("{field} has {}, {}, as character {position}", code_point(c), why.text()))
            .because(Cause::Character { field, code: code_point(c), place: position, why })
            .hint(Hint::plain(hint))
            .fact("field", field));
    }
    let length = text.chars().count();
    if length > max {
        return Err(Error::usage(format!("{field} has {length} characters, at most {max} are allowed"))
            .because(Cause::TextLong { field, length, most: max })
            .fact("field", field));
    }
    Ok(text.into_owned())
}

/// The first character of `text` that no line of text may have: its place from 1, and the reason.
pub(super) fn refused_character(text: &str) -> Option<(usize, char, Unwanted)> {
    first(text)
}

// Which characters a line of text may not have, and why.

/// The first refused character of `text`: its place, counted from 1, and the reason.
fn first(text: &str) -> Option<(usize, char, Unwanted)> {
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut position = 0;
    while let Some(c) = chars.next() {
        position += 1;
        if !matches!(c, ' '..='~')
            && let Some(why) = reason(before, c, chars.peek().copied())
        {
            return Some((position, c, why));
        }
        before = Some(c);
    }
    None
}

fn reason(before: Option<char>, c: char, next: Option<char>) -> Option<Unwanted> {
    let allowed_if = |allowed: bool, why| if allowed { None } else { Some(why) };
    match c {
        '\u{2028}' | '\u{2029}' => Some(Unwanted::LineSeparator),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
            Some(Unwanted::Bidirectional)
        }
        '\u{E0000}'..='\u{E007F}' => Some(Unwanted::Tag),
        '\u{200C}' => allowed_if(shapes_indic(before, next) || parts_cursive(before, next), Unwanted::JoinsNothing),
        '\u{200D}' => allowed_if(shapes_indic(before, next) || joins_emoji(before, next), Unwanted::JoinsNothing),
        '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => Some(Unwanted::ZeroWidth),
        '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            allowed_if(varies(before, c, next), Unwanted::VariesNothing)
        }
        _ if is_blank_letter(c) => Some(Unwanted::Invisible),
        '\u{FFFD}' => Some(Unwanted::Lost),
        // Number and verse signs that are seen although Unicode counts them as format characters.
        '\u{600}'..='\u{605}'
        | '\u{6DD}'
        | '\u{70F}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8E2}'
        | '\u{110BD}'
        | '\u{110CD}' => None,
        _ => match c.general_category() {
            Category::Control => Some(Unwanted::Control),
            Category::Format => Some(Unwanted::Invisible),
            Category::PrivateUse => Some(Unwanted::PrivateUse),
            // Letters newer than the tables are refused too: how they compose is not known yet, so that the same
            // name could later be stored in two forms.
            Category::Unassigned | Category::Surrogate => Some(Unwanted::Unassigned),
            _ => allowed_if(before.is_some() || !is_mark(c), Unwanted::MarkAlone),
        },
    }
}

/// In Indic scripts the joiners choose between forms of a conjunct, next to a virama (RFC 5892, appendix A).
fn shapes_indic(before: Option<char>, next: Option<char>) -> bool {
    const VIRAMA: u8 = 9;
    before.is_some_and(|c| canonical_combining_class(c) == VIRAMA)
        || (before.is_some_and(is_letter) && next.is_some_and(|c| canonical_combining_class(c) == VIRAMA))
}

/// In cursive scripts the non-joiner parts two letters of a word, as in Persian plurals.
fn parts_cursive(before: Option<char>, next: Option<char>) -> bool {
    let cursive = |c: char| {
        is_letter(c)
            && matches!(
                c.script(),
                Script::Arabic
                    | Script::Syriac
                    | Script::Mongolian
                    | Script::Nko
                    | Script::Mandaic
                    | Script::Adlam
                    | Script::Hanifi_Rohingya
            )
    };
    before.is_some_and(|c| cursive(c) || is_mark(c)) && next.is_some_and(cursive)
}

fn joins_emoji(before: Option<char>, next: Option<char>) -> bool {
    before.is_some_and(|c| is_emoji(c) || c == '\u{FE0F}') && next.is_some_and(is_emoji)
}

fn varies(before: Option<char>, selector: char, next: Option<char>) -> bool {
    let Some(base) = before else { return false };
    match selector {
        '\u{FE0E}' | '\u{FE0F}' if is_emoji(base) => true,
        // A keycap: 1️⃣
        '\u{FE0F}' if matches!(base, '0'..='9' | '#' | '*') => next == Some('\u{20E3}'),
        '\u{180B}'..='\u{180F}' => base.script() == Script::Mongolian && is_letter(base),
        _ => base.script() == Script::Han,
    }
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

fn is_letter(c: char) -> bool {
    c.general_category_group() == Group::Letter
}

fn is_mark(c: char) -> bool {
    c.general_category_group() == Group::Mark
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;

    fn why(raw: &str) -> String {
        let error = Name::parse("first_name", raw).unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert_eq!(error.facts(), [("field", "first_name".into())]);
        error.message().to_owned()
    }

    #[test]
    fn a_name_is_trimmed_and_composed() {
        assert_eq!(Name::parse("name", "  Jose\u{301} & Söhne \u{a0}").unwrap().as_str(), "José & Söhne");
    }

    #[test]
    fn garbled_name_suggests_the_right_one() {
        assert_eq!(why("MÃ¼ller"), "first_name is garbled: \"MÃ¼ller\" is probably \"Müller\"");
        assert_eq!(why("M&uuml;ller"), "first_name is garbled: \"M&uuml;ller\" is probably \"Müller\"");
    }

    #[test]
    fn a_code_is_no_name() {
        assert_eq!(why("Jim pci_3_ABCDEF"), "the first_name has something in it that is shaped like a code");
        assert!(Name::parse("name", "pci_ Ltd").is_ok());
    }

    #[test]
    fn names_of_the_world_are_names() {
        for name in [
            "O'Neill-Þórsdóttir, Jr.",
            "株式会社ビッグ・シューズ",
            "葛\u{E0100}城市",
            "شرکت کفش\u{200C}های بزرگ",
            "ශ්\u{200D}රී ලංකා",
            "অর\u{200D}্যমা",
            "Nguyễn Văn Ơn",
            "Jim’s 👩\u{200D}🔧 & 🏳\u{FE0F}\u{200D}🌈 1\u{FE0F}\u{20E3}",
            "ᠮᠣᠩᠭᠣᠯ\u{180B}",
            "Zoë 🇳🇱 👍🏽",
            "-",
        ] {
            assert_eq!(Name::parse("name", name).unwrap().as_str(), name.nfc().collect::<String>());
        }
    }

    #[test]
    fn refused_character_names_field_and_place() {
        assert_eq!(why("Jim\u{202E}miJ"), "first_name has U+202E, a bidirectional control, as character 4");
        assert_eq!(why("a\nb"), "first_name has U+000A, a control character, as character 2");
    }

    #[test]
    fn breaking_and_hidden_characters_are_refused() {
        let cases = [
            ('\u{7f}', "a control character"),
            ('\u{85}', "a control character"),
            ('\u{9b}', "a control character"),
            ('\u{2028}', "a line separator"),
            ('\u{2029}', "a line separator"),
            ('\u{61C}', "a bidirectional control"),
            ('\u{200E}', "a bidirectional control"),
            ('\u{2066}', "a bidirectional control"),
            ('\u{2069}', "a bidirectional control"),
            ('\u{E0001}', "a tag character"),
            ('\u{E0041}', "a tag character"),
            ('\u{E007F}', "a tag character"),
            ('\u{200B}', "a zero-width character"),
            ('\u{2060}', "a zero-width character"),
            ('\u{FEFF}', "a zero-width character"),
            ('\u{AD}', "an invisible character"),
            ('\u{3164}', "an invisible character"),
            ('\u{2800}', "an invisible character"),
            ('\u{FFF9}', "an invisible character"),
            ('\u{200C}', "a zero-width character that joins nothing"),
            ('\u{200D}', "a zero-width character that joins nothing"),
            ('\u{FE0F}', "a variation selector without a character that it varies"),
            ('\u{E0100}', "a variation selector without a character that it varies"),
            ('\u{E000}', "a private-use character"),
            ('\u{10FFFD}', "a private-use character"),
            ('\u{378}', "an unassigned code point"),
            ('\u{FFFE}', "an unassigned code point"),
            ('\u{FFFD}', "the mark of a letter that was lost on the way"),
        ];
        for (c, reason) in cases {
            let message = why(&format!("ab{c}cd"));
            assert!(message.contains(&format!(", {reason}, as character 3")), "{message}");
        }
        for lone in
            ["Jim \u{200D}👩", "👩\u{200D}", "\u{200C}کفش", "کفش\u{200C}", "کفش\u{200C}\u{200C}های", "1\u{FE0F}"]
        {
            assert!(Name::parse("name", lone).is_err(), "{lone:?}");
        }
        assert!(why("\u{301}abc").contains("a mark without a letter"));
    }

    #[test]
    fn length_counts_composed_characters() {
        assert!(Name::parse("name", &"é".repeat(200)).is_ok());
        assert!(Name::parse("name", &"e\u{301}".repeat(200)).is_ok());
        assert_eq!(why(&"é".repeat(201)), "first_name has 201 characters, at most 200 are allowed");
        assert_eq!(why(" \u{2003}\t"), "first_name is empty");
        assert_eq!(why(""), "first_name is empty");
        assert_eq!(plain_text_or_empty("reason", "  ", 10).unwrap(), "");
        assert!(plain_text("reason", "12345678901", 10).is_err());
    }

    proptest! {
        #[test]
        fn accepted_name_stays_accepted(raw in "\\PC{0,60}") {
            if let Ok(name) = Name::parse("name", &raw) {
                prop_assert_eq!(Name::parse("name", name.as_str()).unwrap(), name);
            }
        }

        #[test]
        fn accepted_name_is_one_clean_line(raw in any::<String>()) {
            if let Ok(name) = Name::parse("name", &raw) {
                prop_assert!(name.as_str().lines().count() == 1);
                prop_assert!(!name.as_str().chars().any(char::is_control));
            }
        }
    }
}
