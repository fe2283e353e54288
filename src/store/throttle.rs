//! Wrong passwords for one address, known here or not.

use crate::domain::throttle::Throttle;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, new, params};

super::row!(Throttle as t { failures, day_failures, day_began_at, not_before, high_water });

super::new_row! {
    NewRow in "throttle" key { email_key } { failures, day_failures, day_began_at, not_before, high_water }
}

super::statements! {
    [FIND: Throttle] "SELECT {} FROM throttle AS t WHERE t.email_key = $1";
    [SAVE] NewRow::INSERT;
    /// A few at a time, the oldest first: more than one failure adds.
    [FORGET] "DELETE FROM throttle WHERE email_key IN (
        SELECT o.email_key FROM throttle AS o WHERE o.high_water <= $1 ORDER BY o.high_water, o.email_key LIMIT 8)";
    [LIFT] "DELETE FROM throttle WHERE email_key = $1";
}

/// What was counted for an address, if anything was; `key` as [`crate::domain::email::Email::key`] gives it.
pub fn find(tx: &Tx<'_>, key: &str) -> Result<Option<Throttle>> {
    tx.query_opt(&FIND, params![key])
}

/// Stores what is counted for an address.
pub fn save(tx: &Tx<'_>, key: &str, throttle: &Throttle) -> Result<()> {
    let Throttle { failures, day_failures, day_began_at, not_before, high_water } = *throttle;
    let row = new!(NewRow { email_key: key, failures, day_failures, day_began_at, not_before, high_water });
    tx.execute_one(&SAVE, &row)
}

/// Forgets what was counted for an address; whether anything was.
pub fn lift(tx: &Tx<'_>, key: &str) -> Result<bool> {
    Ok(tx.run(&LIFT, params![key])? > 0)
}

/// Forgets some of those that failed last at `before` or earlier, so that made-up addresses do not pile up.
pub fn forget(tx: &Tx<'_>, before: Instant) -> Result<()> {
    tx.run(&FORGET, params![before]).map(drop)
}
