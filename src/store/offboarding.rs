//! What someone holds who leaves a partner, and what a partner holds that is closed.

use crate::domain::id::{ClientId, InvitationId, LinkId, PartnerId, SessionId, UserId};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

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

super::row!(Reached as k { client: ["k.client_id"], slug: ["c.slug"], link: ["k.id"] });
super::row! {
    SessionHeld as s { id, client: ["s.client_id"], by_link: ["CASE WHEN s.link_id IS NULL THEN 0 ELSE 1 END"] }
}

// The links that may be open are named twice where only those in force are meant: so they are found by `link_open`.
super::statements! {
    [REACHED_ALL: Reached] "SELECT {} FROM link AS k JOIN client AS c ON c.id = k.client_id
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked'
          AND (k.until IS NULL OR k.until > $2) AND c.state <> 'closed' ORDER BY k.client_id";
    [REACHED_ASSIGNED: Reached] "SELECT {} FROM assignment AS a
        JOIN link AS k ON k.partner_id = $1 AND k.client_id = a.client_id AND k.state IN ('pending', 'approved', 'linked')
        JOIN client AS c ON c.id = k.client_id
        WHERE a.login_id = $3 AND a.state = 'assigned' AND k.state = 'linked' AND (k.until IS NULL OR k.until > $2)
          AND c.state <> 'closed' ORDER BY k.client_id";
    [DEDICATED: (login_id: UserId, email: String)] "SELECT g.login_id, l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        JOIN credential AS k ON k.login_id = g.login_id
        WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active' ORDER BY g.login_id";
    [DEDICATED_OF: (login_id: UserId, email: String)] "SELECT g.login_id, l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active' ORDER BY g.login_id";
    [INVITATIONS_SENT: InvitationId] "SELECT DISTINCT i.id FROM access_grant AS g
        JOIN invitation AS i ON i.client_id = g.client_id AND i.state = 'pending'
        WHERE g.login_id = $1 AND i.invited_by = $2 ORDER BY i.id";
    [SENDERS: UserId] "SELECT g.login_id FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state = 'active'
          AND (l.email = $2 OR EXISTS (SELECT 1 FROM login_history AS h WHERE h.id = l.id AND h.email = $2)) ORDER BY g.login_id";
    [REQUESTS_MADE: LinkId] "SELECT k.id FROM link AS k
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'pending' AND k.requested_by = $2
        ORDER BY k.id";
    [SESSIONS: SessionHeld] "SELECT {} FROM session AS s WHERE s.login_id = $1 AND s.state = 'open' ORDER BY s.id";
    [SESSIONS_BY_LINK: SessionHeld] "SELECT {} FROM session AS s
        WHERE s.link_id = $1 AND s.link_id IS NOT NULL AND s.state = 'open' ORDER BY s.id";
    [FORMER_ADDRESSES: String] "SELECT DISTINCT h.email FROM login_history AS h WHERE h.id = $1 ORDER BY h.email";
    [SET_INVITER] "UPDATE invitation SET invited_by = $2, since_audit = $3, version = version + 1 WHERE id = $1 AND state = 'pending'";
    [SET_REQUESTER] "UPDATE link SET requested_by = $2, since_audit = $3, version = version + 1 WHERE id = $1 AND state = 'pending'";
    [EXPIRE_PASSWORD] "UPDATE credential SET origin = 'temporary', expires_at = $2, changed_at = $2 WHERE login_id = $1";
}

/// The open clients that a partner's people with the scope `all` get into, by id.
pub fn reached(tx: &Tx<'_>, partner: PartnerId, now: Instant) -> Result<Vec<Reached>> {
    tx.query_vec(&REACHED_ALL, params![partner, now])
}

/// Those of them that are assigned to one person, by id.
pub fn reached_by(tx: &Tx<'_>, partner: PartnerId, user: UserId, now: Instant) -> Result<Vec<Reached>> {
    tx.query_vec(&REACHED_ASSIGNED, params![partner, now, user])
}

/// The logins that a client made for a partner and that are in, with their addresses.
pub fn dedicated_of(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Vec<(UserId, String)>> {
    tx.query_vec(&DEDICATED_OF, params![client, partner])
}

/// Those of them that have a password.
pub fn dedicated_with_password(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Vec<(UserId, String)>> {
    tx.query_vec(&DEDICATED, params![client, partner])
}

/// The invitations under `author` that are stored as pending, in the clients where this user ever had access: no one
/// else invites.
pub fn invitations_sent(tx: &Tx<'_>, user: UserId, author: &str) -> Result<Vec<InvitationId>> {
    tx.query_vec(&INVITATIONS_SENT, params![user, author])
}

/// The people who are in a client and whose address is or was `author`.
pub fn senders(tx: &Tx<'_>, client: ClientId, author: &str) -> Result<Vec<UserId>> {
    tx.query_vec(&SENDERS, params![client, author])
}

/// The link requests of a partner under `author` that are stored as pending.
pub fn requests_made(tx: &Tx<'_>, partner: PartnerId, author: &str) -> Result<Vec<LinkId>> {
    tx.query_vec(&REQUESTS_MADE, params![partner, author])
}

/// The session of a person that is stored as open; there is at most one.
pub fn sessions(tx: &Tx<'_>, user: UserId) -> Result<Vec<SessionHeld>> {
    tx.query_vec(&SESSIONS, params![user])
}

/// The sessions that are stored as open and rest on a link.
pub fn sessions_by_link(tx: &Tx<'_>, link: LinkId) -> Result<Vec<SessionHeld>> {
    tx.query_vec(&SESSIONS_BY_LINK, params![link])
}

/// The addresses that a login had before; records name their authors by the address of that day.
pub fn former_addresses(tx: &Tx<'_>, user: UserId) -> Result<Vec<String>> {
    tx.query_vec(&FORMER_ADDRESSES, params![user])
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
