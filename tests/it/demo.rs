//! `demo`: the story as a new user sees it.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn the_demo_plays_the_main_job() {
    assert_snapshot!(World::empty().run("demo").ok());
}

#[test]
fn the_demo_stays_where_one_wants_to_keep_it() {
    let mut world = World::empty();
    world.run("demo --keep try-out").ok().says("partnerctl client list --db try-out/demo.db");
    assert_eq!(world.run("client list --db try-out/demo.db --csv").ok().csv().len(), 43);
    world.run("demo --keep try-out").fails(4).says("try-out is not empty; nothing was changed");
}
