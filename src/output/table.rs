//! Tables for people: aligned columns, or a card for each record where the columns do not fit.
//!
//! On a terminal, words wrap, instants carry relative times and the head stands out; piped, lines are as long as
//! they must be. Identifiers are never cut or broken (docs/reference.md#never-the-wrong-client), so that a list whose identifiers alone are wider
//! than the terminal is shown as cards, as `psql` does with `\x auto`. No column is ever left out.

use std::borrow::Cow;

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::cell::Cell;
use super::columns::{Kind, Selection};
use super::row_buffer::RowBuffer;
use super::sanitise::for_terminal;
use super::view::View;
use crate::error::Result;
use crate::output::style;

const GAP: usize = 2;
/// A longer word may be broken where words wrap.
const LONGEST_WORD: usize = 24;
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─'))
    .content_lines(ContentLineStyle::none());

/// Shows `rows` below one another, giving each finished line to `line`.
pub(super) fn list(
    selection: &Selection,
    rows: &RowBuffer,
    view: &View<'_>,
    mut line: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let heads: Vec<Cow<'static, str>> = selection.shown.iter().map(|place| selection.name(*place)).collect();
    let mut body: Vec<Vec<String>> = (0..rows.len()).map(|nth| shown(selection, &rows.row(nth), view)).collect();
    let Some(widths) = widths(selection, &heads, &body, view) else {
        for (nth, values) in body.iter().enumerate() {
            if nth > 0 {
                line("")?;
            }
            lines_of_card(&heads, values, view, &mut line)?;
        }
        return Ok(());
    };
    for (nth, width) in widths.iter().enumerate() {
        if matches!(selection.kind(selection.shown[nth]), Kind::Instant | Kind::End) {
            body.iter_mut().for_each(|values| stack_relative_time(&mut values[nth], *width));
        }
    }
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::MAX).set_header(heads.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    table.add_rows(body);
    let last = widths.len() - 1;
    for (nth, width) in widths.iter().enumerate() {
        let Some(column) = table.column_mut(nth) else { continue };
        let gap = if nth == last { 0 } else { GAP };
        column.set_padding((0, gap as u16));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed((width + gap) as u16)));
        if selection.kind(selection.shown[nth]) == Kind::Int {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for (nth, text) in table.lines().enumerate() {
        let text = text.trim_end();
        match nth {
            0 if view.color => line(&style::paint(style::HEAD, text))?,
            _ => line(text)?,
        }
    }
    Ok(())
}

/// Shows one record as a card: a line for each column.
pub(super) fn card(
    selection: &Selection,
    cells: &[Cell<'_>],
    view: &View<'_>,
    mut line: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let heads: Vec<Cow<'static, str>> = selection.shown.iter().map(|place| selection.name(*place)).collect();
    lines_of_card(&heads, &shown(selection, cells, view), view, &mut line)
}

/// A cell as people read it, harmless on a terminal.
pub(super) fn for_people(cell: &Cell<'_>, view: &View<'_>) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) | Cell::List(text) | Cell::Json(text) => for_terminal(text).into_owned(),
        Cell::Shown(value) => for_terminal(&value.to_string()).into_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Bool(true) => "yes".to_owned(),
        Cell::Bool(false) => "no".to_owned(),
        Cell::At(at) if view.width.is_some() => format!("{} ({})", view.zone.local(*at), at.relative(view.now)),
        Cell::At(at) => view.zone.local(*at),
    }
}

fn shown(selection: &Selection, cells: &[Cell<'_>], view: &View<'_>) -> Vec<String> {
    let shown = |place: &usize| match (&cells[*place], selection.kind(*place)) {
        (Cell::At(at), Kind::End) if view.width.is_some() => {
            format!("{} ({})", view.zone.end_in_words(*at), at.relative(view.now))
        }
        (Cell::At(at), Kind::End) => view.zone.end_in_words(*at),
        (cell, _) => for_people(cell, view),
    };
    selection.shown.iter().map(shown).collect()
}

fn lines_of_card(
    heads: &[Cow<'static, str>],
    values: &[String],
    view: &View<'_>,
    line: &mut impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let widest = heads.iter().map(|head| head.width()).max().unwrap_or_default();
    for (head, value) in heads.iter().zip(values) {
        let gap = " ".repeat(widest + GAP - head.width());
        let head = if view.color { Cow::Owned(style::paint(style::HEAD, head)) } else { head.clone() };
        line(format!("{head}{gap}{value}").trim_end())?;
    }
    Ok(())
}

/// The width of each column: that of its content if the terminal has room (or there is none), else words give way,
/// the widest column first. `None` when even that is not enough.
fn widths(
    selection: &Selection,
    heads: &[Cow<'static, str>],
    body: &[Vec<String>],
    view: &View<'_>,
) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    let mut least = widths.clone();
    for values in body {
        for (nth, value) in values.iter().enumerate() {
            let width = value.width();
            widths[nth] = widths[nth].max(width);
            least[nth] = least[nth].max(match selection.kind(selection.shown[nth]) {
                Kind::Id | Kind::Int | Kind::Bool => width,
                Kind::Instant | Kind::End => value.split(" (").map(UnicodeWidthStr::width).max().unwrap_or_default(),
                Kind::List => longest_word(value),
                Kind::Text | Kind::Json => longest_word(value).min(LONGEST_WORD),
            });
        }
    }
    let Some(width) = view.width else { return Some(widths) };
    let room = usize::from(width).saturating_sub(GAP * (widths.len().max(1) - 1));
    if least.iter().sum::<usize>() > room {
        return None;
    }
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let widest = (0..widths.len()).filter(|nth| widths[*nth] > least[*nth]).max_by_key(|nth| widths[*nth])?;
        widths[widest] -= 1;
        excess -= 1;
    }
    Some(widths)
}

/// Where the two do not fit side by side, the relative time goes below the local one.
fn stack_relative_time(value: &mut String, width: usize) {
    if value.width() > width {
        *value = value.replacen(" (", "\n(", 1);
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or_default()
}
