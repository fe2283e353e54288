//! A login is switched off and on (S4.15).

use insta::assert_snapshot;

use super::{JIM, SUE, TIA, in_logs, join, with_sue};
use crate::password::secrets::open_session;
use crate::support::World;

/// S4.15: active or not, by `user deactivate` and `user activate`.
#[test]
fn login_is_deactivated_in_every_client() {
    let mut world = with_sue();
    let line = format!("user deactivate {SUE} --confirm {SUE} --expect-clients 2 -m left");
    assert_snapshot!(world.run(&line), @"
    $ partnerctl user deactivate sue@ledger.example --confirm sue@ledger.example --expect-clients 2 -m left
    usr_3
    --- stderr
    sue@ledger.example (usr_3) reaches 2 clients:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of sue@ledger.example]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the reach of sue@ledger.example]
    The login sue@ledger.example is inactive now.
    --- exit 0
    ");
    for client in ["big-shoes", "tea-house"] {
        world.run(&format!("access check {SUE} -c {client} --permission profile")).fails(5);
        world.run(&format!("client log {client}")).ok().prints("deactivated the login sue@ledger.example");
    }
    assert_eq!(in_logs(&world, "user.deactivate"), ["big-shoes", "tea-house"]);
    world.run(&format!("user list -c big-shoes --as {SUE}")).fails(5).says("inactive");
    assert_snapshot!(world.run(&format!("user deactivate {SUE} --json")), @r#"
    $ partnerctl user deactivate sue@ledger.example --json
    {
      "user_id": "usr_3",
      "email": "sue@ledger.example",
      "state": "inactive",
      "clients": ["big-shoes","tea-house"],
      "client_count": 2,
      "session_ended": false,
      "confirm": null,
      "result": "unchanged",
      "withdrawn": []
    }
    --- stderr
    sue@ledger.example (usr_3) reaches 2 clients:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of sue@ledger.example]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the reach of sue@ledger.example]
    The login sue@ledger.example is inactive already.
    --- exit 0
    "#);
    assert_snapshot!(world.run(&format!("user activate {SUE} --expect-clients 2")), @"
    $ partnerctl user activate sue@ledger.example --expect-clients 2
    usr_3
    --- stderr
    sue@ledger.example (usr_3) reaches 2 clients:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of sue@ledger.example]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the reach of sue@ledger.example]
    The login sue@ledger.example is active now.
    --- exit 0
    ");
    world.run(&format!("access check {SUE} -c tea-house --permission profile")).ok();
    assert_eq!(in_logs(&world, "user.activate"), ["big-shoes", "tea-house"]);
    world.run(&format!("user activate {SUE}")).ok().says("is active already");
}

#[test]
fn scripts_name_address_and_number() {
    let mut world = with_sue();
    let off = format!("user deactivate {SUE}");
    world.answers(&["sue@else.example"]).run(&off).fails(8).says("was expected");
    world.run(&off).fails(8).says("--expect-clients 2");
    world.run(&format!("{off} --expect-clients 2")).fails(8).says(&format!("--confirm {SUE}"));
    world.run(&format!("{off} --confirm {SUE}")).fails(8).says("--expect-clients 2");
    world.run(&format!("{off} --confirm {SUE} --expect-clients 3")).fails(8).says("reaches 2 clients");
    world.run(&format!("{off} --confirm usr_3 --expect-clients 2")).fails(8);
    let dry_run = world.run(&format!("{off} -n --json"));
    assert_eq!(dry_run.json()["confirm"], SUE);
    assert_eq!(dry_run.json()["client_count"], 2);
    assert_eq!(world.sql("SELECT state FROM login WHERE email_key LIKE 'sue@%'"), ["active"]);
    world.answers(&[SUE]).run(&off).ok();
    world.run(&format!("user activate {SUE}")).fails(8).says("--expect-clients 2");
    world.answers(&["1"]).run(&format!("user activate {SUE}")).fails(8);
    world.run(&format!("user activate {SUE} --confirm {JIM} --expect-clients 2")).fails(8);
    world.answers(&["2"]).run(&format!("user activate {SUE} --confirm {SUE}")).ok();
}

/// docs/reference.md#rules: refused as a whole, naming each client.
#[test]
fn last_owner_is_not_deactivated() {
    let mut world = with_sue();
    world.run(&format!("user remove {JIM} -c big-shoes --confirm big-shoes")).ok();
    world.run(&format!("user remove {TIA} -c tea-house --confirm tea-house")).ok();
    let line = format!("user deactivate {SUE} --confirm {SUE} --expect-clients 2");
    assert_snapshot!(world.run(&line), @"
    $ partnerctl user deactivate sue@ledger.example --confirm sue@ledger.example --expect-clients 2
    --- stderr
    sue@ledger.example (usr_3) reaches 2 clients:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of sue@ledger.example]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the reach of sue@ledger.example]
    error: sue@ledger.example is the last person who can administer big-shoes (C100001-9), tea-house (C100002-4) without an end: an owner or admin with the permission `users`, without term, on an active login with a password; nothing was changed
    hint: let another owner in first: `partnerctl invite send EMAIL -r owner -c big-shoes`
    hint: let another owner in first: `partnerctl invite send EMAIL -r owner -c tea-house`
    hint: if it must be, support adds `--override last-owner --reason TEXT`
    --- exit 4
    ");
    assert_eq!(world.sql("SELECT state FROM login WHERE email_key LIKE 'sue@%'"), ["active"]);
    world.run(&format!("{line} --as {SUE} -m x --override last-owner")).fails(5);
    world.run(&format!("{line} --override last-owner")).fails(2).says("needs a reason");
    world.run(&format!("{line} --override last-owner -m 'court order'")).ok();
    assert!(
        world.sql("SELECT details FROM audit WHERE action = 'user.deactivate' AND outcome = 'done'")[0]
            .contains("last-owner")
    );
}

