//! Digests while processes are killed: those that make the changes, and those that deliver.
//!
//! `PARTNERCTL_TEST_STORM=long` changes ten times as many people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::storm::long;
use crate::support::{Real, alone};

/// big-shoes with two owners and so many guests, who are in.
fn crowd(people: usize) -> Real {
    let real = Real::new();
    real.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example --owner ann@bigshoes.example").ok();
    let (mut invited, mut wider) = ("client_slug,email,role\n".to_owned(), "client_slug,email,role\n".to_owned());
    for n in 0..people {
        writeln!(invited, "big-shoes,person{n}@crowd.example,guest").unwrap();
        writeln!(wider, "big-shoes,person{n}@crowd.example,manager").unwrap();
    }
    std::fs::write(real.path("in.csv"), invited).unwrap();
    std::fs::write(real.path("wider.csv"), wider).unwrap();
    real.run("invite bulk in.csv -q").ok();
    for answer in [
        "UPDATE login SET state = 'active', activated_at = created_at",
        "UPDATE access_grant SET state = 'active', active_at = created_at, permissions = CASE role WHEN 'guest' THEN 'profile' ELSE permissions END",
        "UPDATE client SET state = 'active', activated_at = created_at",
        "UPDATE invitation SET state = 'accepted', answered_at = sent_at, answered_by = email",
        "UPDATE mail SET state = 'written'",
    ] {
        real.tamper(answer);
    }
    real
}

fn rows(real: &Real, question: &str) -> Vec<String> {
    real.sqlite3(question).ok().out.lines().map(str::to_owned).collect()
}

/// The day of the desk is over: what gathers may leave. What a killed deliverer had leased is due as well.
fn the_day_is_over(real: &Real) {
    real.tamper(
        "UPDATE mail SET next_attempt_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
           WHERE kind = 'notice' AND state IN ('queued', 'sending')",
    );
}

/// Each event is in exactly one digest of each reader, and each digest is a file with just its events, whichever process
/// was killed while it changed, gathered or delivered.
#[test]
fn each_event_is_in_one_digest() {
    let _alone = alone();
    for setting in ["digest", "on"] {
        let people = if long() { 1200 } else { 120 };
        let real = crowd(people);
        real.run(&format!("config set notify.access_changed {setting}")).ok();
        for round in 0..8_u64 {
            let start = |line: &str| real.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let mut changing = start("user edit wider.csv --csv");
            let mut delivering = start("mail deliver");
            thread::sleep(Duration::from_millis(12 + round * 7_919 % 47));
            delivering.kill().unwrap();
            thread::sleep(Duration::from_millis(round * 6_007 % 31));
            changing.kill().unwrap();
            delivering.wait().unwrap();
            changing.wait().unwrap();
            if round % 2 == 1 {
                the_day_is_over(&real);
            }
        }
        real.run("user edit wider.csv --csv").ok();
        // What gathers for ten minutes, or until the day is over.
        for _ in 0..2 {
            the_day_is_over(&real);
            real.run("mail deliver").ok();
        }
        real.run("audit verify").ok();
        let events = rows(&real, "SELECT id FROM audit WHERE action = 'user.edit' AND outcome = 'done' ORDER BY id");
        assert_eq!(events.len(), people, "{setting}: each person was changed once");
        for owner in ["jim@bigshoes.example", "ann@bigshoes.example"] {
            let entries = rows(
                &real,
                &format!(
                    "SELECT json_extract(e.value, '$.audit') FROM mail AS m, json_each(m.facts, '$.entries') AS e
                   WHERE m.kind = 'notice' AND m.recipient = '{owner}' ORDER BY 1"
                ),
            );
            assert_eq!(entries, events, "{setting}: {owner}");
        }
        let theirs =
            "SELECT count(*), count(DISTINCT recipient) FROM mail WHERE kind = 'notice' AND recipient LIKE 'person%'";
        assert_eq!(rows(&real, theirs), [format!("{people}|{people}")], "{setting}: each person has one mail");
        assert_eq!(rows(&real, "SELECT DISTINCT state FROM mail WHERE kind = 'notice'"), ["written"], "{setting}");
        let digests = rows(&real, "SELECT id, json_array_length(facts, '$.entries') FROM mail WHERE kind = 'notice'");
        let sizes: BTreeMap<&str, &str> = digests.iter().map(|row| row.split_once('|').unwrap()).collect();
        for (id, size) in sizes {
            let file = std::fs::read_to_string(real.path(&format!("desk.db.outbox/msg_{id}.eml"))).unwrap();
            let text = file.split("text/html").next().unwrap();
            assert_eq!(text.matches("- When:").count().to_string(), size, "{setting}: msg_{id}\n{text}");
        }
    }
}
