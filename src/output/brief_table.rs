//! A list on a terminal, row by row: each is one line.
//!
//! The first rows, as many as some screens hold, are kept back: they decide which columns are shown and how wide they
//! are. What comes after them streams. In a later row a longer identifier takes its room from the text behind it, and a
//! column that was left out because it was empty stays so, which the [`Footer`] says.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::brief::{Brief, Fit, Phrase, Record};
use super::cell::Cell;
use super::column::Column;
use super::columns::Header;
use super::footer::Footer;
use super::sanitise::for_terminal;
use super::style::{self, Tone};
use super::view::View;
use crate::error::Result;

const GAP: usize = 2;
/// So many screens of rows decide on the columns.
const SCREENS: usize = 10;
/// Where the height of the terminal is not known.
const LINES: usize = 24;
/// Text is cut to no less, as long as a column can leave instead.
const LEAST_TEXT: usize = 12;
/// Text is cut to no less for a column that is only nice to have.
const EASY_TEXT: usize = 20;
/// From this rank on, a column is only nice to have.
const NICE: u8 = 2;
/// In a row whose identifiers are too long, text that is shorter is not cut.
const SHORT: usize = 8;
/// There, longer text is cut to no less.
const LEAST_CUT: usize = 4;
/// Of a hundred rows, so many have room for their identifiers; where there is little, the others take it from their text.
const USUAL: usize = 80;

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

/// Which columns are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Layout {
    shown: Vec<Place>,
    /// Places in [`Brief::columns`].
    empty: Vec<usize>,
    /// Those that the terminal has no room for.
    narrow: Vec<usize>,
    width: usize,
}

