//! `link edit`: the client's side changes anything at once, the other side only gives up.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{everything, state};
use crate::partner_user::linked;
use crate::support::World;

const JIM: &str = "--as jim@bigshoes.example -m phone";
const ANN: &str = "--as ann@jimsweb.example -m phone";
const ANN_ADDRESS: &str = "ann@jimsweb.example";

/// What lnk_1 gives: permissions and end.
fn terms(world: &World) -> String {
    world.sql("SELECT permissions || ' ' || coalesce(CAST(until AS TEXT), 'endless') FROM link WHERE id = 1").remove(0)
}

fn may(world: &mut World, permission: &str) -> bool {
    world.run(&format!("access check {ANN_ADDRESS} -c big-shoes --permission {permission}")).code == 0
}

#[test]
fn client_side_changes_anything_at_once() {
    let mut world = linked();
    assert_snapshot!(world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices,quotes --until 2027-01-31 {JIM}")), @"
    $ partnerctl link edit lnk_1 -c big-shoes --permissions invoices,quotes --until 2027-01-31 --as jim@bigshoes.example -m phone
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 in big-shoes (C100001-9): may no longer: profile, contacts, products, products.manage, products.sso, domains, domains.manage, tickets, affiliates, emails, orders, settings; until the end of 31 Jan 2027 UTC, was no end.
    --- exit 0
    ");
    assert!(may(&mut world, "invoices") && !may(&mut world, "tickets"));
    assert_snapshot!(world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices,tickets --no-until {JIM} --json")), @r#"
    $ partnerctl link edit lnk_1 -c big-shoes --permissions invoices,tickets --no-until --as jim@bigshoes.example -m phone --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "link_id": "lnk_1",
      "partner": "jims-web",
      "owners": ["jim@bigshoes.example"],
      "state": "linked",
      "origin": "partner",
      "requested_at": "2026-11-21T09:00:07.000Z",
      "expires_at": null,
      "answered_at": "2026-11-21T09:00:08.000Z",
      "answered_by": "jim@bigshoes.example",
      "requested_by": "jane",
      "permissions": ["invoices","tickets"],
      "until": null,
      "mail": "written",
      "result": "updated"
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 in big-shoes (C100001-9): may now: tickets; may no longer: quotes; until no end, was the end of 31 Jan 2027 UTC.
    --- exit 0
    "#);
    assert!(may(&mut world, "tickets") && !may(&mut world, "quotes"));
    let again =
        world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices,tickets --no-until {JIM}")).ok();
    again.says("lnk_1 has just that in big-shoes (C100001-9) already.");
    assert_snapshot!(world.run("client log big-shoes --limit 2").out, @"
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example asked to `link edit` lnk_1, which was so already, saying “phone”
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example changed lnk_1 of jims-web: permissions: with tickets; without quotes; until from the end of 31 Jan 2027 UTC to no end, saying “phone”
    ");
}

/// A partner's people, and support in its own name, only take away; the access is never wider without the client's yes.
#[test]
fn others_only_give_up_what_they_have() {
    for who in [ANN, ""] {
        let mut world = linked();
        let edit = |more: &str| format!("link edit lnk_1 -c big-shoes {more} {who}");
        world.run(&edit("--permissions invoices,quotes")).ok();
        world.run(&edit("--for 90d")).ok();
        let before = (everything(&world), terms(&world));
        for wider in [
            "--permissions invoices,quotes,tickets",
            "--permissions invoices,tickets",
            "--for 91d",
            "--no-until",
            "--permissions invoices --no-until",
        ] {
            world.run(&edit(wider)).fails(5).says("more, or for longer");
            assert_eq!((everything(&world), terms(&world)), before, "{who} {wider}");
        }
        world.run(&edit("--permissions quotes --for 30d")).ok();
        assert_ne!(terms(&world), before.1);
    }
}

#[test]
fn denial_names_the_way_for_support() {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --for 30d").ok();
    assert_snapshot!(world.run("link edit lnk_1 -c big-shoes --no-until"), @"
    $ partnerctl link edit lnk_1 -c big-shoes --no-until
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: jane may not `link edit` so in their own name: only the client gives more, or for longer
    hint: name the owner or admin with `--as EMAIL --reason TEXT`
    --- exit 5
    ");
    assert_snapshot!(world.run(&format!("link edit lnk_1 -c big-shoes --no-until {ANN}")), @"
    $ partnerctl link edit lnk_1 -c big-shoes --no-until --as ann@jimsweb.example -m phone
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: ann@jimsweb.example may not `link edit` so: only an owner or admin of the client gives more, or for longer
    --- exit 5
    ");
    assert_snapshot!(world.run("link edit lnk_1 -c big-shoes"), @"
    $ partnerctl link edit lnk_1 -c big-shoes
    --- stderr
    error: nothing is to be changed
    hint: say what with `--permissions`, `--until`, `--for`, `--no-until`, `--auto-extend` or `--no-auto-extend`; see `partnerctl permission list`
    --- exit 2
    ");
    world.run("link edit lnk_1 -c tea-house --for 30d").fails(13);
}

#[test]
fn admin_gives_no_more_than_they_have() {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --permissions profile --for 30d").ok();
    world.run("invite send nou@bigshoes.example -c big-shoes -r admin --permissions profile,invoices --for 60d").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let mut edit =
        |more: &str| world.run(&format!("link edit lnk_1 -c big-shoes {more} --as nou@bigshoes.example -m phone"));
    edit("--permissions profile,quotes").fails(5).says("they do not have quotes themselves");
    edit("--for 61d").fails(5).says("their own access ends at");
    edit("--no-until").fails(5).says("their own access ends at");
    edit("--permissions profile,invoices --for 59d").ok();
}

/// The link of a client lets its dedicated user in, so that a later end gives what that has.
#[test]
fn longer_link_keeps_its_dedicated_user() {
    let mut world = linked();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run(&format!("user add -c big-shoes -r admin --for-partner jims-web {JIM}")).ok();
    let link = world.run(&format!("link create -p jims-web -c big-shoes --for 30d {JIM}")).ok().id();
    world.run("invite send nou@bigshoes.example -c big-shoes -r admin --permissions profile").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let mut edit = |more: &str| world.run(&format!("link edit {link} -c big-shoes {more}"));
    edit("--for 60d --as nou@bigshoes.example -m x").fails(5).says("which was made for the partner");
    edit("--for 20d --as nou@bigshoes.example -m x").ok();
    edit(&format!("--permissions invoices {JIM}")).fails(4).says("its dedicated user has them");
    edit(&format!("--for 60d {JIM}")).ok();
    let row = world.sql("SELECT origin, state FROM link ORDER BY id DESC LIMIT 1");
    assert_eq!(row, ["client|linked"], "it stays the link that it was");
}

#[test]
fn undo_and_the_past_know_each_edit() {
    let mut world = linked();
    let before = terms(&world);
    let then = world.now().to_rfc3339();
    world.pass(Span::HOUR);
    world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices --for 30d {JIM}")).ok();
    assert!(!may(&mut world, "quotes"));
    let why = |world: &mut World, at: &str| {
        let why = world.run(&format!("access why {ANN_ADDRESS} -c big-shoes --json {at}")).ok().json();
        (why["permissions"].as_array().unwrap().len(), why["until"].is_string())
    };
    assert_eq!(why(&mut world, ""), (1, true));
    assert_eq!(why(&mut world, &format!("--as-of {then}")), (14, false));
    world.run("undo -c big-shoes").ok();
    assert_eq!(terms(&world), before);
    assert!(may(&mut world, "quotes"));
}

/// A step that had passed when the end was given is none, and a new end begins again.
#[test]
fn new_end_is_reminded_of_again() {
    let mut world = linked();
    let reminded = |world: &mut World| {
        world.run("mail deliver").ok();
        world.sql("SELECT days FROM reminder ORDER BY queued_at, days").join(" ")
    };
    world.run(&format!("link edit lnk_1 -c big-shoes --for 20d {JIM}")).ok();
    assert_eq!(reminded(&mut world), "", "thirty days before, the link had no end");
    world.pass(Span::days(14));
    assert_eq!(reminded(&mut world), "7");
    world.run(&format!("link edit lnk_1 -c big-shoes --for 60d {JIM}")).ok();
    assert_eq!(reminded(&mut world), "7");
    world.pass(Span::days(31));
    assert_eq!(reminded(&mut world), "7 30");
}

#[test]
fn shortened_link_lapses_at_its_new_end() {
    let mut world = linked();
    world.run(&format!("link edit lnk_1 -c big-shoes --for 2d {ANN}")).ok();
    assert!(may(&mut world, "invoices"));
    world.pass(Span::days(2));
    assert!(!may(&mut world, "invoices"));
    assert_eq!(state(&mut world, "lnk_1"), "lapsed");
    world.run(&format!("link edit lnk_1 -c big-shoes --for 2d {JIM}")).fails(4).says("lnk_1 is lapsed since");
}
