//! `partnerctl staff`: the operating-system accounts that may use the tool.

mod add;
mod list;

use super::command::{Entry, Noun};
use crate::output::Columns;
use crate::output::columns::{boolean, instant, text};

/// `partnerctl staff VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "staff",
    about: "Support people: operating-system accounts that may use this tool",
    verbs: &[Entry::of::<add::Add>(), Entry::of::<list::List>()],
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
