//! Taking back a change of one's own in a client (docs/reference.md#never-the-wrong-client): exactly, as a new audited
//! change, or not at all. [`plan()`] finds out what would be written; [`undo()`] writes it with the statements of
//! `store::history::tables`.
//!
//! The audit number finds the rows: the change wrote each row whose `since_audit` is its number, and replaced each row
//! of a history table whose `until_audit` is its number. What it replaced comes back; what it inserted is taken away
//! and stays in the history. A change may also have queued mails (they do not leave), withdrawn codes (they work again)
//! and changed a slug (both stay the client's). Anything else that it did stops the undo, and the error names the
//! command that does the opposite.
//!
//! Undoing an undo does the change again; mails about an end, which the first undo stopped, then leave. Three things
//! are not put back, as the help says: a login that the change made stays, as a prepared login, because the audit names
//! it; a slug that the client had meanwhile stays retired; and numbers that were given out are not given out again.
//!
//! - `plan`: the rows, mails and codes, and whether something was changed since; `rows`: a row as it is and as it was;
//! - `actions`: which actions of the audit can be taken back; `checks`: whether what comes back is still valid;
//! - `mails`: the mails of the change; `notices`: the notifications among them; `difference`: what people see of each row;
//! - `advice`, `former`: the command that does the opposite; `possible`: whether it could be done;
//! - `withdraw`: the same for an invitation whose mail had to leave and did not.

mod actions;
mod advice;
mod checks;
mod difference;
mod former;
mod mails;
mod notices;
mod plan;
mod possible;
mod rows;
mod withdraw;

pub use actions::{Needs, Reversal, Undoing, undoing};
pub use advice::{former_client, opposite};
pub use difference::Difference;
pub use plan::{UndoPlan, WhichChange, other_client, plan};
pub(super) use withdraw::withdraw;

use crate::domain::audit_event::{Action, AuditEvent, Number, Several, sentence};
use crate::domain::authority::Target;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::id::{ClientId, GrantId};
use crate::error::{Code, Error, Result};
use crate::store::history::{self, ChangeRecord, EVERY};
use crate::store::{access, client, code, grant, invitation, link, login};

use super::client::index_words;
use super::invite::{AfterSender, OfSender, end_of_sender, sender_may_give};
use super::reach::still::{self, StillEnters};
use super::resolve::{self, ClientSeen, named};
use super::unit_of_work::Change;
use super::{last_owner, notify};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The change that is undone.
    pub done: ChangeRecord,
    /// The client as it is now.
    pub client: ClientRow,
    pub differences: Vec<Difference>,
    /// By which other ways people still enter whom it closes a way to.
    pub still: Vec<StillEnters>,
    /// The invitations of people who can no longer give what they offer.
    pub sent: Vec<OfSender>,
}

/// Takes back a change of the actor in the client: the last one, or the one that is named.
///
/// # Errors
/// `conflict` when there is none, or it cannot be taken back exactly: then with the command that does the opposite;
/// `client_state` when the client is closed, unless the change closed it. `other` is the other client of a merge.
pub fn undo(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    other: Option<&ClientSeen>,
    which: WhichChange,
) -> Result<Undone> {
    let client = change.client_in_any_state(seen)?;
    for place in
        std::iter::once(client.clone()).chain(other.map(|other| change.client_in_any_state(other)).transpose()?)
    {
        let relation = change.relation(place.id)?;
        change.authorise(&Target::client(relation))?;
    }
    let found = plan(change.tx, &client, change.actor.audit_name(), which, change.now)?;
    if !found.is_about_closing() {
        resolve::must_be_open(&client)?;
    }
    let before = Before::of(change, &found)?;
    put_back(change, &client, &found)?;
    if found.writes(history::tables::LOGIN) {
        found.users().into_iter().try_for_each(|user| login::renew_words(change.tx, user))?;
    }
    let mut places = Vec::new();
    for (place, lasting) in found.places.iter().zip(before.lasting) {
        let after = client::by_id(change.tx, place.id)?.ok_or_else(|| Error::bug("the client is gone"))?;
        if found.writes(history::tables::CLIENT) || found.writes(history::tables::CLIENT_FIELD) {
            index_words(change.tx, &after)?;
        }
        // A double that is open again has those whom it had.
        if place.merged_into.is_none() {
            keeps_an_owner(change, place, &after, lasting, &found)?;
        }
        if found.writes(history::tables::ACCESS_GRANT) {
            change.weakened.push(after.clone());
        }
        places.push(after);
    }
    keeps_able_senders(change, &client, &found)?;
    let ids: Vec<ClientId> = places.iter().map(|place| place.id).collect();
    let mut sent = Vec::new();
    for user in found.users() {
        change.about_user(user);
        let person = login::by_id(change.tx, user)?.ok_or_else(|| Error::bug("a login is gone"))?;
        sent.push(end_of_sender(change, &person, &ids, AfterSender::Withdraw)?);
    }
    let mut still = Vec::new();
    for (before, after) in before.ways.iter().zip(&places) {
        still.extend(still::left(before, ways(change, after, &found)?));
    }
    let about = places.first().ok_or_else(|| Error::bug("an undo of no client"))?;
    change.record(audit_event(&found, about, &sent, &still));
    let (notified, turn) = found.mails.notices.notified();
    notify::of_undo(change, about, notified, turn)?;
    let named = places.into_iter().find(|place| place.id == client.id);
    let UndoPlan { done, differences, .. } = found;
    Ok(Undone { done, client: named.unwrap_or(client), differences, still, sent })
}

