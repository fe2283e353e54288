//! The clients of a change that are named by something other than `--client`: by a code, or as a target of a request.

use super::Context;
use crate::error::Result;
use crate::ops::resolve::{self, ClientSeen};

impl Context {
    /// Takes a client that was found for a change: current, open, in agreement with every other source, and shown.
    ///
    /// # Errors
    /// `client_state`, `client_mismatch`.
    pub fn take(&mut self, seen: &ClientSeen) -> Result<()> {
        self.guard.name(seen.row.id);
        resolve::must_be_current(seen)?;
        resolve::must_be_open(&seen.row)?;
        self.agree(seen)?;
        self.show(seen, &[]);
        Ok(())
    }

    /// As [`Context::take`], for the client of a session, which may be closed by now.
    ///
    /// # Errors
    /// `client_mismatch`.
    pub fn take_in_any_state(&mut self, seen: &ClientSeen) -> Result<()> {
        self.guard.name(seen.row.id);
        self.agree(seen)?;
        self.show(seen, &[]);
        Ok(())
    }

    /// Whether the output is records, rather than bare ids for people.
    pub fn prints_records(&self) -> bool {
        self.request.format.is_machine() || self.request.columns.is_some()
    }
}
