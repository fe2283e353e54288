//! [`Store`]: an open database. [`Tx`]: one transaction in it, the only way to run a statement.

use std::cell::RefCell;
use std::path::Path;

use crate::domain::id::ClientId;
use crate::error::{Error, Result, TheRequest, hint};

use super::engine::{Connection, Unowned};
use super::prepared::Prepared;
use super::row::{Owned, Select};
use super::{Query, Sql, Value};

#[derive(Debug)]
pub struct Store {
    connection: Connection,
    snapshot: Snapshot,
}

/// On which snapshot the next read is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Snapshot {
    /// On one of its own.
    Own,
    /// On one that it begins, and shares with those after it.
    Shared,
    /// On the one that a read before it began.
    Begun,
}

/// Whether a transaction's work is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Commit,
    Rollback,
}

impl Store {
    pub(super) const fn new(connection: Connection) -> Self {
        Self { connection, snapshot: Snapshot::Own }
    }

    /// Runs `work` on one snapshot of the database. Nothing can be written in it.
    ///
    /// # Errors
    /// Those of `work`, and `failed` or `busy` from the database; `schema` when it was moved or replaced.
    pub fn read<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let path = self.connection.path();
        if self.snapshot != Snapshot::Begun {
            self.connection.begin_read().map_err(|error| explained(path, error))?;
        }
        let tx = Tx::new(&self.connection);
        let result = self.connection.must_be_in_place().and_then(|()| work(&tx));
        if self.snapshot == Snapshot::Own {
            self.connection.rollback();
        } else {
            self.snapshot = Snapshot::Begun;
            if result.is_err() {
                self.let_snapshot_go();
            }
        }
        result.map_err(|error| explained(self.connection.path(), error))
    }

    /// From here on reads share a snapshot, which the first of them begins, until [`Store::end_snapshot`]; whether this
    /// call began that. A write, or [`Store::let_snapshot_go`], ends the snapshot, and the next read begins another.
    #[must_use]
    pub(crate) fn share_snapshot(&mut self) -> bool {
        let begins = self.snapshot == Snapshot::Own;
        if begins {
            self.snapshot = Snapshot::Shared;
        }
        begins
    }

    /// Lets the snapshot go before something is waited for: as long as there is one, the log of the database grows.
    pub(crate) fn let_snapshot_go(&mut self) {
        if self.snapshot == Snapshot::Begun {
            self.connection.rollback();
            self.snapshot = Snapshot::Shared;
        }
    }

    /// From here on each read has a snapshot of its own.
    pub(crate) fn end_snapshot(&mut self) {
        self.let_snapshot_go();
        self.snapshot = Snapshot::Own;
    }

    /// Runs `work` in one writing transaction, which begins IMMEDIATE and so waits for other writers once, at the
    /// start. `work` says how it ends; an error rolls everything back.
    ///
    /// # Errors
    /// Those of `work`; `schema` when the database was moved or replaced; `busy` if another writer holds the lock past the timeout; `failed` if a trigger is missing or was
    /// changed, or if the disk fails.
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<(T, End)>) -> Result<T> {
        self.let_snapshot_go();
        let path = self.connection.path();
        self.connection.begin_write().map_err(|error| explained(path, error))?;
        let tx = Tx::new(&self.connection);
        tx.allow_unowned(Unowned::Open);
        let result = self
            .connection
            .must_be_in_place()
            .and_then(|()| self.connection.triggers_must_be_whole())
            .and_then(|()| work(&tx))
            .and_then(|(value, end)| tx.store_counters().map(|()| (value, end)));
        self.connection.guard().close();
        match result {
            Ok((value, End::Commit)) => {
                self.connection.commit().map(|()| value).map_err(|error| explained(path, error))
            }
            Ok((value, End::Rollback)) => {
                self.connection.rollback();
                Ok(value)
            }
            Err(error) => {
                self.connection.rollback();
                Err(explained(path, error))
            }
        }
    }

    /// The connection, for what concerns the file as a whole (backup, checks).
    pub(crate) const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The file that is open.
    pub fn path(&self) -> &Path {
        self.connection.path()
    }
}

/// With less than this left, SQLite cannot make the files that it keeps next to a database.
const ROOM: u64 = 128 << 10;

/// A disk that is full makes reading fail too, in words that say nothing of it: SQLite cannot make its index of the log.
pub(super) fn explained(path: &Path, error: Error) -> Error {
    if !error.is_of_disk() {
        return error;
    }
    let folder = path.parent().unwrap_or(path);
    let room =
        nix::sys::statvfs::statvfs(folder).map(|found| found.blocks_available().saturating_mul(found.fragment_size()));
    match room {
        Ok(room) if room < ROOM => {
            Error::failed(format!("the disk is full: no room is left in {}; nothing was changed", folder.display()))
                .hint(hint!["make room and run ", TheRequest, " again"])
                .of_disk()
        }
        _ => error,
    }
}

