//! The client's answer: yes, to all or to less, or no; proven by the code of one recipient, or given by staff on an
//! owner's behalf (S3.11, S3.20).

use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::{EntityId, LinkId, RecipientId};
use crate::domain::link::{Approval, Link, Widening};
use crate::domain::notice::NoticeEvent;
use crate::domain::partner::PartnerRow;
use crate::domain::permission::Permissions;
use crate::domain::step::Step;
use crate::domain::time::Instant;
use crate::error::{Code as ErrorCode, Error, Result, Wanted, hint};
use crate::ops::notify::{self, AnswerOfLink};
use crate::ops::outbox::{AnsweredBy, Author, MailDraft};
use crate::ops::proven;
use crate::ops::requester::requester;
use crate::ops::resolve::{ClientSeen, named, partner_must_be_active};
use crate::ops::unit_of_work::Change;
use crate::store::code::CodeState;
use crate::store::link::RecipientRow;
use crate::store::{Tx, code, link, login};

use super::waiting::{self, Waiting};
use super::{asking, process};

/// By what right an answer is given.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// By the code that one recipient was mailed: it is their answer.
    Code(&'a Code),
    /// On behalf of the actor's user.
    Behalf,
}

/// The recipient whose code this is, with the link that it answers. Looking uses nothing up; whether it can still be
/// used is for the state of the link to say.
///
/// # Errors
/// `usage` for a code of another kind, `not_found` for one that was never issued, `expired` for one that a later mail
/// replaced.
pub fn opened_by(tx: &Tx<'_>, given: &Code) -> Result<(RecipientRow, Link)> {
    if given.kind() != CodeKind::Link {
        return Err(Error::usage(format!("this is a code for {}, not for a link request", given.kind().purpose())));
    }
    let row = code::find(tx, CodeKind::Link, given.record())?.ok_or_else(unknown)?;
    if !given.matches(&row.digest) {
        return Err(if row.version > 1 { replaced() } else { unknown() });
    }
    let lost = || Error::failed("damaged data: a code without its request");
    let recipient = link::recipient(tx, RecipientId::new(given.record()))?.ok_or_else(lost)?;
    let link = link::by_id(tx, recipient.link)?.ok_or_else(lost)?;
    Ok((recipient, link))
}

/// The client agrees, to all that was asked or to less; where no program has to set the link up, it is linked at once.
/// The other recipients' codes are dead, and the partner is notified by mail. Unchanged if the same person gave the same
/// answer before.
///
/// # Errors
/// `not_found`, `foreign_entity`, `denied`, also where more is given than who answers has; `expired`; `conflict` when
/// it was answered or withdrawn, or what it brings into force is not as it was shown; `usage` for more than was asked.
pub fn approve(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    id: LinkId,
    by: By<'_>,
    what: Approval,
    shown: Option<&Waiting>,
) -> Result<Link> {
    let Asked { client, link, partner, recipient, author } = begin(change, seen, id, by)?;
    partner_must_be_active(&partner)?;
    let before = link.clone();
    let (link, event) = match link.approve(change.now, &author, what)? {
        Step::Made(link, event) => (link, event),
        Step::Unchanged(link) => return Ok(unchanged(change, link)),
    };
    let waiting = Waiting::suspended(change.tx, client.id, partner.id, change.now)?;
    waiting::must_be_as_shown(&client, waiting.as_ref(), shown)?;
    let given = Given::by(change.tx, &before, &link, waiting.as_ref(), change.now)?;
    may_give(change, &client, &link, recipient.as_ref(), &given)?;
    use_up(change, id, recipient.as_ref())?;
    link::update(change.tx, &link, change.audit())?;
    change.record(waiting::add_to(event, waiting.as_ref()));
    proved(change, &link, recipient.as_ref())?;
    let author = Author::named(change.tx, &author)?;
    if let Some(to) = requester(change.tx, before.asked().by, &partner)? {
        let about = (client.id, client.name.as_str());
        let draft = MailDraft::link_approved(&link, to.recipient(), about, &partner.name, &author.name);
        change.queue(&draft)?;
    }
    let by = AnswerOfLink { author: &author, answerer: recipient.map(|recipient| recipient.user) };
    notify::of_link_answer(change, &client, NoticeEvent::LinkApproved, &link, &partner.name, by)?;
    process::at_once(change, link)
}

/// The client says no. The other recipients' codes are dead, and the partner is notified by mail, with the reason if there
/// is one.
///
/// # Errors
/// As [`approve`].
pub fn deny(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    id: LinkId,
    by: By<'_>,
    reason: Option<String>,
) -> Result<Link> {
    let Asked { client, link, partner, recipient, author } = begin(change, seen, id, by)?;
    let asked_by = link.asked().by.to_owned();
    let (link, event) = match link.deny(change.now, &author, reason.clone())? {
        Step::Made(link, event) => (link, event),
        Step::Unchanged(link) => return Ok(unchanged(change, link)),
    };
    if let Some(recipient) = &recipient {
        asking::answerer(change.tx, &client, recipient.user, change.now)?;
    }
    use_up(change, id, recipient.as_ref())?;
    link::update(change.tx, &link, change.audit())?;
    change.record(event);
    proved(change, &link, recipient.as_ref())?;
    // A link that is not in force shows the partner none of the client's people.
    let author = Author::named(change.tx, &author)?;
    let answered_by = if author.support { AnsweredBy::Support(&author.name) } else { AnsweredBy::Office };
    if let Some(to) = requester(change.tx, &asked_by, &partner)? {
        let client = (client.id, client.name.as_str());
        let draft =
            MailDraft::link_denied(to.recipient(), client, &partner.name, &answered_by, reason.as_deref(), change.now);
        change.queue(&draft)?;
    }
    let by = AnswerOfLink { author: &author, answerer: recipient.map(|recipient| recipient.user) };
    notify::of_link_answer(change, &client, NoticeEvent::LinkDenied, &link, &partner.name, by)?;
    Ok(link)
}

