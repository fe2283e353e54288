//! What one row asks for.

use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::{Asked, check_until};
use crate::domain::time::{Edge, Instant, Zone, parse_instant};
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

/// Whether the row is the result of something that failed, so that there is nothing to go on with.
pub(super) fn is_passed_over(row: &Row<'_>) -> bool {
    matches!(row.get("result"), "failed" | "conflict" | "held" | "grouped")
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

/// Role, permissions and term of a row; an empty cell says nothing.
///
/// # Errors
/// `usage`.
pub(super) fn asked(row: &Row<'_>, zone: &Zone, now: Instant) -> Result<Asked> {
    let said = |column| Some(row.get(column)).filter(|text| !text.is_empty());
    let role = said("role").map(Role::parse).transpose()?;
    let permissions = match (role, said("permissions")) {
        (Some(role), Some(text)) => Some(role.resolve(Some(text))?),
        (None, Some(text)) => Some(Permissions::parse_list(text)?),
        (_, None) => None,
    };
    let until = said("until").map(|text| parse_instant(text, zone, Edge::End)).transpose()?;
    let until = until.map(|until| check_until(until, now)).transpose()?;
    Ok(Asked { role, permissions, until })
}
