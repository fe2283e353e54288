//! Delivering mails (docs/mail.md): each is leased for a while, checked again, made, handed to the transport, and
//! settled.
//!
//! - `batch`: one run: while one mail is on its way, the next is made and offered;
//! - `sender`: the thread in which the transport works, and the permit without which it sends nothing;
//! - `queue`: leasing and settling mails, in short transactions, so that several deliverers can run at once;
//! - `plan`, `cause`, `content`: whether a mail may leave, and what it says;
//! - `outcome`, `report`: what became of it, for its row and for people;
//! - `own`: a command delivers the mails that it queued.
//!
//! The lease of a deliverer that dies runs out; the mail is then made again with the same Message-ID. Delivery
//! changes no one's access and has no audit row: the row of the mail is its record. Delivery writes that row only, and
//! the write guard lets it touch no other client than the mail's.

mod batch;
pub(super) mod cause;
mod content;
mod ended;
mod ending;
mod notice;
mod outcome;
mod pacing;
mod queue;
mod relay;
mod report;
mod route;
mod sender;
pub mod test_message;
mod ways;

use batch::Batch;
pub use batch::BatchEnd;
use content::SenderSettings;
pub use pacing::{Pace, Rate, RateLimiter};
use queue::Source;
pub(super) use relay::RECIPIENTS;
pub use report::Report;
use sender::SenderThread;

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use crate::app::files::Sharing;
use crate::domain::code::mask;
use crate::domain::id::MailId;
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::{Instant, Span, Zone};
use crate::error::{Error, Hint, Result, Wording};
use crate::mail::{Outgoing, Transport, bare_address, compose, preview as rendered};
use crate::ops::custom_templates::Unmade;
use crate::store::Tx;
use crate::store::mail::lease::Waiting;

use self::cause::{Cause, CauseStatus, NoCode};
use self::content::Content;
use self::outcome::{DeliveryOutcome, UNANSWERED};
use self::pacing::MOMENT;
use self::queue::{Entry, Haste};

use super::unit_of_work::{Mode, UnitOfWork};

#[derive(Debug, Clone)]
pub struct DeliveryEnv {
    /// The folder for mails as files.
    pub outbox: PathBuf,
    pub sharing: Sharing,
    /// The zone of the times in mails.
    pub zone: Zone,
    /// Gives the time, and whether to stop.
    pub time: RateLimiter,
    /// How long a command waits for its own mails, and a deliverer that was asked to stop for the one on its way.
    pub patience: Duration,
    /// Puts the hints that are kept with a mail into words.
    pub wording: Wording,
}

/// Delivers mails, one after the other over one connection, which is made when the first mail is to leave.
pub struct Deliverer {
    post: DeliveryEnv,
    time: RateLimiter,
    open: Opener,
    head: Option<Rc<SenderSettings>>,
    sender_thread: Option<SenderThread>,
    /// When the last sign of life was given for the mails leased, by what elapsed.
    lived: Duration,
}

/// Makes the transport that the settings name.
type Opener = Box<dyn Fn(&Tx<'_>, &DeliveryEnv) -> Result<Box<dyn Transport>>>;

/// How much is delivered, how fast, and until when.
#[derive(Debug, Default)]
pub struct Limits<'p> {
    /// At most so many mails.
    pub most: Option<u32>,
    pub pace: Option<&'p mut Pace>,
    /// When no more are begun, by what elapsed.
    pub deadline: Option<Duration>,
}

impl Deliverer {
    /// A deliverer as the settings want it; they are read when the first mail is to leave.
    pub fn new(post: DeliveryEnv) -> Self {
        let time = post.time.clone();
        Self { post, time, open: Box::new(route::open), head: None, sender_thread: None, lived: Duration::ZERO }
    }

    /// Delivers what is due now, the longest waiting first; `each` gets what became of each mail. In a dry run all
    /// stays where it is, and the reports say what would stop it.
    ///
    /// # Errors
    /// `interrupted` between two mails; `failed`, `busy` when the database cannot be read or written; those of `each`.
    /// What befalls a mail is in its report.
    pub fn due(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        limits: Limits<'_>,
        mut each: impl FnMut(&Report) -> Result<()>,
    ) -> Result<BatchEnd> {
        let begun = unit.now;
        let most = limits.most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        if unit.mode == Mode::DryRun {
            if let Err(error) = unit.has_right_key() {
                return Ok(BatchEnd::Blocked(error));
            }
            return self.dry_run(unit, most, &mut each).map(|()| BatchEnd::Done);
        }
        let mut batch = Batch {
            source: Source::Due(begun, Waiting::FIRST),
            most,
            pace: limits.pace,
            deadline: limits.deadline,
            hard_deadline: None,
            is_last: false,
            refused: Vec::new(),
        };
        self.run(unit, &mut batch, &mut each)
    }

