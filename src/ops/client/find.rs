//! Finding clients by any word that a caller knows: of the name, the slug, the domain, the account number, an extra
//! field, the name or address of someone in it, an id. It shows identities and decides nothing.

#[cfg(test)]
mod cost_tests;
mod term;

use term::{Candidate, Term, Whole};

use crate::domain::account_number::AccountNumber;
use crate::domain::actor::Actor;
use crate::domain::authority;
use crate::domain::authority::{Sight, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::client_domain::bare;
use crate::domain::id::ClientId;
use crate::domain::spelling::{Phone, key, keys, slips};
use crate::domain::time::Instant;
use crate::error::{Hint, Result};
use crate::ops::client::list;
use crate::ops::person_name::may_read as may_read_name;
use crate::ops::{reach, resolve};
use crate::store::client_find::Address;
use crate::store::{Tx, client, client_find};

use self::term::Text;

/// The most clients that are shown.
pub const MOST: usize = 50;
/// The most that are looked at for one word.
const LOOKED_AT: u32 = 200;
/// The fewest letters of a near miss that may be the beginning of a word.
const SHORTEST_BEGINNING: usize = 4;
/// How many near misses are shown.
const NEAR_SHOWN: usize = 5;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindResult {
    /// The clients, whole words before beginnings of words, then by id; at most [`MOST`].
    pub clients: Vec<Hit>,
    /// Whether there are, or may be, more.
    pub more: bool,
}

/// A client that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub client: ClientId,
    /// By what, for people: `name, address jim@bigshoes.example`.
    pub matched: String,
    /// How much of it the actor may read.
    pub sight: Sight,
}

/// The clients in which each of `given` is found, as far as the actor may see them.
///
/// # Errors
/// `usage` for an empty word and for an id with a wrong digit; `denied`.
pub fn find(tx: &Tx<'_>, actor: &Actor, given: &[String], now: Instant) -> Result<FindResult> {
    authority::decide(actor, Verb::ClientFind, &Target::NOTHING)?;
    let terms = Term::all(given)?;
    let (candidates, mut more) = candidates(tx, actor, &terms)?;
    let mut hits: Vec<(usize, ClientId, String, Sight)> = Vec::new();
    for (whole, client) in candidates {
        // Those that come later are no better than this one.
        let best = (usize::from(whole == Whole::No), client);
        if hits.iter().filter(|(beginnings, client, ..)| (*beginnings, *client) < best).count() > MOST {
            break;
        }
        let Some(row) = client::by_id(tx, client)? else { continue };
        let sight = reach::sight(tx, actor, client, now)?;
        let Some(facts) = SearchFacts::read(tx, actor, row, sight)? else { continue };
        let Some(matches) = in_each(&facts, tx, &terms)? else { continue };
        let beginnings = matches.iter().filter(|found| found.whole == Whole::No).count();
        hits.push((beginnings, client, matched_by(&matches), sight));
    }
    hits.sort_unstable();
    more |= hits.len() > MOST;
    hits.truncate(MOST);
    let clients = hits.into_iter().map(|(_, client, matched, sight)| Hit { client, matched, sight }).collect();
    Ok(FindResult { clients, more })
}

/// Clients with a word one slip away from one of `given`, or with a slug like all of them, where nothing was found:
/// `there is weinladen (C100007-0) Weinladen`. Only staff in their own name, who may see every client, are shown them.
///
/// # Errors
/// `usage` as [`find`]; `failed`.
pub fn near(tx: &Tx<'_>, actor: &Actor, given: &[String]) -> Result<Vec<Hint>> {
    if !actor.is_support() {
        return Ok(Vec::new());
    }
    let mut hints = resolve::near(tx, actor, &given.join("-"))?;
    for key in Term::all(given)?.iter().flat_map(Term::keys) {
        let mut known = Neighbour::Unread;
        for slip in slips(key) {
            let Some(client) = known.with(tx, &slip)? else { continue };
            if hints.len() >= NEAR_SHOWN {
                return Ok(hints);
            }
            if let Some(row) = client::by_id(tx, client)? {
                let hint = Hint::plain(format!("there is {} {}", resolve::named(&row), row.name));
                if !hints.contains(&hint) {
                    hints.push(hint);
                }
            }
        }
    }
    Ok(hints)
}

/// What the last look into the words of clients found, at or behind the slip that was looked for.
enum Neighbour {
    Unread,
    Word(String, ClientId),
    End,
}

