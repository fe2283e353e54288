//! `user leave`: someone goes by themselves.

use insta::assert_snapshot;

use super::{JIM, SUE, with_sue};
use crate::password::secrets::open_session;

/// S1.17: the associated person may also leave by themselves.
#[test]
fn person_leaves_one_client() {
    let mut world = with_sue();
    open_session(&world, 3, 100_001);
    let line = format!("user leave {SUE} -c big-shoes --as {SUE} -m 'asked by phone'");
    world.run(&line).fails(8).says("--confirm big-shoes");
    world.answers(&["tea-house"]).run(&line).fails(8).says("you typed  tea-house  C100002-4");
    assert_snapshot!(world.run(&format!("{line} --confirm big-shoes")), @"
    $ partnerctl user leave sue@ledger.example -c big-shoes --as sue@ledger.example -m asked by phone --confirm big-shoes
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    sue@ledger.example is notified by mail (msg_5) from 21 Nov 2026 09:10 UTC on, when `partnerctl mail deliver` runs; until then `partnerctl undo -c big-shoes --change 15` takes it back, with this mail.
    sue@ledger.example is no longer admin of big-shoes (C100001-9).
    --- exit 0
    ");
    world.run(&format!("access check {SUE} -c big-shoes --permission profile")).fails(5);
    world.run(&format!("access check {SUE} -c tea-house --permission profile")).ok();
    world
        .run("client log big-shoes")
        .ok()
        .prints("jane for sue@ledger.example gave up the access of sue@ledger.example");
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|the person left"]);
    world.run(&format!("{line} --confirm big-shoes")).fails(3);
}

#[test]
fn a_session_elsewhere_goes_on() {
    let mut world = with_sue();
    open_session(&world, 3, 100_002);
    world.run(&format!("user leave {SUE} -c big-shoes --as {SUE} -m x --confirm big-shoes")).ok();
    assert_eq!(world.sql("SELECT state FROM session"), ["open"]);
}

#[test]
fn only_the_person_leaves_and_no_last_owner() {
    let mut world = with_sue();
    world.run(&format!("user leave {SUE} -c big-shoes --confirm big-shoes")).fails(5).says("--as EMAIL");
    world.run(&format!("user leave {SUE} -c big-shoes --confirm big-shoes --as {JIM} -m x")).fails(5);
    world.run(&format!("user leave {JIM} -c big-shoes --confirm big-shoes --as {JIM} -m x")).ok();
    world
        .run(&format!("user leave {SUE} -c big-shoes --confirm big-shoes --as {SUE} -m x"))
        .fails(4)
        .says("is the last");
}

#[test]
fn what_is_not_theirs_is_kept() {
    let mut world = with_sue();
    world.run("link request -p jims-web --target big-shoes").ok();
    let code = world.codes_for(JIM).pop().unwrap();
    world.stdin(code).run("link approve --code-stdin").ok();
    let pat = "pat@jimsweb.example";
    world.run(&format!("partner add-user {pat} -p jims-web --first-name P --last-name W --generate-password")).ok();
    let line = format!("user leave {pat} -c big-shoes --confirm big-shoes --as {pat} -m x");
    world.run(&line).fails(4).says("by their partner's link");
    world.run(&format!("invite send {pat} -c big-shoes -r manager")).ok();
    world.run(&line).fails(4).says("only invited");
    world.run(&format!("user leave {pat} -c tea-house --confirm tea-house --as {pat} -m x")).fails(3);
}