    /// Delivers these as far as they are due and no one else has them leased, however long it takes: for bulk work,
    /// over the same connection each time.
    ///
    /// # Errors
    /// As [`Deliverer::due`].
    pub fn all_of(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        mails: &[MailId],
        mut each: impl FnMut(&Report) -> Result<()>,
    ) -> Result<BatchEnd> {
        self.run(unit, &mut Batch::of(mails, None), &mut each)
    }

    /// What the settings say about every mail.
    fn sender_settings(&mut self, unit: &mut UnitOfWork<'_>) -> Result<Rc<SenderSettings>> {
        if let Some(head) = &self.head {
            return Ok(Rc::clone(head));
        }
        let head = Rc::new(unit.store.read(SenderSettings::read)?);
        Ok(Rc::clone(self.head.insert(head)))
    }

    /// The sender thread, set to work when the first mail is to leave.
    fn sender_thread(&mut self, unit: &mut UnitOfWork<'_>) -> Result<&SenderThread> {
        let sender_thread = match self.sender_thread.take() {
            Some(sender_thread) => sender_thread,
            None => SenderThread::with(unit.store.read(|tx| (self.open)(tx, &self.post))?)?,
        };
        Ok(self.sender_thread.insert(sender_thread))
    }
}

// What a mail says, for people who look at it here: its text, with the code masked.

/// The words of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub subject: String,
    /// Its plain text. Every code in it reads `pci_31_…`.
    pub text: String,
}

/// Makes the text of a mail again, as the rows are now. No key is needed, and no code is made.
///
/// # Errors
/// `failed` when rows are damaged, or the desk's own templates.
pub fn preview(tx: &Tx<'_>, mail: &MailRow, zone: &Zone) -> Result<Preview> {
    let head = SenderSettings::read(tx)?;
    let cause = Cause::of(tx, mail)?;
    // Shaped like a code, so that the mask knows it.
    let stand_in = cause.as_ref().and_then(Cause::code).map(|(kind, record)| format!("{}{record}_x", kind.prefix()));
    let code = stand_in.as_deref().unwrap_or_default();
    let content = Content::read(tx, mail, cause.as_ref(), code, &head, zone)?;
    let made = head.wording().make(|templates| rendered(templates, &content.body, &content.envelope()))?;
    Ok(Preview { subject: made.subject, text: mask(&made.text).into_owned() })
}

// What is to be done with a leased mail: it is checked again, and made as late as possible.

/// How long a mail is tried, if its code lives that long.
const PATIENCE: Span = Span::days(5);
/// How many takers may die with a mail, before they hand it over, until it is set aside.
const DEATHS: i64 = 5;

/// What is to be done with a mail leased.
enum DeliveryPlan {
    Sends { outgoing: Outgoing, subject: String, tried_until: Instant },
    Ends(DeliveryOutcome),
}

impl DeliveryPlan {
    const fn later(error: Error, tried_until: Instant) -> Self {
        Self::Ends(DeliveryOutcome::Later { error, reply: None, tried_until })
    }
}