/// Each client before the undo.
struct Before {
    /// How many keep it alive.
    lasting: Vec<i64>,
    /// How those whom the change is about enter it.
    ways: Vec<Vec<StillEnters>>,
}

impl Before {
    fn of(change: &Change<'_>, plan: &UndoPlan) -> Result<Self> {
        let (mut lasting, mut all) = (Vec::new(), Vec::new());
        for place in &plan.places {
            lasting.push(grant::lasting_but(change.tx, place.id, GrantId::new(0))?);
            all.push(ways(change, place, plan)?);
        }
        Ok(Self { lasting, ways: all })
    }
}

/// How those enter the client whom the change is about: its people, and the partners' whose links it wrote.
fn ways(change: &Change<'_>, client: &ClientRow, plan: &UndoPlan) -> Result<Vec<StillEnters>> {
    let mut people = plan.users();
    for partner in plan.partners() {
        access::members_with_grant(change.tx, client.id, partner, |user| {
            people.push(user);
            Ok(())
        })?;
    }
    people.sort_unstable();
    people.dedup();
    let mut ways = Vec::new();
    for user in people {
        if let Some(person) = login::by_id(change.tx, user)? {
            ways.extend(still::of(change.tx, &person, client, change.now)?);
        }
    }
    Ok(ways)
}

/// Writes everything as it was. The database has the last word: what rests on a row that would go, or took the place
/// of one that would come back, stops it.
fn put_back(change: &Change<'_>, client: &ClientRow, plan: &UndoPlan) -> Result<()> {
    let (tx, audit, by) = (change.tx, plan.done.number, change.audit());
    let obstructed = |error: Error| match error.code() {
        Code::Bug => advice::stopped(tx, client, &plan.done, "something that happened since prevents it")
            .unwrap_or_else(|failed| failed),
        _ => error,
    };
    if let Some((present, back)) = plan.slugs() {
        history::exchange_slug(tx, client.id, (present, back), change.now)?;
    }
    for (kind, record) in &plan.dying {
        code::kill(tx, *kind, *record)?;
    }
    if plan.done.is(Action::ClientMerge) {
        plan.places.iter().try_for_each(|place| link::forget_recipients(tx, place.id, audit))?;
    }
    let mut written = 0;
    for table in EVERY.iter().rev() {
        for place in plan.places_of(table) {
            written += tx.nested(|| table.take(tx, audit, place.id)).map_err(obstructed)?;
        }
    }
    for table in EVERY {
        for place in plan.places_of(table) {
            written += tx.nested(|| table.restore(tx, audit, by, place.id)).map_err(obstructed)?;
        }
    }
    for table in EVERY {
        written += tx.nested(|| table.bring(tx, audit, by)).map_err(obstructed)?;
    }
    if written != plan.rows() {
        return Err(Error::bug(format!("{written} rows were put back instead of {}", plan.rows())));
    }
    history::prepare_again(tx, audit, by)?;
    for (kind, record) in &plan.codes {
        code::give_back(tx, *kind, *record, audit)?;
    }
    for mail in &plan.mails.stop {
        history::skip(tx, mail.id, notices::TAKEN_BACK)?;
    }
    for mail in &plan.mails.go {
        history::queue_again(tx, mail.id)?;
    }
    plan.mails.notices.rewrite(tx)
}

/// The last owner stays on this path too.
fn keeps_an_owner(
    change: &Change<'_>,
    before: &ClientRow,
    after: &ClientRow,
    lasting: i64,
    plan: &UndoPlan,
) -> Result<()> {
    let had_none = before.state == ClientState::Active && lasting == 0;
    if after.state != ClientState::Active || had_none || grant::lasting_but(change.tx, after.id, GrantId::new(0))? > 0 {
        return Ok(());
    }
    let why = format!("{} would be left without an owner or admin who can administer it for good", named(after));
    let error = advice::stopped(change.tx, before, &plan.done, &why)?;
    let error = match opposite(change.tx, &plan.done, Some(before), None)? {
        Some(step) if change.actor.is_support() && last_owner::may_overrule(&step) => {
            error.hint(last_owner::support_overrides())
        }
        _ => error,
    };
    Err(error.hint(last_owner::another_owner_first(&before.slug)).fact("rule", "last-owner"))
}

/// An invitation comes back only in the name of someone who can give what it offers then.
fn keeps_able_senders(change: &Change<'_>, client: &ClientRow, plan: &UndoPlan) -> Result<()> {
    for id in plan.invitations() {
        let Some(back) = invitation::by_id(change.tx, id)?.filter(|back| back.is_open(change.now)) else { continue };
        if !sender_may_give(change.tx, &back, change.now)? {
            let why = format!("{}, who sent {id}, can no longer give what it would offer", back.invited_by);
            return Err(advice::stopped(change.tx, client, &plan.done, &why)?);
        }
    }
    Ok(())
}

fn audit_event(plan: &UndoPlan, client: &ClientRow, sent: &[OfSender], still: &[StillEnters]) -> AuditEvent {
    let done = &plan.done;
    let withdrawn = sent.iter().filter_map(|sent| sent.ids(AfterSender::Withdraw));
    AuditEvent::Undo {
        id: client.id,
        audit_id: Number(done.number),
        did: sentence::spoken(&done.action),
        // Of an undo, and of a change of the client itself, the client goes without saying.
        entity: done.entity.clone().filter(|entity| *entity != client.id.to_string()),
        changed: Several(
            Difference::in_words(&plan.differences).iter().map(|sentence| sentence.as_str().to_owned()).collect(),
        ),
        withdrawn: Several(withdrawn.map(|ids| ids.to_string()).collect()),
        still: still::noted(still),
    }
}
