//! An invitation that goes on in the client that its own was merged into.

use crate::domain::client::ClientRow;
use crate::domain::grant::GrantRow;
use crate::domain::id::GrantId;
use crate::domain::invitation::{Invitation, New};
use crate::domain::login::LoginRow;
use crate::domain::mail::Required;
use crate::domain::sending::check_pause;
use crate::error::{Hint, Result};
use crate::ops::unit_of_work::Change;
use crate::store::invitation;

use super::sender::take_over_if_unable;
use super::{Posted, close, kind_for, post};

/// Invites the person again to what is prepared for them in the client, for the same span, with a new code. Its sender
/// remains, as long as they can give that; else it is the actor. The larger change asked for the right to it, named the
/// client and reports it.
///
/// # Errors
/// `conflict` within a minute of the last sending, or after too many mails to the address.
pub(in crate::ops) fn carry_over(
    change: &mut Change<'_>,
    client: &ClientRow,
    (login, grant): (&LoginRow, &GrantRow),
    former: &Invitation,
    replaces: Option<GrantId>,
) -> Result<Invitation> {
    check_pause(former.sent_at, change.now)
        .map_err(|error| error.hint(Hint::plain(format!("that is {}", former.id))))?;
    let new = New {
        client: client.id,
        user: login.id,
        grant: grant.id,
        address: login.email.clone(),
        terms: grant.terms,
        kind: kind_for(login),
        form: former.form.clone(),
        message: former.message.clone(),
        language: former.language,
        life: Some(former.life()),
        by: former.invited_by.clone(),
        replaces,
    };
    if let Some(over) = invitation::stored_open(change.tx, client.id, login.email.key())? {
        close(change, over)?;
    }
    let (mut record, _) = Invitation::send(invitation::next_id(change.tx)?, new, change.now)?;
    take_over_if_unable(change, &mut record)?;
    let Posted { mail, .. } = post(change, client, login, &record, None, Required::No)?;
    invitation::insert(change.tx, &record, mail, change.audit())?;
    Ok(record)
}
