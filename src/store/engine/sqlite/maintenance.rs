//! The file as a whole: what its first bytes say, copies of it while others work in it, and whether it is sound.

use std::path::Path;
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};

use crate::domain::authority::Verb;
use crate::error::{Error, Result, TheRequest, Wanted, hint};

use super::failure;
use super::open::{Connection, open, open_existing, patience};

/// How many faults of a kind are reported.
const FAULTS: usize = 20;

/// A thing in the schema: type, name, and the text that made it.
pub(in crate::store) type SchemaObject = (String, String, String);

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
    Err(Error::busy("the database stayed locked by another program; nothing was changed")
        .hint(hint!["run ", TheRequest, " again"]))
}

/// The schema as the migrations make it, in the order of [`OBJECTS`]; a line before each object names it.
const SCHEMA: &str = include_str!("schema.sql");

/// Every object of ours, triggers first: they are compared before each change.
const OBJECTS: &str =
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY type <> 'trigger', type, name";

impl Connection {
    /// Compares the triggers of this file with those that the migrations of this program make.
    pub(super) fn check_triggers(&self) -> Result<()> {
        let reading = |error: &rusqlite::Error| failure(error, "reading the triggers");
        if has_every_trigger(self.raw()).map_err(|error| reading(&error))?
            || self.pragma("user_version")? < crate::store::SCHEMA_VERSION
        {
            return Ok(());
        }
        let found = objects(self.raw()).map_err(|error| reading(&error))?;
        let mut expected = expected_schema().filter(|(kind, ..)| *kind == "trigger");
        let is_found = |(_, name, text): &(&str, &str, &str)| {
            found.iter().any(|(kind, known, made)| kind == "trigger" && known == name && made == text)
        };
        let Some((_, name, _)) = expected.find(|trigger| !is_found(trigger)) else { return Ok(()) };
        Err(Error::failed(format!(
            "the trigger {name} in {} is missing or was changed, so that writes are not guarded; nothing was changed",
            self.path().display()
        ))
        .hint(hint![
            "see what else was changed with ",
            Verb::DbCheck.step(),
            ", then bring a backup back with ",
            Verb::DbRestore.step().about(&Wanted("FILE"))
        ])
        .fact("trigger", name))
    }

    /// What SQLite finds wrong with the file: pages, indexes, constraints, foreign keys. Empty when it is sound.
    pub(in crate::store) fn problems(&self) -> Result<Vec<String>> {
        let broken = |error: &rusqlite::Error| failure(error, "checking the database");
        let mut problems = Vec::new();
        let mut check = self.raw().prepare("PRAGMA integrity_check(20)").map_err(|error| broken(&error))?;
        let lines = check.query_map([], |row| row.get::<_, String>(0)).map_err(|error| broken(&error))?;
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
        let mut check = self.raw().prepare("PRAGMA foreign_key_check").map_err(|error| broken(&error))?;
        let mut rows = check.query([]).map_err(|error| broken(&error))?;
        while problems.len() < FAULTS
            && let Some(row) = rows.next().map_err(|error| broken(&error))?
        {
            let read = || Ok::<_, rusqlite::Error>((row.get::<_, String>(0)?, row.get::<_, String>(2)?));
            let (child, parent) = read().map_err(|error| broken(&error))?;
            problems.push(format!("a row of {child} names a row of {parent} that is not there"));
        }
        Ok(problems)
    }

    /// Everything in the schema of this file, in the order of type and name.
    pub(in crate::store) fn schema(&self) -> Result<Vec<SchemaObject>> {
        objects(self.raw()).map_err(|error| failure(&error, "reading the schema"))
    }
}

/// Everything that the migrations of this program make: kind, name, and the text that makes it.
pub(in crate::store) fn expected_schema() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SCHEMA.split("\n\n-- ").filter_map(|object| {
        let (named, text) = object.split_once('\n')?;
        let (kind, name) = named.trim_start_matches("-- ").split_once(' ')?;
        Some((kind, name, text.trim_end().strip_suffix(';')?))
    })
}

/// Whether the triggers are those of [`SCHEMA`], and no others: nothing else need be compared then.
fn has_every_trigger(raw: &rusqlite::Connection) -> rusqlite::Result<bool> {
    let mut statement = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")?;
    let mut rows = statement.query([])?;
    let mut expected = SCHEMA;
    while let Some(row) = rows.next()? {
        let (name, text) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        let mut parts = ["-- trigger ", name, "\n", text, ";\n\n"].into_iter();
        let Some(rest) = parts.try_fold(expected, |rest, part| rest.strip_prefix(part)) else { return Ok(false) };
        expected = rest;
    }
    Ok(!expected.starts_with("-- trigger "))
}

fn objects(raw: &rusqlite::Connection) -> rusqlite::Result<Vec<SchemaObject>> {
    let mut statement = raw.prepare(OBJECTS)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::super::MIGRATIONS;
    use super::*;

    /// `UPDATE=1 cargo test --lib schema_file` writes it again after a migration was added.
    #[test]
    fn schema_file_is_what_the_migrations_make() {
        let raw = rusqlite::Connection::open_in_memory().unwrap();
        for (_, text) in MIGRATIONS {
            raw.execute_batch(text).unwrap();
        }
        let made = objects(&raw).unwrap();
        let text: String = made.iter().map(|(kind, name, text)| format!("-- {kind} {name}\n{text};\n\n")).collect();
        if option_env!("UPDATE").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/engine/sqlite/schema.sql");
            return std::fs::write(file, text).unwrap();
        }
        assert!(SCHEMA == text, "write schema.sql again with `UPDATE=1 cargo test --lib schema_file`");
        let listed = expected_schema().map(|(kind, name, text)| (kind.to_owned(), name.to_owned(), text.to_owned()));
        assert_eq!(listed.collect::<Vec<_>>(), made);
        assert!(has_every_trigger(&raw).unwrap());
    }

    #[test]
    fn changed_trigger_is_detected() {
        for change in [
            "DROP TRIGGER audit_keeps",
            "DROP TRIGGER throttle_guard_update",
            "CREATE TRIGGER zz AFTER INSERT ON staff BEGIN SELECT 1; END",
            "DROP TRIGGER audit_keeps; CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT 1; END",
        ] {
            let raw = rusqlite::Connection::open_in_memory().unwrap();
            for (_, text) in MIGRATIONS {
                raw.execute_batch(text).unwrap();
            }
            raw.execute_batch(change).unwrap();
            assert!(!has_every_trigger(&raw).unwrap(), "{change}");
        }
    }
}
