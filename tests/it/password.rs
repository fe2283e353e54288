//! `user set-password`, `user reset-password`: who may enter at all.

mod crowd;
mod guess;
mod reset;
pub mod secrets;
mod set;

use std::sync::LazyLock;

use crate::support::{Frozen, World};

const JIM: &str = "jim@bigshoes.example";
const OLD: &str = "walrus teapot 94 gravel";
const NEW: &str = "plover sandbar wicket 29 umbra";

/// The story with jim in: an owner of big-shoes with the password [`OLD`].
fn with_jim() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        let code = world.code_for(JIM);
        world.write_private("old", &format!("{OLD}\n"));
        world.write_private("new", &format!("{NEW}\n"));
        world.stdin(code).run("invite accept --code-stdin --password-file old").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// The story with ann as a user of Jim's Web, whose temporary password comes back.
fn with_ann() -> (World, String) {
    let mut world = with_jim();
    let run = world.run(
        "partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --json",
    );
    let password = run.json()["temporary_password"].as_str().unwrap().to_owned();
    (world, password)
}

/// `user set-password` with these two lines.
fn set(world: &mut World, person: &str, old: &str, new: &str) -> crate::support::Run {
    world.stdin(format!("{old}\n{new}\n")).run(&format!("user set-password {person} --old-password-stdin"))
}

/// What a password opens, without changing it for good: it is set to itself and back.
fn opens(world: &mut World, person: &str, password: &str) -> bool {
    world.pass(partnerctl::domain::time::Span::minutes(1));
    let other = "gravel umbra 71 thicket oboe";
    if set(world, person, password, other).code != 0 {
        return false;
    }
    set(world, person, other, password).ok();
    true
}
