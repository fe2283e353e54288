//! The one grammar that is accepted, read byte by byte before any row is used.
//!
//! A cell is bare text without quotes, or is wholly in quotes with each inner quote doubled (RFC 4180); every row has
//! as many cells as the header, or fewer or more where the rest are empty, as spreadsheets write them; rows without any
//! content are skipped; all is UTF-8. In this grammar the csv crate, which elsewhere repairs in silence what it does
//! not understand, has one reading only.

use std::io::Read;

use crate::domain::name::cp850;
use crate::domain::shell::shell_format;
use crate::domain::spreadsheet;
use crate::error::{Error, Fact, Result};

/// The longest cell, in bytes.
pub const LONGEST_CELL: usize = 64 << 10;
/// How many malformed places one error names.
const MOST_PLACES: usize = 20;
/// How many samples are shown of text in another encoding.
const SAMPLES: usize = 3;

/// Whether a byte is no content: a row of only such bytes is skipped.
pub const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// What is known of the cells of a whole table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cells {
    /// One is guarded by an apostrophe ([`spreadsheet::unguarded`]).
    guarded: bool,
    /// One could be taken for a formula, begins with an apostrophe that guards nothing, or is an instant as machines write
    /// it. A number proves nothing: people type such cells.
    bare: bool,
}

impl Cells {
    /// Whether every cell is as `--spreadsheet-safe` writes it, and some are guarded.
    #[must_use]
    pub const fn are_guarded(self) -> bool {
        self.guarded && !self.bare
    }

    fn see(&mut self, cell: &str) {
        if spreadsheet::unguarded(cell).is_some() {
            self.guarded = true;
        } else if spreadsheet::is_formula(cell) || cell.starts_with('\'') || spreadsheet::is_instant(cell) {
            self.bare = true;
        }
    }
}

/// Reads all of `input` and refuses it if it is malformed anywhere.
///
/// # Errors
/// `usage` that names the first malformed places by line; `failed` when the copy cannot be read.
pub fn check(name: &str, mut input: impl Read, separator: u8) -> Result<Cells> {
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
    if checker.places.is_empty() { Ok(checker.cells) } else { Err(malformed(name, &checker)) }
}

/// The encoding is not UTF-8: one line with samples, read as the encoding that is meant nearly always. What else is wrong
/// comes to light once the text is read as it was meant.
fn other_encoding(name: &str, checker: &Checker) -> Error {
    let places: Vec<&CellPosition> = checker.places.iter().filter(|place| place.fault == Fault::Encoding).collect();
    let shown: Vec<String> = places
        .iter()
        .take(SAMPLES)
        .map(|place| format!("line {} {}", place.line, super::mapping::quoted(&place.sample)))
        .collect();
    let more = if places.len() > SAMPLES { " and more" } else { "" };
    let (what, hint) = match checker.encoding() {
        Guess::Mixed => (
            "is UTF-8 in some cells and not in others",
            "parts of it come from files in different encodings: export each of them again as CSV UTF-8".to_owned(),
        ),
        Guess::Windows1252 => ("is not UTF-8 but most likely Windows-1252", conversion(name, "WINDOWS-1252")),
        Guess::Cp850 => ("is not UTF-8 but most likely CP850, as in DOS", conversion(name, "CP850")),
    };
    Error::usage(format!("{name} {what}, and nothing of it was used: {}{more}", shown.join(", "))).advice(hint)
}

/// The command that converts the file, ready to be pasted. It never writes to the file that it reads.
fn conversion(name: &str, from: &str) -> String {
    if name == super::STANDARD_INPUT {
        return shell_format!(
            "text must be UTF-8: pass it through `iconv -f {} -t UTF-8`, or save it as CSV UTF-8",
            from
        );
    }
    let path = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
    let to = if name.ends_with("utf8.csv") { "utf8-2.csv" } else { "utf8.csv" };
    shell_format!(
        "text must be UTF-8: convert it with `iconv -f {} -t UTF-8 {} > {}`, or save it as CSV UTF-8",
        from,
        path,
        to
    )
}

/// What a text that is not UTF-8 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guess {
    Windows1252,
    Cp850,
    /// Some cells are UTF-8.
    Mixed,
}

/// Whether a cell is CP850: it has bytes that are nothing in Windows-1252, or low and closing quotation marks amid a word,
/// which are `ä` and `ö` there.
fn is_cp850(cell: &[u8]) -> bool {
    let amid_word = |triple: &[u8]| matches!(triple, [before, 0x84 | 0x94, after] if before.is_ascii_alphabetic() && after.is_ascii_lowercase());
    cell.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) || cell.windows(3).any(amid_word)
}

