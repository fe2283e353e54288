//! An Excel workbook of one sheet (ECMA-376): text stays text, numbers, truth values and dates have their type.
//!
//! Rows go straight into the archive, so that memory does not grow with them. Only the first rows wait, because the
//! widths of the columns stand before them. Strings are written in their cells and not in a table, which would have to
//! be held until the end.

mod parts;

use super::cell::Cell;
use super::columns::Selection;
use super::put;
use super::zip::Archive;
use crate::domain::time::{Instant, Zone};
use crate::error::{Error, Result};

/// The most rows of a sheet, with the header, and the most characters of a cell, in UTF-16. Excel refuses or cuts more
/// ("Excel specifications and limits").
const MOST_ROWS: u64 = 1_048_576;
const MOST_CHARACTERS: usize = 32_767;
/// Numbers above this lose digits in Excel, which calculates with 15.
const MOST_EXACT: u64 = 999_999_999_999_999;
/// How many rows, or how much of them, the widths are taken from.
const SAMPLE_ROWS: u64 = 1_000;
const SAMPLE: usize = 1 << 20;
/// Widths of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;
/// What a filter button covers of a header.
const BUTTON: usize = 3;
const MOMENT_WIDTH: usize = "2026-11-21 14:05:00".len();
/// 30 December 1899 in milliseconds, the day 0 of Excel as it counts after February 1900; and the first day after which
/// it counts right.
const DAY_ZERO: i64 = -2_209_161_600_000;
const FIRST_DAY: i64 = 61;
const DAY_MS: i64 = 86_400_000;
/// The first day of the year 10000.
const AFTER_LAST_DAY: i64 = 2_958_466;

/// Styles by their number in `xl/styles.xml`.
#[derive(Debug, Clone, Copy)]
enum Style {
    Number = 0,
    Text = 1,
    Head = 2,
    Moment = 3,
}

/// A workbook on its way out.
#[derive(Debug)]
pub(super) struct Workbook {
    archive: Archive,
    /// Rows that are not in the archive yet.
    xml: String,
    /// The widths of the columns, until they are written.
    widths: Option<Vec<usize>>,
    columns: usize,
    rows: u64,
}

impl Workbook {
    /// Begins the workbook with its header.
    ///
    /// # Errors
    /// `bug` when it cannot be compressed.
    pub(super) fn begin(selection: &Selection, zone: &Zone) -> Result<Self> {
        let mut archive = Archive::default();
        for (name, content) in parts::BEFORE {
            archive.add(name, content)?;
        }
        archive.begin(parts::SHEET)?;
        let columns = selection.shown.len();
        let mut book = Self { archive, xml: String::new(), widths: Some(vec![NARROWEST; columns]), columns, rows: 0 };
        book.begin_row();
        for (nth, place) in selection.shown.iter().enumerate() {
            let mut name = selection.name(*place).into_owned();
            if selection.kind(*place).is_moment() {
                put(&mut name, format_args!(" ({})", zone.name_for_dates()));
            }
            book.text(nth, &name, Style::Head, BUTTON)?;
        }
        book.end_row()?;
        Ok(book)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// `failed` when Excel would not keep it whole.
    pub(super) fn row(&mut self, selection: &Selection, cells: &[Cell<'_>], zone: &Zone) -> Result<()> {
        if self.rows == MOST_ROWS {
            return Err(Error::failed(format!(
                "the list has more rows than the {} that an Excel sheet holds",
                MOST_ROWS - 1
            ))
            .advice("choose `--format csv`, or print fewer rows"));
        }
        self.begin_row();
        for (nth, place) in selection.shown.iter().enumerate() {
            self.cell(nth, &cells[*place], zone).map_err(|error| {
                error.context(format!("the column {} of row {}", selection.name(*place), self.rows))
            })?;
        }
        self.end_row()
    }

    /// Ends the workbook.
    ///
    /// # Errors
    /// `failed` when it is too large.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.write_sample()?;
        let range = format!("A1:{}{}", letters(self.columns.saturating_sub(1)), self.rows);
        self.archive.write(parts::end_of_sheet(&range).as_bytes())?;
        self.archive.end()?;
        self.archive.add(parts::WORKBOOK, &parts::workbook(&range))?;
        self.archive.finish()
    }

    /// How many bytes are ready.
    pub(super) fn ready(&self) -> usize {
        self.archive.ready()
    }

    /// Takes out what is ready.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.archive.take()
    }

    fn begin_row(&mut self) {
        self.rows += 1;
        put(&mut self.xml, format_args!("<row r=\"{}\">", self.rows));
    }

