//! Someone leaves a partner, or a partner is closed: what they hold ends in one step, with a receipt.

mod holdings;
mod offboard;

pub use holdings::{Dedicated, Holdings, held};
pub use offboard::{Ask, offboard};

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::Target;
use crate::domain::id::{ClientId, EntityId, UserId};
use crate::domain::link::{Link, LinkStatus};
use crate::domain::offboarding::{HoldingKind, OffboardingResult};
use crate::domain::partner::{PartnerRow, PartnerState};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::concerned::Concerned;
use crate::ops::partner::named;
use crate::ops::reach::still;
use crate::ops::reach::still::StillEnters;
use crate::ops::session::end_because;
use crate::ops::unit_of_work::Change;
use crate::ops::{concerned, link as links, web_session};
use crate::store::offboarding::Reached;
use crate::store::{Tx, client, link, login, offboarding, partner, partner_user as seats};

/// One thing that was held, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptEntry {
    /// In which client, if in one.
    pub client: Option<ClientLabel>,
    pub kind: HoldingKind,
    /// Which: `inv_31`, `usr_5`.
    pub entity: String,
    pub fate: OffboardingResult,
    pub message: Option<String>,
}

impl ReceiptEntry {
    /// Whether it was held in this client.
    pub fn is_in(&self, client: ClientId) -> bool {
        self.client.as_ref().is_some_and(|place| place.id == client)
    }
}

/// A client by id and slug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientLabel {
    pub id: ClientId,
    pub slug: Slug,
}

/// Everything that was held, in the order in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt(pub Vec<ReceiptEntry>);

impl Receipt {
    fn add(
        &mut self,
        client: Option<&ClientLabel>,
        kind: HoldingKind,
        entity: impl ToString,
        fate: OffboardingResult,
        message: Option<String>,
    ) {
        self.0.push(ReceiptEntry { client: client.cloned(), kind, entity: entity.to_string(), fate, message });
    }
}

impl ClientLabel {
    fn of(tx: &Tx<'_>, id: ClientId) -> Result<Self> {
        let row = client::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))?;
        Ok(Self { id, slug: row.slug })
    }
}

// A partner is closed: its links, requests, sessions and memberships end in one transaction.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerHeld {
    /// The clients that its people get into.
    pub reached: Vec<Reached>,
    /// Its links and requests that are stored as open, by client.
    pub links: Vec<Link>,
    /// Its users, with the clients chosen for them.
    pub users: Vec<(UserId, Vec<ClientLabel>)>,
}

pub fn held_by_partner(tx: &Tx<'_>, company: &PartnerRow, now: Instant) -> Result<PartnerHeld> {
    let mut users = Vec::new();
    for user in seats::ids(tx, company.id)? {
        let chosen = seats::clients(tx, user)?;
        users.push((user, chosen.into_iter().map(|(id, slug)| ClientLabel { id, slug }).collect()));
    }
    Ok(PartnerHeld {
        reached: offboarding::reached(tx, company.id, now)?,
        links: link::open_of_partner(tx, company.id)?,
        users,
    })
}

impl PartnerHeld {
    /// Every client in which something of it ends; their number is confirmed (docs/reference.md#confirmation).
    pub fn concerned(&self) -> Concerned {
        let mut concerned = Concerned::because("a link", self.reached.iter().map(|reached| reached.client));
        let (requests, links): (Vec<&Link>, Vec<&Link>) = self.links.iter().partition(|link| link.answered().is_none());
        concerned.add("a link", links.into_iter().map(|link| link.client));
        concerned.add("a link request", requests.into_iter().map(|link| link.client));
        let chosen = self.users.iter().flat_map(|(_, places)| places.iter().map(|place| place.id));
        concerned.add("the clients chosen for its users", chosen);
        concerned
    }
}

