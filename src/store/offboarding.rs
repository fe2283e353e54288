//! What someone holds who leaves a partner, and what a partner holds that is closed.

use crate::domain::id::{ClientId, InvitationId, LinkId, PartnerId, SessionId, UserId};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, params};

/// A client that a partner's people get into by a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub client: ClientId,
    pub slug: Slug,
    /// The link that is in force.
    pub link: LinkId,
}

/// A session that is stored as open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionHeld {
    pub id: SessionId,
    pub client: ClientId,
    /// Whether it rests on a link of the partner, and not on access of the person's own.
    pub by_link: bool,
}

// The links that may be open are named twice where only those in force are meant: so they are found by `link_open`.
super::statements! {
    [REACHED_ALL] "SELECT k.client_id, c.slug, k.id FROM link AS k JOIN client AS c ON c.id = k.client_id
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked'
          AND (k.until IS NULL OR k.until > $2) AND c.state <> 'closed' ORDER BY k.client_id";
    [REACHED_ASSIGNED] "SELECT k.client_id, c.slug, k.id FROM assignment AS a
        JOIN link AS k ON k.partner_id = $1 AND k.client_id = a.client_id AND k.state IN ('pending', 'approved', 'linked')
        JOIN client AS c ON c.id = k.client_id
        WHERE a.login_id = $3 AND a.state = 'assigned' AND k.state = 'linked' AND (k.until IS NULL OR k.until > $2)
          AND c.state <> 'closed' ORDER BY k.client_id";
    [DEDICATED] "SELECT g.login_id, l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        JOIN credential AS k ON k.login_id = g.login_id
        WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active' ORDER BY g.login_id";
    [DEDICATED_OF] "SELECT g.login_id, l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active' ORDER BY g.login_id";
    [INVITATIONS_SENT] "SELECT DISTINCT i.id FROM access_grant AS g
        JOIN invitation AS i ON i.client_id = g.client_id AND i.state = 'pending'
        WHERE g.login_id = $1 AND i.invited_by = $2 ORDER BY i.id";
    [SENDERS] "SELECT g.login_id FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state = 'active'
          AND (l.email = $2 OR EXISTS (SELECT 1 FROM login_history AS h WHERE h.id = l.id AND h.email = $2)) ORDER BY g.login_id";
    [REQUESTS_MADE] "SELECT k.id FROM link AS k
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'pending' AND k.requested_by = $2
        ORDER BY k.id";
    [SESSIONS] "SELECT s.id, s.client_id, CASE WHEN s.link_id IS NULL THEN 0 ELSE 1 END FROM session AS s WHERE s.login_id = $1 AND s.state = 'open' ORDER BY s.id";
    [SESSIONS_BY_LINK] "SELECT s.id, s.client_id, CASE WHEN s.link_id IS NULL THEN 0 ELSE 1 END FROM session AS s
        WHERE s.link_id = $1 AND s.link_id IS NOT NULL AND s.state = 'open' ORDER BY s.id";
    [FORMER_ADDRESSES] "SELECT DISTINCT h.email FROM login_history AS h WHERE h.id = $1 ORDER BY h.email";
    [SET_INVITER] "UPDATE invitation SET invited_by = $2, since_audit = $3, version = version + 1 WHERE id = $1 AND state = 'pending'";
    [SET_REQUESTER] "UPDATE link SET requested_by = $2, since_audit = $3, version = version + 1 WHERE id = $1 AND state = 'pending'";
    [EXPIRE_PASSWORD] "UPDATE credential SET origin = 'temporary', expires_at = $2, changed_at = $2 WHERE login_id = $1";
}

/// The open clients that a partner's people with the scope `all` get into, by id.
pub fn reached(tx: &Tx<'_>, partner: PartnerId, now: Instant) -> Result<Vec<Reached>> {
    tx.query_vec(&REACHED_ALL, params![partner, now], read_reached)
}

