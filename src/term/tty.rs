//! Reading a line from a terminal so that Ctrl-C ends the wait and the terminal is left as it was found.
//!
//! `dialoguer` reads lines through the standard library, which goes on waiting when a signal is handled; so lines
//! and secrets are read here, and only the picker is `dialoguer`'s.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::AsFd as _;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use super::signals::Interrupt;
use crate::error::{Error, Result};

/// How long a signal may go unnoticed, in milliseconds, if it comes just before the wait begins.
const LATEST: u16 = 100;
/// In bytes; a terminal passes on no more in one line.
const LONGEST: usize = 4096;

/// Reads a line, without its end, or `None` when the input ends first: what nobody sent off is no answer.
pub(super) fn read_line(tty: &mut File, interrupt: &Interrupt) -> Result<Option<Zeroizing<String>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = Zeroizing::new([0_u8]);
    loop {
        wait(tty, interrupt)?;
        match tty.read(&mut byte[..]) {
            Ok(1..) if byte[0] == b'\n' => break,
            Ok(1..) if line.len() == LONGEST => return Err(Error::unconfirmed("the answer is too long")),
            Ok(1..) => line.push(byte[0]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            // Ctrl-D, or the terminal went away.
            Ok(0) | Err(_) => return Ok(None),
        }
    }
    match std::str::from_utf8(&line) {
        Ok(text) => Ok(Some(Zeroizing::new(text.trim_end_matches('\r').to_owned()))),
        Err(_) => Err(Error::unconfirmed("the answer is not UTF-8")),
    }
}

/// While it lives, the terminal does not echo what is typed, but for the line end.
pub(super) struct NoEcho<'a> {
    tty: &'a File,
    before: Termios,
}

impl<'a> NoEcho<'a> {
    /// Turns the echo off.
    pub(super) fn on(tty: &'a File) -> Result<Self> {
        let refused = |errno: Errno| Error::failed(format!("cannot turn off the echo: {}", errno.desc()));
        let before = tcgetattr(tty).map_err(refused)?;
        let mut silent = before.clone();
        silent.local_flags.remove(LocalFlags::ECHO);
        silent.local_flags.insert(LocalFlags::ECHONL);
        tcsetattr(tty, SetArg::TCSAFLUSH, &silent).map_err(refused)?;
        Ok(Self { tty, before })
    }
}

impl Drop for NoEcho<'_> {
    fn drop(&mut self) {
        // If the terminal is gone, there is nothing left to restore.
        let _ = tcsetattr(self.tty, SetArg::TCSADRAIN, &self.before);
    }
}

fn wait(tty: &File, interrupt: &Interrupt) -> Result<()> {
    loop {
        interrupt.check()?;
        let mut watched = [PollFd::new(tty.as_fd(), PollFlags::POLLIN)];
        match poll(&mut watched, PollTimeout::from(LATEST)) {
            Ok(0) | Err(Errno::EINTR) => {}
            // Where a terminal cannot be polled, the read itself waits.
            Ok(_) | Err(_) => return Ok(()),
        }
    }
}
