//! Starting another program: the one place where this is done.
//!
//! A pager is shown at the terminal, and ends when the person has read enough. Any other program gets its input on standard input, and says by its exit code how that went; the first words on its standard error
//! are its reasons. It is never given to a shell. It runs in a process group of its own, which is killed as a whole
//! when its time is over, so that nothing that it started keeps us waiting.
//!
//! As much of the input as a pipe holds, 64 KiB mostly, lies ready before it starts: who is killed meanwhile leaves no
//! program behind that takes the beginning for the whole.

mod pager;
mod trust;

pub use pager::{Environment, Pager, PagerCall, PagerEnd};
pub use trust::{Untrusted, trusted};

use std::ffi::OsStr;
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use std::{fmt, thread};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How often a program under way is looked at.
const STEP: Duration = Duration::from_millis(5);
/// How long its words are waited for once it has ended, in case something else keeps its standard error open.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// As much of its words as is kept, in bytes.
const MOST_WORDS: u64 = 2048;
/// What is printed at most by a program whose output is read, in bytes.
const MOST_PRINTED: u64 = 1 << 18;

/// What is to be run.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The program, by its absolute path.
    pub program: &'a Path,
    /// Its arguments, which everyone on this system can read.
    pub arguments: &'a [&'a str],
    /// What it reads on standard input.
    pub input: &'a [u8],
    /// How long it may take.
    pub patience: Duration,
}

/// A program that came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// By itself or by a signal.
    pub how: How,
    /// The first words on its standard error, in one line.
    pub words: String,
}

/// How a program came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// By itself, with this exit code.
    Code(i32),
    /// By a signal, in words.
    Killed(String),
}

/// Why no one knows how a program would have ended.
#[derive(Debug)]
pub enum Trouble {
    /// It could not be started.
    NotStarted(io::Error),
    /// It was killed, because its time was over.
    TooLong(Duration),
    /// It was killed, because someone asked for that.
    Stopped,
    /// It could not be waited for.
    Lost(io::Error),
}

impl Ended {
    /// Whether it said that all is well.
    pub const fn is_well(&self) -> bool {
        matches!(self.how, How::Code(0))
    }
}

/// What follows the name of the program: `ended with exit code 3: no such account`.
impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.how {
            How::Code(code) => write!(f, "ended with exit code {code}")?,
            How::Killed(how) => write!(f, "was killed ({how})")?,
        }
        if self.words.is_empty() { Ok(()) } else { write!(f, ": {}", self.words) }
    }
}

/// What follows the name of the program: `took longer than 30 s`.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(error) => write!(f, "cannot be started: {error}"),
            Self::TooLong(patience) => match patience.as_millis() {
                ms if ms % 1000 == 0 => write!(f, "took longer than {} s", ms / 1000),
                ms => write!(f, "took longer than {ms} ms"),
            },
            Self::Stopped => f.write_str("was stopped"),
            Self::Lost(error) => write!(f, "cannot be waited for: {error}"),
        }
    }
}

