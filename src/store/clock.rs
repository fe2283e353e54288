//! Where the clock was set back, and what was written by one that was ahead.

use crate::domain::time::Instant;
use crate::error::Result;

use super::audit::Head;
use super::doctor::{FaultyRow, faulty};
use super::{Query, Tx, params};

/// A place in the audit where the clock was set back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The first row after it.
    pub audit: i64,
    pub at: Instant,
    /// When the row before was.
    pub former: Instant,
}

super::row!(Step as s { audit: ["s.audit_id"], at, former: ["s.former_at"] });

super::statements! {
    [INSERT] "INSERT INTO clock_step (audit_id, at, former_at) VALUES ($1, $2, $3)";
    /// Clocks are set back rarely.
    full_scan [FIRST_ABOVE: i64] "SELECT s.audit_id FROM clock_step AS s WHERE s.former_at > $1 AND s.former_at <= $2 ORDER BY s.audit_id LIMIT 1";
    /// Clocks are set back rarely.
    full_scan [SINCE: Step] "SELECT {} FROM clock_step AS s WHERE s.at >= $1 AND s.at <= $2 ORDER BY s.audit_id";
    /// Of the open ones there are as many as people at work.
    full_scan [SESSIONS: FaultyRow<'static>] faulty!("c", "s.id", "l.email", "s.opened_at", "FROM session AS s JOIN client AS c ON c.id = s.client_id
        JOIN login AS l ON l.id = s.login_id WHERE s.state = 'open' AND s.opened_at > $1 ORDER BY s.id");
    /// Every pending invitation is looked at.
    full_scan [INVITATIONS: FaultyRow<'static>] faulty!("c", "i.id", "i.email", "i.sent_at", "FROM invitation AS i JOIN client AS c ON c.id = i.client_id
        WHERE i.state = 'pending' AND i.sent_at > $1 AND c.state <> 'closed' ORDER BY i.id");
    /// Every pending request is looked at.
    full_scan [REQUESTS: FaultyRow<'static>] faulty!("c", "k.id", "p.slug", "k.sent_at", "FROM link AS k JOIN client AS c ON c.id = k.client_id
        JOIN partner AS p ON p.id = k.partner_id WHERE k.state = 'pending' AND k.sent_at > $1 AND c.state <> 'closed' ORDER BY k.id");
    /// Every reset is looked at.
    full_scan [RESETS: FaultyRow<'static>] faulty!("l.id", "l.email", "r.requested_at", "FROM password_reset AS r JOIN login AS l ON l.id = r.login_id
        JOIN code AS o ON o.kind = 'password' AND o.record_id = r.login_id AND o.state = 'live' WHERE r.requested_at > $1 ORDER BY l.id");
    /// Every address with wrong passwords is looked at.
    full_scan [THROTTLES: FaultyRow<'static>] faulty!("coalesce(l.id, 0)", "t.email_key", "t.high_water", "FROM throttle AS t LEFT JOIN login AS l ON l.email_key = t.email_key
        WHERE t.high_water > $1 ORDER BY t.email_key");
    /// Every mail that waits is looked at.
    full_scan [MAILS: FaultyRow<'static>] faulty!("c", "m.id", "m.recipient", "m.created_at", "FROM mail AS m LEFT JOIN client AS c ON c.id = m.client_id
        WHERE m.state IN ('queued', 'sending') AND m.created_at > $1 ORDER BY m.id");
    [AUDIT: FaultyRow<'static>] faulty!("a.id", "a.action", "a.at", "FROM audit AS a WHERE a.at > $1 ORDER BY a.at, a.id LIMIT 1");
}

/// What a clock that was ahead leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Future {
    /// A session that is open.
    Session,
    /// An invitation that waits for an answer.
    Invitation,
    /// A link request that waits for an answer.
    Request,
    /// A password reset whose code is live.
    Reset,
    Throttle,
    Mail,
    /// A row of the audit.
    Audit,
}

impl Future {
    /// Every kind, in the order in which they are reported.
    pub const ALL: [Self; 7] =
        [Self::Session, Self::Invitation, Self::Request, Self::Reset, Self::Throttle, Self::Mail, Self::Audit];

    const fn sql(self) -> &'static Query<FaultyRow<'static>> {
        match self {
            Self::Session => &SESSIONS,
            Self::Invitation => &INVITATIONS,
            Self::Request => &REQUESTS,
            Self::Reset => &RESETS,
            Self::Throttle => &THROTTLES,
            Self::Mail => &MAILS,
            Self::Audit => &AUDIT,
        }
    }
}

/// Notes that the clock was set back: the audit row that is written at `at` follows `head`.
pub(crate) fn step(tx: &Tx<'_>, head: &Head, at: Instant) -> Result<()> {
    tx.execute_one(&INSERT, params![head.number + 1, at, head.at])
}

/// The first row after the clock was set back from a time behind `at`, which is no later than `now`.
pub fn first_above(tx: &Tx<'_>, at: Instant, now: Instant) -> Result<Option<i64>> {
    tx.query_opt(&FIRST_ABOVE, params![at, now])
}

/// Where the clock was set back in this time.
pub fn steps(tx: &Tx<'_>, since: Instant, now: Instant) -> Result<Vec<Step>> {
    tx.query_vec(&SINCE, params![since, now])
}

/// Every record of that kind that is later than `now`; of audit rows the first.
pub fn later(
    tx: &Tx<'_>,
    kind: Future,
    now: Instant,
    mut each: impl FnMut(&FaultyRow<'_>) -> Result<()>,
) -> Result<()> {
    tx.each(kind.sql(), params![now], |row| each(&row))
}