impl Neighbour {
    /// The first client with a word that is `slip` or begins with it. The slips come in the order of the index: those
    /// before the word that was found last need no look, and they are nearly all.
    fn with(&mut self, tx: &Tx<'_>, slip: &str) -> Result<Option<ClientId>> {
        let is_behind = match self {
            Self::Unread => false,
            Self::Word(word, _) => slip <= word.as_str(),
            Self::End => true,
        };
        if !is_behind {
            let found = client_find::first_from(tx, slip)?;
            *self = found.map_or(Self::End, |(word, client)| Self::Word(word, client));
        }
        Ok(match self {
            // So few letters begin too much.
            Self::Word(word, client) if word == slip => Some(*client),
            Self::Word(word, client) if slip.len() >= SHORTEST_BEGINNING && word.starts_with(slip) => Some(*client),
            _ => None,
        })
    }
}

/// The clients to look at, each once, and whether others were left out: those of the word with the fewest. First come those
/// in which it may be met as a whole, then by id.
fn candidates(tx: &Tx<'_>, actor: &Actor, terms: &[Term]) -> Result<(Vec<Candidate>, bool)> {
    if let Some(user) = actor.user() {
        let known = list::known_to(tx, user)?;
        if known.len() <= LOOKED_AT as usize {
            return Ok((known.into_iter().map(|client| (Whole::Yes, client)).collect(), false));
        }
    }
    let mut best: Option<(Vec<Candidate>, bool)> = None;
    for term in terms {
        let (mut clients, more) = term.candidates(tx, LOOKED_AT)?;
        clients.sort_unstable_by_key(|(whole, client)| (*client, *whole));
        clients.dedup_by_key(|(_, client)| *client);
        let is_better = best.as_ref().is_none_or(|(known, cut)| (more, clients.len()) < (*cut, known.len()));
        if is_better {
            best = Some((clients, more));
        }
    }
    let (mut clients, more) = best.unwrap_or_default();
    clients.sort_unstable();
    Ok((clients, more))
}

/// How each term was met; `None` where one was not.
fn in_each(facts: &SearchFacts, tx: &Tx<'_>, terms: &[Term]) -> Result<Option<Vec<Match>>> {
    terms.iter().map(|term| facts.matched(tx, term).transpose()).collect::<Option<Result<_>>>().transpose()
}

/// By what each word was found, each once.
fn matched_by(matches: &[Match]) -> String {
    let mut by: Vec<&str> = Vec::new();
    for found in matches {
        if !by.contains(&found.by.as_str()) {
            by.push(&found.by);
        }
    }
    by.join(", ")
}

// What is known of a client, to look for words in.

/// What the actor may know of a client.
struct SearchFacts {
    row: ClientRow,
    /// The words of its name.
    name: Vec<String>,
    addresses: Vec<Address>,
    sight: Sight,
}

/// How a word was met.
#[derive(Debug)]
struct Match {
    whole: Whole,
    /// By what: `name`, `address jim@bigshoes.example`.
    by: String,
}

impl SearchFacts {
    /// Nothing where the client does not exist for the actor.
    fn read(tx: &Tx<'_>, actor: &Actor, row: ClientRow, sight: Sight) -> Result<Option<Self>> {
        Ok(match sight {
            Sight::Nothing => None,
            Sight::Identity => Some(Self { name: keys(&row.name), row: row.identity(), addresses: Vec::new(), sight }),
            Sight::Record => Some(Self { name: keys(&row.name), addresses: addresses(tx, actor, row.id)?, row, sight }),
        })
    }

    /// How a term is met, if it is.
    fn matched(&self, tx: &Tx<'_>, term: &Term) -> Result<Option<Match>> {
        let whole = |by: String| Match { whole: Whole::Yes, by };
        let address = |is: &dyn Fn(&Address) -> bool| {
            self.addresses.iter().find(|address| is(address)).map(|address| whole(of_address(address)))
        };
        Ok(match term {
            Term::Id(id) => (self.row.id == *id).then(|| whole("id".to_owned())),
            Term::User(user) => address(&|address| address.user == *user),
            Term::Address(email) => address(&|address| address.key == email.key()),
            Term::AddressDomain(domain) => address(&|address| address.domain == domain.as_str()),
            Term::Text(text) => match self.whole(text) {
                Some(by) => Some(whole(by)),
                None => match self.retired(tx, text)? {
                    Some(by) => Some(whole(by)),
                    None => match self.beginning(text) {
                        Some(by) => Some(Match { whole: Whole::No, by }),
                        None => self.field(tx, text)?,
                    },
                },
            },
        })
    }

