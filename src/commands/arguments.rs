//! How the arguments of a command are written, from what clap knows of them.

use clap::{Arg, ArgAction, Command};

/// The arguments of a command that are its own, and not those of every command.
pub fn own(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| {
        !arg.is_hide_set()
            && arg.get_help_heading() != Some("Global options")
            && !["help", "version"].contains(&arg.get_id().as_str())
    })
}

/// The options that every command takes.
pub fn global(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| arg.get_help_heading() == Some("Global options"))
}

/// The name of a value: `EMAIL`.
pub fn value(arg: &Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}

/// An argument as it is typed: `-c CLIENT`, `EMAIL...`, `--owners`.
pub fn written(arg: &Arg) -> String {
    let takes = arg.get_action().takes_values();
    let many =
        matches!(arg.get_action(), ArgAction::Append) || arg.get_num_args().is_some_and(|most| most.max_values() > 1);
    let dots = if takes && many { "..." } else { "" };
    match (arg.get_short(), arg.get_long()) {
        (None, None) => format!("{}{dots}", value(arg)),
        (Some(short), _) if takes => format!("-{short} {}{dots}", value(arg)),
        (None, Some(long)) if takes => format!("--{long} {}{dots}", value(arg)),
        (Some(short), _) => format!("-{short}"),
        (None, Some(long)) => format!("--{long}"),
    }
}

/// An argument in a list of options, with all its names: `-c, --client CLIENT`.
pub fn listed(arg: &Arg) -> String {
    let mut names: Vec<String> = arg.get_short().map(|short| format!("-{short}")).into_iter().collect();
    names.extend(arg.get_long().map(|long| format!("--{long}")));
    if names.is_empty() {
        return written(arg);
    }
    let names = names.join(", ");
    if arg.get_action().takes_values() { format!("{names} {}", value(arg)) } else { names }
}

/// What an argument means, with the values that it can have.
pub fn meaning(arg: &Arg) -> String {
    let text = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
        .map(|value| value.get_name().to_owned())
        .filter(|value| !text.contains(value.as_str()))
        .collect();
    if values.is_empty() { text } else { format!("{text} (one of: {})", arg_values(arg).join(", ")) }
}

fn arg_values(arg: &Arg) -> Vec<String> {
    arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
}

/// Whether a word of a line is this option.
pub fn names(arg: &Arg, word: &str) -> bool {
    let long = word.strip_prefix("--").map(|long| long.split('=').next().unwrap_or(long));
    let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.chars().next());
    (long.is_some() && long == arg.get_long()) || (short.is_some() && short == arg.get_short())
}
