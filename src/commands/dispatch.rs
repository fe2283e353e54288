//! From the words on the line to the exit code: parse, run, audit refusals, report, flush.

use std::ffi::OsString;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::cli::context::Context;
use crate::cli::env::Env;
use crate::cli::globals::Globals;
use crate::cli::pager;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::{Code, Error, Result};
use crate::output::Format;
use crate::output::sanitise::for_terminal;
use crate::output::style::{Color, Environment};
use crate::term::ui::{Settings, Volume};
use crate::term::{Facts, Tense, Ui};

use super::command::CommandEntry;
use super::document::{self, Block, Line};
use super::guided::{self, Answered};
use super::{command, help_text, required_flags, suggest, synopsis, whose};

/// Runs one command line in this environment; the process exit code.
pub fn run(mut env: Env) -> u8 {
    let stdout = std::mem::replace(&mut env.streams.stdout, Box::new(std::io::sink()));
    let stderr = std::mem::replace(&mut env.streams.stderr, Box::new(std::io::sink()));
    let mut ui = Ui::new(stdout, stderr, env.streams.facts);
    let (matches, refused) = match command::tree().try_get_matches_from(&env.args) {
        Ok(matches) => (matches, None),
        Err(error) => match as_far_as_it_goes(&error, &env.args) {
            Some(matches) => (matches, Some(error)),
            None => return refuse(&env, ui, &error),
        },
    };
    let (entry, inner, globals) = match command::find(&matches) {
        Ok(found) => found,
        Err(error) => return finish(&ui, Err(error)),
    };
    let format = globals.request().map_or(Format::Table, |request| request.format);
    ui.configure(settings(&env, &globals, format));
    if format == Format::Table
        && !globals.quiet
        && !globals.no_pager
        && is_paged(entry, inner)
        && let Some(call) = pager::chosen(&env.vars, &env.account, ui.facts().owner)
    {
        ui.page(call);
    }
    let args = env.args.clone();
    let mut cx = match Context::new(env, ui, globals) {
        Ok(cx) => cx,
        Err(refused) => {
            let (ui, error) = *refused;
            return finish(&ui, Err(error));
        }
    };
    let result = complete(&mut cx, entry, &matches, &args, refused.as_ref()).and_then(|completed| {
        let (entry, inner, _) = command::find(completed.as_ref().unwrap_or(&matches))?;
        entry.run(inner, &mut cx)
    });
    let result = result.map_err(|error| match (error.code(), cx.interrupt.check()) {
        // It waited for the database, and was asked to stop.
        (Code::Busy, Err(stop)) => stop,
        _ => whose::with_client(&mut cx, &args, error),
    });
    if result.as_ref().err().is_none_or(|error| error.code() == Code::Partial) {
        cx.say_dry_run();
    }
    match &result {
        Ok(()) => cx.audit_lookups(),
        Err(error) => {
            if let Ok(class) = entry.class(inner) {
                cx.audit_refusal(class, error);
            }
        }
    }
    match finish(&cx.ui, result) {
        0 => cx.exit(),
        code => code,
    }
}

/// What can be read of a line that lacks something a terminal can ask for.
fn as_far_as_it_goes(error: &clap::Error, args: &[OsString]) -> Option<ArgMatches> {
    let asks = error.kind() == ErrorKind::MissingRequiredArgument
        && suggest::entry(args).is_some_and(|entry| !entry.asks.is_empty());
    let matches = asks.then(|| command::tree().ignore_errors(true).try_get_matches_from(args).ok()).flatten()?;
    command::find(&matches).is_ok().then_some(matches)
}

