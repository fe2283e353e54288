//! Filters that several lists share.

use clap::Args;

use crate::cli::context::Context;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::login::LoginRow;
use crate::domain::reference::UserRef;
use crate::domain::time::{Edge, Instant, Span, parse_end};
use crate::error::{Error, Result};
use crate::ops::{sign_in, who};
use crate::output::Part;

/// A part of a list.
#[derive(Debug, Args)]
pub struct PartArgs {
    /// Print at most N rows, and the command for the next ones
    #[arg(long, value_name = "N", value_parser = some_rows)]
    pub limit: Option<u32>,
    /// Start after the row with this id
    #[arg(long, value_name = "ID")]
    pub after: Option<String>,
}

impl PartArgs {
    /// The part that is wanted.
    pub fn part(&self) -> Part {
        Part { limit: self.limit, after: self.after.clone() }
    }

    /// Whether an empty list is the end of a longer one, which is said.
    pub fn is_end(&self, cx: &Context) -> bool {
        if let Some(after) = &self.after {
            cx.ui.note(&format!("nothing comes after {after}"));
        }
        self.after.is_some()
    }

    /// The first id of the row behind which the part begins.
    ///
    /// # Errors
    /// Those of `parse`.
    pub fn from<T>(&self, parse: impl FnOnce(&str) -> Result<T>) -> Result<Option<T>> {
        let first = |after: &'_ str| after.split('/').next().unwrap_or_default().to_owned();
        let first = self.after.as_deref().map(first);
        first.map(|first| parse(&first).map_err(|error| error.context("--after"))).transpose()
    }
}

/// A part of a list that people read as sentences.
pub struct Lines {
    limit: Option<u32>,
    taken: u32,
    /// The number of the last line, once the part is full.
    last: Option<i64>,
    is_cut: bool,
}

impl Lines {
    pub const fn new(limit: Option<u32>) -> Self {
        Self { limit, taken: 0, last: None, is_cut: false }
    }

    /// Takes the line with this number.
    ///
    /// # Errors
    /// [`Error::part_full`] where it is behind the part: nothing more is read.
    pub fn take(&mut self, number: i64) -> Result<()> {
        if self.limit == Some(self.taken) {
            self.is_cut = true;
            return Err(Error::part_full());
        }
        self.taken += 1;
        self.last = Some(number);
        Ok(())
    }

    /// Runs `work`, which reads lines, until the part is full.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn until_full(&mut self, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        match work(self) {
            Err(error) if error.is_part_full() => Ok(()),
            result => result,
        }
    }

    /// How many lines there were.
    pub const fn count(&self) -> u32 {
        self.taken
    }

    /// Says which command shows the lines behind.
    pub fn end(&self, cx: &Context) {
        if let Some(last) = self.last.filter(|_| self.is_cut) {
            cx.hint_next_part(&last.to_string());
        }
    }
}

/// The number of an audit row.
///
/// # Errors
/// `usage`.
pub fn audit_number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::usage(format!("{text:?} is not the number of an audit row")))
}

pub fn some_rows(text: &str) -> std::result::Result<u32, String> {
    match text.parse() {
        Ok(0) => Err("a part of a list has at least one row".to_owned()),
        Ok(count) => Ok(count),
        Err(_) => Err("give the number of rows".to_owned()),
    }
}

/// A stretch of time, as lists take it.
#[derive(Debug, Args)]
pub struct TimeArgs {
    /// From this time on: a day, a month, a time such as 2026-11-21T14:05:00Z, or so long ago: 7d, 12h
    #[arg(long, value_name = "T")]
    pub since: Option<String>,
    /// Before this time; a day or month is included
    #[arg(long, value_name = "T")]
    pub until: Option<String>,
}

impl TimeArgs {
    /// The instants that are meant, shown to the person who gave days or durations.
    ///
    /// # Errors
    /// `usage` when one is malformed, or nothing lies between the two.
    pub fn range(&self, cx: &Context) -> Result<(Option<Instant>, Option<Instant>)> {
        let read = |text: &Option<String>, edge, flag: &str| -> Result<Option<Instant>> {
            let Some(text) = text.as_deref() else { return Ok(None) };
            let instant = match Span::parse(text) {
                Ok(span) => cx.now() - span,
                Err(_) => parse_end(text, &cx.zone, edge)
                    .map_err(|error| error.context(flag).advice("or so long ago: `7d`, `12h`"))?,
            };
            Ok(Some(instant))
        };
        let since = read(&self.since, Edge::Start, "--since")?;
        let until = read(&self.until, Edge::End, "--until")?;
        if since.zip(until).is_some_and(|(since, until)| until <= since) {
            return Err(Error::usage("nothing lies between --since and --until: the end is before the beginning"));
        }
        let parts: Vec<String> = since
            .map(|at| format!("from {}", cx.zone.local(at)))
            .into_iter()
            .chain(until.map(|at| format!("before {}", cx.zone.local(at))))
            .collect();
        if !parts.is_empty() {
            cx.ui.note(&parts.join(", "));
        }
        Ok((since, until))
    }
}

/// The login that a filter such as `--user` names, if the actor may ask about it: anyone who may not does not even learn
/// whether there is one.
///
/// # Errors
/// `usage`; `denied`; `not_found` when no one has that address.
pub fn known_user(cx: &mut Context, verb: Verb, text: &str) -> Result<LoginRow> {
    let user = UserRef::parse(text)?;
    let found = cx.read(|tx, actor| {
        authority::decide(actor, verb, &Target::login(sign_in::whose(actor, &user)))?;
        who::find_user(tx, &user)
    })?;
    found.ok_or_else(|| {
        Error::not_found(format!("no one here is known as {user}"))
            .advice("look the person up with `partnerctl client find WORD`")
    })
}
