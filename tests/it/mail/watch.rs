//! `mail deliver --watch`: goes on, by a clock that does not let anyone wait.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::Duration;

use insta::assert_snapshot;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use partnerctl::domain::time::Span;

use super::story::{asked, outbox_closed, outbox_open};
use crate::support::{Frozen, Real, World, code};

const SECOND: Duration = Duration::from_secs(1);

/// A table of so many people to invite.
fn table(people: usize) -> String {
    let rows = (0..people).map(|number| format!("big-shoes,p{number}@bigshoes.example,guest\n"));
    format!("client_slug,email,role\n{}", rows.collect::<String>())
}

/// Someone else changes one row meanwhile.
fn one_row(database: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(database).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
}

#[test]
fn watch_delivers_until_stopped() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    outbox_open(&world);
    world.stdin(table(2)).run("invite bulk -").ok();
    // The first mail rests for five minutes after its failure.
    assert_snapshot!(world.stopped_after(SECOND * 400).run("mail deliver --watch --csv --columns mail_id,result"), @r#"
    $ partnerctl mail deliver --watch --csv --columns mail_id,result
    mail_id,result
    msg_4,written
    msg_5,written
    msg_3,written
    --- stderr
    Tried 2 mails: 2 written to files.
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Tried 1 mail: 1 written to a file.
    In all: Tried 3 mails: 3 written to files.
    {"error":{"code":"interrupted","message":"interrupted","hints":[]}}
    --- exit 130
    "#);
    let left = world.sql("SELECT id, state, (sent_at - created_at) / 60000 FROM mail WHERE id >= 3 ORDER BY id");
    assert_eq!(left, ["3|written|5", "4|written|0", "5|written|0"]);
}

/// Someone's access ends seven days and some minutes from now.
fn with_an_end_to_remind_of() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("user add guest@x.example -c big-shoes -r guest --until 2026-11-28T09:03:00Z").ok();
        world.run("invite send --owners -c big-shoes").ok();
        world.run("invite accept -c big-shoes --as jim@bigshoes.example -m 'by phone'").ok();
        world.run("invite send guest@x.example -c big-shoes").ok();
        world.run("invite accept -c big-shoes --as guest@x.example -m 'by phone'").ok();
        world.run("mail deliver").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn it_reminds_once_a_minute() {
    let mut world = with_an_end_to_remind_of();
    let before = world.sql("SELECT count(*) FROM mail WHERE kind = 'access_expiring'");
    world.stopped_after(SECOND * 400).run("mail deliver --watch").fails(130).says("Queued 1 reminder");
    assert_eq!(
        (before, world.sql("SELECT count(*) FROM mail WHERE kind = 'access_expiring'")),
        (vec!["0".to_owned()], vec!["1".to_owned()])
    );
}

#[test]
fn watch_reminds_at_any_rate() {
    let mut world = with_an_end_to_remind_of();
    world.stdin(table(3)).run("invite bulk -").ok();
    world.stopped_after(SECOND * 400).run("mail deliver --watch --rate 6/h").fails(130).says("Queued 1 reminder");
    let waiting = world.sql("SELECT kind, attempts FROM mail WHERE state = 'queued' ORDER BY id");
    assert_eq!(waiting, ["invitation|0", "invitation|0", "access_expiring|0"]);
}

#[test]
fn skipped_mail_reports_no_recovery() {
    let mut world = World::with_story();
    world.run("config set mail.transport smtp").ok();
    world.run("config set web.base_url https://access.example.com").ok();
    world.stdin(table(1)).run("invite bulk -").ok();
    let database = world.database();
    world.after_sleep(SECOND * 100, move || one_row(&database, "UPDATE login SET mailbox = 0 WHERE email LIKE 'p0@%'"));
    let run = world.stopped_after(SECOND * 600).run("mail deliver --watch").fails(130);
    assert!(run.err.contains("1 skipped") && !run.err.contains("Mails leave again"), "{run}");
}

