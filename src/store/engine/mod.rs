//! The database engines. SQLite is the one there is; PostgreSQL comes next to it and then this file chooses.

pub(crate) mod sqlite;

pub use sqlite::OpenError;
#[cfg(test)]
pub(crate) use sqlite::steps;
pub(crate) use sqlite::{Connection, Cursor, Statement, Unowned, give_up_once, product};
pub(super) use sqlite::{Row, value, width};
