//! How a link begins: a partner asks (S3.7), or the client makes one by itself (S0.15).

use crate::domain::authority::Target;
use crate::domain::client::ClientRow;
use crate::domain::id::EntityId;
use crate::domain::link::{Cooldown, Creation, Link, Met, Past, Request};
use crate::domain::partner::PartnerRow;
use crate::domain::permission::Permissions;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result, TheRequest, hint};
use crate::ops::resolve::{self, ClientSeen, partner_must_be_active};
use crate::ops::unit_of_work::Change;
use crate::store::link;

use super::asking;
use super::waiting::{self, Waiting};

/// What a partner asks of each of its targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub partner: PartnerRow,
    pub permissions: Permissions,
    /// For how long, counted from the approval; `None` = without end.
    pub term: Option<Span>,
    /// The text for the client.
    pub message: Option<String>,
    /// Whether the wait after a denial holds.
    pub cooldown: Cooldown,
}

/// Asks one client, by mail to each who may answer. Where the same is asked or agreed already it is `unchanged`.
///
/// # Errors
/// `denied`; `client_state`; `conflict` for another open link of the two, within seven days of a denial, or where
/// no one could answer; `usage` for more than a link can give.
pub fn request(change: &mut Change<'_>, seen: &ClientSeen, ask: &Ask) -> Result<Link> {
    change.authorise(&Target::partner(ask.partner.id))?;
    partner_must_be_active(&ask.partner)?;
    let client = target_client(change, seen)?;
    let wanted = Request {
        client: client.id,
        partner: ask.partner.id,
        by: change.actor.author().to_owned(),
        permissions: ask.permissions,
        term: ask.term,
        message: ask.message.clone(),
    };
    let stored = link::stored_open(change.tx, ask.partner.id, client.id)?;
    if let Some(open) = &stored
        && open.meet(&wanted, change.now)? == Met::Unchanged
    {
        change.unchanged(EntityId::Link(open.id));
        return Ok(open.clone());
    }
    let denial = link::last_denied(change.tx, ask.partner.id, client.id)?.and_then(|denied| denied.denial());
    let past = Past { open: None, denial, cooldown: ask.cooldown };
    let (link, event) = Link::request(link::next_id(change.tx)?, wanted, &past, change.now)?;
    let expired = stored.map(|stored| super::close(change, stored)).transpose()?.flatten();
    link::insert(change.tx, &link, change.audit())?;
    change.record(event);
    expired.into_iter().for_each(|event| change.record(event));
    asking::ask(change, &link, &client, &ask.partner)?;
    Ok(link)
}

/// The client links a partner by itself: agreed at once, to be set up next.
///
/// # Errors
/// `denied`, also where the link lasts longer or brings more into force than who creates it has; `conflict` when the
/// partner asked for it already (approve that), a link of the two is open with another term, or what it brings into
/// force is not as it was shown; `usage` for a term that is over or too long.
pub fn create(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    partner: &PartnerRow,
    until: Option<Instant>,
    shown: Option<&Waiting>,
) -> Result<Link> {
    let client = change.client(seen)?;
    let target = Target::link(change.relation(client.id)?, partner.id);
    change.authorise(&target)?;
    resolve::partner_must_be_as_shown(change.tx, partner)?;
    let by = change.actor.author().to_owned();
    let wanted = Creation { client: client.id, partner: partner.id, by, until };
    let stored = link::stored_open(change.tx, partner.id, client.id)?;
    if let Some(open) = &stored
        && open.meet_creation(&wanted, change.now)? == Met::Unchanged
    {
        change.unchanged(EntityId::Link(open.id));
        return Ok(open.clone());
    }
    let (link, event) = Link::create(link::next_id(change.tx)?, wanted, change.now)?;
    let waiting = Waiting::suspended(change.tx, client.id, partner.id, change.now)?;
    waiting::must_be_as_shown(&client, waiting.as_ref(), shown)?;
    // The link of a client gives what the dedicated user has, and nothing where there is none.
    change.authorise(&target.lasting(link.until))?;
    if let Some(waiting) = &waiting {
        let permissions = waiting.terms().permissions;
        change.authorise(&target.giving(permissions)).map_err(|error| waiting.explain(error, &client))?;
    }
    let expired = stored.map(|stored| super::close(change, stored)).transpose()?.flatten();
    link::insert(change.tx, &link, change.audit())?;
    change.record(waiting::add_to(event, waiting.as_ref()));
    expired.into_iter().for_each(|event| change.record(event));
    Ok(link)
}

/// The client that a partner asks, as it was shown. To a partner user it need not be visible yet: naming it exactly
/// was enough (see [`super::targets`]).
fn target_client(change: &mut Change<'_>, seen: &ClientSeen) -> Result<ClientRow> {
    if change.actor.is_support() {
        return change.client(seen);
    }
    let row = crate::store::client::by_id(change.tx, seen.row.id)?
        .ok_or_else(|| Error::bug(format!("{} is gone", seen.row.id)))?;
    if (row.version, &row.slug) != (seen.row.version, &seen.row.slug) {
        return Err(Error::conflict(format!(
            "{} was changed by someone else after it was shown; nothing was changed",
            resolve::named(&row)
        ))
        .hint(hint!["repeat ", TheRequest]));
    }
    resolve::must_be_open(&row)?;
    change.about_client(row.id)?;
    Ok(row)
}
