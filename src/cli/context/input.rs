//! Standard input that a person types: a command says that it waits for it, and for what.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::term::secret::Source;

use super::Context;

/// How long a command waits for a terminal in silence.
const SILENCE: Duration = Duration::from_secs(1);

impl Context {
    /// Before `what` is read from standard input: at a terminal where nothing is typed for a second, the command says what
    /// it waits for.
    ///
    /// # Errors
    /// `interrupted`; `failed` when standard input cannot be read.
    pub fn await_input(&self, what: &str) -> Result<()> {
        if !self.ui.facts().stdin_tty {
            return Ok(());
        }
        let ready = self.stdin.is_ready_within(SILENCE);
        if !ready.map_err(|error| Error::of_io("cannot read standard input", &error))? {
            self.ui.status(&format!("Waiting for {what} on standard input; Ctrl-D ends it."));
        }
        Ok(())
    }

    /// As [`Context::await_input`], if the secret comes from there.
    ///
    /// # Errors
    /// As [`Context::await_input`].
    pub fn await_secret(&self, source: &Source, what: &str) -> Result<()> {
        if *source == Source::Stdin { self.await_input(what) } else { Ok(()) }
    }
}
