//! The outbox: one row for each mail, written in the transaction of its cause.

pub mod again;
pub mod lease;
pub mod list;
pub mod notice;
pub mod queue;
pub mod refused;

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::mail::{MailRow, MailState, Required};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, new, params};

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

super::row! {
    MailRow as m {
        id, client: ["m.client_id"], user: ["m.login_id"], recipient, kind, subject, cause, cause_version, facts, state, attempts,
        last_error, server_reply, message_id, created_at, next_attempt_at, sent_at, leases, dropped, required, unanswered,
        audit: ["m.audit_id"]
    }
}

super::new_row! {
    NewRow in "mail" {
        id, client_id, login_id, recipient, kind, subject, cause, cause_version, facts, state, attempts, message_id, created_at,
        next_attempt_at, last_error, required, audit_id
    }
}

super::statements! {
    [BY_ID: MailRow] "SELECT {} FROM mail AS m WHERE m.id = $1";
    [STATE: MailState] "SELECT state FROM mail WHERE id = $1";
    [LAST_TO: (state: MailState, since: Instant)] "SELECT m.state, coalesce(m.sent_at, m.created_at) AS since FROM mail AS m
        WHERE m.login_id = $1 AND m.login_id IS NOT NULL AND m.client_id = $2 ORDER BY m.id DESC LIMIT 1";
    [INSERT] NewRow::INSERT;
    [BOUNCED] "UPDATE mail SET state = 'bounced', last_error = $2 WHERE id = $1";
    [OF_SENDING: MailRow] "SELECT {} FROM mail AS m WHERE m.login_id = $1 AND m.login_id IS NOT NULL AND m.cause = $2 AND m.cause_version = $3 ORDER BY m.id DESC LIMIT 1";
}

/// The mail with this id.
pub fn by_id(tx: &Tx<'_>, id: MailId) -> Result<Option<MailRow>> {
    tx.query_opt(&BY_ID, params![id])
}

pub fn state(tx: &Tx<'_>, id: MailId) -> Result<Option<MailState>> {
    tx.look_up(&STATE, params![id])
}

/// The state of the last mail to a person about a client, and since when: it left, or was queued.
pub fn last_to(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<(MailState, Instant)>> {
    tx.query_opt(&LAST_TO, params![user, client])
}

/// Queues a mail under a number from [`next_id`].
pub fn insert(tx: &Tx<'_>, id: MailId, new: &NewMail<'_>, now: Instant) -> Result<()> {
    let row = new!(NewRow {
        id,
        client_id: new.client,
        login_id: new.user,
        recipient: new.recipient,
        kind: new.kind,
        subject: new.subject,
        cause: new.cause,
        cause_version: new.cause_version,
        facts: new.facts,
        state: new.state,
        attempts: 0_i64,
        message_id: new.message_id,
        created_at: now,
        next_attempt_at: new.not_before,
        last_error: new.error,
        required: new.required,
        audit_id: new.audit,
    });
    tx.put(&INSERT, &row)?;
    again::forget(tx, new.user);
    tx.ahead().know(&STATE, params![id], vec![new.state]);
    Ok(())
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
    tx.query_opt(&OF_SENDING, params![user, cause, sending])
}
