//! `partnerctl session list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::filters::{PartArgs, known_user};
use crate::domain::authority::{self, Target, Verb};
use crate::domain::class::Class;
use crate::domain::id::{ClientId, SessionId};
use crate::domain::login::LoginRow;
use crate::domain::session::SessionState;
use crate::domain::web_session::WebSession;
use crate::error::{Code, Error, Result};
use crate::ops::session;
use crate::ops::session::{SessionScope, Which, see};
use crate::ops::web_session;
use crate::output::brief::{Phrase, plain, words};
use crate::output::columns::{id, instant, text};
use crate::output::part::ascending;
use crate::output::{Brief, Columns, Selection, Shape};

use super::columns;

const COLUMNS: Columns = columns!().keyed(ascending(&["session_id"])).in_brief(&Brief {
    noun: "session",
    columns: &[
        plain(&["session_id"]).headed("session"),
        plain(&["client_slug"]).headed("client"),
        plain(&["email"]),
        words("login", &["login"], |record| {
            // Most enter with their own address, which is on the line already.
            let own = record.text() == record.text_of("email");
            Phrase::plain(if own { "own".into() } else { record.text() })
        })
        .whole()
        .rank(1),
        plain(&["opened_at"]).headed("opened"),
        state(&["state"]),
        plain(&["expires_at"]).headed("ends").rank(2),
    ],
});

/// Arguments of `session list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    /// Of one person
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Of everyone, in every client
    #[arg(long, short = 'A', conflicts_with_all = ["client", "user"])]
    all_clients: bool,
    /// Only in this state: open, closed, expired, idle, ended
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// The sign-ins on the pages, which are in no client
    #[arg(long, conflicts_with = "client")]
    web: bool,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List who is at work in which client, and who was";
    const DETAILS: &'static str = "\
State and time are those of this moment: `open`; `closed` by the person; `expired` after eight hours, or at the end of \
what let the person in; `idle` after half an hour without use; `ended` because grant, link, login, partner or client \
ended. `email` is the person, `login` the address with which they work there: their own, or the dedicated user's. \
`expires_at` is when an open one is over at the latest, and empty once it ended. With --as someone lists their own, with --user. \
With --web the list is about who is signed in on the pages of `partnerctl serve`; sign-ins are listed for 30 days.";
    const FORMS: &'static [&'static str] = &["-c CLIENT", "--user EMAIL", "-A"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl session list -c big-shoes --state open",
        "partnerctl session list --user ravi@jimsweb.example",
        "partnerctl session list -A --state open --csv",
        "partnerctl session list --web --user jim@bigshoes.example",
    ];
    const VERB: Option<Verb> = Some(Verb::SessionList);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let state = self.state.as_deref().map(SessionState::parse).transpose()?;
        if self.web {
            return self.list_web(cx, selection, state);
        }
        let from = self.part.from(SessionId::parse)?;
        let (whose, client) = self.whose(cx)?;
        let now = cx.now();
        // Whatever is open now is stored as open.
        let which = if state == Some(SessionState::Open) { Which::Open } else { Which::Every };
        let rows = cx.stream(selection, Shape::List, |tx, _, sink| {
            sink.until_full(|sink| {
                session::each(tx, whose, which, from, |one| {
                    if client.is_some_and(|client| client != one.client) {
                        return Ok(());
                    }
                    let seen = see(tx, one, now)?;
                    let wanted = state.is_none_or(|state| state == seen.status.word());
                    if wanted { sink.push(&super::cells(&seen)) } else { Ok(()) }
                })
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            cx.ui.note(if state.is_some() { "no session matches" } else { "there was no session" });
        }
        Ok(())
    }
}

impl List {
    /// Lists who is signed in on the pages, and who was.
    fn list_web(&self, cx: &mut Context, selection: Selection, state: Option<SessionState>) -> Result<()> {
        let user = self.user.as_deref().map(|user| known_user(cx, Verb::SessionList, user)).transpose()?;
        if user.is_none() {
            authority::decide(cx.actor()?, Verb::SessionList, &Target::NOTHING)?;
        }
        let now = cx.now();
        let rows = cx.stream(selection, Shape::List, |tx, _, sink| {
            sink.until_full(|sink| {
                let each = |session: &WebSession, person: &LoginRow| {
                    let wanted = state.is_none_or(|state| super::web_state(session, now).name() == state.name());
                    if wanted { sink.push(&super::web_cells(session, person, now)) } else { Ok(()) }
                };
                web_session::list(tx, user.map(|user| user.id), each)
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            cx.ui.note(if state.is_some() { "no sign-in matches" } else { "no one signed in on the pages" });
        } else {
            cx.ui.hint("sign a person out with `partnerctl session close --web --as EMAIL -m REASON`");
        }
        Ok(())
    }

    /// Whose sessions are wanted, if the actor may know them: of one person, where one is named, maybe in one client.
    fn whose(&self, cx: &mut Context) -> Result<(SessionScope, Option<ClientId>)> {
        let user = self.user.as_deref().map(|user| known_user(cx, Verb::SessionList, user)).transpose()?;
        let client = match self.client.if_given()? {
            Some(reference) => Some(cx.client_for_read(&reference, "--client")?.row.id),
            None => None,
        };
        if user.is_none() {
            authority::decide(cx.actor()?, Verb::SessionList, &Target::NOTHING)?;
        }
        match (user, client) {
            (Some(user), client) => Ok((SessionScope::Person(user.id), client)),
            (None, Some(client)) => Ok((SessionScope::Client(client), None)),
            (None, None) if self.all_clients => Ok((SessionScope::All, None)),
            (None, None) => {
                let missing = Error::new(Code::ClientRequired, "no client given")
                    .advice("name one: `-c CLIENT`, `--user EMAIL`, or `-A` for all");
                Ok((SessionScope::Client(cx.pick_client(missing)?.row.id), None))
            }
        }
    }
}
