//! Who can enter which client now, by which way, since when, and who let them in.

use std::fmt;

use crate::domain::access::{self, Coverage, Enters, Facts, Verdict, effective};
use crate::domain::actor::Actor;
use crate::domain::id::{ClientId, LinkId, PartnerId, UserId};
use crate::domain::link::State;
use crate::domain::permission::Permission;
use crate::domain::role::listed;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::client::{self, ClientRow};
use crate::store::login::{self, LoginRow};
use crate::store::{Tx, access as stored, grant, link};

use super::{reach, resolve};

/// Whose access is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Of everybody, into one client.
    Client(ClientId),
    /// Of a partner's users and of the dedicated users made for it, into every client.
    Partner(PartnerId),
    /// Of one person, into every client.
    User(UserId),
    /// Of everybody, into every client.
    Everything,
}

/// One way in which one person can enter one client now.
#[derive(Debug, Clone)]
pub struct Way<'a> {
    /// The client.
    pub client: &'a ClientRow,
    /// The person.
    pub person: &'a LoginRow,
    /// What lets them in.
    pub by: By,
    /// What it gives, and until when.
    pub gives: access::Source,
    /// Since when.
    pub since: Option<Instant>,
    /// Who gave the grant, or approved the link.
    pub granted_by: Option<String>,
    /// When the person last entered the client.
    pub last_login_at: Option<Instant>,
}

/// What lets a person in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A grant of their own.
    Grant,
    /// Their partner's link.
    Link(LinkId),
}

/// The column `source`.
impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grant => f.pad("grant"),
            Self::Link(id) => id.fmt(f),
        }
    }
}

/// Every way in, by client, then by person; one's own grant before the partner's link. A partner user gets to see
/// only the clients in their own scope.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: Extent,
    now: Instant,
    mut each: impl FnMut(&Way<'_>) -> Result<()>,
) -> Result<()> {
    match extent {
        Extent::Client(id) => of_client(tx, &client_row(tx, id)?, now, &mut each),
        Extent::User(id) => {
            let person = login_row(tx, id)?;
            stored::clients_of_user(tx, id, |client| {
                let place = client_row(tx, client)?;
                let facts = reach::facts_about(tx, &person, &place, now)?;
                ways(tx, &place, &person, &facts, now, &mut each)
            })
        }
        Extent::Partner(partner) => stored::clients_of_partner(tx, partner, |id| {
            if actor.user().and_then(|user| user.seat()).is_some_and(|seat| !seat.reach.scope.includes(id)) {
                return Ok(());
            }
            let place = client_row(tx, id)?;
            stored::partners_people_of_client(tx, id, partner, |user| {
                let person = login_row(tx, user)?;
                let mut facts = reach::facts_about(tx, &person, &place, now)?;
                if !is_dedicated_to(tx, &place, &person, partner)? {
                    // What the partner's people hold by themselves is theirs, not the partner's.
                    facts.own_grant = None;
                }
                ways(tx, &place, &person, &facts, now, &mut each)
            })
        }),
        Extent::Everything => stored::open_clients(tx, |id| of_client(tx, &client_row(tx, id)?, now, &mut each)),
    }
}

