//! `--errors FILE`: the rows that failed, in the input's own columns plus the reason, ready to be fixed and fed back.
//!
//! It is always written, and empty (no byte) when every row was good, so that `[ -s bad.csv ]` shows it. It holds
//! people's addresses: private, and put in place in one step, so that no one ever reads half of it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use csv::{StringRecord, Terminator};

use crate::temporary::{ERRORS, OutputFile};

use super::header::{OTHER_REASON, REASON, Role};
use super::table::TableReader;
use crate::error::{Error, Result};

/// The rows that failed, on their way to a file.
pub struct ErrorsFile {
    path: PathBuf,
    out: csv::Writer<Marked>,
    header: StringRecord,
    /// Which of the input's columns are kept: all but the reasons of an earlier run.
    keep: Vec<bool>,
    written: u64,
}

impl ErrorsFile {
    /// Begins the file for rows of `table`. Nothing is at `path` until [`ErrorsFile::finish`]; it may be the input.
    ///
    /// # Errors
    /// `failed` when no file can be made there; a run stops by it before anything is changed. What `check` says while a
    /// reader of a pipe is waited for.
    pub fn create(path: &Path, table: &TableReader, check: impl Fn() -> Result<()>) -> Result<Self> {
        let target = OutputFile::create(path, ERRORS, check).map_err(|error| cannot_write(path, &error))?;
        let mark: &[u8] = if table.is_marked() { b"\xEF\xBB\xBF" } else { b"" };
        let out = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(table.separator() as u8)
            .terminator(if table.has_crlf() { Terminator::CRLF } else { Terminator::Any(b'\n') })
            .from_writer(Marked { target, mark });
        let keep: Vec<bool> = table
            .header()
            .iter()
            .zip(table.roles())
            .map(|(title, role)| {
                *role != Role::Ignored || !REASON.iter().chain(&OTHER_REASON).any(|own| *own == title.trim())
            })
            .collect();
        let mut header: StringRecord = kept(table.header(), &keep).collect();
        let taken = REASON.iter().any(|own| header.iter().any(|title| title.trim() == *own));
        header.extend(if taken { OTHER_REASON } else { REASON });
        Ok(Self { path: path.to_owned(), out, header, keep, written: 0 })
    }

    /// Adds a row, its `cells` as they were read, and why it failed: the stable code and a sentence.
    ///
    /// # Errors
    /// `failed` when it cannot be written.
    pub fn push(&mut self, cells: &StringRecord, error_code: &str, message: &str) -> Result<()> {
        let mut write = || {
            if self.written == 0 {
                self.out.write_record(&self.header)?;
            }
            self.out.write_record(kept(cells, &self.keep).chain([error_code, message]))
        };
        write().map_err(|error| cannot_write(&self.path, &error.into()))?;
        self.written += 1;
        Ok(())
    }

    /// How many rows it holds.
    pub const fn rows(&self) -> u64 {
        self.written
    }

    /// Puts the file in its place, private to its owner, replacing what was there.
    ///
    /// # Errors
    /// `failed` when it cannot be written; what was there before is then untouched.
    pub fn finish(self) -> Result<()> {
        let Self { path, out, .. } = self;
        let marked = out.into_inner().map_err(|error| cannot_write(&path, error.error()))?;
        marked.target.finish().map_err(|error| cannot_write(&path, &error))
    }
}

fn kept<'a>(cells: &'a StringRecord, keep: &'a [bool]) -> impl Iterator<Item = &'a str> {
    cells.iter().zip(keep).filter(|(_, keep)| **keep).map(|(cell, _)| cell)
}

fn cannot_write(path: &Path, error: &io::Error) -> Error {
    Error::of_io(format_args!("cannot write the errors file {}", path.display()), error)
        .advice("name another place with `--errors FILE`")
}

/// A target whose first byte, if it gets any, comes behind a byte order mark.
struct Marked {
    target: OutputFile,
    mark: &'static [u8],
}

impl Write for Marked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.target.write_all(std::mem::take(&mut self.mark))?;
        self.target.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.flush()
    }
}

#[cfg(test)]
mod tests;
