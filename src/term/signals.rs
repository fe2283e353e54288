//! Ctrl-C and SIGTERM: noticed between rows, so that what is begun is ended and told, then raised again.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use crate::error::{Error, Result};

/// Whether somebody asked this process to stop. Cheap to clone and to ask.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    /// The signal that came, 0 for none.
    signal: Arc<AtomicUsize>,
    /// Whether the signals of a terminal are listened to.
    terminal: Arc<OnceLock<()>>,
}

impl Interrupt {
    /// Listens to SIGINT and SIGTERM. A second one of the same kind ends the process on the spot.
    ///
    /// # Errors
    /// `failed` when the system refuses.
    pub fn listen() -> Result<Self> {
        let interrupt = Self::default();
        interrupt
            .listen_to(&[SIGINT, SIGTERM])
            .map_err(|error| Error::failed(format!("cannot listen to signals: {error}")))?;
        Ok(interrupt)
    }

    /// Also listens to what else may end a process in the middle of a question: the terminal went away, or Ctrl-\ was
    /// pressed. The terminal would else stay as the question made it. Elsewhere these signals do what the system says:
    /// whoever started us with `nohup` wants SIGHUP to pass by.
    pub(super) fn listen_at_terminal(&self) {
        // Where it fails, the question is asked all the same: what is lost is the echo after a signal.
        self.terminal.get_or_init(|| drop(self.listen_to(&[SIGHUP, SIGQUIT])));
    }

    fn listen_to(&self, signals: &[i32]) -> io::Result<()> {
        for &signal in signals {
            let asked_before = Arc::new(AtomicBool::new(false));
            // The order matters: the first signal must find the flag unset, and then set it.
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&asked_before))?;
            signal_hook::flag::register(signal, asked_before)?;
            signal_hook::flag::register_usize(signal, Arc::clone(&self.signal), signal.unsigned_abs() as usize)?;
        }
        Ok(())
    }

    /// To be asked between rows and chunks.
    ///
    /// # Errors
    /// `interrupted` once a signal came.
    pub fn check(&self) -> Result<()> {
        match self.signal() {
            None => Ok(()),
            Some(SIGINT | SIGQUIT) => Err(Error::interrupted("interrupted")),
            Some(SIGHUP) => Err(Error::interrupted("the terminal went away")),
            Some(_) => Err(Error::interrupted("told to stop by SIGTERM")),
        }
    }

    /// Whether a signal came.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.signal().is_some()
    }

    /// As if Ctrl-C had been pressed, for tests.
    pub fn set(&self) {
        self.signal.store(SIGINT.unsigned_abs() as usize, Ordering::Relaxed);
    }

    /// Ends the process as the signal would have by itself, so that the shell sees the truth. Returns only when no
    /// signal came. To be called last, by `main.rs`.
    pub fn raise_again(&self) {
        if let Some(signal) = self.signal() {
            // Should even this fail, the caller's exit code 130 says the same.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    }

    fn signal(&self) -> Option<i32> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            signal => i32::try_from(signal).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn a_signal_is_noticed_where_one_asks() {
        let interrupt = Interrupt::listen().unwrap();
        let elsewhere = interrupt.clone();
        assert!(interrupt.check().is_ok() && !elsewhere.is_set());
        signal_hook::low_level::raise(SIGTERM).unwrap();
        let error = elsewhere.check().unwrap_err();
        assert_eq!((error.code(), error.message()), (Code::Interrupted, "told to stop by SIGTERM"));
    }
}
