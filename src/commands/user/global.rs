//! What the commands about a whole login share: it is shown with every client that it reaches, and anyone who changes
//! it in several says how many (docs/reference.md#who-may-do-what; docs/reference.md#confirmation).

use clap::Args;

use crate::cli::context::Context;
use crate::commands::confirm::{Script, count_clients};
use crate::commands::counted::counted;
use crate::domain::authority::Verb;
use crate::domain::id::ClientId;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::outcome::Outcome;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::login::{self, LoginStateChange, Reached, SessionsEnd};
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::sign_in;
use crate::ops::unit_of_work::ChangeResult;
use crate::output::columns::{boolean, id, int, list, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::term::Keyboard;

/// Columns of `user deactivate` and `user activate`.
pub(super) const COLUMNS: Columns = Columns::new(&[
    id("user_id"),
    id("email"),
    text("state"),
    list("clients"),
    int("client_count"),
    boolean("session_ended"),
    id("confirm"),
    text("result"),
    list("withdrawn"),
]);

/// How many clients the login reaches.
#[derive(Debug, Args)]
pub(super) struct ExpectClients {
    /// The number of clients that the login reaches; a script needs it where they are several
    #[arg(long, value_name = "N")]
    pub(super) expect_clients: Option<usize>,
}

impl ExpectClients {
    /// Makes sure that the operator knows how many clients a change is about.
    ///
    /// # Errors
    /// `unconfirmed`.
    pub(super) fn confirm(&self, cx: &mut Context, seen: &Reached) -> Result<()> {
        let count = seen.clients.len();
        if count < 2 && self.expect_clients.is_none() {
            return Ok(());
        }
        let plan = format!("{} reaches {}", seen.login.email, counted(count, "client"));
        count_clients(cx, count, self.expect_clients, Script::MustSay, Keyboard::Stdin, &plan)
    }
}

/// The login that is to be changed, with every client that it reaches, on standard error. Anyone who may not is refused
/// before anything is shown.
///
/// # Errors
/// `denied`, `not_found`, `client_mismatch`.
pub(super) fn found(cx: &mut Context, verb: Verb, person: &UserRef, because: Option<SessionsEnd>) -> Result<Reached> {
    let now = cx.now();
    let (seen, sessions) = cx.read(|tx, actor| {
        sign_in::may_try(actor, verb, person)?;
        let seen = login::reached(tx, actor, person, now)?;
        let sessions = match because {
            Some(because) => login::clients_of_sessions(tx, &seen.login, because)?,
            None => Vec::new(),
        };
        Ok((seen, sessions))
    })?;
    show(cx, &seen)?;
    sessions_end(cx, &seen.clients, sessions)?;
    Ok(seen)
}

/// Names the clients in which sessions of a login will end. Those that are not among the ones that were shown, because
/// the login does not reach them any more, are shown now.
///
/// # Errors
/// `failed`; `client_mismatch` when a veto speaks against one of them.
pub(super) fn sessions_end(cx: &mut Context, shown: &[ClientSeen], sessions: Vec<ClientId>) -> Result<()> {
    let now = cx.now();
    for id in &sessions {
        if !shown.iter().any(|client| client.row.id == *id) {
            let place = cx.read(|tx, actor| resolve::client_by_id(tx, actor, *id, "the session", now))?;
            cx.agree(&place)?;
            cx.show(&place, &[]);
        }
    }
    cx.concerns(sessions);
    Ok(())
}

/// Shows a login with the clients that it reaches: the first few, and how many more there are.
///
/// # Errors
/// `client_mismatch`.
pub(super) fn show(cx: &mut Context, seen: &Reached) -> Result<()> {
    let LoginRow { email, id, .. } = &seen.login;
    for client in &seen.clients {
        cx.agree(client)?;
    }
    match seen.clients.len() {
        0 => cx.ui.context(&format!("{email} ({id}) reaches no client.")),
        count if seen.login.state == LoginState::Prepared => {
            cx.ui.context(&format!("{email} ({id}) is prepared or invited in {}:", counted(count, "client")));
        }
        count => cx.ui.context(&format!("{email} ({id}) reaches {}:", counted(count, "client"))),
    }
    cx.show_some(&seen.clients);
    cx.concerns(seen.clients.iter().map(|client| client.row.id));
    Ok(())
}

/// Prints the record of a login that was switched off or on.
pub(super) fn present(
    cx: &Context,
    selection: Selection,
    seen: &Reached,
    done: &ChangeResult<LoginStateChange>,
    confirm: Option<&str>,
    result: ResultWord,
) -> Result<()> {
    let LoginStateChange { login, ended, sent } = &done.value;
    let withdrawn = sent.withdrawn();
    let slugs = seen.slugs();
    let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
    sink.push(&[
        Cell::shown(&login.id),
        Cell::shown(&login.email),
        Cell::from(login.state.name()),
        Cell::list(&slugs),
        Cell::from(i64::try_from(seen.clients.len()).unwrap_or(i64::MAX)),
        Cell::from(!ended.is_empty()),
        Cell::from(confirm),
        Cell::from(if done.outcome == Outcome::Done { result } else { ResultWord::Unchanged }),
        Cell::list(&withdrawn),
    ])?;
    sink.finish()
}
