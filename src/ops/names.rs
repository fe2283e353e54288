//! The names of clients and partners that begin with what somebody has typed so far: for completion at a shell. It
//! shows identities and decides nothing.

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::actor::Actor;
use crate::domain::authority::{self, Sight, Target, Verb};
use crate::domain::id::ClientId;
use crate::domain::name::words;
use crate::domain::reference::PartnerRef;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::client::list::known_to;
use crate::ops::{partner, reach};
use crate::store::client::{self, ClientRow, ClientState};
use crate::store::client_find::{Trace, by_trace};
use crate::store::partner::PartnerState;
use crate::store::{Tx, partner as partners};

/// The most that are offered.
pub const MOST: u32 = 50;

/// A name that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What is put on the line.
    pub slug: String,
    /// What is shown beside it: `C100001-9 Big Shoes Inc.`
    pub told: String,
}

/// Clients that the actor sees, of which the slug, a word of the name, the domain or the account number begins with
/// `typed`: first those whose slug does. A check digit is never offered: typing it is what it is for.
///
/// # Errors
/// `denied`.
pub fn clients(tx: &Tx<'_>, actor: &Actor, typed: &str, now: Instant) -> Result<Vec<Offered>> {
    authority::decide(actor, Verb::ClientFind, &Target::NOTHING)?;
    let typed = typed.nfc().collect::<String>().to_lowercase();
    let mut rows: Vec<ClientRow> = Vec::new();
    for id in candidates(tx, actor, &typed)? {
        if rows.len() < MOST as usize
            && !rows.iter().any(|known| known.id == id)
            && let Some(row) = client::by_id(tx, id)?
            && let Some(row) = readable(row, reach::sight(tx, actor, id, now)?)
            && begins(&row, &typed)
        {
            rows.push(row);
        }
    }
    // The person reads the slugs from the left.
    rows.sort_by_key(|row| (!row.slug.as_str().starts_with(&typed), row.slug.to_string()));
    let told = |row: ClientRow| {
        let closed = if row.state == ClientState::Closed { " (closed)" } else { "" };
        Offered { slug: row.slug.to_string(), told: format!("{} {}{closed}", row.id, row.name) }
    };
    Ok(rows.into_iter().map(told).collect())
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
fn candidates(tx: &Tx<'_>, actor: &Actor, typed: &str) -> Result<Vec<ClientId>> {
    if let Some(user) = actor.user() {
        return known_to(tx, user);
    }
    let slugs = client::slugs_with_prefix(tx, typed, MOST)?;
    let mut found: Vec<ClientId> = slugs.into_iter().map(|(_, id)| id).collect();
    if !typed.is_empty() {
        found.extend(by_trace(tx, Trace::Word(typed), MOST)?);
        found.extend(by_trace(tx, Trace::Prefix(typed), MOST)?);
    }
    Ok(found)
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
///
/// # Errors
/// `failed`.
pub fn partners(tx: &Tx<'_>, actor: &Actor, typed: &str) -> Result<Vec<Offered>> {
    let typed = typed.nfc().collect::<String>().to_lowercase();
    let begins = |text: &str| text.starts_with(&typed);
    let mut rows = Vec::new();
    partners::list(tx, |row| {
        let fits = begins(row.slug.as_str()) || words(&row.name).iter().any(|word| begins(word));
        if fits && row.state == PartnerState::Active && rows.len() < MOST as usize {
            rows.push(row);
        }
        Ok(())
    })?;
    let mut offered = Vec::new();
    for row in rows {
        if partner::find(tx, actor, &PartnerRef::Id(row.id)).is_ok() {
            offered.push(Offered { slug: row.slug.to_string(), told: format!("{} {}", row.id, row.name) });
        }
    }
    Ok(offered)
}
