//! A list on a terminal, row by row: each is one line, more where text is folded.
//!
//! The first rows, as many as some screens hold, are kept back: they decide which columns are shown and how wide they
//! are. What comes after them streams in the same columns: longer text is cut, and a column that was left out because it
//! was empty stays so, which the [`Footer`] says.

mod fitting;
mod grid;
mod layout;

use std::borrow::Cow;

use super::brief::{Brief, Phrase, Record};
use super::cell::Cell;
use super::column::Column;
use super::columns::Header;
use super::footer::Footer;
use super::sanitise::for_terminal;
use super::view::View;
use crate::error::Result;
use layout::Layout;

/// So many screens of rows decide on the columns.
const SCREENS: usize = 10;
/// Where the height of the terminal is not known.
const LINES: usize = 24;

/// What becomes of each finished line.
pub(super) type Line<'l> = dyn FnMut(&str) -> Result<()> + 'l;

/// A list under way.
pub(super) struct BriefTable<'v> {
    brief: &'static Brief,
    columns: &'static [Column],
    view: View<'v>,
    /// The first rows, until the layout is known.
    held: Vec<Vec<Phrase>>,
    most_held: usize,
    layout: Option<Layout>,
    header: Header,
    rows: u64,
    /// Of each column that was left out as empty, whether a later row has something in it.
    missed: Vec<bool>,
}

impl<'v> BriefTable<'v> {
    pub(super) fn new(brief: &'static Brief, columns: &'static [Column], view: View<'v>) -> Self {
        let most_held = SCREENS * view.height.map_or(LINES, usize::from);
        let missed = vec![false; brief.columns.len()];
        Self {
            brief,
            columns,
            view,
            held: Vec::new(),
            most_held,
            layout: None,
            rows: 0,
            missed,
            header: Header::Printed,
        }
    }

    pub(super) fn with_header(self, header: Header) -> Self {
        Self { header, ..self }
    }

    /// Takes a row.
    pub(super) fn push(&mut self, cells: &[Cell<'_>], line: &mut Line<'_>) -> Result<()> {
        let row = self.phrases(cells);
        self.rows += 1;
        if let Some(layout) = &self.layout {
            for column in &layout.empty {
                self.missed[*column] |= !row[*column].text.is_empty();
            }
            return layout.grid.lines(&row, self.view.color).iter().try_for_each(|text| line(text));
        }
        self.held.push(row);
        if self.held.len() < self.most_held {
            return Ok(());
        }
        self.begin(line)
    }

    /// Writes what was kept back.
    pub(super) fn finish(mut self, line: &mut Line<'_>) -> Result<Footer> {
        if self.layout.is_none() && !self.held.is_empty() {
            self.begin(line)?;
        }
        let names = |columns: Vec<usize>| columns.into_iter().map(|column| self.brief.columns[column].head).collect();
        let layout = self.layout.as_ref();
        let (missed, empty) = layout.map_or_else(Default::default, |layout| {
            layout.empty.iter().copied().partition(|column| self.missed[*column])
        });
        let shown: Vec<&str> = layout
            .iter()
            .flat_map(|layout| {
                layout
                    .grid
                    .places
                    .iter()
                    .map(|place| place.column)
                    .chain(layout.grid.below.iter().map(|(column, _)| *column))
            })
            .flat_map(|column| self.brief.columns[column].of)
            .copied()
            .collect();
        let hidden = layout.map(|layout| layout.hidden.clone()).unwrap_or_default();
        let has_more = self.columns.iter().any(|column| !shown.contains(&column.name));
        Ok(Footer {
            noun: self.brief.noun,
            rows: self.rows,
            empty: names(empty),
            missed: names(missed),
            hidden: names(hidden),
            has_more,
        })
    }

    fn begin(&mut self, line: &mut Line<'_>) -> Result<()> {
        let held = std::mem::take(&mut self.held);
        let width = self.view.width.map_or(usize::MAX, usize::from);
        let layout = Layout::of(self.brief, self.columns, &held, width);
        if self.header == Header::Printed {
            line(&layout.grid.head(self.brief, self.view.color))?;
        }
        for row in &held {
            layout.grid.lines(row, self.view.color).iter().try_for_each(|text| line(text))?;
        }
        self.layout = Some(layout);
        Ok(())
    }

    fn phrases(&self, cells: &[Cell<'_>]) -> Vec<Phrase> {
        let phrase = |column: &super::brief::BriefColumn| {
            let record = Record { columns: self.columns, cells, view: &self.view, of: column.of };
            let phrase = column.phrase(&record);
            match for_terminal(&phrase.text) {
                Cow::Borrowed(_) => phrase,
                Cow::Owned(text) => Phrase { text, ..phrase },
            }
        };
        self.brief.columns.iter().map(phrase).collect()
    }
}

#[cfg(test)]
mod tests;
