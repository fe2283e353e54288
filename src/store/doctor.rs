//! Faults that no constraint of the database keeps out: one statement for each, which reads whole tables.

use crate::domain::id::{ClientId, InvitationId};
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::Result;

use super::grant::{lasting, owns, with_users};
use super::todo::{
    administered, invitation_bounced, invitation_failed, link_stuck, owner_bounced, request_failed, running_recovery,
    without_lasting_owner,
};
use super::{Query, Tx, params};

/// A kind of fault that shows in the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No one can administer an active client. The number is that of the invitation that recovers it, if one does.
    NoAdministrator,
    /// Someone administers an active client, and no one for good.
    NoLastingOwner,
    /// Admins administer an active client that has no owner.
    NoOwner,
    /// A dedicated user is recorded with the permission `users`, which no partner's people have.
    DedicatedUsers,
    /// Someone is in a client with a login that is switched off, or was never activated.
    DeadLogin,
    /// An invitation waits for an answer in a closed client.
    ClosedInvitation,
    /// A link is open in a closed client.
    ClosedLink,
    /// A grant has not ended in a closed client.
    ClosedGrant,
    /// A session is open in a closed client.
    ClosedSession,
    /// An approved link is not set up.
    LinkStuck,
    /// A link of a closed partner is open.
    PartnerLink,
    /// Someone works for a closed partner.
    PartnerSeat,
    /// A pending invitation has no code that opens it.
    NoCode,
    /// An invitation waits whose sender no longer administers the users of its client.
    SenderOut,
    /// An invitation offers something else than what is prepared for its person.
    OtherTerms,
    /// A mail whose lease is over without a result.
    MailInHand,
    /// The mail of what still waits for an answer failed.
    MailFailed,
    /// An invitation waits at an address that is not mailed, because a mail to it came back.
    BouncedInvitation,
    /// Someone who owns or administers a client has such an address.
    BouncedOffice,
    /// Two clients' domains look alike, and no one noted it.
    TwinDomain,
    /// Two clients' slugs look alike, and no one noted it.
    TwinSlug,
    /// A client's account number names another client too, by its slug or domain.
    AmbiguousNumber,
    /// Two open clients have the same name, and no one noted that they are two.
    SameName,
    /// Someone's temporary password is over, and they have no other.
    LockedOut,
}

impl Fault {
    /// Every kind, in the order in which they are reported.
    pub const ALL: [Self; 24] = [
        Self::NoAdministrator,
        Self::NoLastingOwner,
        Self::NoOwner,
        Self::DedicatedUsers,
        Self::DeadLogin,
        Self::ClosedInvitation,
        Self::ClosedLink,
        Self::ClosedGrant,
        Self::ClosedSession,
        Self::LinkStuck,
        Self::PartnerLink,
        Self::PartnerSeat,
        Self::NoCode,
        Self::SenderOut,
        Self::OtherTerms,
        Self::MailInHand,
        Self::MailFailed,
        Self::BouncedInvitation,
        Self::BouncedOffice,
        Self::TwinDomain,
        Self::TwinSlug,
        Self::AmbiguousNumber,
        Self::SameName,
        Self::LockedOut,
    ];

    const fn sql(self) -> &'static Query<FaultyRow<'static>> {
        match self {
            Self::NoAdministrator => &NO_ADMINISTRATOR,
            Self::NoLastingOwner => &NO_LASTING_OWNER,
            Self::NoOwner => &NO_OWNER,
            Self::DedicatedUsers => &DEDICATED_USERS,
            Self::DeadLogin => &DEAD_LOGIN,
            Self::ClosedInvitation => &CLOSED_INVITATION,
            Self::ClosedLink => &CLOSED_LINK,
            Self::ClosedGrant => &CLOSED_GRANT,
            Self::ClosedSession => &CLOSED_SESSION,
            Self::LinkStuck => &LINK_STUCK,
            Self::PartnerLink => &PARTNER_LINK,
            Self::PartnerSeat => &PARTNER_SEAT,
            Self::NoCode => &NO_CODE,
            Self::SenderOut => &SENDER_OUT,
            Self::OtherTerms => &OTHER_TERMS,
            Self::MailInHand => &MAIL_IN_HAND,
            Self::MailFailed => &MAIL_FAILED,
            Self::BouncedInvitation => &BOUNCED_INVITATION,
            Self::BouncedOffice => &BOUNCED_OFFICE,
            Self::TwinDomain => &TWIN_DOMAIN,
            Self::TwinSlug => &TWIN_SLUG,
            Self::AmbiguousNumber => &AMBIGUOUS_NUMBER,
            Self::SameName => &SAME_NAME,
            Self::LockedOut => &LOCKED_OUT,
        }
    }
}

