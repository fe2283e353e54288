//! A person chooses a password, once they have proven the old one or the code of a mailed reset (S4.11,
//! S4.12).

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Target, Verb};
use crate::domain::clock::is_from_future;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::SessionId;
use crate::domain::login::{LoginRow, LoginState, PasswordDuty};
use crate::domain::password::{Password, Strength};
use crate::domain::proof;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::{Cause, Error, Hint, Result, Sentence, hint, sentence};
use crate::mail::facts::How;
use crate::ops::outbox::MailDraft;
use crate::ops::password::{self, Hashed, Verdict};
use crate::ops::sign_in::{self, Proven};
use crate::ops::unit_of_work::Change;
use crate::ops::{proven, who};
use crate::store::code::{CodeRow, CodeState};
use crate::store::credential::{self, Credential, PasswordOrigin};
use crate::store::{Tx, client, code, grant, login, partner, password_reset, throttle};

use super::{SessionsEnd, end_sessions};

/// The most clients whose names a password must not be built from.
const NAMES: usize = 20;

#[derive(Debug)]
pub enum By {
    Password(Proven),
    /// The code of a mailed reset, for this login.
    Code(LoginRow, Code),
}

/// A password that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The login as it is now.
    pub login: LoginRow,
    /// The sessions that ended with the former password.
    pub ended: Vec<SessionId>,
}

impl By {
    pub const fn login(&self) -> &LoginRow {
        match self {
            Self::Password(proven) => &proven.login,
            Self::Code(login, _) => login,
        }
    }

    /// The word in the audit and in records.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Password(_) => "password",
            Self::Code(..) => "code",
        }
    }
}

/// What a code of a mailed reset leads to. Looking never uses it.
///
/// # Errors
/// `not_found` for an unknown code, or one that is for another login; `expired` for one that is late or was replaced;
/// `conflict` for one that was used; `denied` when the login is inactive.
pub fn by_code(tx: &Tx<'_>, person: &UserRef, given: Code, now: Instant) -> Result<By> {
    let login = who::find_user(tx, person)?.filter(|login| login.id.get() == given.record());
    let login = login.ok_or_else(|| no_such_code(person))?;
    live(tx, &login, person, &given, now)?;
    if login.state != LoginState::Active {
        return Err(Error::denied(format!("the login {} is inactive", login.email))
            .because(Cause::LoginInactive { email: login.email.to_string() })
            .hint(hint!["support activates it with ", Verb::UserActivate.step().about(&login.email)]));
    }
    Ok(By::Code(login, given))
}

/// What a new password of a person is compared with.
pub struct PasswordBasis {
    /// The words that it must not be built from: the names of the person, of their partner, of their clients.
    pub names: Vec<String>,
    present: Option<Credential>,
}

/// What a new password of this person is compared with.
pub fn password_basis(tx: &Tx<'_>, login: &LoginRow) -> Result<PasswordBasis> {
    let mut names = vec![login.first_name.clone(), login.last_name.clone()];
    if let Some(membership) = login::membership(tx, login.id)?
        && let Some(company) = partner::by_id(tx, membership.partner)?
    {
        names.extend([company.name, company.slug.to_string()]);
    }
    for grant in grant::of_user(tx, login.id)?.iter().take(NAMES) {
        if let Some(row) = client::by_id(tx, grant.client)? {
            names.extend([row.name, row.slug.to_string()]);
        }
    }
    Ok(PasswordBasis { names, present: credential::find(tx, login.id)? })
}

impl PasswordBasis {
    /// A new password must be new: not `old`, the one that was just proven, and not the temporary one that it replaces.
    ///
    /// # Errors
    /// `usage`.
    pub fn must_differ(&self, new: &Password, old: Option<&Password>, strength: Strength) -> Result<()> {
        let same = match (old, &self.present) {
            (Some(old), _) => new.reveal() == old.reveal(),
            (None, Some(Credential { hash, origin: PasswordOrigin::Temporary { .. }, .. })) => {
                password::compare(new, Some(hash), strength)?.verdict != Verdict::Wrong
            }
            (None, _) => false,
        };
        if same {
            return Err(Error::usage("the new password is the old one; nothing was changed")
                .because(Cause::PasswordSame)
                .hint(Hint::plain("choose another: the person who chose the old one knows it")));
        }
        Ok(())
    }
}

