//! The identity of the database (table `house`), and the settings that all staff share (table `setting`).

use crate::domain::code::Fingerprint;
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::{Tx, params};

/// What the database knows of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseInfo {
    /// Its identity, part of every code.
    pub uuid: String,
    /// `live`, `training`, …; named on the banner unless it is `live`.
    pub label: String,
    /// The operating-system group whose members share it.
    pub group: Option<String>,
    pub created_at: Instant,
}

super::row!(DatabaseInfo as h { uuid: ["h.database_uuid"], label, group: ["h.os_group"], created_at });
super::row!(Setting as s { key: ["s.setting_key"], value, changed_at, changed_by });

super::statements! {
    [READ: DatabaseInfo] "SELECT {} FROM house AS h WHERE h.id = 1";
    [INSERT] "INSERT INTO house (id, database_uuid, label, os_group, created_at) VALUES (1, $1, $2, $3, $4)";
    [FINGERPRINT: Option<Fingerprint>] "SELECT key_fingerprint FROM house WHERE id = 1";
    [SET_FINGERPRINT] "UPDATE house SET key_fingerprint = $1 WHERE id = 1";
    [SETTINGS: Setting] "SELECT {} FROM setting AS s ORDER BY s.setting_key";
    [SETTINGS_BETWEEN: (setting_key: String, value: String)] "SELECT setting_key, value FROM setting
        WHERE setting_key >= $1 AND setting_key < $2 ORDER BY setting_key";
    [SET] "INSERT INTO setting (setting_key, value, changed_at, changed_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (setting_key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    [UNSET] "DELETE FROM setting WHERE setting_key = $1";
}

/// The database's identity; `None` while `init` has not finished.
pub fn find(tx: &Tx<'_>) -> Result<Option<DatabaseInfo>> {
    tx.query_opt(&READ, params![])
}

/// The database's identity.
///
/// # Errors
/// `failed` when there is none.
pub fn get(tx: &Tx<'_>) -> Result<DatabaseInfo> {
    find(tx)?.ok_or_else(|| Error::failed("damaged data: the database has no identity row"))
}

pub fn insert(tx: &Tx<'_>, house: &DatabaseInfo) -> Result<()> {
    tx.execute_one(&INSERT, params![&house.uuid, &house.label, house.group.as_ref(), house.created_at])
}

/// The fingerprint of the key with which this database's codes are made; `None` before one was recorded.
pub fn key_fingerprint(tx: &Tx<'_>) -> Result<Option<Fingerprint>> {
    Ok(tx.look_up_once(&FINGERPRINT, params![])?.flatten())
}

/// Records which key belongs to this database.
pub(crate) fn set_key_fingerprint(tx: &Tx<'_>, fingerprint: Option<&Fingerprint>) -> Result<()> {
    tx.execute_one(&SET_FINGERPRINT, params![fingerprint.map(Fingerprint::as_str)])
}

/// The value of a setting. There are few, and a command asks for several: all are read at once.
pub fn setting(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    Ok(settings(tx)?.into_iter().find(|setting| setting.key == key).map(|setting| setting.value))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub key: String,
    pub value: String,
    pub changed_at: Instant,
    pub changed_by: String,
}

/// Every setting that is set.
pub fn settings(tx: &Tx<'_>) -> Result<Vec<Setting>> {
    tx.look_up_all_once(&SETTINGS, params![])
}

/// The settings that are set from one key on and before another, by key.
pub fn settings_between(tx: &Tx<'_>, from: &str, before: &str) -> Result<Vec<(String, String)>> {
    tx.query_vec(&SETTINGS_BETWEEN, params![from, before])
}

pub fn set(tx: &Tx<'_>, key: &str, value: &str, now: Instant, by: &str) -> Result<()> {
    tx.execute_one(&SET, params![key, value, now, by])
}

/// Takes a setting away; it has its default again.
pub fn unset(tx: &Tx<'_>, key: &str) -> Result<usize> {
    tx.run(&UNSET, params![key])
}
