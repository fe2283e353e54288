//! What the rule `effective` has to know of a person and a client, gathered as of now or of any past instant; and
//! the relation of an actor to a client (docs/reference.md#reach).

pub mod still;

use crate::domain::access::{
    AccessFacts, ClientFacts, Coverage, DedicatedFacts, Footing, GrantFacts, LinkFacts, LoginFacts, PartnerFacts,
    Verdict, effective,
};
use crate::domain::actor::{Actor, Restriction};
use crate::domain::authority::{Dealings, Relation, Sight, Verb, decide_in};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::GrantRow;
use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::link::Link;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::partner::{PartnerState, Reaches};
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::as_of::{self, AsOf};
use crate::store::login::{self, SeatRow};
use crate::store::{Tx, association, client, link};

/// An instant, and what was known by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant, against which terms are held.
    pub at: Instant,
    /// The version of the facts.
    pub as_of: AsOf,
}

impl Moment {
    pub const fn present(now: Instant) -> Self {
        Self { at: now, as_of: AsOf::Now }
    }

    /// Any instant: a past one with the facts as they were after everything that was done by then; a future one with
    /// those of now, as if no one did anything until then.
    pub fn of(tx: &Tx<'_>, at: Instant, now: Instant) -> Result<Self> {
        if at >= now {
            return Ok(Self::present(at));
        }
        Ok(Self { at, as_of: AsOf::Audit(as_of::last_at(tx, at, now)?) })
    }
}

/// The facts, with the rows that they were taken from.
#[derive(Debug, Clone)]
pub struct Gathered {
    pub facts: AccessFacts,
    pub grant: Option<GrantRow>,
    /// The person's membership at a partner.
    pub membership: Option<SeatRow>,
    /// The audit number by which the client was assigned to the person, where that counts.
    pub assigned_by: Option<i64>,
    /// The link of that partner with the client.
    pub link: Option<Link>,
}

/// Whether, how and until when a user may enter a client.
pub fn verdict(tx: &Tx<'_>, user: UserId, client: ClientId, now: Instant) -> Result<Verdict> {
    facts(tx, user, client, now).map(|facts| effective(&facts, now))
}

/// Gathers the facts. Each is one look-up by index.
pub fn facts(tx: &Tx<'_>, user: UserId, client: ClientId, now: Instant) -> Result<AccessFacts> {
    let lost = |what: &str| Error::failed(format!("damaged data: {what} is gone"));
    let person = login::by_id(tx, user)?.ok_or_else(|| lost("a login"))?;
    let place = client::by_id(tx, client)?.ok_or_else(|| lost("a client"))?;
    facts_about(tx, &person, &place, now)
}

/// As [`facts`], for anyone who has read the person and the client already.
pub fn facts_about(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, now: Instant) -> Result<AccessFacts> {
    gather(tx, person, place, Moment::present(now)).map(|gathered| gathered.facts)
}

/// Gathers the facts of any moment about a person and a client of now. Each is one look-up by index, in the past two.
pub fn gather(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, moment: Moment) -> Result<Gathered> {
    let (user, client) = (person.id, place.id);
    let (login, state) = match moment.as_of {
        AsOf::Now => (Some(person.state), Some(place.state)),
        as_of => (as_of::login_state(tx, user, as_of)?, as_of::client_state(tx, client, as_of)?),
    };
    let grant = as_of::open_grant(tx, client, user, moment.as_of)?;
    let own_grant = grant.as_ref().map(|grant| grant_facts(tx, grant, moment)).transpose()?;
    let membership = as_of::membership(tx, user, moment.as_of)?.filter(|membership| !membership.ended);
    let (mut link, mut assigned_by, mut partner) = (None, None, None);
    if let Some(membership) = &membership {
        let state = as_of::partner_state(tx, membership.partner, moment.as_of)?;
        let state = state.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
        if membership.scope == Reaches::Assigned {
            assigned_by = as_of::assigned_by(tx, user, client, moment.as_of)?;
        }
        link = as_of::open_link(tx, membership.partner, client, moment.as_of)?;
        partner = Some(PartnerFacts {
            partner: membership.partner,
            partner_active: state == PartnerState::Active,
            until: membership.until,
            restriction: if membership.restricted { Restriction::NoSettings } else { Restriction::None },
            link: link.as_ref().map(|link| LinkFacts::of(link, moment.at)),
            coverage: match (membership.scope, assigned_by) {
                (Reaches::All, _) => Coverage::All,
                (Reaches::Assigned, Some(_)) => Coverage::Assigned,
                (Reaches::Assigned, None) => Coverage::NotAssigned,
            },
            dedicated: dedicated(tx, membership.partner, client, moment)?,
        });
    }
    let facts = AccessFacts {
        login: login.map_or(LoginFacts::Unborn, login_facts),
        client: match state {
            None => ClientFacts::Unborn,
            Some(ClientState::Closed) => ClientFacts::Closed,
            Some(ClientState::Draft | ClientState::Active) => ClientFacts::Open,
        },
        own_grant,
        partner,
    };
    Ok(Gathered { facts, grant, membership, assigned_by, link })
}

