//! Grants (table `access_grant`): user U may enter client C, with a role and permissions, optionally until an instant.

use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, GrantId, PartnerId, UserId};
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::Result;

use super::ahead::{MOST_AHEAD, of_owner};
use super::history::tables::access_grant::{self, NewRow};
use super::{Tx, Value, new, params};

/// A grant as it is made.
#[derive(Debug, Clone, Copy)]
pub struct NewGrant<'a> {
    pub client: ClientId,
    pub user: UserId,
    pub terms: Terms,
    /// For a dedicated user, the partner.
    pub for_partner: Option<PartnerId>,
    pub granted_by: &'a str,
}

super::row! {
    GrantRow as g {
        id, client: ["g.client_id"], user: ["g.login_id"], terms: ["g.role", "g.permissions", "g.until"], state, active_at,
        ended: ["g.ended_at", "g.ended_by"], for_partner, granted_by, created_at, version
    }
}

/// Whether a grant `g` of the login `l`, which has a password, keeps its client alive: active, owner or admin with the
/// permission `users`, without term, not dedicated, on an active login.
macro_rules! lasting {
    () => {
        concat!(
            "g.state = 'active' AND g.role IN ('owner', 'admin') AND ",
            $crate::store::grant::with_users!(),
            " AND g.until IS NULL AND g.for_partner IS NULL AND l.state = 'active'"
        )
    };
}
pub(super) use lasting;

/// Whether a grant of a login is that of an owner who is in, or may come in.
macro_rules! owns {
    ($grant:literal, $login:literal, $now:literal) => {
        concat!(
            $grant,
            ".role = 'owner' AND ",
            $grant,
            ".state <> 'ended' AND ",
            $login,
            ".state <> 'inactive' AND (",
            $grant,
            ".until IS NULL OR ",
            $grant,
            ".until > ",
            $now,
            ")"
        )
    };
}
pub(super) use owns;

/// Whether a grant `g` of the login `l` administers its client, as far as it is within its term.
macro_rules! administers {
    () => {
        concat!(
            "g.state = 'active' AND g.role IN ('owner', 'admin') AND ",
            $crate::store::grant::with_users!(),
            " AND g.for_partner IS NULL AND l.state = 'active'"
        )
    };
}
pub(super) use administers;

/// Whether a grant `g` has the permission `users`, one word of its list.
macro_rules! with_users {
    () => {
        "replace(' ' || g.permissions || ' ', ' users ', ' ') <> ' ' || g.permissions || ' '"
    };
}
pub(super) use with_users;

