//! Finding clients by any word that a caller can tell: of the name, the slug, the domain, the account number, the name
//! or address of somebody in it, an id. It shows identities and decides nothing.

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::actor::Actor;
use crate::domain::authority::{self, Sight, Target, Verb};
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, UserId};
use crate::domain::name::words;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::client::list;
use crate::ops::reach;
use crate::ops::user::may_read_name;
use crate::store::Tx;
use crate::store::client::{self, ClientRow};
use crate::store::client_find::{self, Address, Trace};

/// The most clients that are shown.
pub const MOST: usize = 50;
/// The most that are looked at for one word.
const LOOKED_AT: u32 = 500;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The clients, whole words before beginnings of words, then by id; at most [`MOST`].
    pub clients: Vec<Hit>,
    /// Whether there are, or may be, more.
    pub more: bool,
}

/// A client that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which.
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
pub fn find(tx: &Tx<'_>, actor: &Actor, given: &[String], now: Instant) -> Result<Found> {
    authority::decide(actor, Verb::ClientFind, &Target::NOTHING)?;
    let terms = given.iter().map(|word| Term::parse(word)).collect::<Result<Vec<_>>>()?;
    let (candidates, mut more) = candidates(tx, actor, &terms)?;
    let mut hits = Vec::new();
    for client in candidates {
        let Some(row) = client::by_id(tx, client)? else { continue };
        let sight = reach::sight(tx, actor, client, now)?;
        let (row, addresses) = match sight {
            Sight::Nothing => continue,
            Sight::Identity => (row.identity(), Vec::new()),
            Sight::Record => (row, addresses(tx, actor, client)?),
        };
        let facts = Facts { addresses, row: &row };
        let matches: Option<Vec<Match>> =
            terms.iter().map(|term| term.matches(tx, &facts).transpose()).collect::<Option<Result<_>>>().transpose()?;
        let Some(matches) = matches else { continue };
        let beginnings = matches.iter().filter(|found| found.whole == Whole::No).count();
        hits.push((beginnings, client, told(&matches), sight));
    }
    hits.sort_unstable();
    more |= hits.len() > MOST;
    hits.truncate(MOST);
    let clients = hits.into_iter().map(|(_, client, matched, sight)| Hit { client, matched, sight }).collect();
    Ok(Found { clients, more })
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

/// The clients to look at, each once, and whether others were left out: those of the word with the fewest.
fn candidates(tx: &Tx<'_>, actor: &Actor, terms: &[Term]) -> Result<(Vec<ClientId>, bool)> {
    if let Some(user) = actor.user() {
        let known = list::known_to(tx, user)?;
        if known.len() <= LOOKED_AT as usize {
            return Ok((known, false));
        }
    }
    let mut best: Option<(Vec<ClientId>, bool)> = None;
    for term in terms {
        let (mut clients, more) = term.candidates(tx)?;
        clients.sort_unstable();
        clients.dedup();
        let is_better = best.as_ref().is_none_or(|(known, cut)| (more, clients.len()) < (*cut, known.len()));
        if is_better {
            best = Some((clients, more));
        }
    }
    Ok(best.unwrap_or_default())
}

/// One word as it was typed, and how it can be read.
#[derive(Debug)]
enum Term {
    Id(ClientId),
    User(UserId),
    /// A whole address.
    Address(Email),
    /// `@bigshoes.example`
    AddressDomain(DomainName),
    Text(Text),
}

#[derive(Debug)]
struct Text {
    /// In small letters.
    whole: String,
    /// Its words.
    parts: Vec<String>,
    slug: Option<Slug>,
    domain: Option<DomainName>,
}

/// Whether a word was met as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

#[derive(Debug)]
struct Match {
    whole: Whole,
    by: String,
}

/// What is known of a client, to look for words in.
struct Facts<'a> {
    row: &'a ClientRow,
    addresses: Vec<Address>,
}

impl Term {
    fn parse(given: &str) -> Result<Self> {
        let given = given.trim();
        if given.is_empty() {
            return Err(Error::usage("a word to look for is empty").hint("a shell variable may be unset"));
        }
        if ClientId::looks_like(given) {
            return ClientId::parse(given).map(Self::Id);
        }
        if UserId::looks_like(given) {
            return UserId::parse(given).map(Self::User);
        }
        if let Some(domain) = given.strip_prefix('@') {
            return DomainName::parse(domain).map(Self::AddressDomain);
        }
        if given.contains('@')
            && let Ok(email) = Email::parse(given)
        {
            return Ok(Self::Address(email));
        }
        Ok(Self::Text(Text {
            whole: given.nfc().collect::<String>().to_lowercase(),
            parts: words(given),
            slug: Slug::parse(given).ok(),
            domain: DomainName::parse(given).ok(),
        }))
    }

