//! A link in force is changed in place: the client's side may change anything, the other side may only give up
//! permissions or shorten it (docs/reference.md#links).

use crate::domain::authority::Target;
use crate::domain::client::ClientRow;
use crate::domain::id::LinkId;
use crate::domain::link::{Link, LinkEdit, Widening};
use crate::domain::step::Step;
use crate::error::Result;
use crate::ops::notify;
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::Change;

use super::waiting::Waiting;

/// A link before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub before: Link,
    pub after: Link,
}

/// Gives a link in force other permissions or another end.
///
/// # Errors
/// `not_found`, `foreign_entity`; `denied`, also where more is given, or for longer, by anyone but an owner or admin of
/// the client who has that; `conflict` unless the link is in force; `usage` for more than a link can give.
pub fn edit(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId, edit: &LinkEdit) -> Result<Edited> {
    let (client, before) = super::start(change, seen, id)?;
    apply(change, &client, before, edit)
}

/// Changes a link that was found in the client by an actor who has the command there.
pub(super) fn apply(change: &mut Change<'_>, client: &ClientRow, before: Link, edit: &LinkEdit) -> Result<Edited> {
    let step = before.clone().edit(change.now, edit)?;
    if let Step::Made(after, _) = &step
        && let Some(widening) = Widening::between(&before, after)
    {
        may_widen(change, client, after, &widening)?;
    }
    let is_made = step.event().is_some();
    let after = super::keep(change, step)?;
    if is_made {
        let partner = super::partner_of(change.tx, &after)?;
        notify::of_link_change(change, client, &partner, (&before, &after))?;
    }
    if before.extension().is_some() && after.extension().is_none() {
        super::kill_codes(change, after.id)?;
    }
    Ok(Edited { before, after })
}

/// Whether the actor may give what the link gives beyond what it gave before, for the client; and so what the dedicated
/// user of the two has, where that enters for longer by it.
fn may_widen(change: &Change<'_>, client: &ClientRow, link: &Link, widening: &Widening) -> Result<()> {
    let target = Target::link(change.relation(client.id)?, link.partner).lasting(widening.until);
    change.authorise_for_client(&target.giving(widening.permissions))?;
    let dedicated = Waiting::between(change.tx, client.id, link.partner, change.now)?;
    let Some(dedicated) = dedicated.filter(|_| widening.is_longer()) else { return Ok(()) };
    let permissions = dedicated.terms().permissions;
    change.authorise_for_client(&target.giving(permissions)).map_err(|error| dedicated.explain(error, client))
}
