//! The work list: what waits for someone, in three statements that read along indexes of what waits.
//!
//! Each kind is a condition (`FROM … WHERE …`), which `doctor` reports by too where it is also a fault. The boundaries
//! of time are those of `domain::todo`. What waits for an answer is found by the mail or mark that is in its way, which
//! are few: a sum (`+ 0`) keeps SQLite from beginning with all that wait.

use crate::domain::id::{ClientId, StaffId};
use crate::domain::time::Instant;
use crate::domain::todo::{Item, Kind, Limits};
use crate::error::Result;

use super::{FromColumn, Query, Tx, Value, Wrong, params};

/// An approved link `k` of the partner `p` that is not set up: the last attempt failed, or none came until `$2`.
macro_rules! link_stuck {
    () => {
        "FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id
        WHERE k.state = 'approved' AND (k.answered_at <= $2 OR k.process_error IS NOT NULL) AND c.state <> 'closed'"
    };
}
pub(super) use link_stuck;

/// A pending invitation `i` whose mail `m` failed, or came back from an address that is mailed again.
macro_rules! invitation_failed {
    () => {
        "FROM mail AS m JOIN invitation AS i ON i.client_id = m.client_id AND i.login_id = m.login_id AND i.mail_id = m.id
        JOIN client AS c ON c.id = i.client_id
        WHERE m.state IN ('failed', 'bounced') AND m.next_attempt_at BETWEEN 0 AND $1 AND i.state = 'pending' AND i.expires_at + 0 > $1
          AND c.state <> 'closed' AND NOT EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = i.email_key)"
    };
}
pub(super) use invitation_failed;

/// A pending request `k` whose mail `m` to the recipient `r` failed or came back.
macro_rules! request_failed {
    () => {
        "FROM mail AS m JOIN link AS k ON k.client_id = m.client_id JOIN link_recipient AS r ON r.link_id = k.id AND r.mail_id = m.id
        JOIN client AS c ON c.id = k.client_id
        WHERE m.state IN ('failed', 'bounced') AND m.next_attempt_at BETWEEN 0 AND $1 AND (k.state = 'pending' OR k.extension_at IS NOT NULL) AND k.expires_at + 0 > $1
          AND c.state <> 'closed'"
    };
}
pub(super) use request_failed;

/// A pending invitation `i` to an address that is not mailed, because of the mark `b`.
macro_rules! invitation_bounced {
    () => {
        "FROM bounce AS b JOIN login AS l ON l.email_key = b.email_key
        JOIN invitation AS i ON i.login_id = l.id AND i.email_key = b.email_key JOIN client AS c ON c.id = i.client_id
        WHERE b.bounced_at BETWEEN 0 AND $1 AND i.state = 'pending' AND i.expires_at + 0 > $1 AND c.state <> 'closed'"
    };
}
pub(super) use invitation_bounced;

/// An owner or admin `l` whose address is not mailed, because of the mark `b`.
macro_rules! owner_bounced {
    () => {
        "FROM bounce AS b JOIN login AS l ON l.email_key = b.email_key
        JOIN access_grant AS g ON g.login_id = l.id JOIN client AS c ON c.id = g.client_id
        WHERE b.bounced_at BETWEEN 0 AND $1 AND g.state = 'active' AND (g.until IS NULL OR g.until > $1) AND g.role IN ('owner', 'admin')
          AND g.for_partner IS NULL AND l.state = 'active' AND c.state <> 'closed'"
    };
}
pub(super) use owner_bounced;

/// Whether no one administers the active client `c` for good.
macro_rules! without_lasting_owner {
    () => {
        concat!(
            "c.state = 'active' AND NOT EXISTS (SELECT 1 FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
            JOIN credential AS k ON k.login_id = l.id WHERE g.client_id = c.id AND ",
            $crate::store::grant::lasting!(),
            ")"
        )
    };
}
pub(super) use without_lasting_owner;

