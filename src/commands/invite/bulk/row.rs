//! What one row asks for.

use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::resolve::named;

/// Who is invited by a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    Address,
    /// Every owner of its client.
    Owners,
}

/// The address of a row.
///
/// # Errors
/// `usage`.
pub(super) fn email(row: &Row<'_>) -> Result<Email> {
    Email::parse(row.get("email"))
}

/// Whether the row confirms its client, for an address that belongs elsewhere.
pub(super) fn is_confirmed(row: &Row<'_>, client: &ClientRow) -> bool {
    row.get("confirm") == client.slug.as_str()
}

/// A confirmation that names another client than the row confirms nothing.
///
/// # Errors
/// `unconfirmed`.
pub(super) fn must_confirm_its_client(row: &Row<'_>, client: &ClientRow) -> Result<()> {
    let confirm = row.get("confirm");
    if confirm.is_empty() || is_confirmed(row, client) {
        return Ok(());
    }
    Err(Error::unconfirmed(format!("the column confirm says {confirm:?}, but the row names {}", named(client))))
}
