//! New addresses that look like a slip of one that is known.

use std::collections::HashMap;

use crate::domain::actor::Actor;
use crate::domain::client_domain::is_mail_service;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::error::Result;
use crate::store::{Tx, client, login};

/// For how many clients and domains the addresses are kept at hand.
const KEPT: usize = 64;

/// The known addresses that new ones are compared with. Those of a table mostly have few clients and domains, which are
/// read once.
#[derive(Debug, Default)]
pub struct Known {
    of_clients: HashMap<ClientId, Vec<Email>>,
    of_domains: HashMap<String, Vec<Email>>,
    domains: HashMap<ClientId, Option<String>>,
}

/// What a new address looks like a slip of: the address that was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// That of a person who is known.
    Person(Email),
    /// The same name at the domain of the client.
    Domain(Email),
}

impl Likeness {
    pub const fn meant(&self) -> &Email {
        match self {
            Self::Person(meant) | Self::Domain(meant) => meant,
        }
    }
}

impl Known {
    /// The address of a person of this client, or for support of anyone with an address of the same domain, that is one
    /// letter away from one by which no login is known. Domains where anyone gets an address are no reason to look further.
    /// A client that is being made has no one yet. Else the address at the domain of the client, where that is one letter
    /// away.
    pub fn find(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        email: &Email,
        client: Option<ClientId>,
    ) -> Result<Option<Likeness>> {
        if login::by_key(tx, email.key())?.is_some() {
            return Ok(None);
        }
        let like = |known: &[Email]| known.iter().find(|known| known.is_one_letter_from(email)).cloned();
        if let Some(client) = client {
            let known = kept(&mut self.of_clients, client, || login::addresses_in(tx, client))?;
            if let Some(known) = like(known) {
                return Ok(Some(Likeness::Person(known)));
            }
        }
        if let Some(known) = self.of_domain(tx, actor, email, &like)? {
            return Ok(Some(Likeness::Person(known)));
        }
        let Some(client) = client else { return Ok(None) };
        let domain = match self.domains.get(&client) {
            Some(domain) => domain.clone(),
            None => {
                let domain = client::by_id(tx, client)?.and_then(|row| row.domain);
                self.domains.insert(client, domain.clone());
                domain
            }
        };
        let meant = domain.and_then(|domain| email.at_domain_one_letter_away(&domain));
        Ok(meant.filter(|_| !is_mail_service(email.domain())).map(Likeness::Domain))
    }

    /// For support, that of anyone with an address of the same domain.
    fn of_domain(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        email: &Email,
        like: &impl Fn(&[Email]) -> Option<Email>,
    ) -> Result<Option<Email>> {
        if !actor.is_support() || is_mail_service(email.domain()) {
            return Ok(None);
        }
        let domain = email.domain();
        let known = kept(&mut self.of_domains, domain.to_owned(), || login::addresses_of_domain(tx, domain))?;
        Ok(like(known))
    }
}

/// That a new address looks like a slip.
pub fn sentence(email: &Email, like: &Likeness) -> String {
    format!("{email} is a new address, {}", caution(like))
}

/// The same without the address.
pub fn caution(like: &Likeness) -> String {
    match like {
        Likeness::Person(known) => format!("one letter away from {known}, which is known"),
        Likeness::Domain(meant) => format!("one letter away from the domain of the client, {}", meant.domain()),
    }
}

fn kept<K: std::hash::Hash + Eq>(
    kept: &mut HashMap<K, Vec<Email>>,
    key: K,
    read: impl FnOnce() -> Result<Vec<Email>>,
) -> Result<&[Email]> {
    if kept.len() >= KEPT && !kept.contains_key(&key) {
        kept.clear();
    }
    Ok(match kept.entry(key) {
        std::collections::hash_map::Entry::Occupied(found) => found.into_mut(),
        std::collections::hash_map::Entry::Vacant(place) => place.insert(read()?),
    })
}
