//! Logins (the *users* of the documents): one for each e-mail address in the database, and the beginning of a
//! membership.

use crate::domain::email::Email;
use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::login::{LoginRow, LoginState, Mailbox, PasswordDuty};
use crate::domain::partner::Reaches;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, login_word, params};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRow {
    pub user: UserId,
    pub partner: PartnerId,
    /// `all` or `clients`.
    pub scope: Reaches,
    /// Whether settings are closed to it, whatever else says yes.
    pub restricted: bool,
    /// The end of its term.
    pub until: Option<Instant>,
    pub created_at: Instant,
    pub ended: bool,
    pub version: i64,
}

macro_rules! columns {
    () => {
        "l.id, l.email, l.email_key, l.first_name, l.last_name, l.state, l.must_change_password, l.mailbox, l.activated_at, l.version"
    };
}
pub(super) use columns;

/// The columns of a membership, as [`read_seat`] takes them, under the name `u`.
macro_rules! seat_columns {
    () => {
        "u.login_id, u.partner_id, u.scope, u.restricted, u.until, u.created_at, u.state, u.version"
    };
}
pub(super) use seat_columns;

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM login AS l WHERE l.id = $1");
    [BY_KEY] concat!("SELECT ", columns!(), " FROM login AS l WHERE l.email_key = $1");
    [ADDRESSES_IN] "SELECT l.email, l.email_key FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state <> 'ended' ORDER BY g.id LIMIT $2";
    [ADDRESSES_OF_DOMAIN] "SELECT l.email, l.email_key FROM login AS l WHERE l.email_domain = $1 ORDER BY l.id LIMIT $2";
    [INSERT] "INSERT INTO login (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    [UPDATE_NAME] "UPDATE login SET first_name = $2, last_name = $3, since_audit = $4, version = version + 1 WHERE id = $1";
    [UPDATE_STATE] "UPDATE login SET state = $2, activated_at = coalesce(activated_at, $3), since_audit = $4, version = version + 1 WHERE id = $1";
    [UPDATE_MAILBOX] "UPDATE login SET mailbox = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [RENAME] "UPDATE login SET email_key = $2, email = $3, email_domain = $4, since_audit = $5, version = version + 1 WHERE id = $1";
    [UPDATE_DUTY] "UPDATE login SET must_change_password = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [SEAT] concat!("SELECT ", seat_columns!(), " FROM partner_user AS u WHERE u.login_id = $1");
    [INSERT_SEAT] "INSERT INTO partner_user (login_id, partner_id, scope, restricted, until, state, created_at, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, 1)
        ON CONFLICT (login_id) DO UPDATE SET partner_id = excluded.partner_id, scope = excluded.scope, restricted = excluded.restricted,
            until = excluded.until, state = excluded.state, created_at = excluded.created_at, since_audit = excluded.since_audit,
            version = partner_user.version + 1 WHERE partner_user.state = 'ended'";
    [ASSIGNED] "SELECT since_audit FROM assignment WHERE client_id = $1 AND login_id = $2 AND state = 'assigned'";
    [ASSIGNMENTS] "SELECT a.client_id FROM assignment AS a WHERE a.login_id = $1 AND a.state = 'assigned' ORDER BY a.client_id";
    [ASSIGN] "INSERT INTO assignment (client_id, login_id, state, since_audit, version) VALUES ($1, $2, 'assigned', $3, 1)
        ON CONFLICT (client_id, login_id) DO UPDATE SET state = excluded.state, since_audit = excluded.since_audit, version = assignment.version + 1";
    [SIGNED_IN] "INSERT INTO sign_in (login_id, last_login_at) VALUES ($1, $2)
        ON CONFLICT (login_id) DO UPDATE SET last_login_at = excluded.last_login_at";
    [LAST_SIGN_IN] "SELECT last_login_at FROM sign_in WHERE login_id = $1";
}

/// The login with this id.
pub fn by_id(tx: &Tx<'_>, id: UserId) -> Result<Option<LoginRow>> {
    tx.query_opt(&BY_ID, params![id], read)
}

/// The login with this address; `key` as [`Email::key`] gives it.
pub fn by_key(tx: &Tx<'_>, key: &str) -> Result<Option<LoginRow>> {
    tx.query_opt(&BY_KEY, params![key], read)
}

/// The addresses of the first `most` people of a client.
pub fn addresses_in(tx: &Tx<'_>, client: ClientId, most: u32) -> Result<Vec<Email>> {
    tx.query_vec(&ADDRESSES_IN, params![client, most], read_address)
}

/// The first `most` addresses of a domain by which a login is known.
pub fn addresses_of_domain(tx: &Tx<'_>, domain: &str, most: u32) -> Result<Vec<Email>> {
    tx.query_vec(&ADDRESSES_OF_DOMAIN, params![domain, most], read_address)
}

fn read_address(row: &Row<'_>) -> Result<Email> {
    Ok(Email::stored(row.text(0)?.to_owned(), row.text(1)?.to_owned()))
}

/// A login as it is made.
#[derive(Debug, Clone, Copy)]
pub struct NewLogin<'a> {
    pub email: &'a Email,
    /// First name, maybe empty.
    pub first_name: &'a str,
    /// Last name, maybe empty.
    pub last_name: &'a str,
    /// Prepared, or active at once.
    pub state: LoginState,
    /// Whether a new password is due.
    pub duty: PasswordDuty,
    pub mailbox: Mailbox,
}

