//! Deliverers as real processes: several at once, and killed ones.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::support::Real;

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

#[test]
fn four_deliverers_at_once_write_each_mail_once() {
    let real = waiting(80);
    let written: usize = thread::scope(|scope| {
        let deliverers: Vec<_> =
            (0..4).map(|_| scope.spawn(|| real.run("mail deliver").ok().out.lines().count())).collect();
        deliverers.into_iter().map(|deliverer| deliverer.join().unwrap()).sum()
    });
    assert_eq!(written, 80, "each mail is told by one deliverer");
    assert_eq!(one(&real, "SELECT count(*) FROM mail WHERE state = 'written' AND attempts = 1"), "80");
    assert_eq!(files(&real), 80);
}

#[test]
fn killed_deliverers_lose_no_mail() {
    const KILLS: u64 = 10;
    let real = waiting(60);
    for kill in 0..KILLS {
        let mut child = real.command("mail deliver").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(10 + kill * 7 % 23));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    real.run("mail deliver").ok();
    let left = "UPDATE mail SET next_attempt_at = created_at WHERE state = 'sending'";
    let in_hand = u64::try_from(real.tamper(left)).unwrap();
    assert!(in_hand <= 2 * KILLS, "two mails in hand for each that was killed: {in_hand}");
    real.run("mail deliver").ok();
    assert_eq!(one(&real, "SELECT count(*) FROM mail WHERE state = 'written'"), "60");
    assert_eq!(files(&real), 60);
    assert_eq!(std::fs::read_dir(real.path("desk.db.outbox")).unwrap().count(), 60, "nothing half written is left");
}
