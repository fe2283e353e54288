//! Rows that must wait: for `--sort`, and for a table, whose widths are known only at its end.
//!
//! Their text lies in one string, with a small head for each cell: a million rows cost little more than they hold.

use super::put;
use std::borrow::Cow;
use std::cmp::Ordering;

use super::cell::Cell;
use super::column::{Direction, Kind};
use crate::domain::time::Instant;

/// Rows in memory, all with the same number of cells.
#[derive(Debug)]
pub(super) struct RowBuffer {
    arity: usize,
    text: String,
    heads: Vec<Head>,
    /// Row numbers in the order of `--sort`, once sorted.
    order: Option<Vec<usize>>,
}

/// A cell, or where its text lies.
#[derive(Debug, Clone, Copy)]
enum Head {
    Null,
    Int(i64),
    Bool(bool),
    At(Instant),
    Text { start: usize, len: u32 },
    List { start: usize, len: u32 },
    Json { start: usize, len: u32 },
}

impl RowBuffer {
    /// No rows yet, each to come with `arity` cells.
    pub(super) const fn new(arity: usize) -> Self {
        Self { arity, text: String::new(), heads: Vec::new(), order: None }
    }

    pub(super) fn push(&mut self, cells: &[Cell<'_>]) {
        for cell in cells {
            let head = match cell {
                Cell::Null => Head::Null,
                Cell::Int(number) => Head::Int(*number),
                Cell::Bool(truth) => Head::Bool(*truth),
                Cell::At(at) => Head::At(*at),
                Cell::Text(text) => {
                    let (start, len) = self.keep(text);
                    Head::Text { start, len }
                }
                Cell::Result(word) => {
                    let (start, len) = self.keep(word.name());
                    Head::Text { start, len }
                }
                Cell::List(items) => {
                    let (start, len) = self.keep(items);
                    Head::List { start, len }
                }
                Cell::Json(document) => {
                    let (start, len) = self.keep(document);
                    Head::Json { start, len }
                }
                Cell::Shown(value) => {
                    let start = self.text.len();
                    put(&mut self.text, format_args!("{value}"));
                    Head::Text { start, len: (self.text.len() - start) as u32 }
                }
            };
            self.heads.push(head);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.heads.len() / self.arity.max(1)
    }

    /// The cells of the `nth` row, in sorted order if sorted.
    pub(super) fn row(&self, nth: usize) -> Vec<Cell<'_>> {
        let row = self.order.as_ref().map_or(nth, |order| order[nth]);
        (0..self.arity).map(|place| self.cell(row, place)).collect()
    }

    /// Orders the rows by the column at `place`. Equal ones keep the order in which they came; nulls come last, or
    /// first when descending. Ids compare by their numbers, words without regard to case.
    pub(super) fn sort(&mut self, place: usize, kind: Kind, direction: Direction) {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|a, b| {
            let ascending = compare(&self.cell(*a, place), &self.cell(*b, place), kind);
            match direction {
                Direction::Ascending => ascending,
                Direction::Descending => ascending.reverse(),
            }
        });
        self.order = Some(order);
    }

    /// Only the first rows, in their order.
    pub(super) fn first(&self, most: usize) -> Self {
        let mut kept = Self::new(self.arity);
        (0..self.len().min(most)).for_each(|nth| kept.push(&self.row(nth)));
        kept
    }

    fn cell(&self, row: usize, place: usize) -> Cell<'_> {
        let text = |start: usize, len: u32| Cow::Borrowed(&self.text[start..start + len as usize]);
        match self.heads[row * self.arity + place] {
            Head::Null => Cell::Null,
            Head::Int(number) => Cell::Int(number),
            Head::Bool(truth) => Cell::Bool(truth),
            Head::At(at) => Cell::At(at),
            Head::Text { start, len } => Cell::Text(text(start, len)),
            Head::List { start, len } => Cell::List(text(start, len)),
            Head::Json { start, len } => Cell::Json(text(start, len)),
        }
    }

    fn keep(&mut self, text: &str) -> (usize, u32) {
        let start = self.text.len();
        self.text.push_str(text);
        (start, text.len() as u32)
    }
}

fn compare(a: &Cell<'_>, b: &Cell<'_>, kind: Kind) -> Ordering {
    match (a, b) {
        (Cell::Null, Cell::Null) => Ordering::Equal,
        (Cell::Null, _) => Ordering::Greater,
        (_, Cell::Null) => Ordering::Less,
        (Cell::Int(a), Cell::Int(b)) => a.cmp(b),
        (Cell::Bool(a), Cell::Bool(b)) => a.cmp(b),
        (Cell::At(a), Cell::At(b)) => a.cmp(b),
        (Cell::Text(a) | Cell::List(a) | Cell::Json(a), Cell::Text(b) | Cell::List(b) | Cell::Json(b)) => match kind {
            Kind::Id => natural(a.as_bytes(), b.as_bytes()),
            _ => a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase)),
        }
        .then_with(|| a.cmp(b)),
        // A column holds one kind of cell; were it otherwise, rows would stay as they came.
        _ => Ordering::Equal,
    }
}

/// Compares runs of digits as numbers: `inv_9` before `inv_10`.
pub(super) fn natural(mut a: &[u8], mut b: &[u8]) -> Ordering {
    while let ([first_a, ..], [first_b, ..]) = (a, b) {
        if first_a.is_ascii_digit() && first_b.is_ascii_digit() {
            let (number_a, rest_a) = digits(a);
            let (number_b, rest_b) = digits(b);
            let by_number = number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b));
            if by_number.is_ne() {
                return by_number;
            }
            (a, b) = (rest_a, rest_b);
        } else if first_a == first_b {
            (a, b) = (&a[1..], &b[1..]);
        } else {
            return first_a.cmp(first_b);
        }
    }
    a.len().cmp(&b.len())
}

/// The leading number without its zeros, and what follows it.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let zeros = number.iter().take_while(|byte| **byte == b'0').count();
    (&number[zeros..], rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_by_their_numbers() {
        let mut ids = ["inv_10", "inv_9", "C100010-0", "C100001-9", "a", "a2b", "a02b1", "inv_"];
        ids.sort_by(|a, b| natural(a.as_bytes(), b.as_bytes()));
        assert_eq!(ids, ["C100001-9", "C100010-0", "a", "a2b", "a02b1", "inv_", "inv_9", "inv_10"]);
    }

    #[test]
    fn equal_rows_keep_their_order() {
        let mut held = RowBuffer::new(2);
        for (nth, word) in ["b", "a", "b", "a"].into_iter().enumerate() {
            held.push(&[word.into(), Cell::Int(nth as i64)]);
        }
        let order = |held: &RowBuffer| -> Vec<String> {
            (0..held.len()).map(|nth| format!("{:?}", held.row(nth)[1])).collect()
        };
        held.sort(0, Kind::Text, Direction::Ascending);
        assert_eq!(order(&held), ["Int(1)", "Int(3)", "Int(0)", "Int(2)"]);
        held.sort(0, Kind::Text, Direction::Descending);
        assert_eq!(order(&held), ["Int(0)", "Int(2)", "Int(1)", "Int(3)"]);
    }
}
