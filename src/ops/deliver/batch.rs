//! One round of deliveries: while a mail is on its way, the next is offered and waits for its permit, and one more is
//! made.
//!
//! At most three mails are leased. One transaction of `queue` settles the first, checks the second again, and leases
//! another; only then may the second leave. Whatever ends the round, what has not left is given back untried.

use std::collections::VecDeque;
use std::time::Duration;

use crate::domain::id::MailId;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::mail::Handed;
use crate::ops::unit_of_work::UnitOfWork;

use super::Deliverer;
use super::outcome::DeliveryOutcome;
use super::pacing::{MOMENT, Pace, RateLimiter};
use super::queue::{self, Entered, Entry, Haste, Source, Stays, Taken};
use super::report::Report;
use super::sender::{Refused, SendPermit, SenderEvent};
use super::{DeliveryPlan, plan};

/// How often the lease of a mail is renewed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// The most mails leased at once: one on its way, one offered behind it, and one ready for when that leaves. With one
/// less, the server waits whenever making a mail takes longer than answering its final dot.
const IN_HAND: usize = 3;

#[derive(Debug)]
pub enum BatchEnd {
    /// Nothing is left that could be tried now.
    Done,
    /// Nothing can leave at present: why. A mail that met it was given back.
    Blocked(Error),
    TimeOver,
}

/// Which mails, how many, how fast, and how long.
pub(super) struct Batch<'r> {
    pub(super) source: Source,
    /// The most that are tried.
    pub(super) most: usize,
    pub(super) pace: Option<&'r mut Pace>,
    /// When no more are taken leased, by what elapsed.
    pub(super) deadline: Option<Duration>,
    /// When also the one that is on its way is let go.
    pub(super) hard_deadline: Option<Duration>,
    /// Whether nothing is left to take leased.
    pub(super) is_last: bool,
    /// Mails that failed by a rule that may turn out to be the fault of the way: not reported yet.
    pub(super) refused: Vec<Report>,
}

/// The mails leased: first those that were looked at.
#[derive(Default)]
struct InFlight {
    front: Option<Taken>,
    /// Looked at; those that are to leave are with the sender thread, which offers the first.
    behind: VecDeque<Ready>,
    /// Not looked at yet.
    taken: VecDeque<Taken>,
}

/// A mail leased that was looked at.
struct Ready {
    taken: Taken,
    way: Disposition,
}

enum Disposition {
    Leaves {
        leave: SendPermit,
        subject: String,
        tried_until: Instant,
    },
    /// It does not leave.
    Ends(DeliveryOutcome),
}

/// How the wait for an answer ended.
enum Waited {
    For(DeliveryOutcome),
    /// Too long, or someone wants us to stop; the mail was called back in time.
    CalledBack(Result<BatchEnd>),
}

impl InFlight {
    fn len(&self) -> usize {
        usize::from(self.front.is_some()) + self.behind.len() + self.taken.len()
    }

    fn all(&self) -> impl Iterator<Item = &Taken> {
        let behind = self.behind.iter().map(|ready| &ready.taken);
        self.front.iter().chain(behind).chain(&self.taken)
    }

    /// Who may die of a mail has no other leased.
    fn is_dangerous(&self) -> bool {
        self.all().any(|taken| taken.row.dropped > 0)
    }

    /// The sender thread is gone: what it had without leave is to be made again.
    fn take_back(&mut self) {
        while let Some(ready) = self.behind.pop_back() {
            self.taken.push_front(ready.taken);
        }
    }
}

impl Batch<'_> {
    /// These mails, until `deadline`.
    pub(super) fn of(mails: &[MailId], deadline: Option<Duration>) -> Self {
        Self {
            source: Source::These(mails.iter().copied().collect()),
            most: usize::MAX,
            pace: None,
            deadline,
            hard_deadline: deadline,
            is_last: false,
            refused: Vec::new(),
        }
    }

    /// How many more mails may be taken leased, next to those that are, while one is settled or none.
    fn room(&self, line: &InFlight, settles: Option<&DeliveryOutcome>, time: &RateLimiter) -> usize {
        let closed = self.deadline.is_some_and(|deadline| time.elapsed() >= deadline);
        let (most, tried) = match (&self.pace, settles) {
            (_, Some(DeliveryOutcome::Back(_) | DeliveryOutcome::Refused(_))) | (Some(_), Some(_)) => return 0,
            (Some(_), None) => (1, 0),
            (None, settles) => (IN_HAND, usize::from(settles.is_some())),
        };
        if closed || line.is_dangerous() {
            return 0;
        }
        most.min(self.most.saturating_sub(tried)).saturating_sub(line.len())
    }
}

