//! Codes in mails: they work, an older one is not mailed once a newer one is, and they are nowhere else.

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::story::{asked, outbox_closed, outbox_open};
use crate::support::World;

#[test]
fn the_code_in_the_mail_works() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    assert_eq!(world.sql("SELECT state FROM link"), ["linked"]);
    let shown = world.mails().pop().unwrap();
    assert!(shown.contains("Subject: Big Shoes Inc. approved the link with Jim's Web"), "{shown}");
}

/// S1.11, S2.13
#[test]
fn code_of_the_mail_accepts() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok().says("Mail msg_1 to jim@bigshoes.example was written to");
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code.clone()).run("invite inspect --code-stdin").ok().prints("big-shoes");
    let password = world.write("password", "a long and quite unlikely phrase\n");
    std::fs::set_permissions(password, std::fs::Permissions::from_mode(0o600)).unwrap();
    world.stdin(code.clone()).run("invite accept --code-stdin --password-file password").ok();
    assert_eq!(world.sql("SELECT state FROM invitation"), ["accepted"]);
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok().says("accepted inv_1 before");
}

#[test]
fn outdated_invitation_leaves_once_or_never() {
    let mut world = World::with_story();
    outbox_closed(&world);
    world.run("invite send --owners -c big-shoes").ok().says("stays queued");
    world.run("invite send --owners -c tea-house").ok().says("stays queued");
    world.pass(Span::MINUTE).run("invite resend jim@bigshoes.example -c big-shoes").ok();
    world.run("invite cancel tia@teahouse.example -c tea-house").ok();
    outbox_open(&world);
    assert_snapshot!(world.pass(Span::hours(1)).run("mail deliver --columns mail_id,result,message"), @"
    $ partnerctl mail deliver --columns mail_id,result,message
    mail_id  result   message
    ─────────────────────────────────────────────────────────────
    msg_1    skipped  inv_1 was sent again since, with a new code
    msg_2    skipped  inv_2 is cancelled
    msg_3    written
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Tried 3 mails: 1 written to a file, 2 skipped.
    --- exit 0
    ");
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite inspect --code-stdin").ok();
}

#[test]
fn lost_key_says_how_to_send_again() {
    let mut world = World::with_story();
    outbox_closed(&world);
    world.run("invite send --owners -c big-shoes").ok();
    outbox_open(&world);
    std::fs::remove_file(world.path("desk.db.key")).unwrap();
    world
        .pass(Span::hours(1))
        .run("mail deliver")
        .fails(7)
        .says("the key file is lost")
        .says("with `partnerctl invite resend inv_1 -c C100001-9`");
    assert_eq!(world.sql("SELECT mail FROM invite_list"), ["failed"]);
    world.run("init").ok();
    world.run("invite resend inv_1 -c C100001-9").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite inspect --code-stdin").ok();
}

#[test]
fn only_the_newer_sending_leaves() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok().says("stays queued");
    world.pass(Span::MINUTE).run("link resend lnk_2 -c tea-house").ok().says("stays queued");
    outbox_open(&world);
    assert_snapshot!(world.pass(Span::hours(1)).run("mail deliver --csv"), @r#"
    $ partnerctl mail deliver --csv
    mail_id,client_id,client_slug,to,kind,result,message
    msg_3,C100002-4,tea-house,tia@teahouse.example,link_request,skipped,"lnk_2 was sent again since, with a new code"
    msg_4,C100002-4,tea-house,tia@teahouse.example,link_request,written,
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Tried 2 mails: 1 written to a file, 1 skipped.
    --- exit 0
    "#);
    let code = world.code_for("tia@teahouse.example");
    world.stdin(code).run("link deny --code-stdin").ok();
}

#[test]
fn cancelled_mail_is_skipped() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    world.run("link cancel lnk_2 -c tea-house").ok();
    outbox_open(&world);
    assert_snapshot!(world.pass(Span::hours(1)).run("mail deliver --csv"), @"
    $ partnerctl mail deliver --csv
    mail_id,client_id,client_slug,to,kind,result,message
    msg_3,C100002-4,tea-house,tia@teahouse.example,link_request,skipped,lnk_2 is cancelled
    --- stderr
    Tried 1 mail: 1 skipped.
    --- exit 0
    ");
}

#[test]
fn expired_mail_is_skipped() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    outbox_open(&world);
    assert_snapshot!(world.pass(Span::days(7)).run("mail deliver --csv"), @"
    $ partnerctl mail deliver --csv
    mail_id,client_id,client_slug,to,kind,result,message
    msg_3,C100002-4,tea-house,tia@teahouse.example,link_request,skipped,lnk_2 is expired
    --- stderr
    Tried 1 mail: 1 skipped.
    --- exit 0
    ");
}

#[test]
fn lost_key_fails_only_unsent_codes() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    outbox_open(&world);
    std::fs::remove_file(world.path("desk.db.key")).unwrap();
    assert_snapshot!(world.pass(Span::hours(1)).run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_3
    --- stderr
    warning: mail msg_3 to tia@teahouse.example failed: the key file is lost, so that the code of this mail cannot be made
    hint: send it again, with a new code, with `partnerctl link resend lnk_2 -c C100002-4`
    Tried 1 mail: 1 failed.
    error: 1 of 1 mail failed
    hint: see them with `partnerctl mail list --state failed`
    --- exit 7
    ");
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    world.run("init").ok();
    world.run("link resend lnk_2 -c tea-house").ok();
    let code = world.code_for("tia@teahouse.example");
    world.stdin(code).run("link approve --code-stdin").ok();
}

#[test]
fn new_key_makes_no_old_code() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    outbox_open(&world);
    std::fs::remove_file(world.path("desk.db.key")).unwrap();
    world.run("init").ok();
    world
        .pass(Span::hours(1))
        .run("mail deliver")
        .fails(7)
        .says("the key file was changed")
        .says("send it again, with a new code, with `partnerctl link resend lnk_2 -c C100002-4`");
    assert_eq!(world.sql("SELECT state FROM mail WHERE id = 3"), ["failed"]);
}

