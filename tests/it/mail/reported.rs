//! What commands say of their own mails when a mail server takes some and refuses others.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::json;

use crate::support::World;
use crate::support::smtp::Server;

fn story(server: &Server) -> World {
    let mut world = World::with_story();
    server.serves(&mut world);
    world
}

#[test]
fn each_invitation_reports_its_mail() {
    let server =
        Server::start(&["--fault", "rcpt:gone:550 5.1.1 No such user", "--fault", "rcpt:full:451 4.2.2 Mailbox full"]);
    let mut world = story(&server);
    let line = "invite send jim@bigshoes.example gone@bigshoes.example full@bigshoes.example -c big-shoes -r owner";
    assert_snapshot!(world.run(line), @"
    $ partnerctl invite send jim@bigshoes.example gone@bigshoes.example full@bigshoes.example -c big-shoes -r owner
    inv_1
    inv_2
    inv_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_1 to jim@bigshoes.example was sent.
    warning: mail msg_2 to gone@bigshoes.example failed: the mail server 127.0.0.1 refuses mails for gone@bigshoes.example: 550 5.1.1 No such user
    warning: mail msg_3 to full@bigshoes.example stays queued: the mail server 127.0.0.1 does not take mails for full@bigshoes.example now: 451 4.2.2 Mailbox full; it is tried again from 21 Nov 2026 09:05 UTC
    Invitation sent just now: jim@bigshoes.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    Invitation made, but its mail has not left: gone@bigshoes.example may accept inv_2 as owner until 21 Dec 2026 09:00 UTC.
    Invitation made, its mail is queued: full@bigshoes.example may accept inv_3 as owner until 21 Dec 2026 09:00 UTC.
    hint: if the address is wrong, correct it with `partnerctl invite resend inv_2 -c big-shoes --to EMAIL`
    hint: if the mail does not arrive, have them look into the junk or spam folder
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    let rows = world.run(&format!("{line} --json")).ok().json();
    let mails: Vec<&serde_json::Value> = rows.as_array().unwrap().iter().map(|row| &row["mail"]).collect();
    assert_eq!(mails, [&json!("sent"), &json!("failed"), &json!("queued")]);
    world.run("user show gone@bigshoes.example -c big-shoes").ok().prints("Invitation made (21 Nov 2026), mail failed");
    world.run("user show jim@bigshoes.example -c big-shoes").ok().prints("Invitation sent (21 Nov 2026)");
    world.run("client show big-shoes").ok().prints("Invitation made (21 Nov 2026), mail queued");
    assert_snapshot!(world.run("invite resend gone@bigshoes.example -c big-shoes --to jane@bigshoes.example"), @"
    $ partnerctl invite resend gone@bigshoes.example -c big-shoes --to jane@bigshoes.example
    inv_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_4 to jane@bigshoes.example was sent.
    inv_2 to gone@bigshoes.example is superseded, and its code is dead; jane@bigshoes.example takes its place.
    Invitation sent just now: jane@bigshoes.example may accept inv_4 as owner until 21 Dec 2026 09:00 UTC.
    hint: if the mail does not arrive, have them look into the junk or spam folder
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
}

#[test]
fn unreached_owner_is_named() {
    let server = Server::start(&["--fault", "rcpt:gone:550 5.1.1 No such user"]);
    let mut world = story(&server);
    world.run("client add 'Two Owners' --owner ann@two.example --owner gone@two.example").ok();
    assert_snapshot!(world.run("link request -p jims-web --target two-owners"), @"
    $ partnerctl link request -p jims-web --target two-owners
    lnk_1
    --- stderr
    ▸ two-owners  C100003-5  Two Owners  [from target two-owners]
    Jim's Web asks two-owners (C100003-5): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to ann@two.example was sent.
    warning: mail msg_2 to gone@two.example failed: the mail server 127.0.0.1 refuses mails for gone@two.example: 550 5.1.1 No such user
    hint: once the address is right, ask again with `partnerctl link resend lnk_1 -c two-owners`
    --- exit 0
    ");
    world.pass(partnerctl::domain::time::Span::MINUTE);
    assert_snapshot!(world.run("link resend lnk_1 -c two-owners"), @"
    $ partnerctl link resend lnk_1 -c two-owners
    lnk_1
    --- stderr
    ▸ two-owners  C100003-5  Two Owners  [from --client]
    lnk_1 can be answered until 28 Nov 2026 09:01 UTC, with the new codes only
    Mail msg_3 to ann@two.example was sent.
    warning: mail msg_4 to gone@two.example failed: the mail server 127.0.0.1 refuses mails for gone@two.example: 550 5.1.1 No such user
    hint: once the address is right, ask again with `partnerctl link resend lnk_1 -c two-owners`
    --- exit 0
    ");
}

#[test]
fn commands_report_in_the_mail_column() {
    let server = Server::start(&["--fault", "rcpt:gone:550 5.1.1 No such user"]);
    let mut world = story(&server);
    let guest = world.run("user add gone@friends.example -c big-shoes -r guest --json").ok();
    assert_eq!((&guest.json()["mail"], &guest.json()["result"]), (&json!("failed"), &json!("created")));
    let prepared = world.run("user add ann@bigshoes.example -c big-shoes -r manager --json").ok();
    assert_eq!(prepared.json()["mail"], "none");
    let welcome = "partner add-user gone@jimsweb.example -p jims-web --first-name A --last-name B --generate-password";
    assert_eq!(world.run(&format!("{welcome} --send-email --json")).ok().json()["mail"], "failed");
    let run = world.run("user reset-password gone@jimsweb.example").ok();
    assert!(!run.err.contains("junk"), "{run}");
    let reset =
        world.pass(partnerctl::domain::time::Span::MINUTE).run("user reset-password gone@jimsweb.example --json").ok();
    assert_eq!(reset.json()["mail"], "failed");
}

#[test]
fn refusal_withdraws_a_required_mail() {
    let server = Server::start(&["--fault", "rcpt:gone:550 5.1.1 No such user"]);
    let mut world = story(&server);
    assert_snapshot!(world.run("invite send gone@bigshoes.example -c big-shoes -r guest --require-mail"), @"
    $ partnerctl invite send gone@bigshoes.example -c big-shoes -r guest --require-mail
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: the mail to gone@bigshoes.example did not leave: the mail server 127.0.0.1 refuses mails for gone@bigshoes.example: 550 5.1.1 No such user; inv_1 was withdrawn, and big-shoes (C100001-9) is as it was
    hint: if the address is wrong, invite the right one; see whether mail leaves at all with `partnerctl mail status`
    --- exit 17
    ");
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM access_grant WHERE role = 'guest'"), ["0"]);
    assert!(server.mails().is_empty());
}

/// The server has the whole mail and says nothing: it may arrive, and what it carries opens nothing.
#[test]
fn uncertain_mail_carries_a_dead_code() {
    let server = Server::start(&["--fault", "dot:jim:silence 30"]);
    let mut world = story(&server);
    world.mail_patience(Duration::from_secs(1));
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes --require-mail"), @"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes --require-mail
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: the mail to jim@bigshoes.example did not leave: the server has not said whether it took it; inv_1 was withdrawn, and big-shoes (C100001-9) is as it was
    hint: the mail may arrive all the same: the code in it is dead
    hint: if the address is wrong, invite the right one; see whether mail leaves at all with `partnerctl mail status`
    --- exit 17
    ");
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE state IN ('queued', 'sending')"), ["0"]);
    let arrived = String::from_utf8(server.mails()[0].bytes.clone()).unwrap();
    let code = arrived.lines().find(|line| line.starts_with("pci_")).unwrap().trim().to_owned();
    world.stdin(code).run("invite inspect --code-stdin").fails(3).says("opens nothing");
}
