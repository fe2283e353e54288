//! One word as it was typed, how it can be read, and where it may be found.

use std::cell::OnceCell;

use crate::domain::client_domain::bare;
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, UserId};
use crate::domain::slug::Slug;
use crate::domain::spelling::{Phone, key, keys};
use crate::error::{Error, Hint, Result};
use crate::store::client::Trait;
use crate::store::client_find::{self, Trace};
use crate::store::{Tx, client};

/// The most digits of an account number that is looked up with other zeros before it.
const MOST_DIGITS: usize = 10;

/// A client to look at, and whether the word may be met in it as a whole.
pub(super) type Candidate = (Whole, ClientId);

/// One word, and how it can be read.
#[derive(Debug)]
pub(super) enum Term {
    Id(ClientId),
    User(UserId),
    Address(Email),
    /// `@bigshoes.example`
    AddressDomain(DomainName),
    Text(Text),
}

/// A word that may be anything.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) lower: String,
    pub(super) key: String,
    pub(super) parts: Vec<String>,
    slug: Option<Slug>,
    /// Whose that slug is or was, once it was looked up.
    owner: OnceCell<Option<ClientId>>,
    /// Without `www.` in front, and in one spelling.
    pub(super) domain: Option<(DomainName, String)>,
    /// Where it is nothing but digits.
    pub(super) phone: Option<Phone>,
    /// Where it is nothing but digits: an id without its letter and check digit.
    pub(super) id: Option<ClientId>,
}

impl Term {
    /// The terms of a command line. What was quoted is several words, unless it is a phone number; punctuation between
    /// words is none.
    ///
    /// # Errors
    /// `usage` for an empty word and for an id with a wrong digit.
    pub(super) fn all(given: &[String]) -> Result<Vec<Self>> {
        let mut typed = Vec::new();
        for word in given {
            let word = word.trim();
            if word.is_empty() {
                return Err(
                    Error::usage("a word to look for is empty").hint(Hint::plain("a shell variable may be unset"))
                );
            }
            if Phone::read(word).is_some() { typed.push(word) } else { typed.extend(word.split_whitespace()) }
        }
        let has_letters = |word: &&str| word.contains(char::is_alphanumeric);
        if typed.iter().any(has_letters) {
            typed.retain(has_letters);
        }
        typed.into_iter().map(Self::parse).collect()
    }

    fn parse(given: &str) -> Result<Self> {
        if given.starts_with('C')
            && let Some(id) = ClientId::without_check_digit(given)
        {
            return Ok(Self::Id(id));
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
        let lower = given.to_lowercase();
        Ok(Self::Text(Text {
            key: key(&lower),
            parts: keys(&lower),
            slug: Slug::parse(given).ok(),
            owner: OnceCell::new(),
            domain: DomainName::parse(bare(&lower)).ok().map(|domain| {
                let key = key(domain.as_str());
                (domain, key)
            }),
            phone: Phone::read(given),
            id: ClientId::without_check_digit(given).filter(|_| !given.starts_with('C')),
            lower,
        }))
    }

    /// The words in it that may have a slip in them.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let parts = if let Self::Text(text) = self { text.parts.as_slice() } else { &[] };
        parts.iter().map(String::as_str)
    }

