//! `partner dashboard`: a partner's clients, and which of them one click enters (S0.9–S0.12, S0.17).

use std::sync::LazyLock;

use insta::assert_snapshot;

use super::{JIM, add_partner_user, ready_to_begin};
use crate::support::{Frozen, World};

/// big-shoes ready by a dedicated user, tea-house associated, red-hats linked on request, and a stranger.
fn four_clients() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = ready_to_begin();
        world.run("client add 'Red Hats' --slug red-hats --owner rod@redhats.example").ok();
        world.run("client add 'Old Coats' --slug old-coats --owner oz@oldcoats.example").ok();
        world.run("client associate big-shoes -p jims-web").ok();
        world.run(&format!("user add -c big-shoes -r admin --for-partner jims-web {JIM}")).ok();
        world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok();
        world.run("client associate tea-house -p jims-web --tab trial").ok();
        world.run("link request -p jims-web --target red-hats").ok();
        let code = world.code_for("rod@redhats.example");
        world.stdin(code).run("link approve --code-stdin").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// S0.9, S0.12, S0.17, S3.2, S3.3, S3.4, S3.5
/// S3.2, S3.3, S3.4
#[test]
fn dashboard_lists_link_login_and_next() {
    let mut world = four_clients();
    assert_snapshot!(world.run("partner dashboard -p jims-web --csv"), @"
    $ partnerctl partner dashboard -p jims-web --csv
    partner,client_id,client_slug,name,domain,tab,link_state,login,role,ready,missing,next
    jims-web,C100001-9,big-shoes,Big Shoes Inc.,bigshoes.example,active,linked,big-shoes@jims-web.invalid,admin,true,,partnerctl session open -c big-shoes --as pat@jimsweb.example -m 'one-click login'
    jims-web,C100002-4,tea-house,Tea House,teahouse.example,trial,,,,false,owner dedicated_user link,partnerctl invite send tia@teahouse.example -c tea-house
    jims-web,C100003-5,red-hats,Red Hats,,,linked,own,,true,,partnerctl session open -c red-hats --as pat@jimsweb.example -m 'one-click login'
    --- exit 0
    ");
    let people = "--columns client_slug,tab,link_state,login,role,ready,missing";
    assert_snapshot!(world.run(&format!("partner dashboard -p jims-web {people}")), @"
    $ partnerctl partner dashboard -p jims-web --columns client_slug,tab,link_state,login,role,ready,missing
    client_slug  tab     link_state  login                       role   ready  missing
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    big-shoes    active  linked      big-shoes@jims-web.invalid  admin  yes
    tea-house    trial                                                  no     owner dedicated_user link
    red-hats             linked      own                                yes
    --- exit 0
    ");
    assert_snapshot!(world.run("partner dashboard -p jims-web --tab trial --format ndjson"), @r#"
    $ partnerctl partner dashboard -p jims-web --tab trial --format ndjson
    {"partner":"jims-web","client_id":"C100002-4","client_slug":"tea-house","name":"Tea House","domain":"teahouse.example","tab":"trial","link_state":null,"login":null,"role":null,"ready":false,"missing":["owner","dedicated_user","link"],"next":"partnerctl invite send tia@teahouse.example -c tea-house"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("partner dashboard -p jims-web --tab free"), @"
    $ partnerctl partner dashboard -p jims-web --tab free
    --- stderr
    note: Jim's Web has no client on the tab free; support notes one with `partnerctl client associate CLIENT -p jims-web`
    --- exit 0
    ");
    world.run("partner add Others --slug others").ok();
    assert_snapshot!(world.run("partner dashboard -p others --json"), @"
    $ partnerctl partner dashboard -p others --json
    []
    --- stderr
    note: Others has no client; support notes one with `partnerctl client associate CLIENT -p others`
    --- exit 0
    ");
}

/// S0.12
#[test]
fn partner_user_sees_clients_in_scope() {
    let mut world = four_clients();
    add_partner_user(&mut world, "pete@jimsweb.example", "--clients red-hats");
    let seen = |world: &mut World, actor: &str| {
        world.run(&format!("partner dashboard -p jims-web --columns client_slug --csv --as {actor}")).ok().out
    };
    assert_eq!(seen(&mut world, "pat@jimsweb.example"), "client_slug\nbig-shoes\ntea-house\nred-hats\n");
    assert_eq!(seen(&mut world, "pete@jimsweb.example"), "client_slug\nred-hats\n");
    let next = "partner dashboard -p jims-web --columns next --csv --as pete@jimsweb.example";
    world.run(next).ok().prints("session open -c red-hats --as pete@jimsweb.example");
    world.run("partner dashboard -p jims-web --as jim@bigshoes.example").fails(5);
    world.run("partner add Others --slug others").ok();
    world.run("partner dashboard -p others --as pat@jimsweb.example").fails(3);
}

/// What is over is not on the dashboard, unless support noted the client.
#[test]
fn ended_link_leaves_the_dashboard() {
    let mut world = four_clients();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("link remove lnk_2 -c red-hats --confirm red-hats").ok();
    let columns = "--columns client_slug,link_state,ready,missing --csv";
    assert_eq!(
        world.run(&format!("partner dashboard -p jims-web {columns}")).ok().out,
        "client_slug,link_state,ready,missing\nbig-shoes,unlinked,false,link\n\
         tea-house,,false,owner dedicated_user link\n"
    );
    world.run("link request -p jims-web --target old-coats").ok();
    let listed = |world: &mut World| world.run("partner dashboard -p jims-web --csv").ok().csv().len();
    assert_eq!(listed(&mut world), 3);
    world.pass(partnerctl::domain::time::Span::WEEK);
    assert_eq!(listed(&mut world), 2, "the request is over, whether or not a write has met it");
}
