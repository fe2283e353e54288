//! Which columns a list has on a terminal, and how wide they are.

use unicode_width::UnicodeWidthStr as _;

use super::fitting::shortest_items;
use super::grid::{GAP, Grid, Place};
use crate::output::brief::{Brief, Fit, Phrase};
use crate::output::column::Column;

/// Text is cut to no less, as long as a column can leave instead.
const LEAST_TEXT: usize = 12;
/// Text is cut to no less for a column that is only nice to have.
const EASY_TEXT: usize = 20;
/// The same for words that say what a row is about.
const LEAST_WORDS: usize = 16;
/// The same for text that is folded.
const LEAST_FOLDED: usize = 28;
const EASY_FOLDED: usize = 44;
/// From this rank on, a column is only nice to have.
const NICE: u8 = 2;
/// Of a hundred rows, so many have room for their identifiers; in the others one may be longer than its column.
const ALMOST_ALL: usize = 99;
/// Of a hundred rows, so many have room for the first of several items; the others have their number.
const MOST: usize = 80;

/// Which columns are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) grid: Grid,
    /// Places in [`Brief::columns`].
    pub(super) empty: Vec<usize>,
    /// Those that the terminal has no room for.
    pub(super) hidden: Vec<usize>,
}

impl Layout {
    /// The columns that these rows have something in, as many as fit: those of the lowest rank first.
    pub(super) fn of(brief: &Brief, columns: &'static [Column], rows: &[Vec<Phrase>], width: usize) -> Self {
        let is_empty = |column: &usize| rows.iter().all(|row| row[*column].text.is_empty());
        let (empty, mut wanted): (Vec<usize>, Vec<usize>) = (0..brief.columns.len()).partition(is_empty);
        // Nothing leaves for what has its place below.
        let rank_of = |column: usize| {
            let declared = &brief.columns[column];
            if matches!(declared.fit(columns), Fit::Below | Fit::Aside) { u8::MAX } else { declared.rank }
        };
        wanted.sort_by_key(|column| rank_of(*column));
        let (mut shown, mut hidden, mut below): (Vec<Needs>, Vec<usize>, Vec<usize>) = Default::default();
        for column in wanted {
            let rank = rank_of(column);
            let needs = Needs::of(brief, columns, column, rows);
            // What is only nice to have does not take the place of what is wanted.
            let is_after = rank >= NICE && hidden.iter().any(|hidden| rank_of(*hidden) < NICE);
            let least: usize = shown.iter().chain([&needs]).map(|needs| needs.least_for(rank) + GAP).sum();
            if shown.is_empty() || !is_after && least <= width.saturating_add(GAP) {
                shown.push(needs);
            } else if brief.columns[column].below {
                below.push(column);
            } else {
                hidden.push(column);
            }
        }
        shown.sort_by_key(|needs| needs.column);
        hidden.sort_unstable();
        below.sort_unstable();
        let below = below.into_iter().map(|column| (column, brief.columns[column].fit(columns))).collect();
        let widths = shares(&shown, width.saturating_sub(GAP * shown.len().saturating_sub(1)));
        Self { grid: Grid { places: places(&shown, &widths, width), below, width }, empty, hidden }
    }
}

/// The widths that a column can have.
struct Needs {
    column: usize,
    fit: Fit,
    is_number: bool,
    /// The column is no narrower.
    least: usize,
    /// With it, no row is out of its place, and no words are cut.
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
        let whole = widths(|text| text.width());
        let natural = widest(&whole).max(head);
        let (least, aligned) = match fit {
            Fit::Cut => (natural.min(LEAST_TEXT), 0),
            Fit::Folded => {
                let words = widths(longest_word);
                (natural.min(LEAST_FOLDED).max(of_a_hundred(&words, ALMOST_ALL)), widest(&words))
            }
            Fit::Words => (natural.min(LEAST_WORDS), natural),
            Fit::Whole => (of_a_hundred(&whole, ALMOST_ALL), natural),
            Fit::Below | Fit::Aside => (natural, natural),
            Fit::Items => {
                let shortest = widths(shortest_items);
                (of_a_hundred(&shortest, MOST), widest(&shortest))
            }
        };
        let least = least.max(head);
        Self { column, fit, is_number: declared.is_number(columns), least, aligned: aligned.max(least), natural }
    }

    /// How narrow the column may be for the sake of one of this rank.
    fn least_for(&self, rank: u8) -> usize {
        let easy = match self.fit {
            Fit::Cut if rank >= NICE => self.natural.min(EASY_TEXT),
            Fit::Folded if rank >= NICE => self.natural.min(EASY_FOLDED),
            Fit::Words if rank > 0 => self.natural,
            _ => 0,
        };
        self.least.max(easy)
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(|word| word.width()).max().unwrap_or_default()
}

fn widest(sorted: &[usize]) -> usize {
    sorted.last().copied().unwrap_or_default()
}

/// The width that so many of a hundred rows need: of few rows, that of each.
fn of_a_hundred(sorted: &[usize], rows: usize) -> usize {
    let others = sorted.len() * (100 - rows) / 100;
    sorted.get((sorted.len() - others).saturating_sub(1)).copied().unwrap_or_default()
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

/// Text in the last column goes on to the edge of the terminal: a later row may have more of it.
fn places(needs: &[Needs], widths: &[usize], terminal: usize) -> Vec<Place> {
    let mut start = 0;
    let mut places = Vec::with_capacity(needs.len());
    for (nth, (needs, width)) in needs.iter().zip(widths).enumerate() {
        let is_text = matches!(needs.fit, Fit::Cut | Fit::Words | Fit::Folded | Fit::Aside);
        let to_edge = if is_text && nth + 1 == widths.len() { terminal.saturating_sub(start) } else { 0 };
        let width = (*width).max(to_edge);
        places.push(Place { column: needs.column, start, width, fit: needs.fit, is_number: needs.is_number });
        start += width + GAP;
    }
    places
}
