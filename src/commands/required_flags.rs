//! What a command needs on its line. Some flags are asked for only when the command runs, because a terminal can ask
//! for them or because others can take their place; a usage line that leaves them out costs one try for each.

use std::ffi::OsString;

use clap::Arg;
use clap::error::{ContextKind, ContextValue};

use super::command::CommandEntry;
use super::{arguments, line};
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::{Code, Error};

/// Flags that a command may refuse to work without when it runs. Others are in an example because they are useful.
const ASKED_LATE: [&str; 5] = ["client", "partner", "role", "as", "reason"];

/// Those of them that each example of a command has, with the names of their values: `-c CLIENT`.
pub(super) fn flags(entry: &CommandEntry) -> Vec<(Arg, String)> {
    let command = entry.command();
    let calls: Vec<Vec<String>> = entry
        .examples
        .iter()
        .flat_map(|example| line::calls(example))
        .filter(|words| words.iter().any(|word| word == entry.name) && !words.iter().any(|word| word == "-"))
        .collect();
    let is_in_each = |arg: &&Arg| {
        !calls.is_empty() && calls.iter().all(|words| words.iter().any(|word| arguments::names(arg, word)))
    };
    let is_asked_late =
        |arg: &&Arg| !arg.is_required_set() && arg.get_long().is_some_and(|long| ASKED_LATE.contains(&long));
    let needed = command.get_arguments().filter(is_asked_late).filter(is_in_each);
    needed.map(|arg| (arg.clone(), arguments::written(arg))).collect()
}

/// What a line lacks that is asked for when the command runs.
pub(super) fn late(entry: &CommandEntry, args: &[OsString]) -> Vec<Arg> {
    let is_given = |arg: &Arg| args.iter().any(|word| word.to_str().is_some_and(|word| arguments::names(arg, word)));
    flags(entry).into_iter().map(|(arg, _)| arg).filter(|arg| !is_given(arg)).collect()
}

/// The error that names all of it.
pub(super) fn lacking(entry: &CommandEntry, late: &[Arg], usage: Vec<String>) -> Error {
    let code = if late.iter().any(|arg| arg.get_id() == "client") { Code::ClientRequired } else { Code::Usage };
    let names: Vec<String> = late.iter().map(arguments::written).collect();
    let error = Error::new(code, format!("missing: {}", names.join(", ")));
    let hints = example(entry).into_iter().chain(usage);
    hints.fold(error, Error::advice)
}

/// Everything that a line lacks: what the parser misses, and what is asked for later.
pub(super) fn missing(entry: &CommandEntry, error: &clap::Error, args: &[OsString]) -> Vec<String> {
    let command = entry.command();
    let missed: Vec<&String> = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(words)) => words.iter().collect(),
        _ => Vec::new(),
    };
    // The parser has them as `--owner <EMAIL>` and `<NAME>`.
    let is_missed = |arg: &&Arg| {
        let first =
            |text: &str| text.split(' ').next().unwrap_or_default().trim_matches(['[', ']', '<', '>', '.']).to_owned();
        missed.iter().any(|word| first(word) == first(&arg.to_string()))
    };
    let mut lacking: Vec<Arg> = arguments::own(&command).filter(is_missed).cloned().collect();
    let late = late(entry, args).into_iter();
    lacking
        .extend(late.filter(|arg| !missed.iter().any(|word| word.starts_with(&arg.to_string()))).collect::<Vec<_>>());
    lacking.sort_by_key(|arg| !arg.is_positional());
    lacking.iter().map(arguments::written).collect()
}

pub(super) fn example(entry: &CommandEntry) -> Option<String> {
    entry.examples.first().map(|example| shell_format!("for example `{}`", Verbatim(example)))
}
