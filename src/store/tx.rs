//! [`Store`]: an open database. [`Tx`]: one transaction in it, the only way to run a statement.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::path::Path;

use crate::domain::id::ClientId;
use crate::error::{Error, Result, TheRequest, hint};

use super::ahead::{Ahead, Kept};
use super::deferred::{Before, Deferred, Expects, Opened, Step, Undone, Unowned};
use super::engine::{Audited, Connection, sqlite};
use super::prepared::Prepared;
use super::row::{Owned, Select};
use super::{Query, Sql, Value};

#[derive(Debug)]
pub struct Store {
    connection: Connection,
    snapshot: Snapshot,
    /// What was read on the snapshot that reads share.
    read: Ahead,
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
        Self { connection, snapshot: Snapshot::Own, read: Ahead::new() }
    }

    /// Runs `work` on one snapshot of the database. Nothing can be written in it.
    ///
    /// # Errors
    /// Those of `work`, and `failed` or `busy` from the database; `schema` when it was moved or replaced.
    pub fn read<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        if self.snapshot != Snapshot::Begun {
            self.connection.begin_read().map_err(|error| explained(self.connection.path(), error))?;
        }
        let tx = Tx { ahead: std::mem::take(&mut self.read), ..Tx::new(&self.connection) };
        let result = self.connection.must_be_in_place().and_then(|()| work(&tx));
        let read = tx.ahead;
        if self.snapshot == Snapshot::Own {
            self.connection.rollback();
        } else {
            self.snapshot = Snapshot::Begun;
            self.read = read;
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
        self.read.forget_all();
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
            .and_then(|(value, end)| {
                tx.store_counters().and_then(|()| tx.settle(Before::Write)).map(|()| (value, end))
            });
        let audited = tx.audited.get();
        self.connection.close_guard();
        match result {
            Ok((value, End::Commit)) => {
                self.connection.commit(audited).map(|()| value).map_err(|error| explained(path, error))
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
    ///
    /// # Errors
    /// `bug` for a database on a server.
    pub fn file(&self) -> Result<&Path> {
        self.connection.file().map(sqlite::Connection::path)
    }
}

/// With less than this left, SQLite cannot make the files that it keeps next to a database.
const ROOM: u64 = 128 << 10;

/// A disk that is full makes reading fail too, in words that say nothing of it: SQLite cannot make its index of the log.
pub(super) fn explained(path: Option<&Path>, error: Error) -> Error {
    let Some(path) = path.filter(|_| error.is_of_disk()) else { return error };
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
    /// Rows to be written that wait for the next statement that reads.
    waiting: RefCell<Deferred>,
    /// For which rows the guard is open.
    opened: RefCell<Opened>,
    /// What was read before it is asked for.
    ahead: Ahead,
    audited: Cell<Option<Audited>>,
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
        Self {
            connection,
            counters: RefCell::new(Vec::new()),
            waiting: RefCell::new(Deferred::new()),
            opened: RefCell::new(Opened { clients: Vec::new(), unowned: Unowned::Closed }),
            ahead: Ahead::new(),
            audited: Cell::new(None),
        }
    }

    /// Notes that this audit row was written, which is the last one so far.
    pub(super) fn audited(&self, number: i64, hash: [u8; 32]) {
        self.audited.set(Some(Audited { number, hash }));
    }

    /// Lets the statements that follow write rows of exactly these clients, and of no other (docs/reference.md#never-the-wrong-client).
    pub(crate) fn allow(&self, clients: &[ClientId]) {
        let mut opened = self.opened.borrow_mut();
        opened.clients.clear();
        opened.clients.extend_from_slice(clients);
        self.connection.open_guard(&opened);
    }

    /// Opens the guard for the rows of this client alone, or for rows of no client.
    pub(crate) fn allow_owner(&self, client: Option<ClientId>) {
        self.allow(client.as_slice());
        self.allow_unowned(if client.is_some() { Unowned::Closed } else { Unowned::Open });
    }

    /// Lets the statements that follow write rows of no client, or not. A writing transaction begins with
    /// [`Unowned::Open`]; an audited change narrows that to the time after it asked what its actor may do.
    pub(crate) fn allow_unowned(&self, unowned: Unowned) {
        let mut opened = self.opened.borrow_mut();
        opened.unowned = unowned;
        self.connection.open_guard(&opened);
    }

    /// The role in which a server knows us; none for a file.
    pub fn role(&self) -> Option<&str> {
        self.connection.role()
    }

    /// The number by which a server knows a role, if there is one.
    ///
    /// # Errors
    /// `failed`; `bug` for a file.
    pub fn role_number(&self, name: &str) -> Result<Option<u32>> {
        self.connection.role_number(name)
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

    /// The last number of a kind that was given out.
    pub(super) fn last_number(&self, name: &'static str, first: i64) -> Result<i64> {
        if let Some(counter) = self.counters.borrow().iter().find(|counter| counter.name == name) {
            return Ok(counter.last);
        }
        Ok(self.query_opt(&COUNTER, &[Value::Text(name)])?.unwrap_or(first - 1))
    }

    /// The last number of each kind that was given out and kept.
    pub fn given_out(&self) -> Result<Vec<(String, i64)>> {
        self.query_vec(&GIVEN_OUT, &[])
    }

    fn store_counters(&self) -> Result<()> {
        self.allow_unowned(Unowned::Open);
        for counter in self.counters.borrow_mut().iter_mut().filter(|counter| counter.last != counter.stored) {
            self.keep(&COUNTER_SET, &[Value::Text(counter.name), Value::Int(counter.last)], Expects::Any)?;
            counter.stored = counter.last;
        }
        Ok(())
    }

    /// Runs `work` so that its failure undoes its own writes and no others of this transaction, which then goes on.
    pub(crate) fn nested<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.connection.may_begin_savepoint()?;
        self.waiting.borrow_mut().begin();
        let result = work();
        if result.is_ok() {
            let has_savepoint = self.waiting.borrow_mut().end();
            self.connection.must_go_on()?;
            if has_savepoint {
                self.connection.release()?;
            }
            return result;
        }
        let undone = self.waiting.borrow_mut().undo();
        if undone != Undone::Forgotten {
            self.ahead.forget_all();
        }
        match undone {
            Undone::Savepoint => self.connection.rollback_to()?,
            Undone::Forgotten => self.connection.go_on(),
            Undone::Outer => {}
        }
        result
    }

    /// Has everything that waits written, with the savepoints that it needs, so that what comes next finds it.
    fn settle(&self, before: Before) -> Result<()> {
        let mut waiting = self.waiting.borrow_mut();
        let steps = waiting.steps(before, self.connection.reads_need_savepoints());
        if steps.is_empty() {
            return Ok(());
        }
        for step in steps {
            let done = match step {
                Step::Savepoint => self.connection.savepoint().map(|()| waiting.opened()),
                Step::Run(from, to) => self.connection.execute_each(waiting.writes(from, to)),
            };
            done.inspect_err(|_| waiting.fail())?;
        }
        waiting.clear();
        self.connection.open_guard(&self.opened.borrow());
        Ok(())
    }

    /// Writes a row, as late as what is read allows: together with others. What it changes of that which was read ahead is
    /// [forgotten](Ahead::forget) by the caller.
    ///
    /// # Errors
    /// As [`Tx::execute_one`], but here only if the transaction has failed before: otherwise with the next statement that
    /// reads, or when the transaction ends.
    pub(super) fn put(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<()> {
        self.keep(sql, params, Expects::One)
    }

    /// As [`Tx::put`], for a row that may be there already, or changes any number of rows.
    pub(super) fn put_any(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<()> {
        self.keep(sql, params, Expects::Any)
    }

    fn keep(&self, sql: &'static Sql, params: &[Value<'_>], expects: Expects) -> Result<()> {
        self.connection.must_go_on()?;
        self.waiting.borrow_mut().push(sql, params, expects, &self.opened.borrow());
        Ok(())
    }

    /// What was read ahead.
    pub(super) const fn ahead(&self) -> &Ahead {
        &self.ahead
    }

    /// Runs a statement that changes rows; how many.
    ///
    /// # Errors
    /// `failed`, `busy`, or `bug` when a constraint or the write guard stopped it.
    pub fn run(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<usize> {
        self.ahead.forget_all();
        self.settle(Before::Write)?;
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
        self.settle(Before::Read)?;
        let mut statement = self.connection.prepare(query.sql())?;
        let mut rows = statement.query(params)?;
        Ok(rows.next()?.is_some())
    }

    /// The first row, if there is one.
    pub fn query_opt<R: Owned>(&self, query: &'static Query<R>, params: &[Value<'_>]) -> Result<Option<R>> {
        self.settle(Before::Read)?;
        let mut statement = self.connection.prepare(query.sql())?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(|mut row| R::read(&mut row)).transpose()
    }

    /// As [`Tx::query_opt`], unless the answer was read ahead.
    pub(super) fn look_up<R: Owned + Clone + Debug + PartialEq + 'static>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
    ) -> Result<Option<R>> {
        match self.ahead.answer(query, params, |rows| rows.first().cloned()) {
            Some(known) => self.compared(known, || self.query_opt(query, params)),
            None => self.query_opt(query, params),
        }
    }

    /// As [`Tx::query_vec`], unless the answer was read ahead.
    pub(super) fn look_up_all<R: Owned + Clone + Debug + PartialEq + 'static>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
    ) -> Result<Vec<R>> {
        match self.ahead.answer(query, params, <[R]>::to_vec) {
            Some(known) => self.compared(known, || self.query_vec(query, params)),
            None => self.query_vec(query, params),
        }
    }

    /// As [`Tx::look_up`], and the answer is kept for the next time.
    pub(super) fn look_up_once<R: Owned + Clone + Debug + PartialEq + 'static>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
    ) -> Result<Option<R>> {
        if let Some(known) = self.ahead.answer(query, params, |rows| rows.first().cloned()) {
            return self.compared(known, || self.query_opt(query, params));
        }
        let found = self.query_opt(query, params)?;
        self.ahead.keep(query, params, found.clone().into_iter().collect(), Kept::Always);
        Ok(found)
    }

    /// As [`Tx::look_up_all`], and the answer is kept for the next time.
    pub(super) fn look_up_all_once<R: Owned + Clone + Debug + PartialEq + 'static>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
    ) -> Result<Vec<R>> {
        if let Some(known) = self.ahead.answer(query, params, <[R]>::to_vec) {
            return self.compared(known, || self.query_vec(query, params));
        }
        let found = self.query_vec(query, params)?;
        self.ahead.keep(query, params, found.clone(), Kept::Always);
        Ok(found)
    }

    /// Gives what was read ahead. While this program is developed, one of some answers is compared with the database.
    #[cfg_attr(
        not(debug_assertions),
        expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "compares nothing")
    )]
    pub(super) fn compared<T: Debug + PartialEq>(&self, known: T, read: impl FnOnce() -> Result<T>) -> Result<T> {
        #[cfg(debug_assertions)]
        if self.ahead.is_to_be_compared() {
            assert_eq!(known, read()?, "what was read ahead is not what is stored");
        }
        #[cfg(not(debug_assertions))]
        drop(read);
        Ok(known)
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
        self.settle(Before::Read)?;
        Ok(Prepared::new(self.connection.prepare(query.sql())?))
    }
}

#[cfg(test)]
mod tests;
