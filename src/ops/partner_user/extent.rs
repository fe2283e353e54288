//! How far a user of a partner reaches, and what a change gives and takes: shown before anything is changed.

use super::{AddPartnerUser, Edit, LoginRow, PartnerRow, Result, Tx, find, login, store};
use crate::domain::actor::{Actor, Restriction, Scope};
use crate::domain::id::ClientId;
use crate::domain::membership::PartnerMembership;
use crate::domain::permission::Permission;
use crate::domain::reference::UserRef;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::ops::reach::still::{self, StillEnters};

/// How many clients are named; more are only counted.
pub const NAMED: usize = 5;

/// How far a membership reaches, next to how far it reached before. A login that is switched off enters nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// The clients that the membership lets into now.
    pub reaches: Clients,
    /// Those of them that it did not let into before.
    pub gained: Clients,
    /// Those that it let into before, and no longer.
    pub lost: Clients,
    pub later: Later,
    /// The grants of their own by which the person enters clients in which the membership gives nothing, or less than before.
    pub still: Vec<StillEnters>,
}

/// What becomes of clients that are linked later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Later {
    #[default]
    Reached,
    /// Only so many were chosen, whether they are linked already or not.
    Chosen(usize),
}

/// Clients, counted, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clients {
    pub count: usize,
    /// The slugs of the first, at most [`NAMED`], by id.
    pub first: Vec<Slug>,
}

impl Clients {
    fn add(&mut self, slug: &Slug) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(slug.clone());
        }
    }
}

/// How far someone would reach who is added like that.
pub fn of_new(
    tx: &Tx<'_>,
    actor: &Actor,
    company: &PartnerRow,
    wanted: &AddPartnerUser,
    now: Instant,
) -> Result<Extent> {
    let membership = PartnerMembership { reach: wanted.reach(), until: wanted.until };
    let mut extent = of_seat(tx, company, None, &membership, now)?;
    if extent.reaches.count == 0
        && let Some(person) = login::by_key(tx, wanted.email.key())?
    {
        extent.still = still::own_grants_seen_by(tx, actor, &person, now, |_, _| true)?;
    }
    Ok(extent)
}

/// How far someone would reach who is changed like that, and reached before.
///
/// # Errors
/// `not_found`, `failed`.
pub fn of_edit(
    tx: &Tx<'_>,
    actor: &Actor,
    company: &PartnerRow,
    person: &UserRef,
    edit: &Edit,
    now: Instant,
) -> Result<Extent> {
    let member = find(tx, company, person)?;
    let before = (!member.row.ended).then_some(&member.membership);
    let after = member.membership.edited(&edit.of_seat());
    let mut extent = of_seat(tx, company, before, &after, now)?;
    extent.still = own_grants(tx, actor, &member.login, (before, &after), now)?;
    Ok(extent)
}

/// The grants of their own by which the person still enters clients in which the membership gives less than before: no access, no
/// `settings`, or an earlier end.
fn own_grants(
    tx: &Tx<'_>,
    actor: &Actor,
    person: &LoginRow,
    (before, after): (Option<&PartnerMembership>, &PartnerMembership),
    now: Instant,
) -> Result<Vec<StillEnters>> {
    let Some(before) = before else { return Ok(Vec::new()) };
    still::own_grants_seen_by(tx, actor, person, now, |ways, client| {
        let by_membership = ways.iter().any(|way| !way.is_own_grant());
        let own = ways.iter().find(|way| way.is_own_grant());
        let settings = own.is_some_and(|own| own.permissions.contains(Permission::Settings));
        let closes = !after.reach.scope.includes(client);
        let restricts = before.reach.restriction == Restriction::None && after.reach.restriction != Restriction::None;
        let shortens = after.until.is_some_and(|until| before.until.is_none_or(|before| until < before));
        by_membership && (closes || restricts && settings || shortens)
    })
}

/// The clients that `after` lets into now, and `before` did not, by id.
pub(super) fn gained(
    tx: &Tx<'_>,
    company: &PartnerRow,
    (before, after): (Option<&PartnerMembership>, &PartnerMembership),
    now: Instant,
) -> Result<Vec<ClientId>> {
    let reaches = |membership: Option<&PartnerMembership>, client| {
        membership.is_some_and(|membership| membership.lasts(now) && membership.reach.scope.includes(client))
    };
    let mut gained = Vec::new();
    store::enterable(tx, company.id, now, |client, _| {
        if reaches(Some(after), client) && !reaches(before, client) {
            gained.push(client);
        }
        Ok(())
    })?;
    Ok(gained)
}

fn of_seat(
    tx: &Tx<'_>,
    company: &PartnerRow,
    before: Option<&PartnerMembership>,
    after: &PartnerMembership,
    now: Instant,
) -> Result<Extent> {
    let later = match &after.reach.scope {
        Scope::All => Later::Reached,
        Scope::Clients(chosen) => Later::Chosen(chosen.len()),
    };
    let mut extent = Extent { later, ..Extent::default() };
    let before = before.filter(|membership| membership.lasts(now));
    let after = Some(after).filter(|membership| membership.lasts(now));
    store::enterable(tx, company.id, now, |client, slug| {
        let reaches = |membership: Option<&PartnerMembership>| {
            membership.is_some_and(|membership| membership.reach.scope.includes(client))
        };
        let (did, does) = (reaches(before), reaches(after));
        if does {
            extent.reaches.add(&slug);
        }
        match (did, does) {
            (false, true) => extent.gained.add(&slug),
            (true, false) => extent.lost.add(&slug),
            _ => {}
        }
        Ok(())
    })?;
    Ok(extent)
}
