//! What a command is, and how the one definition becomes parser, help, man page and completions.

use clap::{ArgMatches, Args};

use crate::cli::context::Context;
use crate::cli::globals::Globals;
use crate::domain::authority::Verb;
use crate::error::{Error, Result};
use crate::output::Columns;

use super::{line, version};
use crate::domain::class::Class;

/// Examples are folded to fit into this, which the narrowest help has.
const EXAMPLE_WIDTH: usize = 78;

/// A command: its arguments, parsed, are the value itself.
pub trait Command: Args {
    /// The word on the command line: `resend`.
    const NAME: &'static str;
    /// One line: what it does.
    const ABOUT: &'static str;
    /// More, for `--help` and the manual: rules, decisions, what happens where it is not obvious.
    const DETAILS: &'static str = "";
    /// Command lines that work, each with `partnerctl` in front. A test parses them.
    const EXAMPLES: &'static [&'static str];
    /// What the actor must be allowed to do. `None`: the command needs no database and no actor.
    const VERB: Option<Verb>;
    /// The columns of the records it prints, if it prints records.
    const COLUMNS: Option<Columns> = None;
    const OPENING: Opening = Opening::Before;

    /// Where its class is another than that of the first example: which, and with what arguments. A test holds it
    /// against [`Command::class`] and the examples.
    const OTHERWISE: &'static [(Class, &'static str)] = &[];

    /// How much care it takes, as a function of its arguments and nothing else.
    fn class(&self) -> Class;

    /// Does it.
    ///
    /// # Errors
    /// Whatever stopped it.
    fn run(self, cx: &mut Context) -> Result<()>;
}

/// When the database is opened and the actor found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Before the command looks at anything.
    Before,
    /// By the command, which can do its work also where the database cannot be read (`db restore`).
    ByItself,
}

/// A noun and its verbs.
#[derive(Debug)]
pub struct Noun {
    /// The word on the command line; empty for the verbs without a noun.
    pub name: &'static str,
    pub about: &'static str,
    /// Its commands, in the order of the help.
    pub verbs: &'static [CommandEntry],
}

/// A command as the list of its noun has it.
#[derive(Debug, Clone, Copy)]
pub struct CommandEntry {
    /// The word on the command line.
    pub name: &'static str,
    pub about: &'static str,
    pub examples: &'static [&'static str],
    /// What the actor must be allowed to do.
    pub verb: Option<Verb>,
    /// The columns of its records.
    pub columns: Option<Columns>,
    /// Other classes than that of the first example, each with the arguments that make it so.
    pub otherwise: &'static [(Class, &'static str)],
    build: fn() -> clap::Command,
    class: fn(&ArgMatches) -> Result<Class>,
    run: fn(&ArgMatches, &mut Context) -> Result<()>,
}

impl CommandEntry {
    /// The entry of a command.
    pub const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            about: C::ABOUT,
            examples: C::EXAMPLES,
            verb: C::VERB,
            columns: C::COLUMNS,
            otherwise: C::OTHERWISE,
            build: build::<C>,
            class: |matches| parsed::<C>(matches).map(|command| command.class()),
            run: run::<C>,
        }
    }

    /// The class of the command with these arguments.
    ///
    /// # Errors
    /// `usage`.
    pub fn class(&self, matches: &ArgMatches) -> Result<Class> {
        (self.class)(matches)
    }

    /// The command with its arguments.
    pub fn command(&self) -> clap::Command {
        let mut command = (self.build)();
        command.build();
        command
    }

    /// Runs it.
    ///
    /// # Errors
    /// Whatever stopped it.
    pub fn run(&self, matches: &ArgMatches, cx: &mut Context) -> Result<()> {
        (self.run)(matches, cx)
    }
}

/// The whole command line, for parsing and for everything that is generated from it.
pub fn tree() -> clap::Command {
    let mut root = Globals::augment_args(clap::Command::new("partnerctl"))
        .mut_args(|argument| argument.hide_short_help(true))
        .version(version::NUMBER)
        .long_version(version::long())
        .about("Administer who may enter which client account, and never work in the wrong one")
        .after_help(
            "There is no current client: each command names its own with --client.\n\
             Start with `partnerctl init`; `partnerctl help` lists every command and topic.",
        )
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true);
    for noun in super::NOUNS {
        let verbs = noun.verbs.iter().map(|entry| (entry.build)());
        if noun.name.is_empty() {
            root = root.subcommands(verbs);
        } else {
            let command = level(clap::Command::new(noun.name)).about(noun.about).subcommands(verbs);
            let command = command.disable_help_subcommand(true).subcommand_required(true);
            root = root.subcommand(command.arg_required_else_help(true));
        }
    }
    root
}

