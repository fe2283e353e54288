//! [`TableReader`]: the rows of a table that was handed in, one at a time, at flat memory.

use std::collections::VecDeque;
use std::io::{BufReader, Read, Seek, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;

use csv::StringRecord;
use tempfile::SpooledTempFile;

use super::header::{self, Known, Role};
use super::mapping::quoted;
use super::mapping::{self, Mapping, Value};
use super::{Encoding, check, head, spool};
use crate::domain::spreadsheet;
use crate::error::{Error, Result};

/// A table whose input has been read and checked as a whole.
pub struct TableReader {
    name: String,
    encoding: Encoding,
    separator: u8,
    /// Whether the input begins with a byte order mark.
    marked: bool,
    /// Whether its first line ends with CR LF.
    crlf: bool,
    columns: Columns,
    header: StringRecord,
    rows: Option<csv::Reader<BufReader<SpooledTempFile>>>,
    record: StringRecord,
    /// Rows that were looked at before their turn, each with its line.
    ahead: VecDeque<(u64, StringRecord)>,
    /// Records to read into.
    spare: Vec<StringRecord>,
    /// Line ends that are a lone CR inside quotes, which the csv crate does not count.
    lone_crs: u64,
}

impl TableReader {
    /// Reads all of `input` and checks it, so that no row is seen of a file that is malformed anywhere.
    ///
    /// `name` is the file as typed, or `standard input`; large inputs are kept in an unnamed file in `folder` until
    /// the reader goes.
    ///
    /// # Errors
    /// `usage` with file, line, reason and next step when the input is malformed, a header unknown or doubled;
    /// `failed` when it cannot be read.
    pub fn open(name: &str, input: impl Read, folder: &Path, known: &Known, mapping: &Mapping) -> Result<Self> {
        let spool::Spooled { file: mut copy, encoding, marked, crlf } = spool::copy(name, input, folder)?;
        let recognised = |title: &str| header::recognised(title, known, mapping);
        let announced = head::announced_separator(name, &mut copy)?;
        if let Some((_, place)) = &announced {
            blank_out(name, &mut copy, place)?;
        }
        rewind(name, &mut copy)?;
        head::refuse_title(name, &mut copy, announced.as_ref().map(|(separator, _)| *separator), recognised)?;
        rewind(name, &mut copy)?;
        let separator = match announced {
            Some((separator, _)) => separator,
            None => head::separator(name, &mut copy, recognised)?,
        };
        rewind(name, &mut copy)?;
        let cells = check::check(name, &mut copy, separator)?;
        let mut reader = Self {
            name: name.to_owned(),
            encoding,
            separator,
            marked,
            crlf,
            columns: Columns::default(),
            header: StringRecord::new(),
            rows: None,
            record: StringRecord::new(),
            ahead: VecDeque::new(),
            spare: Vec::new(),
            lone_crs: 0,
        };
        reader.start(copy)?;
        let titles: Vec<String> = reader.header.iter().map(|title| title.trim().to_owned()).collect();
        reader.columns = Columns {
            roles: header::resolve(name, &titles, known, mapping)?,
            values: mapping::values(name, &titles, mapping)?,
            // A mark says that a spreadsheet program wrote the file; without one every cell must bear it out.
            guarded: marked || cells.are_guarded(),
        };
        Ok(reader)
    }

    /// The next row with content; none after the last.
    ///
    /// # Errors
    /// `failed` when the copy of the input cannot be read.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>> {
        let line = match self.ahead.pop_front() {
            Some((line, record)) => {
                self.spare.push(std::mem::replace(&mut self.record, record));
                line
            }
            None => match self.read()? {
                Some(line) => line,
                None => return Ok(None),
            },
        };
        Ok(Some(Row { line, record: &self.record, columns: &self.columns }))
    }

    /// Looks at the next rows, at most `most`, before they have their turn.
    ///
    /// # Errors
    /// As [`TableReader::next_row`].
    pub fn look_ahead(&mut self, most: usize) -> Result<impl Iterator<Item = Row<'_>>> {
        while self.ahead.len() < most
            && let Some(line) = self.read()?
        {
            let record = std::mem::replace(&mut self.record, self.spare.pop().unwrap_or_default());
            self.ahead.push_back((line, record));
        }
        let columns = &self.columns;
        Ok(self.ahead.iter().map(move |(line, record)| Row { line: *line, record, columns }))
    }

    /// Whether no row that was looked at waits for its turn.
    pub fn has_none_ahead(&self) -> bool {
        self.ahead.is_empty()
    }

    /// Reads a row that has as many cells as the header.
    fn read(&mut self) -> Result<Option<u64>> {
        let Some(line) = self.advance()? else { return Ok(None) };
        if self.record.len() != self.header.len() {
            // The check saw as many cells as the header has, the csv crate did not: never hand out a row that slid.
            return Err(Error::bug(format!("{} line {line} was read in two ways", self.name)));
        }
        Ok(Some(line))
    }

    /// Goes back to the first row: plan with one reading, act with the next.
    ///
    /// # Errors
    /// `failed` when the copy of the input cannot be read.
    pub fn rewind(&mut self) -> Result<()> {
        match self.rows.take() {
            Some(rows) => self.start(rows.into_inner().into_inner()),
            None => Ok(()),
        }
    }

    /// The file as typed, or `standard input`: for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `,`, `;` or tab, as the header row has it.
    pub const fn separator(&self) -> char {
        self.separator as char
    }

    /// How the input was encoded.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How the input was read, as a sentence for people; none for plain CSV in UTF-8.
    pub fn announcement(&self) -> Option<String> {
        let separator = match self.separator {
            b';' => Some("with `;` between cells"),
            b'\t' => Some("with tabs between cells"),
            _ => None,
        };
        let encoding = match self.encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le | Encoding::Utf16Be => Some("as UTF-16"),
        };
        let how: Vec<&str> = encoding.into_iter().chain(separator).collect();
        (!how.is_empty()).then(|| format!("Reading {} {}.", self.name, how.join(", ")))
    }

    /// Whether the input has this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.find(column).is_some()
    }

    /// The keys of the extra fields that the input has, for checking before any row is read.
    pub fn field_keys(&self) -> impl Iterator<Item = &str> {
        self.columns.roles.iter().filter_map(|role| match role {
            Role::Field(key) => Some(key.as_str()),
            _ => None,
        })
    }

    /// Makes sure that the input has at least one of `columns`. An input without header row passes: it has no rows.
    ///
    /// # Errors
    /// `usage` that names the columns, the headers there are, and `hint`.
    pub fn require(&self, columns: &[&str], hint: &str) -> Result<()> {
        if self.header.is_empty() || columns.iter().any(|column| self.has(column)) {
            return Ok(());
        }
        let titles: Vec<String> = self.header.iter().map(|title| quoted(title.trim())).collect();
        Err(Error::usage(format!("{} has no column {}", self.name, columns.join(" or ")))
            .advice(hint)
            .advice(format!("its headers are {}", titles.join(", ")))
            .fact("file", self.name.as_str()))
    }

    /// Whether the input begins with a byte order mark, so that the errors file does too: the mark decides how cells with
    /// an apostrophe are read.
    pub(super) const fn is_marked(&self) -> bool {
        self.marked
    }

    /// Whether lines end with CR LF, so that those of the errors file do too.
    pub(super) const fn has_crlf(&self) -> bool {
        self.crlf
    }

    /// The header row as written, for the errors file.
    pub(super) const fn header(&self) -> &StringRecord {
        &self.header
    }

    /// What each column is, for the errors file.
    pub(super) fn roles(&self) -> &[Role] {
        &self.columns.roles
    }

    fn start(&mut self, mut copy: SpooledTempFile) -> Result<()> {
        rewind(&self.name, &mut copy)?;
        let rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(BufReader::with_capacity(64 << 10, copy));
        self.rows = Some(rows);
        self.ahead.clear();
        self.lone_crs = 0;
        if self.advance()?.is_some() {
            self.header.clone_from(&self.record);
        }
        Ok(())
    }

    /// Reads the next record with content and returns the line on which it begins.
    fn advance(&mut self) -> Result<Option<u64>> {
        let Some(rows) = &mut self.rows else { return Ok(None) };
        loop {
            let more = rows.read_record(&mut self.record).map_err(|error| {
                Error::failed(format!("cannot read the copy of {} again: {error}", self.name))
                    .fact("file", self.name.as_str())
            })?;
            if !more {
                return Ok(None);
            }
            let content = self.record.as_byte_record().as_slice();
            if content.iter().all(|byte| check::is_blank(*byte)) {
                self.lone_crs += lone_crs(&self.record);
                continue;
            }
            let feeds = content.iter().filter(|byte| **byte == b'\n').count() as u64;
            // The reader is behind the LF that ends this record: the copy always has one.
            let line = rows.position().line() - 1 - feeds + self.lone_crs;
            self.lone_crs += lone_crs(&self.record);
            fit(&mut self.record, self.header.len());
            return Ok(Some(line));
        }
    }
}

