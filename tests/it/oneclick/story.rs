//! The whole of S0 from the command line, as support types it with a caller on the line.

use insta::assert_snapshot;

use super::{JIM, ready_to_begin};
use crate::support::World;

const PAT: &str = "access check pat@jimsweb.example -c big-shoes --permission invoices";

/// S0.1, S0.2, S0.3, S0.8, S0.9, S0.11, S0.14, S0.15, S0.17
#[test]
fn partner_gets_and_loses_one_click_access() {
    let mut world = ready_to_begin();
    world.run("client associate big-shoes -p jims-web").ok();
    assert_snapshot!(world.run("client readiness big-shoes -p jims-web"), @"
    $ partnerctl client readiness big-shoes -p jims-web
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    partner  jims-web  ptn_1  Jim's Web
    tab      active
    link     none
    login    none yet
    ready    no

    Missing
    client   the client has made no dedicated user for the partner
             partnerctl user add -c big-shoes -r supervisor --for-partner jims-web --as jim@bigshoes.example -m 'asked for by phone'
    client   the client has not linked the partner
             partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'
    --- exit 0
    ");
    let login = world.run("user suggest-login -p jims-web -c big-shoes").ok().id();
    assert_snapshot!(
        world.run(&format!("user add {login} -c big-shoes -r supervisor --for-partner jims-web {JIM}")), @"
    $ partnerctl user add big-shoes@jims-web.invalid -c big-shoes -r supervisor --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    usr_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    big-shoes@jims-web.invalid is the dedicated user of big-shoes (C100001-9) for jims-web (ptn_1), as supervisor; it is never mailed.
    hint: not ready yet: the client has not linked the partner; the client does it with `partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'`
    --- exit 0
    "
    );
    assert_snapshot!(world.run(PAT), @"
    $ partnerctl access check pat@jimsweb.example -c big-shoes --permission invoices
    pat@jimsweb.example may not enter big-shoes (C100001-9): the partner has no link here
    --- exit 5
    ");
    world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok();
    assert_snapshot!(world.run("partner dashboard -p jims-web --json"), @r#"
    $ partnerctl partner dashboard -p jims-web --json
    [
    {"partner":"jims-web","client_id":"C100001-9","client_slug":"big-shoes","name":"Big Shoes Inc.","domain":"bigshoes.example","tab":"active","link_state":"linked","login":"big-shoes@jims-web.invalid","role":"supervisor","ready":true,"missing":[],"next":"partnerctl session open -c big-shoes --as pat@jimsweb.example -m 'one-click login'"}
    ]
    --- exit 0
    "#);
    let dashboard = world.run("partner dashboard -p jims-web --json").json();
    let enter = dashboard[0]["next"].as_str().unwrap().strip_prefix("partnerctl ").unwrap().to_owned();
    world.run(&enter).ok().says("pat@jimsweb.example");
    world.run("session close --as pat@jimsweb.example -m done").ok();
    assert_snapshot!(world.run("client readiness big-shoes -p jims-web"), @"
    $ partnerctl client readiness big-shoes -p jims-web
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    partner  jims-web  ptn_1  Jim's Web
    tab      active
    link     linked
    login    big-shoes@jims-web.invalid, supervisor
    ready    yes
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{PAT} --json")), @r#"
    $ partnerctl access check pat@jimsweb.example -c big-shoes --permission invoices --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "email": "pat@jimsweb.example",
      "permission": "invoices",
      "allowed": true,
      "decided_by": "dedicated_user",
      "role": "supervisor",
      "permissions": ["profile","contacts","products","products.manage","products.sso","domains","domains.manage","invoices","quotes","tickets","affiliates","emails","orders"],
      "until": null
    }
    --- exit 0
    "#);
    let own = format!("access check {login} -c big-shoes --permission invoices");
    world.run(&own).ok();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    assert_snapshot!(world.run(&own), @"
    $ partnerctl access check big-shoes@jims-web.invalid -c big-shoes --permission invoices
    big-shoes@jims-web.invalid may not enter big-shoes (C100001-9): the partner has no link here
    --- exit 5
    ");
    world.run(PAT).fails(5);
    assert_eq!(world.run("client readiness big-shoes -p jims-web --json").ok().json()["missing"][0]["code"], "link");
    assert_snapshot!(world.run("client show big-shoes"), @"
    $ partnerctl client show big-shoes
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    account  4711
    state    active since 21 Nov 2026 09:00 UTC
    created  21 Nov 2026 09:00 UTC

    People
    jim@bigshoes.example        owner                    Last login 21 Nov 2026 09:00 UTC  mail queued (21 Nov 2026)
    big-shoes@jims-web.invalid  supervisor for jims-web  Active, never signed in           never mailed

    Referred by
    jims-web  tab active  since 21 Nov 2026 by jane

    Links
    lnk_1  jims-web  unlinked

    Log, the newest first
    21 Nov 2026 09:00 UTC  jane ended lnk_1 of jims-web
    21 Nov 2026 09:00 UTC  jane for pat@jimsweb.example closed ses_1, saying “done”
    21 Nov 2026 09:00 UTC  jane for pat@jimsweb.example opened ses_1 as big-shoes@jims-web.invalid through lnk_1, saying “one-click login”
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example linked jims-web by lnk_1, saying “asked for by phone”; it is linked now
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example added big-shoes@jims-web.invalid as supervisor for jims-web, saying “asked for by phone”
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE recipient LIKE '%.invalid'"), ["0"]);
}

/// S0.16: with a terminal the client picks the partner by name, from whatever there is; a script names it.
#[test]
fn the_client_picks_the_partner_by_name() {
    let mut world = ready_to_begin();
    world.run("partner add 'Ann Accounting' --slug ann-accounting").ok();
    world.run(&format!("link create -c big-shoes {JIM}")).fails(2).says("--partner SLUG");
    world.answers(&["Jim's Web (jims-web)", "jims-web"]);
    world.run(&format!("link create -c big-shoes {JIM}")).ok();
    assert_eq!(world.sql("SELECT partner, state FROM link_list"), ["jims-web|linked"]);
}

/// Pastes what is missing first, until nothing is; the commands as they went. The dashboard shows the same.
fn paste_until_ready(world: &mut World) -> Vec<String> {
    let mut pasted = Vec::new();
    loop {
        let shown = world.run("client readiness tea-house -p jims-web --json").ok().json();
        let missing = shown["missing"].as_array().unwrap().clone();
        assert_eq!(shown["ready"], missing.is_empty());
        let Some(first) = missing.first() else { return pasted };
        let dashboard = world.run("partner dashboard -p jims-web --json").ok().json();
        if let Some(row) = dashboard.as_array().unwrap().first() {
            assert_eq!(row["next"], first["command"]);
            assert_eq!(row["missing"].as_array().unwrap().len(), missing.len());
        }
        let command = first["command"].as_str().unwrap().strip_prefix("partnerctl ").unwrap();
        world.run(command).ok();
        pasted.push(format!("{}: {command}", first["who"].as_str().unwrap()));
        assert!(pasted.len() < 12, "it goes round in circles: {pasted:#?}");
    }
}

/// S0.21: from a client whose owner was never asked, to one click.
#[test]
fn each_shown_command_works_when_pasted() {
    let mut world = ready_to_begin();
    assert_snapshot!(paste_until_ready(&mut world).join("\n"), @"
    support: client associate tea-house -p jims-web
    support: invite send tia@teahouse.example -c tea-house
    client: invite accept inv_2 -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    client: user add -c tea-house -r supervisor --for-partner jims-web --as tia@teahouse.example -m 'asked for by phone'
    client: link create -p jims-web -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    ");
    world.run("access check pat@jimsweb.example -c tea-house --permission invoices").ok();
    world.run("client close tea-house --confirm tea-house:2").ok();
    assert_snapshot!(paste_until_ready(&mut world).join("\n"), @"
    support: client reopen tea-house
    support: invite send tia@teahouse.example -c tea-house -r owner
    client: invite accept inv_3 -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    client: user add -c tea-house -r supervisor --for-partner jims-web --as tia@teahouse.example -m 'asked for by phone'
    client: link create -p jims-web -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    ");
    world.run("user edit tea-house@jims-web.invalid -c tea-house --for 1d").ok();
    world.pass(partnerctl::domain::time::Span::DAY);
    assert_snapshot!(paste_until_ready(&mut world).join("\n"), @"client: user edit tea-house@jims-web.invalid -c tea-house --no-until --as tia@teahouse.example -m 'asked for by phone'");
}

/// S0.21
#[test]
fn commands_work_on_unanswered_requests() {
    let mut world = ready_to_begin();
    world.run("client associate tea-house -p jims-web").ok();
    world.run("invite send --owners -c tea-house").ok();
    world.run("link request -p jims-web --target tea-house").ok();
    world.pass(partnerctl::domain::time::Span::days(31));
    assert_snapshot!(paste_until_ready(&mut world).join("\n"), @"
    partner: link resend lnk_1 -c tea-house
    support: invite resend inv_2 -c tea-house
    client: invite accept inv_2 -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    client: link approve lnk_1 -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    ");
    world.run("access check pat@jimsweb.example -c tea-house --permission invoices").ok();
}
