//! What is taken back is not notified of; anyone who was notified already gets another mail.

use partnerctl::domain::time::Span;

use super::manned;
use crate::support::World;

const BOB: &str = "bob@bigshoes.example";

fn to_bob(world: &World) -> Vec<String> {
    world
        .sql("SELECT subject, state FROM mail WHERE kind = 'notice' AND recipient = 'bob@bigshoes.example' ORDER BY id")
}

/// S5.11
#[test]
fn undo_within_grace_stops_notice() {
    let mut world = manned();
    world.run("config set notify.all on").ok();
    world.run(&format!("user edit {BOB} -c big-shoes -r manager")).ok();
    world.run("undo -c big-shoes").ok();
    assert_eq!(to_bob(&world), ["Access to Big Shoes Inc. has changed: bob@bigshoes.example|skipped"]);
    world.run("undo -c big-shoes").ok();
    assert_eq!(to_bob(&world), ["Access to Big Shoes Inc. has changed: bob@bigshoes.example|queued"]);
    world.pass(Span::minutes(10)).run("mail deliver").ok();
    assert_eq!(to_bob(&world), ["Access to Big Shoes Inc. has changed: bob@bigshoes.example|written"]);
}

#[test]
fn undo_after_notice_is_notified_of() {
    let mut world = manned();
    world.run("config set notify.all on").ok();
    world.run(&format!("user edit {BOB} -c big-shoes -r manager")).ok();
    world.pass(Span::minutes(10)).run("mail deliver").ok();
    world.run("undo -c big-shoes").ok();
    world.run("config set notify.all off").ok();
    world.run("undo -c big-shoes").ok();
    world.run("mail deliver").ok();
    assert_eq!(
        to_bob(&world),
        [
            "Access to Big Shoes Inc. has changed: bob@bigshoes.example|written",
            "Taken back: a change in Big Shoes Inc.|written",
            "Done again: a change in Big Shoes Inc.|written",
        ]
    );
}

#[test]
fn undo_leaves_rest_of_digest() {
    let mut world = manned();
    world.run("config set notify.all digest").ok();
    world.run(&format!("user edit {BOB} -c big-shoes -r manager")).ok();
    world.run(&format!("user edit {BOB} -c big-shoes -r guest")).ok();
    world.run("undo -c big-shoes").ok();
    world.pass(Span::DAY).run("mail deliver").ok();
    let mail = world.sql("SELECT 'msg_' || max(id) FROM mail WHERE recipient = 'bob@bigshoes.example'")[0].clone();
    let shown = world.run(&format!("mail show {mail}")).out;
    assert!(shown.contains("- Role: manager") && !shown.contains("- Role: guest"), "{shown}");
    assert_eq!(to_bob(&world), ["Access to Big Shoes Inc. has changed: bob@bigshoes.example|written"]);
}
