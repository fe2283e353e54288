//! The standard streams, injected: real ones in `main.rs`, buffers in tests.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::AsFd;

use console::Term;

use super::Interrupt;
use super::waiting::Waiting;

/// Where input comes from and output goes to.
pub struct Streams {
    /// Data, and codes and passwords for `--…-stdin`.
    pub stdin: Box<dyn Read + Send>,
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
}

impl Streams {
    /// The streams of this process. Standard output is not buffered: the outputs hand over large chunks, and what
    /// sits in no buffer cannot be lost when the process ends.
    pub fn real(interrupt: &Interrupt) -> Self {
        let stdout: Box<dyn Write> = match io::stdout().as_fd().try_clone_to_owned() {
            Ok(descriptor) => Box::new(File::from(descriptor)),
            Err(_) => Box::new(io::stdout()),
        };
        let width = |term: Term| term.size_checked().map(|(_, width)| width);
        let facts = Facts {
            stdin_tty: io::stdin().is_terminal(),
            stdout_tty: io::stdout().is_terminal(),
            stderr_tty: io::stderr().is_terminal(),
            width: width(Term::stdout()).or_else(|| width(Term::stderr())),
        };
        Self { stdin: stdin(interrupt), stdout, stderr: Box::new(io::stderr()), facts }
    }
}

/// Standard input, past the buffer of the library: what is waited for must not lie in it already.
fn stdin(interrupt: &Interrupt) -> Box<dyn Read + Send> {
    match io::stdin().as_fd().try_clone_to_owned() {
        Ok(descriptor) => Box::new(Waiting::new(File::from(descriptor), interrupt.clone())),
        Err(_) => Box::new(io::stdin()),
    }
}
