//! What concerns a login as a whole, in every client that it reaches (docs/reference.md#who-may-do-what).

mod language;
mod new_password;
mod rename;
mod reset;

pub use language::choose_language;
pub use new_password::{By, PasswordBasis, Set, by_code, password_basis, set};
pub use rename::{AskedAddress, CodeSent, asked_address};
pub use rename::{Outcome as RenameOutcome, Rename, Renamed, rename};
pub use reset::{LIFE, Reset, ResetMethod, forgotten, may_reset, reset};

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Concerns, Target, Verb};
use crate::domain::grant::GrantState;
use crate::domain::id::{ClientId, EntityId, SessionId, UserId};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::error::{Code, Error, Fact, Flag, Result, Wanted, hint};
use crate::ops::invite::{AfterSender, OfSender, end_of_sender};
use crate::ops::last_owner::{LASTING, Ruling};
use crate::ops::resolve::named;
use crate::ops::session::end_because;
use crate::ops::{last_owner, web_session};
pub use crate::store::login::{by_id, by_key};
use crate::store::{Tx, code, grant, login, session};

use super::reached::unknown;
pub use super::reached::{Reached, reached};
use super::unit_of_work::Change;
use super::{sign_in, who};

/// The login that is meant, once it is asked whether the actor may: anyone who may not learns nothing of it.
fn meant(change: &mut Change<'_>, person: &UserRef) -> Result<LoginRow> {
    let whose: Concerns = sign_in::whose(change.actor, person);
    authorised(change, person, &Target::login(whose))
}

/// As [`meant`], for anyone who has a code that was mailed about the login. Whether it is the right one is for the
/// change to see.
fn meant_by_code(change: &mut Change<'_>, person: &UserRef) -> Result<LoginRow> {
    let whose: Concerns = sign_in::whose(change.actor, person);
    authorised(change, person, &Target::login(whose).with_code())
}

fn authorised(change: &mut Change<'_>, person: &UserRef, target: &Target<'_>) -> Result<LoginRow> {
    change.authorise(target)?;
    let login = who::find_user(change.tx, person)?.ok_or_else(|| unknown(person))?;
    change.about_user(login.id);
    Ok(login)
}

/// No one ever used the login: it is for the invitation to bring it to life.
fn never_activated(login: &LoginRow) -> Error {
    Error::conflict(format!("{} never activated their login", login.email))
        .hint(hint!["see their invitations with ", Verb::InviteList.step().with(Flag::User, &login.email)])
        .hint(hint!["send one again with ", Verb::InviteResend.step().about(&login.email).client(&Wanted("CLIENT"))])
        .fact("state", login.state.name())
}

// Sessions that end because of what became of their login.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionsEnd {
    /// The person has another password.
    NewPassword,
    /// A new password was asked for.
    PasswordReset,
    /// The login was switched off.
    Deactivated,
    /// The login has another name.
    Renamed,
}

impl SessionsEnd {
    /// The word that is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewPassword => "the password was changed",
            Self::PasswordReset => "a new password was asked for",
            Self::Deactivated => "the login was deactivated",
            Self::Renamed => "the login was renamed",
        }
    }
}

/// The clients in which sessions will end: to be named before the change.
pub fn clients_of_sessions(tx: &Tx<'_>, login: &LoginRow, because: SessionsEnd) -> Result<Vec<ClientId>> {
    Ok(open(tx, login.id, because)?.into_iter().map(|(_, client)| client).collect())
}

fn open(tx: &Tx<'_>, user: UserId, because: SessionsEnd) -> Result<Vec<(SessionId, ClientId)>> {
    let mut open = session::of_login(tx, user)?;
    if matches!(because, SessionsEnd::Deactivated | SessionsEnd::Renamed) {
        for grant in grant::of_user(tx, user)? {
            open.extend(session::of_grant(tx, grant.id)?);
        }
    }
    open.sort_unstable();
    open.dedup();
    Ok(open)
}

/// Ends the session that the person has open, and its hand-off code; where the login itself is off or another, also those
/// that others opened with it (a dedicated user's).
///
/// # Errors
/// `conflict` when one was opened in a client that was not named before the change.
fn end_sessions(change: &mut Change<'_>, login: &LoginRow, because: SessionsEnd) -> Result<Vec<SessionId>> {
    web_session::end_all(change, login.id, because.name())?;
    let open = open(change.tx, login.id, because)?;
    for (id, client) in &open {
        change.about_shown([*client], login.email.as_str())?;
        end_because(change, *id, because.name())?;
        change.record(AuditEvent::SessionEnd { id: *id, because: None, email: None });
    }
    Ok(open.into_iter().map(|(id, _)| id).collect())
}

// A login is switched off and on (S4.15).

/// A login that was switched off or on, or was so already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginStateChange {
    /// The login as it is now.
    pub login: LoginRow,
    pub ended: Vec<SessionId>,
    /// The invitations that the person had sent and no one answered.
    pub sent: OfSender,
}

