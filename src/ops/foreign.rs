//! A thing that was named together with a client and is not there (docs/reference.md#never-the-wrong-client).

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, InvitationId, LinkId};
use crate::error::{Error, Result, hint};
use crate::store::{Tx, client, invitation, link};

use super::reach;
use super::resolve::named;
use super::unit_of_work::Change;

#[derive(Debug, Clone, Copy)]
pub struct Thing<'a> {
    /// What it is: `invitation`, `link`.
    pub kind: &'a str,
    /// As it was named: `inv_31`.
    pub id: &'a str,
    /// The command that shows it: `invite show`.
    pub show: Verb,
    /// What lists such things.
    pub list: Verb,
    /// The client that it belongs to, if it is anywhere.
    pub of: Option<ClientId>,
}

/// The client of an invitation or a link that is written so, for staff in their own name.
///
/// # Errors
/// `failed` when the rows cannot be read.
pub fn client_of(tx: &Tx<'_>, actor: &Actor, id: &str) -> Result<Option<ClientRow>> {
    if !matches!(actor, Actor::Staff(_)) {
        return Ok(None);
    }
    let client = match (InvitationId::parse(id), LinkId::parse(id)) {
        (Ok(id), _) => invitation::by_id(tx, id)?.map(|invitation| invitation.client),
        (_, Ok(id)) => link::by_id(tx, id)?.map(|link| link.client),
        _ => None,
    };
    client.map_or(Ok(None), |client| client::by_id(tx, client))
}

/// Why `thing` is not in `here`: `foreign_entity` where the actor may see the client that it belongs to; else it looks
/// exactly like something that is not there at all.
pub fn not_here(change: &Change<'_>, thing: &Thing<'_>, here: &ClientRow) -> Result<Error> {
    let Thing { kind, id, show, list, of } = *thing;
    if let Some(of) = of
        && reach::sees(change.tx, change.actor, of, change.now)?
        && let Some(other) = client::by_id(change.tx, of)?
    {
        return Ok(Error::foreign_entity(format!(
            "{id} is not of {}: it belongs to {}; nothing was changed",
            here.slug,
            named(&other)
        ))
        .hint(hint!["look it up with ", show.step().about(&id)])
        .fact("entity_id", id)
        .fact("client_id", here.id.to_string())
        .fact("client_slug", here.slug.to_string())
        .other_client(other.id)
        .fact("other_client_slug", other.slug.to_string()));
    }
    Ok(Error::not_found(format!("{} has no {kind} {id}", named(here)))
        .hint(hint!["see ", list.step().client(&here.slug)])
        .fact("client_id", here.id.to_string())
        .fact("client_slug", here.slug.to_string()))
}
