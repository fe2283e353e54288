//! An invitation that has no answer: sending it again, to the same or another address, and withdrawing it.

use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::domain::email::Email;
use crate::domain::grant::GrantState;
use crate::domain::id::{ClientId, EntityId, GrantId};
use crate::domain::invitation::{Invitation, InvitationStatus, Resend};
use crate::domain::login::LoginRow;
use crate::domain::mail::Required;
use crate::domain::step::Step;
use crate::domain::terms::Terms;
use crate::domain::time::Span;
use crate::error::{Error, Flag, Result, hint};
use crate::ops::client::find_or_prepare_login;
use crate::ops::dedicated::must_not_be_dedicated_elsewhere;
use crate::ops::hold;
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::store::{Tx, code, grant, invitation, login};

use super::checks::{must_be_a_form, must_not_be_inactive};
use super::named::{Gives, Named, find, prepared};
use super::{Fresh, OnceMore, Sent, begin, close, once_more};

/// How an invitation goes out again.
#[derive(Debug, Clone, Copy)]
pub struct SendAgain<'a> {
    /// `--expires-in`; `None` = as long as before.
    pub life: Option<Span>,
    /// The form that the mail links from now on, if another one.
    pub form: Option<&'a str>,
    /// Whether it counts only if its mail leaves (`--require-mail`).
    pub mail: Required,
}

impl SendAgain<'_> {
    /// As it was sent before.
    pub const AS_BEFORE: Self = Self { life: None, form: None, mail: Required::No };
}

/// Sends an invitation again: a new code, the former one dead, its time begins again.
///
/// # Errors
/// `denied`, `foreign_entity`, `not_found`; `conflict` unless it waits for an answer or expired, while a newer one is
/// open, and within a minute of the last sending; `expired` when the access that it offers is over.
pub fn resend(change: &mut Change<'_>, client: &ClientRow, what: &Named, how: &SendAgain<'_>) -> Result<Sent> {
    let (record, login) = find(change, client, what, Gives::Prepared)?;
    send_again(change, client, &login, record, how)
}

/// As [`resend`], for an invitation that was found, and that the actor may send. What is prepared by now is offered.
pub(super) fn send_again(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    record: Invitation,
    how: &SendAgain<'_>,
) -> Result<Sent> {
    let terms = prepared(change.tx, &record)?;
    let mut closed = None;
    let mut open = None;
    if is_unanswered(change, &record) {
        must_not_be_inactive(login)?;
        if let Some(other) = invitation::stored_open(change.tx, client.id, record.address.key())?
            && other.id != record.id
        {
            if other.is_open(change.now) {
                open = Some(other.id);
            } else {
                closed = Some(close(change, other)?);
            }
        }
        if open.is_none() {
            must_be_prepared(change, client, &record)?;
        }
    }
    let SendAgain { life, form, mail } = *how;
    let by = change.actor.author().to_owned();
    let again = OnceMore { how: Resend { terms, life, open, by: &by }, form, message: None, language: None, mail };
    let sent = once_more(change, client, login, record, &again)?;
    closed.into_iter().for_each(|event| change.record(event));
    Ok(sent)
}

/// What a correction of the address made.
#[derive(Debug)]
pub struct Correction {
    pub sent: Sent,
    /// The one that it replaces.
    pub former: Invitation,
}

/// Sends an invitation to another address in place of the one that was wrong: the old one is superseded, and what was
/// prepared moves to the new address.
///
/// # Errors
/// `usage` when it is the same address; `conflict` when the old one was answered, or the new address is in or asked
/// already; and as [`resend`].
pub fn correct(
    change: &mut Change<'_>,
    client: &ClientRow,
    what: &Named,
    to: &Email,
    how: &SendAgain<'_>,
) -> Result<Correction> {
    must_be_a_form(change.tx, how.form)?;
    let (record, old) = find(change, client, what, Gives::Prepared)?;
    hold::must_not_move(change.tx, client, &record, change.now)?;
    let terms = prepared(change.tx, &record)?;
    if record.address == *to && old.email == *to {
        return Err(Error::usage(format!("{} was sent to {} already", record.id, record.address)).hint(hint![
            "send it there again with ",
            Verb::InviteResend.step().about(&record.id).client(&client.slug)
        ]));
    }
    if is_unanswered(change, &record) {
        must_be_prepared(change, client, &record)?;
        Invitation { terms, ..record.clone() }.must_offer(change.now)?;
    }
    let life = how.life.unwrap_or_else(|| record.life());
    let Step::Made(former, superseded) = record.supersede(change.now, change.actor.author())? else {
        return Err(Error::conflict("another invitation took the place of this one already")
            .hint(hint!["see ", Verb::InviteList.step().client(&client.slug)]));
    };
    invitation::update(change.tx, &former, change.audit())?;
    code::kill(change.tx, CodeKind::Invitation, former.id.get())?;
    grant::end(change.tx, former.grant, change.now, change.actor.author(), change.audit())?;

    let login = find_or_prepare_login(change, to, ("", ""))?;
    must_not_be_dedicated_elsewhere(change, client, &login)?;
    must_not_be_inactive(&login)?;
    let (grant, closed) = prepared_for(change, client, &login, &former, &terms)?;
    let fresh = Fresh {
        terms,
        form: how.form.or(former.form.as_deref()),
        message: former.message.as_deref(),
        language: former.language,
        life: Some(life),
        replaces: former.replaces,
        by: None,
        mail: how.mail,
    };
    let (sent, mut event) = begin(change, client, &login, grant, &fresh)?;
    if let AuditEvent::InviteSend { in_place_of, .. } = &mut event.what {
        *in_place_of = Some(former.id);
    }
    change.record(event.changing(Field::Email, &former.address, &login.email));
    change.record(superseded);
    closed.into_iter().for_each(|event| change.record(event));
    Ok(Correction { sent, former })
}

