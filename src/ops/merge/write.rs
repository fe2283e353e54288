//! The rows of a merge. What the double has ends, and begins again in the client that stays, under one audit number: the
//! history of each client is its own.

use crate::domain::association::AssociationRow;
use crate::domain::audit_event::Field;
use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::domain::domain_name::DomainName;
use crate::domain::id::{GrantId, SessionId, StaffId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::link::Link;
use crate::domain::merge::{Fate, MergePlan, Pair, PartnerPlan};
use crate::error::{Error, Result};
use crate::ops::client::close::{end_link, withdraw_invitations};
use crate::ops::unit_of_work::Change;
use crate::ops::{invite, last_owner, link as links, session};
use crate::store::client::ClientFacts;
use crate::store::session::{SessionScope, Which, each as each_session};
use crate::store::{association, client, code, grant, invitation, link, login, partner_user};

/// Why a session in the double ended.
const MERGED: &str = "the client was merged into another";

/// Ends everything of the double, and in the client that stays what something of the double takes the place of. How many
/// sessions ended.
pub(super) fn end(change: &mut Change<'_>, pair: &Pair, plan: &MergePlan) -> Result<usize> {
    let (from, into) = (&pair.from.client, &pair.into.client);
    let sessions = end_sessions(change, from)?;
    withdraw_invitations(change, from)?;
    for link in link::of_client(change.tx, from.id)? {
        end_link(change, link)?;
    }
    for grant in &pair.from.grants {
        change.about_user(grant.user);
    }
    let (now, by, audit) = (change.now, change.actor.author(), change.audit());
    client::end_grants(change.tx, from.id, now, by, audit)?;
    partner_user::take_all(change.tx, from.id, audit)?;
    association::end_all(change.tx, from.id, audit)?;
    for person in &plan.people {
        // Also one of which the term is over: one at a time is stored as open.
        if moves(person.fate) || person.ends_into() {
            end_grant(change, into, person.user)?;
        }
    }
    for partner in plan.partners.iter().filter(|partner| partner.fate == Fate::Replaced) {
        if let Some(link) = &partner.into.link {
            end_link(change, link.clone())?;
        }
        for user in partner.into.assigned.difference(&partner.from.assigned) {
            partner_user::take(change.tx, *user, into.id, audit)?;
            change.about_user(*user);
        }
    }
    Ok(sessions)
}

/// Ends the access of a person in the client that stays, also where its term is over, with the invitation to it.
fn end_grant(change: &mut Change<'_>, into: &ClientRow, user: UserId) -> Result<()> {
    let Some(held) = grant::open(change.tx, into.id, user)? else { return Ok(()) };
    let (now, by, audit) = (change.now, change.actor.author(), change.audit());
    last_owner::weakens(change, into, &held, None);
    let pending = invitation::latest(change.tx, into.id, user)?;
    if let Some(pending) = pending.filter(|pending| pending.is_open(now)) {
        let id = pending.id;
        let step = pending.cancel(now, by, change.reason.map(str::to_owned))?;
        invitation::update(change.tx, &step.into_record(), audit)?;
        code::kill(change.tx, CodeKind::Invitation, id.get())?;
    }
    grant::end(change.tx, held.id, now, by, audit)?;
    change.about_user(user);
    Ok(())
}

fn end_sessions(change: &mut Change<'_>, from: &ClientRow) -> Result<usize> {
    let mut open: Vec<(SessionId, UserId)> = Vec::new();
    each_session(change.tx, SessionScope::Client(from.id), Which::Open, None, |one| {
        open.push((one.id, one.person));
        Ok(())
    })?;
    for (id, person) in &open {
        session::end_because(change, *id, MERGED)?;
        change.about_user(*person);
    }
    Ok(open.len())
}

/// Begins in the client that stays what comes from the double, and closes the double. The links that go on.
pub(super) fn begin(change: &mut Change<'_>, pair: &Pair, plan: &MergePlan) -> Result<Vec<Link>> {
    let (from, into) = (&pair.from.client, &pair.into.client);
    let (now, by, audit) = (change.now, change.actor.author(), change.audit());
    for person in plan.people.iter().filter(|person| matches!(person.fate, Fate::Moves | Fate::Replaced)) {
        if let Some(former) = &person.from {
            grant::carry(change.tx, former, into.id, by, now, audit)?;
        }
    }
    client::merge(change.tx, from.id, into.id, now, audit)?;
    store_facts(change, pair, plan)?;
    for note in plan.associations.iter().filter(|note| note.fate == Fate::Moves) {
        association::note(change.tx, &AssociationRow { client: into.id, ..note.from.clone() }, audit)?;
    }
    last_owner::activate_draft(change, into)?;
    let mut carried = Vec::new();
    for partner in &plan.partners {
        assign(change, into, partner)?;
        if let Some(link) = partner.from.link.as_ref().filter(|_| moves(partner.fate)) {
            carried.push(links::carry::carry_over(change, into, link)?);
        }
    }
    Ok(carried)
}

const fn moves(fate: Fate) -> bool {
    matches!(fate, Fate::Moves | Fate::Replaced)
}

/// Assigns the client that stays to the users of a partner to whom the double was assigned, where they keep that.
fn assign(change: &mut Change<'_>, into: &ClientRow, partner: &PartnerPlan) -> Result<()> {
    if !moves(partner.fate) && partner.fate != Fate::Combined {
        return Ok(());
    }
    for user in partner.from.assigned.difference(&partner.into.assigned) {
        login::assign(change.tx, *user, into.id, change.audit())?;
        change.about_user(*user);
    }
    Ok(())
}

fn store_facts(change: &Change<'_>, pair: &Pair, plan: &MergePlan) -> Result<()> {
    let (row, from, audit) = (&pair.into.client, &pair.from.client, change.audit());
    let mut facts = (row.domain.clone(), row.account_number.as_deref(), row.plan.as_deref(), row.staff, row.language);
    let before = facts.clone();
    for fact in &plan.facts {
        let Some(value) = fact.new_value() else { continue };
        match &fact.field {
            Field::Domain => facts.0 = Some(value.to_owned()),
            Field::AccountNumber => facts.1 = Some(value),
            Field::Plan => facts.2 = Some(value),
            Field::Language => facts.4 = from.language,
            Field::Staff => facts.3 = from.staff.map(|id: StaffId| id),
            Field::Own(key) => client::set_field(change.tx, row.id, key, Some(value), audit)?,
            _ => return Err(Error::bug("a fact that is not of a client")),
        }
    }
    if facts == before {
        return Ok(());
    }
    let fold = facts.0.clone().map(|domain| DomainName::stored(domain).fold());
    let facts = ClientFacts {
        name: &row.name,
        domain: facts.0.as_deref().zip(fold.as_deref()),
        account_number: facts.1,
        plan: facts.2,
        staff: facts.3,
        language: facts.4,
    };
    client::update(change.tx, row.id, &facts, audit)
}

/// Sends the invitations of the double again, to those who are still only prepared.
pub(super) fn invite(change: &mut Change<'_>, pair: &Pair, plan: &MergePlan) -> Result<Vec<Invitation>> {
    let into = &pair.into.client;
    let mut sent = Vec::new();
    for person in &plan.people {
        let Some(id) = person.invitation else { continue };
        let former = pair.from.invitations.iter().find(|invitation| invitation.id == id);
        let former = former.ok_or_else(|| Error::bug("an invitation that was not gathered"))?;
        let held = grant::open(change.tx, into.id, person.user)?.ok_or_else(|| Error::bug("a grant is gone"))?;
        let login = login::by_id(change.tx, person.user)?.ok_or_else(|| Error::bug("a login is gone"))?;
        let replaces = former.replaces.map(|replaced| successor(change, pair, replaced)).transpose()?.flatten();
        sent.push(invite::carry::carry_over(change, into, (&login, &held), former, replaces)?);
    }
    Ok(sent)
}

/// What the person of a grant of the double has in the client that stays.
fn successor(change: &Change<'_>, pair: &Pair, former: GrantId) -> Result<Option<GrantId>> {
    let Some(user) = pair.from.grants.iter().find(|grant| grant.id == former).map(|grant| grant.user) else {
        return Ok(None);
    };
    Ok(grant::open(change.tx, pair.into.client.id, user)?.map(|grant| grant.id))
}
