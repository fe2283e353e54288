//! Making a database: the file, its key, its folder for mails, and its first staff person (docs/reference.md#data).

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::app::database_location::ServerPlace;
use crate::app::database_paths::DatabasePaths;
use crate::app::env::{Account, Entropy, random};
use crate::app::files::{self, Sharing};
use crate::app::keys::{self, KeyFileState};
use crate::domain::actor::{StaffKind, StaffRights};
use crate::domain::audit_event::{AuditEvent, Details};
use crate::domain::code::Key;
use crate::domain::id::EntityId;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::time::Instant;
use crate::error::{Error, Hint, Result, System, TheRequest, hint};
use crate::store::audit::{self, AuditEntry};
use crate::store::database_info::{self, DatabaseInfo};
use crate::store::{End, Store, Tx, staff};
use crate::temporary::{self, TEMPORARY};

use super::deliver::RateLimiter;
use super::{backup, database};

/// How long one waits for another `init` or `db restore` to end.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often one looks whether it has.
const MOMENT: Duration = Duration::from_millis(20);

/// What `init` is asked for.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// `live`, `training`, …
    pub label: String,
    /// The group that shares the database.
    pub group: Option<Group>,
    /// What the first staff person is called, if not by their account.
    pub name: Option<Name>,
    /// Settings to begin with, checked.
    pub settings: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub gid: u32,
}

/// What `init` found or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Whether the database was made now.
    pub outcome: Outcome,
    pub info: DatabaseInfo,
    /// Files of a database that is not there any more, where they are now.
    pub moved: Vec<PathBuf>,
    /// Whether a key was made for a database that existed.
    pub new_key: bool,
}

/// Who makes the database, with what.
pub struct Maker<'a> {
    /// The account that runs us.
    pub account: &'a Account,
    pub entropy: &'a mut dyn Entropy,
    /// Gives the time, and whether to stop.
    pub time: &'a RateLimiter,
    pub now: Instant,
}

/// Makes a database at `place`, or finds it there and adds what is missing next to it. The lock file keeps two from
/// making one at a time; the finished file is renamed into place, so that there never is half a database.
///
/// # Errors
/// `failed` naming the path; `schema` when something else lies there; `busy` when another process makes one.
pub fn init(place: &DatabasePaths, wanted: &InitOptions, maker: &mut Maker<'_>) -> Result<Made> {
    let sharing = wanted.group.as_ref().map_or(Sharing::Owner, |group| Sharing::Group(group.gid));
    let folder = place.folder();
    files::create_folder(folder, sharing)?;
    let exists = fs::symlink_metadata(&place.database).is_ok();
    let _lock = lock(place, if exists { place.sharing() } else { sharing }, maker.time)?;
    place.check(maker.account)?;
    clear(&place.building())?;
    temporary::sweep(folder, TEMPORARY);
    if place.database.exists() { complete(place, maker) } else { create(place, wanted, sharing, maker) }
}

/// Makes a database on a server, or finds it there.
///
/// # Errors
/// As [`init`]; `denied` when the role may not, or the key file is that of another host.
pub fn init_on_server(place: &ServerPlace, wanted: &InitOptions, maker: &mut Maker<'_>) -> Result<Made> {
    let user = user(maker.account)?;
    let mut store = database::on_server(place, maker.account, |login| Store::make_on_server(login, &user))?;
    let _lock = lock(&place.paths, Sharing::Owner, maker.time)?;
    if let Some(info) = store.read(database_info::find)? {
        must_have_key(&place.paths, &mut store, &info)?;
        files::complete_folder(&place.paths.outbox(), Sharing::Owner)?;
        return Ok(Made { outcome: Outcome::Unchanged, info, moved: Vec::new(), new_key: false });
    }
    let info = new_info(wanted, maker)?;
    let (key, _) = key(&place.paths, Sharing::Owner, &mut *maker.entropy, |_| Ok(()))?;
    files::complete_folder(&place.paths.outbox(), Sharing::Owner)?;
    let uid = store.read(|tx| super::staff::number_of(tx, &user, &maker.account.directory))?;
    begin(&mut store, &info, &key, wanted, &FirstStaff { user: &user, uid }, maker.now)?;
    Ok(Made { outcome: Outcome::Done, info, moved: Vec::new(), new_key: false })
}

