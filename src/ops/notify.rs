//! Notifications: those concerned are notified by mail of what happens in a client, from the transaction of the change
//! (docs/reference.md#notifications). Whether, and how soon, the settings `notify.KIND` of the client and the desk say.
//!
//! A change queues one mail for each reader. What is gathered instead becomes an entry of the digest that waits for the
//! reader: a mail of the same kind whose time has not come. A person who acts themself is not notified, nor is a
//! dummy address.

use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::grant::GrantRow;
use crate::domain::id::{ClientId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::link::Link;
use crate::domain::login::{LoginRow, LoginState, Mailbox};
use crate::domain::notice::{self, NoticeEvent, NoticeKind, Timing};
use crate::domain::partner::PartnerRow;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result};
use crate::mail::body::Reader;
use crate::mail::facts::{EntryState, Notice, NoticeEntry, NoticeLink, NoticePerson, NoticeTerms, Turn, Undone};
use crate::mail::{MailFacts, MailKind};
use crate::store::mail::notice::{DigestOf, enlarge, open};
use crate::store::{client, link, login, offboarding, reminder};

use super::notice::GRACE;
use super::outbox::{Author, MailDraft, Recipient};
use super::requester::{Requester, requester};
use super::unit_of_work::Change;
use super::{remind, setting};

/// How soon an event of this kind in the client is notified of.
fn timing(change: &Change<'_>, client: ClientId, kind: NoticeKind) -> Result<Timing> {
    let own = setting::notices_of_client(change.tx, client)?;
    Ok(notice::timing(kind, &own, change.notice_settings()?))
}

/// How long a mail rests whose change cannot be taken back, and one whose change can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rests {
    Not,
    /// So that `undo` takes back a slip before anyone reads of it.
    Grace,
    /// As [`Rests::Not`], for a mail of its own although the change is one of many.
    Alone,
}

impl Rests {
    const fn span(self) -> Span {
        match self {
            Self::Not | Self::Alone => Span::ZERO,
            Self::Grace => GRACE,
        }
    }
}

/// Someone who is to be notified.
struct To {
    who: Requester,
    reader: Reader,
}

impl To {
    fn person(login: LoginRow, reader: Reader) -> Self {
        Self { who: Requester::Person(Box::new(login)), reader }
    }

    /// Someone who owns or administers the client.
    fn office(login: LoginRow) -> Self {
        Self::person(login, Reader::Office)
    }

    const fn user(&self) -> Option<UserId> {
        match &self.who {
            Requester::Person(login) => Some(login.id),
            Requester::Contact(_) => None,
        }
    }

    /// Whether mail for them is to be queued at all. A dummy address and an inactive login get none, nor does a
    /// person who acts themself.
    fn is_mailed(&self, actor: Option<UserId>) -> bool {
        match &self.who {
            Requester::Person(login) => {
                login.state == LoginState::Active && login.mailbox == Mailbox::Yes && Some(login.id) != actor
            }
            Requester::Contact(_) => true,
        }
    }
}

/// By whom an invitation was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnsweredBy {
    Person,
    /// Staff in the person's place. Of an acceptance the owners have a mail of its own then.
    Staff,
}

/// An invitation was accepted: notifies the owners and the person who sent it. A new owner among others is news of its
/// own.
pub(super) fn of_acceptance(
    change: &mut Change<'_>,
    client: &ClientRow,
    record: &Invitation,
    person: &LoginRow,
    by: AnsweredBy,
) -> Result<()> {
    let mut event = NoticeEvent::InvitationAccepted;
    let mut when = timing(change, client.id, event.kind())?;
    if record.terms.role == Role::Owner {
        let of_owner = timing(change, client.id, NoticeKind::OwnerAdded)?;
        if of_owner != Timing::Off {
            (event, when) = (NoticeEvent::OwnerAdded, of_owner);
        }
    }
    of_answer(change, client, record, person, by, (event, when))
}

/// An invitation was declined: as [`of_acceptance`]. The reason is in the log.
pub(super) fn of_refusal(
    change: &mut Change<'_>,
    client: &ClientRow,
    record: &Invitation,
    person: &LoginRow,
    by: AnsweredBy,
) -> Result<()> {
    let event = NoticeEvent::InvitationDeclined;
    let when = timing(change, client.id, event.kind())?;
    of_answer(change, client, record, person, by, (event, when))
}

