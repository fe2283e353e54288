//! The one grammar that is accepted, read byte by byte before any row is used.
//!
//! A cell is bare text without quotes, or stands wholly in quotes with each inner quote doubled (RFC 4180); every row
//! has as many cells as the header, but rows without any content are skipped; all is UTF-8. In this grammar the csv
//! crate, which elsewhere repairs in silence what it does not understand, has one reading only.

use std::io::{BufRead, BufReader, Read};

use crate::domain::paste::pasted;
use crate::error::{Error, Fact, Result};

/// The longest cell, in bytes.
pub const LONGEST_CELL: usize = 64 << 10;
/// The longest header row, in bytes: whatever has no end of line by then is no table.
const LONGEST_HEADER: u64 = 1 << 20;
/// How many malformed places one error names.
const MOST_PLACES: usize = 20;

/// Whether a byte is no content: a row of only such bytes is skipped.
#[must_use]
pub const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The separator that the header row speaks for: `,`, `;` or tab. The one under which most names are `recognised`,
/// then the one that splits most.
///
/// # Errors
/// `failed` when the copy cannot be read.
pub fn separator(name: &str, input: impl Read, recognised: impl Fn(&str) -> bool) -> Result<u8> {
    let header = header_row(input).map_err(|error| Error::failed(format!("cannot read {name}: {error}")))?;
    let score = |separator: u8| {
        let mut row = csv::ByteRecord::new();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(header.as_slice());
        match reader.read_byte_record(&mut row) {
            Ok(true) => {
                let known = row.iter().filter(|cell| recognised(String::from_utf8_lossy(cell).trim())).count();
                (known, row.len())
            }
            _ => (0, 0),
        }
    };
    // The last of equals wins, so that the usual one stands last.
    Ok([b'\t', b';', b','].into_iter().max_by_key(|separator| score(*separator)).unwrap_or(b','))
}

/// The first row with content, its quoted line ends included.
fn header_row(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut input = BufReader::new(input.take(LONGEST_HEADER));
    let mut row = Vec::new();
    loop {
        let read = input.read_until(b'\n', &mut row)?;
        if read == 0 || row.iter().filter(|b| **b == b'"').count() % 2 == 0 {
            let empty = row.iter().all(|b| is_blank(*b) || matches!(b, b',' | b';' | b'"'));
            if read == 0 || !empty {
                return Ok(row);
            }
            row.clear();
        }
    }
}

/// Reads all of `input` and refuses it if it is malformed anywhere.
///
/// # Errors
/// `usage` that names the first malformed places by line; `failed` when the copy cannot be read.
pub fn check(name: &str, mut input: impl Read, separator: u8) -> Result<()> {
    let mut checker = Checker::new(separator);
    let mut chunk = vec![0; 64 << 10];
    while !checker.stopped {
        let n = input.read(&mut chunk).map_err(|error| Error::failed(format!("cannot read {name}: {error}")))?;
        if n == 0 {
            break;
        }
        checker.feed(&chunk[..n]);
    }
    checker.finish();
    if checker.places.is_empty() { Ok(()) } else { Err(malformed(name, &checker)) }
}

fn malformed(name: &str, checker: &Checker) -> Error {
    let places = &checker.places;
    let more = if places.len() >= MOST_PLACES { ", and maybe more" } else { "" };
    let told: Vec<String> = places.iter().map(|place| format!("line {}: {}", place.line, place.what)).collect();
    let mut error = Error::usage(format!("{name} is malformed and nothing of it was used; {}{more}", told.join("; ")))
        .fact("file", name)
        .fact("line", places[0].line)
        .fact("lines", Fact::list(places.iter().map(|place| place.line)));
    for fault in [Fault::Encoding, Fault::Quote, Fault::Ragged, Fault::Nul, Fault::Long, Fault::Unnamed] {
        if places.iter().any(|place| place.fault == fault) {
            error = error.hint(fault.hint(name));
        }
    }
    error
}

/// What is wrong at a place; decides the hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Encoding,
    Quote,
    Ragged,
    Nul,
    Long,
    Unnamed,
}

