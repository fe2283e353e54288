//! The end of a client: what hangs on it ends with it, set by set, so that a large client is closed as fast as a small
//! one is looked at; and its beginning again.

use crate::domain::id::{ClientId, GrantId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [GRANTS_IN_FORCE] "SELECT id, version FROM access_grant
        WHERE client_id = $1 AND state <> 'ended' AND (until IS NULL OR until > $2) ORDER BY id";
    [PEOPLE] "SELECT login_id FROM access_grant WHERE client_id = $1 AND state <> 'ended' ORDER BY login_id";
    [END_GRANTS] "UPDATE access_grant SET state = 'ended', ended_at = $2, ended_by = $3, since_audit = $4, version = version + 1
        WHERE client_id = $1 AND state <> 'ended'";
    [CLOSE] "UPDATE client SET state = 'closed', closed_at = $2, since_audit = $3, version = version + 1
        WHERE id = $1 AND state <> 'closed'";
    [REOPEN] "UPDATE client SET state = 'draft', closed_at = NULL, activated_at = NULL, account_number = $2, since_audit = $3,
            version = version + 1 WHERE id = $1 AND state = 'closed'";
}

/// The grants, prepared ones too, that are not over at `now`, each with its version, by id.
pub fn grants_in_force(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Vec<(GrantId, i64)>> {
    tx.query_vec(&GRANTS_IN_FORCE, params![client, now], |row| Ok((GrantId::new(row.int(0)?), row.int(1)?)))
}

/// Everyone with a grant that has not ended, by id.
pub fn people(tx: &Tx<'_>, client: ClientId) -> Result<Vec<UserId>> {
    tx.query_vec(&PEOPLE, params![client], |row| row.int(0).map(UserId::new))
}

/// Ends every grant that has not ended, also those whose term is over, so that nothing can prolong them.
pub fn end_grants(tx: &Tx<'_>, client: ClientId, now: Instant, by: &str, audit: i64) -> Result<()> {
    tx.run(&END_GRANTS, params![client, now, by, audit]).map(drop)
}

/// Closes a client that is open.
///
/// # Errors
/// `failed`; `bug` if it was closed.
pub fn close(tx: &Tx<'_>, client: ClientId, now: Instant, audit: i64) -> Result<()> {
    tx.execute_one(&CLOSE, params![client, now, audit])
}

/// Opens a closed client again, as a draft, with this number in the billing system.
///
/// # Errors
/// `failed`; `bug` unless it was closed.
pub fn reopen(tx: &Tx<'_>, client: ClientId, account_number: Option<&str>, audit: i64) -> Result<()> {
    tx.execute_one(&REOPEN, params![client, account_number, audit])
}