/// The relation of the actor to a client, for `authority::decide`. Staff in their own name are above.
pub fn relation(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<Relation> {
    let Some(user) = actor.user() else { return Ok(Relation::default()) };
    let facts = facts(tx, user.id, client, now)?;
    let link = facts.partner.as_ref().and_then(|partner| partner.link.as_ref());
    let dealings = match user.membership() {
        Some(membership) if !membership.reach.scope.includes(client) => Dealings::None,
        Some(_) if link.is_some_and(|link| link.in_force(now)) => Dealings::Linked,
        Some(membership) if deals(tx, membership.partner, client)? => Dealings::Some,
        _ => Dealings::None,
    };
    Ok(Relation::of(&facts, dealings, now))
}

/// Checks that the actor has a command in a client at all, before anyone or anything in it is looked up.
///
/// # Errors
/// `denied`, `not_found`.
pub fn must_have(tx: &Tx<'_>, actor: &Actor, verb: Verb, client: ClientId, now: Instant) -> Result<()> {
    decide_in(actor, verb, relation(tx, actor, client, now)?)
}

/// Whether the actor has a command in a client at all.
pub fn has(tx: &Tx<'_>, actor: &Actor, verb: Verb, client: ClientId, now: Instant) -> Result<bool> {
    Ok(decide_in(actor, verb, relation(tx, actor, client, now)?).is_ok())
}

/// Whether a partner has anything to do with a client: an association, or a link that was not deleted.
fn deals(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<bool> {
    Ok(link::has_any(tx, partner, client)? || association::between(tx, client, partner)?.is_some())
}

/// How much of a client the actor may read.
pub fn sight(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<Sight> {
    match actor {
        Actor::Staff(_) => Ok(Sight::Record),
        Actor::Visitor => Ok(Sight::Nothing),
        Actor::OnBehalf { .. } | Actor::Person { .. } => Ok(relation(tx, actor, client, now)?.sight()),
    }
}

/// Whether the actor may see that the client exists.
pub fn sees(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<bool> {
    match actor {
        Actor::Staff(_) => Ok(true),
        Actor::Visitor => Ok(false),
        Actor::OnBehalf { .. } | Actor::Person { .. } => Ok(relation(tx, actor, client, now)?.is_visible()),
    }
}

const fn login_facts(state: LoginState) -> LoginFacts {
    match state {
        LoginState::Prepared => LoginFacts::Prepared,
        LoginState::Active => LoginFacts::Active,
        LoginState::Inactive => LoginFacts::Inactive,
    }
}

fn grant_facts(tx: &Tx<'_>, grant: &GrantRow, moment: Moment) -> Result<GrantFacts> {
    let rests_on = match grant.for_partner {
        None => Footing::Itself,
        Some(partner) => {
            let link = as_of::open_link(tx, partner, grant.client, moment.as_of)?;
            Footing::Link(link.map(|link| LinkFacts::of(&link, moment.at)))
        }
    };
    Ok(GrantFacts { terms: grant.terms, state: grant.state, rests_on })
}

/// The dedicated user that the client made for the partner.
pub fn dedicated(tx: &Tx<'_>, partner: PartnerId, client: ClientId, moment: Moment) -> Result<Option<DedicatedFacts>> {
    let Some(grant) = as_of::dedicated(tx, client, partner, moment.as_of)? else { return Ok(None) };
    let login = as_of::login_state(tx, grant.user, moment.as_of)?;
    let login = login.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    Ok(Some(DedicatedFacts {
        user: grant.user,
        user_active: login == LoginState::Active,
        grant: grant_facts(tx, &grant, moment)?,
    }))
}
