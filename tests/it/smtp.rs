//! Mails over SMTP to a real server (docs/mail.md).

mod faults;
mod outcomes;
mod password;
mod story;
mod tls;

use std::path::Path;
use std::time::Duration;

use partnerctl::domain::id::MailId;
use partnerctl::domain::tls::Tls;
use partnerctl::mail::smtp::{PasswordFile, Patience, Server as Target, Smtp};
use partnerctl::mail::{Handed, Outgoing, Refusal, Transport};

use crate::support::smtp::{Server, settings};
use crate::support::{Real, Run, World};

/// Invites someone to big-shoes; the mail leaves at once if it can.
const INVITE: &str = "invite send new@bigshoes.example -c big-shoes --role manager";

/// How a server on this port of 127.0.0.1 is reached, in the clear, without a login.
fn target(port: u16) -> Target {
    Target {
        host: Some("127.0.0.1".to_owned()),
        port: Some(port),
        tls: Tls::None,
        ca_file: None,
        group: None,
        user: None,
        password: None,
        patience: Patience { command: Duration::from_secs(10), dot: Duration::from_secs(10) },
    }
}

fn password(path: &Path) -> PasswordFile {
    PasswordFile { path: path.to_owned(), group: None }
}

/// A mail to `local`@x.example.
fn mail(number: i64, local: &str) -> Outgoing {
    Outgoing {
        id: MailId::new(number),
        from: "support@test.example".to_owned(),
        to: format!("{local}@x.example"),
        message: format!("Subject: {number}\r\n\r\nto {local}\r\n.\r\n..dots\r\n").into_bytes(),
    }
}

/// Hands a mail over; what the server said.
fn send(smtp: &mut Smtp, mail: &Outgoing) -> Result<String, Refusal> {
    smtp.offer(mail)?;
    match smtp.commit(mail)? {
        Handed::Taken(reply) => Ok(reply),
        Handed::Written(path) => panic!("{} was written", path.display()),
    }
}

/// The invitation's mail must stay queued, untried; what was said about it.
#[track_caller]
fn stays_queued(world: &mut World) -> Run {
    let run = world.run(INVITE).ok().says("stays queued");
    assert_eq!(world.sql("SELECT state, attempts FROM mail"), ["queued|0"]);
    run
}

#[test]
fn server_receives_what_a_file_would_hold() {
    let server = Server::start(&[]);
    let mut by_file = World::with_story();
    let mut by_smtp = World::with_story();
    for line in settings(server.port()) {
        by_smtp.run(&line).ok();
        by_file.run(&line.replace("transport smtp", "transport file")).ok();
    }
    by_file.run(INVITE).ok();
    by_smtp.run(INVITE).ok().says("Mail msg_1 to new@bigshoes.example was sent.");
    let taken = server.mails();
    assert_eq!(taken.len(), 1);
    assert_eq!(String::from_utf8_lossy(&taken[0].bytes), by_file.mails()[0]);
    assert_eq!(
        (taken[0].from.as_str(), taken[0].to.join(" ").as_str()),
        ("support@test.example", "new@bigshoes.example")
    );
    assert_eq!(by_smtp.sql("SELECT state, server_reply FROM mail"), ["sent|250 2.0.0 Taken as 000001"]);
}

#[test]
fn many_mails_arrive_byte_for_byte() {
    let server = Server::start(&[]);
    let mut smtp = Smtp::new(target(server.port()));
    let mails: Vec<Outgoing> = (1..=20).map(|number| mail(number, "jim")).collect();
    for mail in &mails {
        send(&mut smtp, mail).unwrap();
    }
    drop(smtp);
    let taken = server.mails();
    assert!(taken.iter().map(|mail| &mail.bytes).eq(mails.iter().map(|mail| &mail.message)));
    assert!(taken.iter().all(|mail| mail.connection == 1));
    assert_eq!(server.log().last().unwrap(), "1 QUIT");
}

/// Anyone who loses a mail between the two steps must not have sent it, nor spoil the next.
#[test]
fn uncommitted_mail_never_leaves() {
    let server = Server::start(&[]);
    let mut smtp = Smtp::new(target(server.port()));
    smtp.offer(&mail(1, "jim")).unwrap();
    send(&mut smtp, &mail(2, "tia")).unwrap();
    smtp.offer(&mail(3, "jim")).unwrap();
    assert!(matches!(smtp.commit(&mail(4, "tia")), Err(Refusal::NotNow(..))), "another mail was offered");
    smtp.offer(&mail(5, "jim")).unwrap();
    drop(smtp);
    let to: Vec<String> = server.mails().into_iter().map(|mail| mail.to.concat()).collect();
    assert_eq!(to, ["tia@x.example"]);
}

#[test]
fn server_check_sends_nothing() {
    let server = Server::start(&[]);
    let found = Smtp::new(target(server.port())).check().unwrap();
    let shown: Vec<String> = found.iter().map(|one| format!("{}: {}", one.what, one.found)).collect();
    let port = server.port();
    assert_eq!(
        shown,
        [
            &format!(
                "connection: 127.0.0.1, 127.0.0.1:{port}, answers as mx.test.example, and takes mails of up to 33554432 bytes"
            ),
            "tls: none: the server is on this machine",
            "login: none: mail.smtp.user is not set",
        ]
    );
    assert_eq!(server.verbs(), ["1 EHLO", "1 QUIT"]);
}

#[test]
fn process_says_goodbye_after_its_mail() {
    let server = Server::start(&[]);
    let real = Real::new();
    server.serves_real(&real);
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    real.run("invite send --owners -c big-shoes").ok().says("Mail msg_1 to jim@bigshoes.example was sent.");
    assert_eq!(server.verbs(), ["1 EHLO", "1 MAIL", "1 RCPT", "1 DATA", "1 QUIT"]);
    assert_eq!(server.mails()[0].to, ["jim@bigshoes.example"]);
}
