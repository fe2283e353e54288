//! Entering a client: one session for each person, left by name before another client is entered (S0.19).

use crate::domain::access::{AccessFacts, Enters, Verdict, effective};
use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::{SessionId, UserId};
use crate::domain::login::LoginRow;
use crate::domain::reference::{ClientRef, Reading};
use crate::domain::session::{Session, SessionState};
use crate::domain::time::Instant;
use crate::error::{Code as ErrorCode, Error, Flag, Given, Result, ToValue, Wanted, hint};
use crate::ops::reach;
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::unit_of_work::{self, Change};
use crate::store::{Tx, session};

use super::{Seen, grounds, leave_by_person, login_of, see};

/// A client that was entered.
pub struct Opened {
    /// The session, as it is now.
    pub seen: Seen,
    /// What hands it off to the client's portal, once.
    pub code: Code,
    /// The session that the person had before, in another client or over.
    pub former: Option<Seen>,
    /// Whether it is a new one.
    pub fate: OpenOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenOutcome {
    Began,
    /// It was open; it has a new hand-off code.
    GoesOn,
}

/// The session of a person that was not left, wherever; it may be over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    pub seen: Seen,
    /// Its client, to be shown.
    pub client: ClientSeen,
}

/// The session of a person that was not left, if there is one: entering another client ends it, or stores that it is over.
pub fn former(tx: &Tx<'_>, actor: &Actor, person: UserId, now: Instant) -> Result<Option<Former>> {
    let Some(open) = session::stored_open(tx, person)? else { return Ok(None) };
    let seen = see(tx, open, now)?;
    let selected_by = if seen.status.is_open() { Flag::Closing.typed() } else { "the former session" };
    let client = resolve::client_by_id(tx, actor, seen.client.id, selected_by, now)?;
    Ok(Some(Former { seen, client }))
}

/// Enters a client on behalf of the actor, who must be able to. A session in another client that lives is left if
/// `closing` names that client; one that is over is closed by the way, whatever is named. Leaving and entering succeed
/// or fall together; each is audited by itself, so that neither client's log shows the other client.
///
/// # Errors
/// `not_found`, `client_state`; `denied` with what is missing and the commands for it; `session` when another client
/// is entered and not named; `client_mismatch` when `closing` names the wrong one; `usage` when it names this one.
pub fn open(unit: &mut unit_of_work::WriteTx<'_>, seen: &ClientSeen, closing: Option<&ClientRef>) -> Result<Opened> {
    let now = unit.now();
    let stored = match unit.actor().user() {
        Some(user) => session::stored_open(unit.tx(), user.id)?,
        None => None,
    };
    let stored = stored.map(|open| see(unit.tx(), open, now)).transpose()?;
    let goes_on =
        stored.as_ref().is_some_and(|open| open.status.is_open() && open.client.id == seen.row.id && closing.is_none());
    if goes_on {
        return unit.change(Verb::SessionOpen, |change| go_on(change, seen)).map(|done| done.value);
    }
    let former = match stored {
        Some(open) => Some(unit.change(Verb::SessionOpen, |change| leave(change, seen, open, closing))?.value),
        None => None,
    };
    let left =
        former.as_ref().filter(|former| former.status.word() == SessionState::Closed).map(|former| former.session.id);
    let (seen, code) = unit.change(Verb::SessionOpen, |change| enter(change, seen, closing, left))?.value;
    Ok(Opened { seen, code, former, fate: OpenOutcome::Began })
}

/// What lets the actor into the client that is to be entered.
struct EntryRight {
    person: LoginRow,
    facts: AccessFacts,
    verdict: Verdict,
}

/// Whether the actor may enter the client.
fn may_enter(change: &mut Change<'_>, client: &ClientRow, closing: Option<&ClientRef>) -> Result<EntryRight> {
    let Some(user) = change.actor.user() else { return Err(Error::bug("staff enters no client")) };
    let person = login_of(change.tx, user.id)?;
    let facts = reach::facts_about(change.tx, &person, client, change.now)?;
    let verdict = effective(&facts, change.now);
    let relation = change.relation(client.id)?;
    if let Err(error) = change.authorise(&Target::client(relation)) {
        return Err(match error.code() {
            ErrorCode::Denied => {
                let moment = (relation.sight(), change.now);
                super::denied::why(change.tx, &person, client, &facts, &verdict, moment)?
            }
            _ => error,
        });
    }
    if closing.is_some_and(|reference| names(reference, client)) {
        return Err(Error::usage(format!("{} names {}, which is to be entered", Flag::Closing, named(client)))
            .hint(hint!["name the client that is to be left, or leave ", Flag::Closing, " out"]));
    }
    change.about_user(person.id);
    Ok(EntryRight { person, facts, verdict })
}

