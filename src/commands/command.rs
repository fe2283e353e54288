//! What a command is, and how the one definition becomes parser, help, man page and completions.

use clap::{ArgMatches, Args};

use crate::cli::context::Context;
use crate::cli::globals::Globals;
use crate::domain::authority::Verb;
use crate::error::{Error, Result};
use crate::output::Columns;

use super::question::Question;
use super::version;
use crate::domain::class::Class;

/// The help of a command is made from its definition when it is asked for ([`super::help_text`]): to clap it is the name
/// of the command. That of the program is this.
pub const PROGRAM: &str = "partnerctl";
/// What the program is for.
pub const ABOUT: &str = "Administer who may enter which client account, and never work in the wrong one";

/// A command: its arguments, parsed, are the value itself.
pub trait Command: Args {
    /// The word on the command line: `resend`.
    const NAME: &'static str;
    /// One line: what it does.
    const ABOUT: &'static str;
    /// More, for `--help` and the manual: rules, decisions, what happens where it is not obvious.
    const DETAILS: &'static str = "";
    /// The forms of the command, a usage line for each: `EMAIL... -c CLIENT`. Left empty, there is one, with all that is
    /// required.
    const FORMS: &'static [&'static str] = &[];
    /// What a terminal asks for where the line lacks it.
    const ASKS: &'static [Question] = &[];
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

    /// The columns of its records with these arguments: those of a table are others.
    fn columns(&self) -> Option<Columns> {
        Self::COLUMNS
    }

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
    pub details: &'static str,
    /// Ways to write it, where it names them.
    pub forms: &'static [&'static str],
    /// What a terminal asks for where the line lacks it.
    pub asks: &'static [Question],
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

impl Noun {
    /// The noun of this name; of an empty one, the commands without a noun.
    pub fn named(name: &str) -> Option<&'static Self> {
        super::NOUNS.iter().copied().find(|noun| noun.name == name)
    }

    /// Those that have verbs, and are no commands themselves.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        super::NOUNS.iter().copied().filter(|noun| !noun.name.is_empty())
    }

    /// The command of this verb.
    pub fn verb(&self, name: &str) -> Option<&'static CommandEntry> {
        self.verbs.iter().find(|entry| entry.name == name)
    }

    /// What is typed behind the program.
    pub fn full_name(&self, entry: &CommandEntry) -> String {
        format!("{} {}", self.name, entry.name).trim_start().to_owned()
    }
}

impl CommandEntry {
    /// The entry of a command.
    pub const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            about: C::ABOUT,
            details: C::DETAILS,
            forms: C::FORMS,
            asks: C::ASKS,
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
    let mut root = Globals::augment_args(clap::Command::new(PROGRAM))
        .version(version::NUMBER)
        .long_version(version::long())
        .about(ABOUT)
        .override_help(PROGRAM)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true);
    for noun in super::NOUNS {
        let verbs = noun.verbs.iter().map(|entry| (entry.build)().override_help(noun.full_name(entry)));
        if noun.name.is_empty() {
            root = root.subcommands(verbs);
        } else {
            let command = level(clap::Command::new(noun.name)).about(noun.about).subcommands(verbs);
            let command = command.override_help(noun.name);
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
    let Some(noun) = Noun::named(first) else {
        let entry = Noun::named("").and_then(|noun| noun.verb(first)).ok_or_else(lost)?;
        return Ok((entry, inner, globals));
    };
    let (second, innermost) = inner.subcommand().ok_or_else(lost)?;
    globals = globals.merge(globals_of(innermost)?)?;
    let entry = noun.verb(second).ok_or_else(lost)?;
    Ok((entry, innermost, globals))
}

/// A level of the command line, with the global flags behind its own.
fn level(command: clap::Command) -> clap::Command {
    Globals::augment_args(command)
}

/// The levels of a parsed line: the program, the noun, and last the command.
pub fn levels(matches: &ArgMatches) -> Vec<&ArgMatches> {
    let mut levels = vec![matches];
    let mut level = matches;
    while let Some((_, inner)) = level.subcommand() {
        levels.push(inner);
        level = inner;
    }
    levels
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
    level(C::augment_args(command)).about(C::ABOUT)
}

fn parsed<C: Command>(matches: &ArgMatches) -> Result<C> {
    C::from_arg_matches(matches).map_err(|error| Error::bug(format!("arguments of {}: {error}", C::NAME)))
}

fn run<C: Command>(matches: &ArgMatches, cx: &mut Context) -> Result<()> {
    let command = parsed::<C>(matches)?;
    cx.set_class(command.class());
    if let Some(columns) = command.columns() {
        // A mistake in --columns or --sort is found before anything is looked at.
        cx.select(columns)?;
        cx.begin_output()?;
    } else if cx.globals.output.is_some() {
        return Err(Error::usage("--output is for commands that print records, and this one prints none")
            .advice("redirect standard output instead"));
    }
    if let (Some(verb), Opening::Before) = (C::VERB, C::OPENING)
        && !cx.has_begun()
    {
        cx.begin(verb)?;
    }
    command.run(cx)
}
