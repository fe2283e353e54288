//! Addresses whose mail came back for good: nothing more is mailed there until the mark is lifted.

use crate::domain::email::Email;
use crate::domain::id::MailId;
use crate::domain::login::Reached;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};
use crate::domain::login::{LoginRow, Mailbox};

/// The mark of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BounceRow {
    pub at: Instant,
    /// The status that the mail system gave, such as `5.1.1` (RFC 3463).
    pub status: String,
    pub words: String,
    /// The mail that came back.
    pub mail: Option<MailId>,
}

super::statements! {
    [FIND] "SELECT bounced_at, status, words, mail_id FROM bounce WHERE email_key = $1";
    [MARK] "INSERT INTO bounce (email_key, bounced_at, status, words, mail_id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (email_key) DO UPDATE SET bounced_at = excluded.bounced_at, status = excluded.status, words = excluded.words, mail_id = excluded.mail_id";
    [LIFT] "DELETE FROM bounce WHERE email_key = $1";
}

/// The mark of an address, if it has one; `key` as [`Email::key`] gives it.
pub fn find(tx: &Tx<'_>, key: &str) -> Result<Option<BounceRow>> {
    tx.query_opt(&FIND, params![key], |row| {
        Ok(BounceRow {
            at: row.at(0)?,
            status: row.text(1)?.to_owned(),
            words: row.text(2)?.to_owned(),
            mail: row.opt_int(3)?.map(MailId::new),
        })
    })
}

/// The mark of an address as it was stored with a mail.
pub fn of_address(tx: &Tx<'_>, address: &str) -> Result<Option<BounceRow>> {
    Email::parse(address).map_or(Ok(None), |email| find(tx, email.key()))
}

/// Whether a login's address is mailed.
pub fn reached(tx: &Tx<'_>, login: &LoginRow) -> Result<Reached> {
    let marked = login.mailbox == Mailbox::Yes && find(tx, login.email.key())?.is_some();
    Ok(Reached::of_columns(login.mailbox, i64::from(marked)))
}

/// Marks an address, again where it is marked already.
pub fn mark(tx: &Tx<'_>, key: &str, row: &BounceRow) -> Result<()> {
    tx.execute_one(&MARK, params![key, row.at, row.status.as_str(), row.words.as_str(), row.mail])
}

/// Takes the mark off an address; whether it had one.
pub fn lift(tx: &Tx<'_>, key: &str) -> Result<bool> {
    Ok(tx.run(&LIFT, params![key])? > 0)
}
