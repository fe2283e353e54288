//! A night's run in the crowd: others write next to it, and it may be killed anywhere.
//!
//! `PARTNERCTL_TEST_STORM=long` runs 20,000 rows instead of 3,000.

use std::fmt::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Real, alone};

/// The bound of the contract, for the writes of others next to a bulk run.
const PATIENCE: Duration = Duration::from_millis(250);

#[expect(clippy::disallowed_methods, reason = "anyone who runs the tests says how long")]
fn rows() -> usize {
    if std::env::var_os("PARTNERCTL_TEST_STORM").is_some_and(|length| length == "long") { 20_000 } else { 3_000 }
}

/// A database of one client, and a table that invites `rows` people into it.
fn crowd(rows: usize) -> Real {
    let real = Real::new();
    real.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example").ok();
    let mut table = String::from("client_slug,email,role\n");
    for n in 0..rows {
        writeln!(table, "big-shoes,person{n}@crowd.example,guest").unwrap();
    }
    std::fs::write(real.path("in.csv"), table).unwrap();
    real
}

fn one_each(real: &Real, rows: usize) {
    let expected = format!("{rows}|{rows}|{rows}\n");
    let counts = "SELECT count(*), count(DISTINCT email_key), (SELECT count(*) FROM mail WHERE kind = 'invitation') FROM invitation";
    assert_eq!(real.sqlite3(counts).ok().out, expected);
    real.run("audit verify").ok();
}

#[test]
fn others_write_during_a_bulk_run() {
    let _alone = alone();
    let rows = rows();
    let real = crowd(rows);
    // How long a change takes on this machine just now, with no one next to it.
    let mut quiet: Vec<Duration> = (0..7).map(|n| change(&real, n)).collect();
    quiet.sort_unstable();
    let usual = quiet[quiet.len() / 2];
    let mut bulk =
        real.command("invite bulk in.csv --csv").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut waits = Vec::new();
    while bulk.try_wait().unwrap().is_none() {
        waits.push(change(&real, 100 + waits.len()));
    }
    assert!(bulk.wait().unwrap().success());
    one_each(&real, rows);
    waits.sort_unstable();
    // A machine may stall a process by itself once in a while; anyone who is starved by us waits again and again.
    let nearly_all = waits[waits.len() * 9 / 10];
    let count = waits.len();
    assert!(
        count >= 3 && nearly_all < PATIENCE + usual * 3,
        "{count} writes, nine in ten within {nearly_all:?}, alone {usual:?}"
    );
}

/// Another terminal's change: how long it took from start to finish.
fn change(real: &Real, n: usize) -> Duration {
    let begin = Instant::now();
    real.run(&format!("client edit big-shoes --field n={n}")).ok();
    begin.elapsed()
}

#[test]
fn killed_bulk_run_is_finished_by_a_rerun() {
    let _alone = alone();
    let rows = rows() / 3;
    let real = crowd(rows);
    for round in 0..6_u64 {
        let mut bulk =
            real.command("invite bulk in.csv --csv").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(15 + 23 * round));
        bulk.kill().unwrap();
        bulk.wait().unwrap();
    }
    real.run("invite bulk in.csv --csv").ok();
    one_each(&real, rows);
    let again = real.run("invite bulk in.csv --csv").ok();
    assert_eq!(again.out.matches(",unchanged,").count(), rows);
    one_each(&real, rows);
}