/// Each host has the key of the database: another one would make codes that no one else accepts.
fn must_have_key(place: &DatabasePaths, store: &mut Store, info: &DatabaseInfo) -> Result<()> {
    match keys::look(&place.key())? {
        KeyFileState::Key(key) if store.read(|tx| super::key::belongs(tx, &key, &info.uuid))? => Ok(()),
        KeyFileState::Key(_) => {
            Err(Error::failed(format!("{} is not the key of this database", place.key().display()))
                .hint(Hint::plain("copy the key file from the host on which the database was made")))
        }
        _ => Err(Error::failed(format!("this host has no key for this database at {}", place.key().display())).hint(
            Hint::plain(
                "copy the key file from the host on which the database was made, readable by this account alone",
            ),
        )),
    }
}

/// Adds what is missing next to a database that exists.
fn complete(place: &DatabasePaths, maker: &mut Maker<'_>) -> Result<Made> {
    let mut store = Store::open(&place.database, |store, version| {
        backup::write(store, &place.safety_copy(version), place.sharing())
    })?;
    let info = store.read(database_info::get)?;
    let sharing = place.sharing();
    let (_, new_key) = key(place, sharing, &mut *maker.entropy, |key| {
        let user = user(maker.account)?;
        store.write(|tx| {
            database_info::set_key_fingerprint(tx, Some(&key.fingerprint(&info.uuid)))?;
            let key_fingerprint = key.fingerprint(&info.uuid).as_str().to_owned();
            let event = AuditEvent::InitKey { id: EntityId::Database, key_fingerprint };
            append(tx, &user, &event, maker.now).map(|()| ((), End::Commit))
        })
    })?;
    files::complete_folder(&place.outbox(), sharing)?;
    Ok(Made { outcome: Outcome::Unchanged, info, moved: Vec::new(), new_key })
}

fn create(place: &DatabasePaths, wanted: &InitOptions, sharing: Sharing, maker: &mut Maker<'_>) -> Result<Made> {
    let user = user(maker.account)?;
    let info = new_info(wanted, maker)?;
    let (key, _) = key(place, sharing, &mut *maker.entropy, |_| Ok(()))?;
    files::complete_folder(&place.outbox(), sharing)?;
    let building = place.building();
    files::create(&building, b"", sharing.file_mode(), sharing)?;
    let mut store = Store::create(&building)?;
    begin(&mut store, &info, &key, wanted, &FirstStaff { user: &user, uid: maker.account.uid }, maker.now)?;
    // Closing it may fail to bring the log in, and says nothing.
    store.bring_log_in()?;
    drop(store);
    clear_logs(&building)?;
    let moved = move_orphans(place, maker.now)?;
    fs::rename(&building, &place.database).map_err(|error| files::cannot("finish", &place.database, &error))?;
    files::sync_folder(place.folder())?;
    Ok(Made { outcome: Outcome::Done, info, moved, new_key: false })
}

fn new_info(wanted: &InitOptions, maker: &mut Maker<'_>) -> Result<DatabaseInfo> {
    Ok(DatabaseInfo {
        uuid: uuid(random(maker.entropy)?),
        label: wanted.label.clone(),
        group: wanted.group.as_ref().map(|group| group.name.clone()),
        created_at: maker.now,
    })
}

/// Who may let others in.
struct FirstStaff<'a> {
    user: &'a str,
    uid: u32,
}

/// Writes the first rows of a database, all of them or none.
fn begin(
    store: &mut Store,
    info: &DatabaseInfo,
    key: &Key,
    wanted: &InitOptions,
    first: &FirstStaff<'_>,
    now: Instant,
) -> Result<()> {
    let user = first.user;
    store.write(|tx| {
        database_info::insert(tx, info)?;
        database_info::set_key_fingerprint(tx, Some(&key.fingerprint(&info.uuid)))?;
        for (key, value) in &wanted.settings {
            database_info::set(tx, key, value, now, user)?;
        }
        let name = wanted.name.as_ref().map_or(user, Name::as_str);
        staff::insert(tx, first.uid, user, name, StaffRights::Full, StaffKind::Person, now)?;
        let (label, uuid) = (info.label.clone(), info.uuid.clone());
        append(tx, user, &AuditEvent::Init { id: EntityId::Database, label, uuid }, now).map(|()| ((), End::Commit))
    })
}

