//! The results of rows whose transaction is not ended yet, with the rows themselves where an errors file may want
//! them. Many of them lie in an unnamed file, so that a million rows under `--all-or-nothing` take little memory.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use csv::StringRecord;
use tempfile::SpooledTempFile;

use crate::error::{Error, Result};
use crate::output::Columns;

use super::answer::Report;
use super::tally::RowResult;

/// Up to this many bytes stay in memory.
const IN_MEMORY: usize = 4 << 20;
/// Written instead of a length where a cell is empty.
const NONE: u32 = u32::MAX;

/// A row of the table and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) reports: Vec<Report>,
    /// Its cells as written, if they were kept.
    pub(super) cells: Option<StringRecord>,
}

/// Entries, in order, to be read once all of them are known to be true.
pub(super) struct Spool {
    columns: Columns,
    folder: PathBuf,
    file: SpooledTempFile,
    record: Vec<u8>,
    entries: u64,
}

impl Spool {
    pub(super) fn new(folder: &Path, columns: Columns) -> Self {
        let file = tempfile::spooled_tempfile_in(IN_MEMORY, folder);
        Self { columns, folder: folder.to_owned(), file, record: Vec::new(), entries: 0 }
    }

    pub(super) fn push(&mut self, reports: &[Report], cells: Option<&StringRecord>) -> Result<()> {
        let record = &mut self.record;
        record.clear();
        put_number(record, reports.len());
        for report in reports {
            let (cells, result) = report.parts();
            put_number(record, result as usize);
            cells.iter().for_each(|cell| put_text(record, cell.as_deref()));
        }
        match cells {
            None => put_text(record, None),
            Some(cells) => {
                put_number(record, cells.len());
                cells.iter().for_each(|cell| put_text(record, Some(cell)));
            }
        }
        self.entries += 1;
        self.file.write_all(record).map_err(|error| self.full(&error))
    }

    pub(super) fn clear(&mut self) -> Result<()> {
        self.entries = 0;
        self.file.set_len(0).and_then(|()| self.file.rewind()).map_err(|error| self.full(&error))
    }

    /// Hands out the entries in order.
    pub(super) fn each(&mut self, mut each: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        let (columns, entries) = (self.columns, self.entries);
        self.file.seek(SeekFrom::Start(0)).map_err(|error| self.full(&error))?;
        let mut input = BufReader::with_capacity(64 << 10, &mut self.file);
        for _ in 0..entries {
            let entry = read(&mut input, columns)
                .map_err(|error| Error::failed(format!("cannot read back the results: {error}")))?;
            each(entry)?;
        }
        Ok(())
    }

    fn full(&self, error: &io::Error) -> Error {
        Error::failed(format!("cannot keep the results in {}: {error}", self.folder.display()))
            .advice("make room there, or hand in the rows in smaller files")
    }
}

fn put_number(record: &mut Vec<u8>, number: usize) {
    record.extend(u32::try_from(number).unwrap_or(NONE).to_le_bytes());
}

fn put_text(record: &mut Vec<u8>, text: Option<&str>) {
    match text {
        None => record.extend(NONE.to_le_bytes()),
        Some(text) => {
            put_number(record, text.len());
            record.extend(text.as_bytes());
        }
    }
}

fn read(input: &mut impl Read, columns: Columns) -> io::Result<Entry> {
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let reports = (0..number(input)?)
        .map(|_| {
            let result = RowResult::ALL.get(number(input)? as usize).copied().ok_or_else(damaged)?;
            let cells = columns.declared().iter().map(|_| text(input)).collect::<io::Result<_>>()?;
            Ok(Report::from_parts(columns, cells, result))
        })
        .collect::<io::Result<_>>()?;
    let cells = match number(input)? {
        NONE => None,
        cells => Some((0..cells).map(|_| text(input)?.ok_or_else(damaged)).collect::<io::Result<_>>()?),
    };
    Ok(Entry { reports, cells })
}

fn number(input: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes).map(|()| u32::from_le_bytes(bytes))
}

fn text(input: &mut impl Read) -> io::Result<Option<String>> {
    let length = match number(input)? {
        NONE => return Ok(None),
        length => length as usize,
    };
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map(Some).map_err(|_| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::columns::{int, text};

    const COLUMNS: Columns = Columns::new(&[int("line"), text("email"), text("result")]);

    #[test]
    fn spool_keeps_order_in_memory_and_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path(), COLUMNS);
        let entry = |line: usize| {
            let mut report = Report::new(COLUMNS);
            report.set("line", line);
            report.set("email", "ä".repeat(line));
            report.end(RowResult::Sent);
            Entry {
                reports: vec![report; line % 3],
                cells: line.is_multiple_of(2).then(|| StringRecord::from(vec!["a", ""])),
            }
        };
        for most in [10, 3_000] {
            spool.clear().unwrap();
            for line in 0..most {
                let Entry { reports, cells } = entry(line);
                spool.push(&reports, cells.as_ref()).unwrap();
            }
            assert_eq!(spool.file.is_rolled(), most > 10);
            let mut line = 0;
            spool
                .each(|found| {
                    assert_eq!(found, entry(line));
                    line += 1;
                    Ok(())
                })
                .unwrap();
            assert_eq!(line, most);
        }
    }
}