fn of_answer(
    change: &mut Change<'_>,
    client: &ClientRow,
    record: &Invitation,
    person: &LoginRow,
    by: AnsweredBy,
    (event, when): (NoticeEvent, Timing),
) -> Result<()> {
    if when == Timing::Off {
        return Ok(());
    }
    let mut to = owners(change, client.id)?;
    let inviters = inviters(change, client.id, record)?;
    if by == AnsweredBy::Staff && event != NoticeEvent::InvitationDeclined {
        let owners: Vec<Option<UserId>> = to.iter().map(To::user).collect();
        to = inviters.into_iter().filter(|to| !owners.contains(&to.user())).collect();
    } else {
        to.extend(inviters);
    }
    to.retain(|to| to.user() != Some(person.id));
    let rests = if event == NoticeEvent::InvitationDeclined { Rests::Grace } else { Rests::Not };
    let author = match by {
        AnsweredBy::Person => None,
        AnsweredBy::Staff => Some(author(change)?),
    };
    let entry = NoticeEntry {
        person: Some(named(person)),
        by: author,
        after: (event != NoticeEvent::InvitationDeclined).then(|| (&record.terms).into()),
        ..entry(change, event)
    };
    notify(change, client, &entry, to, (when, rests)).map(drop)
}

/// A link request was answered: notifies everyone who was asked and still owns or administers the client. The partner
/// has a mail of its own.
pub(super) fn of_link_answer(
    change: &mut Change<'_>,
    client: &ClientRow,
    event: NoticeEvent,
    link: &Link,
    partner: &str,
    by: AnswerOfLink<'_>,
) -> Result<()> {
    let when = timing(change, client.id, event.kind())?;
    if when == Timing::Off {
        return Ok(());
    }
    let office = reminder::office(change.tx, client.id, change.now)?;
    let mut to = Vec::new();
    for asked in link::recipients(change.tx, link.id)? {
        if Some(asked.user) != by.answerer
            && office.iter().any(|(known, _)| *known == asked.user)
            && let Some(login) = login::by_id(change.tx, asked.user)?
        {
            to.push(To::office(login));
        }
    }
    let terms = NoticeTerms { role: None, permissions: link.permissions, until: link.until };
    let extends = link.auto_extend.map(|term| term.to_string());
    let goes_on = NoticeLink { id: link.id.to_string(), extends, extended: None };
    let is_approved = event == NoticeEvent::LinkApproved;
    let entry = NoticeEntry {
        partner: Some(partner.to_owned()),
        by: Some((by.author.name.clone(), by.author.support)),
        after: is_approved.then_some(terms),
        link: Some(goes_on).filter(|link| is_approved && link.extends.is_some()),
        ..entry(change, event)
    };
    notify(change, client, &entry, to, (when, Rests::Not)).map(drop)
}

/// Who answered a link request.
#[derive(Debug, Clone, Copy)]
pub(super) struct AnswerOfLink<'a> {
    pub author: &'a Author,
    /// The recipient whose code was used.
    pub answerer: Option<UserId>,
}

/// A link in force was changed: notifies the owners and the partner.
pub(super) fn of_link_change(
    change: &mut Change<'_>,
    client: &ClientRow,
    partner: &PartnerRow,
    (before, after): (&Link, &Link),
) -> Result<()> {
    let event = NoticeEvent::LinkChanged;
    let when = timing(change, client.id, event.kind())?;
    if when == Timing::Off {
        return Ok(());
    }
    let entry = NoticeEntry { by: Some(author(change)?), ..link_entry(change, event, partner, (before, after)) };
    let to = sides(change, client, partner, after)?;
    notify(change, client, &entry, to, (when, Rests::Grace)).map(drop)
}

/// The end of a link moved by itself: notifies both sides, whatever is set, because each can end that. Returns who
/// is mailed.
pub(super) fn of_link_extension(
    change: &mut Change<'_>,
    client: &ClientRow,
    partner: &PartnerRow,
    links: (&Link, &Link),
) -> Result<Vec<Mailed>> {
    let entry = link_entry(change, NoticeEvent::LinkExtended, partner, links);
    let to = sides(change, client, partner, links.1)?;
    notify(change, client, &entry, to, (Timing::Now, Rests::Alone))
}

