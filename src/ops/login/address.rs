//! A person asks for another address: a code is mailed there, and the login is renamed once it comes back.

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::login::LoginRow;
use crate::domain::sending::check_pause;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Flag, Hint, Result, Sentence, Wanted, hint, sentence};
use crate::mail::MailKind;
use crate::ops::outbox::{MailDraft, limit::Sending};
use crate::ops::unit_of_work::Change;
use crate::store::address_change::{self, AddressChangeRow};
use crate::store::code::{self, CodeState};
use crate::store::{Tx, login};

/// How long the code lives.
const LIFE: Span = Span::DAY;

/// A code that was mailed to a new address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSent {
    /// The login, under its present address.
    pub login: LoginRow,
    pub to: Email,
    pub expires_at: Instant,
}

/// Mails a code to the new address. An older code is dead.
///
/// # Errors
/// `conflict` within a minute of the last one, and for the sixth again within 24 hours.
pub(super) fn request(change: &mut Change<'_>, login: &LoginRow, to: &Email) -> Result<CodeSent> {
    let (tx, now, id) = (change.tx, change.now, login.id);
    if let Some(former) = address_change::find(tx, id)? {
        check_pause(former.requested_at, now)?;
    }
    let expires_at = now + LIFE;
    let reader = LoginRow { email: to.clone(), ..login.clone() };
    let number = code::find(tx, CodeKind::Address, id.get())?.map_or(1, |row| row.version + 1);
    Sending { to: &reader, client: None, kind: MailKind::AddressChange, number }.check(change)?;
    let requested_by = change.actor.author().to_owned();
    let row = AddressChangeRow { user: id, to: to.clone(), requested_at: now, requested_by, expires_at };
    address_change::save(tx, &row)?;
    change.issue_code(CodeKind::Address, id.get(), None)?;
    let issued = code::find(tx, CodeKind::Address, id.get())?.ok_or_else(|| Error::bug("no code is there"))?;
    change.record(AuditEvent::UserRequestRename { id, email: to.clone(), old: login.email.clone(), expires_at });
    change.queue(&MailDraft::address_change(&reader, issued.version)?)?;
    Ok(CodeSent { login: login.clone(), to: to.clone(), expires_at })
}

/// A new address that was asked for and waits for its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAddress {
    /// The login, under its present address.
    pub login: LoginRow,
    pub to: Email,
}

/// What a code leads to. Looking never uses it.
///
/// # Errors
/// `not_found` for an unknown code, `expired` for one that is late or was replaced, `conflict` for one that was used.
pub fn asked_address(tx: &Tx<'_>, given: &Code, now: Instant) -> Result<AskedAddress> {
    let id = UserId::new(given.record());
    let unknown = || Error::not_found("this code opens nothing in this database");
    let row = code::find(tx, CodeKind::Address, id.get())?.filter(|row| given.matches(&row.digest));
    let row = row.ok_or_else(unknown)?;
    let (Some(asked), Some(login)) = (address_change::find(tx, id)?, login::by_id(tx, id)?) else {
        return Err(unknown());
    };
    match row.state {
        CodeState::Used => Err(Error::conflict("this code was used already")),
        CodeState::Dead => Err(Error::expired("this code no longer works: it was withdrawn")),
        CodeState::Live if now >= asked.expires_at => {
            Err(Error::expired(format!("this code expired at {}", asked.expires_at)))
        }
        CodeState::Live => Ok(AskedAddress { login, to: asked.to }),
    }
}

/// Uses the code up that was mailed to the new address of the login.
///
/// # Errors
/// `not_found` for a code that is not of this login and address, `expired` for one that is late or was replaced,
/// `conflict` for one that was used.
pub(super) fn use_up(change: &Change<'_>, login: &LoginRow, to: &Email, given: &Code) -> Result<()> {
    let (tx, id) = (change.tx, login.id);
    let unknown = || {
        Error::not_found(format!("this code does not rename {} to {to}", login.email))
            .hint(Hint::plain("copy it from the newest mail, whole, and write both addresses as in the mail"))
    };
    if given.record() != id.get() {
        return Err(unknown());
    }
    let row = code::find(tx, CodeKind::Address, id.get())?.ok_or_else(unknown)?;
    let asked = address_change::find(tx, id)?.ok_or_else(unknown)?;
    let again = Verb::UserRename.step().about(&login.email).about(to);
    let again = again.with(Flag::As, &login.email).reason(&Wanted("REASON"));
    let expired = |why: Sentence| Error::expired(why).hint(hint!["mail another with ", again.clone()]);
    if !given.matches(&row.digest) {
        return Err(match row.version {
            1 => unknown(),
            _ => expired("this code no longer works: a newer one has replaced it".into()),
        });
    }
    if asked.to != *to {
        return Err(unknown());
    }
    match row.state {
        CodeState::Used => Err(Error::conflict("this code was used already")
            .hint(hint!["see the login with ", Verb::AccessList.step().with(Flag::User, &id)])),
        CodeState::Dead => Err(expired("this code no longer works: it was withdrawn".into())),
        CodeState::Live if change.now >= asked.expires_at => {
            Err(expired(sentence!["this code expired at ", asked.expires_at.as_end()])
                .fact("expired_at", asked.expires_at.to_string()))
        }
        CodeState::Live if code::consume(tx, CodeKind::Address, id.get(), row.version)? => Ok(()),
        CodeState::Live => Err(Error::bug("a live code could not be used")),
    }
}