impl Deliverer {
    /// Delivers one mail after the other; `each` gets what became of it.
    ///
    /// # Errors
    /// `interrupted`; `failed`, `busy` when the queue cannot be written; those of `each`.
    pub(super) fn run(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        batch: &mut Batch<'_>,
        each: &mut dyn FnMut(&Report) -> Result<()>,
    ) -> Result<BatchEnd> {
        if let Err(error) = unit.has_right_key() {
            return Ok(BatchEnd::Blocked(error));
        }
        let mut line = InFlight::default();
        let ended = self.deliver(unit, batch, &mut line, each);
        let reported = std::mem::take(&mut batch.refused).iter().try_for_each(&mut *each);
        let ended = ended.and_then(|ended| reported.map(|()| ended));
        if line.len() > 0 {
            let left: Vec<Taken> = line.all().cloned().collect();
            let offered = line.front.is_some() || !line.behind.is_empty();
            // Refused its leave, what was offered falls with its connection.
            drop(line);
            if offered {
                self.sender_thread = None;
            }
            unit.now = self.time.now();
            let given = queue::give_back(unit, left.iter());
            return ended.and_then(|ended| given.map(|()| ended));
        }
        ended
    }

    fn deliver(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        batch: &mut Batch<'_>,
        line: &mut InFlight,
        each: &mut dyn FnMut(&Report) -> Result<()>,
    ) -> Result<BatchEnd> {
        loop {
            let is_last = line.len() == 0 && !self.begin(unit, batch, line, each)?;
            self.time.check()?;
            if batch.hard_deadline.is_some_and(|at| self.time.elapsed() >= at) {
                return Ok(BatchEnd::TimeOver);
            }
            if is_last {
                return Ok(BatchEnd::Done);
            }
            let front = match line.behind.pop_front() {
                Some(ready) => ready,
                None => match line.taken.pop_front() {
                    // Whether it was handed over is recorded, should this process die of it too.
                    Some(taken) if taken.row.dropped > 0 => {
                        line.behind.push_back(self.ready(unit, taken));
                        self.enter(unit, batch, line, None, each)?;
                        match line.behind.pop_front() {
                            Some(ready) => ready,
                            None => continue,
                        }
                    }
                    Some(taken) => self.ready(unit, taken),
                    None => continue,
                },
            };
            let (taken, fate) = match front.way {
                Disposition::Ends(fate) => (front.taken, fate),
                Disposition::Leaves { leave, subject, tried_until } => {
                    leave.give();
                    line.front = Some(front.taken);
                    while let Some(taken) = line.taken.pop_front() {
                        line.behind.push_back(self.ready(unit, taken));
                    }
                    match self.wait(unit, batch, line, &leave, (subject, tried_until)) {
                        Waited::CalledBack(ended) => return ended,
                        Waited::For(fate) => match line.front.take() {
                            Some(taken) => (taken, fate),
                            None => continue,
                        },
                    }
                }
            };
            let Some(report) = self.enter(unit, batch, line, Some((&taken, &fate)), each)? else { continue };
            if report.is_blocked {
                return Ok(BatchEnd::Blocked(report.as_error()));
            }
            batch.most = batch.most.saturating_sub(1);
            if matches!(fate, DeliveryOutcome::Refused(_)) {
                batch.refused.push(report);
                continue;
            }
            std::mem::take(&mut batch.refused).iter().try_for_each(&mut *each)?;
            each(&report)?;
        }
    }

    /// Takes the first mails leased, when there is time for them; whether there were any.
    fn begin(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        batch: &mut Batch<'_>,
        line: &mut InFlight,
        each: &mut dyn FnMut(&Report) -> Result<()>,
    ) -> Result<bool> {
        self.time.check()?;
        // Looking takes no lock: where nothing is due no one waits.
        let source = &batch.source;
        if batch.is_last || batch.room(line, None, &self.time) == 0 || source.is_empty(unit.store)? {
            return Ok(false);
        }
        if let Some(pace) = &batch.pace {
            pace.wait(&self.time, batch.deadline)?;
            if batch.room(line, None, &self.time) == 0 {
                return Ok(false);
            }
        }
        self.enter(unit, batch, line, None, each)?;
        if let (Some(pace), 1..) = (&mut batch.pace, line.len()) {
            pace.begins(&self.time);
        }
        Ok(line.len() > 0)
    }

