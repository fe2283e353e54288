//! PostgreSQL: connecting with all that is demanded, statements, transactions, the write guard.

mod connection;
mod failure;
mod guard;
mod maintenance;
mod making;
mod open;
mod statement;
mod tls;
mod way;
mod whole;

#[cfg(test)]
mod engine_tests;
#[cfg(test)]
mod guard_tests;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
#[path = "../../../../tests/it/support/postgres_server.rs"]
mod test_server;

pub(in crate::store) use connection::Connection;
pub(in crate::store) use making::make;
pub use open::Login;
pub(in crate::store) use open::open_existing;
pub(in crate::store) use statement::{Cursor, Statement, value, width};

/// A row of this engine.
pub(in crate::store) type Row = tokio_postgres::Row;

/// What the migrations of SQLite make, in one.
const SCHEMA: &str = include_str!("schema.sql");