/// What became of a link, to be filled in.
fn link_entry(
    change: &Change<'_>,
    event: NoticeEvent,
    partner: &PartnerRow,
    (before, after): (&Link, &Link),
) -> NoticeEntry {
    let terms = |link: &Link| NoticeTerms { role: None, permissions: link.permissions, until: link.until };
    let extends = |link: &Link| link.auto_extend.map(|term| term.to_string());
    NoticeEntry {
        partner: Some(partner.name.clone()),
        before: Some(terms(before)),
        after: Some(terms(after)),
        link: Some(NoticeLink { id: after.id.to_string(), extends: extends(after), extended: extends(before) }),
        ..entry(change, event)
    }
}

/// The owners, and the person or the address of the partner that is mailed about the link.
fn sides(change: &Change<'_>, client: &ClientRow, partner: &PartnerRow, link: &Link) -> Result<Vec<To>> {
    let mut to = owners(change, client.id)?;
    let of_partner = requester(change.tx, &link.requested_by, partner)?;
    to.extend(of_partner.map(|who| To { who, reader: Reader::Partner }));
    Ok(to)
}

/// What someone may do in the client was changed, who had it before: notifies this person, and the owners where it is
/// more than before. One more owner is news of its own.
pub(super) fn of_terms(
    change: &mut Change<'_>,
    client: &ClientRow,
    person: &LoginRow,
    grant: &GrantRow,
    after: &Terms,
) -> Result<()> {
    if !grant.is_in_force(change.now) {
        return Ok(());
    }
    let before = &grant.terms;
    let is_new_owner = after.role == Role::Owner && before.role != Role::Owner;
    let when = timing(change, client.id, NoticeKind::AccessChanged)?;
    let of_owner = if is_new_owner { timing(change, client.id, NoticeKind::OwnerAdded)? } else { Timing::Off };
    if when == Timing::Off && of_owner == Timing::Off {
        return Ok(());
    }
    let entry = NoticeEntry {
        person: Some(named(person)),
        by: Some(author(change)?),
        before: Some(before.into()),
        after: Some(after.into()),
        ..entry(change, NoticeEvent::AccessChanged)
    };
    // A dedicated user is no person.
    if grant.for_partner.is_none() {
        let to = vec![To::person(person.clone(), Reader::Person)];
        notify(change, client, &entry, to, (when, Rests::Grace))?;
    }
    if !after.widen(before) {
        return Ok(());
    }
    let (event, when) = match of_owner {
        Timing::Off => (NoticeEvent::AccessChanged, when),
        of_owner => (NoticeEvent::OwnerAdded, of_owner),
    };
    let mut to = owners(change, client.id)?;
    to.retain(|to| to.user() != Some(person.id));
    notify(change, client, &NoticeEntry { event, ..entry }, to, (when, Rests::Grace)).map(drop)
}

/// A person gave up their access, which is ended by now: notifies the owners.
pub(super) fn of_leaving(change: &mut Change<'_>, client: &ClientRow, person: &LoginRow, before: &Terms) -> Result<()> {
    let event = NoticeEvent::PersonLeft;
    let when = timing(change, client.id, event.kind())?;
    if when == Timing::Off {
        return Ok(());
    }
    let to = owners(change, client.id)?;
    let entry = NoticeEntry { person: Some(named(person)), before: Some(before.into()), ..entry(change, event) };
    notify(change, client, &entry, to, (when, Rests::Grace)).map(drop)
}

/// Those who own or administer a client that is about to be closed, to be notified by [`of_closing`]; none where no one
/// is to be.
pub(super) fn before_closing(change: &Change<'_>, client: &ClientRow) -> Result<Vec<LoginRow>> {
    if timing(change, client.id, NoticeKind::ClientClosed)? == Timing::Off {
        return Ok(Vec::new());
    }
    let mut people = Vec::new();
    for (user, _) in reminder::office(change.tx, client.id, change.now)? {
        people.extend(login::by_id(change.tx, user)?);
    }
    Ok(people)
}

/// A client was closed: notifies those who owned or administered it.
pub(super) fn of_closing(change: &mut Change<'_>, client: &ClientRow, people: Vec<LoginRow>) -> Result<()> {
    let event = NoticeEvent::ClientClosed;
    if people.is_empty() {
        return Ok(());
    }
    let when = timing(change, client.id, event.kind())?;
    let entry = NoticeEntry { by: Some(author(change)?), ..entry(change, event) };
    let to = people.into_iter().map(To::office).collect();
    notify(change, client, &entry, to, (when, Rests::Grace)).map(drop)
}

