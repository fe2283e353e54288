//! Delivering mails (SPEC 8): each is taken in hand for a while, looked at again, made, handed over, and settled.
//!
//! Taking and settling are short transactions of their own, so that several deliverers work side by side and none
//! waits for a disk or a server with the database locked. Who dies with a mail in hand gives it back by time; the mail
//! is then made again with the same Message-ID. Delivery changes nobody's access and has no audit row: the mail's own
//! row is its record. It writes that row only, and the write guard lets it touch no other client than the mail's.

mod cause;
mod content;
mod ending;
mod preview;
mod report;
mod route;

pub use preview::{Preview, preview};
pub use report::Report;

use std::path::PathBuf;

use crate::app::files::Sharing;
use crate::domain::code::mask;
use crate::domain::id::{ClientId, MailId};
use crate::domain::time::{Instant, Span, Zone};
use crate::error::{Error, Result};
use crate::mail::{Handed, Outgoing, Refusal, Templates, Transport, bare_address, compose};
use crate::store::mail::{self, MailRow, MailState, Settled};
use crate::store::{End, Tx, client};

use super::desk::{Desk, Mode};
use cause::{NoCode, Standing};
use content::Letterhead;

/// How long one has a mail in hand. Longer than a server may take to answer (10 minutes, RFC 5321, section 4.5.3.2.6).
const LEASE: Span = Span::minutes(15);
/// How long a mail rests after its first failures; then as after the last.
const PAUSES: [Span; 5] =
    [Span::minutes(5), Span::minutes(10), Span::minutes(20), Span::minutes(40), Span::minutes(67)];
/// How long a mail is tried, if its code lives that long.
const PATIENCE: Span = Span::days(5);
/// The most characters of an error that are kept.
const LONGEST_ERROR: usize = 1000;

/// The surroundings of delivery.
#[derive(Debug, Clone)]
pub struct Post {
    /// The folder for mails as files.
    pub outbox: PathBuf,
    /// Open to whom.
    pub sharing: Sharing,
    /// The zone of the times that mails tell.
    pub zone: Zone,
}

/// Delivers mails, one at a time.
pub struct Deliverer<'a> {
    head: Letterhead,
    transport: Box<dyn Transport>,
    zone: &'a Zone,
}

/// Delivers these mails now, as far as that goes; what became of each, in order.
///
/// # Errors
/// `failed`, `busy` when the database cannot be read or written. What befalls a mail is in its report.
pub fn these(desk: &mut Desk<'_>, mails: &[MailId], post: &Post) -> Result<Vec<Report>> {
    let mut deliverer = Deliverer::open(desk, post)?;
    let mut reports = Vec::with_capacity(mails.len());
    for id in mails {
        reports.push(match deliverer.one(desk, *id)? {
            Some(report) => report,
            None => as_it_stands(desk, *id)?,
        });
    }
    Ok(reports)
}

impl<'a> Deliverer<'a> {
    /// A deliverer as the settings want it.
    ///
    /// # Errors
    /// `failed`, `busy`; `usage` when a setting is damaged.
    pub fn open(desk: &mut Desk<'_>, post: &'a Post) -> Result<Self> {
        let (head, transport) = desk.store.read(|tx| Ok((Letterhead::read(tx)?, route::open(tx, post)?)))?;
        Ok(Self { head, transport, zone: &post.zone })
    }

