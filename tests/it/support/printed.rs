//! Commands as they are printed for people to paste, and addresses that make it hard.

/// Letters that RFC 5322 allows in an address and a shell takes for its own.
pub const LETTERS: &str = "o'b`id`$x|y&{!}~#*?^=/%";

/// The commands in backticks in what was printed, each up to the first backtick that is not quoted. The
/// second of two commands in a pipe is without the program's name.
pub fn printed_commands(printed: &str) -> Vec<String> {
    let hints = serde_json::from_str::<serde_json::Value>(printed).ok().map(|json| json["error"]["hints"].clone());
    let texts = match hints {
        Some(serde_json::Value::Array(hints)) => {
            hints.iter().filter_map(|hint| hint.as_str().map(str::to_owned)).collect()
        }
        _ => vec![printed.to_owned()],
    };
    let from = |text: &str, at: usize| {
        let command = &text[at + 1..];
        let end = bare(command).find(|(_, c)| *c == '`');
        let (end, _) = end.unwrap_or_else(|| panic!("a command does not end in {text}"));
        command[..end].to_owned()
    };
    let whole = texts.iter().flat_map(|text| text.match_indices("`partnerctl ").map(|(at, _)| from(text, at)));
    // A pipe of ours: two commands. A file in the home folder, to which an example of ours writes, is none of the command.
    let commands = |line: String| line.split(" | partnerctl ").map(without_target).collect::<Vec<_>>();
    whole.flat_map(commands).collect()
}

/// `partnerctl completions bash > ~/file` without the file.
fn without_target(command: &str) -> String {
    command.split(" > ~/").next().unwrap_or_default().to_owned()
}

/// The letters of a command that a shell does not take as quoted, with their places.
fn bare(command: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    command.char_indices().filter(move |(_, c)| match (quote, c) {
        _ if std::mem::take(&mut escaped) => false,
        (None, '\\') => {
            escaped = true;
            false
        }
        (None, '\'' | '"') => {
            quote = Some(*c);
            false
        }
        (None, _) => true,
        (Some(open), c) if open == *c => {
            quote = None;
            false
        }
        // In double quotes these mean something still.
        (Some('"'), '$' | '`' | '\\') => true,
        (Some(_), _) => false,
    })
}

/// No printed command has a letter that a shell would take for its own.
#[track_caller]
pub fn must_survive_a_shell(printed: &str) {
    for command in printed_commands(printed) {
        let plain = |c: char| c.is_alphanumeric() || " -_./:@%+=,".contains(c);
        let strange = bare(&command).find(|(_, c)| !plain(*c));
        assert!(strange.is_none(), "{strange:?} is bare in `{command}`");
    }
}

/// Each address of a text with the worst letters in front: `jim@a.example` is ``o'b`id`$x|…jim@a.example``.
pub fn disguised(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        let part = |c: char| !(c.is_ascii_alphanumeric() || ".+-_".contains(c));
        let start = before.rfind(part).map_or(0, |at| at + 1);
        shown.push_str(&before[..start]);
        if start < before.len() {
            shown.push_str(LETTERS);
        }
        shown.push_str(&before[start..]);
        shown.push('@');
        rest = after;
    }
    shown.push_str(rest);
    shown
}
