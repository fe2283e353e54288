//! A login gets another address, in every client at once: on the word of support, or of its person with the code that
//! was mailed to the new address.

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::id::{ClientId, EntityId, SessionId, UserId};
use crate::domain::login::{LoginRow, LoginState, Mailbox};
use crate::domain::proof;
use crate::domain::reference::UserRef;
use crate::domain::sending::check_pause;
use crate::domain::time::{Instant, Span};
use crate::error::{Cause, Error, Flag, Hint, Result, Sentence, Wanted, hint, sentence};
use crate::mail::MailKind;
use crate::mail::facts::LoginRenamed;
use crate::ops::elsewhere::{Elsewhere, Meant};
use crate::ops::invite::EndOfNeed as Ended;
use crate::ops::outbox::{Author, MailDraft, Recipient, Sending};
use crate::ops::proven::{TemporaryPassword, end_temporary_password};
use crate::ops::reached::Reached;
use crate::ops::unit_of_work::Change;
use crate::ops::{elsewhere, invite};
use crate::store::address_change::AddressChangeRow;
use crate::store::code::CodeState;
use crate::store::{Tx, address_change, code, credential, invitation, link, login};

use super::{SessionsEnd, end_sessions, meant, meant_by_code};

/// Which login gets which address.
#[derive(Debug, Clone, Copy)]
pub struct Rename<'a> {
    pub person: &'a UserRef,
    pub to: &'a Email,
    /// The code that was mailed to the new address.
    pub code: Option<&'a Code>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Renamed(Renamed),
    /// It waits for the code.
    CodeSent(CodeSent),
}

/// A login that was renamed, or is called so already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The login as it is now.
    pub login: LoginRow,
    pub old: Email,
    /// The clients whose invitation to the old address ended, by slug.
    pub uninvited: Vec<String>,
    pub ended: Vec<SessionId>,
    /// A code proves the mailbox, and ends a temporary password.
    pub password: TemporaryPassword,
}

impl Rename<'_> {
    /// Whether the new address belongs to the domain of an open client, where none that the login reaches has that
    /// domain (`docs/reference.md`).
    pub fn belongs_elsewhere(
        &self,
        tx: &Tx<'_>,
        actor: &Actor,
        seen: &Reached,
        now: Instant,
    ) -> Result<Option<Elsewhere>> {
        let reached: Vec<ClientId> = seen.clients.iter().map(|client| client.row.id).collect();
        elsewhere::find_domain(tx, actor, self.to, Meant::Clients(&reached), now)
    }
}

