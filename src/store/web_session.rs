//! People who are signed in on the pages.

use crate::domain::id::{UserId, WebSessionId};
use crate::domain::time::Instant;
use crate::domain::web_session::WebSession;
use crate::error::Result;

use super::{Tx, params};

super::row! {
    WebSession as w { id, person: ["w.login_id"], began_at, used_at, ended: ["w.ended_at", "w.ended_because"] }
}

super::statements! {
    [BY_TOKEN: WebSession] "SELECT {} FROM web_session AS w WHERE w.token_digest = $1";
    [BY_ID: WebSession] "SELECT {} FROM web_session AS w WHERE w.id = $1";
    [OF_LOGIN: WebSession] "SELECT {} FROM web_session AS w WHERE w.login_id = $1 ORDER BY w.id";
    [OPEN_OF_LOGIN: WebSession] "SELECT {} FROM web_session AS w WHERE w.login_id = $1 AND w.ended_at IS NULL ORDER BY w.id";
    full_scan [ALL: WebSession] "SELECT {} FROM web_session AS w ORDER BY w.id";
    [INSERT] "INSERT INTO web_session (id, token_digest, login_id, began_at, used_at) VALUES ($1, $2, $3, $4, $5)";
    [USED] "UPDATE web_session SET used_at = $2 WHERE id = $1 AND ended_at IS NULL";
    [END] "UPDATE web_session SET ended_at = $2, ended_because = $3 WHERE id = $1 AND ended_at IS NULL";
    [FORGET] "DELETE FROM web_session WHERE began_at < $1";
}

pub fn next_id(tx: &Tx<'_>) -> Result<WebSessionId> {
    tx.next_number("web_session", 1).map(WebSessionId::new)
}

/// The session whose token has this digest, in whatever state.
pub fn by_token(tx: &Tx<'_>, digest: &[u8; 32]) -> Result<Option<WebSession>> {
    tx.query_opt(&BY_TOKEN, params![digest.as_slice()])
}

/// The session with this number, in whatever state.
pub fn by_id(tx: &Tx<'_>, id: WebSessionId) -> Result<Option<WebSession>> {
    tx.query_opt(&BY_ID, params![id])
}

/// The sessions of a person, by id.
pub fn of_login(tx: &Tx<'_>, person: UserId, each: impl FnMut(WebSession) -> Result<()>) -> Result<()> {
    tx.each(&OF_LOGIN, params![person], each)
}

/// The sessions of everyone, by id.
pub fn all(tx: &Tx<'_>, each: impl FnMut(WebSession) -> Result<()>) -> Result<()> {
    tx.each(&ALL, params![], each)
}

/// Those of a person that were not ended, whatever the time says about them.
pub fn stored_open(tx: &Tx<'_>, person: UserId) -> Result<Vec<WebSession>> {
    tx.query_vec(&OPEN_OF_LOGIN, params![person])
}

/// Stores a session that begins.
pub fn insert(tx: &Tx<'_>, session: &WebSession, digest: &[u8; 32]) -> Result<()> {
    tx.execute_one(&INSERT, params![session.id, digest.as_slice(), session.person, session.began_at, session.used_at])
}

/// Notes that it was used; nothing where it was ended meanwhile.
pub fn used(tx: &Tx<'_>, id: WebSessionId, at: Instant) -> Result<()> {
    tx.run(&USED, params![id, at]).map(drop)
}

/// Ends a session, once.
///
/// # Errors
/// `bug` when it had ended.
pub fn end(tx: &Tx<'_>, id: WebSessionId, at: Instant, because: &str) -> Result<()> {
    tx.execute_one(&END, params![id, at, because])
}

/// Forgets the sessions that began before `instant`; the audit still has each sign-in.
pub fn forget(tx: &Tx<'_>, instant: Instant) -> Result<()> {
    tx.run(&FORGET, params![instant]).map(drop)
}