/// Whether someone can administer the client `c` now.
macro_rules! administered {
    ($now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM access_grant AS g JOIN login AS l ON l.id = g.login_id WHERE g.client_id = c.id AND ",
            $crate::store::grant::administers!(),
            " AND (g.until IS NULL OR g.until > ",
            $now,
            "))"
        )
    };
}
pub(super) use administered;

/// Joins the recovery `v` of the client `c` that runs with its invitation `w`, if one does.
macro_rules! running_recovery {
    ($now:literal) => {
        concat!(
            "LEFT JOIN recovery AS v ON v.client_id = c.id AND v.stopped_at IS NULL AND v.invitation_id IN (SELECT i.id FROM invitation AS i
              WHERE i.client_id = c.id AND i.state = 'pending' AND i.expires_at > ",
            $now,
            ") LEFT JOIN invitation AS w ON w.id = v.invitation_id"
        )
    };
}
pub(super) use running_recovery;

/// A mail about something that is done, which no one reads elsewhere. The end that a reminder is about is listed itself,
/// and those whose code did not arrive ask for another.
macro_rules! news {
    () => {
        "m.kind NOT IN ('invitation', 'link_request', 'access_expiring', 'password_reset', 'address_change', 'test')"
    };
}

/// What does not work, by the time since which it does not.
macro_rules! broken {
    ($scope:literal) => {
        concat!(
            "WITH overridden (client_id, at) AS (SELECT t.client_id, max(a.at) FROM audit AS a CROSS JOIN audit_client AS t
                WHERE replace(a.details, '\"override\":\"last-owner\"', '') <> a.details AND a.id > 0 AND a.outcome = 'done' AND t.audit_id = a.id
                GROUP BY t.client_id)
            SELECT CASE WHEN w.id IS NOT NULL THEN 'recovery-waits' WHEN ", administered!("$1"), " THEN 'no-lasting-owner' ELSE 'no-administrator' END AS kind,
                c.id AS client_id, c.slug AS client_slug, coalesce(w.id, c.id) AS number, coalesce(w.email, c.name) AS subject, o.at AS since,
                CASE WHEN v.opens_at > $1 THEN v.opens_at ELSE w.expires_at END AS until, o.at AS at
            FROM overridden AS o CROSS JOIN client AS c ", running_recovery!("$1"), " WHERE c.id = o.client_id AND ",
            without_lasting_owner!(), $scope, "
            UNION ALL SELECT 'link-stuck', c.id, c.slug, k.id, p.slug, k.answered_at, k.until, k.answered_at ",
            link_stuck!(), $scope, "
            UNION ALL SELECT 'invitation-failed', c.id, c.slug, i.id, i.email, m.next_attempt_at, i.expires_at, m.next_attempt_at ",
            invitation_failed!(), " AND m.next_attempt_at > $3", $scope, "
            UNION ALL SELECT 'invitation-bounced', c.id, c.slug, i.id, i.email, b.bounced_at, i.expires_at, b.bounced_at ",
            invitation_bounced!(), $scope, "
            UNION ALL SELECT 'request-failed', c.id, c.slug, k.id, r.email, m.next_attempt_at, k.expires_at, m.next_attempt_at ",
            request_failed!(), " AND m.next_attempt_at > $3", $scope, "
            UNION ALL SELECT 'owner-bounced', c.id, c.slug, l.id, l.email, b.bounced_at, CAST(NULL AS BIGINT), b.bounced_at ",
            owner_bounced!(), $scope, "
            UNION ALL SELECT 'mail-failed', c.id, c.slug, m.id, m.recipient, m.next_attempt_at, CAST(NULL AS BIGINT), m.next_attempt_at
            FROM mail AS m LEFT JOIN client AS c ON c.id = m.client_id
            WHERE m.state IN ('failed', 'bounced') AND m.state = 'failed' AND m.next_attempt_at > $4 AND ", news!(), "
              AND (c.id IS NULL OR c.state <> 'closed')", $scope, "
            UNION ALL SELECT 'mail-bounced', c.id, c.slug, m.id, m.recipient, b.bounced_at, CAST(NULL AS BIGINT), b.bounced_at
            FROM bounce AS b JOIN mail AS m ON m.id = b.mail_id JOIN login AS l ON l.email_key = b.email_key LEFT JOIN client AS c ON c.id = m.client_id
            WHERE b.bounced_at <= $1 AND b.bounced_at > $4 AND ", news!(), " AND l.state = 'active'
              AND (c.id IS NULL OR c.state <> 'closed') AND NOT EXISTS (SELECT 1 FROM access_grant AS g JOIN client AS o ON o.id = g.client_id
                WHERE g.login_id = l.id AND g.state = 'active' AND g.role IN ('owner', 'admin') AND g.for_partner IS NULL
                  AND (g.until IS NULL OR g.until > $1) AND o.state <> 'closed')", $scope, "
            ORDER BY 8, 1, 4, 2, 5"
        )
    };
}

