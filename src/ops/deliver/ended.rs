//! The end of an access or link that a mail announces: whether it is an end still, and the body.

use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::link::{Link, LinkStatus};
use crate::domain::mail::MailRow;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::language::Locale;
use crate::mail::MailFacts;
use crate::mail::body::{self, Access, Client, Reader};
use crate::mail::facts::AccessEnded;
use crate::ops::reach::still::{self, StillEnters};
use crate::store::{Tx, client, grant, link, login, reminder};

use super::ending::Ending;
use super::ways;

/// Why the reader need not be notified any more, if so: what ended is there again, or is nothing to them by now.
pub(super) fn is_void(tx: &Tx<'_>, ended: &Ending, mail: &MailRow, now: Instant) -> Result<Option<String>> {
    let MailFacts::AccessEnded(facts) = MailFacts::from_json(&mail.kind, &mail.facts)? else { return Ok(None) };
    let back = match ended {
        Ending::Access(it) => {
            let ends_elsewhen = it.terms.until != Some(facts.at) && it.state != GrantState::Ended;
            let again = grant::open(tx, it.client, it.user)?.is_some_and(|open| open.is_in_force(now));
            (ends_elsewhen || again).then_some("the access was given back")
        }
        Ending::Link(it) => {
            let ended = matches!(it.status(now), LinkStatus::Unlinked | LinkStatus::Lapsed);
            let again = link::stored_open(tx, it.partner, it.client)?;
            let again = again.is_some_and(|open| matches!(open.status(now), LinkStatus::Approved | LinkStatus::Linked));
            (!ended || again).then_some("the two are linked again")
        }
    };
    if let Some(back) = back {
        return Ok(Some(back.to_owned()));
    }
    let Some(user) = mail.user else { return Ok(None) };
    let gone = match (facts.reader, ended) {
        (Reader::Office, Ending::Access(GrantRow { client, .. }) | Ending::Link(Link { client, .. })) => {
            let stays = reminder::office(tx, *client, now)?.iter().any(|(known, _)| *known == user);
            (!stays).then_some("neither owns nor administers the client any more")
        }
        (Reader::Partner, Ending::Link(it)) => {
            let stays = login::membership(tx, user)?
                .is_some_and(|membership| !membership.ended && membership.partner == it.partner);
            (!stays).then_some("does not work for the partner any more")
        }
        (Reader::Person, _) | (Reader::Partner, Ending::Access(_)) => None,
    };
    Ok(gone.map(|why| format!("{} {why}", mail.recipient)))
}

pub(super) fn body(
    tx: &Tx<'_>,
    ended: &Ending,
    client: Client,
    facts: &AccessEnded,
    (locale, queued_at): (&Locale<'_>, Instant),
) -> Result<body::AccessEnded> {
    let still = ways::in_words(&still(tx, ended, queued_at.max(facts.at))?, locale);
    let ended = match ended {
        Ending::Access(it) => (ended.who(tx)?, Access::ended(Some(it.terms.role), it.terms.permissions, locale)),
        Ending::Link(it) => (ended.who(tx)?, Access::ended(None, it.permissions, locale)),
    };
    Ok(facts.body(client, ended, still, locale))
}

/// The other ways that are open.
fn still(tx: &Tx<'_>, ended: &Ending, now: Instant) -> Result<Vec<StillEnters>> {
    let place = |id| client::by_id(tx, id)?.ok_or_else(gone);
    match ended {
        Ending::Access(it) => {
            let person = login::by_id(tx, it.user)?.ok_or_else(gone)?;
            still::of(tx, &person, &place(it.client)?, now)
        }
        Ending::Link(it) => still::of_partner(tx, it.partner, &place(it.client)?, now),
    }
}

fn gone() -> Error {
    Error::failed("damaged data: what this mail announces the end of is not whole")
}
