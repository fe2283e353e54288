//! What begins with what someone has typed so far: clients and partners here, people and records in the modules below.
//! For completion at a shell: it shows identities and decides nothing.

#[cfg(test)]
mod cost_tests;
pub mod people;
pub mod records;
mod references;

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::actor::Actor;
use crate::domain::authority::{self, Sight, Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::name::words;
use crate::domain::partner::PartnerState;
use crate::domain::reference::{Forms, PartnerRef};
use crate::domain::spelling;
use crate::domain::time::Instant;
use crate::error::{Code, Result};
use crate::ops::client::list::known_to;
use crate::ops::{partner, reach};
use crate::store::client_find::{Trace, by_trace};
use crate::store::{Tx, client, partner as partners};

/// The most that are offered.
pub const MOST: usize = 50;
/// As far as those beyond are counted.
const COUNTED: usize = 1000;
/// So many are looked up in each index, to know whether there are more than are counted.
const LOOKED_UP: u32 = 1000;

/// A name that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What is put on the line.
    pub word: String,
    /// What is shown next to it: `C100001-9 Big Shoes Inc.`
    pub label: String,
}

/// Names that begin with what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidates {
    pub offered: Vec<Offered>,
    /// How many more there are.
    pub more: More,
}

/// How many names there are beyond those that are offered. What they have in common with the others is not known, so
/// nothing may be put on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum More {
    #[default]
    None,
    Exactly(usize),
    /// So many, and some that were not counted.
    AtLeast(usize),
}

/// Clients that the actor sees, of which the slug, a word of the name, the domain or the account number begins with
/// `typed`: first those whose slug does. A check digit is never offered: typing it is what it is for. An id that is whole
/// completes as it is.
///
/// With [`Forms::Any`] also `account:`, `domain:` and `owner:` with what they name, and owners' addresses.
///
/// # Errors
/// `denied`.
pub fn clients(tx: &Tx<'_>, actor: &Actor, typed: &str, forms: Forms, now: Instant) -> Result<Candidates> {
    authority::decide(actor, Verb::ClientFind, &Target::NOTHING)?;
    if forms == Forms::Any
        && let Some(reference) = references::Prefixed::read(typed)
    {
        return references::clients(tx, actor, &reference, now);
    }
    if let Ok(id) = ClientId::parse(typed) {
        return of_id(tx, actor, id, now);
    }
    let typed = typed.nfc().collect::<String>().to_lowercase();
    let mut rows: Vec<ClientRow> = Vec::new();
    let (candidates, reading) = candidates(tx, actor, &typed)?;
    let (mut known, mut count) = (BTreeSet::new(), Count::of(reading));
    for id in candidates {
        if !count.is_full()
            && known.insert(id)
            && let Some(row) = client::by_id(tx, id)?
            && let Some(row) = readable(row, reach::sight(tx, actor, id, now)?)
            && begins(&row, &typed)
            && count.offers()
        {
            rows.push(row);
        }
    }
    // The person reads the slugs from the left.
    rows.sort_by_key(|row| (!row.slug.as_str().starts_with(&typed), row.slug.to_string()));
    let offer = |row: ClientRow| {
        let closed = if row.state == ClientState::Closed { " (closed)" } else { "" };
        Offered { word: row.slug.to_string(), label: format!("{} {}{closed}", row.id, row.name) }
    };
    Ok(Candidates { offered: rows.into_iter().map(offer).collect(), more: count.more() })
}

/// The client of an id that was typed to its end, check digit included: the id stays, and says what it names.
fn of_id(tx: &Tx<'_>, actor: &Actor, id: ClientId, now: Instant) -> Result<Candidates> {
    let Some(row) = client::by_id(tx, id)? else { return Ok(Candidates::default()) };
    let seen = readable(row, reach::sight(tx, actor, id, now)?);
    let offer = |row: ClientRow| Offered { word: id.to_string(), label: format!("{} {}", row.slug, row.name) };
    Ok(Candidates::few(seen.map(offer).into_iter().collect()))
}

/// How many names were found.
#[derive(Debug)]
pub(super) struct Count {
    found: usize,
    reading: Reading,
}

