//! Running statements, and what SQLite's errors mean to our users.

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator as _;
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{CachedStatement, ErrorCode, Rows, ToSql};
use std::rc::Rc;

use crate::domain::authority::Verb;
use crate::error::{Error, Hint, Result, System, TheRequest, Wanted, hint};
use crate::store::deferred::{Expects, Write};
use crate::store::{Sql, Value, Wrong};

use super::Connection;

/// A row of this engine.
pub(in crate::store) type Row<'a> = rusqlite::Row<'a>;

/// A prepared statement, given back to the cache when dropped.
pub(crate) struct Statement<'a>(CachedStatement<'a>, &'a Connection, &'static Sql);

/// The rows of a running statement.
pub(crate) struct Cursor<'a>(Rows<'a>, &'a Connection, &'static Sql);

impl Statement<'_> {
    /// Runs it with these parameters.
    pub(crate) fn query(&mut self, params: &[Value<'_>]) -> Result<Cursor<'_>> {
        count(Trip::Made, self.2);
        bind(&mut self.0, params.iter().copied()).inspect_err(|_| self.1.abort())?;
        Ok(Cursor(self.0.raw_query(), self.1, self.2))
    }
}

impl Cursor<'_> {
    /// Moves to the next row, which [`Cursor::current`] then gives as often as it is wanted: for merging.
    pub(crate) fn advance(&mut self) -> Result<()> {
        self.0.advance().map_err(|error| failed(self.1, &error, "reading a row"))
    }

    /// The row at which the cursor is after [`Cursor::advance`]; none behind the last.
    pub(crate) fn current(&self) -> Option<&Row<'_>> {
        self.0.get()
    }

    pub(crate) const fn sql(&self) -> &'static Sql {
        self.2
    }
}

impl Connection {
    /// Prepares a statement, or takes it from the cache.
    pub(in crate::store) fn prepare(&self, sql: &'static Sql) -> Result<Statement<'_>> {
        self.must_go_on()?;
        let statement = self.raw().prepare_cached(sql.native(native));
        statement.map(|found| Statement(found, self, sql)).map_err(|error| failed(self, &error, sql.name()))
    }

    /// Runs a statement that returns no rows; how many rows it changed.
    pub(in crate::store) fn execute(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<usize> {
        let mut statement = self.prepare(sql)?;
        count(Trip::Made, sql);
        bind(&mut statement.0, params.iter().copied()).inspect_err(|_| self.abort())?;
        statement.0.raw_execute().map_err(|error| failed(self, &error, sql.name()))
    }

    /// Runs statements that waited, in their order, each with the write guard as it was when the statement was given. Each is
    /// prepared once.
    pub(in crate::store) fn execute_each<'w>(&self, writes: impl Iterator<Item = Write<'w>>) -> Result<()> {
        let mut prepared: Vec<Statement<'_>> = Vec::new();
        let mut opened = None;
        for (at, write) in writes.enumerate() {
            self.must_go_on()?;
            if opened != Some(write.guard) {
                self.guard().open(write.guard);
                opened = Some(write.guard);
            }
            let place = match prepared.iter().position(|known| std::ptr::eq(known.2, write.sql)) {
                Some(place) => place,
                None => {
                    prepared.push(self.prepare(write.sql)?);
                    prepared.len() - 1
                }
            };
            let statement = &mut prepared[place].0;
            count(if at == 0 { Trip::Made } else { Trip::Shared }, write.sql);
            bind(statement, write.params()).inspect_err(|_| self.abort())?;
            let changed = statement.raw_execute().map_err(|error| failed(self, &error, write.sql.name()))?;
            if write.expects == Expects::One && changed != 1 {
                self.abort();
                return Err(Error::bug(format!("{} changed {changed} rows instead of one", write.sql.name())));
            }
        }
        Ok(())
    }
}

/// Whether a statement goes to the database by itself, or with others that none of them waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trip {
    Made,
    Shared,
}

#[cfg(not(test))]
const fn count(_: Trip, _: &'static Sql) {}

/// What some work asked of the database.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Trips {
    /// How often the work would wait for a database on another machine. BEGIN, SAVEPOINT and COMMIT go with what is next.
    pub(crate) waits: u64,
    pub(crate) statements: u64,
}

#[cfg(test)]
fn count(trip: Trip, sql: &'static Sql) {
    if trip == Trip::Made && IS_COUNTED.get() {
        NAMES.with_borrow_mut(|names| *names.entry(sql.name()).or_default() += 1);
    }
    let Trips { waits, statements } = TRIPS.get();
    TRIPS.set(Trips { waits: waits + u64::from(trip == Trip::Made), statements: statements + 1 });
}

