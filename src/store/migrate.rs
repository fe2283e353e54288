//! Migrations: counted in `user_version`, append-only, all or none in one transaction, after a safety copy.

use std::path::Path;

use super::deferred::{Opened, Unowned};
use super::engine::sqlite::{self, MIGRATIONS};
use super::engine::{Connection, Login, make_on_server, open_on_server};
use super::tx::{Store, Tx, explained};
use super::{client, client_word, login};
use crate::error::Result;

/// The schema that this program writes.
#[expect(clippy::cast_possible_wrap, clippy::as_conversions, reason = "a handful of migrations")]
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// The schema since which clients and people are found by words in one spelling.
const ONE_SPELLING: i64 = 15;
/// The schema since which clients are found by the keys of their names.
const NAME_KEYS: i64 = 11;

impl Store {
    /// Opens an existing database. An older schema is migrated; `before` runs first, while no one else can write, is
    /// given the schema that it has, and makes the safety copy.
    ///
    /// # Errors
    /// `schema` when it is missing, foreign or newer; `failed`, `busy`. Then it is as it was.
    pub fn open(path: &Path, before: impl FnOnce(&Self, i64) -> Result<()>) -> Result<Self> {
        let open = || {
            let store = Self::new(Connection::File(sqlite::open_existing(path)?));
            if store.schema_version()? < SCHEMA_VERSION {
                migrate(store.connection(), |found| before(&store, found))?;
            }
            Ok(store)
        };
        open().map_err(|error| explained(Some(path), error))
    }

    /// Opens an existing database of whatever older schema, as it is.
    ///
    /// # Errors
    /// `schema` when it is missing, foreign or newer; `failed`.
    pub fn as_it_is(path: &Path) -> Result<Self> {
        let opened = sqlite::open_existing(path).map(|file| Self::new(Connection::File(file)));
        opened.map_err(|error| explained(Some(path), error))
    }

    /// The schema that it has.
    pub fn schema_version(&self) -> Result<i64> {
        match self.connection() {
            Connection::File(file) => file.pragma("user_version"),
            // One of another version is not opened.
            Connection::Server(_) => Ok(SCHEMA_VERSION),
        }
    }

    /// Opens a database on a server.
    ///
    /// # Errors
    /// `schema` when it is missing, foreign, newer, older, or not as this program needs it; `denied` when the server does
    /// not let the role in, or the role may do everything; `failed` when the server cannot be reached; `busy`.
    pub fn on_server(login: Login<'_>) -> Result<Self> {
        open_on_server(login).map(|server| Self::new(Connection::Server(Box::new(server))))
    }

    /// Makes a database on a server, with its roles and its schema, where it is not made yet; `staff` may work in it then.
    /// The store is for its first rows, in whatever role.
    ///
    /// # Errors
    /// `schema` when something else is there; `denied`, `failed`, `busy`.
    pub fn make_on_server(login: Login<'_>, staff: &str) -> Result<Self> {
        make_on_server(login, staff).map(|server| Self::new(Connection::Server(Box::new(server))))
    }

    /// Creates a database in an empty file.
    pub fn create(path: &Path) -> Result<Self> {
        let file = sqlite::open_new(path)?;
        sqlite::prepare_new(&file)?;
        let connection = Connection::File(file);
        migrate(&connection, |_| Ok(()))?;
        Ok(Self::new(connection))
    }
}

/// Brings the schema to [`SCHEMA_VERSION`], all of it or nothing. The version is read again under the lock: another
/// process may have been first.
fn migrate(connection: &Connection, before: impl FnOnce(i64) -> Result<()>) -> Result<()> {
    let file = connection.file()?;
    connection.begin_write()?;
    let work = || {
        let found = file.pragma("user_version")?;
        sqlite::known(file.path(), found)?;
        if found == SCHEMA_VERSION {
            return Ok(());
        }
        before(found)?;
        connection.open_guard(&Opened { clients: Vec::new(), unowned: Unowned::Open });
        for (_, text) in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
            file.reshape(text)?;
        }
        if found < ONE_SPELLING {
            login::fill_words(&Tx::new(connection))?;
            file.rebuilding(&client_word::REBUILT, || client_word::fill(&Tx::new(connection)))?;
        }
        if found < NAME_KEYS {
            client::fill_name_keys(&Tx::new(connection))?;
        }
        file.batch(&format!("PRAGMA user_version = {SCHEMA_VERSION}"))
    };
    let done = work();
    connection.close_guard();
    match done {
        Ok(()) => connection.commit(None),
        Err(error) => {
            connection.rollback();
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn a_released_migration_is_never_edited() {
        let digests: Vec<String> =
            MIGRATIONS.iter().map(|(_, text)| data_encoding::HEXLOWER.encode(&Sha256::digest(text)[..8])).collect();
        insta::assert_snapshot!(digests.join(" "), @"71dd46409b90bee1 87a61b5fda1724d1 de3fa6718f8c2e46 adf1857f432fd0f4 48ac774fd6e50735 449122ace2b14173 c0dc24e4bc573028 1febe5a006690ecc bbd5f27e86911dcb 604f8db80776ab45 e9a52f0efa5d800b c292cca70775fec6 dc46188a81ffd3b4 f07896f4cbdb990e 5f2cb0dcd300ecb7 b7333b9af6ce16fc 911199314ecd7aa9 eb7eac7cb534488a efa1e2384ea46b63 1bf02d00f7e12146 6ce38e27c9bbf793 23a8b2fd66745aca 43ca56e503f8b498 2f033f76c018abf8 cce2778f77ed4ca4 267ce23212e91d31");
    }

    /// Each `IN` with three words or more costs a table for each statement that checks it.
    #[test]
    fn checks_compare_and_build_no_tables() {
        let tables: Vec<_> = sqlite::expected_schema().filter(|(kind, ..)| *kind == "table").collect();
        assert!(tables.len() > 30);
        for (_, name, text) in &tables {
            let lists = text.split(" IN (").skip(1).filter_map(|rest| rest.split(')').next());
            assert!(lists.into_iter().all(|list| list.split(',').count() < 3), "{name}: {text}");
        }
        let (.., states) = tables.iter().find(|(_, name, _)| *name == "login").unwrap();
        assert!(states.contains("CHECK (state = 'prepared' OR state = 'active' OR state = 'inactive')"), "{states}");
    }
}