fn user(account: &Account) -> Result<String> {
    account.directory.name_of(account.uid).ok_or_else(|| {
        Error::failed(format!("uid {} has no name on this system, and staff are known by theirs", account.uid))
    })
}

fn append(tx: &Tx<'_>, user: &str, event: &AuditEvent, now: Instant) -> Result<()> {
    let entry = AuditEntry {
        actor: user,
        acting_as: None,
        action: event
            .action()
            .map_or_else(|| Err(Error::bug("an event of another version")), |action| Ok(action.name()))?,
        entity: Some("database"),
        outcome: Outcome::Done,
        error_code: None,
        reason: None,
        details: &Details::of_database(event)?.to_string(),
        clients: &[],
        users: &[],
    };
    audit::append(tx, &audit::head(tx)?, now, &entry).map(drop)
}

/// The key that lies there, or a new one, which `record` gets before it is written; whether it is new.
fn key(
    place: &DatabasePaths,
    sharing: Sharing,
    entropy: &mut dyn Entropy,
    record: impl FnOnce(&Key) -> Result<()>,
) -> Result<(Key, bool)> {
    let path = place.key();
    let found = keys::look(&path).map_err(|error| {
        error.hint(hint![
            "if it is no key of yours, move it away: ",
            System::MoveFile { path: path.display().to_string(), to: format!("{}.old", path.display()) }
        ])
    })?;
    if let KeyFileState::Key(key) = found {
        return Ok((key, false));
    }
    let bytes = random(entropy)?;
    let key = Key::new(&bytes)?;
    record(&key)?;
    keys::write(&path, &bytes, sharing)?;
    Ok((key, true))
}

/// Moves aside what SQLite kept next to a database that is not there: a new one would take it for its own.
///
/// # Errors
/// `failed`, naming the file.
pub(super) fn move_orphans(place: &DatabasePaths, now: Instant) -> Result<Vec<PathBuf>> {
    let mut moved = Vec::new();
    for (log, aside) in place.orphans(now) {
        fs::rename(&log, &aside).map_err(|error| files::cannot("move aside", &log, &error))?;
        moved.push(aside);
    }
    Ok(moved)
}

/// Holds the lock file for as long as the result lives.
///
/// # Errors
/// `failed` when it is not ours; `busy` when another process holds it for longer than one waits; `interrupted`.
pub fn lock(place: &DatabasePaths, sharing: Sharing, time: &RateLimiter) -> Result<File> {
    let path = place.lock();
    let file = files::open_lock(&path, sharing)?;
    let deadline = time.elapsed() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(files::cannot("lock", &path, &error)),
            Err(TryLockError::WouldBlock) if time.elapsed() >= deadline => {
                return Err(Error::busy(format!(
                    "another `partnerctl init` or `partnerctl db restore` has held {} for {} s; nothing was changed",
                    path.display(),
                    PATIENCE.as_secs()
                ))
                .hint(hint![
                    "wait until it has ended and run ",
                    TheRequest,
                    " again; see who holds it with ",
                    System::ListHolders { path: path.display().to_string() }
                ]));
            }
            Err(TryLockError::WouldBlock) => time.wait(MOMENT)?,
        }
    }
}

/// Removes what a killed `init` left.
fn clear(building: &Path) -> Result<()> {
    remove(building)?;
    clear_logs(building)
}

fn clear_logs(building: &Path) -> Result<()> {
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut name = building.as_os_str().to_owned();
        name.push(suffix);
        remove(Path::new(&name))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(files::cannot("remove", path, &error)),
        _ => Ok(()),
    }
}

/// A random UUID, version 4 (RFC 9562).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
