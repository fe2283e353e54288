//! `init` and opening the database.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn init_makes_the_database_and_a_second_one_leaves_it_as_it_is() {
    let mut world = World::empty();
    assert_snapshot!(world.run("init --label training"), @"
    $ partnerctl init --label training
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (training).
    hint: keep the key file beside it in your backups, apart from the database
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
fn at_a_terminal_it_asks_how_mails_leave_and_for_the_server() {
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
    ]);
    assert_snapshot!(world.run("init"), @"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (training).
    hint: keep the key file beside it in your backups, apart from the database
    hint: see whether mails can leave with `partnerctl mail status`
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT setting_key, value FROM setting ORDER BY setting_key"),
        [
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
fn an_empty_answer_takes_the_default_and_sets_nothing() {
    let mut world = World::empty();
    world.answers(&["", "", "", ""]);
    assert_snapshot!(world.run("init"), @"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (live).
    hint: keep the key file beside it in your backups, apart from the database
    hint: its mails are only written to files; have them leave with `partnerctl config set mail.transport smtp`, see `partnerctl help mail`
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*) FROM setting"), ["0"]);
    let mut world = World::empty();
    world.answers(&["", "", "", "smtp", "", "", "", ""]).run("init").ok();
    assert_eq!(world.sql("SELECT setting_key, value FROM setting"), ["mail.transport|smtp"]);
    let mut world = World::empty();
    world.answers(&["", "", "", "sendmail", "/opt/mail/sendmail"]).run("init").ok();
    assert_eq!(world.sql("SELECT value FROM setting ORDER BY setting_key"), ["/opt/mail/sendmail", "sendmail"]);
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
    ]);
    assert_snapshot!(world.run("init"), @r#"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    warning: "Live!" is no label
    hint: a label has 1 to 20 small letters, digits and hyphens: `live`, `training`
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
    hint: keep the key file beside it in your backups, apart from the database
    hint: see whether mails can leave with `partnerctl mail status`
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    "#);
    world.run("config get mail.smtp.port").prints("2525");
    let mut world = World::empty();
    world.run("init --mail-transport pigeon").fails(2);
    assert!(!world.database().exists());
}
