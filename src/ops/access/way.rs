//! One way into a client: what lets a person in, since when, and by whose act.

use std::fmt;

use crate::domain::access::{AccessFacts, Source};
use crate::domain::client::ClientRow;
use crate::domain::id::LinkId;
use crate::domain::link::{Origin, State};
use crate::domain::login::LoginRow;
use crate::domain::partner::Reaches;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::reach::{self, Gathered, Moment};
use crate::store::as_of::{self, AsOf};
use crate::store::login::SeatRow;
use crate::store::{Tx, access as stored};

use super::candidates::Pair;

/// One way in which one person can enter one client.
#[derive(Debug, Clone)]
pub struct AccessWay<'a> {
    pub client: &'a ClientRow,
    pub person: &'a LoginRow,
    pub by: By,
    /// What it gives, and until when.
    pub gives: Source,
    pub since: Option<Instant>,
    /// Whose act was the last that the way needed: who gave the grant; of a link, who approved it, or later than that made
    /// the person its user or gave them this client.
    pub granted_by: Option<String>,
    /// When it ended, within the time asked for, and who ended it; no one where its term was over.
    pub ended: Option<(Instant, Option<String>)>,
    /// When it went on with another role, other permissions or another login, and who changed that.
    pub changed: Option<(Instant, Option<String>)>,
    /// When the person last entered the client, as far as it is known by the time asked for.
    pub last_login_at: Option<Instant>,
}

/// What lets a person in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A grant of their own.
    Grant,
    Link(LinkId),
}

/// The column `source`.
impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grant => f.pad("grant"),
            Self::Link(id) => id.fmt(f),
        }
    }
}

/// What is known of a way next to what it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Story {
    pub by: By,
    pub since: Option<Instant>,
    pub granted_by: Option<String>,
}

/// The facts about a pair, without what the question is not about.
pub(super) fn gather(tx: &Tx<'_>, pair: &Pair<'_>, moment: Moment) -> Result<Gathered> {
    let mut gathered = reach::gather(tx, pair.person, pair.client, moment)?;
    if let Some(partner) = pair.through {
        // What the partner's people hold by themselves is theirs, not the partner's.
        let AccessFacts { own_grant, partner: seated, .. } = &mut gathered.facts;
        own_grant.take_if(|_| gathered.grant.as_ref().is_none_or(|grant| grant.for_partner != Some(partner)));
        seated.take_if(|membership| membership.partner != partner);
    }
    Ok(gathered)
}

/// Since when a person's own grant lets in, and who gave it.
pub(super) fn of_grant(gathered: &Gathered) -> Result<Story> {
    let row = gathered.grant.as_ref().ok_or_else(|| Error::bug("a grant lets in that is not there"))?;
    Ok(Story { by: By::Grant, since: row.active_at, granted_by: Some(row.granted_by.clone()) })
}

/// Since when the partner's link lets in, and whose act was the last that it needed: the link, the membership with this client
/// in its reach, and where the client created the link, the dedicated user.
pub(super) fn of_link(tx: &Tx<'_>, pair: &Pair<'_>, gathered: &Gathered, as_of: AsOf) -> Result<Story> {
    let link = gathered.link.as_ref().ok_or_else(|| Error::bug("a link lets in that is not there"))?;
    let mut steps = Vec::new();
    if let (State::Linked { at, .. }, Some((_, by))) = (&link.state, link.answered()) {
        steps.push((*at, by.to_owned()));
    }
    if link.origin == Origin::Client
        && let Some(dedicated) = as_of::dedicated(tx, pair.client.id, link.partner, as_of)?
    {
        steps.extend(dedicated.active_at.map(|at| (at, dedicated.granted_by.clone())));
    }
    if let Some(membership) = &gathered.membership {
        let began = covered_since(tx, pair, membership, gathered.assigned_by, as_of)?;
        steps.extend(as_of::written(tx, began)?);
    }
    let last = steps.into_iter().max_by_key(|(at, _)| *at);
    let (since, granted_by) = last.unzip();
    Ok(Story { by: By::Link(link.id), since, granted_by })
}

/// The audit number since which a membership has had the client in its reach, by whichever scope.
fn covered_since(
    tx: &Tx<'_>,
    pair: &Pair<'_>,
    membership: &SeatRow,
    assigned_by: Option<i64>,
    as_of: AsOf,
) -> Result<i64> {
    let (user, client) = (pair.person.id, pair.client.id);
    let last = if let AsOf::Audit(audit) = as_of { audit } else { i64::MAX };
    let mut since = as_of::membership::since(tx, membership, last)?.max(assigned_by.unwrap_or(0));
    // The scope may have changed between all clients and chosen ones while it always covered this one.
    while since > 1 {
        let before = AsOf::Audit(since - 1);
        let Some(former) = as_of::membership(tx, user, before)? else { break };
        let is_other =
            former.ended || (former.partner, former.created_at) != (membership.partner, membership.created_at);
        let assigned = match former.scope {
            Reaches::All => None,
            Reaches::Assigned => as_of::assigned_by(tx, user, client, before)?,
        };
        if is_other || former.scope == Reaches::Assigned && assigned.is_none() {
            break;
        }
        since = as_of::membership::since(tx, &former, since - 1)?.max(assigned.unwrap_or(0));
    }
    Ok(since)
}

/// When the person last entered the client, as far as it is known by `at`: of earlier times only one-click sessions
/// are kept.
pub(super) fn entered_by(tx: &Tx<'_>, pair: &Pair<'_>, at: Instant) -> Result<Option<Instant>> {
    match stored::entered_at(tx, pair.client.id, pair.person.id)? {
        Some(entered) if entered > at => as_of::last_session(tx, pair.client.id, pair.person.id, at),
        entered => Ok(entered),
    }
}
