//! The sessions that end with something else: the login, or the grant by which it was entered.

use crate::domain::id::{ClientId, GrantId, SessionId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, params};

super::statements! {
    [OF_LOGIN] "SELECT id, client_id FROM session WHERE login_id = $1 AND state = 'open' ORDER BY id";
    [OF_GRANT] "SELECT id, client_id FROM session WHERE grant_id = $1 AND grant_id IS NOT NULL AND state = 'open' ORDER BY id";
    [END] "UPDATE session SET state = 'closed', closed_at = $2, closed_because = $3 WHERE id = $1 AND state = 'open'";
}

/// The session that a person has open, as stored, whatever the time says about it.
pub fn of_login(tx: &Tx<'_>, user: UserId) -> Result<Vec<(SessionId, ClientId)>> {
    tx.query_vec(&OF_LOGIN, params![user], read)
}

/// The sessions that are stored as open and rest on a grant.
pub fn of_grant(tx: &Tx<'_>, grant: GrantId) -> Result<Vec<(SessionId, ClientId)>> {
    tx.query_vec(&OF_GRANT, params![grant], read)
}

/// Ends a session.
///
/// # Errors
/// `failed`; `bug` when it had ended.
pub fn end(tx: &Tx<'_>, id: SessionId, now: Instant, because: &str) -> Result<()> {
    tx.execute_one(&END, params![id, now, because])
}

fn read(row: &Row<'_>) -> Result<(SessionId, ClientId)> {
    Ok((SessionId::new(row.int(0)?), ClientId::new(row.int(1)?)))
}
