//! `access list -p --all-ways`: what a partner's people hold by themselves.

use std::sync::LazyLock;

use crate::support::{Frozen, World};

fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.stdin("correct horse battery staple");
        world
            .run("partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Web --password-stdin")
            .ok();
        world.run("user add ann@jimsweb.example -c tea-house -r manager --allow-elsewhere").ok();
        world.tamper("UPDATE access_grant SET state = 'active', active_at = 1 WHERE role = 'manager'");
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn all_ways_add_the_own_grants() {
    let mut world = world();
    let run = world.run("access list -p jims-web --csv").ok();
    assert_eq!(run.csv().len(), 0);
    run.says("1 grant of the partner's people, of their own, left out; `--all-ways` lists them too");
    let run = world.run("access list -p jims-web --all-ways --csv").ok();
    let rows = run.csv();
    assert_eq!(rows.len(), 1, "{run}");
    assert_eq!((rows[0]["client_slug"].as_str(), rows[0]["source"].as_str()), ("tea-house", "grant"));
    assert!(!run.err.contains("left out"), "{run}");
}

#[test]
fn all_ways_are_for_support_and_for_now() {
    let mut world = world();
    world.run("access list -p jims-web --all-ways --as ann@jimsweb.example").fails(5);
    world.run("access list -p jims-web --all-ways --as-of 2026-11-01").fails(2);
    world.run("access list --all-ways").fails(2);
    let run = world.run("access list -p jims-web --as ann@jimsweb.example").ok();
    assert!(!run.err.contains("left out"), "{run}");
}
