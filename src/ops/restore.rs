//! Putting a backup in the place of the database: checked before it replaces anything, all or nothing, with a copy of
//! what it replaces; and nothing that was used or withdrawn since comes back to life (docs/reference.md#data).

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::app::database_paths::DatabasePaths;
use crate::app::files::{self, Sharing};
use crate::app::keys;
use crate::domain::audit_event::{Action, AuditEvent, Details, ReplacedDatabase};
use crate::domain::id::EntityId;
use crate::domain::outcome::Outcome;
use crate::domain::time::Instant;
use crate::error::{Error, Hint, Result, TheRequest, hint};
use crate::store::audit::{self, AuditEntry, Fault, Head, Verdict};
use crate::store::database_info::{self, DatabaseInfo};
pub use crate::store::maintenance::examine;
use crate::store::restored::{self, Rest};
use crate::store::{End, Store, Tx, maintenance};
use crate::temporary::Temporary;

use super::backup::{self, Proof};
use super::deliver::RateLimiter;
use super::{key, setup};

/// A backup that may replace the database: checked, and already in the schema of this program.
#[derive(Debug)]
pub struct Candidate {
    /// The file that was named.
    pub file: PathBuf,
    /// The identity of the database that it holds.
    pub info: DatabaseInfo,
    /// The last row of its audit.
    pub head: Head,
    /// What is odd about it, but does not stop anyone.
    pub cautions: Vec<String>,
    copy: Temporary,
}

/// What is in the place now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetStatus {
    /// A database that can be read.
    Sound(Present),
    /// A database of ours that cannot be read.
    Damaged,
    Empty,
}

impl TargetStatus {
    /// The database, if it can be read.
    pub const fn sound(&self) -> Option<&Present> {
        match self {
            Self::Sound(present) => Some(present),
            Self::Damaged | Self::Empty => None,
        }
    }
}

/// A database that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    pub info: DatabaseInfo,
    /// The last row of its audit.
    pub head: Head,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author<'a> {
    pub name: &'a str,
    pub reason: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Codes that died and mails that will not leave.
    pub rest: Rest,
    /// Where the replaced database is kept, if there was one.
    pub kept: Option<PathBuf>,
    /// Files of a database that was not there any more, where they are now.
    pub moved: Vec<PathBuf>,
    /// What is with the key file.
    pub key: KeyFile,
}

/// What is with the key file after a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFile {
    /// It is the key of the database.
    Right,
    /// It is not there.
    Missing,
    /// It cannot be used: `doctor` says why.
    Unusable,
}

/// Looks at a backup without touching it.
///
/// # Errors
/// `schema` when it is missing, not ours, or newer than this program; `failed` when it is damaged, or its write guard
/// is not what this program makes.
pub fn candidate(place: &DatabasePaths, file: &Path) -> Result<Candidate> {
    let missing = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => Error::schema(format!("there is no file {}", file.display())),
        _ => files::cannot("read", file, error),
    };
    let source = fs::canonicalize(file).map_err(|error| missing(&error))?;
    if source == place.database {
        return Err(
            Error::usage(format!("{} is the database itself", file.display())).hint(Hint::plain("name a backup of it"))
        );
    }
    examine(&source)?;
    let named = file.display().to_string();
    let folder = backup::folder_of(&place.database)?;
    let copy = backup::copied(&source, folder, place.sharing(), Proof::None).map_err(|error| damaged(&named, error))?;
    let store = Store::as_it_is(copy.path()).map_err(|error| damaged(&named, error))?;
    backup::must_be_sound(&store, &named).map_err(|error| damaged(&named, error))?;
    drop(store);
    let mut store = Store::open(copy.path(), |_, _| Ok(()))?;
    if let Some(fault) = store.schema_faults()?.first() {
        return Err(Error::failed(format!("{named} is not as this program makes it: {fault}"))
            .hint(Hint::plain("someone changed it; take another backup")));
    }
    store.read(|tx| {
        let mut cautions = Vec::new();
        if let Verdict::Broken { number, fault } = audit::verify(tx)? {
            let what = if fault == Fault::Missing { "is missing" } else { "is not as it was written" };
            cautions.push(format!("in {named} audit row {number} {what}"));
        }
        Ok(Candidate { file: file.to_owned(), info: database_info::get(tx)?, head: audit::head(tx)?, cautions, copy })
    })
}

/// It is the backup that is damaged, not the database.
fn damaged(named: &str, error: Error) -> Error {
    if error.is_of_damage() {
        Error::failed(format!("{named} is damaged; nothing was replaced")).hint(Hint::plain("name another backup"))
    } else {
        error
    }
}

