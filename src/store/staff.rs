//! Staff: operating-system accounts that may use the tool.

use crate::domain::actor::{StaffKind, StaffMember, StaffRights, StaffRow};
use crate::domain::id::StaffId;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, new, params};

super::row!(StaffMember as s { id, os_user, name, rights });
super::row!(StaffRow as s { member: (StaffMember), uid, kind: ["s.service"], created_at });

super::new_row!(NewRow in "staff" { id, uid, os_user, name, rights, service, state, created_at });

super::statements! {
    [BY_UID: StaffRow] "SELECT {} FROM staff AS s WHERE uid = $1 AND state = 'active'";
    [BY_NAME: StaffRow] "SELECT {} FROM staff AS s WHERE os_user = $1 AND state = 'active'";
    [BY_ID: StaffRow] "SELECT {} FROM staff AS s WHERE id = $1";
    [LATEST: StaffRow] "SELECT {} FROM staff AS s WHERE os_user = $1 ORDER BY id DESC LIMIT 1";
    [LIST: StaffRow] "SELECT {} FROM staff AS s WHERE state = 'active' ORDER BY id";
    [INSERT] NewRow::INSERT;
    [UPDATE] "UPDATE staff SET name = $2, rights = $3, service = $4 WHERE id = $1";
    [REMOVE] "UPDATE staff SET state = 'removed' WHERE id = $1 AND state = 'active'";
    [OTHERS: i64] "SELECT count(*) FROM staff WHERE state = 'active' AND rights = 'full' AND service = 0 AND id <> $1";
}

/// The active registration of a numeric account.
pub fn by_uid(tx: &Tx<'_>, uid: u32) -> Result<Option<StaffRow>> {
    tx.query_opt(&BY_UID, params![uid])
}

/// The active registration of an account name.
pub fn by_name(tx: &Tx<'_>, os_user: &str) -> Result<Option<StaffRow>> {
    tx.look_up_once(&BY_NAME, params![os_user])
}

/// The latest registration of an account name, active or removed.
pub fn latest(tx: &Tx<'_>, os_user: &str) -> Result<Option<StaffRow>> {
    tx.query_opt(&LATEST, params![os_user])
}

/// The registration with this id, active or removed.
pub fn by_id(tx: &Tx<'_>, id: StaffId) -> Result<Option<StaffRow>> {
    tx.query_opt(&BY_ID, params![id])
}

pub fn list(tx: &Tx<'_>) -> Result<Vec<StaffRow>> {
    tx.query_vec(&LIST, params![])
}

/// Adds a registration and returns its id.
pub fn insert(
    tx: &Tx<'_>,
    uid: u32,
    os_user: &str,
    name: &str,
    rights: StaffRights,
    kind: StaffKind,
    now: Instant,
) -> Result<StaffId> {
    let id = StaffId::new(tx.next_number("staff", 1)?);
    let row = new!(NewRow { id, uid, os_user, name, rights, service: kind, state: "active", created_at: now });
    tx.execute_one(&INSERT, &row)?;
    Ok(id)
}

/// Changes name, rights and kind.
pub fn update(tx: &Tx<'_>, id: StaffId, name: &str, rights: StaffRights, kind: StaffKind) -> Result<()> {
    tx.execute_one(&UPDATE, params![id, name, rights, kind])
}

pub fn remove(tx: &Tx<'_>, id: StaffId) -> Result<()> {
    tx.execute_one(&REMOVE, params![id])
}

/// How many other people with full rights there are.
pub fn others_with_full_rights(tx: &Tx<'_>, id: StaffId) -> Result<i64> {
    tx.query_one(&OTHERS, params![id])
}
