//! What the database is, how large, who can reach its files, and whether it is sound.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::app::database_location::{DatabaseLocation, ServerPlace};
use crate::app::database_paths::DatabasePaths;
use crate::app::env::Account;
use crate::app::files::{self, Sharing};
use crate::app::{keys, passwords};
use crate::domain::time::Instant;
use crate::error::{Code, Error, Result};
use crate::store::Login;
use crate::store::audit::{self, Fault, Head, Verdict};
pub use crate::store::database_info::{DatabaseInfo, get as info};
use crate::store::maintenance::Pages;
pub use crate::store::{SCHEMA_VERSION, Store};
use crate::store::{counts, explained};
pub(crate) use crate::store::{give_up_once, product as engine};

use super::key;

/// Opens a database; the older schema of a file is migrated after a safety copy.
///
/// # Errors
/// `schema`, `failed`, `busy`; of a server also `denied`.
pub fn open(place: &DatabaseLocation, account: &Account) -> Result<Store> {
    match place {
        DatabaseLocation::File(file) => {
            file.check(account)?;
            Store::open(&file.database, |store, version| {
                super::backup::write(store, &file.safety_copy(version), file.sharing())
            })
        }
        DatabaseLocation::Server(server) => on_server(server, account, Store::on_server),
    }
}

/// As [`open`], but an older file stays as it is.
///
/// # Errors
/// As [`open`].
pub fn open_as_it_is(place: &DatabaseLocation, account: &Account) -> Result<Store> {
    match place {
        DatabaseLocation::File(file) => {
            file.check(account)?;
            Store::as_it_is(&file.database)
        }
        DatabaseLocation::Server(server) => on_server(server, account, Store::on_server),
    }
}

/// Lets `work` get in with the role of the account's name, if the address names no other, and its password. The files of
/// this host have a folder from here on.
pub(super) fn on_server<T>(
    place: &ServerPlace,
    account: &Account,
    work: impl FnOnce(Login<'_>) -> Result<T>,
) -> Result<T> {
    files::create_folder(place.paths.folder(), Sharing::Owner)?;
    let name = account.directory.name_of(account.uid).unwrap_or_default();
    let role = place.address.user.as_deref().unwrap_or(&name);
    let password =
        place.passwords.as_deref().map(|file| passwords::find(file, &place.address, role)).transpose()?.flatten();
    let password = password.as_ref().map(|password| password.as_str());
    work(Login { address: &place.address, role, password })
}

/// One more store over a database whose schema is that of this program: for a thread of its own.
///
/// # Errors
/// `schema`, `failed`, `busy`.
pub fn open_again(place: &DatabaseLocation, account: &Account) -> Result<(Store, DatabaseInfo)> {
    let mut store = open_as_it_is(place, account)?;
    if store.schema_version()? != SCHEMA_VERSION {
        return Err(Error::new(Code::Schema, "the database is not of this version"));
    }
    let info = store.read(info)?;
    Ok((store, info))
}

/// What `db status` shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub info: DatabaseInfo,
    pub schema: i64,
    pub bytes: u64,
    /// Of the file, if it is one.
    pub file: Option<FileStatus>,
    /// What is with the key file: `private`, `missing`, or what is wrong with it.
    pub key: String,
    /// Permission bits of the outbox folder, if it is there.
    pub outbox_mode: Option<u32>,
    /// How many of each kind were ever made, and how many mails wait.
    pub counts: counts::Counts,
    pub head: Head,
    /// What is wrong with tables, triggers and views.
    pub schema_faults: Vec<String>,
    /// Safety copies that lie next to it, oldest name first.
    pub copies: Vec<String>,
}

/// What a database file is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStatus {
    /// Bytes of the log next to it that are not in the file yet.
    pub wal_bytes: u64,
    pub pages: Pages,
    /// Permission bits.
    pub mode: u32,
}

/// One thing that `db check` looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: &'static str,
    /// What is wrong; nothing when it is well.
    pub fault: Option<String>,
}