pub fn insert(tx: &Tx<'_>, new: &NewLogin<'_>, now: Instant, audit: i64) -> Result<UserId> {
    let id = UserId::new(tx.next_number("login", 1)?);
    let activated = (new.state == LoginState::Active).then_some(now);
    tx.execute_one(
        &INSERT,
        params![
            id,
            new.email.key(),
            new.email.as_str(),
            new.email.domain(),
            new.first_name,
            new.last_name,
            new.state.name(),
            i64::from(new.duty == PasswordDuty::Change),
            i64::from(new.mailbox == Mailbox::Yes),
            activated,
            now,
            audit
        ],
    )?;
    login_word::add(tx, id, new.first_name, new.last_name)?;
    Ok(id)
}

pub fn set_name(tx: &Tx<'_>, id: UserId, first: &str, last: &str, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_NAME, params![id, first, last, audit])?;
    login_word::renew(tx, id)
}

/// Gives a login another address.
///
/// # Errors
/// `failed`; `bug` when it is someone else's.
pub fn rename(tx: &Tx<'_>, id: UserId, to: &Email, audit: i64) -> Result<()> {
    tx.execute_one(&RENAME, params![id, to.key(), to.as_str(), to.domain(), audit])
}

/// Changes the state of a login; becoming active for the first time is remembered.
pub fn set_state(tx: &Tx<'_>, id: UserId, state: LoginState, now: Instant, audit: i64) -> Result<()> {
    let activated = (state == LoginState::Active).then_some(now);
    tx.execute_one(&UPDATE_STATE, params![id, state.name(), activated, audit])
}

/// Changes whether the address is mailed.
pub fn set_mailbox(tx: &Tx<'_>, id: UserId, mailbox: Mailbox, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_MAILBOX, params![id, i64::from(mailbox == Mailbox::Yes), audit])
}

/// Changes whether a new password is due.
pub fn set_duty(tx: &Tx<'_>, id: UserId, duty: PasswordDuty, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_DUTY, params![id, i64::from(duty == PasswordDuty::Change), audit])
}

/// The partner membership of a login, ended or not.
pub fn membership(tx: &Tx<'_>, id: UserId) -> Result<Option<SeatRow>> {
    tx.query_opt(&SEAT, params![id], read_seat)
}

/// Gives a login a membership at a partner: a new one, or in place of one that ended.
///
/// # Errors
/// `failed`; `bug` when it has one in force.
pub fn insert_seat(tx: &Tx<'_>, membership: &SeatRow, audit: i64) -> Result<()> {
    tx.execute_one(
        &INSERT_SEAT,
        params![
            membership.user,
            membership.partner,
            membership.scope.name(),
            i64::from(membership.restricted),
            membership.until,
            membership.created_at,
            audit
        ],
    )
}

/// Whether a client is assigned to a partner user.
pub fn is_assigned(tx: &Tx<'_>, user: UserId, client: ClientId) -> Result<bool> {
    Ok(assigned_by(tx, user, client)?.is_some())
}

/// The audit number by which a client was assigned to a partner user, if it is.
pub fn assigned_by(tx: &Tx<'_>, user: UserId, client: ClientId) -> Result<Option<i64>> {
    tx.query_opt(&ASSIGNED, params![client, user], |row| row.int(0))
}

/// The clients assigned to a partner user, by id.
pub fn assignments(tx: &Tx<'_>, user: UserId) -> Result<Vec<ClientId>> {
    tx.query_vec(&ASSIGNMENTS, params![user], |row| row.int(0).map(ClientId::new))
}

/// Assigns a client to a partner user.
pub fn assign(tx: &Tx<'_>, user: UserId, client: ClientId, audit: i64) -> Result<()> {
    tx.execute_one(&ASSIGN, params![client, user, audit])
}

/// Notes a sign-in that a password or code proved.
pub fn signed_in(tx: &Tx<'_>, id: UserId, now: Instant) -> Result<()> {
    tx.execute_one(&SIGNED_IN, params![id, now])
}

/// The last sign-in that a password or code proved.
pub fn last_sign_in(tx: &Tx<'_>, id: UserId) -> Result<Option<Instant>> {
    tx.query_opt(&LAST_SIGN_IN, params![id], |row| row.at(0))
}

/// Reads [`seat_columns!`] from a row that begins with them.
pub(super) fn read_seat(row: &Row<'_>) -> Result<SeatRow> {
    Ok(SeatRow {
        user: UserId::new(row.int(0)?),
        partner: PartnerId::new(row.int(1)?),
        scope: if row.text(2)? == Reaches::All.name() { Reaches::All } else { Reaches::Assigned },
        restricted: row.flag(3)?,
        until: row.opt_at(4)?,
        created_at: row.at(5)?,
        ended: row.text(6)? == "ended",
        version: row.int(7)?,
    })
}

/// Reads the columns above from a row, `columns!()` first.
pub(super) fn read(row: &Row<'_>) -> Result<LoginRow> {
    Ok(LoginRow {
        id: UserId::new(row.int(0)?),
        email: Email::stored(row.text(1)?.to_owned(), row.text(2)?.to_owned()),
        first_name: row.text(3)?.to_owned(),
        last_name: row.text(4)?.to_owned(),
        state: LoginState::stored(row.text(5)?)?,
        duty: if row.flag(6)? { PasswordDuty::Change } else { PasswordDuty::None },
        mailbox: if row.flag(7)? { Mailbox::Yes } else { Mailbox::No },
        activated_at: row.opt_at(8)?,
        version: row.int(9)?,
    })
}
