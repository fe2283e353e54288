//! Which invitations an actor may list.

use crate::domain::actor::Actor;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::Tx;
use crate::store::invitation_list::{self, Filter, InvitationScope, Listed};

use super::answer::may_know_client;

/// The invitations that the filter lets through, by id, in turn. Of their own, a person lists those into clients that
/// they may still know of.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn listed(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: InvitationScope,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(&Listed<'_>) -> Result<()>,
) -> Result<()> {
    let person = match extent {
        InvitationScope::User(id) if !actor.is_support() => Some(id),
        InvitationScope::User(_) | InvitationScope::Client(_) | InvitationScope::All => None,
    };
    invitation_list::each(tx, extent, filter, now, |row| match person {
        Some(person) if !may_know_client(tx, actor, (row.client, person), now)? => Ok(()),
        _ => each(&row),
    })
}
