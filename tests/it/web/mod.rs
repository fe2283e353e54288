//! The pages, over HTTP, as a browser without a screen uses them.

mod front_door;
mod invitation;
mod link;
mod people;
mod safety;

use crate::support::World;
use crate::support::pages::{Browser, Pages};

/// A password that is good enough for anyone.
pub const PASSWORD: &str = "seven blue horses ran";
/// Another one.
pub const OTHER: &str = "nine green rivers sang";

/// The story, where jim owns big-shoes and tia tea-house, each with [`PASSWORD`].
pub fn two_owners() -> World {
    use std::sync::LazyLock;

    use crate::support::Frozen;
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        for (slug, owner) in [("big-shoes", "jim@bigshoes.example"), ("tea-house", "tia@teahouse.example")] {
            world.run(&format!("invite send --owners -c {slug}")).ok();
            world.write_private("password", PASSWORD);
            let code = world.code_for(owner);
            world.stdin(format!("{code}\n")).run("invite accept --code-stdin --password-file password").ok();
        }
        world.freeze()
    });
    FROZEN.thaw()
}

/// Signs a person in who has [`PASSWORD`].
pub fn sign_in(pages: &Pages, email: &str) -> Browser {
    let mut browser = pages.browser();
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).is(303).follow(&mut browser).ok();
    browser
}
