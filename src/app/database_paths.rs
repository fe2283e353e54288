//! A database file and what lies next to it, and whether it may be trusted.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::domain::authority::Verb;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, Wanted, hint};

use super::env::Account;
use super::files::Sharing;

/// The database file and what lies next to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabasePaths {
    pub database: PathBuf,
}

impl DatabasePaths {
    /// The database at an absolute path.
    pub fn at(path: PathBuf) -> Self {
        // A folder may be reached through a link; the file itself may not be one.
        let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
        let database = match (folder, path.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => path,
        };
        Self { database }
    }

    /// The folder of the database, where large inputs are kept while they are read.
    pub fn folder(&self) -> &Path {
        self.database.parent().unwrap_or(Path::new("/"))
    }

    pub fn key(&self) -> PathBuf {
        self.next_to(".key")
    }

    /// The folder for mails as files.
    pub fn outbox(&self) -> PathBuf {
        self.next_to(".outbox")
    }

    /// The lock of `init` and `db restore`.
    pub fn lock(&self) -> PathBuf {
        self.next_to(".lock")
    }

    /// Where `init` builds the file before it gets its name.
    pub fn building(&self) -> PathBuf {
        self.next_to(".new")
    }

    /// The safety copy that is made before a migration from schema `version`.
    pub fn safety_copy(&self, version: i64) -> PathBuf {
        self.next_to(&format!(".before-schema-{}", version + 1))
    }

    /// Where a database is kept that `db restore` replaced at `now`.
    pub fn replaced(&self, now: Instant) -> PathBuf {
        self.next_to(&format!(".replaced-{}", stamp(now)))
    }

    /// The files that SQLite keeps next to a database that is in use: log, index of the log, rollback journal.
    pub fn logs(&self) -> [PathBuf; 3] {
        LOGS.map(|suffix| self.next_to(suffix))
    }

    /// What SQLite kept next to a database that is not there: a new one in its place would take it for its own. Each with
    /// the name under which it is kept from `now` on.
    pub fn orphans(&self, now: Instant) -> Vec<(PathBuf, PathBuf)> {
        let logs = LOGS.map(|suffix| (self.next_to(suffix), self.next_to(&format!(".orphan-{}{suffix}", stamp(now)))));
        logs.into_iter().filter(|(log, _)| fs::symlink_metadata(log).is_ok()).collect()
    }

    /// Whether this place is the database, one of the files next to it that have its name, or a mail.
    pub fn has(&self, place: &Path) -> bool {
        let place = fs::canonicalize(place).unwrap_or_else(|_| Self::at(place.to_owned()).database);
        if place.starts_with(self.outbox()) || place == self.database {
            return true;
        }
        let same_file = |own: &Path| match (fs::metadata(own), fs::metadata(&place)) {
            (Ok(own), Ok(there)) => (own.dev(), own.ino()) == (there.dev(), there.ino()),
            _ => false,
        };
        let begins = |suffix| {
            let own = self.next_to(suffix);
            place.parent() == own.parent()
                && place.as_os_str().as_encoded_bytes().starts_with(own.as_os_str().as_encoded_bytes())
        };
        same_file(&self.database) || same_file(&self.key()) || begins(".") || begins("-")
    }

    fn next_to(&self, suffix: &str) -> PathBuf {
        let mut name = OsString::from(self.database.as_os_str());
        name.push(suffix);
        PathBuf::from(name)
    }

    /// Refuses a database behind a symbolic link, or one that belongs to someone else and is not shared with us
    /// through its group. A missing file passes; opening it says so.
    ///
    /// # Errors
    /// `schema`, naming what is wrong.
    pub fn check(&self, account: &Account) -> Result<()> {
        let Ok(meta) = fs::symlink_metadata(&self.database) else { return Ok(()) };
        let shown = self.database.display();
        if meta.is_symlink() {
            let target = fs::read_link(&self.database).unwrap_or_default();
            return Err(Error::schema(format!(
                "{shown} is a symbolic link; a database is opened by its own name only"
            ))
            .hint(hint!["name the file itself with ", Flag::Db.with(&target.display())]));
        }
        if !meta.is_file() {
            return Err(Error::schema(format!("{shown} is not a file"))
                .hint(hint!["name a database file with ", Flag::Db.with(&Wanted("PATH"))]));
        }
        let shared = meta.mode() & 0o060 == 0o060 && account.groups.contains(&meta.gid());
        if meta.uid() != account.owner && !shared {
            return Err(Error::schema(format!("{shown} belongs to another account (uid {})", meta.uid())).hint(hint![
                "run as that account, or share the database through a group: see ",
                Verb::Help.step().about("database")
            ]));
        }
        Ok(())
    }

    /// How the existing database is shared, read off its mode.
    pub fn sharing(&self) -> Sharing {
        match fs::metadata(&self.database) {
            Ok(meta) if meta.mode() & 0o060 == 0o060 => Sharing::Group(meta.gid()),
            _ => Sharing::Owner,
        }
    }
}

/// What SQLite appends to the name of a database for the files that it keeps next to it.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// An instant as a part of a file name.
fn stamp(at: Instant) -> String {
    at.to_rfc3339().chars().filter(char::is_ascii_alphanumeric).collect()
}
