//! A part of a list: `--limit N`, and `--after ID` for the next part (docs/reference.md#parts-of-a-list).
//!
//! A list is read in the order of its ids, so that a part begins behind the last row of the one before, whatever was added
//! or changed meanwhile. Reading ends with the part: the row behind it is the last that is looked at.

use std::cmp::Ordering;

use super::cell::Cell;
use super::column::Column;
use super::row_buffer::natural;
use crate::error::{Error, Result};

/// Between the ids that make up the id of a row.
const BETWEEN: char = '/';

/// Which columns hold the id of a row, and in which order the rows come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    pub columns: &'static [&'static str],
    pub order: Order,
}

/// The order of a list by the ids of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Ascending,
    /// The newest first.
    Descending,
    /// Another one, in which a row is found by its id alone.
    Other,
}

/// Rows in the order of the ids in these columns.
pub const fn ascending(columns: &'static [&'static str]) -> Key {
    Key { columns, order: Order::Ascending }
}

/// Rows with the highest id first.
pub const fn descending(columns: &'static [&'static str]) -> Key {
    Key { columns, order: Order::Descending }
}

/// Rows in an order of their own.
pub const fn in_other_order(columns: &'static [&'static str]) -> Key {
    Key { columns, order: Order::Other }
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// `--limit`
    pub limit: Option<u32>,
    /// `--after`
    pub after: Option<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is before the part.
    Before,
    Within,
    /// It is behind the part, which is the end of the reading.
    Behind,
}

/// The part of a list under way.
#[derive(Debug, Clone)]
pub(super) struct PartCursor {
    key: Key,
    part: Part,
    /// Whether the first row of the part was reached.
    is_within: bool,
    taken: u32,
    /// The id of the last row, once the part is full.
    last: Option<String>,
    is_cut: bool,
}

impl PartCursor {
    pub(super) fn new(key: Key, part: Part) -> Self {
        let is_within = part.after.is_none();
        Self { key, part, is_within, taken: 0, last: None, is_cut: false }
    }

