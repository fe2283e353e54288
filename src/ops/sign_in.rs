//! Proving who one is by a password (docs/reference.md#data).
//!
//! Three short steps: the attempt is counted, in a transaction of its own; the password is compared, with no lock
//! held; a right one is given back. The answer, its code and the work behind it are the same whether the address is
//! unknown, has no password, or the password is wrong.

use crate::domain::actor::Actor;
use crate::domain::authority::{Concerns, Target, Verb, decide};
use crate::domain::email::Email;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::password::Password;
use crate::domain::reference::UserRef;
use crate::domain::throttle::{DAY, Throttle, Wait, Why};
use crate::domain::time::Instant;
use crate::error::{Cause, Error, Guesses, Hint, Result, hint, sentence};
use crate::store::credential::{self, Credential, PasswordOrigin};
use crate::store::{End, login, throttle};

use super::password::{self, Verdict};
use super::unit_of_work::UnitOfWork;
use super::who;
use crate::domain::password::Strength;

/// A person who proved their password.
#[derive(Debug, Clone)]
pub struct Proven {
    pub login: LoginRow,
    /// The stored password that agreed: whether it still is the stored one is checked before anything rests on it.
    pub credential: Credential,
}

/// Whether a reference names the actor.
pub fn whose(actor: &Actor, person: &UserRef) -> Concerns {
    let own = actor.user().is_some_and(|user| match person {
        UserRef::Id(id) => user.id == *id,
        UserRef::Email(email) => Email::parse(&user.email).is_ok_and(|own| own == *email),
    });
    if own { Concerns::Own } else { Concerns::Others }
}

/// Whether the actor may try: only the person, or staff who types for them. Shows nothing about the address.
///
/// # Errors
/// `denied`.
pub fn may_try(actor: &Actor, verb: Verb, person: &UserRef) -> Result<()> {
    decide(actor, verb, &Target::login(whose(actor, person)))
}

/// Proves a password. A right one is a sign-in, unless staff acts in the person's place; a hash that is weaker than
/// those of today is replaced by the way.
///
/// # Errors
/// `conflict` while guesses are held back, with how long; `denied` when the password is wrong, the address unknown or
/// without a password, or, once it is proven, the login inactive; `expired` for a temporary password after its time.
pub fn by_password(
    unit: &mut UnitOfWork<'_>,
    person: &UserRef,
    presented: &Password,
    strength: Strength,
) -> Result<Proven> {
    let now = unit.now;
    // An id that no one has is counted too, under its own name.
    let login = unit.store.read(|tx| who::find_user(tx, person))?;
    let key = match (&login, person) {
        (Some(login), _) => login.email.key().to_owned(),
        (None, UserRef::Email(email)) => email.key().to_owned(),
        (None, UserRef::Id(id)) => id.to_string(),
    };
    own_transaction(unit, &key, |counted| counted.unwrap_or_else(|| Throttle::new(now)).attempt(now))?
        .map_err(|wait| held_back(person, &wait))?;
    let stored = match &login {
        Some(login) => unit.store.read(|tx| credential::find(tx, login.id))?,
        None => None,
    };
    let compared = password::compare(presented, stored.as_ref().map(|stored| stored.hash.as_str()), strength)?;
    let (Some(login), Some(mut credential), Verdict::Right | Verdict::RightButWeak) = (login, stored, compared.verdict)
    else {
        return Err(wrong(person));
    };
    own_transaction(unit, &key, |counted| Ok(counted.unwrap_or_else(|| Throttle::new(now)).succeeded(now)))?
        .map_err(|wait| held_back(person, &wait))?;
    must_be_usable(&login, credential.origin, now)?;
    let stronger = match compared.verdict {
        Verdict::RightButWeak => Some(password::hash(presented, strength, &mut *unit.entropy)?),
        Verdict::Right | Verdict::Wrong => None,
    };
    let signs_in = unit.actor.signs_in();
    unit.store.write(|tx| {
        tx.allow(&[]);
        if let Some(stronger) = &stronger
            && credential::find(tx, login.id)?.is_some_and(|stored| stored.hash == credential.hash)
        {
            credential::rehash(tx, login.id, stronger.as_str())?;
            stronger.as_str().clone_into(&mut credential.hash);
        }
        if signs_in {
            login::signed_in(tx, login.id, now)?;
        }
        Ok(((), End::Commit))
    })?;
    Ok(Proven { login, credential })
}

/// Changes what is counted for an address, whatever becomes of the command.
fn own_transaction(
    unit: &mut UnitOfWork<'_>,
    key: &str,
    change: impl FnOnce(Option<Throttle>) -> Result<Throttle, Wait>,
) -> Result<Result<(), Wait>> {
    unit.store.write(|tx| {
        tx.allow(&[]);
        match change(throttle::find(tx, key)?) {
            Ok(counted) => {
                throttle::save(tx, key, &counted)?;
                // A day after the last failure the next one begins again anyway.
                throttle::forget(tx, counted.high_water - DAY)?;
                Ok((Ok(()), End::Commit))
            }
            Err(wait) => Ok((Err(wait), End::Rollback)),
        }
    })
}

/// Whether a password that was proven opens anything. Only said to anyone who proved it.
///
/// # Errors
/// `denied` when the login is inactive, `expired` for a temporary password after its time.
pub(super) fn must_be_usable(login: &LoginRow, origin: PasswordOrigin, now: Instant) -> Result<()> {
    let email = &login.email;
    if login.state != LoginState::Active {
        return Err(Error::denied(format!("the login {email} is inactive"))
            .because(Cause::LoginInactive { email: email.to_string() })
            .hint(hint!["support activates it with ", Verb::UserActivate.step().about(&email)]));
    }
    match origin {
        PasswordOrigin::Temporary { expires_at } if now >= expires_at => {
            Err(Error::expired(sentence!["the temporary password of ", email, " expired at ", expires_at.as_end()])
                .because(Cause::TemporaryExpired { email: email.to_string(), at: expires_at.as_end().time })
                .hint(hint!["give them another with ", Verb::UserResetPassword.step().about(&email)])
                .fact("expired_at", expires_at.to_string()))
        }
        PasswordOrigin::Temporary { .. } | PasswordOrigin::Own => Ok(()),
    }
}

/// The one answer to every wrong proof.
fn wrong(person: &UserRef) -> Error {
    Error::denied(format!("{person} and this password do not match; nothing was changed"))
        .because(Cause::WrongPassword { email: person.to_string() })
        .hint(Hint::plain("capitals and blanks count"))
        .hint(hint!["who forgot it gets a new one with ", Verb::UserResetPassword.step().about(&person)])
}

fn held_back(person: &UserRef, wait: &Wait) -> Error {
    let why = match wait.why {
        Why::Step => format!("the last password for {person} was wrong"),
        Why::Day => format!("too many passwords for {person} were wrong today"),
    };
    let span = wait.span.as_wait();
    let guesses = match wait.why {
        Why::Step => Guesses::Next,
        Why::Day => Guesses::OfToday,
    };
    let error = Error::conflict(format!("{why}: the next is looked at in {span}; this one was not"))
        .because(Cause::HeldBack { email: person.to_string(), wait_ms: wait.span.ms(), guesses });
    match wait.why {
        // A clock that shows minutes is of no use for a few seconds.
        Why::Step => error,
        Why::Day => error.hint(hint!["wait until ", wait.until.as_end()]),
    }
    .hint(hint!["support lifts it with ", Verb::UserResetPassword.step().about(&person)])
    .fact("retry_at", wait.until.to_string())
    .fact("wait_ms", wait.span.ms())
}
