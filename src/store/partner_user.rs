//! The users of a partner, as lists show them, and their memberships (table `partner_user`); a membership begins in
//! [`super::login`].

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::login::LoginRow;
use crate::domain::membership::PartnerMembership;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};
use crate::domain::partner::{PartnerUserRow, Reaches};

super::row! {
    PartnerUserRow as u { login: (LoginRow), scope, restricted, until, last_login_at: ["s.last_login_at"] }
}

super::statements! {
    [OF_PARTNER: PartnerUserRow] "SELECT {} FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        LEFT JOIN sign_in AS s ON s.login_id = u.login_id WHERE u.partner_id = $1 AND u.state = 'active' ORDER BY u.login_id";
    [BY_ID: PartnerUserRow] "SELECT {} FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        LEFT JOIN sign_in AS s ON s.login_id = u.login_id WHERE u.login_id = $1 AND u.state = 'active'";
    [HAS_DOMAIN: UserId] "SELECT u.login_id FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        WHERE u.partner_id = $1 AND u.state = 'active' AND l.email_domain = $2 ORDER BY u.login_id LIMIT 1";
    [WHO_ENTERS: String] "SELECT l.email FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        WHERE u.partner_id = $1 AND u.state = 'active' AND u.scope = 'all' AND (u.until IS NULL OR u.until > $2)
          AND l.state = 'active' ORDER BY u.login_id LIMIT 1";
    [ENTERABLE: (client_id: ClientId, slug: Slug)] "SELECT k.client_id, c.slug FROM link AS k JOIN client AS c ON c.id = k.client_id
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked'
          AND (k.until IS NULL OR k.until > $2) AND c.state <> 'closed'
          AND (k.origin = 'partner' OR EXISTS (SELECT g.id FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
            WHERE g.id = (SELECT min(d.id) FROM access_grant AS d WHERE d.client_id = k.client_id AND d.for_partner = k.partner_id
              AND d.for_partner IS NOT NULL AND d.state = 'active')
              AND (g.until IS NULL OR g.until > $2) AND l.state = 'active'))
        ORDER BY k.client_id";
    [CLIENTS: (id: ClientId, slug: Slug)] "SELECT c.id, c.slug FROM assignment AS a JOIN client AS c ON c.id = a.client_id
        WHERE a.login_id = $1 AND a.state = 'assigned' ORDER BY a.client_id";
    [IDS: UserId] "SELECT u.login_id FROM partner_user AS u WHERE u.partner_id = $1 AND u.state = 'active' ORDER BY u.login_id";
    [SET_SEAT] "UPDATE partner_user SET scope = $2, restricted = $3, until = $4, since_audit = $5, version = version + 1
        WHERE login_id = $1 AND state = 'active'";
    [END_SEAT] "UPDATE partner_user SET state = 'ended', since_audit = $2, version = version + 1
        WHERE login_id = $1 AND state = 'active'";
    [ASSIGNED_OF_CLIENT: (login_id: UserId, partner_id: PartnerId)] "SELECT a.login_id, u.partner_id FROM assignment AS a
        JOIN partner_user AS u ON u.login_id = a.login_id
        WHERE a.client_id = $1 AND a.state = 'assigned' AND u.state = 'active' ORDER BY a.login_id";
    [TAKE_ALL] "UPDATE assignment SET state = 'taken', since_audit = $2, version = version + 1
        WHERE client_id = $1 AND state = 'assigned'";
    [TAKE] "UPDATE assignment SET state = 'taken', since_audit = $3, version = version + 1
        WHERE client_id = $1 AND login_id = $2 AND state = 'assigned'";
}

/// The clients that a user of the partner who reaches all of them can enter now, by id.
pub fn enterable(
    tx: &Tx<'_>,
    partner: PartnerId,
    now: Instant,
    mut each: impl FnMut(ClientId, Slug) -> Result<()>,
) -> Result<()> {
    tx.each(&ENTERABLE, params![partner, now], |(client_id, slug)| each(client_id, slug))
}

/// The users of a partner whose memberships exist, by id.
pub fn of_partner(tx: &Tx<'_>, partner: PartnerId, mut each: impl FnMut(&PartnerUserRow) -> Result<()>) -> Result<()> {
    tx.each(&OF_PARTNER, params![partner], |row| each(&row))
}

/// The user with this id, if their membership exists.
pub fn by_id(tx: &Tx<'_>, user: UserId) -> Result<Option<PartnerUserRow>> {
    tx.query_opt(&BY_ID, params![user])
}

/// The clients assigned to a partner user, by id, with their slugs.
pub fn clients(tx: &Tx<'_>, user: UserId) -> Result<Vec<(ClientId, Slug)>> {
    tx.query_vec(&CLIENTS, params![user])
}

/// The logins of a partner whose memberships exist, by id.
pub fn ids(tx: &Tx<'_>, partner: PartnerId) -> Result<Vec<UserId>> {
    tx.query_vec(&IDS, params![partner])
}

/// Changes how far a membership reaches and until when. Which clients are assigned is another matter:
/// [`crate::store::login::assign`], [`take`].
///
/// # Errors
/// `failed`; `bug` when it does not exist.
pub fn set_seat(tx: &Tx<'_>, user: UserId, membership: &PartnerMembership, audit: i64) -> Result<()> {
    let scope = if membership.chosen().is_none() { Reaches::All } else { Reaches::Assigned };
    let restricted = membership.reach.restriction;
    tx.execute_one(&SET_SEAT, params![user, scope, restricted, membership.until, audit])
}

/// Ends a membership; its row stays.
///
/// # Errors
/// `failed`; `bug` when it does not exist.
pub fn end_seat(tx: &Tx<'_>, user: UserId, audit: i64) -> Result<()> {
    tx.execute_one(&END_SEAT, params![user, audit])
}

/// Takes an assigned client away; its row stays.
///
/// # Errors
/// `failed`; `bug` when it is not assigned.
pub fn take(tx: &Tx<'_>, user: UserId, client: ClientId, audit: i64) -> Result<()> {
    tx.execute_one(&TAKE, params![client, user, audit])
}

/// The users of partners to whom a client is assigned, by id.
pub fn assigned_of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<(UserId, PartnerId)>> {
    tx.query_vec(&ASSIGNED_OF_CLIENT, params![client])
}

/// Takes a client away from everyone to whom it is assigned; the rows stay.
pub fn take_all(tx: &Tx<'_>, client: ClientId, audit: i64) -> Result<()> {
    tx.run(&TAKE_ALL, params![client, audit]).map(drop)
}

/// Whether a user of the partner has an address in this domain, as lower-case A-label.
pub fn has_domain(tx: &Tx<'_>, partner: PartnerId, domain: &str) -> Result<bool> {
    tx.exists(&HAS_DOMAIN, params![partner, domain])
}

/// The address of the first of the partner's users who may enter each client of it at `now`.
pub fn who_enters(tx: &Tx<'_>, partner: PartnerId, now: Instant) -> Result<Option<String>> {
    tx.query_opt(&WHO_ENTERS, params![partner, now])
}
