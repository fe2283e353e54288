//! The owners of a client, who are invited together.

use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::login::LoginState;
use crate::domain::role::Role;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::{Tx, grant, login};

/// The addresses of a client's owners, prepared or active.
pub fn owners(tx: &Tx<'_>, client: &ClientRow) -> Result<Vec<Email>> {
    owners_but(tx, client, |_, _| true)
}

/// The addresses of a client's owners whom an invitation lets in: the login is not switched off, and the term lasts.
pub fn owners_who_may_come_in(tx: &Tx<'_>, client: &ClientRow, now: Instant) -> Result<Vec<Email>> {
    owners_but(tx, client, |state, until| state != LoginState::Inactive && until.is_none_or(|until| now < until))
}

fn owners_but(
    tx: &Tx<'_>,
    client: &ClientRow,
    wanted: impl Fn(LoginState, Option<Instant>) -> bool,
) -> Result<Vec<Email>> {
    let mut owners = Vec::new();
    for grant in grant::of_client(tx, client.id)?.iter().filter(|grant| grant.terms.role == Role::Owner) {
        let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::bug("an owner without login"))?;
        if wanted(login.state, grant.terms.until) {
            owners.push(login.email);
        }
    }
    Ok(owners)
}