/// One row of the input.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    line: u64,
    record: &'a StringRecord,
    columns: &'a Columns,
}

impl<'a> Row<'a> {
    /// The line of the input on which the row begins, from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The cell of `column`, without blanks around it; empty when the input has no such column.
    pub fn get(&self, column: &str) -> &'a str {
        self.columns
            .find(column)
            .map_or("", |at| self.columns.value(at, self.record.get(at).unwrap_or_default()))
            .trim()
    }

    /// The extra fields as key and value, exactly as written.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.columns.roles.iter().zip(self.record.iter()).enumerate().filter_map(|(at, (role, cell))| match role {
            Role::Field(key) => Some((key.as_str(), self.columns.value(at, cell))),
            _ => None,
        })
    }

    /// All cells exactly as written, for [`super::ErrorsFile::push`].
    pub const fn cells(&self) -> &'a StringRecord {
        self.record
    }
}

/// What each column of the input is, and how its cells are read.
#[derive(Debug, Default)]
struct Columns {
    roles: Vec<Role>,
    /// What each text means, by column.
    values: Vec<Value>,
    /// Whether apostrophes guard cells that a spreadsheet would take for formulas.
    guarded: bool,
}

impl Columns {
    /// What a cell of the column means.
    fn value<'a>(&'a self, at: usize, cell: &'a str) -> &'a str {
        let cell = spreadsheet::unguarded(cell).filter(|_| self.guarded).unwrap_or(cell);
        let meant = self.values.iter().find(|value| value.column == at && value.from == cell.trim());
        meant.map_or(cell, |value| &value.to)
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.roles.iter().position(|role| matches!(role, Role::Used(column) if *column == name))
    }
}

