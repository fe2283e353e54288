//! Who could enter at any instant of a period: the facts are followed from each change of theirs to the next,
//! and between two changes from each end of a term to the next.

use crate::domain::access::{Source, effective};
use crate::domain::time::{Instant, Span};
use crate::error::Result;
use crate::ops::reach::Moment;
use crate::store::Tx;
use crate::store::as_of::window::marks;
use crate::store::as_of::{self, AsOf};

use super::asked::Range;
use super::candidates::Pair;
use super::way::{AccessWay, Story, entered_by, gather, of_grant, of_link};

/// A time in which a way stayed as it was.
struct Stretch {
    story: Story,
    gives: Source,
    ended: Option<(Instant, Option<String>)>,
    changed: Option<(Instant, Option<String>)>,
}

/// The stretches of one kind of way, the last one maybe still going on.
#[derive(Default)]
struct Stretches {
    over: Vec<Stretch>,
    open: Option<Stretch>,
}

/// An instant at which the facts changed.
struct Turn {
    audit: i64,
    at: Instant,
    by: Option<String>,
}

/// Every way of the pair, one's own grant before the partner's link, each in the order of time. A way that came to
/// give another role, other permissions or another login is listed twice, so that nothing that anyone could do is left
/// out.
pub(super) fn ways(
    tx: &Tx<'_>,
    pair: &Pair<'_>,
    range: &Range,
    each: &mut dyn FnMut(&AccessWay<'_>) -> Result<()>,
) -> Result<()> {
    let turns = turns(tx, pair, range)?;
    let (mut own, mut partner) = (Stretches::default(), Stretches::default());
    for (place, turn) in turns.iter().enumerate() {
        let end = turns.get(place + 1).map_or(range.until, |next| next.at);
        // If there are more changes at one instant, the last one counts: no one could enter in between.
        if end <= turn.at {
            continue;
        }
        let moment = Moment { at: turn.at, as_of: AsOf::Audit(turn.audit) };
        let gathered = gather(tx, pair, moment)?;
        let mut cuts: Vec<Instant> = gathered.facts.ends().filter(|cut| turn.at < *cut && *cut < end).collect();
        cuts.sort_unstable();
        cuts.dedup();
        for at in std::iter::once(turn.at).chain(cuts) {
            let verdict = effective(&gathered.facts, at);
            let by = if at == turn.at { turn.by.as_deref() } else { None };
            let begins = if at > range.from { Some(at) } else { None };
            own.go_on(verdict.own, at, by, begins, || of_grant(&gathered))?;
            partner.go_on(verdict.partner, at, by, begins, || of_link(tx, pair, &gathered, moment.as_of))?;
        }
    }
    let lines: Vec<Stretch> = own.all().chain(partner.all()).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let last_login_at = entered_by(tx, pair, range.until - Span::from_ms(1))?;
    for Stretch { story, gives, ended, changed } in lines {
        let Story { by, since, granted_by } = story;
        let (client, person) = (pair.client, pair.person);
        each(&AccessWay { client, person, by, gives, since, granted_by, ended, changed, last_login_at })?;
    }
    Ok(())
}

fn turns(tx: &Tx<'_>, pair: &Pair<'_>, range: &Range) -> Result<Vec<Turn>> {
    let mut turns = vec![Turn { audit: range.window.first, at: range.from, by: None }];
    for audit in marks(tx, pair.client.id, pair.person.id, range.window)? {
        let Some((at, by)) = as_of::written(tx, audit)? else { continue };
        // History is in the order of audit numbers, also where a clock was set back.
        let latest = turns.last().map_or(at, |last| last.at.max(at));
        turns.push(Turn { audit, at: latest.min(range.until), by: Some(by) });
    }
    Ok(turns)
}

impl Stretches {
    /// Takes in what the way gives from `at` on; `by` made the change, unless a term was over.
    fn go_on(
        &mut self,
        gives: Option<Source>,
        at: Instant,
        by: Option<&str>,
        begins: Option<Instant>,
        story: impl FnOnce() -> Result<Story>,
    ) -> Result<()> {
        let next = gives.map(|gives| story().map(|story| (story, gives))).transpose()?;
        if let (Some(open), Some((story, gives))) = (&mut self.open, &next)
            && (open.story.by, open.gives.role, open.gives.permissions, open.gives.enters)
                == (story.by, gives.role, gives.permissions, gives.enters)
        {
            open.gives.until = gives.until;
            return Ok(());
        }
        let was_open = self.open.is_some();
        if let Some(open) = self.open.take() {
            let turned = Some((at, by.map(str::to_owned)));
            // What goes on by the same grant or link has not ended.
            let goes_on = next.as_ref().is_some_and(|(story, _)| story.by == open.story.by);
            let (ended, changed) = if goes_on { (None, turned) } else { (turned, None) };
            self.over.push(Stretch { ended, changed, ..open });
        }
        self.open = next.map(|(mut story, gives)| {
            if begins > story.since {
                story.since = begins;
                // What had let in before was shut, and came back by this act.
                story.granted_by = by.filter(|_| !was_open).map(str::to_owned).or(story.granted_by);
            }
            Stretch { story, gives, ended: None, changed: None }
        });
        Ok(())
    }

    fn all(self) -> impl Iterator<Item = Stretch> {
        self.over.into_iter().chain(self.open)
    }
}
