//! What the client's portal asks: who is it that comes with this code, and whether a session still lives.

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Target, Verb};
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::SessionId;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, Sentence, Wanted, hint, sentence};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::unit_of_work::Change;
use crate::store::code::{CodeRow, CodeState};
use crate::store::{Tx, access, client, code, login, session};

use super::{Seen, over, see};

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
