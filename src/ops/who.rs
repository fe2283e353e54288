//! Who runs the command: the staff person behind the process, and with `--as` the user on whose behalf
//! (docs/reference.md#who-may-do-what, docs/reference.md#data).

use crate::app::env::Account;
use crate::domain::actor::{
    Actor, PartnerSeat, Reach, Restriction, Scope, StaffKind, StaffMember, UserActor, UserKind,
};
use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, UserId};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::partner::{PartnerState, Reaches};
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::domain::web_session::{WebSession, WebSessionState};
use crate::error::{Code, Error, Example, Flag, Hint, Result, Wanted, hint};
use crate::store::login::{self, SeatRow};
use crate::store::{Tx, grant, partner, staff, web_session};

/// The staff person behind the process: the effective uid, looked up by number and name, never `$USER`. Behind a
/// service account it is the person who logged in, where that is staff, else the service itself. On a server it is the
/// role in which the server let us in, whatever the account.
///
/// # Errors
/// `not_staff`.
pub fn staff_member(tx: &Tx<'_>, account: &Account) -> Result<StaffMember> {
    if let Some(role) = tx.role() {
        return staff::by_name(tx, role)?.map(|row| row.member).ok_or_else(|| not_staff(role));
    }
    let found = staff::by_uid(tx, account.uid)?;
    let name = account.directory.name_of(account.uid);
    let refused = || not_staff(&name.clone().unwrap_or_else(|| format!("uid {}", account.uid)));
    let row = found.filter(|row| name.as_deref().is_none_or(|name| name == row.member.os_user)).ok_or_else(refused)?;
    if row.kind == StaffKind::Service
        && let Some(person) = account.login_uid.filter(|uid| *uid != account.uid)
        && let Some(person) = staff::by_uid(tx, person)?
    {
        return Ok(person.member);
    }
    Ok(row.member)
}

fn not_staff(shown: &str) -> Error {
    Error::new(Code::NotStaff, format!("{shown} is not registered as staff in this database")).hint(hint![
        "ask a colleague for ",
        Verb::StaffAdd.step().about(&shown).with(Flag::Name, &Example("Your Name"))
    ])
}

/// The actor: staff in their own name, or on behalf of a user.
///
/// # Errors
/// `not_staff`; `denied` when the user is unknown or inactive. Someone who never activated is an actor too, who may
/// accept an invitation and nothing else.
pub fn actor(tx: &Tx<'_>, account: &Account, on_behalf: Option<&UserRef>, now: Instant) -> Result<Actor> {
    let staff = staff_member(tx, account)?;
    let Some(user) = on_behalf else { return Ok(Actor::Staff(staff)) };
    let login = find_user(tx, user)?.ok_or_else(|| {
        Error::denied(format!("{} names {user}, who is not known here", Flag::As))
            .hint(hint!["look the person up with ", Verb::ClientFind.step().about(&Wanted("ADDRESS"))])
    })?;
    Ok(Actor::OnBehalf { staff, user: user_actor(tx, &login, now)? })
}

/// A person who is signed in on the pages.
///
/// # Errors
/// `denied` when the login is inactive.
pub fn person(tx: &Tx<'_>, session: &WebSession, login: &LoginRow, now: Instant) -> Result<Actor> {
    Ok(Actor::Person { user: user_actor(tx, login, now)?, session: session.id })
}

/// The login that a reference names.
pub fn find_user(tx: &Tx<'_>, user: &UserRef) -> Result<Option<LoginRow>> {
    match user {
        UserRef::Id(id) => login::by_id(tx, *id),
        UserRef::Email(email) => login::by_key(tx, email.key()),
    }
}

/// The login that a reference names in a client. On behalf of a user an id names only that user and the people of the
/// client: anyone else does not exist for them. An address that they know already names its login wherever that is.
pub fn find_in_client(tx: &Tx<'_>, actor: &Actor, user: &UserRef, client: ClientId) -> Result<Option<LoginRow>> {
    let found = find_user(tx, user)?;
    match (actor.user(), user, found) {
        (Some(actor), UserRef::Id(_), Some(login))
            if actor.id != login.id && grant::latest(tx, client, login.id)?.is_none() =>
        {
            Ok(None)
        }
        (_, _, found) => Ok(found),
    }
}

/// Checks inside the transaction that the actor is still what it was when the command or the page began.
///
/// # Errors
/// `not_staff`, `denied`.
pub fn check_still_valid(tx: &Tx<'_>, actor: &Actor, now: Instant) -> Result<()> {
    if let Some(member) = actor.staff() {
        let row = staff::by_name(tx, &member.os_user)?;
        if row.is_none_or(|row| row.member.id != member.id || row.member.rights != member.rights) {
            return Err(Error::new(Code::NotStaff, format!("{} was removed from staff just now", member.os_user))
                .hint(Hint::plain("ask a colleague to register you again")));
        }
    }
    if let Actor::Person { session, .. } = actor
        && web_session::by_id(tx, *session)?.is_none_or(|session| session.state(now) != WebSessionState::Open)
    {
        return Err(Error::denied("this sign-in has ended"));
    }
    if let Some(user) = actor.user() {
        let login = login::by_id(tx, user.id)?.ok_or_else(|| Error::bug("the actor's login is gone"))?;
        user_actor(tx, &login, now)?;
    }
    Ok(())
}

fn user_actor(tx: &Tx<'_>, login: &LoginRow, now: Instant) -> Result<UserActor> {
    let email = login.email.as_str();
    let membership = membership(tx, login.id, now)?;
    let kind = match (login.state, membership) {
        (LoginState::Inactive, _) => {
            return Err(Error::denied(format!("the login {email} is inactive"))
                .hint(hint!["activate it with ", Verb::UserActivate.step().about(&email)]));
        }
        (LoginState::Prepared, _) => UserKind::Invited,
        (LoginState::Active, None) => UserKind::Client,
        (LoginState::Active, Some(membership)) if grant::has_open(tx, login.id)? => UserKind::Both(membership),
        (LoginState::Active, Some(membership)) => UserKind::Partner(membership),
    };
    Ok(UserActor { id: login.id, email: email.to_owned(), kind })
}

/// The membership of a partner user, while it and its partner exist.
fn membership(tx: &Tx<'_>, user: UserId, now: Instant) -> Result<Option<PartnerSeat>> {
    let Some(row) = login::membership(tx, user)? else { return Ok(None) };
    let company =
        partner::by_id(tx, row.partner)?.ok_or_else(|| Error::failed("damaged data: a seat without partner"))?;
    if row.ended || row.until.is_some_and(|until| now >= until) || company.state == PartnerState::Closed {
        return Ok(None);
    }
    Ok(Some(PartnerSeat { partner: row.partner, reach: reach_of(tx, &row)?, until: row.until }))
}

/// How far a membership reaches.
pub fn reach_of(tx: &Tx<'_>, membership: &SeatRow) -> Result<Reach> {
    let scope = match membership.scope {
        Reaches::All => Scope::All,
        Reaches::Assigned => Scope::Clients(login::assignments(tx, membership.user)?.into_iter().collect()),
    };
    Ok(Reach { scope, restriction: if membership.restricted { Restriction::NoSettings } else { Restriction::None } })
}
