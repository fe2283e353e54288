//! Changing a user of a partner: name, restriction, scope and term.

use super::{
    Actor, Change, ClientSeen, Clients, EntityId, Error, LoginRow, Member, PartnerRow, PartnerUserRow, Restriction,
    Result, Scope, Tx, clients_of, extent, find, login, must_be_a_client_of, must_be_the_partners_alone, partner,
    reached_with, resolve, store, with_way_out,
};
use crate::domain::audit_event::{AuditEvent, End, Event, Field};
use crate::domain::authority::Verb;
use crate::domain::id::ClientId;
use crate::domain::language::LanguageEdit;
use crate::domain::membership::{PartnerMembership, SeatEdit, UntilEdit};
use crate::domain::name::Name;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::Flag;
use crate::ops::concerned::Concerned;
use crate::ops::person_name::{self, NameEdit};
use crate::ops::reached::granted;
use crate::ops::{notify, session};

/// What is to be otherwise about a user of a partner. What is not said stays.
#[derive(Debug, Clone)]
pub struct Edit {
    pub first_name: Option<Name>,
    pub last_name: Option<Name>,
    pub language: LanguageEdit,
    pub restriction: Option<Restriction>,
    /// Which clients they are to reach.
    pub scope: ScopeEdit,
    /// What becomes of the term.
    pub until: UntilEdit,
}

/// What becomes of the scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeEdit {
    Keep,
    /// All clients of the partner, also those linked later. Those chosen before are forgotten.
    All,
    Chosen(Clients),
}

/// A user who was changed, or was so already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Who, as lists show them.
    pub row: PartnerUserRow,
    /// The slugs of the chosen clients, by id.
    pub clients: Vec<String>,
    /// What the membership gave before.
    pub before: PartnerMembership,
    pub after: PartnerMembership,
}

impl Edit {
    pub fn is_empty(&self) -> bool {
        self.names().is_empty() && self.of_seat() == SeatEdit::default()
    }

    fn names(&self) -> NameEdit {
        NameEdit { first: self.first_name.clone(), last: self.last_name.clone(), language: self.language }
    }

    pub(super) fn of_seat(&self) -> SeatEdit {
        let scope = match &self.scope {
            ScopeEdit::Keep => None,
            ScopeEdit::All => Some(Scope::All),
            ScopeEdit::Chosen(_) => Some(Scope::Clients(self.chosen().iter().map(|seen| seen.row.id).collect())),
        };
        SeatEdit { restriction: self.restriction, scope, until: self.until }
    }

    /// The clients that were named.
    pub fn chosen(&self) -> &[ClientSeen] {
        match &self.scope {
            ScopeEdit::Chosen(Clients::These(chosen)) => chosen,
            _ => &[],
        }
    }
}

/// The clients whose people or rows such an edit changes, for anyone who may do it: they are shown before. Where the
/// name, the restriction or the term is another, these are all that the person reaches; else those that are gained and
/// lost, and the one whose session ends.
///
/// # Errors
/// `not_found`, `denied`.
pub fn concerned_by(
    tx: &Tx<'_>,
    actor: &Actor,
    company: &PartnerRow,
    person: &UserRef,
    edit: &Edit,
    now: Instant,
) -> Result<Concerned> {
    let member = find(tx, company, person)?;
    let after = member.membership.edited(&edit.of_seat());
    member.may_become(actor, Verb::PartnerEditUser, &after).map_err(|error| with_way_out(actor, &after, error))?;
    concerned(tx, &member, edit, &after, now)
}

fn concerned(tx: &Tx<'_>, member: &Member, edit: &Edit, after: &PartnerMembership, now: Instant) -> Result<Concerned> {
    let before = &member.membership;
    let (assigned, taken) = before.moves(after);
    let mut concerned = Concerned::because("the clients assigned so far", taken);
    let rest = |membership: &PartnerMembership| (membership.reach.restriction, membership.until);
    let everywhere = rest(before) != rest(after) || edit.names().changes(&member.login);
    if everywhere || before.reach.scope != after.reach.scope {
        let had = reached_with(tx, member.row.partner, &before.reach.scope, now)?;
        let has = reached_with(tx, member.row.partner, &after.reach.scope, now)?;
        let moved = |client: &ClientId| everywhere || !(had.contains(client) && has.contains(client));
        concerned.add("their reach", had.union(&has).copied().filter(moved));
    }
    if edit.names().changes(&member.login) {
        concerned.add("the person's access", granted(tx, &member.login, now)?);
    }
    concerned.add("their session", left_by(tx, member, after, now)?);
    concerned.add(Flag::Clients.typed(), assigned);
    Ok(concerned)
}