super::statements! {
    [BY_ID: GrantRow] "SELECT {} FROM access_grant AS g WHERE g.id = $1";
    [OPEN: GrantRow] "SELECT {} FROM access_grant AS g WHERE g.client_id = $1 AND g.login_id = $2 AND g.state <> 'ended'";
    [LATEST: GrantRow] "SELECT {} FROM access_grant AS g WHERE g.client_id = $1 AND g.login_id = $2 ORDER BY g.id DESC LIMIT 1";
    [ENDED_OF_CLIENT: UserId] "SELECT g.login_id FROM access_grant AS g WHERE g.client_id = $1 AND g.state = 'ended' ORDER BY g.id";
    [OF_CLIENT: GrantRow] "SELECT {} FROM access_grant AS g WHERE g.client_id = $1 AND g.state <> 'ended' ORDER BY g.id";
    [OF_USER: GrantRow] "SELECT {} FROM access_grant AS g WHERE g.login_id = $1 AND g.state <> 'ended' ORDER BY g.client_id, g.id";
    [OF_USERS: GrantRow] "SELECT {} FROM unnest($1) AS k JOIN access_grant AS g ON g.login_id = k.value
        ORDER BY g.login_id, g.client_id, g.id LIMIT $2";
    [OF_CLIENTS: GrantRow] "SELECT {} FROM unnest($1) AS k JOIN access_grant AS g ON g.client_id = k.value AND g.state <> 'ended'
        ORDER BY g.client_id, g.id LIMIT $2";
    [DEDICATED: GrantRow] "SELECT {} FROM access_grant AS g
        WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active' ORDER BY g.id LIMIT 1";
    [LAST_OWNER: GrantRow] "SELECT {} FROM access_grant AS g
        WHERE g.client_id = $1 AND g.role = 'owner' AND g.for_partner IS NULL ORDER BY g.id DESC LIMIT 1";
    [OWNER: GrantRow] concat!("SELECT {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND ", owns!("g", "l", "$2"), "
        ORDER BY CASE WHEN g.until IS NULL THEN 0 ELSE 1 END, g.until DESC, g.id LIMIT 1");
    [ADMINISTRATOR: GrantRow] concat!("SELECT {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND ", administers!(), " AND (g.until IS NULL OR g.until > $2)
        ORDER BY CASE WHEN g.role = 'owner' THEN 0 ELSE 1 END, g.id LIMIT 1");
    [FIRST_LASTING: GrantRow] concat!("SELECT {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        JOIN credential AS k ON k.login_id = l.id WHERE g.client_id = $1 AND ", lasting!(), " ORDER BY g.id LIMIT 1");
    [HAS_OPEN: GrantId] "SELECT id FROM access_grant WHERE login_id = $1 AND state <> 'ended' ORDER BY client_id, id LIMIT 1";
    [WAS_ACTIVE: GrantId] "SELECT id FROM access_grant WHERE client_id = $1 AND login_id = $2 AND active_at IS NOT NULL ORDER BY id LIMIT 1";
    [ELSEWHERE: GrantId] "SELECT id FROM access_grant WHERE login_id = $1 AND client_id <> $2 ORDER BY client_id, id LIMIT 1";
    [UPDATE_TERMS] "UPDATE access_grant SET role = $2, permissions = $3, until = $4, since_audit = $5, version = version + 1 WHERE id = $1";
    [ACTIVATE] "UPDATE access_grant SET state = 'active', active_at = $2, role = $3, permissions = $4, until = $5, since_audit = $6, version = version + 1
        WHERE id = $1 AND state = 'prepared'";
    [END] "UPDATE access_grant SET state = 'ended', ended_at = $2, ended_by = $3, since_audit = $4, version = version + 1
        WHERE id = $1 AND state <> 'ended'";
    /// How many others keep the client alive (docs/reference.md#the-last-administrator).
    [LASTING: i64] concat!("SELECT count(*) FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        JOIN credential AS k ON k.login_id = l.id WHERE g.client_id = $1 AND ", lasting!(), " AND g.id <> $2");
}

/// The grant with this id.
pub fn by_id(tx: &Tx<'_>, id: GrantId) -> Result<Option<GrantRow>> {
    tx.query_opt(&BY_ID, params![id])
}

/// The grant of a user in a client that has not ended. There is at most one.
pub fn open(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<GrantRow>> {
    let known = tx
        .ahead()
        .answer(&OF_USER, params![user], |open: &[GrantRow]| open.iter().find(|grant| grant.client == client).cloned());
    match known {
        Some(known) => tx.compared(known, || tx.query_opt(&OPEN, params![client, user])),
        None => tx.look_up_once(&OPEN, params![client, user]),
    }
}

/// The newest grant of a user in a client, ended or not.
pub fn latest(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<GrantRow>> {
    tx.look_up(&LATEST, params![client, user])
}

/// The people whose access to a client ended, once for each time.
pub fn ended_of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<UserId>> {
    tx.query_vec(&ENDED_OF_CLIENT, params![client])
}

/// The grants of a client that have not ended, by id.
pub fn of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<GrantRow>> {
    tx.look_up_all(&OF_CLIENT, params![client])
}

/// The grants of a user that have not ended, by client.
pub fn of_user(tx: &Tx<'_>, user: UserId) -> Result<Vec<GrantRow>> {
    tx.look_up_all(&OF_USER, params![user])
}

/// The active grant of the user that the client made for a partner. If there is more than one, the oldest counts.
pub fn dedicated(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Option<GrantRow>> {
    tx.query_opt(&DEDICATED, params![client, partner])
}

/// The newest grant of an owner of the client, ended or not.
pub fn last_owner(tx: &Tx<'_>, client: ClientId) -> Result<Option<GrantRow>> {
    tx.query_opt(&LAST_OWNER, params![client])
}

/// The owner who stays longest: in, or prepared, on a login that was not deactivated.
pub fn owner(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Option<GrantRow>> {
    tx.query_opt(&OWNER, params![client, now])
}

/// The oldest grant that keeps the client alive on its own (docs/reference.md#the-last-administrator).
pub fn first_lasting(tx: &Tx<'_>, client: ClientId) -> Result<Option<GrantRow>> {
    tx.query_opt(&FIRST_LASTING, params![client])
}

/// Someone who administers the client now, an owner before an admin.
pub fn administrator(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Option<GrantRow>> {
    tx.query_opt(&ADMINISTRATOR, params![client, now])
}

/// Whether a user has any grant that has not ended.
pub fn has_open(tx: &Tx<'_>, user: UserId) -> Result<bool> {
    tx.exists(&HAS_OPEN, params![user])
}

/// Whether a user has, or had, access to a client that they accepted.
pub fn was_active(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<bool> {
    tx.exists(&WAS_ACTIVE, params![client, user])
}

/// Whether a user has any grant, ended or not, in another client.
pub fn is_elsewhere(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<bool> {
    tx.exists(&ELSEWHERE, params![user, client])
}

/// Reads the grants of these people ahead, unless they have very many: all that have not ended, and the newest ones in these
/// clients.
pub(super) fn read_ahead(tx: &Tx<'_>, users: &[i64], pairs: &[(ClientId, UserId)]) -> Result<()> {
    let found = tx.query_vec(&OF_USERS, params![Value::Ints(users), MOST_AHEAD])?;
    if found.len() >= MOST_AHEAD as usize {
        return Ok(());
    }
    let is_open = |grant: &&GrantRow| grant.state != GrantState::Ended;
    for user in users {
        let of_user = of_owner(&found, user, |grant| grant.user.get()).iter();
        tx.ahead().know(&OF_USER, params![*user], of_user.filter(is_open).cloned().collect());
    }
    for (client, user) in pairs {
        let newest = of_owner(&found, user, |grant| grant.user).iter().rfind(|grant| grant.client == *client);
        tx.ahead().know(&LATEST, params![*client, *user], newest.cloned().into_iter().collect());
    }
    Ok(())
}

/// Reads the grants of these clients ahead that have not ended, unless they are very many; whose they are.
pub(super) fn read_clients_ahead(tx: &Tx<'_>, clients: &[i64]) -> Result<Vec<i64>> {
    let found = tx.query_vec(&OF_CLIENTS, params![Value::Ints(clients), MOST_AHEAD])?;
    if found.len() >= MOST_AHEAD as usize {
        return Ok(Vec::new());
    }
    for client in clients {
        let of_client = of_owner(&found, client, |grant| grant.client.get());
        tx.ahead().know(&OF_CLIENT, params![*client], of_client.to_vec());
    }
    Ok(found.iter().map(|grant| grant.user.get()).collect())
}

/// Someone new has no grants.
pub(super) fn none_yet(tx: &Tx<'_>, user: UserId) {
    tx.ahead().know(&OF_USER, params![user], Vec::new());
}

/// There is another grant.
fn forget(tx: &Tx<'_>, client: ClientId, user: UserId) {
    tx.ahead().forget(&OPEN, params![client, user]);
    tx.ahead().forget(&LATEST, params![client, user]);
    tx.ahead().forget(&OF_USER, params![user]);
    tx.ahead().forget(&OF_CLIENT, params![client]);
}

pub fn prepare(tx: &Tx<'_>, new: &NewGrant<'_>, now: Instant, audit: i64) -> Result<GrantId> {
    let id = GrantId::new(tx.next_number("grant", 1)?);
    let permissions = new.terms.permissions.to_text();
    let row = new!(NewRow {
        id,
        client_id: new.client,
        login_id: new.user,
        role: new.terms.role,
        permissions: permissions.as_str(),
        state: GrantState::Prepared,
        until: new.terms.until,
        for_partner: new.for_partner,
        granted_by: new.granted_by,
        active_at: Value::Null,
        ended_at: Value::Null,
        ended_by: Value::Null,
        created_at: now,
        since_audit: audit,
        version: 1_i64,
    });
    access_grant::insert(tx, &row)?;
    forget(tx, new.client, new.user);
    Ok(id)
}

/// A grant goes on in another client, as far as it has come there: by `by`, from `now` on.
pub fn carry(tx: &Tx<'_>, grant: &GrantRow, client: ClientId, by: &str, now: Instant, audit: i64) -> Result<GrantId> {
    let id = GrantId::new(tx.next_number("grant", 1)?);
    let permissions = grant.terms.permissions.to_text();
    let row = new!(NewRow {
        id,
        client_id: client,
        login_id: grant.user,
        role: grant.terms.role,
        permissions: permissions.as_str(),
        state: grant.state,
        until: grant.terms.until,
        for_partner: grant.for_partner,
        granted_by: by,
        active_at: grant.active_at.map(|_| now),
        ended_at: Value::Null,
        ended_by: Value::Null,
        created_at: now,
        since_audit: audit,
        version: 1_i64,
    });
    access_grant::insert(tx, &row)?;
    forget(tx, client, grant.user);
    Ok(id)
}

/// Changes role, permissions and term.
pub fn set_terms(tx: &Tx<'_>, id: GrantId, terms: &Terms, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_TERMS, params![id, terms.role, &*terms.permissions.to_text(), terms.until, audit])
}

/// Makes a prepared grant active, with the terms that were fixed at sending.
///
/// # Errors
/// `failed`; `bug` if it was not prepared.
pub fn activate(tx: &Tx<'_>, id: GrantId, terms: &Terms, now: Instant, audit: i64) -> Result<()> {
    tx.execute_one(&ACTIVATE, params![id, now, terms.role, &*terms.permissions.to_text(), terms.until, audit])
}

/// Ends a grant.
///
/// # Errors
/// `failed`; `bug` if it had ended.
pub fn end(tx: &Tx<'_>, id: GrantId, now: Instant, by: &str, audit: i64) -> Result<()> {
    tx.execute_one(&END, params![id, now, by, audit])
}

/// How many grants of the client other than `but` keep it alive on their own
/// (docs/reference.md#the-last-administrator).
pub fn lasting_but(tx: &Tx<'_>, client: ClientId, but: GrantId) -> Result<i64> {
    tx.query_one(&LASTING, params![client, but])
}
