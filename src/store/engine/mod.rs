//! The database engines: SQLite in a file, PostgreSQL on a server. This file chooses, statement by statement; above it no
//! one knows which there is.

mod postgres;
pub(crate) mod sqlite;

use std::cell::RefCell;
use std::path::Path;

use crate::error::{Error, Result};

use super::deferred::{Opened, Write};
use super::{Sql, Value, Wrong};

pub use postgres::Login;
pub(super) use postgres::{make as make_on_server, open_existing as open_on_server};
pub use sqlite::OpenError;
#[cfg(test)]
pub(super) use sqlite::is_counted;
#[cfg(test)]
pub(crate) use sqlite::{Trips, steps, trips, waited_for};

/// An open database.
#[derive(Debug)]
pub(crate) enum Connection {
    File(sqlite::Connection),
    Server(Box<postgres::Connection>),
}

/// Runs the same of whichever engine there is.
macro_rules! each {
    ($of:expr, $engine:ident => $work:expr) => {
        match $of {
            Connection::File($engine) => $work,
            Connection::Server($engine) => $work,
        }
    };
}

/// The number and the hash of an audit row: what shows afterwards whether its transaction was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Audited {
    pub(super) number: i64,
    pub(super) hash: [u8; 32],
}

impl Connection {
    /// The file that is open, if it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file.path()),
            Self::Server(_) => None,
        }
    }

    /// The database as a file, for what is about one.
    ///
    /// # Errors
    /// `bug` for a server: above, it was refused.
    pub(super) fn file(&self) -> Result<&sqlite::Connection> {
        match self {
            Self::File(file) => Ok(file),
            Self::Server(server) => Err(Error::bug(format!("{} is no file", server.address()))),
        }
    }

    /// The role in which a server knows us.
    pub(super) fn role(&self) -> Option<&str> {
        match self {
            Self::File(_) => None,
            Self::Server(server) => Some(server.role()),
        }
    }

    /// The number by which a server knows a role, if there is one.
    ///
    /// # Errors
    /// `failed`; `bug` for a file.
    pub(super) fn role_number(&self, name: &str) -> Result<Option<u32>> {
        match self {
            Self::File(_) => Err(Error::bug("a file has no roles")),
            Self::Server(server) => server.role_number(name),
        }
    }

    /// Whether the file that is open is still the one under its path.
    ///
    /// # Errors
    /// `schema`.
    pub(super) fn must_be_in_place(&self) -> Result<()> {
        match self {
            Self::File(file) => file.must_be_in_place(),
            Self::Server(_) => Ok(()),
        }
    }

    /// Begins to read, on one snapshot.
    pub(super) fn begin_read(&self) -> Result<()> {
        match self {
            Self::File(file) => file.begin_read(),
            Self::Server(server) => {
                server.begin_read();
                Ok(())
            }
        }
    }

    /// Begins to write, after all others who do.
    pub(super) fn begin_write(&self) -> Result<()> {
        match self {
            Self::File(file) => file.begin_write(),
            Self::Server(server) => {
                server.begin_write();
                Ok(())
            }
        }
    }

    /// Makes sure that every trigger is as this program made it, before anything is changed.
    pub(super) fn triggers_must_be_whole(&self) -> Result<()> {
        each!(self, engine => engine.triggers_must_be_whole())
    }

    /// Commits. `audited` is the last audit row of the transaction.
    pub(super) fn commit(&self, audited: Option<Audited>) -> Result<()> {
        match self {
            Self::File(file) => file.commit(),
            Self::Server(server) => server.commit(audited),
        }
    }

    pub(super) fn rollback(&self) {
        each!(self, engine => engine.rollback());
    }

    pub(super) fn savepoint(&self) -> Result<()> {
        each!(self, engine => engine.savepoint())
    }

    pub(super) fn release(&self) -> Result<()> {
        each!(self, engine => engine.release())
    }

    pub(super) fn rollback_to(&self) -> Result<()> {
        match self {
            Self::File(file) => file.rollback_to(),
            Self::Server(server) => {
                server.rollback_to();
                Ok(())
            }
        }
    }

    /// Whether a read that fails spoils what was written before in the transaction, so that the read needs its savepoint too.
    pub(super) const fn reads_need_savepoints(&self) -> bool {
        match self {
            Self::File(_) => false,
            Self::Server(_) => true,
        }
    }

    /// Makes sure that the transaction can go on.
    pub(super) fn must_go_on(&self) -> Result<()> {
        each!(self, engine => engine.must_go_on())
    }

    /// Makes sure that a savepoint can begin here.
    pub(super) fn may_begin_savepoint(&self) -> Result<()> {
        match self {
            Self::File(file) => file.may_begin_savepoint(),
            Self::Server(server) => server.must_go_on(),
        }
    }

    /// Goes on after the failure of work of which nothing was written.
    pub(super) fn go_on(&self) {
        each!(self, engine => engine.go_on());
    }

    /// From now on rows of exactly these clients may be written, and rows of no client or not.
    pub(super) fn open_guard(&self, opened: &Opened) {
        each!(self, engine => engine.guard().open(opened));
    }

    /// From now on no row may be written.
    pub(super) fn close_guard(&self) {
        each!(self, engine => engine.guard().close());
    }

    pub(super) fn prepare(&self, sql: &'static Sql) -> Result<Statement<'_>> {
        Ok(match self {
            Self::File(file) => Statement::File(file.prepare(sql)?),
            Self::Server(server) => Statement::Server(server.prepare(sql)?),
        })
    }

    /// Runs a statement that returns no rows; how many rows it changed.
    pub(super) fn execute(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<usize> {
        each!(self, engine => engine.execute(sql, params))
    }

    /// Runs statements that waited, in their order, each with the write guard as it was when the statement was given.
    pub(super) fn execute_each<'w>(&self, writes: impl Iterator<Item = Write<'w>>) -> Result<()> {
        each!(self, engine => engine.execute_each(writes))
    }
}