impl Fault {
    fn hint(self, name: &str) -> String {
        match self {
            Self::Encoding if !is_plain_word(name) => {
                "text must be UTF-8: pass it through `iconv -f WINDOWS-1252 -t UTF-8`, or save it as CSV UTF-8".into()
            }
            Self::Encoding => pasted!(
                "text must be UTF-8: convert it with `iconv -f WINDOWS-1252 -t UTF-8 {} > utf8.csv`, or save it as CSV UTF-8",
                name
            ),
            Self::Quote => {
                "a cell that holds a quote, a separator or a line end stands in quotes, each inner quote doubled: \
                 `\"5\"\" pipe\"`"
                    .into()
            }
            Self::Ragged => {
                "each row needs a cell for each column; a cell that holds the separator stands in quotes".into()
            }
            Self::Nul => "such bytes are no text: export the rows again as CSV UTF-8".into(),
            Self::Long => format!("a cell holds at most {LONGEST_CELL} bytes"),
            Self::Unnamed => "give the column a name in the header row, or empty its cells".into(),
        }
    }
}

/// Whether a shell takes `name` as it stands; `standard input` it does not.
fn is_plain_word(name: &str) -> bool {
    !name.starts_with('-') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"./_-".contains(&b))
}

#[derive(Debug)]
struct Place {
    line: u64,
    what: String,
    fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a cell.
    Start,
    /// In a bare cell, so far only blanks.
    Blanks,
    Bare,
    Quoted,
    /// Behind a quote in a quoted cell: its end, or the first half of a doubled one.
    Closing,
    /// The rest of a line whose fault is noted.
    Skip,
}

