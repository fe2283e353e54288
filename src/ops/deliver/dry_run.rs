//! What delivery would do (`--dry-run`): each mail is taken in hand and looked at, and nothing of it is kept.

use crate::error::Result;
use crate::ops::desk::Desk;
use crate::store::mail::hand::Waiting;

use super::Deliverer;
use super::books::{self, Entry, Haste, Source};
use super::fate::Fate;
use super::plan::{Plan, plan};
use super::report::Report;

impl Deliverer {
    /// Tells of at most so many mails what would become of them, as far as that is not up to the server.
    pub(super) fn dry_run(
        &mut self,
        desk: &mut Desk<'_>,
        most: usize,
        each: &mut dyn FnMut(&Report) -> Result<()>,
    ) -> Result<()> {
        let mut source = Source::Due(desk.now, Waiting::FIRST);
        let head = self.letterhead(desk)?;
        for _ in 0..most {
            self.time.check()?;
            desk.now = self.time.now();
            let entry = Entry { settles: None, looks_at: None, takes: 1, in_hand: 0, haste: Haste::Command };
            let mut entered = books::enter(desk, &mut source, &entry)?;
            entered.aside.iter().try_for_each(&mut *each)?;
            let Some(taken) = entered.taken.pop_front() else { return Ok(()) };
            let fate = match plan(desk, &taken.row, &head, &self.post.zone) {
                Plan::Sends { .. } => Fate::Left { handed: None, subject: None },
                Plan::Ends(fate) => fate,
            };
            let mut report = Report::of(&taken.row, taken.slug.clone(), desk.now);
            fate.told_in(&mut report, &taken.row, desk.now);
            each(&report)?;
        }
        Ok(())
    }
}