/// One row that should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultyRow<'r> {
    /// The client, by id and slug, where it is one's.
    pub client: Option<(ClientId, &'r str)>,
    /// The number of the thing.
    pub number: i64,
    /// A word about it: an address, a slug, the cause of a mail.
    pub word: &'r str,
    /// Since when, or when it was over.
    pub at: Option<Instant>,
}

super::row! {
    FaultyRow<'r> as row { client: ["row.client_id", "row.client_slug"], number, word, at }
}

/// Selects a [`FaultyRow`]: the alias of the client, if there is one, number, word and instant, and the rest of the
/// statement.
macro_rules! faulty {
    ($client:literal, $number:literal, $word:literal, $at:literal, $($rest:expr),+) => {
        concat!(
            "SELECT ", $client, ".id AS client_id, ", $client, ".slug AS client_slug, ", $number, " AS number, ", $word, " AS word, ",
            $at, " AS at ", $($rest),+
        )
    };
    ($number:literal, $word:literal, $at:literal, $($rest:expr),+) => {
        concat!(
            "SELECT CAST(NULL AS BIGINT) AS client_id, CAST(NULL AS TEXT) AS client_slug, ", $number, " AS number, ", $word, " AS word, ", $at, " AS at ", $($rest),+
        )
    };
}
pub(super) use faulty;

