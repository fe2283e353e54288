//! Signing in on the pages, staying in, and signing out (docs/reference.md#pages).

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Concerns, Target};
use crate::domain::id::{EntityId, UserId, WebSessionId};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::time::{Instant, Span};
use crate::domain::web_session::{Token, WebSession, WebSessionState};
use crate::error::{Cause, Error, Result};
use crate::store::{End, Store, Tx, credential, login, web_session};

use super::sign_in::{self, Proven};
use super::unit_of_work::Change;

/// For how long sessions that are over stay listed.
const KEPT: Span = Span::from_ms(30 * Span::DAY.ms());

/// A person who is signed in, with what their browser keeps.
#[derive(Debug)]
pub struct SignedIn {
    pub session: WebSession,
    pub token: Token,
}

/// Signs a person in who has just proven their password.
///
/// # Errors
/// `conflict` when the password was changed meanwhile; `denied` when the login is inactive.
pub fn sign_in(change: &mut Change<'_>, proven: &Proven, former: Option<&Token>) -> Result<SignedIn> {
    change.authorise(&Target::login(Concerns::Others).with_password())?;
    let id = proven.login.id;
    let login = login::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    sign_in::must_be_usable(&login, proven.credential.origin, change.now)?;
    begin(change, &login, &proven.credential.hash, former)
}

/// Begins a web session for a person who proved or chose the password with this hash. It has a token that no one had
/// before, and ends the session of which the browser had the token until now.
///
/// # Errors
/// `conflict` when the stored password is another one by now; `denied` when the login is not active.
pub fn begin(change: &mut Change<'_>, person: &LoginRow, password: &str, former: Option<&Token>) -> Result<SignedIn> {
    let login = login::by_id(change.tx, person.id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    if credential::find(change.tx, login.id)?.is_none_or(|stored| stored.hash != password) {
        return Err(Error::conflict("the password was changed just now").because(Cause::PasswordChanged));
    }
    if let Some(former) = former
        && let Some(former) = web_session::by_token(change.tx, &former.digest())?
        && former.ended.is_none()
    {
        web_session::end(change.tx, former.id, change.now, "another sign-in in the same browser")?;
    }
    if login.state != LoginState::Active {
        return Err(Error::denied(format!("the login {} is not active", login.email))
            .because(Cause::LoginInactive { email: login.email.to_string() }));
    }
    let (tx, now) = (change.tx, change.now);
    web_session::forget(tx, now - KEPT)?;
    let token = Token::new(change.random()?);
    let session =
        WebSession { id: web_session::next_id(tx)?, person: login.id, began_at: now, used_at: now, ended: None };
    web_session::insert(tx, &session, &token.digest())?;
    change.about_user(login.id);
    change.record(AuditEvent::UserSignIn { id: login.id, email: login.email });
    Ok(SignedIn { session, token })
}

/// The person whose browser shows this token, while they are signed in.
pub fn find(tx: &Tx<'_>, token: &Token, now: Instant) -> Result<Option<(WebSession, LoginRow)>> {
    let Some(session) = web_session::by_token(tx, &token.digest())? else { return Ok(None) };
    if session.state(now) != WebSessionState::Open {
        return Ok(None);
    }
    let login = login::by_id(tx, session.person)?.filter(|login| login.state == LoginState::Active);
    Ok(login.map(|login| (session, login)))
}

/// The sign-ins of a person, or of everyone, by number.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list(
    tx: &Tx<'_>,
    person: Option<UserId>,
    mut each: impl FnMut(&WebSession, &LoginRow) -> Result<()>,
) -> Result<()> {
    let with_person = |session: WebSession| {
        let login = login::by_id(tx, session.person)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        each(&session, &login)
    };
    match person {
        Some(person) => web_session::of_login(tx, person, with_person),
        None => web_session::all(tx, with_person),
    }
}

/// Signs a person out of the pages everywhere; the sessions that ended by it. None is open afterwards.
///
/// # Errors
/// `denied`.
pub fn sign_out_everywhere(change: &mut Change<'_>) -> Result<Vec<WebSession>> {
    change.authorise(&Target::login(Concerns::Own))?;
    let Some(user) = change.actor.user() else { return Err(Error::bug("staff is signed in nowhere")) };
    change.about_user(user.id);
    let login = login::by_id(change.tx, user.id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    let mut ended = Vec::new();
    for session in web_session::stored_open(change.tx, login.id)? {
        web_session::end(change.tx, session.id, change.now, "signed out")?;
        if session.state(change.now) == WebSessionState::Open {
            ended.push(WebSession { ended: Some((change.now, "signed out".to_owned())), ..session });
        }
    }
    match ended.is_empty() {
        true => change.unchanged(EntityId::User(login.id)),
        false => change.record(AuditEvent::UserSignOut { id: login.id, email: login.email }),
    }
    Ok(ended)
}

/// Notes that a session is in use.
///
/// # Errors
/// `busy`, `failed`.
pub fn note_use(store: &mut Store, id: WebSessionId, now: Instant) -> Result<()> {
    store.write(|tx| {
        tx.allow(&[]);
        web_session::used(tx, id, now)?;
        Ok(((), End::Commit))
    })
}

/// Signs the person out of this one session.
///
/// # Errors
/// `denied`.
pub fn sign_out(change: &mut Change<'_>, session: &WebSession, person: &LoginRow) -> Result<()> {
    change.authorise(&Target::login(Concerns::Own))?;
    change.about_user(person.id);
    web_session::end(change.tx, session.id, change.now, "signed out")?;
    change.record(AuditEvent::UserSignOut { id: person.id, email: person.email.clone() });
    Ok(())
}

/// Ends all web sessions of a person with something else that is recorded: a new password, a login that is switched off.
pub(super) fn end_all(change: &Change<'_>, person: UserId, because: &str) -> Result<()> {
    for session in web_session::stored_open(change.tx, person)? {
        web_session::end(change.tx, session.id, change.now, because)?;
    }
    Ok(())
}
