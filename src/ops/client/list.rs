//! Which clients are listed for whom: all of them for staff, for a user those that they may see.

use crate::domain::actor::{Actor, UserActor};
use crate::domain::authority::{self, Sight, Target, Verb};
use crate::domain::client::ClientState;
use crate::domain::id::{ClientId, PartnerId, StaffId};
use crate::domain::status::Activation;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::client::PricePlan;
use crate::ops::reach;
use crate::store::Tx;
use crate::store::client_list::{self, ClientEntry, ClientFilter, Lister};

/// Up to so many clients are looked up one by one, which takes longer for each than reading on.
const FEW: u32 = 10_000;

/// Which clients are wanted. Everything that is given must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    pub state: Option<ClientState>,
    /// A closed client has come nowhere: it is listed by its state only.
    pub activation: Option<Activation>,
    pub plan: Option<PricePlan>,
    /// Looked after by this support person.
    pub staff: Option<StaffId>,
    /// Opened to this partner by a link in force.
    pub partner: Option<PartnerId>,
}

impl Filter {
    fn lets_pass(&self, entry: &ClientEntry<'_>) -> bool {
        self.state.is_none_or(|state| entry.state == state)
            && self.plan.is_none_or(|plan| entry.plan == Some(plan.name()))
            && self.activation.is_none_or(|activation| entry.activation == activation && self.takes_closed(entry))
            && self.staff.is_none_or(|staff| entry.staff_id == Some(staff))
    }

    fn takes_closed(&self, entry: &ClientEntry<'_>) -> bool {
        entry.state != ClientState::Closed || self.state == Some(ClientState::Closed)
    }
}

/// A client as the actor may read it.
#[derive(Debug, Clone, Copy)]
pub enum Listed<'e> {
    Record(&'e ClientEntry<'e>),
    /// Id, slug and name, and nothing else.
    Identity(&'e ClientEntry<'e>),
}

/// Every client that the actor may see and the filter lets pass, by id, from this one on. A filter is about the record: what is
/// only an identity does not pass one.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list(
    tx: &Tx<'_>,
    actor: &Actor,
    filter: &Filter,
    from: Option<ClientId>,
    wanted: ClientFilter<'_>,
    now: Instant,
    mut each: impl FnMut(Listed<'_>) -> Result<()>,
) -> Result<()> {
    authority::decide(actor, Verb::ClientList, &Target::NOTHING)?;
    let wanted = ClientFilter { invitations: wanted.invitations || filter.activation.is_some(), ..wanted };
    let mut lister = Lister::new(tx, wanted, now)?;
    let mut pass = |entry: &ClientEntry<'_>, sight: Sight| {
        let entry = match sight {
            Sight::Record if filter.lets_pass(entry) => Listed::Record(entry),
            Sight::Identity if *filter == Filter::default() => Listed::Identity(entry),
            _ => return Ok(()),
        };
        each(entry)
    };
    match candidates(tx, actor, filter, now)? {
        None => lister.all_from(from.unwrap_or(ClientId::new(0)), |entry| pass(entry, Sight::Record))?,
        Some(clients) => {
            for client in clients.into_iter().filter(|client| from.is_none_or(|from| *client >= from)) {
                let sight = reach::sight(tx, actor, client, now)?;
                if sight != Sight::Nothing {
                    lister.one(client, |entry| pass(entry, sight))?;
                }
            }
        }
    }
    Ok(())
}

/// The clients to look at one by one, by id; `None` for all there are.
fn candidates(tx: &Tx<'_>, actor: &Actor, filter: &Filter, now: Instant) -> Result<Option<Vec<ClientId>>> {
    let linked = filter.partner.map(|partner| client_list::linked_to(tx, partner, now)).transpose()?;
    if let Some(user) = actor.user() {
        let mut known = known_to(tx, user)?;
        if let Some(linked) = linked {
            known.retain(|client| linked.binary_search(client).is_ok());
        }
        return Ok(Some(known));
    }
    if linked.is_some() {
        return Ok(linked);
    }
    let Some(staff) = filter.staff else { return Ok(None) };
    let theirs = client_list::looked_after_by(tx, staff, FEW)?;
    Ok((theirs.len() < FEW as usize).then_some(theirs))
}

/// The clients with which a user or their partner has to do, by id: those that they see are among them.
pub fn known_to(tx: &Tx<'_>, user: &UserActor) -> Result<Vec<ClientId>> {
    let mut clients = client_list::granted_to(tx, user.id)?;
    if let Some(membership) = user.membership() {
        let dealt_with = client_list::dealt_with(tx, membership.partner)?;
        clients.extend(dealt_with.into_iter().filter(|client| membership.reach.scope.includes(*client)));
    }
    clients.sort_unstable();
    clients.dedup();
    Ok(clients)
}
