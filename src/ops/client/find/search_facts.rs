//! What is known of a client, to look for words in.

use crate::domain::account_number::AccountNumber;
use crate::domain::actor::Actor;
use crate::domain::authority::Sight;
use crate::domain::client_domain::bare;
use crate::domain::id::ClientId;
use crate::domain::spelling::{Phone, key, keys};
use crate::error::Result;
use crate::ops::person_name::may_read as may_read_name;
use crate::store::client_find::{self, Address};
use crate::store::{Tx, client};

use super::ClientRow;
use super::term::{Term, Text, Whole};

/// What the actor may know of a client.
pub(super) struct SearchFacts {
    row: ClientRow,
    /// The words of its name.
    name: Vec<String>,
    addresses: Vec<Address>,
    sight: Sight,
}

/// How a word was met.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) whole: Whole,
    /// By what: `name`, `address jim@bigshoes.example`.
    pub(super) by: String,
}

impl SearchFacts {
    /// Nothing where the client does not exist for the actor.
    pub(super) fn read(tx: &Tx<'_>, actor: &Actor, row: ClientRow, sight: Sight) -> Result<Option<Self>> {
        Ok(match sight {
            Sight::Nothing => None,
            Sight::Identity => Some(Self { name: keys(&row.name), row: row.identity(), addresses: Vec::new(), sight }),
            Sight::Record => Some(Self { name: keys(&row.name), addresses: addresses(tx, actor, row.id)?, row, sight }),
        })
    }

    /// How a term is met, if it is.
    pub(super) fn matched(&self, tx: &Tx<'_>, term: &Term) -> Result<Option<Match>> {
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
