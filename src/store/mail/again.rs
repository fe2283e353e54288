//! Mails once more: those that did not leave and are tried again, and those of codes that went to one address before.

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, params};

crate::store::statements! {
    [AGAIN] "UPDATE mail SET state = 'queued', attempts = 0, dropped = 0, next_attempt_at = $2 WHERE id = $1";
    [FAILED] "SELECT m.id FROM mail AS m WHERE m.state IN ('failed', 'bounced') AND m.state = 'failed' AND m.id > $1
        AND m.created_at >= $2 ORDER BY m.id LIMIT $3";
    [RESTING] "SELECT m.next_attempt_at, m.id FROM mail AS m WHERE m.state IN ('queued', 'sending') AND m.state = 'queued'
        AND (m.next_attempt_at, m.id) > ($1, $2) AND (m.attempts > 0 OR m.last_error IS NOT NULL) AND m.created_at >= $3 ORDER BY m.next_attempt_at, m.id LIMIT $4";
    /// The last mails to a login, of whatever kind: what came before them is no matter of a day.
    [CODES] "SELECT n.client_id, n.kind, n.cause_version, n.created_at, n.recipient FROM (
            SELECT m.id, m.client_id, m.kind, m.cause_version, m.created_at, m.recipient, m.state FROM mail AS m
            WHERE m.login_id = $1 AND m.login_id IS NOT NULL ORDER BY m.id DESC LIMIT $3) AS n
        WHERE n.created_at > $2 AND n.state <> 'skipped' AND n.cause_version IS NOT NULL
          AND (n.kind = 'invitation' OR n.kind = 'link_request' OR n.kind = 'password_reset') ORDER BY n.id";
}

/// A mail is to be tried now, as if it had not been tried before.
///
/// # Errors
/// `failed`.
pub fn again(tx: &Tx<'_>, id: MailId, now: Instant) -> Result<()> {
    tx.run_one(&AGAIN, params![id, now])
}

/// The mails that failed, queued at `since` or later, by number from behind `after`; at most `most`.
///
/// # Errors
/// `failed`.
pub fn failed(tx: &Tx<'_>, after: MailId, since: Instant, most: u32) -> Result<Vec<MailId>> {
    tx.few(&FAILED, params![after, since, most], |row| Ok(MailId::new(row.int(0)?)))
}

/// The mails that rest after a try, as [`failed`]; the next to be tried first.
///
/// # Errors
/// `failed`.
pub fn resting(tx: &Tx<'_>, after: (Instant, MailId), since: Instant, most: u32) -> Result<Vec<(Instant, MailId)>> {
    tx.few(&RESTING, params![after.0, after.1, since, most], |row| Ok((row.at(0)?, MailId::new(row.int(1)?))))
}

/// A mail with a code that was queued for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMail {
    /// The client that it is about.
    pub client: Option<ClientId>,
    /// Which letter.
    pub kind: String,
    /// The sending of its record.
    pub sending: i64,
    /// When it was queued.
    pub at: Instant,
    /// The address.
    pub recipient: String,
}

/// The mails with codes that were queued for a person after `since`, the oldest first, among the last `most` of all
/// their mails. Those that were skipped count for nothing: nobody got them.
///
/// # Errors
/// `failed`.
pub fn codes(tx: &Tx<'_>, user: UserId, since: Instant, most: u32) -> Result<Vec<CodeMail>> {
    tx.few(&CODES, params![user, since, most], |row| {
        Ok(CodeMail {
            client: row.opt_int(0)?.map(ClientId::new),
            kind: row.text(1)?.to_owned(),
            sending: row.int(2)?,
            at: row.at(3)?,
            recipient: row.text(4)?.to_owned(),
        })
    })
}
