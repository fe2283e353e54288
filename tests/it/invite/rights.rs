//! Who may invite whom, and what is foreign.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::holdings;
use crate::support::{Frozen, World};

/// Jim owns big-shoes, Ann is its admin with few permissions, Max its manager; Tia owns tea-house.
fn story() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send jim@bigshoes.example -c big-shoes").ok();
        world.run("invite send ann@bigshoes.example -c big-shoes -r admin --permissions profile,users").ok();
        world.run("invite send max@bigshoes.example -c big-shoes -r manager").ok();
        world.run("invite send tia@teahouse.example -c tea-house").ok();
        for address in ["jim@bigshoes.example", "ann@bigshoes.example", "max@bigshoes.example", "tia@teahouse.example"]
        {
            super::accept(&mut world, address);
        }
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn no_one_invites_above_their_own_rights() {
    let mut world = story();
    let before = holdings(&world);
    for (actor, flags, exit, said) in [
        ("max", "-r guest", 5, "may not `invite send`"),
        ("ann", "-r owner", 5, "the role owner is above their own"),
        ("ann", "-r manager", 5, "they do not have contacts"),
        ("ann", "-r guest --permissions invoices", 5, "they do not have invoices"),
    ] {
        let line =
            format!("invite send x@bigshoes.example -c big-shoes {flags} --as {actor}@bigshoes.example -m asked");
        world.run(&line).fails(exit).says(said);
    }
    world.run("invite send x@bigshoes.example -c big-shoes -r guest --as jim@bigshoes.example").fails(2).says("reason");
    world.run("invite send x@bigshoes.example -c tea-house -r guest --as jim@bigshoes.example -m x").fails(3);
    world.run("staff add auditor --name Auditor --read-only").ok();
    world.account("auditor").run("invite send x@bigshoes.example -c big-shoes -r guest").fails(5);
    world.account("intruder").run("invite send x@bigshoes.example -c big-shoes -r guest").fails(1);
    assert_eq!(holdings(world.account("jane")).len(), before.len());
    world.run("invite send x@bigshoes.example -c big-shoes -r guest --as ann@bigshoes.example -m asked").ok();
    assert_eq!(world.sql("SELECT invited_by FROM invitation ORDER BY id DESC LIMIT 1"), ["ann@bigshoes.example"]);
    world.run("invite send y@bigshoes.example -c big-shoes -r owner --as jim@bigshoes.example -m asked").ok();
    let line = "invite cancel y@bigshoes.example -c big-shoes --as ann@bigshoes.example -m x";
    world.run(line).fails(5).says("above their own");
    world.run("invite resend y@bigshoes.example -c big-shoes --as ann@bigshoes.example -m x").fails(5);
}

#[test]
fn foreign_invitation_is_known_only_to_its_readers() {
    let mut world = story();
    world.run("invite send x@bigshoes.example -c big-shoes -r guest").ok();
    world.pass(Span::MINUTE);
    let before = holdings(&world);
    for verb in ["resend", "cancel"] {
        assert!(
            world.run(&format!("invite {verb} inv_5 -c tea-house")).fails(13).err.contains("inv_5 is not of tea-house")
        );
        let line = |id: &str| format!("invite {verb} {id} -c tea-house --as tia@teahouse.example -m x");
        let foreign = world.run(&line("inv_5")).fails(3);
        let unknown = world.run(&line("inv_99")).fails(3);
        assert_eq!(foreign.err.replace("inv_5", "inv_99"), unknown.err);
        world
            .run(&format!("invite {verb} x@bigshoes.example -c tea-house"))
            .fails(3)
            .says("was never invited to tea-house");
        world.run(&format!("invite {verb} inv_5")).fails(10);
        world.run(&format!("invite {verb} lnk_5 -c big-shoes")).fails(2);
        // One that is wrong stops all of them.
        world.run(&format!("invite {verb} inv_5 inv_99 -c big-shoes")).fails(3);
    }
    assert_snapshot!(world.run("invite cancel inv_5 -c tea-house --json"), @r#"
    $ partnerctl invite cancel inv_5 -c tea-house --json
    --- stderr
    {"error":{"code":"foreign_entity","message":"inv_5 is not of tea-house: it belongs to big-shoes (C100001-9); nothing was changed","hints":["look it up with `partnerctl invite show inv_5`"],"entity_id":"inv_5","client_id":"C100002-4","client_slug":"tea-house","other_client_id":"C100001-9","other_client_slug":"big-shoes","notes":["▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]"]}}
    --- exit 13
    "#);
    assert_eq!(holdings(&world), before);
}

#[test]
fn second_withdrawal_is_unchanged() {
    let mut world = story();
    world.run("invite send x@bigshoes.example y@bigshoes.example -c big-shoes -r guest").ok();
    assert_snapshot!(world.run("invite cancel inv_5 y@bigshoes.example -c big-shoes -m 'wrong people'"), @"
    $ partnerctl invite cancel inv_5 y@bigshoes.example -c big-shoes -m wrong people
    inv_5
    inv_6
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    inv_5 to x@bigshoes.example is withdrawn; its code is dead.
    inv_6 to y@bigshoes.example is withdrawn; its code is dead.
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT state, reason, answered_by FROM invitation WHERE id > 4"),
        ["cancelled|wrong people|jane", "cancelled|wrong people|jane"]
    );
    let before = holdings(&world);
    assert_snapshot!(world.run("invite cancel inv_5 -c big-shoes --csv --columns invitation_id,state,result"), @"
    $ partnerctl invite cancel inv_5 -c big-shoes --csv --columns invitation_id,state,result
    invitation_id,state,result
    inv_5,cancelled,unchanged
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    inv_5 was withdrawn already.
    --- exit 0
    ");
    assert_snapshot!(world.run("invite cancel jim@bigshoes.example -c big-shoes"), @"
    $ partnerctl invite cancel jim@bigshoes.example -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: inv_1 is accepted since 21 Nov 2026 09:00 UTC; it cannot be cancelled
    hint: change what the person may do with `partnerctl user edit usr_1 -c C100001-9`
    --- exit 4
    ");
    assert_eq!(holdings(&world), before);
    world.run("invite send x@bigshoes.example -c big-shoes").ok();
}
