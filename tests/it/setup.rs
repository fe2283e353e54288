//! `init` and opening the database.

use std::fs;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{Real, World};

#[test]
fn second_init_changes_nothing() {
    let mut world = World::empty();
    assert_snapshot!(world.run("init --label training"), @"
    $ partnerctl init --label training
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (training).
    Days begin and end in the time zone UTC; `partnerctl config set desk.time_zone ZONE` changes that.
    hint: copy the key file, which is next to it, to a safe place; not to where the backups of the database are
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    ");
    assert_snapshot!(world.run("init"), @"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    There is a database at [DIR]/desk.db already; it was left as it is.
    --- exit 0
    ");
}

#[test]
fn terminal_asks_for_transport_and_server() {
    let mut world = World::empty();
    world.write_private("secret", "umbrella");
    world.answers(&[
        "training",
        "https://access.example.com",
        "Support <support@desk.example>",
        "smtp",
        "mail.example.com",
        "tls",
        "",
        "desk",
        "secret",
        "Jane Doe",
    ]);
    assert_snapshot!(world.run("init"), @"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (training).
    Days begin and end in the time zone UTC; `partnerctl config set desk.time_zone ZONE` changes that.
    hint: copy the key file, which is next to it, to a safe place; not to where the backups of the database are
    hint: see whether mails can leave with `partnerctl mail status`
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT setting_key, value FROM setting ORDER BY setting_key"),
        [
            "desk.time_zone|UTC".to_owned(),
            "mail.from|Support <support@desk.example>".to_owned(),
            "mail.smtp.host|mail.example.com".to_owned(),
            format!("mail.smtp.password_file|{}", world.path("secret").display()),
            "mail.smtp.tls|tls".to_owned(),
            "mail.smtp.user|desk".to_owned(),
            "mail.transport|smtp".to_owned(),
            "web.base_url|https://access.example.com".to_owned(),
        ]
    );
}

#[test]
fn empty_answer_takes_the_default() {
    let mut world = World::empty();
    world.answers(&["", "", "", "", "", ""]);
    assert_snapshot!(world.run("init"), @"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (live).
    Days begin and end in the time zone UTC; `partnerctl config set desk.time_zone ZONE` changes that.
    hint: copy the key file, which is next to it, to a safe place; not to where the backups of the database are
    hint: its mails are only written to files; have them leave with `partnerctl config set mail.smtp.host HOST` and then `partnerctl config set mail.transport smtp`, see `partnerctl help mail`
    hint: give mails your own name with `partnerctl staff edit jane --name NAME`
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*) FROM setting"), ["1"]);
    let mut world = World::empty();
    world.answers(&["", "", "", "smtp", "", "", "", "", "", ""]).run("init").ok();
    assert_eq!(
        world.sql("SELECT setting_key, value FROM setting ORDER BY setting_key"),
        ["desk.time_zone|UTC", "mail.transport|smtp"]
    );
    let mut world = World::empty();
    world.answers(&["", "", "", "sendmail", "/opt/mail/sendmail", "", ""]).run("init").ok();
    assert_eq!(world.sql("SELECT value FROM setting ORDER BY setting_key"), ["UTC", "/opt/mail/sendmail", "sendmail"]);
    let mut world = World::empty();
    world.run("init --mail-transport sendmail").ok().says("partnerctl mail status");
    world.run("config get mail.transport").prints("sendmail");
}

#[test]
fn what_makes_no_sense_is_asked_again() {
    let mut world = World::empty();
    world.answers(&[
        "Live!",
        "live",
        "access.example.com",
        "https://access.example.com",
        "Support",
        "",
        "pigeon",
        "smtp",
        "mail.example.com:25",
        "mail.example.com",
        "maybe",
        "starttls",
        "0",
        "2525",
        "desk",
        "no-such-file",
        "",
        "",
        "Desk",
    ]);
    assert_snapshot!(world.run("init"), @r#"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    warning: "Live!" is not a valid label
    hint: a label has 1 to 20 lowercase letters, digits and hyphens: `live`, `training`
    warning: web.base_url: "access.example.com" is not a web address
    hint: it looks like `https://access.example.com`
    warning: mail.from: "Support" is not an e-mail address: it has no @
    hint: write it as `name@example.com`
    warning: mail.transport: "pigeon" is no way for mails to leave
    hint: it accepts `file`, `smtp` and `sendmail`
    warning: mail.smtp.host: "mail.example.com:25" is no host
    hint: give its name alone; the port is `mail.smtp.port`
    warning: mail.smtp.tls: "maybe" is not a way to protect a connection
    hint: allowed are: starttls, tls, none
    warning: mail.smtp.port: "0" is no port
    hint: ports are 1 to 65535
    warning: mail.smtp.password_file: [DIR]/no-such-file cannot be looked at: No such file or directory (os error 2)
    Made the database [DIR]/desk.db (live).
    Days begin and end in the time zone UTC; `partnerctl config set desk.time_zone ZONE` changes that.
    hint: copy the key file, which is next to it, to a safe place; not to where the backups of the database are
    hint: see whether mails can leave with `partnerctl mail status`
    hint: give mails your own name with `partnerctl staff edit jane --name NAME`
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    "#);
    world.run("config get mail.smtp.port").prints("2525");
    let mut world = World::empty();
    world.run("init --mail-transport pigeon").fails(2);
    assert!(!world.database().exists());
}

#[test]
fn log_without_database_is_moved_aside() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    let open = rusqlite::Connection::open(real.path("desk.db")).unwrap();
    let clients: i64 = open.query_row("SELECT count(*) FROM client", [], |row| row.get(0)).unwrap();
    real.run("client add 'Tea House' --owner tia@teahouse.example").ok();
    let log = fs::read(real.path("desk.db-wal")).unwrap();
    assert!(clients == 1 && !log.is_empty());
    fs::remove_file(real.path("desk.db")).unwrap();
    drop(open);
    fs::write(real.path("desk.db-wal"), &log).unwrap();
    fs::write(real.path("desk.db-journal"), "journal").unwrap();
    let run = real.run("init --label live").ok().says("there was a log without its database; it is kept as");
    assert_eq!(run.err.matches(".orphan-").count(), 3, "{run}");
    assert_eq!(real.run("client list --csv").ok().out.lines().count(), 1);
    real.run("db check").ok();
    let kept = |suffix: &str| {
        let entries = fs::read_dir(real.folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut names = entries.filter(|path| path.to_string_lossy().contains(".orphan-"));
        names.find(|path| path.to_string_lossy().ends_with(suffix)).unwrap()
    };
    assert!(fs::read(kept("-wal")).unwrap() == log && fs::read(kept("-journal")).unwrap() == b"journal");
}

#[test]
fn empty_or_missing_key_is_made_anew() {
    let mut world = World::new();
    fs::write(world.path("desk.db.key"), "").unwrap();
    world.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    world.run("invite send --owners -c big-shoes").fails(1).says("desk.db.key is empty").says("partnerctl init");
    world.run("init").ok().says("Made a new key file");
    world.run("invite send --owners -c big-shoes").ok();
    fs::remove_file(world.path("desk.db.key")).unwrap();
    world.run("init").ok().says("Made a new key file");
    world.run("db check").ok();
    world.run("audit verify").ok();
    // What is there and no key is left to its owner.
    world.write_private("desk.db.key", "no key");
    world.run("init").fails(1).says("is damaged").says("mv ");
    assert_eq!(fs::read(world.path("desk.db.key")).unwrap(), b"no key");
    let mut world = World::empty();
    fs::write(world.path("desk.db.key"), "").unwrap();
    world.run("init").ok();
    world.run("db check").ok();
}

#[test]
fn foreign_lock_is_waited_for_10_s() {
    let mut world = World::new();
    world.run("db backup backup.db").ok();
    let held = fs::File::options().write(true).open(world.path("desk.db.lock")).unwrap();
    held.lock().unwrap();
    for line in ["init", "db restore backup.db --confirm live"] {
        world.run(line).fails(9).says("desk.db.lock for 10 s; nothing was changed");
    }
    held.unlock().unwrap();
    world.run("init").ok();
}

#[test]
fn many_make_a_folder_and_a_database() {
    for _ in 0..5 {
        let real = Real::empty();
        let start =
            |_| real.command("init --db new/deep/desk.db").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started: Vec<_> = (0..6).map(start).collect();
        assert!(started.into_iter().all(|mut child| child.wait().unwrap().success()));
        real.run("db check --db new/deep/desk.db").ok();
    }
}

#[test]
fn ended_input_makes_nothing() {
    let answers = ["training", "", "desk@desk.example", "", "Jane Doe", "Acme Support"];
    for given in 0..answers.len() {
        let mut world = World::empty();
        let answers: Vec<String> = answers[..given].iter().map(|answer| (*answer).to_owned()).collect();
        world.whatever_is_asked(&answers).run("init").fails(8).says("the input ended");
        assert!(!world.database().exists(), "{given}");
    }
}

#[test]
fn names_of_person_and_desk_reach_the_mails() {
    let mut world = World::empty();
    world.answers(&["training", "", "desk@desk.example", "", "Jane Doe", "Acme Support"]).run("init").ok();
    assert_eq!(world.sql("SELECT name FROM staff"), ["Jane Doe"]);
    world.run("config get mail.from").prints("Acme Support <desk@desk.example>");
    world.run("client add Acme --owner al@acme.example").ok();
    world.run("invite send --owners -c acme").ok();
    assert!(world.mails()[0].contains("Jane Doe of Acme Support invites you"), "{}", world.mails()[0]);
    let mut world = World::empty();
    world.run("init --label training --name 'Jane Doe' --desk 'Acme Support'").ok();
    assert_eq!(world.sql("SELECT name FROM staff"), ["Jane Doe"]);
    world.run("config get mail.from").prints("Acme Support <noreply@partnerctl.invalid>");
}
