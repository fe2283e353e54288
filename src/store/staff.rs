//! Staff: operating-system accounts that may use the tool.

use crate::domain::actor::{StaffKind, StaffMember, StaffRights, StaffRow};
use crate::domain::id::StaffId;
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::{Row, Tx, params};

super::statements! {
    [BY_UID] "SELECT id, uid, os_user, name, rights, service, created_at FROM staff WHERE uid = $1 AND state = 'active'";
    [BY_NAME] "SELECT id, uid, os_user, name, rights, service, created_at FROM staff WHERE os_user = $1 AND state = 'active'";
    [BY_ID] "SELECT id, uid, os_user, name, rights, service, created_at FROM staff WHERE id = $1";
    [LATEST] "SELECT id, uid, os_user, name, rights, service, created_at FROM staff WHERE os_user = $1 ORDER BY id DESC LIMIT 1";
    [LIST] "SELECT id, uid, os_user, name, rights, service, created_at FROM staff WHERE state = 'active' ORDER BY id";
    [INSERT] "INSERT INTO staff (id, uid, os_user, name, rights, service, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'active', $7)";
    [UPDATE] "UPDATE staff SET name = $2, rights = $3, service = $4 WHERE id = $1";
    [REMOVE] "UPDATE staff SET state = 'removed' WHERE id = $1 AND state = 'active'";
    [OTHERS] "SELECT count(*) FROM staff WHERE state = 'active' AND rights = 'full' AND service = 0 AND id <> $1";
}

/// The active registration of a numeric account.
pub fn by_uid(tx: &Tx<'_>, uid: u32) -> Result<Option<StaffRow>> {
    tx.query_opt(&BY_UID, params![uid], read)
}

/// The active registration of an account name.
pub fn by_name(tx: &Tx<'_>, os_user: &str) -> Result<Option<StaffRow>> {
    tx.query_opt(&BY_NAME, params![os_user], read)
}

/// The latest registration of an account name, active or removed.
pub fn latest(tx: &Tx<'_>, os_user: &str) -> Result<Option<StaffRow>> {
    tx.query_opt(&LATEST, params![os_user], read)
}

/// The registration with this id, active or removed.
pub fn by_id(tx: &Tx<'_>, id: StaffId) -> Result<Option<StaffRow>> {
    tx.query_opt(&BY_ID, params![id], read)
}

pub fn list(tx: &Tx<'_>) -> Result<Vec<StaffRow>> {
    tx.query_vec(&LIST, params![], read)
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
    let service = i64::from(kind == StaffKind::Service);
    tx.run(&INSERT, params![id, uid, os_user, name, rights.name(), service, now])?;
    Ok(id)
}

/// Changes name, rights and kind.
pub fn update(tx: &Tx<'_>, id: StaffId, name: &str, rights: StaffRights, kind: StaffKind) -> Result<()> {
    tx.execute_one(&UPDATE, params![id, name, rights.name(), i64::from(kind == StaffKind::Service)])
}

pub fn remove(tx: &Tx<'_>, id: StaffId) -> Result<()> {
    tx.execute_one(&REMOVE, params![id])
}

/// How many other people with full rights there are.
pub fn others_with_full_rights(tx: &Tx<'_>, id: StaffId) -> Result<i64> {
    Ok(tx.query_opt(&OTHERS, params![id], |row| row.int(0))?.unwrap_or(0))
}

fn read(row: &Row<'_>) -> Result<StaffRow> {
    let rights = match row.text(4)? {
        "full" => StaffRights::Full,
        "read_only" => StaffRights::ReadOnly,
        other => return Err(Error::failed(format!("damaged data: staff rights {other:?}"))),
    };
    let member = StaffMember {
        id: StaffId::new(row.int(0)?),
        os_user: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        rights,
    };
    let uid = u32::try_from(row.int(1)?).map_err(|_| Error::failed("damaged data: a uid"))?;
    let kind = if row.flag(5)? { StaffKind::Service } else { StaffKind::Person };
    Ok(StaffRow { member, uid, kind, created_at: row.at(6)? })
}
