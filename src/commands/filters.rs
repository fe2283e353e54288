//! Filters that several lists share.

use clap::Args;

use crate::cli::context::Context;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::login::LoginRow;
use crate::domain::reference::UserRef;
use crate::domain::time::{Edge, Instant, Span, parse_end};
use crate::error::{Error, Result};
use crate::ops::{sign_in, who};

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