#[test]
fn exposed_key_keeps_mail_queued() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    outbox_open(&world);
    let mode = |world: &World, mode| {
        std::fs::set_permissions(world.path("desk.db.key"), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&world, 0o644);
    world.pass(Span::hours(1)).run("mail deliver").ok().says("is open to everyone").says("chmod o=");
    mode(&world, 0o600);
    world.pass(Span::hours(1)).run("mail deliver").ok().says("Tried 1 mail: 1 written to a file.");
}

#[test]
fn no_code_is_stored_or_printed() {
    let mut world = World::with_story();
    let mut printed = String::new();
    let mut say = |run: crate::support::Run| printed.push_str(&run.to_string());
    for number in 0..40 {
        say(world
            .run(&format!("client add 'Client {number}x' --slug c{number}x --owner o{number}@c{number}.example"))
            .ok());
    }
    let invited: String = (0..40).map(|number| format!("c{number}x,m{number}@c{number}.example,manager\n")).collect();
    say(world.stdin(format!("client_slug,email,role\n{invited}")).run("invite bulk - --json").ok());
    say(world.run("mail deliver --json").ok());
    for number in 0..40 {
        say(world.run(&format!("link request -p jims-web --target c{number}x")).ok());
    }
    for _ in 0..3 {
        world.pass(Span::minutes(2));
        let ids: Vec<String> = (1..=40).map(|number| format!("lnk_{number}")).collect();
        for (number, id) in ids.iter().enumerate() {
            say(world.run(&format!("link resend {id} -c c{number}x")).ok());
        }
    }
    let codes: Vec<String> = world.mails().iter().flat_map(|mail| every_code(mail)).collect();
    assert_eq!(codes.len(), 200);
    say(world.stdin(codes[40].clone()).run("link approve --code-stdin").fails(6));
    say(world.stdin(codes[199].clone()).run("link approve --code-stdin").ok());
    say(world.run("mail list --json"));
    say(world.run("mail show msg_200 --json"));
    say(world.run("invite list -A --json"));
    say(world.run("audit list --json"));
    let mut kept = Vec::new();
    for name in ["desk.db", "desk.db-wal"] {
        kept.extend(std::fs::read(world.path(name)).unwrap_or_default());
    }
    let is_kept = |text: &str| kept.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(is_kept("o39@c39.example"), "what is there is found");
    for code in codes {
        let secret = code.rsplit('_').next().unwrap();
        assert!(!printed.contains(secret), "{code} was printed");
        assert!(!is_kept(secret), "{code} is in the database");
    }
}

/// The code of a mail, once.
fn every_code(mail: &str) -> Option<String> {
    let parsed = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
    let text = parsed.body_text(0).unwrap().into_owned();
    text.split_whitespace().find(|word| word.starts_with("pcl_") || word.starts_with("pci_")).map(str::to_owned)
}

#[test]
fn wrong_key_changes_nothing() {
    let mut world = asked();
    outbox_closed(&world);
    world.run("link request -p jims-web --target tea-house").ok();
    outbox_open(&world);
    let key = std::fs::read(world.path("desk.db.key")).unwrap();
    std::fs::write(world.path("desk.db.key"), "ab".repeat(32)).unwrap();
    let rows = "SELECT id, state, attempts, leases, next_attempt_at, last_error FROM mail ORDER BY id";
    let before = world.sql(rows);
    for line in ["mail deliver", "mail deliver --dry-run"] {
        world.pass(Span::hours(1)).run(line).fails(1).says("is not the key of this database");
        assert_eq!(world.sql(rows), before, "{line}");
    }
    world.run("link resend lnk_1 -c big-shoes").fails(1).says("is not the key of this database");
    world.run("db check").fails(1);
    assert!(world.run("doctor --json").out.contains("not the key of this database"));
    std::fs::write(world.path("desk.db.key"), key).unwrap();
    world.run("mail deliver").ok().says("1 written to a file");
}

#[test]
fn an_older_database_records_its_key() {
    let mut world = asked();
    // The schema before the key was recorded.
    crate::opening::make_as_of(&world.database(), 7);
    world.run("whoami").ok();
    assert_eq!(world.sql("SELECT key_fingerprint IS NULL FROM house"), ["1"]);
    let key = std::fs::read(world.path("desk.db.key")).unwrap();
    std::fs::write(world.path("desk.db.key"), "ab".repeat(32)).unwrap();
    // A live code was made with another key.
    world.run("client edit big-shoes --plan pro").ok();
    assert_eq!(world.sql("SELECT key_fingerprint IS NULL FROM house"), ["1"]);
    world.run("link request -p jims-web --target tea-house").fails(1).says("is not the key of this database");
    std::fs::write(world.path("desk.db.key"), key).unwrap();
    world.run("client edit big-shoes --plan starter").ok();
    assert_eq!(world.sql("SELECT key_fingerprint IS NULL FROM house"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE details LIKE '%key_fingerprint%'"), ["1"]);
    world.run("link request -p jims-web --target tea-house").ok();
}
