//! Reminders: what ends soon, and of which end was reminded, each step once.
//!
//! What ends is found by the index over ends, so that the cost follows what ends within the month. A step that had
//! passed when the term was given is none; the end is in the key, so that a prolonged term begins again.

use crate::domain::id::{ClientId, GrantId, LinkId, UserId};
use crate::domain::role::Role;
use crate::domain::time::{Instant, Span};
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [GRANTS: (id: GrantId, client_id: ClientId, until: Instant)] "SELECT g.id, g.client_id, g.until FROM access_grant AS g
        JOIN client AS c ON c.id = g.client_id
        JOIN login AS l ON l.id = g.login_id
        WHERE g.state = 'active' AND g.until IS NOT NULL AND g.until > $1 AND g.until <= $2 AND (g.until, g.id) > ($3, $4)
          AND g.active_at < g.until - $5 AND c.state <> 'closed' AND l.state = 'active'
          AND NOT EXISTS (SELECT r.days FROM reminder AS r
            WHERE r.client_id = g.client_id AND r.subject = 'grt_' || g.id AND r.until = g.until AND r.days = $6)
          AND NOT EXISTS (SELECT h.id FROM access_grant_history AS h JOIN audit AS a ON a.id = h.until_audit
            WHERE h.id = g.id AND (h.until IS NULL OR h.until <> g.until) AND a.at >= g.until - $5)
        ORDER BY g.until, g.id LIMIT $7";
    [LINKS: (id: LinkId, client_id: ClientId, until: Instant)] "SELECT k.id, k.client_id, k.until FROM link AS k
        JOIN client AS c ON c.id = k.client_id
        JOIN partner AS p ON p.id = k.partner_id
        WHERE k.state = 'linked' AND k.until IS NOT NULL AND k.until > $1 AND k.until <= $2 AND (k.until, k.id) > ($3, $4)
          AND (k.auto_extend IS NULL OR CAST($6 AS BIGINT) = 0) AND k.linked_at < k.until - $5 AND c.state <> 'closed' AND p.state = 'active'
          AND NOT EXISTS (SELECT r.days FROM reminder AS r
            WHERE r.client_id = k.client_id AND r.subject = 'lnk_' || k.id AND r.until = k.until AND r.days = $6)
          AND NOT EXISTS (SELECT h.id FROM link_history AS h JOIN audit AS a ON a.id = h.until_audit
            WHERE h.id = k.id AND h.state = 'linked' AND (h.until IS NULL OR h.until <> k.until) AND a.at >= k.until - $5)
        ORDER BY k.until, k.id LIMIT $7";
    [OFFICE: (login_id: UserId, role: Role)] "SELECT g.login_id, g.role FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state = 'active' AND g.role IN ('owner', 'admin') AND g.for_partner IS NULL
          AND (g.until IS NULL OR g.until > $2) AND l.state = 'active' ORDER BY g.login_id";
    [INSERT] "INSERT INTO reminder (client_id, subject, until, days, queued_at) VALUES ($1, $2, $3, $4, $5)";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Grant(GrantId),
    Link(LinkId),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Grant(id) => id.fmt(f),
            Self::Link(id) => id.fmt(f),
        }
    }
}

/// An end of which is to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub subject: Subject,
    pub client: ClientId,
    pub until: Instant,
}

/// Which of the two kinds is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Grants,
    Links,
}

/// A step: so many days before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub days: i64,
    /// The ends that lie beyond the next step, and so belong to this one.
    pub window: (Instant, Instant),
}

/// Up to `most` ends of a step of which was not reminded, by their time, after `last`.
pub fn due(tx: &Tx<'_>, kind: Kind, step: Step, last: (Instant, i64), most: u32) -> Result<Vec<Due>> {
    let (from, to) = step.window;
    let params = params![from, to, last.0, last.1, Span::days(step.days).ms(), step.days, most];
    let due = |subject, client, until| Due { subject, client, until };
    Ok(match kind {
        Kind::Grants => {
            let found = tx.query_vec(&GRANTS, params)?.into_iter();
            found.map(|(grant, client, until)| due(Subject::Grant(grant), client, until)).collect()
        }
        Kind::Links => {
            let found = tx.query_vec(&LINKS, params)?.into_iter();
            found.map(|(link, client, until)| due(Subject::Link(link), client, until)).collect()
        }
    })
}

/// Who owns or administers a client now, with an active login and not for a partner, by id.
pub fn office(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Vec<(UserId, Role)>> {
    tx.query_vec(&OFFICE, params![client, now])
}

/// Notes that a step was reminded of.
pub fn insert(tx: &Tx<'_>, due: &Due, days: i64, now: Instant) -> Result<()> {
    tx.execute_one(&INSERT, params![due.client, &due.subject.to_string(), due.until, days, now])
}