/// A double was merged into a client: notifies those who come from it.
pub(super) fn of_merge(
    change: &mut Change<'_>,
    (from, into): (&ClientRow, &ClientRow),
    people: Vec<LoginRow>,
) -> Result<()> {
    let event = NoticeEvent::ClientMerged;
    let when = timing(change, into.id, event.kind())?;
    if when == Timing::Off {
        return Ok(());
    }
    let by = Some(author(change)?);
    for login in people {
        let entry = NoticeEntry {
            person: Some(named(&login)),
            former_client: Some(from.name.clone()),
            by: by.clone(),
            ..entry(change, event)
        };
        notify(change, into, &entry, vec![To::person(login, Reader::Person)], (when, Rests::Grace))?;
    }
    Ok(())
}

/// A user of a partner enters these clients from now on by its links: notifies the owners of each.
pub(super) fn of_reach(
    change: &mut Change<'_>,
    partner: &PartnerRow,
    person: &LoginRow,
    clients: &[ClientId],
) -> Result<()> {
    let event = NoticeEvent::PartnerReach;
    if person.state != LoginState::Active {
        return Ok(());
    }
    // Of what changes a login, nothing is taken back.
    let rests = if change.verb() == Verb::PartnerAssignClients { Rests::Grace } else { Rests::Not };
    for id in clients {
        let when = timing(change, *id, event.kind())?;
        if when == Timing::Off {
            continue;
        }
        change.about_client(*id)?;
        let client = client::by_id(change.tx, *id)?.ok_or_else(|| Error::bug("a client is gone"))?;
        let to = owners(change, *id)?;
        let entry = NoticeEntry {
            person: Some(named(person)),
            partner: Some(partner.name.clone()),
            by: Some(author(change)?),
            ..entry(change, event)
        };
        notify(change, &client, &entry, to, (when, rests))?;
    }
    Ok(())
}

/// What a reader was notified of, by a mail that has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notified {
    pub user: Option<UserId>,
    pub address: String,
    pub entry: NoticeEntry,
}

/// Something was taken back, or done again: notifies everyone who had a mail about it, also where that is off by now.
pub(super) fn of_undo(change: &mut Change<'_>, client: &ClientRow, notified: &[Notified], turn: Turn) -> Result<()> {
    for Notified { user, address, entry: former } in notified {
        let who = match user {
            Some(user) => login::by_id(change.tx, *user)?.map(|login| Requester::Person(Box::new(login))),
            None => Some(Requester::Contact(address.clone())),
        };
        let Some(who) = who else { continue };
        let when = match timing(change, client.id, former.event.kind())? {
            Timing::Off => Timing::Now,
            when => when,
        };
        let (by, support) = author(change)?;
        let undone = Some(Undone { turn, at: change.now, by, support });
        let entry = NoticeEntry { audit: change.audit(), undone, ..former.clone() };
        let to = vec![To { who, reader: former.reader }];
        notify(change, client, &entry, to, (when, Rests::Not))?;
    }
    Ok(())
}

/// The active owners, or where there is none the active admins.
fn owners(change: &Change<'_>, client: ClientId) -> Result<Vec<To>> {
    let owners = remind::readers(change.tx, client, change.now)?;
    Ok(owners.into_iter().map(To::office).collect())
}

/// The person who sent an invitation, while they own or administer the client. Staff have no address here.
fn inviters(change: &Change<'_>, client: ClientId, record: &Invitation) -> Result<Vec<To>> {
    let mut to = Vec::new();
    if !record.invited_by.contains('@') {
        return Ok(to);
    }
    let office = reminder::office(change.tx, client, change.now)?;
    for user in offboarding::senders(change.tx, client, &record.invited_by)? {
        if office.iter().any(|(known, _)| *known == user)
            && let Some(login) = login::by_id(change.tx, user)?
        {
            to.push(To::office(login));
        }
    }
    Ok(to)
}

fn named(person: &LoginRow) -> NoticePerson {
    NoticePerson { name: person.name(), email: person.email.as_str().to_owned() }
}

