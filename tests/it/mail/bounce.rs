//! `mail bounce`: what came back is shown where someone looks, and its address is mailed no more.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::{Frozen, World};

pub const POSTFIX: &str = include_str!("../../../src/mail/dsn/fixtures/postfix.eml");
const EXIM: &str = include_str!("../../../src/mail/dsn/fixtures/exim.eml");
const DELAYED: &str = include_str!("../../../src/mail/dsn/fixtures/delayed.eml");
const DELIVERED: &str = include_str!("../../../src/mail/dsn/fixtures/delivered.eml");
const ABSENCE: &str = include_str!("../../../src/mail/dsn/fixtures/absence.eml");

/// What a mail server says of a mail that we sent.
pub fn notification(world: &World, fixture: &str, mail: &str) -> String {
    let number = mail.trim_start_matches("msg_");
    let row = world.sql(&format!("SELECT message_id, recipient FROM mail WHERE id = {number}")).remove(0);
    let (message_id, to) = row.split_once('|').unwrap();
    fixture.replace("{message_id}", message_id).replace("{to}", to)
}

/// Jim was invited to big-shoes (msg_1, inv_1), and the mail came back.
fn came_back() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = invited();
        let dsn = notification(&world, POSTFIX, "msg_1");
        world.stdin(dsn).run("mail bounce").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn invited() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        world.run("invite send --owners -c big-shoes").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn bounce_marks_the_address() {
    let mut world = invited();
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.stdin(dsn.as_str());
    assert_snapshot!(world.run("mail bounce"), @"
    $ partnerctl mail bounce
    msg_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the notification]
    msg_1 to jim@bigshoes.example came back: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table
    jim@bigshoes.example is marked: nothing is mailed there any more.
    hint: if it is wrong, send to the right one with `partnerctl invite resend inv_1 -c big-shoes --to NEW`
    hint: if it works again, lift the mark with `partnerctl mail bounce --lift jim@bigshoes.example -m REASON`
    --- exit 0
    ");
    world.write("dsn.eml", &dsn);
    assert_snapshot!(world.run("mail bounce dsn.eml --json"), @r#"
    $ partnerctl mail bounce dsn.eml --json
    {
      "mail_id": "msg_1",
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "email": "jim@bigshoes.example",
      "action": "failed",
      "status": "5.1.1",
      "words": "550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table",
      "result": "unchanged"
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the notification]
    It was known that msg_1 to jim@bigshoes.example came back; nothing was changed.
    --- exit 0
    "#);
    assert_eq!(
        world.sql("SELECT action, outcome, entity_id FROM audit WHERE action = 'mail.bounce' ORDER BY id"),
        ["mail.bounce|done|msg_1", "mail.bounce|unchanged|msg_1"]
    );
    assert_snapshot!(world.run("mail list --state bounced --csv"), @"
    $ partnerctl mail list --state bounced --csv
    mail_id,client_id,client_slug,to,kind,subject,state,attempts,last_error,server_reply,created_at,sent_at
    msg_1,C100001-9,big-shoes,jim@bigshoes.example,invitation,Invitation to Big Shoes Inc. from jane,bounced,1,550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table,,2026-11-21T09:00:05.000Z,2026-11-21T09:00:05.002Z
    --- exit 0
    ");
    assert_snapshot!(world.run("client log big-shoes").out, @"
    21 Nov 2026 09:00 UTC  jane asked to `mail bounce` msg_1, which was so already
    21 Nov 2026 09:00 UTC  jane noted that msg_1 to jim@bigshoes.example came back: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table
    21 Nov 2026 09:00 UTC  jane invited jim@bigshoes.example as owner by inv_1
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example
    ");
}

#[test]
fn a_dry_run_marks_nothing() {
    let mut world = invited();
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.stdin(dsn).run("mail bounce - -n").ok().says("would be marked");
    assert_eq!(world.sql("SELECT count(*) FROM bounce"), ["0"]);
    assert_eq!(world.sql("SELECT state FROM mail"), ["written"]);
}

#[test]
fn marked_address_gets_no_mail() {
    let mut world = came_back();
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c tea-house -r guest --expires-in 3d"), @"
    $ partnerctl invite send jim@bigshoes.example -c tea-house -r guest --expires-in 3d
    inv_2
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]  address of big-shoes (C100001-9)
    warning: jim@bigshoes.example: address of big-shoes (C100001-9), named with tea-house (C100002-4)
    warning: jim@bigshoes.example is not mailed: mail to this address came back on 2026-11-21: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table
    Mail msg_2 to jim@bigshoes.example was not sent: mail to this address came back on 2026-11-21: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table.
    Invitation made, but its mail has not left: jim@bigshoes.example may accept inv_2 as guest until 24 Nov 2026 09:00 UTC.
    hint: if it is wrong, send to the right one with `partnerctl invite resend inv_2 -c tea-house --to NEW`
    hint: if it works again, lift the mark with `partnerctl mail bounce --lift jim@bigshoes.example -m REASON`
    --- exit 0
    ");
    assert_snapshot!(world.run("mail list --user jim@bigshoes.example --csv"), @"
    $ partnerctl mail list --user jim@bigshoes.example --csv
    mail_id,client_id,client_slug,to,kind,subject,state,attempts,last_error,server_reply,created_at,sent_at
    msg_1,C100001-9,big-shoes,jim@bigshoes.example,invitation,Invitation to Big Shoes Inc. from jane,bounced,1,550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table,,2026-11-21T09:00:05.000Z,2026-11-21T09:00:05.002Z
    msg_2,C100002-4,tea-house,jim@bigshoes.example,invitation,Invitation to Tea House from jane,skipped,0,mail to this address came back on 2026-11-21: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table,,2026-11-21T09:00:07.000Z,
    --- exit 0
    ");
    // Queued before the mark, it is stopped when it is to leave.
    let mut world = invited();
    world.write("two.csv", "client_slug,email,role\ntea-house,jim@bigshoes.example,guest\n");
    world.run("invite bulk two.csv --allow-elsewhere").ok();
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.stdin(dsn).run("mail bounce").ok();
    world.run("mail deliver").ok().says("1 skipped");
    assert_eq!(
        world.sql("SELECT id, state, last_error FROM mail ORDER BY id").remove(1),
        "2|skipped|mail to this address came back on 2026-11-21: 550 5.1.1 <jim@bigshoes.example>: Recipient address \
         rejected: User unknown in virtual mailbox table"
    );
}

#[test]
fn mark_is_shown_everywhere() {
    let mut world = came_back();
    assert_snapshot!(world.run("user list -c big-shoes --columns email,state,mailbox --csv"), @"
    $ partnerctl user list -c big-shoes --columns email,state,mailbox --csv
    email,state,mailbox
    jim@bigshoes.example,invited,false
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT email, mailbox FROM user_list WHERE client_slug = 'big-shoes'"),
        ["jim@bigshoes.example|bounced"]
    );
    let shown = world.run("user show jim@bigshoes.example -c big-shoes --json").ok().json();
    assert_eq!((&shown["mailbox"], &shown["bounced"]), (&false.into(), &true.into()));
    assert_snapshot!(world.run("user show jim@bigshoes.example -c big-shoes").err, @"
    warning: mail to this address came back on 2026-11-21: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table
    hint: if it is wrong, send to the right one with `partnerctl invite resend inv_1 -c big-shoes --to NEW`
    hint: if it works again, lift the mark with `partnerctl mail bounce --lift jim@bigshoes.example -m REASON`
    ");
    assert_snapshot!(world.run("invite list -c big-shoes --columns invitation_id,state,mail --csv"), @"
    $ partnerctl invite list -c big-shoes --columns invitation_id,state,mail --csv
    invitation_id,state,mail
    inv_1,pending,bounced
    --- exit 0
    ");
    assert_snapshot!(world.run("invite show inv_1"), @"
    $ partnerctl invite show inv_1
    client_id      C100001-9
    client_slug    big-shoes
    invitation_id  inv_1
    email          jim@bigshoes.example
    role           owner
    permissions    profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings
    until
    kind           activation
    form
    state          pending
    sent_at        21 Nov 2026 09:00 UTC
    send_count     1
    expires_at     21 Dec 2026 09:00 UTC
    answered_at
    invited_by     jane
    mail           bounced
    client_name    Big Shoes Inc.
    status         Invitation made (21 Nov 2026), mail bounced
    answered_by
    ended_at
    ended_by
    reason
    replaces
    mail_id        msg_1
    message
    accept_from
    language
    --- stderr
    warning: mail to this address came back on 2026-11-21: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table
    hint: if it is wrong, send to the right one with `partnerctl invite resend inv_1 -c big-shoes --to NEW`
    hint: if it works again, lift the mark with `partnerctl mail bounce --lift jim@bigshoes.example -m REASON`
    --- exit 0
    ");
    assert_snapshot!(world.run("client show big-shoes").out, @"
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    account  4711
    state    draft: no owner has activated yet
    created  21 Nov 2026 09:00 UTC

    People
    jim@bigshoes.example  owner  Invitation made (21 Nov 2026), mail bounced  mail bounced (21 Nov 2026)

    Log, the newest first
    21 Nov 2026 09:00 UTC  jane noted that msg_1 to jim@bigshoes.example came back: 550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table
    21 Nov 2026 09:00 UTC  jane invited jim@bigshoes.example as owner by inv_1
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example

    Next
    mail to jim@bigshoes.example came back: `partnerctl invite resend inv_1 -c big-shoes --to NEW`
    ");
    assert_snapshot!(world.run("doctor --columns client_slug,code,finding,command --csv"), @r#"
    $ partnerctl doctor --columns client_slug,code,finding,command --csv
    client_slug,code,finding,command
    big-shoes,bounced-invitation,"inv_1 waits for jim@bigshoes.example, which is not mailed, because a mail came back at 2026-11-21T09:00:06.000Z",partnerctl invite resend inv_1 -c big-shoes --to NEW
    ,live-writes-files,"the database is labelled live, but its mails are only written to files",partnerctl config set mail.smtp.host HOST
    ,live-without-name,"the database is labelled live, and mails cannot name jane, whose own name is not known",partnerctl staff edit jane --name NAME
    --- exit 1
    "#);
}

#[test]
fn another_address_has_no_mark() {
    let mut world = came_back();
    world.run("invite resend inv_1 -c big-shoes --to jim.shoe@bigshoes.example").ok().says("was written to");
    let mut world = came_back();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.run("user reset-password jim@bigshoes.example").fails(4).says("came back on 2026-11-21").says("user rename");
    world.run("user rename jim@bigshoes.example jim.shoe@bigshoes.example").ok();
    world.run("user reset-password jim.shoe@bigshoes.example").ok().says("was written to");
}

#[test]
fn the_mark_is_lifted_with_a_reason() {
    let mut world = came_back();
    assert_snapshot!(world.run("mail bounce --lift jim@bigshoes.example"), @r#"
    $ partnerctl mail bounce --lift jim@bigshoes.example
    --- stderr
    error: lifting the mark of an address needs a reason
    hint: say why it is to be mailed again with `-m TEXT`, for instance `-m "the mailbox was full"`
    --- exit 2
    "#);
    assert_snapshot!(world.run("mail bounce --lift JIM@bigshoes.example -m 'the mailbox was full'"), @"
    $ partnerctl mail bounce --lift JIM@bigshoes.example -m the mailbox was full
    JIM@bigshoes.example
    --- stderr
    JIM@bigshoes.example is mailed again.
    hint: what was skipped meanwhile is not sent by itself: `partnerctl mail list -A --state skipped` shows it
    --- exit 0
    ");
    assert_snapshot!(world.run("mail bounce --lift jim@bigshoes.example -m 'the mailbox was full' --csv"), @"
    $ partnerctl mail bounce --lift jim@bigshoes.example -m the mailbox was full --csv
    mail_id,client_id,client_slug,email,action,status,words,result
    ,,,jim@bigshoes.example,,,,unchanged
    --- stderr
    jim@bigshoes.example has no mark; nothing was changed.
    --- exit 0
    ");
    world
        .run("mail bounce --lift nobody@else.example -m so")
        .fails(3)
        .says("nothing was mailed to nobody@else.example");
    world.run("mail bounce x.eml --lift jim@bigshoes.example -m so").fails(2);
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok().says("was written to");
    // What was noted of that mail stays, and does not mark the address again.
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.stdin(dsn).run("mail bounce").ok().says("It was known");
    assert_eq!(world.sql("SELECT count(*) FROM bounce"), ["0"]);
}

/// The server took a second mail, and its code was used: the mailbox works.
#[test]
fn later_code_lifts_the_mark() {
    for (left, lifted) in [("sent", true), ("written", false)] {
        let mut world = invited();
        world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok();
        let code = world.code_for("jim@bigshoes.example");
        world.tamper(&format!("UPDATE mail SET state = '{left}' WHERE id = 2"));
        let dsn = notification(&world, POSTFIX, "msg_1");
        world.stdin(dsn).run("mail bounce").ok();
        world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
        assert_eq!(world.sql("SELECT count(*) FROM bounce") == ["0"], lifted, "{left}");
        let answer = world.sql("SELECT details FROM audit WHERE action = 'invite.accept'").remove(0);
        assert_eq!(answer.contains("mail.lift"), lifted, "{answer}");
    }
}

#[test]
fn code_of_the_bounced_mail_proves_nothing() {
    let mut world = came_back();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    assert_eq!(world.sql("SELECT count(*) FROM bounce"), ["1"]);
}

#[test]
fn delay_or_success_changes_nothing() {
    let mut world = invited();
    for (fixture, answer) in [
        (DELAYED.to_owned(), "did not come back for good (delayed, status 4.4.1)"),
        (DELAYED.replace("delayed", "failed"), "did not come back for good (failed, status 4.4.1)"),
        (DELIVERED.to_owned(), "did not come back for good (delivered, status 2.0.0)"),
        (DELIVERED.replace("delivered", "relayed"), "did not come back for good (relayed, status 2.0.0)"),
    ] {
        let dsn = notification(&world, &fixture, "msg_1");
        let run = world.stdin(dsn).run("mail bounce --json").ok().says(answer);
        assert_eq!(run.json()["result"], "unchanged");
    }
    assert_eq!(world.sql("SELECT state FROM mail"), ["written"]);
    assert_eq!(world.sql("SELECT count(*) FROM bounce"), ["0"]);
}

#[test]
fn foreign_notification_is_refused() {
    let mut world = invited();
    let absence = notification(&world, ABSENCE, "msg_1");
    world.stdin(absence);
    assert_snapshot!(world.run("mail bounce"), @"
    $ partnerctl mail bounce
    --- stderr
    error: standard input is no delivery status notification (RFC 3464): it is text/plain, “Out of the office until Monday”, from Jim Shoe <jim@bigshoes.example>
    hint: hand over the whole message that came back, headers included, as the mail program saves it (.eml)
    hint: answers of people and of their absence assistants are none; nothing was changed
    --- exit 2
    ");
    world.stdin("");
    assert_snapshot!(world.run("mail bounce"), @"
    $ partnerctl mail bounce
    --- stderr
    error: standard input is empty
    hint: hand over the whole message that came back: `partnerctl mail bounce dsn.eml`
    --- exit 2
    ");
    let dsn = notification(&world, EXIM, "msg_1");
    for (foreign, code, answer) in [
        (dsn.replace("Message-ID: <msg_1.", "Message-ID: <msg_77."), 3, "is not of this database"),
        (
            dsn.replace("Message-ID: <msg_1.7", "Message-ID: <msg_1.8"),
            3,
            "another database: name that one with `--db PATH`",
        ),
        (dsn.replace("Message-ID: <msg_1.", "Message-ID: <x"), 3, "is not of this database"),
        (
            dsn.replace("Final-Recipient: rfc822;jim@", "Final-Recipient: rfc822;ann@"),
            4,
            "was for jim@bigshoes.example",
        ),
        (dsn.replace("Message-ID: <msg_1", "X-ID: <msg_1"), 2, "does not return the mail"),
    ] {
        assert_ne!(foreign, dsn);
        world.stdin(foreign).run("mail bounce").fails(code).says(answer);
    }
    world.run("mail bounce away.eml").fails(1).says("cannot read away.eml");
    assert_eq!(world.sql("SELECT state FROM mail"), ["written"]);
}

/// A notification names its client by itself; what else is named must be the same (docs/reference.md#never-the-wrong-client).
#[test]
fn a_veto_for_another_client_stops_it() {
    let mut world = invited();
    let dsn = notification(&world, EXIM, "msg_1");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    let refused = world.stdin(dsn.as_str()).run("mail bounce").fails(12);
    assert!(
        refused.err.contains("big-shoes (C100001-9)") && refused.err.contains("tea-house (C100002-4)"),
        "{refused}"
    );
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.stdin(dsn).run("mail bounce").ok();
}

#[test]
fn bounce_without_open_client_counts() {
    let mut world = super::story::asked();
    let dsn = notification(&world, EXIM, "msg_1");
    let run = world.stdin(dsn).run("mail bounce --json").ok();
    assert_eq!((run.json()["client_id"].is_null(), run.json()["email"].as_str()), (true, Some("ann@jimsweb.example")));
    world.run("client close big-shoes --confirm big-shoes:1").ok();
    let dsn = notification(&world, EXIM, "msg_2");
    world.stdin(dsn).run("mail bounce").ok().says("▸ big-shoes").says("msg_2 to jim@bigshoes.example came back");
}

/// Some relays give each mail a Message-ID of their own, and a notification then names that one.
#[test]
fn rewritten_message_id_names_the_mail() {
    let mut world = invited();
    let dsn = notification(&world, POSTFIX, "msg_1");
    let rewritten =
        dsn.replace("Message-ID: <msg_1", "Message-ID: <0102018f@relay.example>\r\nX-Partnerctl-Mail: <msg_1");
    assert_ne!(dsn, rewritten);
    world.write("dsn.eml", &rewritten);
    world.run("mail bounce dsn.eml").ok();
    assert_eq!(world.sql("SELECT state FROM mail WHERE id = 1"), ["bounced"]);
}

#[test]
fn rewritten_id_without_field_is_reported() {
    let mut world = invited();
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.write("dsn.eml", dsn.replace("Message-ID: <msg_1", "Message-ID: <0102018f"));
    let run = world.run("mail bounce dsn.eml").fails(3).says("a relay replaced the Message-ID");
    assert!(run.err.contains("X-Partnerctl-Mail") && run.err.contains("mail list --user"), "{run}");
}

#[test]
fn every_mail_has_its_id_in_our_field() {
    let world = invited();
    let mail = world.mails().remove(0);
    let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
    assert!(mail.lines().any(|line| line == format!("X-Partnerctl-Mail: {id}")), "{mail}");
}
