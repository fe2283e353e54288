//! Ctrl-C, SIGTERM and SIGHUP: noticed between rows, so that what is begun is ended and reported, then raised again.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};

use crate::error::{Error, Result};

/// Whether someone asked this process to stop. Cheap to clone and to ask.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    /// The signal that came, 0 for none.
    signal: Arc<AtomicUsize>,
    /// Whether the signals of a terminal are listened to.
    terminal: Arc<OnceLock<()>>,
}

impl Interrupt {
    /// Listens to SIGINT, SIGTERM and SIGHUP. A second one of the same kind ends the process on the spot. A SIGHUP that
    /// is ignored stays so: a person who started us with `nohup` wants it to pass by. A file that would grow too large
    /// (SIGXFSZ) is an error of the write, and ends no process.
    ///
    /// # Errors
    /// `failed` when the system refuses.
    pub fn listen() -> Result<Self> {
        let interrupt = Self::default();
        let signals: &[i32] = if is_ignored(SIGHUP) { &[SIGINT, SIGTERM] } else { &[SIGINT, SIGTERM, SIGHUP] };
        interrupt
            .listen_to(signals)
            .and_then(|()| signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop))
            .map_err(|error| Error::failed(format!("cannot listen to signals: {error}")))?;
        Ok(interrupt)
    }

    /// Also listens to what else may end a process in the middle of a question: Ctrl-\ was pressed. The terminal would
    /// else stay as the question made it.
    pub(super) fn listen_at_terminal(&self) {
        // Where it fails, the question is asked all the same: what is lost is the echo after a signal.
        self.terminal.get_or_init(|| drop(self.listen_to(&[SIGQUIT])));
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
            Some(_) => Err(Error::interrupted("stopped by SIGTERM")),
        }
    }

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

/// Whether the process was started with this signal ignored, as far as the system knows.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).map(str::trim);
    let mask = mask.and_then(|mask| u64::from_str_radix(mask, 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
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
        assert_eq!((error.code(), error.message()), (Code::Interrupted, "stopped by SIGTERM"));
    }
}
