//! One round of deliveries, and with `--watch` one after the other.

use std::time::Duration;

use crate::cli::bulk_context::BulkContext;
use crate::cli::context::warning_of_files;
use crate::commands::counted::counted;
use crate::error::{Code, Error, Hint, Result};
use crate::ops::deliver::{BatchEnd, Deliverer, DeliveryEnv, Limits, Pace, RateLimiter, Report};
use crate::ops::go_on::{self, Extended};
use crate::ops::outbox;
use crate::ops::remind::{self, Queued};
use crate::shell;
use crate::term::{Ui, progress};

use super::counts::Counts;
use super::push;

/// How long no one looks for mails that became due.
const POLL: Duration = Duration::from_secs(5);
/// How long no one looks again at what others have leased.
const MOMENT: Duration = Duration::from_millis(500);
/// How long no one looks for reminders that became due, and how long a round of `--watch` goes on at most: so often
/// settings are read again.
const MINUTE: Duration = Duration::from_secs(60);
/// How long one waits where no mail can leave: at first, and at most.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(15), Duration::from_secs(300));

/// The rounds of one run.
pub(super) struct Rounds<'b> {
    bulk: BulkContext<'b>,
    post: DeliveryEnv,
    time: RateLimiter,
    /// How many mails may still be tried.
    left: Option<u32>,
    pace: Option<Pace>,
    /// When reminders are looked for next, by what elapsed.
    reminders: Duration,
    /// What kept reminders back when they were looked for last.
    unreminded: Option<Error>,
    /// What trouble was reported last: what stays as it is would be said each minute.
    trouble: Option<String>,
    counts: Counts,
}

/// Why no mail can leave, said once for as long as it stays so.
#[derive(Debug, Default)]
struct Shut {
    last_reason: Option<String>,
    pause: Duration,
}

impl<'b> Rounds<'b> {
    pub(super) fn new(bulk: BulkContext<'b>, post: DeliveryEnv, limit: Option<u32>, pace: Option<Pace>) -> Self {
        let time = post.time.clone();
        Self {
            bulk,
            post,
            time,
            left: limit,
            pace,
            reminders: Duration::ZERO,
            unreminded: None,
            trouble: None,
            counts: Counts::default(),
        }
    }

    /// Ends the output; what became of all mails.
    pub(super) fn finish(self) -> Result<Counts> {
        self.bulk.sink.finish().map(|()| self.counts)
    }

    /// Tries every mail that is due as the round begins.
    ///
    /// # Errors
    /// `interrupted`; what stops every mail; `failed`, `busy`.
    pub(super) fn once(&mut self) -> Result<()> {
        let mut counts = Counts::default();
        let ended = self.round(&mut counts, None);
        self.counts.absorb(counts);
        match ended? {
            BatchEnd::Done | BatchEnd::TimeOver => Ok(()),
            BatchEnd::Blocked(error) => {
                let due = self.due()?;
                let stay = if due == 1 { "stays" } else { "stay" };
                Err(error.advice(format!(
                    "{} {stay} queued, untried: once that is fixed, run `partnerctl mail deliver` again",
                    counted(due, "mail")
                )))
            }
        }
    }

    /// Goes on until a signal comes, or as many were tried as were asked for.
    ///
    /// # Errors
    /// `interrupted`; `failed` when the database cannot be read or written.
    pub(super) fn forever(&mut self) -> Result<()> {
        let mut shut = Shut::default();
        let mut warned = false;
        let mut is_watch_announced = !self.bulk.ui.facts().stderr_tty;
        loop {
            let mut counts = Counts::default();
            let deadline = self.time.elapsed() + MINUTE;
            self.bulk.unit.now = self.time.now();
            let ended = self.round(&mut counts, Some(deadline));
            let (tried, left) = (counts.tried, counts.left());
            self.print_counts(&counts);
            if counts.written > 0 && !std::mem::replace(&mut warned, true) {
                let label = &self.bulk.unit.info.label;
                warning_of_files(label, &self.post).iter().for_each(|warning| self.bulk.ui.warn(warning));
            }
            self.counts.absorb(counts);
            let pause = match ended {
                Ok(BatchEnd::Blocked(error)) => shut.warn(self.bulk.ui, error.message(), error.hints()),
                Err(error) if error.code() == Code::Busy => shut.warn(self.bulk.ui, error.message(), error.hints()),
                Err(error) => return Err(error),
                Ok(BatchEnd::Done | BatchEnd::TimeOver) => {
                    if left > 0 {
                        shut.opens(self.bulk.ui);
                    }
                    // What is due and was not to be had is others' work.
                    if tried > 0 { self.until_next()? } else { self.until_next()?.max(MOMENT) }
                }
            };
            if self.left == Some(0) {
                return Ok(());
            }
            if !std::mem::replace(&mut is_watch_announced, true) {
                self.bulk.ui.status("Waiting for mails that become due; Ctrl-C ends this.");
            }
            self.time.wait(pause)?;
        }
    }

