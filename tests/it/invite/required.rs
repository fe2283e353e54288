//! `--require-mail`: an invitation that is kept only if its mail leaves.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{accept_with, holdings};
use crate::mail::sendmail::{program, story};
use crate::support::World;

const TAKES: &str = "cat > mail.eml";
const REFUSES: &str = "cat > /dev/null; echo 'no such user here' >&2; exit 67";
const NOT_NOW: &str = "cat > /dev/null; echo 'the queue is full' >&2; exit 75";

/// What is true of clients, whatever was tried: rows as they are, but for how often they were written.
fn facts(world: &World) -> Vec<String> {
    [
        "SELECT 'client', id, slug, name, state FROM client ORDER BY id",
        "SELECT 'grant', id, client_id, login_id, role, permissions, until, state, granted_by, ended_at FROM access_grant ORDER BY id",
        "SELECT 'invitation', id, email, role, state, sent_at, send_count, expires_at, form, mail_id, answered_at FROM invitation ORDER BY id",
        "SELECT 'code', kind, record_id, version, hex(nonce), hex(digest) FROM code WHERE state = 'live' ORDER BY kind, record_id",
        "SELECT 'waits', id FROM mail WHERE state IN ('queued', 'sending')",
    ]
    .iter()
    .flat_map(|query| world.sql(query))
    .collect()
}

/// The code in the mail that the program took last.
fn code(world: &World) -> String {
    world.read("mail.eml").lines().find(|line| line.starts_with("pci_")).unwrap().to_owned()
}

#[test]
fn sent_mail_makes_an_ordinary_invitation() {
    let mut world = story(TAKES);
    let run = world.run("invite send jim@bigshoes.example -c big-shoes --require-mail").ok();
    assert_eq!(run.out, "inv_1\n");
    run.says("msg_1 to jim@bigshoes.example was sent").says("Invitation sent just now");
    let code = code(&world);
    accept_with(&mut world, &code).ok();
}

