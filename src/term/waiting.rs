//! Reading from what may keep one waiting, a pipe or a terminal, until a signal comes: the first Ctrl-C ends the wait.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::Interrupt;

/// How long a wait takes no notice of a signal that comes just before it, in milliseconds.
const MOMENT: u8 = 50;

/// A reader that stops waiting once a signal came. Its error then carries the one of [`Interrupt::check`].
#[derive(Debug)]
pub struct Waiting<R> {
    inner: R,
    interrupt: Interrupt,
}

impl<R> Waiting<R> {
    /// Waits for `inner` no longer than until `interrupt`.
    pub const fn new(inner: R, interrupt: Interrupt) -> Self {
        Self { inner, interrupt }
    }
}

impl Waiting<File> {
    /// Opens a file to read it. A pipe is not waited for here, but when it is read.
    ///
    /// # Errors
    /// Those of the system.
    pub fn open(path: &Path, interrupt: &Interrupt) -> io::Result<Self> {
        let flags = (OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).bits();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        Ok(Self::new(file, interrupt.clone()))
    }

    pub const fn file(&self) -> &File {
        &self.inner
    }
}

impl<R: AsFd> Waiting<R> {
    /// Waits until there is something to read, or the end, and no longer than this time; whether there is.
    ///
    /// # Errors
    /// Those of the system; that of [`Interrupt::check`] once a signal came.
    pub fn waits_no_longer_than(&self, span: Duration) -> io::Result<bool> {
        for _moment in 0..span.as_millis() / u128::from(MOMENT) {
            if self.is_ready_in_a_moment()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_ready_in_a_moment(&self) -> io::Result<bool> {
        self.interrupt.check().map_err(io::Error::other)?;
        let mut waited = [PollFd::new(self.inner.as_fd(), PollFlags::POLLIN)];
        match poll(&mut waited, PollTimeout::from(MOMENT)) {
            Ok(0) | Err(Errno::EINTR) => Ok(false),
            Ok(_) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}

impl<R: Read + AsFd> Read for Waiting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_ready_in_a_moment()? {
                continue;
            }
            match self.inner.read(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Error};

    #[test]
    fn signal_ends_the_wait_for_a_pipe() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let interrupt = Interrupt::default();
        let mut pipe = Waiting::open(&path, &interrupt).unwrap();
        let setter = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            interrupt.set();
        });
        let error = pipe.read(&mut [0; 8]).unwrap_err();
        setter.join().unwrap();
        assert_eq!(Error::of_io("cannot read the pipe", &error).code(), Code::Interrupted);
    }

    #[test]
    fn pipe_is_read_once_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let mut pipe = Waiting::open(&path, &Interrupt::default()).unwrap();
        let writer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(120));
            std::fs::write(path, "late").unwrap();
        });
        let mut text = String::new();
        pipe.read_to_string(&mut text).unwrap();
        writer.join().unwrap();
        assert_eq!(text, "late");
    }
}
