//! Wrong passwords for one address, known here or not.

use crate::domain::throttle::Throttle;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [FIND] "SELECT failures, day_failures, day_began_at, not_before, high_water FROM throttle WHERE email_key = $1";
    [SAVE] "INSERT INTO throttle (email_key, failures, day_failures, day_began_at, not_before, high_water) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (email_key) DO UPDATE SET failures = excluded.failures, day_failures = excluded.day_failures,
            day_began_at = excluded.day_began_at, not_before = excluded.not_before, high_water = excluded.high_water";
    /// A few at a time, the oldest first: more than one failure adds.
    [FORGET] "DELETE FROM throttle WHERE email_key IN (
        SELECT o.email_key FROM throttle AS o WHERE o.high_water <= $1 ORDER BY o.high_water, o.email_key LIMIT 8)";
    [LIFT] "DELETE FROM throttle WHERE email_key = $1";
}

/// What was counted for an address, if anything was; `key` as [`crate::domain::email::Email::key`] gives it.
pub fn find(tx: &Tx<'_>, key: &str) -> Result<Option<Throttle>> {
    tx.query_opt(&FIND, params![key], |row| {
        Ok(Throttle {
            failures: row.int(0)?,
            day_failures: row.int(1)?,
            day_began_at: row.at(2)?,
            not_before: row.at(3)?,
            high_water: row.at(4)?,
        })
    })
}

/// Stores what is counted for an address.
pub fn save(tx: &Tx<'_>, key: &str, throttle: &Throttle) -> Result<()> {
    let Throttle { failures, day_failures, day_began_at, not_before, high_water } = *throttle;
    tx.execute_one(&SAVE, params![key, failures, day_failures, day_began_at, not_before, high_water])
}

/// Forgets what was counted for an address; whether anything was.
pub fn lift(tx: &Tx<'_>, key: &str) -> Result<bool> {
    Ok(tx.run(&LIFT, params![key])? > 0)
}

/// Forgets some of those that failed last at `before` or earlier, so that made-up addresses do not pile up.
pub fn forget(tx: &Tx<'_>, before: Instant) -> Result<()> {
    tx.run(&FORGET, params![before]).map(drop)
}
