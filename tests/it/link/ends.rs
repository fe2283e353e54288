//! `link cancel`, `delete`, `remove`, and what each state forbids.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{asked, everything, state};
use crate::support::World;

/// A world with lnk_1 in this state, and the code that was mailed.
fn world_with(state: &str) -> (World, String) {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.pass(Span::HOUR);
    let answer = |world: &mut World, verb: &str| {
        world.stdin(code.clone());
        world.run(&format!("link {verb} --code-stdin")).ok();
    };
    match state {
        "pending" => {}
        "expired" => drop(world.pass(Span::WEEK)),
        "approved" => {
            world.run("config set links.provisioner /bin/false").ok();
            answer(&mut world, "approve");
            world.run("config unset links.provisioner").ok();
        }
        "linked" => answer(&mut world, "approve"),
        "over" => {
            world.stdin(code.clone());
            world.run("link approve --code-stdin --for 1h").ok();
            world.pass(Span::HOUR);
        }
        "denied" => answer(&mut world, "deny"),
        "cancelled" => drop(world.run("link cancel lnk_1 -c big-shoes").ok()),
        "unlinked" => {
            answer(&mut world, "approve");
            world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
        }
        other => panic!("no world is {other}"),
    }
    (world, code)
}

/// S3.14, S3.15, S3.16
#[test]
fn each_command_meets_each_state() {
    // Exit code and, where it is 0, the state that follows; `=` where nothing changed.
    const TABLE: &str = "
                   approve    deny      resend    cancel      delete      remove      process  edit
        pending    linked     denied    pending   cancelled   4           4           4        4
        expired    6          6         pending   4           expired     4           4        4
        approved   =          4         4         4           4           unlinked    linked   4
        linked     =          4         4         4           4           unlinked    =        linked
        over       4          4         4         4           lapsed      4           4        4
        denied     4          =         4         4           denied      4           4        4
        cancelled  4          4         4         =           cancelled   4           4        4
        unlinked   4          4         4         4           unlinked    =           4        4
    ";
    let mut rows = TABLE.lines().filter(|line| !line.trim().is_empty());
    let verbs: Vec<&str> = rows.next().unwrap().split_whitespace().collect();
    for row in rows {
        let mut cells = row.split_whitespace();
        let name = cells.next().unwrap();
        let (mut world, mut code) = world_with(name);
        for verb in &verbs {
            let expected = cells.next().unwrap();
            let before = everything(&world);
            let line = match *verb {
                "approve" | "deny" => {
                    world.stdin(code.clone());
                    format!("link {verb} --code-stdin --json")
                }
                "remove" => "link remove lnk_1 -c big-shoes --confirm big-shoes --json".to_owned(),
                "edit" => "link edit lnk_1 -c big-shoes --for 30d --json".to_owned(),
                _ => format!("link {verb} lnk_1 -c big-shoes --json"),
            };
            let run = world.run(&line);
            if run.code != 0 {
                assert_eq!(run.code.to_string(), expected, "{name} × {verb}\n{run}");
                assert_eq!(everything(&world), before, "{name} × {verb}");
                let error = run.error();
                assert_eq!(error["link_id"], "lnk_1", "{run}");
                assert!(!error["hints"].as_array().unwrap().is_empty(), "{run}");
                continue;
            }
            let record = run.json();
            let record = record.as_array().map_or(&record, |rows| &rows[0]);
            let unchanged = record["result"] == "unchanged";
            assert_eq!(
                if unchanged { "=" } else { record["state"].as_str().unwrap() },
                expected,
                "{name} × {verb}\n{run}"
            );
            assert_eq!(everything(&world) == before, unchanged, "{name} × {verb}");
            (world, code) = world_with(name);
        }
    }
}

