//! Lines that are longer than the terminal, as several: they end between words, so that no identifier is cut, and go on
//! below their text.

use unicode_width::UnicodeWidthStr as _;

/// Where less room than this is left below the text, a line goes on further to the left.
const LEAST_ROOM: usize = 16;
/// How far in it goes on then.
const LEAST_INDENT: usize = 2;

/// Each line of `text` as several of at most `width` columns, as far as its words allow that. Those after the first begin
/// `indent` columns in.
pub fn folded(text: &str, width: usize, indent: usize) -> String {
    let indent = if indent + LEAST_ROOM > width { LEAST_INDENT } else { indent };
    let lines: Vec<String> = text.split('\n').map(|line| one(line, width, indent)).collect();
    lines.join("\n")
}

fn one(line: &str, width: usize, indent: usize) -> String {
    let mut text = String::with_capacity(line.len());
    // Blanks that stand before the next word: several of them part columns, and none ends a line.
    let (mut used, mut blanks) = (0, 0);
    let mut is_begun = false;
    for word in line.split(' ') {
        let length = word.width();
        if length > 0 {
            if is_begun && used + blanks + length > width {
                text.push('\n');
                (used, blanks) = (0, indent);
            }
            text.extend(std::iter::repeat_n(' ', blanks));
            text.push_str(word);
            used += blanks + length;
            blanks = 0;
            is_begun = true;
        }
        blanks += 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_goes_on_below_its_text() {
        let line = "permissions  profile contacts products domains invoices";
        assert_eq!(folded(line, 40, 13), "permissions  profile contacts products\n             domains invoices");
        assert_eq!(folded(line, 20, 13), "permissions  profile\n  contacts products\n  domains invoices");
        assert_eq!(folded("    a\nb  c ", 40, 6), "    a\nb  c");
        assert_eq!(folded("", 1, 6), "");
    }

    proptest! {
        #[test]
        fn no_word_is_cut_or_lost(words in proptest::collection::vec("[a-z@._-]{0,30}", 0..20), width in 0..120_usize, indent in 0..40_usize) {
            let line = words.join(" ");
            let text = folded(&line, width, indent);
            prop_assert!(text.split_whitespace().eq(line.split_whitespace()));
            for line in text.lines().filter(|line| line.width() > width) {
                prop_assert!(line.split_whitespace().count() <= 1, "{line:?} is longer than {width}");
            }
        }
    }
}
