//! Where records go: standard output, or the file of `--output`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::failure::stdout_failure;
use crate::error::{Error, Result};
use crate::temporary::{OutputFile, TEMPORARY, followed};

/// The file of `--output`, on its way to its place.
#[derive(Debug)]
pub struct RecordsFile {
    file: OutputFile,
    path: PathBuf,
}

impl RecordsFile {
    /// The place to which a path leads through symbolic links, also where nothing is there yet; the path itself where they
    /// are not followed.
    pub fn place(path: &Path) -> PathBuf {
        followed(path).unwrap_or_else(|_| path.to_owned())
    }

    /// Begins the file. Nothing is at `path` until all records are written. While a reader of a pipe is waited for, `check`
    /// is asked whether to go on.
    ///
    /// # Errors
    /// `failed` when no file can be made there.
    pub fn create(path: &Path, check: impl Fn() -> Result<()>) -> Result<Self> {
        let file = OutputFile::create(path, TEMPORARY, check).map_err(|error| cannot_write(path, &error))?;
        Ok(Self { file, path: path.to_owned() })
    }
}

pub(super) enum Destination<'w> {
    Stdout(Box<dyn Write + 'w>),
    File(RecordsFile),
}

impl Destination<'_> {
    /// Hands these bytes over at once.
    ///
    /// # Errors
    /// [`Error::reader_gone`] when the reader of a pipe left; `failed`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stdout(out) => {
                out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| stdout_failure(&error))
            }
            Self::File(RecordsFile { file, path }) => file.write_all(bytes).map_err(|error| cannot_write(path, &error)),
        }
    }

    /// Puts a file in its place, and gives that place.
    ///
    /// # Errors
    /// `failed` when it cannot be written; what was there before is then untouched.
    pub(super) fn finish(self) -> Result<Option<PathBuf>> {
        match self {
            Self::Stdout(_) => Ok(None),
            Self::File(RecordsFile { file, path }) => match file.finish() {
                Ok(()) => Ok(Some(path)),
                Err(error) => Err(cannot_write(&path, &error)),
            },
        }
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Error::reader_gone();
    }
    Error::of_io(format_args!("cannot write the output file {}", path.display()), error)
        .advice("name another place with `--output FILE`")
}
