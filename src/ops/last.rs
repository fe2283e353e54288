//! One's own last commands, and how to take each back. It only shows; no client is ever selected by it
//! (docs/reference.md#never-the-wrong-client).

use std::collections::HashSet;

use crate::domain::actor::Actor;
use crate::domain::audit_event::{AuditEvent, Details};
use crate::domain::authority::Verb;
use crate::domain::client::ClientState;
use crate::domain::id::ClientId;
use crate::domain::outcome::Outcome;
use crate::domain::time::Instant;
use crate::error::{Code, Flag, NextStep, Result, Sentence};
use crate::ops::undo::WhichChange;
use crate::ops::{log, undo};
use crate::store::audit_list::{self, AuditLine, Which};
use crate::store::history::ChangeRecord;
use crate::store::{Tx, client};

/// One of one's last commands.
#[derive(Debug)]
pub struct Command<'r> {
    /// Its row of the audit.
    pub row: &'r AuditLine<'r>,
    /// What it did, as the log of a client shows it.
    pub sentence: Sentence,
    /// What takes it back, if anything does.
    pub take_back: Option<NextStep>,
}

/// The last commands of `actor` before this audit row, the newest first, at most `most`. Reads leave no trace, and so are not among them.
/// Refusals are left out unless all are asked for, so that they do not crowd out what was changed.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn each(
    tx: &Tx<'_>,
    actor: &Actor,
    which: Which,
    (before, most): (i64, u32),
    now: Instant,
    mut each: impl FnMut(&Command<'_>) -> Result<()>,
) -> Result<()> {
    let mut seen = HashSet::new();
    let name = actor.audit_name();
    audit_list::latest_of_actor(tx, name, which, before, most, |row| {
        let sentence = log::line(tx, actor, row)?.sentence;
        let take_back = if row.outcome == Outcome::Done { take_back(tx, name, row, &mut seen, now)? } else { None };
        each(&Command { row, sentence, take_back })
    })
}

/// `undo` where the change is the last in its client and can be undone, else what does the opposite.
fn take_back(
    tx: &Tx<'_>,
    actor: &str,
    row: &AuditLine<'_>,
    seen: &mut HashSet<ClientId>,
    now: Instant,
) -> Result<Option<NextStep>> {
    let done = ChangeRecord {
        number: row.number,
        at: row.at,
        action: row.action.to_owned(),
        entity: row.entity.map(str::to_owned),
        details: Details::read(row.details),
    };
    let merged = match done.event() {
        AuditEvent::ClientMerge { id, .. } => Some(id),
        _ => None,
    };
    let Some(id) = row.client.map(|(id, _)| id).or(merged) else { return undo::opposite(tx, &done, None, Some(now)) };
    // Going backwards, the first of a client is the last that was done in it, unless one about several was.
    let Some(place) = client::by_id(tx, id)? else { return Ok(None) };
    let slug = place.slug.as_str();
    if seen.insert(id) {
        match undo::plan(tx, &place, actor, WhichChange::Last, now) {
            Ok(plan) if plan.done.number == row.number && plan.keeps_administrators(tx)? => {
                return Ok(Some(Verb::Undo.step().client(slug).with(Flag::Change, &row.number)));
            }
            Ok(_) => {}
            Err(error) if error.code() == Code::Conflict => {}
            Err(error) => return Err(error),
        }
    }
    match undo::former_client(tx, &place, &done)? {
        Some(_) if place.state == ClientState::Closed => Ok(None),
        Some(edit) => Ok(Some(edit)),
        None => undo::opposite(tx, &done, Some(&place), Some(now)),
    }
}
