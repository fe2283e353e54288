//! What a command does with the mails that it queued, once its change is committed.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::authority::Sight;
use crate::domain::id::{ClientId, MailId};
use crate::domain::mail::MailState;
use crate::error::Result;
use crate::ops::deliver::{self, DeliveryEnv, RateLimiter, Report};
use crate::ops::invite::NO_MAIL;
use crate::ops::unit_of_work::Mode;
use crate::ops::{outbox, reach};
use crate::shell;

use super::Context;

/// Where someone finds out why a mail did not leave, for those who may not know whom it is for.
const SUPPORT_SEES_WHY: &str = "support sees why in `partnerctl mail list`";

const DELIVER: &str = "deliver what is queued with `partnerctl mail deliver`";

impl Context {
    /// Delivers these mails now, as far as that goes in the time that a command waits, and says what became of each that
    /// the actor may know of. Nothing leaves in a dry run. The change that queued them is done, whatever becomes of
    /// them: trouble is a warning.
    pub fn deliver(&mut self, mails: &[MailId]) {
        if self.mode() == Mode::DryRun {
            return;
        }
        if mails.is_empty() {
            return;
        }
        let delivered = self.hand_over(mails).and_then(|reports| self.readable(reports));
        let reports = delivered.unwrap_or_else(|error| {
            self.ui.warn(&format!("the mails stay queued: {error}"));
            self.ui.hint(DELIVER);
            Vec::new()
        });
        reports.iter().filter(|report| !report.is_blocked).for_each(|report| self.show_report(report));
        self.warn_of_blocked(&reports);
        self.warn_of_files(reports.iter().filter(|report| report.state == MailState::Written).count());
    }

    /// Of the mails to other people of a client whose record the actor may not read, one for each client, which names no one:
    /// their number is not for the actor either.
    fn readable(&mut self, reports: Vec<Report>) -> Result<Vec<Report>> {
        let now = self.now();
        let clients: BTreeSet<ClientId> = reports.iter().filter_map(|report| Some(report.client.as_ref()?.0)).collect();
        let (own, readable) = self.read(|tx, actor| {
            let mut readable: BTreeSet<ClientId> = BTreeSet::new();
            for client in clients {
                if reach::sight(tx, actor, client, now)? == Sight::Record {
                    readable.insert(client);
                }
            }
            Ok((actor.acting_as().map(str::to_owned), readable))
        })?;
        let mut shown: Vec<Report> = Vec::new();
        let mut places: BTreeMap<ClientId, usize> = BTreeMap::new();
        for report in reports {
            let Some(client) = report.client.as_ref().map(|(id, _)| *id) else {
                shown.push(report);
                continue;
            };
            if readable.contains(&client) || own.as_ref() == Some(&report.to) {
                shown.push(report);
                continue;
            }
            let report = report.without_recipient(SUPPORT_SEES_WHY);
            match places.get(&client).and_then(|place| shown.get_mut(*place)) {
                None => {
                    places.insert(client, shown.len());
                    shown.push(report);
                }
                Some(former) if report.is_trouble() && !former.is_trouble() => *former = report,
                Some(_) => {}
            }
        }
        Ok(shown)
    }

    /// What stops one mail before it is tried stops the others too: said once.
    fn warn_of_blocked(&self, reports: &[Report]) {
        let blocked: Vec<&Report> = reports.iter().filter(|report| report.is_blocked).collect();
        let Some(first) = blocked.first() else { return };
        let (named, stay) = match blocked.len() {
            1 => (format!("mail {} to {}", first.id, first.to), "stays"),
            count => (format!("{count} mails"), "stay"),
        };
        self.ui.warn(&format!("{named} {stay} queued: {}", first.reason.as_deref().unwrap_or_default()));
        self.ui.hints(&first.hints);
        self.ui.hint(DELIVER);
    }

    /// As [`Context::deliver`], and leaves it to the caller to say what became of them.
    ///
    /// # Errors
    /// `failed`, `busy`: then they stay queued.
    pub fn hand_over(&mut self, mails: &[MailId]) -> Result<Vec<Report>> {
        if mails.is_empty() {
            return Ok(Vec::new());
        }
        let post = self.post()?;
        self.unit_of_work().and_then(|mut unit| deliver::these(&mut unit, mails, &post))
    }

    /// The state of the mail of a change, in a word: `none` where it has none, and where there is more than one, that
    /// which came least far. A dry run queues it.
    pub fn mail_word(&mut self, mails: &[MailId]) -> Result<&'static str> {
        if self.mode() == Mode::DryRun {
            return Ok(if mails.is_empty() { NO_MAIL } else { MailState::Queued.name() });
        }
        let states = self.read(|tx, _| mails.iter().map(|id| outbox::state(tx, *id)).collect::<Result<Vec<_>>>())?;
        let worst = states.into_iter().flatten().min_by_key(|state| state.has_left());
        Ok(worst.map_or(NO_MAIL, MailState::name))
    }

    /// Gives the time, and whether to stop.
    pub fn rate_limiter(&self) -> RateLimiter {
        let interrupt = self.interrupt.clone();
        RateLimiter::new(self.clock(), move || interrupt.check())
    }

    /// How mails are delivered here.
    ///
    /// # Errors
    /// `usage` for a database that has no folder for mails next to it.
    pub fn post(&self) -> Result<DeliveryEnv> {
        Ok(DeliveryEnv {
            outbox: self.database.paths().outbox(),
            sharing: self.database.sharing(),
            zone: self.zone.of_desk(),
            time: self.rate_limiter(),
            patience: self.mail_patience,
            wording: shell::sentence,
        })
    }

    /// Says what became of a mail.
    pub fn show_report(&self, report: &Report) {
        let sentence = shell::sentence(&report.sentence(&self.zone));
        if report.is_trouble() {
            self.ui.warn(&sentence);
        } else {
            self.ui.status(&sentence);
        }
        self.ui.hints(&report.hints);
    }

    /// In a live database, files are no mail: says so once for each delivery (docs/mail.md).
    pub fn warn_of_files(&self, written: usize) {
        if let (1.., Some(open), Ok(post)) = (written, &self.open, self.post()) {
            warning_of_files(&open.info.label, &post).iter().for_each(|warning| self.ui.warn(warning));
        }
    }
}

/// What is said of mails that were written to files, if the database of this label is live.
pub fn warning_of_files(label: &str, post: &DeliveryEnv) -> Option<String> {
    (label == "live").then(|| {
        let outbox = post.outbox.display();
        format!("this database is live, but its mails are only written as files to {outbox}: no one was sent anything")
    })
}