    fn end_row(&mut self) -> Result<()> {
        self.xml.push_str("</row>");
        if self.widths.is_some() && self.rows <= SAMPLE_ROWS && self.xml.len() < SAMPLE {
            return Ok(());
        }
        self.write_sample()?;
        self.write_rows()
    }

    /// Writes the widths and the rows that they are of.
    fn write_sample(&mut self) -> Result<()> {
        if let Some(widths) = self.widths.take() {
            self.archive.write(parts::begin_of_sheet(&widths).as_bytes())?;
        }
        self.write_rows()
    }

    fn write_rows(&mut self) -> Result<()> {
        self.archive.write(self.xml.as_bytes())?;
        self.xml.clear();
        Ok(())
    }

    fn cell(&mut self, nth: usize, cell: &Cell<'_>, zone: &Zone) -> Result<()> {
        match cell {
            Cell::Null => Ok(()),
            Cell::Text(text) | Cell::List(text) | Cell::Json(text) => self.text(nth, text, Style::Text, 0),
            Cell::Shown(value) => self.text(nth, &value.to_string(), Style::Text, 0),
            Cell::Result(word) => self.text(nth, word.name(), Style::Text, 0),
            Cell::Int(number) if number.unsigned_abs() > MOST_EXACT => {
                self.text(nth, &number.to_string(), Style::Text, 0)
            }
            Cell::Int(number) => {
                self.widen(nth, NARROWEST);
                self.value(nth, Style::Number, "", &number.to_string());
                Ok(())
            }
            Cell::Bool(truth) => {
                self.value(nth, Style::Number, " t=\"b\"", if *truth { "1" } else { "0" });
                Ok(())
            }
            Cell::At(at) => self.moment(nth, *at, zone),
        }
    }

    /// A date with the time that the clocks show; as text where Excel has no such date.
    fn moment(&mut self, nth: usize, at: Instant, zone: &Zone) -> Result<()> {
        let since_day_zero = at.ms() + zone.offset_for_dates_ms(at) - DAY_ZERO;
        if !(FIRST_DAY * DAY_MS..AFTER_LAST_DAY * DAY_MS).contains(&since_day_zero) {
            return self.text(nth, &at.to_rfc3339(), Style::Text, 0);
        }
        self.widen(nth, MOMENT_WIDTH);
        // In decimals of a day, so that no rounding of floats shows: ten of them are finer than a millisecond.
        let (days, ms) = (since_day_zero / DAY_MS, since_day_zero % DAY_MS);
        let fraction = (ms * 10_000_000_000 + DAY_MS / 2) / DAY_MS;
        self.value(nth, Style::Moment, "", &format!("{days}.{fraction:010}"));
        Ok(())
    }

    fn value(&mut self, nth: usize, style: Style, kind: &str, value: &str) {
        let (column, row, style) = (letters(nth), self.rows, style as u8);
        put(&mut self.xml, format_args!("<c r=\"{column}{row}\" s=\"{style}\"{kind}><v>{value}</v></c>"));
    }

    /// A text with room for `more` characters.
    fn text(&mut self, nth: usize, text: &str, style: Style, more: usize) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let characters = text.encode_utf16().count();
        if characters > MOST_CHARACTERS {
            return Err(Error::failed(format!(
                "has {characters} characters, and a cell of Excel holds {MOST_CHARACTERS}"
            ))
            .advice("choose `--format csv`, or leave the column out with `--columns`"));
        }
        if self.widths.is_some() {
            self.widen(nth, unicode_width::UnicodeWidthStr::width(text) + more);
        }
        let (column, row, style) = (letters(nth), self.rows, style as u8);
        put(
            &mut self.xml,
            format_args!("<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"),
        );
        escape(&mut self.xml, text);
        self.xml.push_str("</t></is></c>");
        Ok(())
    }

    fn widen(&mut self, nth: usize, width: usize) {
        if let Some(widths) = &mut self.widths {
            widths[nth] = widths[nth].max(width.min(WIDEST));
        }
    }
}

/// The name of a column: A to Z, AA, AB and so on.
fn letters(nth: usize) -> String {
    let mut rest = nth + 1;
    let mut name = Vec::new();
    while rest > 0 {
        name.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// Writes text into XML. What XML cannot hold is written as `_x000D_`, and what looks like that is escaped in the same way
/// (ECMA-376, part 1, 22.9.2.19, ST_Xstring).
fn escape(xml: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '_' if is_escape(&text.as_bytes()[at..]) => xml.push_str("_x005F_"),
            '\n' | '\t' | ' '..='\u{fffd}' | '\u{10000}'.. => xml.push(c),
            c => put(xml, format_args!("_x{:04X}_", u32::from(c))),
        }
    }
}

/// Whether it begins like `_x000D_`.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ .., ] if digits.len() >= 5 && digits[4] == b'_' && digits[..4].iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests;