/// A statement that can be run.
pub(crate) enum Statement<'a> {
    File(sqlite::Statement<'a>),
    Server(postgres::Statement<'a>),
}

impl Statement<'_> {
    /// Runs it with these parameters.
    pub(crate) fn query(&mut self, params: &[Value<'_>]) -> Result<Cursor<'_>> {
        Ok(match self {
            Self::File(statement) => Cursor::File(statement.query(params)?),
            Self::Server(statement) => Cursor::Server(statement.query(params)?),
        })
    }
}

/// The rows of a running statement.
pub(crate) enum Cursor<'a> {
    File(sqlite::Cursor<'a>),
    Server(postgres::Cursor<'a>),
}

impl Cursor<'_> {
    /// The next row, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<super::Row<'_>>> {
        self.advance()?;
        Ok(self.current())
    }

    /// Moves to the next row, which [`Cursor::current`] then gives as often as it is wanted: for merging.
    pub(crate) fn advance(&mut self) -> Result<()> {
        match self {
            Self::File(cursor) => cursor.advance(),
            Self::Server(cursor) => cursor.advance(),
        }
    }

    /// The row at which the cursor is after [`Cursor::advance`]; none behind the last.
    pub(crate) fn current(&self) -> Option<super::Row<'_>> {
        match self {
            Self::File(cursor) => cursor.current().map(|row| super::Row::new(Row::File(row), cursor.sql())),
            Self::Server(cursor) => cursor.current().map(|row| super::Row::new(Row::Server(row), cursor.sql())),
        }
    }
}

/// A row of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row<'r> {
    File(&'r sqlite::Row<'r>),
    Server(&'r postgres::Row),
}

/// The value of a column, borrowed from the row.
pub(super) fn value(row: Row<'_>, column: usize) -> Result<Value<'_>, Wrong> {
    match row {
        Row::File(row) => sqlite::value(row, column),
        Row::Server(row) => postgres::value(row, column),
    }
}

/// How many columns a row has.
pub(super) fn width(row: Row<'_>) -> usize {
    match row {
        Row::File(row) => sqlite::width(row),
        Row::Server(row) => postgres::width(row),
    }
}

thread_local! {
    /// Whether this thread was asked to stop. SQLite calls back with nothing but a number.
    static STOPPED: RefCell<Box<dyn Fn() -> bool>> = RefCell::new(Box::new(|| false));
}

/// From now on this thread does not wait for a lock much longer once `stopped` says so.
pub(crate) fn give_up_once(stopped: impl Fn() -> bool + 'static) {
    drop(STOPPED.replace(Box::new(stopped)));
}

/// Whether it was asked to.
fn is_stopped() -> bool {
    STOPPED.with_borrow(|stopped| stopped())
}

/// The engine of database files, with its version.
pub(crate) fn product() -> String {
    sqlite::product()
}
