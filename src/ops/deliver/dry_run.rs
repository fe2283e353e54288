//! What delivery would do (`--dry-run`): each mail is leased and checked, and all of it is rolled back.

use crate::error::Result;
use crate::ops::unit_of_work::UnitOfWork;
use crate::store::mail::lease::Waiting;

use super::Deliverer;
use super::outcome::DeliveryOutcome;
use super::plan::{DeliveryPlan, plan};
use super::queue::{self, Entry, Haste, Source};
use super::report::Report;

impl Deliverer {
    /// Reports for at most so many mails what would become of them, as far as that is not up to the server.
    pub(super) fn dry_run(
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