fn malformed(name: &str, checker: &Checker) -> Error {
    let places = &checker.places;
    let more = if places.len() >= MOST_PLACES { ", and maybe more" } else { "" };
    let shown: Vec<String> = places.iter().map(|place| format!("line {}: {}", place.line, place.what)).collect();
    let is_encoded = |place: &&CellPosition| place.fault == Fault::Encoding;
    let mut error = if places.iter().any(|place| is_encoded(&place)) {
        other_encoding(name, checker)
    } else {
        Error::usage(format!("{name} is malformed and nothing of it was used; {}{more}", shown.join("; ")))
    };
    for fault in [Fault::Quote, Fault::Ragged, Fault::Nul, Fault::Long, Fault::Unnamed] {
        if !places.iter().any(|place| is_encoded(&place)) && places.iter().any(|place| place.fault == fault) {
            error = error.advice(fault.hint());
        }
    }
    error
        .fact("file", name)
        .fact("line", places[0].line)
        .fact("lines", Fact::list(places.iter().map(|place| place.line)))
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
    fn hint(self) -> String {
        match self {
            Self::Encoding => "text must be UTF-8: save it as CSV UTF-8".into(),
            Self::Quote => {
                "a cell that holds a quote, a separator or a line end is put in quotes, each inner quote doubled: \
                 `\"5\"\" pipe\"`"
                    .into()
            }
            Self::Ragged => {
                "a row has no more cells than the header; a cell that holds the separator is put in quotes".into()
            }
            Self::Nul => "such bytes are no text: export the rows again as CSV UTF-8".into(),
            Self::Long => format!("a cell holds at most {LONGEST_CELL} bytes"),
            Self::Unnamed => "give the column a name in the header row, or empty its cells".into(),
        }
    }
}

#[derive(Debug)]
struct CellPosition {
    line: u64,
    what: String,
    fault: Fault,
    /// The cell, where it is in another encoding.
    sample: String,
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
    places: Vec<CellPosition>,
    cells: Cells,
    /// Whether a cell was UTF-8 beyond ASCII.
    has_utf8: bool,
    /// Whether a cell was CP850.
    has_cp850: bool,
    stopped: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct RowSoFar {
    line: u64,
    cells: usize,
    /// How many cells there are up to the last one with content.
    filled: usize,
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
            cells: Cells::default(),
            has_utf8: false,
            has_cp850: false,
            stopped: false,
        }
    }

    fn encoding(&self) -> Guess {
        match (self.has_utf8, self.has_cp850) {
            (true, _) => Guess::Mixed,
            (false, true) => Guess::Cp850,
            (false, false) => Guess::Windows1252,
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
                    // Which quotes open and which close is anyone's guess from here on.
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
                self.has_cp850 |= is_cp850(&self.cell);
                Some((Fault::Encoding, format!("byte 0x{byte:02X} is not UTF-8{}", in_latin1(byte))))
            }
            Ok(text) if text.contains('\0') => Some((Fault::Nul, "a NUL byte".to_owned())),
            Ok(text) => {
                self.has_utf8 |= !text.is_ascii();
                if self.header.is_none() {
                    self.names.push(text.trim().to_owned());
                } else {
                    self.cells.see(text);
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
        if content {
            self.row.filled = self.row.cells;
        }
        self.cell.clear();
        self.state = State::Start;
    }

    fn end_row(&mut self) {
        let row = self.row;
        if row.content && !self.stopped {
            match self.header.as_ref().map(Vec::len) {
                None => self.header = Some(std::mem::take(&mut self.names)),
                Some(width) if width < row.filled => {
                    let what = format!("{} cells where the header has {width}", row.filled);
                    self.note(row.line, Fault::Ragged, what);
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
            let sample = match fault {
                Fault::Encoding => sample(&self.cell),
                _ => String::new(),
            };
            self.places.push(CellPosition { line, what, fault, sample });
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
            Some(Some(name)) if !name.is_empty() => format!("column {}, ", super::mapping::quoted(name)),
            Some(_) => format!("column {}, ", self.row.cells + 1),
        }
    }
}

/// A cell in another encoding, for people.
fn sample(cell: &[u8]) -> String {
    let text = if is_cp850(cell) {
        cell.iter().map(|byte| cp850(*byte)).collect()
    } else {
        encoding_rs::WINDOWS_1252.decode(cell).0.into_owned()
    };
    text.trim().to_owned()
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
