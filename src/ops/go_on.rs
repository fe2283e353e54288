//! Links that go on by themselves: a week before the end of each the end moves, as the client agreed to once
//! (docs/reference.md#links). `mail deliver` does so, in small transactions, each link as an audited change of its own.
//!
//! Where no one looks in time the link ends, and stays so. So it does while no one owns or administers the client: no one
//! could end it.

use std::ops::AddAssign;

use crate::domain::audit_event::{AuditEvent, List};
use crate::domain::authority::{Target, Verb};
use crate::domain::clock::{self, Drift};
use crate::domain::code::CodeKind;
use crate::domain::link::LEAD;
use crate::domain::step::Step;
use crate::domain::time::Instant;
use crate::error::{Code, Error, Result};
use crate::mail::body::Reader;
use crate::store::link_due::{self, Due};
use crate::store::{audit, client, code, link, partner};

use super::unit_of_work::{Bounds, Change, Mode, UnitOfWork, WriteTx};
use super::{notify, remind, setting};

/// As many links as are extended in one transaction.
const CHUNK: u32 = 50;

/// What was extended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extended {
    pub links: usize,
    /// How many mails that made to people of the clients, and to partners.
    pub to_clients: usize,
    pub to_partners: usize,
    /// Why the first of those that could not be extended was not. They stay due, and stop no other.
    pub trouble: Option<Error>,
}

impl Extended {
    /// For people: `Extended 2 links, as their clients agreed to: 3 mails to clients and 2 to partners.`
    pub fn sentence(&self, mode: Mode) -> Option<String> {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let verb = if mode == Mode::Real { "Extended" } else { "Would extend" };
        let links = counted(self.links, "link");
        let mails = match (self.to_clients, self.to_partners) {
            (0, 0) => "no mail, because no one has an address".to_owned(),
            (clients, 0) => format!("{} to clients, none to a partner", counted(clients, "mail")),
            (0, partners) => format!("{} to partners, none to a client", counted(partners, "mail")),
            (clients, partners) => format!("{} to clients and {partners} to partners", counted(clients, "mail")),
        };
        (self.links > 0).then(|| format!("{verb} {links}, as their clients agreed to: {mails}."))
    }
}

impl AddAssign for Extended {
    fn add_assign(&mut self, more: Self) {
        self.links += more.links;
        self.to_clients += more.to_clients;
        self.to_partners += more.to_partners;
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
    Ok(done.value.unwrap_or_default())
}

/// Moves the end of a link and notifies both sides, as far as they can be mailed. Nothing where it has another end by now.
fn move_end(change: &mut Change<'_>, due: &Due) -> Result<Option<Extended>> {
    change.authorise(&Target::NOTHING)?;
    change.about_client(due.client)?;
    let gone = || Error::failed("damaged data: a link that goes on names what is not there");
    let before = link::by_id(change.tx, due.link)?.ok_or_else(gone)?;
    let Step::Made(after, mut event) = before.clone().extend_by_itself(change.now, &setting::desk_zone(change.tx)?)
    else {
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
    let to_partners = people.iter().filter(|mailed| mailed.reader == Reader::Partner).count();
    let done = Extended { links: 1, to_clients: people.len() - to_partners, to_partners, trouble: None };
    if let AuditEvent::LinkAutoExtend { notified, .. } = &mut event.what {
        *notified = List(people.into_iter().map(|mailed| mailed.address).collect()).unless_empty();
    }
    change.record(event);
    Ok(Some(done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_says_which_sides_are_mailed() {
        let said = |links, to_clients, to_partners| {
            Extended { links, to_clients, to_partners, trouble: None }.sentence(Mode::Real)
        };
        assert_eq!(said(0, 0, 0), None);
        for (counts, mails) in [
            ((1, 1, 1), "1 link, as their clients agreed to: 1 mail to clients and 1 to partners."),
            ((2, 3, 2), "2 links, as their clients agreed to: 3 mails to clients and 2 to partners."),
            ((1, 2, 0), "1 link, as their clients agreed to: 2 mails to clients, none to a partner."),
            ((1, 0, 1), "1 link, as their clients agreed to: 1 mail to partners, none to a client."),
            ((1, 0, 0), "1 link, as their clients agreed to: no mail, because no one has an address."),
        ] {
            assert_eq!(said(counts.0, counts.1, counts.2), Some(format!("Extended {mails}")));
        }
    }
}
