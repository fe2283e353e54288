//! How far a user of a partner reaches, and what a change gives and takes: told before anything is changed.

use super::{Edit, PartnerRow, Result, Tx, Wanted, find, store};
use crate::domain::actor::Scope;
use crate::domain::reference::UserRef;
use crate::domain::seat::Seat;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;

/// How many clients are named; more are only counted.
pub const NAMED: usize = 5;

/// How far a seat reaches, beside how far it reached before. A login that is switched off enters nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// The clients that the seat lets into now.
    pub reaches: Clients,
    /// Those of them that it did not let into before.
    pub gained: Clients,
    /// Those that it let into before, and no longer.
    pub lost: Clients,
    /// Which clients are meant.
    pub later: Later,
}

/// What becomes of clients that are linked later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Later {
    /// They are reached too.
    #[default]
    Reached,
    /// Only so many were chosen, whether they are linked already or not.
    Chosen(usize),
}

/// Clients, counted, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clients {
    /// How many.
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

/// How far somebody would reach who is added like that.
///
/// # Errors
/// `failed`.
pub fn of_new(tx: &Tx<'_>, company: &PartnerRow, wanted: &Wanted, now: Instant) -> Result<Extent> {
    let seat = Seat { reach: wanted.reach(), until: wanted.until };
    of_seat(tx, company, None, &seat, now)
}

/// How far somebody would reach who is changed like that, and reached before.
///
/// # Errors
/// `not_found`, `failed`.
pub fn of_edit(tx: &Tx<'_>, company: &PartnerRow, person: &UserRef, edit: &Edit, now: Instant) -> Result<Extent> {
    let member = find(tx, company, person)?;
    let before = (!member.row.ended).then_some(&member.seat);
    of_seat(tx, company, before, &member.seat.edited(&edit.of_seat()), now)
}

fn of_seat(tx: &Tx<'_>, company: &PartnerRow, before: Option<&Seat>, after: &Seat, now: Instant) -> Result<Extent> {
    let later = match &after.reach.scope {
        Scope::All => Later::Reached,
        Scope::Clients(chosen) => Later::Chosen(chosen.len()),
    };
    let mut extent = Extent { later, ..Extent::default() };
    let before = before.filter(|seat| seat.lasts(now));
    let after = Some(after).filter(|seat| seat.lasts(now));
    store::enterable(tx, company.id, now, |client, slug| {
        let reaches = |seat: Option<&Seat>| seat.is_some_and(|seat| seat.reach.scope.includes(client));
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
