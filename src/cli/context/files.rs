//! Files that a command writes where its user says: `--output` and `--errors`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::Context;
use crate::cli::pager::is_run_for_another;
use crate::error::{Error, Result};

/// The names of standard output. What has been put there is kept, so that it is written to and never replaced.
const STANDARD_OUTPUT: [&str; 3] = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

pub(super) fn is_standard_output(path: &Path) -> bool {
    STANDARD_OUTPUT.iter().any(|name| path == Path::new(name))
}

impl Context {
    /// The place of a file that the user wants written: never one of the database. Where another account runs the program
    /// as this one, it writes nothing hidden and nothing into the folder of the database: this account would read it, and
    /// maybe run it.
    ///
    /// # Errors
    /// `denied`
    pub fn place_of_file(&self, typed: &Path) -> Result<PathBuf> {
        let path = self.path(typed);
        let Ok(database) = self.database.file() else { return Ok(path) };
        if database.has(&path) {
            return Err(Error::denied(format!("{} belongs to the database; nothing was written", path.display()))
                .advice("name a file in another folder"));
        }
        if is_run_for_another(&self.vars, &self.account) && is_of_this_account(&path, database.folder()) {
            return Err(Error::denied(format!(
                "through another account, {} is not written: it is hidden, or in the folder of the database",
                path.display()
            ))
            .advice("print to standard output with `--output /dev/stdout`, and redirect that"));
        }
        Ok(path)
    }
}

fn is_of_this_account(path: &Path, database: &Path) -> bool {
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    let folder = folder.unwrap_or_else(|| path.to_owned());
    let names = folder.components().chain(path.components());
    folder.starts_with(database) || names.into_iter().any(|name| is_hidden(name.as_os_str()))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") && name != "." && name != ".."
}
