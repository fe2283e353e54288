//! The mails that a server refused one after the other by the same rule about senders or relays. It is no fault of an
//! address when several are refused so.

use crate::domain::id::{ClientId, MailId};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, params};

/// The most that are kept: more prove nothing more.
const MOST: i64 = 10;

crate::store::statements! {
    [NOTE] "INSERT INTO mail_refused (mail_id, recipient, status, refused_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (mail_id) DO UPDATE SET recipient = excluded.recipient, status = excluded.status, refused_at = excluded.refused_at";
    /// At most ten are kept.
    full_scan [OTHERS] "DELETE FROM mail_refused WHERE status <> $1";
    full_scan [FORGET] "DELETE FROM mail_refused";
    full_scan [COUNT: Count] "SELECT {} FROM mail_refused AS r";
    full_scan [FAILED: (id: MailId, client_id: Option<ClientId>)] "SELECT m.id, m.client_id FROM mail_refused AS r JOIN mail AS m ON m.id = r.mail_id
        WHERE m.state = 'failed' ORDER BY m.id";
    [UNTRIED] "UPDATE mail SET state = 'queued', attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END, last_error = $2, next_attempt_at = $3
        WHERE id = $1 AND state = 'failed'";
}

struct Count {
    mails: i64,
    recipients: i64,
    status: Option<String>,
    since: Option<Instant>,
}

crate::store::row! {
    Count as r {
        mails: ["count(*)"], recipients: ["count(DISTINCT r.recipient)"], status: ["min(r.status)"], since: ["min(r.refused_at)"]
    }
}

/// Mails that were refused alike, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// For how many different recipients.
    pub recipients: i64,
    /// The rule: an enhanced status code, or a word for it.
    pub status: String,
    pub since: Instant,
}

/// Notes that a mail was refused by this rule; how many are refused so by now. Those that were refused by another are
/// forgotten.
pub fn note(tx: &Tx<'_>, mail: MailId, recipient: &str, status: &str, now: Instant) -> Result<i64> {
    tx.run(&OTHERS, params![status])?;
    let before = tx.query_one(&COUNT, params![])?;
    if before.mails >= MOST {
        return Ok(before.recipients);
    }
    tx.execute_one(&NOTE, params![mail, recipient, status, now])?;
    Ok(tx.query_one(&COUNT, params![])?.recipients)
}

/// A mail was taken, or refused for a reason of its own: what was refused before it says nothing about the next one.
pub fn forget(tx: &Tx<'_>) -> Result<()> {
    if alike(tx)?.is_some() {
        tx.run(&FORGET, params![])?;
    }
    Ok(())
}

/// What was refused alike, if anything was since the last mail that was taken.
pub fn alike(tx: &Tx<'_>) -> Result<Option<Alike>> {
    let Count { recipients, status, since, .. } = tx.query_one(&COUNT, params![])?;
    Ok(status.zip(since).map(|(status, since)| Alike { recipients, status, since }))
}

/// Those of them that count as failed, each with its client.
pub fn failed(tx: &Tx<'_>) -> Result<Vec<(MailId, Option<ClientId>)>> {
    tx.query_vec(&FAILED, params![])
}

/// Queues one that failed as if it had not been tried, behind those that wait.
pub fn untried(tx: &Tx<'_>, id: MailId, why: &str, now: Instant) -> Result<()> {
    tx.run(&UNTRIED, params![id, why, now]).map(drop)
}
