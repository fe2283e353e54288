//! One-click sessions: entering a client, leaving it, and what the client's portal asks (SPEC 2, "Reach";
//! MISSION S0.10, S0.18-S0.20).
//!
//! Whether a session lives is computed from its times and from what lets the person in at this moment, so that it ends
//! with the grant, its term, the login, the partner, the link or the client, by whichever way those end. Grants and
//! links that ended never come back under their number. Logins, partners, scopes and clients do: whoever switches one
//! of those off calls [`end_of_person`] or [`end_of_client`], lest a session live again with it.

mod accounts;
mod denied;
mod open;
mod verify;

pub use accounts::{Account, accounts};
pub use open::{Fate, Former, Opened, former, names, open};
pub use verify::{Entered, Looked, inspect, keep_alive, look_up, verify};

use crate::domain::access::{Enters, Facts, Footing, Verdict, effective};
use crate::domain::authority::{Target, Whose};
use crate::domain::code::CodeKind;
use crate::domain::event::Event;
use crate::domain::id::{ClientId, EntityId, UserId};
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::session::{Because, Ending, Ground, Grounds, Session, Standing};
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::client::{self, ClientRow};
use crate::store::login::{self, LoginRow};
use crate::store::{Tx, code, grant, session};

use super::desk::Change;
use super::reach;
use super::resolve::{ClientSeen, named};

/// A session with everything around it, as of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The session.
    pub session: Session,
    /// The client.
    pub client: ClientRow,
    /// Who entered.
    pub person: LoginRow,
    /// The login with which they work there: their own, or the dedicated user.
    pub login: LoginRow,
    /// What lets them in still, or what went; of no meaning once the session is history.
    pub lets_in: Result<(), Ending>,
    /// Where the session stands.
    pub standing: Standing,
    /// What they are in the client now, where the way in has a role.
    pub role: Option<Role>,
    /// What they may do there now. Nothing once the session is over.
    pub permissions: Permissions,
}

/// A session as it stands now.
///
/// # Errors
/// `failed`.
pub fn see(tx: &Tx<'_>, session: Session, now: Instant) -> Result<Seen> {
    let client = client::by_id(tx, session.client)?.ok_or_else(|| lost("a client"))?;
    let person = login_of(tx, session.person)?;
    let login = if session.ground.login == person.id { person.clone() } else { login_of(tx, session.ground.login)? };
    if session.is_history(now) {
        let standing = session.standing(&Ok(()), now);
        let (role, permissions) = (None, Permissions::EMPTY);
        return Ok(Seen { session, client, person, login, lets_in: Ok(()), standing, role, permissions });
    }
    let facts = reach::facts_about(tx, &person, &client, now)?;
    let verdict = effective(&facts, now);
    let lets_in = session.lets_in(&verdict, &grounds(tx, &facts, &verdict, person.id, client.id)?);
    let standing = session.standing(&lets_in, now);
    let (role, permissions) = if standing.is_open() { gives(&verdict, &session) } else { (None, Permissions::EMPTY) };
    Ok(Seen { session, client, person, login, lets_in, standing, role, permissions })
}

