//! What somebody may have meant by a line that does not parse: the flag that takes a word, the command that has it.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::NOUNS;
use super::command;
use crate::domain::paste::{AsIs, pasted};
use crate::output::sanitise::for_terminal;

/// How many commands are told.
const MOST: usize = 4;

/// Hints for a line that clap refused.
pub(super) fn instead_of(error: &clap::Error, args: &[OsString]) -> Vec<String> {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(for_terminal(word).into_owned()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => named(ContextKind::InvalidSubcommand).map(|word| commands_with(&word)),
        ErrorKind::UnknownArgument => named(ContextKind::InvalidArg).map(|word| {
            let mut hints = said_again(&word, args);
            hints.extend(flags_for(&word, args));
            hints
        }),
        _ => None,
    }
    .unwrap_or_default()
}

/// The commands in whose verb `word` stands, such as `partner offboard-user` for `offboard`.
pub(super) fn commands_with(word: &str) -> Vec<String> {
    let typed = word.rsplit(' ').next().unwrap_or(word);
    if typed.len() < 3 {
        return Vec::new();
    }
    let every = NOUNS.iter().flat_map(|noun| noun.verbs.iter().map(|entry| (noun.name, entry.name)));
    let found: Vec<String> = every
        .filter(|(_, verb)| *verb == typed || verb.split('-').any(|part| part == typed))
        .map(|(noun, verb)| pasted!("`partnerctl {}`", AsIs(format!("{noun} {verb}").trim_start())))
        .collect();
    match found.len() {
        0 => Vec::new(),
        1..=MOST => vec![format!("there is {}", found.join(", "))],
        _ => vec![format!("there is {} and more", found[..MOST].join(", "))],
    }
}

/// A second value behind an option that takes one each time: `--target a b`.
fn said_again(word: &str, args: &[OsString]) -> Vec<String> {
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let Some(at) = args.iter().position(|arg| arg == word).filter(|at| *at >= 2) else { return Vec::new() };
    // Several values may follow each other: the option is the nearest one before.
    let Some(option) = args[..at].iter().rposition(|arg| arg.starts_with("--")).filter(|option| option + 1 < at) else {
        return Vec::new();
    };
    let mut tree = command::tree();
    tree.build();
    let command = args.iter().skip(1).fold(&tree, |found, arg| found.find_subcommand(&**arg).unwrap_or(found));
    let name = args[option].trim_start_matches('-');
    let repeats = |arg: &clap::Arg| arg.get_long() == Some(name) && matches!(arg.get_action(), clap::ArgAction::Append);
    if !command.get_arguments().any(repeats) {
        return Vec::new();
    }
    let (first, again) = (for_terminal(&args[option + 1]), for_terminal(word));
    vec![pasted!(
        "{0} takes one value; say it for each: `{0} {1} {0} {2}`",
        AsIs(for_terminal(&args[option])),
        first,
        again
    )]
}

/// A client, a partner or a person where the command takes none in that place, but by a flag.
fn flags_for(word: &str, args: &[OsString]) -> Vec<String> {
    if word.starts_with('-') {
        return Vec::new();
    }
    let mut tree = command::tree();
    tree.build();
    // Flags of all commands may stand before the noun.
    let found = args.iter().skip(1).fold(&tree, |found, arg| found.find_subcommand(arg).unwrap_or(found));
    let flags = [("client", "-c", "a client"), ("partner", "-p", "a partner"), ("user", "--user", "a person")];
    flags
        .into_iter()
        .filter(|(long, _, _)| found.get_arguments().any(|arg| arg.get_long() == Some(long)))
        .filter(|(long, _, _)| (*long == "user") == word.contains('@'))
        .map(|(_, flag, what)| pasted!("{} is named with `{} {}`", AsIs(&what), flag, word))
        .collect()
}
