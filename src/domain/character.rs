//! What is said about a single character that does not belong: its code point and where it comes from.

use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// `'а' (U+0430, Cyrillic)`: the character, if it can be seen, its code point and its script or kind.
pub fn described(c: char) -> String {
    let invisible = match c.general_category() {
        Category::Control => Some("control character"),
        Category::Format => Some("invisible format character"),
        Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark => Some("combining mark"),
        Category::SpaceSeparator | Category::LineSeparator | Category::ParagraphSeparator => Some("blank"),
        Category::PrivateUse => Some("private use"),
        Category::Unassigned | Category::Surrogate => Some("unassigned"),
        _ if is_blank_letter(c) => Some("invisible character"),
        _ => None,
    };
    if let Some(kind) = invisible {
        return format!("{} ({kind})", code_point(c));
    }
    let kind = match c.script() {
        _ if c.general_category() == Category::DashPunctuation => "dash",
        Script::Common | Script::Inherited | Script::Unknown => "symbol",
        script => script.full_name(),
    };
    format!("'{c}' ({}, {kind})", code_point(c))
}

/// Letters, marks and symbols by the tables that are blank all the same.
pub const fn is_blank_letter(c: char) -> bool {
    matches!(c, '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Whether `c` is invisible or steers a terminal: control characters, line and paragraph separators, bidi controls,
/// zero-width and tag characters; in Unicode's words Cc, Zl, Zp and `Default_Ignorable_Code_Point`, and the interlinear
/// annotation marks.
pub const fn is_hazard(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    matches!(c,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// `U+0430`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The first character outside ASCII, [described]: the letter that makes a pasted slug or address another one than
/// it looks like. A text in ASCII has none.
pub fn foreign_letter(text: &str) -> Option<String> {
    text.chars().find(|c| !c.is_ascii()).map(described)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_letter_is_named_with_its_script() {
        assert_eq!(foreign_letter("big-sho\u{435}s").unwrap(), "'е' (U+0435, Cyrillic)");
        assert_eq!(foreign_letter("bücher").unwrap(), "'ü' (U+00FC, Latin)");
        assert_eq!(foreign_letter("big–shoes").unwrap(), "'–' (U+2013, dash)");
        assert_eq!(foreign_letter("big-shoes"), None);
    }

    #[test]
    fn what_cannot_be_seen_is_not_printed() {
        assert_eq!(described('\u{200B}'), "U+200B (invisible format character)");
        assert_eq!(described('\u{1b}'), "U+001B (control character)");
        assert_eq!(described('\u{301}'), "U+0301 (combining mark)");
        assert_eq!(described('\u{a0}'), "U+00A0 (blank)");
        assert_eq!(described('\u{e000}'), "U+E000 (private use)");
        assert_eq!(described('\u{3164}'), "U+3164 (invisible character)");
    }
}