struct Checker {
    separator: u8,
    state: State,
    line: u64,
    after_cr: bool,
    row: RowSoFar,
    cell: Vec<u8>,
    cell_line: u64,
    header: Option<Vec<String>>,
    names: Vec<String>,
    places: Vec<Place>,
    stopped: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct RowSoFar {
    line: u64,
    cells: usize,
    content: bool,
    /// The first cell with content under a column without a name.
    unnamed: Option<usize>,
}

impl Checker {
    fn new(separator: u8) -> Self {
        Self {
            separator,
            state: State::Start,
            line: 1,
            after_cr: false,
            row: RowSoFar { line: 1, ..RowSoFar::default() },
            cell: Vec::new(),
            cell_line: 1,
            header: None,
            names: Vec::new(),
            places: Vec::new(),
            stopped: false,
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.stopped {
                return;
            }
            self.byte(*byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
        let line_end = byte == b'\n' || byte == b'\r';
        match self.state {
            State::Start | State::Blanks | State::Bare => {
                if line_end {
                    if !(byte == b'\n' && after_cr) {
                        self.end_cell();
                        self.end_row();
                    }
                } else if byte == self.separator {
                    self.end_cell();
                } else if byte != b'"' {
                    let blank = is_blank(byte) && self.state != State::Bare;
                    self.state = if blank { State::Blanks } else { State::Bare };
                    self.push(byte);
                } else if self.state == State::Start {
                    self.state = State::Quoted;
                    self.cell_line = self.line;
                } else {
                    let what = if self.state == State::Blanks {
                        "a blank before the opening quote"
                    } else {
                        "a quote inside a cell that does not begin with one"
                    };
                    self.fault(self.line, Fault::Quote, format!("{}{what}", self.column()));
                }
            }
            State::Quoted => match byte {
                b'"' => self.state = State::Closing,
                _ => self.push(byte),
            },
            State::Closing => {
                if byte == b'"' {
                    self.state = State::Quoted;
                    self.push(b'"');
                } else if line_end {
                    self.end_cell();
                    self.end_row();
                } else if byte == self.separator {
                    self.end_cell();
                } else if self.cell_line == self.line {
                    self.fault(self.line, Fault::Quote, format!("{}text after the closing quote", self.column()));
                } else {
                    let what = format!(
                        "{}the quote that opens here closes on line {}, in the middle of text: is one missing?",
                        self.column(),
                        self.line
                    );
                    self.fault(self.cell_line, Fault::Quote, what);
                    // Which quotes open and which close is anybody's guess from here on.
                    self.stopped = true;
                }
            }
            State::Skip if line_end => self.begin_row(),
            State::Skip => {}
        }
        if byte == b'\r' || (byte == b'\n' && !after_cr) {
            self.line += 1;
            if matches!(self.state, State::Start) && self.row.cells == 0 {
                self.row.line = self.line;
            }
        }
    }

    fn push(&mut self, byte: u8) {
        if self.cell.len() < LONGEST_CELL {
            self.cell.push(byte);
            return;
        }
        if self.state == State::Quoted {
            let what = format!("{}the quote that opens here does not close within {LONGEST_CELL} bytes", self.column());
            self.fault(self.cell_line, Fault::Quote, what);
            self.stopped = true;
        } else {
            self.fault(self.line, Fault::Long, format!("{}a cell of more than {LONGEST_CELL} bytes", self.column()));
        }
    }

    fn end_cell(&mut self) {
        let content = self.cell.iter().any(|b| !is_blank(*b));
        let line = if matches!(self.state, State::Closing) { self.cell_line } else { self.line };
        let fault = match std::str::from_utf8(&self.cell) {
            Err(error) => {
                let byte = self.cell[error.valid_up_to()];
                Some((Fault::Encoding, format!("byte 0x{byte:02X} is not UTF-8{}", in_latin1(byte))))
            }
            Ok(text) if text.contains('\0') => Some((Fault::Nul, "a NUL byte".to_owned())),
            Ok(text) => {
                if self.header.is_none() {
                    self.names.push(text.trim().to_owned());
                }
                None
            }
        };
        if let Some((fault, what)) = fault {
            // The row goes on: a wrong byte says nothing about where cells end.
            self.note(line, fault, format!("{}{what}", self.column()));
            if self.header.is_none() {
                self.stopped = true;
            }
        }
        let unnamed = self.header.as_ref().and_then(|names| names.get(self.row.cells)).is_some_and(String::is_empty);
        if content && unnamed && self.row.unnamed.is_none() {
            self.row.unnamed = Some(self.row.cells + 1);
        }
        self.row.content |= content;
        self.row.cells += 1;
        self.cell.clear();
        self.state = State::Start;
    }

    fn end_row(&mut self) {
        let row = self.row;
        if row.content && !self.stopped {
            match self.header.as_ref().map(Vec::len) {
                None => self.header = Some(std::mem::take(&mut self.names)),
                Some(width) if width != row.cells => {
                    let cells = if row.cells == 1 { "cell" } else { "cells" };
                    self.note(row.line, Fault::Ragged, format!("{} {cells} where the header has {width}", row.cells));
                }
                Some(_) => {
                    if let Some(column) = row.unnamed {
                        self.note(row.line, Fault::Unnamed, format!("column {column} has content but no name"));
                    }
                }
            }
        }
        self.begin_row();
    }

    fn begin_row(&mut self) {
        self.names.clear();
        self.cell.clear();
        self.row = RowSoFar { line: self.line, ..RowSoFar::default() };
        self.state = State::Start;
    }

    /// Notes a fault that makes the rest of the line unreadable.
    fn fault(&mut self, line: u64, fault: Fault, what: String) {
        self.note(line, fault, what);
        self.state = State::Skip;
        // Without a header nothing below it means anything.
        self.stopped |= self.header.is_none();
    }

    fn note(&mut self, line: u64, fault: Fault, what: String) {
        if self.places.len() < MOST_PLACES {
            self.places.push(Place { line, what, fault });
        }
        self.stopped |= self.places.len() >= MOST_PLACES;
    }

    fn finish(&mut self) {
        if self.stopped {
            return;
        }
        match self.state {
            State::Quoted => {
                let what = format!("{}the quote that opens here is never closed", self.column());
                self.fault(self.cell_line, Fault::Quote, what);
            }
            State::Start if self.row.cells == 0 => {}
            State::Skip => {}
            _ => {
                self.end_cell();
                self.end_row();
            }
        }
    }

    /// The present column, for the beginning of a message.
    fn column(&self) -> String {
        match self.header.as_ref().map(|names| names.get(self.row.cells)) {
            None => format!("header of column {}, ", self.row.cells + 1),
            Some(Some(name)) if !name.is_empty() => format!("column {}, ", super::header::quoted(name)),
            Some(_) => format!("column {}, ", self.row.cells + 1),
        }
    }
}

/// What the byte would be in the encoding that is meant nearly always.
fn in_latin1(byte: u8) -> String {
    let bytes = [byte];
    let (text, _, damaged) = encoding_rs::WINDOWS_1252.decode(&bytes);
    match text.chars().next() {
        Some(letter) if !damaged && letter.is_alphanumeric() => format!(" (in Windows-1252 it would be {letter})"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
