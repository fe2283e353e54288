//! What concerns a login as a whole: `user deactivate`, `activate`, `rename`; and `user leave`.

mod inactive;
mod leave;
mod names;
mod proof;
mod rename;

use std::sync::LazyLock;

use crate::support::{Frozen, World};

const JIM: &str = "jim@bigshoes.example";
const TIA: &str = "tia@teahouse.example";
const SUE: &str = "sue@ledger.example";

/// big-shoes and tea-house with their owners in, and sue, who is admin of both.
fn with_sue() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        join(&mut world, JIM, "big-shoes", "owner");
        join(&mut world, TIA, "tea-house", "owner");
        join(&mut world, SUE, "big-shoes", "admin");
        join(&mut world, SUE, "tea-house", "admin");
        world.freeze()
    });
    FROZEN.thaw()
}

fn join(world: &mut World, address: &str, client: &str, role: &str) {
    world.run(&format!("invite send {address} -c {client} -r {role}")).ok();
    let code = world.code_for(address);
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

/// Whose logs have the action.
fn in_logs(world: &World, action: &str) -> Vec<String> {
    world.sql(&format!(
        "SELECT slug FROM audit_client JOIN audit ON audit.id = audit_id JOIN client ON client.id = audit_client.client_id
         WHERE action = '{action}' AND outcome = 'done' ORDER BY slug"
    ))
}