impl Candidate {
    /// Reads in the backup.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        Store::as_it_is(self.copy.path())?.read(work)
    }

    /// Puts the backup in the place of the database, which `status` was seen to be. At every instant the old or the new
    /// database is there under its name.
    ///
    /// # Errors
    /// `conflict` when the database moved on since it was shown; `failed`, `busy`. Then nothing was replaced.
    pub fn restore(
        self,
        place: &DatabasePaths,
        status: &TargetStatus,
        author: Author<'_>,
        time: &RateLimiter,
        now: Instant,
    ) -> Result<Restored> {
        let sharing = self.sharing(place, status);
        let _lock = setup::lock(place, sharing, time)?;
        let kept = place.replaced(now);
        match status {
            TargetStatus::Sound(present) => {
                let rest = self.replace_content(place, present, &kept, author, now)?;
                Ok(Restored { rest, kept: Some(kept), moved: Vec::new(), key: key_file(place) })
            }
            TargetStatus::Damaged => {
                let rest = self.replace_file(place, &kept, author, now)?;
                Ok(Restored { rest, kept: Some(kept), moved: Vec::new(), key: key_file(place) })
            }
            TargetStatus::Empty => {
                let (rest, moved) = self.fill(place, sharing, author, now)?;
                Ok(Restored { rest, kept: None, moved, key: key_file(place) })
            }
        }
    }

    /// Who shares the database: as now, and in an empty place the group that the backup names, if this account can give
    /// files to it.
    fn sharing(&self, place: &DatabasePaths, status: &TargetStatus) -> Sharing {
        match (status, &self.info.group) {
            (TargetStatus::Empty, Some(group)) => {
                let found = nix::unistd::Group::from_name(group).ok().flatten();
                found.map_or(Sharing::Owner, |group| Sharing::Group(group.gid.as_raw()))
            }
            (TargetStatus::Empty, None) => Sharing::Owner,
            _ => place.sharing(),
        }
    }

    /// In one transaction of the database, so that anyone who has it open sees the one or the other.
    fn replace_content(
        &self,
        place: &DatabasePaths,
        present: &Present,
        kept: &Path,
        author: Author<'_>,
        now: Instant,
    ) -> Result<Rest> {
        Store::as_it_is(&place.database)?.log_ahead()?;
        let mut rest = Rest::default();
        let done = maintenance::replace(&place.database, self.copy.path(), || {
            let mut old = Store::as_it_is(&place.database)?;
            if old.read(audit::head)? != present.head {
                return Err(Error::conflict("the database was changed after it was shown; nothing was restored")
                    .hint(hint!["look again and repeat ", TheRequest]));
            }
            backup::keep(&place.database, kept, place.sharing(), Proof::None)?;
            rest = old.read(|old| self.settle(Some(old), Some(present), place, author, now))?;
            Ok(())
        });
        if done.is_err() {
            // A copy of what was not replaced is of no use; if it stays, it is only in the way.
            let _ = fs::remove_file(kept);
        }
        done.map(|()| rest)
    }

    /// File for file: what lies there cannot be read.
    fn replace_file(self, place: &DatabasePaths, kept: &Path, author: Author<'_>, now: Instant) -> Result<Rest> {
        let rest = self.settle(None, None, place, author, now)?;
        self.finish()?;
        bring_log_in(place);
        let logs = place.logs().into_iter().zip(logs_of(kept)).collect::<Vec<_>>();
        keep(&place.database, kept)?;
        let moved = logs.iter().try_for_each(|(log, aside)| keep(log, aside)).and_then(|()| {
            // The log of the damaged file would be taken for that of the new one.
            logs.iter().try_for_each(|(log, _)| remove(log))?;
            files::sync_folder(place.folder())?;
            self.copy.persist(&place.database).map_err(|error| files::cannot("replace", &place.database, &error))
        });
        if let Err(error) = moved {
            for (log, aside) in &logs {
                // What cannot be put back is still under the other name, which the error says.
                let _ = fs::hard_link(aside, log);
            }
            return Err(error.hint(Hint::plain(format!(
                "the old database is still in its place; a copy with its log is kept as {}",
                kept.display()
            ))));
        }
        files::sync_folder(place.folder())?;
        Ok(rest)
    }

    /// Into a place without a database.
    fn fill(
        self,
        place: &DatabasePaths,
        sharing: Sharing,
        author: Author<'_>,
        now: Instant,
    ) -> Result<(Rest, Vec<PathBuf>)> {
        let rest = self.settle(None, None, place, author, now)?;
        self.finish()?;
        files::settle(self.copy.as_file(), self.copy.path(), sharing.file_mode(), sharing)?;
        files::complete_folder(&place.outbox(), sharing)?;
        let moved = setup::move_orphans(place, now)?;
        self.copy.persist_noclobber(&place.database).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Error::conflict("a database was made there after the place was found empty; nothing was restored")
            }
            _ => files::cannot("finish", &place.database, &error),
        })?;
        files::sync_folder(place.folder())?;
        Ok((rest, moved))
    }

    /// Has the copy keep its log next to it from now on, with everything in the file.
    fn finish(&self) -> Result<()> {
        let store = Store::as_it_is(self.copy.path())?;
        store.log_ahead()?;
        store.bring_log_in()?;
        drop(store);
        logs_of(self.copy.path()).iter().try_for_each(|log| remove(log))?;
        self.copy.as_file().sync_all().map_err(|error| files::cannot("flush", self.copy.path(), &error))
    }

    /// Lays to rest in the copy what must not come back, and records who restored it.
    fn settle(
        &self,
        old: Option<&Tx<'_>>,
        present: Option<&Present>,
        place: &DatabasePaths,
        author: Author<'_>,
        now: Instant,
    ) -> Result<Rest> {
        let mut store = Store::as_it_is(self.copy.path())?;
        let same = present.is_some_and(|present| present.info.uuid == self.info.uuid);
        let old = old.filter(|_| same);
        let key = match old {
            Some(old) => database_info::key_fingerprint(old)?,
            // All codes die, so that the key that lies there is as good as the former one.
            None => keys::read(&place.key()).ok().map(|key| key.fingerprint(&self.info.uuid)),
        };
        store.write(|tx| {
            if key.is_some() {
                database_info::set_key_fingerprint(tx, key.as_ref())?;
            }
            let rest = restored::lay_to_rest(tx, old, now)?;
            tx.allow(&[]);
            if let Some(old) = old {
                restored::raise_counters(tx, old)?;
            }
            tx.allow(&rest.clients);
            let head = audit::head(tx)?;
            audit::append(tx, &head, now, &entry(author, &self.details(present, &rest)?, &rest))?;
            Ok((rest, End::Commit))
        })
    }

    fn details(&self, present: Option<&Present>, rest: &Rest) -> Result<String> {
        let event = AuditEvent::DbRestore {
            id: EntityId::Database,
            file: self.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            codes: rest.codes,
            mails: rest.mails,
            sessions: rest.sessions,
            replaced: present.map(|present| ReplacedDatabase {
                uuid: present.info.uuid.clone(),
                label: present.info.label.clone(),
                audit_id: present.head.number,
                hash: data_encoding::HEXLOWER.encode(&present.head.hash),
            }),
        };
        Details::of_database(&event).map(|details| details.to_string())
    }
}

