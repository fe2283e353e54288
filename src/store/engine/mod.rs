//! The database engines. SQLite is the one there is; PostgreSQL comes next to it and then this file chooses.

pub(crate) mod sqlite;

pub use sqlite::OpenError;
#[cfg(test)]
pub(super) use sqlite::is_counted;
pub(crate) use sqlite::{Connection, Cursor, Statement, give_up_once, product};
pub(super) use sqlite::{READS_NEED_SAVEPOINTS, Row, value, width};
#[cfg(test)]
pub(crate) use sqlite::{Trips, steps, trips, waited_for};
