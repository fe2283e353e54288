//! Reading for many rows of a table at once what their invitations will ask.

use crate::store::{Tx, chunk, client};

pub use crate::store::chunk::RowNames;

/// Reads what is stored about these rows, with a few statements for all of them. If that fails, each row asks for itself,
/// and reports what is wrong.
pub fn read_ahead(tx: &Tx<'_>, rows: &[RowNames<'_>]) {
    // A damaged value is the matter of the row that needs it.
    let _ = tx.nested(|| chunk::of_invitations(tx, rows));
}

/// As [`read_ahead`], with what new addresses are compared with.
pub fn read_ahead_with_addresses(tx: &Tx<'_>, rows: &[RowNames<'_>]) {
    read_ahead(tx, rows);
    let new: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let by_slug = || row.slug.and_then(|slug| client::by_slug(tx, slug).ok().flatten());
            Some((row.id.or_else(|| by_slug().map(|row| row.id)), row.email.as_ref()?))
        })
        .collect();
    let _ = tx.nested(|| chunk::of_new_addresses(tx, &new));
}
