//! Reminders: 30, 7 and 1 days before someone's access or a partner's link ends, the client's owners are notified, and of a
//! link the partner, once each; and when its term is over, they and the person who had it are (docs/mail.md). `mail deliver` queues them, in
//! small transactions, each reminder as an audited change of its own.

use std::ops::AddAssign;

use crate::domain::audit_event::{AuditEvent, List, Number, PartnerName};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, UserId};
use crate::domain::login::{LoginRow, Mailbox};
use crate::domain::role::Role;
use crate::domain::time::{Instant, Span};
use crate::error::{Code, Error, Result};
use crate::mail::body::Reader;
use crate::mail::facts::AccessEnded;
use crate::store::reminder::{self, Due, Kind, Step, Subject};
use crate::store::{Tx, client, grant, link, login, partner};

use super::outbox::{MailDraft, Recipient};
use super::reach::still::{self, StillEnters};
use super::requester::{Requester, requester};
use super::unit_of_work::{Bounds, Change, Mode, UnitOfWork, WriteTx};

/// How many days before an end is reminded of it, and of which ends that is the nearest step: those beyond the next.
/// Who was not reminded for a while is reminded once, and not of every step that passed.
const STEPS: [(i64, i64); 3] = [(1, 0), (7, 1), (30, 7)];
/// The step after the end, which is kept next to the others.
const OVER: i64 = 0;
/// How long after an end it is still announced: longer than deliveries pause over a weekend.
const BELATED: Span = Span::days(3);
/// As many reminders as are queued in one transaction.
const CHUNK: u32 = 50;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queued {
    /// Ends of which was reminded.
    pub reminders: usize,
    pub mails: usize,
    /// How many of those mails are for partners.
    pub to_partners: usize,
    /// Ends that were announced.
    pub ends: usize,
    /// Mails to owners, and to those whose access ended.
    pub farewells: usize,
    /// Why the first of those that could not be queued was not. They stay due, and stop no other.
    pub trouble: Option<Error>,
}

impl Queued {
    /// For people: `Queued 2 reminders of access that ends soon: 3 mails to owners.`, and the same of what ended.
    pub fn sentences(&self, mode: Mode) -> Vec<String> {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let verb = if mode == Mode::Real { "Queued" } else { "Would queue" };
        let soon = (self.reminders > 0).then(|| {
            let to_owners = self.mails - self.to_partners;
            let (reminders, mails) = (counted(self.reminders, "reminder"), counted(to_owners, "mail"));
            let to = match (to_owners, self.to_partners) {
                (_, 0) => format!("{mails} to owners"),
                (0, count) => format!("{} to partners", counted(count, "mail")),
                (_, count) => format!("{mails} to owners, and {} to partners", counted(count, "mail")),
            };
            format!("{verb} {reminders} of access that ends soon: {to}.")
        });
        let over = (self.ends > 0).then(|| {
            let (notices, mails) = (counted(self.ends, "notice"), counted(self.farewells, "mail"));
            format!("{verb} {notices} of access whose term is over: {mails} to owners and to those who had it.")
        });
        soon.into_iter().chain(over).collect()
    }
}

impl AddAssign for Queued {
    fn add_assign(&mut self, more: Self) {
        self.reminders += more.reminders;
        self.mails += more.mails;
        self.to_partners += more.to_partners;
        self.ends += more.ends;
        self.farewells += more.farewells;
        self.trouble = self.trouble.take().or(more.trouble);
    }
}

/// Queues every reminder that is due. `pace` is asked before each transaction: whether to go on, and the time. One whose
/// rows are damaged is reported in [`Queued::trouble`].
///
/// # Errors
/// `failed`, `busy`, and those of `pace`; what was queued before stays queued.
pub fn queue_due(unit: &mut UnitOfWork<'_>, mut pace: impl FnMut() -> Result<Instant>) -> Result<Queued> {
    // Each end names its client; the guard allows the one of the reminder under way.
    let bounds = std::mem::replace(&mut unit.bounds, Bounds::Rows);
    let done = all(unit, &mut pace);
    unit.bounds = bounds;
    done
}

