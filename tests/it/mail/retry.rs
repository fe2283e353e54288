//! `mail retry`: what could not leave is due again now, and what must not leave stays.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::bounce::notification;
use super::story::{asked, outbox_closed, outbox_open};
use crate::support::World;

const EXIM: &str = include_str!("../../../src/mail/dsn/fixtures/exim.eml");

/// The mails of three invitations could not leave: of two clients.
fn stuck() -> World {
    let mut world = World::with_story();
    world.run("invite send --owners -c tea-house").ok();
    outbox_closed(&world);
    world.run("invite send --owners -c big-shoes").ok();
    world.run("invite send ann@bigshoes.example -c big-shoes -r admin").ok();
    world.run("invite send moe@teahouse.example -c tea-house -r manager").ok();
    world
}

/// As [`stuck`], and what was wrong is fixed; the next tries are due later.
fn mended() -> World {
    let world = stuck();
    outbox_open(&world);
    world
}

#[test]
fn mails_that_rest_are_tried_at_once() {
    let mut world = mended();
    world.run("mail deliver").ok().says("No mail is due");
    assert_snapshot!(world.run("mail retry msg_2 msg_3 msg_2 -c big-shoes"), @"
    $ partnerctl mail retry msg_2 msg_3 msg_2 -c big-shoes
    msg_2
    msg_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_2 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    Mail msg_3 to ann@bigshoes.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    assert_snapshot!(world.run("mail retry msg_4 -c tea-house --json"), @r#"
    $ partnerctl mail retry msg_4 -c tea-house --json
    [
    {"mail_id":"msg_4","client_id":"C100002-4","client_slug":"tea-house","to":"moe@teahouse.example","kind":"invitation","state":"written","result":"updated","message":null}
    ]
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    Mail msg_4 to moe@teahouse.example was written to [DIR]/desk.db.outbox/msg_4.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    "#);
    assert_eq!(
        world.sql(
            "SELECT action, outcome, entity_id, details FROM audit WHERE action = 'mail.retry' ORDER BY id LIMIT 1"
        ),
        [r#"mail.retry|done|msg_2|{"email":"jim@bigshoes.example","kind":"invitation","was":"queued"}"#]
    );
    assert_eq!(world.mails().len(), 4);
}

#[test]
fn repeated_failure_counts_anew() {
    let mut world = stuck();
    for _ in 0..3 {
        world.pass(Span::HOUR).run("mail deliver").ok();
    }
    assert_eq!(world.sql("SELECT state, attempts FROM mail WHERE id = 2"), ["queued|4"]);
    let run = world.run("mail retry msg_2 -c big-shoes --json").ok().says("stays queued");
    assert_eq!(run.json()[0]["state"], "queued");
    assert_eq!(world.sql("SELECT state, attempts, last_error IS NULL FROM mail WHERE id = 2"), ["queued|1|0"]);
    world.run("mail retry msg_2 -c big-shoes -n").ok();
    assert_eq!(world.sql("SELECT state, attempts FROM mail WHERE id = 2"), ["queued|1"]);
}

#[test]
fn failed_mail_is_tried_once_more() {
    let mut world = stuck();
    while world.sql("SELECT state FROM mail WHERE id = 2") != ["failed"] {
        world.pass(Span::hours(12)).run("mail deliver");
    }
    world.run("mail list --state failed").ok().prints("msg_2");
    outbox_open(&world);
    world.run("mail retry msg_2 -c big-shoes").ok().says("was written to");
    assert_eq!(world.sql("SELECT state FROM mail WHERE id = 2"), ["written"]);
}

#[test]
fn what_left_is_left_alone() {
    let mut world = mended();
    assert_snapshot!(world.run("mail retry msg_1 -c tea-house"), @"
    $ partnerctl mail retry msg_1 -c tea-house
    msg_1
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    msg_1 to tia@teahouse.example left already; it was not sent again.
    --- exit 0
    ");
    assert_eq!(world.mails().len(), 1);
    assert_eq!(world.sql("SELECT outcome FROM audit WHERE action = 'mail.retry'"), ["unchanged"]);
}

#[test]
fn mail_is_named_with_its_client() {
    let mut world = mended();
    assert_snapshot!(world.run("mail retry msg_2"), @"
    $ partnerctl mail retry msg_2
    --- stderr
    error: msg_2 is about big-shoes (C100001-9), which has to be named
    hint: if that is the client that you mean: `partnerctl mail retry msg_2 -c big-shoes`
    --- exit 10
    ");
    assert_snapshot!(world.run("mail retry msg_2 -c tea-house"), @"
    $ partnerctl mail retry msg_2 -c tea-house
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    error: msg_2 is not of tea-house: it belongs to big-shoes (C100001-9); nothing was changed
    hint: look it up with `partnerctl mail show msg_2`
    --- exit 13
    ");
    world.run("mail retry msg_99").fails(3).says("there is no mail msg_99");
    world.run("mail retry msg_99 -c tea-house").fails(3);
    world.run("mail retry").fails(2);
    world.run("mail retry inv_1 -c tea-house").fails(2);
    world.run("mail retry msg_2 -A").fails(2);
    // All or none.
    world.run("mail retry msg_2 msg_4 -c big-shoes").fails(13);
    assert_eq!(world.mails().len(), 1);
    let mut world = asked();
    assert_snapshot!(world.run("mail retry msg_1 -c big-shoes"), @"
    $ partnerctl mail retry msg_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: msg_1 is not of big-shoes: it is about no client
    hint: leave `-c` out: `partnerctl mail retry msg_1`
    --- exit 13
    ");
    world.run("mail retry msg_1").ok().says("left already");
}

#[test]
fn blocked_mail_says_what_to_do() {
    let mut world = mended();
    world.run("invite cancel inv_2 -c big-shoes").ok();
    assert_snapshot!(world.run("mail retry msg_2 -c big-shoes"), @"
    $ partnerctl mail retry msg_2 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: msg_2 must not leave any more: inv_2 is cancelled
    hint: send a new one, with a new code, with `partnerctl invite send usr_1 -c C100001-9`
    --- exit 4
    ");
    world.pass(Span::MINUTE).run("invite resend inv_3 -c big-shoes").ok();
    world.run("mail retry msg_3 -c big-shoes").fails(4).says("was sent again since, with a new code");
    world.pass(Span::days(31));
    assert_snapshot!(world.run("mail retry msg_4 -c tea-house"), @"
    $ partnerctl mail retry msg_4 -c tea-house
    --- stderr
    warning: the clock of this machine says 22 Dec 2026 09:01 UTC, more than a day after the newest audit row, 12 of 21 Nov 2026 09:01 UTC: is it right?
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    error: msg_4 must not leave any more: inv_4 is expired
    hint: send a new one, with a new code, with `partnerctl invite resend inv_4 -c C100002-4`
    --- exit 6
    ");
    let mut world = mended();
    let dsn = notification(&world, EXIM, "msg_2");
    world.stdin(dsn).run("mail bounce").ok();
    assert_snapshot!(world.run("mail retry msg_2 -c big-shoes"), @"
    $ partnerctl mail retry msg_2 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: msg_2 cannot go to jim@bigshoes.example: mail to this address came back on 2026-11-21: 550 No such user here
    hint: if it is wrong, send to the right one with `partnerctl invite resend inv_2 -c big-shoes --to NEW`
    hint: if it works again, lift the mark with `partnerctl mail bounce --lift jim@bigshoes.example -m REASON`
    --- exit 4
    ");
    world.run("mail bounce --lift jim@bigshoes.example -m 'works again'").ok();
    world.run("mail retry msg_2 -c big-shoes").fails(4).says("came back: 550 No such user here");
    world.tamper("UPDATE mail SET state = 'sending', next_attempt_at = 1795300000000 WHERE id = 3");
    world.run("mail retry msg_3 -c big-shoes").fails(4).says("is being delivered by another process");
    // Anyone who had it leased died: it is due by itself.
    world.tamper("UPDATE mail SET state = 'sending', next_attempt_at = 1795000000000 WHERE id = 3");
    world.run("mail retry msg_3 -c big-shoes").ok().says("was written to");
    world.run("client close tea-house --confirm tea-house:2").ok();
    world.run("mail retry msg_4 -c tea-house").fails(14);
}

/// What may still be taken back does not leave early.
#[test]
fn delayed_mail_waits_for_its_time() {
    let mut world = mended();
    world.tamper("UPDATE mail SET attempts = 0, last_error = NULL WHERE id = 2");
    world.run("mail retry msg_2 -c big-shoes").fails(4).says("is not to leave before");
    world.run("mail retry -A --expect-clients 2 --csv").ok();
    assert_eq!(world.sql("SELECT state, attempts FROM mail WHERE id = 2"), ["queued|0"]);
}

#[test]
fn all_failed_and_resting_become_due() {
    let mut world = mended();
    world.run("invite cancel inv_3 -c big-shoes").ok();
    assert_snapshot!(world.run("mail retry -A"), @"
    $ partnerctl mail retry -A
    --- stderr
    error: no --expect-clients was given, but 3 mails of 2 clients did not leave; nothing was changed
    hint: look again; `--dry-run` shows what would happen
    hint: if you mean it, add `--expect-clients 2`
    --- exit 8
    ");
    world.run("mail retry -A --expect-clients 3").fails(8).says("3 mails of 2 clients did not leave");
    world.run("mail retry -A --expect-clients 2 -n").ok();
    world.run("mail deliver").ok().says("No mail is due");
    assert_snapshot!(world.run("mail retry -A --expect-clients 2 --csv"), @r#"
    $ partnerctl mail retry -A --expect-clients 2 --csv
    mail_id,client_id,client_slug,to,kind,state,result,message
    msg_2,C100001-9,big-shoes,jim@bigshoes.example,invitation,queued,updated,"cannot write [DIR]/desk.db.outbox/msg_2.eml: the outbox is not a folder; fix that; once its next try is due, `partnerctl mail deliver` delivers it"
    msg_3,C100001-9,big-shoes,ann@bigshoes.example,invitation,queued,skipped,msg_3 must not leave any more: inv_3 is cancelled
    msg_4,C100002-4,tea-house,moe@teahouse.example,invitation,queued,updated,"cannot write [DIR]/desk.db.outbox/msg_4.eml: the outbox is not a folder; fix that; once its next try is due, `partnerctl mail deliver` delivers it"
    --- stderr
    hint: 2 mails to go: `partnerctl mail deliver`
    --- exit 0
    "#);
    world.run("mail deliver").ok().says("Tried 2 mails: 2 written to files");
    assert_snapshot!(world.run("mail retry --all-clients --expect-clients 1 --json"), @r#"
    $ partnerctl mail retry --all-clients --expect-clients 1 --json
    [
    {"mail_id":"msg_3","client_id":"C100001-9","client_slug":"big-shoes","to":"ann@bigshoes.example","kind":"invitation","state":"queued","result":"skipped","message":"msg_3 must not leave any more: inv_3 is cancelled"}
    ]
    --- exit 0
    "#);
    world.run("mail retry -A --since 1h --expect-clients 1 --json").ok();
    world.run("mail retry -A --since 2027-01-01 --json").ok().prints("[]");
    world.answers(&["1"]).run("mail retry -A").ok();
    world.answers(&["2"]).run("mail retry -A").fails(8);
}

#[test]
fn a_veto_holds_for_each_client_of_all() {
    let mut world = mended();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.run("mail retry -A --expect-clients 2").fails(12).says("tea-house");
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,tea-house");
    world.run("mail retry -A --expect-clients 2").ok();
}
