//! The mails that wait, and who has them leased. A lease is an instant: who dies with a mail gives it back by time, and
//! that is counted. Who has it proves so by the number of its leases.

use crate::domain::id::{ClientId, MailId};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, params};

use crate::domain::mail::MailState;

crate::store::statements! {
    [LEASE] "UPDATE mail SET dropped = dropped + CASE state WHEN 'sending' THEN 1 ELSE 0 END, state = 'sending',
        attempts = attempts + 1, leases = leases + 1, next_attempt_at = $2
        WHERE id = $1 AND state IN ('queued', 'sending') AND next_attempt_at <= $3";
    [RENEW] "UPDATE mail SET next_attempt_at = $3 WHERE id = $1 AND state = 'sending' AND leases = $2";
    /// Undone by [`settle`], which knows the outcome.
    [HANDED_OVER] "UPDATE mail SET unanswered = unanswered + 1 WHERE id = $1 AND state = 'sending' AND leases = $2";
    [DUE: Waiting] "SELECT {} FROM mail AS m
        WHERE m.state IN ('queued', 'sending') AND m.next_attempt_at <= $1 AND (m.next_attempt_at, m.id) > ($2, $3)
        ORDER BY m.next_attempt_at, m.id LIMIT $4";
    [COUNT_DUE: i64] "SELECT count(*) FROM mail WHERE state IN ('queued', 'sending') AND next_attempt_at <= $1";
    [RESTING: (count: i64, first: Option<Instant>)] "SELECT count(*) AS count, min(next_attempt_at) AS first FROM mail WHERE state IN ('queued', 'sending') AND next_attempt_at > $1";
    /// Only by who still has it leased: a lease that ran out may be another's by now.
    [SETTLE] "UPDATE mail SET state = $3, subject = coalesce($4, subject), last_error = $5, server_reply = $6, sent_at = $7, next_attempt_at = $8, attempts = $9, unanswered = $10
        WHERE id = $1 AND state = 'sending' AND leases = $2";
    [CLIENT: Option<ClientId>] "SELECT client_id FROM mail WHERE id = $1";
    [RECIPIENT: String] "SELECT recipient FROM mail WHERE id = $1";
    [KIND: String] "SELECT kind FROM mail WHERE id = $1";
    [SET_ASIDE] "UPDATE mail SET state = 'failed', last_error = $2, next_attempt_at = $3
        WHERE id = $1 AND state IN ('queued', 'sending') AND next_attempt_at <= $3";
}

/// A place in the row of those that wait, the longest waiting first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Since when it may be tried.
    pub since: Instant,
    pub id: MailId,
    /// How often its taker died with it, this time too if someone did.
    pub dropped: i64,
}

crate::store::row! {
    Waiting as m {
        since: ["m.next_attempt_at"], id, dropped: ["m.dropped + CASE m.state WHEN 'sending' THEN 1 ELSE 0 END"]
    }
}

impl Waiting {
    pub const FIRST: Self = Self { since: Instant::from_ms(i64::MIN), id: MailId::new(0), dropped: 0 };
}

/// The mails that may be tried now, the longest waiting first, from the one behind `after`; at most `most`.
pub fn due(tx: &Tx<'_>, now: Instant, after: Waiting, most: u32) -> Result<Vec<Waiting>> {
    tx.query_vec(&DUE, params![now, after.since, after.id, most])
}

/// How many mails may be tried now.
pub fn count_due(tx: &Tx<'_>, now: Instant) -> Result<i64> {
    tx.query_one(&COUNT_DUE, params![now])
}

/// How many mails wait for a later instant, and for which the first does.
pub fn resting(tx: &Tx<'_>, now: Instant) -> Result<Option<(i64, Instant)>> {
    let (count, first) = tx.query_one(&RESTING, params![now])?;
    Ok(first.map(|first| (count, first)))
}

/// Takes a mail leased until `lease_ends`; whether it was to be had.
pub fn lease(tx: &Tx<'_>, id: MailId, lease_ends: Instant, now: Instant) -> Result<bool> {
    Ok(tx.run(&LEASE, params![id, lease_ends, now])? == 1)
}

/// Keeps a mail leased that was taken with this `lease`; false when someone else has it since.
pub fn renew(tx: &Tx<'_>, id: MailId, lease: i64, lease_ends: Instant) -> Result<bool> {
    Ok(tx.run(&RENEW, params![id, lease, lease_ends])? == 1)
}

/// Counts a mail that is about to be handed over as one without an answer, until it is settled: anyone who is killed in
/// between leaves that behind.
pub fn handed_over(tx: &Tx<'_>, id: MailId, lease: i64) -> Result<()> {
    tx.run(&HANDED_OVER, params![id, lease]).map(drop)
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled<'a> {
    pub state: MailState,
    /// The subject with which it left.
    pub subject: Option<&'a str>,
    pub error: Option<&'a str>,
    pub server_reply: Option<&'a str>,
    pub sent_at: Option<Instant>,
    /// When it may be tried next.
    pub next_attempt_at: Instant,
    /// How often it was tried; one less than when it was taken, where it is given back untried.
    pub attempts: i64,
    /// How often all of it was handed over and no answer came.
    pub unanswered: i64,
}

/// Records what became of a mail that was taken with this `lease`; false when someone else has it leased since.
pub fn settle(tx: &Tx<'_>, id: MailId, lease: i64, settled: &Settled<'_>) -> Result<bool> {
    let changed = tx.run(
        &SETTLE,
        params![
            id,
            lease,
            settled.state,
            settled.subject,
            settled.error,
            settled.server_reply,
            settled.sent_at,
            settled.next_attempt_at,
            settled.attempts,
            settled.unanswered
        ],
    )?;
    Ok(changed == 1)
}

/// What can be said of a row that cannot be read: its client, and the address and kind as far as they are text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub client: Option<ClientId>,
    pub recipient: Option<String>,
    pub kind: Option<String>,
}

/// What a damaged row still holds.
pub fn label(tx: &Tx<'_>, id: MailId) -> Result<Option<Label>> {
    let Some(client) = tx.query_opt(&CLIENT, params![id])? else { return Ok(None) };
    let text = |query| tx.query_opt(query, params![id]).ok().flatten();
    Ok(Some(Label { client, recipient: text(&RECIPIENT), kind: text(&KIND) }))
}

/// Sets a mail aside that no one can take leased, because its row cannot be read; whether it was to be had.
pub fn set_aside(tx: &Tx<'_>, id: MailId, why: &str, now: Instant) -> Result<bool> {
    Ok(tx.run(&SET_ASIDE, params![id, why, now])? == 1)
}