/// The same answer once more.
fn unchanged(change: &mut Change<'_>, link: Link) -> Link {
    change.unchanged(EntityId::Link(link.id));
    link
}

/// What an approval gives: by the link, and by what it lets in besides.
struct Given {
    permissions: Permissions,
    until: Option<Instant>,
    dedicated: Option<Waiting>,
}

impl Given {
    /// Of a link that was not in force, all of it and who waits for it; of one in force, what it gives beyond what it gave
    /// before.
    fn by(tx: &Tx<'_>, before: &Link, after: &Link, waiting: Option<&Waiting>, now: Instant) -> Result<Self> {
        match Widening::between(before, after).filter(|_| before.in_force(now)) {
            Some(widening) => {
                let Widening { permissions, until, .. } = widening;
                let dedicated = match widening.is_longer() {
                    true => Waiting::between(tx, after.client, after.partner, now)?,
                    false => None,
                };
                Ok(Self { permissions, until, dedicated })
            }
            None => {
                let (permissions, until) = (after.permissions, after.agreed_until());
                Ok(Self { permissions, until, dedicated: waiting.cloned() })
            }
        }
    }
}

/// Whether the person who answers may give that.
fn may_give(
    change: &mut Change<'_>,
    client: &ClientRow,
    link: &Link,
    recipient: Option<&RecipientRow>,
    given: &Given,
) -> Result<()> {
    let brought = given.dedicated.as_ref().map(|dedicated| (dedicated, dedicated.terms().permissions));
    if let Some(recipient) = recipient {
        let answerer = asking::answerer(change.tx, client, recipient.user, change.now)?;
        answerer.must_have(given.permissions, given.until)?;
        return brought.map_or(Ok(()), |(dedicated, permissions)| {
            answerer.must_have(permissions, given.until).map_err(|error| dedicated.explain(error, client))
        });
    }
    let target = Target::link(change.relation(client.id)?, link.partner).lasting(given.until);
    change.authorise(&target.giving(given.permissions)).map_err(|error| match error.code() {
        ErrorCode::Denied => error.hint(asking::less()),
        _ => error,
    })?;
    brought.map_or(Ok(()), |(dedicated, permissions)| {
        change.authorise(&target.giving(permissions)).map_err(|error| dedicated.explain(error, client))
    })
}

/// A request that someone is about to answer.
struct Asked {
    client: ClientRow,
    link: Link,
    partner: PartnerRow,
    recipient: Option<RecipientRow>,
    /// Whose answer it is, as records name them.
    author: String,
}

fn begin(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId, by: By<'_>) -> Result<Asked> {
    match by {
        By::Behalf => {
            let (client, link) = super::start(change, seen, id)?;
            let partner = super::partner_of(change.tx, &link)?;
            Ok(Asked { client, link, partner, recipient: None, author: change.actor.author().to_owned() })
        }
        By::Code(given) => {
            let client = change.client_of_answer(seen)?;
            let (recipient, link) = opened_by(change.tx, given)?;
            if (link.client, link.id) != (client.id, id) {
                return Err(Error::client_mismatch(format!(
                    "the code is for {} and not for {id} of {}; nothing was changed",
                    link.id,
                    named(&client)
                )));
            }
            let relation = change.relation(client.id)?;
            change.authorise(&Target::link(relation, link.partner).with_code())?;
            change.about_user(recipient.user);
            let partner = super::partner_of(change.tx, &link)?;
            let author = recipient.email.clone();
            Ok(Asked { client, link, partner, recipient: Some(recipient), author })
        }
    }
}

/// Uses the code of who answers, once, and ends those of all others.
fn use_up(change: &Change<'_>, id: LinkId, recipient: Option<&RecipientRow>) -> Result<()> {
    if let Some(recipient) = recipient {
        let row = code::find(change.tx, CodeKind::Link, recipient.id.get())?.ok_or_else(unknown)?;
        if !code::consume(change.tx, CodeKind::Link, recipient.id.get(), row.version)? {
            return Err(match row.state {
                CodeState::Used => Error::conflict("this code was used before; it works once"),
                CodeState::Live | CodeState::Dead => replaced(),
            });
        }
    }
    super::kill_codes(change, id)
}

/// Anyone who answers by a code got its mail.
fn proved(change: &mut Change<'_>, link: &Link, recipient: Option<&RecipientRow>) -> Result<()> {
    let Some(recipient) = recipient else { return Ok(()) };
    let login = login::by_id(change.tx, recipient.user)?;
    login.map_or(Ok(()), |login| proven::by_code(change, &login, recipient.id, i64::from(link.send_count)))
}

fn unknown() -> Error {
    Error::not_found("this code belongs to no link request here").hint(hint![
        "see what was requested with ",
        Verb::LinkList.step().client(&Wanted("CLIENT")),
        ", and send it again with ",
        Verb::LinkResend.step()
    ])
}

fn replaced() -> Error {
    Error::expired("this code no longer works: a newer mail has replaced it").hint(hint![
        "use the code from the newest mail, or send another with ",
        Verb::LinkResend.step().about(&Wanted("LNK")).client(&Wanted("CLIENT"))
    ])
}