    /// One round: reminders, if it is time for them, then what is due.
    fn round(&mut self, counts: &mut Counts, deadline: Option<Duration>) -> Result<BatchEnd> {
        let Self { bulk: BulkContext { unit, sink, ui, .. }, post, time, left, pace, reminders, unreminded, .. } = self;
        if time.elapsed() >= *reminders {
            let mut pace = || time.check().map(|()| time.now());
            // What goes on is not reminded of. What is damaged there keeps no mail back.
            counts.extended = match go_on::extend_due(unit, &mut pace) {
                Err(error) if error.code() == Code::Failed => Extended { trouble: Some(error), ..Extended::default() },
                extended => extended?,
            };
            counts.reminded = match remind::queue_due(unit, pace) {
                Err(error) if error.code() == Code::Failed => Queued { trouble: Some(error), ..Queued::default() },
                reminded => reminded?,
            };
            counts.reminded.trouble = counts.extended.trouble.take().or(counts.reminded.trouble.take());
            *reminders = time.elapsed() + MINUTE;
            if deadline.is_some() {
                let trouble = counts.reminded.trouble.take();
                if let Some(news) = trouble.as_ref().filter(|_| trouble != *unreminded) {
                    ui.warn(news.message());
                    ui.hints(news.hints());
                }
                *unreminded = trouble;
            }
        }
        time.check()?;
        unit.now = time.now();
        let begun = unit.now;
        let all = unit.store.read(|tx| outbox::count_due(tx, begun))?.min(left.map_or(i64::MAX, i64::from));
        if all == 0 {
            return Ok(BatchEnd::Done);
        }
        let (mode, mut first) = (unit.mode, None);
        let limits = Limits { most: *left, pace: pace.as_mut(), deadline };
        Deliverer::new(post.clone()).due(unit, limits, |report| {
            counts.add(report, mode);
            *left = left.map(|left| left.saturating_sub(1));
            let first = *first.get_or_insert_with(|| time.elapsed());
            if ui.shows_progress() {
                ui.progress(&progress_line(counts, all, time.elapsed().saturating_sub(first)));
            }
            push(sink, report)
        })
    }

    /// What a round of `--watch` did, if it did something new.
    fn print_counts(&mut self, counts: &Counts) {
        let mode = self.bulk.unit.mode;
        if let Some(report) = &counts.trouble {
            if counts.is_waiting_alone() && self.trouble == report.reason {
                return;
            }
            self.trouble.clone_from(&report.reason);
            self.warn_of(report);
        }
        counts.extended.sentence(mode).iter().for_each(|sentence| self.bulk.ui.status(sentence));
        counts.reminded.sentences(mode).iter().for_each(|sentence| self.bulk.ui.status(sentence));
        if counts.tried > 0 {
            self.bulk.ui.status(&counts.sentence(mode));
        }
    }

    fn warn_of(&self, report: &Report) {
        self.bulk.ui.warn(&shell::sentence(&report.sentence(&self.post.zone)));
        self.bulk.ui.hints(&report.hints);
    }

    fn due(&mut self) -> Result<i64> {
        let now = self.time.now();
        self.bulk.unit.store.read(|tx| outbox::count_due(tx, now))
    }

    /// How long nothing is due, as far as is known.
    fn until_next(&mut self) -> Result<Duration> {
        let now = self.time.now();
        let (due, resting) =
            self.bulk.unit.store.read(|tx| Ok((outbox::count_due(tx, now)?, outbox::resting(tx, now)?)))?;
        if due > 0 {
            return Ok(Duration::ZERO);
        }
        let first = resting.and_then(|(_, first)| u64::try_from(first.since(now).ms()).ok());
        Ok(first.map_or(POLL, Duration::from_millis).min(POLL))
    }
}

impl Shut {
    /// Says why no mail can leave, if that is news; how long to wait.
    fn warn(&mut self, ui: &Ui, reason: &str, hints: &[Hint]) -> Duration {
        if self.last_reason.as_deref() != Some(reason) {
            ui.warn(&format!("no mail can leave: {reason}"));
            ui.hints(hints);
            ui.note("the mails stay queued; it is tried again from time to time");
            *self = Self { last_reason: Some(reason.to_owned()), pause: BACK_OFF.0 };
        }
        let pause = self.pause;
        self.pause = (pause * 2).min(BACK_OFF.1);
        pause
    }

    fn opens(&mut self, ui: &Ui) {
        if self.last_reason.take().is_some() {
            ui.status("Mails leave again.");
        }
    }
}

/// `mail 12 of 340, 1 failed, about 3 min left`; `took` since the first was done.
fn progress_line(counts: &Counts, all: i64, took: Duration) -> String {
    /// Fewer than these prove nothing about the others.
    const FEWEST_TRIED: i64 = 5;
    let mut text = format!("mail {} of {all}", counts.tried);
    if counts.failed > 0 {
        text.push_str(&format!(", {} failed", counts.failed));
    }
    let left = u64::try_from(all - counts.tried).unwrap_or_default();
    if counts.tried >= FEWEST_TRIED && left > 0 {
        let seconds = took.as_secs_f64() * left as f64 / (counts.tried - 1) as f64;
        text.push_str(&format!(", {} left", progress::about(seconds)));
    }
    text
}
