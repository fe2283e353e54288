//! How many records of each kind exist, without counting: rows are never deleted, so that the last number is the count.

use crate::domain::id::ClientId;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

/// How many of each kind were ever made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub staff: i64,
    pub partners: i64,
    pub clients: i64,
    pub logins: i64,
    pub invitations: i64,
    pub links: i64,
    pub mails: i64,
    /// Mails that wait to be delivered and are due.
    pub mails_due: i64,
}

super::statements! {
    [LAST: i64] "SELECT last_value FROM counter WHERE name = $1";
    [MAILS_DUE: i64] "SELECT count(*) FROM mail WHERE state IN ('queued', 'sending') AND next_attempt_at <= $1";
}

/// How many there are of each kind.
pub fn all(tx: &Tx<'_>, now: Instant) -> Result<Counts> {
    let made = |name: &str, first: i64| -> Result<i64> {
        Ok(tx.query_opt(&LAST, params![name])?.map_or(0, |last| last - first + 1))
    };
    Ok(Counts {
        staff: made("staff", 1)?,
        partners: made("partner", 1)?,
        clients: made("client", ClientId::FIRST)?,
        logins: made("login", 1)?,
        invitations: made("invitation", 1)?,
        links: made("link", 1)?,
        mails: made("mail", 1)?,
        mails_due: tx.query_one(&MAILS_DUE, params![now])?,
    })
}
