//! What a list declares for a terminal: a line for each row, of the columns that people look for.
//!
//! A [`Brief`] is part of the [`Columns`](super::Columns) of the list. Pipes, machine formats, `--columns` and `--wide`
//! have the declared columns instead (docs/reference.md#lists-on-a-terminal).

use std::borrow::Cow;

use super::cell::Cell;
use super::column::{Column, Kind};
use super::style::Tone;
use super::view::View;
use crate::domain::time::Instant;

/// A list on a terminal.
#[derive(Debug)]
pub struct Brief {
    /// What one row is, for the count below the list: `client`.
    pub noun: &'static str,
    /// From left to right.
    pub columns: &'static [BriefColumn],
}

/// Functions have no equality of their own: what a column shows, and under which head, says which it is.
impl PartialEq for Brief {
    fn eq(&self, other: &Self) -> bool {
        let heads = |brief: &Self| brief.columns.iter().map(|column| (column.head, column.of));
        self.noun == other.noun && heads(self).eq(heads(other))
    }
}

impl Eq for Brief {}

/// A column of a list on a terminal.
#[derive(Debug, Clone, Copy)]
pub struct BriefColumn {
    pub(super) head: &'static str,
    /// The declared columns that it shows.
    pub(super) of: &'static [&'static str],
    words: Option<fn(&Record<'_>) -> Phrase>,
    /// Where the terminal is narrow, the highest leaves first, and of one rank the last; the first column stays.
    pub(super) rank: u8,
    whole: bool,
    pub(super) below: bool,
}

/// How a cell gives way where there is little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It does not: identifiers, numbers, times.
    Whole,
    /// Text is cut, with `…`.
    Cut,
    /// Words of a state, cut only where no other column can leave or give way.
    Words,
    /// Text that is read to its end: it goes on in the lines below.
    Folded,
    /// Of several items, each of them whole, the last ones are counted: `ann@bigshoes.example +2`.
    Items,
    /// A command to paste: whole, and on a line of its own below the row where the columns leave no room.
    Below,
    /// Text that is read to its end: in its column if every row has room for all of it, else folded below the row.
    Aside,
}

/// A declared column as it is.
pub const fn plain(of: &'static [&'static str; 1]) -> BriefColumn {
    BriefColumn { head: of[0], of, words: None, rank: 0, whole: false, below: false }
}

/// What `words` says about these declared columns.
pub const fn words(head: &'static str, of: &'static [&'static str], words: fn(&Record<'_>) -> Phrase) -> BriefColumn {
    BriefColumn { head, of, words: Some(words), rank: 0, whole: false, below: false }
}

impl BriefColumn {
    /// Under another head than the name of the column.
    #[must_use]
    pub const fn headed(self, head: &'static str) -> Self {
        Self { head, ..self }
    }

    /// Leaves where there is little room: the highest rank first.
    #[must_use]
    pub const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// Text that is folded, in place of cut; words are cut only where no other column can leave or give way.
    #[must_use]
    pub const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// On lines of its own below the row where there is no room for the column. Unless it is text that is folded, no row of
    /// it is cut and no column leaves for it.
    #[must_use]
    pub const fn below(self) -> Self {
        Self { below: true, ..self }
    }

    pub(super) fn fit(&self, columns: &'static [Column]) -> Fit {
        match self.kind(columns) {
            _ if self.whole && self.words.is_some() => Fit::Words,
            Some(Kind::Text) if self.whole => Fit::Folded,
            Some(Kind::Text) if self.below => Fit::Aside,
            _ if self.below => Fit::Below,
            _ if self.whole => Fit::Whole,
            _ if self.words.is_some() => Fit::Cut,
            Some(Kind::Text | Kind::Json) | None => Fit::Cut,
            Some(Kind::List) => Fit::Items,
            Some(Kind::Id | Kind::Int | Kind::Bool | Kind::Instant | Kind::End) => Fit::Whole,
        }
    }

    pub(super) fn is_number(&self, columns: &'static [Column]) -> bool {
        self.words.is_none() && self.kind(columns) == Some(Kind::Int)
    }

    fn kind(&self, columns: &'static [Column]) -> Option<Kind> {
        columns.iter().find(|column| self.of.first() == Some(&column.name)).map(|column| column.kind)
    }

    /// What the column says of a record.
    pub(super) fn phrase(&self, record: &Record<'_>) -> Phrase {
        match (self.words, self.of.first()) {
            (Some(words), _) => words(record),
            (None, Some(name)) => Phrase::plain(record.shown(name)),
            (None, None) => Phrase::plain(String::new()),
        }
    }
}

/// Words of a cell, and what they mean for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    pub tone: Tone,
}

impl Phrase {
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Plain)
    }
}

/// A pushed row, whose cells are found by the names of their columns.
#[derive(Debug, Clone, Copy)]
pub struct Record<'r> {
    pub(super) columns: &'static [Column],
    pub(super) cells: &'r [Cell<'r>],
    pub(super) view: &'r View<'r>,
    /// The columns that are spoken of.
    pub(super) of: &'static [&'static str],
}

impl<'r> Record<'r> {
    /// The text of the column that the words are about: the first that they named.
    pub fn text(&self) -> Cow<'r, str> {
        self.of.first().map_or(Cow::Borrowed(""), |name| self.text_of(name))
    }

    /// The text of a column, empty where there is none.
    pub fn text_of(&self, name: &str) -> Cow<'r, str> {
        self.cell(name).map_or(Cow::Borrowed(""), Cell::text)
    }

    /// The instant in a column.
    pub fn at(&self, name: &str) -> Option<Instant> {
        match self.cell(name) {
            Some(Cell::At(at)) => Some(*at),
            _ => None,
        }
    }

    /// The last day of the term whose end is in a column.
    pub fn end(&self, name: &str) -> Option<String> {
        self.at(name).map(|at| self.view.zone.short_end(at, self.view.now))
    }

    /// Whether a column is true.
    pub fn is(&self, name: &str) -> bool {
        matches!(self.cell(name), Some(Cell::Bool(true)))
    }

    /// The number in a column.
    pub fn count(&self, name: &str) -> Option<i64> {
        match self.cell(name) {
            Some(Cell::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// `what` with how far off the instant in a column is: `Last login 3 days ago`.
    pub fn with_time(&self, what: &str, column: &str) -> String {
        self.joined(what, self.at(column).map(|at| self.view.zone.short(at, self.view.now)))
    }

    /// `what` with the date of the instant in a column: `Waiting since 3 Mar`.
    pub fn with_date(&self, what: &str, column: &str) -> String {
        self.joined(what, self.at(column).map(|at| self.view.zone.short_date(at, self.view.now)))
    }

    fn joined(&self, what: &str, time: Option<String>) -> String {
        time.map_or_else(|| what.to_owned(), |time| format!("{what} {time}"))
    }

    fn cell(&self, name: &str) -> Option<&'r Cell<'r>> {
        let place = self.columns.iter().position(|column| column.name == name)?;
        self.cells.get(place)
    }

    fn shown(&self, name: &str) -> String {
        let kind = self.columns.iter().find(|column| column.name == name).map(|column| column.kind);
        match (self.cell(name), kind) {
            (Some(Cell::At(at)), Some(Kind::End)) => self.view.zone.short_end(*at, self.view.now),
            (Some(Cell::At(at)), _) => self.view.zone.short(*at, self.view.now),
            (Some(Cell::Bool(true)), _) => "yes".to_owned(),
            (Some(Cell::Bool(false)), _) => "no".to_owned(),
            _ => self.text_of(name).into_owned(),
        }
    }
}