/// One transaction. Obtained from [`Store::read`] or `Store::write`.
///
/// After a statement that failed the transaction runs no other one and is not committed, as PostgreSQL has it. What goes
/// on after a failure has run it in `Tx::nested`.
#[derive(Debug)]
pub struct Tx<'a> {
    connection: &'a Connection,
    counters: RefCell<Vec<Counter>>,
}

#[derive(Debug)]
struct Counter {
    name: &'static str,
    last: i64,
    stored: i64,
}

super::statements! {
    [COUNTER: i64] "SELECT last_value FROM counter WHERE name = $1";
    full_scan [GIVEN_OUT: (name: String, last_value: i64)] "SELECT name, last_value FROM counter ORDER BY name";
    [COUNTER_SET] "INSERT INTO counter (name, last_value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET last_value = excluded.last_value";
}

impl<'a> Tx<'a> {
    pub(super) const fn new(connection: &'a Connection) -> Self {
        Self { connection, counters: RefCell::new(Vec::new()) }
    }

    /// Lets the statements that follow write rows of exactly these clients, and of no other (docs/reference.md#never-the-wrong-client).
    pub(crate) fn allow(&self, clients: &[ClientId]) {
        self.connection.guard().allow(clients);
    }

    /// Opens the guard for the rows of this client alone, or for rows of no client.
    pub(crate) fn allow_owner(&self, client: Option<ClientId>) {
        self.allow(client.as_slice());
        self.allow_unowned(if client.is_some() { Unowned::Closed } else { Unowned::Open });
    }

    /// Lets the statements that follow write rows of no client, or not. A writing transaction begins with
    /// [`Unowned::Open`]; an audited change narrows that to the time after it asked what its actor may do.
    pub(crate) fn allow_unowned(&self, unowned: Unowned) {
        self.connection.guard().allow_unowned(unowned);
    }

    /// The next number of a kind, never given out before.
    pub(crate) fn next_number(&self, name: &'static str, first: i64) -> Result<i64> {
        let mut counters = self.counters.borrow_mut();
        if let Some(counter) = counters.iter_mut().find(|counter| counter.name == name) {
            counter.last += 1;
            return Ok(counter.last);
        }
        let stored = self.query_opt(&COUNTER, &[Value::Text(name)])?.unwrap_or(first - 1);
        counters.push(Counter { name, last: stored + 1, stored });
        Ok(stored + 1)
    }

    /// The last number of each kind that was given out and kept.
    pub fn given_out(&self) -> Result<Vec<(String, i64)>> {
        self.query_vec(&GIVEN_OUT, &[])
    }

    fn store_counters(&self) -> Result<()> {
        self.allow_unowned(Unowned::Open);
        for counter in self.counters.borrow_mut().iter_mut().filter(|counter| counter.last != counter.stored) {
            self.run(&COUNTER_SET, &[Value::Text(counter.name), Value::Int(counter.last)])?;
            counter.stored = counter.last;
        }
        Ok(())
    }