/// The statements that this thread ran while `work` was done.
#[cfg(test)]
pub(crate) fn trips<T>(work: impl FnOnce() -> T) -> (T, Trips) {
    NAMES.take();
    IS_COUNTED.set(true);
    let before = TRIPS.get();
    let result = work();
    IS_COUNTED.set(false);
    let after = TRIPS.get();
    (result, Trips { waits: after.waits - before.waits, statements: after.statements - before.statements })
}

/// Which statements the work waited for that was counted last, the most frequent first.
#[cfg(test)]
pub(crate) fn waited_for() -> Vec<(&'static str, u64)> {
    let mut names: Vec<_> = NAMES.with_borrow(|names| names.iter().map(|(name, count)| (*name, *count)).collect());
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names
}

/// Whether statements are counted now.
#[cfg(test)]
pub(in crate::store) fn is_counted() -> bool {
    IS_COUNTED.get()
}

#[cfg(test)]
thread_local! {
    static IS_COUNTED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    static NAMES: std::cell::RefCell<std::collections::BTreeMap<&'static str, u64>> = std::cell::RefCell::default();
    static TRIPS: std::cell::Cell<Trips> = const { std::cell::Cell::new(Trips { waits: 0, statements: 0 }) };
    static STEPS: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

/// How many steps of SQLite's virtual machine the statements of this thread took while `work` was done: what a
/// question costs, whatever else the machine does.
#[cfg(test)]
pub(crate) fn steps<T>(work: impl FnOnce() -> T) -> (T, i64) {
    let before = STEPS.get();
    let result = work();
    (result, STEPS.get() - before)
}

#[cfg(test)]
impl Drop for Statement<'_> {
    fn drop(&mut self) {
        STEPS.set(STEPS.get() + i64::from(self.0.reset_status(rusqlite::StatementStatus::VmStep)));
    }
}

#[cfg(test)]
impl Connection {
    /// The names of the columns that a statement answers with.
    pub(in crate::store) fn columns(&self, sql: &Sql) -> rusqlite::Result<Vec<String>> {
        let statement = self.raw().prepare(&native(sql.text()))?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }

    /// The steps of a statement's query plan.
    pub(in crate::store) fn plan(&self, sql: &Sql) -> rusqlite::Result<Vec<String>> {
        let mut statement = self.raw().prepare(&format!("EXPLAIN QUERY PLAN {}", native(sql.text())))?;
        let mut steps = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            steps.push(row.get("detail")?);
        }
        Ok(steps)
    }
}

/// Our `$1` is a *name* to SQLite, numbered by first appearance; `?1` is the number that PostgreSQL means by it.
/// A list that is looked up is a table of its own.
pub(super) fn native(text: &str) -> String {
    text.replace('$', "?").replace("unnest(", "rarray(")
}

fn bind<'v>(statement: &mut CachedStatement<'_>, params: impl Iterator<Item = Value<'v>>) -> Result<()> {
    for (index, value) in params.enumerate() {
        statement.raw_bind_parameter(index + 1, value).map_err(|error| failure(&error, "binding a parameter"))?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Blob(value) => ValueRef::Blob(value),
            Value::Ints(list) => return Ok(array(list.iter().copied().map(Stored::from))),
            Value::Texts(list) => return Ok(array(list.iter().map(|text| Stored::from((*text).to_owned())))),
        }))
    }
}

fn array<'o>(values: impl Iterator<Item = Stored>) -> ToSqlOutput<'o> {
    ToSqlOutput::from_rc(Rc::new(values.collect::<Vec<_>>()), c"rarray")
}

/// The value of a column, borrowed from the row.
pub(in crate::store) fn value<'a>(row: &'a Row<'_>, column: usize) -> Result<Value<'a>, Wrong> {
    match row.get_ref(column).map_err(|error| failure(&error, "reading a column"))? {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(value) => Ok(Value::Int(value)),
        ValueRef::Blob(value) => Ok(Value::Blob(value)),
        ValueRef::Text(value) => std::str::from_utf8(value).map(Value::Text).map_err(|_| Wrong::Kind("is not UTF-8")),
        ValueRef::Real(_) => Err(Wrong::Kind("is a real number")),
    }
}

/// How many columns a row has.
pub(in crate::store) fn width(row: &Row<'_>) -> usize {
    row.as_ref().column_count()
}

