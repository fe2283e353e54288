//! The right person, the wrong client: where else an address seems to belong
//! (docs/reference.md#never-the-wrong-client).

use crate::domain::actor::Actor;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::login::LoginRow;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::client::{self, Trait};
use crate::store::{Tx, grant, login, partner};

use super::resolve::named;
use super::{partner as partners, reach};

/// How many clients of a domain, and of a person, are looked at.
const CANDIDATES: u32 = 10;

/// Where the person is meant to be.
#[derive(Debug, Clone, Copy)]
pub enum Meant<'a> {
    Client(&'a ClientRow),
    /// In all of these clients, with a login that has another address so far.
    Clients(&'a [ClientId]),
    /// In a client that is being made, with this primary domain.
    NewClient(Option<&'a DomainName>),
    /// Among the users of this partner.
    Partner(PartnerId),
}

/// Whether a person who belongs elsewhere was confirmed by a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// `--allow-elsewhere` was given.
    Given,
    NotGiven,
}

/// Whether the person is known where they are meant to be as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Known,
    Unknown,
}

/// Other clients and partners to which an address seems to belong; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Those that the actor may know of: `tea-info (C100002-4)`.
    named: Vec<String>,
    here: Presence,
}

impl Elsewhere {
    /// What is shown: `address of tea-info (C100002-4)`. What the actor may not see is not named.
    pub fn caution(&self) -> String {
        if self.named.is_empty() {
            "address that belongs elsewhere".to_owned()
        } else {
            format!("address of {}", self.named.join(", "))
        }
    }

    /// As a sentence: `ben@teahouse.example is an address of tea-info (C100002-4)`.
    pub fn sentence(&self, email: &Email) -> String {
        format!("{email} is an {}", self.caution())
    }

    /// Whether a script or a row has to confirm it. A person who has been entered here before was confirmed then.
    pub fn needs_confirmation(&self) -> bool {
        self.here == Presence::Unknown
    }

    /// Whether the actor reads only that the address belongs elsewhere.
    pub fn is_unnamed(&self) -> bool {
        self.named.is_empty()
    }
}

/// Where else an address seems to belong: another open client has its domain, and the client that is meant has not; or
/// the person is known to other clients, or to a partner, and not here. `None` where nothing is odd.
pub fn find(tx: &Tx<'_>, actor: &Actor, email: &Email, meant: Meant<'_>, now: Instant) -> Result<Option<Elsewhere>> {
    let login = login::by_key(tx, email.key())?;
    find_person(tx, actor, (email, login.as_ref()), meant, now)
}

/// As [`find`], for an address with the login that it has, if it has one.
pub fn find_person(
    tx: &Tx<'_>,
    actor: &Actor,
    (email, login): (&Email, Option<&LoginRow>),
    meant: Meant<'_>,
    now: Instant,
) -> Result<Option<Elsewhere>> {
    let mut others = of_domain(tx, email, meant)?;
    let (mut here, mut company) = (Presence::Unknown, None);
    if let Some(login) = login {
        here = presence(tx, login, meant)?;
        if here == Presence::Unknown {
            add_known(tx, login, meant, &mut others)?;
            company = membership(tx, login)?;
        }
    }
    if others.is_empty() && company.is_none() {
        return Ok(None);
    }
    let mut named_others = visible(tx, actor, &others, now)?;
    if let Some(company) = company
        && actor.user().is_none_or(|user| user.membership().is_some_and(|membership| membership.partner == company))
    {
        let row = partner::by_id(tx, company)?.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
        named_others.push(format!("the partner {}", partners::named(&row)));
    }
    Ok(Some(Elsewhere { named: named_others, here }))
}

/// As [`find`], by the domain alone: for an address by which no login is known.
pub fn find_domain(
    tx: &Tx<'_>,
    actor: &Actor,
    email: &Email,
    meant: Meant<'_>,
    now: Instant,
) -> Result<Option<Elsewhere>> {
    let others = of_domain(tx, email, meant)?;
    if others.is_empty() {
        return Ok(None);
    }
    Ok(Some(Elsewhere { named: visible(tx, actor, &others, now)?, here: Presence::Unknown }))
}

fn visible(tx: &Tx<'_>, actor: &Actor, rows: &[ClientRow], now: Instant) -> Result<Vec<String>> {
    let mut seen = Vec::new();
    for row in rows {
        if reach::sees(tx, actor, row.id, now)? {
            seen.push(named(row));
        }
    }
    Ok(seen)
}

/// The other open clients with the domain of an address, whether the actor may see them or not.
fn of_domain(tx: &Tx<'_>, email: &Email, meant: Meant<'_>) -> Result<Vec<ClientRow>> {
    // Nearly every row of a table: the others need not be read.
    let is_of_meant = match meant {
        Meant::Client(here) => here.state != ClientState::Closed && here.domain.as_deref() == Some(email.domain()),
        Meant::NewClient(domain) => domain.is_some_and(|domain| domain.as_str() == email.domain()),
        Meant::Clients(_) | Meant::Partner(_) => false,
    };
    if is_of_meant {
        return Ok(Vec::new());
    }
    let mut others = client::by_trait(tx, Trait::Domain(email.domain()), CANDIDATES)?;
    others.retain(|row| row.state != ClientState::Closed);
    let is_of_meant = match meant {
        // What the actor does not see of the client is not in its row.
        Meant::Client(here) => others.iter().any(|row| row.id == here.id),
        Meant::Clients(these) => others.iter().any(|row| these.contains(&row.id)),
        Meant::NewClient(_) | Meant::Partner(_) => false,
    };
    if is_of_meant {
        others.clear();
    }
    Ok(others)
}

fn presence(tx: &Tx<'_>, login: &LoginRow, meant: Meant<'_>) -> Result<Presence> {
    let is_known = match meant {
        Meant::Client(here) => grant::open(tx, here.id, login.id)?.is_some(),
        Meant::NewClient(_) | Meant::Clients(_) => false,
        Meant::Partner(company) => membership(tx, login)? == Some(company),
    };
    Ok(if is_known { Presence::Known } else { Presence::Unknown })
}

/// Adds the open clients in which the person is entered. A dedicated user is no person; its address is refused.
fn add_known(tx: &Tx<'_>, login: &LoginRow, meant: Meant<'_>, others: &mut Vec<ClientRow>) -> Result<()> {
    let here = if let Meant::Client(here) = meant { Some(here.id) } else { None };
    let grants = grant::of_user(tx, login.id)?;
    for grant in grants.iter().filter(|grant| grant.for_partner.is_none()).take(CANDIDATES as usize) {
        if Some(grant.client) == here || others.iter().any(|known| known.id == grant.client) {
            continue;
        }
        let row = client::by_id(tx, grant.client)?;
        others.extend(row.filter(|row| row.state != ClientState::Closed));
    }
    Ok(())
}

/// The partner for which the person works.
fn membership(tx: &Tx<'_>, login: &LoginRow) -> Result<Option<PartnerId>> {
    Ok(login::membership(tx, login.id)?.filter(|membership| !membership.ended).map(|membership| membership.partner))
}
