//! The address that a dedicated user is to have: made of the names of client and partner, and not in use (S0.5–S0.8).

use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::grant::GrantState;
use crate::domain::id::PartnerId;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::partner::PartnerRow;
use crate::error::Result;
use crate::ops::setting::dummy_domain;
use crate::store::{Tx, credential, grant, login};

/// An address for the pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    pub email: Email,
    /// Whether the client has made it already.
    pub made: Made,
}

/// Whether a dedicated user exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It does, with this address.
    Yes,
    /// Not yet.
    No,
}

/// The address of the dedicated user of the pair; where there is none, the first one made of their names that is
/// no one's. The same question has the same answer until a login is made.
///
/// # Errors
/// `usage` when `logins.domain` is too long; `failed`.
pub fn address(tx: &Tx<'_>, client: &ClientRow, company: &PartnerRow) -> Result<Suggested> {
    if let Some(grant) = grant::dedicated(tx, client.id, company.id)?
        && let Some(login) = login::by_id(tx, grant.user)?
    {
        return Ok(Suggested { email: login.email, made: Made::Yes });
    }
    let domain = dummy_domain(tx)?;
    let mut nth = 1;
    loop {
        let email = domain.address(&client.slug, &company.slug, nth)?;
        let free = match login::by_key(tx, email.key())? {
            None => true,
            Some(login) => is_former(tx, &login, client, company.id)?,
        };
        if free {
            return Ok(Suggested { email, made: Made::No });
        }
        nth += 1;
    }
}

/// Whether this login was the dedicated user of the pair once and is nothing else: then it is theirs again.
pub(super) fn is_former(tx: &Tx<'_>, login: &LoginRow, client: &ClientRow, partner: PartnerId) -> Result<bool> {
    let latest = grant::latest(tx, client.id, login.id)?;
    Ok(latest.is_some_and(|grant| grant.state == GrantState::Ended && grant.for_partner == Some(partner))
        && login.state == LoginState::Active
        && !grant::has_open(tx, login.id)?
        && credential::find(tx, login.id)?.is_none()
        && login::membership(tx, login.id)?.is_none())
}
