//! The facts about access as they were after any audit row, now among them: each is a current row with `since_audit`,
//! or a past version with `since_audit` and `until_audit`. What `undo` took away is among the past versions only, so
//! that each look-up goes over both. Credentials and sign-ins are no facts about access and have no past.

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::link::Link;
use crate::domain::time::Instant;
use crate::error::Result;

use super::login::SeatRow;
use super::{Tx, audit, client, clock, grant, link, login, params, partner};
use crate::domain::client::ClientState;
use crate::domain::grant::GrantRow;
use crate::domain::login::LoginState;
use crate::domain::partner::PartnerState;

pub mod membership;
pub mod window;

/// Which version of the rows is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AsOf {
    /// Those that existed after this audit row; 0 is before the first.
    Audit(i64),
    Now,
}

/// The version of a row that existed after the audit row `$audit`, out of the table and its history.
macro_rules! as_of_sql {
    ($columns:literal, $table:literal, $alias:literal, $which:literal, $audit:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM ",
            $table,
            " AS ",
            $alias,
            " WHERE ",
            $which,
            " AND ",
            $alias,
            ".since_audit <= ",
            $audit,
            " UNION ALL SELECT ",
            $columns,
            " FROM ",
            $table,
            "_history AS ",
            $alias,
            " WHERE ",
            $which,
            " AND ",
            $alias,
            ".until_audit > ",
            $audit,
            " AND ",
            $alias,
            ".since_audit <= ",
            $audit
        )
    };
}

super::statements! {
    [LOGIN: LoginState] as_of_sql!("l.state", "login", "l", "l.id = $1", "$2");
    [CLIENT: ClientState] as_of_sql!("c.state", "client", "c", "c.id = $1", "$2");
    [PARTNER: PartnerState] as_of_sql!("p.state", "partner", "p", "p.id = $1", "$2");
    [SEAT: SeatRow] as_of_sql!("{}", "partner_user", "u", "u.login_id = $1", "$2");
    [ASSIGNED: i64] as_of_sql!("a.since_audit", "assignment", "a", "a.client_id = $1 AND a.login_id = $2 AND a.state = 'assigned'", "$3");
    [GRANT: GrantRow] as_of_sql!("{}", "access_grant", "g", "g.client_id = $1 AND g.login_id = $2 AND g.state <> 'ended'", "$3");
    [DEDICATED: GrantRow] concat!(as_of_sql!("{}", "access_grant", "g",
        "g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active'", "$3"), " ORDER BY 1 LIMIT 1");
    [LINK: Link] as_of_sql!("{}", "link", "k",
        "k.partner_id = $1 AND k.client_id = $2 AND k.state IN ('pending', 'approved', 'linked')", "$3");
    [LAST_GRANT: GrantRow] concat!(as_of_sql!("{}", "access_grant", "g", "g.client_id = $1 AND g.login_id = $2", "$3"), " ORDER BY 1 DESC LIMIT 1");
    [LAST_LINK: Link] concat!(as_of_sql!("{}", "link", "k", "k.partner_id = $1 AND k.client_id = $2 AND k.deleted_at IS NULL", "$3"),
        " ORDER BY 1 DESC LIMIT 1");
    [WRITTEN: (at: Instant, author: String)] "SELECT a.at, coalesce(a.acting_as, a.actor) AS author FROM audit AS a WHERE a.id = $1";
    [FIRST_AFTER: i64] "SELECT a.id FROM audit AS a WHERE a.at > $1 AND a.at <= $2 AND a.id < $3 ORDER BY a.at, a.id LIMIT 1";
    [LAST_SESSION: Instant] "SELECT s.opened_at FROM session AS s WHERE s.login_id = $1 AND s.client_id = $2 AND s.opened_at <= $3
        ORDER BY s.opened_at DESC, s.id DESC LIMIT 1";
}

/// The audit number of what had happened by `at`: the row before the first that is later; 0 before the first. Rows are
/// ordered by their number, so that a clock that is set back changes no answer; rows later than `now` give no time.
pub fn last_at(tx: &Tx<'_>, at: Instant, now: Instant) -> Result<i64> {
    let before = clock::first_above(tx, at, now)?.unwrap_or(i64::MAX);
    match tx.query_opt(&FIRST_AFTER, params![at, now, before])? {
        Some(first) => Ok(first - 1),
        None => Ok(audit::head(tx)?.number),
    }
}

