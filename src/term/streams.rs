//! The standard streams, injected: real ones in `main.rs`, buffers in tests.

use std::fs::File;
use std::io::{self, Cursor, IsTerminal, Read, Write};
use std::os::fd::AsFd;
use std::time::Duration;

use console::Term;
use nix::sys::stat::fstat;

use super::Interrupt;
use super::waiting::Waiting;

/// Standard input.
pub trait Input: Read + Send {
    /// Waits until a read returns at once, and no longer than this time; whether one would.
    ///
    /// # Errors
    /// Those of the system; that of [`Interrupt::check`] once a signal came.
    fn is_ready_within(&self, span: Duration) -> io::Result<bool>;
}

impl Input for Waiting<File> {
    fn is_ready_within(&self, span: Duration) -> io::Result<bool> {
        self.waits_no_longer_than(span)
    }
}

/// What is in memory is never waited for.
impl<T: AsRef<[u8]> + Send> Input for Cursor<T> {
    fn is_ready_within(&self, _: Duration) -> io::Result<bool> {
        Ok(true)
    }
}

impl Input for io::Stdin {
    fn is_ready_within(&self, _: Duration) -> io::Result<bool> {
        Ok(true)
    }
}

/// Where input comes from and output goes to.
pub struct Streams {
    /// Data, and codes and passwords for `--…-stdin`.
    pub stdin: Box<dyn Input>,
    /// The data asked for, and nothing else.
    pub stdout: Box<dyn Write>,
    pub stderr: Box<dyn Write>,
    /// What is known about the three.
    pub facts: Facts,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    pub stdin_tty: bool,
    pub stdout_tty: bool,
    pub stderr_tty: bool,
    /// Columns of the terminal, if there is one that reports it.
    pub width: Option<u16>,
    /// Its lines.
    pub height: Option<u16>,
    /// The account to which the terminal of standard output belongs.
    pub owner: Option<u32>,
}

impl Streams {
    /// The streams of this process. Standard output is not buffered: the outputs hand over large chunks, and what
    /// sits in no buffer cannot be lost when the process ends.
    pub fn real(interrupt: &Interrupt) -> Self {
        let stdout: Box<dyn Write> = match io::stdout().as_fd().try_clone_to_owned() {
            Ok(descriptor) => Box::new(File::from(descriptor)),
            Err(_) => Box::new(io::stdout()),
        };
        let size = Term::stdout().size_checked().or_else(|| Term::stderr().size_checked());
        let facts = Facts {
            stdin_tty: io::stdin().is_terminal(),
            stdout_tty: io::stdout().is_terminal(),
            stderr_tty: io::stderr().is_terminal(),
            width: size.map(|(_, width)| width),
            height: size.map(|(height, _)| height),
            owner: owner_of(io::stdout()),
        };
        Self { stdin: stdin(interrupt), stdout, stderr: Box::new(io::stderr()), facts }
    }
}

/// The account to which a terminal belongs.
fn owner_of(stream: impl IsTerminal + AsFd) -> Option<u32> {
    fstat(&stream).ok().filter(|_| stream.is_terminal()).map(|there| there.st_uid)
}

/// Standard input, past the buffer of the library: what is waited for must not lie in it already.
fn stdin(interrupt: &Interrupt) -> Box<dyn Input> {
    match io::stdin().as_fd().try_clone_to_owned() {
        Ok(descriptor) => Box::new(Waiting::new(File::from(descriptor), interrupt.clone())),
        Err(_) => Box::new(io::stdin()),
    }
}
