//! `partnerctl staff`: the operating-system accounts that may use the tool.

mod add;
mod edit;
mod list;
mod remove;

use super::command::{CommandEntry, Noun};
use crate::domain::actor::StaffRow;
use crate::output::columns::{boolean, instant, text};
use crate::output::{Cell, Columns, ResultWord};

/// `partnerctl staff VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "staff",
    about: "Support people: operating-system accounts that may use this tool",
    verbs: &[
        CommandEntry::of::<add::Add>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<edit::Edit>(),
        CommandEntry::of::<remove::Remove>(),
    ],
};

/// Columns of `staff list`.
const LIST: Columns = Columns::new(&[
    text("staff_id"),
    text("os_user"),
    text("name"),
    text("rights"),
    boolean("service"),
    instant("created_at"),
]);

/// Columns of a command that made or changed one registration.
const CHANGED: Columns =
    Columns::new(&[text("staff_id"), text("os_user"), text("name"), text("rights"), text("result")]);

/// A row of [`CHANGED`].
fn changed<'a>(row: &'a StaffRow, result: ResultWord) -> [Cell<'a>; 5] {
    [
        Cell::shown(&row.member.id),
        Cell::from(&row.member.os_user),
        Cell::from(&row.member.name),
        Cell::from(row.member.rights.name()),
        Cell::from(result),
    ]
}
