//! The key of each client's name ([`name_key`]), by which clients with the same name are found.

use crate::domain::confusable::name_key;
use crate::domain::id::ClientId;
use crate::error::Result;

use super::{Tx, params};

/// How many clients are read in one step when the keys of all are written.
const STEP: u32 = 1000;

super::statements! {
    [SET] "INSERT INTO client_name_key (client_id, name_key) VALUES ($1, $2)
        ON CONFLICT (client_id) DO UPDATE SET name_key = excluded.name_key";
    [NAMES_AFTER] "SELECT id, name FROM client WHERE id > $1 ORDER BY id LIMIT $2";
}

/// Writes the key of a client's present name.
pub fn set(tx: &Tx<'_>, id: ClientId, name: &str) -> Result<()> {
    tx.run(&SET, params![id, name_key(name).as_str()]).map(drop)
}

/// Writes the keys of all clients, in a database that has none yet.
pub(super) fn fill(tx: &Tx<'_>) -> Result<()> {
    let mut after = ClientId::new(0);
    loop {
        let clients = tx.query_vec(&NAMES_AFTER, params![after, STEP], |row| {
            Ok((ClientId::new(row.int(0)?), row.text(1)?.to_owned()))
        })?;
        let Some((last, _)) = clients.last() else { break };
        after = *last;
        tx.allow(&clients.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        clients.iter().try_for_each(|(id, name)| set(tx, *id, name))?;
    }
    tx.allow(&[]);
    Ok(())
}
