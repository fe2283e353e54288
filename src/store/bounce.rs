//! Addresses whose mail came back for good: nothing more is mailed there until the mark is lifted.

use crate::domain::email::Email;
use crate::domain::id::MailId;
use crate::domain::login::Reached;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, Value, new, params};
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

super::row!(BounceRow as b { at: ["b.bounced_at"], status, words, mail: ["b.mail_id"] });

super::new_row!(NewRow in "bounce" key { email_key } { bounced_at, status, words, mail_id });

super::statements! {
    [FIND: BounceRow] "SELECT {} FROM bounce AS b WHERE b.email_key = $1";
    [OF_EACH: (email_key: String, mark: BounceRow)] "SELECT b.email_key, {} FROM unnest($1) AS k
        JOIN bounce AS b ON b.email_key = k.value ORDER BY b.email_key";
    [MARK] NewRow::INSERT;
    [LIFT] "DELETE FROM bounce WHERE email_key = $1";
}

/// The mark of an address, if it has one; `key` as [`Email::key`] gives it.
pub fn find(tx: &Tx<'_>, key: &str) -> Result<Option<BounceRow>> {
    tx.look_up(&FIND, params![key])
}

/// Reads the marks of these addresses ahead.
pub(super) fn read_ahead(tx: &Tx<'_>, keys: &[&str]) -> Result<()> {
    let found = tx.query_vec(&OF_EACH, params![Value::Texts(keys)])?;
    for key in keys {
        let mark = found.iter().filter(|(of, _)| of == key).map(|(_, mark)| mark.clone());
        tx.ahead().know(&FIND, params![*key], mark.collect());
    }
    Ok(())
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
    let BounceRow { at, status, words, mail } = row;
    let row = new!(NewRow { email_key: key, bounced_at: *at, status, words, mail_id: *mail });
    tx.execute_one(&MARK, &row)
}

/// Takes the mark off an address; whether it had one.
pub fn lift(tx: &Tx<'_>, key: &str) -> Result<bool> {
    Ok(tx.run(&LIFT, params![key])? > 0)
}
