//! One-click sessions: entering a client, leaving it, and what the client's portal asks (docs/reference.md#reach;
//! S0.10, S0.18-S0.20).
//!
//! Whether a session lives is computed from its times and from what lets the person in at this moment, so that it ends
//! with the grant, its term, the login, the partner, the link or the client, by whichever way those end. Grants and
//! links that ended come back under their number by `undo` alone, which takes back that they ended. Logins, scopes,
//! terms and clients do come back: anyone who switches one of those off ends the sessions too, and anyone who prolongs
//! a term stores first what was over by it, so that they do not live again with it.

mod denied;
mod open;

pub use open::{Former, OpenOutcome, Opened, former, names, open};

use crate::domain::access::{AccessFacts, Enters, Footing, Verdict, effective};
use crate::domain::actor::{Actor, Scope};
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Concerns, Sight, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::{ClientId, EntityId, GrantId, SessionId, UserId};
use crate::domain::login::LoginRow;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::session::{EndReason, Ending, Ground, Grounds, Session, SessionStatus, State};
use crate::domain::time::Instant;
use crate::error::{Cause, Code as ErrorCode, Error, Flag, Hint, Result, Sentence, TheRequest, Wanted, hint, sentence};
use crate::ops::access::verdict;
use crate::ops::reach::Moment;
use crate::ops::resolve;
use crate::store::code::{CodeRow, CodeState};
pub use crate::store::session::{SessionScope, Which, each, latest};
use crate::store::{Tx, access, client, code, grant, login, session};

use super::reach;
use super::resolve::{ClientSeen, named};
use super::unit_of_work::Change;

/// A session with everything around it, as of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub session: Session,
    pub client: ClientRow,
    pub person: LoginRow,
    /// The login with which they work there: their own, or the dedicated user.
    pub login: LoginRow,
    /// What lets them in still, or what went; of no meaning once the session is history.
    pub lets_in: Result<(), Ending>,
    pub status: SessionStatus,
    /// What they are in the client now, where the way in has a role.
    pub role: Option<Role>,
    /// What they may do there now. Nothing once the session is over.
    pub permissions: Permissions,
}

/// A session as it is now.
pub fn see(tx: &Tx<'_>, session: Session, now: Instant) -> Result<Seen> {
    let client = client::by_id(tx, session.client)?.ok_or_else(|| lost("a client"))?;
    let person = login_of(tx, session.person)?;
    let login = if session.ground.login == person.id { person.clone() } else { login_of(tx, session.ground.login)? };
    if session.is_history(now) {
        let status = session.status(&Ok(()), now);
        let (role, permissions) = (None, Permissions::EMPTY);
        return Ok(Seen { session, client, person, login, lets_in: Ok(()), status, role, permissions });
    }
    let facts = reach::facts_about(tx, &person, &client, now)?;
    let verdict = effective(&facts, now);
    let lets_in = session.lets_in(&verdict, &grounds(tx, &facts, &verdict, person.id, client.id)?);
    let status = session.status(&lets_in, now);
    let (role, permissions) = if status.is_open() { gives(&verdict, &session) } else { (None, Permissions::EMPTY) };
    Ok(Seen { session, client, person, login, lets_in, status, role, permissions })
}

