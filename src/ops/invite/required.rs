//! Invitations that are kept only if their mail leaves (docs/mail.md, `--require-mail`): made first, answered by no one
//! before the mail has left, and withdrawn when it does not.

use crate::domain::audit_event::{AuditEvent, Number};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::domain::id::{InvitationId, MailId};
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::read_stored;
use crate::error::{Code, Error, Flag, Result, hint, sentence};
use crate::ops::resolve::ClientSeen;
use crate::ops::undo;
use crate::ops::unit_of_work::Change;
use crate::store::{code, history, invitation, mail};

use super::Sent;

/// A sending whose mail did not leave.
#[derive(Debug, Clone, Copy)]
pub struct Unmailed<'a> {
    /// What was sent, as [`super::send`] reported.
    pub sent: &'a Sent,
    /// The number of that change in the audit.
    pub audit: i64,
    pub why: &'a str,
}

/// Takes a sending back whose mail did not leave: the client's rows are as they were before it, the former code works
/// again, and the mail waits no longer. A login that was made for the address stays, as a prepared one, because the
/// audit names it.
///
/// # Errors
/// `conflict` when the mail has left meanwhile, or something of the invitation was changed since; then it stays.
pub fn withdraw(change: &mut Change<'_>, seen: &ClientSeen, what: &Unmailed<'_>) -> Result<()> {
    let (Some(record), Some(id)) = (&what.sent.invitation, what.sent.mail) else {
        return Err(Error::bug("nothing was sent that could be withdrawn"));
    };
    let client = change.client_in_any_state(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    let mail = row(change, id)?;
    if mail.state.has_left() {
        return Err(Error::conflict(format!("{id} has left meanwhile, so that {} stays", record.id)));
    }
    let done = undo::withdraw(change, &client, what.audit)?;
    if let Some(former) = &what.sent.former {
        code::put_back(change.tx, CodeKind::Invitation, record.id.get(), former)?;
    }
    // One that another process has in its hands finds its invitation gone, should it come to look again.
    if mail.state == MailState::Queued {
        history::skip(change.tx, id, &format!("withdrawn, because it did not leave: {}", what.why))?;
    }
    change.about_user(record.user);
    change.record(AuditEvent::InviteWithdraw {
        id: record.id,
        email: record.address.clone(),
        mail: Some(id),
        audit_id: Some(Number(done.number)),
        why: Some(what.why.to_owned()),
    });
    Ok(())
}

/// A mail that is never to leave makes nothing that waits for it.
///
/// # Errors
/// `mail`.
pub(super) fn must_be_queued(change: &Change<'_>, id: MailId) -> Result<()> {
    let mail = row(change, id)?;
    if mail.state == MailState::Queued {
        return Ok(());
    }
    let why = mail.last_error.unwrap_or_else(|| "no one has that mailbox".to_owned());
    Err(Error::new(
        Code::Mail,
        sentence!["no mail can go to ", mail.recipient, ": ", read_stored(&why), "; nothing was changed"],
    )
    .hint(hint!["without ", Flag::RequireMail, ", ", Flag::ShowLink, " shows the link to hand it over in another way"])
    .fact("email", mail.recipient))
}

/// Anyone who requires the mail of an invitation that waits already gets no success before it has left.
///
/// # Errors
/// `mail`.
pub(super) fn must_have_left(change: &Change<'_>, id: InvitationId, client: &ClientRow) -> Result<()> {
    let mail = invitation::mail(change.tx, id)?.map(|mail| row(change, mail)).transpose()?;
    if mail.as_ref().is_some_and(|mail| mail.state.has_left()) {
        return Ok(());
    }
    let (state, why) = match &mail {
        Some(mail) => (mail.state.name(), mail.last_error.as_deref().map(|why| sentence![": ", read_stored(why)])),
        None => ("none", None),
    };
    let why = why.unwrap_or_default();
    let error = Error::new(
        Code::Mail,
        sentence![
            id,
            " waits for an answer already, but its mail has not left (",
            state,
            why,
            "); nothing was changed"
        ],
    );
    Err(error
        .hint(hint![
            "send it again with ",
            Verb::InviteResend.step().about(&id).client(&client.slug).switch(Flag::RequireMail)
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("invitation_id", id.to_string())
        .fact("mail", state))
}

fn row(change: &Change<'_>, id: MailId) -> Result<MailRow> {
    mail::by_id(change.tx, id)?.ok_or_else(|| Error::bug(format!("{id} is not in the outbox")))
}