/// The actor, as readers know them, and whether they are of the support desk.
fn author(change: &Change<'_>) -> Result<(String, bool)> {
    let author = Author::named(change.tx, change.actor.author())?;
    Ok((author.name, author.support))
}

/// An event of this change, to be filled in.
fn entry(change: &Change<'_>, event: NoticeEvent) -> NoticeEntry {
    NoticeEntry {
        event,
        reader: Reader::Office,
        at: change.now,
        audit: change.audit(),
        person: None,
        partner: None,
        former_client: None,
        by: None,
        after: None,
        before: None,
        link: None,
        state: EntryState::Holds,
        undone: None,
    }
}

/// A reader for whom a mail was queued or gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mailed {
    pub address: String,
    pub reader: Reader,
}

/// Queues the mail to each reader, once, or gathers it. A change of many things makes digests, so that no one gets a
/// mail for each of them.
fn notify(
    change: &mut Change<'_>,
    client: &ClientRow,
    entry: &NoticeEntry,
    mut to: Vec<To>,
    (timing, rests): (Timing, Rests),
) -> Result<Vec<Mailed>> {
    let actor = change.actor.in_person().map(|user| user.id);
    to.retain(|to| to.is_mailed(actor));
    to.sort_by_key(|to| (to.user().is_none(), to.user()));
    to.dedup_by(|to, other| to.who.recipient().address() == other.who.recipient().address());
    for To { who, reader } in &to {
        let (to, reader) = (who.recipient(), *reader);
        let user = match to {
            Recipient::User(login) => Some(login.id),
            Recipient::Address(_) => None,
        };
        let entry = read_by(change, NoticeEntry { reader, ..entry.clone() }, user)?;
        match timing {
            Timing::Off => {}
            Timing::Now if change.is_bulk() && rests != Rests::Alone => {
                let latest = change.now + GRACE;
                gather(change, client, to, entry, (change.now, latest))?;
            }
            Timing::Now => {
                let facts = Notice { entries: vec![entry] };
                change.queue_notice(&MailDraft::notice(to, (client.id, &client.name), facts).after(rests.span()))?;
            }
            Timing::Digest => {
                let midnight = setting::desk_zone(change.tx)?.day_after(change.now);
                gather(change, client, to, entry, (midnight, midnight))?;
            }
        }
    }
    let mailed = |To { who, reader }: To| Mailed { address: who.recipient().address().to_owned(), reader };
    Ok(to.into_iter().map(mailed).collect())
}

/// The entry as one reader gets it: where staff acted on their behalf, it is by that staff.
fn read_by(change: &Change<'_>, mut entry: NoticeEntry, reader: Option<UserId>) -> Result<NoticeEntry> {
    if change.actor.user().is_none_or(|user| Some(user.id) != reader) {
        return Ok(entry);
    }
    let by = Author::for_reader(change.tx, change.actor, reader)?;
    match &mut entry.undone {
        Some(undone) => (undone.by, undone.support) = (by.name, by.support),
        None => entry.by = entry.by.map(|_| (by.name, by.support)),
    }
    Ok(entry)
}

/// Adds an entry to the digest that waits for the reader and leaves within the span, or queues one that leaves at its end.
fn gather(
    change: &Change<'_>,
    client: &ClientRow,
    to: Recipient<'_>,
    entry: NoticeEntry,
    leaves: (Instant, Instant),
) -> Result<()> {
    let kind = MailKind::Notice.name();
    let user = match to {
        Recipient::User(login) => Some(login.id),
        Recipient::Address(_) => None,
    };
    let of = DigestOf { client: client.id, user, recipient: to.address() };
    if let Some((id, stored)) = open(change.tx, of, kind, leaves)?
        && let MailFacts::Notice(mut facts) = MailFacts::from_json(kind, &stored)?
        && facts.entries.len() < Notice::MOST
    {
        facts.entries.push(entry);
        let draft = MailDraft::notice(to, (client.id, &client.name), facts);
        return enlarge(change.tx, id, &draft.facts.to_json()?, &change.subject_of(&draft)?);
    }
    let draft = MailDraft::notice(to, (client.id, &client.name), Notice { entries: vec![entry] });
    change.store_mail(&draft.after(Span::from_ms(leaves.1.ms() - change.now.ms()))).map(drop)
}

#[cfg(test)]
mod cost_tests;
