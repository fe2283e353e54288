//! What waits in the outbox, and what failed lately, as numbers.

use crate::domain::time::Instant;
use crate::error::{Error, Result};
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

crate::store::statements! {
    /// All that waits is counted.
    full_scan [QUEUE] "SELECT coalesce(sum(CASE WHEN next_attempt_at <= $1 THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN next_attempt_at > $1 AND state = 'queued' THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN next_attempt_at > $1 AND state = 'sending' THEN 1 ELSE 0 END), 0),
        min(CASE WHEN next_attempt_at <= $1 THEN next_attempt_at END),
        min(CASE WHEN next_attempt_at > $1 AND state = 'queued' THEN next_attempt_at END)
        FROM mail WHERE state IN ('queued', 'sending')";
    [OVERDUE] "SELECT count(*), min(next_attempt_at) FROM mail
        WHERE state IN ('queued', 'sending') AND state = 'queued' AND next_attempt_at <= $1";
    /// All that failed is looked at. It failed at the instant that is stored as its next attempt.
    full_scan [FAILED] "SELECT count(*) FROM mail WHERE state IN ('failed', 'bounced') AND state = 'failed' AND next_attempt_at > $1";
    full_scan [UNKNOWN] "SELECT count(*) FROM mail WHERE state = 'unknown' AND next_attempt_at > $1";
}

pub fn waiting(tx: &Tx<'_>, now: Instant) -> Result<Queue> {
    let counted = tx.query_opt(&QUEUE, params![now], |row| {
        Ok(Queue {
            due: row.int(0)?,
            resting: row.int(1)?,
            in_hand: row.int(2)?,
            due_since: row.opt_at(3)?,
            next_try: row.opt_at(4)?,
        })
    })?;
    counted.ok_or_else(|| Error::bug("a count has no row"))
}

/// How many wait that could have been tried at this instant, and since when the first of them.
pub fn overdue(tx: &Tx<'_>, at: Instant) -> Result<Option<(i64, Instant)>> {
    let found = tx.query_opt(&OVERDUE, params![at], |row| Ok((row.int(0)?, row.opt_at(1)?)))?;
    Ok(found.and_then(|(count, since)| since.map(|since| (count, since))))
}

/// How many failed after this instant and were not tried again since.
pub fn failed_since(tx: &Tx<'_>, after: Instant) -> Result<i64> {
    Ok(tx.query_opt(&FAILED, params![after], |row| row.int(0))?.unwrap_or_default())
}

/// How many became `unknown` after this instant.
pub fn unknown_since(tx: &Tx<'_>, after: Instant) -> Result<i64> {
    Ok(tx.query_opt(&UNKNOWN, params![after], |row| row.int(0))?.unwrap_or_default())
}