/// The grants of their own by which users of a partner enter clients, whatever becomes of the partner.
pub fn still_entering(tx: &Tx<'_>, actor: &Actor, held: &PartnerHeld, now: Instant) -> Result<Vec<StillEnters>> {
    let mut ways = Vec::new();
    for (user, _) in &held.users {
        let person = login::by_id(tx, *user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        ways.extend(still::own_grants_seen_by(tx, actor, &person, now, |_, _| true)?);
    }
    Ok(ways)
}

/// Closes a partner. Its people have no place any more; their logins stay, for clients may have let them in. Who was
/// asked by mail and has not answered is notified. Unchanged if it was closed before.
///
/// # Errors
/// `denied`; `conflict` when what it holds is not what was shown.
pub fn close(change: &mut Change<'_>, company: &PartnerRow, shown: &PartnerHeld) -> Result<Receipt> {
    change.authorise(&Target::partner(company.id))?;
    let company = partner::by_id(change.tx, company.id)?.ok_or_else(|| Error::bug("the partner is gone"))?;
    let mut receipt = Receipt::default();
    if company.state == PartnerState::Closed {
        change.unchanged(EntityId::Partner(company.id));
        receipt.add(None, HoldingKind::Partner, company.id, OffboardingResult::Unchanged, None);
        return Ok(receipt);
    }
    let held = held_by_partner(change.tx, &company, change.now)?;
    if held != *shown {
        return Err(concerned::moved(&named(&company)));
    }
    change.about_clients(held.concerned().ids())?;
    change.record(audit_event(&company, &held));
    receipt.add(None, HoldingKind::Partner, company.id, OffboardingResult::Closed, None);
    for link in &held.links {
        end_link(change, &company, link, &mut receipt)?;
    }
    for (user, places) in &held.users {
        change.about_user(*user);
        seats::end_seat(change.tx, *user, change.audit())?;
        web_session::end_all(change, *user, "the partner was closed")?;
        let email = login::by_id(change.tx, *user)?.map(|login| login.email.to_string());
        receipt.add(None, HoldingKind::Seat, user, OffboardingResult::Ended, email);
        for place in places {
            seats::take(change.tx, *user, place.id, change.audit())?;
            receipt.add(Some(place), HoldingKind::Assignment, user, OffboardingResult::Ended, None);
        }
    }
    partner::close(change.tx, company.id, change.audit())?;
    for own in still_entering(change.tx, change.actor, &held, change.now)? {
        let place = ClientLabel { id: own.place, slug: own.client.clone() };
        receipt.add(
            Some(&place),
            HoldingKind::Grant,
            own.person.id,
            OffboardingResult::Kept,
            Some(own.says("enters").as_str().to_owned()),
        );
    }
    Ok(receipt)
}

/// A request is withdrawn, a link ends, with the sessions that rest on it. What is over already is closed as that.
fn end_link(change: &mut Change<'_>, company: &PartnerRow, link: &Link, receipt: &mut Receipt) -> Result<()> {
    let (id, now) = (link.id, change.now);
    let row = client::by_id(change.tx, link.client)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))?;
    let place = ClientLabel { id: row.id, slug: row.slug.clone() };
    for session in offboarding::sessions_by_link(change.tx, id)? {
        end_because(change, session.id, "the partner was closed")?;
        receipt.add(Some(&place), HoldingKind::Session, session.id, OffboardingResult::Ended, None);
    }
    let waited = link.answered().is_none();
    let (kind, fate) = match (waited, link.status(now)) {
        (true, LinkStatus::Pending) => (HoldingKind::Request, OffboardingResult::Cancelled),
        (true, _) => (HoldingKind::Request, OffboardingResult::Expired),
        (false, LinkStatus::Lapsed) => (HoldingKind::Link, OffboardingResult::Lapsed),
        (false, _) => (HoldingKind::Link, OffboardingResult::Ended),
    };
    links::end_with_partner(change, &row, company, link.clone())?;
    receipt.add(Some(&place), kind, id, fate, None);
    if !waited {
        for (user, address) in offboarding::dedicated_of(change.tx, place.id, company.id)? {
            receipt.add(Some(&place), HoldingKind::Dedicated, user, OffboardingResult::Stopped, Some(address));
        }
    }
    Ok(())
}

/// What happened; clients are named under `clients` alone.
fn audit_event(company: &PartnerRow, held: &PartnerHeld) -> AuditEvent {
    let requests = held.links.iter().filter(|link| link.answered().is_none()).count();
    AuditEvent::PartnerClose {
        id: company.id,
        slug: company.slug.clone(),
        links: (held.links.len() - requests).into(),
        requests: requests.into(),
        users: held.users.len().into(),
        clients: held.reached.iter().map(|reached| reached.slug.clone()).collect(),
    }
}
