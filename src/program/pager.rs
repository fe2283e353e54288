//! A pager: the one program that is given the terminal.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use nix::sys::signal::{SigSet, SigmaskHow, Signal};

/// How a pager is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagerCall {
    /// The program, on the search path or by its path, and its arguments.
    pub words: Vec<OsString>,
    /// Variables that it gets besides.
    pub vars: Vec<(OsString, OsString)>,
    /// Whether it gets the rest of our environment.
    pub environment: Environment,
}

/// What of our environment a program gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    Inherited,
    /// None of it, because another person wrote it than the one in whose right the program runs.
    Cleared,
}

/// A pager that is shown.
#[derive(Debug)]
pub struct Pager {
    child: Child,
    pipe: Option<ChildStdin>,
    /// Which signals were blocked before the keyboard was the pager's.
    mask: Option<SigSet>,
}

/// How a pager ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagerEnd {
    /// It showed what it had been given, or the person left or stopped it.
    Well,
    /// It may have shown nothing.
    Failed,
}

impl Pager {
    /// Starts it. What the keyboard sends while it runs is for it: Ctrl-C stops a search there, and not this process.
    ///
    /// # Errors
    /// When there is no such program.
    pub fn start(call: &PagerCall) -> io::Result<Self> {
        let (program, arguments) = call.words.split_first().ok_or(ErrorKind::NotFound)?;
        let mut command = Command::new(program);
        if call.environment == Environment::Cleared {
            command.env_clear();
        }
        // Its complaints are nothing to read: if it fails, the output is printed without it.
        command.args(arguments).envs(call.vars.iter().cloned()).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let keyboard = SigSet::from_iter([Signal::SIGINT, Signal::SIGQUIT]);
        // Where that fails, Ctrl-C ends both.
        let mask = keyboard.thread_swap_mask(SigmaskHow::SIG_BLOCK).ok();
        let pipe = child.stdin.take();
        Ok(Self { child, pipe, mask })
    }

    /// Gives it as much of this as it takes at once.
    ///
    /// # Errors
    /// `BrokenPipe` once it is gone.
    pub fn offer(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.pipe_that(OFlag::O_NONBLOCK)?.write(bytes) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(0),
            taken => taken,
        }
    }

    /// Gives it more to show, and waits while it has enough.
    ///
    /// # Errors
    /// `BrokenPipe` once it is gone.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.pipe_that(OFlag::empty())?.write_all(bytes)
    }

    /// The pipe to it, with this flag. The other end is its own.
    fn pipe_that(&mut self, flag: OFlag) -> io::Result<&mut ChildStdin> {
        let pipe = self.pipe.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        fcntl(&*pipe, FcntlArg::F_SETFL(OFlag::O_WRONLY | flag))?;
        Ok(pipe)
    }

    /// Says that nothing more comes, and waits until the person has read enough.
    pub fn end(&mut self) -> PagerEnd {
        self.pipe = None;
        let end = match self.child.wait() {
            Ok(status) if status.success() => PagerEnd::Well,
            Ok(status) if [SIGHUP, SIGINT, SIGQUIT, SIGTERM].map(Some).contains(&status.signal()) => PagerEnd::Well,
            Ok(_) | Err(_) => PagerEnd::Failed,
        };
        // What follows is printed by us, and can be stopped. After a pager that ended well, a Ctrl-C was meant for it.
        if let (PagerEnd::Failed, Some(mask)) = (end, self.mask.take()) {
            let _ = mask.thread_set_mask();
        }
        end
    }
}
