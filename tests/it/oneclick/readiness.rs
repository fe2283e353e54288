//! `client readiness`: what is missing, who must do it, and how (S0.14, S0.21).

use insta::assert_snapshot;

use super::{JIM, ready_to_begin};
use crate::support::World;

/// S0.21
#[test]
fn gap_is_shown_with_person_and_command() {
    let mut world = ready_to_begin();
    assert_snapshot!(world.run("client readiness big-shoes -p jims-web --json"), @r#"
    $ partnerctl client readiness big-shoes -p jims-web --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "partner": "jims-web",
      "tab": null,
      "link_state": null,
      "login": null,
      "role": null,
      "ready": false,
      "missing": [{"code":"association","who":"support","command":"partnerctl client associate big-shoes -p jims-web"},{"code":"dedicated_user","who":"client","command":"partnerctl user add -c big-shoes -r supervisor --for-partner jims-web --as jim@bigshoes.example -m 'asked for by phone'"},{"code":"link","who":"client","command":"partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'"}]
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("client readiness tea-house -p jims-web"), @"
    $ partnerctl client readiness tea-house -p jims-web
    ▸ tea-house  C100002-4  Tea House  teahouse.example
    partner  jims-web  ptn_1  Jim's Web
    tab      not associated
    link     none
    login    none yet
    ready    no

    Missing
    support  the client is not associated with the partner
             partnerctl client associate tea-house -p jims-web
    support  the owner is not invited
             partnerctl invite send tia@teahouse.example -c tea-house
    client   the client has made no dedicated user for the partner
             partnerctl user add -c tea-house -r supervisor --for-partner jims-web --as tia@teahouse.example -m 'asked for by phone'
    client   the client has not linked the partner
             partnerctl link create -p jims-web -c tea-house --as tia@teahouse.example -m 'asked for by phone'
    --- exit 0
    ");
    assert_snapshot!(world.run("client readiness tea-house -p jims-web --csv"), @r#"
    $ partnerctl client readiness tea-house -p jims-web --csv
    client_id,client_slug,partner,tab,link_state,login,role,ready,missing
    C100002-4,tea-house,jims-web,,,,,false,"[{""code"":""association"",""who"":""support"",""command"":""partnerctl client associate tea-house -p jims-web""},{""code"":""owner"",""who"":""support"",""command"":""partnerctl invite send tia@teahouse.example -c tea-house""},{""code"":""dedicated_user"",""who"":""client"",""command"":""partnerctl user add -c tea-house -r supervisor --for-partner jims-web --as tia@teahouse.example -m 'asked for by phone'""},{""code"":""link"",""who"":""client"",""command"":""partnerctl link create -p jims-web -c tea-house --as tia@teahouse.example -m 'asked for by phone'""}]"
    --- exit 0
    "#);
}

/// S0.14: also where no one but an admin acts for the client.
#[test]
fn command_names_a_permitted_person() {
    let mut world = ready_to_begin();
    super::join(&mut world, "ada@bigshoes.example", "-r admin");
    let command = |world: &mut World| {
        let shown = world.run("client readiness big-shoes -p jims-web --json").ok().json();
        shown["missing"][1]["command"].as_str().unwrap().to_owned()
    };
    assert!(command(&mut world).contains("--as jim@bigshoes.example"));
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    assert!(command(&mut world).contains("--as ada@bigshoes.example"));
}

/// S0.14
#[test]
fn request_needs_no_dedicated_user() {
    let mut world = ready_to_begin();
    world.run("link request -p jims-web --target big-shoes").ok();
    assert_snapshot!(world.run("client readiness big-shoes -p jims-web"), @"
    $ partnerctl client readiness big-shoes -p jims-web
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    partner  jims-web  ptn_1  Jim's Web
    tab      not associated
    link     pending
    login    own
    ready    no

    Missing
    client   the partner's request waits for the client's answer
             partnerctl link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'
    --- exit 0
    ");
    world.run(&format!("link approve lnk_1 -c big-shoes {JIM}")).ok();
    assert_snapshot!(world.run("client readiness big-shoes -p jims-web"), @"
    $ partnerctl client readiness big-shoes -p jims-web
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    partner  jims-web  ptn_1  Jim's Web
    tab      not associated
    link     linked
    login    own
    ready    yes
    --- exit 0
    ");
}

#[test]
fn only_both_sides_may_ask() {
    let mut world = ready_to_begin();
    super::join(&mut world, "mia@bigshoes.example", "-r manager");
    let ask = |flags: &str| format!("client readiness big-shoes -p jims-web {flags}");
    world.run(&ask("--as jim@bigshoes.example")).ok();
    world.run(&ask("--as mia@bigshoes.example")).fails(5);
    world.run(&ask("--as pat@jimsweb.example")).fails(3);
    world.run("client associate big-shoes -p jims-web").ok();
    world.run(&ask("--as pat@jimsweb.example")).ok();
    world.run("client readiness big-shoes -p jims-wed").fails(3).says("there is jims-web");
    world.run("client readiness big-shoes").fails(2);
}