#[test]
fn refused_mail_withdraws_the_invitation() {
    let mut world = story(REFUSES);
    let before = facts(&world);
    assert_snapshot!(world.run("invite send new@bigshoes.example -c big-shoes -r manager --require-mail"), @"
    $ partnerctl invite send new@bigshoes.example -c big-shoes -r manager --require-mail
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: the mail to new@bigshoes.example did not leave: [DIR]/sendmail ended with exit code 67: no such user here; inv_1 was withdrawn, and big-shoes (C100001-9) is as it was
    hint: if the address is wrong, invite the right one; see whether mail leaves at all with `partnerctl mail status`
    --- exit 17
    ");
    assert_eq!(facts(&world), before);
    assert_eq!(world.sql("SELECT state, required FROM mail"), ["failed|1"]);
    assert_eq!(world.sql("SELECT state FROM login WHERE email = 'new@bigshoes.example'"), ["prepared"]);
    assert_snapshot!(world.run("client log big-shoes"), @"
    $ partnerctl client log big-shoes
    21 Nov 2026 09:00 UTC  jane took inv_1 to new@bigshoes.example back, whose mail did not leave: [DIR]/sendmail ended with exit code 67: no such user here
    21 Nov 2026 09:00 UTC  jane invited new@bigshoes.example as manager by inv_1
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example
    --- exit 0
    ");
    assert_snapshot!(world.run("invite list -c big-shoes"), @"
    $ partnerctl invite list -c big-shoes
    --- stderr
    note: no one was invited
    --- exit 0
    ");
    // The address is free for what is said next, also otherwise.
    program(&world, TAKES);
    world.run("invite send new@bigshoes.example -c big-shoes -r guest --require-mail").ok();
    let code = code(&world);
    accept_with(&mut world, &code).ok();
}

#[test]
fn temporary_failure_is_too_late() {
    let mut world = story(NOT_NOW);
    let before = facts(&world);
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes --require-mail --json"), @r#"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes --require-mail --json
    --- stderr
    {"error":{"code":"mail","message":"the mail to jim@bigshoes.example did not leave: [DIR]/sendmail ended with exit code 75: the queue is full; inv_1 was withdrawn, and big-shoes (C100001-9) is as it was","hints":["if the address is wrong, invite the right one; see whether mail leaves at all with `partnerctl mail status`"],"client_id":"C100001-9","client_slug":"big-shoes","email":"jim@bigshoes.example","invitation_id":"inv_1","mail_id":"msg_1","notes":["▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]"]}}
    --- exit 17
    "#);
    assert_eq!(facts(&world), before);
    assert_eq!(world.sql("SELECT state FROM mail"), ["skipped"]);
    program(&world, TAKES);
    world.pass(Span::DAY).run("mail deliver").ok().says("No mail is due.");
}

#[test]
fn a_way_that_is_shut_withdraws_it_too() {
    let mut world = story(TAKES);
    std::fs::remove_file(world.path("sendmail")).unwrap();
    let before = facts(&world);
    let run = world.run("invite send jim@bigshoes.example -c big-shoes --require-mail").fails(17);
    run.says("partnerctl config set mail.sendmail.program PATH").says("inv_1 was withdrawn");
    assert_eq!(facts(&world), before);
}

/// A command that was killed between its commit and its mail leaves just this.
#[test]
fn no_answer_before_the_mail_has_left() {
    let mut world = story(TAKES);
    world.run("invite send jim@bigshoes.example -c big-shoes --require-mail").ok();
    let code = code(&world);
    world.tamper("UPDATE mail SET state = 'queued', sent_at = NULL");
    let before = holdings(&world);
    assert_snapshot!(accept_with(&mut world, &code), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    error: inv_1 cannot be answered yet: its mail has not left yet, msg_1 is queued
    hint: try again in some minutes; `partnerctl mail deliver` sends what waits
    --- exit 4
    ");
    world.stdin(code.as_str()).run("invite decline --code-stdin").fails(4).says("has not left yet");
    world
        .run("invite accept -c big-shoes --as jim@bigshoes.example -m 'asked by phone'")
        .fails(4)
        .says("its mail has not left yet, msg_1 is queued");
    assert_eq!(holdings(&world), before);
    let inspected = world.stdin(code.as_str()).run("invite inspect --code-stdin").ok();
    inspected.says("cannot be answered yet").says("partnerctl mail deliver");
    world.run("invite show inv_1").ok().prints("Invitation made (21 Nov 2026), mail queued");
    world.run("mail deliver").ok();
    accept_with(&mut world, &code).ok();
}

#[test]
fn failed_mail_blocks_until_sent_again() {
    let mut world = story(TAKES);
    world.run("invite send jim@bigshoes.example -c big-shoes --require-mail").ok();
    let first = code(&world);
    world.tamper("UPDATE mail SET state = 'failed', sent_at = NULL, last_error = 'no such user'");
    accept_with(&mut world, &first).fails(4).says("partnerctl invite resend inv_1 -c C100001-9");
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok();
    let second = code(&world);
    accept_with(&mut world, &second).ok();
}

#[test]
fn failed_resend_keeps_the_former_code() {
    let mut world = story(TAKES);
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let former = code(&world);
    program(&world, REFUSES);
    let before = facts(&world);
    for line in [
        "invite resend inv_1 -c big-shoes --require-mail",
        "invite resend inv_1 -c big-shoes --to james@bigshoes.example --require-mail",
        "invite send jim@bigshoes.example -c big-shoes --resend --require-mail",
    ] {
        world.pass(Span::MINUTE).run(line).fails(17).says("is as it was");
        assert_eq!(facts(&world), before, "{line}");
    }
    // Also one that had expired: it may be sent again as before.
    world.pass(Span::days(30));
    world.run("invite resend inv_1 -c big-shoes --require-mail").fails(17);
    assert_eq!(facts(&world), before);
    program(&world, TAKES);
    world.stdin(former.as_str()).run("invite inspect --code-stdin").ok().prints("expired");
    world.run("invite resend inv_1 -c big-shoes --require-mail").ok().says("for the 2nd time");
    let code = code(&world);
    accept_with(&mut world, &code).ok();
}

#[test]
fn former_code_works_after_a_withdrawal() {
    let mut world = story(TAKES);
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let former = code(&world);
    program(&world, REFUSES);
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes --require-mail").fails(17);
    accept_with(&mut world, &former).ok();
}

#[test]
fn nothing_is_written_without_transport() {
    let mut world = story(TAKES);
    world.run("user add dummy@bigshoes.example -c big-shoes -r manager").ok();
    world.tamper("UPDATE login SET mailbox = 0 WHERE email = 'dummy@bigshoes.example'");
    let before = holdings(&world);
    assert_snapshot!(world.run("invite send dummy@bigshoes.example -c big-shoes --require-mail"), @"
    $ partnerctl invite send dummy@bigshoes.example -c big-shoes --require-mail
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: no mail can go to dummy@bigshoes.example: no one has that mailbox; nothing was changed
    hint: without `--require-mail`, `--show-link` shows the link to hand it over in another way
    --- exit 17
    ");
    assert_eq!(holdings(&world), before);
}

#[test]
fn waiting_one_is_unchanged_if_mailed() {
    let mut world = story(TAKES);
    let line = "invite send jim@bigshoes.example -c big-shoes --require-mail";
    world.run(line).ok();
    world.run(line).ok().says("Waiting for member");
    world.tamper("UPDATE mail SET state = 'failed', sent_at = NULL, last_error = 'no such user'");
    let before = holdings(&world);
    assert_snapshot!(world.run(line), @"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes --require-mail
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: inv_1 waits for an answer already, but its mail has not left (failed: no such user); nothing was changed
    hint: send it again with `partnerctl invite resend inv_1 -c big-shoes --require-mail`
    --- exit 17
    ");
    assert_eq!(holdings(&world), before);
    world.run("invite send jim@bigshoes.example -c big-shoes").ok().says("but its mail has not left (failed)");
}

#[test]
fn required_mail_is_for_one_address() {
    let mut world = story(TAKES);
    let before = holdings(&world);
    world.run("invite send a@x.example b@x.example -c big-shoes -r guest --require-mail").fails(2).says("exactly one");
    world.run("invite send --owners -c big-shoes --require-mail").fails(2);
    world.run("invite resend inv_1 inv_2 -c big-shoes --require-mail").fails(2).says("exactly one");
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes --require-mail -n"), @"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes --require-mail -n
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    note: the mail would have to leave at once; the invitation would be withdrawn otherwise (exit code 17)
    jim@bigshoes.example would be invited, as owner; to be accepted by 21 Dec 2026 09:00 UTC.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_eq!(holdings(&world), before);
}

#[test]
fn undo_skips_a_withdrawn_sending() {
    let mut world = story(REFUSES);
    let before = world.sql("SELECT plan FROM client");
    world.run("client edit big-shoes --plan pro").ok();
    world.run("invite send jim@bigshoes.example -c big-shoes --require-mail").fails(17);
    world.run("invite send new@bigshoes.example -c big-shoes -r guest --require-mail").fails(17);
    world.run("undo -c big-shoes").ok().says("Took back `client edit`");
    assert_eq!(world.sql("SELECT plan FROM client"), before);
}
