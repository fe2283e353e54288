//! Asks at a terminal for what a command line lacks, and completes the line. What runs then is that line, as if it had
//! been typed: every check and every confirmation is that of the line. A script, `--no-input` and output for programs are
//! asked nothing.

use std::collections::HashMap;
use std::ffi::OsString;

use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::cli::context::Context;
use crate::domain::actor::Actor;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::id::LinkId;
use crate::domain::name::{Name, plain_text};
use crate::domain::reference::{ClientRef, Forms, PartnerRef, UserRef};
use crate::domain::role::Role;
use crate::domain::shell::{self, Verbatim, shell_format};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::unit_of_work::Mode;
use crate::ops::{Tx, invite, link, resolve};
use crate::term::Keyboard;

use super::command::{self, CommandEntry};
use super::question::{Empty, Kind, Question};

/// A command line in parts, so that options are never put behind `--`.
#[derive(Debug)]
struct Line {
    words: Vec<OsString>,
    behind: Vec<OsString>,
}

impl Line {
    fn new(args: &[OsString]) -> Self {
        let end = args.iter().position(|word| word == "--").unwrap_or(args.len());
        Self { words: args[..end].to_vec(), behind: args[end..].iter().skip(1).cloned().collect() }
    }

    fn add(&mut self, flag: &str, value: &str) {
        match (flag, value.starts_with('-')) {
            ("", true) => self.behind.push(value.into()),
            ("", false) => self.words.push(value.into()),
            (_, true) if flag.starts_with("--") => self.words.push(format!("{flag}={value}").into()),
            (_, true) => self.words.push(format!("{flag}{value}").into()),
            (_, false) => self.words.extend([flag.into(), value.into()]),
        }
    }

    fn args(&self) -> Vec<OsString> {
        let mut args = self.words.clone();
        if !self.behind.is_empty() {
            args.push("--".into());
            args.extend(self.behind.iter().cloned());
        }
        args
    }
}

/// What became of the questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// All of them are answered: the whole line.
    Whole(Vec<OsString>),
    /// The command asks for the rest by itself.
    Partly(Vec<OsString>),
    /// The line stays as it is.
    Nothing,
}

/// The questions that a line leaves open, or none where it lacks nothing. `levels` are the parts of the line, the command
/// last.
pub fn open(entry: &CommandEntry, levels: &[&ArgMatches]) -> Vec<Question> {
    let given = |id: &str| {
        levels.iter().any(|level| {
            level.try_contains_id(id).is_ok_and(|has| has) && level.value_source(id) == Some(ValueSource::CommandLine)
        })
    };
    let is_open = |question: &&Question| !given(question.id) && !question.unless.iter().any(|id| given(id));
    let open: Vec<Question> = entry.asks.iter().filter(is_open).copied().collect();
    if open.iter().all(|question| question.empty == Empty::Skips) { Vec::new() } else { open }
}

/// Asks the questions, and adds the answers to the line.
///
/// # Errors
/// `unconfirmed` when the input ends or a list is left, `interrupted`.
pub fn complete(cx: &mut Context, questions: &[Question], inner: &ArgMatches, args: &[OsString]) -> Result<Answered> {
    let mut line = Line::new(args);
    let before = line.args();
    let mut answers: HashMap<&str, String> = HashMap::new();
    let mut flags: Vec<&str> = Vec::new();
    for question in questions {
        let said = |id: &str| {
            let typed = || inner.try_get_one::<String>(id).ok().flatten().cloned();
            answers.get(id).cloned().or_else(typed)
        };
        let is_meant = question.only_if.is_none_or(|(id, value)| said(id).as_deref() == Some(value));
        if !is_meant || question.unless.iter().any(|id| flags.contains(id)) {
            continue;
        }
        let mut asks = question.asks.to_owned();
        if let Kind::Form = question.kind {
            // On someone's behalf nothing is read before the reason is known.
            if cx.actor().is_err() {
                continue;
            }
            let forms = cx.read(|tx, _| invite::forms(tx))?;
            if forms.is_empty() {
                continue;
            }
            asks = format!("{asks}: {} (leave empty for none)", forms.join(", "));
        }
        let proposal = match question.empty {
            Empty::SlugOfName => said("name").as_deref().and_then(Slug::derive).map(|slug| slug.to_string()),
            _ => None,
        };
        let answer = ask(cx, question, &asks, proposal.as_deref())?;
        answers.insert(question.id, answer.clone());
        match question.empty {
            _ if !answer.is_empty() => add(&mut line, question, &answer),
            Empty::Stops | Empty::SlugOfName if line.args() == before => return Ok(Answered::Nothing),
            Empty::Stops | Empty::SlugOfName => return Err(stopped(question, &line.args())),
            Empty::Skips => {}
            Empty::Ends if line.args() == before => return Ok(Answered::Nothing),
            Empty::Ends => return Ok(Answered::Partly(line.args())),
            Empty::Flag(flag) => {
                line.words.push(flag.into());
                flags.push(flag.trim_start_matches('-'));
            }
        }
    }
    Ok(Answered::Whole(line.args()))
}

