//! Which characters a line of text may not have, and why.

use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{
    GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeEmoji, UnicodeGeneralCategory,
};
use unicode_script::{Script, UnicodeScript};

use crate::domain::character::is_blank_letter;

/// The first refused character of `text`: its place, counted from 1, and the reason.
pub(super) fn first(text: &str) -> Option<(usize, char, &'static str)> {
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

fn reason(before: Option<char>, c: char, next: Option<char>) -> Option<&'static str> {
    let allowed_if = |allowed: bool, why| if allowed { None } else { Some(why) };
    match c {
        '\u{2028}' | '\u{2029}' => Some("a line separator"),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
            Some("a bidirectional control")
        }
        '\u{E0000}'..='\u{E007F}' => Some("a tag character"),
        '\u{200C}' => allowed_if(
            shapes_indic(before, next) || parts_cursive(before, next),
            "a zero-width character that joins nothing",
        ),
        '\u{200D}' => allowed_if(
            shapes_indic(before, next) || joins_emoji(before, next),
            "a zero-width character that joins nothing",
        ),
        '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => Some("a zero-width character"),
        '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            allowed_if(varies(before, c, next), "a variation selector without a character that it varies")
        }
        _ if is_blank_letter(c) => Some("an invisible character"),
        '\u{FFFD}' => Some("the mark of a letter that was lost on the way"),
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
            Category::Control => Some("a control character"),
            Category::Format => Some("an invisible character"),
            Category::PrivateUse => Some("a private-use character"),
            // Letters newer than the tables are refused too: how they compose is not known yet, so that the same
            // name could later be stored in two forms.
            Category::Unassigned | Category::Surrogate => Some("an unassigned code point"),
            _ => allowed_if(before.is_some() || !is_mark(c), "a mark without a letter below it"),
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
