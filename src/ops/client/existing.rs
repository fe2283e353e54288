//! Clients that exist already: found by what names them, and compared column by column with what is said of them.

use std::collections::BTreeSet;

use crate::domain::account_number::AccountNumber;
use crate::domain::authority::Verb;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::confusable::name_key;
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::domain::language::Language;
use crate::domain::login::LoginRow;
use crate::domain::name::Name;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::error::{Error, Fact, Flag, Result, hint};
use crate::ops::person_name::NameEdit;
use crate::ops::resolve::named;
use crate::store::client::{self, Trait};
use crate::store::{Tx, grant, login, staff};

use super::record::{Owners, Record};
use super::{AddClient, NewOwner, PricePlan, SlugWish};

/// How many clients are looked at that have an account number, a domain or a name in common.
const MOST: u32 = 50;

/// A column that says something else, and what is stored.
pub(super) type Difference = (String, String);

/// The client that a command wants to make, if it exists already with the same data: named by slug, account number or
/// domain, or by name and owners where neither slug nor account number is given.
///
/// # Errors
/// `conflict` when it exists and differs, with the fact `differs`; when two of them name different clients.
pub(super) fn as_wanted(tx: &Tx<'_>, wanted: &AddClient) -> Result<Option<ClientRow>> {
    let record = Record::of(wanted);
    let slug = record.slug.as_ref().map(|slug| client::by_slug(tx, slug.as_str())).transpose()?.flatten();
    let account = record.account_number.as_ref().map(|number| open_with(tx, Trait::Account(number.as_str())));
    let domain = record.domain.as_ref().map(|domain| open_with(tx, Trait::Domain(domain.as_str())));
    // A look-alike that is allowed by name is another client, whatever it has in common.
    let domain = domain.transpose()?.flatten().filter(|row| record.allow_similar != Some(row.id));
    let ways = [("slug", slug), ("account number", account.transpose()?.flatten()), ("domain", domain)];
    let mut found = ways.into_iter().filter_map(|(what, row)| row.map(|row| (what, row)));
    let (what, row) = match found.next() {
        Some(first) => first,
        None if record.slug.is_some() || record.account_number.is_some() => return Ok(None),
        None => match namesake(tx, &record)? {
            Some(row) if record.allow_similar != Some(row.id) => ("name", row),
            Some(_) | None => return Ok(None),
        },
    };
    if let Some((other, with)) = found.find(|(_, with)| with.id != row.id) {
        return Err(Error::conflict(format!(
            "the {what} belongs to {}, and the {other} to {}",
            named(&row),
            named(&with)
        ))
        .other_client(row.id));
    }
    let mut differs = lasting_differences(tx, &record, &row)?;
    differs.extend(other_differences(tx, &record, &row)?);
    if row.state == ClientState::Closed {
        differs.push(("state".to_owned(), ClientState::Closed.name().to_owned()));
    }
    for (owner, _) in misnamed(tx, &record.owners, &row)? {
        differs.push(("owner_name".to_owned(), format!("{} is {}", owner.email, called(&owner))));
    }
    if differs.is_empty() { Ok(Some(row)) } else { Err(taken(what, &row, &differs)) }
}

/// The owners of a client that are called otherwise here, with the name that is given for them.
pub(super) fn misnamed(tx: &Tx<'_>, owners: &[NewOwner], row: &ClientRow) -> Result<Vec<(LoginRow, NameEdit)>> {
    let mut misnamed = Vec::new();
    for owner in owners {
        let Some(name) = &owner.name else { continue };
        let Some(login) = login::by_key(tx, owner.email.key())? else { continue };
        let names = NameEdit::full(name);
        let is_owner = grant::open(tx, row.id, login.id)?.is_some_and(|grant| grant.terms.role == Role::Owner);
        if is_owner && names.changes_in_full(&login) {
            misnamed.push((login, names));
        }
    }
    Ok(misnamed)
}

/// The name of a person as a difference shows it.
pub(super) fn called(login: &LoginRow) -> String {
    Some(login.name()).filter(|name| !name.is_empty()).unwrap_or_else(|| "without a name".to_owned())
}

fn taken(what: &str, row: &ClientRow, differs: &[Difference]) -> Error {
    let error =
        Error::conflict(format!("the {what} belongs to {}, which differs in {}", named(row), difference_list(differs)))
            .hint(hint!["look at it with ", Verb::ClientShow.step().about(&row.slug)])
            .other_client(row.id)
            .fact("other_client_slug", row.slug.to_string())
            .differs(columns(differs));
    match what {
        "slug" => error.hint(hint!["choose another with ", Flag::Slug]),
        "account number" => error,
        _ => error.hint(hint!["if they are two clients that look alike, add ", Flag::AllowSimilar.with(&row.id)]),
    }
}

/// The columns of the differences, for programs.
pub(super) fn columns(differs: &[Difference]) -> Fact {
    Fact::list(differs.iter().map(|(column, _)| column.as_str()))
}

/// The differences for people: `name (Big Shoes Inc.), plan (none)`.
pub(super) fn difference_list(differs: &[Difference]) -> String {
    differs.iter().map(|(column, here)| format!("{column} ({here})")).collect::<Vec<_>>().join(", ")
}

/// The open client with that trait, if there is one only.
fn open_with(tx: &Tx<'_>, what: Trait<'_>) -> Result<Option<ClientRow>> {
    let mut rows = client::by_trait(tx, what, MOST)?;
    rows.retain(|row| row.state != ClientState::Closed);
    Ok(if rows.len() == 1 { rows.pop() } else { None })
}

/// The open client with this account number, or the closed one if only such has it.
pub(super) fn with_account(tx: &Tx<'_>, number: &AccountNumber) -> Result<Option<ClientRow>> {
    client::by_trait(tx, Trait::Account(number.as_str()), MOST).map(open_first)
}

