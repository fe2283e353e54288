//! What a change of someone's membership at a partner meant for one client. Such a change touches no row of any client,
//! so that a partner with very many clients costs one audit row; the log of each client finds it here when it is read.

use std::collections::BTreeSet;

use crate::domain::access::{Verdict, effective};
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, UserId};
use crate::domain::time::Instant;
use crate::error::{Error, Result, Sentence, sentence};
use crate::ops::reach::still::{self, StillEnters};
use crate::ops::reach::{Moment, gather};
use crate::store::as_of::{self, AsOf, membership};
use crate::store::{Tx, client, history, login};

/// How a person got in before an audit row, and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachChange {
    before: Verdict,
    after: Verdict,
}

/// The audit rows that changed who reaches a client by a membership at a partner: at most `most`, the newest.
pub fn rows(tx: &Tx<'_>, id: ClientId, after: i64, most: usize) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    let Some(place) = client::by_id(tx, id)? else { return Ok(found) };
    membership::changes(tx, id, after, |audit, user| {
        if found.len() < most && !found.contains(&audit) && change(tx, user, &place, audit)?.is_some() {
            found.insert(audit);
        }
        Ok(())
    })?;
    Ok(found)
}

/// What an audit row changed about the ways in which a person gets into a client; nothing where it changed nothing.
pub fn change(tx: &Tx<'_>, user: UserId, place: &ClientRow, audit: i64) -> Result<Option<ReachChange>> {
    let person = login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let Some((at, _)) = as_of::written(tx, audit)? else { return Ok(None) };
    let verdict = |audit| {
        let gathered = gather(tx, &person, place, Moment { at, as_of: AsOf::Audit(audit) })?;
        Ok::<_, Error>(effective(&gathered.facts, at))
    };
    let (before, after) = (verdict(audit - 1)?, verdict(audit)?);
    let is_same = (before.own, before.partner) == (after.own, after.partner);
    Ok((!is_same).then_some(ReachChange { before, after }))
}

/// Those whom an audit row names and who still entered a client after it, in the words of a log.
pub fn still_in(tx: &Tx<'_>, place: &ClientRow, audit: i64) -> Result<Vec<Sentence>> {
    let Some((at, _)) = as_of::written(tx, audit)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for user in history::users(tx, audit)? {
        let person = login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        let ways = still::at(tx, &person, place, Moment { at, as_of: AsOf::Audit(audit) })?;
        found.extend(ways.iter().map(StillEnters::noted));
    }
    Ok(found)
}

impl ReachChange {
    /// The change as the end of a sentence about the person: `who can enter this client now: tickets`.
    pub fn sentence(&self) -> Sentence {
        match (self.before.allowed(), self.after.allowed()) {
            (false, true) => sentence!["who can enter this client now, with ", self.after.permissions().in_words()],
            (true, false) => "who can no longer enter this client".into(),
            (true, true) if self.before.partner.is_some() && self.after.partner.is_none() => {
                sentence![
                    "who still enters this client by a grant of their own, with ",
                    self.after.permissions().in_words()
                ]
            }
            _ => self.difference(),
        }
    }

    fn difference(&self) -> Sentence {
        let (before, after) = (self.before.permissions(), self.after.permissions());
        let mut parts = Vec::new();
        if before != after {
            parts.push(format!("with {}, before with {}", after.in_words(), before.in_words()).into());
        }
        if self.before.until() != self.after.until() {
            parts.push(sentence![term(self.after.until()), ", before ", term(self.before.until())]);
        }
        if parts.is_empty() {
            return "who enters this client by another way now".into();
        }
        sentence!["who can enter this client ", Sentence::joined(&parts, "; and ")]
    }
}

fn term(until: Option<Instant>) -> Sentence {
    until.map_or_else(|| "without end".into(), |until| sentence!["until ", until.as_end()])
}