/// Those of them that are assigned to one person, by id.
pub fn reached_by(tx: &Tx<'_>, partner: PartnerId, user: UserId, now: Instant) -> Result<Vec<Reached>> {
    tx.query_vec(&REACHED_ASSIGNED, params![partner, now, user], read_reached)
}

/// The logins that a client made for a partner and that are in, with their addresses.
pub fn dedicated_of(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Vec<(UserId, String)>> {
    tx.query_vec(&DEDICATED_OF, params![client, partner], |row| Ok((UserId::new(row.int(0)?), row.text(1)?.to_owned())))
}

/// Those of them that have a password.
pub fn dedicated_with_password(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Vec<(UserId, String)>> {
    tx.query_vec(&DEDICATED, params![client, partner], |row| Ok((UserId::new(row.int(0)?), row.text(1)?.to_owned())))
}

/// The invitations under `author` that are stored as pending, in the clients where this user ever had access: no one
/// else invites.
pub fn invitations_sent(tx: &Tx<'_>, user: UserId, author: &str) -> Result<Vec<InvitationId>> {
    tx.query_vec(&INVITATIONS_SENT, params![user, author], |row| row.int(0).map(InvitationId::new))
}

/// The people who are in a client and whose address is or was `author`.
pub fn senders(tx: &Tx<'_>, client: ClientId, author: &str) -> Result<Vec<UserId>> {
    tx.query_vec(&SENDERS, params![client, author], |row| row.int(0).map(UserId::new))
}

/// The link requests of a partner under `author` that are stored as pending.
pub fn requests_made(tx: &Tx<'_>, partner: PartnerId, author: &str) -> Result<Vec<LinkId>> {
    tx.query_vec(&REQUESTS_MADE, params![partner, author], |row| row.int(0).map(LinkId::new))
}

/// The session of a person that is stored as open; there is at most one.
pub fn sessions(tx: &Tx<'_>, user: UserId) -> Result<Vec<SessionHeld>> {
    tx.query_vec(&SESSIONS, params![user], read_session)
}

/// The sessions that are stored as open and rest on a link.
pub fn sessions_by_link(tx: &Tx<'_>, link: LinkId) -> Result<Vec<SessionHeld>> {
    tx.query_vec(&SESSIONS_BY_LINK, params![link], read_session)
}

/// The addresses that a login had before; records name their authors by the address of that day.
pub fn former_addresses(tx: &Tx<'_>, user: UserId) -> Result<Vec<String>> {
    tx.query_vec(&FORMER_ADDRESSES, params![user], |row| Ok(row.text(0)?.to_owned()))
}

/// A pending invitation is someone else's from now on.
///
/// # Errors
/// `failed`; `bug` when it is not pending.
pub fn set_inviter(tx: &Tx<'_>, id: InvitationId, author: &str, audit: i64) -> Result<()> {
    tx.execute_one(&SET_INVITER, params![id, author, audit])
}

/// A pending link request is someone else's from now on.
///
/// # Errors
/// `failed`; `bug` when it is not pending.
pub fn set_requester(tx: &Tx<'_>, id: LinkId, author: &str, audit: i64) -> Result<()> {
    tx.execute_one(&SET_REQUESTER, params![id, author, audit])
}

/// A password opens nothing from now on, like a temporary one whose days are over.
///
/// # Errors
/// `failed`; `bug` when the login has none.
pub fn expire_password(tx: &Tx<'_>, user: UserId, now: Instant) -> Result<()> {
    tx.execute_one(&EXPIRE_PASSWORD, params![user, now])
}

fn read_reached(row: &Row<'_>) -> Result<Reached> {
    Ok(Reached {
        client: ClientId::new(row.int(0)?),
        slug: Slug::stored(row.text(1)?.to_owned()),
        link: LinkId::new(row.int(2)?),
    })
}

fn read_session(row: &Row<'_>) -> Result<SessionHeld> {
    Ok(SessionHeld { id: SessionId::new(row.int(0)?), client: ClientId::new(row.int(1)?), by_link: row.flag(2)? })
}
