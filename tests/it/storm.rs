//! Many processes at once on one database: no error, nothing lost, nothing doubled, the chain unforked.
//!
//! `PARTNERCTL_TEST_STORM=long` makes each storm ten times as long.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::support::{Real, alone};

/// Processes at once, in each storm.
const WRITERS: usize = 16;

/// Whether the long form of the storms is wanted.
#[expect(clippy::disallowed_methods, reason = "anyone who runs the tests says how long")]
pub fn long() -> bool {
    std::env::var_os("PARTNERCTL_TEST_STORM").is_some_and(|length| length == "long")
}

/// How many commands each of them gives.
fn commands() -> usize {
    if long() { 500 } else { 50 }
}

/// The audit rows, the clients and the chain after `expected` clients were made.
fn must_hold_together(real: &Real, expected: usize) {
    assert_eq!(real.sqlite3("SELECT count(*), count(DISTINCT slug), max(id) - min(id) + 1 FROM client").ok().out, {
        format!("{expected}|{expected}|{expected}\n")
    });
    let added = "SELECT count(*) FROM audit WHERE action = 'client.add' AND outcome = 'done'";
    assert_eq!(real.sqlite3(added).ok().out, format!("{expected}\n"));
    assert_eq!(real.sqlite3("SELECT count(*) = max(id) FROM audit").ok().out, "1\n");
    assert_eq!(real.sqlite3("PRAGMA integrity_check").ok().out, "ok\n");
    assert_eq!(real.sqlite3("PRAGMA foreign_key_check").ok().out, "");
    real.run("audit verify").ok();
}

#[test]
fn sixteen_writers_lose_nothing() {
    let _alone = alone();
    let real = Real::new();
    let each = commands();
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let real = &real;
            scope.spawn(move || {
                for number in 0..each {
                    let (writer, number) = (spelled(writer), spelled(number));
                    let line = format!("client add 'Client {writer} {number}' --owner {number}@{writer}.example -q");
                    let run = real.run(&line).ok();
                    // Two of these names may differ in a blank alone.
                    assert!(run.err.is_empty() || run.err.contains("has the same name"), "{run}");
                }
            });
        }
    });
    must_hold_together(&real, WRITERS * each);
}

/// Anyone who is killed has done the whole of their change or nothing of it.
#[test]
fn killed_writers_leave_whole_changes() {
    let _alone = alone();
    let real = Real::new();
    let each = commands() / 5;
    thread::scope(|scope| {
        for writer in 0..4 {
            let real = &real;
            scope.spawn(move || {
                for number in 0..each {
                    let (name, owner) = (spelled(writer), spelled(number));
                    let line = format!("client add 'Client {name} {owner}' --owner {owner}@{name}.example -q");
                    let mut command = real.command(&line);
                    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    thread::sleep(Duration::from_micros(700 * (1 + (writer * 31 + number * 7) as u64 % 23)));
                    child.kill().unwrap();
                    child.wait().unwrap();
                }
            });
        }
    });
    real.run("audit verify").ok();
    assert_eq!(real.sqlite3("PRAGMA integrity_check").ok().out, "ok\n");
    let clients = "SELECT (SELECT count(*) FROM client) = (SELECT count(*) FROM audit WHERE action = 'client.add')";
    assert_eq!(real.sqlite3(clients).ok().out, "1\n");
    let ownerless = "SELECT count(*) FROM client WHERE id NOT IN (SELECT client_id FROM access_grant)";
    assert_eq!(real.sqlite3(ownerless).ok().out, "0\n");
}

/// A writer waits for its turn, up to ten seconds; a reader does not wait at all. Only the long form waits in vain.
#[test]
fn locked_database_is_waited_for() {
    let _alone = alone();
    let real = Real::new();
    let other = rusqlite::Connection::open(real.path("desk.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    real.run("staff list").ok();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| real.run("client add 'Big Shoes' --owner jim@bigshoes.example"));
        thread::sleep(Duration::from_millis(400));
        assert!(!waiting.is_finished());
        other.execute_batch("ROLLBACK").unwrap();
        waiting.join().unwrap().ok();
    });
    if long() {
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        real.run("client add 'Tea House' --owner tia@teahouse.example").fails(9).says("nothing was changed");
        other.execute_batch("ROLLBACK").unwrap();
    }
    assert_eq!(real.sqlite3("SELECT slug FROM client").ok().out, "big-shoes\n");
}

/// A number as letters that look like no other number's: names and slugs must not be taken for one another.
pub fn spelled(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["bax", "cedu", "fimo", "gup", "haze", "jyko", "qatt", "pews", "sorb", "zeq"];
    number.to_string().bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]).collect()
}
