//! Command lines as text, as examples and the demo have them: split into words as a shell does.

use crate::domain::shell;

/// The words of a line, as [`shell::split`] has them.
pub fn words(line: &str) -> Vec<String> {
    let words = shell::split(line.as_bytes());
    words.into_iter().map(|word| String::from_utf8_lossy(&word).into_owned()).collect()
}

/// The parts of a line between which it can be folded: words with their quotes, an option together with its value.
pub fn parts(line: &str) -> Vec<&str> {
    let mut ends = Vec::new();
    let mut quote: Option<char> = None;
    for (at, letter) in line.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if matches!(letter, '\'' | '"') => quote = Some(letter),
            None if letter == ' ' => ends.push(at),
            _ => {}
        }
    }
    ends.push(line.len());
    let mut parts = Vec::new();
    let (mut from, mut word_from) = (0, 0);
    for (index, end) in ends.iter().enumerate() {
        let word = &line[word_from..*end];
        let next = ends.get(index + 1).map_or("", |next| &line[end + 1..*next]);
        word_from = (end + 1).min(line.len());
        let takes_next =
            word.starts_with('-') && word.len() > 1 && !next.is_empty() && !next.starts_with('-') && next != "|";
        if !takes_next {
            parts.push(&line[from..*end]);
            from = word_from;
        }
    }
    parts
}

/// The commands of this program in a line such as `id=$(partnerctl … | partnerctl … > report.csv)`, each as its words
/// from `partnerctl` on, without redirections.
pub fn calls(line: &str) -> Vec<Vec<String>> {
    line.split(" | ")
        .filter_map(|part| part.find("partnerctl ").map(|at| &part[at..]))
        .map(|call| {
            let call = call.strip_suffix(')').unwrap_or(call);
            let redirected = |word: &String| matches!(word.as_str(), ">" | ">>" | "<" | "2>" | "&&" | ";");
            words(call).into_iter().take_while(|word| !redirected(word)).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_a_shell() {
        assert_eq!(
            words("client add 'Big Shoes' -m \"it's\" '' x"),
            ["client", "add", "Big Shoes", "-m", "it's", "", "x"]
        );
        assert_eq!(words("  a\n b "), ["a", "b"]);
    }

    #[test]
    fn an_option_and_its_value_are_one_part() {
        assert_eq!(
            parts("a -c big -m 'two words' -n | b - --x"),
            ["a", "-c big", "-m 'two words'", "-n", "|", "b", "-", "--x"]
        );
        assert_eq!(parts("a -m \"it's\""), ["a", "-m \"it's\""]);
    }

    #[test]
    fn calls_in_pipes_and_substitutions() {
        let one = ["partnerctl", "client", "list", "--csv"];
        assert_eq!(calls("partnerctl client list --csv"), [one]);
        assert_eq!(calls("id=$(partnerctl client list --csv)"), [one]);
        assert_eq!(calls("head x | partnerctl client list --csv > f.csv"), [one]);
        assert_eq!(calls("partnerctl a | jq . | partnerctl b 2> e"), [["partnerctl", "a"], ["partnerctl", "b"]]);
    }
}
