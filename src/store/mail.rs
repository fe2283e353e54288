//! The outbox: one row for each mail, written in the transaction of its cause.

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::{Row, Tx, params};

/// Where a mail stands (SPEC 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailState {
    /// Waits for the deliverer.
    Queued,
    /// A deliverer has it.
    Sending,
    /// Lies as a file in the outbox folder.
    Written,
    /// A server took it.
    Sent,
    /// It will not be tried again.
    Failed,
    /// Its cause no longer stood, or nobody has that mailbox.
    Skipped,
    /// It came back.
    Bounced,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Sending, Self::Written, Self::Sent, Self::Failed, Self::Skipped, Self::Bounced];

    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Written => "written",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Bounced => "bounced",
        }
    }

    pub(crate) fn stored(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| Error::failed(format!("damaged data: mail state {text:?}")))
    }
}

/// A mail as it is queued.
#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    /// The client that it is about.
    pub client: Option<ClientId>,
    /// The person it goes to, where they have a login.
    pub user: Option<UserId>,
    /// The stored address.
    pub recipient: &'a str,
    /// Which letter: `invitation`, `link_request`, …
    pub kind: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// The record that caused it, `inv_31` or `rcp_7`, where the deliverer must look again.
    pub cause: Option<&'a str>,
    /// The sending of that record, so that an older mail is skipped.
    pub cause_version: Option<i64>,
    /// What the letter says, as a JSON object; never a secret.
    pub facts: &'a str,
    /// Its Message-ID, stable over retries.
    pub message_id: &'a str,
    /// Queued, or skipped at once (no mailbox).
    pub state: MailState,
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// Its id.
    pub id: MailId,
    /// The client that it is about.
    pub client: Option<ClientId>,
    /// The person it goes to.
    pub user: Option<UserId>,
    /// The address.
    pub recipient: String,
    /// Which letter.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// The record that caused it.
    pub cause: Option<String>,
    /// The sending of that record.
    pub cause_version: Option<i64>,
    /// What the letter says, as a JSON object.
    pub facts: String,
    /// Where it stands.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// What the server said last.
    pub server_reply: Option<String>,
    /// Its Message-ID.
    pub message_id: String,
    /// When it was queued.
    pub created_at: Instant,
    /// When it may be tried next.
    pub next_attempt_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
}

macro_rules! columns {
    () => {
        "m.id, m.client_id, m.login_id, m.recipient, m.kind, m.subject, m.cause, m.cause_version, m.facts, m.state, m.attempts, m.last_error, m.server_reply, m.message_id, m.created_at, m.next_attempt_at, m.sent_at"
    };
}

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM mail AS m WHERE m.id = $1");
    [STATE] "SELECT state FROM mail WHERE id = $1";
    [INSERT] "INSERT INTO mail (id, client_id, login_id, recipient, kind, subject, cause, cause_version, facts, state, attempts, message_id, created_at, next_attempt_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $12)";
    /// The lease is an instant: who dies with a mail in hand gives it back by time.
    [LEASE] "UPDATE mail SET state = 'sending', attempts = attempts + 1, next_attempt_at = $2
        WHERE id = $1 AND state IN ('queued', 'sending') AND next_attempt_at <= $3";
    [DUE] "SELECT id FROM mail WHERE state IN ('queued', 'sending') AND next_attempt_at <= $1 ORDER BY next_attempt_at, id LIMIT $2";
    [SETTLE] "UPDATE mail SET state = $2, last_error = $3, server_reply = $4, sent_at = $5, next_attempt_at = $6 WHERE id = $1";
}

/// The mail with this id.
///
/// # Errors
/// `failed`.
pub fn by_id(tx: &Tx<'_>, id: MailId) -> Result<Option<MailRow>> {
    tx.one(&BY_ID, params![id], read)
}

/// Where a mail stands.
///
/// # Errors
/// `failed`.
pub fn state(tx: &Tx<'_>, id: MailId) -> Result<Option<MailState>> {
    tx.one(&STATE, params![id], |row| MailState::stored(row.text(0)?))
}

/// Queues a mail under a number from [`next_id`].
///
/// # Errors
/// `failed`.
pub fn insert(tx: &Tx<'_>, id: MailId, new: &NewMail<'_>, now: Instant) -> Result<()> {
    tx.run_one(
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
            now
        ],
    )
}

/// The next mail number.
///
/// # Errors
/// `failed`.
pub fn next_id(tx: &Tx<'_>) -> Result<MailId> {
    tx.next_number("mail", 1).map(MailId::new)
}

/// Takes a mail in hand until `lease_ends`; whether it was to be had.
///
/// # Errors
/// `failed`.
pub fn lease(tx: &Tx<'_>, id: MailId, lease_ends: Instant, now: Instant) -> Result<bool> {
    Ok(tx.run(&LEASE, params![id, lease_ends, now])? == 1)
}

/// The mails that may be tried now, the longest waiting first.
///
/// # Errors
/// `failed`.
pub fn due(tx: &Tx<'_>, now: Instant, most: u32) -> Result<Vec<MailId>> {
    tx.few(&DUE, params![now, most], |row| row.int(0).map(MailId::new))
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled<'a> {
    /// The new state.
    pub state: MailState,
    /// What went wrong.
    pub error: Option<&'a str>,
    /// What the server said.
    pub server_reply: Option<&'a str>,
    /// When it left.
    pub sent_at: Option<Instant>,
    /// When it may be tried next.
    pub next_attempt_at: Instant,
}

/// Writes down what became of a try.
///
/// # Errors
/// `failed`.
pub fn settle(tx: &Tx<'_>, id: MailId, settled: &Settled<'_>) -> Result<()> {
    tx.run_one(
        &SETTLE,
        params![
            id,
            settled.state.name(),
            settled.error,
            settled.server_reply,
            settled.sent_at,
            settled.next_attempt_at
        ],
    )
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
        state: MailState::stored(row.text(9)?)?,
        attempts: row.int(10)?,
        last_error: row.opt_text(11)?.map(str::to_owned),
        server_reply: row.opt_text(12)?.map(str::to_owned),
        message_id: row.text(13)?.to_owned(),
        created_at: row.at(14)?,
        next_attempt_at: row.at(15)?,
        sent_at: row.opt_at(16)?,
    })
}