/// The sessions in a client in which someone is at work now, by number.
pub fn at_work(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Vec<Seen>> {
    let mut found = Vec::new();
    each(tx, SessionScope::Client(client), Which::Open, None, |one| {
        let seen = see(tx, one, now)?;
        found.extend(Some(seen).filter(|seen| seen.status.is_open()));
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
    change.authorise(&Target::login(Concerns::Own))?;
    let Some(user) = change.actor.user() else { return Err(Error::bug("staff is in no session")) };
    change.about_user(user.id);
    let open = session::stored_open(change.tx, user.id)?;
    match (open, seen) {
        (Some(open), Some((seen, place))) if open.id == seen.session.id => {
            change.client_of_session(place)?;
            leave_by_person(change, open).map(Some)
        }
        (None, Some((seen, _))) => {
            let id = seen.session.id;
            change.unchanged(EntityId::Session(id));
            let ended = session::by_id(change.tx, id)?.ok_or_else(|| lost("a session"))?;
            see(change.tx, ended, change.now).map(Some)
        }
        (None, None) => {
            change.unchanged(EntityId::User(user.id));
            Ok(None)
        }
        (Some(_), _) => {
            Err(Error::conflict(format!("{} entered another client just now; nothing was changed", user.email))
                .because(Cause::EnteredElsewhere { email: user.email.clone() })
                .hint(hint!["repeat ", TheRequest]))
        }
    }
}

/// Ends the session of a partner user in a client that was taken from them, if they are in it by their partner's link;
/// one that was over is stored as that. The change must be about the client. Given back, the client lets them in again,
/// but not into the old session.
///
/// # Errors
/// `failed`; `bug` when the change is not about the client.
pub fn end_with_scope(change: &mut Change<'_>, person: UserId, client: ClientId) -> Result<()> {
    let open = session::stored_open(change.tx, person)?;
    let Some(open) = open.filter(|open| open.client == client && !open.is_by_own_grant()) else { return Ok(()) };
    let (ended, _) = end(change, open, EndReason::Ended(Ending::Scope))?;
    change.record(ended_silently(ended.session.id));
    Ok(())
}

/// The client of the session that a partner user has open by their partner's link, if the membership ended it, or it
/// would end once the membership reaches no further than `scope`: it has to be shown before the membership is changed.
pub fn ended_by_seat(tx: &Tx<'_>, person: UserId, scope: &Scope, now: Instant) -> Result<Option<ClientId>> {
    let open = session::stored_open(tx, person)?.filter(|open| !open.is_by_own_grant());
    let Some(seen) = open.map(|open| see(tx, open, now)).transpose()? else { return Ok(None) };
    let ends = match seen.status {
        SessionStatus::Open { .. } => !scope.includes(seen.client.id),
        SessionStatus::Ended { .. } => true,
        // Nothing brings back what time ended.
        SessionStatus::Closed { .. } | SessionStatus::Expired { .. } | SessionStatus::Idle { .. } => false,
    };
    Ok(Some(seen.client.id).filter(|_| ends))
}

/// Stores which sessions that rest on a grant are over, before its term is prolonged. The change must be about the
/// client.
///
/// # Errors
/// `failed`; `bug` when the change is not about the client.
pub fn store_over(change: &mut Change<'_>, grant: GrantId) -> Result<()> {
    for (id, _) in session::of_grant(change.tx, grant)? {
        let open = session::by_id(change.tx, id)?.ok_or_else(|| lost("a session"))?;
        if matches!(see(change.tx, open.clone(), change.now)?.status, SessionStatus::Ended { .. }) {
            end(change, open, EndReason::Ended(Ending::Grant))?;
            change.record(ended_silently(id));
        }
    }
    Ok(())
}

/// Ends every session in a client that the change is about and is going to close; to be called while what lets the
/// people in still exists. How many were alive.
pub fn end_with_client(change: &mut Change<'_>, client: ClientId) -> Result<usize> {
    let mut open = Vec::new();
    each(change.tx, SessionScope::Client(client), Which::Open, None, |one| {
        open.push(one);
        Ok(())
    })?;
    let mut alive = 0;
    for one in open {
        let (ended, _) = end(change, one, EndReason::Ended(Ending::Client))?;
        let because_of_it =
            matches!(&ended.session.state, State::Closed { because: EndReason::Ended(Ending::Client), .. });
        alive += usize::from(because_of_it);
        change.record(ended_silently(ended.session.id));
    }
    Ok(alive)
}

/// Ends a session that is stored as open because of what becomes of something else, in words; its code is dead. The
/// change must be about its client. The event is the caller's to record.
///
/// # Errors
/// `failed`; `bug` when it had ended.
pub(super) fn end_because(change: &Change<'_>, id: SessionId, because: &str) -> Result<()> {
    code::kill(change.tx, CodeKind::Session, id.get())?;
    session::end(change.tx, id, change.now, because)
}

/// Next to another event, what it says of itself would be taken for what that one says.
const fn ended_silently(id: SessionId) -> AuditEvent {
    AuditEvent::SessionEnd { id, because: None, email: None }
}

/// The person leaves a session; it is stored as over if it was.
fn leave_by_person(change: &mut Change<'_>, open: Session) -> Result<Seen> {
    let (left, event) = end(change, open, EndReason::Left)?;
    if let Some(mut event) = event {
        if let AuditEvent::SessionClose { email, .. } | AuditEvent::SessionEnd { email, .. } = &mut event {
            *email = Some(left.person.email.clone());
        }
        change.record(event);
    }
    Ok(left)
}

/// Stores the end of a session, or that it was over; its code is dead. The event is the caller's to record.
fn end(change: &mut Change<'_>, open: Session, because: EndReason) -> Result<(Seen, Option<AuditEvent>)> {
    let seen = see(change.tx, open, change.now)?;
    let (closed, event) = seen.session.close(because, &seen.lets_in, change.now);
    session::update(change.tx, &closed)?;
    code::kill(change.tx, CodeKind::Session, closed.id.get())?;
    change.about_user(closed.person);
    change.about_user(closed.ground.login);
    Ok((see(change.tx, closed, change.now)?, event))
}

/// What lets a person in now, by either way.
fn grounds(tx: &Tx<'_>, facts: &AccessFacts, verdict: &Verdict, person: UserId, client: ClientId) -> Result<Grounds> {
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
        (Some(way), Some(membership)) => {
            let link = membership.link.as_ref().map(|link| link.id);
            Some(match way.enters {
                Enters::AsThemselves => Ground { login: person, grant: None, link },
                Enters::As(login) => {
                    let grant = grant::dedicated(tx, client, membership.partner)?.map(|grant| grant.id);
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

/// Why a session is of no use any more: the person enters again (`expired`), or may no longer (`denied`).
fn over(tx: &Tx<'_>, seen: &Seen, now: Instant) -> Result<Error> {
    let (id, email, place) = (seen.session.id, &seen.person.email, &seen.client);
    let may_enter = || reach::verdict(tx, seen.person.id, place.id, now).map(|verdict| verdict.allowed());
    let error = match &seen.status {
        SessionStatus::Ended { because } => {
            let message = format!("{id} ended: {}", because.text());
            if may_enter()? { Error::expired(message) } else { Error::denied(message) }
        }
        status => Error::expired(sentence![id, " was ", status.in_words()]),
    };
    let next = match error.code() {
        ErrorCode::Denied => hint!["see why with ", Verb::AccessWhy.step().about(&email).client(&place.slug)],
        _ => Hint::plain(format!("{email} has to enter {} again", named(place))),
    };
    Ok(error
        .hint(next)
        .fact("session_id", id.to_string())
        .fact("client_id", place.id.to_string())
        .fact("client_slug", place.slug.to_string())
        .fact("state", seen.status.word().name()))
}

fn login_of(tx: &Tx<'_>, id: UserId) -> Result<LoginRow> {
    login::by_id(tx, id)?.ok_or_else(|| lost("a login"))
}

fn lost(what: &str) -> Error {
    Error::failed(format!("damaged data: {what} is gone"))
}

// The accounts that a person may enter, for them to choose from (S1.13).

/// A client that a person may enter now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub client: ClientRow,
    /// What they are there, where the way in has a role.
    pub role: Option<Role>,
    /// The dedicated user as whom they enter.
    pub login: Option<LoginRow>,
    /// When they entered it last.
    pub entered_at: Option<Instant>,
}

/// The clients that a person may enter now, by name: at most `most` of them, and whether there are more.
pub fn accounts(tx: &Tx<'_>, person: &LoginRow, most: usize, now: Instant) -> Result<(Vec<Account>, bool)> {
    let mut ids: Vec<ClientId> = Vec::new();
    access::clients_of_user(tx, person.id, |id| {
        ids.push(id);
        Ok(())
    })?;
    let mut found = Vec::new();
    for id in ids {
        let client = client::by_id(tx, id)?.ok_or_else(|| lost("a client"))?;
        let Some(way) = verdict(tx, person, &client, Moment::present(now), Sight::Record)?.source() else { continue };
        if found.len() == most {
            return Ok((found, true));
        }
        let login = match way.enters {
            Enters::AsThemselves => None,
            Enters::As(dedicated) => Some(login_of(tx, dedicated)?),
        };
        let entered_at = access::entered_at(tx, client.id, person.id)?;
        found.push(Account { client, role: way.role, login, entered_at });
    }
    found.sort_by_cached_key(|account| (account.client.name.to_lowercase(), account.client.id));
    Ok((found, false))
}

// What the client's portal asks: who is it that comes with this code, and whether a session still lives.

/// A session that the portal asks about, before anything is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    pub seen: Seen,
    pub client: ClientSeen,
}

/// The session that a code leads to. Looking never uses it.
///
/// # Errors
/// `not_found` for an unknown code, `expired` for one that a later one replaced.
pub fn inspect(tx: &Tx<'_>, actor: &Actor, code: &Code, now: Instant) -> Result<Looked> {
    let (seen, _) = by_code(tx, code, now)?;
    let client = resolve::client_by_id(tx, actor, seen.client.id, "the code", now)?;
    Ok(Looked { seen, client })
}

/// The session with this id in the client that was named with it.
///
/// # Errors
/// `not_found`, `foreign_entity`.
pub fn look_up(tx: &Tx<'_>, place: &ClientSeen, id: SessionId, now: Instant) -> Result<Looked> {
    let found = session::by_id(tx, id)?.ok_or_else(|| {
        Error::not_found(format!("there is no session {id}"))
            .hint(hint!["see ", Verb::SessionList.step().client(&place.row.slug)])
    })?;
    let seen = see(tx, found, now)?;
    if seen.client.id == place.row.id {
        return Ok(Looked { seen, client: place.clone() });
    }
    Err(Error::foreign_entity(format!(
        "{id} is not of {}: it belongs to {}; nothing was changed",
        place.row.slug,
        named(&seen.client)
    ))
    .hint(hint!["see ", Verb::SessionList.step().client(&place.row.slug)])
    .fact("entity_id", id.to_string())
    .fact("client_id", place.row.id.to_string())
    .fact("client_slug", place.row.slug.to_string())
    .other_client(seen.client.id)
    .fact("other_client_slug", seen.client.slug.to_string()))
}

/// Lets the bearer of a hand-off code in, once: the code is used up, and that the person entered the client, and so
/// signed in, is recorded.
///
/// # Errors
/// `not_found` for an unknown code; `conflict` for one that was used; `expired` for one that is late or replaced, and
/// when the session is over; `denied` when it ended and the person may no longer enter.
pub fn verify(change: &mut Change<'_>, place: &ClientSeen, code: &Code) -> Result<Seen> {
    change.authorise(&Target::NOTHING)?;
    change.client_of_session(place)?;
    let (seen, row) = by_code(change.tx, code, change.now)?;
    let id = seen.session.id;
    match row.state {
        CodeState::Used => return Err(used(&seen)),
        CodeState::Dead if seen.status.is_open() => {
            return Err(late(&seen, format!("the code of {id} was withdrawn")));
        }
        _ if !seen.status.is_open() => return Err(over(change.tx, &seen, change.now)?),
        _ if change.now >= seen.session.code_expires_at => {
            return Err(late(
                &seen,
                sentence!["the code of ", id, " expired at ", seen.session.code_expires_at.as_end()],
            ));
        }
        _ => {}
    }
    if !code::consume(change.tx, CodeKind::Session, id.get(), row.version)? {
        return Err(used(&seen));
    }
    let (person, login) = (seen.person.id, seen.login.id);
    client::entered(change.tx, seen.client.id, person, change.now)?;
    if login != person {
        client::entered(change.tx, seen.client.id, login, change.now)?;
    }
    login::signed_in(change.tx, person, change.now)?;
    let works_as = (login != person).then(|| seen.login.email.clone());
    change.record(AuditEvent::SessionVerify { id, email: seen.person.email.clone(), login: works_as });
    used_now(change, seen)
}

/// Whether someone is at work in a session, who came in by its code: its number, which anyone can guess, lets no one in.
///
/// # Errors
/// `expired` when it is over; `denied` when it ended and the person may no longer enter; `conflict` when its code was
/// never shown.
pub fn must_have_come(tx: &Tx<'_>, seen: &Seen, now: Instant) -> Result<()> {
    if !seen.status.is_open() {
        return Err(over(tx, seen, now)?);
    }
    let entered = access::entered_at(tx, seen.client.id, seen.person.id)?;
    if entered.is_some_and(|at| at >= seen.session.opened_at) {
        return Ok(());
    }
    Err(Error::conflict(format!("no one has come in by {} yet: its code was not verified", seen.session.id))
        .hint(hint!["take the code first: ", Verb::SessionVerify.step().switch(Flag::CodeStdin)])
        .fact("session_id", seen.session.id.to_string())
        .fact("client_id", seen.client.id.to_string())
        .fact("client_slug", seen.client.slug.to_string()))
}

/// The portal reports that someone is at work, and learns what they may do by now. Call it only where the use is worth
/// noting: [`crate::domain::session::Session::is_worth_noting`].
///
/// # Errors
/// As [`must_have_come`].
pub fn keep_alive(change: &mut Change<'_>, place: &ClientSeen, id: SessionId) -> Result<Seen> {
    change.authorise(&Target::NOTHING)?;
    change.client_of_session(place)?;
    let Looked { seen, .. } = look_up(change.tx, place, id, change.now)?;
    must_have_come(change.tx, &seen, change.now)?;
    change.record(AuditEvent::SessionUse { id, email: seen.person.email.clone() });
    used_now(change, seen)
}

fn used_now(change: &mut Change<'_>, seen: Seen) -> Result<Seen> {
    let mut session = seen.session;
    session.used(change.now);
    session::update(change.tx, &session)?;
    change.about_user(session.person);
    change.about_user(session.ground.login);
    see(change.tx, session, change.now)
}

/// The session of a code, and what the database keeps of the code. The two are compared in constant time.
fn by_code(tx: &Tx<'_>, code: &Code, now: Instant) -> Result<(Seen, CodeRow)> {
    let unknown = || {
        Error::not_found("this code opens nothing in this database").hint(hint![
            "make sure that ",
            Flag::Db,
            " names the right database"
        ])
    };
    let row = code::find(tx, CodeKind::Session, code.record())?.ok_or_else(unknown)?;
    let found = session::by_id(tx, SessionId::new(code.record()))?.ok_or_else(unknown)?;
    if !code.matches(&row.digest) {
        if row.version == 1 {
            return Err(unknown());
        }
        let seen = see(tx, found, now)?;
        return Err(late(&seen, format!("this code is dead: {} was handed off again", seen.session.id)));
    }
    Ok((see(tx, found, now)?, row))
}

fn late(seen: &Seen, message: impl Into<Sentence>) -> Error {
    Error::expired(message)
        .hint(Hint::plain("a code lives a minute; the person enters again to get another"))
        .fact("session_id", seen.session.id.to_string())
        .fact("client_id", seen.client.id.to_string())
        .fact("client_slug", seen.client.slug.to_string())
}

fn used(seen: &Seen) -> Error {
    Error::conflict(format!("the code of {} was used already", seen.session.id))
        .hint(hint![
            "a code opens once; if someone else used it, end the session with ",
            Verb::SessionClose.step().with(Flag::As, &seen.person.email).reason(&Wanted("REASON"))
        ])
        .fact("session_id", seen.session.id.to_string())
        .fact("client_id", seen.client.id.to_string())
        .fact("client_slug", seen.client.slug.to_string())
}
