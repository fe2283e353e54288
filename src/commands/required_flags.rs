//! What a command needs on its line. Some flags are asked for only when the command runs, because a terminal can ask
//! for them or because others can take their place; a usage line that leaves them out costs one try for each.

use clap::Arg;

use super::command::CommandEntry;
use super::line;
use crate::domain::shell::{Verbatim, shell_format};

/// Flags that a command may refuse to work without when it runs. Others are in an example because they are useful.
const ASKED_LATE: [&str; 6] = ["client", "partner", "role", "as", "reason", "confirm"];

/// Those of them that each example of a command has, with the names of their values: `-c <REF>`.
pub(super) fn flags(entry: &CommandEntry) -> Vec<(Arg, String)> {
    let command = entry.command();
    let calls: Vec<Vec<String>> = entry
        .examples
        .iter()
        .flat_map(|example| line::calls(example))
        .filter(|words| words.iter().any(|word| word == entry.name) && !words.iter().any(|word| word == "-"))
        .collect();
    let is_in_each =
        |arg: &&Arg| !calls.is_empty() && calls.iter().all(|words| words.iter().any(|word| names(arg, word)));
    let is_asked_late =
        |arg: &&Arg| !arg.is_required_set() && arg.get_long().is_some_and(|long| ASKED_LATE.contains(&long));
    let needed = command.get_arguments().filter(is_asked_late).filter(is_in_each);
    needed.map(|arg| (arg.clone(), written(arg))).collect()
}

/// Those of them that a line does not have.
pub(super) fn missing(entry: &CommandEntry, args: &[std::ffi::OsString]) -> Vec<String> {
    let is_given = |arg: &Arg| args.iter().any(|word| word.to_str().is_some_and(|word| names(arg, word)));
    flags(entry).into_iter().filter(|(arg, _)| !is_given(arg)).map(|(_, written)| written).collect()
}

pub(super) fn example(entry: &CommandEntry) -> Option<String> {
    entry.examples.first().map(|example| shell_format!("for example `{}`", Verbatim(example)))
}

fn names(arg: &Arg, word: &str) -> bool {
    let long = word.strip_prefix("--").map(|long| long.split('=').next().unwrap_or(long));
    let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.chars().next());
    (long.is_some() && long == arg.get_long()) || (short.is_some() && short == arg.get_short())
}

fn written(arg: &Arg) -> String {
    let flag = match (arg.get_short(), arg.get_long()) {
        (Some(short), _) => format!("-{short}"),
        (None, Some(long)) => format!("--{long}"),
        (None, None) => String::new(),
    };
    let value = arg.get_value_names().and_then(|names| names.first()).map(|name| format!(" <{name}>"));
    flag + &value.filter(|_| arg.get_action().takes_values()).unwrap_or_default()
}
