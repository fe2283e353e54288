//! What is needed to check a mailed code. The code itself is stored nowhere (docs/reference.md#data).

use crate::domain::code::CodeKind;
use crate::domain::id::{ClientId, UserId};
use crate::error::Result;

use super::{Tx, params};

pub use crate::domain::code::CodeState;

/// The last code issued for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRow {
    pub version: i64,
    /// Random, new at each sending.
    pub nonce: [u8; 16],
    /// SHA-256 of the code.
    pub digest: [u8; 32],
    /// Whether it still opens anything.
    pub state: CodeState,
}

super::row!(CodeRow as c { version, nonce, digest, state });

super::statements! {
    [FIND: CodeRow] "SELECT {} FROM code AS c WHERE c.kind = $1 AND c.record_id = $2";
    [NEWEST: (record_id: i64, code: CodeRow)] "SELECT c.record_id, {} FROM code AS c WHERE c.kind = $1 ORDER BY c.record_id DESC LIMIT 1";
    [ISSUE] "INSERT INTO code (kind, record_id, client_id, version, nonce, digest, state) VALUES ($1, $2, $3, $4, $5, $6, 'live')
        ON CONFLICT (kind, record_id) DO UPDATE SET version = excluded.version, nonce = excluded.nonce, digest = excluded.digest, state = excluded.state";
    [ISSUE_FIRST] "INSERT INTO code (kind, record_id, client_id, version, nonce, digest, state) VALUES ($1, $2, $3, $4, $5, $6, 'live')";
    [USE] "UPDATE code SET state = 'used' WHERE kind = $1 AND record_id = $2 AND version = $3 AND state = 'live'";
    [KILL] "UPDATE code SET state = 'dead' WHERE kind = $1 AND record_id = $2 AND state = 'live'";
    [ENDED_BY: CodeState] "SELECT state FROM code WHERE kind = $1 AND record_id = $2 AND state <> 'live' AND ended_audit = $3";
    [GIVE_BACK] "UPDATE code SET state = 'live', ended_audit = NULL WHERE kind = $1 AND record_id = $2 AND state = 'dead' AND ended_audit = $3";
    [PUT_BACK] "UPDATE code SET version = $3, nonce = $4, digest = $5, state = $6 WHERE kind = $1 AND record_id = $2";
}

/// The last code issued for a record.
pub fn find(tx: &Tx<'_>, kind: CodeKind, record: i64) -> Result<Option<CodeRow>> {
    tx.query_opt(&FIND, params![kind, record])
}

/// The record of this kind with the highest number, and its last code.
pub fn newest(tx: &Tx<'_>, kind: CodeKind) -> Result<Option<(i64, CodeRow)>> {
    tx.query_opt(&NEWEST, params![kind])
}

/// Replaces the code of a record: an older one is dead from here on.
pub fn issue(
    tx: &Tx<'_>,
    kind: CodeKind,
    record: i64,
    client: Option<ClientId>,
    version: i64,
    nonce: &[u8; 16],
    digest: &[u8; 32],
) -> Result<()> {
    tx.put(&ISSUE, params![kind, record, client, version, nonce, digest])
}

/// As [`issue`], for a record that never had one.
pub fn issue_first(
    tx: &Tx<'_>,
    kind: CodeKind,
    record: i64,
    client: Option<ClientId>,
    nonce: &[u8; 16],
    digest: &[u8; 32],
) -> Result<()> {
    tx.put(&ISSUE_FIRST, params![kind, record, client, 1_i64, nonce, digest])
}

/// Uses a live code up, once; whether it was this call that did.
pub fn consume(tx: &Tx<'_>, kind: CodeKind, record: i64, version: i64) -> Result<bool> {
    Ok(tx.run(&USE, params![kind, record, version])? == 1)
}

/// Withdraws what was mailed about a login as a whole and waits: a new password, and another address. Recovering a login
/// ends both, because anyone who used it meanwhile may have asked for them.
pub fn kill_of_login(tx: &Tx<'_>, user: UserId) -> Result<()> {
    kill(tx, CodeKind::Password, user.get())?;
    kill(tx, CodeKind::Address, user.get())
}

/// Withdraws the code of a record, if one is live.
pub fn kill(tx: &Tx<'_>, kind: CodeKind, record: i64) -> Result<()> {
    tx.run(&KILL, params![kind, record]).map(drop)
}

/// What a change made of a code that was live before it: used or dead; nothing when it left the code alone, or another
/// change did something to it since.
pub fn ended_by(tx: &Tx<'_>, kind: CodeKind, record: i64, audit: i64) -> Result<Option<CodeState>> {
    tx.query_opt(&ENDED_BY, params![kind, record, audit])
}

/// Lets a code open its door again that a change withdrew: only for what undoes that very change.
///
/// # Errors
/// `failed`; `bug` when that change did not withdraw it.
pub fn give_back(tx: &Tx<'_>, kind: CodeKind, record: i64, audit: i64) -> Result<()> {
    tx.execute_one(&GIVE_BACK, params![kind, record, audit])
}

/// Makes a code valid again in whose place another was issued: only where that one never left this machine.
///
/// # Errors
/// `failed`; `bug` when the record has no code.
pub fn put_back(tx: &Tx<'_>, kind: CodeKind, record: i64, former: &CodeRow) -> Result<()> {
    tx.execute_one(&PUT_BACK, params![kind, record, former.version, &former.nonce, &former.digest, former.state])
}
