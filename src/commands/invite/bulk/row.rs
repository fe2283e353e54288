//! What one row asks for.

use crate::commands::bulk;
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::Tx;
use crate::ops::invite::{self, RowNames};
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

/// Of which client and which person rows speak, as far as they can be read.
fn names<'r>(rows: &mut dyn Iterator<Item = Row<'r>>) -> Vec<RowNames<'r>> {
    let named = rows.filter(|row| !bulk::is_passed_over(row)).map(|row| RowNames {
        id: ClientId::parse(row.get("client_id")).ok(),
        slug: Some(row.get("client_slug")).filter(|slug| !slug.is_empty()),
        email: email(&row).ok(),
    });
    named.collect()
}

/// Reads what is stored about these rows, for all of them together.
pub(super) fn read_ahead<'r>(tx: &Tx<'_>, rows: &mut dyn Iterator<Item = Row<'r>>) {
    invite::read_ahead(tx, &names(rows));
}

/// As [`read_ahead`], for the first reading, which also compares new addresses with those that are known.
pub(super) fn read_ahead_to_survey<'r>(tx: &Tx<'_>, rows: &mut dyn Iterator<Item = Row<'r>>) {
    invite::read_ahead_with_addresses(tx, &names(rows));
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