/// Whether the indexes were read to their end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    Cut,
}

impl Reading {
    /// Of an index that gave so many.
    const fn of(found: usize) -> Self {
        if found >= COUNTED { Self::Cut } else { Self::Whole }
    }

    /// Of two indexes.
    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Whole, Self::Whole) => Self::Whole,
            _ => Self::Cut,
        }
    }
}

impl Count {
    const fn of(reading: Reading) -> Self {
        Self { found: 0, reading }
    }

    /// Counts one more; whether it is to be offered.
    const fn offers(&mut self) -> bool {
        self.found += 1;
        self.found <= MOST
    }

    /// Whether no more are counted.
    const fn is_full(&self) -> bool {
        self.found >= COUNTED
    }

    fn more(&self) -> More {
        match self.found.saturating_sub(MOST) {
            more if self.is_full() || self.reading == Reading::Cut => More::AtLeast(more),
            0 => More::None,
            more => More::Exactly(more),
        }
    }
}

/// What of a client the actor may read.
fn readable(row: ClientRow, sight: Sight) -> Option<ClientRow> {
    match sight {
        Sight::Nothing => None,
        Sight::Identity => Some(row.identity()),
        Sight::Record => Some(row),
    }
}

/// Of a user the clients that they know; of all clients those to which an index leads.
fn candidates(tx: &Tx<'_>, actor: &Actor, typed: &str) -> Result<(Vec<ClientId>, Reading)> {
    if let Some(user) = actor.user() {
        return Ok((known_to(tx, user)?, Reading::Whole));
    }
    let slugs = client::slugs_with_prefix(tx, typed, LOOKED_UP)?;
    let mut ways: Vec<Vec<ClientId>> = vec![slugs.into_iter().map(|(_, id)| id).collect()];
    if !typed.is_empty() {
        let key = spelling::key(typed);
        ways.push(by_trace(tx, Trace::Word(&key), LOOKED_UP)?);
        ways.push(by_trace(tx, Trace::Prefix(&key), LOOKED_UP)?);
    }
    let reading = ways.iter().map(|way| Reading::of(way.len())).fold(Reading::Whole, Reading::and);
    Ok((ways.concat(), reading))
}

fn begins(row: &ClientRow, typed: &str) -> bool {
    let begins = |text: &str| text.starts_with(typed);
    begins(row.slug.as_str())
        || row.slug.as_str().split('-').any(begins)
        || row.domain.as_deref().is_some_and(begins)
        || row.account_number.as_ref().is_some_and(|number| begins(&number.to_lowercase()))
        || words(&row.name).iter().any(|word| begins(word))
}

/// Active partners that the actor may know of, of which the slug or a word of the name begins with `typed`.
pub fn partners(tx: &Tx<'_>, actor: &Actor, typed: &str) -> Result<Candidates> {
    let whole_id = PartnerId::parse(typed).ok();
    let typed = typed.nfc().collect::<String>().to_lowercase();
    let begins = |text: &str| text.starts_with(&typed);
    let mut rows = Vec::new();
    partners::list(tx, |row| {
        let fits = begins(row.slug.as_str()) || words(&row.name).iter().any(|word| begins(word));
        if (fits || whole_id == Some(row.id)) && row.state == PartnerState::Active {
            rows.push(row);
        }
        Ok(())
    })?;
    let (mut offered, mut count) = (Vec::new(), Count::of(Reading::Whole));
    for row in rows {
        let is_known = || match partner::find(tx, actor, &PartnerRef::Id(row.id)) {
            Err(error) if error.code() != Code::NotFound => Err(error),
            found => Ok(found.is_ok()),
        };
        if !count.is_full() && is_known()? && count.offers() {
            offered.push(match whole_id {
                Some(id) if id == row.id => {
                    Offered { word: id.to_string(), label: format!("{} {}", row.slug, row.name) }
                }
                _ => Offered { word: row.slug.to_string(), label: format!("{} {}", row.id, row.name) },
            });
        }
    }
    Ok(Candidates { offered, more: count.more() })
}