/// Asks at a terminal for what the line lacks. The line with the answers, or `None` where it stays as it is.
///
/// # Errors
/// `usage` or `client_required` with all that is missing, where no one is asked; else those of a question.
fn complete(
    cx: &mut Context,
    entry: &CommandEntry,
    matches: &ArgMatches,
    args: &[OsString],
    refused: Option<&clap::Error>,
) -> Result<Option<ArgMatches>> {
    let as_it_is = || refused.map_or(Ok(None), |error| Err(refusal(error, args)));
    let levels = command::levels(matches);
    let (questions, Some(verb), Some(inner)) = (guided::open(entry, &levels), entry.verb, levels.last()) else {
        return as_it_is();
    };
    let is_asked = cx.can_ask_reader();
    let late = required_flags::late(entry, args);
    if questions.is_empty() || !is_asked && (refused.is_some() || late.len() < 2) {
        return as_it_is();
    }
    // A change on someone's behalf begins when its reason is known.
    if cx.globals.on_behalf.is_none() || cx.reason().is_some() {
        cx.begin(verb)?;
    }
    if !is_asked {
        return Err(required_flags::lacking(entry, &late, synopsis::usage(entry)));
    }
    let (args, is_whole) = match guided::complete(cx, &questions, inner, args)? {
        Answered::Whole(args) => (args, true),
        Answered::Partly(args) => (args, false),
        Answered::Nothing => return as_it_is(),
    };
    let matches = command::tree().try_get_matches_from(&args).map_err(|error| refusal(&error, &args))?;
    let (entry, inner, globals) = command::find(&matches)?;
    cx.amend(&args, globals)?;
    if is_whole {
        guided::confirm(cx, entry.class(inner)?, &args)?;
    }
    Ok(Some(matches))
}

/// The exit code of a line that is not understood, or that asks for help.
fn refuse(env: &Env, mut ui: Ui, error: &clap::Error) -> u8 {
    let format = guessed_format(env);
    ui.configure(settings(env, &guessed_globals(env), format));
    if lacks_verb(error) && !format.is_machine() {
        return guide(&ui, &env.args);
    }
    let result = parse_failure(&ui, error, &env.args);
    finish(&ui, result)
}

/// The command that prints topics.
const HELP: &str = "help";

/// How far paragraphs are indented below a heading: in the help of a command, and in a topic.
pub const COMMAND: usize = 2;
pub const TOPIC: usize = 0;

/// Whether a command does nothing but print what it found.
fn is_paged(entry: &CommandEntry, inner: &ArgMatches) -> bool {
    let prints = entry.columns.is_some() || entry.name == HELP;
    prints && entry.class(inner).is_ok_and(|class| class == Class::Read)
}

/// How wide help may be.
fn help_width(facts: Facts) -> usize {
    usize::from(facts.width.unwrap_or(80).clamp(40, 140))
}

/// Prints a text as wide as the terminal is.
///
/// # Errors
/// As [`Ui::print`].
pub fn show(ui: &Ui, blocks: &[Block], prose: usize) -> Result<()> {
    for line in document::lines(blocks, help_width(ui.facts()), prose) {
        match line {
            Line::Heading(text) => ui.heading(&text)?,
            Line::Text(text) => ui.print(&text)?,
        }
    }
    Ok(())
}

/// Says what can follow, where the line ends too early. As with git that is a failure: a script whose variable is empty
/// does not go on.
fn guide(ui: &Ui, args: &[OsString]) -> u8 {
    let named = args.iter().skip(1).find_map(|word| super::NOUNS.iter().find(|noun| word == noun.name));
    let blocks = named.map_or_else(help_text::overview, |noun| help_text::of_noun(noun));
    for line in document::lines(&blocks, help_width(ui.facts()), COMMAND) {
        match line {
            Line::Heading(text) => ui.title(&text),
            Line::Text(text) => ui.reveal(&text),
        }
    }
    Code::Usage.exit()
}

/// Flushes, reports, and turns the result into the exit code. A reader that closed the pipe is no failure (docs/reference.md#exit-codes).
fn finish(ui: &Ui, result: Result<()>) -> u8 {
    match result.and_then(|()| ui.finish()) {
        Ok(()) => 0,
        Err(error) if error.is_reader_gone() => 0,
        Err(error) => {
            ui.report(&error);
            error.code().exit()
        }
    }
}

fn settings(env: &Env, globals: &Globals, format: Format) -> Settings {
    let text = |name| env.var(name).map(|value| value.to_string_lossy().into_owned());
    Settings {
        format,
        volume: if globals.quiet { Volume::Quiet } else { Volume::Normal },
        tense: if globals.dry_run { Tense::Would } else { Tense::Done },
        color: match globals.color.as_deref() {
            Some("always") => Color::Always,
            Some("never") => Color::Never,
            _ => Color::Auto,
        },
        environment: Environment {
            no_color: text("NO_COLOR"),
            clicolor: text("CLICOLOR"),
            clicolor_force: text("CLICOLOR_FORCE"),
            term: text("TERM"),
        },
        zone: Some(env.zone.clone()),
    }
}

