//! Sending, and sending again.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;
use serde_json::json;

use super::holdings;
use crate::support::World;

/// S1.7, S2.2, S2.10, S2.14
#[test]
fn prepared_owner_is_invited() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes"), @"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Invitation made, its mail was only written to a file: jim@bigshoes.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state, kind, role, send_count FROM invitation"), ["pending|activation|owner|1"]);
    assert!(world.code_for("jim@bigshoes.example").starts_with("pci_1_"));
}

/// S2.5, S2.9
#[test]
fn owners_option_takes_prepared_and_active() {
    let mut world = World::new();
    world.run("client add 'Two Owners' --owner a@two.example --owner b@two.example").ok();
    assert_snapshot!(world.run("invite send --owners -c two-owners --csv"), @"
    $ partnerctl invite send --owners -c two-owners --csv
    client_id,client_slug,invitation_id,email,role,permissions,until,kind,form,state,sent_at,send_count,expires_at,answered_at,invited_by,mail,link,result
    C100001-9,two-owners,inv_1,a@two.example,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,,activation,,pending,2026-11-21T09:00:03.000Z,1,2026-12-21T09:00:03.000Z,,jane,written,,created
    C100001-9,two-owners,inv_2,b@two.example,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,,activation,,pending,2026-11-21T09:00:03.000Z,1,2026-12-21T09:00:03.000Z,,jane,written,,created
    --- stderr
    ▸ two-owners  C100001-9  Two Owners  [from --client]
    Mail msg_1 to a@two.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    Mail msg_2 to b@two.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Invitation made, its mail was only written to a file: a@two.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    Invitation made, its mail was only written to a file: b@two.example may accept inv_2 as owner until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c two-owners`
    --- exit 0
    ");
    super::accept(&mut world, "a@two.example");
    assert_snapshot!(world.run("invite send --owners -c two-owners"), @"
    $ partnerctl invite send --owners -c two-owners
    inv_1
    inv_2
    --- stderr
    ▸ two-owners  C100001-9  Two Owners  [from --client]
    a@two.example has access to two-owners already; nothing was sent.
    Waiting for member to accept invitation (21 Nov 2026): b@two.example was invited by inv_2 already and has until 21 Dec 2026 09:00 UTC; its mail was only written to a file.
    hint: send it again with `partnerctl invite resend inv_2 -c two-owners`
    --- exit 0
    ");
}

#[test]
fn second_sending_of_twenty_is_unchanged() {
    let mut world = World::with_story();
    let people: Vec<String> = (1..=20).map(|n| format!("p{n}@people.example")).collect();
    let line = format!("invite send {} -c big-shoes --role manager --json", people.join(" "));
    let first = world.run(&line).ok().json();
    assert!(first.as_array().unwrap().iter().all(|row| row["result"] == "created"), "{first}");
    let before = holdings(&world);
    world.pass(Span::days(2));
    let second = world.run(&line).ok().json();
    assert_eq!(second.as_array().unwrap().len(), 20);
    assert!(second.as_array().unwrap().iter().all(|row| row["result"] == "unchanged"), "{second}");
    assert_eq!(holdings(&world), before);
    assert_eq!(world.mails().len(), 20);
}

#[test]
fn unknown_person_needs_a_role() {
    let mut world = World::with_story();
    let before = holdings(&world);
    assert_snapshot!(world.run("invite send new@bigshoes.example -c big-shoes"), @"
    $ partnerctl invite send new@bigshoes.example -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: nothing is prepared for new@bigshoes.example, so it needs a role
    hint: say it with `--role`, or in a file in the column `role`
    --- exit 2
    ");
    assert_eq!(holdings(&world), before);
    let sent =
        world.run("invite send New@BigShoes.example -c big-shoes -r manager --permissions invoices,tickets --json");
    let row = &sent.ok().json()[0];
    assert_eq!(
        (&row["email"], &row["role"], &row["result"]),
        (&json!("New@BigShoes.example"), &json!("manager"), &json!("created"))
    );
    assert_eq!(row["permissions"], json!(["invoices", "tickets"]));
    assert_eq!(
        world.sql("SELECT state, role, permissions FROM access_grant WHERE role <> 'owner'"),
        ["prepared|manager|invoices tickets"]
    );
    assert_eq!(
        world.sql("SELECT action, details FROM audit ORDER BY id DESC LIMIT 1")[0].split_once('|').unwrap().0,
        "invite.send"
    );
}

#[test]
fn other_terms_are_a_conflict() {
    let mut world = World::with_story();
    let before = holdings(&world);
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes --role admin"), @r#"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes --role admin
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: what is prepared for jim@bigshoes.example says otherwise: role is "owner", not "admin"
    hint: change what is prepared with `partnerctl user edit jim@bigshoes.example -c C100001-9 -r admin`
    --- exit 4
    "#);
    assert_eq!(holdings(&world), before);
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
    let before = holdings(&world);
    assert_snapshot!(world.run("invite send ann@bigshoes.example -c big-shoes --permissions invoices --until 2027-01-31"), @r#"
    $ partnerctl invite send ann@bigshoes.example -c big-shoes --permissions invoices --until 2027-01-31
    --- stderr
    note: the access lasts until the end of 31 Jan 2027 UTC (2027-02-01T00:00:00.000Z)
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: inv_1 says otherwise: permissions is "profile contacts products domains invoices quotes tickets emails orders", not "invoices"; until is no end, not the end of 31 Jan 2027 UTC
    hint: change it with `partnerctl invite edit inv_1 -c C100001-9 --permissions invoices --until 2027-02-01T00:00:00.000Z`
    --- exit 4
    "#);
    assert_eq!(holdings(&world), before);
    super::accept(&mut world, "ann@bigshoes.example");
    world
        .run("invite send ann@bigshoes.example -c big-shoes -r guest")
        .fails(4)
        .says(r#"role is "manager", not "guest""#)
        .says("partnerctl user edit ann@bigshoes.example");
    assert_snapshot!(world.run("invite send ann@bigshoes.example -c big-shoes -r manager --json"), @r#"
    $ partnerctl invite send ann@bigshoes.example -c big-shoes -r manager --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","invitation_id":"inv_1","email":"ann@bigshoes.example","role":"manager","permissions":["profile","contacts","products","domains","invoices","quotes","tickets","emails","orders"],"until":null,"kind":"activation","form":null,"state":"accepted","sent_at":"2026-11-21T09:00:06.000Z","send_count":1,"expires_at":null,"answered_at":"2026-11-21T09:00:08.000Z","invited_by":"jane","mail":"written","link":null,"result":"unchanged"}
    ]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ann@bigshoes.example has access to big-shoes already; nothing was sent.
    --- exit 0
    "#);
}

#[test]
fn several_addresses_are_all_invited_or_none() {
    let mut world = World::with_story();
    let before = holdings(&world);
    world.run("invite send jim@bigshoes.example new@bigshoes.example -c big-shoes").fails(2).says("needs a role");
    assert_eq!(holdings(&world), before);
    assert!(world.mails().is_empty());
    let run =
        world.run("invite send a@bigshoes.example A@BIGSHOES.example b@bigshoes.example -c big-shoes -r guest").ok();
    assert_eq!(run.out, "inv_1\ninv_2\n", "two spellings are one person");
}

#[test]
fn impossible_request_is_refused_first() {
    let mut world = World::with_story();
    let before = holdings(&world);
    for (flags, said) in [
        ("-r boss", "is not a role"),
        ("-r guest --permissions users", "cannot have users"),
        ("-r guest --permissions flying", "is not a permission"),
        ("-r owner --permissions invoices", "an owner always has all permissions"),
        ("-r guest --until 2026-11-20", "is over already"),
        ("-r guest --for 800d", "too long"),
        ("-r guest --for 0d", "no time at all"),
        ("-r guest --until 2027-01-01 --for 9d", "cannot be used with"),
        ("-r guest --expires-in 31d", "cannot live for 31d"),
        ("-r guest --expires-in soon", "is not a duration"),
        ("-r guest --form survey", "there is no form"),
        ("-r guest --replaces jim@bigshoes.example", "only an owner is replaced"),
        ("--owners", "cannot be used with"),
    ] {
        world.run(&format!("invite send new@bigshoes.example -c big-shoes {flags}")).fails(2).says(said);
    }
    world.run("invite send new@bigshoes -c big-shoes -r guest").fails(2).says("is not an e-mail address");
    world.run("invite send new@bigshoes.example -r guest").fails(10).says("--client");
    world.run("invite send new@bigshoes.example -c '' -r guest").fails(2).says("--client is empty");
    world.run("invite send new@bigshoes.example -c big-shoe -r guest").fails(3).says("big-shoes (C100001-9)");
    world.run("invite send -c big-shoes").fails(2);
    world.run("invite send usr_77 -c big-shoes").fails(3).says("usr_77");
    assert_eq!(holdings(&world), before);
}

#[test]
fn foreign_address_needs_the_slug() {
    let mut world = World::with_story();
    let line = "invite send tia@teahouse.example -c big-shoes --role guest";
    assert_snapshot!(world.run(&format!("{line} --dry-run")), @"
    $ partnerctl invite send tia@teahouse.example -c big-shoes --role guest --dry-run
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]  address of tea-house (C100002-4)
    warning: tia@teahouse.example: address of tea-house (C100002-4), named with big-shoes (C100001-9)
    tia@teahouse.example would be invited, as guest; to be accepted by 21 Dec 2026 09:00 UTC.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    let before = holdings(&world);
    assert_snapshot!(world.at_terminal(100).answers(&["tea-house"]).run(line), @r#"
    $ partnerctl invite send tia@teahouse.example -c big-shoes --role guest
    --- stderr
    ▸ [1mbig-shoes[0m  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]  [1m[33maddress of tea-house (C100002-4)[0m
    [1m[31merror:[0m "tea-house" was typed where "big-shoes" was expected; nothing was changed
    [36mhint:[0m you named  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    [36mhint:[0m you typed  tea-house  C100002-4  Tea House  teahouse.example
    --- exit 8
    "#);
    assert_eq!(holdings(&world), before);
    world.answers(&["big-shoes"]).run(line).ok();
}

#[test]
fn end_is_shown_as_an_instant() {
    let mut world = World::with_story();
    let run = world.run("invite send a@bigshoes.example -c big-shoes -r guest --until 2027-01-31 --json").ok();
    assert_eq!(run.json()[0]["until"], "2027-02-01T00:00:00.000Z", "the day is included");
    assert!(run.err.contains("the access lasts until the end of 31 Jan 2027 UTC"), "{run}");
    let at = world.now() + Span::SECOND;
    let run = world.run("invite send b@bigshoes.example -c big-shoes -r guest --for 90d --expires-in 7d --json").ok();
    assert_eq!(run.json()[0]["until"], (at + Span::days(90)).to_string());
    assert_eq!(run.json()[0]["expires_at"], (at + Span::days(7)).to_string());
}

/// S2.11
#[test]
fn form_must_be_set_and_can_be_added() {
    let mut world = World::with_story();
    world.run("config set form.welcome https://forms.example/welcome").ok();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.pass(Span::MINUTE);
    let before = holdings(&world);
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes --form welcome"), @"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes --form welcome
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: inv_1 was sent without a form
    hint: send it again with `partnerctl invite send jim@bigshoes.example -c big-shoes --form welcome --resend`
    --- exit 4
    ");
    assert_eq!(holdings(&world), before);
    world.run("invite send jim@bigshoes.example -c big-shoes --form welcome --resend").ok();
    assert!(world.mails()[1].contains("https://forms.example/welcome"));
    assert_eq!(world.sql("SELECT form FROM invitation"), ["welcome"]);
    world.run("invite send jim@bigshoes.example -c big-shoes --form survey").fails(2).says("the forms are: welcome");
}

#[test]
fn link_is_shown_once() {
    let mut world = World::with_story();
    world.run("config set web.base_url https://access.example.com").ok();
    let run = world.run("invite send jim@bigshoes.example -c big-shoes --show-link").ok();
    let code = world.code_for("jim@bigshoes.example");
    assert_eq!(run.out, "inv_1\n");
    assert!(run.err.contains(&format!("shown once: https://access.example.com/invitation#{code}\n")), "{run}");
    world.run("invite send jim@bigshoes.example -c big-shoes --show-link").ok().says("is not shown again");
    world.pass(Span::MINUTE);
    let run = world.run("invite resend inv_1 -c big-shoes --show-link --json").ok();
    let link = run.json()[0]["link"].as_str().unwrap().to_owned();
    assert!(!run.err.contains("pci_"), "{run}");
    super::accept_with(&mut world, &link).ok();
    let run = world.run("invite send a@bigshoes.example -c big-shoes -r guest --show-link --dry-run").ok();
    assert!(!run.err.contains("pci_"), "a code that opens nothing is not shown: {run}");
}

#[test]
fn dry_run_shows_and_leaves_no_trace() {
    let mut world = World::with_story();
    let before = holdings(&world);
    let audit = world.sql("SELECT count(*) FROM audit");
    assert_snapshot!(world.run("invite send jim@bigshoes.example ann@bigshoes.example -c big-shoes -r owner -n"), @"
    $ partnerctl invite send jim@bigshoes.example ann@bigshoes.example -c big-shoes -r owner -n
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    jim@bigshoes.example would be invited, as owner; to be accepted by 21 Dec 2026 09:00 UTC.
    ann@bigshoes.example would be invited, as owner; to be accepted by 21 Dec 2026 09:00 UTC.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    world.run("invite send jim@bigshoes.example -c big-shoes -n --json").ok().prints(r#""mail":"queued""#);
    assert_eq!(holdings(&world), before);
    assert_eq!(world.sql("SELECT count(*) FROM audit"), audit);
    assert!(world.mails().is_empty());
}

#[test]
fn an_inactive_login_is_not_invited() {
    let mut world = World::with_story();
    world.run("partner add \"Jim's Web\" --slug jims-web").ok();
    world
        .run("partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --inactive")
        .ok();
    let before = holdings(&world);
    world
        .run("invite send ann@jimsweb.example -c big-shoes -r manager")
        .fails(4)
        .says("is inactive")
        .says("`partnerctl user activate ann@jimsweb.example`");
    assert_eq!(holdings(&world), before);
}

/// Until when it can be accepted, and until when the access lasts, are never mistaken for each other.
#[test]
fn both_ends_are_named() {
    let mut world = World::with_story();
    let line = "invite send otto@bigshoes.example -c big-shoes -r manager --until 2026-12-31";
    let access = "for access until the end of 31 Dec 2026 UTC";
    world.run(&format!("{line} -n")).ok().says(&format!("as manager, {access}; to be accepted by 21 Dec 2026"));
    world.run(line).ok().says("may accept inv_1 as manager until 21 Dec 2026").says(access);
    world.pass(Span::MINUTE);
    world.run("invite resend inv_1 -c big-shoes").ok().says("may accept inv_1 until 21 Dec 2026").says(access);
}

#[test]
fn slip_comes_with_its_correction() {
    let mut world = World::with_story();
    world.run("invite send kim@teahuse.example -c tea-house -r guest -n").ok().says_not("invite resend");
    world
        .run("invite send kim@teahuse.example -c tea-house -r guest")
        .ok()
        .says("one letter away from the domain of the client, teahouse.example")
        .says("`partnerctl invite resend inv_1 -c tea-house --to kim@teahouse.example`");
    world.run("invite resend inv_1 -c tea-house --to kim@teahouse.example").ok();
    // Where the right address is prepared as something else, only withdrawing is left.
    world
        .run("invite send tia@teahouse.exmple -c tea-house -r guest")
        .ok()
        .says("one letter away from tia@teahouse.example")
        .says("`partnerctl invite cancel inv_3 -c tea-house`");
    world.run("invite send max@elsewhere.example -c tea-house -r guest").ok().says_not("if it is a slip");
}