/// What ends unless someone acts, by its end.
macro_rules! ending {
    ($scope:literal) => {
        concat!(
            "SELECT 'request-unanswered' AS kind, c.id AS client_id, c.slug AS client_slug, k.id AS number, p.slug AS subject,
                k.sent_at AS since, k.expires_at AS until, k.expires_at AS at
            FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id
            WHERE k.state = 'pending' AND k.expires_at > $1 AND k.expires_at <= $2 AND c.state <> 'closed' AND p.state = 'active'", $scope, "
            UNION ALL SELECT 'request-unanswered', c.id, c.slug, k.id, p.slug, k.sent_at, k.expires_at, k.expires_at
            FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id
            WHERE k.extension_at IS NOT NULL AND k.expires_at > $1 AND k.expires_at <= $2 AND (k.until IS NULL OR k.until > $1)
              AND c.state <> 'closed' AND p.state = 'active'", $scope, "
            UNION ALL SELECT 'invitation-lapses', c.id, c.slug, i.id, i.email, i.sent_at, i.expires_at, i.expires_at
            FROM invitation AS i JOIN client AS c ON c.id = i.client_id
            WHERE i.state = 'pending' AND i.expires_at > $1 AND i.expires_at <= $3 AND c.state <> 'closed'
              AND NOT EXISTS (SELECT 1 FROM mail AS m WHERE m.id = i.mail_id AND m.state IN ('failed', 'bounced'))
              AND NOT EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = i.email_key)", $scope, "
            UNION ALL SELECT 'access-ends', c.id, c.slug, l.id, l.email, g.active_at, g.until, g.until
            FROM access_grant AS g JOIN client AS c ON c.id = g.client_id JOIN login AS l ON l.id = g.login_id
            WHERE g.state = 'active' AND g.until IS NOT NULL AND g.until > $1 AND g.until <= $4 AND l.state = 'active' AND c.state <> 'closed'", $scope, "
            UNION ALL SELECT 'link-ends', c.id, c.slug, k.id, p.slug, k.linked_at, k.until, k.until
            FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id
            WHERE k.state = 'linked' AND k.until IS NOT NULL AND k.until > $1 AND k.until <= $4 AND k.auto_extend IS NULL AND p.state = 'active' AND c.state <> 'closed'", $scope, "
            ORDER BY 8, 1, 4, 2, 5"
        )
    };
}