/// The client of that name with those owners: so that a table without ids can be imported twice.
pub(super) fn namesake(tx: &Tx<'_>, record: &Record) -> Result<Option<ClientRow>> {
    let Some(name) = record.name.as_ref().filter(|_| !record.owners.is_empty()) else { return Ok(None) };
    let mut rows = Vec::new();
    for row in client::by_trait(tx, Trait::NameKey(&name_key(name.as_str())), MOST)? {
        if owners_agree(record, &owners(tx, row.id)?) {
            rows.push(row);
        }
    }
    // If there is more than one, the one that is spelled like this.
    let spelled = rows.iter().position(|row| row.name == name.as_str() && row.state != ClientState::Closed);
    Ok(match spelled {
        Some(place) => Some(rows.swap_remove(place)),
        None => open_first(rows),
    })
}

fn open_first(mut rows: Vec<ClientRow>) -> Option<ClientRow> {
    match rows.iter().position(|row| row.state != ClientState::Closed) {
        Some(place) => Some(rows.swap_remove(place)),
        None => rows.pop(),
    }
}

/// Whether anything next to its id says that a record is about this client: slug, account number, domain, name or an
/// owner.
pub(super) fn agrees_beside_id(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<bool> {
    let slug = record.slug.as_ref().is_some_and(|slug| *slug == row.slug);
    let number = record.account_number.as_ref().map(AccountNumber::as_str);
    let domain = record.domain.as_ref().map(DomainName::as_str);
    let name = record.name.as_ref().is_some_and(|name| name_key(name.as_str()) == name_key(&row.name));
    let same = |said: Option<&str>, here: Option<&str>| said.is_some() && said == here;
    if slug || name || same(number, row.account_number.as_deref()) || same(domain, row.domain.as_deref()) {
        return Ok(true);
    }
    let here = owners(tx, row.id)?;
    Ok(record.owners.iter().any(|owner| here.contains(owner.email.key())))
}

/// Where a record and its client differ in what no import changes.
pub(super) fn lasting_differences(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<Vec<Difference>> {
    let mut differs = Vec::new();
    let mut compare = |column: &str, said: Option<&str>, here: Option<&str>| {
        if said.is_some() && said != here {
            differs.push((column.to_owned(), here.unwrap_or("none").to_owned()));
        }
    };
    compare("slug", record.slug.as_ref().map(Slug::as_str), Some(row.slug.as_str()));
    let number = record.account_number.as_ref().map(AccountNumber::as_str);
    compare("account_number", number, row.account_number.as_deref());
    if !record.owners.is_empty() {
        let here = owners(tx, row.id)?;
        if !owners_agree(record, &here) {
            differs.push(("owners".to_owned(), here.into_iter().collect::<Vec<_>>().join(" ")));
        }
    }
    Ok(differs)
}

/// Where they differ in what `--update` changes.
pub(super) fn other_differences(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<Vec<Difference>> {
    let mut differs = Vec::new();
    let mut compare = |column: &str, said: Option<&str>, here: Option<&str>| {
        if said.is_some() && said != here {
            differs.push((column.to_owned(), here.unwrap_or("none").to_owned()));
        }
    };
    compare("name", record.name.as_ref().map(Name::as_str), Some(&row.name));
    compare("domain", record.domain.as_ref().map(DomainName::as_str), row.domain.as_deref());
    compare("plan", record.plan.map(PricePlan::name), row.plan.as_deref());
    compare("language", record.language.map(Language::name), row.language.map(Language::name));
    if !record.fields.is_empty() {
        let here = client::fields(tx, row.id)?;
        for (key, value) in &record.fields {
            let here = here.iter().find(|(known, _)| known == key.as_str()).map(|(_, value)| value.as_str());
            compare(&format!("field.{key}"), Some(value), here);
        }
    }
    if record.staff.is_some() && record.staff != row.staff {
        let here = row.staff.map(|staff| staff::by_id(tx, staff)).transpose()?.flatten();
        differs.push(("staff".to_owned(), here.map_or("none".to_owned(), |row| row.member.os_user)));
    }
    Ok(differs)
}

/// The keys of a client's owners, prepared and active ones.
fn owners(tx: &Tx<'_>, client: ClientId) -> Result<BTreeSet<String>> {
    grant::of_client(tx, client)?
        .into_iter()
        .filter(|grant| grant.terms.role == Role::Owner)
        .map(|grant| {
            let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
            Ok(login.email.key().to_owned())
        })
        .collect()
}

fn owners_agree(record: &Record, here: &BTreeSet<String>) -> bool {
    let said: BTreeSet<String> = record.owners.iter().map(|owner| owner.email.key().to_owned()).collect();
    match record.owners_are {
        Owners::All => said == *here,
        Owners::Some => said.is_subset(here),
    }
}

impl Record {
    /// What a command says of the client that it wants to make.
    fn of(wanted: &AddClient) -> Self {
        let AddClient { name, slug, owners, domain, account_number, plan, language, staff, fields, allow_similar } =
            wanted.clone();
        Self {
            id: None,
            slug: match slug {
                SlugWish::Given(slug) | SlugWish::Imported(slug) => Some(slug),
                SlugWish::Derived | SlugWish::DerivedInTable => None,
            },
            name: Some(name),
            owners,
            owners_are: Owners::All,
            domain,
            account_number,
            plan,
            language,
            staff,
            fields,
            allow_similar,
        }
    }

    /// The addresses of its owners.
    pub fn addresses(&self) -> impl Iterator<Item = &Email> {
        self.owners.iter().map(|NewOwner { email, .. }| email)
    }
}