/// What a statement's error means. The transaction does not go on after it.
fn failed(connection: &Connection, error: &rusqlite::Error, doing: &str) -> Error {
    connection.abort();
    failure(error, doing)
}

fn damaged(error: &rusqlite::Error) -> Error {
    Error::failed(format!("the database is damaged: {error}"))
        .hint(hint!["restore the last backup with ", Verb::DbRestore.step().about(&Wanted("FILE"))])
        .of_damage()
}

/// What an error of SQLite means, said for the person who meets it. `doing` names the statement or the step.
pub(in crate::store) fn failure(error: &rusqlite::Error, doing: &str) -> Error {
    let Some(code) = error.sqlite_error_code() else {
        return match error {
            // The tables are strict and their texts were written as UTF-8: other bytes were damaged in the file.
            rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => damaged(error),
            _ => Error::bug(format!("{doing}: {error}")),
        };
    };
    let failed = match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
            Error::busy("the database stayed locked by another program; nothing was changed").hint(hint![
                "run ",
                TheRequest,
                " again; if it stays locked, see who holds it with ",
                System::ListHolders { path: "FILE".to_owned() }
            ])
        }
        ErrorCode::DiskFull => Error::failed("the disk is full; nothing was changed")
            .hint(hint!["make room and run ", TheRequest, " again"])
            .of_disk(),
        ErrorCode::ReadOnly => Error::failed(format!("the database cannot be written: {error}"))
            .hint(Hint::plain("check the owner and mode of the file and of its folder"))
            .of_disk(),
        ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
            Error::failed(format!("the database cannot be opened: {error}"))
                .hint(Hint::plain("check the owner and mode of the file and of its folder"))
                .of_disk()
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(error),
        ErrorCode::OutOfMemory => Error::failed("there is not enough memory; nothing was changed").hint(hint![
            "run ",
            TheRequest,
            " again when other programs need less"
        ]),
        ErrorCode::TooBig => Error::failed("a text is larger than the database can hold; nothing was changed")
            .hint(Hint::plain("look for a cell of that size in what was handed in")),
        ErrorCode::SystemIoFailure => Error::failed(format!("the disk failed: {error}; nothing was changed")).of_disk(),
        _ => return Error::bug(format!("{doing}: {error}")),
    };
    failed.of_database()
}

#[cfg(test)]
mod tests {
    use rusqlite::{Error as Raw, ffi, types::Type};

    use super::*;

    /// A lock that cannot be had is worth another try; the others are no bug of this program.
    #[test]
    fn each_engine_failure_has_its_exit() {
        for (code, exit) in [
            (ffi::SQLITE_BUSY, 9),
            (ffi::SQLITE_LOCKED, 9),
            (ffi::SQLITE_PROTOCOL, 9),
            (ffi::SQLITE_NOMEM, 1),
            (ffi::SQLITE_TOOBIG, 1),
            (ffi::SQLITE_FULL, 1),
            (ffi::SQLITE_READONLY, 1),
            (ffi::SQLITE_PERM, 1),
            (ffi::SQLITE_CANTOPEN, 1),
            (ffi::SQLITE_IOERR, 1),
            (ffi::SQLITE_IOERR_NOMEM, 1),
            (ffi::SQLITE_CORRUPT, 1),
            (ffi::SQLITE_NOTADB, 1),
            (ffi::SQLITE_MISUSE, 70),
        ] {
            let error = failure(&Raw::SqliteFailure(ffi::Error::new(code), None), "reading");
            assert_eq!(error.code().exit(), exit, "{code}: {error}");
            assert!(exit == 70 || error.is_of_database(), "{code}");
        }
    }

    #[test]
    fn disk_failure_is_not_a_rows_fault() {
        let raw = |code| Raw::SqliteFailure(ffi::Error::new(code), None);
        for code in
            [ffi::SQLITE_BUSY, ffi::SQLITE_IOERR_READ, ffi::SQLITE_FULL, ffi::SQLITE_CANTOPEN, ffi::SQLITE_CORRUPT]
        {
            assert!(failure(&raw(code), "reading").is_of_database(), "{code}");
            assert_eq!(failure(&raw(code), "reading").is_of_damage(), code == ffi::SQLITE_CORRUPT, "{code}");
        }
        let value = Raw::InvalidColumnType(0, "subject".to_owned(), Type::Blob);
        assert!(!failure(&value, "reading").is_of_database() && failure(&value, "reading").is_of_damage());
        assert!(!Error::failed("damaged data: \"x\" is not a role").is_of_database());
    }
}
