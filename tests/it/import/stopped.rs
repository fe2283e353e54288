//! Imports that do not come to their end: interrupted, killed, or without a reader. What is done stays done, what is
//! not reached is reported, and a second run with the same table does the rest.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Real, code};

/// Enough rows that the run takes several chunks; and their results are more than a pipe holds, so that it waits for us.
const ROWS: usize = 1_500;

fn real() -> Real {
    let real = Real::new();
    let mut table = "name,owners,account_number\n".to_owned();
    let wide = "x".repeat(150);
    for row in 0..ROWS {
        table.push_str(&format!("Client {row} {wide},owner@c{row}.example,N{row}\n"));
    }
    std::fs::write(real.path("new.csv"), table).unwrap();
    real
}

/// Starts an import and waits until its first rows are shown, which is after their commit.
fn under_way(real: &Real) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut command = real.command("client import new.csv --csv --errors bad.csv");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..2 {
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert!(line.contains("client_slug") || line.contains("created"), "{line}");
    }
    (child, out)
}

fn clients(real: &Real) -> usize {
    real.sqlite3("SELECT count(*) FROM client").ok().out.trim().parse().unwrap()
}

fn must_be_whole(real: &Real) {
    assert_eq!(clients(real), ROWS);
    let shape = "SELECT count(DISTINCT account_number), (SELECT count(*) FROM access_grant) FROM client";
    assert_eq!(real.sqlite3(shape).ok().out, format!("{ROWS}|{ROWS}\n"));
    real.run("audit verify").ok();
}

#[test]
fn interrupted_import_returns_the_rest() {
    let real = real();
    let (mut child, mut out) = under_way(&real);
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGINT).unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(code(child.wait().unwrap()), 130, "{err}");
    let done = clients(&real);
    assert!(0 < done && done < ROWS, "{done}");
    assert!(err.contains(&format!("stopped after {done} rows: interrupted")), "{err}");
    let left = std::fs::read_to_string(real.path("bad.csv")).unwrap();
    assert_eq!(left.lines().count() - 1, ROWS - done);
    real.run("client import bad.csv").ok().says(&format!("{} created.", ROWS - done));
    must_be_whole(&real);
}

#[test]
fn rerun_after_a_kill_does_the_rest() {
    let real = real();
    let (mut child, out) = under_way(&real);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(out);
    let done = clients(&real);
    assert!(0 < done && done < ROWS, "{done}");
    real.run("client import new.csv").ok().says(&format!("{} created, {done} unchanged.", ROWS - done));
    must_be_whole(&real);
}

#[test]
fn import_without_reader_finishes() {
    let real = real();
    let head = real.shell("partnerctl client import new.csv --csv | head -1").ok();
    assert!(head.out.starts_with("line,client_id"), "{head}");
    must_be_whole(&real);
}
