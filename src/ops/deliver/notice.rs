//! A notification before it leaves: what its reader may still read of it.

use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::GrantRow;
use crate::domain::mail::MailRow;
use crate::domain::notice::NoticeEvent;
use crate::domain::time::Instant;
use crate::error::{Error, Result, Sentence, sentence};
use crate::mail::MailFacts;
use crate::mail::body::Reader;
use crate::mail::facts::{Notice, NoticeEntry};
use crate::ops::resolve::named;
use crate::store::{Tx, grant, reminder};

/// A notification without the entries that are nothing to the reader by now; where none is left, why.
pub(super) fn readable(
    tx: &Tx<'_>,
    mail: &MailRow,
    client: Option<&ClientRow>,
    now: Instant,
) -> Result<Result<Notice, Sentence>> {
    let damaged = || Error::failed(format!("damaged data: {} names no client or reader", mail.id));
    let (client, user) = (client.ok_or_else(damaged)?, mail.user.ok_or_else(damaged)?);
    let MailFacts::Notice(facts) = MailFacts::from_json(&mail.kind, &mail.facts)? else { return Err(damaged()) };
    let Notice { mut entries } = facts.holding();
    let is_closed = client.state == ClientState::Closed;
    let office = reminder::office(tx, client.id, now)?;
    let in_office = office.iter().any(|(known, _)| *known == user);
    let has_access = grant::open(tx, client.id, user)?.as_ref().is_some_and(|grant: &GrantRow| grant.is_in_force(now));
    entries.retain(|entry: &NoticeEntry| match (entry.event, entry.reader) {
        // Its readers lost their access with it.
        (NoticeEvent::ClientClosed, _) => is_closed || entry.undone.is_some(),
        (_, Reader::Office) => in_office && !is_closed,
        (_, Reader::Person) => has_access && !is_closed,
        (_, Reader::Partner) => !is_closed,
    });
    if !entries.is_empty() {
        return Ok(Ok(Notice { entries }));
    }
    Ok(Err(match is_closed {
        true => sentence![named(client), " is closed"],
        false => sentence![mail.recipient, " neither owns nor administers the client any more"],
    }))
}