#[test]
fn outage_is_reported_once_and_ends() {
    let mut world = World::with_story();
    world.run("config set mail.transport smtp").ok();
    world.run("config set web.base_url https://access.example.com").ok();
    world.stdin(table(2)).run("invite bulk -").ok();
    let database = world.database();
    let files = "UPDATE setting SET value = 'file' WHERE setting_key = 'mail.transport'";
    world.after_sleep(SECOND * 200, move || one_row(&database, files));
    assert_snapshot!(world.stopped_after(SECOND * 600).run("mail deliver --watch"), @"
    $ partnerctl mail deliver --watch
    msg_1
    msg_2
    --- stderr
    warning: no mail can leave: mail.transport is smtp, and mail.smtp.host is not set: there is no server to go to
    hint: name it with `partnerctl config set mail.smtp.host HOST`
    hint: look whether it works with `partnerctl mail status`
    note: the mails stay queued; it is tried again from time to time
    Tried 2 mails: 2 written to files.
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Mails leave again.
    In all: Tried 2 mails: 2 written to files.
    error: interrupted
    --- exit 130
    ");
    let left = world.sql("SELECT attempts, (sent_at - created_at + 7500) / 15000 FROM mail");
    assert_eq!(left, ["1|15", "1|15"], "it was tried after 15, 30, 60 and 120 seconds, and none of that counts");
}

#[test]
fn watch_ends_at_its_limit() {
    let mut world = World::with_story();
    world.stdin(table(5)).run("invite bulk -").ok();
    assert_snapshot!(world.run("mail deliver --watch --limit 3"), @"
    $ partnerctl mail deliver --watch --limit 3
    msg_1
    msg_2
    msg_3
    --- stderr
    Tried 3 mails: 3 written to files.
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    In all: Tried 3 mails: 3 written to files.
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state, count(*) FROM mail GROUP BY state ORDER BY state"), ["queued|2", "written|3"]);
}

#[test]
fn rate_spaces_and_reports_each_mail() {
    let mut world = World::with_story();
    world.stdin(table(4)).run("invite bulk -").ok();
    world.run("mail deliver --rate 6/min").ok();
    let left = world.sql("SELECT (sent_at - (SELECT min(sent_at) FROM mail) + 5000) / 10000 FROM mail ORDER BY id");
    assert_eq!(left, ["0", "1", "2", "3"], "in steps of ten seconds");
    for (line, says) in [
        ("mail deliver --rate 60", "\"60\" is no rate"),
        ("mail deliver --rate 0/s", "no mail would ever leave"),
        ("mail deliver --rate 2000/s", "more than 1000 a second"),
        ("mail deliver --watch --dry-run", "--watch has no dry run"),
        ("mail deliver --watch --sort mail_id --csv", "need all of them"),
        ("mail deliver --watch --columns mail_id", "need all of them"),
    ] {
        world.run(line).fails(2).says(says);
    }
}

#[test]
fn it_shows_on_a_terminal_how_far_it_is() {
    let mut world = World::with_story();
    world.stdin(table(8)).run("invite bulk -").ok();
    world.at_terminal(80);
    let shown = world.pass(Span::SECOND).run("mail deliver --rate 6/min --csv").ok();
    assert!(shown.err.contains("mail 6 of 8, about 20 s left"), "{shown}");
}

#[test]
fn same_reason_is_reported_once() {
    let mut world = World::with_story();
    world.run("config set mail.transport smtp").ok();
    world.stdin(table(2)).run("invite bulk -").ok();
    let shown = world.stopped_after(SECOND * 300).run("mail deliver --watch").fails(130);
    assert_eq!(shown.err.matches("web.base_url is not set").count(), 1, "{shown}");
    assert_eq!(world.sql("SELECT DISTINCT state, attempts FROM mail"), ["queued|0"]);
}

/// Anyone who reads the records sees each as its mail leaves, while the deliverer goes on.
#[test]
fn records_are_passed_on_one_by_one() {
    let real = Real::new();
    real.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    real.feed("invite bulk -", table(2).as_bytes()).ok();
    for format in ["ndjson", "csv"] {
        let mut child = real
            .command(&format!("mail deliver --watch --rate 1/s --format {format}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let shown = lines.by_ref().map(Result::unwrap).find(|line| line.contains("msg_"));
        let left = real.sqlite3("SELECT count(*) FROM mail WHERE state = 'queued'").ok().out;
        kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGTERM).unwrap();
        assert_eq!(code(child.wait().unwrap()), 128 + 15);
        let number = if format == "ndjson" { ("msg_1", "1\n") } else { ("msg_2", "0\n") };
        assert!(shown.is_some_and(|line| line.contains(number.0)) && left == number.1, "{format}: {left}");
    }
}