/// A column that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// In [`Brief::columns`].
    column: usize,
    width: usize,
    fit: Fit,
    is_number: bool,
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
            return line(&layout.line(&row, self.view.color));
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
            .flat_map(|layout| &layout.shown)
            .flat_map(|place| self.brief.columns[place.column].of)
            .copied()
            .collect();
        let narrow = layout.map(|layout| layout.narrow.clone()).unwrap_or_default();
        let has_more = self.columns.iter().any(|column| !shown.contains(&column.name));
        Ok(Footer {
            noun: self.brief.noun,
            rows: self.rows,
            empty: names(empty),
            missed: names(missed),
            narrow: names(narrow),
            has_more,
        })
    }

    fn begin(&mut self, line: &mut Line<'_>) -> Result<()> {
        let held = std::mem::take(&mut self.held);
        let width = self.view.width.map_or(usize::MAX, usize::from);
        let layout = Layout::of(self.brief, self.columns, &held, width);
        if self.header == Header::Printed {
            line(&layout.head(self.brief, self.view.color))?;
        }
        for row in &held {
            line(&layout.line(row, self.view.color))?;
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

impl Layout {
    /// The columns that these rows have something in, as many as fit: those of rank 0, then each that still does.
    fn of(brief: &Brief, columns: &'static [Column], rows: &[Vec<Phrase>], width: usize) -> Self {
        let is_empty = |column: &usize| rows.iter().all(|row| row[*column].text.is_empty());
        let (empty, mut wanted): (Vec<usize>, Vec<usize>) = (0..brief.columns.len()).partition(is_empty);
        wanted.sort_by_key(|column| brief.columns[*column].rank);
        let (mut shown, mut narrow): (Vec<Needs>, Vec<usize>) = Default::default();
        for column in wanted {
            let rank = brief.columns[column].rank;
            shown.push(Needs::of(brief, columns, column, rows));
            let least: usize = shown.iter().map(|needs| needs.least_for(rank) + GAP).sum();
            if rank > 0 && least > width.saturating_add(GAP) {
                shown.pop();
                narrow.push(column);
            }
        }
        shown.sort_by_key(|needs| needs.column);
        narrow.sort_unstable();
        let widths = shares(&shown, width.saturating_sub(GAP * shown.len().saturating_sub(1)));
        Self { shown: places(&shown, &widths), empty, narrow, width }
    }

    fn head(&self, brief: &Brief, color: bool) -> String {
        let cells: Vec<String> = self
            .shown
            .iter()
            .map(|place| {
                let head = brief.columns[place.column].head.replace('_', " ").to_uppercase();
                let gap = " ".repeat(place.width.saturating_sub(head.width()));
                if place.is_number { gap + &head } else { head + &gap }
            })
            .collect();
        let line = cells.join(&" ".repeat(GAP));
        if color { style::paint(style::HEAD, line.trim_end()) } else { line.trim_end().to_owned() }
    }

    /// A row on one line. Where its identifiers are too long for that, its text is cut and its columns move.
    fn line(&self, row: &[Phrase], color: bool) -> String {
        let mut cells: Vec<Placed<'_>> = Vec::with_capacity(self.shown.len());
        let mut head = 0;
        for place in &self.shown {
            cells.push(place.cell(row, head));
            head += place.width + GAP;
        }
        push_apart(&mut cells);
        self.pull_in(&mut cells);
        push_apart(&mut cells);
        self.cut_words(&mut cells);
        let mut line = String::new();
        let mut at = 0;
        for cell in cells.iter().filter(|cell| !cell.text.is_empty()) {
            line.extend(std::iter::repeat_n(' ', cell.start.saturating_sub(at)));
            at = cell.end();
            match cell.tone.style().filter(|_| color) {
                Some(style) => line.push_str(&style::paint(style, &cell.text)),
                None => line.push_str(&cell.text),
            }
        }
        line
    }

    /// Where even that is too long, the words are cut that are otherwise shown whole.
    fn cut_words(&self, cells: &mut [Placed<'_>]) {
        for nth in (0..cells.len()).rev() {
            let end = cells.iter().filter(|cell| !cell.text.is_empty()).map(Placed::end).max().unwrap_or_default();
            let (over, width) = (end.saturating_sub(self.width), cells[nth].text.width());
            if over > 0 && cells[nth].fit == Fit::Words && width > SHORT {
                cells[nth].cut(width.saturating_sub(over).max(LEAST_CUT));
                self.pull_in(cells);
                push_apart(cells);
            }
        }
    }

    /// From the right, what is beyond the edge or in the way of it is cut, or moves to the left.
    fn pull_in(&self, cells: &mut [Placed<'_>]) {
        let mut edge = self.width;
        for cell in cells.iter_mut().rev().filter(|cell| !cell.text.is_empty()) {
            if cell.end() > edge && cell.fit == Fit::Cut && cell.text.width() > SHORT {
                cell.cut(edge.saturating_sub(cell.start).max(LEAST_CUT));
            }
            if cell.end() > edge {
                cell.start = edge.saturating_sub(cell.text.width());
            }
            edge = cell.start.saturating_sub(GAP);
        }
    }
}

/// What is too long moves its neighbours to the right; text gives its room first.
fn push_apart(cells: &mut [Placed<'_>]) {
    let mut free = 0;
    for cell in cells.iter_mut().filter(|cell| !cell.text.is_empty()) {
        if cell.start < free {
            let end = cell.end();
            cell.start = free;
            if cell.fit == Fit::Cut && cell.end() > end {
                cell.cut(end.saturating_sub(free).max(SHORT));
            }
        }
        free = cell.end() + GAP;
    }
}

/// A cell and where it begins.
struct Placed<'r> {
    text: Cow<'r, str>,
    tone: Tone,
    start: usize,
    fit: Fit,
}

impl Placed<'_> {
    fn end(&self) -> usize {
        self.start + self.text.width()
    }

    fn cut(&mut self, width: usize) {
        if let Cow::Owned(text) = cut(&self.text, width) {
            self.text = Cow::Owned(text);
        }
    }
}

impl Place {
    /// The cell of this column, below its head.
    fn cell<'r>(&self, row: &'r [Phrase], head: usize) -> Placed<'r> {
        let Phrase { text, tone } = &row[self.column];
        let text = match self.fit {
            Fit::Whole | Fit::Words => Cow::Borrowed(text.as_str()),
            Fit::Cut => cut(text, self.width),
            Fit::Items => whole_items(text, self.width),
        };
        let before = if self.is_number { self.width.saturating_sub(text.width()) } else { 0 };
        Placed { text, tone: *tone, start: head + before, fit: self.fit }
    }
}

/// The widths that a column can have.
struct Needs {
    column: usize,
    fit: Fit,
    is_number: bool,
    /// The column is no narrower.
    least: usize,
    /// With it, no identifier of these rows takes room from its neighbours.
    aligned: usize,
    /// With it, nothing is cut.
    natural: usize,
}

impl Needs {
    fn of(brief: &Brief, columns: &'static [Column], column: usize, rows: &[Vec<Phrase>]) -> Self {
        let declared = &brief.columns[column];
        let (fit, head) = (declared.fit(columns), declared.head.width());
        let widths = |of: fn(&str) -> usize| {
            let mut widths: Vec<usize> = rows.iter().map(|row| of(&row[column].text)).collect();
            widths.sort_unstable();
            widths
        };
        let natural = widths(|text| text.width()).last().copied().unwrap_or_default().max(head);
        let (least, aligned) = match fit {
            Fit::Cut => (natural.min(LEAST_TEXT.max(head)), 0),
            Fit::Whole | Fit::Words => (usual(&widths(|text| text.width())), natural),
            Fit::Items => {
                let shortest = widths(shortest_items);
                (usual(&shortest), shortest.last().copied().unwrap_or_default())
            }
        };
        let least = least.max(head);
        Self { column, fit, is_number: declared.is_number(columns), least, aligned: aligned.max(least), natural }
    }

    /// How narrow the column may be for the sake of one of this rank.
    fn least_for(&self, rank: u8) -> usize {
        let is_text = self.fit == Fit::Cut && rank >= NICE;
        if is_text { self.least.max(self.natural.min(EASY_TEXT)) } else { self.least }
    }
}

/// The width that most rows need.
fn usual(sorted: &[usize]) -> usize {
    sorted.get((sorted.len() * USUAL).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default()
}

/// Shares the room among columns: first what each needs at least, then room for the identifiers of all rows, then to
/// whichever is narrowest.
fn shares(needs: &[Needs], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = needs.iter().map(|needs| needs.least).collect();
    let mut spare = room.saturating_sub(widths.iter().sum());
    for (width, needs) in widths.iter_mut().zip(needs) {
        let more = needs.aligned - *width;
        if more <= spare {
            *width += more;
            spare -= more;
        }
    }
    while spare > 0 {
        let growing = widths.iter_mut().zip(needs).filter(|(width, needs)| **width < needs.natural);
        let Some((width, _)) = growing.min_by_key(|(width, _)| **width) else { break };
        *width += 1;
        spare -= 1;
    }
    widths
}

fn places(needs: &[Needs], widths: &[usize]) -> Vec<Place> {
    let place = |(needs, width): (&Needs, &usize)| Place {
        column: needs.column,
        width: *width,
        fit: needs.fit,
        is_number: needs.is_number,
    };
    needs.iter().zip(widths).map(place).collect()
}

/// As much of `text` as fits into `width` columns, with `…` where it goes on.
fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or_default();
        used > width
    });
    let kept = end.map_or(text, |(at, _)| &text[..at]);
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// The first of several items, as many as fit but at least one, and how many more there are.
fn whole_items(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let items: Vec<&str> = text.split(' ').collect();
    let shown = |count: usize| match items.len() - count {
        0 => items.join(" "),
        more => format!("{} +{more}", items[..count].join(" ")),
    };
    let most = (1..items.len()).rev().find(|count| shown(*count).width() <= width);
    Cow::Owned(shown(most.unwrap_or(1)))
}

/// The width of several items where only the first is shown.
fn shortest_items(text: &str) -> usize {
    whole_items(text, 0).width()
}

#[cfg(test)]
mod tests;
