//! A client as another system knows it: made, changed, or found as it is (SPEC 4, "Import, in detail").

use std::collections::BTreeSet;

use crate::domain::account_number::AccountNumber;
use crate::domain::actor::Actor;
use crate::domain::authority::{Sight, Target};
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::field::FieldKey;
use crate::domain::id::{ClientId, EntityId, StaffId};
use crate::domain::name::Name;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::desk::Change;
use crate::ops::elsewhere::{self, Meant};
use crate::ops::resolve::{ClientSeen, must_be_open, named};
use crate::store::client::{self, ClientRow, ClientState, Trait};
use crate::store::{Tx, grant, login, staff};

use super::edit::{Edit, Set, edit};
use super::{Plan, SlugWish, Wanted, add};

/// How many clients are looked at that have an account number or owner in common.
const MOST: u32 = 50;

/// What a row says of a client. What it does not say stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Its id, in a table that was exported here.
    pub id: Option<ClientId>,
    /// Its slug.
    pub slug: Option<Slug>,
    /// Its name.
    pub name: Option<Name>,
    /// The addresses of its owners, each once.
    pub owners: Vec<Email>,
    /// The name of its owner, where the address is new here.
    pub owner_name: Option<Name>,
    /// Its primary domain.
    pub domain: Option<DomainName>,
    /// Its number in that system.
    pub account_number: Option<AccountNumber>,
    /// Its plan.
    pub plan: Option<Plan>,
    /// The support person in charge.
    pub staff: Option<StaffId>,
    /// Extra fields.
    pub fields: Vec<(FieldKey, String)>,
    /// The twin that a new client may look like.
    pub allow_similar: Option<ClientId>,
}

/// What is done where a client is there, and otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differences {
    /// The row is a conflict.
    Refuse,
    /// Name, domain, plan, staff and fields are changed; owners, slug and account number never are.
    Take,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The client was made.
    Created,
    /// It was changed: `plan to pro`.
    Updated(Vec<String>),
    /// It is as the row says.
    Unchanged,
}

/// The client that a record is about: by id, else by account number, else by slug; a record that has none of them by
/// its name and owners. A closed client counts only where no open one does.
///
/// # Errors
/// `not_found` for an unknown id; `client_mismatch` when two of them name different clients; `client_state` for a
/// slug that was retired.
pub fn find(tx: &Tx<'_>, record: &Record) -> Result<Option<ClientRow>> {
    let by_id = match record.id {
        None => None,
        Some(id) => Some(client::by_id(tx, id)?.ok_or_else(|| {
            Error::not_found(format!("there is no client {id}")).hint("leave the id out to make a new client")
        })?),
    };
    let by_account = record.account_number.as_ref().map(|number| with_account(tx, number)).transpose()?.flatten();
    let by_slug = record.slug.as_ref().map(|slug| client::by_any_slug(tx, slug.as_str())).transpose()?.flatten();
    let now_so_called = by_slug.as_ref().filter(|(_, retired)| retired.is_none()).map(|(row, _)| row);
    let ways = [
        ("client_id", by_id.as_ref()),
        ("account_number", by_account.as_ref().filter(|row| row.state != ClientState::Closed)),
        ("slug", now_so_called),
    ];
    let found: Vec<_> = ways.into_iter().filter_map(|(column, row)| row.map(|row| (column, row))).collect();
    if let Some((first, others)) = found.split_first()
        && others.iter().any(|(_, row)| row.id != first.1.id)
    {
        let told: Vec<String> = found.iter().map(|(column, row)| format!("{column} names {}", named(row))).collect();
        return Err(Error::client_mismatch(format!("the columns disagree: {}", told.join(", ")))
            .fact("client_id", first.1.id.to_string()));
    }
    if let Some(row) = found.first().map(|(_, row)| (*row).clone()).or(by_account) {
        return Ok(Some(row));
    }
    match by_slug {
        Some((row, _)) => Err(Error::client_state(format!(
            "{} is a retired slug: the client is now {}",
            record.slug.as_ref().map_or("", Slug::as_str),
            named(&row)
        ))
        .fact("client_id", row.id.to_string())),
        None if record.account_number.is_none() && record.slug.is_none() => namesake(tx, record),
        None => Ok(None),
    }
}

/// Where an owner of a new client seems to belong, as a sentence; the first such owner counts.
///
/// # Errors
/// `failed`.
pub fn owner_elsewhere(tx: &Tx<'_>, actor: &Actor, record: &Record, now: Instant) -> Result<Option<String>> {
    for owner in &record.owners {
        let meant = Meant::NewClient(record.domain.as_ref());
        if let Some(other) = elsewhere::find(tx, actor, owner, meant, now)? {
            return Ok(Some(other.sentence(owner)));
        }
    }
    Ok(None)
}

