//! What is particular to bash: it gives the line as it was typed, breaks words at `=`, `:` and `@`, and replaces only the
//! last part.

use std::fmt::Write as _;

use super::answer::{Behind, Words};

/// The words of a line, without their quotes; the last one is under the cursor, and maybe empty. What the shell has still
/// to expand stays as it was typed.
pub(super) fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut began) = (Vec::new(), String::new(), None, false);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (' ' | '\t' | '\n', None) => {
                if began {
                    words.push(std::mem::take(&mut word));
                }
                began = false;
                continue;
            }
            ('\'' | '"', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            ('\\', None | Some('"')) => word.extend(letters.next()),
            (letter, _) => word.push(letter),
        }
        began = true;
    }
    words.push(word);
    words
}

/// First how to complete, then what bash puts in the place of the fragment, or where it only lists, what it shows.
pub(super) fn answer(asked: &[String], words: &Words) -> String {
    let (fragment, kind, line) = match asked {
        [fragment, kind, line, ..] => (fragment.as_str(), kind.as_str(), line.as_str()),
        _ => return String::new(),
    };
    // 9 is Tab; 63, 33 and 64 are `?`, `!` and `@`, which list.
    let lists = matches!(kind, "63" | "33" | "64");
    let mut text = String::from(if words.behind == Behind::Nothing { "words open\n" } else { "words\n" });
    let whole = format!("{}{}", words.head, words.typed);
    let part = split(fragment).concat();
    let kept = whole.strip_suffix(&part).unwrap_or_default();
    let quoted = line.strip_suffix(fragment).unwrap_or(line).ends_with(['\'', '"']);
    // What does not go on behind what bash keeps cannot be put there.
    let mut count = 0;
    // Between quotes the shell runs or changes what it finds there, and a backslash does not always help.
    let mut only_shown = false;
    for (candidate, shown) in words.candidates.iter().zip(words.shown()) {
        let word = words.whole(candidate);
        let Some(rest) = word.strip_prefix(kept) else { continue };
        count += 1;
        only_shown |= quoted && !is_plain(rest);
        let _ = match lists && words.candidates.len() > 1 || quoted && !is_plain(rest) {
            true => writeln!(text, "{shown}"),
            false if quoted => writeln!(text, "{rest}"),
            false => writeln!(text, "{}", escaped(rest)),
        };
    }
    if let Some(note) = words.note.as_ref().filter(|_| lists || count == 0) {
        let _ = writeln!(text, "{note}");
    }
    // A blank among them has nothing in common with any, so that what was typed stays.
    if words.stays() || only_shown || count == 0 && words.note.is_some() {
        text += " \n";
    }
    text
}

/// A line of these words, the last of them under the cursor.
pub(super) fn joined(words: &[String]) -> String {
    words.iter().map(|word| escaped(word)).collect::<Vec<_>>().join(" ")
}

/// Whether the shell takes each letter for itself between quotes.
fn is_plain(word: &str) -> bool {
    word.chars().all(|letter| !letter.is_ascii() || letter.is_ascii_alphanumeric() || "_@%+=:,./- ".contains(letter))
}

/// With a backslash before each letter that means something to the shell.
fn escaped(word: &str) -> String {
    let mut text = String::new();
    for letter in word.chars() {
        if letter.is_ascii() && !letter.is_ascii_alphanumeric() && !"_@%+=:,./-".contains(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_quotes() {
        for (line, words) in [
            ("partnerctl client show big", &["partnerctl", "client", "show", "big"][..]),
            ("partnerctl  client show ", &["partnerctl", "client", "show", ""]),
            ("partnerctl --db 'my db' -c \"big ", &["partnerctl", "--db", "my db", "-c", "big "]),
            (r"p o\'brien@x.example", &["p", "o'brien@x.example"]),
            ("p --client=tea", &["p", "--client=tea"]),
            ("p '' $DB", &["p", "", "$DB"]),
        ] {
            assert_eq!(split(line), words, "{line}");
        }
    }

    #[test]
    fn runnable_words_are_never_quoted() {
        assert!(is_plain("big shoes Inc.") && is_plain("bäckerei-özdemir"));
        for word in ["a`id`@x.example", "a$HOME@x.example", "o'brien@x.example", "a\\b", "a\"b", "a!b", "a&b"] {
            assert!(!is_plain(word), "{word}");
        }
    }

    #[test]
    fn letters_of_the_shell_are_escaped() {
        assert_eq!(escaped("o'brien&co@x.example"), r"o\'brien\&co@x.example");
        assert_eq!(escaped("big-shoes"), "big-shoes");
    }
}
