//! `doctor`: each fault is planted by hand and found, with a command that exists; nothing is found where nothing is.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::ops::doctor::codes;

use crate::registry::parse;
use crate::support::{Frozen, World, words};
use crate::undo::with_people;

/// Plants a fault in a world where all is well.
type Plant = fn(&mut World);

/// How each kind of fault is planted.
const PLANTED: &[(&str, Plant)] = &[
    ("pages-away", |world| {
        world.run("config set web.base_url http://127.0.0.1:9").ok();
    }),
    ("no-administrator", |world| {
        for id in [1, 3] {
            world.tamper(&format!("UPDATE access_grant SET role = 'manager' WHERE id = {id}"));
        }
    }),
    ("no-lasting-owner", |world| {
        for id in [1, 3] {
            world.tamper(&format!("UPDATE access_grant SET until = active_at + 400 * 86400000 WHERE id = {id}"));
        }
    }),
    ("no-owner", |world| {
        for id in [1, 3] {
            world.tamper(&format!("UPDATE access_grant SET role = 'admin' WHERE id = {id}"));
        }
    }),
    ("dedicated-with-users", |world| {
        world.run("user add -c big-shoes -r admin --for-partner jims-web").ok();
        world.tamper("UPDATE access_grant SET permissions = 'profile users' WHERE for_partner = 1");
    }),
    ("dead-login", |world| {
        world.tamper("UPDATE login SET state = 'inactive' WHERE email_key = 'ann@bigshoes.example'");
    }),
    ("closed-client-grant", |world| close(world, 100_002)),
    ("closed-client-invitation", |world| {
        world.run("invite send --owners -c tea-house").ok();
        close(world, 100_002);
    }),
    ("closed-client-link", |world| close(world, 100_001)),
    ("closed-client-session", |world| {
        world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok();
        close(world, 100_001);
    }),
    ("link-stuck", |world| {
        world.tamper("UPDATE link SET state = 'approved', linked_at = NULL, answered_at = 1 WHERE id = 1");
    }),
    ("closed-partner-link", |world| world.tamper("UPDATE partner SET state = 'closed' WHERE id = 1")),
    ("closed-partner-user", |world| {
        world
            .run("partner add-user pat@jimsweb.example -p jims-web --first-name P --last-name W --password-file password --no-force-change")
            .ok();
        world.tamper("UPDATE partner SET state = 'closed' WHERE id = 1");
    }),
    ("invitation-without-code", |world| {
        world.run("invite send max@else.example -c big-shoes -r guest").ok();
        world.tamper("UPDATE code SET state = 'dead' WHERE kind = 'invitation' AND record_id = 3");
    }),
    ("invitation-of-former-admin", |world| {
        world.run("invite send max@else.example -c big-shoes -r guest").ok();
        world.tamper("UPDATE invitation SET invited_by = 'gone@bigshoes.example' WHERE id = 3");
    }),
    ("invitation-not-as-prepared", |world| {
        world.run("invite send max@else.example -c big-shoes -r guest").ok();
        world.tamper(
            "UPDATE access_grant SET role = 'manager' WHERE id = (SELECT grant_id FROM invitation WHERE id = 3)",
        );
    }),
    ("invitation-above-sender", |world| {
        world.run("invite send max@else.example -c big-shoes -r owner").ok();
        world
            .tamper("UPDATE access_grant SET role = 'admin' WHERE id = (SELECT grant_id FROM invitation WHERE id = 1)");
        world.tamper("UPDATE invitation SET invited_by = (SELECT email FROM invitation WHERE id = 1) WHERE id = 3");
    }),
    ("mail-waits", |world| world.tamper("UPDATE mail SET state = 'queued', next_attempt_at = 0 WHERE id = 1")),
    ("mail-in-hand", |world| world.tamper("UPDATE mail SET state = 'sending', next_attempt_at = 0 WHERE id = 1")),
    ("mail-failed", |world| {
        world.run("invite send max@else.example -c big-shoes -r guest").ok();
        world.tamper("UPDATE mail SET state = 'failed' WHERE id = (SELECT mail_id FROM invitation WHERE id = 3)");
    }),
    ("bounced-invitation", |world| {
        world.run("invite send max@else.example -c big-shoes -r guest").ok();
        mark(world, "max@else.example");
    }),
    ("bounced-owner", |world| mark(world, "jim@bigshoes.example")),
    ("twin-domain", |world| {
        world.tamper(
            "UPDATE client SET domain = 'bigshoes.example', domain_fold = (SELECT domain_fold FROM client WHERE id = 100001)
             WHERE id = 100002",
        );
    }),
    ("shared-domain", |world| world.tamper("UPDATE client SET domain = 'gmail.com' WHERE id = 100002")),
    ("twin-slug", |world| {
        world.tamper(
            "UPDATE client_slug SET fold = (SELECT fold FROM client_slug WHERE slug = 'big-shoes') WHERE slug = 'tea-house'",
        );
    }),
    ("ambiguous-account-number", |world| {
        world.tamper("UPDATE client SET account_number = 'Big-Shoes' WHERE id = 100002");
    }),
    ("same-name", |world| drop(world.run("client add 'BIG SHOES, INC' --owner b@elsewhere.example").ok())),
    ("locked-out", |world| {
        world.tamper("UPDATE credential SET origin = 'temporary', expires_at = 1 WHERE login_id = 1");
    }),
    ("audit-broken", |world| {
        rewrite(world, "DROP TRIGGER audit_keeps");
        world.tamper("UPDATE audit SET reason = 'none' WHERE id = 2");
    }),
    ("mails-failed", |world| {
        let now = world.now().ms();
        world.tamper(&format!("UPDATE mail SET state = 'failed', next_attempt_at = {now} WHERE id = 1"));
    }),
    ("mails-unknown", |world| {
        let now = world.now().ms();
        world.tamper(&format!("UPDATE mail SET state = 'unknown', next_attempt_at = {now} WHERE id = 1"));
    }),
    ("mails-refused-alike", |world| {
        for name in ["max", "mia", "moe"] {
            world.run(&format!("invite send {name}@else.example -c big-shoes -r guest")).ok();
            world.tamper(
                "INSERT INTO mail_refused (mail_id, recipient, status, refused_at)
                 SELECT id, recipient, '5.7.1', 1 FROM mail ORDER BY id DESC LIMIT 1",
            );
        }
    }),
    ("live-without-name", |world| {
        world.run("staff edit jane --name 'Jane Doe'").ok();
        world.tamper("UPDATE house SET label = 'live'");
        world.tamper(
            "INSERT INTO staff (id, uid, os_user, name, rights, state, service, created_at)
             VALUES (77, 77, 'deploy', 'deploy', 'full', 'active', 0, 1)",
        );
    }),
    ("live-without-desk-name", |world| {
        world.run("config set mail.transport smtp").ok();
        world.run("config set mail.from desk@desk.example").ok();
        world.tamper("UPDATE house SET label = 'live'");
    }),
    ("provisioner-open", |world| {
        use std::os::unix::fs::PermissionsExt;
        let program = world.write("provisioner", "#!/bin/sh\n");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        world.run(&format!("config set links.provisioner {}", program.display())).ok();
        world.run("doctor").ok();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o777)).unwrap();
    }),
    ("live-writes-files", |world| world.tamper("UPDATE house SET label = 'live'")),
    ("live-without-sender", |world| {
        world.run("config set mail.transport sendmail").ok();
        world.tamper("UPDATE house SET label = 'live'");
    }),
    ("live-without-pages", |world| {
        world.run("config set mail.transport sendmail").ok();
        world.tamper("UPDATE house SET label = 'live'");
    }),
    ("smtp-without-host", |world| drop(world.run("config set mail.transport smtp").ok())),
    ("smtp-without-password", |world| by_server(world, &[("user", "desk")])),
    ("smtp-password-file", |world| {
        let file = world.write_private("secret", "umbrella").display().to_string();
        by_server(world, &[("user", "desk"), ("password_file", &file)]);
        world.run("doctor").ok();
        open_to_all(&world.path("secret"));
    }),
    ("smtp-in-the-clear", |world| by_server(world, &[("host", "192.0.2.1"), ("tls", "none")])),
    ("sendmail-not-there", |world| {
        world.run("config set mail.transport sendmail").ok();
        world.run("config set mail.sendmail.program /no/such/program").ok();
    }),
    ("templates-unusable", |world| {
        std::fs::create_dir(world.path("words")).unwrap();
        world.write("words/test.j2", include_str!("../../src/mail/templates/test.j2"));
        let folder = world.path("words").display().to_string();
        world.run(&format!("config set mail.templates {folder}")).ok();
        world.run("doctor").ok();
        world.write("words/test.j2", "Subject: x\n\n{% if %}");
    }),
    ("schema-changed", |world| rewrite(world, "DROP TRIGGER client_guard_update")),
    ("file-open-to-others", |world| open_to_all(&world.database())),
    ("key-unusable", |world| std::fs::remove_file(world.path("desk.db.key")).unwrap()),
    ("backup-left-over", |world| drop(world.write(".partnerctl-abc.part", "half"))),
    ("clock-behind", |world| in_future(world, "UPDATE house SET created_at = created_at")),
    ("clock-set-back", |world| {
        let now = world.now().ms();
        let step = format!("INSERT INTO clock_step (audit_id, at, former_at) VALUES (3, {}, {now})", now - 120_000);
        world.tamper(&step);
    }),
    ("future-session", |world| {
        world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok();
        in_future(world, "UPDATE session SET opened_at = $, used_at = $, expires_at = $ + 1, code_expires_at = $ + 1");
    }),
    ("future-invitation", |world| {
        world.run("invite send --owners -c tea-house").ok();
        in_future(world, "UPDATE invitation SET sent_at = $, expires_at = $ + 1 WHERE state = 'pending'");
    }),
    ("future-link-request", |world| {
        world.run("link request -p jims-web --target tea-house").ok();
        in_future(world, "UPDATE link SET sent_at = $, requested_at = $, expires_at = $ + 1 WHERE state = 'pending'");
    }),
    ("future-password-reset", |world| {
        world.run("user reset-password ann@bigshoes.example").ok();
        in_future(world, "UPDATE password_reset SET requested_at = $, expires_at = $ + 1");
    }),
    ("future-throttle", |world| {
        let row = "INSERT INTO throttle (email_key, failures, day_failures, day_began_at, not_before, high_water)
            VALUES ('ann@bigshoes.example', 1, 1, $, $, $)";
        in_future(world, row);
    }),
    ("future-mail", |world| {
        in_future(world, "UPDATE mail SET state = 'queued', created_at = $, next_attempt_at = $ WHERE id = 1");
    }),
    ("future-audit", |world| in_future(world, "UPDATE house SET created_at = created_at")),
];

