//! Changes of address that wait for the code that was mailed to the new one: the last of each login. The code is in
//! `code`, by the number of the login.

use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, new, params};

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

super::row! {
    AddressChangeRow as a {
        user: ["a.login_id"], to: ["a.email", "a.email_key"], requested_at, requested_by, expires_at
    }
}

super::new_row!(NewRow in "address_change" key { login_id } { email, email_key, requested_at, requested_by, expires_at });

super::statements! {
    [FIND: AddressChangeRow] "SELECT {} FROM address_change AS a WHERE a.login_id = $1";
    [SAVE] NewRow::INSERT;
}

/// The last change that was asked for.
pub fn find(tx: &Tx<'_>, user: UserId) -> Result<Option<AddressChangeRow>> {
    tx.query_opt(&FIND, params![user])
}

/// Stores a change in place of any before.
pub fn save(tx: &Tx<'_>, change: &AddressChangeRow) -> Result<()> {
    let AddressChangeRow { user, to, requested_at, requested_by, expires_at } = change;
    let row = new!(NewRow {
        login_id: *user,
        email: to.as_str(),
        email_key: to.key(),
        requested_at: *requested_at,
        requested_by,
        expires_at: *expires_at,
    });
    tx.execute_one(&SAVE, &row)
}