/// Gives a row as many cells as the header has: those that a spreadsheet left out are empty, and so are those beyond.
fn fit(record: &mut StringRecord, width: usize) {
    if width == 0 {
        return;
    }
    while record.len() < width {
        record.push_field("");
    }
    if record.iter().skip(width).all(|cell| cell.bytes().all(check::is_blank)) {
        record.truncate(width);
    }
}

/// How many line ends inside the cells are a CR without LF.
fn lone_crs(record: &StringRecord) -> u64 {
    if !record.as_byte_record().as_slice().contains(&b'\r') {
        return 0;
    }
    record.iter().map(|cell| (cell.matches('\r').count() - cell.matches("\r\n").count()) as u64).sum()
}

/// Makes the line that announces the separator a blank one, so that lines keep their numbers.
fn blank_out(name: &str, copy: &mut SpooledTempFile, place: &Range<u64>) -> Result<()> {
    let blanks = vec![b' '; usize::try_from(place.end - place.start).unwrap_or_default()];
    copy.seek(SeekFrom::Start(place.start))
        .and_then(|_| copy.write_all(&blanks))
        .map_err(|error| Error::failed(format!("cannot change the copy of {name}: {error}")))
}

fn rewind(name: &str, copy: &mut SpooledTempFile) -> Result<()> {
    copy.seek(SeekFrom::Start(0))
        .map(drop)
        .map_err(|error| Error::failed(format!("cannot read the copy of {name} again: {error}")))
}

#[cfg(test)]
mod tests;