/// The sessions in a client in which somebody is at work now, by number.
///
/// # Errors
/// `failed`.
pub fn at_work(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Vec<Seen>> {
    let mut found = Vec::new();
    session::each(tx, session::Whose::Client(client), session::Which::Open, |one| {
        let seen = see(tx, one, now)?;
        found.extend(Some(seen).filter(|seen| seen.standing.is_open()));
        Ok(())
    })?;
    Ok(found)
}

/// The person leaves the client in which they are at work. `seen` is their session as it was shown, `place` its client.
/// Nothing changes where it was over before, but that it is noted.
///
/// # Errors
/// `denied`; `conflict` when it moved since it was shown.
pub fn close(change: &mut Change<'_>, seen: Option<&(Seen, ClientSeen)>) -> Result<Option<Seen>> {
    change.authorise(&Target::login(Whose::Own))?;
    let Some(user) = change.actor.user() else { return Err(Error::bug("staff is in no session")) };
    change.about_user(user.id);
    let open = session::stored_open(change.tx, user.id)?;
    match (open, seen) {
        (Some(open), Some((seen, place))) if open.id == seen.session.id => {
            change.client_of_session(place)?;
            let (left, event) = end(change, open, Because::Left)?;
            event.into_iter().for_each(|event| change.record(event.with("email", &left.person.email)));
            Ok(Some(left))
        }
        (None, Some((seen, _))) => {
            change.unchanged(EntityId::Session(seen.session.id));
            see(change.tx, seen.session.clone(), change.now).map(Some)
        }
        (None, None) => {
            change.unchanged(EntityId::User(user.id));
            Ok(None)
        }
        (Some(_), _) => {
            Err(Error::conflict(format!("{} entered another client just now; nothing was changed", user.email))
                .hint("repeat the command"))
        }
    }
}

/// Ends the session of a person, if there is one, in `within` or wherever: their login, seat or scope went. The client
/// must be one that the change is about. Tells which session it was, if one was open.
///
/// # Errors
/// `failed`; `bug` when the change is not about the client.
pub fn end_of_person(
    change: &mut Change<'_>,
    person: UserId,
    within: Option<ClientId>,
    because: &Ending,
) -> Result<Option<Session>> {
    match session::stored_open(change.tx, person)? {
        Some(open) if within.is_none_or(|client| client == open.client) => end_beside(change, open, because).map(Some),
        _ => Ok(None),
    }
}

/// Ends every session in a client that the change is about: it was closed. Tells which.
///
/// # Errors
/// `failed`.
pub fn end_of_client(change: &mut Change<'_>, client: ClientId, because: &Ending) -> Result<Vec<Session>> {
    let mut open = Vec::new();
    session::each(change.tx, session::Whose::Client(client), session::Which::Open, |one| {
        open.push(one);
        Ok(())
    })?;
    open.into_iter().map(|one| end_beside(change, one, because)).collect()
}

/// Stores the end of a session, or that it was over; its code is dead. The event is the caller's to record.
fn end(change: &mut Change<'_>, open: Session, because: Because) -> Result<(Seen, Option<Event>)> {
    let seen = see(change.tx, open, change.now)?;
    let (closed, event) = seen.session.close(because, &seen.lets_in, change.now);
    session::update(change.tx, &closed)?;
    code::kill(change.tx, CodeKind::Session, closed.id.get())?;
    change.about_user(closed.person);
    change.about_user(closed.ground.login);
    Ok((see(change.tx, closed, change.now)?, event))
}

/// As [`end`], where it comes along with something else.
fn end_beside(change: &mut Change<'_>, open: Session, because: &Ending) -> Result<Session> {
    let (ended, event) = end(change, open, Because::Ended(because.clone()))?;
    event.as_ref().map(beside).into_iter().for_each(|event| change.record(event));
    Ok(ended.session)
}

/// The end of a session told beside another event, whose particulars its own would be taken for.
fn beside(event: &Event) -> Event {
    Event::new(event.action, event.entity.clone()).with("session", &event.entity)
}

/// What lets a person in now, by either way.
fn grounds(tx: &Tx<'_>, facts: &Facts, verdict: &Verdict, person: UserId, client: ClientId) -> Result<Grounds> {
    let own = match (verdict.own, &facts.own_grant) {
        (Some(_), Some(held)) => {
            let link = match &held.rests_on {
                Footing::Itself => None,
                Footing::Link(link) => link.as_ref().map(|link| link.id),
            };
            Some(Ground { login: person, grant: grant::open(tx, client, person)?.map(|grant| grant.id), link })
        }
        _ => None,
    };
    let partner = match (verdict.partner, &facts.partner) {
        (Some(way), Some(seat)) => {
            let link = seat.link.as_ref().map(|link| link.id);
            Some(match way.enters {
                Enters::AsThemselves => Ground { login: person, grant: None, link },
                Enters::As(login) => {
                    let grant = grant::dedicated(tx, client, seat.partner)?.map(|grant| grant.id);
                    Ground { login, grant, link }
                }
            })
        }
        _ => None,
    };
    Ok(Grounds { own, partner })
}

/// Role and permissions in the session. Under one's own login both ways count, as for `access check`; as the dedicated
/// user, what that user has.
fn gives(verdict: &Verdict, session: &Session) -> (Option<Role>, Permissions) {
    if session.ground.login != session.person {
        let way = verdict.partner;
        return (way.and_then(|way| way.role), way.map_or(Permissions::EMPTY, |way| way.permissions));
    }
    let ways = [verdict.own, verdict.partner.filter(|way| way.enters == Enters::AsThemselves)];
    let permissions = ways.iter().flatten().fold(Permissions::EMPTY, |all, way| all.union(way.permissions));
    (verdict.own.and_then(|way| way.role), permissions)
}

/// Why a session is of no use any more: its time is over (`expired`), or its person may no longer enter (`denied`).
fn over(seen: &Seen) -> Error {
    let id = seen.session.id;
    let error = match &seen.standing {
        Standing::Ended { because } => Error::denied(format!("{id} ended: {}", because.text())),
        standing => Error::expired(format!("{id} was {}", standing.told())),
    };
    error
        .hint(format!("{} has to enter {} anew, if they still may", seen.person.email, named(&seen.client)))
        .fact("session_id", id.to_string())
        .fact("client_id", seen.client.id.to_string())
        .fact("client_slug", seen.client.slug.to_string())
        .fact("state", seen.standing.word().name())
}

fn login_of(tx: &Tx<'_>, id: UserId) -> Result<LoginRow> {
    login::by_id(tx, id)?.ok_or_else(|| lost("a login"))
}

fn lost(what: &str) -> Error {
    Error::failed(format!("damaged data: {what} is gone"))
}