/// Brings the log of a damaged database into its file as far as it can still be read, so that the file alone is the old
/// database: anyone who is killed after the log was removed leaves nothing older. What cannot even be opened so is no
/// database without its log either.
fn bring_log_in(place: &DatabasePaths) {
    let _ = Store::as_it_is(&place.database).and_then(|store| store.bring_log_in());
}

/// Keeps a file under a second name too, so that it is under one of them at every instant. What is not there needs none.
fn keep(path: &Path, aside: &Path) -> Result<()> {
    match fs::hard_link(path, aside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // A file system without second names.
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => {
            fs::copy(path, aside).map(drop).map_err(|error| files::cannot("keep", path, &error))
        }
        kept => kept.map_err(|error| files::cannot("keep", path, &error)),
    }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(files::cannot("remove", path, &error)),
        _ => Ok(()),
    }
}

fn logs_of(database: &Path) -> [PathBuf; 3] {
    DatabasePaths { database: database.to_owned() }.logs()
}

/// What is with the key file next to the restored database.
fn key_file(place: &DatabasePaths) -> KeyFile {
    let Ok(key) = keys::read(&place.key()) else {
        return if place.key().exists() { KeyFile::Unusable } else { KeyFile::Missing };
    };
    let store = Store::as_it_is(&place.database);
    let right = store.and_then(|mut store| store.read(|tx| key::belongs(tx, &key, &database_info::get(tx)?.uuid)));
    if right.is_ok_and(|right| right) { KeyFile::Right } else { KeyFile::Unusable }
}

fn entry<'a>(author: Author<'a>, details: &'a str, rest: &'a Rest) -> AuditEntry<'a> {
    AuditEntry {
        actor: author.name,
        acting_as: None,
        action: Action::DbRestore.name(),
        entity: Some("database"),
        outcome: Outcome::Done,
        error_code: None,
        reason: author.reason,
        details,
        clients: &rest.clients,
        users: &[],
    }
}
