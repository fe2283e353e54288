//! `link request`: whom it asks, and when it asks no one at all.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{asked, everything, state};
use crate::support::{Frozen, World};

/// Five clients: the two of the story, two that share an owner and a domain, and one more.
fn five_clients() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        let shop = "--owner kim@shops.example --domain shops.example";
        world.run(&format!("client add 'North Shop' --slug north-shop {shop}")).ok();
        world.run(&format!("client add 'South Shop' --slug south-shop {shop} --allow-similar C100003-5")).ok();
        world.run("client add 'Blue Bikes' --slug blue-bikes --owner bo@bikes.example --domain bikes.example").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// S3.7, S3.10
#[test]
fn partner_asks_by_domain() {
    let mut world = World::with_story();
    assert_snapshot!(
        world.run("link request -p jims-web --target bigshoes.example --for 90d --message 'As we said on the phone.'"),
        @"
    $ partnerctl link request -p jims-web --target bigshoes.example --for 90d --message As we said on the phone.
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target bigshoes.example]
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    "
    );
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  pending
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example (invited)
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       once
    for          90d from the approval
    message      As we said on the phone.
    asked        jim@bigshoes.example  msg_1 written
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    answer by    28 Nov 2026 09:00 UTC
    --- stderr
    hint: answer it with the code from the mail: `partnerctl link approve --code-stdin`, or `deny`
    hint: or on an owner's behalf: `partnerctl link approve lnk_1 -c big-shoes --as OWNER -m 'said so by phone'`
    hint: mail it again with `partnerctl link resend lnk_1 -c big-shoes`, or withdraw it with `cancel`
    --- exit 0
    ");
    let mail = &world.mails()[0];
    assert!(mail.contains("Jim's Web asks to work in the account Big Shoes Inc."), "{mail}");
    assert!(mail.contains("> As we said on the phone."), "{mail}");
    assert!(mail.contains("90 days from your approval"), "{mail}");
}

/// S3.8
#[test]
fn doubly_named_client_is_asked_once() {
    let mut world = five_clients();
    assert_snapshot!(
        world.run("link request -p jims-web --target account:4711 --target teahouse.example --target 'owner:bo@bikes.example' --target C100001-9 --target north-shop --csv"),
        @"
    $ partnerctl link request -p jims-web --target account:4711 --target teahouse.example --target owner:bo@bikes.example --target C100001-9 --target north-shop --csv
    target,client_id,client_slug,link_id,result,mail,error_code,message
    account:4711,C100001-9,big-shoes,lnk_1,created,written,,
    teahouse.example,C100002-4,tea-house,lnk_2,created,written,,
    owner:bo@bikes.example,C100005-6,blue-bikes,lnk_3,created,written,,
    C100001-9,C100001-9,big-shoes,,skipped,,,the same client as account:4711
    north-shop,C100003-5,north-shop,lnk_4,created,written,,
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target account:4711]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target teahouse.example]
    ▸ blue-bikes  C100005-6  Blue Bikes  bikes.example  [from target owner:bo@bikes.example]
    note: C100001-9 and account:4711 are the same client, big-shoes (C100001-9); it is asked once
    ▸ north-shop  C100003-5  North Shop  shops.example  [from target north-shop]  ≠ south-shop (C100004-3)
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    Jim's Web asks blue-bikes (C100005-6): lnk_3 can be answered until 28 Nov 2026 09:00 UTC
    Jim's Web asks north-shop (C100003-5): lnk_4 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    Mail msg_2 to tia@teahouse.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    Mail msg_3 to bo@bikes.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    Mail msg_4 to kim@shops.example was written to [DIR]/desk.db.outbox/msg_4.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    "
    );
}

