//! Putting a backup in the place of the database: checked before it replaces anything, all or nothing, with a copy of
//! what it replaces; and nothing that was used or withdrawn since comes back to life (SPEC 7).

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::app::files;
use crate::app::place::Place;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::audit::{self, Entry, Fault, Head, Outcome, Verdict};
use crate::store::house::{self, House};
use crate::store::restored::{self, Rest};
use crate::store::{End, Store, Tx, whole};

use super::backup::{self, Proof};
use super::setup;

/// A backup that may replace the database: checked, and already in the schema of this program.
#[derive(Debug)]
pub struct Candidate {
    /// The file that was named.
    pub file: PathBuf,
    /// The identity of the database that it holds.
    pub house: House,
    /// The last row of its audit.
    pub head: Head,
    /// What is odd about it, but does not stop anybody.
    pub cautions: Vec<String>,
    copy: TempPath,
}

/// What is in the place now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Its identity.
    pub house: House,
    /// The last row of its audit.
    pub head: Head,
}

/// Who restores, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author<'a> {
    /// By operating-system name.
    pub name: &'a str,
    /// In their words.
    pub reason: Option<&'a str>,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Codes that died and mails that will not leave.
    pub rest: Rest,
    /// Where the replaced database is kept.
    pub kept: PathBuf,
}

/// Looks at a backup without touching it.
///
/// # Errors
/// `schema` when it is missing, not ours, or newer than this program; `failed` when it is damaged, or its write guard
/// is not what this program makes.
pub fn candidate(place: &Place, file: &Path) -> Result<Candidate> {
    let missing = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::schema(format!("there is no file {}", file.display())),
        _ => files::cannot("read", file, error),
    };
    let source = fs::canonicalize(file).map_err(|error| missing(&error))?;
    if source == place.database {
        return Err(Error::usage(format!("{} is the database itself", file.display())).hint("name a backup of it"));
    }
    whole::examine(&source)?;
    let named = file.display().to_string();
    let folder = backup::folder_of(&place.database)?;
    let copy = backup::copied(&source, folder, place.sharing(), Proof::None).map_err(|error| damaged(&named, error))?;
    let store = Store::as_it_is(&copy).map_err(|error| damaged(&named, error))?;
    backup::must_be_sound(&store, &named).map_err(|error| damaged(&named, error))?;
    drop(store);
    let mut store = Store::open(&copy, |_, _| Ok(()))?;
    if let Some(fault) = store.schema_faults()?.first() {
        return Err(Error::failed(format!("{named} is not as this program makes it: {fault}"))
            .hint("somebody changed it; take another backup"));
    }
    store.read(|tx| {
        let mut cautions = Vec::new();
        if let Verdict::Broken { number, fault } = audit::verify(tx)? {
            let what = if fault == Fault::Missing { "is missing" } else { "is not as it was written" };
            cautions.push(format!("in {named} audit row {number} {what}"));
        }
        Ok(Candidate { file: file.to_owned(), house: house::get(tx)?, head: audit::head(tx)?, cautions, copy })
    })
}

