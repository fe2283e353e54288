//! `invite bulk --deliver`: the mails of rows that are committed leave, over one connection for the whole run, and each
//! row reports what became of its own.

use std::collections::{BTreeMap, HashMap};

use crate::cli::context::Context;
use crate::commands::bulk::{Report as Row, RowResult, RunEnd};
use crate::commands::counted::counted;
use crate::domain::id::{InvitationId, MailId};
use crate::domain::mail::MailState;
use crate::error::{Code, Error, Result};
use crate::ops::deliver::{self, Deliverer, DeliveryEnv, Report};
use crate::ops::unit_of_work::UnitOfWork;
use crate::ops::{invite, outbox};
use crate::term::Ui;

/// The mails of one run.
pub(super) struct Delivery {
    deliverer: Deliverer,
    /// What shut the way. Nothing is tried after it: the mails stay queued.
    shut: Option<Error>,
    /// How many are in which state.
    counts: BTreeMap<&'static str, u64>,
}

impl Delivery {
    pub(super) fn new(post: DeliveryEnv) -> Self {
        Self { deliverer: Deliverer::new(post), shut: None, counts: BTreeMap::new() }
    }

    /// Delivers the mails of these rows that wait, of an earlier run too, and reports each in its row.
    pub(super) fn of_rows(&mut self, unit: &mut UnitOfWork<'_>, ui: &Ui, rows: &mut [Row]) {
        let waiting = match waiting(unit, rows) {
            Ok(waiting) => waiting,
            Err(error) => {
                self.shut.get_or_insert(error);
                return;
            }
        };
        if waiting.is_empty() {
            return;
        }
        let delivered = self.deliver(unit, ui, &waiting);
        for (at, id) in waiting {
            let state = match delivered.get(&id) {
                Some(report) => {
                    fill_row(&mut rows[at], report);
                    report.state
                }
                // Not tried: it rests, or the way is shut, or another process was faster.
                None => unit.store.read(|tx| outbox::state(tx, id)).ok().flatten().unwrap_or(MailState::Queued),
            };
            rows[at].set("mail", state.name());
            *self.counts.entry(state.name()).or_default() += 1;
        }
    }

    fn deliver(&mut self, unit: &mut UnitOfWork<'_>, ui: &Ui, waiting: &[(usize, MailId)]) -> HashMap<MailId, Report> {
        let mut delivered = HashMap::new();
        if self.shut.is_some() {
            return delivered;
        }
        let ids: Vec<MailId> = waiting.iter().map(|(_, id)| *id).collect();
        let mut tried = self.counts.values().sum::<u64>();
        let ended = self.deliverer.all_of(unit, &ids, |report| {
            tried += 1;
            ui.progress(&format!("mail {tried}"));
            delivered.insert(report.id, report.clone());
            Ok(())
        });
        self.shut = match ended {
            Ok(deliver::BatchEnd::Done | deliver::BatchEnd::TimeOver) => None,
            Ok(deliver::BatchEnd::Blocked(error)) | Err(error) => Some(error),
        };
        delivered
    }

    /// How many mails are in this state.
    pub(super) fn count(&self, state: MailState) -> u64 {
        self.counts.get(state.name()).copied().unwrap_or_default()
    }

    /// Says how far the mails came. What shut the way is said once; who was interrupted ends so.
    pub(super) fn close(mut self, cx: &Context, ended: &mut RunEnd) -> Option<String> {
        let waits = self.count(MailState::Queued) + self.count(MailState::Sending);
        match self.shut.take() {
            Some(stop) if stop.code() == Code::Interrupted => ended.stopped_by(stop),
            Some(shut) => {
                let (mails, stay) = (counted(waits, "mail"), if waits == 1 { "stays" } else { "stay" });
                cx.ui.warn(&format!("{mails} {stay} queued: {}", shut.message()));
                cx.ui.hints(shut.hints());
            }
            None => {}
        }
        cx.warn_of_files(usize::try_from(self.count(MailState::Written)).unwrap_or(usize::MAX));
        let known = MailState::ALL.into_iter().filter(|state| self.count(*state) > 0);
        let delivered: Vec<String> = known.map(|state| format!("{} {state}", self.count(state))).collect();
        if !delivered.is_empty() {
            ended.add_summary(format!("Mails: {}.", delivered.join(", ")));
        }
        (waits > 0).then(|| format!("{} to go: `partnerctl mail deliver`", counted(waits, "mail")))
    }
}

/// The rows whose mail waits, each with its mail.
fn waiting(unit: &mut UnitOfWork<'_>, rows: &[Row]) -> Result<Vec<(usize, MailId)>> {
    let queued = MailState::Queued.name();
    unit.store.read(|tx| {
        let mut found = Vec::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.get("mail") == Some(queued)) {
            let Some(id) = row.get("invitation_id").map(InvitationId::parse).transpose()? else { continue };
            found.extend(invite::newest_mail(tx, id)?.map(|mail| (at, mail)));
        }
        Ok(found)
    })
}

/// Writes in a row what became of its mail. A row whose mail failed is to be fixed; one whose mail waits is not.
fn fill_row(row: &mut Row, report: &Report) {
    if let Some(reason) = &report.reason {
        let next = report.next_try.map(|at| format!("; it is tried again from {at}")).unwrap_or_default();
        row.set("message", format_args!("{reason}{next}"));
    }
    match (report.state, row.result()) {
        (MailState::Sent, RowResult::Created) => row.end(RowResult::Sent),
        (MailState::Sent, RowResult::Updated) => row.end(RowResult::Resent),
        _ => {}
    }
    if report.state == MailState::Failed {
        row.set("error_code", Code::Mail);
        row.end(RowResult::Failed);
    }
}
