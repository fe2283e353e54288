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
mod dry_run;
mod ended;
mod ending;
mod outcome;
mod own;
mod pacing;
mod plan;
mod preview;
mod queue;
mod relay;
mod report;
mod route;
mod sender;
pub mod test_message;
mod ways;

pub use batch::BatchEnd;
pub use own::these;
pub use pacing::{Pace, Rate, RateLimiter};
pub use preview::{Preview, preview};
pub(super) use relay::RECIPIENTS;
pub use report::Report;

use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use crate::app::files::Sharing;
use crate::domain::id::MailId;
use crate::domain::time::Zone;
use crate::error::{Result, Wording};
use crate::mail::Transport;
use crate::store::Tx;
use crate::store::mail::lease::Waiting;

use super::unit_of_work::{Mode, UnitOfWork};
use batch::Batch;
use content::SenderSettings;
use queue::Source;
use sender::SenderThread;

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

#[cfg(test)]
mod tests;
