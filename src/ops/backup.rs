//! Copies of the database: taken while others work in it, checked, private, and there whole or not at all
//! (docs/reference.md#data).

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::files::{self, Sharing};
use crate::error::{Error, Hint, Result};
use crate::store::audit::{self, Head};
use crate::store::database_info::{self, DatabaseInfo};
use crate::store::{Store, maintenance};
use crate::temporary::Temporary;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub path: PathBuf,
    pub bytes: u64,
    /// The identity of the database that it holds.
    pub info: DatabaseInfo,
    pub schema: i64,
    /// The last row of its audit.
    pub head: Head,
}

/// Whether a copy must prove to be sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    Needed,
    /// It is kept because of what it replaces, sound or not.
    None,
}

/// Writes a backup of the database at `database` to `target`, which must not exist.
///
/// # Errors
/// `conflict` when something is there; `failed` naming the path; `busy`. Then `target` is not there.
pub fn create(database: &Path, target: &Path, sharing: Sharing) -> Result<Copied> {
    let there = || {
        Error::conflict(format!("{} exists already; it was left as it is", target.display()))
            .hint(Hint::plain("name another file: a backup never replaces one"))
    };
    if fs::symlink_metadata(target).is_ok() {
        return Err(there());
    }
    let copy = copied(database, folder_of(target)?, sharing, Proof::Needed)?;
    let mut store = Store::as_it_is(copy.path())?;
    let schema = store.schema_version()?;
    let (info, head) = store.read(|tx| Ok((database_info::get(tx)?, audit::head(tx)?)))?;
    drop(store);
    let bytes = copy.as_file().metadata().map_err(|error| files::cannot("measure", copy.path(), &error))?.len();
    copy.persist_noclobber(target).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => there(),
        _ => files::cannot("finish", target, &error),
    })?;
    files::sync_folder(folder_of(target)?)?;
    Ok(Copied { path: target.to_owned(), bytes, info, schema, head })
}

/// Writes a safety copy of an open database, in place of an older one of that name: before a migration.
///
/// # Errors
/// `failed` naming the path.
pub fn write(store: &Store, path: &Path, sharing: Sharing) -> Result<()> {
    keep(store.file()?, path, sharing, Proof::Needed)
}

/// As [`write()`], of a database that no one here has open.
pub(super) fn keep(database: &Path, path: &Path, sharing: Sharing, proof: Proof) -> Result<()> {
    let folder = folder_of(path)?;
    let copy = copied(database, folder, sharing, proof)?;
    copy.persist(path).map_err(|error| files::cannot("finish", path, &error))?;
    files::sync_folder(folder)
}

/// A copy under a passing name in `folder`, which is gone again when dropped.
pub(super) fn copied(database: &Path, folder: &Path, sharing: Sharing, proof: Proof) -> Result<Temporary> {
    let copy = files::temporary(folder, sharing.file_mode(), sharing)?;
    maintenance::copy(database, copy.path())?;
    if proof == Proof::Needed {
        must_be_sound(&Store::as_it_is(copy.path())?, "the copy")?;
    }
    copy.as_file().sync_all().map_err(|error| files::cannot("flush", copy.path(), &error))?;
    Ok(copy)
}

/// Checks pages, indexes and constraints.
///
/// # Errors
/// `failed`, with the first faults of `what`.
pub(super) fn must_be_sound(store: &Store, what: &str) -> Result<()> {
    let problems = store.problems()?;
    let Some(first) = problems.first() else { return Ok(()) };
    let more = if problems.len() > 1 { format!(" (and {} more)", problems.len() - 1) } else { String::new() };
    Err(Error::failed(format!("{what} is damaged: {first}{more}")).of_damage())
}

pub(super) fn folder_of(path: &Path) -> Result<&Path> {
    match path.parent() {
        Some(folder) if path.file_name().is_some() => Ok(folder),
        _ => Err(Error::usage(format!("{} is not the name of a file", path.display()))),
    }
}