/// Sets the password that the person chose. It is theirs from here on, lifts a forced change, ends their sessions and a
/// reset that waits; a code is used up. The person is notified by mail.
///
/// # Errors
/// `denied`; `conflict` when the password or the login was changed since the proof; with a code as [`by_code`].
pub fn set(change: &mut Change<'_>, person: &UserRef, by: &By, new: &Hashed) -> Result<Set> {
    let target = Target::login(sign_in::whose(change.actor, person));
    change.authorise(&match by {
        By::Password(_) => target.with_password(),
        By::Code(..) => target.with_code(),
    })?;
    let (tx, now) = (change.tx, change.now);
    let id = by.login().id;
    let login = login::by_id(tx, id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    change.about_user(id);
    let moved = || {
        Error::conflict(format!("{} was changed by someone else just now", login.email))
            .because(Cause::LoginChanged { email: login.email.to_string() })
            .hint(Hint::plain("try again"))
    };
    if login.state != LoginState::Active || login.email != by.login().email {
        return Err(moved());
    }
    let (how, proven_by, version) = match by {
        By::Password(proven) => {
            if credential::find(tx, id)?.is_none_or(|stored| stored.hash != proven.credential.hash) {
                return Err(moved());
            }
            // Someone may have taken their time over the new one.
            sign_in::must_be_usable(&login, proven.credential.origin, now)?;
            let owner = proven.credential.owner(&login.email);
            (How::OldPassword, proof::By::Former(owner), None)
        }
        By::Code(_, given) => {
            let row = live(tx, &login, person, given, now)?;
            if !code::consume(tx, CodeKind::Password, id.get(), row.version)? {
                return Err(used(&login));
            }
            throttle::lift(tx, login.email.key())?;
            if change.actor.signs_in() {
                login::signed_in(tx, id, now)?;
            }
            (How::Code, proof::By::Code, Some(row.version))
        }
    };
    code::kill_of_login(tx, id)?;
    let proven_for = proof::proven_for(proven_by, &login.email);
    credential::set(tx, id, new.as_str(), PasswordOrigin::Own, proven_for, now)?;
    if login.duty == PasswordDuty::Change {
        login::set_duty(tx, id, PasswordDuty::None, change.audit())?;
    }
    change.record(AuditEvent::UserSetPassword { id, email: login.email.clone(), proven_by: by.name().to_owned() });
    if let Some(version) = version {
        proven::by_code(change, &login, id, version)?;
    }
    let ended = end_sessions(change, &login, SessionsEnd::NewPassword)?;
    change.queue(&MailDraft::password_changed(&login, how, None, now))?;
    let login = login::by_id(tx, id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    Ok(Set { login, ended })
}

/// The row of a code that opens the login now. The two are compared in constant time.
fn live(tx: &Tx<'_>, login: &LoginRow, person: &UserRef, given: &Code, now: Instant) -> Result<CodeRow> {
    let row = code::find(tx, CodeKind::Password, login.id.get())?.ok_or_else(|| no_such_code(person))?;
    let reset = password_reset::find(tx, login.id)?.ok_or_else(|| no_such_code(person))?;
    let expired = |why: Sentence| {
        Error::expired(why).hint(hint!["send another with ", Verb::UserResetPassword.step().about(&login.email)])
    };
    if !given.matches(&row.digest) {
        return Err(if row.version == 1 {
            no_such_code(person)
        } else {
            expired("this code no longer works: a newer one has replaced it".into())
                .hint(Hint::plain("or use the code of the newest mail"))
        });
    }
    match row.state {
        CodeState::Used => Err(used(login)),
        CodeState::Dead => Err(expired("this code no longer works: it was withdrawn".into())),
        CodeState::Live if is_from_future(reset.requested_at, now) => Err(expired(sentence![
            "this code was made at ",
            reset.requested_at.as_end(),
            ", later than now: the clock was wrong"
        ])),
        CodeState::Live if now >= reset.expires_at => {
            Err(expired(sentence!["this code expired at ", reset.expires_at.as_end()])
                .fact("expired_at", reset.expires_at.to_string()))
        }
        CodeState::Live => Ok(row),
    }
}

fn no_such_code(person: &UserRef) -> Error {
    Error::not_found(format!("this code opens nothing for {person}")).hint(Hint::plain(
        "copy it from the newest mail, whole, and make sure that the address is the one that it was sent to",
    ))
}

fn used(login: &LoginRow) -> Error {
    Error::conflict(format!("this code was used already, for a new password of {}", login.email))
        .hint(hint!["if that was someone else, reset it again: ", Verb::UserResetPassword.step().about(&login.email)])
}
