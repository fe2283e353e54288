//! One-click access, made ready: associations, dedicated users, what is missing and who must do it (S0).

mod associate;
mod dashboard;
mod dedicated;
mod readiness;
mod story;
mod suggest;

use std::sync::LazyLock;

use crate::support::{Frozen, World};

/// On behalf of the owner of big-shoes.
const JIM: &str = "--as jim@bigshoes.example -m 'asked for by phone'";

/// The story, with jim as active owner of big-shoes, and pat, who reaches every client of Jim's Web.
fn ready_to_begin() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        world.run("invite send --owners -c big-shoes").ok();
        crate::invite::accept(&mut world, "jim@bigshoes.example");
        add_partner_user(&mut world, "pat@jimsweb.example", "");
        world.freeze()
    });
    FROZEN.thaw()
}

fn add_partner_user(world: &mut World, address: &str, scope: &str) {
    let names = "--first-name P --last-name W --password-file password";
    world.run(&format!("partner add-user {address} -p jims-web {names} {scope}")).ok();
}

/// What no command that failed may have touched.
fn everything(world: &World) -> Vec<String> {
    ["login", "access_grant", "invitation", "link", "association"]
        .iter()
        .flat_map(|table| world.sql(&format!("SELECT '{table}', count(*), sum(since_audit) FROM {table}")))
        .collect()
}

/// Brings a person into big-shoes.
fn join(world: &mut World, email: &str, terms: &str) {
    world.run(&format!("invite send {email} -c big-shoes {terms}")).ok();
    crate::invite::accept(world, email);
}