/// S3.9
#[test]
fn results_come_in_every_format() {
    let mut world = five_clients();
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes --json"), @r#"
    $ partnerctl link request -p jims-web --target big-shoes --json
    [
    {"target":"big-shoes","client_id":"C100001-9","client_slug":"big-shoes","link_id":"lnk_1","result":"created","mail":"written","error_code":null,"message":null}
    ]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    "#);
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes --target tea-house --format ndjson"), @r#"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house --format ndjson
    {"target":"big-shoes","client_id":"C100001-9","client_slug":"big-shoes","link_id":"lnk_1","result":"unchanged","mail":"written","error_code":null,"message":null}
    {"target":"tea-house","client_id":"C100002-4","client_slug":"tea-house","link_id":"lnk_2","result":"created","mail":"written","error_code":null,"message":null}
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]
    big-shoes (C100001-9) was asked already: lnk_1 waits for an answer until 28 Nov 2026 09:00 UTC
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_2 to tia@teahouse.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    "#);
    assert_snapshot!(world.run("link request -p jims-web --target blue-bikes --columns target,link_id,result"), @"
    $ partnerctl link request -p jims-web --target blue-bikes --columns target,link_id,result
    target      link_id  result
    ────────────────────────────
    blue-bikes  lnk_3    created
    --- stderr
    ▸ blue-bikes  C100005-6  Blue Bikes  bikes.example  [from target blue-bikes]
    Jim's Web asks blue-bikes (C100005-6): lnk_3 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_3 to bo@bikes.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    world.write("none.txt", "# no one\n\n");
    assert_snapshot!(world.run("link request -p jims-web --target-file none.txt --json"), @"
    $ partnerctl link request -p jims-web --target-file none.txt --json
    []
    --- stderr
    note: the file names no target, so that no one is asked
    --- exit 0
    ");
}

#[test]
fn ambiguous_target_stops_the_command() {
    let mut world = five_clients();
    let before = everything(&world);
    assert_snapshot!(
        world.run("link request -p jims-web --target big-shoes --target tea-house --target kim@shops.example --target blue-bikes --target 4711"),
        @r#"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house --target kim@shops.example --target blue-bikes --target 4711
    --- stderr
    error: "kim@shops.example" matches 2 clients
    hint: north-shop (C100003-5) North Shop, shops.example
    hint: south-shop (C100004-3) South Shop, shops.example
    hint: name one of them by its id or slug
    --- exit 11
    "#
    );
    assert_eq!(everything(&world), before);
    assert_eq!(world.mails().len(), 0);
    assert_eq!(world.sql("SELECT outcome, error_code FROM audit ORDER BY id DESC LIMIT 1"), ["refused|ambiguous"]);
}

#[test]
fn all_wrong_targets_are_named() {
    let mut world = five_clients();
    let before = everything(&world);
    assert_snapshot!(
        world.run("link request -p jims-web --target big-shows --target shops.example --target blue-bikes --json"),
        @r#"
    $ partnerctl link request -p jims-web --target big-shows --target shops.example --target blue-bikes --json
    --- stderr
    {"error":{"code":"not_found","message":"2 of 3 targets do not name one open client; nothing was sent","hints":["big-shows: no client is named \"big-shows\"; there is big-shoes (C100001-9) Big Shoes Inc.; look it up with `partnerctl client find WORD`","shops.example: \"shops.example\" matches 2 clients; north-shop (C100003-5) North Shop, shops.example; south-shop (C100004-3) South Shop, shops.example; name one of them by its id or slug"]}}
    --- exit 3
    "#
    );
    assert_snapshot!(world.run("link request -p jims-web --target nowhere.example"), @r#"
    $ partnerctl link request -p jims-web --target nowhere.example
    --- stderr
    error: no client is named "nowhere.example"
    hint: look it up with `partnerctl client find WORD`
    --- exit 3
    "#);
    assert_snapshot!(world.run("link request -p jims-web --target C100001-8"), @r#"
    $ partnerctl link request -p jims-web --target C100001-8
    --- stderr
    error: the check digit of "C100001-8" is wrong: a digit was mistyped or two were swapped
    hint: look the client up with `partnerctl client find WORD`
    --- exit 2
    "#);
    assert_snapshot!(world.run("link request -p jims-web"), @"
    $ partnerctl link request -p jims-web
    --- stderr
    error: missing: --target REF...
    hint: for example `partnerctl link request -p jims-web --target bigshoes.example --message 'As we said on the phone.'`
    hint: usage: partnerctl link request -p PARTNER --target REF... [options]
    hint: usage: partnerctl link request -p PARTNER --target-file FILE [options]
    --- exit 2
    ");
    assert_eq!(everything(&world), before);
}

#[test]
fn second_request_is_unchanged_or_a_conflict() {
    let mut world = asked();
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes"), @"
    $ partnerctl link request -p jims-web --target big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    big-shoes (C100001-9) was asked already: lnk_1 waits for an answer until 28 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes --for 30d"), @"
    $ partnerctl link request -p jims-web --target big-shoes --for 30d
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    error: lnk_1 is pending until 28 Nov 2026 09:00 UTC; it cannot be asked for otherwise
    hint: the client answers with `partnerctl link approve lnk_1 -c C100001-9`, or with `deny`
    hint: send it again with `partnerctl link resend lnk_1 -c C100001-9`, or withdraw it with `cancel`
    --- exit 4
    ");
    assert_eq!(world.mails().len(), 1);
    assert_eq!(world.sql("SELECT count(*) FROM link"), ["1"]);
}

#[test]
fn impossible_target_stops_no_other() {
    let mut world = asked();
    assert_snapshot!(
        world.run("link request -p jims-web --target big-shoes --target tea-house --permissions invoices --csv"),
        @r#"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house --permissions invoices --csv
    target,client_id,client_slug,link_id,result,mail,error_code,message
    big-shoes,C100001-9,big-shoes,,failed,,conflict,lnk_1 is pending until 2026-11-28T09:00:05.000Z; it cannot be asked for otherwise
    tea-house,C100002-4,tea-house,lnk_2,created,written,,
    --- stderr
    {"error":{"code":"partial","message":"1 of 2 targets was not asked","hints":["the others were; fix the cause and run the command again, where they will be `unchanged`"],"notes":["▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]","▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]","warning: big-shoes (C100001-9) was not asked: lnk_1 is pending until 2026-11-28T09:00:05.000Z; it cannot be asked for otherwise","Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC","Mail msg_2 to tia@teahouse.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).","warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything"]}}
    --- exit 7
    "#
    );
    assert_eq!(state(&mut world, "lnk_2"), "pending");
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes --target tea-house --permissions invoices"), @"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house --permissions invoices
    lnk_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]
    warning: big-shoes (C100001-9) was not asked: lnk_1 is pending until 2026-11-28T09:00:05.000Z; it cannot be asked for otherwise
    tea-house (C100002-4) was asked already: lnk_2 waits for an answer until 28 Nov 2026 09:00 UTC
    error: 1 of 2 targets was not asked
    hint: the others were; fix the cause and run the command again, where they will be `unchanged`
    --- exit 7
    ");
}

#[test]
fn an_expired_request_blocks_no_other() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.pass(Span::WEEK);
    assert_eq!(world.run("link request -p jims-web --target big-shoes").ok().id(), "lnk_2");
    assert_eq!(world.sql("SELECT id, state FROM link ORDER BY id"), ["1|expired", "2|pending"]);
    world.stdin(code);
    world.run("link approve --code-stdin").fails(6).says("lnk_1 expired at");
    world.run("link resend lnk_1 -c big-shoes").fails(4).says("lnk_2 has taken its place");
    let audited = world.sql("SELECT action, details FROM audit WHERE entity_id = 'lnk_2'");
    assert!(audited[0].starts_with("link.request|") && audited[0].contains("link.expire"), "{audited:?}");
}

#[test]
fn denied_partner_waits_unless_waived() {
    let mut world = asked();
    world.stdin(world.code_for("jim@bigshoes.example"));
    let denied = world.run("link deny --code-stdin --json").ok().json();
    let until = partnerctl::domain::time::Instant::from_ms(
        world.sql("SELECT answered_at FROM link WHERE id = 1")[0].parse::<i64>().unwrap(),
    ) + Span::WEEK;
    assert_eq!(denied["state"], "denied");
    world.next_at(until - Span::from_ms(1));
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes"), @"
    $ partnerctl link request -p jims-web --target big-shoes
    --- stderr
    warning: the clock of this machine says 28 Nov 2026 09:00 UTC, more than a day after the newest audit row, 6 of 21 Nov 2026 09:00 UTC: is it right?
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    error: the client denied lnk_1 at 21 Nov 2026 09:00 UTC; ask again from 28 Nov 2026 09:00 UTC
    hint: the client itself may link at any time with `partnerctl link create`
    --- exit 4
    ");
    world
        .run("link request -p jims-web --target big-shoes --override cooldown")
        .fails(2)
        .says("an override needs a reason");
    world.run("link request -p jims-web --target big-shoes --override cooldown -m 'they changed their mind' -n").ok();
    world.next_at(until);
    world.run("link request -p jims-web --target big-shoes").ok();
    assert_eq!(world.sql("SELECT id, state FROM link ORDER BY id"), ["1|denied", "2|pending"]);
}

#[test]
fn a_waived_wait_is_loud_in_the_audit() {
    let mut world = asked();
    world.stdin(world.code_for("jim@bigshoes.example"));
    world.run("link deny --code-stdin").ok();
    world.run("link delete lnk_1 -c big-shoes").ok();
    world.run("link request -p jims-web --target big-shoes").fails(4).says("the client denied lnk_1");
    world.run("link request -p jims-web --target big-shoes --override cooldown -m 'they changed their mind'").ok();
    let audited = world
        .sql("SELECT reason, details FROM audit WHERE action = 'link.request' AND outcome = 'done' ORDER BY id DESC");
    assert!(
        audited[0].starts_with("they changed their mind|") && audited[0].contains("\"override\":\"cooldown\""),
        "{audited:?}"
    );
}

#[test]
fn excessive_permission_is_a_usage_error() {
    let mut world = World::with_story();
    let before = everything(&world);
    for (flags, says) in [
        ("--permissions users", "a link cannot have users"),
        ("--permissions all", "a link cannot have users"),
        ("--permissions invoice", "did you mean `invoices`?"),
        ("--for 0d", "is no time at all"),
        ("--for 733d", "is no possible term"),
        ("--for soon", "is not a term"),
        ("--message 'a\u{202e}b'", "message has U+202E"),
    ] {
        world.run(&format!("link request -p jims-web --target big-shoes {flags}")).fails(2).says(says);
    }
    assert_eq!(everything(&world), before);
}

#[test]
fn targets_come_from_file_or_pipe() {
    let mut world = five_clients();
    world.write("targets.txt", "\u{feff}big-shoes\r\n# by phone\r\n\r\naccount:4711\r\ntia@teahouse.example\r\n");
    assert_snapshot!(world.run("link request -p jims-web --target-file targets.txt --csv"), @"
    $ partnerctl link request -p jims-web --target-file targets.txt --csv
    target,client_id,client_slug,link_id,result,mail,error_code,message
    big-shoes,C100001-9,big-shoes,lnk_1,created,written,,
    account:4711,C100001-9,big-shoes,,skipped,,,the same client as big-shoes
    tia@teahouse.example,C100002-4,tea-house,lnk_2,created,written,,
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    note: account:4711 and big-shoes are the same client, big-shoes (C100001-9); it is asked once
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tia@teahouse.example]
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    Mail msg_2 to tia@teahouse.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    world.stdin("blue-bikes\nC100001-8\n");
    assert_snapshot!(world.run("link request -p jims-web --target-file -"), @r#"
    $ partnerctl link request -p jims-web --target-file -
    --- stderr
    error: standard input:2: the check digit of "C100001-8" is wrong: a digit was mistyped or two were swapped
    hint: look the client up with `partnerctl client find WORD`
    --- exit 2
    "#);
    assert_snapshot!(world.run("link request -p jims-web --target-file nowhere.txt"), @"
    $ partnerctl link request -p jims-web --target-file nowhere.txt
    --- stderr
    error: cannot read nowhere.txt: No such file or directory (os error 2)
    --- exit 1
    ");
    assert_eq!(world.sql("SELECT count(*) FROM link"), ["2"]);
}

#[test]
fn number_of_clients_is_asserted_or_typed() {
    let mut world = five_clients();
    let both = "link request -p jims-web --target big-shoes --target tea-house";
    let before = everything(&world);
    world.run(&format!("{both} --expect-clients 3")).fails(8).says("the targets name 2 clients");
    world.answers(&["3"]);
    assert_snapshot!(world.run(both), @r#"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]
    The targets name 2 clients.
    error: "3" was given, but the targets name 2 clients; nothing was changed
    hint: look again; `--dry-run` shows what would happen
    --- exit 8
    "#);
    assert_eq!(everything(&world), before);
    world.answers(&["2"]);
    world.run(both).ok();
    world.run("link request -p jims-web --target blue-bikes --expect-clients 1").ok();
    assert_eq!(world.sql("SELECT count(*) FROM link"), ["3"]);
}

#[test]
fn a_veto_speaks_for_every_target() {
    let mut world = five_clients();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,blue-bikes");
    let before = everything(&world);
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes --target tea-house"), @"
    $ partnerctl link request -p jims-web --target big-shoes --target tea-house
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    error: target tea-house names tea-house (C100002-4), but PARTNERCTL_EXPECT_CLIENT names big-shoes = big-shoes (C100001-9), blue-bikes = blue-bikes (C100005-6); nothing was changed
    hint: make them agree, or unset PARTNERCTL_EXPECT_CLIENT
    --- exit 12
    ");
    assert_eq!(everything(&world), before);
    world.run("link request -p jims-web --target big-shoes --target bikes.example").ok();
}

#[test]
fn dry_run_shows_rows_and_leaves_nothing() {
    let mut world = five_clients();
    let before = everything(&world);
    assert_snapshot!(world.run("link request -p jims-web --target big-shoes --target bikes.example -n --csv"), @"
    $ partnerctl link request -p jims-web --target big-shoes --target bikes.example -n --csv
    target,client_id,client_slug,link_id,result,mail,error_code,message
    big-shoes,C100001-9,big-shoes,,would_be_created,queued,,
    bikes.example,C100005-6,blue-bikes,,would_be_created,queued,,
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target big-shoes]
    ▸ blue-bikes  C100005-6  Blue Bikes  bikes.example  [from target bikes.example]
    hint: a script says `--expect-clients 2`
    Jim's Web would ask big-shoes (C100001-9), which could answer until 28 Nov 2026 09:00 UTC
    Jim's Web would ask blue-bikes (C100005-6), which could answer until 28 Nov 2026 09:00 UTC
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_eq!(everything(&world), before);
    assert_eq!(world.mails().len(), 0);
}

#[test]
fn partner_user_names_an_unseen_client() {
    let mut world = five_clients();
    world.stdin("correct horse battery staple\n");
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Lee --password-stdin")
        .ok();
    let asks = |target: &str| {
        format!("link request -p jims-web --target {target} --as pat@jimsweb.example -m 'asked by phone'")
    };
    assert_snapshot!(world.run(&asks("shops.example")), @r#"
    $ partnerctl link request -p jims-web --target shops.example --as pat@jimsweb.example -m asked by phone
    --- stderr
    error: "shops.example" matches 2 clients
    hint: name the client by its id; it knows the id
    --- exit 11
    "#);
    assert_snapshot!(world.run(&asks("big-shows")), @r#"
    $ partnerctl link request -p jims-web --target big-shows --as pat@jimsweb.example -m asked by phone
    --- stderr
    error: no open client is named "big-shows"
    hint: ask the client for its id, such as `C100001-9`
    --- exit 3
    "#);
    assert_snapshot!(world.run(&asks("bigshoes.example")), @"
    $ partnerctl link request -p jims-web --target bigshoes.example --as pat@jimsweb.example -m asked by phone
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  [from target bigshoes.example]
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to an owner or admin of big-shoes was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT requested_by FROM link"), ["pat@jimsweb.example"]);
    let mail = &world.mails()[0];
    assert!(mail.contains("Pat Lee"), "{mail}");
    world.run("link request -p jims-web --target tea-house --override cooldown --as pat@jimsweb.example -m x").fails(5);
    world.run("partner add 'Other Web' --slug other-web").ok();
    world.run("link request -p other-web --target tea-house --as pat@jimsweb.example -m x").fails(3);
}

/// An option that takes one value each time says so where a second one follows.
#[test]
fn a_second_target_is_said_again() {
    let mut world = World::with_story();
    let shown = "`--target big-shoes --target tea-house`";
    world.run("link request -p jims-web --target big-shoes tea-house").fails(2).says(shown);
}

#[test]
fn www_target_suggests_the_bare_domain() {
    let mut world = World::with_story();
    world
        .run("link request -p jims-web --target www.bigshoes.example")
        .fails(3)
        .says("a client is named by its bare domain: bigshoes.example");
    world.run("client show www.bigshoes.example").fails(3).says("by its bare domain: bigshoes.example");
    world
        .run("link request -p jims-web --target https://www.bigshoes.example/shop")
        .fails(2)
        .says("write the domain alone: `bigshoes.example`");
    assert_eq!(world.sql("SELECT count(*) FROM link"), ["0"]);
}
