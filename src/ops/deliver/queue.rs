//! The queue as a deliverer writes it: which mail is leased, and what became of it. Each entry is a short transaction,
//! so that several deliverers can run at once and none waits for a disk or a server with the database locked.

use std::collections::VecDeque;

use crate::domain::code::mask;
use crate::domain::id::{ClientId, MailId};
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::{Instant, Span};
use crate::error::{Code, Error, Result, Wording};
use crate::ops::unit_of_work::{Mode, UnitOfWork};
use crate::store::mail::lease::{self, Settled, Waiting};
use crate::store::{End, Store, Tx, Unowned, client, mail};

use super::cause::{self, CauseStatus};
use super::outcome::DeliveryOutcome;
use super::relay;
use super::report::Report;

/// How long one has a mail leased without a sign of life: who dies gives it back after that.
pub(super) const LEASE: Span = Span::seconds(60);
/// The most characters of an error that are kept.
const LONGEST_ERROR: usize = 1000;
/// How often an entry is tried while the database stays locked, each time for as long as any command waits for the
/// lock, and where someone waits for the answer. A mail that left and is not settled leaves once more.
const TRIES: (usize, usize) = (5, 2);

#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// Its row as it was taken, and since when it was due.
    pub(super) row: MailRow,
    /// The slug of its client.
    pub(super) slug: Option<String>,
}

/// Where mails to deliver come from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// Those that were due at an instant, the longest waiting first, from the one behind.
    Due(Instant, Waiting),
    These(VecDeque<MailId>),
}

/// One transaction of a deliverer: settles a mail, checks the next, leases more.
pub(super) struct Entry<'a> {
    /// This became of a mail.
    pub(super) settles: Option<(&'a Taken, &'a DeliveryOutcome)>,
    /// This mail is about to leave: does its cause still exist, and do we still have it leased? If so, it is counted as
    /// handed over without an answer until it is settled.
    pub(super) looks_at: Option<&'a Taken>,
    /// How many more are taken leased.
    pub(super) takes: usize,
    /// How many are leased, next to the one that is settled.
    pub(super) in_hand: usize,
    pub(super) haste: Haste,
    pub(super) wording: Wording,
}

/// How long one may wait for the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Haste {
    /// Someone waits for the answer.
    Command,
    Deliverer,
}

#[derive(Debug, Default)]
pub(super) struct Entered {
    /// What became of the mail that was settled; its current state where another deliverer has it leased by now.
    pub(super) report: Option<Report>,
    /// Why the mail that was looked at must not leave.
    pub(super) stays: Option<Stays>,
    /// What was taken leased.
    pub(super) taken: VecDeque<Taken>,
    /// What can never be taken leased.
    pub(super) aside: Vec<Report>,
    /// Mails that failed before and are queued again, because others were refused alike.
    pub(super) untried: Vec<MailId>,
    /// Whether nothing is left to take leased.
    pub(super) is_last: bool,
}

/// Why a mail that was about to leave stays.
#[derive(Debug)]
pub(super) enum Stays {
    Gone(String),
    /// Another deliverer has it leased: we were away for too long.
    Lost,
}

/// Makes an entry.
///
/// # Errors
/// `failed`, `busy`: nothing was written.
pub(super) fn enter(unit: &mut UnitOfWork<'_>, source: &mut Source, entry: &Entry<'_>) -> Result<Entered> {
    let most = match entry.haste {
        Haste::Deliverer => TRIES.0,
        Haste::Command => TRIES.1,
    };
    let mut tries = 1;
    loop {
        let mut next = source.clone();
        match writing(unit, |tx, now| enter_in(tx, &mut next, entry, now)) {
            Err(error) if error.code() == Code::Busy && tries < most => tries += 1,
            Err(error) => return Err(error),
            Ok(entered) => {
                *source = next;
                return Ok(entered);
            }
        }
    }
}

