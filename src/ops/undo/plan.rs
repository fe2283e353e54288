//! Finds out, without writing, what undoing a change in a client would do, and refuses what cannot be undone exactly.

use std::collections::BTreeSet;

use crate::domain::audit_event::{Action, AuditEvent, Number};
use crate::domain::authority::Verb;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::code::CodeKind;
use crate::domain::id::{ClientId, GrantId, InvitationId, LinkId, PartnerId, UserId};
use crate::domain::login::LoginState;
use crate::domain::mail::MailState;
use crate::domain::time::Instant;
use crate::error::{Code, Error, Flag, Result, hint};
use crate::ops::resolve::named;
use crate::store::code::{self, CodeState};
use crate::store::history::tables::ClientVersion;
use crate::store::history::{self, ChangeRecord, EVERY, OnUndo, Queued, Record, RowOwner, Version, VersionedTable};
use crate::store::{Tx, client, grant, link, login};

use super::actions::{self, COMPANION, Reversal};
use super::advice::{self, stopped};
use super::checks;
use super::difference::Difference;
use super::mails::Mails;
use super::rows::{Pair, Rows};

#[derive(Debug)]
pub struct UndoPlan {
    /// The change that would be undone.
    pub done: ChangeRecord,
    pub differences: Vec<Difference>,
    pub(super) pairs: Vec<Rows>,
    /// The mails that will not leave, or will after all.
    pub(super) mails: Mails,
    /// The codes that are given back.
    pub(super) codes: Vec<(CodeKind, i64)>,
    /// The codes that die: their records wait no longer.
    pub(super) dying: Vec<(CodeKind, i64)>,
    pub(super) people: Vec<UserId>,
    /// The clients whose rows it writes: of a merge both, the one that stays first.
    pub(super) places: Vec<ClientRow>,
}

/// Which change is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichChange {
    /// The actor's last one in the client.
    Last,
    /// The one with this audit number.
    Numbered(i64),
}

/// What undoing a change of `actor` in the client would do.
///
/// # Errors
/// `conflict` when there is none, or it cannot be taken back exactly, with the command that does the opposite;
/// `not_found` when the number is of no change of the actor in the client.
pub fn plan(tx: &Tx<'_>, client: &ClientRow, actor: &str, which: WhichChange, now: Instant) -> Result<UndoPlan> {
    let found = match which {
        WhichChange::Last => last(tx, client, actor)?,
        WhichChange::Numbered(number) => Some(numbered(tx, client, actor, number)?),
    };
    let Some(done) = found else {
        return Err(Error::conflict(format!("you have changed nothing in {} that could be taken back", named(client)))
            .hint(hint!["see who did with ", Verb::ClientLog.step().about(&client.slug)])
            .fact("client_id", client.id.to_string())
            .fact("client_slug", client.slug.to_string()));
    };
    let edit = advice::former_client(tx, client, &done)?;
    plan_of(tx, client, done, now).map_err(|error| match edit {
        Some(step) if error.code() == Code::Conflict => error.hint(hint!["as it was: ", step]),
        _ => error,
    })
}

/// The last change that left something. A sending whose mail did not leave was withdrawn by a change of its own, and
/// both together left nothing.
fn last(tx: &Tx<'_>, client: &ClientRow, actor: &str) -> Result<Option<ChangeRecord>> {
    let mut withdrawn = Vec::new();
    let mut before = i64::MAX;
    while let Some(done) = history::last_of_actor(tx, client.id, actor, before)? {
        before = done.number;
        if done.is(Action::InviteWithdraw) {
            if let AuditEvent::InviteWithdraw { audit_id: Some(Number(sending)), .. } = done.event() {
                withdrawn.push(sending);
            }
        } else if !withdrawn.contains(&done.number) {
            return Ok(Some(done));
        }
    }
    Ok(None)
}

/// The change with that number, if the actor made it in the client.
fn numbered(tx: &Tx<'_>, client: &ClientRow, actor: &str, number: i64) -> Result<ChangeRecord> {
    let found = history::last_of_actor(tx, client.id, actor, number.saturating_add(1))?;
    found.filter(|done| done.number == number).ok_or_else(|| {
        Error::not_found(format!("audit {number} is not one of your changes in {}", named(client)))
            .hint(hint!["see your changes and their numbers with ", Verb::Last.step()])
            .fact("client_id", client.id.to_string())
            .fact("client_slug", client.slug.to_string())
    })
}

/// The other client of the change that would be taken back, if that is a merge: it is concerned too.
///
/// # Errors
/// As [`plan`], when there is no such change.
pub fn other_client(tx: &Tx<'_>, client: &ClientRow, actor: &str, which: WhichChange) -> Result<Option<ClientId>> {
    let found = match which {
        WhichChange::Last => last(tx, client, actor)?,
        WhichChange::Numbered(number) => Some(numbered(tx, client, actor, number)?),
    };
    Ok(match found.map(|done| done.event()) {
        Some(AuditEvent::ClientMerge { id, from_id, .. }) => Some(if id == client.id { from_id } else { id }),
        _ => None,
    })
}

