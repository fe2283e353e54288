//! One-click sessions: who is at work where, and which end with a login or a grant. The code that hands one off is in `code`, by the number of the session.

use crate::domain::id::{ClientId, GrantId, SessionId, UserId};
use crate::domain::session::{EndReason, Ground, Session, State};
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::{Columns, Row, Select, Tx, new, params};

super::row!(Ground as s { login: ["s.entered_as"], grant: ["s.grant_id"], link: ["s.link_id"] });
super::row! {
    Session as s {
        id, client: ["s.client_id"], person: ["s.login_id"], ground: (Ground), opened_at, used_at, expires_at, code_expires_at,
        state: (State)
    }
}

/// The columns of the state.
struct StateColumns<'a> {
    state: &'a str,
    closed_at: Option<Instant>,
    closed_because: Option<&'a str>,
}

super::row!(StateColumns<'r> as s { state, closed_at, closed_because });

impl Select for State {
    type Row<'r> = Self;

    const COLUMNS: Columns = StateColumns::COLUMNS;

    fn read(row: &mut Row<'_>) -> Result<Self> {
        let StateColumns { state, closed_at, closed_because } = StateColumns::read(row)?;
        match (state, closed_at) {
            ("open", None) => Ok(Self::Open),
            ("closed", Some(at)) => {
                Ok(Self::Closed { at, because: EndReason::from_word(closed_because.unwrap_or_default()) })
            }
            _ => Err(Error::failed(format!("damaged data: session state {state:?}"))),
        }
    }
}

super::new_row! {
    NewRow in "session" {
        id, client_id, login_id, entered_as, grant_id, link_id, opened_at, used_at, expires_at, code_expires_at, state
    }
}

super::statements! {
    [BY_ID: Session] "SELECT {} FROM session AS s WHERE s.id = $1";
    [OPEN_OF_PERSON: Session] "SELECT {} FROM session AS s WHERE s.login_id = $1 AND s.state = 'open'";
    [LATEST_OF_PERSON: Session] "SELECT {} FROM session AS s WHERE s.login_id = $1 ORDER BY s.id DESC LIMIT 1";
    [OF_PERSON: Session] "SELECT {} FROM session AS s WHERE s.login_id = $1 ORDER BY s.id";
    [OF_CLIENT: Session] "SELECT {} FROM session AS s WHERE s.client_id = $1 ORDER BY s.id";
    [OPEN_OF_CLIENT: Session] "SELECT {} FROM session AS s WHERE s.client_id = $1 AND s.state = 'open' ORDER BY s.id";
    full_scan [ALL: Session] "SELECT {} FROM session AS s WHERE s.id >= $1 ORDER BY s.id";
    /// Of the open ones there are as many as people at work.
    full_scan [OPEN: Session] "SELECT {} FROM session AS s WHERE s.state = 'open' ORDER BY s.id";
    [INSERT] NewRow::INSERT;
    [UPDATE] "UPDATE session SET used_at = $2, code_expires_at = $3, state = $4, closed_at = $5, closed_because = $6
        WHERE id = $1 AND state = 'open'";
    [OF_LOGIN: (id: SessionId, client_id: ClientId)] "SELECT id, client_id FROM session WHERE login_id = $1 AND state = 'open' ORDER BY id";
    [OF_GRANT: (id: SessionId, client_id: ClientId)] "SELECT id, client_id FROM session WHERE grant_id = $1 AND grant_id IS NOT NULL AND state = 'open' ORDER BY id";
    [END] "UPDATE session SET state = 'closed', closed_at = $2, closed_because = $3 WHERE id = $1 AND state = 'open'";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionScope {
    Client(ClientId),
    /// Of one person, in whatever client.
    Person(UserId),
    All,
}

/// Which of them are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are stored as open, whatever time and access say.
    Open,
    Every,
}

pub fn next_id(tx: &Tx<'_>) -> Result<SessionId> {
    tx.next_number("session", 1).map(SessionId::new)
}

/// The session with this id.
pub fn by_id(tx: &Tx<'_>, id: SessionId) -> Result<Option<Session>> {
    tx.query_opt(&BY_ID, params![id])
}

/// The one session of a person that is stored as open, whatever time and access say about it.
pub fn stored_open(tx: &Tx<'_>, person: UserId) -> Result<Option<Session>> {
    tx.query_opt(&OPEN_OF_PERSON, params![person])
}

/// The newest session of a person.
pub fn latest(tx: &Tx<'_>, person: UserId) -> Result<Option<Session>> {
    tx.query_opt(&LATEST_OF_PERSON, params![person])
}

/// Sessions by id, in turn; of all of them those from this one on.
pub fn each(
    tx: &Tx<'_>,
    whose: SessionScope,
    which: Which,
    from: Option<SessionId>,
    each: impl FnMut(Session) -> Result<()>,
) -> Result<()> {
    let first = from.unwrap_or(SessionId::new(0));
    match (whose, which) {
        (SessionScope::Client(id), Which::Open) => tx.each(&OPEN_OF_CLIENT, params![id], each),
        (SessionScope::Client(id), Which::Every) => tx.each(&OF_CLIENT, params![id], each),
        (SessionScope::Person(id), Which::Open) => tx.each(&OPEN_OF_PERSON, params![id], each),
        (SessionScope::Person(id), Which::Every) => tx.each(&OF_PERSON, params![id], each),
        (SessionScope::All, Which::Open) => tx.each(&OPEN, params![], each),
        (SessionScope::All, Which::Every) => tx.each(&ALL, params![first], each),
    }
}

/// Stores a session that begins.
///
/// # Errors
/// `failed`; `bug` when the person has an open one.
pub fn insert(tx: &Tx<'_>, session: &Session) -> Result<()> {
    let row = new!(NewRow {
        id: session.id,
        client_id: session.client,
        login_id: session.person,
        entered_as: session.ground.login,
        grant_id: session.ground.grant,
        link_id: session.ground.link,
        opened_at: session.opened_at,
        used_at: session.used_at,
        expires_at: session.expires_at,
        code_expires_at: session.code_expires_at,
        state: "open",
    });
    tx.execute_one(&INSERT, &row)
}

/// Stores what became of a session that was open.
///
/// # Errors
/// `failed`; `bug` if it was not open any more.
pub fn update(tx: &Tx<'_>, session: &Session) -> Result<()> {
    let (state, closed) = match &session.state {
        State::Open => ("open", None),
        State::Closed { at, because } => ("closed", Some((*at, because.word()))),
    };
    tx.execute_one(
        &UPDATE,
        params![
            session.id,
            session.used_at,
            session.code_expires_at,
            state,
            closed.map(|(at, _)| at),
            closed.map(|(_, because)| because)
        ],
    )
}

/// The session that a person has open, as stored, whatever the time says about it.
pub fn of_login(tx: &Tx<'_>, user: UserId) -> Result<Vec<(SessionId, ClientId)>> {
    tx.query_vec(&OF_LOGIN, params![user])
}

/// The sessions that are stored as open and rest on a grant.
pub fn of_grant(tx: &Tx<'_>, grant: GrantId) -> Result<Vec<(SessionId, ClientId)>> {
    tx.query_vec(&OF_GRANT, params![grant])
}

/// Ends a session.
///
/// # Errors
/// `failed`; `bug` when it had ended.
pub fn end(tx: &Tx<'_>, id: SessionId, now: Instant, because: &str) -> Result<()> {
    tx.execute_one(&END, params![id, now, because])
}
