//! `client associate` and `client dissociate`: support notes who referred whom (S0.11–S0.13).

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::{Frozen, World};

const STORED: &str = "SELECT client_id, tab, state, associated_by FROM association";

/// The story, with pat, who reaches every client of Jim's Web, and pete, who reaches none yet.
fn with_users() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        for (address, scope) in [("pat@jimsweb.example", ""), ("pete@jimsweb.example", "--no-clients")] {
            let names = "--first-name P --last-name W --password-file password";
            world.run(&format!("partner add-user {address} -p jims-web {names} {scope}")).ok();
        }
        world.freeze()
    });
    FROZEN.thaw()
}

/// S0.11, S0.12
#[test]
fn client_is_on_one_tab_of_its_partner() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("client associate big-shoes -p jims-web"), @"
    $ partnerctl client associate big-shoes -p jims-web
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is associated with jims-web (ptn_1), on the tab active.
    hint: see what else is missing with `partnerctl client readiness big-shoes -p jims-web`
    --- exit 0
    ");
    assert_snapshot!(world.run("client associate big-shoes -p jims-web"), @"
    $ partnerctl client associate big-shoes -p jims-web
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is associated with jims-web (ptn_1) already, on the tab active.
    --- exit 0
    ");
    world.pass(Span::HOUR);
    assert_snapshot!(world.run("client associate C100001-9 -p ptn_1 --tab trial --json"), @r#"
    $ partnerctl client associate C100001-9 -p ptn_1 --tab trial --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "partner": "jims-web",
      "tab": "trial",
      "result": "updated"
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is on the tab trial of jims-web (ptn_1) now, no longer on active.
    --- exit 0
    "#);
    assert_eq!(world.sql(STORED), ["100001|trial|associated|jane"]);
    for tab in ["active", "trial", "free", "cancelled", "expired", "pending"] {
        world.run(&format!("client associate big-shoes -p jims-web --tab {tab}")).ok();
        assert_eq!(world.sql("SELECT tab FROM association"), [tab]);
    }
    assert_snapshot!(world.run("client associate big-shoes -p jims-web --tab activ"), @r#"
    $ partnerctl client associate big-shoes -p jims-web --tab activ
    --- stderr
    error: "activ" is not a tab of the dashboard
    hint: did you mean `active`?
    hint: allowed are: active, trial, free, cancelled, expired, pending
    --- exit 2
    "#);
    assert_snapshot!(world.run("client dissociate big-shoes -p jims-web"), @"
    $ partnerctl client dissociate big-shoes -p jims-web
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is no longer associated with jims-web (ptn_1); it was on the tab pending.
    --- exit 0
    ");
    assert_snapshot!(world.run("client dissociate big-shoes -p jims-web --csv"), @"
    $ partnerctl client dissociate big-shoes -p jims-web --csv
    client_id,client_slug,partner,tab,result
    C100001-9,big-shoes,jims-web,,unchanged
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is not associated with jims-web (ptn_1).
    --- exit 0
    ");
    world.run("client associate big-shoes -p jims-web").ok();
    assert_eq!(world.sql("SELECT count(*) FROM association_history"), ["9"], "each version is kept");
    assert_snapshot!(world.run("client log big-shoes --limit 5"), @"
    $ partnerctl client log big-shoes --limit 5
    21 Nov 2026 10:00 UTC  jane associated the client with jims-web, on the tab active
    21 Nov 2026 10:00 UTC  jane asked to `client dissociate` C100001-9, which was so already
    21 Nov 2026 10:00 UTC  jane took the association with jims-web away
    21 Nov 2026 10:00 UTC  jane associated the client with jims-web, on the tab pending, before on expired
    21 Nov 2026 10:00 UTC  jane associated the client with jims-web, on the tab expired, before on cancelled
    --- stderr
    hint: the list goes on: `partnerctl client log big-shoes --limit 5 --after 12`
    --- exit 0
    ");
}

/// S0.13
#[test]
fn only_support_associates() {
    let mut world = with_users();
    world.run("invite send --owners -c big-shoes").ok();
    crate::invite::accept(&mut world, "jim@bigshoes.example");
    world.run("client associate big-shoes -p jims-web").ok();
    for actor in ["jim@bigshoes.example", "pat@jimsweb.example"] {
        for verb in ["associate", "dissociate"] {
            let run = world.run(&format!("client {verb} big-shoes -p jims-web --as {actor} -m please"));
            run.fails(5).says("support may do it without `--as`");
        }
    }
    world.run("staff add auditor --name Auditor --read-only").ok();
    world.account("auditor").run("client dissociate big-shoes -p jims-web").fails(5);
    assert_eq!(world.sql(STORED), ["100001|active|associated|jane"]);
}

/// S0.11
#[test]
fn association_shows_and_admits_no_one() {
    let mut world = with_users();
    let listed = |world: &mut World, actor: &str| {
        world.run(&format!("client list --columns client_slug --csv --as {actor}")).ok().out
    };
    let check = "access check pat@jimsweb.example -c big-shoes --permission profile";
    assert_eq!(listed(&mut world, "pat@jimsweb.example"), "client_slug\n");
    world.run("client associate big-shoes -p jims-web").ok();
    assert_eq!(listed(&mut world, "pat@jimsweb.example"), "client_slug\nbig-shoes\n");
    assert_eq!(listed(&mut world, "pete@jimsweb.example"), "client_slug\n", "not in his scope");
    world.run("client find shoes --as pat@jimsweb.example").ok().prints("big-shoes");
    world.run("client show big-shoes --as pat@jimsweb.example").fails(5).says("someone who may enter the client");
    world.run("client show big-shoes --as pete@jimsweb.example").fails(3);
    world.run("client show tea-house --as pat@jimsweb.example").fails(3);
    world.run(check).fails(5).prints("the partner has no link here");
    world.run("client dissociate big-shoes -p jims-web").ok();
    assert_eq!(listed(&mut world, "pat@jimsweb.example"), "client_slug\n");
}

#[test]
fn association_needs_existing_parties() {
    let mut world = World::with_story();
    world.run("client associate big-shoes").fails(2).says("missing: -p PARTNER");
    world.run("client associate big-shoe -p jims-web").fails(3).says("there is big-shoes");
    world.run("client associate bigshoes.example -p jims-web").fails(2);
    world.run("client associate big-shoes -p jims-wed").fails(3).says("there is jims-web");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    world.run("client associate big-shoes -p jims-web").fails(12);
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    world.run("client edit big-shoes --slug large-shoes").ok();
    world.run("client associate big-shoes -p jims-web").fails(14);
    world.run("client associate large-shoes -p jims-web -n").ok();
    assert!(world.sql(STORED).is_empty());
}
