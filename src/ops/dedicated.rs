//! The addresses of dedicated users, which are no person's.

use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::login::LoginRow;
use crate::error::{Error, Flag, Result, hint};
use crate::store::{client, grant};

use super::reach;
use super::resolve::named;
use super::unit_of_work::Change;

/// The address of a client's dedicated user is no person's, whether or not it has a mailbox: it can be no one in another
/// client.
///
/// # Errors
/// `foreign_entity` where the actor sees the other client, else `conflict`.
pub fn must_not_be_dedicated_elsewhere(change: &Change<'_>, here: &ClientRow, login: &LoginRow) -> Result<()> {
    let grants = grant::of_user(change.tx, login.id)?;
    let Some(grant) = grants.iter().find(|grant| grant.for_partner.is_some() && grant.client != here.id) else {
        return Ok(());
    };
    let email = &login.email;
    let other = client::by_id(change.tx, grant.client)?.ok_or_else(|| Error::bug("a grant without a client"))?;
    let error = if reach::sees(change.tx, change.actor, other.id, change.now)? {
        Error::foreign_entity(format!(
            "{email} is the dedicated user of {}, not of {}; nothing was changed",
            named(&other),
            named(here)
        ))
        .hint(hint!["look it up with ", Verb::UserShow.step().about(&email).client(&other.slug)])
        .other_client(other.id)
        .fact("other_client_slug", other.slug.to_string())
    } else {
        Error::conflict(format!("{email} is not the address of a person; nothing was changed"))
    };
    Err(error
        .hint(hint![
            "name a person by an address of their own; for a partner make one with ",
            Verb::UserAdd.step().switch(Flag::ForPartner)
        ])
        .fact("client_id", here.id.to_string())
        .fact("client_slug", here.slug.to_string()))
}
