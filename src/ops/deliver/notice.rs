//! A notification before it leaves: what its reader may still read of it.

use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::GrantRow;
use crate::domain::id::LinkId;
use crate::domain::mail::MailRow;
use crate::domain::notice::NoticeEvent;
use crate::domain::time::Instant;
use crate::error::{Error, Result, Sentence, sentence};
use crate::language::Locale;
use crate::mail::MailFacts;
use crate::mail::body::{self, Reader};
use crate::mail::facts::{Notice, NoticeEntry};
use crate::mail::text::{Pages, WebAddress};
use crate::ops::requester::requester;
use crate::ops::resolve::named;
use crate::store::{Tx, grant, link, partner, reminder};

use super::ending::command_to_stop;

/// A notification without the entries that are nothing to the reader by now; where none is left, why.
pub(super) fn readable(
    tx: &Tx<'_>,
    mail: &MailRow,
    client: Option<&ClientRow>,
    now: Instant,
) -> Result<Result<Notice, Sentence>> {
    let damaged = || Error::failed(format!("damaged data: {} names no client or reader", mail.id));
    let client = client.ok_or_else(damaged)?;
    let MailFacts::Notice(facts) = MailFacts::from_json(&mail.kind, &mail.facts)? else { return Err(damaged()) };
    let Notice { mut entries } = facts.holding();
    let is_of_partner = entries.iter().all(|entry| entry.reader == Reader::Partner);
    let is_closed = client.state == ClientState::Closed;
    let office = reminder::office(tx, client.id, now)?;
    let in_office = office.iter().any(|(known, _)| Some(*known) == mail.user);
    let own = mail.user.map(|user| grant::open(tx, client.id, user)).transpose()?.flatten();
    let has_access = own.as_ref().is_some_and(|grant: &GrantRow| grant.is_in_force(now));
    let lost = entries.iter().map(|entry| lost_partner(tx, mail, entry)).collect::<Result<Vec<_>>>()?;
    let mut lost = lost.into_iter();
    entries.retain(|entry: &NoticeEntry| match (entry.event, entry.reader) {
        _ if lost.next() == Some(true) => false,
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
        false if is_of_partner => sentence![mail.recipient, " is not the address of the partner any more"],
        false => sentence![mail.recipient, " neither owns nor administers the client any more"],
    }))
}

/// Whether an entry is for the partner of a link, and this mail goes to none of them any more.
fn lost_partner(tx: &Tx<'_>, mail: &MailRow, entry: &NoticeEntry) -> Result<bool> {
    let Some(link) = entry.link.as_ref().filter(|_| entry.reader == Reader::Partner) else { return Ok(false) };
    let gone = || Error::failed(format!("damaged data: {} is about a link that is not there", mail.id));
    let link = link::by_id(tx, LinkId::parse(&link.id)?)?.ok_or_else(gone)?;
    let partner = partner::by_id(tx, link.partner)?.ok_or_else(gone)?;
    let to = requester(tx, &link.requested_by, &partner)?;
    Ok(to.is_none_or(|to| to.recipient().address() != mail.recipient))
}

/// What a notification says, with the page or the command by which its reader changes what it is about.
pub(super) fn with_ways(
    facts: &Notice,
    mut body: body::Notice,
    (client, to, pages): (&ClientRow, Option<&str>, Option<Pages<'_>>),
    locale: &Locale<'_>,
) -> Result<body::Notice> {
    for (entry, shown) in facts.entries.iter().zip(&mut body.events) {
        let Some(link) = &entry.link else { continue };
        if let (Reader::Office, Some(pages)) = (entry.reader, pages) {
            shown.page = Some(WebAddress::new(&pages.account(client.id))?);
        } else if entry.event == NoticeEvent::LinkExtended {
            shown.command = Some(command_to_stop(&link.id, client, to, locale).into());
        }
    }
    Ok(body)
}
