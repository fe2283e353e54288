//! Which of a partner's clients one of its users reaches: chosen one by one (S4.6).

use crate::error::{Flag, hint};
use std::collections::BTreeSet;

use super::{
    Actor, Change, ClientSeen, EntityId, Error, LoginRow, Member, PartnerRow, Result, Tx, find, login,
    must_be_a_client_of, named, partner, resolve, store,
};
use crate::domain::audit_event::{AuditEvent, List, PartnerName};
use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, UserId};
use crate::domain::membership::PartnerMembership;
use crate::domain::reference::UserRef;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::ops::{notify, reach, session};

/// Whether clients come or go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The person reaches them from now on.
    Assign,
    /// The person reaches them no longer.
    Unassign,
}

/// Whose clients were changed, and which of those named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    pub login: LoginRow,
    /// Those that came or went; the others were so already.
    pub moved: BTreeSet<ClientId>,
}

impl Direction {
    #[must_use]
    pub const fn verb(self) -> Verb {
        match self {
            Self::Assign => Verb::PartnerAssignClients,
            Self::Unassign => Verb::PartnerUnassignClients,
        }
    }

    fn event(self, id: UserId, partner: PartnerName, email: Email, clients: List<Slug>) -> AuditEvent {
        match self {
            Self::Assign => AuditEvent::PartnerAssignClients { id, partner, email, clients },
            Self::Unassign => AuditEvent::PartnerUnassignClients { id, partner, email, clients },
        }
    }
}

/// Whether these clients may come or go, now, so that no one is asked to confirm in vain; who is meant, and
/// which of the clients really move.
///
/// # Errors
/// `not_found`, `denied`; `conflict` when the partner is closed, the membership ended or reaches all clients, or a client is
/// none of the partner's, which is named.
pub fn check(
    tx: &Tx<'_>,
    actor: &Actor,
    company: &PartnerRow,
    person: &UserRef,
    direction: Direction,
    clients: &[ClientSeen],
    now: Instant,
) -> Result<Assigned> {
    let member = find(tx, company, person)?;
    let wanted: BTreeSet<ClientId> = clients.iter().map(|seen| seen.row.id).collect();
    let after = match direction {
        Direction::Assign => member.membership.with(&wanted),
        Direction::Unassign => member.membership.without(&wanted),
    };
    member.may_become(actor, direction.verb(), after.as_ref().unwrap_or(&member.membership))?;
    let company = partner::by_id(tx, company.id)?.ok_or_else(|| Error::bug("the partner is gone"))?;
    resolve::partner_must_be_active(&company)?;
    member.must_stand(&company)?;
    let after = after.map_err(|_| reaches_all(&member, &company, clients))?;
    let moved = moved(&member, &after);
    let held = |client: &ClientId| moved.contains(client) == (direction == Direction::Unassign);
    for seen in clients.iter().filter(|seen| !held(&seen.row.id)) {
        must_be_a_client_of(tx, &company, seen, now)?;
    }
    Ok(Assigned { login: member.login, moved })
}

/// Gives a partner user these clients, or takes them away: all of them or none.
///
/// # Errors
/// As [`check`]; `conflict` when a client moved since it was shown.
pub fn assign(
    change: &mut Change<'_>,
    company: &PartnerRow,
    person: &UserRef,
    direction: Direction,
    clients: &[ClientSeen],
) -> Result<Assigned> {
    for seen in clients {
        match direction {
            Direction::Assign => change.client(seen)?,
            Direction::Unassign => change.client_in_any_state(seen)?,
        };
    }
    let member = find(change.tx, company, person)?;
    change.authorise(&member.target(change.actor))?;
    let done = check(change.tx, change.actor, company, person, direction, clients, change.now)?;
    let (user, audit) = (done.login.id, change.audit());
    change.about_user(user);
    if done.moved.is_empty() {
        change.unchanged(EntityId::User(user));
        return Ok(done);
    }
    for client in &done.moved {
        match direction {
            Direction::Assign => login::assign(change.tx, user, *client, audit)?,
            Direction::Unassign => store::take(change.tx, user, *client, audit)?,
        }
    }
    let slugs =
        clients.iter().filter(|seen| done.moved.contains(&seen.row.id)).map(|seen| seen.row.slug.clone()).collect();
    change.record(direction.event(user, company.id.into(), done.login.email.clone(), slugs));
    if direction == Direction::Assign {
        let mut gained = Vec::new();
        for client in &done.moved {
            if reach::verdict(change.tx, user, *client, change.now)?.partner.is_some() {
                gained.push(*client);
            }
        }
        notify::of_reach(change, company, &done.login, &gained)?;
    }
    if direction == Direction::Unassign {
        done.moved.iter().try_for_each(|client| session::end_with_scope(change, user, *client))?;
    }
    Ok(done)
}

fn moved(member: &Member, after: &PartnerMembership) -> BTreeSet<ClientId> {
    let (assigned, taken) = member.membership.moves(after);
    assigned.into_iter().chain(taken).collect()
}

/// Choosing for someone who reaches all would take all others away: that has to be said as it is.
fn reaches_all(member: &Member, company: &PartnerRow, clients: &[ClientSeen]) -> Error {
    let slugs: Vec<&str> = clients.iter().map(|seen| seen.row.slug.as_str()).collect();
    let (email, slug) = (&member.login.email, &company.slug);
    Error::conflict(format!("{email} reaches every client of {}, those to come too", named(company)))
        .hint(hint![
            "so that they reach only some, write ",
            Verb::PartnerEditUser.step().about(&email).partner(&slug).with(Flag::Clients, &slugs.join(","))
        ])
        .fact("scope", "all")
}
