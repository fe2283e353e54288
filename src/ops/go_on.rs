//! Links that go on by themselves: a week before the end of each the end moves, as the client agreed to once
//! (docs/reference.md#links). `mail deliver` does so, in small transactions, each link as an audited change of its own.
//!
//! Where no one looks in time the link ends, and stays so. So it does while no one owns or administers the client: no one
//! could end it.

use std::ops::AddAssign;

use crate::app::settings;
use crate::domain::audit_event::{AuditEvent, List};
use crate::domain::authority::{Target, Verb};
use crate::domain::clock::{self, Drift};
use crate::domain::code::CodeKind;
use crate::domain::link::LEAD;
use crate::domain::step::Step;
use crate::domain::time::{Instant, Zone};
use crate::error::{Code, Error, Result};
use crate::store::link_due::{self, Due};
use crate::store::{Tx, audit, client, code, link, partner};

use super::unit_of_work::{Bounds, Change, Mode, UnitOfWork, WriteTx};
use super::{notify, remind, setting};

/// As many links as are extended in one transaction.
const CHUNK: u32 = 50;

/// What was extended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extended {
    pub links: usize,
    pub mails: usize,
    /// Why the first of those that could not be extended was not. They stay due, and stop no other.
    pub trouble: Option<Error>,
}

impl Extended {
    /// For people: `Extended 2 links by themselves: 4 mails to both sides.`
    pub fn sentence(&self, mode: Mode) -> Option<String> {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let verb = if mode == Mode::Real { "Extended" } else { "Would extend" };
        let (links, mails) = (counted(self.links, "link"), counted(self.mails, "mail"));
        (self.links > 0).then(|| format!("{verb} {links}, as their clients agreed to: {mails} to both sides."))
    }
}

impl AddAssign for Extended {
    fn add_assign(&mut self, more: Self) {
        self.links += more.links;
        self.mails += more.mails;
        self.trouble = self.trouble.take().or(more.trouble);
    }
}

/// Extends every link that is due. `pace` is asked before each transaction: whether to go on, and the time. One whose
/// rows are damaged is reported in [`Extended::trouble`].
///
/// # Errors
/// `failed`, `busy`, and those of `pace`; what was extended before stays so.
pub fn extend_due(unit: &mut UnitOfWork<'_>, mut pace: impl FnMut() -> Result<Instant>) -> Result<Extended> {
    // A clock that was set back brings nothing back that has ended.
    let newest = unit.store.read(audit::head)?;
    if clock::drift(unit.now, newest.at) == Drift::Behind {
        return Ok(Extended::default());
    }
    // Each link names its client; the guard allows the one of the link under way.
    let bounds = std::mem::replace(&mut unit.bounds, Bounds::Rows);
    let done = all(unit, &mut pace);
    unit.bounds = bounds;
    done
}

fn all(unit: &mut UnitOfWork<'_>, pace: &mut impl FnMut() -> Result<Instant>) -> Result<Extended> {
    let mut extended = Extended::default();
    let until = unit.now + LEAD;
    let mut last = (unit.now, 0);
    // Looking takes no lock: where nothing is due no one waits.
    while !unit.store.read(|tx| link_due::due(tx, until, last, 1))?.is_empty() {
        unit.now = pace()?;
        match unit.transaction(|session| chunk(session, until, last, &mut extended))? {
            Some(end) => last = end,
            None => break,
        }
    }
    Ok(extended)
}

/// Extends the next links; where they ended.
fn chunk(
    session: &mut WriteTx<'_>,
    until: Instant,
    last: (Instant, i64),
    extended: &mut Extended,
) -> Result<Option<(Instant, i64)>> {
    let due = link_due::due(session.tx(), until, last, CHUNK)?;
    for due in &due {
        match extend(session, due) {
            Ok(more) => *extended += more,
            Err(error) if error.code() == Code::Failed => {
                let error = error.context(format_args!("{} was not extended", due.link));
                extended.trouble.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(due.last().map(|due| (due.until, due.link.get())))
}

fn extend(session: &mut WriteTx<'_>, due: &Due) -> Result<Extended> {
    let (tx, now) = (session.tx(), session.now());
    // Anyone who is mailed can end it; until then it stays due.
    if tx.nested(|| remind::readers(tx, due.client, now))?.is_empty() {
        return Ok(Extended::default());
    }
    let done = session.row_change(Verb::MailDeliver, Some(due.client), |change| move_end(change, due))?;
    Ok(done.value.map_or_else(Extended::default, |mails| Extended { links: 1, mails, trouble: None }))
}

/// Moves the end of a link and notifies both sides; how many are mailed. Nothing where it has another end by now.
fn move_end(change: &mut Change<'_>, due: &Due) -> Result<Option<usize>> {
    change.authorise(&Target::NOTHING)?;
    change.about_client(due.client)?;
    let gone = || Error::failed("damaged data: a link that goes on names what is not there");
    let before = link::by_id(change.tx, due.link)?.ok_or_else(gone)?;
    let Step::Made(after, mut event) = before.clone().extend_by_itself(change.now, &desk_zone(change.tx)?) else {
        return Ok(None);
    };
    let client = client::by_id(change.tx, due.client)?.ok_or_else(gone)?;
    let company = partner::by_id(change.tx, after.partner)?.ok_or_else(gone)?;
    link::update(change.tx, &after, change.audit())?;
    if before.extension().is_some() && after.extension().is_none() {
        for recipient in link::recipients(change.tx, after.id)? {
            code::kill(change.tx, CodeKind::Link, recipient.id.get())?;
        }
    }
    let people = notify::of_link_extension(change, &client, &company, (&before, &after))?;
    let mails = people.len();
    if let AuditEvent::LinkAutoExtend { notified, .. } = &mut event.what {
        *notified = List(people).unless_empty();
    }
    change.record(event);
    Ok(Some(mails))
}

/// The zone of the calendar in which months are counted.
fn desk_zone(tx: &Tx<'_>) -> Result<Zone> {
    setting::value(tx, settings::TIME_ZONE)?.map_or_else(|| Ok(Zone::utc()), |name| Zone::named(&name))
}