// $1 is now; $2 is now less the patience for what comes by itself.
super::statements! {
    /// Every active client is looked at.
    full_scan [NO_ADMINISTRATOR: FaultyRow<'static>] faulty!("c", "coalesce(w.id, 0)", "coalesce(w.email, c.name)",
        "CASE WHEN v.opens_at > $1 THEN v.opens_at END", "FROM client AS c ", running_recovery!("$1"), " WHERE ", without_lasting_owner!(),
        " AND NOT ", administered!("$1"), " AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id");
    /// Every active client is looked at.
    full_scan [NO_LASTING_OWNER: FaultyRow<'static>] faulty!("c", "c.id", "c.name", "CAST(NULL AS BIGINT)", "FROM client AS c WHERE ", without_lasting_owner!(),
        " AND ", administered!("$1"), " AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id");
    /// Every dedicated user is looked at.
    full_scan [DEDICATED_USERS: FaultyRow<'static>] faulty!("c", "l.id", "l.email", "NULL", "FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        JOIN client AS c ON c.id = g.client_id WHERE g.for_partner IS NOT NULL AND g.state = 'active' AND c.state <> 'closed'
          AND ", with_users!(), " AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, l.id");
    /// Every active client is looked at.
    full_scan [NO_OWNER: FaultyRow<'static>] faulty!("c", "l.id", "l.email", "NULL", "FROM client AS c JOIN access_grant AS g ON g.client_id = c.id
        JOIN login AS l ON l.id = g.login_id JOIN credential AS k ON k.login_id = l.id
        WHERE c.state = 'active' AND CAST($1 AS BIGINT) >= $2 AND ", lasting!(), " AND NOT EXISTS (SELECT 1 FROM access_grant AS o
            JOIN login AS p ON p.id = o.login_id WHERE o.client_id = c.id AND ", owns!("o", "p", "$1"), ") ORDER BY c.id, l.id");
    /// Every login that is not active is looked at.
    full_scan [DEAD_LOGIN: FaultyRow<'static>] faulty!("c", "l.id", "l.email", "NULL", "FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        JOIN client AS c ON c.id = g.client_id WHERE g.state = 'active' AND (g.until IS NULL OR g.until > $1) AND l.state <> 'active'
          AND c.state <> 'closed' AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, l.id");
    /// Every closed client is looked at.
    full_scan [CLOSED_INVITATION: FaultyRow<'static>] faulty!("c", "i.id", "i.email", "i.sent_at", "FROM client AS c JOIN invitation AS i ON i.client_id = c.id
        WHERE c.state = 'closed' AND i.state = 'pending' AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, i.id");
    /// Every closed client is looked at.
    full_scan [CLOSED_LINK: FaultyRow<'static>] faulty!("c", "k.id", "p.slug", "k.requested_at", "FROM client AS c JOIN link AS k ON k.client_id = c.id
        JOIN partner AS p ON p.id = k.partner_id
        WHERE c.state = 'closed' AND k.state IN ('pending', 'approved', 'linked') AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, k.id");
    /// Every closed client is looked at.
    full_scan [CLOSED_GRANT: FaultyRow<'static>] faulty!("c", "l.id", "l.email", "g.created_at", "FROM client AS c JOIN access_grant AS g ON g.client_id = c.id
        JOIN login AS l ON l.id = g.login_id WHERE c.state = 'closed' AND g.state <> 'ended' AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, g.id");
    /// Every closed client is looked at.
    full_scan [CLOSED_SESSION: FaultyRow<'static>] faulty!("c", "s.id", "l.email", "s.opened_at", "FROM client AS c JOIN session AS s ON s.client_id = c.id
        JOIN login AS l ON l.id = s.login_id WHERE c.state = 'closed' AND s.state = 'open' AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, s.id");
    full_scan [LINK_STUCK: FaultyRow<'static>] faulty!("c", "k.id", "p.slug", "k.answered_at", link_stuck!(), " AND CAST($1 AS BIGINT) >= $2 ORDER BY k.id");
    full_scan [PARTNER_LINK: FaultyRow<'static>] faulty!("c", "k.id", "p.slug", "k.requested_at", "FROM partner AS p JOIN link AS k ON k.partner_id = p.id
        JOIN client AS c ON c.id = k.client_id
        WHERE p.state = 'closed' AND k.state IN ('pending', 'approved', 'linked') AND c.state <> 'closed' AND CAST($1 AS BIGINT) >= $2 ORDER BY k.id");
    full_scan [PARTNER_SEAT: FaultyRow<'static>] faulty!("l.id", "l.email", "NULL", "FROM partner AS p JOIN partner_user AS u ON u.partner_id = p.id
        JOIN login AS l ON l.id = u.login_id WHERE p.state = 'closed' AND u.state = 'active' AND l.state = 'active' AND CAST($1 AS BIGINT) >= $2 ORDER BY l.id");
    /// Every pending invitation is looked at.
    full_scan [NO_CODE: FaultyRow<'static>] faulty!("c", "i.id", "i.email", "i.sent_at", "FROM invitation AS i JOIN client AS c ON c.id = i.client_id
        WHERE i.state = 'pending' AND i.expires_at > $1 AND c.state <> 'closed' AND CAST($1 AS BIGINT) >= $2
          AND NOT EXISTS (SELECT 1 FROM code AS o WHERE o.kind = 'invitation' AND o.record_id = i.id AND o.state = 'live') ORDER BY i.id");
    /// Every pending invitation is looked at.
    full_scan [SENDER_OUT: FaultyRow<'static>] faulty!("c", "i.id", "i.invited_by", "i.sent_at", "FROM invitation AS i JOIN client AS c ON c.id = i.client_id
        WHERE i.state = 'pending' AND i.expires_at > $1 AND c.state <> 'closed' AND CAST($1 AS BIGINT) >= $2 AND replace(i.invited_by, '@', '') <> i.invited_by
          AND NOT EXISTS (SELECT 1 FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
              WHERE g.client_id = i.client_id AND g.state = 'active' AND (g.until IS NULL OR g.until > $1) AND g.role IN ('owner', 'admin')
                AND ", with_users!(), " AND l.state = 'active'
                AND (l.email = i.invited_by OR EXISTS (SELECT 1 FROM login_history AS h WHERE h.id = l.id AND h.email = i.invited_by)))
        ORDER BY i.id");
    /// Every pending invitation is looked at.
    full_scan [OTHER_TERMS: FaultyRow<'static>] faulty!("c", "i.id", "i.email", "i.sent_at", "FROM invitation AS i JOIN client AS c ON c.id = i.client_id
        JOIN access_grant AS g ON g.id = i.grant_id
        WHERE i.state = 'pending' AND i.expires_at > $1 AND c.state <> 'closed' AND CAST($1 AS BIGINT) >= $2 AND g.state = 'prepared'
          AND (g.role <> i.role OR g.permissions <> i.permissions OR coalesce(g.until, 0) <> coalesce(i.until, 0)) ORDER BY i.id");
    /// Every pending invitation is looked at, with the access of the person who sent it.
    full_scan [OFFERS: Offer<'static>] "SELECT {}
        FROM invitation AS i JOIN client AS c ON c.id = i.client_id JOIN access_grant AS g ON g.client_id = i.client_id
        JOIN login AS l ON l.id = g.login_id
        WHERE i.state = 'pending' AND i.expires_at > $1 AND c.state <> 'closed' AND replace(i.invited_by, '@', '') <> i.invited_by
          AND g.state = 'active' AND (g.until IS NULL OR g.until > $1) AND l.state = 'active'
          AND (l.email = i.invited_by OR EXISTS (SELECT 1 FROM login_history AS h WHERE h.id = l.id AND h.email = i.invited_by))
        ORDER BY i.id, l.id";
    full_scan [MAIL_IN_HAND: FaultyRow<'static>] faulty!("c", "m.id", "m.recipient", "m.created_at", "FROM mail AS m LEFT JOIN client AS c ON c.id = m.client_id
        WHERE m.state = 'sending' AND m.next_attempt_at <= $1 AND CAST($1 AS BIGINT) >= $2 ORDER BY m.id");
    /// Every mail that failed is looked at.
    full_scan [MAIL_FAILED: FaultyRow<'static>] faulty!("c", "i.id", "i.email", "m.next_attempt_at", invitation_failed!(), " AND CAST($1 AS BIGINT) >= $2
        UNION ALL SELECT c.id, c.slug, k.id, r.email, m.next_attempt_at ", request_failed!(), " AND CAST($1 AS BIGINT) >= $2
        ORDER BY 1, 3, 4");
    /// Every marked address is looked at.
    full_scan [BOUNCED_INVITATION: FaultyRow<'static>] faulty!("c", "i.id", "i.email", "b.bounced_at", invitation_bounced!(),
        " AND CAST($1 AS BIGINT) >= $2 ORDER BY i.id");
    /// Every marked address is looked at.
    full_scan [BOUNCED_OFFICE: FaultyRow<'static>] faulty!("c", "l.id", "l.email", "b.bounced_at", owner_bounced!(),
        " AND CAST($1 AS BIGINT) >= $2 ORDER BY c.id, l.id");
    /// Every domain is looked at.
    full_scan [DOMAINS: Domain<'static>] "SELECT {} FROM client AS c WHERE c.domain IS NOT NULL AND c.state <> 'closed' ORDER BY c.id";
    /// Every domain is looked at.
    full_scan [TWIN_DOMAIN: FaultyRow<'static>] faulty!("b", "a.id", "a.slug", "NULL", "FROM client AS a JOIN client AS b ON b.domain_fold = a.domain_fold AND b.id > a.id
        WHERE a.domain_fold IS NOT NULL AND b.domain_fold IS NOT NULL AND a.state <> 'closed' AND b.state <> 'closed' AND CAST($1 AS BIGINT) >= $2
          AND NOT EXISTS (SELECT 1 FROM client_twin AS t WHERE t.client_id = b.id AND t.twin_id = a.id) ORDER BY b.id, a.id");
    /// Every slug is looked at.
    full_scan [TWIN_SLUG: FaultyRow<'static>] faulty!("c", "a.client_id", "a.slug", "NULL", "FROM client_slug AS a JOIN client_slug AS b ON b.fold = a.fold AND b.client_id > a.client_id
        JOIN client AS c ON c.id = b.client_id
        WHERE a.retired_at IS NULL AND b.retired_at IS NULL AND c.state <> 'closed' AND CAST($1 AS BIGINT) >= $2
          AND NOT EXISTS (SELECT 1 FROM client_twin AS t WHERE t.client_id = b.client_id AND t.twin_id = a.client_id)
          AND NOT EXISTS (SELECT 1 FROM client AS d WHERE d.id = a.client_id AND d.merged_into = c.id) ORDER BY c.id, a.client_id");
    /// Every account number is looked at.
    full_scan [AMBIGUOUS_NUMBER: FaultyRow<'static>] faulty!("c", "s.client_id", "c.account_number", "NULL", "FROM client AS c JOIN client_slug AS s ON s.slug = lower(c.account_number)
        WHERE c.account_number IS NOT NULL AND c.state <> 'closed' AND s.client_id <> c.id AND CAST($1 AS BIGINT) >= $2
        UNION ALL SELECT c.id, c.slug, o.id, c.account_number, NULL FROM client AS c JOIN client AS o ON o.domain = lower(c.account_number)
        WHERE c.account_number IS NOT NULL AND o.domain IS NOT NULL AND c.state <> 'closed' AND o.state <> 'closed' AND o.id <> c.id AND CAST($1 AS BIGINT) >= $2
        ORDER BY 1, 3");
    /// Every name is looked at. Each client is compared with the first of its name, so that many of one name are few
    /// rows.
    full_scan [SAME_NAME: FaultyRow<'static>] faulty!("b", "a.id", "a.slug", "NULL", "FROM client_name_key AS k JOIN client AS b ON b.id = k.client_id
        JOIN client AS a ON a.id = (SELECT min(o.id) FROM client_name_key AS f JOIN client AS o ON o.id = f.client_id
            WHERE f.name_key = k.name_key AND o.state <> 'closed')
        WHERE b.state <> 'closed' AND a.id < b.id AND CAST($1 AS BIGINT) >= $2
          AND NOT EXISTS (SELECT 1 FROM client_twin AS t JOIN client_name_key AS n ON n.client_id = t.twin_id
            WHERE t.client_id = b.id AND n.name_key = k.name_key) ORDER BY b.id");
    /// Every password is looked at.
    full_scan [LOCKED_OUT: FaultyRow<'static>] faulty!("l.id", "l.email", "k.expires_at", "FROM credential AS k JOIN login AS l ON l.id = k.login_id
        WHERE k.expires_at IS NOT NULL AND k.expires_at <= $1 AND CAST($1 AS BIGINT) >= $2 AND l.state = 'active' ORDER BY l.id");
}

/// A pending invitation that someone with access to its client sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'r> {
    pub client: (ClientId, &'r str),
    pub invitation: InvitationId,
    pub address: &'r str,
    pub sender: &'r str,
    pub offers: Terms,
    /// What the sender has now.
    pub own: Terms,
}

super::row! {
    Offer<'r> as i {
        client: ["c.id", "c.slug"], invitation: ["i.id"], address: ["i.email"], sender: ["i.invited_by"],
        offers: ["i.role", "i.permissions", "i.until"], own: ["g.role", "g.permissions", "g.until"]
    }
}

struct Domain<'r> {
    id: ClientId,
    slug: &'r str,
    domain: &'r str,
}

super::row!(Domain<'r> as c { id, slug, domain });

/// Every such invitation, by id.
pub fn each_offer(tx: &Tx<'_>, now: Instant, mut each: impl FnMut(&Offer<'_>) -> Result<()>) -> Result<()> {
    tx.each(&OFFERS, params![now], |offer| each(&offer))
}

/// Every domain of a client that is not closed.
pub fn each_domain(tx: &Tx<'_>, mut each: impl FnMut(ClientId, &str, &str) -> Result<()>) -> Result<()> {
    tx.each(&DOMAINS, &[], |Domain { id, slug, domain }| each(id, slug, domain))
}

/// Every row with that fault. What comes by itself is waited for until it is older than `overdue`.
pub fn each(
    tx: &Tx<'_>,
    fault: Fault,
    (now, overdue): (Instant, Instant),
    mut each: impl FnMut(&FaultyRow<'_>) -> Result<()>,
) -> Result<()> {
    tx.each(fault.sql(), params![now, overdue], |row| each(&row))
}