/// What the database is. Nothing in it is read whole.
pub fn status(place: &DatabasePaths, store: &mut Store, now: Instant) -> Result<Status> {
    let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
    let mode = |path: &Path| fs::metadata(path).ok().map(|meta| meta.mode() & 0o7777);
    let (info, head, counts) = store.read(|tx| Ok((info(tx)?, audit::head(tx)?, counts::all(tx, now)?)))?;
    let [wal, ..] = place.logs();
    let file = store.pages()?.map(|pages| FileStatus {
        wal_bytes: size(&wal),
        pages,
        mode: mode(&place.database).unwrap_or_default(),
    });
    Ok(Status {
        info,
        schema: store.schema_version()?,
        bytes: store.bytes()?.unwrap_or_else(|| size(&place.database)),
        file,
        key: key(place, store)?,
        outbox_mode: mode(&place.outbox()),
        counts,
        head,
        schema_faults: store.schema_faults()?,
        copies: copies(place),
    })
}

/// Looks at everything that can be wrong with the file; nothing is fixed.
///
/// # Errors
/// `failed` when it cannot even be looked at.
pub fn check(place: &DatabasePaths, store: &mut Store) -> Result<Vec<Finding>> {
    let finding = |check, faults: Vec<String>| {
        let more = if faults.len() > 1 { format!(" (and {} more)", faults.len() - 1) } else { String::new() };
        Finding { check, fault: faults.into_iter().next().map(|first| first + &more) }
    };
    let mut found = vec![finding("integrity", store.problems()?), finding("schema", store.schema_faults()?)];
    let verdict = store.read(audit::verify)?;
    found.push(Finding {
        check: "audit",
        fault: match verdict {
            Verdict::Whole(_) => None,
            Verdict::Broken { number, fault: Fault::Changed } => Some(format!("row {number} is not as it was written")),
            Verdict::Broken { number, fault: Fault::Missing } => Some(format!("row {number} is missing")),
        },
    });
    found.push(finding("writes", store.read(explained::unexplained)?));
    found.push(Finding {
        check: "key",
        fault: key_fault(place, store)?.map(|fault| format!("the key file is {fault}")),
    });
    found.push(finding("modes", open_to_others(place).iter().map(mode_in_words).collect()));
    Ok(found)
}

const PRIVATE: &str = "private";

fn key(place: &DatabasePaths, store: &mut Store) -> Result<String> {
    let path = place.key();
    match keys::read(&path) {
        Ok(key) if store.read(|tx| key::belongs(tx, &key, &info(tx)?.uuid))? => Ok(PRIVATE.to_owned()),
        Ok(_) => Ok("not the key of this database".to_owned()),
        Err(_) if !path.exists() => Ok("missing".to_owned()),
        Err(error) => Ok(error.message().to_owned()),
    }
}

/// What is wrong with the key file, if anything is.
pub(super) fn key_fault(place: &DatabasePaths, store: &mut Store) -> Result<Option<String>> {
    Ok(Some(key(place, store)?).filter(|key| key != PRIVATE))
}

fn mode_in_words((path, mode, most): &(PathBuf, u32, u32)) -> String {
    format!("{} has mode {mode:04o}; `chmod {most:o}` closes it", path.display())
}

/// What lies next to the database and can be reached by more people than the database may: its mode, and the widest that
/// it should have.
pub(super) fn open_to_others(place: &DatabasePaths) -> Vec<(PathBuf, u32, u32)> {
    let sharing = place.sharing();
    let mut paths = vec![(place.database.clone(), sharing.file_mode()), (place.key(), sharing.secret_mode())];
    paths.extend(place.logs().map(|log| (log, sharing.file_mode())));
    paths.push((place.outbox(), sharing.folder_mode()));
    let wider = |(path, most): (PathBuf, u32)| {
        let mode = fs::metadata(&path).ok()?.mode() & 0o777;
        (mode & !most != 0).then_some((path, mode, most))
    };
    paths.into_iter().filter_map(wider).collect()
}

/// Copies that migrations and restores left.
fn copies(place: &DatabasePaths) -> Vec<String> {
    let name = place.database.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let marks = [format!("{name}.before-"), format!("{name}.replaced-")];
    let folder = place.database.parent().and_then(|folder| fs::read_dir(folder).ok());
    let mut found: Vec<String> = folder
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            marks.iter().any(|mark| name.starts_with(mark)) && !name.ends_with("-wal") && !name.ends_with("-shm")
        })
        .collect();
    found.sort();
    found
}