/// No answer to a question that needs one, after others were answered: those are not lost.
fn stopped(question: &Question, args: &[OsString]) -> Error {
    let asks = question.asks.split(" (").next().unwrap_or(question.asks);
    Error::unconfirmed(format!("{asks}: no answer was given; nothing was changed"))
        .advice(shell_format!("go on from here with `{}`", Verbatim(typed(args))))
}

/// The line, ready to paste.
fn typed(args: &[OsString]) -> String {
    let words = args.iter().skip(1).map(|word| shell::word(&word.to_string_lossy()));
    std::iter::once(command::PROGRAM.to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// Shows the line that is run, and where no `undo` would take it back, waits for Enter.
///
/// # Errors
/// `unconfirmed` for any other answer.
pub fn confirm(cx: &mut Context, class: Class, args: &[OsString]) -> Result<()> {
    cx.ui.reveal(&format!("The same in one line: {}", typed(args)));
    let waits = matches!(class, Class::Outward | Class::Global) && cx.mode() == Mode::Real;
    if !waits {
        return Ok(());
    }
    let answer = cx.ask_line("Press Enter to run it, Ctrl-C to stop", Keyboard::Stdin)?;
    if answer.is_empty() {
        return Ok(());
    }
    Err(Error::unconfirmed(format!("{answer:?} was typed where Enter was expected; nothing was changed")))
}

fn add(line: &mut Line, question: &Question, answer: &str) {
    match question.kind {
        Kind::People | Kind::Addresses | Kind::Targets => {
            answer.split_whitespace().for_each(|word| line.add(question.flag, word));
        }
        _ => line.add(question.flag, answer),
    }
}

/// Asks until the answer is one, or empty.
fn ask(cx: &mut Context, question: &Question, asks: &str, proposal: Option<&str>) -> Result<String> {
    if matches!(question.kind, Kind::Role) {
        let items: Vec<String> = Role::ALL.iter().map(|role| role.name().to_owned()).collect();
        let chosen = cx.prompter.choose(asks, &items)?;
        return Ok(items.get(chosen).cloned().unwrap_or_default());
    }
    let asks = proposal.map_or_else(|| asks.to_owned(), |word| format!("{asks} [{word}]"));
    loop {
        let mut answer = cx.ask_line(&asks, Keyboard::Stdin)?;
        if answer.is_empty() {
            answer = proposal.unwrap_or_default().to_owned();
        }
        if answer.is_empty() {
            return Ok(answer);
        }
        match check(cx, question.kind, &answer) {
            Ok(()) => return Ok(answer),
            Err(error) => {
                cx.ui.warn(error.message());
                cx.ui.hints(error.hints());
            }
        }
    }
}

/// Whether an answer can be right, by what is known before the command runs.
fn check(cx: &mut Context, kind: Kind, answer: &str) -> Result<()> {
    match kind {
        Kind::Name(field) => Name::parse(field, answer).map(drop),
        Kind::Address => Email::parse(answer).map(drop),
        Kind::People => answer.split_whitespace().try_for_each(|word| UserRef::parse(word).map(drop)),
        Kind::Addresses => answer.split_whitespace().try_for_each(|word| Email::parse(word).map(drop)),
        Kind::User => UserRef::parse(answer).map(drop),
        Kind::Client => client(cx, answer, Forms::Exact),
        Kind::Targets => answer.split_whitespace().try_for_each(|word| client(cx, word, Forms::Any)),
        Kind::Partner => {
            let reference = PartnerRef::parse(answer)?;
            known_to_support(cx, |tx, _, _| resolve::partner(tx, &reference).map(drop))
        }
        Kind::Slug => Slug::parse(answer).map(drop),
        Kind::Role | Kind::RoleAsText => Role::parse(answer).map(drop),
        Kind::Link => {
            let id = LinkId::parse(answer)?;
            known_to_support(cx, |tx, actor, now| link::list::one(tx, actor, id, now).map(drop))
        }
        Kind::Form => cx.read(|tx, _| invite::must_be_a_form(tx, Some(answer))),
        Kind::Reason => plain_text("reason", answer, 500).map(drop),
    }
}

/// The client is shown, so that a wrong one is seen before anything happens. A user learns nothing here: what they may see
/// is checked, and recorded, when the command runs.
fn client(cx: &mut Context, answer: &str, forms: Forms) -> Result<()> {
    let reference = ClientRef::parse(answer, forms)?;
    if !is_support(cx) {
        return Ok(());
    }
    let now = cx.now();
    let seen = cx.read(|tx, actor| resolve::client(tx, actor, &reference, "your answer", now))?;
    resolve::must_be_current(&seen)?;
    resolve::must_be_open(&seen.row)?;
    cx.show(&seen, &[]);
    Ok(())
}

/// Looks an answer up at once, for support; see [`client`].
fn known_to_support(cx: &mut Context, look: impl FnOnce(&Tx<'_>, &Actor, Instant) -> Result<()>) -> Result<()> {
    if !is_support(cx) {
        return Ok(());
    }
    let now = cx.now();
    cx.read(|tx, actor| look(tx, actor, now))
}

fn is_support(cx: &Context) -> bool {
    cx.actor().is_ok_and(Actor::is_support)
}
