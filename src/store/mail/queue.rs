//! What waits in the outbox, and what failed lately, as numbers.

use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, params};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// How many may be tried now.
    pub due: i64,
    /// How many rest until a later instant.
    pub resting: i64,
    /// How many someone has leased.
    pub in_hand: i64,
    /// Since when the first of those that may be tried now may be.
    pub due_since: Option<Instant>,
    /// When the first of those that rest is tried.
    pub next_try: Option<Instant>,
}

crate::store::row! {
    Queue as m {
        due: ["coalesce(sum(CASE WHEN m.next_attempt_at <= $1 THEN 1 ELSE 0 END), 0)"],
        resting: ["coalesce(sum(CASE WHEN m.next_attempt_at > $1 AND m.state = 'queued' THEN 1 ELSE 0 END), 0)"],
        in_hand: ["coalesce(sum(CASE WHEN m.next_attempt_at > $1 AND m.state = 'sending' THEN 1 ELSE 0 END), 0)"],
        due_since: ["min(CASE WHEN m.next_attempt_at <= $1 THEN m.next_attempt_at END)"],
        next_try: ["min(CASE WHEN m.next_attempt_at > $1 AND m.state = 'queued' THEN m.next_attempt_at END)"]
    }
}

crate::store::statements! {
    /// All that waits is counted.
    full_scan [QUEUE: Queue] "SELECT {} FROM mail AS m WHERE m.state IN ('queued', 'sending')";
    [OVERDUE: (count: i64, since: Option<Instant>)] "SELECT count(*) AS count, min(next_attempt_at) AS since FROM mail
        WHERE state IN ('queued', 'sending') AND state = 'queued' AND next_attempt_at <= $1";
    /// All that failed is looked at. It failed at the instant that is stored as its next attempt.
    full_scan [FAILED: i64] "SELECT count(*) FROM mail WHERE state IN ('failed', 'bounced') AND state = 'failed' AND next_attempt_at > $1";
    full_scan [UNKNOWN: i64] "SELECT count(*) FROM mail WHERE state = 'unknown' AND next_attempt_at > $1";
}

pub fn waiting(tx: &Tx<'_>, now: Instant) -> Result<Queue> {
    tx.query_one(&QUEUE, params![now])
}

/// How many wait that could have been tried at this instant, and since when the first of them.
pub fn overdue(tx: &Tx<'_>, at: Instant) -> Result<Option<(i64, Instant)>> {
    let (count, since) = tx.query_one(&OVERDUE, params![at])?;
    Ok(since.map(|since| (count, since)))
}

/// How many failed after this instant and were not tried again since.
pub fn failed_since(tx: &Tx<'_>, after: Instant) -> Result<i64> {
    tx.query_one(&FAILED, params![after])
}

/// How many became `unknown` after this instant.
pub fn unknown_since(tx: &Tx<'_>, after: Instant) -> Result<i64> {
    tx.query_one(&UNKNOWN, params![after])
}
