//! `partnerctl partner`: companies that work in clients' accounts, and their users.

mod add;
mod edit;
mod list;
mod show;

use super::command::{Entry, Noun};
use crate::output::columns::{id, instant, int, text};
use crate::output::{Cell, Columns};
use crate::store::partner::{Counts, PartnerRow};

/// `partnerctl partner VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "partner",
    about: "Partners: companies that work in clients' accounts, and their users",
    verbs: &[Entry::of::<add::Add>(), Entry::of::<list::List>(), Entry::of::<show::Show>(), Entry::of::<edit::Edit>()],
};

/// Columns of `partner list` and `partner show`.
const LIST: Columns = Columns::new(&[
    id("partner_id"),
    id("partner"),
    text("name"),
    id("contact_email"),
    text("state"),
    int("users"),
    int("clients"),
    instant("created_at"),
]);

/// Columns of a command that made or changed one partner.
const CHANGED: Columns =
    Columns::new(&[id("partner_id"), id("partner"), text("name"), id("contact_email"), text("state"), text("result")]);

/// A row of [`LIST`].
fn listed(row: &PartnerRow, counts: Counts) -> [Cell<'_>; 8] {
    [
        Cell::shown(&row.id),
        Cell::shown(&row.slug),
        Cell::from(&row.name),
        Cell::from(row.contact_email.as_ref()),
        Cell::from(row.state.name()),
        Cell::Int(counts.users),
        Cell::Int(counts.clients),
        Cell::At(row.created_at),
    ]
}

/// A row of [`CHANGED`].
fn changed<'a>(row: &'a PartnerRow, result: &'a str) -> [Cell<'a>; 6] {
    [
        Cell::shown(&row.id),
        Cell::shown(&row.slug),
        Cell::from(&row.name),
        Cell::from(row.contact_email.as_ref()),
        Cell::from(row.state.name()),
        Cell::from(result),
    ]
}