    /// Clients in which it may be found, at most so many for each way, and whether there are more of them.
    pub(super) fn candidates(&self, tx: &Tx<'_>, most: u32) -> Result<(Vec<Candidate>, bool)> {
        let mut found = Vec::new();
        let mut more = false;
        let mut look = |(whole, trace): (Whole, Trace<'_>)| -> Result<()> {
            if more {
                return Ok(());
            }
            let clients = client_find::by_trace(tx, trace, most)?;
            more |= u32::try_from(clients.len()).is_ok_and(|count| count >= most);
            found.extend(clients.into_iter().map(|client| (whole, client)));
            Ok(())
        };
        match self {
            Self::Id(id) => found.push((Whole::Yes, *id)),
            Self::User(user) => look((Whole::Yes, Trace::User(*user)))?,
            Self::Address(email) => look((Whole::Yes, Trace::AddressPrefix(email.key())))?,
            Self::AddressDomain(domain) => look((Whole::Yes, Trace::AddressDomain(domain.as_str())))?,
            Self::Text(text) => {
                text.traces().into_iter().try_for_each(&mut look)?;
                text.rarest_part(tx, most)?.into_iter().try_for_each(&mut look)?;
                for beginning in text.phone.iter().flat_map(Phone::beginnings) {
                    look((Whole::Yes, Trace::Begins(&beginning)))?;
                }
                found.extend(text.slug_owner(tx)?.map(|(_, client)| (Whole::Yes, client)));
                found.extend(text.id.map(|id| (Whole::Yes, id)));
                found.extend(text.numbered(tx, most)?.into_iter().map(|client| (Whole::Yes, client)));
            }
        }
        Ok((found, more))
    }
}

impl Text {
    /// The word as a slug, and the client that has or had it.
    pub(super) fn slug_owner(&self, tx: &Tx<'_>) -> Result<Option<(&Slug, ClientId)>> {
        let Some(slug) = &self.slug else { return Ok(None) };
        let owner = match self.owner.get() {
            Some(owner) => *owner,
            None => {
                let owner = client::slug_owner(tx, slug.as_str())?;
                *self.owner.get_or_init(|| owner)
            }
        };
        Ok(owner.map(|owner| (slug, owner)))
    }

    /// The clients whose account number is the word with fewer or more zeros before it, as spreadsheets drop them.
    fn numbered(&self, tx: &Tx<'_>, most: u32) -> Result<Vec<ClientId>> {
        let digits = self.lower.trim_start_matches('0');
        let is_number = !digits.is_empty() && self.lower.bytes().all(|byte| byte.is_ascii_digit());
        let mut found = Vec::new();
        if is_number && self.lower.len() <= MOST_DIGITS {
            for width in digits.len()..=MOST_DIGITS {
                let number = format!("{digits:0>width$}");
                found.extend(client::by_trait(tx, Trait::Account(&number), most)?.into_iter().map(|row| row.id));
            }
        }
        Ok(found)
    }

    /// The ways to it, and whether the word is met there as a whole.
    fn traces(&self) -> Vec<(Whole, Trace<'_>)> {
        let mut traces = vec![
            (Whole::Yes, Trace::Word(&self.key)),
            (Whole::No, Trace::Prefix(&self.key)),
            (Whole::Yes, Trace::Name(&self.key)),
            (Whole::No, Trace::NamePrefix(&self.key)),
            (Whole::No, Trace::AddressPrefix(&self.lower)),
        ];
        if let Some((domain, key)) = &self.domain {
            traces.push((Whole::Yes, Trace::Word(key)));
            traces.push((Whole::No, Trace::AddressDomain(domain.as_str())));
        }
        traces
    }

    /// The ways of the one of its words that the fewest clients have.
    fn rarest_part(&self, tx: &Tx<'_>, most: u32) -> Result<Vec<(Whole, Trace<'_>)>> {
        let mut best: Option<(usize, &String)> = None;
        for part in self.parts.iter().filter(|part| **part != self.key) {
            let count = client_find::by_trace(tx, Trace::Begins(part), most)?.len();
            // Where none has it, a person may.
            if best.is_none_or(|(fewest, _)| (count == 0, count) < (fewest == 0, fewest)) {
                best = Some((count, part));
            }
        }
        let ways = |part| {
            [(Whole::Yes, Trace::Begins(part)), (Whole::Yes, Trace::Name(part)), (Whole::No, Trace::NamePrefix(part))]
        };
        Ok(best.into_iter().flat_map(|(_, part)| ways(part.as_str())).collect())
    }
}

/// Whether a word is met as a whole, which is better than as the beginning of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whole {
    Yes,
    No,
}
