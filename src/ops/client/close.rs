//! Closing a client, with all that hangs on it, and opening it again, with nothing of that
//! (docs/reference.md#invitations).

use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::code::CodeKind;
use crate::domain::id::{ClientId, EntityId, GrantId};
use crate::domain::invitation::{Invitation, InvitationStatus};
use crate::domain::link::{self as links, Link};
use crate::domain::step::Step;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, TheRequest, hint};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::Change;
use crate::ops::{notify, session};
use crate::store::client;
use crate::store::{Tx, code, invitation, link};

use super::account;

/// What ended with a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClosingCounts {
    /// Grants, prepared ones too, that were not over.
    pub grants: usize,
    /// Invitations that waited for an answer.
    pub invitations: usize,
    /// Link requests that waited for an answer.
    pub requests: usize,
    /// Links, set up or waiting for it.
    pub links: usize,
    pub sessions: usize,
}

/// What becomes of the account number of a client that is opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// It keeps it, unless another client has it by now.
    Kept,
    /// It has none any more.
    Dropped,
}

/// What ends with a client, as it is shown before it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingPreview {
    /// The grants that are not over, each with its version; their number is confirmed (docs/reference.md#confirmation).
    pub grants: Vec<(GrantId, i64)>,
    invitations: Vec<Invitation>,
    links: Vec<Link>,
}

