//! Text that is made as short as its column is wide.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// As much of `text` as fits into `width` columns, with `…` where it goes on.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or_default();
        used > width
    });
    let kept = end.map_or(text, |(at, _)| &text[..at]);
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// The first of several items, as many as fit, and how many more there are; where none fits, how many they are.
pub(super) fn whole_items(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let items: Vec<&str> = text.split(' ').collect();
    let most = (0..items.len()).rev().find(|count| first_items(&items, *count).width() <= width);
    Cow::Owned(first_items(&items, most.unwrap_or_default()))
}

/// The width of several items where only the first is shown.
pub(super) fn shortest_items(text: &str) -> usize {
    let items: Vec<&str> = text.split(' ').collect();
    first_items(&items, 1).width()
}

/// `ann@bigshoes.example +2`
fn first_items(items: &[&str], count: usize) -> String {
    let shown = items[..count].join(" ");
    match items.len() - count {
        0 => shown,
        more if count == 0 => format!("+{more}"),
        more => format!("{shown} +{more}"),
    }
}

/// Text as lines of at most `width` columns, as far as its words allow that. What is between backquotes is a command to
/// paste, and one word.
pub(super) fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_command = false;
    for part in text.split(' ').filter(|part| !part.is_empty()) {
        match words.last_mut().filter(|_| is_command) {
            Some(word) => {
                word.push(' ');
                word.push_str(part);
            }
            None => words.push(part.to_owned()),
        }
        is_command ^= part.matches('`').count() % 2 == 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_its_width() {
        assert_eq!(cut("Übergröße", 9), "Übergröße");
        assert_eq!(cut("Übergröße", 8), "Übergrö…");
        assert_eq!(cut("two words", 5), "two…");
        assert_eq!(cut("靴靴靴", 4), "靴…");
        assert_eq!(cut("abc", 1), "…");
    }

    #[test]
    fn items_are_whole_or_counted() {
        assert_eq!(whole_items("ann bob cy", 10), "ann bob cy");
        assert_eq!(whole_items("ann bob cy", 9), "ann +2");
        assert_eq!(whole_items("ann bob cyrus", 12), "ann bob +1");
        assert_eq!(whole_items("ann bob cy", 5), "+3");
        assert_eq!(whole_items("ann bob cy", 1), "+3");
        assert_eq!(whole_items("alone", 4), "+1");
        assert_eq!((shortest_items("ann bob cy"), shortest_items("alone"), shortest_items("")), (6, 5, 0));
    }

    #[test]
    fn text_folds_and_a_command_is_one_word() {
        assert_eq!(folded("no one is in it", 9), ["no one is", "in it"]);
        assert_eq!(
            folded("end it with `link remove lnk_2`; or not", 12),
            ["end it with", "`link remove lnk_2`;", "or not"]
        );
        assert_eq!(folded("a `b", 3), ["a", "`b"]);
        assert!(folded("", 3).is_empty());
    }
}