    /// Writes one entry into the queue, and acts on what it found.
    fn enter(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        batch: &mut Batch<'_>,
        line: &mut InFlight,
        settles: Option<(&Taken, &DeliveryOutcome)>,
        each: &mut dyn FnMut(&Report) -> Result<()>,
    ) -> Result<Option<Report>> {
        unit.now = self.time.now();
        self.lived = self.time.elapsed();
        let takes = batch.room(line, settles.map(|(_, fate)| fate), &self.time);
        let offered = line.behind.front().filter(|ready| matches!(ready.way, Disposition::Leaves { .. }));
        let haste = if batch.hard_deadline.is_some() { Haste::Command } else { Haste::Deliverer };
        let entry = Entry {
            settles,
            looks_at: offered.map(|ready| &ready.taken),
            takes,
            in_hand: line.len(),
            haste,
            wording: self.post.wording,
        };
        let Entered { report, stays, taken, aside, untried, is_last } =
            match (queue::enter(unit, &mut batch.source, &entry), settles) {
                (Err(error), Some((taken, DeliveryOutcome::Left { handed: Some(handed), .. }))) => {
                    let error = unsettled(error, taken, handed);
                    each(&Report::of_unsettled(&taken.row, taken.slug.clone(), &error, unit.now))?;
                    return Err(error);
                }
                (entered, _) => entered?,
            };
        batch.is_last |= is_last;
        if let Some(blocked) = report.as_ref().filter(|report| report.is_blocked) {
            for earlier in batch.refused.iter_mut().filter(|earlier| untried.contains(&earlier.id)) {
                earlier.blocked_as(blocked);
            }
        }
        if let (Some(stays), Some(Ready { taken, way })) = (&stays, line.behind.pop_front_if(|_| stays.is_some())) {
            // Without their leaves, what was offered falls with the connection, and the others are made again.
            drop(way);
            line.take_back();
            self.sender_thread = None;
            if let Stays::Gone(why) = stays {
                line.behind.push_front(Ready { taken, way: Disposition::Ends(DeliveryOutcome::Skipped(why.clone())) });
            }
        }
        line.taken.extend(taken);
        aside.iter().try_for_each(each)?;
        Ok(report)
    }

    /// Looks at a mail leased, and gives it to the sender thread if it is to leave.
    fn ready(&mut self, unit: &mut UnitOfWork<'_>, taken: Taken) -> Ready {
        let begins = unit.store.share_snapshot();
        let planned = self.sender_settings(unit).map(|head| plan(unit, &taken.row, &head, &self.post.zone));
        let way = planned.and_then(|plan| match plan {
            DeliveryPlan::Ends(fate) => Ok(Disposition::Ends(fate)),
            DeliveryPlan::Sends { outgoing, subject, tried_until } => {
                let leave = self.sender_thread(unit)?.take(outgoing);
                Ok(Disposition::Leaves { leave, subject, tried_until })
            }
        });
        if begins {
            unit.store.end_snapshot();
        }
        Ready { taken, way: way.unwrap_or_else(|error| Disposition::Ends(DeliveryOutcome::Back(error))) }
    }

    /// Waits for what becomes of the front, and gives signs of life meanwhile. Who is asked to stop, or whose time is
    /// over, calls it back; what cannot be called back any more gets as long as a command waits, and is then let go.
    fn wait(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        batch: &Batch<'_>,
        line: &mut InFlight,
        leave: &SendPermit,
        (subject, tried_until): (String, Instant),
    ) -> Waited {
        let mut hard_deadline = batch.hard_deadline;
        loop {
            let heard =
                self.sender_thread.as_ref().map_or(SenderEvent::Dead, |sender_thread| sender_thread.hear(MOMENT));
            if let SenderEvent::Answer(answer) = heard {
                return Waited::For(DeliveryOutcome::of(answer, subject, tried_until));
            }
            if let SenderEvent::Dead = heard {
                self.sender_thread = None;
                line.take_back();
                return Waited::For(DeliveryOutcome::Unanswered {
                    error: Error::bug("the transport broke down"),
                    tried_until,
                });
            }
            let elapsed = self.time.elapsed();
            if elapsed.saturating_sub(self.lived) >= SIGN_OF_LIFE {
                self.lived = elapsed;
                unit.now = self.time.now();
                // Should the database be locked for so long, no one else can take them leased either.
                let _ = queue::renew(unit, line.all());
            }
            let stopped = self.time.check();
            if stopped.is_err() {
                let patience = elapsed + self.post.patience;
                hard_deadline = Some(hard_deadline.map_or(patience, |at| at.min(patience)));
            }
            let is_over = hard_deadline.is_some_and(|at| elapsed >= at);
            if (is_over || stopped.is_err()) && leave.refuse() == Refused::InTime {
                self.leave_sender_behind();
                return Waited::CalledBack(stopped.map(|()| BatchEnd::TimeOver));
            }
            if is_over {
                if let Some(SenderEvent::Answer(answer)) =
                    self.sender_thread.as_ref().map(|sender_thread| sender_thread.hear(Duration::ZERO))
                {
                    return Waited::For(DeliveryOutcome::of(answer, subject, tried_until));
                }
                self.leave_sender_behind();
                line.take_back();
                let error = Error::failed("the server has not said whether it took it");
                return Waited::For(DeliveryOutcome::Unanswered { error, tried_until });
            }
        }
    }

    /// Leaves the sender thread where it hangs.
    fn leave_sender_behind(&mut self) {
        if let Some(sender_thread) = self.sender_thread.take() {
            sender_thread.leave_behind();
        }
    }
}

/// The worst that can happen: said plainly, as the mail will come again.
fn unsettled(error: Error, taken: &Taken, handed: &Handed) -> Error {
    let left = match handed {
        Handed::Written(_) => "was written",
        Handed::Taken(_) => "was sent",
    };
    let id = taken.row.id;
    error.context(format_args!("{id} {left}, but that could not be written down, so that it comes once more"))
}