    /// Delivers one mail, if it is due and nobody else has it in hand. In a rehearsal it stays where it is, and the
    /// report says what would stop it.
    ///
    /// # Errors
    /// `failed`, `busy` when the database cannot be read or written. What befalls the mail is in the report.
    pub fn one(&mut self, desk: &mut Desk<'_>, id: MailId) -> Result<Option<Report>> {
        let Some((mail, slug)) = take(desk, id)? else { return Ok(None) };
        let fate = match self.plan(desk, &mail) {
            Plan::Ends(fate) => fate,
            Plan::Sends { .. } if desk.mode == Mode::Rehearsal => Fate::Left { handed: None, subject: None },
            Plan::Sends { outgoing, subject, tried_until } => {
                match self.transport.offer(&outgoing).and_then(|()| self.transport.commit(&outgoing)) {
                    Ok(handed) => Fate::Left { handed: Some(handed), subject: Some(subject) },
                    Err(Refusal::Unusable(error)) => Fate::Back(error),
                    Err(Refusal::Never(error, reply)) => Fate::Failed(error, reply),
                    Err(Refusal::NotNow(error, reply)) => Fate::Later { error, reply, tried_until },
                    Err(Refusal::Unknown(error)) => Fate::Later { error, reply: None, tried_until },
                }
            }
        };
        let mut report = Report::of(&mail, slug);
        fate.told_in(&mut report, &mail, desk.now);
        if desk.mode == Mode::Real && !settle(desk, &mail, &report, &fate)? {
            return as_it_stands(desk, id).map(Some);
        }
        Ok(Some(report))
    }

    /// Looks again, makes the code and the message. Nothing is written; all of it is read on one snapshot.
    fn plan(&self, desk: &mut Desk<'_>, mail: &MailRow) -> Plan {
        let (cabinet, house, now) = (desk.cabinet, desk.house, desk.now);
        let mut tried_until = mail.created_at + PATIENCE;
        let planned = desk.store.read(|tx| {
            let cause = match cause::look_again(tx, mail, now)? {
                Standing::Stands(cause) => cause,
                Standing::Gone(why) => return Ok(Plan::Ends(Fate::Skipped(why))),
            };
            let code = match &cause {
                None => None,
                Some(cause) => {
                    tried_until = tried_until.min(cause.expires_at());
                    match cause.derive(tx, cabinet, &house.uuid) {
                        Ok(code) => code,
                        Err(NoCode::NotNeeded(why)) => return Ok(Plan::Ends(Fate::Skipped(why))),
                        Err(NoCode::NotNow(error)) => return Ok(Plan::later(error, tried_until)),
                        Err(NoCode::Never(error)) => return Ok(Plan::Ends(Fate::Failed(error, None))),
                    }
                }
            };
            let code = code.as_ref().map_or("", |code| code.reveal());
            content::with_letter(tx, mail, cause.as_deref(), code, &self.head, self.zone, |letter, envelope| {
                let templates = Templates::shared()?;
                // The same rows make the same message: what cannot be made now never can.
                let made = templates.subject(letter).and_then(|subject| {
                    let outgoing = Outgoing {
                        id: mail.id,
                        from: bare_address(envelope.from)?,
                        to: bare_address(envelope.to)?,
                        message: compose(templates, letter, envelope)?,
                    };
                    Ok(Plan::Sends { outgoing, subject, tried_until })
                });
                Ok(made.unwrap_or_else(|error| Plan::Ends(Fate::Failed(error, None))))
            })
        });
        planned.unwrap_or_else(|error| Plan::later(error, tried_until))
    }
}

/// What is to be done with a mail in hand.
enum Plan {
    Sends { outgoing: Outgoing, subject: String, tried_until: Instant },
    Ends(Fate),
}

impl Plan {
    const fn later(error: Error, tried_until: Instant) -> Self {
        Self::Ends(Fate::Later { error, reply: None, tried_until })
    }
}

/// What became of a mail in hand.
enum Fate {
    /// It left; in a rehearsal it would.
    Left { handed: Option<Handed>, subject: Option<String> },
    /// It must not leave: why.
    Skipped(String),
    /// It cannot; what the server said.
    Failed(Error, Option<String>),
    /// It could not now. It is tried again, but not after `tried_until`.
    Later { error: Error, reply: Option<String>, tried_until: Instant },
    /// Nothing can leave now. It is given back as if it had not been tried.
    Back(Error),
}

