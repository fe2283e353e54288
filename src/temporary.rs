//! Temporary files that a killed process cannot leave for ever: each is locked for as long as its process lives, so
//! that the next one can see what is left over, and removes it.

mod output_file;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use nix::unistd::geteuid;
use tempfile::{NamedTempFile, TempPath};

pub use output_file::{OutputFile, followed};

/// What the names of files begin and end with that are written before they get their name.
pub const TEMPORARY: (&str, &str) = (".partnerctl-", ".part");
/// The same of errors files.
pub const ERRORS: (&str, &str) = (".partnerctl-", ".errors");

/// What SQLite keeps next to a database.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A temporary file, which is gone again when dropped.
#[derive(Debug)]
pub struct Temporary {
    path: TempPath,
    file: File,
}

impl Temporary {
    /// A new one in `folder`, private to its owner. What killed processes left there under such names goes first.
    ///
    /// # Errors
    /// Those of the system.
    pub fn create(folder: &Path, name: (&str, &str)) -> io::Result<Self> {
        sweep(folder, name);
        loop {
            let made = tempfile::Builder::new().prefix(name.0).suffix(name.1).tempfile_in(folder)?;
            let (file, path) = NamedTempFile::into_parts(made);
            // Another process that sweeps may have been faster than the lock.
            if file.try_lock().is_ok() && file.metadata()?.nlink() == 1 {
                return Ok(Self { path, file });
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub const fn as_file(&self) -> &File {
        &self.file
    }

    /// Gives it its name, in place of what has that name.
    ///
    /// # Errors
    /// Those of the system.
    pub fn persist(self, path: &Path) -> io::Result<()> {
        self.path.persist(path).map_err(|error| error.error)
    }

    /// Gives it its name, which nothing may have.
    ///
    /// # Errors
    /// Those of the system.
    pub fn persist_noclobber(self, path: &Path) -> io::Result<()> {
        self.path.persist_noclobber(path).map_err(|error| error.error)
    }
}

/// Removes what killed processes of this account left in `folder` under such names.
pub fn sweep(folder: &Path, name: (&str, &str)) {
    for (path, base) in named_so(folder, name) {
        // It is removed under the lock: who has just made it sees that it is gone.
        if let Some(_locked) = abandoned(&path)
            && is_free(&path, &base)
        {
            let _ = fs::remove_file(path);
        }
    }
}

/// What killed processes of this account left in `folder` under such names, in the order of their names.
pub fn left_over(folder: &Path, name: (&str, &str)) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = named_so(folder, name)
        .filter(|(path, base)| abandoned(path).is_some() && is_free(path, base))
        .map(|(path, _)| path)
        .collect();
    found.sort();
    found
}

/// The files of such a name, each with the file to which it belongs if SQLite made it, else itself.
fn named_so(folder: &Path, (prefix, suffix): (&str, &str)) -> impl Iterator<Item = (PathBuf, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let name = entry.file_name().into_string().ok()?;
        let base = LOGS.iter().find_map(|log| name.strip_suffix(log)).unwrap_or(&name);
        (base.starts_with(prefix) && base.ends_with(suffix)).then(|| (entry.path(), folder.join(base)))
    })
}

/// A log is in use as long as what it belongs to is.
fn is_free(path: &Path, base: &Path) -> bool {
    path == base || !base.exists() || abandoned(base).is_some()
}

/// The file, locked, if no process has it: a regular one of ours that no one holds locked.
fn abandoned(path: &Path) -> Option<File> {
    let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
    let meta = file.metadata().ok()?;
    (meta.is_file() && meta.uid() == geteuid().as_raw() && file.try_lock().is_ok()).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn next_run_removes_only_what_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let in_use = Temporary::create(folder.path(), TEMPORARY).unwrap();
        let log = format!("{}-wal", in_use.path().display());
        fs::write(&log, "log").unwrap();
        for name in [".partnerctl-dead.part", ".partnerctl-dead.part-journal", ".partnerctl-dead.errors", "mine.part"] {
            fs::write(folder.path().join(name), "half").unwrap();
        }
        std::os::unix::fs::symlink("mine.part", folder.path().join(".partnerctl-link.part")).unwrap();
        assert_eq!(left_over(folder.path(), TEMPORARY).len(), 2);
        let other = Temporary::create(folder.path(), TEMPORARY).unwrap();
        let left = names(folder.path());
        assert_eq!(left.len(), 6, "{left:?}");
        assert!(!left.iter().any(|name| name.starts_with(".partnerctl-dead.part")), "{left:?}");
        assert!(in_use.path().exists() && other.path().exists() && Path::new(&log).exists());
        drop((in_use, other));
        assert_eq!(names(folder.path()).len(), 4);
    }
}