/// The clients whose rows the change wrote.
fn places(tx: &Tx<'_>, client: &ClientRow, done: &ChangeRecord) -> Result<Vec<ClientRow>> {
    if let AuditEvent::ClientMerge { id, from_id, .. } = done.event() {
        let row = |id| client::by_id(tx, id)?.ok_or_else(|| Error::bug("a client is gone"));
        return [id, from_id].into_iter().map(row).collect();
    }
    let others = history::clients(tx, done.number)?.len().saturating_sub(1);
    if others > 0 {
        return Err(stopped(tx, client, done, &format!("it touched {others} other client{}", plural(others)))?);
    }
    Ok(vec![client.clone()])
}

fn plan_of(tx: &Tx<'_>, client: &ClientRow, done: ChangeRecord, now: Instant) -> Result<UndoPlan> {
    let places = places(tx, client, &done)?;
    if let Some(why) = forbidden(&done) {
        return Err(stopped(tx, client, &done, why)?);
    }
    unmoved(tx, client, &done, &places)?;
    let pairs = pairs(tx, &done, client, &places)?;
    unmoved_around(tx, client, &done, &pairs, &places)?;
    let people = history::users(tx, done.number)?;
    // Those about a client are of the one that stays.
    let mails = Mails::find(tx, places.first().unwrap_or(client), &done, &pairs, &people)?;
    if pairs.is_empty() && mails.stop.is_empty() {
        return Err(stopped(tx, client, &done, "it left no row that says so")?);
    }
    if !done.is(Action::ClientMerge)
        && let Some(session) = history::ended_session(tx, client.id, done.at)?
    {
        return Err(stopped(tx, client, &done, &format!("{session} ended with it"))?);
    }
    let codes = codes(tx, client, &done, &pairs)?;
    checks::may_stand(tx, (client, &places), &done, &pairs, now)?;
    let dying = dying(tx, &pairs)?;
    let mut differences = Vec::new();
    for (facts, pair) in &pairs {
        differences.extend(Difference::between(tx, facts, pair.now.as_ref(), pair.then.as_ref())?);
    }
    let mail_becomes = |then| move |mail: &Queued| Difference::of_mail(mail.id, &mail.recipient, (mail.state, then));
    differences.extend(mails.stop.iter().map(mail_becomes(MailState::Skipped)));
    differences.extend(mails.go.iter().map(mail_becomes(MailState::Queued)));
    differences.extend(mails.notices.differences());
    Ok(UndoPlan { done, differences, pairs, mails, codes, dying, people, places })
}

impl UndoPlan {
    /// Whether the client would be open or closed by it, and so need not be open before.
    pub(super) fn is_about_closing(&self) -> bool {
        self.clients().any(|(now, then)| now.state() != then.state())
    }

    /// Whether rows of that table would be written.
    pub(super) fn writes(&self, table: &VersionedTable) -> bool {
        self.pairs.iter().any(|(facts, _)| facts.table == table.table)
    }

    /// The clients whose rows of a table are written one by one; the rows of people are written once.
    pub(super) fn places_of(&self, table: &VersionedTable) -> impl Iterator<Item = &ClientRow> {
        let most = if table.owner == RowOwner::Client { usize::MAX } else { 1 };
        self.places.iter().take(most)
    }

    /// How many rows of facts would be written.
    pub(super) fn rows(&self) -> usize {
        self.pairs.len()
    }

    /// The present slug and the one that comes back, where they differ.
    pub(super) fn slugs(&self) -> Option<(&str, &str)> {
        let (now, then) = self.clients().next()?;
        Some((now.slug().text()?, then.slug().text()?)).filter(|(now, then)| now != then)
    }

    /// The clients as they are and as they were, whose own rows are written. No change that is undone made one.
    fn clients(&self) -> impl Iterator<Item = (ClientVersion<'_>, ClientVersion<'_>)> {
        self.pairs.iter().filter_map(|(_, pair)| {
            let (now, then) = (pair.now.as_ref()?, pair.then.as_ref()?);
            now.record().client().zip(then.record().client())
        })
    }