#[test]
fn sessions_end_and_invitations_wait() {
    let mut world = with_sue();
    world.run("client add Third --slug third-one --owner o@third.example").ok();
    world.run(&format!("invite send {SUE} -c third-one -r manager")).ok();
    let invitation = world.code_for(SUE);
    world.run(&format!("user reset-password {SUE}")).ok();
    let reset = world.code_for(SUE);
    open_session(&world, 3, 100_002);
    let line = format!("user deactivate {SUE} --confirm {SUE} --expect-clients 3");
    world.run(&line).ok().says("third-one").says("The open session ended.");
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|the login was deactivated"]);
    world.stdin(invitation.clone()).run("invite accept --code-stdin").fails(4).says("is inactive");
    let set = "user set-password sue@ledger.example --code-stdin";
    world.stdin(format!("{reset}\nkestrel orchard 55 velvet\n")).run(set).fails(6).says("withdrawn");
    world.run(&format!("user activate {SUE} --expect-clients 3")).ok();
    assert_eq!(world.sql("SELECT state FROM session"), ["closed"], "nothing comes back but the login");
    world.stdin(format!("{reset}\nkestrel orchard 55 velvet\n")).run(set).fails(6);
    world.stdin(invitation).run("invite accept --code-stdin").ok();
}

#[test]
fn only_activated_logins_can_be_deactivated() {
    let mut world = World::with_story();
    world.run(&format!("user activate {JIM}")).fails(4).says("never activated").says("invite list");
    world.run(&format!("user deactivate {JIM}")).fails(4).says("never activated");
    let add =
        "partner add-user off@jimsweb.example -p jims-web --first-name O --last-name F --inactive --generate-password";
    world.run(add).ok();
    let run = world.run("user activate off@jimsweb.example");
    run.ok().says("reaches no client").says("is active now");
    assert_eq!(world.sql("SELECT state, activated_at IS NULL FROM login WHERE email_key LIKE 'off@%'"), ["active|0"]);
    world.run("user activate ghost@nowhere.example").fails(3).says("no one here is known");
}

/// A partner user reaches what the partner's links reach.
#[test]
fn partner_user_is_shown_with_linked_clients() {
    let mut world = with_sue();
    world.run("link request -p jims-web --target big-shoes --target tea-house").ok();
    for owner in [JIM, TIA] {
        let code = world.codes_for(owner).into_iter().rfind(|code| code.starts_with("pcl_")).unwrap();
        world.stdin(code).run("link approve --code-stdin").ok();
    }
    let who = "-p jims-web --first-name P --last-name W --generate-password";
    world.run(&format!("partner add-user pat@jimsweb.example {who}")).ok();
    world.run(&format!("partner add-user pete@jimsweb.example {who} --clients tea-house")).ok();
    world.run("user deactivate pat@jimsweb.example -n").ok().says("big-shoes  C100001-9").says("tea-house  C100002-4");
    let pete = world.run("user deactivate pete@jimsweb.example --confirm pete@jimsweb.example").ok();
    assert!(!pete.err.contains("big-shoes"), "{pete}");
    assert_eq!(in_logs(&world, "user.deactivate"), ["tea-house"]);
}

#[test]
fn only_staff_and_the_person_may() {
    let mut world = with_sue();
    let off = |world: &mut World, whom: &str, by: &str| {
        world.run(&format!("user deactivate {whom} --confirm {whom} --expect-clients 2 --as {by} -m x"))
    };
    // An owner of one of the clients may take her out of it, but not switch her off.
    let others = off(&mut world, SUE, JIM);
    let unknown = off(&mut world, "ghost@nowhere.example", JIM);
    assert_eq!((others.code, others.err.replace(SUE, "X")), (5, unknown.err.replace("ghost@nowhere.example", "X")));
    world.run("staff add auditor --name A --read-only").ok();
    world.account("auditor").run(&format!("user deactivate {SUE}")).fails(5);
    world.account("jane");
    off(&mut world, SUE, SUE).ok();
    world.run(&format!("user activate {SUE} --expect-clients 2 --as {SUE} -m x")).fails(5).says("inactive");
}

/// The veto speaks against every client that the login reaches.
#[test]
fn veto_stops_a_login_of_another_client() {
    let mut world = with_sue();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    let line = format!("user deactivate {SUE} --confirm {SUE} --expect-clients 2");
    world.run(&line).fails(12).says("tea-house (C100002-4)");
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,tea-house");
    world.run(&line).ok();
}

#[test]
fn two_mutual_last_admins_cannot_both_go() {
    let mut world = with_sue();
    join(&mut world, "max@bigshoes.example", "big-shoes", "manager");
    world.run(&format!("user deactivate {JIM} --confirm {JIM}")).ok();
    world
        .run(&format!("user deactivate {SUE} --confirm {SUE} --expect-clients 2"))
        .fails(4)
        .says("big-shoes (C100001-9)");
}
