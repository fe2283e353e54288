//! The file as a whole: what its first bytes say, copies of it while others work in it, and whether it is sound.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

use super::open::{APPLICATION_ID, Connection, OpenError, open, open_existing, patience};
use super::{MIGRATIONS, failure};

/// How many faults of a kind are told.
const FAULTS: usize = 20;

/// A thing in the schema: type, name, and the text that made it.
pub(in crate::store) type SchemaObject = (String, String, String);

/// The schema version in the header of a database of ours. SQLite is not asked: it would touch the files next to.
///
/// # Errors
/// `schema` when nothing is there or it is not ours; `failed` when it cannot be read.
pub(crate) fn peek(path: &Path) -> Result<i64> {
    let shown = || path.display().to_string();
    let cannot = |error: &std::io::Error| Error::failed(format!("cannot read {}: {error}", path.display()));
    // Before it is opened: a pipe would keep us waiting.
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(OpenError::Missing(shown()).into()),
        Ok(meta) if !meta.is_file() => return Err(OpenError::Foreign(shown()).into()),
        _ => {}
    }
    let mut file = File::open(path)
        .map_err(|error| cannot(&error).hint("check the owner and mode of the file and of its folder"))?;
    let mut header = [0_u8; 100];
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(OpenError::Foreign(shown()).into());
        }
        result => result.map_err(|error| cannot(&error))?,
    }
    // The database file format, section 1.3: the magic string, the user version, the application id.
    let number = |at: usize| header[at..at + 4].iter().fold(0_i64, |number, byte| number << 8 | i64::from(*byte));
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID {
        return Err(OpenError::Foreign(shown()).into());
    }
    Ok(number(60))
}

/// Copies a database into `target`, an existing empty file, as it is at one moment, even while others write to it.
/// The copy needs no files next to it.
pub(crate) fn copy(source: &Path, target: &Path) -> Result<()> {
    let from = open(source, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut to = open(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let backup = Backup::new(from.raw(), to.raw_mut()).map_err(|error| failure(&error, "beginning a copy"))?;
    finish(&backup)?;
    drop(backup);
    to.batch("PRAGMA journal_mode = DELETE")
}

/// Replaces what is in the database `target` by what is in `source`, in one transaction of `target`: anyone who has it
/// open sees the one or the other. `between` runs while no one else can write in `target` and may still change
/// `source`; if it fails, nothing was replaced.
pub(crate) fn replace(target: &Path, source: &Path, between: impl FnOnce() -> Result<()>) -> Result<()> {
    let from = open(source, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut to = open_existing(target)?;
    let backup = Backup::new(from.raw(), to.raw_mut()).map_err(|error| failure(&error, "beginning a restore"))?;
    // The first page takes the lock of the target, which is held until the last.
    if step(&backup, 1)? == StepResult::Done {
        return Err(Error::bug("a database of one page"));
    }
    between()?;
    // What `between` changed in the source makes SQLite begin again at the first page.
    finish(&backup)
}

fn finish(backup: &Backup<'_, '_>) -> Result<()> {
    while step(backup, -1)? != StepResult::Done {}
    Ok(())
}

fn step(backup: &Backup<'_, '_>, pages: i32) -> Result<StepResult> {
    let mut tries = 0;
    while tries < patience() {
        tries += 1;
        match backup.step(pages).map_err(|error| failure(&error, "copying the database"))? {
            StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(1)),
            done => return Ok(done),
        }
    }
    Err(Error::busy("the database stayed locked by another program; nothing was changed").hint("run the command again"))
}

/// The digest of the triggers of the newest schema. Where it matches, nothing else need be compared.
const TRIGGERS: &str = include_str!("triggers.sha256");

impl Connection {
    /// Compares the triggers of this file with those that the migrations of this program make.
    pub(super) fn check_triggers(&self) -> Result<()> {
        let found = triggers(self.raw()).map_err(|error| failure(&error, "reading the triggers"))?;
        if digest(&found) == TRIGGERS.trim() || self.pragma("user_version")? < crate::store::SCHEMA_VERSION {
            return Ok(());
        }
        let expected = expected_schema()?;
        let mut triggers = expected.iter().filter(|(kind, ..)| kind == "trigger");
        let Some((_, name, _)) = triggers.find(|trigger| !found.contains(trigger)) else { return Ok(()) };
        Err(Error::failed(format!(
            "the trigger {name} in {} is missing or was changed, so that writes are not guarded; nothing was changed",
            self.path().display()
        ))
        .hint("see what else was changed with `partnerctl db check`, then bring a backup back with `partnerctl db restore FILE`")
        .fact("trigger", name.as_str()))
    }

    /// What SQLite finds wrong with the file: pages, indexes, constraints, foreign keys. Empty when it is sound.
    pub(in crate::store) fn problems(&self) -> Result<Vec<String>> {
        let told = |error: &rusqlite::Error| failure(error, "checking the database");
        let mut problems = Vec::new();
        let mut check = self.raw().prepare("PRAGMA integrity_check(20)").map_err(|error| told(&error))?;
        let lines = check.query_map([], |row| row.get::<_, String>(0)).map_err(|error| told(&error))?;
        for line in lines {
            match line {
                Ok(line) if line == "ok" => {}
                Ok(line) => problems.push(line),
                Err(error) => {
                    problems.push(error.to_string());
                    return Ok(problems);
                }
            }
        }
        let mut check = self.raw().prepare("PRAGMA foreign_key_check").map_err(|error| told(&error))?;
        let mut rows = check.query([]).map_err(|error| told(&error))?;
        while problems.len() < FAULTS
            && let Some(row) = rows.next().map_err(|error| told(&error))?
        {
            let read = || Ok::<_, rusqlite::Error>((row.get::<_, String>(0)?, row.get::<_, String>(2)?));
            let (child, parent) = read().map_err(|error| told(&error))?;
            problems.push(format!("a row of {child} names a row of {parent} that is not there"));
        }
        Ok(problems)
    }

    /// Everything in the schema of this file, in the order of type and name.
    pub(in crate::store) fn schema(&self) -> Result<Vec<SchemaObject>> {
        objects(self.raw()).map_err(|error| failure(&error, "reading the schema"))
    }
}

/// Everything that the migrations of this program make.
pub(in crate::store) fn expected_schema() -> Result<Vec<SchemaObject>> {
    let make = || {
        let raw = rusqlite::Connection::open_in_memory()?;
        MIGRATIONS.iter().try_for_each(|(_, text)| raw.execute_batch(text))?;
        objects(&raw)
    };
    make().map_err(|error| failure(&error, "building the schema for comparison"))
}

fn triggers(raw: &rusqlite::Connection) -> rusqlite::Result<Vec<SchemaObject>> {
    let mut statement =
        raw.prepare("SELECT type, name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

fn digest(objects: &[SchemaObject]) -> String {
    let mut digest = Sha256::new();
    for (_, name, text) in objects {
        for part in [name, text] {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
    }
    data_encoding::HEXLOWER.encode(&digest.finalize())
}

fn objects(raw: &rusqlite::Connection) -> rusqlite::Result<Vec<SchemaObject>> {
    let mut statement = raw.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY type, name",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stale digest costs each command the time to build the schema again.
    #[test]
    fn trigger_digest_is_current() {
        let made = expected_schema().unwrap();
        let triggers: Vec<SchemaObject> = made.into_iter().filter(|(kind, ..)| kind == "trigger").collect();
        let digest = digest(&triggers);
        assert_eq!(TRIGGERS.trim(), digest, "write it to src/store/engine/sqlite/triggers.sha256");
    }
}
