//! Deliverers as real processes: several at once, and killed ones.
//!
//! `PARTNERCTL_TEST_STORM=long` kills 50 of them over 2,000 mails.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::support::smtp::Server;
use crate::support::{Real, alone};

/// A database in which `count` invitations wait.
fn waiting(count: usize) -> Real {
    let real = Real::new();
    real.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    let mut table = String::from("client_slug,email,role\n");
    for number in 0..count {
        table.push_str(&format!("big-shoes,m{number}@bigshoes.example,manager\n"));
    }
    real.feed("invite bulk -", table.as_bytes()).ok();
    real
}

fn one(real: &Real, question: &str) -> String {
    real.sqlite3(question).ok().out.trim().to_owned()
}

fn files(real: &Real) -> usize {
    let folder = std::fs::read_dir(real.path("desk.db.outbox")).unwrap();
    folder.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "eml")).count()
}

#[expect(clippy::disallowed_methods, reason = "anyone who runs the tests says how long")]
fn mails_and_kills() -> (usize, usize) {
    let long = std::env::var_os("PARTNERCTL_TEST_STORM").is_some_and(|length| length == "long");
    if long { (2000, 50) } else { (200, 10) }
}

/// Kills so many deliverers at work, each after a while of its own. What they had leased is due again, behind the
/// others: a minute is too long for a test. How many were killed, as far as there was work.
fn kill(real: &Real, kills: usize) -> usize {
    const LAPSES: &str = "UPDATE mail SET next_attempt_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
        WHERE state = 'sending' AND next_attempt_at > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
    let (mut at_work, mut begins) = (0, 10_000);
    for round in 0..kills as u64 * 10 {
        if at_work == kills {
            break;
        }
        let mut child = real.command("mail deliver").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(begins + round * 7_919 % 29_000));
        child.kill().unwrap();
        child.wait().unwrap();
        match real.tamper(LAPSES) {
            // Where the machine is busy, a process comes to work later.
            0 => begins += 4_000,
            1..=3 => at_work += 1,
            in_hand => panic!("{in_hand} mails in one hand"),
        }
        if one(real, "SELECT count(*) FROM mail WHERE state IN ('queued', 'sending')") == "0" {
            break;
        }
    }
    at_work
}

#[test]
fn four_deliverers_write_each_mail_once() {
    let real = waiting(80);
    let written: usize = thread::scope(|scope| {
        let deliverers: Vec<_> =
            (0..4).map(|_| scope.spawn(|| real.run("mail deliver").ok().out.lines().count())).collect();
        deliverers.into_iter().map(|deliverer| deliverer.join().unwrap()).sum()
    });
    assert_eq!(written, 80, "each mail is reported by one deliverer");
    assert_eq!(one(&real, "SELECT count(*) FROM mail WHERE state = 'written' AND attempts = 1"), "80");
    assert_eq!(files(&real), 80);
}

#[test]
fn four_deliverers_send_each_mail_once() {
    let _alone = alone();
    let (mails, _) = mails_and_kills();
    let real = waiting(mails);
    let server = Server::start(&["--limit", "20"]);
    server.serves_real(&real);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| real.run("mail deliver").ok());
        }
    });
    let taken = server.mails();
    let to: BTreeMap<&str, usize> = taken.iter().map(|mail| (mail.to[0].as_str(), 1)).collect();
    assert_eq!((taken.len(), to.len()), (mails, mails));
    assert!(taken.iter().map(|mail| mail.connection).max().unwrap() >= 4);
    assert_eq!(one(&real, "SELECT count(*) FROM mail WHERE state = 'sent' AND attempts = 1"), mails.to_string());
}

#[test]
fn killed_deliverers_lose_no_file() {
    let real = waiting(400);
    assert!(kill(&real, 10) >= 5);
    real.run("mail deliver").ok();
    assert_eq!(one(&real, "SELECT count(*) FROM mail WHERE state = 'written'"), "400");
    assert_eq!(files(&real), 400);
    assert_eq!(std::fs::read_dir(real.path("desk.db.outbox")).unwrap().count(), 400, "nothing half written is left");
}

/// Each arrives, at most one double for a kill, and every double is the same mail, byte for byte.
#[test]
#[expect(clippy::disallowed_macros, reason = "how many doubles a long run had is for anyone who ran it")]
fn killed_deliverers_lose_no_mail() {
    let _alone = alone();
    let (mails, kills) = mails_and_kills();
    let real = waiting(mails);
    let server = Server::start(&[]);
    server.serves_real(&real);
    let at_work = kill(&real, kills);
    real.run("mail deliver").ok();
    let taken = server.mails();
    let mut by_address: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for mail in &taken {
        by_address.entry(mail.to[0].as_str()).or_default().push(&mail.sha256);
    }
    assert_eq!(by_address.len(), mails, "each arrives");
    let doubles = taken.len() - mails;
    assert!(doubles <= at_work, "{doubles} doubles for {at_work} kills at work");
    for (address, same) in &by_address {
        assert!(same.iter().all(|sha256| sha256 == &same[0]), "two different mails to {address}");
    }
    assert!(at_work * 2 >= kills, "only {at_work} of {kills} could be killed at work");
    assert_eq!(one(&real, "SELECT count(*) FROM mail WHERE state = 'sent'"), mails.to_string());
    println!("{mails} mails, {at_work} deliverers killed at work: {doubles} doubles");
}
