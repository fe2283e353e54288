//! The outbox: one row for each mail, written in the transaction of its cause.

pub mod again;
pub mod lease;
pub mod list;
pub mod queue;
pub mod refused;

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::mail::{MailRow, MailState, Required};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, params};

/// A mail as it is queued.
#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    /// The client that it is about.
    pub client: Option<ClientId>,
    /// The person it goes to, where they have a login.
    pub user: Option<UserId>,
    pub recipient: &'a str,
    /// Which kind: `invitation`, `link_request`, …
    pub kind: &'a str,
    pub subject: &'a str,
    /// The record that caused it, `inv_31` or `rcp_7`, where the deliverer must look again.
    pub cause: Option<&'a str>,
    /// The sending of that record, so that an older mail is skipped.
    pub cause_version: Option<i64>,
    /// What the mail says, as a JSON object; never a secret.
    pub facts: &'a str,
    /// Its Message-ID, stable over retries.
    pub message_id: &'a str,
    /// Queued, or skipped at once.
    pub state: MailState,
    /// Why it is skipped, where that is not the missing mailbox.
    pub error: Option<&'a str>,
    /// When it may leave at the earliest: now, or later so that what caused it can be taken back until then.
    pub not_before: Instant,
    /// Whether its cause waits for it.
    pub required: Required,
    /// The audit number of the change that queues it.
    pub audit: i64,
}

macro_rules! columns {
    () => {
        "m.id, m.client_id, m.login_id, m.recipient, m.kind, m.subject, m.cause, m.cause_version, m.facts, m.state, m.attempts, m.last_error, m.server_reply, m.message_id, m.created_at, m.next_attempt_at, m.sent_at, m.leases, m.dropped, m.required, m.unanswered, m.audit_id"
    };
}

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM mail AS m WHERE m.id = $1");
    [STATE] "SELECT state FROM mail WHERE id = $1";
    [LAST_TO] "SELECT m.state, coalesce(m.sent_at, m.created_at) FROM mail AS m
        WHERE m.login_id = $1 AND m.login_id IS NOT NULL AND m.client_id = $2 ORDER BY m.id DESC LIMIT 1";
    [INSERT] "INSERT INTO mail (id, client_id, login_id, recipient, kind, subject, cause, cause_version, facts, state, attempts, message_id, created_at, next_attempt_at, last_error, required, audit_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14, $15, $16)";
    [BOUNCED] "UPDATE mail SET state = 'bounced', last_error = $2 WHERE id = $1";
    [OF_SENDING] concat!("SELECT ", columns!(), " FROM mail AS m WHERE m.login_id = $1 AND m.login_id IS NOT NULL AND m.cause = $2 AND m.cause_version = $3 ORDER BY m.id DESC LIMIT 1");
}

/// The mail with this id.
pub fn by_id(tx: &Tx<'_>, id: MailId) -> Result<Option<MailRow>> {
    tx.query_opt(&BY_ID, params![id], read)
}

pub fn state(tx: &Tx<'_>, id: MailId) -> Result<Option<MailState>> {
    tx.query_opt(&STATE, params![id], |row| MailState::from_text(row.text(0)?))
}

/// The state of the last mail to a person about a client, and since when: it left, or was queued.
pub fn last_to(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<(MailState, Instant)>> {
    tx.query_opt(&LAST_TO, params![user, client], |row| Ok((MailState::from_text(row.text(0)?)?, row.at(1)?)))
}

/// Queues a mail under a number from [`next_id`].
pub fn insert(tx: &Tx<'_>, id: MailId, new: &NewMail<'_>, now: Instant) -> Result<()> {
    tx.execute_one(
        &INSERT,
        params![
            id,
            new.client,
            new.user,
            new.recipient,
            new.kind,
            new.subject,
            new.cause,
            new.cause_version,
            new.facts,
            new.state.name(),
            new.message_id,
            now,
            new.not_before,
            new.error,
            i64::from(new.required == Required::Yes),
            new.audit
        ],
    )
}

pub fn next_id(tx: &Tx<'_>) -> Result<MailId> {
    tx.next_number("mail", 1).map(MailId::new)
}

/// A mail that came back, and what was said of it.
pub fn bounced(tx: &Tx<'_>, id: MailId, words: &str) -> Result<()> {
    tx.execute_one(&BOUNCED, params![id, words])
}

/// The last mail of one sending of a record to a person.
pub fn of_sending(tx: &Tx<'_>, user: UserId, cause: &str, sending: i64) -> Result<Option<MailRow>> {
    tx.query_opt(&OF_SENDING, params![user, cause, sending], read)
}

fn read(row: &Row<'_>) -> Result<MailRow> {
    Ok(MailRow {
        id: MailId::new(row.int(0)?),
        client: row.opt_int(1)?.map(ClientId::new),
        user: row.opt_int(2)?.map(UserId::new),
        recipient: row.text(3)?.to_owned(),
        kind: row.text(4)?.to_owned(),
        subject: row.text(5)?.to_owned(),
        cause: row.opt_text(6)?.map(str::to_owned),
        cause_version: row.opt_int(7)?,
        facts: row.text(8)?.to_owned(),
        state: MailState::from_text(row.text(9)?)?,
        attempts: row.int(10)?,
        last_error: row.opt_text(11)?.map(str::to_owned),
        server_reply: row.opt_text(12)?.map(str::to_owned),
        message_id: row.text(13)?.to_owned(),
        created_at: row.at(14)?,
        next_attempt_at: row.at(15)?,
        sent_at: row.opt_at(16)?,
        leases: row.int(17)?,
        dropped: row.int(18)?,
        required: if row.int(19)? == 1 { Required::Yes } else { Required::No },
        unanswered: row.int(20)?,
        audit: row.opt_int(21)?,
    })
}
