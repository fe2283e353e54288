//! The database as a whole: copying and replacing it while others work, and whether it is sound.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Result;

use super::engine::{Connection, sqlite};
use super::tx::Store;

/// How large a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// Bytes in a page.
    pub size: i64,
    /// Pages in use or free.
    pub count: i64,
    pub free: i64,
}

/// The schema that a file of ours says it has, read without touching anything.
///
/// # Errors
/// `schema` when nothing is there, or it is not ours, or newer than this program.
pub fn examine(path: &Path) -> Result<i64> {
    let found = sqlite::peek(path)?;
    sqlite::known(path, found).map(|()| found)
}

/// Copies a database, as it is at one moment, into `target`, an existing empty file.
pub fn copy(source: &Path, target: &Path) -> Result<()> {
    sqlite::copy(source, target)
}

/// Replaces what is in the database `target` by what is in `source`, all or nothing, also for those who have it open.
/// `between` runs while no one else can write in `target`, and may still change `source`.
///
/// # Errors
/// Those of `between`, `failed`, `busy`; then nothing was replaced.
pub(crate) fn replace(target: &Path, source: &Path, between: impl FnOnce() -> Result<()>) -> Result<()> {
    sqlite::replace(target, source, between)
}

impl Store {
    /// What is wrong with the file: damaged pages, rows that break a constraint. Empty when it is sound.
    ///
    /// # Errors
    /// `failed` when it cannot even be looked at.
    pub fn problems(&self) -> Result<Vec<String>> {
        match self.connection() {
            Connection::File(file) => file.problems(),
            Connection::Server(server) => server.problems(),
        }
    }

    /// Tables, indexes, views and triggers that are missing, changed, or not ours: the write guard and the
    /// append-only audit are triggers, and anyone who took one away could write unseen.
    pub fn schema_faults(&self) -> Result<Vec<String>> {
        let file = match self.connection() {
            Connection::File(file) => file,
            Connection::Server(server) => return server.schema_faults(),
        };
        let found = file.schema()?;
        let mut others: BTreeMap<&str, (&str, &str)> =
            found.iter().map(|(kind, name, text)| (name.as_str(), (kind.as_str(), text.as_str()))).collect();
        let mut faults = Vec::new();
        for (kind, name, text) in sqlite::expected_schema() {
            match others.remove(name) {
                None => faults.push(format!("the {kind} {name} is missing")),
                Some((_, actual)) if actual != text => faults.push(format!("the {kind} {name} was changed")),
                Some(_) => {}
            }
        }
        faults.extend(others.iter().map(|(name, (kind, _))| format!("the {kind} {name} is none of ours")));
        Ok(faults)
    }

    /// How large a database file is; nothing for one on a server.
    pub fn pages(&self) -> Result<Option<Pages>> {
        let Connection::File(file) = self.connection() else { return Ok(None) };
        let pragma = |name| file.pragma(name);
        Ok(Some(Pages { size: pragma("page_size")?, count: pragma("page_count")?, free: pragma("freelist_count")? }))
    }

    /// How many bytes a server keeps for the database; nothing for a file.
    pub fn bytes(&self) -> Result<Option<u64>> {
        match self.connection() {
            Connection::File(_) => Ok(None),
            Connection::Server(server) => server.bytes().map(Some),
        }
    }

    /// Has this file keep its log next to it, so that readers and a writer do not wait for each other. A file that was
    /// copied here may not.
    pub(crate) fn log_ahead(&self) -> Result<()> {
        self.connection().file()?.log_ahead()
    }

    /// Brings the log into the file, so that the file alone is the database.
    pub(crate) fn bring_log_in(&self) -> Result<()> {
        self.connection().file()?.bring_log_in()
    }
}
