//! `partnerctl session close`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::still;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::reference::{ClientRef, Forms};
use crate::domain::session::State;
use crate::error::{Error, Result};
use crate::ops::reach::still::{StillEnters, of};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::session::{self, Seen};
use crate::ops::{login, web_session};
use crate::output::columns::{id, instant, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};

use super::columns;

const COLUMNS: Columns = columns!(text("result"), still::COLUMN);

/// Arguments of `session close`.
#[derive(Debug, Args)]
pub struct Close {
    #[command(flatten)]
    client: ClientArg,
    /// Sign the person out of the pages instead, everywhere
    #[arg(long, conflicts_with = "client")]
    web: bool,
}

impl Command for Close {
    const NAME: &'static str = "close";
    const ABOUT: &'static str = "Leave the client in which a person is at work";
    const DETAILS: &'static str = "\
A person is in one client at a time, so that --as says which session is meant. With --client it is closed only if it is \
in that client. Its hand-off code is dead from here on, and the portal learns of it with its next `session verify`. \
Where no one is in a session, nothing changes. Ending access ends the session by itself. \
With --web the person is signed out of the pages of `partnerctl serve`, in every browser.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl session close --as ravi@jimsweb.example -m 'forgot to log out'",
        "partnerctl session close -c big-shoes --as ravi@jimsweb.example -m 'logged out'",
        "partnerctl session close --web --as jim@bigshoes.example -m 'lost the laptop'",
    ];
    const VERB: Option<Verb> = Some(Verb::SessionClose);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        if self.web {
            return close_web(cx, selection);
        }
        let named_client = match self.client.client {
            Some(_) => Some(ClientRef::parse(self.client.given()?, Forms::Exact)?),
            None => None,
        };
        // What is long over elsewhere is no answer to a question about the client that is named.
        let before = latest(cx)?.filter(|(seen, _)| {
            let is_named = named_client.as_ref().is_none_or(|client| session::names(client, &seen.client));
            is_named || seen.session.state == State::Open
        });
        let was_open = before.as_ref().is_some_and(|(seen, _)| seen.status.is_open());
        if let Some((seen, place)) = before.as_ref().filter(|(seen, _)| seen.session.state == State::Open) {
            if was_open {
                must_agree(seen, named_client.as_ref())?;
            }
            cx.take_in_any_state(place)?;
        }
        let email = cx.actor()?.author().to_owned();
        let done = cx.change(|change| session::close(change, before.as_ref()))?;
        let result = if was_open { ResultWord::Closed } else { ResultWord::Unchanged };
        match &done.value {
            Some(seen) if was_open => {
                cx.ui.outcome(|t| format!("{email} {} left {}, {}.", t.has(), named(&seen.client), seen.session.id));
            }
            Some(seen) => {
                let id = seen.session.id;
                cx.ui.status(&format!("{email} is in no session: the last one, {id}, {}.", past(cx, seen)));
            }
            None => match &named_client {
                Some(client) => cx.ui.status(&format!("{email} is in no session, and was in none of {client} last.")),
                None => cx.ui.status(&format!("{email} is in no session, and never was.")),
            },
        }
        let mut row = done.value.as_ref().map_or_else(|| vec![const { Cell::Null }; 8], super::cells);
        if done.value.is_none() && !cx.prints_records() {
            return Ok(());
        }
        row.push(result.into());
        let ways = done.value.as_ref().map(|seen| ways_in(cx, seen)).transpose()?.unwrap_or_default();
        row.push(still::cell(&ways)?);
        let mut sink = cx.sink(selection, Shape::Changed("session_id"))?.going_on_without_reader();
        sink.push(&row)?;
        sink.finish()
    }
}

/// Signs the person out of the pages.
fn close_web(cx: &mut Context, selection: Selection) -> Result<()> {
    let done = cx.change(web_session::sign_out_everywhere)?;
    let email = cx.actor()?.author().to_owned();
    let ended = done.value;
    match ended.len() {
        0 => cx.ui.status(&format!("{email} is not signed in on the pages.")),
        _ => cx.ui.outcome(|t| format!("{email} {} signed out of the pages.", t.is())),
    }
    let user = cx.actor()?.user().map(|user| user.id);
    let person = cx.read(|tx, _| user.map(|id| login::by_id(tx, id)).transpose())?.flatten();
    let person = person.ok_or_else(|| Error::bug("the person is gone"))?;
    let mut sink = cx.sink(selection, Shape::ChangedMany("session_id"))?.going_on_without_reader();
    for session in &ended {
        let mut row = super::web_cells(session, &person, cx.now());
        row.extend([ResultWord::Closed.into(), Cell::Null]);
        sink.push(&row)?;
    }
    sink.finish()
}

/// How the person enters the client of their session all the same: its end takes no access away.
fn ways_in(cx: &mut Context, seen: &Seen) -> Result<Vec<StillEnters>> {
    let now = cx.now();
    cx.read(|tx, _| of(tx, &seen.person, &seen.client, now))
}

/// The last session of the person on whose behalf the command is given.
fn latest(cx: &mut Context) -> Result<Option<(Seen, ClientSeen)>> {
    let now = cx.now();
    cx.read(|tx, actor| {
        let Some(user) = actor.user() else { return Ok(None) };
        let Some(last) = session::latest(tx, user.id)? else { return Ok(None) };
        let place = resolve::client_by_id(tx, actor, last.client, "the session", now)?;
        Ok(Some((session::see(tx, last, now)?, place)))
    })
}

/// A client that is named as well must be the one of the session.
fn must_agree(seen: &Seen, client: Option<&ClientRef>) -> Result<()> {
    match client {
        Some(reference) if !session::names(reference, &seen.client) => Err(Error::client_mismatch(format!(
            "--client names {reference}, but {} is in another client, by {}; nothing was changed",
            seen.person.email, seen.session.id
        ))
        .advice(format!("{} is in {}", seen.session.id, named(&seen.client)))
        .fact("session_id", seen.session.id.to_string())
        .fact("open_client_id", seen.client.id.to_string())
        .fact("open_client_slug", seen.client.slug.to_string())),
        _ => Ok(()),
    }
}

/// How the last session came to its end.
fn past(cx: &Context, seen: &Seen) -> String {
    use crate::domain::session::SessionStatus;
    match &seen.status {
        SessionStatus::Open { .. } => "is open".to_owned(),
        SessionStatus::Closed { at } => format!("was left at {}", cx.zone.local(*at)),
        SessionStatus::Expired { at } => format!("was over at {}", cx.zone.local(*at)),
        SessionStatus::Idle { at } => format!("was over at {}, after half an hour without use", cx.zone.local(*at)),
        SessionStatus::Ended { because } => format!("ended: {}", because.text()),
    }
}
