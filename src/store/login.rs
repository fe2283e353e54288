//! Logins (the *users* of the documents): one for each e-mail address in the database, the words of their names, by
//! which their clients are found, and the beginning of a membership.

use std::collections::HashSet;

use crate::domain::email::Email;
use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::language::Language;
use crate::domain::login::{LoginRow, LoginState, Mailbox, PasswordDuty};
use crate::domain::partner::Reaches;
use crate::domain::spelling::keys;
use crate::domain::time::Instant;
use crate::error::Result;

use super::ahead::{MOST_AHEAD, of_owner};
use super::history::tables::assignment::{self, NewRow as NewAssignment};
use super::history::tables::login::{self, NewRow};
use super::history::tables::partner_user::{self, NewRow as NewSeat};
use super::{Query, Tx, Value, grant, mail, new, params};

#[derive(Debug, Clone, PartialEq)]
struct Address {
    email: Email,
}

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

/// How many addresses of a client, and of a domain, are compared with a new one.
const COMPARED: u32 = 1000;
/// How many people are looked at in one step, when the words of everyone are written.
const STEP: u32 = 1000;

super::row! {
    LoginRow as l {
        id, email: ["l.email", "l.email_key"], first_name, last_name, state, duty: ["l.must_change_password"], mailbox,
        activated_at, language, version
    }
}
super::row! {
    SeatRow as u {
        user: ["u.login_id"], partner: ["u.partner_id"], scope, restricted, until, created_at,
        ended: ["CASE u.state WHEN 'ended' THEN 1 ELSE 0 END"], version
    }
}
super::row!(Address as l { email: ["l.email", "l.email_key"] });

super::statements! {
    [BY_ID: LoginRow] "SELECT {} FROM login AS l WHERE l.id = $1";
    [BY_KEY: LoginRow] "SELECT {} FROM login AS l WHERE l.email_key = $1";
    [BY_KEYS: LoginRow] "SELECT {} FROM unnest($1) AS k JOIN login AS l ON l.email_key = k.value ORDER BY l.id";
    [BY_IDS: LoginRow] "SELECT {} FROM unnest($1) AS k JOIN login AS l ON l.id = k.value ORDER BY l.id";
    [SEATS: SeatRow] "SELECT {} FROM unnest($1) AS k JOIN partner_user AS u ON u.login_id = k.value ORDER BY u.login_id";
    [ADDRESSES_IN: Address] "SELECT {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state <> 'ended' ORDER BY g.id LIMIT $2";
    [ADDRESSES_OF_DOMAIN: Address] "SELECT {} FROM login AS l WHERE l.email_domain = $1 ORDER BY l.id LIMIT $2";
    [ADDRESSES_IN_EACH: (client_id: ClientId, address: Address)] "SELECT g.client_id, {} FROM unnest($1) AS k
        JOIN access_grant AS g ON g.client_id = k.value AND g.state <> 'ended' JOIN login AS l ON l.id = g.login_id
        ORDER BY g.client_id, g.id LIMIT $2";
    [ADDRESSES_OF_DOMAINS: Address] "SELECT {} FROM unnest($1) AS k JOIN login AS l ON l.email_domain = k.value
        ORDER BY l.email_domain, l.id LIMIT $2";
    [UPDATE_NAME] "UPDATE login SET first_name = $2, last_name = $3, since_audit = $4, version = version + 1 WHERE id = $1";
    [UPDATE_STATE] "UPDATE login SET state = $2, activated_at = coalesce(activated_at, $3), since_audit = $4, version = version + 1 WHERE id = $1";
    [UPDATE_MAILBOX] "UPDATE login SET mailbox = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [RENAME] "UPDATE login SET email_key = $2, email = $3, email_domain = $4, since_audit = $5, version = version + 1 WHERE id = $1";
    [UPDATE_LANGUAGE] "UPDATE login SET language = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [UPDATE_DUTY] "UPDATE login SET must_change_password = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [SEAT: SeatRow] "SELECT {} FROM partner_user AS u WHERE u.login_id = $1";
    [ASSIGNED: i64] "SELECT since_audit FROM assignment WHERE client_id = $1 AND login_id = $2 AND state = 'assigned'";
    [ASSIGNMENTS: ClientId] "SELECT a.client_id FROM assignment AS a WHERE a.login_id = $1 AND a.state = 'assigned' ORDER BY a.client_id";
    [SIGNED_IN] "INSERT INTO sign_in (login_id, last_login_at) VALUES ($1, $2)
        ON CONFLICT (login_id) DO UPDATE SET last_login_at = excluded.last_login_at";
    [LAST_SIGN_IN: Instant] "SELECT last_login_at FROM sign_in WHERE login_id = $1";
    [INSERT_WORD] "INSERT INTO login_word (word, login_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    [CLEAR_WORDS] "DELETE FROM login_word WHERE login_id = $1";
    [NAME: (first_name: String, last_name: String)] "SELECT first_name, last_name FROM login WHERE id = $1";
    [NAMES_AFTER: (id: UserId, first_name: String, last_name: String)] "SELECT id, first_name, last_name FROM login WHERE id > $1 ORDER BY id LIMIT $2";
}

