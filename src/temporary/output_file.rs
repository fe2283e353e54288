//! A file that a command writes where its user says: private to its owner, and put in place in one step, so that no one
//! ever reads half of it. What had its name is replaced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::geteuid;

use super::Temporary;
use crate::error::Result;

/// A file on its way to its place.
#[derive(Debug)]
pub struct OutputFile(Target);

#[derive(Debug)]
enum Target {
    /// To a private file next to the place, moved there at the end.
    File { temporary: Temporary, path: PathBuf },
    /// Straight into what is no regular file: a pipe, a terminal, `/dev/null`. Replacing those would be harm.
    Device(File),
}

impl OutputFile {
    /// Begins the file. Nothing is at `path` until [`OutputFile::finish`]. Until then it has a name that begins and ends as
    /// `name` says. While a reader of a pipe is waited for, `check` is asked whether to go on.
    ///
    /// # Errors
    /// Those of the system and of `check`; another one for a folder, and for a link or pipe of another account.
    pub fn create(path: &Path, name: (&str, &str), check: impl Fn() -> Result<()>) -> io::Result<Self> {
        must_be_trusted(path)?;
        let path = match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder")),
            Ok(there) if !there.is_file() => return open_device(path, check).map(Target::Device).map(Self),
            // Behind a symbolic link it is the file that is replaced, not the link.
            Ok(_) => fs::canonicalize(path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(error),
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self(Target::File { temporary: Temporary::create(folder, name)?, path }))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of the system; what was there before is then untouched.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self.0 {
            Target::File { temporary, path } => {
                temporary.as_file().sync_all()?;
                temporary.persist(&path)?;
            }
            Target::Device(_) => {}
        }
        Ok(())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Target::File { temporary, .. } => temporary.as_file().write(bytes),
            Target::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Target::File { temporary, .. } => temporary.as_file().flush(),
            Target::Device(file) => file.flush(),
        }
    }
}

/// A link or a pipe of another account leads the rows of people who knows where.
fn must_be_trusted(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() && meta.uid() != 0 && meta.uid() != geteuid().as_raw() => {
            Err(io::Error::other(format!("it is no regular file, and belongs to another account (uid {})", meta.uid())))
        }
        _ => Ok(()),
    }
}

/// Opens a pipe once someone reads it, and anything else at once.
fn open_device(path: &Path, check: impl Fn() -> Result<()>) -> io::Result<File> {
    let flags = (OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).bits();
    let is_pipe = fs::metadata(path)?.file_type().is_fifo();
    loop {
        match OpenOptions::new().write(true).custom_flags(flags).open(path) {
            Err(error) if is_pipe && error.raw_os_error() == Some(Errno::ENXIO as i32) => {
                check().map_err(io::Error::other)?;
                std::thread::sleep(Duration::from_millis(20));
            }
            opened => {
                let file = opened?;
                // From now on a slow reader is waited for.
                fcntl(&file, FcntlArg::F_SETFL(OFlag::O_WRONLY))?;
                return Ok(file);
            }
        }
    }
}
