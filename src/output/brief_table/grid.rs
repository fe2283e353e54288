//! The places of the columns, and a row in them: each cell begins below the head of its column.
//!
//! Only an identifier that is longer than its column takes room from what follows it, and only in its own row.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

use super::fitting::{cut, folded, whole_items};
use crate::output::brief::{Brief, Fit, Phrase};
use crate::output::style::{self, Tone};

/// Between two columns.
pub(super) const GAP: usize = 2;
/// Text that gives way to an identifier next to it is cut to no less.
const SHORT: usize = 8;
/// How far in a cell begins that has a line of its own.
const INDENT: usize = 4;

/// A column that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// In [`Brief::columns`].
    pub(super) column: usize,
    pub(super) start: usize,
    pub(super) width: usize,
    pub(super) fit: Fit,
    pub(super) is_number: bool,
}

/// The columns of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) places: Vec<Place>,
    /// The columns whose cells have lines of their own below their row.
    pub(super) below: Vec<(usize, Fit)>,
    /// That of the terminal.
    pub(super) width: usize,
}

/// What follows an identifier that is longer than its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// To the right, no further than it must.
    Behind,
    /// On the next line, in its place.
    Below,
}

/// A piece of a cell, and where it begins.
#[derive(Debug)]
struct Placed<'r> {
    line: usize,
    start: usize,
    text: Cow<'r, str>,
    tone: Tone,
}

impl Placed<'_> {
    fn end(&self) -> usize {
        self.start + self.text.width()
    }
}

impl Grid {
    pub(super) fn head(&self, brief: &Brief, color: bool) -> String {
        let mut line = String::new();
        let mut at = 0;
        for place in &self.places {
            let head = brief.columns[place.column].head.replace('_', " ").to_uppercase();
            let before = if place.is_number { place.width.saturating_sub(head.width()) } else { 0 };
            line.extend(std::iter::repeat_n(' ', (place.start + before).saturating_sub(at)));
            at = place.start + before + head.width();
            line.push_str(&head);
        }
        if color { style::paint(style::HEAD, &line) } else { line }
    }

    /// A row: one line, and more where text is folded or an identifier does not fit.
    pub(super) fn lines(&self, row: &[Phrase], color: bool) -> Vec<String> {
        let behind = self.placed(row, Follows::Behind);
        let fits = behind.iter().all(|piece| piece.end() <= self.width);
        let mut pieces = if fits { behind } else { self.placed(row, Follows::Below) };
        let mut line = pieces.iter().map(|piece| piece.line + 1).max().unwrap_or_default();
        for (column, fit) in self.below.iter().filter(|(column, _)| !row[*column].text.is_empty()) {
            let Phrase { text, tone } = &row[*column];
            let parts = match fit {
                Fit::Folded | Fit::Aside => {
                    folded(text, self.width.saturating_sub(INDENT)).into_iter().map(Cow::Owned).collect()
                }
                _ => vec![Cow::Borrowed(text.as_str())],
            };
            for text in parts {
                pieces.push(Placed { line, start: INDENT, text, tone: *tone });
                line += 1;
            }
        }
        pieces.sort_by_key(|piece| (piece.line, piece.start));
        written(&pieces, color)
    }

    fn placed<'r>(&self, row: &'r [Phrase], follows: Follows) -> Vec<Placed<'r>> {
        let mut pieces: Vec<Placed<'r>> = Vec::with_capacity(self.places.len());
        let (mut line, mut free) = (0, 0);
        for place in self.places.iter().filter(|place| !row[place.column].text.is_empty()) {
            let Phrase { text, tone } = &row[place.column];
            let mut parts = place.parts(text, place.width);
            let mut start = place.start_of(parts.first().map_or(0, |part| part.width()));
            if start < free && follows == Follows::Below {
                line += 1;
            } else if start < free {
                parts = place.parts(text, (place.start + place.width).saturating_sub(free).max(SHORT));
                start = free;
            }
            for (below, text) in parts.into_iter().enumerate() {
                let start = if below == 0 { start } else { place.start };
                if below == 0 {
                    free = start + text.width() + GAP;
                }
                pieces.push(Placed { line: line + below, start, text, tone: *tone });
            }
        }
        pieces
    }
}

fn written(pieces: &[Placed<'_>], color: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut at = 0;
    for piece in pieces {
        if lines.len() <= piece.line {
            lines.resize(piece.line + 1, String::new());
            at = 0;
        }
        let Some(line) = lines.last_mut() else { continue };
        // A word of folded text may be longer than its column.
        let start = if at == 0 { piece.start } else { piece.start.max(at + GAP) };
        line.extend(std::iter::repeat_n(' ', start - at));
        at = start + piece.text.width();
        match piece.tone.style().filter(|_| color) {
            Some(style) => line.push_str(&style::paint(style, &piece.text)),
            None => line.push_str(&piece.text),
        }
    }
    lines
}

impl Place {
    /// Where a text of this width begins.
    fn start_of(&self, width: usize) -> usize {
        self.start + if self.is_number { self.width.saturating_sub(width) } else { 0 }
    }

    /// The lines of a cell that has this much room. What is whole may need more.
    fn parts<'r>(&self, text: &'r str, room: usize) -> Vec<Cow<'r, str>> {
        match self.fit {
            Fit::Whole | Fit::Below => vec![Cow::Borrowed(text)],
            Fit::Folded | Fit::Aside => folded(text, room).into_iter().map(Cow::Owned).collect(),
            Fit::Cut | Fit::Words => vec![cut(text, room)],
            Fit::Items => vec![whole_items(text, room)],
        }
    }
}
