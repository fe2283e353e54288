//! `user suggest-login`: which address the dedicated user is to have (S0.5–S0.8).

use insta::assert_snapshot;

use super::{JIM, add_partner_user, everything, ready_to_begin};
use crate::support::World;

const SUGGEST: &str = "user suggest-login -p jims-web -c big-shoes";

/// S0.5, S0.7, S0.8
#[test]
fn suggestion_is_speakable_and_stable() {
    let mut world = World::with_story();
    let before = everything(&world);
    assert_snapshot!(world.run(SUGGEST), @"
    $ partnerctl user suggest-login -p jims-web -c big-shoes
    big-shoes@jims-web.invalid
    --- stderr
    hint: the client makes it with `partnerctl user add big-shoes@jims-web.invalid -c big-shoes -r supervisor --for-partner jims-web`
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{SUGGEST} --json")), @r#"
    $ partnerctl user suggest-login -p jims-web -c big-shoes --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "partner": "jims-web",
      "login": "big-shoes@jims-web.invalid",
      "exists": false
    }
    --- stderr
    hint: the client makes it with `partnerctl user add big-shoes@jims-web.invalid -c big-shoes -r supervisor --for-partner jims-web`
    --- exit 0
    "#);
    assert_eq!(world.run("user suggest-login -p ptn_1 -c C100002-4").ok().id(), "tea-house@jims-web.invalid");
    assert_eq!(world.run(SUGGEST).out, "big-shoes@jims-web.invalid\n");
    assert_eq!(everything(&world), before);
}

/// S0.4, S0.6, S0.7
#[test]
fn taken_address_is_not_suggested() {
    let mut world = ready_to_begin();
    for taken in ["big-shoes@jims-web.invalid", "BIG-SHOES-2@jims-web.invalid"] {
        world.run(&format!("user add {taken} -c tea-house -r manager")).ok();
    }
    assert_eq!(world.run(SUGGEST).ok().id(), "big-shoes-3@jims-web.invalid");
    world.run(&format!("user add -c big-shoes -r admin --for-partner jims-web {JIM}")).ok();
    assert_snapshot!(world.run(SUGGEST), @"
    $ partnerctl user suggest-login -p jims-web -c big-shoes
    big-shoes-3@jims-web.invalid
    --- stderr
    note: it is the dedicated user of big-shoes for jims-web already
    --- exit 0
    ");
    world.run("user remove big-shoes-3@jims-web.invalid -c big-shoes --confirm big-shoes").ok();
    assert_eq!(world.run(SUGGEST).ok().id(), "big-shoes-3@jims-web.invalid", "it is theirs again");
}

/// S0.7
#[test]
fn domain_comes_from_the_settings() {
    let mut world = World::with_story();
    world.run("config set logins.domain Logins.Example").ok();
    assert_eq!(world.run(SUGGEST).ok().id(), "big-shoes@jims-web.logins.example");
    world.run("client edit big-shoes --slug large-shoes").ok();
    assert_eq!(world.run("user suggest-login -p jims-web -c large-shoes").id(), "large-shoes@jims-web.logins.example");
    let long = format!("config set logins.domain {0}.{0}.{0}.{0}.example", "b".repeat(60));
    world.run(&long).ok();
    world.run("user suggest-login -p jims-web -c large-shoes").fails(2).says("logins.domain");
}

#[test]
fn only_both_sides_see_it() {
    let mut world = ready_to_begin();
    add_partner_user(&mut world, "pete@jimsweb.example", "--no-clients");
    world.run("partner add Others --slug others").ok();
    world.run(&format!("{SUGGEST} --as jim@bigshoes.example")).ok();
    world.run("user suggest-login -p others -c big-shoes --as jim@bigshoes.example").ok();
    world.run("user suggest-login -p jims-web -c tea-house --as jim@bigshoes.example").fails(3);
    world.run(&format!("{SUGGEST} --as pat@jimsweb.example")).fails(3);
    world.run("client associate big-shoes -p jims-web").ok();
    world.run(&format!("{SUGGEST} --as pat@jimsweb.example")).ok();
    world.run(&format!("{SUGGEST} --as pete@jimsweb.example")).fails(3);
    world.run("user suggest-login -p others -c big-shoes --as pat@jimsweb.example").fails(3);
}
