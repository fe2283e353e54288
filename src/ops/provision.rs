//! Running the program that sets links up: the one place where this program starts another.
//!
//! It gets its input on standard input, and says by its exit code whether it is done; the first words on its standard
//! error are the reason. It runs outside of any transaction, in a process group of its own, which is killed as a whole
//! when its time is over, so that nothing that it started keeps us waiting.

use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How often a program under way is looked at.
const STEP: Duration = Duration::from_millis(5);
/// How long its words are waited for once it has ended, in case something else keeps its standard error open.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// As much of its words as is kept, in bytes.
const MOST_WORDS: u64 = 2048;

/// Runs `program` with `input` for at most `patience`, unless `stop` says otherwise meanwhile. An error is what went
/// wrong, for people.
///
/// # Errors
/// When it cannot be started, says no, takes too long or is stopped.
pub fn run(program: &Path, input: &str, patience: Duration, stop: impl Fn() -> bool) -> Result<(), String> {
    let mut child = start(program).map_err(|error| format!("{} cannot be started: {error}", program.display()))?;
    let words = listen(&mut child);
    hand_over(&mut child, input);
    let status = wait(&mut child, patience, stop);
    let status = status.map_err(|why| format!("{} {why}", program.display()))?;
    if status.success() {
        return Ok(());
    }
    let how = match status.code() {
        Some(code) => format!("{} ended with exit code {code}", program.display()),
        None => format!("{} was killed ({status})", program.display()),
    };
    let words = words.and_then(|words| words.recv_timeout(LAST_WORDS).ok()).unwrap_or_default();
    match words.split_whitespace().collect::<Vec<_>>().join(" ") {
        words if words.is_empty() => Err(how),
        words => Err(format!("{how}: {words}")),
    }
}

/// A program that is just being replaced by a newer one is busy for a moment.
fn start(program: &Path) -> std::io::Result<Child> {
    let mut tries = 40;
    loop {
        let started = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn();
        match started {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy && tries > 0 => {
                tries -= 1;
                thread::sleep(STEP);
            }
            started => return started,
        }
    }
}

/// Listens to its standard error, so that it never waits for a reader. All is read and the beginning kept.
fn listen(child: &mut Child) -> Option<Receiver<String>> {
    let mut stderr = child.stderr.take()?;
    let (send, words) = channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = stderr.by_ref().take(MOST_WORDS).read_to_end(&mut kept);
        // Whoever waited may be gone by now.
        let _ = send.send(String::from_utf8_lossy(&kept).into_owned());
        let _ = std::io::copy(&mut stderr, &mut std::io::sink());
    });
    Some(words)
}

/// A program that does not care for its input may leave it; a record is small enough for the pipe to take it whole.
fn hand_over(child: &mut Child, input: &str) {
    if let Some(mut stdin) = child.stdin.take() {
        thread::spawn({
            let input = input.to_owned();
            move || {
                let _ = stdin.write_all(input.as_bytes());
            }
        });
    }
}

fn wait(child: &mut Child, patience: Duration, stop: impl Fn() -> bool) -> Result<ExitStatus, String> {
    let mut waited = Duration::ZERO;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if stop() => {
                kill(child);
                return Err("was stopped".to_owned());
            }
            Ok(None) if waited >= patience => {
                kill(child);
                return Err(format!("took longer than {}", seconds(patience)));
            }
            Ok(None) => {
                thread::sleep(STEP);
                waited += STEP;
            }
            Err(error) => {
                kill(child);
                return Err(format!("cannot be waited for: {error}"));
            }
        }
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

fn seconds(patience: Duration) -> String {
    match patience.as_millis() {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

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

    #[test]
    fn it_gets_the_record_and_says_yes_by_its_exit_code() {
        let place = Place::new();
        let program = place.program(&format!("cat > {}", place.path("got").display()));
        run(&program, "{\"link_id\":\"lnk_1\"}\n", LONG, || false).unwrap();
        assert_eq!(fs::read_to_string(place.path("got")).unwrap(), "{\"link_id\":\"lnk_1\"}\n");
    }

    #[test]
    fn it_says_no_with_its_own_words_on_one_line() {
        let place = Place::new();
        let program = place.program("echo 'no such account\n  in billing' >&2; exit 3");
        let why = run(&program, "{}", LONG, || false).unwrap_err();
        assert_eq!(why, format!("{} ended with exit code 3: no such account in billing", program.display()));
        let silent = place.program("exit 1");
        assert!(run(&silent, "{}", LONG, || false).unwrap_err().ends_with("ended with exit code 1"));
    }

    #[test]
    fn one_that_hangs_is_killed_with_all_that_it_started() {
        let place = Place::new();
        let marker = place.path("survived");
        let program = place.program(&format!("(sleep 1; touch {}) &\nsleep 60", marker.display()));
        let why = run(&program, "{}", Duration::from_millis(100), || false).unwrap_err();
        assert!(why.ends_with("took longer than 100 ms"), "{why}");
        thread::sleep(Duration::from_millis(1300));
        assert!(!marker.exists());
    }

    #[test]
    fn whoever_waits_may_stop_it() {
        let program = Place::new();
        let program = program.program("sleep 60");
        assert!(run(&program, "{}", LONG, || true).is_err());
    }

    #[test]
    fn a_flood_of_words_neither_blocks_it_nor_us() {
        let place = Place::new();
        let program = place.program("head -c 1000000 /dev/zero | tr '\\0' 'x' >&2; exit 1");
        let why = run(&program, "{}", LONG, || false).unwrap_err();
        assert!(why.len() < 2300, "{}", why.len());
    }

    #[test]
    fn one_that_is_not_there_or_may_not_run_says_so() {
        let place = Place::new();
        assert!(run(&place.path("none"), "{}", LONG, || false).unwrap_err().contains("cannot be started"));
        fs::write(place.path("text"), "no program").unwrap();
        assert!(run(&place.path("text"), "{}", LONG, || false).unwrap_err().contains("cannot be started"));
    }

    #[test]
    fn one_that_leaves_a_process_behind_does_not_keep_us() {
        let place = Place::new();
        let program = place.program("sleep 5 &\nexit 1");
        let began = std::time::Instant::now();
        assert!(run(&program, "{}", LONG, || false).is_err());
        assert!(began.elapsed() < Duration::from_secs(4));
    }
}
