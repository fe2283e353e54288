//! Password resets that were mailed: the last of each login. Its code is in `code`, by the number of the login.

use crate::domain::id::UserId;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, new, params};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetRow {
    pub user: UserId,
    /// When it was asked for.
    pub requested_at: Instant,
    /// By whom, as records name them.
    pub requested_by: String,
    /// The end of its life.
    pub expires_at: Instant,
}

super::row!(ResetRow as r { user: ["r.login_id"], requested_at, requested_by, expires_at });

super::new_row!(NewRow in "password_reset" key { login_id } { requested_at, requested_by, expires_at });

super::statements! {
    [FIND: ResetRow] "SELECT {} FROM password_reset AS r WHERE r.login_id = $1";
    [SAVE] NewRow::INSERT;
}

/// The last reset of a login.
pub fn find(tx: &Tx<'_>, user: UserId) -> Result<Option<ResetRow>> {
    tx.query_opt(&FIND, params![user])
}

/// Stores a reset in place of any before.
pub fn save(tx: &Tx<'_>, reset: &ResetRow) -> Result<()> {
    let ResetRow { user, requested_at, requested_by, expires_at } = reset;
    let row = new!(NewRow { login_id: *user, requested_at: *requested_at, requested_by, expires_at: *expires_at });
    tx.execute_one(&SAVE, &row)
}
