//! Telling people that an access has ended (SPEC 8): whom, and after how long a grace.
//!
//! Who ended it themselves is not told. Closing a client or a partner and offboarding somebody mail nobody: they end
//! many things at once, which support tells in its own words.

use crate::domain::id::UserId;
use crate::domain::link::Link;
use crate::domain::time::Span;
use crate::error::Result;
use crate::mail::letter::Reader;
use crate::store::client::ClientRow;
use crate::store::grant::GrantRow;
use crate::store::login::{LoginRow, LoginState, Mailbox};
use crate::store::partner::PartnerRow;
use crate::store::reminder::Subject;

use super::desk::Change;
use super::link::answer::{Requester, requester};
use super::outbox::{AccessEnded, Author, Draft, Recipient};
use super::remind;

/// How long the mail rests, so that `undo` takes back a slip before anybody reads of it.
pub const GRACE: Span = Span::minutes(10);

/// Tells a person that their access was taken back; `grant` is as it was before. A dummy login, one made for a partner,
/// and access that was over or never accepted are nothing to tell of.
///
/// # Errors
/// `failed`.
pub(super) fn of_access(
    change: &mut Change<'_>,
    client: &ClientRow,
    person: &LoginRow,
    grant: &GrantRow,
) -> Result<()> {
    let was_in = grant.is_in_force(change.now) && grant.for_partner.is_none() && person.state == LoginState::Active;
    if !was_in || person.mailbox == Mailbox::No || is_actor(change, person.id) {
        return Ok(());
    }
    tell(change, Subject::Grant(grant.id), Recipient::User(person), client, &person.shown(), Reader::Person)
}

/// Tells the other side that a link was ended: the partner, unless its own people did it, and the client's owners,
/// unless the client did.
///
/// # Errors
/// `failed`.
pub(super) fn of_link(change: &mut Change<'_>, client: &ClientRow, partner: &PartnerRow, link: &Link) -> Result<()> {
    let user = change.actor.user();
    let by_support = user.is_none();
    let by_partner = user.and_then(|user| user.seat()).is_some_and(|seat| seat.partner == partner.id);
    let subject = Subject::Link(link.id);
    if !by_partner && let Some(to) = requester(change.tx, link, partner)? {
        let told_already = matches!(&to, Requester::Person(person) if is_actor(change, person.id));
        if !told_already {
            tell(change, subject, to.recipient(), client, &partner.name, Reader::Partner)?;
        }
    }
    if by_partner || by_support {
        for owner in remind::readers(change.tx, client.id, change.now)? {
            if owner.mailbox == Mailbox::Yes && !is_actor(change, owner.id) {
                tell(change, subject, Recipient::User(&owner), client, &partner.name, Reader::Office)?;
            }
        }
    }
    Ok(())
}

fn tell(
    change: &mut Change<'_>,
    ended: Subject,
    to: Recipient<'_>,
    client: &ClientRow,
    who: &str,
    reader: Reader,
) -> Result<()> {
    let by = Author::named(change.tx, change.actor.author())?;
    let facts = AccessEnded { reader, at: change.now, by: Some((by.name, by.support)) };
    let draft = Draft::access_ended(ended, to, (client.id, &client.name), who, facts)?;
    change.queue(&draft.after(GRACE)).map(drop)
}

fn is_actor(change: &Change<'_>, user: UserId) -> bool {
    change.actor.user().is_some_and(|actor| actor.id == user)
}
