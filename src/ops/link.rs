//! Links between partners and clients (docs/reference.md#links): `request` begins them, `answer` approves or denies
//! them, `process` sets them up. Sending again, cancelling, ending and deleting are here.

pub mod answer;
mod asking;
pub(super) mod carry;
pub mod edit;
pub mod extend;
pub mod list;
pub mod process;
pub mod record;
pub mod request;
pub mod targets;
pub mod waiting;

use crate::domain::actor::Actor;
use crate::domain::audit_event::{AuditEvent, Event};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::domain::id::{EntityId, LinkId, PartnerId};
use crate::domain::link::{Cooldown, Link, LinkStatus, Past};
use crate::domain::mail::MailState;
use crate::domain::partner::PartnerRow;
use crate::domain::step::Step;
use crate::domain::time::Instant;
use crate::error::{Error, Options, Result, TheRequest, Wanted, hint};
pub use crate::store::link::by_id;
pub use crate::store::link_list::{LinkScope, Listed, mail as mail_state};
use crate::store::{Tx, code, link, login, mail, partner};

use super::foreign::{self, Thing};
use super::notice;
use super::outbox::{Author, MailDraft};
use super::reach::{self, still};
use super::resolve::{ClientSeen, partner_must_be_active};
use super::unit_of_work::Change;

use self::waiting::Waiting;

/// The partner withdraws its request; the codes are dead. Anyone who was mailed already is notified.
///
/// # Errors
/// `not_found`, `foreign_entity`, `denied`; `conflict` unless it is pending.
pub fn cancel(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId) -> Result<Link> {
    let (client, link) = start(change, seen, id)?;
    let partner = partner_of(change.tx, &link)?;
    let step = withdraw(change, &client, &partner, link)?;
    keep(change, step)
}

/// Ends a stored open link, or withdraws the request, because its partner is closed: part of a larger change that asked
/// for the right to it and reports it. What is over already is closed as that.
pub(super) fn end_with_partner(
    change: &mut Change<'_>,
    client: &ClientRow,
    partner: &PartnerRow,
    link: Link,
) -> Result<()> {
    let id = link.id;
    let step = match link.status(change.now) {
        LinkStatus::Pending => withdraw(change, client, partner, link)?,
        LinkStatus::Approved | LinkStatus::Linked => link.unlink(change.now, change.actor.author())?,
        _ => link.close_if_expired(change.now),
    };
    if let Step::Made(link, _) = step {
        link::update(change.tx, &link, change.audit())?;
    }
    kill_codes(change, id)
}

/// Mails the request once more: new codes, the former ones dead, and seven days from now (S3.14). It goes to
/// anyone who owns or administers the client by now.
///
/// # Errors
/// `not_found`, `foreign_entity`, `denied`; `conflict` unless no one answered it yet, within a minute of the last
/// sending, within seven days of a denial, or while a newer link of the two is open.
pub fn resend(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId, cooldown: Cooldown) -> Result<Link> {
    let (client, link) = start(change, seen, id)?;
    let partner = partner_of(change.tx, &link)?;
    partner_must_be_active(&partner)?;
    let other = link::stored_open(change.tx, link.partner, link.client)?.filter(|other| other.id != id);
    let open = other.as_ref().filter(|other| other.is_open(change.now)).map(|other| other.id);
    let denial = link::last_denied(change.tx, link.partner, link.client)?.and_then(|denied| denied.denial());
    let (link, event) = link.resend(change.now, &Past { open, denial, cooldown })?;
    let expired = other.map(|other| close(change, other)).transpose()?.flatten();
    link::update(change.tx, &link, change.audit())?;
    change.record(event);
    expired.into_iter().for_each(|event| change.record(event));
    asking::ask(change, &link, &client, &partner)?;
    Ok(link)
}