/// The login with this id.
pub fn by_id(tx: &Tx<'_>, id: UserId) -> Result<Option<LoginRow>> {
    tx.look_up_once(&BY_ID, params![id])
}

/// The login with this address; `key` as [`Email::key`] gives it.
pub fn by_key(tx: &Tx<'_>, key: &str) -> Result<Option<LoginRow>> {
    tx.look_up_once(&BY_KEY, params![key])
}

/// The addresses of the first people of a client.
pub fn addresses_in(tx: &Tx<'_>, client: ClientId) -> Result<Vec<Email>> {
    addresses(tx, &ADDRESSES_IN, params![client, COMPARED])
}

/// The first addresses of a domain by which a login is known.
pub fn addresses_of_domain(tx: &Tx<'_>, domain: &str) -> Result<Vec<Email>> {
    addresses(tx, &ADDRESSES_OF_DOMAIN, params![domain, COMPARED])
}

/// Reads the addresses of these clients and domains ahead, unless they are very many.
pub(super) fn read_addresses_ahead(tx: &Tx<'_>, clients: &[i64], domains: &[&str]) -> Result<()> {
    let of_each = tx.query_vec(&ADDRESSES_IN_EACH, params![Value::Ints(clients), MOST_AHEAD])?;
    if of_each.len() < MOST_AHEAD as usize {
        for client in clients {
            let of_client = of_owner(&of_each, client, |(of, _)| of.get()).iter().take(COMPARED as usize);
            let addresses = of_client.map(|(_, address)| address.clone());
            tx.ahead().know(&ADDRESSES_IN, params![*client, COMPARED], addresses.collect());
        }
    }
    let of_each = tx.query_vec(&ADDRESSES_OF_DOMAINS, params![Value::Texts(domains), MOST_AHEAD])?;
    if of_each.len() < MOST_AHEAD as usize {
        for domain in domains {
            let of_domain = of_each.iter().filter(|address| address.email.domain() == *domain).take(COMPARED as usize);
            tx.ahead().know(&ADDRESSES_OF_DOMAIN, params![*domain, COMPARED], of_domain.cloned().collect());
        }
    }
    Ok(())
}