/// Changes a user of a partner, in everything that was said or in nothing. `shown` are the clients that were shown.
///
/// # Errors
/// `not_found`; `denied` when the person reaches, or would reach, further than the actor; `conflict` when the partner is
/// closed, the membership ended, a client is none of the partner's, which is named, or other clients are concerned than shown.
pub fn edit(
    change: &mut Change<'_>,
    company: &PartnerRow,
    person: &UserRef,
    edit: &Edit,
    shown: &Concerned,
) -> Result<Edited> {
    let member = find(change.tx, company, person)?;
    let after = member.membership.edited(&edit.of_seat());
    let actor = change.actor;
    change.authorise(&member.target(actor))?;
    change.authorise(&member.becoming(actor, &after)).map_err(|error| with_way_out(actor, &after, error))?;
    if !actor.is_support() && edit.names().changes(&member.login) {
        must_be_the_partners_alone(change.tx, &member.login, "change its name or language")?;
    }
    for seen in edit.chosen() {
        change.client(seen)?;
    }
    let company = partner::by_id(change.tx, company.id)?.ok_or_else(|| Error::bug("the partner is gone"))?;
    resolve::partner_must_be_active(&company)?;
    member.must_stand(&company)?;
    let (assigned, taken) = member.membership.moves(&after);
    for seen in edit.chosen().iter().filter(|seen| assigned.contains(&seen.row.id)) {
        must_be_a_client_of(change.tx, &company, seen, change.now)?;
    }
    let user = member.login.id;
    change.about_user(user);
    let names = names(&member.login, edit);
    let held: Vec<String> = store::clients(change.tx, user)?.into_iter().map(|(_, slug)| slug.to_string()).collect();
    if let Some(event) = edit_event(&member, edit, &after, names, &held) {
        let email = member.login.email.as_str();
        concerned(change.tx, &member, edit, &after, change.now)?.must_be_as_shown(shown, email)?;
        let left = left_by(change.tx, &member, &after, change.now)?.filter(|client| !taken.contains(client));
        change.about_clients(assigned.iter().chain(&taken).chain(&left).copied())?;
        change.record(event);
        // While the membership is as it was, so that a session that its end had ended is stored as that.
        taken.iter().chain(&left).try_for_each(|client| session::end_with_scope(change, user, *client))?;
        if edit.names().changes(&member.login) {
            // The event has the name next to everything else.
            person_name::set(change, None, &member.login, &edit.names())?;
        }
        let (tx, audit) = (change.tx, change.audit());
        if member.membership != after {
            store::set_seat(tx, user, &after, audit)?;
        }
        taken.iter().try_for_each(|client| store::take(tx, user, *client, audit))?;
        assigned.iter().try_for_each(|client| login::assign(tx, user, *client, audit))?;
        let gained = extent::gained(tx, &company, (Some(&member.membership), &after), change.now)?;
        notify::of_reach(change, &company, &member.login, &gained)?;
    } else {
        change.unchanged(EntityId::User(user));
    }
    let row = store::by_id(change.tx, user)?.ok_or_else(|| Error::bug("the seat is gone"))?;
    Ok(Edited { row, clients: clients_of(change.tx, change.actor, user)?, before: member.membership, after })
}

/// The client of a session that is over by the membership as it was, or ends with the membership as it is to be.
fn left_by(tx: &Tx<'_>, member: &Member, after: &PartnerMembership, now: Instant) -> Result<Option<ClientId>> {
    if member.membership == *after {
        return Ok(None);
    }
    session::ended_by_seat(tx, member.login.id, &after.reach.scope, now)
}

fn of(login: &LoginRow) -> (&str, &str) {
    (&login.first_name, &login.last_name)
}

fn names<'n>(login: &'n LoginRow, edit: &'n Edit) -> (&'n str, &'n str) {
    let (first, last) = of(login);
    (edit.first_name.as_ref().map_or(first, Name::as_str), edit.last_name.as_ref().map_or(last, Name::as_str))
}

/// What happened, each thing next to what it was; nothing when all is as it was.
fn edit_event(
    member: &Member,
    edit: &Edit,
    after: &PartnerMembership,
    names: (&str, &str),
    held: &[String],
) -> Option<Event> {
    let (login, before) = (&member.login, &member.membership);
    let word = |membership: &PartnerMembership| {
        if membership.reach.restriction == Restriction::NoSettings { "yes" } else { "no" }
    };
    let (now, then) = (&after.reach.scope, &before.reach.scope);
    let mut event = Event::from(AuditEvent::PartnerEditUser {
        id: login.id,
        partner: member.row.partner.into(),
        email: login.email.clone(),
    })
    .changing(Field::Name, login.name(), format!("{} {}", names.0, names.1).trim().to_owned())
    .changing_option(Field::Language, login.language, edit.language.applied_to(login.language))
    .changing(Field::Restricted, word(before), word(after))
    .changing(Field::Scope, then.name(), now.name())
    .changing(Field::Until, End(before.until), End(after.until));
    if now != then {
        let slugs: Vec<&str> = edit.chosen().iter().map(|seen| seen.row.slug.as_str()).collect();
        event = event.changing(Field::Clients, held.join(" "), slugs.join(" "));
    }
    (!event.changes.is_empty()).then_some(event)
}