    /// Takes the next row of the list.
    ///
    /// # Errors
    /// `usage` where `--after` cannot be the id of a row.
    pub(super) fn turn(&mut self, columns: &[Column], cells: &[Cell<'_>]) -> Result<Turn> {
        if !self.is_within {
            let row = self.id_of(columns, cells);
            match self.begins(&row)? {
                Turn::Within => self.is_within = true,
                turn => return Ok(turn),
            }
        }
        let Some(limit) = self.part.limit else { return Ok(Turn::Within) };
        if self.taken == limit {
            self.is_cut = true;
            return Ok(Turn::Behind);
        }
        self.taken += 1;
        if self.taken == limit {
            self.last = Some(self.id_of(columns, cells));
        }
        Ok(Turn::Within)
    }

    /// Whether the part begins with this row.
    fn begins(&mut self, row: &str) -> Result<Turn> {
        let Some(after) = &self.part.after else { return Ok(Turn::Within) };
        let order = natural(row.as_bytes(), after.as_bytes());
        let is_behind = match self.key.order {
            Order::Ascending | Order::Descending if !is_alike(row, after) => return Err(no_id(after, row)),
            Order::Ascending => order == Ordering::Greater,
            Order::Descending => order == Ordering::Less,
            Order::Other => {
                // The row behind it is the first.
                self.is_within = order == Ordering::Equal;
                false
            }
        };
        Ok(if is_behind { Turn::Within } else { Turn::Before })
    }

    /// The id with which the next part begins, if there is one.
    ///
    /// # Errors
    /// `not_found` where no row has the id of `--after`.
    pub(super) fn end(self) -> Result<Option<String>> {
        match self.part.after {
            Some(after) if !self.is_within && self.key.order == Order::Other => {
                Err(Error::not_found(format!("--after names no row of this list: {after}"))
                    .advice("the row may be gone; start again without `--after`"))
            }
            _ => Ok(self.last.filter(|_| self.is_cut)),
        }
    }

    fn id_of(&self, columns: &[Column], cells: &[Cell<'_>]) -> String {
        let of = |name: &&str| {
            let place = columns.iter().position(|column| column.name == *name);
            place.and_then(|place| cells.get(place)).map_or_else(String::new, |cell| cell.text().into_owned())
        };
        self.key.columns.iter().map(of).collect::<Vec<_>>().join(&BETWEEN.to_string())
    }
}

/// Whether two ids are of the same kind: `C100001-9/usr_3` and `C100020-1/usr_17`.
fn is_alike(a: &str, b: &str) -> bool {
    let kinds = |id: &str| {
        let kind = |part: &str| part.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().to_owned();
        id.split(BETWEEN).map(kind).collect::<Vec<_>>()
    };
    b.chars().any(|c| c.is_ascii_digit()) && kinds(a) == kinds(b)
}

fn no_id(after: &str, row: &str) -> Error {
    Error::usage(format!("{after:?} is not the id of a row of this list"))
        .advice(format!("the ids of this list look like {row}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::columns::{id, int};

    const COLUMNS: &[Column] = &[id("client_id"), id("user_id"), int("number")];

    fn part(limit: Option<u32>, after: Option<&str>) -> Part {
        Part { limit, after: after.map(str::to_owned) }
    }

    /// The numbers of the rows that are taken, and with what the next part begins.
    fn taken(key: Key, part: Part, rows: &[(&'static str, &'static str)]) -> Result<(Vec<usize>, Option<String>)> {
        let mut cursor = PartCursor::new(key, part);
        let mut numbers = Vec::new();
        for (number, (client, user)) in rows.iter().enumerate() {
            let row = [(*client).into(), (*user).into(), Cell::count(number)];
            match cursor.turn(COLUMNS, &row)? {
                Turn::Before => {}
                Turn::Within => numbers.push(number),
                Turn::Behind => break,
            }
        }
        Ok((numbers, cursor.end()?))
    }

    const ROWS: [(&str, &str); 4] = [("C9-1", "usr_1"), ("C10-1", "usr_9"), ("C10-1", "usr_10"), ("C11-1", "usr_1")];

    #[test]
    fn parts_follow_without_a_gap() {
        let key = ascending(&["client_id", "user_id"]);
        for limit in 1..6 {
            let (mut all, mut after) = (Vec::new(), None);
            loop {
                let (numbers, next) = taken(key, part(Some(limit), after.as_deref()), &ROWS).unwrap();
                assert!(numbers.len() <= limit as usize);
                all.extend(numbers);
                match next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            assert_eq!(all, [0, 1, 2, 3], "{limit}");
        }
    }

    #[test]
    fn last_part_has_no_next() {
        let key = ascending(&["client_id", "user_id"]);
        assert_eq!(taken(key, part(Some(4), None), &ROWS).unwrap().1, None);
        assert_eq!(taken(key, part(Some(3), None), &ROWS).unwrap().1.as_deref(), Some("C10-1/usr_10"));
    }

    #[test]
    fn missing_row_is_no_error() {
        let key = ascending(&["client_id", "user_id"]);
        assert_eq!(taken(key, part(None, Some("C10-1/usr_9999")), &ROWS).unwrap().0, [3]);
        assert_eq!(taken(key, part(None, Some("C8-1/usr_1")), &ROWS).unwrap().0, [0, 1, 2, 3]);
    }

    #[test]
    fn the_newest_may_come_first() {
        let key = descending(&["number"]);
        let rows: Vec<[Cell<'_>; 3]> = (1..5).rev().map(|nth| [Cell::Null, Cell::Null, Cell::Int(nth)]).collect();
        let mut cursor = PartCursor::new(key, part(Some(2), Some("4")));
        let turns: Vec<Turn> = rows.iter().map(|row| cursor.turn(COLUMNS, row).unwrap()).collect();
        assert_eq!(turns, [Turn::Before, Turn::Within, Turn::Within, Turn::Behind]);
        assert_eq!(cursor.end().unwrap().as_deref(), Some("2"));
    }

    #[test]
    fn row_is_found_by_id_in_another_order() {
        let key = in_other_order(&["user_id"]);
        let rows = [("", "b"), ("", "a"), ("", "c")];
        assert_eq!(taken(key, part(None, Some("b")), &rows).unwrap().0, [1, 2]);
        assert!(taken(key, part(None, Some("d")), &rows).is_err());
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let key = ascending(&["client_id"]);
        for bad in ["big-shoes", "usr_3", "C9/usr_1", ""] {
            assert!(taken(key, part(None, Some(bad)), &ROWS).is_err(), "{bad:?}");
        }
    }
}
