//! `session`: one click into a client, in one client at a time.

mod choose;
mod crowd;
mod ends;
mod lists;
mod one;
mod open;
mod secrets;
mod verify;

use std::sync::LazyLock;

use crate::support::{Frozen, Run, World};

const RAVI: &str = "ravi@jimsweb.example";
const DEDICATED: &str = "tea-house@jims.invalid";

/// Jim owns big-shoes, which approved a request of Jim's Web: its people enter under their own logins. Tia owns tea-house,
/// which linked Jim's Web by itself and made the dedicated user tea-house@jims.invalid: its people enter as that one.
/// Ravi works for Jim's Web and reaches both; mo owns moon, with which Jim's Web has nothing to do.
fn people() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        world.run("client add Moon --slug moon --owner mo@moon.example").ok();
        for (address, client) in
            [("jim@bigshoes.example", "big-shoes"), ("tia@teahouse.example", "tea-house"), ("mo@moon.example", "moon")]
        {
            let_in(&mut world, address, client, "owner");
        }
        world.run("link request -p jims-web --target big-shoes --permissions invoices,tickets").ok();
        world.run("link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone").ok();
        world.run("link create -p jims-web -c tea-house --as tia@teahouse.example -m phone").ok();
        world
            .run(&format!(
                "user add {DEDICATED} -c tea-house -r admin --for-partner jims-web --as tia@teahouse.example -m phone"
            ))
            .ok();
        let names = "--first-name Ravi --last-name Web --password-file password";
        world.run(&format!("partner add-user {RAVI} -p jims-web {names}")).ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn let_in(world: &mut World, address: &str, client: &str, role: &str) {
    world.run(&format!("invite send {address} -c {client} -r {role}")).ok();
    let code = world.code_for(address);
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

/// Ravi enters a client.
fn enter(world: &mut World, client: &str) -> Run {
    world.run(&format!("session open -c {client} --as {RAVI} -m phone"))
}

/// The portal is shown a code.
fn verify(world: &mut World, code: &str) -> Run {
    world.stdin(code).run("session verify --code-stdin --json")
}

/// The state of a session, as the list shows it.
fn state(world: &mut World, session: &str) -> String {
    let rows = world.run("session list -A --csv").ok().csv();
    rows.iter().find(|row| row["session_id"] == session).unwrap()["state"].clone()
}

/// Every row of every table but those of the audit, which notes refusals.
fn everything(world: &World) -> Vec<String> {
    let tables = world.sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    assert!(tables.contains(&"session".to_owned()) && tables.contains(&"code".to_owned()));
    tables.iter().flat_map(|table| world.sql(&format!("SELECT '{table}', * FROM \"{table}\""))).collect()
}
