//! Notifications that wait and can take in more: digests.

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::mail::MailRow;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, params};

crate::store::statements! {
    [OPEN: (id: MailId, facts: String)] "SELECT m.id, m.facts FROM mail AS m
        WHERE m.login_id = $1 AND m.login_id IS NOT NULL AND m.client_id = $2 AND m.recipient = $3 AND m.kind = $4
          AND m.state = 'queued' AND m.attempts = 0 AND m.next_attempt_at >= $5 AND m.next_attempt_at <= $6
        ORDER BY m.id DESC LIMIT 1";
    [OPEN_OF_ADDRESS: (id: MailId, facts: String)] "SELECT m.id, m.facts FROM mail AS m
        WHERE m.login_id IS NULL AND m.client_id = $1 AND m.recipient = $2 AND m.kind = $3
          AND m.state = 'queued' AND m.attempts = 0 AND m.next_attempt_at >= $4 AND m.next_attempt_at <= $5
        ORDER BY m.id DESC LIMIT 1";
    [SINCE: MailRow] "SELECT {} FROM mail AS m WHERE m.client_id = $1 AND m.kind = $2 AND m.created_at >= $3 ORDER BY m.id";
    [REWRITE] "UPDATE mail SET facts = $2 WHERE id = $1 AND state = 'queued'";
    [ENLARGE] "UPDATE mail SET facts = $2, subject = $3 WHERE id = $1 AND state = 'queued'";
}

/// The reader of a digest.
#[derive(Debug, Clone, Copy)]
pub struct DigestOf<'a> {
    pub client: ClientId,
    /// None of an address without a login.
    pub user: Option<UserId>,
    pub recipient: &'a str,
}

/// The newest mail of a kind to this reader about this client that leaves within a span and was not tried yet.
pub fn open(tx: &Tx<'_>, of: DigestOf<'_>, kind: &str, leaves: (Instant, Instant)) -> Result<Option<(MailId, String)>> {
    match of.user {
        Some(user) => tx.query_opt(&OPEN, params![user, of.client, of.recipient, kind, leaves.0, leaves.1]),
        None => tx.query_opt(&OPEN_OF_ADDRESS, params![of.client, of.recipient, kind, leaves.0, leaves.1]),
    }
}

/// The mails of a kind about a client that were queued at an instant or later, by number.
pub fn since(tx: &Tx<'_>, client: ClientId, kind: &str, at: Instant) -> Result<Vec<MailRow>> {
    tx.query_vec(&SINCE, params![client, kind, at])
}

/// Gives a mail that waits other facts, and the subject that goes with them.
///
/// # Errors
/// `bug` when it does not wait.
pub fn enlarge(tx: &Tx<'_>, id: MailId, facts: &str, subject: &str) -> Result<()> {
    tx.execute_one(&ENLARGE, params![id, facts, subject])
}

/// Gives a mail that waits other facts. Its subject is made again when it leaves.
///
/// # Errors
/// `bug` when it does not wait.
pub fn rewrite(tx: &Tx<'_>, id: MailId, facts: &str) -> Result<()> {
    tx.execute_one(&REWRITE, params![id, facts])
}
