//! What a command does with files and programs that its user names, above all where another account runs partnerctl as
//! the one that owns the database.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::Context;
use crate::app::database_location::DatabaseLocation;
use crate::cli::invocation::surroundings;
use crate::cli::pager::is_run_for_another;
use crate::error::{Error, Result};
use crate::output::RecordsFile;

/// Where programs are that root has chosen for this desk, and the mail program of the system.
const CHOSEN_PROGRAMS: [&str; 2] = ["/usr/local/lib/partnerctl", "/usr/sbin/sendmail"];

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
        let database = self.database.paths();
        // Where nothing is yet, a link says all the same what is to be there. Who may not follow it learns that at the file.
        let place = RecordsFile::place(&path);
        if database.has(&path) || database.has(&place) {
            return Err(Error::denied(format!("{} belongs to the database; nothing was written", path.display()))
                .advice("name a file in another folder"));
        }
        let is_closed = |path: &Path| is_of_this_account(path, database.folder());
        if is_run_for_another(&self.vars, &self.account) && (is_closed(&path) || is_closed(&place)) {
            return Err(Error::denied(format!(
                "cannot write {} through another account: it is hidden, or in the folder of the database",
                path.display()
            ))
            .advice("print to standard output with `--output /dev/stdout`, and redirect that"));
        }
        Ok(path)
    }

    /// Where another account runs the program as this one, changes are made in the database of this account alone. In one
    /// that it made itself, the other account would be staff and could name programs, which this account then runs.
    ///
    /// # Errors
    /// `denied`
    pub fn must_be_own_database(&self) -> Result<()> {
        if self.globals.db.is_none() || !is_run_for_another(&self.vars, &self.account) {
            return Ok(());
        }
        let own = DatabaseLocation::find(None, self.var("PARTNERCTL_DB"), surroundings(&self.vars, &self.cwd))?;
        if self.database == own {
            return Ok(());
        }
        Err(Error::denied(format!("cannot change {} through another account: the database is {own}", self.database))
            .advice("leave `--db` out, or only read there"))
    }

    /// Where another account runs the program as this one, it names no program but those that root has chosen: this account
    /// runs it.
    ///
    /// # Errors
    /// `denied`
    pub fn must_be_chosen_program(&self, key: &str, value: &str) -> Result<()> {
        let is_program = ["links.provisioner", "mail.sendmail.program"].contains(&key);
        let program = fs::canonicalize(value).unwrap_or_else(|_| PathBuf::from(value));
        let is_chosen =
            CHOSEN_PROGRAMS.iter().any(|chosen| program.starts_with(chosen) || Path::new(value) == Path::new(chosen));
        if !is_program || is_chosen || !is_run_for_another(&self.vars, &self.account) {
            return Ok(());
        }
        Err(Error::denied(format!("cannot set {key} to {value} through another account"))
            .advice("have root put the program into `/usr/local/lib/partnerctl`"))
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
