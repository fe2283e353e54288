//! Tables for people: aligned columns, or a card for each record where the columns do not fit.
//!
//! On a terminal, words wrap, instants carry relative times and the head is bold; piped, lines are as long as they must
//! be. Identifiers are never cut or broken (docs/reference.md#never-the-wrong-client), so that a list whose identifiers
//! alone are wider than the terminal is shown as cards, as `psql` does with `\x auto`. No column is ever left out.

use std::borrow::Cow;

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::cell::Cell;
use super::columns::{Header, Kind, Selection};
use super::fold::folded;
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
    let has_header = selection.header == Header::Printed;
    let names: Vec<Cow<'static, str>> = selection.shown.iter().map(|place| selection.name(*place)).collect();
    // Without a header, names make no column wider.
    let heads = if has_header { names.clone() } else { vec![Cow::Borrowed(""); names.len()] };
    let mut body: Vec<Vec<String>> = (0..rows.len()).map(|nth| shown(selection, &rows.row(nth), view)).collect();
    let least = least_widths(selection, &heads, &body);
    let last = least.len().saturating_sub(1);
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
    if let Some(width) = view.width {
        let room = usize::from(width).saturating_sub(GAP * last);
        if least.iter().sum::<usize>() > room {
            return cards(&names, &body, view, line);
        }
        if whole_width(&heads, &body) > room {
            stack_relative_times(selection, &mut body);
        }
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    if has_header {
        table.set_header(heads.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    }
    table.add_rows(body);
    for (nth, least) in least.iter().enumerate() {
        let Some(column) = table.column_mut(nth) else { continue };
        let gap = if nth == last { 0 } else { GAP };
        column.set_padding((0, gap as u16));
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed((least + gap) as u16)));
        if selection.kind(selection.shown[nth]) == Kind::Int {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for (nth, text) in table.lines().enumerate() {
        let text = text.trim_end();
        match nth {
            0 if has_header && view.color => line(&style::paint(style::HEAD, text))?,
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
        Cell::Result(word) => word.name().to_owned(),
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

fn cards(
    heads: &[Cow<'static, str>],
    body: &[Vec<String>],
    view: &View<'_>,
    mut line: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    for (nth, values) in body.iter().enumerate() {
        if nth > 0 {
            line("")?;
        }
        lines_of_card(heads, values, view, &mut line)?;
    }
    Ok(())
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
        let whole = format!("{head}{gap}{value}");
        let whole = view.width.map_or(Cow::Borrowed(whole.trim_end()), |width| {
            Cow::Owned(folded(whole.trim_end(), usize::from(width), widest + GAP))
        });
        match whole.strip_prefix(&**head) {
            Some(rest) if view.color => line(&format!("{}{rest}", style::paint(style::HEAD, head)))?,
            _ => line(&whole)?,
        }
    }
    Ok(())
}

/// The least width of each column, below which identifiers, numbers, times or words would be broken.
fn least_widths(selection: &Selection, heads: &[Cow<'static, str>], body: &[Vec<String>]) -> Vec<usize> {
    let mut least: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    for values in body {
        for (nth, value) in values.iter().enumerate() {
            least[nth] = least[nth].max(match selection.kind(selection.shown[nth]) {
                Kind::Id | Kind::Int | Kind::Bool => value.width(),
                Kind::Instant | Kind::End => {
                    stacked(value).lines().map(UnicodeWidthStr::width).max().unwrap_or_default()
                }
                Kind::List => longest_word(value),
                Kind::Text | Kind::Json => longest_word(value).min(LONGEST_WORD),
            });
        }
    }
    least
}

/// The width of all columns if nothing is wrapped, without the gaps between them.
fn whole_width(heads: &[Cow<'static, str>], body: &[Vec<String>]) -> usize {
    let widest = |nth: usize| body.iter().map(|values| values[nth].width()).max().unwrap_or_default();
    heads.iter().enumerate().map(|(nth, head)| head.width().max(widest(nth))).sum()
}

/// Where a row does not fit on one line, each relative time goes below the local one.
fn stack_relative_times(selection: &Selection, body: &mut [Vec<String>]) {
    for (nth, place) in selection.shown.iter().enumerate() {
        if selection.kind(*place).is_moment() {
            body.iter_mut().for_each(|values| values[nth] = stacked(&values[nth]));
        }
    }
}

fn stacked(time: &str) -> String {
    time.replacen(" (", "\n(", 1)
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or_default()
}
