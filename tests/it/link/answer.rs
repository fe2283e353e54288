//! `link approve`, `link deny`: whose answer it is, and when it comes too late.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{asked, everything, expiry, state};
use crate::support::{Frozen, World};

/// Jim's Web has asked a client with two prepared owners: lnk_1.
fn asked_two_owners() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("client add 'Two Owners' --slug two-owners --owner ann@two.example --owner ben@two.example").ok();
        world.run("link request -p jims-web --target two-owners").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// S3.11
#[test]
fn code_alone_approves() {
    let mut world = asked();
    world.stdin(world.code_for("jim@bigshoes.example"));
    assert_snapshot!(world.run("link approve --code-stdin"), @"
    $ partnerctl link approve --code-stdin
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_2 to office@jimsweb.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    lnk_1 is approved for big-shoes (C100001-9), without end: everything but users
    lnk_1 is linked.
    --- exit 0
    ");
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  linked
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example (invited)
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       once
    asked        jim@bigshoes.example  msg_1 written
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    approved     21 Nov 2026 09:00 UTC by jim@bigshoes.example
    linked       21 Nov 2026 09:00 UTC
    --- stderr
    hint: end it with `partnerctl link remove lnk_1 -c big-shoes`
    --- exit 0
    ");
    let shown = world.mails();
    assert!(shown[1].contains("To: office@jimsweb.example"), "{}", shown[1]);
    assert!(shown[1].contains("approved the link with Jim's Web"), "{}", shown[1]);
    assert_eq!(world.sql("SELECT action, entity_id FROM audit ORDER BY id DESC LIMIT 1"), ["link.approve|lnk_1"]);
    assert_eq!(world.sql("SELECT DISTINCT state FROM code"), ["used"]);
}

/// S3.20
#[test]
fn denial_mails_reason_and_next_date() {
    let mut world = asked();
    world.stdin(world.code_for("jim@bigshoes.example"));
    assert_snapshot!(world.run("link deny lnk_1 -c big-shoes --code-stdin --message 'We do not know you.'"), @"
    $ partnerctl link deny lnk_1 -c big-shoes --code-stdin --message We do not know you.
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_2 to office@jimsweb.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    lnk_1 is denied; the partner may ask again from 28 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  denied
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example (invited)
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       once
    asked        jim@bigshoes.example  msg_1 written
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    denied       21 Nov 2026 09:00 UTC by jim@bigshoes.example
    reason       We do not know you.
    --- stderr
    hint: ask again with `partnerctl link request -p jims-web --target big-shoes`
    --- exit 0
    ");
    let mail = &world.mails()[1];
    assert!(mail.contains("To: office@jimsweb.example") && mail.contains("We do not know you."), "{mail}");
}

/// S3.17
#[test]
fn request_is_open_for_seven_days() {
    for verb in ["approve", "deny"] {
        let mut world = asked();
        let code = world.code_for("jim@bigshoes.example");
        let end = expiry(&world, "lnk_1");
        let before = everything(&world);
        world.next_at(end).stdin(code.clone());
        world.run(&format!("link {verb} --code-stdin")).fails(6).says("lnk_1 expired at");
        assert_eq!(everything(&world), before);
        world.next_at(end - Span::from_ms(1)).stdin(code);
        world.run(&format!("link {verb} --code-stdin")).ok();
    }
}

#[test]
fn resend_replaces_codes_and_restarts_days() {
    let mut world = asked_two_owners();
    let old = world.code_for("ann@two.example");
    world.run("link resend lnk_1 -c two-owners").fails(4).says("less than a minute ago");
    world.pass(Span::days(6));
    assert_snapshot!(world.run("link resend lnk_1 -c two-owners"), @"
    $ partnerctl link resend lnk_1 -c two-owners
    lnk_1
    --- stderr
    warning: the clock of this machine says 27 Nov 2026 09:00 UTC, more than a day after the newest audit row, 7 of 21 Nov 2026 09:00 UTC: is it right?
    ▸ two-owners  C100003-5  Two Owners  [from --client]
    lnk_1 can be answered until 4 Dec 2026 09:00 UTC, with the new codes only
    Mail msg_3 to ann@two.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    Mail msg_4 to ben@two.example was written to [DIR]/desk.db.outbox/msg_4.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    let new = world.code_for("ann@two.example");
    assert_ne!(old, new);
    world.stdin(old);
    assert_snapshot!(world.run("link approve --code-stdin"), @"
    $ partnerctl link approve --code-stdin
    --- stderr
    error: this code no longer works: a newer mail has replaced it
    hint: use the code from the newest mail, or send another with `partnerctl link resend LNK -c CLIENT`
    --- exit 6
    ");
    world.pass(Span::days(6)).stdin(new);
    world.run("link approve --code-stdin").ok();
}

#[test]
fn an_expired_request_can_be_sent_again() {
    let mut world = asked();
    world.pass(Span::days(8));
    assert_eq!(state(&mut world, "lnk_1"), "expired");
    world.run("link resend lnk_1 -c big-shoes").ok();
    assert_eq!(state(&mut world, "lnk_1"), "pending");
    world.stdin(world.code_for("jim@bigshoes.example"));
    world.run("link approve --code-stdin").ok();
}

#[test]
fn first_of_several_codes_counts() {
    let mut world = asked_two_owners();
    let (ann, ben) = (world.code_for("ann@two.example"), world.code_for("ben@two.example"));
    assert_ne!(ann, ben);
    world.stdin(ben.clone());
    let denied = world.run("link deny --code-stdin --json").ok().json();
    assert_eq!(denied["answered_by"], "ben@two.example");
    let before = everything(&world);
    for (code, verb) in [(&ann, "approve"), (&ann, "deny"), (&ben, "approve")] {
        world.stdin(code.clone());
        world.run(&format!("link {verb} --code-stdin")).fails(4).says("lnk_1 is denied since");
    }
    assert_eq!(everything(&world), before);
}

#[test]
fn client_may_give_less_but_not_more() {
    let mut world = World::with_story();
    world.run("link request -p jims-web --target big-shoes --permissions invoices,quotes --for 90d").ok();
    let code = world.code_for("jim@bigshoes.example");
    let before = everything(&world);
    for (flags, says) in [
        ("--permissions invoices,tickets", "tickets"),
        ("--for 91d", "is longer than the 90d that were asked for"),
        ("--for 0d", "is no time at all"),
        ("--permissions invoces", "did you mean `invoices`?"),
    ] {
        world.stdin(code.clone());
        world.run(&format!("link approve --code-stdin {flags}")).fails(2).says(says);
    }
    assert_eq!(everything(&world), before, "a failed answer does not burn the code");
    world.stdin(code);
    assert_snapshot!(world.run("link approve --code-stdin --permissions invoices --for 30d --json"), @r#"
    $ partnerctl link approve --code-stdin --permissions invoices --for 30d --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "link_id": "lnk_1",
      "partner": "jims-web",
      "owners": ["jim@bigshoes.example"],
      "state": "linked",
      "origin": "partner",
      "requested_at": "2026-11-21T09:00:05.000Z",
      "expires_at": null,
      "answered_at": "2026-11-21T09:00:10.000Z",
      "answered_by": "jim@bigshoes.example",
      "requested_by": "jane",
      "permissions": ["invoices"],
      "until": "2026-12-21T09:00:10.000Z",
      "mail": "written",
      "result": "updated"
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_2 to office@jimsweb.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    lnk_1 is approved for big-shoes (C100001-9), until 21 Dec 2026 09:00 UTC: invoices
    lnk_1 is linked.
    --- exit 0
    "#);
    world.pass(Span::days(30));
    assert_eq!(state(&mut world, "lnk_1"), "lapsed");
    world.run("link request -p jims-web --target big-shoes").ok();
}

#[test]
fn arguments_must_agree_with_the_code() {
    let mut world = asked();
    world.run("partner add 'Other Web' --slug other-web").ok();
    world.run("link request -p jims-web --target tea-house").ok();
    world.run("link request -p other-web --target big-shoes").ok();
    let code = world.mails()[0].split_whitespace().find(|word| word.starts_with("pcl_1_")).unwrap().to_owned();
    let before = everything(&world);
    for (named, exit) in [
        ("-c tea-house", 12),
        ("lnk_1 -c tea-house", 12),
        ("lnk_2 -c big-shoes", 13),
        ("lnk_2", 13),
        ("lnk_3 -c big-shoes", 12),
        ("lnk_9", 3),
        ("-c big-shows", 3),
        ("-c bigshoes.example", 2),
    ] {
        for verb in ["approve", "deny"] {
            world.stdin(code.clone());
            world.run(&format!("link {verb} {named} --code-stdin")).fails(exit);
        }
    }
    world.stdin(code.clone());
    assert_snapshot!(world.run("link approve -c tea-house --code-stdin"), @"
    $ partnerctl link approve -c tea-house --code-stdin
    --- stderr
    error: --client names tea-house (C100002-4), but the code is for lnk_1 of big-shoes (C100001-9); nothing was changed
    hint: make sure whose request is to be answered, then name that client or none
    --- exit 12
    ");
    world.stdin(code.clone());
    assert_snapshot!(world.run("link approve lnk_2 -c big-shoes --code-stdin"), @"
    $ partnerctl link approve lnk_2 -c big-shoes --code-stdin
    --- stderr
    error: lnk_2 is of tea-house (C100002-4), but the code is for lnk_1 of big-shoes (C100001-9); nothing was changed
    hint: look at both with `partnerctl link show`, and name the one that the code is for, or none
    --- exit 13
    ");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house").stdin(code.clone());
    world.run("link approve --code-stdin").fails(12).says("the code names big-shoes");
    assert_eq!(everything(&world), before);
    world.no_var("PARTNERCTL_EXPECT_CLIENT").stdin(code);
    world.run("link approve lnk_1 -c C100001-9 --code-stdin").ok();
}

#[test]
fn malformed_code_says_what_is_wrong() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    let mistyped = format!("{}{}", &code[..code.len() - 1], if code.ends_with('a') { 'b' } else { 'a' });
    for (given, exit) in [(mistyped.as_str(), 2), ("nonsense", 2), ("", 8)] {
        world.stdin(given);
        world.run("link approve --code-stdin").fails(exit);
    }
    let mut other = asked();
    other.run("link request -p jims-web --target tea-house").ok();
    world.stdin(other.code_for("tia@teahouse.example"));
    world.run("link approve --code-stdin").fails(3).says("this code belongs to no link request here");
    let (_, secret) = code.rsplit_once('_').unwrap();
    assert!(!world.sql("SELECT details, reason FROM audit").iter().any(|row| row.contains(&secret[..8])));
}

#[test]
fn terminal_asks_for_code_without_echo() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.answers(&[&code]);
    world.run("link approve").ok();
    assert_eq!(state(&mut world, "lnk_1"), "linked");
}

#[test]
fn a_private_file_may_hold_the_code() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut world = asked();
    let path = world.write("code.txt", world.code_for("jim@bigshoes.example"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    world.run("link approve --code-file code.txt").fails(1).says("open to others");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    world.run("link approve --code-file code.txt").ok();
}

#[test]
fn staff_answers_only_by_code_or_owner() {
    let mut world = asked();
    let before = everything(&world);
    assert_snapshot!(world.run("link approve lnk_1 -c big-shoes"), @"
    $ partnerctl link approve lnk_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: jane may not `link approve` in their own name: it is for others to do
    hint: give the code from the mail with `--code-stdin`, or name the person with `--as EMAIL --reason TEXT`
    --- exit 5
    ");
    world.run("link deny lnk_1 -c big-shoes").fails(5);
    world.run("link approve").fails(2).says("no link request given");
    // Support answers for the owner: whichever part of that is missing, the hint names it.
    let behalf = "answer on behalf of the owner: `--as OWNER -m REASON`";
    for verb in ["approve", "deny"] {
        world.run(&format!("link {verb}")).fails(2).says(behalf);
        world.run(&format!("link {verb} lnk_1")).fails(10).says("`--client ID-OR-SLUG`").says(behalf);
        world.run(&format!("link {verb} lnk_1 -c big-shoes")).fails(5).says("`--as EMAIL --reason TEXT`");
    }
    world.stdin("correct horse battery staple\n");
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Lee --password-stdin")
        .ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code);
    world.run("link approve --code-stdin --as pat@jimsweb.example -m x").fails(5);
    world.run("link approve lnk_1 -c big-shoes --as pat@jimsweb.example -m x").fails(5);
    world.run("link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m x").fails(5).says("never activated");
    let links = |rows: &[String]| rows.iter().filter(|row| row.starts_with("link")).cloned().collect::<Vec<_>>();
    assert_eq!(links(&everything(&world)), links(&before));
}

#[test]
fn dry_run_answer_does_not_use_the_code() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code.clone());
    assert_snapshot!(world.run("link approve --code-stdin -n --columns link_id,state,result"), @"
    $ partnerctl link approve --code-stdin -n --columns link_id,state,result
    link_id  lnk_1
    state    linked
    result   would_be_updated
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    lnk_1 would be approved for big-shoes (C100001-9), without end: everything but users
    lnk_1 would be linked.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    world.stdin(code);
    world.run("link approve --code-stdin").ok();
}

/// The same answer of the same person again changes nothing; another one is refused.
#[test]
fn a_repeated_answer_is_unchanged() {
    let mut world = asked_two_owners();
    let less = "link approve --code-stdin --permissions invoices --for 20d";
    world.stdin(world.code_for("ann@two.example")).run(less).ok();
    let before = everything(&world);
    let run = world.stdin(world.code_for("ann@two.example")).run(&format!("{less} --json")).ok();
    assert_eq!(run.json()["result"], "unchanged");
    for (who, line) in [
        ("ben@two.example", less),
        ("ann@two.example", "link approve --code-stdin"),
        ("ann@two.example", "link approve --code-stdin --permissions quotes --for 20d"),
        ("ann@two.example", "link deny --code-stdin"),
    ] {
        world.stdin(world.code_for(who)).run(line).fails(4);
    }
    assert_eq!(everything(&world), before);
    let mut world = asked();
    world.stdin(world.code_for("jim@bigshoes.example")).run("link deny --code-stdin").ok();
    let before = everything(&world);
    let run = world.stdin(world.code_for("jim@bigshoes.example")).run("link deny --code-stdin --json").ok();
    assert_eq!(run.json()["result"], "unchanged");
    world.stdin(world.code_for("jim@bigshoes.example")).run("link approve --code-stdin").fails(4);
    assert_eq!(everything(&world), before);
}

/// The partner would read it, and could answer.
#[test]
fn message_shaped_like_a_code_is_refused() {
    let mut world = asked();
    let code = "pcl_1_abcdefghijklmnopqrstuvwxyz234567abc";
    let message = format!("--message 'use {code}'");
    let run = world.run(&format!("link request -p jims-web --target tea-house {message}")).fails(2);
    assert!(run.err.contains("shaped like a code") && !run.err.contains("abcdef"), "{run}");
    let run = world.run(&format!("link deny --code-stdin {message}")).fails(2);
    assert!(run.err.contains("shaped like a code") && !run.err.contains("abcdef"), "{run}");
}
