//! Changes of address that wait for the code that was mailed to the new one: the last of each login. The code is in
//! `code`, by the number of the login.

use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

/// A change of address that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressChangeRow {
    pub user: UserId,
    pub to: Email,
    /// When it was asked for.
    pub requested_at: Instant,
    /// By whom, as records name them.
    pub requested_by: String,
    /// The first instant at which its code is no longer valid.
    pub expires_at: Instant,
}

super::statements! {
    [FIND] "SELECT login_id, email, email_key, requested_at, requested_by, expires_at FROM address_change WHERE login_id = $1";
    [SAVE] "INSERT INTO address_change (login_id, email, email_key, requested_at, requested_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (login_id) DO UPDATE SET email = excluded.email, email_key = excluded.email_key,
            requested_at = excluded.requested_at, requested_by = excluded.requested_by, expires_at = excluded.expires_at";
}

/// The last change that was asked for.
pub fn find(tx: &Tx<'_>, user: UserId) -> Result<Option<AddressChangeRow>> {
    tx.query_opt(&FIND, params![user], |row| {
        Ok(AddressChangeRow {
            user: UserId::new(row.int(0)?),
            to: Email::stored(row.text(1)?.to_owned(), row.text(2)?.to_owned()),
            requested_at: row.at(3)?,
            requested_by: row.text(4)?.to_owned(),
            expires_at: row.at(5)?,
        })
    })
}

/// Stores a change in place of any before.
pub fn save(tx: &Tx<'_>, change: &AddressChangeRow) -> Result<()> {
    let AddressChangeRow { user, to, requested_at, requested_by, expires_at } = change;
    tx.execute_one(&SAVE, params![*user, to.as_str(), to.key(), *requested_at, &**requested_by, *expires_at])
}
