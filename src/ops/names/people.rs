//! People by the beginning of their address or of a word of their name, as far as the actor may list them.

use std::collections::BTreeSet;

use crate::domain::actor::{Actor, StaffRow};
use crate::domain::authority::{Target, Verb, decide};
use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::login::LoginState;
use crate::domain::name::words;
use crate::domain::spelling;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::{reach, user};
use crate::store::offered::{self, Person};
use crate::store::{Tx, login, staff};

use super::{Candidates, Count, LOOKED_UP, MOST, More, Offered, Reading};

/// Where people are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Client(ClientId),
    Partner(PartnerId),
    /// The users of every partner.
    Partners,
    Everyone,
}

/// Which logins are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logins {
    All,
    /// Those on whose behalf staff can act: an inactive login does nothing.
    Acting,
}

/// The people who match, by address; of an id that is whole, the person, and the id stays. A user sees themselves, and the people of clients and partners that they may list.
///
/// # Errors
/// `denied`.
pub fn people(
    tx: &Tx<'_>,
    actor: &Actor,
    (whose, logins): (Whose, Logins),
    typed: &str,
    now: Instant,
) -> Result<Candidates> {
    let whole_id = UserId::parse(typed).ok();
    let typed = typed.to_lowercase();
    let (mut found, reading) = candidates(tx, actor, whose, &typed, now)?;
    if let Some(id) = whole_id
        && matches!(whose, Whose::Partners | Whose::Everyone)
        && actor.user().is_none_or(|user| user.id == id)
    {
        found.extend(login::by_id(tx, id)?.map(Person::from));
    }
    let (mut offered, mut known) = (Vec::new(), BTreeSet::new());
    let mut count = Count::of(reading);
    for person in found {
        let named = match whose {
            Whose::Client(client) if user::may_read_name(tx, actor, client, person.id)? => person,
            Whose::Client(_) => Person { name: String::new(), ..person },
            Whose::Partners if login::membership(tx, person.id)?.is_none_or(|membership| membership.ended) => continue,
            Whose::Partner(_) | Whose::Partners | Whose::Everyone => person,
        };
        if logins == Logins::Acting && named.login == LoginState::Inactive {
            continue;
        }
        let is_named = whole_id == Some(named.id);
        if !count.is_full() && (is_named || begins(&named, &typed)) && known.insert(named.id) && count.offers() {
            let word = if is_named { named.id.to_string() } else { named.email.to_string() };
            offered.push(Offered { label: label(&named), word });
        }
    }
    offered.sort_by_key(|person| (!person.word.to_lowercase().starts_with(&typed), person.word.to_lowercase()));
    Ok(Candidates { offered, more: count.more() })
}

/// The staff whose account or a word of whose name begins with what was typed.
///
/// # Errors
/// `denied`.
pub fn colleagues(tx: &Tx<'_>, actor: &Actor, typed: &str) -> Result<Candidates> {
    decide(actor, Verb::StaffList, &Target::NOTHING)?;
    let key = typed.to_lowercase();
    let fits = |row: &StaffRow| {
        row.member.os_user.starts_with(typed) || words(&row.member.name).iter().any(|word| word.starts_with(&key))
    };
    let offered: Vec<Offered> = staff::list(tx)?
        .into_iter()
        .filter(fits)
        .map(|row| Offered { word: row.member.os_user, label: row.member.name })
        .collect();
    Ok(Candidates::few(offered))
}

impl Candidates {
    /// Those of a list that was read whole.
    pub(super) fn few(mut offered: Vec<Offered>) -> Self {
        let more = offered.len().saturating_sub(MOST);
        offered.truncate(MOST);
        Self { offered, more: if more == 0 { More::None } else { More::Exactly(more) } }
    }

    /// These and others. Of both the same number is listed at most.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        self.offered.extend(others.offered);
        self.more = match (self.more, others.more) {
            (More::None, more) | (more, More::None) => more,
            (More::Exactly(a), More::Exactly(b)) => More::Exactly(a + b),
            (More::Exactly(a) | More::AtLeast(a), More::Exactly(b) | More::AtLeast(b)) => More::AtLeast(a + b),
        };
        self
    }
}

fn candidates(tx: &Tx<'_>, actor: &Actor, whose: Whose, typed: &str, now: Instant) -> Result<(Vec<Person>, Reading)> {
    let found = match whose {
        Whose::Client(client) => {
            decide(actor, Verb::UserList, &Target::client(reach::relation(tx, actor, client, now)?))?;
            offered::people_in(tx, client, LOOKED_UP)?
        }
        Whose::Partner(partner) => {
            decide(actor, Verb::PartnerListUsers, &Target::partner(partner))?;
            offered::people_at(tx, partner, LOOKED_UP)?
        }
        Whose::Partners | Whose::Everyone => match actor.user() {
            Some(user) => offered::people_by_address(tx, &user.email.to_lowercase(), 1)?,
            None => {
                let by_address = offered::people_by_address(tx, typed, LOOKED_UP)?;
                let by_name = match spelling::key(typed) {
                    key if key.is_empty() => Vec::new(),
                    key => offered::people_by_name(tx, &key, LOOKED_UP)?,
                };
                let reading = Reading::of(by_address.len()).and(Reading::of(by_name.len()));
                return Ok(([by_address, by_name].concat(), reading));
            }
        },
    };
    let reading = Reading::of(found.len());
    Ok((found, reading))
}

fn begins(person: &Person, typed: &str) -> bool {
    let key = spelling::key(typed);
    person.email.key().to_lowercase().starts_with(typed)
        || (!key.is_empty() && spelling::keys(&person.name).iter().any(|word| word.starts_with(&key)))
}

/// `Jim Shoe, owner, prepared`
fn label(person: &Person) -> String {
    let (role, state) = person.grant.as_ref().map_or(("", ""), |(role, state)| (role.as_str(), state.as_str()));
    let state = if person.login == LoginState::Inactive { "inactive" } else { state };
    [person.name.as_str(), role, state].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
