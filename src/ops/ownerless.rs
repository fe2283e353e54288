//! How a client is left without an owner, which nothing forbids.

use crate::domain::client::{ClientRow, ClientState};
use crate::domain::email::Email;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, grant, login};

/// How a client is left without an owner, which nothing forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ownerless {
    /// A draft: no one can activate it.
    Draft,
    /// An active client: this admin goes on administering it.
    Administered(Email),
    /// An active client whose last owner's term ends then: this admin goes on administering it.
    Ending(Instant, Email),
    /// An active client that no one administers for good.
    Abandoned,
}

/// How a client without an owner is administered; nothing where it has one for good.
pub fn without_owner(tx: &Tx<'_>, client: &ClientRow, now: Instant) -> Result<Option<Ownerless>> {
    let until = match grant::owner(tx, client.id, now)? {
        None => None,
        Some(owner) if owner.terms.until.is_none() || client.state != ClientState::Active => return Ok(None),
        Some(owner) => owner.terms.until,
    };
    match client.state {
        ClientState::Draft => Ok(Some(Ownerless::Draft)),
        ClientState::Closed => Ok(None),
        ClientState::Active => {
            let Some(grant) = grant::first_lasting(tx, client.id)? else { return Ok(Some(Ownerless::Abandoned)) };
            let admin = login::by_id(tx, grant.user)?.map(|login| login.email);
            Ok(admin.map(|admin| match until {
                Some(until) => Ownerless::Ending(until, admin),
                None => Ownerless::Administered(admin),
            }))
        }
    }
}