fn all(unit: &mut UnitOfWork<'_>, pace: &mut impl FnMut() -> Result<Instant>) -> Result<Queued> {
    let mut queued = Queued::default();
    let begun = unit.now;
    for kind in [Kind::Grants, Kind::Links] {
        let before = STEPS.map(|(days, beyond)| (days, (begun + Span::days(beyond), begun + Span::days(days))));
        for (days, window) in before.into_iter().chain([(OVER, (begun - BELATED, begun))]) {
            let step = Step { days, window };
            let mut last = (Instant::from_ms(i64::MIN), 0);
            // Looking takes no lock: where nothing is due no one waits.
            while !unit.store.read(|tx| reminder::due(tx, kind, step, last, 1))?.is_empty() {
                unit.now = pace()?;
                let ends = unit.transaction(|session| chunk(session, kind, step, last, &mut queued))?;
                let Some(end) = ends else { break };
                last = end;
            }
        }
    }
    Ok(queued)
}

/// Queues the next reminders; where they ended.
fn chunk(
    session: &mut WriteTx<'_>,
    kind: Kind,
    step: Step,
    last: (Instant, i64),
    queued: &mut Queued,
) -> Result<Option<(Instant, i64)>> {
    let due = reminder::due(session.tx(), kind, step, last, CHUNK)?;
    for due in &due {
        match notify(session, due, step) {
            Ok(more) => *queued += more,
            Err(error) if error.code() == Code::Failed => {
                let error = error.context(format_args!("no one was notified of the end of {}", due.subject));
                queued.trouble.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(due.last().map(|due| (due.until, number(due.subject))))
}

/// Queues one reminder, or the news of one end.
fn notify(session: &mut WriteTx<'_>, due: &Due, step: Step) -> Result<Queued> {
    let (tx, now) = (session.tx(), session.now());
    let readers = tx.nested(|| readers(tx, due.client, now))?;
    if step.days == OVER {
        let done =
            session.row_change(Verb::MailDeliver, Some(due.client), |change| notify_end(change, due, &readers))?;
        return Ok(Queued { ends: 1, farewells: done.mails.len(), ..Queued::default() });
    }
    let partner = tx.nested(|| partner_of(tx, due))?;
    // With no one to notify it stays due, until someone owns the client. A partner is notified all the same.
    if readers.is_empty() && partner.is_none() {
        return Ok(Queued::default());
    }
    let done = session.row_change(Verb::MailDeliver, Some(due.client), |change| {
        remind(change, due, step.days, (&readers, partner.as_ref()))
    })?;
    let (mails, to_partners) = (done.mails.len(), done.value);
    Ok(Queued { reminders: 1, mails, to_partners, ..Queued::default() })
}

/// Who is notified on the side of the partner, of the end of a link.
fn partner_of(tx: &Tx<'_>, due: &Due) -> Result<Option<Requester>> {
    let Subject::Link(id) = due.subject else { return Ok(None) };
    let link = link::by_id(tx, id)?.ok_or_else(gone)?;
    let company = partner::by_id(tx, link.partner)?.ok_or_else(gone)?;
    requester(tx, &link.requested_by, &company)
}

const fn number(subject: Subject) -> i64 {
    match subject {
        Subject::Grant(id) => id.get(),
        Subject::Link(id) => id.get(),
    }
}

/// Reminds both sides; how many of the mails are for the partner.
fn remind(
    change: &mut Change<'_>,
    due: &Due,
    days: i64,
    (readers, other): (&[LoginRow], Option<&Requester>),
) -> Result<usize> {
    change.authorise(&Target::NOTHING)?;
    change.about_client(due.client)?;
    let place = client::by_id(change.tx, due.client)?.ok_or_else(gone)?;
    let still = still_after(change.tx, due, &place, due.until)?;
    let (until, days_left, noted) = (due.until, Number(days), still::noted(&still));
    let people = readers.iter().map(|reader| reader.email.to_string());
    let people: Vec<String> = people.chain(other.map(|to| to.recipient().address().to_owned())).collect();
    let (who, event) = match due.subject {
        Subject::Grant(id) => {
            let grant = grant::by_id(change.tx, id)?.ok_or_else(gone)?;
            let person = login::by_id(change.tx, grant.user)?.ok_or_else(gone)?;
            change.about_user(person.id);
            let (id, email) = (person.id, person.email.clone());
            (
                person.shown(),
                AuditEvent::UserRemind { id, email, until, days: days_left, notified: List(people), still: noted },
            )
        }
        Subject::Link(id) => {
            let link = link::by_id(change.tx, id)?.ok_or_else(gone)?;
            let company = partner::by_id(change.tx, link.partner)?.ok_or_else(gone)?;
            let partner = PartnerName::Slug(company.slug);
            (
                company.name,
                AuditEvent::LinkRemind { id, partner, until, days: days_left, notified: List(people), still: noted },
            )
        }
    };
    reminder::insert(change.tx, due, days, change.now)?;
    let owners = readers.iter().map(|reader| (Recipient::User(reader), Reader::Office));
    for to in owners.chain(other.iter().map(|to| (to.recipient(), Reader::Partner))) {
        change.queue(&MailDraft::access_expiring(due, to, (place.id, &place.name), &who, &still))?;
    }
    change.record(event);
    Ok(usize::from(other.is_some()))
}

/// The term is over: notifies those who were reminded of it, and anyone who had the access.
fn notify_end(change: &mut Change<'_>, due: &Due, readers: &[LoginRow]) -> Result<()> {
    change.authorise(&Target::NOTHING)?;
    change.about_client(due.client)?;
    let place = client::by_id(change.tx, due.client)?.ok_or_else(gone)?;
    reminder::insert(change.tx, due, OVER, change.now)?;
    let still = still_after(change.tx, due, &place, change.now)?;
    let (until, noted) = (due.until, still::noted(&still));
    let (who, mut event, other) = match due.subject {
        Subject::Grant(id) => {
            let grant = grant::by_id(change.tx, id)?.ok_or_else(gone)?;
            let person = login::by_id(change.tx, grant.user)?.ok_or_else(gone)?;
            change.about_user(person.id);
            let (id, email) = (person.id, person.email.clone());
            let event = AuditEvent::UserTermEnded { id, email, until, still: noted, notified: None };
            let who = person.shown();
            let is_notified = grant.for_partner.is_none() && person.mailbox == Mailbox::Yes;
            (who, event, is_notified.then(|| (Requester::Person(Box::new(person)), Reader::Person)))
        }
        Subject::Link(id) => {
            let link = link::by_id(change.tx, id)?.ok_or_else(gone)?;
            let company = partner::by_id(change.tx, link.partner)?.ok_or_else(gone)?;
            let partner = PartnerName::Slug(company.slug.clone());
            let event = AuditEvent::LinkTermEnded { id, partner, until, still: noted, notified: None };
            let to = requester(change.tx, &link.requested_by, &company)?.map(|to| (to, Reader::Partner));
            (company.name, event, to)
        }
    };
    let mut people = Vec::new();
    let owners = readers.iter().filter(|reader| reader.mailbox == Mailbox::Yes);
    let owners = owners.map(|reader| (Recipient::User(reader), Reader::Office));
    let all: Vec<_> = other.iter().map(|(to, reader)| (to.recipient(), *reader)).chain(owners).collect();
    for (to, reader) in all {
        let facts = AccessEnded { reader, at: due.until, by: None };
        change.queue(&MailDraft::access_ended(due.subject, to, (place.id, &place.name), &who, &still, facts))?;
        people.push(to.address().to_owned());
    }
    if let AuditEvent::UserTermEnded { notified: all, .. } | AuditEvent::LinkTermEnded { notified: all, .. } =
        &mut event
    {
        *all = List(people).unless_empty();
    }
    change.record(event);
    Ok(())
}

/// The ways in that are open once the term is over, as far as that is known now.
fn still_after(tx: &Tx<'_>, due: &Due, place: &ClientRow, at: Instant) -> Result<Vec<StillEnters>> {
    match due.subject {
        Subject::Grant(id) => {
            let grant = grant::by_id(tx, id)?.ok_or_else(gone)?;
            let person = login::by_id(tx, grant.user)?.ok_or_else(gone)?;
            still::of(tx, &person, place, at)
        }
        Subject::Link(id) => {
            let link = link::by_id(tx, id)?.ok_or_else(gone)?;
            still::of_partner(tx, link.partner, place, at)
        }
    }
}

/// Those who are reminded: the active owners, or where there is none the active admins.
pub(super) fn readers(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Vec<LoginRow>> {
    let office = reminder::office(tx, client, now)?;
    let owners: Vec<UserId> = office.iter().filter(|(_, role)| *role == Role::Owner).map(|(user, _)| *user).collect();
    let users = if owners.is_empty() { office.into_iter().map(|(user, _)| user).collect() } else { owners };
    users.into_iter().map(|user| login::by_id(tx, user)?.ok_or_else(gone)).collect()
}

fn gone() -> Error {
    Error::failed("damaged data: something that ends names what is not there")
}
