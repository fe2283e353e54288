//! `partnerctl session`: one click from the partner's dashboard, or from one's own list of accounts, into a client.

mod close;
mod list;
mod open;
mod verify;

use super::command::{CommandEntry, Noun};
use crate::domain::login::LoginRow;
use crate::domain::session::SessionState;
use crate::domain::time::Instant;
use crate::domain::web_session::{WebSession, WebSessionState};
use crate::ops::session::Seen;
use crate::output::Cell;

/// `partnerctl session VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "session",
    about: "One-click sessions: who is at work in which client, one at a time",
    verbs: &[
        CommandEntry::of::<open::Open>(),
        CommandEntry::of::<close::Close>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<verify::Verify>(),
    ],
};

/// Declares the columns of `session list`, and what a command has besides.
macro_rules! columns {
    ($($more:expr),*) => {
        Columns::new(&[
            id("client_id"),
            id("client_slug"),
            id("session_id"),
            id("email"),
            id("login"),
            instant("opened_at"),
            instant("expires_at"),
            text("state"),
            $($more,)*
        ])
    };
}
use columns;

/// The cells of `session list`.
fn cells(seen: &Seen) -> Vec<Cell<'_>> {
    vec![
        Cell::shown(&seen.client.id),
        Cell::shown(&seen.client.slug),
        Cell::shown(&seen.session.id),
        seen.person.email.as_str().into(),
        seen.login.email.as_str().into(),
        seen.session.opened_at.into(),
        ends(seen).into(),
        seen.status.word().name().into(),
    ]
}

/// The cells of a sign-in on the pages, which is in no client.
fn web_cells<'a>(session: &'a WebSession, person: &'a LoginRow, now: Instant) -> Vec<Cell<'a>> {
    let state = web_state(session, now);
    vec![
        Cell::Null,
        Cell::Null,
        Cell::shown(&session.id),
        person.email.as_str().into(),
        person.email.as_str().into(),
        session.began_at.into(),
        (state == SessionState::Open).then_some(session.expires_at()).into(),
        state.name().into(),
    ]
}

/// The state of a sign-in, in the words of the sessions.
fn web_state(session: &WebSession, now: Instant) -> SessionState {
    match session.state(now) {
        WebSessionState::Open => SessionState::Open,
        WebSessionState::Ended => SessionState::Closed,
        WebSessionState::Idle => SessionState::Idle,
        WebSessionState::Expired => SessionState::Expired,
    }
}

/// The end at the latest of an open session, or the one by which it expired; none of a session that ended otherwise.
fn ends(seen: &Seen) -> Option<Instant> {
    matches!(seen.status.word(), SessionState::Open | SessionState::Expired).then_some(seen.session.expires_at)
}
