//! Invitations that are kept only if their mail leaves (docs/mail.md, `--require-mail`): made first, and answered by no
//! one before the mail has left.

use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::id::{InvitationId, MailId};
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::read_stored;
use crate::error::{Code, Error, Flag, Result, hint, sentence};
use crate::ops::unit_of_work::Change;
use crate::store::{invitation, mail};

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
