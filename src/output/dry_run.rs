//! The records of a dry run (docs/reference.md#rules), in every format: they say that it is one, have no ids that were
//! not kept, and no result that claims a change.

use super::cell::Cell;
use super::columns::{Kind, Selection};

/// The numbers that were given out before a dry run: what is above them was not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    ids: Vec<(&'static str, i64)>,
    audit: i64,
}

impl Kept {
    /// The last number of each kind of id, by the letters before it, and of the audit.
    pub fn new(ids: Vec<(&'static str, i64)>, audit: i64) -> Self {
        Self { ids, audit }
    }

    /// Whether this is no id that was made in the dry run.
    pub fn keeps(&self, text: &str) -> bool {
        self.ids.iter().all(|(letters, last)| {
            let Some(rest) = text.strip_prefix(letters) else { return true };
            let digits = rest.split_once('-').map_or(rest, |(digits, _)| digits);
            digits.parse::<i64>().map_or(true, |number| number <= *last)
        })
    }
}

/// A row of a dry run as it is printed.
pub(super) fn row<'c>(selection: &Selection, kept: Option<&Kept>, cells: &'c [Cell<'c>]) -> Vec<Cell<'c>> {
    let printed = |(place, cell): (usize, &'c Cell<'c>)| {
        let name = selection.name(place);
        let is_unkept = |text: &str| is_id(selection.kind(place), &name) && kept.is_some_and(|kept| !kept.keeps(text));
        match cell {
            Cell::Int(number) if name == "audit_id" && kept.is_some_and(|kept| *number > kept.audit) => Cell::Null,
            Cell::Result(word) => Cell::from(word.in_dry_run()),
            Cell::Text(text) if is_unkept(text) => Cell::Null,
            Cell::Shown(value) if is_unkept(&value.to_string()) => Cell::Null,
            cell => cell.clone(),
        }
    };
    cells.iter().enumerate().map(printed).collect()
}

fn is_id(kind: Kind, name: &str) -> bool {
    kind == Kind::Id || name.ends_with("_id") || name == "id"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_above_the_last_number_are_not_kept() {
        let kept = Kept::new(vec![("C", 100_002), ("inv_", 7)], 40);
        for text in ["C100001-9", "C100002-4", "inv_7", "big-shoes", "Clara", "inv_x", "usr_9", ""] {
            assert!(kept.keeps(text), "{text}");
        }
        for text in ["C100003-7", "inv_8", "inv_10"] {
            assert!(!kept.keeps(text), "{text}");
        }
    }
}