fn enter(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    closing: Option<&ClientRef>,
    left: Option<SessionId>,
) -> Result<(Seen, Code)> {
    let client = change.client(seen)?;
    let EntryRight { person, facts, verdict } = may_enter(change, &client, closing)?;
    let ways = grounds(change.tx, &facts, &verdict, person.id, client.id)?;
    let (way, ground) = match (verdict.own.zip(ways.own), verdict.partner.zip(ways.partner)) {
        (Some(own), _) => own,
        (None, Some(partner)) => partner,
        (None, None) => return Err(Error::bug("someone may enter by no way")),
    };
    let id = session::next_id(change.tx)?;
    let began = Session::open(id, client.id, person.id, ground, way.until, change.now);
    session::insert(change.tx, &began)?;
    let code = change.issue_code(CodeKind::Session, id.get(), Some(client.id))?;
    let seen = see(change.tx, began, change.now)?;
    let mut login = None;
    if let Enters::As(dedicated) = way.enters {
        change.about_user(dedicated);
        login = Some(seen.login.email.clone());
    }
    change.record(AuditEvent::SessionOpen { id, email: person.email, login, link: ground.link, left });
    Ok((seen, code))
}

/// Whether the reference names this client, by its id or present slug.
pub fn names(reference: &ClientRef, client: &ClientRow) -> bool {
    reference.readings().iter().any(|reading| match reading {
        Reading::Id(id) => *id == client.id,
        Reading::Slug(slug) => *slug == client.slug,
        Reading::Account(_) | Reading::Domain(_) | Reading::Owner(_) => false,
    })
}

/// The same client again: the session goes on, with a new code; the former code is dead.
fn go_on(change: &mut Change<'_>, seen: &ClientSeen) -> Result<Opened> {
    let client = change.client(seen)?;
    let EntryRight { person, .. } = may_enter(change, &client, None)?;
    let stored = session::stored_open(change.tx, person.id)?;
    let mut session = stored.ok_or_else(|| Error::bug("the open session is gone"))?;
    session.handed_off(change.now);
    session::update(change.tx, &session)?;
    let code = change.issue_code(CodeKind::Session, session.id.get(), Some(session.client))?;
    change.about_user(session.ground.login);
    change.record(AuditEvent::SessionHandOff { id: session.id, email: person.email });
    let seen = see(change.tx, session, change.now)?;
    Ok(Opened { seen, code, former: None, fate: OpenOutcome::GoesOn })
}

/// Another client is left only by its name.
fn may_leave(change: &Change<'_>, open: &Seen, enters: &ClientRow, closing: Option<&ClientRef>) -> Result<()> {
    let (email, id, place) = (&open.person.email, open.session.id, &open.client);
    let again = |closing: Option<Given>| {
        let step = Verb::SessionOpen.step().client(&enters.slug).give(closing).with(Flag::As, &email);
        match change.reason {
            Some(reason) => step.reason(&reason),
            None => step.reason(&Wanted("REASON")),
        }
    };
    let stopped = match closing {
        Some(reference) if names(reference, place) => return Ok(()),
        // The message goes into the log of the client that was to be entered, whose people need not learn of the other.
        None => Error::new(ErrorCode::Session, format!("{email} is in a session already, {id}; nothing was changed"))
            .hint(hint![
                format!("it is in {}, since ", named(place)),
                open.session.opened_at.as_start(),
                format!("; leave that and enter {} with ", enters.slug),
                again(Some(Given::Option(Flag::Closing, place.slug.to_value())))
            ]),
        Some(reference) => Error::client_mismatch(format!(
            "{} names {reference}, but {email} is in another client, by {id}; nothing was changed",
            Flag::Closing
        ))
        .hint(if place.id == enters.id {
            hint![format!("{id} is in {} itself: enter it again with ", named(place)), again(None)]
        } else {
            hint![format!("{id} is in {}; leave that with ", named(place)), Flag::Closing.with(&place.slug)]
        }),
    };
    Err(stopped
        .fact("session_id", id.to_string())
        .fact("client_id", enters.id.to_string())
        .fact("client_slug", enters.slug.to_string())
        .fact("open_client_id", place.id.to_string())
        .fact("open_client_slug", place.slug.to_string()))
}

/// Leaves the former session, or notes that it was over, for someone who may enter the other client. Its client was
/// named with `--closing`, or else nothing of it is changed but that a session of this very person is stored as over.
fn leave(change: &mut Change<'_>, enters: &ClientSeen, former: Seen, closing: Option<&ClientRef>) -> Result<Seen> {
    may_enter(change, &enters.row, closing)?;
    if former.status.is_open() {
        may_leave(change, &former, &enters.row, closing)?;
    }
    change.about_shown([former.client.id], former.person.email.as_str())?;
    leave_by_person(change, former.session)
}
