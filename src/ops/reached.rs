//! The clients that a login reaches, so that anyone who changes it sees them all first.

use std::collections::BTreeSet;

use crate::domain::access::{LoginFacts, effective};
use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::client::ClientState;
use crate::domain::id::ClientId;
use crate::domain::login::LoginRow;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::{Error, Result, TheRequest, Wanted, hint};
use crate::ops::reach;
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::unit_of_work::Change;
use crate::store::{Tx, access, client, grant};

/// A login with the clients that it reaches, as they were shown before a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub login: LoginRow,
    /// Each open client that the person enters, or would enter were the login active; and those where they are prepared
    /// or invited. By id.
    pub clients: Vec<ClientSeen>,
}

impl Reached {
    /// The slugs, as records list them.
    pub fn slugs(&self) -> String {
        self.clients.iter().map(|seen| seen.row.slug.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Names every client of it in a change, if they are still the same.
    ///
    /// # Errors
    /// `conflict` when they are others by now.
    pub(super) fn still(&self, change: &mut Change<'_>, login: &LoginRow) -> Result<()> {
        let now: BTreeSet<ClientId> = ids(change.tx, login, change.now)?;
        let shown: BTreeSet<ClientId> = self.clients.iter().map(|seen| seen.row.id).collect();
        if now != shown || login.version != self.login.version {
            return Err(Error::conflict(format!(
                "{}, or the clients that they reach, were changed by someone else after they were shown",
                self.login.email
            ))
            .hint(hint!["look again and repeat ", TheRequest]));
        }
        change.about_clients(shown)
    }
}

/// The clients that a login reaches.
///
/// # Errors
/// `not_found` when no one is known by that name.
pub fn reached(tx: &Tx<'_>, actor: &Actor, person: &UserRef, now: Instant) -> Result<Reached> {
    let login = crate::ops::who::find_user(tx, person)?.ok_or_else(|| unknown(person))?;
    let why = format!("the reach of {}", login.email);
    let clients = ids(tx, &login, now)?;
    let clients =
        clients.into_iter().map(|id| resolve::client_by_id(tx, actor, id, &why, now)).collect::<Result<_>>()?;
    Ok(Reached { login, clients })
}

pub(super) fn ids(tx: &Tx<'_>, login: &LoginRow, now: Instant) -> Result<BTreeSet<ClientId>> {
    let mut possible = Vec::new();
    access::clients_of_user(tx, login.id, |client| {
        possible.push(client);
        Ok(())
    })?;
    let mut found = BTreeSet::new();
    for id in possible {
        let mut facts = reach::facts(tx, login.id, id, now)?;
        // What switching it on or off is about.
        facts.login = LoginFacts::Active;
        if effective(&facts, now).source().is_some() {
            found.insert(id);
        }
    }
    found.extend(granted(tx, login, now)?);
    Ok(found)
}

/// The open clients that gave a login something that is not over, whether or not it was accepted.
pub(super) fn granted(tx: &Tx<'_>, login: &LoginRow, now: Instant) -> Result<BTreeSet<ClientId>> {
    let mut found = BTreeSet::new();
    for grant in grant::of_user(tx, login.id)? {
        if grant.terms.until.is_none_or(|until| now < until)
            && client::by_id(tx, grant.client)?.is_some_and(|row| row.state != ClientState::Closed)
        {
            found.insert(grant.client);
        }
    }
    Ok(found)
}

/// No one has that address or id.
pub(super) fn unknown(person: &UserRef) -> Error {
    Error::not_found(format!("no one here is known as {person}"))
        .hint(hint!["look the person up with ", Verb::ClientFind.step().about(&Wanted("WORD"))])
}