/// What ended without the access that was meant, the latest first.
macro_rules! over {
    ($scope:literal) => {
        concat!(
            "SELECT 'invitation-lapsed' AS kind, c.id AS client_id, c.slug AS client_slug, i.id AS number, i.email AS subject,
                i.sent_at AS since, i.expires_at AS until, i.expires_at AS at
            FROM invitation AS i JOIN client AS c ON c.id = i.client_id JOIN access_grant AS g ON g.id = i.grant_id
            WHERE i.state = 'pending' AND i.expires_at <= $1 AND i.expires_at > $2 AND c.state <> 'closed'
              AND g.state = 'prepared' AND (g.until IS NULL OR g.until > $1)", $scope, "
            UNION ALL SELECT 'request-lapsed', c.id, c.slug, k.id, p.slug, k.sent_at, k.expires_at, k.expires_at
            FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id
            WHERE k.state = 'pending' AND k.expires_at <= $1 AND k.expires_at > $3 AND c.state <> 'closed' AND p.state = 'active'", $scope, "
            UNION ALL SELECT 'invitation-declined', c.id, c.slug, i.id, i.email, i.answered_at, CAST(NULL AS BIGINT), i.answered_at
            FROM invitation AS i JOIN client AS c ON c.id = i.client_id JOIN access_grant AS g ON g.id = i.grant_id
            WHERE i.state = 'declined' AND i.answered_at > $4 AND c.state <> 'closed' AND g.state = 'prepared'
              AND NOT EXISTS (SELECT 1 FROM invitation AS n WHERE n.client_id = i.client_id AND n.login_id = i.login_id AND n.id > i.id)", $scope, "
            UNION ALL SELECT 'link-denied', c.id, c.slug, k.id, p.slug, k.answered_at, CAST(NULL AS BIGINT), k.answered_at
            FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id
            WHERE k.state = 'denied' AND k.answered_at > $4 AND k.deleted_at IS NULL AND c.state <> 'closed' AND p.state = 'active'
              AND NOT EXISTS (SELECT 1 FROM link AS n WHERE n.client_id = k.client_id AND n.partner_id = k.partner_id AND n.id > k.id)", $scope, "
            ORDER BY 8 DESC, 1, 4, 2, 5"
        )
    };
}

/// The requests that are open and not listed yet.
macro_rules! young_requests {
    ($tables:literal, $scope:literal) => {
        concat!(
            "SELECT k.id FROM ",
            $tables,
            " CROSS JOIN partner AS p
            WHERE c.id = k.client_id AND p.id = k.partner_id AND k.state = 'pending' AND k.expires_at > $1 AND c.state <> 'closed'
              AND p.state = 'active'",
            $scope,
            " ORDER BY k.expires_at, k.id LIMIT $2"
        )
    };
}

/// The invitations that are open and not listed yet.
macro_rules! young_invitations {
    ($tables:literal, $scope:literal) => {
        concat!(
            "SELECT i.id FROM ",
            $tables,
            " WHERE c.id = i.client_id AND i.state = 'pending' AND i.expires_at > $1 AND c.state <> 'closed'",
            $scope,
            " ORDER BY i.expires_at, i.id LIMIT $2"
        )
    };
}

super::row! {
    Item<'r> as row { kind, client: ["row.client_id", "row.client_slug"], number, subject, since, until }
}

impl FromColumn<'_> for Kind {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        Ok(Self::from_text(FromColumn::from_column(value)?)?)
    }
}

