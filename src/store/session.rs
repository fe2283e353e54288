//! One-click sessions: who is at work where. The code that hands one off is in `code`, by the number of the session.

use crate::domain::id::{ClientId, GrantId, LinkId, SessionId, UserId};
use crate::domain::session::{EndReason, Ground, Session, State};
use crate::error::{Error, Result};

use super::{Row, Tx, params};

macro_rules! columns {
    () => {
        "s.id, s.client_id, s.login_id, s.entered_as, s.grant_id, s.link_id, s.opened_at, s.used_at, s.expires_at, s.code_expires_at, \
         s.state, s.closed_at, s.closed_because"
    };
}

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.id = $1");
    [OPEN_OF_PERSON] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.login_id = $1 AND s.state = 'open'");
    [LATEST_OF_PERSON] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.login_id = $1 ORDER BY s.id DESC LIMIT 1");
    [OF_PERSON] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.login_id = $1 ORDER BY s.id");
    [OF_CLIENT] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.client_id = $1 ORDER BY s.id");
    [OPEN_OF_CLIENT] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.client_id = $1 AND s.state = 'open' ORDER BY s.id");
    full_scan [ALL] concat!("SELECT ", columns!(), " FROM session AS s ORDER BY s.id");
    /// Of the open ones there are as many as people at work.
    full_scan [OPEN] concat!("SELECT ", columns!(), " FROM session AS s WHERE s.state = 'open' ORDER BY s.id");
    [INSERT] "INSERT INTO session (id, client_id, login_id, entered_as, grant_id, link_id, opened_at, used_at, expires_at, code_expires_at, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')";
    [UPDATE] "UPDATE session SET used_at = $2, code_expires_at = $3, state = $4, closed_at = $5, closed_because = $6
        WHERE id = $1 AND state = 'open'";
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
    tx.query_opt(&BY_ID, params![id], read)
}

/// The one session of a person that is stored as open, whatever time and access say about it.
pub fn stored_open(tx: &Tx<'_>, person: UserId) -> Result<Option<Session>> {
    tx.query_opt(&OPEN_OF_PERSON, params![person], read)
}

/// The newest session of a person.
pub fn latest(tx: &Tx<'_>, person: UserId) -> Result<Option<Session>> {
    tx.query_opt(&LATEST_OF_PERSON, params![person], read)
}

/// Sessions by id, in turn.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn each(tx: &Tx<'_>, whose: SessionScope, which: Which, mut each: impl FnMut(Session) -> Result<()>) -> Result<()> {
    let mut push = |row: &Row<'_>| each(read(row)?);
    match (whose, which) {
        (SessionScope::Client(id), Which::Open) => tx.each(&OPEN_OF_CLIENT, params![id], &mut push),
        (SessionScope::Client(id), Which::Every) => tx.each(&OF_CLIENT, params![id], &mut push),
        (SessionScope::Person(id), Which::Open) => tx.each(&OPEN_OF_PERSON, params![id], &mut push),
        (SessionScope::Person(id), Which::Every) => tx.each(&OF_PERSON, params![id], &mut push),
        (SessionScope::All, Which::Open) => tx.each(&OPEN, params![], &mut push),
        (SessionScope::All, Which::Every) => tx.each(&ALL, params![], &mut push),
    }
}

/// Stores a session that begins.
///
/// # Errors
/// `failed`; `bug` when the person has an open one.
pub fn insert(tx: &Tx<'_>, session: &Session) -> Result<()> {
    tx.execute_one(
        &INSERT,
        params![
            session.id,
            session.client,
            session.person,
            session.ground.login,
            session.ground.grant,
            session.ground.link,
            session.opened_at,
            session.used_at,
            session.expires_at,
            session.code_expires_at
        ],
    )
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

fn read(row: &Row<'_>) -> Result<Session> {
    let state = match (row.text(10)?, row.opt_at(11)?) {
        ("open", None) => State::Open,
        ("closed", Some(at)) => {
            State::Closed { at, because: EndReason::from_word(row.opt_text(12)?.unwrap_or_default()) }
        }
        (other, _) => return Err(Error::failed(format!("damaged data: session state {other:?}"))),
    };
    Ok(Session {
        id: SessionId::new(row.int(0)?),
        client: ClientId::new(row.int(1)?),
        person: UserId::new(row.int(2)?),
        ground: Ground {
            login: UserId::new(row.int(3)?),
            grant: row.opt_int(4)?.map(GrantId::new),
            link: row.opt_int(5)?.map(LinkId::new),
        },
        opened_at: row.at(6)?,
        used_at: row.at(7)?,
        expires_at: row.at(8)?,
        code_expires_at: row.at(9)?,
        state,
    })
}
