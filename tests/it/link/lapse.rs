//! A link whose term is over is `lapsed`, a request that no one answered `expired`; `expires_at` is the end of the present
//! state.

use std::sync::LazyLock;

use partnerctl::domain::time::Span;
use serde_json::Value;

use crate::partner_user::linked;
use crate::support::{Frozen, World};

/// Jim's Web is linked with big-shoes for two days.
fn with_term() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("link request -p jims-web --target big-shoes --for 2d").ok();
        let code = world.code_for("jim@bigshoes.example");
        world.stdin(code).run("link approve --code-stdin").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn ids(world: &mut World, filter: &str) -> Vec<String> {
    let rows = world.run(&format!("link list -A {filter} --csv")).ok().csv();
    rows.iter().map(|row| row["link_id"].clone()).collect()
}

fn show(world: &mut World, link: &str) -> Value {
    world.run(&format!("link show {link} --json")).ok().json()
}

#[test]
fn link_past_its_term_is_lapsed() {
    let mut world = with_term();
    assert_eq!(show(&mut world, "lnk_1")["expires_at"], Value::Null);
    let until = show(&mut world, "lnk_1")["until"].clone();
    world.pass(Span::days(3));
    let link = show(&mut world, "lnk_1");
    assert_eq!((&link["state"], &link["expires_at"]), (&"lapsed".into(), &Value::Null));
    assert_eq!((&link["until"], &link["ended_at"]), (&until, &until));
    assert_eq!(ids(&mut world, "--state lapsed"), ["lnk_1"]);
    assert!(ids(&mut world, "--state expired").is_empty());
    world.run("link show lnk_1").ok().prints("lapsed");
    world.run("link process lnk_1 -c big-shoes").fails(4).says("lnk_1 is lapsed since");
    world.run("client show big-shoes").ok().prints("lapsed");
    world.run("link request -p jims-web --target big-shoes").ok();
    assert_eq!(show(&mut world, "lnk_1")["state"], "lapsed", "a later write changes no word");
    let log = world.run("client log big-shoes --limit 1").ok();
    assert!(log.out.contains("the former one had lapsed"), "{log}");
    assert!(world.sql("SELECT details FROM audit WHERE action = 'link.request'")[1].contains("link.lapse"));
}

#[test]
fn unanswered_request_is_expired() {
    let mut world = World::with_story();
    world.run("link request -p jims-web --target big-shoes").ok();
    let deadline = show(&mut world, "lnk_1")["expires_at"].clone();
    assert!(deadline.is_string());
    world.pass(Span::days(8));
    assert_eq!(ids(&mut world, "--state expired"), ["lnk_1"]);
    assert!(ids(&mut world, "--state lapsed").is_empty());
    let link = show(&mut world, "lnk_1");
    assert_eq!((&link["state"], &link["expires_at"]), (&"expired".into(), &deadline));
    assert_eq!(link["ended_at"], deadline);
}

/// The end of the answer time is in no record that waits for no answer.
#[test]
fn ended_states_have_no_end() {
    let mut world = linked();
    world.run("link remove lnk_2 -c tea-house --confirm tea-house").ok();
    world.run("partner add Other --slug other-web").ok();
    world.run("link request -p other-web --target big-shoes").ok();
    world.run("link deny lnk_3 -c big-shoes --as jim@bigshoes.example -m x").ok();
    world.run("link request -p other-web --target tea-house").ok();
    world.run("link cancel lnk_4 -c tea-house").ok();
    for row in world.run("link list -A --json").ok().json().as_array().unwrap() {
        assert_eq!(row["expires_at"], Value::Null, "{row}");
    }
    world.run("invite send ann@bigshoes.example -c big-shoes -r guest").ok();
    world.run("invite cancel ann@bigshoes.example -c big-shoes").ok();
    world.run("invite send bea@bigshoes.example -c big-shoes -r guest").ok();
    let states: Vec<(String, bool)> = world
        .run("invite list -A --json")
        .ok()
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["state"].as_str().unwrap().to_owned(), row["expires_at"].is_string()))
        .collect();
    assert!(states.iter().all(|(state, ends)| *ends == (state == "pending")), "{states:?}");
    assert_eq!(states.iter().filter(|(_, ends)| *ends).count(), 1, "{states:?}");
    world.run("session open -c big-shoes --as ann@jimsweb.example -m x").ok();
    let session = |world: &mut World| world.run("session list -A --json").ok().json()[0].clone();
    assert!(session(&mut world)["expires_at"].is_string());
    world.run("session close --as ann@jimsweb.example -m x").ok();
    assert_eq!(session(&mut world)["expires_at"], Value::Null);
}

/// Those who read by SQL get the same words and times.
#[test]
fn views_agree_with_the_lists() {
    let mut world = with_term();
    world.run("link request -p jims-web --target tea-house").ok();
    // The views know only the clock of the machine: one end is far ahead, the other long past.
    world.tamper("UPDATE link SET until = 32503680000000 WHERE id = 1");
    world.tamper("UPDATE link SET expires_at = 32503680000000 WHERE id = 2");
    let rows = world.sql("SELECT link_id, state, expires_at IS NOT NULL FROM link_list ORDER BY link_id");
    assert_eq!(rows, ["lnk_1|linked|0", "lnk_2|pending|1"]);
    world.tamper("UPDATE link SET until = 1000 WHERE id = 1");
    world.tamper("UPDATE link SET expires_at = 1000 WHERE id = 2");
    let rows = world.sql("SELECT link_id, state, expires_at IS NOT NULL FROM link_list ORDER BY link_id");
    assert_eq!(rows, ["lnk_1|lapsed|0", "lnk_2|expired|1"]);
}
