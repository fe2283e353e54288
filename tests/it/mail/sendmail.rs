//! Mails that leave by the mail program of this system: a small program takes its place.

use insta::assert_snapshot;

use crate::support::World;

/// A mail program that does this; its words and what it reads lie next to it.
pub fn program(world: &World, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = world.write("sendmail", format!("#!/bin/sh\ncd '{}'\n{script}\n", world.path("").display()));
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
}

/// The story, with mails that leave by such a program.
pub fn story(script: &str) -> World {
    let mut world = World::with_story();
    program(&world, script);
    world.run("config set mail.transport sendmail").ok();
    world.run("config set mail.from noreply@desk.example").ok();
    world.run("config set web.base_url https://access.example.com").ok();
    let path = world.path("sendmail").display().to_string();
    world.run(&format!("config set mail.sendmail.program {path}")).ok();
    world
}

/// S1.11: the mail leaves, and "sent" is said because someone took it.
#[test]
fn what_the_program_takes_is_sent() {
    let mut world = story("echo \"$@\" > words; cat > mail.eml");
    world.run("invite send --owners -c big-shoes").ok().says("msg_1 to jim@bigshoes.example was sent");
    assert_eq!(world.read("words"), "-i -f noreply@desk.example -- jim@bigshoes.example\n");
    let mail = world.read("mail.eml");
    assert!(!mail.contains('\r') && mail.contains("To: jim@bigshoes.example\n"), "{mail}");
    assert_eq!(world.sql("SELECT state, attempts FROM mail"), ["sent|1"]);
    let code = mail.lines().find(|line| line.starts_with("pci_")).unwrap().to_owned();
    world.stdin(code).run("invite inspect --code-stdin").ok();
    assert!(world.mails().is_empty(), "no file is written besides");
}

#[test]
fn sendmail_refusal_fails_and_delay_retries() {
    let mut world = story("cat > /dev/null; echo 'no such user here' >&2; exit 67");
    let run = world.run("invite send --owners -c big-shoes");
    run.says("msg_1 to jim@bigshoes.example failed: [DIR]/sendmail ended with exit code 67: no such user here");
    program(&world, "cat > /dev/null; echo 'the queue is full' >&2; exit 75");
    world.run("invite send --owners -c tea-house").says("it is tried again from 21 Nov 2026 09:05 UTC");
    assert_snapshot!(world.run("mail list --columns mail_id,state,attempts,last_error,server_reply --csv"), @"
    $ partnerctl mail list --columns mail_id,state,attempts,last_error,server_reply --csv
    mail_id,state,attempts,last_error,server_reply
    msg_1,failed,1,[DIR]/sendmail ended with exit code 67: no such user here,no such user here
    msg_2,queued,1,[DIR]/sendmail ended with exit code 75: the queue is full,the queue is full
    --- exit 0
    ");
    program(&world, "cat > mail.eml");
    world.pass(partnerctl::domain::time::Span::minutes(5));
    world.run("mail deliver").ok();
    assert_eq!(world.sql("SELECT state, attempts FROM mail ORDER BY id"), ["failed|1", "sent|2"]);
}

#[test]
fn missing_program_names_its_setting() {
    let mut world = story("exit 0");
    std::fs::remove_file(world.path("sendmail")).unwrap();
    let run = world.run("invite send --owners -c big-shoes").ok();
    run.says("partnerctl config set mail.sendmail.program PATH");
    assert_eq!(world.sql("SELECT state, attempts FROM mail"), ["queued|0"]);
}
