//! Ctrl-C and SIGTERM: noticed between rows, so that what is begun is ended and told, then raised again.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::error::{Error, Result};

/// Whether somebody asked this process to stop. Cheap to clone and to ask.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    /// The signal that came, 0 for none.
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Listens to SIGINT and SIGTERM. A second one of the same kind ends the process on the spot.
    ///
    /// # Errors
    /// `failed` when the system refuses.
    pub fn listen() -> Result<Self> {
        let interrupt = Self::default();
        let install = || -> io::Result<()> {
            for signal in [SIGINT, SIGTERM] {
                let asked_before = Arc::new(AtomicBool::new(false));
                // The order matters: the first signal must find the flag unset, and then set it.
                signal_hook::flag::register_conditional_default(signal, Arc::clone(&asked_before))?;
                signal_hook::flag::register(signal, asked_before)?;
                signal_hook::flag::register_usize(
                    signal,
                    Arc::clone(&interrupt.signal),
                    signal.unsigned_abs() as usize,
                )?;
            }
            Ok(())
        };
        install().map_err(|error| Error::failed(format!("cannot listen to signals: {error}")))?;
        Ok(interrupt)
    }

    /// To be asked between rows and chunks.
    ///
    /// # Errors
    /// `interrupted` once a signal came.
    pub fn check(&self) -> Result<()> {
        match self.signal() {
            None => Ok(()),
            Some(SIGINT) => Err(Error::interrupted("interrupted")),
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
