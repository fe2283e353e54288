//! What existed at any time between two audit rows: who comes into question in it, and when something about a person
//! and a client changed. More may come into question than could enter: the rule `effective` decides.

use std::collections::BTreeSet;

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::error::Result;
use crate::store::{Query, Tx, params};

/// From the state after one audit row to the state after another. Both the same: that state alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub first: i64,
    /// The last one, not before the first.
    pub last: i64,
}

/// One column of the versions that existed in the window `$first`, `$last`.
macro_rules! as_of_sql {
    ($column:literal, $table:literal, $which:literal, $first:literal, $last:literal) => {
        concat!(
            "SELECT ",
            $column,
            " FROM ",
            $table,
            " AS t WHERE ",
            $which,
            " AND t.since_audit <= ",
            $last,
            " UNION SELECT ",
            $column,
            " FROM ",
            $table,
            "_history AS t WHERE ",
            $which,
            " AND t.until_audit > ",
            $first,
            " AND t.since_audit <= ",
            $last
        )
    };
}

/// The same of partner users and links side by side, which may each be current or past.
macro_rules! linked {
    ($column:literal, $which:literal, $first:literal, $last:literal) => {
        concat!(
            linked!($column, "link", "", "partner_user", "", $which, $first, $last), " UNION ",
            linked!($column, "link", "", "partner_user_history", "AND u.until_audit > ", $which, $first, $last), " UNION ",
            linked!($column, "link_history", "AND k.until_audit > ", "partner_user", "", $which, $first, $last), " UNION ",
            linked!($column, "link_history", "AND k.until_audit > ", "partner_user_history", "AND u.until_audit > ", $which, $first, $last)
        )
    };
    ($column:literal, $link:literal, "", $membership:literal, "", $which:literal, $first:literal, $last:literal) => {
        linked!(@ $column, $link, $membership, $which, $last, "")
    };
    ($column:literal, $link:literal, $lk:literal, $membership:literal, "", $which:literal, $first:literal, $last:literal) => {
        linked!(@ $column, $link, $membership, $which, $last, concat!($lk, $first))
    };
    ($column:literal, $link:literal, "", $membership:literal, $su:literal, $which:literal, $first:literal, $last:literal) => {
        linked!(@ $column, $link, $membership, $which, $last, concat!($su, $first))
    };
    ($column:literal, $link:literal, $lk:literal, $membership:literal, $su:literal, $which:literal, $first:literal, $last:literal) => {
        linked!(@ $column, $link, $membership, $which, $last, concat!($lk, $first, " ", $su, $first))
    };
    (@ $column:literal, $link:literal, $membership:literal, $which:literal, $last:literal, $past:expr) => {
        concat!(
            "SELECT ", $column, " FROM ", $link, " AS k JOIN ", $membership, " AS u ON u.partner_id = k.partner_id WHERE ", $which,
            " AND k.state = 'linked' AND u.state = 'active' AND u.scope = 'all' AND k.since_audit <= ", $last,
            " AND u.since_audit <= ", $last, " ", $past
        )
    };
}

/// The audit numbers after `$3` up to `$4` at which a version began or ended.
macro_rules! marks {
    ($table:literal, $which:literal) => {
        concat!(
            "SELECT t.since_audit FROM ",
            $table,
            " AS t WHERE ",
            $which,
            " AND t.since_audit > $3 AND t.since_audit <= $4",
            " UNION SELECT t.since_audit FROM ",
            $table,
            "_history AS t WHERE ",
            $which,
            " AND t.until_audit > $3 AND t.since_audit > $3 AND t.since_audit <= $4",
            " UNION SELECT t.until_audit FROM ",
            $table,
            "_history AS t WHERE ",
            $which,
            " AND t.until_audit > $3 AND t.until_audit <= $4"
        )
    };
}