/// Runs a program to its end, unless its time is over or `stop` says so before.
///
/// # Errors
/// When it cannot be started, takes too long or is stopped.
pub fn run(call: Call<'_>, stop: impl Fn() -> bool) -> Result<Ended, Trouble> {
    let (input, rest) = ready(call.input).map_err(Trouble::NotStarted)?;
    let mut child = start(call, input).map_err(Trouble::NotStarted)?;
    if let Some((pipe, rest)) = rest {
        hand_over(pipe, rest.to_owned());
    }
    let words = listen(&mut child);
    let status = wait(&mut child, call.patience, stop)?;
    let words = words.and_then(|words| words.recv_timeout(LAST_WORDS).ok()).unwrap_or_default();
    Ok(Ended {
        how: status.code().map_or_else(|| How::Killed(status.to_string()), How::Code),
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

/// Runs a program as one of ours, without input and without a word on the terminal, and gives what it prints. `None` when
/// it cannot be started, takes too long or prints too much. It stays in our process group, as what a shell starts does: behind
/// a terminal only such a one goes on.
pub fn printed(call: Call<'_>) -> Option<Vec<u8>> {
    let mut command = Command::new(call.program);
    command.args(call.arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut stdout = child.stdout.take()?;
    let (send, printed) = channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        if stdout.by_ref().take(MOST_PRINTED + 1).read_to_end(&mut text).is_ok() {
            // Anyone who waited may be gone by now.
            let _ = send.send(text);
        }
    });
    let text = printed.recv_timeout(call.patience).ok();
    if text.is_none() {
        let _ = child.kill();
    }
    text.filter(|text| u64::try_from(text.len()).is_ok_and(|length| length <= MOST_PRINTED))
}

/// A program by its absolute path, or by its name in one of the folders of `path`.
pub fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(|path| path.is_absolute());
    }
    let folders = path.as_bytes().split(|byte| *byte == b':').map(|folder| Path::new(OsStr::from_bytes(folder)));
    folders.filter(|folder| folder.is_absolute()).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// What did not fit into the pipe, and its other end.
type Rest<'a> = (PipeWriter, &'a [u8]);

/// A pipe to be read by the program, with all of the input in it that it holds.
fn ready(input: &[u8]) -> io::Result<(PipeReader, Option<Rest<'_>>)> {
    let (reader, mut writer) = io::pipe()?;
    fcntl(&writer, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    let mut rest = input;
    while !rest.is_empty() {
        match writer.write(rest) {
            Ok(taken) => rest = rest.get(taken..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                fcntl(&writer, FcntlArg::F_SETFL(OFlag::empty()))?;
                return Ok((reader, Some((writer, rest))));
            }
            Err(error) => return Err(error),
        }
    }
    Ok((reader, None))
}

/// A program that is just being replaced by a newer one is busy for a moment.
fn start(call: Call<'_>, input: PipeReader) -> io::Result<Child> {
    let mut command = Command::new(call.program);
    command.args(call.arguments).stdin(input).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0);
    let mut tries = 40;
    loop {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy && tries > 0 => {
                tries -= 1;
                thread::sleep(STEP);
            }
            started => return started,
        }
    }
}

/// A program that does not care for all of its input may leave it.
fn hand_over(mut pipe: PipeWriter, rest: Vec<u8>) {
    thread::spawn(move || {
        let _ = pipe.write_all(&rest);
    });
}

/// Listens to its standard error, so that it never waits for a reader. All is read and the beginning kept.
fn listen(child: &mut Child) -> Option<Receiver<String>> {
    let mut stderr = child.stderr.take()?;
    let (send, words) = channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = stderr.by_ref().take(MOST_WORDS).read_to_end(&mut kept);
        // Anyone who waited may be gone by now.
        let _ = send.send(String::from_utf8_lossy(&kept).into_owned());
        let _ = io::copy(&mut stderr, &mut io::sink());
    });
    Some(words)
}

fn wait(child: &mut Child, patience: Duration, stop: impl Fn() -> bool) -> Result<ExitStatus, Trouble> {
    let mut waited = Duration::ZERO;
    loop {
        let trouble = match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if stop() => Trouble::Stopped,
            Ok(None) if waited >= patience => Trouble::TooLong(patience),
            Ok(None) => {
                thread::sleep(STEP);
                waited += STEP;
                continue;
            }
            Err(error) => Trouble::Lost(error),
        };
        kill(child);
        return Err(trouble);
    }
}

