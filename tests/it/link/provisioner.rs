//! `links.provisioner` and `link process`: a program that sets links up, and may fail (S3.21).

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{asked, everything, state};
use crate::support::{Real, World};

/// Makes this shell script the provisioner.
fn provisioner(world: &mut World, script: &str) {
    let path = world.write("provision", format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    world.run(&format!("config set links.provisioner {}", path.display())).ok();
}

fn approve(world: &mut World) -> crate::support::Run {
    world.stdin(world.code_for("jim@bigshoes.example"));
    world.run("link approve --code-stdin")
}

/// S3.22
#[test]
fn provisioner_yes_makes_linked() {
    let mut world = asked();
    let got = world.path("got.json");
    provisioner(&mut world, &format!("cat > {}", got.display()));
    assert_snapshot!(approve(&mut world), @"
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
    assert_eq!(state(&mut world, "lnk_1"), "linked");
    let record: serde_json::Value = serde_json::from_str(&world.read("got.json")).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&record).unwrap(), @r#"
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "link_id": "lnk_1",
      "partner": "jims-web",
      "owners": [
        "jim@bigshoes.example"
      ],
      "state": "approved",
      "origin": "partner",
      "requested_at": "2026-11-21T09:00:05.000Z",
      "expires_at": null,
      "answered_at": "2026-11-21T09:00:07.000Z",
      "answered_by": "jim@bigshoes.example",
      "requested_by": "jane",
      "permissions": [
        "profile",
        "contacts",
        "products",
        "products.manage",
        "products.sso",
        "domains",
        "domains.manage",
        "invoices",
        "quotes",
        "tickets",
        "affiliates",
        "emails",
        "orders",
        "settings"
      ],
      "until": null,
      "mail": "written",
      "auto_extend": null,
      "client_name": "Big Shoes Inc.",
      "partner_id": "ptn_1",
      "partner_name": "Jim's Web"
    }
    "#);
    assert_eq!(
        world.sql("SELECT action FROM audit WHERE entity_id = 'lnk_1' ORDER BY id"),
        ["link.request", "link.approve", "link.process"]
    );
}