/// The command that the parsed line names, its own arguments, and the global flags of every level.
///
/// # Errors
/// `usage` when a global flag is on two levels.
pub fn find(matches: &ArgMatches) -> Result<(&'static CommandEntry, &ArgMatches, Globals)> {
    let mut globals = globals_of(matches)?;
    let lost = || Error::bug("the command line parsed to no command");
    let (first, inner) = matches.subcommand().ok_or_else(lost)?;
    globals = globals.merge(globals_of(inner)?)?;
    let noun = super::NOUNS.iter().find(|noun| noun.name == first);
    let Some(noun) = noun else {
        let alone = super::NOUNS.iter().find(|noun| noun.name.is_empty());
        let entry = alone.and_then(|noun| noun.verbs.iter().find(|entry| entry.name == first)).ok_or_else(lost)?;
        return Ok((entry, inner, globals));
    };
    let (second, innermost) = inner.subcommand().ok_or_else(lost)?;
    globals = globals.merge(globals_of(innermost)?)?;
    let entry = noun.verbs.iter().find(|entry| entry.name == second).ok_or_else(lost)?;
    Ok((entry, innermost, globals))
}

/// A level of the command line, with the global flags behind its own. Only the help of the program itself explains
/// those.
fn level(command: clap::Command) -> clap::Command {
    let own: Vec<_> = command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    Globals::augment_args(command).mut_args(|argument| {
        if own.contains(argument.get_id()) { argument } else { argument.hide_short_help(true).hide_long_help(true) }
    })
}

fn globals_of(matches: &ArgMatches) -> Result<Globals> {
    use clap::FromArgMatches;
    Globals::from_arg_matches(matches).map_err(|error| Error::bug(format!("global flags: {error}")))
}

/// The command without its arguments: of a hundred commands one is run, and only that one's are needed.
fn build<C: Command>() -> clap::Command {
    clap::Command::new(C::NAME).about(C::ABOUT).defer(furnish::<C>)
}

fn furnish<C: Command>(command: clap::Command) -> clap::Command {
    let command = level(C::augment_args(command)).about(C::ABOUT);
    let command =
        if C::DETAILS.is_empty() { command } else { command.long_about(format!("{}\n\n{}", C::ABOUT, C::DETAILS)) };
    let examples = format!("Examples:\n{}", C::EXAMPLES.iter().map(|one| folded(one)).collect::<Vec<_>>().join("\n"));
    let mut more = examples.clone();
    if let Some(columns) = C::COLUMNS {
        let names: Vec<&str> = columns.declared().iter().map(|column| column.name).collect();
        more.push_str("\n\nColumns:\n  ");
        more.push_str(&names.join(", "));
    }
    more.push_str("\n\nGlobal options, which `partnerctl --help` explains:\n  ");
    more.push_str(&global_flags().join(" "));
    command.after_help(examples).after_long_help(more)
}

fn global_flags() -> Vec<String> {
    let globals = Globals::augment_args(clap::Command::new("globals"));
    globals.get_arguments().filter_map(|argument| argument.get_long()).map(|long| format!("--{long}")).collect()
}

/// An example, indented, and folded between its words where it is long, so that it can be pasted as it is shown.
fn folded(example: &str) -> String {
    let mut text = String::from(" ");
    let mut width = 1;
    for part in line::parts(example) {
        let length = part.chars().count();
        if width > 1 && width + 1 + length + " \\".len() > EXAMPLE_WIDTH {
            text.push_str(" \\\n     ");
            width = 5;
        }
        text.push(' ');
        text.push_str(part);
        width += 1 + length;
    }
    text
}

fn parsed<C: Command>(matches: &ArgMatches) -> Result<C> {
    C::from_arg_matches(matches).map_err(|error| Error::bug(format!("arguments of {}: {error}", C::NAME)))
}

fn run<C: Command>(matches: &ArgMatches, cx: &mut Context) -> Result<()> {
    let command = parsed::<C>(matches)?;
    cx.set_class(command.class());
    if let Some(columns) = C::COLUMNS {
        // A mistake in --columns or --sort is found before anything is looked at.
        cx.select(columns)?;
        cx.begin_output()?;
    } else if cx.globals.output.is_some() {
        return Err(Error::usage("--output is for commands that print records, and this one prints none")
            .advice("redirect standard output instead"));
    }
    if let (Some(verb), Opening::Before) = (C::VERB, C::OPENING) {
        cx.begin(verb)?;
    }
    command.run(cx)
}