/// Ends it with everything that it started.
fn kill(child: &mut Child) {
    if let Ok(group) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;
    use std::time::Instant;

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn program(&self, script: &str) -> PathBuf {
            let path = self.path("program");
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
            path
        }
    }

    fn call(program: &Path) -> Call<'_> {
        Call { program, arguments: &[], input: b"{}", patience: LONG }
    }

    fn ended(program: &Path) -> Ended {
        run(call(program), || false).unwrap()
    }

    #[test]
    fn arguments_and_input_pass_no_shell() {
        let place = Place::new();
        let got = place.path("got");
        let program =
            place.program(&format!("for word; do printf '[%s]' \"$word\"; done > {0}; cat >> {0}", got.display()));
        let arguments = ["-f", "a b", "$(touch x); `reboot`", "*"];
        run(Call { arguments: &arguments, input: b"one\ntwo\0three", ..call(&program) }, || false).unwrap();
        assert_eq!(fs::read(&got).unwrap(), b"[-f][a b][$(touch x); `reboot`][*]one\ntwo\0three");
    }

    #[test]
    fn large_input_arrives_whole() {
        let place = Place::new();
        let program = place.program(&format!("sleep 0.1; cat > {}", place.path("got").display()));
        let input: Vec<u8> = (0..3_000_000_u32).map(|at| at.to_le_bytes()[0]).collect();
        assert!(run(Call { input: &input, ..call(&program) }, || false).unwrap().is_well());
        assert!(fs::read(place.path("got")).unwrap() == input);
    }

    #[test]
    fn unread_input_is_no_error() {
        let place = Place::new();
        let input = vec![b'x'; 3_000_000];
        for script in ["exit 0", "exec <&-; sleep 0.05", "head -c 10 > /dev/null"] {
            let program = place.program(script);
            assert!(run(Call { input: &input, ..call(&program) }, || false).unwrap().is_well(), "{script}");
        }
    }

    #[test]
    fn exit_code_and_first_words_are_one_line() {
        let place = Place::new();
        let ending = ended(&place.program("echo 'no such account\n  in billing' >&2; exit 3"));
        assert_eq!(ending.to_string(), "ended with exit code 3: no such account in billing");
        assert!(!ending.is_well());
        assert_eq!(ended(&place.program("exit 1")).to_string(), "ended with exit code 1");
        assert!(ended(&place.program("echo all is well >&2")).is_well());
        assert!(matches!(ended(&place.program("kill -TERM $$")).how, How::Killed(how) if how.contains("SIGTERM")));
    }

    #[test]
    fn hanging_program_is_killed_with_children() {
        let place = Place::new();
        let marker = place.path("survived");
        let program = place.program(&format!("(sleep 1; touch {}) &\nsleep 60", marker.display()));
        let why = run(Call { patience: Duration::from_millis(100), ..call(&program) }, || false).unwrap_err();
        assert_eq!(why.to_string(), "took longer than 100 ms");
        thread::sleep(Duration::from_millis(1300));
        assert!(!marker.exists());
    }

    #[test]
    fn waiting_caller_may_stop_it() {
        let place = Place::new();
        let program = place.program("sleep 60");
        assert!(matches!(run(call(&program), || true), Err(Trouble::Stopped)));
    }

    #[test]
    fn flood_of_output_does_not_block() {
        let place = Place::new();
        let ending = ended(&place.program("head -c 1000000 /dev/zero | tr '\\0' 'x' >&2; exit 1"));
        assert_eq!((ending.how, ending.words.len()), (How::Code(1), 2048));
    }

    #[test]
    fn missing_program_is_reported() {
        let place = Place::new();
        fs::write(place.path("text"), "no program").unwrap();
        for name in ["none", "text"] {
            let why = run(call(&place.path(name)), || false).unwrap_err();
            assert!(matches!(&why, Trouble::NotStarted(_)) && why.to_string().starts_with("cannot be started: "));
        }
    }

    #[test]
    fn leftover_process_does_not_block() {
        let place = Place::new();
        let program = place.program("sleep 5 &\nexit 1");
        let began = Instant::now();
        assert_eq!(ended(&program).how, How::Code(1));
        assert!(began.elapsed() < Duration::from_secs(4));
    }
}
