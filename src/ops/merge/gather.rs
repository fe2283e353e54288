//! What both clients have, as it is shown before the merge and compared in it.

use std::collections::BTreeSet;

use crate::domain::client::ClientRow;
use crate::domain::domain_name::DomainName;
use crate::domain::link::LinkStatus;
use crate::domain::merge::{Belongings, Member, Pair};
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::client::lookalikes;
use crate::ops::link::process;
use crate::ops::resolve::named;
use crate::store::{Tx, association, client, grant, invitation, link, login, partner_user, staff};

/// What was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub pair: Pair,
}

/// Gathers what both clients have.
///
/// # Errors
/// `usage` where they are one.
pub fn gather(tx: &Tx<'_>, from: &ClientRow, into: &ClientRow, now: Instant) -> Result<Shown> {
    if from.id == into.id {
        return Err(Error::usage(format!("{} cannot be merged into itself", named(from)))
            .fact("client_id", from.id.to_string())
            .fact("client_slug", from.slug.to_string()));
    }
    let (from, into) = (belongings(tx, from, now)?, belongings(tx, into, now)?);
    let mut users: Vec<_> = from.grants.iter().chain(&into.grants).map(|grant| grant.user).collect();
    users.sort_unstable();
    users.dedup();
    let mut members = Vec::new();
    for user in users {
        let held = login::membership(tx, user)?.filter(|membership| !membership.ended);
        members.extend(held.map(|held| Member { user, partner: held.partner, scope: held.scope }));
    }
    let domain_of = like_the_domain(tx, &from.client, &into.client)?;
    let set_up = process::set_up(tx)?;
    Ok(Shown { pair: Pair { from, into, members, set_up, domain_of } })
}

fn belongings(tx: &Tx<'_>, row: &ClientRow, now: Instant) -> Result<Belongings> {
    let mut links = link::of_client(tx, row.id)?;
    let mut refused = BTreeSet::new();
    for link in &links {
        // The links are by id: the latest of a partner decides.
        let is_refused = matches!(link.status(now), LinkStatus::Denied | LinkStatus::Unlinked | LinkStatus::Lapsed);
        if is_refused {
            refused.insert(link.partner)
        } else {
            refused.remove(&link.partner)
        };
    }
    links.retain(|link| link.is_open(now));
    let grants = grant::of_client(tx, row.id)?;
    let ended = grants.iter().filter(|grant| !grant.lasts(now)).map(|grant| grant.user);
    let mut out: BTreeSet<_> = grant::ended_of_client(tx, row.id)?.into_iter().chain(ended).collect();
    grants.iter().filter(|grant| grant.lasts(now)).for_each(|grant| {
        out.remove(&grant.user);
    });
    let member = row.staff.map(|id| staff::by_id(tx, id)).transpose()?.flatten();
    Ok(Belongings {
        client: row.clone(),
        grants,
        links,
        out,
        refused,
        declined: invitation::declined_of_client(tx, row.id)?.into_iter().collect(),
        invitations: invitation::pending_of_client(tx, row.id)?,
        assigned: partner_user::assigned_of_client(tx, row.id)?,
        associations: association::of_client(tx, row.id)?.into_iter().map(|(row, _)| row).collect(),
        fields: client::fields(tx, row.id)?,
        staff: member.map(|row| row.member.os_user),
    })
}

/// A third client whose domain the client that stays would look like with that of the double.
fn like_the_domain(tx: &Tx<'_>, from: &ClientRow, into: &ClientRow) -> Result<Option<crate::domain::id::ClientId>> {
    let Some(domain) = &from.domain else { return Ok(None) };
    let noted = client::lookalikes(tx, into.id)?;
    let similar = lookalikes::of_domain(tx, Some(&DomainName::stored(domain.clone())), Some(into.id))?;
    let other = similar.iter().find(|row| row.id != from.id && noted.iter().all(|(known, _)| *known != row.id));
    Ok(other.map(|row| row.id))
}
