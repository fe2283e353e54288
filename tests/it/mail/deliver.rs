//! Delivery to a real mail server, and where there is none.

use std::net::TcpListener;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use partnerctl::domain::time::Span;

use crate::support::smtp::Server;
use crate::support::{Real, World, code};

/// Invites so many people to big-shoes.
fn invite(world: &mut World, people: usize) {
    let rows = (0..people).map(|number| format!("big-shoes,p{number}@bigshoes.example,guest\n"));
    world.stdin(format!("client_slug,email,role\n{}", rows.collect::<String>())).run("invite bulk -").ok();
}

/// A port where no one listens.
fn nobody_there() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn shut(world: &mut World) -> u16 {
    let port = nobody_there();
    for (key, value) in [
        ("mail.transport", "smtp"),
        ("mail.smtp.host", "127.0.0.1"),
        ("mail.smtp.port", &port.to_string()),
        ("mail.smtp.tls", "none"),
        ("web.base_url", "https://access.example.com"),
    ] {
        world.run(&format!("config set {key} {value}")).ok();
    }
    port
}

#[test]
fn closed_port_stops_the_run() {
    let mut world = World::with_story();
    let port = shut(&mut world);
    invite(&mut world, 3);
    let run = world.run("mail deliver");
    assert_snapshot!(run.to_string().replace(&port.to_string(), "PORT"), @"
    $ partnerctl mail deliver
    --- stderr
    error: the mail server 127.0.0.1:PORT (127.0.0.1) cannot be reached: Connection refused (os error 111)
    hint: set the right one with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`
    hint: look whether it works with `partnerctl mail status`
    hint: 3 mails stay queued, untried: once that is fixed, run `partnerctl mail deliver` again
    --- exit 1
    ");
    assert_eq!(
        world.sql("SELECT DISTINCT state, attempts, next_attempt_at <= created_at + 60000 FROM mail"),
        ["queued|0|1"]
    );
    let run = world.run("mail deliver --json");
    assert_snapshot!(run.to_string().replace(&port.to_string(), "PORT"), @r#"
    $ partnerctl mail deliver --json
    []
    --- stderr
    {"error":{"code":"failed","message":"the mail server 127.0.0.1:PORT (127.0.0.1) cannot be reached: Connection refused (os error 111)","hints":["set the right one with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`","look whether it works with `partnerctl mail status`","3 mails stay queued, untried: once that is fixed, run `partnerctl mail deliver` again"]}}
    --- exit 1
    "#);
}

#[test]
fn undeliverable_mail_fails_no_command() {
    let mut world = World::with_story();
    let port = shut(&mut world);
    let run = world.run("invite send new@bigshoes.example -c big-shoes -r guest");
    assert_snapshot!(run.to_string().replace(&port.to_string(), "PORT"), @"
    $ partnerctl invite send new@bigshoes.example -c big-shoes -r guest
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    warning: mail msg_1 to new@bigshoes.example stays queued: the mail server 127.0.0.1:PORT (127.0.0.1) cannot be reached: Connection refused (os error 111)
    hint: set the right one with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`
    hint: look whether it works with `partnerctl mail status`
    hint: deliver what is queued with `partnerctl mail deliver`
    Invitation made, its mail is queued: new@bigshoes.example may accept inv_1 as guest until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    let run = world.run("link request -p jims-web --target big-shoes --target tea-house --expect-clients 2");
    assert_snapshot!(run.to_string().replace(&port.to_string(), "PORT"), @"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house --expect-clients 2
    lnk_1
    lnk_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    warning: 2 mails stay queued: the mail server 127.0.0.1:PORT (127.0.0.1) cannot be reached: Connection refused (os error 111)
    hint: set the right one with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`
    hint: look whether it works with `partnerctl mail status`
    hint: deliver what is queued with `partnerctl mail deliver`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT DISTINCT state, attempts FROM mail"), ["queued|0"]);
    let server = Server::start(&[]);
    server.serves(&mut world);
    world.run("mail deliver").ok().says("Tried 3 mails: 3 sent.");
}

#[test]
fn three_mails_a_connection_arrive_once() {
    let mut world = World::with_story();
    let server = Server::start(&["--limit", "3"]);
    server.serves(&mut world);
    invite(&mut world, 10);
    world.run("mail deliver").ok().says("Tried 10 mails: 10 sent.");
    let mails = server.mails();
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to[0].as_str()).collect();
    to.sort_unstable();
    to.dedup();
    assert_eq!((mails.len(), to.len(), mails.last().unwrap().connection), (10, 10, 4));
    assert_eq!(world.sql("SELECT DISTINCT state, attempts FROM mail"), ["sent|1"]);
}

#[test]
fn server_answers_are_kept_verbatim() {
    let mut world = World::with_story();
    let server = Server::start(&[
        "--fault",
        "rcpt:p1:550 5.1.1 No such mailbox here",
        "--fault",
        "dot:p2:451 4.7.1 Greylisted, try again later",
        "--fault",
        "dot:p3:554 5.7.1 We do not like it",
        "--fault",
        "text:p4#9:cut",
    ]);
    server.serves(&mut world);
    invite(&mut world, 6);
    world.run("mail deliver").fails(7).says("Tried 6 mails: 2 sent, 2 still queued, 2 failed.");
    assert_eq!(
        world.sql("SELECT id, state, attempts, server_reply FROM mail ORDER BY id"),
        [
            "1|sent|1|250 2.0.0 Taken as 000001",
            "2|failed|1|550 5.1.1 No such mailbox here",
            "3|queued|1|451 4.7.1 Greylisted, try again later",
            "4|failed|1|554 5.7.1 We do not like it",
            "5|queued|1|",
            "6|sent|1|250 2.0.0 Taken as 000002",
        ]
    );
    world.run("mail list --state failed").ok().prints("550 5.1.1 No such mailbox here");
}

#[test]
fn only_a_deliverer_waits_for_a_silent_server() {
    let mut world = World::with_story();
    let server = Server::start(&["--fault", "dot:new#1:silence 3"]);
    server.serves(&mut world);
    let begun = Instant::now();
    world.mail_patience(Duration::from_millis(700));
    assert_snapshot!(world.run("invite send new@bigshoes.example -c big-shoes -r guest"), @"
    $ partnerctl invite send new@bigshoes.example -c big-shoes -r guest
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    warning: mail msg_1 to new@bigshoes.example stays queued: the server has not said whether it took it; it is tried again from 21 Nov 2026 09:05 UTC; the same mail may then come twice
    Invitation made, its mail is queued: new@bigshoes.example may accept inv_1 as guest until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    world.pass(Span::minutes(5)).run("mail deliver").ok().says("Tried 1 mail: 1 sent.");
    let mails = server.mails();
    assert_eq!((mails.len(), &mails[0].sha256), (2, &mails[1].sha256), "it came twice, as the same mail");
    let silent = Server::start(&["--fault", "dot:*#1:silence 1.5"]);
    silent.serves(&mut world);
    invite(&mut world, 2);
    world.run("mail deliver").ok().says("Tried 2 mails: 2 sent.");
    assert_eq!(silent.mails().len(), 2);
}

#[test]
fn unreadable_row_stops_no_other() {
    let mut world = World::with_story();
    invite(&mut world, 3);
    world.tamper("UPDATE mail SET recipient = CAST(x'ff' AS TEXT) WHERE id = 2");
    let run = world.run("mail deliver --columns mail_id,to,result,message");
    assert_snapshot!(run, @"
    $ partnerctl mail deliver --columns mail_id,to,result,message
    mail_id  to                     result   message
    ──────────────────────────────────────────────────────────────────────────────────
    msg_2    an unreadable address  failed   damaged data: mail.recipient is not UTF-8
    msg_1    p0@bigshoes.example    written
    msg_3    p2@bigshoes.example    written
    --- stderr
    warning: mail msg_2 to an unreadable address failed: damaged data: mail.recipient is not UTF-8
    hint: check the file with `partnerctl db check`
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Tried 3 mails: 2 written to files, 1 failed.
    error: 1 of 3 mails failed
    hint: see them with `partnerctl mail list --state failed`
    --- exit 7
    ");
    assert_eq!(world.sql("SELECT id, state FROM mail ORDER BY id"), ["1|written", "2|failed", "3|written"]);
}

#[test]
fn damaged_row_of_a_death_stops_no_other() {
    let mut world = World::with_story();
    invite(&mut world, 3);
    let hour_ago = "next_attempt_at - 3600000";
    world.tamper(&format!(
        "UPDATE mail SET recipient = CAST(x'ff' AS TEXT), state = 'sending', next_attempt_at = {hour_ago} WHERE id = 2"
    ));
    world.run("mail deliver").fails(7).says("Tried 3 mails: 2 written to files, 1 failed.");
    assert_eq!(world.sql("SELECT id, state FROM mail ORDER BY id"), ["1|written", "2|failed", "3|written"]);
}

/// A full disk, say: the mail is out, and no command may say that someone else has it.
#[test]
fn unrecorded_departure_is_reported() {
    let mut world = World::with_story();
    let database = rusqlite::Connection::open(world.database()).unwrap();
    let full = "BEFORE UPDATE ON mail WHEN NEW.state = 'written' BEGIN SELECT RAISE(ABORT, 'full'); END";
    database.execute_batch(&format!("CREATE TRIGGER full {full}")).unwrap();
    let run = world.run("invite send p0@bigshoes.example -c big-shoes -r guest");
    let shown = "warning: mail msg_1 to p0@bigshoes.example is still being sent: msg_1 was written, but that could not be \
                written down, so that it comes once more";
    assert!(run.err.contains(shown) && !run.err.contains("another process"), "{run}");
    database.execute_batch("DROP TRIGGER full").unwrap();
    world.pass(Span::minutes(2)).run("mail deliver").ok();
    assert_eq!(world.sql("SELECT state, dropped FROM mail"), ["written|1"]);
}

/// A real process is stopped while the server thinks: the mail on its way is ended, and no other begun.
#[test]
fn sigterm_finishes_the_mail_on_its_way() {
    let real = Real::new();
    let server = Server::start(&["--fault", "dot:p1#1:silence 1", "--fault", "dot:p3#1:silence 1"]);
    server.serves_real(&real);
    real.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    let rows: String = (0..6).map(|number| format!("big-shoes,p{number}@bigshoes.example,guest\n")).collect();
    real.feed("invite bulk -", format!("client_slug,email,role\n{rows}").as_bytes()).ok();
    for (line, silent) in [("mail deliver", 2), ("mail deliver --watch", 4)] {
        let mut child = real.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while server.mails().len() < silent {
            thread::sleep(Duration::from_millis(5));
        }
        kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGTERM).unwrap();
        assert_eq!(code(child.wait().unwrap()), 128 + 15, "{line}");
        assert_eq!(server.mails().len(), silent, "{line} began no other");
        let states = real.sqlite3("SELECT state, count(*), sum(attempts) FROM mail GROUP BY state ORDER BY state");
        assert_eq!(states.ok().out, format!("queued|{}|0\nsent|{silent}|{silent}\n", 6 - silent), "{line}");
    }
}