crate::store::statements! {
    [PEOPLE_OF_CLIENT: UserId] concat!(
        as_of_sql!("t.login_id", "access_grant", "t.client_id = $1 AND t.state = 'active'", "$2", "$3"), " UNION ",
        as_of_sql!("t.login_id", "assignment", "t.client_id = $1 AND t.state = 'assigned'", "$2", "$3"), " UNION ",
        linked!("u.login_id", "k.client_id = $1", "$2", "$3"), " ORDER BY 1");
    [PARTNERS_PEOPLE_OF_CLIENT: UserId] concat!(
        as_of_sql!("t.login_id", "access_grant",
            "t.client_id = $1 AND t.for_partner = $2 AND t.for_partner IS NOT NULL AND t.state = 'active'", "$3", "$4"), " UNION ",
        as_of_sql!("t.login_id", "assignment", "t.client_id = $1 AND t.state = 'assigned'", "$3", "$4"), " UNION ",
        as_of_sql!("t.login_id", "partner_user", "t.partner_id = $2 AND t.state = 'active' AND t.scope = 'all'", "$3", "$4"),
        " ORDER BY 1");
    [CLIENTS_OF_USER: ClientId] concat!(
        as_of_sql!("t.client_id", "access_grant", "t.login_id = $1 AND t.state = 'active'", "$2", "$3"), " UNION ",
        as_of_sql!("t.client_id", "assignment", "t.login_id = $1 AND t.state = 'assigned'", "$2", "$3"), " UNION ",
        linked!("k.client_id", "u.login_id = $1", "$2", "$3"), " ORDER BY 1");
    [CLIENTS_OF_PARTNER: ClientId] concat!(
        as_of_sql!("t.client_id", "link", "t.partner_id = $1 AND t.state = 'linked'", "$2", "$3"), " ORDER BY 1");
    full_scan [CLIENTS: ClientId] "SELECT c.id FROM client AS c ORDER BY c.id";
    [MARKS_OF_PAIR: i64] concat!(
        marks!("access_grant", "t.client_id = $1 AND t.login_id = $2"), " UNION ",
        marks!("assignment", "t.client_id = $1 AND t.login_id = $2"), " UNION ",
        marks!("client", "t.id = $1"), " UNION ",
        marks!("login", "t.id = $2"), " UNION ",
        marks!("partner_user", "t.login_id = $2"));
    [MARKS_OF_PARTNER: i64] concat!(
        marks!("partner", "t.id = $2"), " UNION ",
        marks!("link", "t.partner_id = $2 AND t.client_id = $1"), " UNION ",
        marks!("access_grant", "t.client_id = $1 AND t.for_partner = $2 AND t.for_partner IS NOT NULL"));
    [PARTNERS_OF_PAIR: i64] concat!(
        as_of_sql!("t.partner_id", "partner_user", "t.login_id = $2", "$3", "$4"), " UNION ",
        as_of_sql!("t.for_partner", "access_grant", "t.client_id = $1 AND t.login_id = $2 AND t.for_partner IS NOT NULL", "$3", "$4"));
    [DEDICATED_LOGINS: i64] as_of_sql!("t.login_id", "access_grant",
        "t.client_id = $1 AND t.for_partner = $2 AND t.for_partner IS NOT NULL", "$3", "$4");
}

/// Those who may have been able to enter a client.
pub fn people_of_client(
    tx: &Tx<'_>,
    client: ClientId,
    window: Window,
    each: impl FnMut(UserId) -> Result<()>,
) -> Result<()> {
    tx.each(&PEOPLE_OF_CLIENT, params![client, window.first, window.last], each)
}

/// Those of a partner who may have been able to enter a client: its users, and the dedicated users made for it.
pub fn partners_people_of_client(
    tx: &Tx<'_>,
    client: ClientId,
    partner: PartnerId,
    window: Window,
    each: impl FnMut(UserId) -> Result<()>,
) -> Result<()> {
    let params = params![client, partner, window.first, window.last];
    tx.each(&PARTNERS_PEOPLE_OF_CLIENT, params, each)
}

/// The clients that a person may have been able to enter.
pub fn clients_of_user(
    tx: &Tx<'_>,
    user: UserId,
    window: Window,
    each: impl FnMut(ClientId) -> Result<()>,
) -> Result<()> {
    tx.each(&CLIENTS_OF_USER, params![user, window.first, window.last], each)
}

/// The clients that were linked with a partner, as stored.
pub fn clients_of_partner(
    tx: &Tx<'_>,
    partner: PartnerId,
    window: Window,
    each: impl FnMut(ClientId) -> Result<()>,
) -> Result<()> {
    tx.each(&CLIENTS_OF_PARTNER, params![partner, window.first, window.last], each)
}

/// Every client, closed ones too.
pub fn clients(tx: &Tx<'_>, each: impl FnMut(ClientId) -> Result<()>) -> Result<()> {
    tx.each(&CLIENTS, params![], each)
}

/// The audit numbers inside the window, after its first, at which anything changed that bears on whether the person
/// may enter the client.
pub fn marks(tx: &Tx<'_>, client: ClientId, user: UserId, window: Window) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    add_marks(tx, &MARKS_OF_PAIR, client.get(), user.get(), window, &mut found)?;
    let Window { first, last } = window;
    for partner in tx.query_vec(&PARTNERS_OF_PAIR, params![client, user, first, last])? {
        add_marks(tx, &MARKS_OF_PARTNER, client.get(), partner, window, &mut found)?;
        for login in tx.query_vec(&DEDICATED_LOGINS, params![client, partner, first, last])? {
            add_marks(tx, &MARKS_OF_PAIR, client.get(), login, window, &mut found)?;
        }
    }
    Ok(found)
}

fn add_marks(
    tx: &Tx<'_>,
    sql: &'static Query<i64>,
    client: i64,
    other: i64,
    window: Window,
    found: &mut BTreeSet<i64>,
) -> Result<()> {
    tx.each(sql, params![client, other, window.first, window.last], |number| {
        found.insert(number);
        Ok(())
    })
}