/// Carries out a row: `found` is what [`find`] found in the same transaction.
///
/// # Errors
/// `conflict` when the client is there and otherwise, with the fact `differs`; those of [`add`] and [`edit()`].
pub fn row(
    change: &mut Change<'_>,
    record: &Record,
    found: Option<&ClientRow>,
    differences: Differences,
    selected_by: &str,
) -> Result<(ClientRow, Fate)> {
    let Some(row) = found else { return Ok((make(change, record)?, Fate::Created)) };
    let seen = ClientSeen {
        row: row.clone(),
        twins: Vec::new(),
        selected_by: selected_by.to_owned(),
        named_by_retired: None,
        sight: Sight::Record,
    };
    let mut differs = lasting_differences(change.tx, record, row)?;
    let lasting = differs.len();
    differs.extend(other_differences(change.tx, record, row)?);
    if differs.is_empty() {
        change.client_in_any_state(&seen)?;
        change.authorise(&Target::NOTHING)?;
        change.unchanged(EntityId::Client(row.id));
        return Ok((row.clone(), Fate::Unchanged));
    }
    must_be_open(row)?;
    if lasting > 0 || differences == Differences::Refuse {
        let columns: Vec<&str> = differs.iter().map(|(column, _)| column.as_str()).collect();
        let told: Vec<String> = differs.iter().map(|(column, here)| format!("{column} ({here})")).collect();
        let never = if lasting > 0 && differences == Differences::Take { ", which no import changes" } else { "" };
        return Err(Error::conflict(format!("{} is there with another {}{never}", named(row), told.join(", ")))
            .fact("differs", columns.join(" ")));
    }
    let edited = edit(change, &seen, &changes(record, &differs))?;
    Ok((edited.row, Fate::Updated(edited.changed)))
}

/// The open client with this account number, or the closed one if only such has it.
fn with_account(tx: &Tx<'_>, number: &AccountNumber) -> Result<Option<ClientRow>> {
    let mut rows = client::by_trait(tx, Trait::Account(number.as_str()), MOST)?;
    let open = rows.iter().position(|row| row.state != ClientState::Closed);
    Ok(match open {
        Some(place) => Some(rows.swap_remove(place)),
        None => rows.pop(),
    })
}

/// The client of that name with those owners: so that a table without ids can be imported twice.
fn namesake(tx: &Tx<'_>, record: &Record) -> Result<Option<ClientRow>> {
    let (Some(name), Some(owner)) = (&record.name, record.owners.first()) else { return Ok(None) };
    for row in client::by_trait(tx, Trait::OwnerKey(owner.key()), MOST)? {
        if row.name == name.as_str() && owners(tx, row.id)? == keys(&record.owners) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

fn make(change: &mut Change<'_>, record: &Record) -> Result<ClientRow> {
    let Record { slug, owners, owner_name, domain, account_number, plan, staff, fields, allow_similar, .. } = record;
    let name = record.name.clone().ok_or_else(|| Error::usage("a new client needs a name"))?;
    let wanted = Wanted {
        name,
        slug: slug.clone().map_or(SlugWish::Derived, SlugWish::Imported),
        owners: owners.clone(),
        owner_name: owner_name.clone(),
        domain: domain.clone(),
        account_number: account_number.clone(),
        plan: *plan,
        staff: *staff,
        fields: fields.clone(),
        allow_similar: *allow_similar,
    };
    add(change, &wanted).map(|added| added.row)
}

/// What an import takes over with `--update`.
fn changes(record: &Record, differs: &[Difference]) -> Edit {
    fn set<T: Clone>(said: Option<&T>) -> Set<T> {
        said.map_or(Set::Keep, |value| Set::To(value.clone()))
    }
    Edit {
        name: record.name.clone(),
        slug: None,
        domain: set(record.domain.as_ref()),
        account_number: Set::Keep,
        plan: set(record.plan.as_ref()),
        staff: set(record.staff.as_ref()),
        fields: record.fields.iter().map(|(key, value)| (key.clone(), Some(value.clone()))).collect(),
        allow_similar: record.allow_similar.filter(|_| differs.iter().any(|(column, _)| column == "domain")),
    }
}

/// A column that says something else, and what stands here.
type Difference = (String, String);

/// Where a record and its client differ in what no import changes.
fn lasting_differences(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<Vec<Difference>> {
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
        if here != keys(&record.owners) {
            differs.push(("owners".to_owned(), here.into_iter().collect::<Vec<_>>().join(" ")));
        }
    }
    Ok(differs)
}

/// Where they differ in what `--update` changes.
fn other_differences(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<Vec<Difference>> {
    let mut differs = Vec::new();
    let mut compare = |column: &str, said: Option<&str>, here: Option<&str>| {
        if said.is_some() && said != here {
            differs.push((column.to_owned(), here.unwrap_or("none").to_owned()));
        }
    };
    compare("name", record.name.as_ref().map(Name::as_str), Some(&row.name));
    compare("domain", record.domain.as_ref().map(DomainName::as_str), row.domain.as_deref());
    compare("plan", record.plan.map(Plan::name), row.plan.as_deref());
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

fn keys(owners: &[Email]) -> BTreeSet<String> {
    owners.iter().map(|email| email.key().to_owned()).collect()
}