/// Looks again, makes the code and the message. Nothing is written; all of it is read on one snapshot.
fn plan(unit: &mut UnitOfWork<'_>, mail: &MailRow, head: &SenderSettings, zone: &Zone) -> DeliveryPlan {
    if mail.unanswered >= UNANSWERED {
        let error = Error::failed("each time it was handed over, the process ended before there was an answer");
        return DeliveryPlan::Ends(DeliveryOutcome::Unanswered { error, tried_until: mail.created_at + PATIENCE });
    }
    if mail.dropped >= DEATHS {
        let error = Error::failed(format!("the process that took it died {} times", mail.dropped));
        return DeliveryPlan::Ends(DeliveryOutcome::Failed(error, None));
    }
    let (key_store, info, now) = (unit.key_store, unit.info, unit.now);
    let mut tried_until = mail.created_at + PATIENCE;
    let planned = unit.store.read(|tx| {
        let cause = match cause::look_again(tx, mail, now)? {
            CauseStatus::InForce(cause) => cause,
            CauseStatus::Gone(why) => {
                return Ok(DeliveryPlan::Ends(DeliveryOutcome::Skipped(why.as_str().to_owned())));
            }
        };
        let code = match &cause {
            None => None,
            Some(cause) => {
                tried_until = tried_until.min(cause.expires_at());
                if cause.code().is_some()
                    && let Some(why) = head.lacks_page(info)
                {
                    return Ok(DeliveryPlan::Ends(DeliveryOutcome::Held(why)));
                }
                match cause.derive(tx, key_store, &info.uuid) {
                    Ok(code) => code,
                    Err(NoCode::NotNeeded(why)) => return Ok(DeliveryPlan::Ends(DeliveryOutcome::Skipped(why))),
                    Err(NoCode::NotNow(error)) => return Ok(DeliveryPlan::later(error, tried_until)),
                    Err(NoCode::WrongKey(error)) => return Ok(DeliveryPlan::Ends(DeliveryOutcome::Back(error))),
                    Err(NoCode::Never(error)) => return Ok(DeliveryPlan::Ends(DeliveryOutcome::Failed(error, None))),
                }
            }
        };
        let code = code.as_ref().map_or("", |code| code.reveal());
        let content = Content::read(tx, mail, cause.as_deref(), code, head, zone)?;
        let (body, envelope) = (&content.body, content.envelope());
        let (from, to) = (bare_address(envelope.from)?, bare_address(envelope.to)?);
        let made = head
            .wording()
            .make(|templates| Ok((compose(templates, body, &envelope)?, templates.subject(body, envelope.language)?)));
        match made {
            Ok((message, subject)) => {
                let outgoing = Outgoing { id: mail.id, from, to, message };
                Ok(DeliveryPlan::Sends { outgoing, subject, tried_until })
            }
            Err(Unmade::Templates(error)) => Ok(DeliveryPlan::Ends(DeliveryOutcome::Held(error))),
            Err(Unmade::Mail(error)) => Err(error),
        }
    });
    match planned {
        Ok(plan) => plan,
        Err(error) if error.is_of_database() => DeliveryPlan::later(error, tried_until),
        // The same rows make the same message: what cannot be read or made now never can.
        Err(error) => DeliveryPlan::Ends(DeliveryOutcome::Failed(error, None)),
    }
}

// What delivery would do (`--dry-run`): each mail is leased and checked, and all of it is rolled back.

impl Deliverer {
    /// Reports for at most so many mails what would become of them, as far as that is not up to the server.
    fn dry_run(
        &mut self,
        unit: &mut UnitOfWork<'_>,
        most: usize,
        each: &mut dyn FnMut(&Report) -> Result<()>,
    ) -> Result<()> {
        let mut source = Source::Due(unit.now, Waiting::FIRST);
        let head = self.sender_settings(unit)?;
        for _ in 0..most {
            self.time.check()?;
            unit.now = self.time.now();
            let entry = Entry {
                settles: None,
                looks_at: None,
                takes: 1,
                in_hand: 0,
                haste: Haste::Command,
                wording: self.post.wording,
            };
            let mut entered = queue::enter(unit, &mut source, &entry)?;
            entered.aside.iter().try_for_each(&mut *each)?;
            let Some(taken) = entered.taken.pop_front() else { return Ok(()) };
            let fate = match plan(unit, &taken.row, &head, &self.post.zone) {
                DeliveryPlan::Sends { .. } => DeliveryOutcome::Left { handed: None, subject: None },
                DeliveryPlan::Ends(fate) => fate,
            };
            let mut report = Report::of(&taken.row, taken.slug.clone(), unit.now);
            fate.note_in(&mut report, &taken.row, unit.now);
            each(&report)?;
        }
        Ok(())
    }
}

// A command's own mails: delivered after its commit, for as long as someone waits for an answer (docs/mail.md).

/// Delivers these mails now, as far as that goes within the patience of a command; what became of each, in order. What
/// another deliverer has leased is waited for as long.
///
/// # Errors
/// `failed`, `busy` when the database cannot be read. What befalls a mail is in its report.
pub fn these(unit: &mut UnitOfWork<'_>, mails: &[MailId], post: &DeliveryEnv) -> Result<Vec<Report>> {
    Deliverer::new(post.clone()).own(unit, mails)
}

impl Deliverer {
    fn own(&mut self, unit: &mut UnitOfWork<'_>, mails: &[MailId]) -> Result<Vec<Report>> {
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

#[cfg(test)]
mod tests;
