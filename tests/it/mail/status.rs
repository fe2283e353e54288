//! `mail status`: whether mails could leave, what waits, and a test mail that is in no outbox.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::sendmail::{program, story};
use crate::support::World;

#[test]
fn files_are_always_writable() {
    let mut world = World::new();
    assert_snapshot!(world.run("mail status"), @"
    $ partnerctl mail status
    transport     file
    from          partnerctl <noreply@partnerctl.invalid>
    reply_to
    base_url
    ok            yes
    findings      folder: mails can be written to [DIR]/desk.db.outbox
    error
    due           0
    resting       0
    in_hand       0
    failed        0
    due_since
    next_try
    to
    result
    server_reply
    --- stderr
    warning: the database is labelled live, but its mails are only written to files
    hint: fix that with `partnerctl config set mail.smtp.host HOST`
    warning: the database is labelled live, and mails cannot name jane, whose own name is not known
    hint: fix that with `partnerctl staff edit jane --name NAME`
    --- exit 0
    ");
    world.tamper("UPDATE house SET label = 'training'");
    assert_snapshot!(world.run("mail status --json"), @r#"
    $ partnerctl mail status --json
    {
      "transport": "file",
      "from": "partnerctl <noreply@partnerctl.invalid>",
      "reply_to": null,
      "base_url": null,
      "ok": true,
      "findings": [{"what":"folder","found":"mails can be written to [DIR]/desk.db.outbox"}],
      "error": null,
      "due": 0,
      "resting": 0,
      "in_hand": 0,
      "failed": 0,
      "due_since": null,
      "next_try": null,
      "to": null,
      "result": null,
      "server_reply": null
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("mail status --to jane@desk.example"), @"
    $ partnerctl mail status --to jane@desk.example
    transport     file
    from          partnerctl <noreply@partnerctl.invalid>
    reply_to
    base_url
    ok            no
    findings      folder: mails can be written to [DIR]/desk.db.outbox
    error         the test mail to jane@desk.example: mail.transport is file, which sends no mail
    due           0
    resting       0
    in_hand       0
    failed        0
    due_since
    next_try
    to            jane@desk.example
    result        failed
    server_reply
    --- stderr
    error: the test mail to jane@desk.example: mail.transport is file, which sends no mail
    hint: name the server with `partnerctl config set mail.smtp.host HOST`
    hint: then choose it with `partnerctl config set mail.transport smtp`; or hand mails to the mail program of this system with `partnerctl config set mail.transport sendmail`
    --- exit 1
    ");
    assert!(world.mails().is_empty());
}

/// A table without the milliseconds of its instants: how often a command looks at the clock depends on the machine.
fn to_the_second(table: &str) -> String {
    let mut parts = table.split('.');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |answer, part| match part.split_at_checked(3) {
        Some((digits, rest)) if digits.bytes().all(|b| b.is_ascii_digit()) => answer + rest,
        _ => answer + "." + part,
    })
}

#[test]
fn it_shows_what_waits() {
    let mut world = story("cat > /dev/null; exit 75");
    for client in ["big-shoes", "tea-house"] {
        world.run(&format!("invite send --owners -c {client}")).ok();
    }
    world.pass(Span::minutes(6));
    world.run("client add Another --owner a@another.example").ok();
    program(&world, "exit 67");
    world.run("invite send --owners -c another").ok();
    world.run("mail deliver --limit 1").fails(7);
    program(&world, "exit 75");
    world.run("mail deliver --limit 1").ok();
    world.run("client add Fourth --owner d@fourth.example").ok();
    world.run("invite send --owners -c fourth").ok();
    world.pass(Span::minutes(1));
    let shown = "due,resting,in_hand,failed,due_since,next_try";
    assert_snapshot!(to_the_second(&world.run(&format!("mail status --columns {shown} --csv")).ok().out), @"
    due,resting,in_hand,failed,due_since,next_try
    0,2,0,2,,2026-11-21T09:11:16Z
    ");
    world.tamper("UPDATE mail SET state = 'sending' WHERE id = 4");
    world.pass(Span::minutes(4));
    assert_snapshot!(to_the_second(&world.run(&format!("mail status --columns {shown} --csv")).ok().out), @"
    due,resting,in_hand,failed,due_since,next_try
    1,1,0,2,2026-11-21T09:11:16Z,2026-11-21T09:16:14Z
    ");
    world.pass(Span::days(8));
    assert_eq!(world.run("mail status --json").json()["failed"], 0, "of the last 7 days");
}

#[test]
fn wrong_setting_is_reported_with_the_record() {
    let mut world = story("exit 0");
    assert_snapshot!(world.run("mail status"), @"
    $ partnerctl mail status
    transport     sendmail
    from          noreply@desk.example
    reply_to
    base_url      https://access.example.com
    ok            yes
    findings      program: [DIR]/sendmail is there and can be run; it alone knows whether it is set up
    error
    due           0
    resting       0
    in_hand       0
    failed        0
    due_since
    next_try
    to
    result
    server_reply
    --- stderr
    warning: the database is labelled live, and mails cannot name jane, whose own name is not known
    hint: fix that with `partnerctl staff edit jane --name NAME`
    warning: the database is labelled live, and mail.from has no name: mails do not say which desk they come from
    hint: fix that with `partnerctl config set mail.from 'NAME <ADDRESS>'`
    --- exit 0
    ");
    std::fs::remove_file(world.path("sendmail")).unwrap();
    assert_snapshot!(world.run("mail status"), @"
    $ partnerctl mail status
    transport     sendmail
    from          noreply@desk.example
    reply_to
    base_url      https://access.example.com
    ok            no
    findings
    error         [DIR]/sendmail cannot be looked at: No such file or directory (os error 2)
    due           0
    resting       0
    in_hand       0
    failed        0
    due_since
    next_try
    to
    result
    server_reply
    --- stderr
    error: [DIR]/sendmail cannot be looked at: No such file or directory (os error 2)
    hint: install a mail program such as Postfix or msmtp, or name yours with `partnerctl config set mail.sendmail.program PATH`
    --- exit 1
    ");
    let run = world.run("mail status --json").fails(1);
    assert_eq!((run.json()["ok"].as_bool(), run.error()["code"].as_str()), (Some(false), Some("failed")));
    assert_eq!(run.json()["error"], run.error()["message"]);
    world.run("mail status --to jane@desk.example").fails(1);
}

#[test]
fn test_mail_goes_to_one_address() {
    let mut world = story("echo \"$@\" > words; cat > mail.eml");
    world.run("config set mail.from 'Support <noreply@desk.example>'").ok();
    world.run("config set mail.reply_to help@desk.example").ok();
    assert_snapshot!(world.run("mail status --to Jim@Bücher.example"), @"
    $ partnerctl mail status --to Jim@Bücher.example
    transport     sendmail
    from          Support <noreply@desk.example>
    reply_to      help@desk.example
    base_url      https://access.example.com
    ok            yes
    findings      program: [DIR]/sendmail is there and can be run; it alone knows whether it is set up
    error
    due           0
    resting       0
    in_hand       0
    failed        0
    due_since
    next_try
    to            Jim@Bücher.example
    result        sent
    server_reply  taken by [DIR]/sendmail
    --- stderr
    warning: the database is labelled live, and mails cannot name jane, whose own name is not known
    hint: fix that with `partnerctl staff edit jane --name NAME`
    A test mail to Jim@Bücher.example was sent: taken by [DIR]/sendmail
    hint: if it does not arrive, look into the junk folder there, and at what the server did with it
    --- exit 0
    ");
    assert_eq!(world.read("words"), "-i -f noreply@desk.example -- Jim@xn--bcher-kva.example\n");
    let mail = mail_parser::MessageParser::default().parse(world.read("mail.eml").as_bytes()).unwrap().into_owned();
    assert_eq!(mail.subject().unwrap(), "Test: jane tries whether mail arrives");
    assert!(mail.message_id().unwrap().ends_with("@desk.example"));
    assert_snapshot!(mail.body_text(0).unwrap().replace(&world.path("").display().to_string(), "[DIR]/"), @"
    jane of Support tries whether mail arrives here. It does, or you would
    not read this. You do not have to do anything.

    - Sent to: Jim@Bücher.example
    - Sent by: jane
    - When: 21 Nov 2026 09:00 UTC
    - Way: sendmail [DIR]/sendmail
    - Database: live

    You did not expect it? Then someone mistyped an address. If that happens
    again, write to Support (help@desk.example).
    ");
    assert!(
        mail.body_html(0).unwrap().contains("<bdi>jane</bdi> of <bdi>Support</bdi> tries whether mail arrives here.")
    );
    let record = world.run("mail status --to jim@else.example --json").ok().json();
    assert_eq!((&record["to"], &record["result"]), (&"jim@else.example".into(), &"sent".into()));
    assert!(record["server_reply"].as_str().unwrap().starts_with("taken by "));
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE action LIKE 'mail%'"), ["0"]);
}

#[test]
fn refused_test_mail_quotes_the_server() {
    let mut world = story("cat > /dev/null; echo 'no such user here' >&2; exit 67");
    assert_snapshot!(world.run("mail status --to nobody@else.example"), @"
    $ partnerctl mail status --to nobody@else.example
    transport     sendmail
    from          noreply@desk.example
    reply_to
    base_url      https://access.example.com
    ok            no
    findings      program: [DIR]/sendmail is there and can be run; it alone knows whether it is set up
    error         the test mail to nobody@else.example: [DIR]/sendmail ended with exit code 67: no such user here
    due           0
    resting       0
    in_hand       0
    failed        0
    due_since
    next_try
    to            nobody@else.example
    result        failed
    server_reply  no such user here
    --- stderr
    error: the test mail to nobody@else.example: [DIR]/sendmail ended with exit code 67: no such user here
    --- exit 1
    ");
    let run = world.run("mail status --to nobody@else.example --json").fails(1);
    let record = run.json();
    assert_eq!((&record["result"], &record["server_reply"]), (&"failed".into(), &"no such user here".into()));
    world.run("mail status --to 'not an address'").fails(2);
}

#[test]
fn dry_run_and_read_only_staff_send_nothing() {
    let mut world = story("echo \"$@\" > words; cat > /dev/null");
    world.run("mail status --to jane@desk.example -n").ok().says("nothing is changed");
    world.run("staff add auditor --name Auditor --read-only").ok();
    world.account("auditor");
    world.run("mail status").ok();
    assert_snapshot!(world.run("mail status --to jane@desk.example"), @"
    $ partnerctl mail status --to jane@desk.example
    --- stderr
    error: auditor is read-only staff and may not send a test mail
    hint: look without sending one: `partnerctl mail status`
    --- exit 5
    ");
    assert!(!world.path("words").exists());
}