// $5 is the support person in charge, or nothing; $6 the client.
super::statements! {
    [BROKEN: (item: Item<'static>, at: Instant)] broken!(" AND (c.staff_id = $5 OR $5 IS NULL)");
    [BROKEN_OF_CLIENT: (item: Item<'static>, at: Instant)] broken!(" AND c.id = $6 AND (c.staff_id = $5 OR $5 IS NULL)");
    [ENDING: (item: Item<'static>, at: Instant)] ending!(" AND (c.staff_id = $5 OR $5 IS NULL)");
    [ENDING_OF_CLIENT: (item: Item<'static>, at: Instant)] ending!(" AND c.id = $6 AND (c.staff_id = $5 OR $5 IS NULL)");
    [OVER: (item: Item<'static>, at: Instant)] over!(" AND (c.staff_id = $5 OR $5 IS NULL)");
    [OVER_OF_CLIENT: (item: Item<'static>, at: Instant)] over!(" AND c.id = $6 AND (c.staff_id = $5 OR $5 IS NULL)");
    // $1 is the limit of what is listed, $2 the most that are counted, $3 the client or the support person in charge; of a
    // client $4 is the support person, or nothing.
    [YOUNG_REQUESTS: i64] young_requests!("link AS k CROSS JOIN client AS c", "");
    [YOUNG_REQUESTS_OF_CLIENT: i64] young_requests!("client AS c CROSS JOIN link AS k", " AND c.id = $3 AND (c.staff_id = $4 OR $4 IS NULL)");
    [YOUNG_REQUESTS_OF_STAFF: i64] young_requests!("client AS c CROSS JOIN link AS k", " AND c.staff_id = $3");
    [YOUNG_INVITATIONS: i64] young_invitations!("invitation AS i CROSS JOIN client AS c", "");
    [YOUNG_INVITATIONS_OF_CLIENT: i64] young_invitations!("client AS c CROSS JOIN invitation AS i", " AND c.id = $3 AND (c.staff_id = $4 OR $4 IS NULL)");
    [YOUNG_INVITATIONS_OF_STAFF: i64] young_invitations!("client AS c CROSS JOIN invitation AS i", " AND c.staff_id = $3");
}

/// How many things are open that are listed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Young {
    pub requests: u32,
    pub invitations: u32,
}

/// The most of a kind that are counted.
pub const MOST_YOUNG: u32 = 1000;

/// Whose things are listed. What is given must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    pub client: Option<ClientId>,
    /// The support person in charge of the client.
    pub staff: Option<StaffId>,
}

/// What is open and not listed yet; of each kind no more are counted than [`MOST_YOUNG`].
pub fn young(tx: &Tx<'_>, filter: Filter, limits: &Limits) -> Result<Young> {
    let Limits { requests_until, invitations_until, .. } = *limits;
    let count = |until: Instant, [all, of_client, of_staff]: [&'static Query<i64>; 3]| {
        let found = match filter {
            Filter { client: Some(client), staff } => {
                tx.query_vec(of_client, params![until, MOST_YOUNG, client, staff])
            }
            Filter { client: None, staff: Some(staff) } => tx.query_vec(of_staff, params![until, MOST_YOUNG, staff]),
            Filter { client: None, staff: None } => tx.query_vec(all, params![until, MOST_YOUNG]),
        };
        found.map(|ids| u32::try_from(ids.len()).unwrap_or(u32::MAX))
    };
    let requests = count(requests_until, [&YOUNG_REQUESTS, &YOUNG_REQUESTS_OF_CLIENT, &YOUNG_REQUESTS_OF_STAFF])?;
    let invitations =
        count(invitations_until, [&YOUNG_INVITATIONS, &YOUNG_INVITATIONS_OF_CLIENT, &YOUNG_INVITATIONS_OF_STAFF])?;
    Ok(Young { requests, invitations })
}

/// Everything that waits within these limits, the most urgent first: what does not work, what ends soon, what is over.
pub fn each(tx: &Tx<'_>, filter: Filter, limits: &Limits, mut each: impl FnMut(&Item<'_>) -> Result<()>) -> Result<()> {
    let Limits { now, .. } = *limits;
    let broken = [limits.stuck_until, limits.asks_failed_after, limits.news_failed_after];
    let ending = [limits.requests_until, limits.invitations_until, limits.ends_until];
    let over = [limits.invitations_lapsed_after, limits.requests_lapsed_after, limits.refused_after];
    let steps: [(&'static Query<_>, &'static Query<_>, _); 3] =
        [(&BROKEN, &BROKEN_OF_CLIENT, broken), (&ENDING, &ENDING_OF_CLIENT, ending), (&OVER, &OVER_OF_CLIENT, over)];
    for (all, of_client, [second, third, fourth]) in steps {
        let mut push = |(item, _): (Item<'_>, Instant)| each(&item);
        match filter.client {
            None => tx.each(all, params![now, second, third, fourth, filter.staff], &mut push)?,
            Some(client) => {
                tx.each(of_client, params![now, second, third, fourth, filter.staff, client], &mut push)?;
            }
        }
    }
    Ok(())
}
