//! Who can enter which client, by which way, since when, and who let them in: now, at any other instant, and during
//! any period.

mod asked;
mod candidates;
#[cfg(test)]
mod cost_tests;
mod during;
pub mod list;
mod way;

use crate::domain::access::{
    self, AccessFacts, ClientFacts, Enters, LoginFacts, Outcome, Part, Text, Verdict, effective,
};
use crate::domain::authority::Sight;
use crate::domain::client::ClientRow;
use crate::domain::link::State;
use crate::domain::login::LoginRow;
use crate::domain::permission::Permission;
use crate::domain::role::listed;
use crate::domain::time::{Instant, Zone};
use crate::error::Result;
use crate::store::{Tx, as_of, login, partner};

use super::reach::{self, Moment};
use super::resolve;

/// Whether, how and until when a person may enter a client, now or at any other moment. What they had there and lost
/// is reported with when and, to those who may see the people of the client, by whom.
pub fn verdict(tx: &Tx<'_>, person: &LoginRow, client: &ClientRow, moment: Moment, sight: Sight) -> Result<Verdict> {
    let facts = reach::gather(tx, person, client, moment)?.facts;
    let lost = lost(tx, person, client, moment, &facts, sight)?;
    Ok(verdict_of(&facts, &lost, moment))
}

fn verdict_of(facts: &AccessFacts, lost: &[(&'static str, Text)], moment: Moment) -> Verdict {
    let mut verdict = effective(facts, moment.at);
    for (name, text) in lost {
        verdict.rules.iter_mut().filter(|rule| rule.name == *name).for_each(|rule| rule.text = text.clone());
    }
    verdict
}

/// The verdict as anyone who administers only this client may know it: of someone who never had anything to do with it,
/// not even whether they are known elsewhere; of a partner that never dealt with it, not even that they work there.
pub fn verdict_from_inside(tx: &Tx<'_>, person: &LoginRow, client: &ClientRow, moment: Moment) -> Result<Verdict> {
    let mut facts = reach::gather(tx, person, client, moment)?.facts;
    let lost = lost(tx, person, client, moment, &facts, Sight::Record)?;
    facts.partner.take_if(|partner| partner.link.is_none() && !lost.iter().any(|(name, _)| *name == "link"));
    let deals = facts.own_grant.is_some() || facts.partner.is_some() || !lost.is_empty();
    Ok(if deals { verdict_of(&facts, &lost, moment) } else { stranger(moment.at) })
}

/// What the person had in the client by each rule that has nothing to look at any more: a grant or a link that ended.
fn lost(
    tx: &Tx<'_>,
    person: &LoginRow,
    client: &ClientRow,
    moment: Moment,
    facts: &AccessFacts,
    sight: Sight,
) -> Result<Vec<(&'static str, Text)>> {
    let by = |person: &str| if sight == Sight::Record { format!(" by {person}") } else { String::new() };
    let mut lost = Vec::new();
    if facts.own_grant.is_none()
        && let Some(grant) = as_of::last_grant(tx, client.id, person.id, moment.as_of)?
        && let Some((at, ended_by)) = grant.ended
    {
        let text = Text::new(format!("the person's own grant as {} ended at ", grant.terms.role));
        lost.push(("own_grant", text.with(Part::At(at)).words(by(&ended_by))));
    }
    if let Some(partner) = facts.partner.as_ref().filter(|partner| partner.link.is_none())
        && let Some(link) = as_of::last_link(tx, partner.partner, client.id, moment.as_of)?
    {
        let text = Text::new(format!("{} is {}", link.id, link.status(moment.at)));
        lost.push((
            "link",
            match &link.state {
                State::Unlinked { at, by: who, .. }
                | State::Denied { at, by: who, .. }
                | State::Cancelled { at, by: who } => text.words(" since ").with(Part::At(*at)).words(by(who)),
                State::Expired { at, .. } => text.words(" since ").with(Part::At(*at)),
                State::Pending | State::Approved { .. } | State::Linked { .. } => text,
            },
        ));
    }
    Ok(lost)
}

/// The verdict about someone who has nothing to do with a client.
pub fn stranger(at: Instant) -> Verdict {
    let facts = AccessFacts { login: LoginFacts::Active, client: ClientFacts::Open, own_grant: None, partner: None };
    effective(&facts, at)
}

/// What a rule said, as people read it: names next to ids, times in their zone.
pub fn in_words(tx: &Tx<'_>, zone: &Zone, text: &Text) -> Result<String> {
    let mut words = String::new();
    for part in text.parts() {
        match part {
            Part::Words(more) => words.push_str(more),
            Part::At(at) => words.push_str(&zone.end_in_words(*at)),
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
pub fn sentence(
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
pub fn decided_by(verdict: &Verdict, permission: Permission) -> &'static str {
    let gives = |way: Option<access::Source>| way.filter(|way| way.permissions.contains(permission));
    match (gives(verdict.own), gives(verdict.partner)) {
        (Some(_), _) => "own_grant",
        (None, Some(way)) if way.enters == Enters::AsThemselves => "link",
        (None, Some(_)) => "dedicated_user",
        (None, None) if !verdict.allowed() => verdict.decided_by,
        (None, None) if permission == Permission::Settings && verdict.partner.is_some() && is_restricted(verdict) => {
            "restricted"
        }
        (None, None) => "permission",
    }
}

fn is_restricted(verdict: &Verdict) -> bool {
    verdict.rules.iter().any(|rule| rule.name == "restricted" && rule.outcome == Outcome::Yes)
}
