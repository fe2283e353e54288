//! The program as a process of its own, with real streams, a real clock and a real account.

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};

use rexpect::session::PtySession;
use tempfile::TempDir;

use super::run::{Run, words};

/// How long a question may let wait for itself.
const PATIENCE: u64 = 20_000;

/// A folder with a database, where real processes work.
pub struct Real {
    folder: TempDir,
}

impl Real {
    /// A folder without a database.
    pub fn empty() -> Self {
        Self { folder: super::folder() }
    }

    /// A fresh database, whose first staff person is anyone who runs the tests.
    pub fn new() -> Self {
        let real = Self::empty();
        real.run("init --label training").ok();
        real
    }

    /// Another folder with the same files in it.
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        let from = format!("{}/.", self.folder.path().display());
        assert!(Command::new("cp").args(["-a", &from]).arg(copy.folder()).status().unwrap().success());
        copy
    }

    /// A path in the folder, which is also the working folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `partnerctl LINE`, to be started.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_partnerctl"));
        command.args(words(line));
        self.surround(&mut command);
        command.stdin(Stdio::null());
        command
    }

    /// Runs `partnerctl LINE` to its end.
    pub fn run(&self, line: &str) -> Run {
        self.finish(line, self.command(line).output().unwrap())
    }

    /// Runs `partnerctl LINE` as another account, which must be able to reach the folder.
    pub fn run_as(&self, uid: u32, gid: u32, line: &str) -> Run {
        use std::os::unix::process::CommandExt as _;
        // Where the program was built, others may not be let in. Another process copies it: were the file open for
        // writing in this one, a test next to that starts a process would keep it so, and it could not be run.
        let program = self.path("partnerctl");
        if !program.exists() {
            let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_partnerctl")).arg(&program).status().unwrap();
            assert!(copied.success());
        }
        let mut command = Command::new(program);
        command.args(words(line)).uid(uid).gid(gid);
        self.surround(&mut command);
        self.finish(line, command.stdin(Stdio::null()).output().unwrap())
    }

    /// Another program, to be started where `partnerctl` is on the path.
    pub fn program(&self, name: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(name);
        self.surround(command.args(arguments));
        command
    }

    /// Runs a script in bash, where `partnerctl` is on the path; a pipe fails if any part of it does.
    pub fn shell(&self, script: &str) -> Run {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-o", "pipefail", "-c", script]);
        self.surround(&mut bash);
        bash.stdin(Stdio::null());
        self.finish(script, bash.output().unwrap())
    }

    /// Runs `partnerctl LINE` with these bytes on standard input.
    pub fn feed(&self, line: &str, bytes: &[u8]) -> Run {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        self.finish(line, child.wait_with_output().unwrap())
    }

    /// Starts `partnerctl LINE` at a terminal of its own, where someone can answer.
    pub fn at_terminal(&self, line: &str) -> PtySession {
        rexpect::session::spawn_command(self.command_at_terminal(line), Some(PATIENCE)).unwrap()
    }

    /// Starts a script in bash at a terminal of its own.
    pub fn shell_at_terminal(&self, script: &str) -> PtySession {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-o", "pipefail", "-c", script]);
        self.surround(&mut bash);
        rexpect::session::spawn_command(bash, Some(PATIENCE)).unwrap()
    }

    /// Runs a query with the `sqlite3` shell, as other programs do.
    pub fn sqlite3(&self, sql: &str) -> Run {
        let mut shell = Command::new("sqlite3");
        shell.arg(self.path("desk.db")).arg(sql).stdin(Stdio::null());
        self.finish(sql, shell.output().unwrap())
    }

    /// Writes into the database past the program and its write guard, as no one may: to play damage, or what time does.
    /// How many rows it changed.
    pub fn tamper(&self, statement: &str) -> usize {
        let connection = rusqlite::Connection::open(self.path("desk.db")).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        let flags =
            rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
        connection.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
        connection.execute(statement, []).unwrap()
    }

    fn command_at_terminal(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_partnerctl"));
        command.args(words(line));
        self.surround(&mut command);
        command
    }

    fn surround(&self, command: &mut Command) {
        let programs = Path::new(env!("CARGO_BIN_EXE_partnerctl")).parent().unwrap();
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .env("TERM", "xterm")
            .env("TZ", "UTC")
            .env("PARTNERCTL_DB", self.path("desk.db"));
    }

    fn finish(&self, line: &str, output: Output) -> Run {
        let clean =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&self.folder.path().display().to_string(), "[DIR]");
        Run { line: line.to_owned(), code: code(output.status), out: clean(&output.stdout), err: clean(&output.stderr) }
    }
}

/// The Python that has the packages of the tests, where `scripts/needs` put it: next to what cargo builds.
pub fn python() -> PathBuf {
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let python = built.join("python-venv/bin/python");
    assert!(
        python.exists(),
        "the Python packages of the tests are not installed ({} is missing): run scripts/needs, or the tests by scripts/test",
        python.display()
    );
    python
}

/// The exit code as a shell shows it: 128 and the signal for anyone who ended by one.
pub fn code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    u8::try_from(code.unwrap()).unwrap()
}

/// Held by each storm, so that no two of them fight for the same disk at once: they measure what they do to a
/// database, and not to each other.
pub fn alone() -> std::sync::MutexGuard<'static, ()> {
    static STORM: std::sync::Mutex<()> = std::sync::Mutex::new(());
    STORM.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
