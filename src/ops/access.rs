//! Who can enter which client, by which way, since when, and who let them in: now, at any other moment, and during
//! any stretch of time.

mod candidates;
#[cfg(test)]
mod cost;
mod during;
pub mod list;

use crate::domain::access::{self, ClientFacts, Enters, Facts, LoginFacts, Outcome, Part, Text, Verdict, effective};
use crate::domain::permission::Permission;
use crate::domain::role::listed;
use crate::domain::time::{Instant, Zone};
use crate::error::Result;
use crate::store::client::ClientRow;
use crate::store::login::{self, LoginRow};
use crate::store::{Tx, partner};

use super::reach::{self, Moment};
use super::resolve;

/// Whether, how and until when a person may enter a client, now or at any other moment.
///
/// # Errors
/// `failed`.
pub fn verdict(tx: &Tx<'_>, person: &LoginRow, client: &ClientRow, moment: Moment) -> Result<Verdict> {
    reach::gather(tx, person, client, moment).map(|gathered| effective(&gathered.facts, moment.at))
}

/// The verdict as whoever administers only this client may know it: of somebody who has nothing to do with it, not
/// even whether they are known elsewhere.
///
/// # Errors
/// `failed`.
pub fn verdict_from_inside(tx: &Tx<'_>, person: &LoginRow, client: &ClientRow, moment: Moment) -> Result<Verdict> {
    let facts = reach::gather(tx, person, client, moment)?.facts;
    let deals = facts.own_grant.is_some() || facts.partner.as_ref().is_some_and(|partner| partner.link.is_some());
    Ok(if deals { effective(&facts, moment.at) } else { stranger(moment.at) })
}

/// The verdict about somebody who has nothing to do with a client.
#[must_use]
pub fn stranger(at: Instant) -> Verdict {
    let facts = Facts {
        login: LoginFacts::Active,
        client: ClientFacts::Open,
        own_grant: None,
        partner: None,
        restricted: false,
    };
    effective(&facts, at)
}

/// What a rule said, as people read it: names beside ids, times in their zone.
///
/// # Errors
/// `failed`.
pub fn in_words(tx: &Tx<'_>, zone: &Zone, text: &Text) -> Result<String> {
    let mut words = String::new();
    for part in text.parts() {
        match part {
            Part::Words(more) => words.push_str(more),
            Part::At(at) => words.push_str(&zone.local(*at)),
            Part::Partner(id) => match partner::by_id(tx, *id)? {
                Some(row) => words.push_str(&format!("{} ({}, {id})", row.name, row.slug)),
                None => words.push_str(&id.to_string()),
            },
            Part::User(id) => match login::by_id(tx, *id)? {
                Some(row) => words.push_str(&format!("{} ({id})", row.email)),
                None => words.push_str(&id.to_string()),
            },
        }
    }
    Ok(words)
}

/// Why a person may do something in a client, or why not, in one line.
///
/// # Errors
/// `failed`.
pub fn told(
    tx: &Tx<'_>,
    zone: &Zone,
    person: &str,
    client: &ClientRow,
    permission: Permission,
    verdict: &Verdict,
) -> Result<String> {
    let place = resolve::named(client);
    let by = decided_by(verdict, permission);
    let why = match verdict.rules.iter().find(|rule| rule.name == by) {
        Some(rule) => in_words(tx, zone, &rule.text)?,
        None => String::new(),
    };
    Ok(if verdict.permits(permission) {
        format!("{person} may use {permission} in {place}: {why}")
    } else if !verdict.allowed() {
        format!("{person} may not enter {place}: {why}")
    } else if why.is_empty() {
        let has = listed(verdict.permissions());
        format!("{person} may enter {place}, but may not use {permission}: they have {has}")
    } else {
        format!("{person} may enter {place}, but may not use {permission}: {why}")
    })
}

/// What decided about one permission: the rule that lets in with it, or that forbids to enter; `restricted`, or
/// `permission` where it is just not among those given.
#[must_use]
pub fn decided_by(verdict: &Verdict, permission: Permission) -> &'static str {
    let gives = |way: Option<access::Source>| way.filter(|way| way.permissions.contains(permission));
    match (gives(verdict.own), gives(verdict.partner)) {
        (Some(_), _) => "own_grant",
        (None, Some(way)) if way.enters == Enters::AsThemselves => "link",
        (None, Some(_)) => "dedicated_user",
        (None, None) if !verdict.allowed() => verdict.decided_by,
        (None, None) if permission == Permission::Settings && is_restricted(verdict) => "restricted",
        (None, None) => "permission",
    }
}

fn is_restricted(verdict: &Verdict) -> bool {
    verdict.rules.iter().any(|rule| rule.name == "restricted" && rule.outcome == Outcome::Yes)
}