impl ClosingPreview {
    pub fn gather(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Self> {
        Ok(Self {
            grants: client::grants_in_force(tx, client, now)?,
            invitations: invitation::pending_of_client(tx, client)?,
            links: link::of_client(tx, client)?,
        })
    }

    /// How many invitations wait for an answer.
    pub fn invitations(&self, now: Instant) -> usize {
        self.invitations.iter().filter(|record| record.status(now) == InvitationStatus::Pending).count()
    }

    /// How many link requests wait for an answer.
    pub fn requests(&self, now: Instant) -> usize {
        self.links.iter().filter(|link| link.status(now) == links::LinkStatus::Pending).count()
    }

    /// How many links are approved or in force.
    pub fn links(&self, now: Instant) -> usize {
        use links::LinkStatus::{Approved, Linked};
        self.links.iter().filter(|link| matches!(link.status(now), Approved | Linked)).count()
    }
}

/// Closes a client: what waits is withdrawn and its codes are dead, links and grants end, open sessions are closed.
/// Unchanged if it was closed before. `shown` is what was confirmed.
///
/// # Errors
/// `not_found`, `denied`; `conflict` when a grant, an invitation or a link was changed since it was shown.
pub fn close(change: &mut Change<'_>, seen: &ClientSeen, shown: &ClosingPreview) -> Result<ClosingCounts> {
    let client = change.client_in_any_state(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    if client.state == ClientState::Closed {
        change.unchanged(EntityId::Client(client.id));
        return Ok(ClosingCounts::default());
    }
    let held = ClosingPreview::gather(change.tx, client.id, change.now)?;
    if held != *shown {
        return Err(moved(&client));
    }
    let mut ended = ClosingCounts {
        grants: held.grants.len(),
        requests: held.requests(change.now),
        links: held.links(change.now),
        ..ClosingCounts::default()
    };
    ended.invitations = withdraw_invitations(change, &client)?;
    let links = held.links;
    change.record(AuditEvent::ClientClose {
        id: client.id,
        slug: client.slug.clone(),
        grants: ended.grants.into(),
        invitations: ended.invitations.into(),
        requests: ended.requests.into(),
        links: ended.links.into(),
    });
    // Before what lets the people in, so that each session ends because of the client.
    ended.sessions = session::end_with_client(change, client.id)?;
    links.into_iter().try_for_each(|link| end_link(change, link))?;
    for user in client::people(change.tx, client.id)? {
        change.about_user(user);
    }
    let people = notify::before_closing(change, &client)?;
    client::end_grants(change.tx, client.id, change.now, change.actor.author(), change.audit())?;
    client::close(change.tx, client.id, change.now, change.audit())?;
    notify::of_closing(change, &client, people)?;
    Ok(ended)
}

/// Opens a closed client again, under its own slug, as a draft: no one is in it, and nothing that ended comes back
/// (docs/reference.md#rules). Unchanged if it is open.
///
/// # Errors
/// `not_found`, `denied`; `conflict` when another open client has its account number by now.
pub fn reopen(change: &mut Change<'_>, seen: &ClientSeen, number: Number) -> Result<ClientRow> {
    let client = change.client_in_any_state(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    if client.state != ClientState::Closed {
        change.unchanged(EntityId::Client(client.id));
        return Ok(client);
    }
    let mut event = Event::from(AuditEvent::ClientReopen { id: client.id, slug: client.slug.clone() });
    let account_number = client.account_number.as_deref().filter(|_| number == Number::Kept);
    match (account_number, &client.account_number) {
        (Some(number), _) => number_is_free(change.tx, &client, number)?,
        (None, Some(dropped)) => {
            event = event.changing_option(Field::AccountNumber, Some(dropped), None::<&str>);
        }
        (None, None) => {}
    }
    client::reopen(change.tx, client.id, account_number, change.audit())?;
    change.record(event);
    let row = client::by_id(change.tx, client.id)?.ok_or_else(|| Error::bug("the client is gone"))?;
    super::index_words(change.tx, &row)?;
    Ok(row)
}

/// Withdraws what waits for an answer; an invitation whose time is over is closed as that. How many waited.
pub(in crate::ops) fn withdraw_invitations(change: &Change<'_>, client: &ClientRow) -> Result<usize> {
    let mut withdrawn = 0;
    for record in invitation::pending_of_client(change.tx, client.id)? {
        let waits = record.is_open(change.now);
        let step = if waits {
            record.cancel(change.now, change.actor.author(), change.reason.map(str::to_owned))?
        } else {
            record.close_if_expired(change.now)
        };
        let record = step.into_record();
        invitation::update(change.tx, &record, change.audit())?;
        code::kill(change.tx, CodeKind::Invitation, record.id.get())?;
        withdrawn += usize::from(waits);
    }
    Ok(withdrawn)
}

/// Withdraws a request, ends a link, and closes as that what was over by its time. Its codes are dead.
pub(in crate::ops) fn end_link(change: &Change<'_>, record: Link) -> Result<()> {
    let id = record.id;
    let step = match record.status(change.now) {
        links::LinkStatus::Pending => record.cancel(change.now, change.actor.author())?,
        links::LinkStatus::Approved | links::LinkStatus::Linked => record.unlink(change.now, change.actor.author())?,
        _ => record.close_if_expired(change.now),
    };
    if let Step::Made(link, _) = step {
        link::update(change.tx, &link, change.audit())?;
        for recipient in link::recipients(change.tx, id)? {
            code::kill(change.tx, CodeKind::Link, recipient.id.get())?;
        }
    }
    Ok(())
}

fn moved(client: &ClientRow) -> Error {
    Error::conflict(format!(
        "the people, invitations or links of {} were changed by someone else after they were shown; nothing was changed",
        named(client)
    ))
    .hint(hint!["look at it with ", Verb::UserList.step().client(&client.slug), " and repeat ", TheRequest])
    .fact("client_id", client.id.to_string())
    .fact("client_slug", client.slug.to_string())
}

/// While it was closed, another client may have been given its number in the billing system.
fn number_is_free(tx: &Tx<'_>, client: &ClientRow, number: &str) -> Result<()> {
    let Some(holder) = account::holder(tx, number, Some(client.id))? else { return Ok(()) };
    let (other, whose) = (&holder.client, holder.in_words());
    Err(Error::conflict(format!("its account number {number} belongs to {whose} by now; nothing was changed"))
        .hint(hint!["look at it with ", Verb::ClientShow.step().about(&other.slug)])
        .hint(hint![
            "if the number is rightly there, reopen with ",
            Verb::ClientReopen.step().about(&client.slug).switch(Flag::NoAccountNumber)
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .other_client(other.id)
        .fact("other_client_slug", other.slug.to_string()))
}