fn enter_in(tx: &Tx<'_>, source: &mut Source, entry: &Entry<'_>, now: Instant) -> Result<Entered> {
    let mut entered = Entered::default();
    if let Some((taken, fate)) = entry.settles {
        let mut report = Report::of(&taken.row, taken.slug.clone(), now);
        let judged = relay::judge(tx, &taken.row, fate, now)?;
        let fate = judged.as_ref().unwrap_or(fate);
        fate.note_in(&mut report, &taken.row, now);
        if !settle(tx, &taken.row, &report, fate, entry.wording, now)? {
            report = current_report(tx, taken.row.id, now)?;
        } else if let DeliveryOutcome::Alike(_) = fate {
            let why = report.last_error(entry.wording).as_deref().map(kept).unwrap_or_default();
            entered.untried = relay::untry(tx, &why, now)?;
        }
        entered.report = Some(report);
    }
    if let Some(taken) = entry.looks_at {
        entered.stays = look(tx, &taken.row, now)?;
    }
    while entered.taken.len() < entry.takes {
        let Some(waiting) = source.peek(tx)? else {
            entered.is_last = true;
            break;
        };
        // Who dies of a mail must not take another's with it.
        if waiting.dropped > 0 && entry.in_hand + entered.taken.len() > 0 {
            break;
        }
        source.pass(waiting);
        match tx.nested(|| take(tx, waiting.id, now)) {
            Ok(Some(taken)) => {
                // The first one leaves without another entry. One with which a process died gets its own entry then.
                if entry.in_hand == 0 && entered.taken.is_empty() && waiting.dropped == 0 {
                    lease::handed_over(tx, taken.row.id, taken.row.leases)?;
                }
                entered.taken.push_back(taken);
            }
            Ok(None) => {}
            Err(error) if error.is_of_database() => return Err(error),
            Err(error) => entered.aside.extend(set_aside(tx, waiting.id, &error, entry.wording, now)?),
        }
        if waiting.dropped > 0 && !entered.taken.is_empty() {
            break;
        }
    }
    Ok(entered)
}

impl Source {
    /// Whether nothing can be taken.
    pub(super) fn is_empty(&self, store: &mut Store) -> Result<bool> {
        match self {
            Self::Due(..) => store.read(|tx| Ok(self.peek(tx)?.is_none())),
            Self::These(ids) => Ok(ids.is_empty()),
        }
    }

    /// The next one that may be taken.
    fn peek(&self, tx: &Tx<'_>) -> Result<Option<Waiting>> {
        match self {
            Self::Due(begun, last) => Ok(lease::due(tx, *begun, *last, 1)?.pop()),
            Self::These(ids) => Ok(ids.front().map(|id| Waiting { id: *id, ..Waiting::FIRST })),
        }
    }

    fn pass(&mut self, waiting: Waiting) {
        match self {
            Self::Due(_, last) => *last = waiting,
            Self::These(ids) => drop(ids.pop_front()),
        }
    }
}

/// A transaction of the deliverer, in which exactly the mail's own client may be written.
fn writing<T>(unit: &mut UnitOfWork<'_>, work: impl FnOnce(&Tx<'_>, Instant) -> Result<T>) -> Result<T> {
    let end = match unit.mode {
        Mode::Real => End::Commit,
        Mode::DryRun => End::Rollback,
    };
    let now = unit.now;
    unit.store.write(|tx| {
        tx.allow(&[]);
        tx.allow_unowned(Unowned::Closed);
        work(tx, now).map(|value| (value, end))
    })
}

/// Takes a mail leased, if it is due.
fn take(tx: &Tx<'_>, id: MailId, now: Instant) -> Result<Option<Taken>> {
    let Some(mut row) = mail::by_id(tx, id)? else { return Ok(None) };
    tx.allow_owner(row.client);
    if !lease::lease(tx, id, now + LEASE, now)? {
        return Ok(None);
    }
    row.dropped += i64::from(row.state == MailState::Sending);
    row.state = MailState::Sending;
    row.attempts += 1;
    row.leases += 1;
    let slug = slug_of(tx, row.client)?;
    Ok(Some(Taken { row, slug }))
}

/// Sets a mail aside whose row cannot be read.
fn set_aside(tx: &Tx<'_>, id: MailId, error: &Error, wording: Wording, now: Instant) -> Result<Option<Report>> {
    let Some(label) = lease::label(tx, id)? else { return Ok(None) };
    tx.allow_owner(label.client);
    let slug = tx.nested(|| slug_of(tx, label.client)).unwrap_or_default();
    let report = Report::of_damaged(id, label, slug, error);
    let kept = report.last_error(wording).as_deref().map(kept).unwrap_or_default();
    Ok(lease::set_aside(tx, id, &kept, now)?.then_some(report))
}

