//! The work list across clients: what waits for someone, and what they do about it.

use crate::domain::actor::Actor;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::time::Instant;
use crate::domain::todo::{Item, Limits};
use crate::error::Result;
use crate::store::{Tx, todo};

pub use crate::store::todo::{Filter, MOST_YOUNG, Young};

/// Everything that waits, the most urgent first. Nothing is collected.
///
/// # Errors
/// `denied`, and those of `each`.
pub fn each(
    tx: &Tx<'_>,
    actor: &Actor,
    filter: Filter,
    now: Instant,
    each: impl FnMut(&Item<'_>) -> Result<()>,
) -> Result<()> {
    authority::decide(actor, Verb::Todo, &Target::NOTHING)?;
    todo::each(tx, filter, &Limits::at(now), each)
}

/// What is open and not old enough to be listed.
///
/// # Errors
/// `denied`.
pub fn young(tx: &Tx<'_>, actor: &Actor, filter: Filter, now: Instant) -> Result<Young> {
    authority::decide(actor, Verb::Todo, &Target::NOTHING)?;
    todo::young(tx, filter, &Limits::at(now))
}