    /// Runs `work` so that its failure undoes its own writes and no others of this transaction, which then goes on.
    pub(crate) fn nested<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.connection.savepoint()?;
        let result = work();
        match &result {
            Ok(_) => self.connection.release()?,
            Err(_) => self.connection.rollback_to()?,
        }
        result
    }

    /// Runs a statement that changes rows; how many.
    ///
    /// # Errors
    /// `failed`, `busy`, or `bug` when a constraint or the write guard stopped it.
    pub fn run(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<usize> {
        self.connection.execute(sql, params)
    }

    /// Changes exactly one row, or fails: someone else moved it, or the caller looked at another row.
    ///
    /// # Errors
    /// As [`Tx::run`], and `bug` when it was not exactly one.
    pub fn execute_one(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<()> {
        match self.run(sql, params)? {
            1 => Ok(()),
            n => Err(Error::bug(format!("{} changed {n} rows instead of one", sql.name()))),
        }
    }

    /// Whether the answer has a row.
    pub fn exists<R>(&self, query: &'static Query<R>, params: &[Value<'_>]) -> Result<bool> {
        let mut statement = self.connection.prepare(query.sql())?;
        let mut rows = statement.query(params)?;
        Ok(rows.next()?.is_some())
    }

    /// The first row, if there is one.
    pub fn query_opt<R: Owned>(&self, query: &'static Query<R>, params: &[Value<'_>]) -> Result<Option<R>> {
        let mut statement = self.connection.prepare(query.sql())?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(|mut row| R::read(&mut row)).transpose()
    }

    /// The one row of an answer that has one whatever is stored: a count, a sum.
    ///
    /// # Errors
    /// `failed`; `bug` when there is none.
    pub fn query_one<R: Owned>(&self, query: &'static Query<R>, params: &[Value<'_>]) -> Result<R> {
        let row = self.query_opt(query, params)?;
        row.ok_or_else(|| Error::bug(format!("{} has no row", query.sql().name())))
    }

    /// Every row in turn; nothing is collected.
    pub fn each<R: Select>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
        mut each: impl FnMut(R::Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut prepared = self.prepare(query)?;
        let mut rows = prepared.query(params)?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    /// The rows of an answer that is small by its nature: the people of one client, the roles of one person.
    pub fn query_vec<R: Owned>(&self, query: &'static Query<R>, params: &[Value<'_>]) -> Result<Vec<R>> {
        let mut found = Vec::new();
        self.each(query, params, |row| {
            found.push(row);
            Ok(())
        })?;
        Ok(found)
    }

    /// A prepared statement, for reading several results next to each other (a merge).
    pub(super) fn prepare<R: Select>(&self, query: &'static Query<R>) -> Result<Prepared<'_, R>> {
        Ok(Prepared::new(self.connection.prepare(query.sql())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SQLite rolls a transaction back by itself when the disk or the memory fails.
    #[test]
    fn failure_that_ends_the_transaction_is_the_one_reported() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("desk.db")).unwrap();
        let done: Result<()> = store.write(|tx| {
            let failed: Result<()> = tx.nested(|| {
                tx.connection.rollback();
                Err(Error::failed("the disk is full"))
            });
            assert_eq!(failed.unwrap_err().to_string(), "the disk is full");
            // What would come now could not be taken back.
            tx.nested(|| Ok(())).map(|()| ((), End::Commit))
        });
        assert_eq!(done.unwrap_err().code(), crate::error::Code::Failed);
    }

    static IMPOSSIBLE: Sql =
        Sql::new("IMPOSSIBLE", "INSERT INTO counter (name, last_value) VALUES (NULL, $1)", crate::store::Scan::Indexed);

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("desk.db")).unwrap();
        (folder, store)
    }

    fn fail(tx: &Tx<'_>) -> Result<usize> {
        tx.run(&IMPOSSIBLE, &[Value::Int(1)])
    }

    /// Whether a number that another connection gives out is seen by the next read.
    fn sees_news(store: &mut Store, name: &'static str) -> bool {
        let mut other = Store::as_it_is(store.path()).unwrap();
        other.write(|tx| tx.next_number(name, 1).map(|_| ((), End::Commit))).unwrap();
        store.read(|tx| Ok(tx.given_out()?.iter().any(|(known, _)| known == name))).unwrap()
    }

    #[test]
    fn reads_share_a_snapshot_until_a_write_a_wait_or_a_failure() {
        let (_folder, mut store) = store();
        store.read(|tx| tx.given_out()).unwrap();
        assert!(sees_news(&mut store, "a"));
        assert!(store.share_snapshot());
        assert!(!store.share_snapshot());
        assert!(sees_news(&mut store, "b"), "the first read begins it");
        assert!(!sees_news(&mut store, "c"));
        store.let_snapshot_go();
        assert!(sees_news(&mut store, "d"));
        assert!(!sees_news(&mut store, "e"));
        store.write(|_| Ok(((), End::Rollback))).unwrap();
        assert!(sees_news(&mut store, "f"));
        assert!(!sees_news(&mut store, "g"));
        store.read(fail).unwrap_err();
        store.read(fail).unwrap_err();
        store.write(|_| Ok(((), End::Rollback))).unwrap();
        assert!(sees_news(&mut store, "h"));
        store.end_snapshot();
        assert!(sees_news(&mut store, "i"));
        assert!(sees_news(&mut store, "j"));
    }

    #[test]
    fn nothing_runs_after_a_statement_that_failed() {
        let (_folder, mut store) = store();
        let done: Result<()> = store.write(|tx| {
            tx.next_number("kept", 1)?;
            assert_eq!(fail(tx).unwrap_err().code(), crate::error::Code::Bug);
            for refused in [tx.given_out().map(drop), tx.nested(|| Ok(())), fail(tx).map(drop)] {
                assert_eq!(refused.unwrap_err().to_string(), "the transaction was ended by a failure before");
            }
            Ok(((), End::Commit))
        });
        assert_eq!(done.unwrap_err().to_string(), "the transaction was ended by a failure before");
        assert_eq!(store.read(|tx| tx.given_out()).unwrap(), []);
    }

    #[test]
    fn transaction_goes_on_after_a_failure_in_a_savepoint() {
        let (_folder, mut store) = store();
        let kept = store.write(|tx| {
            tx.next_number("kept", 1)?;
            tx.nested(|| tx.nested(|| fail(tx)).or(Ok(0)))?;
            tx.nested(|| fail(tx)).unwrap_err();
            Ok((tx.given_out()?.len(), End::Commit))
        });
        assert_eq!(kept.unwrap(), 0);
        assert_eq!(store.read(|tx| tx.given_out()).unwrap(), [("kept".to_owned(), 1)]);
    }
}