/// Whether a mail that is about to leave must stay after all.
fn look(tx: &Tx<'_>, taken: &MailRow, now: Instant) -> Result<Option<Stays>> {
    let row = mail::by_id(tx, taken.id)?;
    if !row.is_some_and(|row| row.state == MailState::Sending && row.leases == taken.leases) {
        return Ok(Some(Stays::Lost));
    }
    match tx.nested(|| cause::look_again(tx, taken, now)) {
        Ok(CauseStatus::Gone(why)) => Ok(Some(Stays::Gone(why.as_str().to_owned()))),
        Err(error) if error.is_of_database() => Err(error),
        // It was whole a moment ago, and one damaged row must not stop the others.
        Ok(CauseStatus::InForce(_)) | Err(_) => {
            tx.allow_owner(taken.client);
            lease::handed_over(tx, taken.id, taken.leases)?;
            Ok(None)
        }
    }
}

/// Records what became of a mail; false when someone else has it leased since.
fn settle(
    tx: &Tx<'_>,
    mail: &MailRow,
    report: &Report,
    fate: &DeliveryOutcome,
    wording: Wording,
    now: Instant,
) -> Result<bool> {
    let (error, reply) = (report.last_error(wording).as_deref().map(kept), fate.reply().map(kept));
    let next_attempt_at = match fate {
        DeliveryOutcome::Back(_) => mail.next_attempt_at,
        _ => report.next_try.unwrap_or(now),
    };
    let settled = Settled {
        state: report.state,
        subject: fate.subject(),
        error: error.as_deref(),
        server_reply: reply.as_deref(),
        sent_at: matches!(fate, DeliveryOutcome::Left { .. }).then_some(now),
        next_attempt_at,
        attempts: mail.attempts
            - i64::from(matches!(
                fate,
                DeliveryOutcome::Back(_) | DeliveryOutcome::Held(_) | DeliveryOutcome::Alike(_)
            )),
        unanswered: mail.unanswered + i64::from(matches!(fate, DeliveryOutcome::Unanswered { .. })),
    };
    tx.allow_owner(mail.client);
    lease::settle(tx, mail.id, mail.leases, &settled)
}

/// Gives mails back as if they had not been tried, each to its former place in the row.
///
/// # Errors
/// `failed`, `busy`: then time gives them back.
pub(super) fn give_back<'t>(unit: &mut UnitOfWork<'_>, mails: impl Iterator<Item = &'t Taken>) -> Result<()> {
    writing(unit, |tx, _| {
        for Taken { row, .. } in mails {
            let settled = Settled {
                state: MailState::Queued,
                subject: None,
                error: row.last_error.as_deref(),
                server_reply: row.server_reply.as_deref(),
                sent_at: None,
                next_attempt_at: row.next_attempt_at,
                attempts: row.attempts - 1,
                unanswered: row.unanswered,
            };
            tx.allow_owner(row.client);
            lease::settle(tx, row.id, row.leases, &settled)?;
        }
        Ok(())
    })
}

/// Gives a sign of life for mails leased.
pub(super) fn renew<'t>(unit: &mut UnitOfWork<'_>, mails: impl Iterator<Item = &'t Taken>) -> Result<()> {
    writing(unit, |tx, now| {
        for Taken { row, .. } in mails {
            tx.allow_owner(row.client);
            lease::renew(tx, row.id, row.leases, now + LEASE)?;
        }
        Ok(())
    })
}

/// The report of a mail that was not tried.
pub(super) fn current_report(tx: &Tx<'_>, id: MailId, now: Instant) -> Result<Report> {
    let row = mail::by_id(tx, id)?.ok_or_else(|| Error::bug(format!("{id} is not in the outbox")))?;
    let slug = slug_of(tx, row.client)?;
    Ok(Report::of(&row, slug, now))
}

fn slug_of(tx: &Tx<'_>, id: Option<ClientId>) -> Result<Option<String>> {
    let found = id.map(|id| client::by_id(tx, id)).transpose()?.flatten();
    Ok(found.map(|client| client.slug.to_string()))
}

fn kept(text: &str) -> String {
    mask(text).chars().take(LONGEST_ERROR).collect()
}
