//! What is stored, and the only SQL.
//!
//! Repositories (`client`, `login`, …) are functions over a small [`Tx`] of ours. A statement is written once, as a
//! [`Sql`] in its repository's `statements!` list, in the subset that SQLite and PostgreSQL share: `$1` parameters,
//! `RETURNING`, `ON CONFLICT`, explicit `ORDER BY` that ends in the id, no `rowid`, no `INSERT OR …`, no date or JSON
//! functions, no `LIKE` without `ESCAPE`. A parameter has the type of what it is compared with or written to, else it
//! has a CAST; a truth value is selected as 1 or 0. Only `engine` knows which database there is. Long results stream.
//!
//! A statement with rows is a [`Query`] and says what they are read as; `row!` declares the columns of a struct,
//! `new_row!` those of a row to insert.

pub mod access;
pub mod address_change;
mod ahead;
pub mod as_of;
pub mod association;
pub mod audit;
pub mod audit_list;
pub mod bounce;
pub mod chunk;
pub mod client;
pub mod client_find;
pub mod client_list;
pub mod client_word;
pub mod clock;
pub mod code;
pub mod counts;
pub mod credential;
pub mod database_info;
mod deferred;
pub mod doctor;
pub(crate) mod engine;
pub mod explained;
pub mod grant;
pub mod history;
pub mod invitation;
pub mod invitation_list;
pub mod link;
pub mod link_due;
pub mod link_list;
pub mod login;
pub mod mail;
pub mod maintenance;
mod migrate;
pub mod offboarding;
pub mod offered;
pub mod partner;
pub mod partner_user;
pub mod password_reset;
mod prepared;
pub mod recovery;
pub mod reminder;
pub mod restored;
mod row;
pub mod session;
mod sql;
pub mod staff;
pub mod throttle;
pub mod todo;
mod tx;
pub mod user_list;
mod value;
pub mod web_session;
mod write;

pub use engine::{Login, OpenError};
pub use migrate::SCHEMA_VERSION;
pub use row::{Columns, Field, FromColumns, Row, Select};
pub use sql::{Filled, Query, Scan, Sql};
pub(crate) use tx::End;
pub use tx::{Store, Tx};
pub use value::{FromColumn, Value, Wrong};

pub(crate) use deferred::Unowned;
pub(crate) use engine::{give_up_once, product};
pub(crate) use row::row;
pub(crate) use sql::statements;
pub(crate) use value::params;
pub(crate) use write::{joined, new, new_row, numbers, replaced};

#[cfg(test)]
mod query_plan_tests;
#[cfg(test)]
mod write_guard_tests;
