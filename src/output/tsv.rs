//! Tab-separated values: a line for each record, a tab between cells, nothing quoted.
//!
//! Names, fields and reasons hold no control characters, so that their cells are exact. Only texts of other programs,
//! such as the reply of a mail server, may hold a tab or a line end: it is written as `\t`, `\n` or `\r`, so that a
//! record stays one line.

use super::cell::Cell;
use super::columns::Selection;
use super::put;

pub(super) fn header(buf: &mut String, selection: &Selection) {
    line(buf, selection, |buf, place| text(buf, &selection.name(place)));
}

/// The line of one row.
pub(super) fn row(buf: &mut String, selection: &Selection, cells: &[Cell<'_>]) {
    line(buf, selection, |buf, place| match &cells[place] {
        Cell::Null => {}
        Cell::Text(value) | Cell::List(value) | Cell::Json(value) => text(buf, value),
        Cell::Shown(value) => {
            let start = buf.len();
            put(buf, format_args!("{value}"));
            if buf[start..].contains(breaks_line) {
                let value = buf.split_off(start);
                text(buf, &value);
            }
        }
        Cell::Result(word) => buf.push_str(word.name()),
        Cell::Int(number) => put(buf, format_args!("{number}")),
        Cell::Bool(truth) => buf.push_str(if *truth { "true" } else { "false" }),
        Cell::At(at) => buf.push_str(&at.to_rfc3339()),
    });
}

fn line(buf: &mut String, selection: &Selection, mut cell: impl FnMut(&mut String, usize)) {
    for (nth, place) in selection.shown.iter().enumerate() {
        if nth > 0 {
            buf.push('\t');
        }
        cell(buf, *place);
    }
    buf.push('\n');
}

fn text(buf: &mut String, value: &str) {
    for part in value.split_inclusive(breaks_line) {
        let escape = match part.as_bytes().last() {
            Some(b'\t') => "\\t",
            Some(b'\n') => "\\n",
            Some(b'\r') => "\\r",
            _ => "",
        };
        buf.push_str(part.trim_end_matches(breaks_line));
        buf.push_str(escape);
    }
}

const fn breaks_line(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}