/// Hides a finished record; the audit keeps it (docs/reference.md#rules).
///
/// # Errors
/// `not_found`, `foreign_entity`, `denied`; `conflict` while the link is open.
pub fn delete(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId) -> Result<Link> {
    let (_, link) = start(change, seen, id)?;
    let closed = link.close_if_expired(change.now);
    let expired = closed.event().cloned().map(|event| along(event, None));
    let step = closed.into_record().delete(change.now)?;
    if expired.is_some() {
        kill_codes(change, id)?;
    }
    let link = keep(change, step)?;
    expired.into_iter().for_each(|event| change.record(event));
    Ok(link)
}

/// Either side ends the link. The other is notified by mail, after a grace. `shown` is the link that was confirmed.
///
/// # Errors
/// `not_found`, `foreign_entity`, `denied`; `conflict` unless it is approved or linked, or when it was changed since it
/// was shown.
pub fn remove(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId, shown: Option<&Link>) -> Result<Link> {
    let (client, link) = start(change, seen, id)?;
    if shown.is_some_and(|shown| *shown != link) {
        return Err(Error::conflict(format!(
            "{id} was changed by someone else after it was shown; nothing was changed"
        ))
        .hint(hint!["look at it with ", Verb::LinkShow.step().about(&id), " and repeat ", TheRequest]));
    }
    let suspended = suspended_by(change.tx, &link, change.now)?;
    let step = match (link.unlink(change.now, change.actor.author())?, suspended) {
        (Step::Made(link, mut event), suspended) => {
            let ways = still::of_partner(change.tx, link.partner, &client, change.now)?;
            if let AuditEvent::LinkRemove { still, suspends, .. } = &mut event.what {
                *still = still::noted(&ways);
                *suspends = suspended.as_ref().map(|dedicated| dedicated.login.email.clone());
            }
            suspended.into_iter().for_each(|dedicated| change.about_user(dedicated.login.id));
            Step::Made(link, event)
        }
        (step, _) => step,
    };
    let ends = step.event().is_some();
    let link = keep(change, step)?;
    if ends {
        // A request for more of it has nothing to be answered.
        kill_codes(change, id)?;
        let partner = partner_of(change.tx, &link)?;
        notice::of_link(change, &client, &partner, &link)?;
    }
    Ok(link)
}

/// The dedicated user that a link lets in now, whose access is suspended when the link ends.
pub fn suspended_by(tx: &Tx<'_>, link: &Link, now: Instant) -> Result<Option<Waiting>> {
    if !link.in_force(now) {
        return Ok(None);
    }
    Ok(Waiting::between(tx, link.client, link.partner, now)?.filter(Waiting::is_active))
}

/// Whether the actor may know of this link: staff of every one, who holds office in the client of each of it, a
/// partner user of those of their partner.
pub fn is_visible(tx: &Tx<'_>, actor: &Actor, link: &Link, now: Instant) -> Result<bool> {
    let Some(user) = actor.user() else { return Ok(actor.is_support()) };
    let relation = reach::relation(tx, actor, link.client, now)?;
    let office = relation.holds_office();
    Ok(office
        || relation.is_visible() && user.membership().is_some_and(|membership| membership.partner == link.partner))
}

/// There is no such link, as far as the actor may know.
pub fn unknown(id: LinkId) -> Error {
    Error::not_found(format!("there is no link {id}"))
        .hint(hint![
            "see ",
            Verb::LinkList.step(),
            " with ",
            Options::client(&Wanted("CLIENT")),
            " or ",
            Options::partner(&Wanted("PARTNER"))
        ])
        .fact("link_id", id.to_string())
}

/// The partner of a link.
pub fn partner_of(tx: &Tx<'_>, link: &Link) -> Result<PartnerRow> {
    partner::by_id(tx, link.partner)?.ok_or_else(|| Error::failed("damaged data: a link without partner"))
}

/// The client as shown, the right to the verb in it, then the link in it: the order of
/// docs/reference.md#who-may-do-what.
fn start(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId) -> Result<(ClientRow, Link)> {
    let client = change.client(seen)?;
    let link = start_in(change, &client, id)?;
    Ok((client, link))
}

/// The same in a client that this change has named already.
fn start_in(change: &mut Change<'_>, client: &ClientRow, id: LinkId) -> Result<Link> {
    let target = target(change, client)?;
    change.authorise(&target)?;
    of_client(change, client, id)
}

