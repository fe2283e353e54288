//! `link create`: the client links a partner by itself (S0.15, S0.16).

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::owners::{active, join};
use super::{everything, state};

const JIM: &str = "--as jim@bigshoes.example -m 'asked for by phone'";

#[test]
fn owner_links_at_once() {
    let mut world = active();
    let line = format!("link create -p jims-web -c big-shoes {JIM} --for 90d");
    assert_snapshot!(world.run(&line), @"
    $ partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m asked for by phone --for 90d
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 links Jim's Web and big-shoes (C100001-9) until 19 Feb 2027 09:00 UTC
    hint: not ready yet: the client has made no dedicated user for the partner; the client does it with `partnerctl user add -c big-shoes -r supervisor --for-partner jims-web --as jim@bigshoes.example -m 'asked for by phone'`
    --- exit 0
    ");
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  linked
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example
    partner      jims-web  ptn_1  Jim's Web
    created      21 Nov 2026 09:00 UTC by jim@bigshoes.example
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    approved     21 Nov 2026 09:00 UTC by jim@bigshoes.example
    linked       21 Nov 2026 09:00 UTC
    until        19 Feb 2027 09:00 UTC
    --- stderr
    hint: end it with `partnerctl link remove lnk_1 -c big-shoes`
    --- exit 0
    ");
    world.pass(Span::HOUR);
    assert_snapshot!(world.run(&line), @"
    $ partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m asked for by phone --for 90d
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 links the two already.
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("link create -p jims-web -c big-shoes {JIM} --for 30d")), @"
    $ partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m asked for by phone --for 30d
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: lnk_1 is linked since 21 Nov 2026 09:00 UTC; it cannot be created again
    hint: ask for more, or for longer, with `partnerctl link extend lnk_1 -c C100001-9`
    hint: end it with `partnerctl link remove lnk_1 -c C100001-9`
    --- exit 4
    ");
    assert_eq!(
        world.sql("SELECT actor, acting_as, reason FROM audit WHERE action = 'link.create' AND outcome = 'done'"),
        ["jane|jim@bigshoes.example|asked for by phone"]
    );
    assert_eq!(world.sql("SELECT expires_at FROM link_list"), [""], "nothing waits for an answer");
}

#[test]
fn terminal_picks_the_partner_by_name() {
    let mut world = active();
    world.run("partner add 'Ann Accounting' --slug ann-accounting").ok();
    world.run(&format!("link create -c big-shoes {JIM}")).fails(2).says("name it with `--partner SLUG`");
    world.answers(&["Ann Accounting (ann-accounting)", "jims-web"]);
    world.run(&format!("link create -c big-shoes {JIM}")).fails(8).says("--partner ann-accounting");
    assert_eq!(world.sql("SELECT count(*) FROM link"), ["0"], "a choice from a list is confirmed by the slug");
    world.answers(&["Ann Accounting (ann-accounting)", "ann-accounting"]);
    world.run(&format!("link create -c big-shoes {JIM}")).ok();
    assert_eq!(world.sql("SELECT partner FROM link_list"), ["ann-accounting"]);
}

#[test]
fn requested_link_is_approved_not_created() {
    let mut world = active();
    world.run("link request -p jims-web --target big-shoes").ok();
    assert_snapshot!(world.run(&format!("link create -p jims-web -c big-shoes {JIM}")), @"
    $ partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m asked for by phone
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: lnk_1 is pending until 28 Nov 2026 09:00 UTC; it cannot be created again
    hint: the client answers with `partnerctl link approve lnk_1 -c C100001-9`, or with `deny`
    hint: send it again with `partnerctl link resend lnk_1 -c C100001-9`, or withdraw it with `cancel`
    --- exit 4
    ");
    world.pass(Span::WEEK);
    world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok();
    assert_eq!(world.sql("SELECT id, state FROM link ORDER BY id"), ["1|expired", "2|linked"]);
}

#[test]
fn client_may_link_after_its_own_denial() {
    let mut world = active();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run(&format!("link deny lnk_1 -c big-shoes {JIM}")).ok();
    world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok();
    assert_eq!(state(&mut world, "lnk_2"), "linked");
}

#[test]
fn only_client_side_may_create() {
    let mut world = active();
    join(&mut world, "mia@bigshoes.example", "-r manager");
    join(&mut world, "ada@bigshoes.example", "-r admin");
    let before = everything(&world);
    let create = |flags: &str| format!("link create -p jims-web -c big-shoes {flags}");
    assert_snapshot!(world.run(&create("")), @"
    $ partnerctl link create -p jims-web -c big-shoes
    --- stderr
    error: jane may not `link create` in their own name: it is for others to do
    hint: name the person with `--as EMAIL --reason TEXT`
    --- exit 5
    ");
    world.run(&create("--as mia@bigshoes.example -m x")).fails(5);
    let unknown = world.run("link create -p jims-wed -c big-shoes --as mia@bigshoes.example -m x").fails(5);
    assert!(!unknown.err.contains("jims-web"), "anyone who may not learns nothing of partners: {unknown}");
    world.run(&create("--as jim@bigshoes.example")).fails(2).says("needs a reason");
    world.run(&format!("link create -p jims-web -c tea-house {JIM}")).fails(3);
    world.run(&format!("link create -p jims-wed -c big-shoes {JIM}")).fails(3).says_not("jims-web");
    world.run(&create(&format!("{JIM} --until 2026-11-20"))).fails(2).says("is over already");
    world.run(&create(&format!("{JIM} --for 733d"))).fails(2).says("too long");
    world.run(&create(&format!("{JIM} --for 1d --until 2027-01-01"))).fails(2);
    assert_eq!(everything(&world), before);
    world.run(&create("--as ada@bigshoes.example -m x --until 2027-01-31")).ok();
    assert_eq!(world.sql("SELECT until FROM link_list"), ["2027-02-01T00:00:00.000Z"], "the day is included");
}