    /// Clients in which it may be found, and whether there are more of them.
    fn candidates(&self, tx: &Tx<'_>) -> Result<(Vec<ClientId>, bool)> {
        let mut found = Vec::new();
        let mut more = false;
        let mut look = |trace| -> Result<()> {
            let clients = client_find::by_trace(tx, trace, LOOKED_AT)?;
            more |= clients.len() >= LOOKED_AT as usize;
            found.extend(clients);
            Ok(())
        };
        match self {
            Self::Id(id) => return Ok((vec![*id], false)),
            Self::User(user) => look(Trace::User(*user))?,
            Self::Address(email) => look(Trace::AddressPrefix(email.key()))?,
            Self::AddressDomain(domain) => look(Trace::AddressDomain(domain.as_str()))?,
            Self::Text(text) => {
                look(Trace::Word(&text.whole))?;
                look(Trace::Prefix(&text.whole))?;
                look(Trace::AddressPrefix(&text.whole))?;
                look(Trace::Name(&text.whole))?;
                look(Trace::NamePrefix(&text.whole))?;
                if let Some(domain) = &text.domain {
                    look(Trace::Word(domain.as_str()))?;
                    look(Trace::AddressDomain(domain.as_str()))?;
                }
                // The longest word is the rarest, mostly.
                let longest = text.parts.iter().max_by_key(|part| part.len()).filter(|part| **part != text.whole);
                if let Some(part) = longest {
                    look(Trace::Word(part))?;
                    look(Trace::Prefix(part))?;
                    look(Trace::Name(part))?;
                    look(Trace::NamePrefix(part))?;
                }
                if let Some(slug) = &text.slug {
                    found.extend(client::slug_owner(tx, slug.as_str())?);
                }
            }
        }
        Ok((found, more))
    }

    fn matches(&self, tx: &Tx<'_>, facts: &Facts<'_>) -> Result<Option<Match>> {
        let whole = |by: &str| Some(Match { whole: Whole::Yes, by: by.to_owned() });
        let address = |is: &dyn Fn(&Address) -> bool| {
            facts.addresses.iter().find(|address| is(address)).map(|address| format!("address {}", address.email))
        };
        Ok(match self {
            Self::Id(id) => (facts.row.id == *id).then(|| whole("id")).flatten(),
            Self::User(user) => address(&|address| address.user == *user).and_then(|by| whole(&by)),
            Self::Address(email) => address(&|address| address.key == email.key()).and_then(|by| whole(&by)),
            Self::AddressDomain(domain) => {
                address(&|address| address.domain == domain.as_str()).and_then(|by| whole(&by))
            }
            Self::Text(text) => match text.found_whole(facts) {
                Some(by) => whole(&by),
                None => match text.retired(tx, facts)? {
                    Some(by) => whole(&by),
                    None => text.found_as_beginning(facts).map(|by| Match { whole: Whole::No, by }),
                },
            },
        })
    }
}

impl Text {
    fn found_whole(&self, facts: &Facts<'_>) -> Option<String> {
        let row = facts.row;
        let is_named = |name: &str| {
            let name = words(name);
            !self.parts.is_empty() && self.parts.iter().all(|part| name.contains(part))
        };
        let by = if row.slug.as_str() == self.whole {
            Some("slug")
        } else if row.account_number.as_ref().is_some_and(|number| number.to_lowercase() == self.whole) {
            Some("account_number")
        } else if row.domain.is_some() && row.domain.as_deref() == self.domain.as_ref().map(DomainName::as_str) {
            Some("domain")
        } else if is_named(&row.name) {
            Some("name")
        } else {
            None
        };
        let person = || facts.addresses.iter().find(|person| is_named(&person.name)).map(person_of);
        by.map(str::to_owned).or_else(person)
    }

    /// A slug that the client had.
    fn retired(&self, tx: &Tx<'_>, facts: &Facts<'_>) -> Result<Option<String>> {
        let Some(slug) = &self.slug else { return Ok(None) };
        let is_its = client::slug_owner(tx, slug.as_str())? == Some(facts.row.id);
        Ok(is_its.then(|| format!("retired slug {slug}")))
    }

    fn found_as_beginning(&self, facts: &Facts<'_>) -> Option<String> {
        let row = facts.row;
        let begins = |text: &str| text.starts_with(&self.whole);
        let is_named = |name: &str| {
            let name = words(name);
            let begun = |part: &String| name.iter().any(|word| word.starts_with(part.as_str()));
            !self.parts.is_empty() && self.parts.iter().all(begun)
        };
        if is_named(&row.name) {
            return Some("name".to_owned());
        }
        if begins(row.slug.as_str()) || row.slug.as_str().split('-').any(begins) {
            return Some("slug".to_owned());
        }
        if row.account_number.as_ref().is_some_and(|number| begins(&number.to_lowercase())) {
            return Some("account_number".to_owned());
        }
        if row.domain.as_deref().is_some_and(begins) {
            return Some("domain".to_owned());
        }
        if let Some(person) = facts.addresses.iter().find(|person| is_named(&person.name)) {
            return Some(person_of(person));
        }
        let domain = self.domain.as_ref().map(DomainName::as_str);
        let address = facts
            .addresses
            .iter()
            .find(|address| begins(&address.key) || domain.is_some_and(|domain| address.domain == domain))?;
        Some(format!("address {}", address.email))
    }
}

/// `name of jim@bigshoes.example`
fn person_of(person: &Address) -> String {
    format!("name of {}", person.email)
}

/// By what each word was found, each once.
fn told(matches: &[Match]) -> String {
    let mut told: Vec<&str> = Vec::new();
    for found in matches {
        if !told.contains(&found.by.as_str()) {
            told.push(&found.by);
        }
    }
    told.join(", ")
}
