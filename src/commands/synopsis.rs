//! How a command is written: what it needs, and what it takes besides.

use clap::{Arg, Command};

use super::arguments::{global, own, value, written};
use super::command::CommandEntry;
use super::{arguments, catalogue, required_flags};

/// One way to write a command.
#[derive(Debug, Clone)]
pub struct Form {
    /// `EMAIL... -c CLIENT`
    pub required: Vec<String>,
    /// `[--until TIME]`
    pub optional: Vec<String>,
}

impl Form {
    /// In one line, with `[options]` for what may be left out.
    pub fn short(&self) -> String {
        let (options, positional): (Vec<&String>, Vec<&String>) =
            self.optional.iter().partition(|part| part.starts_with("[-"));
        let mut parts: Vec<&str> = self.required.iter().chain(positional).map(String::as_str).collect();
        if !options.is_empty() {
            parts.push("[options]");
        }
        parts.join(" ")
    }
}

/// Every way to write a command: those that it names, else the one with all that it needs.
pub fn forms(entry: &CommandEntry) -> Vec<Form> {
    let command = entry.command();
    if entry.forms.is_empty() {
        let late: Vec<Arg> = required_flags::flags(entry).into_iter().map(|(arg, _)| arg).collect();
        let needed = |arg: &&Arg| arg.is_required_set() || late.iter().any(|late| late.get_id() == arg.get_id());
        let of_each = global(&command).filter(|arg| late.iter().any(|late| late.get_id() == arg.get_id()));
        let (positional, options): (Vec<&Arg>, Vec<&Arg>) =
            own(&command).filter(needed).chain(of_each).partition(|arg| arg.is_positional());
        let required: Vec<&Arg> = positional.into_iter().chain(options).collect();
        return vec![form(&command, &required, required.iter().map(|arg| written(arg)).collect())];
    }
    let one = |text: &&str| {
        let words: Vec<&str> = text.split(' ').collect();
        // The word behind an option is its value.
        let alone = |at: usize| at == 0 || !words[at - 1].starts_with('-');
        let is_used = |arg: &&Arg| {
            words.iter().enumerate().any(|(at, word)| is_named(arg, word) && (!arg.is_positional() || alone(at)))
        };
        let used: Vec<&Arg> = own(&command).filter(is_used).collect();
        form(&command, &used, vec![(*text).to_owned()])
    };
    entry.forms.iter().map(one).collect()
}

/// Each way to write a command, for an error that has to do with its words.
pub fn usage(entry: &CommandEntry) -> Vec<String> {
    let name = catalogue::name_of(entry);
    let usage = |form: &Form| format!("usage: partnerctl {name} {}", form.short()).trim_end().to_owned();
    forms(entry).iter().map(usage).collect()
}

fn form(command: &Command, used: &[&Arg], required: Vec<String>) -> Form {
    let conflicts = |arg: &Arg| {
        let with = |one: &Arg, other: &Arg| {
            command.get_arg_conflicts_with(one).iter().any(|found| found.get_id() == other.get_id())
        };
        used.iter().any(|used| used.get_id() == arg.get_id() || with(used, arg) || with(arg, used))
    };
    let left: Vec<&Arg> = own(command).filter(|arg| !conflicts(arg)).collect();
    let (positional, options): (Vec<&Arg>, Vec<&Arg>) = left.into_iter().partition(|arg| arg.is_positional());
    let optional = positional.into_iter().chain(options).map(|arg| format!("[{}]", written(arg))).collect();
    Form { required, optional }
}

fn is_named(arg: &Arg, word: &str) -> bool {
    if arg.is_positional() {
        // Rows on standard input, in place of the thing itself.
        if word == "-" {
            return arg.is_required_set();
        }
        return word.trim_end_matches("...") == value(arg);
    }
    arguments::names(arg, word)
}
