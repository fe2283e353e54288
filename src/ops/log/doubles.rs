//! The doubles that were merged into a client: what happened to them before is in its log too.

use std::collections::BTreeSet;

use crate::domain::id::ClientId;
use crate::error::Result;
use crate::store::{Tx, audit_list, client};

/// The doubles that were merged into a client, and those that were merged into these before, each with the number of the
/// change that did it.
pub(super) fn of(tx: &Tx<'_>, into: ClientId) -> Result<Vec<(ClientId, i64)>> {
    let mut found: Vec<(ClientId, i64)> = Vec::new();
    let mut next = vec![into];
    while let Some(into) = next.pop() {
        for (double, _, audit) in client::merged(tx, into)? {
            if double != into && found.iter().all(|(known, _)| *known != double) {
                found.push((double, audit));
                next.push(double);
            }
        }
    }
    Ok(found)
}

/// The numbers of the audit rows about the doubles of a client, from this one on, until each was merged.
pub(super) fn rows(tx: &Tx<'_>, into: ClientId, first: i64) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for (double, audit) in of(tx, into)? {
        found.extend(audit_list::numbers_of_client(tx, double, first, audit)?);
    }
    Ok(found)
}
