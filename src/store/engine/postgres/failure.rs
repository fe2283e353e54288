//! What PostgreSQL's errors mean to our users.

use std::error::Error as _;
use std::io;

use tokio_postgres::error::SqlState;

use crate::domain::authority::Verb;
use crate::domain::server_address::ServerAddress;
use crate::error::{Code, Error, Hint, Result, TheRequest, hint};
use crate::store::engine::OpenError;

/// What an error means, said for the person who meets it. `doing` names the statement or the step.
pub(super) fn failure(error: &tokio_postgres::Error, doing: &str) -> Error {
    let Some(code) = error.code() else {
        return match cause(error) {
            _ if error.is_closed() => went_away("the connection was closed"),
            Some(why) => went_away(&why),
            None => Error::bug(format!("{doing}: {error}")),
        };
    };
    let said = error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
    let again = || hint!["run ", TheRequest, " again"];
    let failed = match code {
        &SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
            busy()
        }
        &SqlState::QUERY_CANCELED => Error::busy("the server stopped the statement; nothing was changed").hint(again()),
        &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
            went_away(&said)
        }
        &SqlState::CANNOT_CONNECT_NOW | &SqlState::TOO_MANY_CONNECTIONS => {
            Error::busy(format!("the database server takes no connection now: {said}")).hint(again())
        }
        &SqlState::READ_ONLY_SQL_TRANSACTION => {
            Error::failed(format!("the database server takes no changes: {said}; nothing was changed"))
                .hint(Hint::plain("name the primary server, or all of them separated by commas"))
        }
        &SqlState::DISK_FULL => Error::failed("the disk of the database server is full; nothing was changed")
            .hint(Hint::plain("have room made on the server")),
        &SqlState::OUT_OF_MEMORY => {
            Error::failed("the database server has not enough memory; nothing was changed").hint(again())
        }
        &SqlState::INSUFFICIENT_PRIVILEGE => {
            Error::denied(format!("the database server refuses this to your role: {said}"))
                .hint(Hint::plain("ask who administers the database for the role that fits your work"))
        }
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => {
            Error::failed(format!("the database is damaged: {said}"))
                .hint(Hint::plain("have the last backup of the server restored"))
                .of_damage()
        }
        code if code.code().starts_with("08") => went_away(&said),
        code if code.code().starts_with("58") || code.code().starts_with("53") => {
            Error::failed(format!("the database server failed: {said}; nothing was changed"))
        }
        _ => return Error::bug(format!("{doing}: {said}")),
    };
    failed.of_database()
}

/// The lock of another writer.
pub(super) fn busy() -> Error {
    Error::busy("the database stayed locked by another program; nothing was changed")
        .hint(hint!["run ", TheRequest, " again; if it stays locked, see who holds it in pg_stat_activity"])
        .of_database()
}

/// A connection broke while it committed, and the change is not there.
pub(super) fn not_committed() -> Error {
    Error::failed(
        "the database server went away while the change was committed; it was looked up, and nothing was changed",
    )
    .hint(hint!["run ", TheRequest, " again"])
    .of_database()
}

/// A connection broke while it committed, and no one can say what became of that.
pub(super) fn unknown(number: Option<i64>) -> Error {
    let number = number.map_or_else(String::new, |number| format!(" with the audit number {number}"));
    Error::failed(format!(
        "the database server went away while the change{number} was committed; whether it is kept is not known"
    ))
    .hint(hint![
        "when the server is back, see whether it is there with ",
        Verb::AuditList.step(),
        " before you run ",
        TheRequest,
        " again"
    ])
    .of_database()
}

fn went_away(why: &str) -> Error {
    Error::failed(format!("the database server went away: {why}; what was not committed yet was not changed"))
        .hint(hint![
            "run ",
            TheRequest,
            " again when the server is back; ",
            Verb::AuditList.step(),
            " shows what was changed"
        ])
        .of_database()
}

/// What kept a connection from being made.
pub(super) fn unreachable(error: &tokio_postgres::Error, address: &ServerAddress, role: &str) -> Error {
    let said = || error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
    match error.code() {
        Some(&SqlState::INVALID_CATALOG_NAME) => OpenError::Missing(address.to_string()).into(),
        Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
            Error::denied(format!("{address} does not let {role} in: {}", said()))
                .hint(Hint::plain("the server knows an account of its own machine by itself (peer), and others by a certificate or a password"))
                .hint(Hint::plain("a password is in ~/.pgpass, readable by you alone; another role is named before the host: postgresql://ROLE@HOST/NAME"))
        }
        Some(_) => failure(error, "connecting"),
        None => {
            let why = cause(error).unwrap_or_else(|| error.to_string());
            Error::failed(format!("cannot reach the database server of {address}: {why}"))
                .hint(Hint::plain("check the address, and whether the server runs and can be reached from here"))
                .of_database()
        }
    }
}

/// What the system said.
fn cause(error: &tokio_postgres::Error) -> Option<String> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.to_string());
        }
        source = error.source();
    }
    None
}

/// A role that is not for daily work, or a database that is not as this program needs it.
pub(super) fn refused(why: String, what: Hint) -> Result<()> {
    Err(Error::new(Code::Schema, why).hint(what))
}