/// A line that does not parse has no flags yet; a script that asked for JSON gets its errors in JSON all the same.
fn guessed_format(env: &Env) -> Format {
    let named = env.args.iter().find_map(|word| {
        let word = word.to_string_lossy();
        let format = match &*word {
            "--json" => Some(Format::Json),
            "--csv" => Some(Format::Csv),
            word => Format::named(word.strip_prefix("--format=").unwrap_or(word)),
        };
        format.filter(|format| format.is_for_programs())
    });
    named.unwrap_or_default()
}

/// The help is coloured as the line says, although it is not parsed to its end.
fn guessed_globals(env: &Env) -> Globals {
    let words: Vec<_> = env.args.iter().map(|word| word.to_string_lossy()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let apart = words.iter().position(|word| word == "--color").and_then(|at| words.get(at + 1));
    let color = joined.map(str::to_owned).or_else(|| apart.map(|word| word.clone().into_owned()));
    Globals { color, ..Globals::default() }
}

/// The line ends where a noun or verb should follow.
fn no_verb(args: &[OsString]) -> Error {
    let named = args.iter().skip(1).find_map(|word| super::NOUNS.iter().find(|noun| word == noun.name));
    let Some(noun) = named else {
        return Error::usage("no command given").advice("see `partnerctl help`; begin with `partnerctl init`");
    };
    let verbs: Vec<&str> = noun.verbs.iter().map(|entry| entry.name).collect();
    Error::usage(format!("`{}` needs a verb: {}", noun.name, verbs.join(", ")))
        .advice(shell_format!("see `partnerctl {} --help`", noun.name))
}

fn lacks_verb(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand)
}

/// The help of what clap names.
fn help(ui: &Ui, name: &str) -> Result<()> {
    let words: Vec<&str> = name.split(' ').filter(|word| *word != command::PROGRAM).collect();
    let blocks = help_text::of(&words)?.ok_or_else(|| Error::bug(format!("there is no help of {name:?}")))?;
    show(ui, &blocks, COMMAND)
}

/// Help and version are answers; all else is a usage error.
fn parse_failure(ui: &Ui, error: &clap::Error, args: &[OsString]) -> Result<()> {
    match error.kind() {
        ErrorKind::DisplayVersion => ui.print(error.to_string().trim_end()),
        ErrorKind::DisplayHelp => help(ui, error.to_string().trim()),
        _ if lacks_verb(error) => Err(no_verb(args)),
        _ => Err(refusal(error, args)),
    }
}

/// What clap refuses, in our words and form. It echoes arguments raw, so that they are made harmless here.
fn refusal(error: &clap::Error, args: &[OsString]) -> Error {
    let meant = suggest::instead_of(error, args);
    let ours = meant.is_some();
    let mut hints = meant.unwrap_or_default();
    let far = suggest::far_option(error);
    let entry = suggest::entry(args);
    let mut message = String::new();
    for line in error.to_string().lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(first) = line.strip_prefix("error: ") {
            message = for_terminal(first).into_owned();
        } else if let Some(tip) = line.strip_prefix("tip: ") {
            // That a word could be a value is never what was meant here, and a similar word may mean another thing.
            if !ours && !tip.contains("as a value, use") && !far.is_some_and(|option| tip.contains(option)) {
                hints.push(for_terminal(tip).into_owned());
            }
        } else if line.starts_with("Usage: ") {
            hints.extend(entry.map(synopsis::usage).unwrap_or_default());
        } else if !line.starts_with("For more information") {
            message.push(' ');
            message.push_str(&for_terminal(line));
        }
    }
    if let (ErrorKind::MissingRequiredArgument, Some(entry)) = (error.kind(), entry) {
        message = format!("missing: {}", required_flags::missing(entry, error, args).join(", "));
    }
    hints.into_iter().fold(Error::new(Code::Usage, message), Error::advice)
}
