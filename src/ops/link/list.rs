//! Which links someone sees, and what is shown of each.

use crate::domain::actor::{Actor, PartnerSeat};
use crate::domain::authority::{Target, Verb, decide};
use crate::domain::id::{ClientId, LinkId};
use crate::domain::link::LinkStatus;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::reach;
use crate::ops::resolve::named;
use crate::store::Tx;
use crate::store::link_list::{self, LinkScope, Listed};

use super::record::{Record, Whole, owners as owners_of};

/// What a list is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// Of one client, of one partner, or of all.
    pub whose: LinkScope,
    /// Only in this state.
    pub state: Option<LinkStatus>,
    /// Only requested at this instant or before.
    pub until: Option<Instant>,
    /// Only in force, and with an end at this instant or before that does not move by itself.
    pub ends_by: Option<Instant>,
    /// From this one on.
    pub from: Option<LinkId>,
}

/// Whether something that costs a look-up of its own is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    Yes,
    No,
}

/// The links that the filter leaves and the actor may see, by id, in turn. Nothing is collected.
///
/// # Errors
/// `denied`, `not_found`, and those of `each`.
pub fn each(
    tx: &Tx<'_>,
    actor: &Actor,
    filter: &Filter,
    (owners, mail): (Wants, Wants),
    now: Instant,
    mut each: impl FnMut(&Record) -> Result<()>,
) -> Result<()> {
    let membership = only_of(tx, actor, filter.whose, now)?;
    link_list::each(tx, filter.whose, filter.from, |listed| {
        if !passes(&listed, filter, membership, now) {
            return Ok(());
        }
        let sight = reach::sight(tx, actor, listed.link.client, now)?;
        let owners = match owners {
            Wants::Yes => owners_of(tx, &listed, sight)?,
            Wants::No => String::new(),
        };
        let mail = match mail {
            Wants::Yes => link_list::mail(tx, listed.link.id)?,
            Wants::No => None,
        };
        each(&Record { listed, sight, owners, mail })
    })
}

fn passes(listed: &Listed, filter: &Filter, membership: Option<&PartnerSeat>, now: Instant) -> bool {
    let link = &listed.link;
    filter.state.is_none_or(|state| link.status(now) == state)
        && filter.until.is_none_or(|until| link.requested_at <= until)
        && filter.ends_by.is_none_or(|by| link.in_force(now) && link.agreed_until().is_some_and(|until| until <= by))
        && membership
            .is_none_or(|membership| link.partner == membership.partner && membership.reach.scope.includes(link.client))
}

/// Asks for the right to the list. A partner user sees what concerns their partner and lies in their scope, anyone who
/// holds office in the client all of it.
fn only_of<'a>(tx: &Tx<'_>, actor: &'a Actor, whose: LinkScope, now: Instant) -> Result<Option<&'a PartnerSeat>> {
    let membership = actor.user().and_then(|user| user.membership());
    let (target, membership) = match whose {
        LinkScope::All => (Target::NOTHING, None),
        LinkScope::Partner(partner) => (Target::partner(partner), membership),
        LinkScope::Client(client) => of_client(tx, actor, client, membership, now)?,
    };
    decide(actor, Verb::LinkList, &target)?;
    Ok(membership)
}

fn of_client<'a>(
    tx: &Tx<'_>,
    actor: &Actor,
    client: ClientId,
    membership: Option<&'a PartnerSeat>,
    now: Instant,
) -> Result<(Target<'static>, Option<&'a PartnerSeat>)> {
    let relation = reach::relation(tx, actor, client, now)?;
    let office = relation.holds_office();
    let target = membership.map_or(Target::client(relation), |membership| Target::link(relation, membership.partner));
    Ok((target, membership.filter(|_| !office)))
}

/// One link with all that the actor may know of it.
///
/// # Errors
/// `denied` to those who enter its client without holding office there; `not_found` to anyone who may not know of it, and
/// for a deleted one, which is left to staff.
pub fn one(tx: &Tx<'_>, actor: &Actor, id: LinkId, now: Instant) -> Result<Whole> {
    let Some(whole) = Whole::find(tx, actor, id, now)? else { return Err(super::unknown(id)) };
    let link = &whole.record.listed.link;
    let hidden = link.deleted_at.is_some() && !actor.is_support();
    let relation = reach::relation(tx, actor, link.client, now)?;
    if hidden || !(relation.own.is_some() || super::is_visible(tx, actor, link, now)?) {
        return Err(super::unknown(id));
    }
    decide(actor, Verb::LinkShow, &Target::link(relation, link.partner))?;
    Ok(whole)
}

/// As [`one`], for a link that is to be of this client.
///
/// # Errors
/// As [`one`]; `foreign_entity` for a link of another client.
pub fn one_of(tx: &Tx<'_>, actor: &Actor, place: ClientId, id: LinkId, now: Instant) -> Result<Whole> {
    let whole = one(tx, actor, id, now)?;
    if whole.client.id == place {
        return Ok(whole);
    }
    Err(Error::foreign_entity(format!("{id} belongs to {}", named(&whole.client)))
        .other_client(whole.client.id)
        .fact("other_client_slug", whole.client.slug.to_string()))
}
