//! What waits, for input, for a pipe or for a lock, ends with the first signal; and what a process is not given: room, a
//! writable disk, a large file.

use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::sys::stat::Mode;
use nix::unistd::{Pid, mkfifo};

use crate::support::{Real, code};

fn signal(child: &Child, signal: Signal) {
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), signal).unwrap();
}

/// Whether the process ended within this time.
fn ends_within(child: &mut Child, span: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < span {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

/// Waits until the process is past its start and waits.
fn settle() {
    std::thread::sleep(Duration::from_millis(600));
}

#[test]
fn first_signal_ends_a_wait_for_input() {
    let real = Real::new();
    real.run("partner add \"Jim's Web\" --slug jims-web").ok();
    mkfifo(&real.path("pipe"), Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    fs::write(real.path("new.csv"), "name,owners\nX,x@x.example\n").unwrap();
    let lines = [
        "client import -",
        "invite bulk -",
        "invite accept --code-stdin",
        "mail bounce -",
        "link request -p jims-web --target-file -",
        "client import pipe",
        "invite accept --code-file pipe",
        "mail bounce pipe",
        "client import new.csv --errors pipe",
    ];
    for (nth, line) in lines.iter().enumerate() {
        let wanted = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP][nth % 3];
        let mut child = real.command(line).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        settle();
        if child.try_wait().unwrap().is_some() {
            let output = child.wait_with_output().unwrap();
            panic!("{line} did not wait: {}", String::from_utf8_lossy(&output.stderr));
        }
        signal(&child, wanted);
        let ended = ends_within(&mut child, Duration::from_secs(2));
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        assert!(ended, "{line} went on after {wanted}");
        assert_eq!(output.status.signal(), Some(wanted as i32), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn first_signal_ends_a_wait_for_a_lock() {
    let real = Real::new();
    real.run("db backup backup.db").ok();
    let writer = rusqlite::Connection::open(real.path("desk.db")).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let held = fs::File::options().write(true).open(real.path("desk.db.lock")).unwrap();
    held.lock().unwrap();
    for line in ["client add X --owner x@x.example", "init", "db restore backup.db --confirm training"] {
        let mut child = real.command(line).stderr(Stdio::piped()).spawn().unwrap();
        settle();
        signal(&child, Signal::SIGTERM);
        assert!(ends_within(&mut child, Duration::from_secs(2)), "{line}");
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("stopped by SIGTERM"), "{line}: {said}");
        assert_eq!(code(output.status), 143, "{line}");
    }
}

#[test]
fn hangup_leaves_the_errors_file_of_a_bulk_run() {
    let real = Real::new();
    let rows: String = (0..20_000).map(|n| format!("Client {n},o{n}@client{n}.example\n")).collect();
    fs::write(real.path("new.csv"), format!("name,owners\n{rows}")).unwrap();
    let mut child = real
        .command("client import new.csv --errors bad.csv")
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while real.sqlite3("SELECT count(*) FROM client").out == "0\n" {
        std::thread::sleep(Duration::from_millis(20));
    }
    signal(&child, Signal::SIGHUP);
    assert!(ends_within(&mut child, Duration::from_secs(20)));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(Signal::SIGHUP as i32));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the terminal went away"));
    let done: usize = real.sqlite3("SELECT count(*) FROM client").out.trim().parse().unwrap();
    let left = fs::read_to_string(real.path("bad.csv")).unwrap().lines().count() - 1;
    assert!(done > 0 && done + left == 20_000, "{done} and {left}");
}

#[test]
fn hangup_passes_by_under_nohup() {
    let real = Real::new();
    let mut child = real
        .program("nohup", &["partnerctl", "client", "import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    settle();
    signal(&child, Signal::SIGHUP);
    assert!(!ends_within(&mut child, Duration::from_millis(500)));
    child.stdin.take().unwrap().write_all(b"name,owners\nX,x@x.example\n").unwrap();
    assert!(child.wait().unwrap().success());
}

/// With the key as a pipe nothing is waited for, and no one else has to wait.
#[test]
fn key_that_is_a_pipe_is_refused_at_once() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    fs::remove_file(real.path("desk.db.key")).unwrap();
    mkfifo(&real.path("desk.db.key"), Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    real.run("invite send --owners -c big-shoes").fails(1).says("it is not a regular file");
    real.run("client edit big-shoes --plan pro").ok();
}

#[test]
fn file_size_limit_is_an_error() {
    let real = Real::new();
    let run = real.shell("ulimit -f 100; partnerctl db backup b.db");
    assert_eq!(run.code, 1, "{run}");
    assert!(!fs::exists(real.path("b.db")).unwrap());
    let left = fs::read_dir(real.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| !name.starts_with(".partnerctl-")));
    real.run("db check").ok();
}

#[test]
fn no_core_dump_is_left() {
    let real = Real::new();
    let mut child = real
        .program("bash", &["-c", "ulimit -c unlimited; exec partnerctl invite accept --code-stdin"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    settle();
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    signal(&child, Signal::SIGABRT);
    let status = child.wait().unwrap();
    assert!(status.signal() == Some(Signal::SIGABRT as i32) && !status.core_dumped(), "{status}");
}

#[test]
fn input_without_end_is_refused() {
    let real = Real::new();
    real.run("client import /dev/zero").fails(2).says("is nothing but NUL bytes, perhaps without end, not CSV");
}
