//! Mails that did not leave are tried again now, as if they had not been tried before (docs/mail.md).

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, EntityId, MailId};
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::Instant;
use crate::error::{Code, Error, Flag, Hint, Result, hint, sentence};
use crate::store::mail::{self, again};
use crate::store::{Tx, bounce, client};
use std::collections::BTreeSet;

use super::bounce::{advice, came_back};
use super::deliver::cause::obstacle;
use super::foreign::{self, Thing};
use super::resolve::{ClientSeen, named};
use super::unit_of_work::Change;

/// A mail that was to be tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retried {
    pub mail: MailRow,
    /// What was done about it.
    pub fate: RetryOutcome,
}

/// What is done about a mail that is to be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryOutcome {
    Again,
    WasDue,
    HasLeft,
}

/// Where a mail is tried again.
#[derive(Debug, Clone, Copy)]
pub enum RetryScope<'a> {
    /// The client that was named.
    Client(&'a ClientSeen),
    /// None was named: it must be about none.
    Nowhere,
    /// The client that the mail names, out of many.
    Its,
}

/// Has a mail tried again now. One that left is left alone.
///
/// # Errors
/// `not_found`, `foreign_entity`; `client_required` when it is about a client that was not named; `expired` when its
/// code is; `conflict` when it must not leave, is on its way, or came back.
pub fn retry(change: &mut Change<'_>, place: RetryScope<'_>, id: MailId) -> Result<Retried> {
    let here = match place {
        RetryScope::Client(seen) => Some(change.client(seen)?),
        RetryScope::Nowhere | RetryScope::Its => None,
    };
    change.authorise(&Target::NOTHING)?;
    let row = mail::by_id(change.tx, id)?;
    let client = row.as_ref().and_then(|row| row.client).map(|id| client::by_id(change.tx, id)).transpose()?.flatten();
    let mut mail = match (row, &here) {
        (None, None) => return Err(unknown(id)),
        (Some(row), Some(here)) if row.client == Some(here.id) => row,
        (Some(row), Some(here)) if row.client.is_none() => {
            return Err(Error::foreign_entity(format!("{id} is not of {}: it is about no client", here.slug))
                .hint(hint!["leave ", Flag::Client.letter(), " out: ", Verb::MailRetry.step().about(&id)])
                .fact("entity_id", id.to_string()));
        }
        (row, Some(here)) => {
            let of = row.and_then(|row| row.client);
            let thing = Thing { kind: "mail", id: &id.to_string(), show: Verb::MailShow, list: Verb::MailList, of };
            return Err(foreign::not_here(change, &thing, here)?);
        }
        (Some(row), None) => row,
    };
    match (&client, place) {
        (Some(client), RetryScope::Nowhere) => return Err(unnamed(&mail, client)),
        (Some(client), RetryScope::Its) => change.named_client(client)?,
        _ => {}
    }
    if let Some(user) = mail.user {
        change.about_user(user);
    }
    let fate = judge(change.tx, &mail, client.as_ref(), change.now)?;
    if fate == RetryOutcome::Again {
        again::again(change.tx, id, change.now)?;
        let (email, kind, was) = (mail.recipient.clone(), mail.kind.clone(), mail.state.name().to_owned());
        change.record(AuditEvent::MailRetry { id, email, kind, was });
        mail = mail::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the mail is gone"))?;
    } else {
        change.unchanged(EntityId::Mail(id));
    }
    if fate != RetryOutcome::HasLeft {
        change.mails.push(id);
    }
    Ok(Retried { mail, fate })
}

/// What would be done about a mail.
///
/// # Errors
/// `expired`, `conflict` as [`retry`].
pub fn judge(tx: &Tx<'_>, mail: &MailRow, client: Option<&ClientRow>, now: Instant) -> Result<RetryOutcome> {
    let id = mail.id;
    match mail.state {
        MailState::Written | MailState::Sent => return Ok(RetryOutcome::HasLeft),
        MailState::Sending if mail.next_attempt_at > now => {
            return Err(Error::conflict(format!("{id} is being delivered by another process just now"))
                .hint(hint!["see what became of it with ", Verb::MailShow.step().about(&id)])
                .fact("retry_at", mail.next_attempt_at.to_string()));
        }
        _ => {}
    }
    let mark = bounce::of_address(tx, &mail.recipient)?;
    if let (Some(mark), Ok(address)) = (&mark, Email::parse(&mail.recipient)) {
        let error = Error::conflict(format!("{id} cannot go to {address}: {}", came_back(mark)));
        let advice = advice(&address, mail.cause.as_deref(), client);
        return Err(advice.into_iter().fold(error, Error::hint));
    }
    if let Some(error) = obstacle(tx, mail, now)? {
        return Err(error);
    }
    match mail.state {
        MailState::Bounced => {
            let why = mail.last_error.as_deref().unwrap_or("it came back");
            Err(Error::conflict(format!("{id} came back: {why}"))
                .hint(Hint::plain("a mail that came back is not sent once more; send a new one, with a new code, with the command of its cause"))
                .hint(hint!["see its cause with ", Verb::MailShow.step().about(&id)]))
        }
        MailState::Queued if mail.next_attempt_at > now && mail.attempts == 0 && mail.last_error.is_none() => {
            Err(Error::conflict(sentence![
                id,
                " is not to leave before ",
                mail.next_attempt_at.as_start(),
                ": until then what caused it can be taken back"
            ])
            .hint(hint!["it leaves by itself with ", Verb::MailDeliver.step(), " after that"]))
        }
        MailState::Queued | MailState::Sending if mail.next_attempt_at <= now => Ok(RetryOutcome::WasDue),
        _ => Ok(RetryOutcome::Again),
    }
}

fn unknown(id: MailId) -> Error {
    Error::not_found(format!("there is no mail {id}"))
        .hint(hint!["see ", Verb::MailList.step().with(Flag::State, "failed")])
}

fn unnamed(mail: &MailRow, client: &ClientRow) -> Error {
    Error::new(Code::ClientRequired, format!("{} is about {}, which has to be named", mail.id, named(client)))
        .hint(hint![
            "if that is the client that you mean: ",
            Verb::MailRetry.step().about(&mail.id).client(&client.slug)
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
}

/// How many mails are read at once.
const CHUNK: u32 = 100;

/// The mails that may be tried again, and the clients that they are about.
#[derive(Debug, Default)]
pub struct Survey {
    pub mails: Vec<MailId>,
    pub clients: BTreeSet<ClientId>,
}

/// All mails since an instant that failed or rest until a later try.
pub fn survey(tx: &Tx<'_>, since: Instant, now: Instant) -> Result<Survey> {
    let mut survey = Survey::default();
    let mut last = MailId::new(0);
    loop {
        let failed = again::failed(tx, last, since, CHUNK)?;
        let Some(end) = failed.last() else { break };
        last = *end;
        survey.mails.extend(failed);
    }
    let mut last = (now, MailId::new(i64::MAX));
    loop {
        let resting = again::resting(tx, last, since, CHUNK)?;
        let Some(end) = resting.last() else { break };
        last = *end;
        survey.mails.extend(resting.iter().map(|(_, id)| *id));
    }
    for id in &survey.mails {
        survey.clients.extend(mail::by_id(tx, *id)?.and_then(|mail| mail.client));
    }
    Ok(survey)
}
