//! No command is put together but by `shell_format!`, which quotes: looked up in the source, for the hints that no test meets.

use std::fmt::Write as _;

use crate::house::{Source, rust_files};

/// Texts with braces that only look like commands to paste.
const HARMLESS: [&str; 7] = [
    // An octal number.
    "{} has mode {mode:04o}; `chmod {most:o}` closes it",
    // Words that were quoted one by one.
    "the list goes on: `partnerctl {}`",
    "in all clients: `partnerctl {}`",
    // Names of commands and of arguments.
    "--{long} {}{dots}",
    "partnerctl {} VERB [options]",
    "`partnerctl {} VERB --help` explains one, with examples.",
    "partnerctl {name} {}",
];

/// A string literal: its line, what is before it, its text with the line ends that Rust leaves out left out.
pub struct Literal<'a> {
    pub line: usize,
    pub before: &'a str,
    pub text: String,
}

/// The string literals of a file. Comments, characters and raw strings are passed over.
pub fn literals(source: &Source) -> Vec<Literal<'_>> {
    let text = &source.text;
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let past = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |found| from + found + end.len());
        at += if rest.starts_with("//") {
            past("\n", 0)
        } else if rest.starts_with("r\"") {
            past("\"", 2)
        } else if rest.starts_with("r#\"") {
            past("\"#", 3)
        } else if rest.starts_with("'\\") {
            past("'", 3)
        } else if let Some(letter) = rest.strip_prefix('\'') {
            let width = letter.chars().next().map_or(0, char::len_utf8);
            if letter[width..].starts_with('\'') { width + 2 } else { 1 }
        } else if let Some(inner) = rest.strip_prefix('"') {
            let mut escaped = false;
            let closing = |c: char| {
                !std::mem::take(&mut escaped) && {
                    escaped = c == '\\';
                    c == '"'
                }
            };
            let end = inner.find(closing).unwrap();
            let text = inner[..end].split("\\\n").map(str::trim_start).collect::<String>();
            let before = source.text[..at].trim_end();
            found.push(Literal { line: before.lines().count(), before, text });
            end + 2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
    }
    found
}

/// Whether a value is put into a command here: between backticks into several words, or behind the program's name or
/// a flag that needs a value.
fn puts_together(text: &str) -> bool {
    let text = text.replace("{{", "").replace("}}", "");
    let inner = text.split('`').skip(1).step_by(2);
    let flagged = text.split_once(' ').is_some_and(|(flag, value)| {
        flag.starts_with("--") && value.starts_with('{') && value.ends_with('}') && !value.contains(' ')
    });
    inner.into_iter().any(|inner| inner.contains('{') && inner.trim().contains(' '))
        || text.starts_with("partnerctl ") && text.contains('{')
        || flagged
}

#[test]
fn nothing_gets_into_a_command_unquoted() {
    let mut broken = String::new();
    let mut quoted = 0;
    for mut source in rust_files("src") {
        if source.path.contains("/tests") {
            continue;
        }
        if let Some(tests) = source.text.find("#[cfg(test)]\nmod tests {") {
            source.text.truncate(tests);
        }
        for literal in literals(&source) {
            if !puts_together(&literal.text) || HARMLESS.contains(&&*literal.text) {
                continue;
            }
            if literal.before.ends_with("shell_format!(") {
                quoted += 1;
            } else {
                writeln!(broken, "{}:{} is not made by shell_format!: {}", source.path, literal.line, literal.text)
                    .unwrap();
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
    assert!(quoted > 100, "only {quoted} were found");
}

#[test]
fn hand_made_command_is_found() {
    for text in [
        "see `partnerctl user show {email}`",
        "`partnerctl {command}`",
        "take `a b` and say `--map {}`",
        "partnerctl invite resend {} -c {}",
        "--confirm {value}",
    ] {
        assert!(puts_together(text), "{text}");
    }
    for text in ["`{verb}` of {who}", "see `partnerctl staff list`, {who}", "--expect-clients {n} was given"] {
        assert!(!puts_together(text), "{text}");
    }
    let text =
        "//! x \"`partnerctl {a}`\"\nlet a = '\"'; let b = f(\"x\\\"y\", r\"z\"); // \"c\"\nlet d = \"e \\\n    f\";\n";
    let source = Source { path: String::new(), text: text.to_owned() };
    let found: Vec<(usize, String)> = literals(&source).into_iter().map(|found| (found.line, found.text)).collect();
    assert_eq!(found, [(2, "x\\\"y".to_owned()), (3, "e f".to_owned())]);
}
