//! Which people `user list` shows to whom: staff see all of them, a user sees those of the clients whose people they
//! may list.

use super::may_read_name;
use crate::domain::actor::Actor;
use crate::domain::authority::{Target, Verb, decide};
use crate::domain::id::ClientId;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::client::list::known_to;
use crate::ops::reach;
use crate::store::Tx;
use crate::store::user_list::{self, Filter, UserEntry, UserScope};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Client(ClientId),
    /// Those of every client where the actor may look.
    All,
}

/// The people that the filter lets pass, by client, then by person.
///
/// # Errors
/// `denied` where the actor may not look into the one client that is named; `failed`, and those of `each`.
pub fn list(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: Extent,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(&UserEntry<'_>) -> Result<()>,
) -> Result<()> {
    let may_look = |client: ClientId| -> Result<()> {
        decide(actor, Verb::UserList, &Target::client(reach::relation(tx, actor, client, now)?))
    };
    match (extent, actor.user()) {
        (Extent::Client(client), _) => {
            may_look(client)?;
            user_list::each(tx, UserScope::Client(client), filter, now, |entry| each(&as_read_by(tx, actor, entry)?))
        }
        (Extent::All, None) => user_list::each(tx, UserScope::All, filter, now, each),
        (Extent::All, Some(user)) => {
            for client in known_to(tx, user)? {
                if may_look(client).is_ok() {
                    user_list::each(tx, UserScope::Client(client), filter, now, |entry| {
                        each(&as_read_by(tx, actor, entry)?)
                    })?;
                }
            }
            Ok(())
        }
    }
}

/// An entry as this actor may read it: without the name of a person who has not accepted yet, and whose login is used
/// elsewhere.
pub fn as_read_by<'r>(tx: &Tx<'_>, actor: &Actor, entry: &UserEntry<'r>) -> Result<UserEntry<'r>> {
    match may_read_name(tx, actor, entry.client, entry.user)? {
        true => Ok(*entry),
        false => Ok(UserEntry { first_name: "", last_name: "", ..*entry }),
    }
}