impl Fate {
    fn told_in(&self, report: &mut Report, mail: &MailRow, now: Instant) {
        // What stopped it before is over.
        (report.reason, report.next_try) = (None, None);
        match self {
            Self::Left { handed: Some(Handed::Written(path)), .. } => {
                report.state = MailState::Written;
                report.path = Some(path.clone());
            }
            Self::Left { handed: Some(Handed::Taken(_)), .. } => report.state = MailState::Sent,
            Self::Left { handed: None, .. } => report.state = MailState::Queued,
            Self::Skipped(why) => {
                report.state = MailState::Skipped;
                report.reason = Some(why.clone());
            }
            Self::Failed(error, _) => report.fails(MailState::Failed, error),
            Self::Back(error) => {
                report.fails(MailState::Queued, error);
                report.is_blocked = true;
            }
            Self::Later { error, tried_until, .. } => {
                let next = now + pause_after(mail.attempts);
                if next < *tried_until {
                    report.fails(MailState::Queued, error);
                    report.next_try = Some(next);
                } else {
                    report.fails(MailState::Failed, error);
                }
            }
        }
    }

    /// What the server said.
    fn reply(&self) -> Option<&str> {
        match self {
            Self::Left { handed: Some(Handed::Taken(reply)), .. } => Some(reply),
            Self::Failed(_, reply) | Self::Later { reply, .. } => reply.as_deref(),
            Self::Left { .. } | Self::Skipped(_) | Self::Back(_) => None,
        }
    }
}

/// How long a mail rests after so many attempts.
fn pause_after(attempts: i64) -> Span {
    let nth = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    PAUSES.get(nth).copied().unwrap_or(Span::minutes(67))
}

/// A transaction of the deliverer, in which exactly the mail's own client may be written.
fn delivering<T>(desk: &mut Desk<'_>, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
    let end = match desk.mode {
        Mode::Real => End::Commit,
        Mode::Rehearsal => End::Rollback,
    };
    desk.store.write(|tx| {
        tx.allow(&[]);
        work(tx).map(|value| (value, end))
    })
}

fn allow(tx: &Tx<'_>, client: Option<ClientId>) {
    tx.allow(client.as_slice());
}

/// Takes a mail in hand, if it is due; with the slug of its client.
fn take(desk: &mut Desk<'_>, id: MailId) -> Result<Option<(MailRow, Option<String>)>> {
    let now = desk.now;
    delivering(desk, |tx| {
        let Some(mut row) = mail::by_id(tx, id)? else { return Ok(None) };
        allow(tx, row.client);
        if !mail::lease(tx, id, now + LEASE, now)? {
            return Ok(None);
        }
        row.state = MailState::Sending;
        row.attempts += 1;
        row.leases += 1;
        let slug = slug_of(tx, &row)?;
        Ok(Some((row, slug)))
    })
}

/// Writes down what became of a mail; false when somebody else has it in hand since.
fn settle(desk: &mut Desk<'_>, mail: &MailRow, report: &Report, fate: &Fate) -> Result<bool> {
    let now = desk.now;
    let kept = |text: &str| mask(text).chars().take(LONGEST_ERROR).collect::<String>();
    let (error, reply) = (report.last_error().as_deref().map(kept), fate.reply().map(kept));
    let untried = i64::from(matches!(fate, Fate::Back(_)));
    let (subject, sent_at) = match fate {
        Fate::Left { subject, .. } => (subject.as_deref(), Some(now)),
        _ => (None, None),
    };
    let settled = Settled {
        state: report.state,
        subject,
        error: error.as_deref(),
        server_reply: reply.as_deref(),
        sent_at,
        next_attempt_at: report.next_try.unwrap_or(now),
        attempts: mail.attempts - untried,
    };
    delivering(desk, |tx| {
        allow(tx, mail.client);
        mail::settle(tx, mail.id, mail.leases, &settled)
    })
}

/// The report of a mail that was not tried.
fn as_it_stands(desk: &mut Desk<'_>, id: MailId) -> Result<Report> {
    desk.store.read(|tx| {
        let row = mail::by_id(tx, id)?.ok_or_else(|| Error::bug(format!("{id} is not in the outbox")))?;
        let slug = slug_of(tx, &row)?;
        Ok(Report::of(&row, slug))
    })
}

fn slug_of(tx: &Tx<'_>, row: &MailRow) -> Result<Option<String>> {
    let found = row.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
    Ok(found.map(|client| client.slug.to_string()))
}

#[cfg(test)]
mod tests;
