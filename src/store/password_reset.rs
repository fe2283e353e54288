//! Password resets that were mailed: the last of each login. Its code is in `code`, by the number of the login.

use crate::domain::id::UserId;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

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

super::statements! {
    [FIND] "SELECT login_id, requested_at, requested_by, expires_at FROM password_reset WHERE login_id = $1";
    [SAVE] "INSERT INTO password_reset (login_id, requested_at, requested_by, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (login_id) DO UPDATE SET requested_at = excluded.requested_at, requested_by = excluded.requested_by,
            expires_at = excluded.expires_at";
}

/// The last reset of a login.
pub fn find(tx: &Tx<'_>, user: UserId) -> Result<Option<ResetRow>> {
    tx.query_opt(&FIND, params![user], |row| {
        Ok(ResetRow {
            user: UserId::new(row.int(0)?),
            requested_at: row.at(1)?,
            requested_by: row.text(2)?.to_owned(),
            expires_at: row.at(3)?,
        })
    })
}

/// Stores a reset in place of any before.
pub fn save(tx: &Tx<'_>, reset: &ResetRow) -> Result<()> {
    tx.execute_one(&SAVE, params![reset.user, reset.requested_at, &*reset.requested_by, reset.expires_at])
}
