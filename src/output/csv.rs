//! CSV as RFC 4180 has it, but with LF: exact by default, or made safe for spreadsheets.
//!
//! Written by hand because exports are measured against `sqlite3 -csv`: cells go straight into the buffer, and are
//! looked through for quotes only afterwards.

use super::put;
use std::borrow::Cow;

use crate::domain::spreadsheet::needs_guard;
use crate::domain::time::Zone;

use super::cell::Cell;
use super::columns::Selection;

/// Which bytes force quotes: comma, quote, line ends.
const EXACT: [bool; 256] = table(b",\"\n\r");
/// For spreadsheets also the separators of other locales, so that a cell cannot be split into a formula.
const SPREADSHEET: [bool; 256] = table(b",\"\n\r;\t");

/// Writes CSV into a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Csv {
    /// Byte for byte what the data is.
    Exact,
    /// With BOM, local times, and texts that stay texts (docs/reference.md#output).
    Spreadsheet,
}

impl Csv {
    /// What the file begins with, before any line.
    pub(super) fn begin(self, buf: &mut String) {
        if self == Self::Spreadsheet {
            buf.push('\u{feff}');
        }
    }

    pub(super) fn header(self, buf: &mut String, selection: &Selection) {
        for (nth, place) in selection.shown.iter().enumerate() {
            self.separate(buf, nth);
            self.text(buf, &selection.name(*place));
        }
        buf.push('\n');
    }

    /// The line of one row.
    pub(super) fn row(self, buf: &mut String, selection: &Selection, cells: &[Cell<'_>], zone: &Zone) {
        let start = buf.len();
        for (nth, place) in selection.shown.iter().enumerate() {
            self.separate(buf, nth);
            self.cell(buf, &cells[*place], zone);
        }
        if buf.len() == start {
            // A lone empty cell: readers skip blank lines.
            buf.push_str("\"\"");
        }
        buf.push('\n');
    }

    fn separate(self, buf: &mut String, nth: usize) {
        if nth > 0 {
            buf.push(',');
        }
    }

    fn cell(self, buf: &mut String, cell: &Cell<'_>, zone: &Zone) {
        match cell {
            Cell::Null => {}
            Cell::Text(text) if text.is_empty() => buf.push_str("\"\""),
            Cell::Text(text) | Cell::List(text) | Cell::Json(text) => self.text(buf, text),
            Cell::Shown(value) => {
                let start = buf.len();
                put(buf, format_args!("{value}"));
                if self.needs_care(&buf[start..]) {
                    let text = buf.split_off(start);
                    self.text(buf, &text);
                }
            }
            Cell::Result(word) => buf.push_str(word.name()),
            Cell::Int(number) => put(buf, format_args!("{number}")),
            Cell::Bool(truth) => buf.push_str(if *truth { "true" } else { "false" }),
            Cell::At(at) if self == Self::Spreadsheet => buf.push_str(&at.to_spreadsheet(zone)),
            Cell::At(at) => buf.push_str(&at.to_rfc3339()),
        }
    }

    fn text(self, buf: &mut String, text: &str) {
        if !self.needs_care(text) {
            buf.push_str(text);
            return;
        }
        let defused = if self == Self::Spreadsheet && needs_guard(text) {
            Cow::Owned(format!("'{text}"))
        } else {
            Cow::Borrowed(text)
        };
        if !self.needs_quotes(&defused) {
            buf.push_str(&defused);
            return;
        }
        buf.push('"');
        for (nth, part) in defused.split('"').enumerate() {
            if nth > 0 {
                buf.push_str("\"\"");
            }
            buf.push_str(part);
        }
        buf.push('"');
    }

    fn needs_care(self, text: &str) -> bool {
        self.needs_quotes(text) || self == Self::Spreadsheet && needs_guard(text)
    }

    fn needs_quotes(self, text: &str) -> bool {
        let special = match self {
            Self::Exact => &EXACT,
            Self::Spreadsheet => &SPREADSHEET,
        };
        text.bytes().any(|byte| special[usize::from(byte)])
    }
}

const fn table(special: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < special.len() {
        table[special[at] as usize] = true;
        at += 1;
    }
    table
}