/// Does this with `$` as a time to come, and has an audit row written then.
fn in_future(world: &mut World, statement: &str) {
    let now = world.now();
    let then = now + partnerctl::domain::time::Span::days(400);
    world.next_at(then).run("client edit big-shoes --plan pro").ok();
    world.tamper(&statement.replace('$', &then.ms().to_string()));
    world.next_at(now);
}

fn close(world: &World, client: i64) {
    world.tamper(&format!("UPDATE client SET state = 'closed', closed_at = 1 WHERE id = {client}"));
}

/// Mails leave by a server on this machine, with these settings besides.
fn by_server(world: &mut World, more: &[(&str, &str)]) {
    for (key, value) in [("host", "localhost"), ("tls", "none")].iter().chain(more) {
        world.run(&format!("config set mail.smtp.{key} {value}")).ok();
    }
    world.run("config set mail.transport smtp").ok();
}

fn open_to_all(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
}

fn rewrite(world: &World, statements: &str) {
    rusqlite::Connection::open(world.database()).unwrap().execute_batch(statements).unwrap();
}

/// All is well, and the database is none that real people rely on.
fn well() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = with_people();
        world.tamper("UPDATE house SET label = 'training'");
        world.pass(partnerctl::domain::time::Span::days(1));
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn it_is_silent_when_all_is_well() {
    let mut world = well();
    assert_snapshot!(world.run("doctor"), @"
    $ partnerctl doctor
    --- exit 0
    ");
    assert_snapshot!(world.run("doctor --json"), @"
    $ partnerctl doctor --json
    []
    --- exit 0
    ");
    assert_snapshot!(world.run("doctor --csv"), @"
    $ partnerctl doctor --csv
    client_id,client_slug,code,entity_id,finding,command
    --- exit 0
    ");
}

#[test]
fn each_fault_is_found_with_its_command() {
    well().run("doctor").ok();
    for (code, plant) in PLANTED {
        let mut world = well();
        plant(&mut world);
        let run = world.run("doctor --json");
        assert_eq!(run.code, 1, "{code}\n{run}");
        let found = run.json();
        let found = found.as_array().unwrap();
        assert!(found.iter().any(|finding| finding["code"] == *code), "{code} is not found\n{run}");
        for finding in found {
            let command = finding["command"].as_str().unwrap();
            match command.strip_prefix("partnerctl ") {
                Some(line) => drop(parse(&words(line)).unwrap_or_else(|error| panic!("{command}\n{error}"))),
                None => assert!(command.starts_with("chmod ") || command.starts_with("rm "), "{command}"),
            }
        }
    }
}

/// A mail to this address came back.
fn mark(world: &World, address: &str) {
    world.tamper(&format!(
        "INSERT INTO bounce (email_key, bounced_at, status, words) VALUES ('{address}', 1795251600000, '5.1.1', 'unknown')"
    ));
}

/// RFC 5321 lets a mailbox be called so; the shell would run what is between the backquotes.
#[test]
fn hostile_address_leaves_command_harmless() {
    let mut world = well();
    world.run("user add 'x`reboot`|y@bigshoes.example' -c big-shoes -r manager").ok();
    world
        .tamper("UPDATE access_grant SET state = 'active', active_at = 1 WHERE login_id = (SELECT max(id) FROM login)");
    let run = world.run("doctor --json");
    let found = run.json();
    assert_eq!(found[0]["command"], "partnerctl user remove 'x`reboot`|y@bigshoes.example' -c big-shoes", "{run}");
}

#[test]
fn every_kind_of_finding_was_planted() {
    let planted: Vec<&str> = PLANTED.iter().map(|(code, _)| *code).collect();
    for code in codes() {
        assert!(planted.contains(&code), "{code} was never planted");
    }
    assert_eq!(planted.len(), codes().count());
}

#[test]
fn findings_are_in_every_format() {
    let mut world = well();
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    world.tamper("UPDATE code SET state = 'dead' WHERE kind = 'invitation' AND record_id = 3");
    assert_snapshot!(world.run("doctor"), @"
    $ partnerctl doctor
    client_id  client_slug  code                     entity_id  finding                                                     command
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    invitation-without-code  inv_3      inv_3 to max@else.example is pending, but no code opens it  partnerctl invite resend inv_3 -c big-shoes
    --- exit 1
    ");
    world.tamper("UPDATE login SET state = 'inactive' WHERE email_key = 'ann@bigshoes.example'");
    assert_snapshot!(world.run("doctor --json"), @r#"
    $ partnerctl doctor --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","code":"dead-login","entity_id":"usr_3","finding":"ann@bigshoes.example is in it with a login that is not active","command":"partnerctl user remove ann@bigshoes.example -c big-shoes"},
    {"client_id":"C100001-9","client_slug":"big-shoes","code":"invitation-without-code","entity_id":"inv_3","finding":"inv_3 to max@else.example is pending, but no code opens it","command":"partnerctl invite resend inv_3 -c big-shoes"}
    ]
    --- exit 1
    "#);
    assert_snapshot!(world.run("doctor --csv"), @r#"
    $ partnerctl doctor --csv
    client_id,client_slug,code,entity_id,finding,command
    C100001-9,big-shoes,dead-login,usr_3,ann@bigshoes.example is in it with a login that is not active,partnerctl user remove ann@bigshoes.example -c big-shoes
    C100001-9,big-shoes,invitation-without-code,inv_3,"inv_3 to max@else.example is pending, but no code opens it",partnerctl invite resend inv_3 -c big-shoes
    --- exit 1
    "#);
    assert_snapshot!(world.run("doctor --format ndjson"), @r#"
    $ partnerctl doctor --format ndjson
    {"client_id":"C100001-9","client_slug":"big-shoes","code":"dead-login","entity_id":"usr_3","finding":"ann@bigshoes.example is in it with a login that is not active","command":"partnerctl user remove ann@bigshoes.example -c big-shoes"}
    {"client_id":"C100001-9","client_slug":"big-shoes","code":"invitation-without-code","entity_id":"inv_3","finding":"inv_3 to max@else.example is pending, but no code opens it","command":"partnerctl invite resend inv_3 -c big-shoes"}
    --- exit 1
    "#);
}

/// Anyone who does not deliver has thousands of them: they are reported together.
#[test]
fn waiting_and_failed_mails_are_one_line_each() {
    let mut world = well();
    world.run("invite send ann@else.example -c big-shoes -r guest").ok();
    world.run("invite send ben@else.example -c big-shoes -r guest").ok();
    for id in 1..=2 {
        world.tamper(&format!("UPDATE mail SET state = 'queued', next_attempt_at = 1795251600000 WHERE id = {id}"));
    }
    world.pass(partnerctl::domain::time::Span::hours(1));
    assert_snapshot!(world.run("doctor --columns code,finding,command --csv"), @r#"
    $ partnerctl doctor --columns code,finding,command --csv
    code,finding,command
    mail-waits,"2 mails wait to be sent since 2026-11-21T09:00:00.000Z: no one delivers; have a service do it, or cron: */5 * * * * partnerctl mail deliver --quiet > /dev/null",partnerctl mail deliver
    --- exit 1
    "#);
    world.run("mail deliver").ok();
    let now = world.now().ms();
    for id in 1..=2 {
        world.tamper(&format!("UPDATE mail SET state = 'failed', next_attempt_at = {now} WHERE id = {id}"));
    }
    assert_snapshot!(world.run("doctor --columns code,finding,command --csv"), @"
    $ partnerctl doctor --columns code,finding,command --csv
    code,finding,command
    mails-failed,2 mails failed in the last 7 days,partnerctl mail list --state failed
    --- exit 1
    ");
    world.pass(partnerctl::domain::time::Span::days(8));
    world.run("doctor --columns code --csv").prints("code\n");
}

#[test]
fn mail_settings_are_checked_where_needed() {
    let mut world = well();
    // The mails are files: no one logs in anywhere.
    world.run("config set mail.smtp.user desk").ok();
    world.run("config set mail.smtp.tls none").ok();
    world.run("config set mail.smtp.host mail.example").ok();
    world.run("doctor").ok();
    world.run("config set mail.transport smtp").ok();
    assert_snapshot!(world.run("doctor --columns code,finding,command --csv"), @r#"
    $ partnerctl doctor --columns code,finding,command --csv
    code,finding,command
    smtp-without-password,"desk is to log in to the mail server, without a password",partnerctl config set mail.smtp.password_file FILE
    smtp-in-the-clear,"mails would go to mail.example without TLS, which only a server on this machine is given",partnerctl config set mail.smtp.tls starttls
    --- exit 1
    "#);
    for host in ["127.0.0.1", "::1", "localhost"] {
        world.run(&format!("config set mail.smtp.host {host}")).ok();
        assert_eq!(world.run("doctor --columns code --csv").out, "code\nsmtp-without-password\n", "{host}");
    }
    let file = world.write_private("secret", "umbrella").display().to_string();
    world.run(&format!("config set mail.smtp.password_file {file}")).ok();
    open_to_all(&world.path("secret"));
    assert_snapshot!(world.run("doctor --columns code,finding,command --csv"), @"
    $ partnerctl doctor --columns code,finding,command --csv
    code,finding,command
    smtp-password-file,the password file [DIR]/secret is open to others (mode 0644),chmod 600 [DIR]/secret
    --- exit 1
    ");
    world.write_private("secret", "");
    world.run("doctor --columns finding --csv").prints("has an empty first line");
    world.write_private("secret", "umbrella");
    world.run("doctor").ok();
    std::fs::remove_file(world.path("secret")).unwrap();
    world.run("doctor --columns finding,command --csv").prints("config set mail.smtp.password_file FILE");
}

/// What the doctor says fixes it does.
#[test]
fn following_the_advice_leaves_nothing() {
    let mut world = well();
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    world.tamper("UPDATE code SET state = 'dead' WHERE kind = 'invitation' AND record_id = 3");
    world.tamper("UPDATE login SET state = 'inactive' WHERE email_key = 'ann@bigshoes.example'");
    world.pass(partnerctl::domain::time::Span::hours(1));
    for finding in world.run("doctor --json").json().as_array().unwrap() {
        let line = finding["command"].as_str().unwrap().trim_start_matches("partnerctl ").to_owned();
        let confirm = if line.starts_with("user remove") { " --confirm big-shoes" } else { "" };
        world.run(&format!("{line}{confirm}")).ok();
    }
    world.run("doctor").ok();
}

/// An older version accepted such numbers.
#[test]
fn a_number_that_names_another_is_found() {
    let mut world = well();
    for number in ["big-shoes", "BIG-SHOES", "bigshoes.example"] {
        world.tamper(&format!("UPDATE client SET account_number = '{number}' WHERE id = 100002"));
        let found = world.run("doctor --json").fails(1).json();
        assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
        assert_eq!(found[0]["client_slug"], "tea-house");
        assert_eq!(found[0]["code"], "ambiguous-account-number");
        assert_eq!(found[0]["entity_id"], "C100001-9");
        assert_eq!(found[0]["command"], "partnerctl client edit tea-house --account-number NUMBER");
        world.run("client edit tea-house --account-number K-4711").ok();
        world.run("doctor").ok();
    }
}

#[test]
fn own_account_number_is_no_fault() {
    let mut world = well();
    world.run("client edit big-shoes --account-number big-shoes").ok();
    world.run("doctor").ok();
}