/// The relation of the actor to the links of a client: a partner user towards those of their own partner.
fn target(change: &Change<'_>, client: &ClientRow) -> Result<Target<'static>> {
    let relation = change.relation(client.id)?;
    let partner: Option<PartnerId> =
        change.actor.user().and_then(|user| user.membership()).map(|membership| membership.partner);
    Ok(partner.map_or(Target::client(relation), |partner| Target::link(relation, partner)))
}

/// The link that was named together with its client (docs/reference.md#never-the-wrong-client). To a partner user the
/// link of another partner is not there at all.
fn of_client(change: &Change<'_>, client: &ClientRow, id: LinkId) -> Result<Link> {
    let link = match by_id(change.tx, id)? {
        Some(link) if is_visible(change.tx, change.actor, &link, change.now)? => Some(link),
        _ => None,
    };
    let of = link.as_ref().map(|link| link.client);
    match link {
        Some(link) if link.client == client.id => Ok(link),
        _ => Err(foreign::not_here(
            change,
            &Thing { kind: "link", id: &id.to_string(), show: Verb::LinkShow, list: Verb::LinkList, of },
            client,
        )?),
    }
}

/// A request that is withdrawn: its codes are dead, and anyone who was mailed already is notified.
fn withdraw(change: &mut Change<'_>, client: &ClientRow, partner: &PartnerRow, link: Link) -> Result<Step<Link>> {
    let id = link.id;
    let step = link.cancel(change.now, change.actor.author())?;
    if step.event().is_some() {
        let by = Author::named(change.tx, change.actor.author())?.name;
        for recipient in link::recipients(change.tx, id)? {
            let left = match recipient.mail {
                Some(mail) => mail::state(change.tx, mail)?.is_some_and(has_left),
                None => false,
            };
            if let Some(login) = login::by_id(change.tx, recipient.user)?.filter(|_| left) {
                change.queue(&MailDraft::link_cancelled(&login, (client.id, &client.name), &partner.name, &by))?;
            }
        }
        kill_codes(change, id)?;
    }
    Ok(step)
}

/// Stores what a transition made, with its event; nothing where it already was so.
fn keep(change: &mut Change<'_>, step: Step<Link>) -> Result<Link> {
    match step {
        Step::Made(link, event) => {
            link::update(change.tx, &link, change.audit())?;
            change.record(event);
            Ok(link)
        }
        Step::Unchanged(link) => {
            change.unchanged(EntityId::Link(link.id));
            Ok(link)
        }
    }
}

/// Closes the stored open link of the two whose time is over; its codes are dead. The event is for later, because the
/// first event of a change names its audit row.
fn close(change: &mut Change<'_>, link: Link) -> Result<Option<Event>> {
    let id = link.id;
    match link.close_if_expired(change.now) {
        Step::Made(link, event) => {
            link::update(change.tx, &link, change.audit())?;
            kill_codes(change, id)?;
            Ok(Some(along(event, Some(id))))
        }
        Step::Unchanged(link) if link.is_open(change.now) => {
            Err(Error::bug(format!("{} is open and was to be closed as expired", link.id)))
        }
        Step::Unchanged(_) => Ok(None),
    }
}

/// The event of a link that was over, as it comes along with another: that one says with whom, and `link` names it
/// where the other is about a new link.
fn along(mut event: Event, link: Option<LinkId>) -> Event {
    if let AuditEvent::LinkExpire { partner, expired, .. } | AuditEvent::LinkLapse { partner, expired, .. } =
        &mut event.what
    {
        (*partner, *expired) = (None, link);
    }
    event
}

/// No one answers this request any more.
fn kill_codes(change: &Change<'_>, id: LinkId) -> Result<()> {
    link::recipients(change.tx, id)?
        .into_iter()
        .try_for_each(|recipient| code::kill(change.tx, CodeKind::Link, recipient.id.get()))
}

const fn has_left(state: MailState) -> bool {
    matches!(state, MailState::Written | MailState::Sent | MailState::Sending | MailState::Unknown)
}
