//! The layers below the command line have other readers than a shell: their texts hold no command, no option and no letter
//! of one. What helps is typed there (`error::hint`), and `shell` writes it.

use std::fmt::Write as _;

use partnerctl::domain::authority::Verb;
use partnerctl::error::Flag;

use crate::house::{Source, rust_files};
use crate::pasting::source::literals;
use crate::support::World;

/// The layers that a page can show as well.
const BELOW: [&str; 5] = ["app", "domain", "mail", "ops", "store"];

/// Texts that stay: a file, what is in the text, and why.
const STAY: &[(&str, &str, &str)] = &[
    ("src/mail/sendmail.rs", "-", "these are given to the mail program"),
    ("src/ops/partner_user.rs", "(--no-force-change)", "it is stored in the audit"),
    ("src/ops/setup.rs", "another `partnerctl init`", "only these two commands take that lock"),
    ("src/store/engine/postgres/open.rs", "-c search_path", "settings of a session, in the words of PostgreSQL"),
    ("src/ops/database.rs", "`chmod {most:o}`", "the word of a mode, for the administrator of the machine"),
    ("src/mail/sample.rs", "partnerctl ", "a mail to support has commands in it"),
    ("src/ops/deliver/ending.rs", "partnerctl ", "a mail to support has commands in it"),
    ("src/ops/reach/still.rs", "partnerctl ", "a mail to support has commands in it"),
];

/// Commands of the system that hints used to name.
const OF_SYSTEM: [&str; 7] = ["chmod ", "chown ", "fuser ", "getent ", "ls ", "mv ", "rm "];

fn is_option(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "`'\"(),.;:".contains(c));
    match word.strip_prefix("--") {
        Some(name) => name.starts_with(|c: char| c.is_ascii_lowercase() || c == '{'),
        None => word.len() == 2 && word.starts_with('-') && word.ends_with(|c: char| c.is_ascii_alphabetic()),
    }
}

/// Whether a text is for someone with a shell.
fn is_for_a_shell(text: &str) -> bool {
    let noun = |verb: &Verb| verb.name().split(' ').next().unwrap();
    let names_command = text.split("partnerctl ").skip(1).any(|after| {
        after.starts_with('{')
            || Verb::ALL.iter().any(|verb| {
                after
                    .strip_prefix(noun(verb))
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            })
    });
    let of_system = text.split('`').skip(1).step_by(2).any(|code| OF_SYSTEM.iter().any(|name| code.starts_with(name)));
    names_command || of_system || text.split_whitespace().any(is_option)
}

/// The program of a file, without its tests.
fn below(mut source: Source) -> Option<Source> {
    let layer = source.path.strip_prefix("src/")?.split('/').next()?;
    let is_test = source.path.contains("/tests") || source.path.ends_with("_tests.rs");
    // Where quoting is at home.
    if !BELOW.contains(&layer) || is_test || source.path.starts_with("src/domain/shell") {
        return None;
    }
    if let Some(tests) = source.text.find("#[cfg(test)]\nmod ") {
        source.text.truncate(tests);
    }
    Some(source)
}

#[test]
fn no_text_below_the_command_line_is_for_a_shell() {
    let (mut broken, mut stayed) = (String::new(), vec![0; STAY.len()]);
    for source in rust_files("src").into_iter().filter_map(below) {
        for literal in literals(&source).iter().filter(|literal| is_for_a_shell(&literal.text)) {
            let known = STAY.iter().position(|(path, part, _)| source.path == *path && literal.text.contains(part));
            match known {
                Some(at) => stayed[at] += 1,
                None => {
                    writeln!(broken, "{}:{} is for a shell: {:?}", source.path, literal.line, literal.text).unwrap();
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}use `hint![…]` with `Verb::step`, `Flag` or `System` (src/error/hint.rs)");
    for ((path, part, why), count) in STAY.iter().zip(stayed) {
        assert!(count > 0, "{path} has no {part:?} any more, although {why}: leave it out here");
    }
}

#[test]
fn command_line_advice_is_given_above() {
    let mut broken = String::new();
    for source in rust_files("src").into_iter().filter_map(below) {
        for (number, line) in source.code() {
            for word in [".advice(", "Error::advice", "command_line(", "Part::CommandLine"] {
                if line.contains(word) {
                    writeln!(broken, "{}:{number} has {word} in it", source.path).unwrap();
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn operations_named_by_text_exist() {
    for source in rust_files("src") {
        for literal in literals(&source).iter().filter(|literal| literal.before.ends_with("NextStep::of(")) {
            assert!(Verb::ALL.iter().any(|verb| verb.name() == literal.text), "{}: {}", source.path, literal.text);
        }
    }
}

#[test]
fn every_option_of_a_hint_is_real() {
    let mut world = World::new();
    let mut pages = String::new();
    for verb in Verb::ALL {
        let command = format!("{} --help", verb.name());
        pages.push_str(&world.run(&command).out);
    }
    for flag in Flag::ALL {
        assert!(pages.contains(flag.typed()), "no command has {flag}");
    }
}

#[test]
fn a_text_for_a_shell_is_found() {
    for text in [
        "see `partnerctl client list`",
        "partnerctl {}",
        "leave `--until` out",
        "--{flag}",
        "with `-c CLIENT`",
        " -r {}",
        "close it with `chmod o= {}`",
    ] {
        assert!(is_for_a_shell(text), "{text}");
    }
    for text in ["partnerctl decoy", "partnerctl <noreply@partnerctl.invalid>", "A-Z a-z 0-9 . _ / -", "-----BEGIN"] {
        assert!(!is_for_a_shell(text), "{text}");
    }
}