/// Whether an invitation that was just sent could go to this address in its place: no one there is in or asked, and
/// nothing else is prepared.
pub fn corrects_to(tx: &Tx<'_>, record: &Invitation, to: &Email) -> Result<bool> {
    if invitation::stored_open(tx, record.client, to.key())?.is_some() {
        return Ok(false);
    }
    let Some(login) = login::by_key(tx, to.key())? else { return Ok(true) };
    let grant = grant::open(tx, record.client, login.id)?;
    Ok(grant.is_none_or(|grant| grant.state == GrantState::Prepared && grant.terms == record.terms))
}

/// Withdraws an invitation. The person stays prepared. The step says whether anything changed.
///
/// # Errors
/// `denied`, `foreign_entity`, `not_found`; `conflict` when it was answered or expired, or is of a recovery that can be
/// stopped.
pub fn cancel(change: &mut Change<'_>, client: &ClientRow, what: &Named) -> Result<Invitation> {
    let (record, _) = find(change, client, what, Gives::Nothing)?;
    hold::must_not_wait(change.tx, client, &record, change.now)?;
    let reason = change.reason.map(str::to_owned);
    match record.cancel(change.now, change.actor.author(), reason)? {
        Step::Unchanged(record) => {
            change.unchanged(EntityId::Invitation(record.id));
            Ok(record)
        }
        Step::Made(record, event) => {
            invitation::update(change.tx, &record, change.audit())?;
            code::kill(change.tx, CodeKind::Invitation, record.id.get())?;
            change.record(event);
            Ok(record)
        }
    }
}

/// What becomes of the invitation of someone who needs none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfNeed {
    /// They got in by another way: it is superseded.
    IsIn,
    /// They were taken out, or the client was closed: it is cancelled.
    IsOut,
}

/// Ends the open invitation of an address into a client, if there is one, as part of a larger change that asked for
/// the right to it. One whose time is over is closed.
pub fn end_open(change: &mut Change<'_>, client: ClientId, address: &Email, because: EndOfNeed) -> Result<()> {
    let Some(record) = invitation::stored_open(change.tx, client, address.key())? else { return Ok(()) };
    let (now, by) = (change.now, change.actor.author());
    let step = match because {
        _ if !record.is_open(now) => record.close_if_expired(now),
        EndOfNeed::IsIn => record.supersede(now, by)?,
        EndOfNeed::IsOut => record.cancel(now, by, change.reason.map(str::to_owned))?,
    };
    if let Step::Made(record, event) = step {
        invitation::update(change.tx, &record, change.audit())?;
        code::kill(change.tx, CodeKind::Invitation, record.id.get())?;
        change.record(event);
    }
    Ok(())
}

fn is_unanswered(change: &Change<'_>, record: &Invitation) -> bool {
    matches!(record.status(change.now), InvitationStatus::Pending | InvitationStatus::Expired)
}

/// An invitation that waits or expired can be accepted only while its grant is prepared. What is prepared.
pub(super) fn must_be_prepared(change: &Change<'_>, client: &ClientRow, record: &Invitation) -> Result<Terms> {
    let grant = grant::by_id(change.tx, record.grant)?.ok_or_else(|| Error::failed("damaged data: a grant is gone"))?;
    match grant.state {
        GrantState::Prepared => Ok(grant.terms),
        GrantState::Active => Err(Error::conflict(format!(
            "{} is in {} already, so that there is nothing to accept",
            record.address,
            named(client)
        ))
        .hint(hint!["withdraw it with ", Verb::InviteCancel.step().about(&record.id).client(&client.slug)])),
        GrantState::Ended => Err(Error::conflict(format!(
            "{} was taken out of {} after {} was sent",
            record.address,
            named(client),
            record.id
        ))
        .hint(hint![
            "invite again with ",
            Verb::InviteSend.step().about(&record.user).client(&client.slug).with(Flag::Role, &record.terms.role)
        ])),
    }
}

/// What is prepared for the corrected address already, if it is the same; and the event of closing an invitation of
/// it whose time is over.
fn prepared_for(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    former: &Invitation,
    terms: &Terms,
) -> Result<(Option<GrantId>, Option<Event>)> {
    let open = invitation::stored_open(change.tx, client.id, login.email.key())?;
    if let Some(open) = open.as_ref().filter(|open| open.is_open(change.now)) {
        return Err(Error::conflict(format!("{} was asked already, by {}", login.email, open.id))
            .hint(hint![
                "withdraw the wrong one with ",
                Verb::InviteCancel.step().about(&former.id).client(&client.slug)
            ])
            .fact("invitation_id", open.id.to_string()));
    }
    let grant = grant::open(change.tx, client.id, login.id)?;
    if let Some(grant) = &grant
        && (grant.state == GrantState::Active || grant.terms != *terms)
    {
        let state = if grant.state == GrantState::Active { "is in" } else { "is prepared otherwise in" };
        return Err(Error::conflict(format!("{} {state} {} already", login.email, named(client)))
            .hint(hint![
                "withdraw the wrong one with ",
                Verb::InviteCancel.step().about(&former.id).client(&client.slug)
            ])
            .hint(hint!["see ", Verb::UserShow.step().about(&login.email).client(&client.slug)]));
    }
    let closed = open.map(|open| close(change, open)).transpose()?;
    Ok((grant.map(|grant| grant.id), closed))
}
