//! New addresses that look like a slip of one that is known.

use crate::domain::actor::Actor;
use crate::domain::client_domain::is_mail_service;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::error::Result;
use crate::store::{Tx, login};

/// How many addresses of a client, and of a domain, are compared.
const COMPARED: u32 = 1000;

/// The address of a person of this client, or for support of anyone with an address of the same domain, that is one letter
/// away from one by which no login is known. Domains where anyone gets an address are no reason to look further.
///
/// # Errors
/// `failed`.
pub fn find(tx: &Tx<'_>, actor: &Actor, email: &Email, client: ClientId) -> Result<Option<Email>> {
    if login::by_key(tx, email.key())?.is_some() {
        return Ok(None);
    }
    let mut known = login::addresses_in(tx, client, COMPARED)?;
    if actor.user().is_none() && !is_mail_service(email.domain()) {
        known.extend(login::addresses_of_domain(tx, email.domain(), COMPARED)?);
    }
    Ok(known.into_iter().find(|known| known.is_one_letter_from(email)))
}
