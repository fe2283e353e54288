//! Many links that end soon, extended by a pipe that is killed and run again.
//!
//! `PARTNERCTL_TEST_STORM=long` extends 10,000 links instead of 600, and prints how long that took.

use std::fmt::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::storm::{long, spelled};
use crate::support::{Real, Run, alone};

/// A database with so many clients, each with an owner of that name and linked with Jim's Web for 20 more days, and the
/// table of these links.
fn linked(links: usize, owner: impl Fn(&str) -> String) -> Real {
    let real = Real::new();
    real.run("partner add 'Jim' --slug jims-web --contact-email office@jimsweb.example").ok();
    let (mut clients, mut targets) = ("name,slug,owners\n".to_owned(), String::new());
    for n in 0..links {
        let name = spelled(n);
        writeln!(clients, "{name},{name},{}", owner(&name)).unwrap();
        writeln!(targets, "{name}").unwrap();
    }
    std::fs::write(real.path("clients.csv"), clients).unwrap();
    std::fs::write(real.path("targets.txt"), targets).unwrap();
    real.run("client import clients.csv --allow-elsewhere -q").ok();
    let request = "link request -p jims-web --target-file targets.txt --permissions invoices --for 20d -q";
    real.run(&format!("{request} --expect-clients {links}")).ok();
    // The answers of 10,000 owners, and that their mails have left.
    for answer in [
        "UPDATE login SET state = 'active', activated_at = created_at",
        "UPDATE access_grant SET state = 'active', active_at = created_at",
        "UPDATE client SET state = 'active', activated_at = created_at",
        "UPDATE link SET state = 'linked', answered_at = requested_at, answered_by = 'ann@holding.example',
           linked_at = requested_at, until = requested_at + 20 * 86400000",
        "UPDATE code SET state = 'dead'",
        "UPDATE mail SET state = 'written'",
    ] {
        real.tamper(answer);
    }
    let rows = real.run("link list -A --expiring 30d --csv").ok().out;
    assert_eq!(rows.lines().count(), links + 1);
    std::fs::write(real.path("rows.csv"), rows).unwrap();
    real
}

fn one(real: &Real, question: &str) -> String {
    real.sqlite3(question).ok().out.trim().to_owned()
}

/// Kills the same line again and again, then lets it come to its end; how many rows each run had done, by the audit.
fn killed_and_run_again(real: &Real, line: &str, action: &str) -> (Vec<usize>, Run) {
    let done = || {
        let count = format!("SELECT count(*) FROM audit WHERE action = '{action}' AND outcome = 'done'");
        one(real, &count).parse::<usize>().unwrap()
    };
    let mut came = vec![0];
    for round in 0..6_u64 {
        let mut run = real.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // It reads the whole table first: each round goes some rows further than those before.
        while done() <= came[came.len() - 1] && run.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(round * 7));
        run.kill().unwrap();
        run.wait().unwrap();
        came.push(done());
    }
    (came, real.run(line).ok())
}

/// The client's side extends 10,000 links: each by just a year, once, however often and wherever the run was killed.
#[test]
#[expect(clippy::disallowed_macros, reason = "how long a long run took is for anyone who ran it")]
fn killed_extension_is_finished_by_a_rerun() {
    let _alone = alone();
    let links = if long() { 10_000 } else { 600 };
    let real = linked(links, |_| "ann@holding.example".to_owned());
    let ends = "SELECT id, until FROM link ORDER BY id";
    let before = one(&real, ends);
    let line = "link extend rows.csv --for 365d --csv --as ann@holding.example -m phone";
    let begin = Instant::now();
    let (came, _) = killed_and_run_again(&real, line, "link.edit");
    let took = begin.elapsed();
    assert!(came.iter().any(|done| (1..links).contains(done)), "killed in the middle: {came:?}");
    let later = |row: &str| {
        let (id, until) = row.split_once('|').unwrap();
        format!("{id}|{}", until.parse::<i64>().unwrap() + 365 * 86_400_000)
    };
    let after = one(&real, ends);
    assert_eq!(before.lines().map(later).collect::<Vec<_>>().join("\n"), after, "each by a year");
    let edits = "SELECT count(*), count(DISTINCT entity_id) FROM audit WHERE action = 'link.edit' AND outcome = 'done'";
    assert_eq!(one(&real, edits), format!("{links}|{links}"), "each once");
    let begin = Instant::now();
    let again = real.run(line).ok();
    let rerun = begin.elapsed();
    assert_eq!(again.out.matches(",unchanged,").count(), links);
    assert_eq!((one(&real, ends), one(&real, edits)), (after, format!("{links}|{links}")), "a rerun changes nothing");
    real.run("audit verify").ok();
    if long() {
        eprintln!("{links} links extended in {took:?}, killed after {came:?} of them; the rerun took {rerun:?}");
    }
}

/// Support asks as many owners: one question and one mail for each, and one code that is live.
#[test]
#[expect(clippy::disallowed_macros, reason = "how long a long run took is for anyone who ran it")]
fn killed_request_is_finished_by_a_rerun() {
    let _alone = alone();
    let links = if long() { 10_000 } else { 600 };
    let asking = linked(links, |name| format!("owner@{name}.example"));
    let ends = "SELECT id, until FROM link ORDER BY id";
    let before = one(&asking, ends);
    let line = "link extend rows.csv --for 365d --csv";
    let begin = Instant::now();
    let (came, _) = killed_and_run_again(&asking, line, "link.extend");
    let took = begin.elapsed();
    assert!(came.iter().any(|done| (1..links).contains(done)), "killed in the middle: {came:?}");
    assert_eq!(one(&asking, ends), before, "no link moves by being asked for more");
    let asked =
        "SELECT count(*), count(DISTINCT entity_id) FROM audit WHERE action = 'link.extend' AND outcome = 'done'";
    assert_eq!(one(&asking, asked), format!("{links}|{links}"));
    let waiting = "SELECT count(*), count(DISTINCT extension_until - until) FROM link WHERE extension_at IS NOT NULL";
    assert_eq!(one(&asking, waiting), format!("{links}|1"));
    for (what, question) in [
        ("mails", "SELECT count(*) FROM mail WHERE kind = 'link_request' AND state = 'queued'"),
        ("codes", "SELECT count(*) FROM code WHERE kind = 'link' AND state = 'live'"),
    ] {
        assert_eq!(one(&asking, question), links.to_string(), "{what}");
    }
    let again = asking.run(line).ok();
    assert_eq!(again.out.matches(",unchanged,").count(), links);
    asking.run("audit verify").ok();
    if long() {
        eprintln!("{links} clients asked in {took:?}, killed after {came:?} of them");
    }
}
