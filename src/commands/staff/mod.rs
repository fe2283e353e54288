//! `partnerctl staff`: the operating-system accounts that may use the tool.

mod add;
mod edit;
mod list;
mod remove;

use super::command::{CommandEntry, Noun};
use crate::domain::actor::StaffRow;
use crate::output::brief::{Phrase, plain, words};
use crate::output::columns::{boolean, instant, text};
use crate::output::part::ascending;
use crate::output::{Brief, Cell, Columns, ResultWord};

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
])
.keyed(ascending(&["staff_id"]))
.in_brief(&Brief {
    noun: "account",
    columns: &[
        plain(&["os_user"]).headed("account").whole(),
        plain(&["name"]),
        plain(&["rights"]),
        words("kind", &["service"], |record| Phrase::plain(if record.is("service") { "service" } else { "person" })),
        plain(&["created_at"]).headed("since").rank(1),
        plain(&["staff_id"]).headed("id").whole().rank(2),
    ],
});

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