/// Switches a login off: no one signs in with it or acts through it, in any client. Sessions end, and codes that
/// were mailed for a new password or another address are dead; grants and invitations to the person stay as they are, and give nothing meanwhile. Invitations that
/// the person sent end as `invitations` says.
///
/// # Errors
/// `denied`, `not_found`; `conflict` for a login that no one activated yet, and when one of the clients would be left
/// without a lasting owner, naming each of them.
pub fn deactivate(
    change: &mut Change<'_>,
    person: &UserRef,
    seen: &Reached,
    overrule: Option<Rule>,
    invitations: AfterSender,
) -> Result<LoginStateChange> {
    let login = meant(change, person)?;
    last_owner::may_override(change, overrule)?;
    seen.still(change, &login)?;
    match login.state {
        LoginState::Active => {}
        LoginState::Inactive => return Ok(unchanged(change, login)),
        LoginState::Prepared => return Err(never_activated(&login)),
    }
    let ruling = every_client_keeps_an_owner(change, &login, seen, overrule)?;
    login::set_state(change.tx, login.id, LoginState::Inactive, change.now, change.audit())?;
    code::kill_of_login(change.tx, login.id)?;
    let clients: Vec<ClientId> = seen.clients.iter().map(|client| client.row.id).collect();
    let sent = end_of_sender(change, &login, &clients, invitations)?;
    change.record(AuditEvent::UserDeactivate {
        id: login.id,
        email: login.email.clone(),
        r#override: ruling.overridden(),
        withdrawn: sent.ids(AfterSender::Withdraw),
        kept: sent.ids(AfterSender::Keep),
    });
    let ended = end_sessions(change, &login, SessionsEnd::Deactivated)?;
    Ok(LoginStateChange { login: again(change.tx, &login)?, ended, sent })
}

/// Switches a login on again. Nothing else comes back by it: what ended stays so.
///
/// # Errors
/// `denied`, `not_found`; `conflict` for a login that no one ever activated.
pub fn activate(change: &mut Change<'_>, person: &UserRef, seen: &Reached) -> Result<LoginStateChange> {
    let login = meant(change, person)?;
    seen.still(change, &login)?;
    match login.state {
        LoginState::Inactive => {}
        LoginState::Active => return Ok(unchanged(change, login)),
        LoginState::Prepared => return Err(never_activated(&login)),
    }
    login::set_state(change.tx, login.id, LoginState::Active, change.now, change.audit())?;
    change.record(AuditEvent::UserActivate { id: login.id, email: Some(login.email.clone()) });
    Ok(LoginStateChange { login: again(change.tx, &login)?, ended: Vec::new(), sent: OfSender::default() })
}

fn unchanged(change: &mut Change<'_>, login: LoginRow) -> LoginStateChange {
    change.unchanged(EntityId::User(login.id));
    LoginStateChange { login, ended: Vec::new(), sent: OfSender::default() }
}

fn again(tx: &Tx<'_>, login: &LoginRow) -> Result<LoginRow> {
    by_id(tx, login.id)?.ok_or_else(|| Error::bug("the login is gone"))
}

/// The rule of the last owner, in each client that the login reaches: all of them keep one, or nothing is done.
fn every_client_keeps_an_owner(
    change: &mut Change<'_>,
    login: &LoginRow,
    seen: &Reached,
    overrule: Option<Rule>,
) -> Result<Ruling> {
    let mut ruling = Ruling::Kept;
    let mut orphaned: Vec<String> = Vec::new();
    let mut slugs: Vec<&str> = Vec::new();
    for client in &seen.clients {
        let Some(grant) = grant::open(change.tx, client.row.id, login.id)? else { continue };
        if grant.state != GrantState::Active {
            last_owner::weakens(change, &client.row, &grant, None);
            continue;
        }
        match last_owner::check(change, &client.row, &grant, None, overrule) {
            Ok(Ruling::Kept) => {}
            Ok(Ruling::Overridden) => ruling = Ruling::Overridden,
            Err(error) if error.code() == Code::Conflict => {
                orphaned.push(named(&client.row));
                slugs.push(client.row.slug.as_str());
            }
            Err(error) => return Err(error),
        }
    }
    if orphaned.is_empty() {
        return Ok(ruling);
    }
    let mut error = Error::conflict(format!(
        "{} is the last person who can administer {} without an end: {LASTING}; nothing was changed",
        login.email,
        orphaned.join(", ")
    ));
    for slug in &slugs {
        error = error.hint(last_owner::another_owner_first(&slug));
    }
    if change.actor.is_support() {
        error = error.hint(hint![
            "if it must be, support adds ",
            Flag::Override.with("last-owner").and(Flag::Reason, &Wanted("TEXT"))
        ]);
    }
    Err(error.fact("rule", Rule::LastOwner.name()).fact("clients", Fact::list(slugs)))
}
