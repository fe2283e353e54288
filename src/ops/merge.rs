//! Merging a double into the client that stays (docs/reference.md#merging): what both have is gathered and shown, what
//! differs is decided, and then everything of the double ends and goes on in the other, in one change of the two.
//!
//! - `gather`: what the two have; `choices`: what was decided, and what has to be;
//! - `items`: what becomes of each thing, in words; `write`: the rows.

mod choices;
mod gather;
mod items;
mod write;

pub use choices::{Choice, choices, must_be_decided};
pub use gather::{Shown, gather};
pub use items::{Item, ItemKind, items};

use crate::domain::audit_event::{AuditEvent, Event};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::GrantState;
use crate::domain::id::GrantId;
use crate::domain::invitation::Invitation;
use crate::domain::link::{Link, State as LinkState};
use crate::domain::login::LoginRow;
use crate::domain::merge::{Choices, Fate, MergePlan};
use crate::error::{Error, Result, TheRequest, hint};
use crate::ops::client::index_words;
use crate::ops::invite::{AfterSender, OfSender, end_of_sender};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::Change;
use crate::ops::{hold, last_owner, notify};
use crate::store::{client, grant, login};

/// What a merge came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The double, closed.
    pub from: ClientRow,
    pub into: ClientRow,
    pub plan: MergePlan,
    /// The links that go on, as they are in the client that stays.
    pub links: Vec<Link>,
    /// The invitations that were sent again.
    pub invitations: Vec<Invitation>,
    /// How many open sessions in the double ended.
    pub sessions: usize,
    /// The invitations of people who can no longer give what they offer.
    pub withdrawn: Vec<OfSender>,
}

impl Merged {
    /// The links that another program has to set up again.
    pub fn to_set_up(&self) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(|link| matches!(link.state, LinkState::Approved { .. }))
    }
}

/// Merges the first client into the second. `shown` is what was confirmed.
///
/// # Errors
/// `denied`; `client_state`; `conflict` when something was changed since it was shown, when the two differ in something
/// that no one decided, while a recovery runs, or where no one would be left who can administer the client.
pub fn merge(
    change: &mut Change<'_>,
    seen: (&ClientSeen, &ClientSeen),
    shown: &Shown,
    choices: &Choices,
) -> Result<Merged> {
    let (from, into) = (change.client(seen.0)?, change.client(seen.1)?);
    for client in [&from, &into] {
        let relation = change.relation(client.id)?;
        change.authorise(&Target::client(relation))?;
        must_not_recover(change, client)?;
    }
    let held = gather(change.tx, &from, &into, change.now)?;
    if held != *shown {
        return Err(moved(&from, &into));
    }
    let plan = MergePlan::of(&held.pair, choices, change.now);
    must_be_decided(change.tx, &held, &plan, change.now)?;
    let lasting = [&from, &into].map(|client| grant::lasting_but(change.tx, client.id, GrantId::new(0)));
    let [of_from, of_into] = lasting;
    let had_lasting = of_from? + of_into? > 0;
    let sessions = write::end(change, &held.pair, &plan)?;
    let links = write::begin(change, &held.pair, &plan)?;
    let withdrawn = end_senders(change, &into, &plan)?;
    let invitations = write::invite(change, &held.pair, &plan)?;
    let after = |row: &ClientRow| client::by_id(change.tx, row.id)?.ok_or_else(|| Error::bug("a client is gone"));
    let merged = Merged { from: after(&from)?, into: after(&into)?, plan, links, invitations, sessions, withdrawn };
    keeps_an_owner(change, &merged.into, had_lasting)?;
    change.record_first(event(change, &held, &merged)?);
    index_words(change.tx, &merged.into)?;
    let people = brought(change, &merged.plan)?;
    notify::of_merge(change, (&merged.from, &merged.into), people)?;
    Ok(merged)
}

/// The invitations of those whose access in the client that stays ended or was replaced.
fn end_senders(change: &Change<'_>, into: &ClientRow, plan: &MergePlan) -> Result<Vec<OfSender>> {
    let mut found = Vec::new();
    for person in plan.people.iter().filter(|person| person.ends_into()) {
        let login = login_of(change, person.user)?;
        let sent = end_of_sender(change, &login, &[into.id], AfterSender::Withdraw)?;
        found.extend(sent.fate.is_some().then_some(sent));
    }
    Ok(found)
}

/// Those who came into the client that stays from the double, and enter it.
fn brought(change: &Change<'_>, plan: &MergePlan) -> Result<Vec<LoginRow>> {
    let enters =
        |grant: &&crate::domain::grant::GrantRow| grant.state == GrantState::Active && grant.for_partner.is_none();
    let people = plan
        .people
        .iter()
        .filter(|person| person.from.as_ref().filter(enters).is_some() && person.survivor().filter(enters).is_some());
    people.map(|person| login_of(change, person.user)).collect()
}

fn login_of(change: &Change<'_>, user: crate::domain::id::UserId) -> Result<LoginRow> {
    login::by_id(change.tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))
}

/// What the logs of both clients say.
fn event(change: &Change<'_>, shown: &Shown, merged: &Merged) -> Result<Event> {
    let plan = &merged.plan;
    let people = |fates: &[Fate]| plan.people.iter().filter(|person| fates.contains(&person.fate)).count();
    let kept = choices::decided(change.tx, shown, plan)?;
    let mut event = Event::from(AuditEvent::ClientMerge {
        id: merged.into.id,
        slug: merged.into.slug.clone(),
        from_id: merged.from.id,
        from_slug: merged.from.slug.clone(),
        moved: people(&[Fate::Moves, Fate::Replaced]).into(),
        combined: people(&[Fate::Combined, Fate::Kept]).into(),
        links: merged.links.len().into(),
        invited: merged.invitations.len().into(),
        kept: (!kept.is_empty()).then(|| kept.join(", ")),
    });
    for fact in &plan.facts {
        if let Some(value) = fact.new_value() {
            event = event.changing_option(fact.field.clone(), fact.into.as_deref(), Some(value));
        }
    }
    Ok(event)
}

/// An active client keeps someone who can administer it for good, if one of the two had someone.
fn keeps_an_owner(change: &Change<'_>, into: &ClientRow, had_lasting: bool) -> Result<()> {
    if into.state != ClientState::Active || !had_lasting || grant::lasting_but(change.tx, into.id, GrantId::new(0))? > 0
    {
        return Ok(());
    }
    Err(Error::conflict(format!("{} would be left without {}; nothing was changed", named(into), last_owner::LASTING))
        .hint(last_owner::another_owner_first(&into.slug))
        .fact("client_id", into.id.to_string())
        .fact("client_slug", into.slug.to_string())
        .fact("rule", "last-owner"))
}

/// What a recovery offers stays as it is while it runs.
fn must_not_recover(change: &Change<'_>, client: &ClientRow) -> Result<()> {
    let Some((_, invited)) = hold::running(change.tx, client.id, change.now)? else { return Ok(()) };
    Err(Error::conflict(format!("a recovery of {} runs, by {}; nothing was changed", named(client), invited.id))
        .hint(hint!["wait for its end, or stop it with ", Verb::ClientStopRecovery.step().about(&client.slug)])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string()))
}

fn moved(from: &ClientRow, into: &ClientRow) -> Error {
    Error::conflict(format!(
        "something of {} or {} was changed by someone else after it was shown; nothing was changed",
        named(from),
        named(into)
    ))
    .hint(hint!["look again and repeat ", TheRequest])
    .fact("client_id", into.id.to_string())
    .fact("client_slug", into.slug.to_string())
}
