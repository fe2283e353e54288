//! Mails to people whose access has ended (docs/mail.md): to whom, and after how long a grace.
//!
//! A person who ended their own access themself is not notified; one for whom staff did is. Closing a client or a partner and offboarding someone mail no one: they end
//! many things at once, which support announces in its own words.

use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::grant::GrantRow;
use crate::domain::id::UserId;
use crate::domain::link::Link;
use crate::domain::login::{LoginRow, LoginState, Mailbox};
use crate::domain::partner::PartnerRow;
use crate::domain::time::Span;
use crate::error::Result;
use crate::mail::body::Reader;
use crate::mail::facts::AccessEnded;
use crate::store::reminder::Subject;

use super::outbox::{Author, MailDraft, Recipient};
use super::reach::still::{self, StillEnters};
use super::remind;
use super::requester::{Requester, requester};
use super::unit_of_work::Change;

/// How long the mail rests, so that `undo` takes back a slip before anyone reads of it.
pub const GRACE: Span = Span::minutes(10);

struct End<'a> {
    subject: Subject,
    /// The person or the partner.
    who: &'a str,
    /// The other ways in that are open.
    still: &'a [StillEnters],
}

/// How an end is announced.
struct How {
    by: Author,
    /// How long the mail rests.
    rests: Span,
}

impl How {
    /// As the actor did it, for this reader, with a grace.
    fn of(change: &Change<'_>, reader: Option<UserId>) -> Result<Self> {
        Ok(Self { by: Author::for_reader(change.tx, change.actor, reader)?, rests: GRACE })
    }
}

/// Notifies a person that their access was taken back; `grant` is as it was before. A dummy login, one made for a
/// partner, and access that was over or never accepted are not announced.
pub(super) fn of_access(
    change: &mut Change<'_>,
    client: &ClientRow,
    person: &LoginRow,
    grant: &GrantRow,
) -> Result<()> {
    let how = How::of(change, Some(person.id))?;
    of_end(change, client, person, grant, &how)
}

/// Notifies an owner that `by` took their place: as [`of_access`], but at once, since an acceptance is never taken
/// back.
pub(super) fn of_replaced(
    change: &mut Change<'_>,
    client: &ClientRow,
    person: &LoginRow,
    grant: &GrantRow,
    by: &Email,
) -> Result<()> {
    let by = Author::named(change.tx, by.as_str())?;
    of_end(change, client, person, grant, &How { by, rests: Span::ZERO })
}

fn of_end(change: &mut Change<'_>, client: &ClientRow, person: &LoginRow, grant: &GrantRow, how: &How) -> Result<()> {
    let was_in = grant.is_in_force(change.now) && grant.for_partner.is_none() && person.state == LoginState::Active;
    if !was_in || person.mailbox == Mailbox::No || is_actor(change, person.id) {
        return Ok(());
    }
    let still = still::of(change.tx, person, client, change.now)?;
    let end = End { subject: Subject::Grant(grant.id), who: &person.shown(), still: &still };
    notify(change, &end, (Reader::Person, Recipient::User(person)), client, how)
}

/// Notifies the other side that a link was ended: the partner, unless its own people did it themselves, and the client's
/// owners, unless the client did.
pub(super) fn of_link(change: &mut Change<'_>, client: &ClientRow, partner: &PartnerRow, link: &Link) -> Result<()> {
    let user = change.actor.in_person();
    let by_support = user.is_none();
    let by_partner = user.and_then(|user| user.membership()).is_some_and(|membership| membership.partner == partner.id);
    let still = still::of_partner(change.tx, partner.id, client, change.now)?;
    let end = End { subject: Subject::Link(link.id), who: &partner.name, still: &still };
    if !by_partner && let Some(to) = requester(change.tx, &link.requested_by, partner)? {
        let user = match &to {
            Requester::Person(person) => Some(person.id),
            Requester::Contact(_) => None,
        };
        if user.is_none_or(|user| !is_actor(change, user)) {
            let how = How::of(change, user)?;
            notify(change, &end, (Reader::Partner, to.recipient()), client, &how)?;
        }
    }
    if by_partner || by_support {
        for owner in remind::readers(change.tx, client.id, change.now)? {
            if owner.mailbox == Mailbox::Yes && !is_actor(change, owner.id) {
                let how = How::of(change, Some(owner.id))?;
                notify(change, &end, (Reader::Office, Recipient::User(&owner)), client, &how)?;
            }
        }
    }
    Ok(())
}

fn notify(
    change: &mut Change<'_>,
    end: &End<'_>,
    (reader, to): (Reader, Recipient<'_>),
    client: &ClientRow,
    how: &How,
) -> Result<()> {
    let facts = AccessEnded { reader, at: change.now, by: Some((how.by.name.clone(), how.by.support)) };
    let draft = MailDraft::access_ended(end.subject, to, (client.id, &client.name), end.who, end.still, facts);
    change.queue(&draft.after(how.rests)).map(drop)
}

fn is_actor(change: &Change<'_>, user: UserId) -> bool {
    change.actor.in_person().is_some_and(|actor| actor.id == user)
}