    /// Whether everyone who administers a client for good would not be taken out of it, which stops the undo.
    ///
    /// # Errors
    /// `failed`.
    pub fn keeps_administrators(&self, tx: &Tx<'_>) -> Result<bool> {
        for place in self.places.iter().filter(|place| place.state == ClientState::Active && !self.is_about_closing()) {
            let before = grant::lasting_but(tx, place.id, GrantId::new(0))?;
            let mut after = before;
            for (_, pair) in &self.pairs {
                let counted = |version: &Option<Version>| {
                    let of_place = version.as_ref().filter(|version| version.client() == Some(place.id));
                    of_place.map_or(Ok(0), |version| lasting(tx, version).map(i64::from))
                };
                after += counted(&pair.then)? - counted(&pair.now)?;
            }
            if before > 0 && after <= 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The invitations that it writes.
    pub(super) fn invitations(&self) -> impl Iterator<Item = InvitationId> {
        let back = self.pairs.iter().filter_map(|(_, pair)| pair.then.as_ref());
        back.filter_map(|then| match then.record() {
            Record::Invitation(row) => row.id().int().map(InvitationId::new),
            _ => None,
        })
    }

    pub(super) fn users(&self) -> Vec<UserId> {
        let versions = self.pairs.iter().flat_map(|(_, pair)| pair.now.iter().chain(&pair.then));
        let mut users: Vec<UserId> = versions.filter_map(Version::user).chain(self.people.iter().copied()).collect();
        users.sort_unstable();
        users.dedup();
        users
    }

    /// The partners whose links it concerns.
    pub(super) fn partners(&self) -> Vec<PartnerId> {
        let versions = self.pairs.iter().flat_map(|(_, pair)| pair.now.iter().chain(&pair.then));
        let links = versions.filter(|version| matches!(version.record(), Record::Link(_)));
        let mut partners: Vec<PartnerId> = links.filter_map(Version::partner).collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    }
}

/// Whether a version of a grant lets someone administer the client for good, as [`grant::lasting_but`] counts.
fn lasting(tx: &Tx<'_>, version: &Version) -> Result<bool> {
    let Record::Grant(held) = version.record() else { return Ok(false) };
    let administers = matches!(held.role().text(), Some("owner" | "admin"))
        && held.permissions().text().is_some_and(|names| names.split(' ').any(|name| name == "users"));
    if held.state().text() != Some("active")
        || !administers
        || held.until().int().is_some()
        || held.for_partner().int().is_some()
    {
        return Ok(false);
    }
    let login = version.user().map_or(Ok(None), |user| login::by_id(tx, user))?;
    Ok(login.is_some_and(|login| login.state == LoginState::Active))
}

/// Why a change of that kind is never taken back.
fn forbidden(done: &ChangeRecord) -> Option<&'static str> {
    let why = |name: &str| match Action::named(name).map(|action| actions::undoing(action).way) {
        Some(Reversal::Rows) => None,
        Some(Reversal::Never(why)) => Some(why),
        None => Some("what it did is not known here"),
    };
    // A draft that a merge made active is a draft again.
    let goes_along =
        |name: &str| name == COMPANION.name() || done.is(Action::ClientMerge) && name == Action::ClientActivate.name();
    let also = done.details.also().into_iter().filter(|name| !goes_along(name));
    std::iter::once(&*done.action).chain(also).find_map(why)
}

/// Every row that the change wrote, with what it was before.
pub(super) fn pairs(tx: &Tx<'_>, done: &ChangeRecord, client: &ClientRow, places: &[ClientRow]) -> Result<Vec<Rows>> {
    let mut found = Vec::new();
    for facts in EVERY {
        let mut then = facts.then(tx, done.number)?;
        for now in facts.now_in(tx, done.number, places.iter().map(|place| place.id))? {
            let before = then.iter().position(|then| then.is_of_the_row_of(&now)).map(|at| then.remove(at));
            match (before, facts.fate) {
                (None, OnUndo::Stays) if facts.table == history::tables::LOGIN.table => {}
                (None, OnUndo::Stays) => return Err(stopped(tx, client, done, "what it made is never taken away")?),
                (before, _) => found.push((*facts, Pair { now: Some(now), then: before })),
            }
        }
        found.extend(then.into_iter().map(|then| (*facts, Pair { now: None, then: Some(then) })));
    }
    Ok(found)
}

/// Nothing that the change wrote was written again, but by changes that were taken back since.
pub(super) fn unmoved(tx: &Tx<'_>, client: &ClientRow, done: &ChangeRecord, places: &[ClientRow]) -> Result<()> {
    let mut later = Vec::new();
    for (facts, place) in EVERY.iter().flat_map(|facts| places.iter().map(move |place| (facts, place))) {
        later.extend(facts.later(tx, done.number, place.id)?);
    }
    // Of rows that it did not write again, the last change is the change itself.
    later.retain(|number| *number > done.number);
    in_force(tx, later, done)?.map_or(Ok(()), |later| moved(tx, client, done, later))
}

/// Nor was anything of the same people and partners in these clients.
pub(super) fn unmoved_around(
    tx: &Tx<'_>,
    client: &ClientRow,
    done: &ChangeRecord,
    pairs: &[Rows],
    places: &[ClientRow],
) -> Result<()> {
    let mut about = Vec::new();
    for (_, pair) in pairs {
        for version in pair.now.iter().chain(&pair.then) {
            about.extend(version.user().map(history::About::Person));
            about.extend(version.partner().map(history::About::Partner));
        }
    }
    about.sort_unstable();
    about.dedup();
    let mut later = Vec::new();
    for (about, place) in about.into_iter().flat_map(|about| places.iter().map(move |place| (about, place))) {
        later.extend(history::later(tx, place.id, about, done.number)?);
    }
    in_force(tx, later, done)?.map_or(Ok(()), |later| moved(tx, client, done, later))
}

/// The first of these later changes that is in force: neither was it taken back exactly, nor did it do no more than take
/// back another one of them. Both together left everything as it was.
fn in_force(tx: &Tx<'_>, mut later: Vec<i64>, done: &ChangeRecord) -> Result<Option<i64>> {
    later.sort_unstable();
    later.dedup();
    let (mut undone, mut first) = (BTreeSet::new(), None);
    for number in later.into_iter().rev() {
        if undone.remove(&number) {
            continue;
        }
        match history::done(tx, number)?.map(|later| later.event()) {
            Some(
                AuditEvent::Undo { audit_id: Number(before), .. }
                | AuditEvent::InviteWithdraw { audit_id: Some(Number(before)), .. },
            ) if before > done.number => {
                undone.insert(before);
            }
            _ => first = Some(number),
        }
    }
    Ok(first)
}

fn moved(tx: &Tx<'_>, client: &ClientRow, done: &ChangeRecord, later: i64) -> Result<()> {
    if took_back(tx, later, done)? {
        return Err(Error::conflict(format!(
            "the change with audit {} in {} was taken back already, by audit {later}; nothing was changed",
            done.number,
            named(client)
        ))
        .hint(hint![
            "to make it again, take that back with ",
            Verb::Undo.step().client(&client.slug).with(Flag::Change, &later)
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("audit_id", done.number));
    }
    Err(stopped(tx, client, done, &format!("what it changed was changed again by audit {later}"))?)
}

/// Whether the audit row `later` is the undo of this change.
fn took_back(tx: &Tx<'_>, later: i64, done: &ChangeRecord) -> Result<bool> {
    let later = history::done(tx, later)?.map(|later| later.event());
    Ok(matches!(later, Some(AuditEvent::Undo { audit_id: Number(undone), .. }) if undone == done.number))
}

/// The codes that the change withdrew and that come back with their records.
fn codes(tx: &Tx<'_>, client: &ClientRow, done: &ChangeRecord, pairs: &[Rows]) -> Result<Vec<(CodeKind, i64)>> {
    let mut back = Vec::new();
    for (_, pair) in pairs {
        let Some(then) = pair.then.as_ref().filter(|then| waits(then) && !pair.now.as_ref().is_some_and(waits)) else {
            continue;
        };
        let records = records(tx, then)?;
        let before = back.len();
        for (kind, record) in &records {
            match code::ended_by(tx, *kind, *record, done.number)? {
                Some(CodeState::Used) => return Err(stopped(tx, client, done, "a code was used up by it")?),
                Some(_) => back.push((*kind, *record)),
                None => {}
            }
        }
        if back.len() == before && !records.is_empty() {
            return Err(stopped(tx, client, done, "the code that was mailed is dead for good")?);
        }
    }
    Ok(back)
}

/// The codes of what waits for an answer now and will not any more.
pub(super) fn dying(tx: &Tx<'_>, pairs: &[Rows]) -> Result<Vec<(CodeKind, i64)>> {
    let mut found = Vec::new();
    for (_, pair) in pairs {
        if let Some(now) = pair.now.as_ref().filter(|now| waits(now) && !pair.then.as_ref().is_some_and(waits)) {
            found.extend(records(tx, now)?);
        }
    }
    Ok(found)
}

fn waits(version: &Version) -> bool {
    let record = version.record();
    let asks_for_more = matches!(record, Record::Link(link) if link.extension_at().int().is_some());
    asks_for_more || record.state() == Some("pending")
}

/// The codes that a row may have mailed.
pub(super) fn records(tx: &Tx<'_>, row: &Version) -> Result<Vec<(CodeKind, i64)>> {
    Ok(match row.record() {
        Record::Invitation(row) => row.id().int().map(|id| (CodeKind::Invitation, id)).into_iter().collect(),
        Record::Link(row) => {
            let asked = link::recipients(tx, LinkId::new(row.id().int().unwrap_or_default()))?;
            asked.iter().map(|recipient| (CodeKind::Link, recipient.id.get())).collect()
        }
        _ => Vec::new(),
    })
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
