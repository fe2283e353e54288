//! What became of the memberships of partner users: since when one reaches a client, and which changes of memberships
//! bear on a client although they touch no row of it.

use crate::domain::id::{ClientId, UserId};
use crate::domain::partner::Reaches;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::login::SeatRow;
use crate::store::{Tx, params};

/// The boundaries of versions of memberships in the times in which their partner was linked with the client `$1`, after the
/// audit row `$2`. Of memberships that reach chosen clients, only those to whom this one was ever assigned count.
macro_rules! boundaries {
    ($number:literal, $membership:literal, $link:literal, $ends:literal) => {
        concat!(
            "SELECT ",
            $number,
            " AS number, u.login_id FROM ",
            $link,
            " AS k JOIN ",
            $membership,
            " AS u ON u.partner_id = k.partner_id WHERE k.client_id = $1 AND k.state = 'linked' AND u.state = 'active' AND ",
            $number,
            " > $2 AND ",
            $number,
            " > k.since_audit",
            $ends,
            " AND (u.scope = 'all'
              OR EXISTS (SELECT a.login_id FROM assignment AS a WHERE a.client_id = $1 AND a.login_id = u.login_id)
              OR EXISTS (SELECT b.login_id FROM assignment_history AS b WHERE b.client_id = $1 AND b.login_id = u.login_id))"
        )
    };
}

crate::store::statements! {
    [CHANGES: (number: i64, login_id: UserId)] concat!(
        boundaries!("u.since_audit", "partner_user", "link", ""), " UNION ",
        boundaries!("u.since_audit", "partner_user", "link_history", " AND u.since_audit < k.until_audit"), " UNION ",
        boundaries!("u.since_audit", "partner_user_history", "link", ""), " UNION ",
        boundaries!("u.since_audit", "partner_user_history", "link_history", " AND u.since_audit < k.until_audit"), " UNION ",
        boundaries!("u.until_audit", "partner_user_history", "link", ""), " UNION ",
        boundaries!("u.until_audit", "partner_user_history", "link_history", " AND u.until_audit < k.until_audit"),
        " ORDER BY 1 DESC, 2");
    [OTHERWISE_UNTIL: Option<i64>] "SELECT max(h.until_audit) FROM partner_user_history AS h WHERE h.login_id = $1 AND h.until_audit <= $2
        AND (h.partner_id <> $3 OR h.created_at <> $4 OR h.state <> 'active' OR h.scope <> $5)";
    [FIRST: Option<i64>] "SELECT min(v.since_audit) FROM (
          SELECT u.since_audit FROM partner_user AS u WHERE u.login_id = $1 AND u.created_at = $2
          UNION ALL SELECT h.since_audit FROM partner_user_history AS h WHERE h.login_id = $1 AND h.created_at = $2) AS v";
}

/// Each change of a membership, after the audit row `after`, that may have changed how its user reaches the client, with the
/// user; the newest first. More may be found than did: the rule `effective` decides.
pub fn changes(
    tx: &Tx<'_>,
    client: ClientId,
    after: i64,
    mut each: impl FnMut(i64, UserId) -> Result<()>,
) -> Result<()> {
    tx.each(&CHANGES, params![client, after], |(number, user)| each(number, user))
}

/// The audit number since which a membership, as it was after the audit row `by`, has had its scope.
pub fn since(tx: &Tx<'_>, membership: &SeatRow, by: i64) -> Result<i64> {
    let SeatRow { user, partner, created_at, .. } = *membership;
    let scope = if membership.scope == Reaches::All { "all" } else { "clients" };
    let otherwise = params![user, by, partner, created_at, scope];
    let otherwise = tx.query_opt(&OTHERWISE_UNTIL, otherwise)?.flatten();
    match otherwise {
        Some(until) => Ok(until),
        None => first(tx, user, created_at),
    }
}

fn first(tx: &Tx<'_>, user: UserId, created_at: Instant) -> Result<i64> {
    Ok(tx.query_opt(&FIRST, params![user, created_at])?.flatten().unwrap_or(0))
}