/// S3.21
#[test]
fn provisioner_no_leaves_approved() {
    let mut world = asked();
    provisioner(&mut world, "echo 'billing is down' >&2; exit 3");
    assert_snapshot!(approve(&mut world), @"
    $ partnerctl link approve --code-stdin
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_2 to office@jimsweb.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    lnk_1 is approved for big-shoes (C100001-9), without end: everything but users
    warning: lnk_1 is approved, but setting it up failed: [DIR]/provision ended with exit code 3: billing is down
    hint: try again with `partnerctl link process lnk_1 -c big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  approved
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example (invited)
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       once
    asked        jim@bigshoes.example  msg_1 written
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    approved     21 Nov 2026 09:00 UTC by jim@bigshoes.example
    set up       failed: [DIR]/provision ended with exit code 3: billing is down
    --- stderr
    hint: set it up with `partnerctl link process lnk_1 -c big-shoes`
    --- exit 0
    ");
    world.run("link request -p jims-web --target big-shoes").ok().says("has agreed already");
    assert_snapshot!(world.run("link process lnk_1 -c big-shoes"), @"
    $ partnerctl link process lnk_1 -c big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    warning: lnk_1 of big-shoes (C100001-9): [DIR]/provision ended with exit code 3: billing is down
    error: lnk_1 stays approved: [DIR]/provision ended with exit code 3: billing is down
    hint: fix the cause and process it again
    --- exit 1
    ");
    provisioner(&mut world, "exit 0");
    assert_snapshot!(world.run("link process -c big-shoes"), @"
    $ partnerctl link process -c big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 is linked.
    --- exit 0
    ");
    assert_eq!(state(&mut world, "lnk_1"), "linked");
    assert_snapshot!(world.run("link process lnk_1 -c big-shoes --json"), @r#"
    $ partnerctl link process lnk_1 -c big-shoes --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","link_id":"lnk_1","partner":"jims-web","owners":["jim@bigshoes.example"],"state":"linked","origin":"partner","requested_at":"2026-11-21T09:00:05.000Z","expires_at":null,"answered_at":"2026-11-21T09:00:07.000Z","answered_by":"jim@bigshoes.example","requested_by":"jane","permissions":["profile","contacts","products","products.manage","products.sso","domains","domains.manage","invoices","quotes","tickets","affiliates","emails","orders","settings"],"until":null,"mail":"written","result":"unchanged"}
    ]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    --- exit 0
    "#);
    assert_snapshot!(world.run("link process -c big-shoes --json"), @"
    $ partnerctl link process -c big-shoes --json
    []
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    note: no link waits to be set up
    --- exit 0
    ");
}

#[test]
fn hanging_provisioner_is_stopped() {
    let mut world = asked();
    provisioner(&mut world, "sleep 60");
    world.patience(Duration::from_millis(200));
    approve(&mut world).ok().says("took longer than 200 ms");
    assert_eq!(state(&mut world, "lnk_1"), "approved");
}

#[test]
fn a_dry_run_starts_no_program() {
    let mut world = asked();
    let trace = world.path("trace");
    provisioner(&mut world, &format!("touch {}; exit 1", trace.display()));
    world.stdin(world.code_for("jim@bigshoes.example"));
    world.run("link approve --code-stdin -n").ok();
    assert!(!trace.exists());
    approve(&mut world).ok();
    assert!(trace.exists());
    std::fs::remove_file(&trace).unwrap();
    let before = everything(&world);
    assert_snapshot!(world.run("link process lnk_1 -c big-shoes -n"), @"
    $ partnerctl link process lnk_1 -c big-shoes -n
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 would be linked.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert!(!trace.exists());
    assert_eq!(everything(&world), before);
}

#[test]
fn foreign_link_is_not_set_up() {
    let mut world = asked();
    let trace = world.path("trace");
    provisioner(&mut world, "exit 1");
    approve(&mut world).ok();
    provisioner(&mut world, &format!("touch {}", trace.display()));
    world.run("link process lnk_1 -c tea-house").fails(13).says("lnk_1 is not of tea-house");
    assert!(!trace.exists());
}

#[test]
fn all_waiting_are_processed_by_number() {
    let mut world = asked();
    world.run("link request -p jims-web --target tea-house").ok();
    provisioner(&mut world, "exit 1");
    approve(&mut world).ok();
    world.stdin(world.code_for("tia@teahouse.example"));
    world.run("link approve --code-stdin").ok();
    provisioner(&mut world, "grep -q tea-house");
    let before = everything(&world);
    assert_snapshot!(world.run("link process -A"), @"
    $ partnerctl link process -A
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from -A]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from -A]
    error: no --expect-clients was given, but 2 links of 2 clients wait to be set up; nothing was changed
    hint: look again; `--dry-run` shows what would happen
    hint: if you mean it, add `--expect-clients 2`
    --- exit 8
    ");
    world.run("link process -A --expect-clients 3").fails(8);
    world.run("link process").fails(10);
    world.run("link process --expect-clients 2 -c big-shoes").fails(8);
    assert_eq!(everything(&world), before);
    assert_snapshot!(world.run("link process -A --expect-clients 2 --columns link_id,state,result"), @"
    $ partnerctl link process -A --expect-clients 2 --columns link_id,state,result
    link_id  state     result
    ──────────────────────────
    lnk_1    approved  failed
    lnk_2    linked    updated
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from -A]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from -A]
    warning: lnk_1 of big-shoes (C100001-9): [DIR]/provision ended with exit code 1
    lnk_2 is linked.
    error: 1 of 2 links stay approved
    hint: see the reasons with `partnerctl link show LNK`, fix the cause and process them again
    --- exit 7
    ");
    world.answers(&["1"]);
    world.run("link process -A").fails(1).says("lnk_1 stays approved");
}

/// Two real processes at once: the program is started once, and the other process says why it did nothing.
#[test]
fn one_of_two_processes_starts_the_program() {
    let real = Real::new();
    real.run("partner add Web --slug web").ok();
    real.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example").ok();
    real.run("invite send --owners -c big-shoes").ok();
    real.run("invite accept inv_1 -c big-shoes --as jim@bigshoes.example -m phone").ok();
    let script = |name: &str, text: &str| {
        let path = real.path(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        real.run(&format!("config set links.provisioner {}", path.display())).ok();
    };
    script("no", "exit 1");
    real.run("link create -p web -c big-shoes --as jim@bigshoes.example -m phone").ok();
    script("slow", &format!("echo started >> {}; sleep 1", real.path("starts").display()));
    let runs: Vec<_> = std::thread::scope(|scope| {
        let lines = ["link process lnk_1 -c big-shoes", "link process lnk_1 -c big-shoes", "link process -c big-shoes"];
        let started: Vec<_> = lines.iter().map(|line| scope.spawn(|| real.run(line))).collect();
        started.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(std::fs::read_to_string(real.path("starts")).unwrap(), "started\n");
    let done = runs.iter().filter(|run| run.code == 0).count();
    assert!(done >= 1, "{runs:?}");
    for run in runs.into_iter().filter(|run| run.code != 0) {
        run.fails(4).says("is being set up by another process at this moment").says("link show lnk_1");
    }
    assert_eq!(real.sqlite3("SELECT state FROM link").ok().out, "linked\n");
    assert_eq!(real.sqlite3("SELECT count(*) FROM link_claim").ok().out, "0\n");
}

#[test]
fn dead_process_gives_the_link_back() {
    let mut world = asked();
    provisioner(&mut world, "exit 1");
    approve(&mut world).ok();
    provisioner(&mut world, "true");
    let until = (world.now() + Span::minutes(1)).ms();
    world.tamper(&format!("INSERT INTO link_claim (link_id, client_id, claimed_until) VALUES (1, 100001, {until})"));
    assert_snapshot!(world.run("link process lnk_1 -c big-shoes"), @"
    $ partnerctl link process lnk_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: lnk_1 of big-shoes (C100001-9) is being set up by another process at this moment
    hint: see how that ended with `partnerctl link show lnk_1`; if it never ends, try again from 21 Nov 2026 09:01 UTC
    --- exit 4
    ");
    world.pass(Span::minutes(1)).run("link process lnk_1 -c big-shoes").ok().says("lnk_1 is linked");
    assert_eq!(state(&mut world, "lnk_1"), "linked");
}

/// Of many, what another has leased is passed over.
#[test]
fn link_in_progress_is_passed_over() {
    let mut world = asked();
    world.run("link request -p jims-web --target tea-house").ok();
    provisioner(&mut world, "exit 1");
    approve(&mut world).ok();
    world.stdin(world.code_for("tia@teahouse.example"));
    world.run("link approve --code-stdin").ok();
    provisioner(&mut world, "true");
    let until = (world.now() + Span::minutes(1)).ms();
    world.tamper(&format!("INSERT INTO link_claim (link_id, client_id, claimed_until) VALUES (1, 100001, {until})"));
    assert_snapshot!(world.run("link process -A --expect-clients 2 --columns link_id,state,result"), @"
    $ partnerctl link process -A --expect-clients 2 --columns link_id,state,result
    link_id  state     result
    ──────────────────────────
    lnk_1    approved  skipped
    lnk_2    linked    updated
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from -A]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from -A]
    warning: lnk_1 of big-shoes (C100001-9) is being set up by another process at this moment
    lnk_2 is linked.
    --- exit 0
    ");
}

/// The partner and its program learn that the end moves by itself.
#[test]
fn it_and_the_partner_learn_that_the_link_goes_on() {
    let mut world = asked();
    let got = world.path("got.json");
    provisioner(&mut world, &format!("cat > {}", got.display()));
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin --for 90d --auto-extend 6mo").ok();
    let record: serde_json::Value = serde_json::from_str(&world.read("got.json")).unwrap();
    assert_eq!((&record["auto_extend"], &record["until"].as_str().unwrap()[..10]), (&"6mo".into(), "2027-02-19"));
    let mail = crate::invite::newest_mail(&world, "office@jimsweb.example");
    assert!(mail.contains("Goes on by: 6 months"), "{mail}");
}
