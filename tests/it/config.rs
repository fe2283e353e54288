//! `config`: settings that all staff share.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn a_setting_is_set_read_and_taken_away() {
    let mut world = World::new();
    assert_snapshot!(world.run("config set web.base_url https://access.example.com"), @"
    $ partnerctl config set web.base_url https://access.example.com
    web.base_url
    --- stderr
    web.base_url is now https://access.example.com
    --- exit 0
    ");
    assert_snapshot!(world.run("config set web.base_url https://access.example.com"), @"
    $ partnerctl config set web.base_url https://access.example.com
    web.base_url
    --- stderr
    web.base_url is https://access.example.com already.
    --- exit 0
    ");
    assert_snapshot!(world.run("config get web.base_url"), @"
    $ partnerctl config get web.base_url
    https://access.example.com
    --- exit 0
    ");
    assert_snapshot!(world.run("config get mail.from --json"), @r#"
    $ partnerctl config get mail.from --json
    {
      "setting_key": "mail.from",
      "value": "partnerctl <noreply@partnerctl.invalid>",
      "source": "default"
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("config unset web.base_url"), @"
    $ partnerctl config unset web.base_url
    web.base_url
    --- stderr
    web.base_url is no longer set; it has no default.
    --- exit 0
    ");
    assert_snapshot!(world.run("config unset web.base_url"), @"
    $ partnerctl config unset web.base_url
    web.base_url
    --- stderr
    web.base_url was not set; it has no default.
    --- exit 0
    ");
    assert_snapshot!(world.run("config get web.base_url"), @"
    $ partnerctl config get web.base_url
    --- stderr
    error: web.base_url is not set, and has no default
    hint: set it with `partnerctl config set web.base_url VALUE`
    --- exit 3
    ");
    let shown =
        world.sql("SELECT action, entity_id, outcome, details FROM audit WHERE action LIKE 'config%' ORDER BY id");
    assert_snapshot!(shown.join("\n"), @r#"
    config.set|web.base_url|done|{"value":"https://access.example.com","value_before":null}
    config.set|web.base_url|unchanged|{}
    config.unset|web.base_url|done|{"value":null,"value_before":"https://access.example.com"}
    config.unset|web.base_url|unchanged|{}
    "#);
}

#[test]
fn every_setting_is_listed_with_meaning() {
    let mut world = World::new();
    world.run("config set form.welcome https://forms.example/welcome").ok();
    world.run("config set mail.from 'Support Desk <help@desk.example>'").ok();
    assert_snapshot!(world.run("config list --csv"), @r#"
    $ partnerctl config list --csv
    setting_key,value,default,meaning,changed_at,changed_by
    mail.transport,,file,"how mails leave: file (one .eml each in the outbox folder), smtp, or sendmail",,
    mail.from,Support Desk <help@desk.example>,partnerctl <noreply@partnerctl.invalid>,"the sender of every mail: an address, or `Name <address>`",2026-11-21T09:00:03.000Z,jane
    mail.reply_to,,,"where answers go: an address, or `Name <address>`",,
    mail.smtp.host,,,"the mail server, by name or address",,
    mail.smtp.port,,,"its port; while not set 587 for starttls, 465 for tls, 25 for none",,
    mail.smtp.tls,,starttls,"starttls, tls from the first byte, or none (a server on this machine only)",,
    mail.smtp.ca_file,,,"a certificate (PEM) to trust besides those of this system, such as the one of your own authority",,
    mail.smtp.user,,,who logs in to the mail server,,
    mail.smtp.password_file,,,the private file that holds the password for it,,
    mail.sendmail.program,,/usr/sbin/sendmail,the program for the transport sendmail,,
    mail.templates,,,"a folder with the desk's own templates for mails, in the place of the built-in ones of the same name",,
    web.base_url,,,where the pages are; links in mails begin with it,,
    portal.login_url,,,the clients' portal page that takes the code of a session; `session open` prints a link to it,,
    logins.domain,,invalid,the domain of suggested dummy logins,,
    links.provisioner,,,the program that finishes an approved link; gets the record as JSON on stdin,,
    desk.time_zone,UTC,,"the time zone that decides what a day is, such as Europe/Berlin; while not set, the local one of each person",2026-11-21T09:00:01.000Z,jane
    desk.language,,en,"the language of mails and pages where neither the person nor the client has one: en, de, fr or es",,
    invite.expires_in,,30d,"how long an invitation lives where nothing else is said: 14d, at most 30d",,
    form.NAME,,,the address of a digital form that an invitation links,,
    form.welcome,https://forms.example/welcome,,the address of a digital form that an invitation links,2026-11-21T09:00:02.000Z,jane
    notify.KIND,,off,"whether those concerned are mailed when something of a KIND happens in a client: on, digest or off; notify.all for every kind",,
    --- exit 0
    "#);
    assert_snapshot!(world.run("config list --columns setting_key,value,default"), @"
    $ partnerctl config list --columns setting_key,value,default
    setting_key              value                             default
    ──────────────────────────────────────────────────────────────────────────────────────────────────
    mail.transport                                             file
    mail.from                Support Desk <help@desk.example>  partnerctl <noreply@partnerctl.invalid>
    mail.reply_to
    mail.smtp.host
    mail.smtp.port
    mail.smtp.tls                                              starttls
    mail.smtp.ca_file
    mail.smtp.user
    mail.smtp.password_file
    mail.sendmail.program                                      /usr/sbin/sendmail
    mail.templates
    web.base_url
    portal.login_url
    logins.domain                                              invalid
    links.provisioner
    desk.time_zone           UTC
    desk.language                                              en
    invite.expires_in                                          30d
    form.NAME
    form.welcome             https://forms.example/welcome
    notify.KIND                                                off
    --- exit 0
    ");
}

#[test]
fn refused_value_lists_accepted_ones() {
    let mut world = World::new();
    assert_snapshot!(world.run("config set mail.form x"), @r#"
    $ partnerctl config set mail.form x
    --- stderr
    error: there is no setting "mail.form"
    hint: did you mean `mail.from`?
    hint: see `partnerctl config list`
    --- exit 2
    "#);
    assert_snapshot!(world.run("config set mail.transport pigeon"), @r#"
    $ partnerctl config set mail.transport pigeon
    --- stderr
    error: mail.transport: "pigeon" is no way for mails to leave
    hint: it accepts `file`, `smtp` and `sendmail`
    --- exit 2
    "#);
    assert_snapshot!(world.run("config set form. https://x.example"), @r#"
    $ partnerctl config set form. https://x.example
    --- stderr
    error: "form." is a family of settings
    hint: name one of it, for instance `form.welcome`
    --- exit 2
    "#);
    assert_snapshot!(world.run("config set web.base_url access.example.com"), @r#"
    $ partnerctl config set web.base_url access.example.com
    --- stderr
    error: web.base_url: "access.example.com" is not a web address
    hint: it looks like `https://access.example.com`
    --- exit 2
    "#);
    assert_eq!(world.sql("SELECT count(*) FROM setting WHERE setting_key <> 'desk.time_zone'"), ["0"]);
}

/// Whatever looks at the value, a file or a program.
#[test]
fn refused_value_names_its_setting_once() {
    let mut world = World::new();
    world.write("open", "secret");
    let path = world.path("open").display().to_string();
    for (key, value) in [
        ("mail.smtp.password_file", path.as_str()),
        ("mail.sendmail.program", &path),
        ("mail.templates", "/no/such/folder"),
        ("mail.transport", "pigeon"),
        ("desk.time_zone", "Nowhere/Nothing"),
    ] {
        let run = world.run(&format!("config set {key} {value}")).fails(2).says(&format!("error: {key}: "));
        let error = run.err.lines().next().unwrap();
        assert_eq!(error.matches(key).count(), 1, "{run}");
    }
}

#[test]
fn dry_run_and_read_only_staff_set_nothing() {
    let mut world = World::new();
    world.run("config set mail.reply_to help@desk.example -n").ok();
    world.run("staff add auditor --name Auditors --read-only").ok();
    world.account("auditor").run("config set mail.reply_to help@desk.example").fails(5).says("read-only");
    world.run("config list").ok();
    assert_eq!(world.sql("SELECT count(*) FROM setting WHERE setting_key <> 'desk.time_zone'"), ["0"]);
}

#[test]
fn sender_is_one_person() {
    let mut world = World::with_story();
    let mut set = |value: &str| world.run_words(&["config", "set", "mail.from", value].map(str::to_owned));
    for good in [
        r#""Support, Desk" <desk@x.example>"#,
        r#""The \"Best\" Desk" <desk@x.example>"#,
        "Support, Desk <desk@x.example>",
        "desk@x.example",
    ] {
        set(good).ok();
    }
    for (bad, why) in [
        (r#"The "Best" Desk <desk@x.example>"#, "there is a quote in the middle of its name"),
        (r#""Desk <desk@x.example>"#, "the quote of its name does not end"),
        ("Desk <desk@x.example>, Other <other@x.example>", "there is an address in its name"),
        ("desk@x.example, other@x.example", "more than one @"),
        ("desk@x.example <other@x.example>", "there is an address in its name"),
    ] {
        set(bad).fails(2).says(why);
    }
}

/// The rule of `serve`, which does not start with such an address.
#[test]
fn address_in_clear_is_warned_of() {
    let mut world = World::new();
    let warned = "`partnerctl serve` does not start with it";
    for (key, clear) in
        [("web.base_url", "http://access.example.com"), ("portal.login_url", "http://portal.example.com/in")]
    {
        world.run(&format!("config set {key} {clear}")).ok().says(warned).says("in clear");
        for fine in ["https://access.example.com", "http://127.0.0.1:8080", "http://localhost/pages"] {
            world.run(&format!("config set {key} {fine}")).ok().says_not(warned);
        }
    }
}

#[test]
fn setting_for_all_kinds_is_shown_for_each() {
    let mut world = World::with_story();
    world.run("config set notify.all on").ok();
    world.run("config get notify.access_changed --json").ok().prints("\"on\"").prints("notify.all");
    world.run("config set notify.access_changed digest").ok();
    world.run("config get notify.access_changed").ok().prints("digest");
}