fn addresses(tx: &Tx<'_>, query: &'static Query<Address>, params: &[Value<'_>]) -> Result<Vec<Email>> {
    Ok(tx.look_up_all(query, params)?.into_iter().map(|address| address.email).collect())
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
    /// The language of mails and pages.
    pub language: Option<Language>,
}

pub fn insert(tx: &Tx<'_>, new: &NewLogin<'_>, now: Instant, audit: i64) -> Result<UserId> {
    let id = UserId::new(tx.next_number("login", 1)?);
    let activated = (new.state == LoginState::Active).then_some(now);
    let row = new!(NewRow {
        id,
        email_key: new.email.key(),
        email: new.email.as_str(),
        email_domain: new.email.domain(),
        first_name: new.first_name,
        last_name: new.last_name,
        state: new.state,
        must_change_password: new.duty,
        mailbox: new.mailbox,
        activated_at: activated,
        created_at: now,
        language: new.language,
        since_audit: audit,
        version: 1_i64,
    });
    login::insert(tx, &row)?;
    tx.ahead().forget(&BY_KEY, params![new.email.key()]);
    mail::again::none_yet(tx, id);
    grant::none_yet(tx, id);
    words(new.first_name, new.last_name).try_for_each(|word| tx.put_any(&INSERT_WORD, params![word.as_str(), id]))?;
    Ok(id)
}

pub fn set_name(tx: &Tx<'_>, id: UserId, first: &str, last: &str, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_NAME, params![id, first, last, audit])?;
    renew_words(tx, id)
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
    tx.execute_one(&UPDATE_STATE, params![id, state, activated, audit])
}

/// Changes whether the address is mailed.
pub fn set_mailbox(tx: &Tx<'_>, id: UserId, mailbox: Mailbox, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_MAILBOX, params![id, mailbox, audit])
}

/// Changes whether a new password is due.
pub fn set_duty(tx: &Tx<'_>, id: UserId, duty: PasswordDuty, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_DUTY, params![id, duty, audit])
}

/// The partner membership of a login, ended or not.
pub fn membership(tx: &Tx<'_>, id: UserId) -> Result<Option<SeatRow>> {
    tx.look_up_once(&SEAT, params![id])
}

/// Gives a login a membership at a partner: a new one, or in place of one that ended.
///
/// # Errors
/// `failed`; `bug` when it has one in force.
pub fn insert_seat(tx: &Tx<'_>, membership: &SeatRow, audit: i64) -> Result<()> {
    let SeatRow { user, partner, scope, restricted, until, created_at, .. } = *membership;
    let row = new!(NewSeat {
        login_id: user,
        partner_id: partner,
        scope,
        restricted,
        until,
        state: "active",
        created_at,
        since_audit: audit,
        version: 1_i64,
    });
    tx.ahead().forget(&SEAT, params![user]);
    partner_user::insert(tx, &row)
}

/// Stores the language of mails and pages.
pub fn set_language(tx: &Tx<'_>, id: UserId, language: Option<Language>, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE_LANGUAGE, params![id, language, audit])
}

/// Whether a client is assigned to a partner user.
pub fn is_assigned(tx: &Tx<'_>, user: UserId, client: ClientId) -> Result<bool> {
    Ok(assigned_by(tx, user, client)?.is_some())
}

/// The audit number by which a client was assigned to a partner user, if it is.
pub fn assigned_by(tx: &Tx<'_>, user: UserId, client: ClientId) -> Result<Option<i64>> {
    tx.query_opt(&ASSIGNED, params![client, user])
}

/// The clients assigned to a partner user, by id.
pub fn assignments(tx: &Tx<'_>, user: UserId) -> Result<Vec<ClientId>> {
    tx.query_vec(&ASSIGNMENTS, params![user])
}

/// Assigns a client to a partner user.
pub fn assign(tx: &Tx<'_>, user: UserId, client: ClientId, audit: i64) -> Result<()> {
    let row = new!(NewAssignment {
        client_id: client,
        login_id: user,
        state: "assigned",
        since_audit: audit,
        version: 1_i64,
    });
    assignment::insert(tx, &row)
}

/// Notes a sign-in that a password or code proved.
pub fn signed_in(tx: &Tx<'_>, id: UserId, now: Instant) -> Result<()> {
    tx.execute_one(&SIGNED_IN, params![id, now])
}

/// The last sign-in that a password or code proved.
pub fn last_sign_in(tx: &Tx<'_>, id: UserId) -> Result<Option<Instant>> {
    tx.query_opt(&LAST_SIGN_IN, params![id])
}

/// Writes the words of someone new. Most people come without a name, and cost nothing.
fn add_words(tx: &Tx<'_>, id: UserId, first: &str, last: &str) -> Result<()> {
    words(first, last).try_for_each(|word| tx.run(&INSERT_WORD, params![word.as_str(), id]).map(drop))
}

fn words(first: &str, last: &str) -> impl Iterator<Item = String> {
    [first, last].map(keys).into_iter().flatten()
}

/// Reads these logins ahead.
pub(super) fn read_ids_ahead(tx: &Tx<'_>, ids: &[i64]) -> Result<()> {
    for login in tx.query_vec(&BY_IDS, params![Value::Ints(ids)])? {
        tx.ahead().know(&BY_ID, params![login.id], vec![login]);
    }
    Ok(())
}

/// Reads the logins of these addresses ahead, with the memberships of those that there are; they.
pub(super) fn read_ahead(tx: &Tx<'_>, keys: &[&str]) -> Result<Vec<LoginRow>> {
    let found = tx.query_vec(&BY_KEYS, params![Value::Texts(keys)])?;
    let ids: Vec<i64> = found.iter().map(|login| login.id.get()).collect();
    let mut missing: HashSet<&str> = keys.iter().copied().collect();
    for login in &found {
        missing.remove(login.email.key());
        tx.ahead().know(&BY_KEY, params![login.email.key()], vec![login.clone()]);
    }
    missing.into_iter().for_each(|key| tx.ahead().know(&BY_KEY, params![key], Vec::new()));
    for login in &found {
        tx.ahead().know(&BY_ID, params![login.id], vec![login.clone()]);
    }
    if !ids.is_empty() {
        let seats = tx.query_vec(&SEATS, params![Value::Ints(&ids)])?;
        for id in &ids {
            let seat = of_owner(&seats, id, |seat| seat.user.get());
            tx.ahead().know(&SEAT, params![*id], seat.to_vec());
        }
    }
    Ok(found)
}

/// Writes the words again, after the name was changed or put back.
pub fn renew_words(tx: &Tx<'_>, id: UserId) -> Result<()> {
    tx.run(&CLEAR_WORDS, params![id])?;
    let name = tx.query_opt(&NAME, params![id])?;
    name.map_or(Ok(()), |(first, last)| add_words(tx, id, &first, &last))
}

/// Writes the words of everyone, in a database that has none.
pub(super) fn fill_words(tx: &Tx<'_>) -> Result<()> {
    let mut after = UserId::new(0);
    loop {
        let people = tx.query_vec(&NAMES_AFTER, params![after, STEP])?;
        let Some((last, ..)) = people.last() else { return Ok(()) };
        after = *last;
        for (id, first, last) in &people {
            add_words(tx, *id, first, last)?;
        }
    }
}
