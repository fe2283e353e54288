//! `link`: partners ask, clients answer, links are set up and end.

mod answer;
mod auto_extend;
mod create;
mod edit;
mod ends;
mod extend;
mod lapse;
mod laws;
mod lets_in;
mod lists;
mod many;
mod owners;
mod provisioner;
mod request;

use std::sync::LazyLock;

use crate::support::{Frozen, World};

/// Jim's Web has asked big-shoes: lnk_1, answered by no one yet.
fn asked() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("link request -p jims-web --target big-shoes").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// The instant at which a request can no longer be answered.
fn expiry(world: &World, link: &str) -> partnerctl::domain::time::Instant {
    let number = link.strip_prefix("lnk_").unwrap();
    let found = world.sql(&format!("SELECT expires_at FROM link WHERE id = {number}"));
    partnerctl::domain::time::Instant::from_ms(found[0].parse().unwrap())
}

/// The state of a link, as the list shows it.
fn state(world: &mut World, link: &str) -> String {
    world.run(&format!("link show {link} --json")).ok().json()["state"].as_str().unwrap().to_owned()
}

/// Every row of every table but those of the audit, which notes refusals.
fn everything(world: &World) -> Vec<String> {
    let tables = world.sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    assert!(tables.contains(&"link".to_owned()) && tables.contains(&"mail".to_owned()));
    tables.iter().flat_map(|table| world.sql(&format!("SELECT '{table}', * FROM \"{table}\""))).collect()
}
