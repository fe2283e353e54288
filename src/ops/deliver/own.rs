//! A command's own mails: delivered after its commit, for as long as someone waits for an answer (docs/mail.md).

use std::collections::HashMap;
use std::time::Duration;

use crate::domain::id::MailId;
use crate::domain::mail::MailState;
use crate::error::{Hint, Result};
use crate::ops::unit_of_work::UnitOfWork;

use super::batch::{Batch, BatchEnd};
use super::pacing::MOMENT;
use super::report::Report;
use super::{Deliverer, DeliveryEnv, queue};

/// Delivers these mails now, as far as that goes within the patience of a command; what became of each, in order. What
/// another deliverer has leased is waited for as long.
///
/// # Errors
/// `failed`, `busy` when the database cannot be read. What befalls a mail is in its report.
pub fn these(unit: &mut UnitOfWork<'_>, mails: &[MailId], post: &DeliveryEnv) -> Result<Vec<Report>> {
    Deliverer::new(post.clone()).own(unit, mails)
}

impl Deliverer {
    pub(super) fn own(&mut self, unit: &mut UnitOfWork<'_>, mails: &[MailId]) -> Result<Vec<Report>> {
        let deadline = self.time.elapsed() + self.post.patience;
        let mut tried = HashMap::new();
        let ended = self.run(unit, &mut Batch::of(mails, Some(deadline)), &mut |report| {
            tried.insert(report.id, report.clone());
            Ok(())
        });
        let (stop, deadline) = match ended {
            Ok(BatchEnd::Done) => (None, deadline),
            Ok(BatchEnd::Blocked(error)) => (Some((error.message().to_owned(), error.hints().to_vec())), deadline),
            Ok(BatchEnd::TimeOver) => (Some((self.time_is_over(), Vec::new())), deadline),
            Err(error) => (Some((error.message().to_owned(), error.hints().to_vec())), Duration::ZERO),
        };
        let mut reports = Vec::with_capacity(mails.len());
        for id in mails {
            reports.push(match tried.remove(id) {
                Some(report) => report,
                None => self.not_tried(unit, *id, deadline, stop.as_ref())?,
            });
        }
        Ok(reports)
    }

    /// The state of a mail that was not tried here, and why it was not.
    fn not_tried(
        &self,
        unit: &mut UnitOfWork<'_>,
        id: MailId,
        deadline: Duration,
        stop: Option<&(String, Vec<Hint>)>,
    ) -> Result<Report> {
        loop {
            unit.now = self.time.now();
            let now = unit.now;
            let mut report = unit.store.read(|tx| queue::current_report(tx, id, now))?;
            // A deliverer that runs next to us may have been faster: what it does is the truth about this mail.
            let in_other_hands = report.state == MailState::Sending && self.time.elapsed() < deadline;
            if in_other_hands && self.time.wait(MOMENT).is_ok() {
                continue;
            }
            if let (MailState::Queued, None, Some((reason, hints))) = (report.state, report.next_try, stop) {
                (report.reason, report.hints, report.is_blocked) = (Some(reason.clone()), hints.clone(), true);
            }
            return Ok(report);
        }
    }

    fn time_is_over(&self) -> String {
        format!("no time was left of the {} s that a command waits for its mails", self.post.patience.as_secs())
    }
}
