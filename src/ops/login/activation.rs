//! A login is switched off and on (S4.15).

use crate::domain::audit_event::AuditEvent;
use crate::domain::grant::GrantState;
use crate::domain::id::{ClientId, EntityId, SessionId};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::error::{Code, Error, Fact, Flag, Result, Wanted, hint};
use crate::ops::invite::{AfterSender, OfSender, end_of_sender};
use crate::ops::last_owner::{self, LASTING, Ruling};
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::store::{Tx, code, grant, login};

use super::sessions::{SessionsEnd, end_sessions};
use super::{meant, never_activated};
use crate::ops::reached::Reached;

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
    login::by_id(tx, login.id)?.ok_or_else(|| Error::bug("the login is gone"))
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
