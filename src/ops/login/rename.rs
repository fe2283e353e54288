//! A login gets another address, in every client at once: on the word of support, or of its person with the code that
//! was mailed to the new address.

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::id::{ClientId, EntityId, SessionId};
use crate::domain::link::LinkStatus;
use crate::domain::login::{LoginRow, LoginState, Mailbox};
use crate::domain::proof;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, hint};
use crate::mail::facts::LoginRenamed;
use crate::ops::elsewhere::{self, Elsewhere, Meant};
use crate::ops::invite::{self, EndOfNeed as Ended};
use crate::ops::outbox::{Author, MailDraft, Recipient};
use crate::ops::proven::{TemporaryPassword, end_temporary_password};
use crate::ops::unit_of_work::Change;
use crate::store::{Tx, code, credential, invitation, link, login};

use super::address::{self, CodeSent};
use super::sessions::{SessionsEnd, end_sessions};
use super::{meant, meant_by_code};
use crate::ops::reached::Reached;

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
            address::use_up(change, &login, what.to, code)?;
            must_be_free(change, &login, what.to)?;
            change.record(AuditEvent::UserRename { id, email, old: old.clone(), proven_by: Some("code".to_owned()) });
            end_temporary_password(change, &login)?
        }
        // Whether the address is taken is for the reader of its mailbox to know.
        None if moves && !change.actor.is_support() => {
            return address::request(change, &login, what.to).map(Outcome::CodeSent);
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
            let error = Error::conflict(format!("{to} is the address of another login already"));
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
            if record.status(change.now) == LinkStatus::Pending
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
    change.queue(&MailDraft::login_renamed(Recipient::Address(old.as_str()), facts.clone())?)?;
    change.queue(&MailDraft::login_renamed(Recipient::User(login), facts)?)?;
    Ok(())
}