/// Gives a login another address. Password, grants and history stay. What was mailed to the old one is dead: invitations
/// are cancelled, codes of link requests and of a password reset are withdrawn, and the session ends. Anyone who used the
/// login is notified at both addresses. The person themselves needs the code that was mailed to the new address:
/// without one it is mailed, and nothing else happens.
///
/// # Errors
/// `denied`, `not_found`; `conflict` when the new address is that of another login, and by the state of the code;
/// `expired` for a code that is late or was replaced.
pub fn rename(change: &mut Change<'_>, what: Rename<'_>, seen: &Reached) -> Result<Outcome> {
    let login = match what.code {
        Some(_) => meant_by_code(change, what.person)?,
        None => meant(change, what.person)?,
    };
    seen.still(change, &login)?;
    let old = login.email.clone();
    if old.as_str() == what.to.as_str() {
        change.unchanged(EntityId::User(login.id));
        return Ok(Outcome::Renamed(Renamed {
            login,
            old,
            uninvited: Vec::new(),
            ended: Vec::new(),
            password: TemporaryPassword::NoneLeft,
        }));
    }
    // The same mailbox, written in other capitals: what was mailed there is still theirs.
    let moves = old != *what.to;
    let (id, email) = (login.id, what.to.clone());
    let password = match what.code {
        Some(code) => {
            use_up(change, &login, what.to, code)?;
            must_be_free(change, &login, what.to)?;
            change.record(AuditEvent::UserRename { id, email, old: old.clone(), proven_by: Some("code".to_owned()) });
            end_temporary_password(change, &login)?
        }
        // Whether the address is taken is for the reader of its mailbox to know.
        None if moves && !change.actor.is_support() => {
            return request(change, &login, what.to).map(Outcome::CodeSent);
        }
        None => {
            must_be_free(change, &login, what.to)?;
            change.record(AuditEvent::UserRename { id, email, old: old.clone(), proven_by: None });
            TemporaryPassword::NoneLeft
        }
    };
    let mut uninvited = Vec::new();
    if moves {
        uninvited = uninvite(change, &login, seen)?;
        withdraw_requests(change, &login, seen)?;
        code::kill_of_login(change.tx, login.id)?;
        if what.code.is_some() {
            keep_password(change, &login, what.to)?;
        }
    }
    login::rename(change.tx, login.id, what.to, change.audit())?;
    let ended = if moves { end_sessions(change, &login, SessionsEnd::Renamed)? } else { Vec::new() };
    let login = login::by_id(change.tx, login.id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    if moves {
        notify(change, &login, &old)?;
    }
    Ok(Outcome::Renamed(Renamed { login, old, uninvited, ended, password }))
}

/// The person has proven both addresses, so that their password counts at the new one as it did at the old one.
fn keep_password(change: &Change<'_>, login: &LoginRow, to: &Email) -> Result<()> {
    let Some(present) = credential::find(change.tx, login.id)? else { return Ok(()) };
    let by = proof::By::Former(present.owner(&login.email));
    credential::prove(change.tx, login.id, proof::proven_for(by, to))
}

fn must_be_free(change: &Change<'_>, login: &LoginRow, to: &Email) -> Result<()> {
    match login::by_key(change.tx, to.key())? {
        Some(other) if other.id != login.id => {
            let error = Error::conflict(format!("{to} is the address of another login already"))
                .because(Cause::AddressTaken { email: to.to_string() });
            Err(if change.actor.is_support() {
                error
                    .hint(hint!["see what it reaches with ", Verb::AccessList.step().with(Flag::User, &other.id)])
                    .fact("user_id", other.id.to_string())
            } else {
                error
            })
        }
        _ => Ok(()),
    }
}

/// Ends the invitations that wait at the old address; in which clients.
fn uninvite(change: &mut Change<'_>, login: &LoginRow, seen: &Reached) -> Result<Vec<String>> {
    let mut uninvited = Vec::new();
    for client in &seen.clients {
        let open = invitation::stored_open(change.tx, client.row.id, login.email.key())?;
        if open.is_some_and(|open| open.is_open(change.now)) {
            uninvited.push(client.row.slug.to_string());
        }
        invite::end_open(change, client.row.id, &login.email, Ended::IsOut)?;
    }
    Ok(uninvited)
}

/// The codes with which they could answer link requests lie in the old mailbox.
fn withdraw_requests(change: &Change<'_>, login: &LoginRow, seen: &Reached) -> Result<()> {
    for client in &seen.clients {
        for record in link::of_client(change.tx, client.row.id)? {
            if record.awaits_answer(change.now)
                && let Some(recipient) = link::recipient_of(change.tx, record.id, login.id)?
            {
                code::kill(change.tx, CodeKind::Link, recipient.id.get())?;
            }
        }
    }
    Ok(())
}

fn notify(change: &mut Change<'_>, login: &LoginRow, old: &Email) -> Result<()> {
    if login.state == LoginState::Prepared || login.mailbox == Mailbox::No {
        return Ok(());
    }
    // A visitor has proven by the code that they are the person.
    let by = match change.actor {
        Actor::Visitor => login.email.as_str(),
        actor => actor.author(),
    };
    let by = Author::named(change.tx, by)?;
    let facts = LoginRenamed {
        old: old.to_string(),
        new: login.email.to_string(),
        at: change.now,
        renamed_by: by.name,
        by_support: by.support,
    };
    let former = MailDraft::login_renamed(Recipient::Address(old.as_str()), facts.clone());
    change.queue(&former.speaking(login.language))?;
    change.queue(&MailDraft::login_renamed(Recipient::User(login), facts))?;
    Ok(())
}

// A person asks for another address: a code is mailed there, and the login is renamed once it comes back.

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
    change.queue(&MailDraft::address_change(&reader, issued.version))?;
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
