//! Makes text from data harmless on a terminal: what is invisible, or moves the cursor, becomes visible.
//!
//! Names are checked at the door, but server replies, file names and old rows are not; so everything printed for
//! people passes here, whatever its origin (docs/reference.md#output). Machine formats stay exact.

use super::put;
use crate::domain::character::is_hazard;
use std::borrow::Cow;

/// `text` for one line of a terminal: every hazard becomes an escape such as `\n`, `\x1b` or `\u{202e}`.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    escaped(text, is_hazard)
}

/// Like [`for_terminal`], but line feeds stay: for texts of ours that hold several lines.
pub fn for_terminal_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && is_hazard(c))
}

fn escaped(text: &str, hazard: impl Fn(char) -> bool) -> Cow<'_, str> {
    let Some((first, _)) = text.char_indices().find(|(_, c)| hazard(*c)) else {
        return Cow::Borrowed(text);
    };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..first]);
    for c in text[first..].chars() {
        match c {
            c if !hazard(c) => safe.push(c),
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push_str("\\t"),
            c if c.is_ascii() => put(&mut safe, format_args!("\\x{:02x}", c as u32)),
            c => put(&mut safe, format_args!("\\u{{{:x}}}", c as u32)),
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(for_terminal("\x1b[2J\x07\u{9b}31m"), r"\x1b[2J\x07\u{9b}31m");
        assert_eq!(for_terminal("gpj\u{202e}exe"), r"gpj\u{202e}exe");
        assert_eq!(for_terminal("two\r\nlines\tand\u{2028}more"), r"two\r\nlines\tand\u{2028}more");
        assert_eq!(for_terminal("zero\u{200b}width \u{e0041}tag \u{feff}"), r"zero\u{200b}width \u{e0041}tag \u{feff}");
        assert_eq!(for_terminal_lines("a\nb\x7f"), "a\nb\\x7f");
    }

    #[test]
    fn ordinary_text_is_unchanged() {
        for text in ["Big Shoes Inc.", "Straße Übergröße", "דניאל", "北京鞋业", "e\u{301}", "👟"] {
            assert!(matches!(for_terminal(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn data_cannot_move_the_cursor(text in any::<String>(), steering in "[\\x00-\\x1f\\x7f-\\x9f\u{200b}-\u{202e}\u{2060}-\u{2069}\u{e0001}-\u{e007f}a]*") {
            for text in [text, steering] {
                let forbidden = |c: char| {
                    let bidi_or_zero_width = matches!(c as u32, 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff);
                    c < ' ' || ('\x7f'..='\u{9f}').contains(&c) || bidi_or_zero_width
                };
                prop_assert!(!for_terminal(&text).contains(forbidden));
                prop_assert!(!for_terminal_lines(&text).contains(|c| c != '\n' && forbidden(c)));
            }
        }
    }
}
