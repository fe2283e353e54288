//! What may be in one line of a mail. The door refuses such characters in names (docs/reference.md#terms), but a
//! database may hold older rows, and a line break in a name must never become a header, a paragraph or a link of
//! someone else's.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};

use crate::domain::message;

/// The most characters of one text; more is cut, with `…`.
const LONGEST: usize = 300;
/// The same of one line of a message.
const LONGEST_LINE: usize = message::LONGEST;

/// `text` in one line: controls and line separators become blanks, runs of blanks one; bidirectional controls, tags
/// and stray zero-width characters go. Joiners inside a word stay, because scripts and emoji need them.
pub fn line(text: &str) -> Cow<'_, str> {
    line_of(text, LONGEST)
}

fn line_of(text: &str, most: usize) -> Cow<'_, str> {
    let plain = text.bytes().all(|b| (b' '..=b'~').contains(&b));
    if plain && text.len() <= most && text.trim().len() == text.len() && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c.general_category() {
            _ if c.is_whitespace() => push_blank(&mut out),
            Category::Control | Category::LineSeparator | Category::ParagraphSeparator => push_blank(&mut out),
            Category::Format => {
                let joins = matches!(c, '\u{200C}' | '\u{200D}');
                let inside = is_letter(out.chars().last()) && is_letter(chars.peek().copied());
                if joins && inside {
                    out.push(c);
                }
            }
            _ => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    Cow::Owned(short(&out, most))
}

/// `text` cut to `most` characters, the last of them then `…`.
pub fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let kept: String = text.chars().take(most.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// A message of more than one line, each clean as by [`line`](fn@line), and as long as a message may be.
pub fn lines(text: &str) -> Vec<String> {
    let lines = text.trim().lines().take(message::MOST_LINES);
    lines.map(|one| line_of(one, LONGEST_LINE).into_owned()).collect()
}

/// Breaks `text` into lines of at most `width` columns where it has blanks. A word that is longer, such as a link or
/// a code, stays whole, and so does what blanks join that are not to be broken at, as before a French question mark.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    use unicode_width::UnicodeWidthStr;
    let mut out = String::with_capacity(text.len() + 16);
    let mut used = 0;
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}');
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        let columns = word.width();
        if used > 0 && used + 1 + columns > width {
            out.push('\n');
            out.push_str(indent);
            used = indent.width();
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += columns;
    }
    out
}

fn push_blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Letters, marks and symbols, which a joiner may join.
fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace() && !matches!(c.general_category(), Category::Control | Category::Format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_clean_line_remains() {
        assert_eq!(line("Big Shoes Inc."), "Big Shoes Inc.");
        assert_eq!(line(" a\r\nBcc: x@y.example\u{2028}b\t\0c "), "a Bcc: x@y.example b c");
        assert_eq!(line("\u{202E}evil\u{202C} \u{200B}name\u{E0041}"), "evil name");
        assert_eq!(line("\u{85}a\u{7F}b\u{2029}"), "a b");
        assert_eq!(line("می\u{200C}خواهم 👩\u{200D}🚀\u{200D} x"), "می\u{200C}خواهم 👩\u{200D}🚀 x");
        assert_eq!(line(&"é".repeat(400)).chars().count(), LONGEST);
    }

    #[test]
    fn message_keeps_only_its_lines() {
        assert_eq!(lines("\nHello\r\n\n you\u{202E} \n"), ["Hello", "", "you"]);
        assert_eq!(lines(&"x\n".repeat(100)).len(), 40);
        assert_eq!(lines(&"é".repeat(2001))[0].chars().count(), 2000);
    }

    #[test]
    fn wrapping_never_breaks_a_word() {
        assert_eq!(wrap("one two three", 7, ""), "one two\nthree");
        assert_eq!(wrap("one two three", 7, "  "), "one two\n  three");
        assert_eq!(wrap("a https://example.com/a/long/link b", 10, ""), "a\nhttps://example.com/a/long/link\nb");
        assert_eq!(wrap("日本 日本 日本", 9, ""), "日本 日本\n日本");
        assert_eq!(wrap("Vous ne\u{A0}? Non", 5, ""), "Vous\nne\u{A0}?\nNon");
        assert_eq!(wrap("  ", 9, ""), "");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(short("abcdef", 6), "abcdef");
        assert_eq!(short("abcdefg", 6), "abcde…");
    }
}
