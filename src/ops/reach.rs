//! What the rule `effective` has to know of a person and a client, gathered now; and where an actor stands towards
//! a client (SPEC 2, "Reach").

use crate::domain::access::{
    Coverage, DedicatedFacts, Facts, Footing, GrantFacts, LinkFacts, PartnerFacts, Verdict, effective,
};
use crate::domain::actor::Actor;
use crate::domain::authority::{Dealings, Relation};
use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::client::{self, ClientRow, ClientState};
use crate::store::grant::{self, GrantRow};
use crate::store::login::{self, LoginRow, LoginState, Reaches};
use crate::store::partner::PartnerState;
use crate::store::{Tx, association, link, partner};

/// Whether, how and until when a user may enter a client.
///
/// # Errors
/// `failed`.
pub fn verdict(tx: &Tx<'_>, user: UserId, client: ClientId, now: Instant) -> Result<Verdict> {
    facts(tx, user, client, now).map(|facts| effective(&facts, now))
}

/// Gathers the facts. Each is one look-up by index.
///
/// # Errors
/// `failed`.
pub fn facts(tx: &Tx<'_>, user: UserId, client: ClientId, now: Instant) -> Result<Facts> {
    let lost = |what: &str| Error::failed(format!("damaged data: {what} is gone"));
    let person = login::by_id(tx, user)?.ok_or_else(|| lost("a login"))?;
    let place = client::by_id(tx, client)?.ok_or_else(|| lost("a client"))?;
    facts_about(tx, &person, &place, now)
}

/// As [`facts`], for whoever has read the person and the client already.
///
/// # Errors
/// `failed`.
pub fn facts_about(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, now: Instant) -> Result<Facts> {
    let (user, client) = (person.id, place.id);
    let own_grant = grant::open(tx, client, user)?.map(|grant| grant_facts(tx, &grant, now)).transpose()?;
    let seat = login::seat(tx, user)?.filter(|seat| !seat.ended);
    let restricted = seat.as_ref().is_some_and(|seat| seat.restricted);
    let partner = match seat {
        None => None,
        Some(seat) => {
            let company =
                partner::by_id(tx, seat.partner)?.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
            let coverage = match seat.scope {
                Reaches::All => Coverage::All,
                Reaches::Assigned if login::is_assigned(tx, user, client)? => Coverage::Assigned,
                Reaches::Assigned => Coverage::NotAssigned,
            };
            Some(PartnerFacts {
                partner: seat.partner,
                partner_active: company.state == PartnerState::Active,
                until: seat.until,
                link: link_between(tx, seat.partner, client, now)?,
                coverage,
                dedicated: dedicated(tx, seat.partner, client, now)?,
            })
        }
    };
    Ok(Facts {
        user_active: person.state == LoginState::Active,
        client_open: place.state != ClientState::Closed,
        own_grant,
        partner,
        restricted,
    })
}

/// Where the actor stands towards a client, for `authority::decide`. Staff in their own name stand above.
///
/// # Errors
/// `failed`.
pub fn relation(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<Relation> {
    let Some(user) = actor.user() else { return Ok(Relation::default()) };
    let verdict = verdict(tx, user.id, client, now)?;
    let dealings = match user.seat() {
        Some(seat) if seat.reach.scope.includes(client) && deals(tx, seat.partner, client)? => Dealings::Some,
        _ => Dealings::None,
    };
    Ok(Relation::of(&verdict, dealings))
}

/// Whether a partner has anything to do with a client: an association, or a link that was not deleted.
fn deals(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<bool> {
    Ok(link::has_any(tx, partner, client)? || association::between(tx, client, partner)?.is_some())
}

/// Whether the actor may see that the client exists.
///
/// # Errors
/// `failed`.
pub fn sees(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<bool> {
    Ok(actor.user().is_none() || relation(tx, actor, client, now)?.is_visible())
}

fn grant_facts(tx: &Tx<'_>, grant: &GrantRow, now: Instant) -> Result<GrantFacts> {
    let rests_on = match grant.for_partner {
        None => Footing::Itself,
        Some(partner) => Footing::Link(link_between(tx, partner, grant.client, now)?),
    };
    Ok(GrantFacts { terms: grant.terms, state: grant.state, rests_on })
}

fn link_between(tx: &Tx<'_>, partner: PartnerId, client: ClientId, now: Instant) -> Result<Option<LinkFacts>> {
    Ok(link::stored_open(tx, partner, client)?.map(|link| LinkFacts::of(&link, now)))
}

/// The dedicated user that the client made for the partner.
fn dedicated(tx: &Tx<'_>, partner: PartnerId, client: ClientId, now: Instant) -> Result<Option<DedicatedFacts>> {
    let Some(grant) = grant::dedicated(tx, client, partner)? else { return Ok(None) };
    let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    Ok(Some(DedicatedFacts {
        user: grant.user,
        user_active: login.state == LoginState::Active,
        grant: grant_facts(tx, &grant, now)?,
    }))
}