/// It is the backup that is damaged, not the database.
fn damaged(named: &str, error: Error) -> Error {
    if error.message().contains("damaged") {
        Error::failed(format!("{named} is damaged; nothing was replaced")).hint("name another backup")
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
        Store::as_it_is(&self.copy)?.read(work)
    }

    /// Puts the backup in the place of the database, which `present` was seen to be; `None` when it cannot be read.
    ///
    /// # Errors
    /// `conflict` when the database moved on since it was shown; `failed`, `busy`. Then nothing was replaced.
    pub fn restore(
        &self,
        place: &Place,
        present: Option<&Present>,
        author: Author<'_>,
        now: Instant,
    ) -> Result<Restored> {
        let _lock = setup::lock(place)?;
        let kept = place.replaced(now);
        let rest = match present {
            Some(present) => self.replace_content(place, present, &kept, author, now),
            None => self.replace_file(place, &kept, author, now),
        }?;
        Ok(Restored { rest, kept })
    }

    /// In one transaction of the database, so that whoever has it open sees the one or the other.
    fn replace_content(
        &self,
        place: &Place,
        present: &Present,
        kept: &Path,
        author: Author<'_>,
        now: Instant,
    ) -> Result<Rest> {
        Store::as_it_is(&place.database)?.log_ahead()?;
        let mut rest = Rest::default();
        let done = whole::replace(&place.database, &self.copy, || {
            let mut old = Store::as_it_is(&place.database)?;
            if old.read(audit::head)? != present.head {
                return Err(Error::conflict("the database was changed after it was shown; nothing was restored")
                    .hint("look again and repeat the command"));
            }
            backup::keep(&place.database, kept, place.sharing(), Proof::None)?;
            rest = old.read(|old| self.settle(Some(old), Some(present), author, now))?;
            Ok(())
        });
        if done.is_err() {
            // A copy of what was not replaced is of no use; if it stays, it is only in the way.
            let _ = fs::remove_file(kept);
        }
        done.map(|()| rest)
    }

    /// File for file: what lies there cannot be opened.
    fn replace_file(&self, place: &Place, kept: &Path, author: Author<'_>, now: Instant) -> Result<Rest> {
        let rest = self.settle(None, None, author, now)?;
        Store::as_it_is(&self.copy)?.log_ahead()?;
        let cannot = |error: &std::io::Error| files::cannot("replace", &place.database, error);
        fs::rename(&place.database, kept).map_err(|error| cannot(&error))?;
        // The log of the damaged file would be taken for that of the new one.
        for (log, suffix) in place.logs().iter().zip(["-wal", "-shm"]) {
            let mut aside = kept.as_os_str().to_owned();
            aside.push(suffix);
            match fs::rename(log, aside) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(cannot(&error)),
                _ => {}
            }
        }
        fs::rename(&self.copy, &place.database).map_err(|error| cannot(&error))?;
        files::sync_folder(backup::folder_of(&place.database)?)?;
        Ok(rest)
    }

    /// Lays to rest in the copy what must not come back, and writes down who restored it.
    fn settle(
        &self,
        old: Option<&Tx<'_>>,
        present: Option<&Present>,
        author: Author<'_>,
        now: Instant,
    ) -> Result<Rest> {
        let mut store = Store::as_it_is(&self.copy)?;
        let same = present.is_some_and(|present| present.house.uuid == self.house.uuid);
        let old = old.filter(|_| same);
        store.write(|tx| {
            let rest = restored::lay_to_rest(tx, old, now)?;
            tx.allow(&[]);
            if let Some(old) = old {
                restored::raise_counters(tx, old)?;
            }
            tx.allow(&rest.clients);
            let head = audit::head(tx)?;
            audit::append(tx, &head, now, &entry(author, &self.details(present, &rest), &rest))?;
            Ok((rest, End::Commit))
        })
    }

    fn details(&self, present: Option<&Present>, rest: &Rest) -> String {
        let replaced = present.map(|present| {
            serde_json::json!({
                "uuid": present.house.uuid,
                "label": present.house.label,
                "audit_id": present.head.number,
                "hash": data_encoding::HEXLOWER.encode(&present.head.hash),
            })
        });
        let file = self.file.file_name().unwrap_or_default().to_string_lossy();
        serde_json::json!({ "file": file, "codes": rest.codes, "mails": rest.mails, "sessions": rest.sessions, "replaced": replaced }).to_string()
    }
}

fn entry<'a>(author: Author<'a>, details: &'a str, rest: &'a Rest) -> Entry<'a> {
    Entry {
        actor: author.name,
        acting_as: None,
        action: "db.restore",
        entity: Some("database"),
        outcome: Outcome::Done,
        error_code: None,
        reason: author.reason,
        details,
        clients: &rest.clients,
        users: &[],
    }
}