/// When an audit row was written, and who is named in records that it made.
pub fn written(tx: &Tx<'_>, audit: i64) -> Result<Option<(Instant, String)>> {
    tx.query_opt(&WRITTEN, params![audit])
}

/// The state of a login then, if it existed.
pub fn login_state(tx: &Tx<'_>, id: UserId, as_of: AsOf) -> Result<Option<LoginState>> {
    match as_of {
        AsOf::Now => Ok(login::by_id(tx, id)?.map(|login| login.state)),
        AsOf::Audit(audit) => tx.query_opt(&LOGIN, params![id, audit]),
    }
}

/// The state of a client then, if it existed.
pub fn client_state(tx: &Tx<'_>, id: ClientId, as_of: AsOf) -> Result<Option<ClientState>> {
    match as_of {
        AsOf::Now => Ok(client::by_id(tx, id)?.map(|client| client.state)),
        AsOf::Audit(audit) => tx.query_opt(&CLIENT, params![id, audit]),
    }
}

/// The state of a partner then, if it existed.
pub fn partner_state(tx: &Tx<'_>, id: PartnerId, as_of: AsOf) -> Result<Option<PartnerState>> {
    match as_of {
        AsOf::Now => Ok(partner::by_id(tx, id)?.map(|partner| partner.state)),
        AsOf::Audit(audit) => tx.query_opt(&PARTNER, params![id, audit]),
    }
}

/// A person's membership at a partner, ended or not.
pub fn membership(tx: &Tx<'_>, user: UserId, as_of: AsOf) -> Result<Option<SeatRow>> {
    match as_of {
        AsOf::Now => login::membership(tx, user),
        AsOf::Audit(audit) => tx.query_opt(&SEAT, params![user, audit]),
    }
}

/// The audit number by which a client was assigned to a partner user, if it was.
pub fn assigned_by(tx: &Tx<'_>, user: UserId, client: ClientId, as_of: AsOf) -> Result<Option<i64>> {
    let AsOf::Audit(audit) = as_of else { return login::assigned_by(tx, user, client) };
    tx.query_opt(&ASSIGNED, params![client, user, audit])
}

/// The grant of a person in a client that had not ended.
pub fn open_grant(tx: &Tx<'_>, client: ClientId, user: UserId, as_of: AsOf) -> Result<Option<GrantRow>> {
    match as_of {
        AsOf::Now => grant::open(tx, client, user),
        AsOf::Audit(audit) => tx.query_opt(&GRANT, params![client, user, audit]),
    }
}

/// The active grant of the user that the client made for a partner, the oldest if there is more than one.
pub fn dedicated(tx: &Tx<'_>, client: ClientId, partner: PartnerId, as_of: AsOf) -> Result<Option<GrantRow>> {
    match as_of {
        AsOf::Now => grant::dedicated(tx, client, partner),
        AsOf::Audit(audit) => tx.query_opt(&DEDICATED, params![client, partner, audit]),
    }
}

/// The stored open link of the two, whatever the time says about it.
pub fn open_link(tx: &Tx<'_>, partner: PartnerId, client: ClientId, as_of: AsOf) -> Result<Option<Link>> {
    match as_of {
        AsOf::Now => link::stored_open(tx, partner, client),
        AsOf::Audit(audit) => tx.query_opt(&LINK, params![partner, client, audit]),
    }
}

/// The newest grant of a person in a client, ended or not.
pub fn last_grant(tx: &Tx<'_>, client: ClientId, user: UserId, as_of: AsOf) -> Result<Option<GrantRow>> {
    match as_of {
        AsOf::Now => grant::latest(tx, client, user),
        AsOf::Audit(audit) => tx.query_opt(&LAST_GRANT, params![client, user, audit]),
    }
}

/// The newest link of the two that was not deleted, in whatever state.
pub fn last_link(tx: &Tx<'_>, partner: PartnerId, client: ClientId, as_of: AsOf) -> Result<Option<Link>> {
    match as_of {
        AsOf::Now => Ok(link::of_pair(tx, partner, client)?.into_iter().find(|link| link.deleted_at.is_none())),
        AsOf::Audit(audit) => tx.query_opt(&LAST_LINK, params![partner, client, audit]),
    }
}

/// The last one-click session that a person opened in a client by `at`.
pub fn last_session(tx: &Tx<'_>, client: ClientId, user: UserId, at: Instant) -> Result<Option<Instant>> {
    tx.query_opt(&LAST_SESSION, params![user, client, at])
}
