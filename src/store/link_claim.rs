//! Who has an approved link leased to set it up: one at a time, for a while.

use crate::domain::id::{ClientId, LinkId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [TAKE] "INSERT INTO link_claim (link_id, client_id, claimed_until) VALUES ($1, $2, $3)
        ON CONFLICT (link_id) DO UPDATE SET claimed_until = excluded.claimed_until WHERE link_claim.claimed_until <= $4";
    [HELD] "SELECT claimed_until FROM link_claim WHERE link_id = $1";
    [GIVE_BACK] "DELETE FROM link_claim WHERE link_id = $1";
}

/// Takes a link leased until an instant, if no one has it at `now`; else until when it is another's.
pub fn take(tx: &Tx<'_>, client: ClientId, link: LinkId, until: Instant, now: Instant) -> Result<Option<Instant>> {
    if tx.run(&TAKE, params![link, client, until, now])? == 1 {
        return Ok(None);
    }
    tx.query_opt(&HELD, params![link], |row| row.at(0))
}

/// No one has it leased any more.
pub fn give_back(tx: &Tx<'_>, link: LinkId) -> Result<()> {
    tx.run(&GIVE_BACK, params![link]).map(drop)
}