fn of_client(
    tx: &Tx<'_>,
    place: &ClientRow,
    now: Instant,
    each: &mut impl FnMut(&Way<'_>) -> Result<()>,
) -> Result<()> {
    stored::people_of_client(tx, place.id, |user| {
        let person = login_row(tx, user)?;
        let facts = reach::facts_about(tx, &person, place, now)?;
        ways(tx, place, &person, &facts, now, each)
    })
}

fn ways(
    tx: &Tx<'_>,
    client: &ClientRow,
    person: &LoginRow,
    facts: &Facts,
    now: Instant,
    each: &mut impl FnMut(&Way<'_>) -> Result<()>,
) -> Result<()> {
    let verdict = effective(facts, now);
    if !verdict.allowed() {
        return Ok(());
    }
    let last_login_at = stored::entered_at(tx, client.id, person.id)?;
    if let Some(gives) = verdict.own {
        let row = grant::open(tx, client.id, person.id)?.ok_or_else(|| lost("a grant"))?;
        let (since, granted_by) = (row.active_at, Some(row.granted_by));
        each(&Way { client, person, by: By::Grant, gives, since, granted_by, last_login_at })?;
    }
    if let (Some(gives), Some(seat)) = (verdict.partner, &facts.partner) {
        let id = seat.link.as_ref().map(|link| link.id).ok_or_else(|| lost("a link"))?;
        let row = link::by_id(tx, id)?.ok_or_else(|| lost("a link"))?;
        let joined = login::seat(tx, person.id)?.map(|seat| seat.created_at);
        let assigned = match seat.coverage {
            Coverage::All | Coverage::NotAssigned => None,
            Coverage::Assigned => stored::assigned_at(tx, client.id, person.id)?,
        };
        let linked = if let State::Linked { at, .. } = row.state { Some(at) } else { None };
        let since = [linked, joined, assigned].into_iter().flatten().max();
        let granted_by = row.answered().map(|(_, by)| by.to_owned());
        each(&Way { client, person, by: By::Link(id), gives, since, granted_by, last_login_at })?;
    }
    Ok(())
}

fn is_dedicated_to(tx: &Tx<'_>, client: &ClientRow, person: &LoginRow, partner: PartnerId) -> Result<bool> {
    Ok(grant::open(tx, client.id, person.id)?.is_some_and(|row| row.for_partner == Some(partner)))
}

/// Whether, how and until when a person may enter a client.
///
/// # Errors
/// `failed`.
pub fn verdict(tx: &Tx<'_>, person: &LoginRow, client: &ClientRow, now: Instant) -> Result<Verdict> {
    reach::facts_about(tx, person, client, now).map(|facts| effective(&facts, now))
}

/// The verdict about somebody who has nothing to do with a client.
#[must_use]
pub fn stranger(now: Instant) -> Verdict {
    effective(&Facts { user_active: true, client_open: true, own_grant: None, partner: None, restricted: false }, now)
}

/// Why a person may do something in a client, or why not, in one line.
#[must_use]
pub fn told(person: &str, client: &ClientRow, permission: Permission, verdict: &Verdict) -> String {
    let place = resolve::named(client);
    let by = decided_by(verdict, permission);
    let why = verdict.rules.iter().find(|rule| rule.name == by).map_or("", |rule| rule.text.as_str());
    if verdict.permits(permission) {
        format!("{person} may use {permission} in {place}: {why}")
    } else if !verdict.allowed() {
        format!("{person} may not enter {place}: {why}")
    } else if why.is_empty() {
        let has = listed(verdict.permissions());
        format!("{person} may enter {place}, but may not use {permission}: they have {has}")
    } else {
        format!("{person} may enter {place}, but may not use {permission}: {why}")
    }
}

/// What decided about one permission: the rule that lets in with it, or that forbids to enter; `restricted`, or
/// `permission` where it is just not among those given.
#[must_use]
pub fn decided_by(verdict: &Verdict, permission: Permission) -> &'static str {
    let gives = |way: Option<access::Source>| way.filter(|way| way.permissions.contains(permission));
    match (gives(verdict.own), gives(verdict.partner)) {
        (Some(_), _) => "own_grant",
        (None, Some(way)) if way.enters == Enters::AsThemselves => "link",
        (None, Some(_)) => "dedicated_user",
        (None, None) if !verdict.allowed() => verdict.decided_by,
        (None, None) if permission == Permission::Settings && is_restricted(verdict) => "restricted",
        (None, None) => "permission",
    }
}

fn is_restricted(verdict: &Verdict) -> bool {
    verdict.rules.iter().any(|rule| rule.name == "restricted" && rule.outcome == access::Outcome::Yes)
}

fn client_row(tx: &Tx<'_>, id: ClientId) -> Result<ClientRow> {
    client::by_id(tx, id)?.ok_or_else(|| lost("a client"))
}

fn login_row(tx: &Tx<'_>, id: UserId) -> Result<LoginRow> {
    login::by_id(tx, id)?.ok_or_else(|| lost("a login"))
}

fn lost(what: &str) -> Error {
    Error::failed(format!("damaged data: {what} is gone"))
}