    fn whole(&self, text: &Text) -> Option<String> {
        let row = &self.row;
        let typed_domain = text.domain.as_ref().map(|(domain, _)| domain.as_str());
        let is_same_number = |number: &String| {
            let typed = AccountNumber::stored(text.lower.clone());
            number.to_lowercase() == text.lower || AccountNumber::stored(number.clone()).differs_in_form(&typed)
        };
        let by = if row.slug.as_str() == text.lower {
            Some("slug")
        } else if text.id == Some(row.id) {
            Some("id")
        } else if row.account_number.as_ref().is_some_and(is_same_number) {
            Some("account_number")
        } else if text.domain.is_some() && row.domain.as_deref().map(bare) == typed_domain {
            Some("domain")
        } else if has_words(&self.name, text) {
            Some("name")
        } else {
            None
        };
        let person = || self.addresses.iter().find(|person| has_words(&keys(&person.name), text)).map(of_person);
        by.map(str::to_owned).or_else(person)
    }

    /// A slug that the client had.
    fn retired(&self, tx: &Tx<'_>, text: &Text) -> Result<Option<String>> {
        let owner = text.slug_owner(tx)?;
        Ok(owner.filter(|(_, owner)| *owner == self.row.id).map(|(slug, _)| format!("retired slug {slug}")))
    }

    fn beginning(&self, text: &Text) -> Option<String> {
        let row = &self.row;
        let begins = |found: &str| key(found).starts_with(&text.key);
        if begins_words(&self.name, text) {
            return Some("name".to_owned());
        }
        let begins_words = |found: &str| begins_words(&keys(found), text);
        if begins(row.slug.as_str()) || begins_words(row.slug.as_str()) {
            return Some("slug".to_owned());
        }
        if row.account_number.as_ref().is_some_and(|number| begins(number) || begins_words(number)) {
            return Some("account_number".to_owned());
        }
        if row.domain.as_deref().map(bare).is_some_and(|domain| begins(domain) || begins_words(domain)) {
            return Some("domain".to_owned());
        }
        if let Some(person) = self.addresses.iter().find(|person| begins_words(&person.name)) {
            return Some(of_person(person));
        }
        let domain = text.domain.as_ref().map(|(domain, _)| domain.as_str());
        let is_meant = |address: &&Address| {
            address.key.starts_with(&text.lower) || domain.is_some_and(|domain| address.domain == domain)
        };
        self.addresses.iter().find(is_meant).map(of_address)
    }

    /// An extra field with such words, or such digits in a phone number.
    fn field(&self, tx: &Tx<'_>, text: &Text) -> Result<Option<Match>> {
        if self.sight != Sight::Record {
            return Ok(None);
        }
        for (field, value) in client::fields(tx, self.row.id)? {
            let whole = match (Phone::read(&value), &text.phone) {
                (Some(phone), Some(typed)) if phone.national == typed.national => Whole::Yes,
                (Some(phone), Some(typed)) if typed.is_in(&phone) => Whole::No,
                (None, _) if has_words(&keys(&value), text) => Whole::Yes,
                (None, _) if begins_words(&keys(&value), text) => Whole::No,
                _ => continue,
            };
            return Ok(Some(Match { whole, by: format!("field {field}") }));
        }
        Ok(None)
    }
}

/// The addresses of a client's people, with the names that the actor may read.
fn addresses(tx: &Tx<'_>, actor: &Actor, client: ClientId) -> Result<Vec<Address>> {
    let mut addresses = client_find::addresses(tx, client)?;
    for address in &mut addresses {
        if !may_read_name(tx, actor, client, address.user)? {
            address.name.clear();
        }
    }
    Ok(addresses)
}

/// Whether each word of `text` is one of `found`.
fn has_words(found: &[String], text: &Text) -> bool {
    !text.parts.is_empty() && text.parts.iter().all(|part| found.contains(part))
}

/// Whether each word of `text` begins a word of `found`.
fn begins_words(found: &[String], text: &Text) -> bool {
    let begun = |part: &String| found.iter().any(|word| word.starts_with(part.as_str()));
    !text.parts.is_empty() && text.parts.iter().all(begun)
}

/// `name of jim@bigshoes.example`
fn of_person(person: &Address) -> String {
    format!("name of {}", person.email)
}

/// `address jim@bigshoes.example`
fn of_address(address: &Address) -> String {
    format!("address {}", address.email)
}