#[test]
fn withdrawn_request_is_mailed() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    assert_snapshot!(world.run("link cancel lnk_1 -c big-shoes"), @"
    $ partnerctl link cancel lnk_1 -c big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 is withdrawn; its codes no longer work.
    Mail msg_2 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    assert!(world.mails()[1].contains("withdrew the request"), "{}", world.mails()[1]);
    world.stdin(code);
    assert_snapshot!(world.run("link approve --code-stdin"), @"
    $ partnerctl link approve --code-stdin
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    error: lnk_1 is cancelled since 21 Nov 2026 09:00 UTC; it cannot be approved
    hint: ask again with `partnerctl link request -p ptn_1 --target C100001-9`
    hint: hide it with `partnerctl link delete lnk_1 -c C100001-9`
    --- exit 4
    ");
    assert_snapshot!(world.run("link cancel lnk_1 -c big-shoes"), @"
    $ partnerctl link cancel lnk_1 -c big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 was withdrawn before
    --- exit 0
    ");
    world.run("link request -p jims-web --target big-shoes").ok();
}

#[test]
fn deleted_link_is_visible_to_staff_only() {
    let mut world = asked();
    world.run("link cancel lnk_1 -c big-shoes").ok();
    assert_snapshot!(world.run("link delete lnk_1 -c big-shoes"), @"
    $ partnerctl link delete lnk_1 -c big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 is hidden from the lists; the audit keeps it.
    --- exit 0
    ");
    for list in ["-c big-shoes", "-p jims-web", "-A"] {
        assert_eq!(world.run(&format!("link list {list} --json")).ok().json(), serde_json::json!([]));
    }
    assert_eq!(world.sql("SELECT count(*) FROM link_list"), ["0"]);
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  cancelled
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example (invited)
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       once
    asked        jim@bigshoes.example  msg_1 written
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    withdrawn    21 Nov 2026 09:00 UTC by jane
    deleted      21 Nov 2026 09:00 UTC
    --- stderr
    hint: ask again with `partnerctl link request -p jims-web --target big-shoes`
    --- exit 0
    ");
    world.run("link delete lnk_1 -c big-shoes").ok().says("lnk_1 was hidden before");
}

#[test]
fn ending_a_link_takes_the_clients_slug() {
    let mut world = asked();
    world.stdin(world.code_for("jim@bigshoes.example"));
    world.run("link approve --code-stdin").ok();
    let before = everything(&world);
    assert_snapshot!(world.run("link remove lnk_1 -c big-shoes"), @"
    $ partnerctl link remove lnk_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: this has to be confirmed, and there is no terminal to ask at; nothing was changed
    hint: if you mean it, add `--confirm big-shoes`; `--dry-run` shows what would happen
    --- exit 8
    ");
    assert_snapshot!(world.run("link remove lnk_1 -c big-shoes --confirm tea-house"), @r#"
    $ partnerctl link remove lnk_1 -c big-shoes --confirm tea-house
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: --confirm says "tea-house" where "big-shoes" is expected; nothing was changed
    hint: you named  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    hint: you typed  tea-house  C100002-4  Tea House  teahouse.example
    --- exit 8
    "#);
    world.answers(&["tea-house"]);
    assert_snapshot!(world.run("link remove lnk_1 -c big-shoes"), @r#"
    $ partnerctl link remove lnk_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: "tea-house" was typed where "big-shoes" was expected; nothing was changed
    hint: you named  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    hint: you typed  tea-house  C100002-4  Tea House  teahouse.example
    --- exit 8
    "#);
    assert_snapshot!(world.run("link remove lnk_1 -c big-shoes -n"), @"
    $ partnerctl link remove lnk_1 -c big-shoes -n
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    hint: to do it, confirm with `--confirm big-shoes`
    lnk_1 would end; no one would enter big-shoes by it any more.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_eq!(everything(&world), before);
    world.answers(&["big-shoes"]);
    assert_snapshot!(world.run("link remove lnk_1 -c big-shoes"), @"
    $ partnerctl link remove lnk_1 -c big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 has ended; no one enters big-shoes by it any more.
    office@jimsweb.example is notified by mail (msg_3) from 21 Nov 2026 09:10 UTC on, when `partnerctl mail deliver` runs; until then `partnerctl undo -c big-shoes --change 10` takes it back, with this mail.
    --- exit 0
    ");
    assert_eq!(state(&mut world, "lnk_1"), "unlinked");
}

#[test]
fn several_links_change_all_or_none() {
    let mut world = asked();
    world.run("partner add 'Other Web' --slug other-web").ok();
    world.run("link request -p other-web --target big-shoes").ok();
    world.run("link request -p jims-web --target tea-house").ok();
    let before = everything(&world);
    for verb in ["cancel", "delete", "resend"] {
        world.run(&format!("link {verb} lnk_1 lnk_3 -c big-shoes")).fails(if verb == "cancel" { 13 } else { 4 });
        assert_eq!(everything(&world), before, "{verb}");
    }
    assert_snapshot!(world.run("link cancel lnk_2 lnk_1 lnk_2 -c big-shoes --columns link_id,state,result"), @"
    $ partnerctl link cancel lnk_2 lnk_1 lnk_2 -c big-shoes --columns link_id,state,result
    link_id  state      result
    ───────────────────────────
    lnk_2    cancelled  updated
    lnk_1    cancelled  updated
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_2 is withdrawn; its codes no longer work.
    lnk_1 is withdrawn; its codes no longer work.
    Mail msg_4 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_4.eml (no mail server is configured).
    Mail msg_5 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_5.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE action = 'link.cancel' AND outcome = 'done'"), ["2"]);
}

#[test]
fn link_of_another_client_is_foreign() {
    let mut world = asked();
    world.pass(Span::HOUR);
    let before = everything(&world);
    for verb in ["approve", "deny", "resend", "cancel", "delete", "process", "remove --confirm tea-house"] {
        let (verb, flags) = verb.split_once(' ').unwrap_or((verb, ""));
        let exit = if matches!(verb, "approve" | "deny") { 5 } else { 13 };
        world.run(&format!("link {verb} lnk_1 -c tea-house {flags}")).fails(exit);
        world.run(&format!("link {verb} lnk_1 {flags}")).fails(10);
        world.run(&format!("link {verb} lnk_9 -c tea-house {flags}")).fails(if exit == 5 { 5 } else { 3 });
        world.run(&format!("link {verb} inv_1 -c tea-house {flags}")).fails(2);
    }
    assert_snapshot!(world.run("link cancel lnk_1 -c tea-house"), @"
    $ partnerctl link cancel lnk_1 -c tea-house
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    error: lnk_1 is not of tea-house: it belongs to big-shoes (C100001-9); nothing was changed
    hint: look it up with `partnerctl link show lnk_1`
    --- exit 13
    ");
    assert_snapshot!(world.run("link cancel lnk_9 -c tea-house"), @"
    $ partnerctl link cancel lnk_9 -c tea-house
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    error: tea-house (C100002-4) has no link lnk_9
    hint: see `partnerctl link list -c tea-house`
    --- exit 3
    ");
    assert_eq!(everything(&world), before);
}

#[test]
fn partner_user_withdraws_own_requests() {
    let mut world = asked();
    world.run("partner add 'Other Web' --slug other-web").ok();
    world.stdin("correct horse battery staple\n");
    world
        .run("partner add-user pat@otherweb.example -p other-web --first-name Pat --last-name Lee --password-stdin")
        .ok();
    let pat = "--as pat@otherweb.example -m 'by phone'";
    world.run(&format!("link request -p other-web --target tea-house {pat}")).ok();
    let before = everything(&world);
    // In a client that their partner does not deal with, and in one where another partner's link is named.
    let hidden = world.run(&format!("link cancel lnk_1 -c big-shoes {pat}")).fails(3);
    let nothing = world.run(&format!("link cancel lnk_9 -c big-shoes {pat}")).fails(3);
    assert_eq!(hidden.err, nothing.err);
    let foreign = world.run(&format!("link cancel lnk_1 -c tea-house {pat}")).fails(3);
    let unknown = world.run(&format!("link cancel lnk_9 -c tea-house {pat}")).fails(3);
    assert_eq!(foreign.err.replace("lnk_1", "lnk_9"), unknown.err);
    let shown = world.run("link show lnk_1 --as pat@otherweb.example").fails(3);
    assert_eq!(
        shown.err.replace("lnk_1", "lnk_9"),
        world.run("link show lnk_9 --as pat@otherweb.example").fails(3).err
    );
    assert_eq!(everything(&world), before);
    world.run(&format!("link cancel lnk_2 -c tea-house {pat}")).ok();
    assert_eq!(state(&mut world, "lnk_2"), "cancelled");
    assert_eq!(state(&mut world, "lnk_1"), "pending");
}
