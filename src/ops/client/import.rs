//! A client as another system knows it: made, changed, or found as it is (docs/reference.md#bulk-files).

use std::borrow::Cow;

use crate::domain::account_number::AccountNumber;
use crate::domain::actor::Actor;
use crate::domain::authority::{Sight, Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::confusable::name_key;
use crate::domain::id::{ClientId, EntityId};
use crate::domain::login::LoginRow;
use crate::domain::name::Name;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Fact, Flag, Hint, Result};
use crate::ops::elsewhere::{self, Meant};
use crate::ops::person_name::{NameEdit, is_used_elsewhere, take_over};
use crate::ops::reached::granted;
use crate::ops::resolve::{ClientSeen, must_be_open, named};
use crate::ops::unit_of_work::Change;
use crate::store::chunk::{self, ClientNames};
use crate::store::{Tx, client, login};

use super::edit::{Edit, Set, edit};
use super::existing::{
    Difference, agrees_beside_id, called, columns, difference_list, lasting_differences, misnamed, namesake,
    other_differences, with_account,
};
pub use super::record::{Owners, Record};
use super::{AddClient, NewOwner, SlugWish, add, lookalikes};

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
pub enum ImportOutcome {
    /// The client was made; with what is remarked: an owner who has another name.
    Created(Vec<String>),
    /// It was changed: `plan to pro`.
    Updated(Vec<String>),
    /// It is as the row says, but for what is remarked.
    Unchanged(Vec<String>),
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
            Error::not_found(format!("there is no client {id}"))
                .hint(Hint::plain("leave the id out to make a new client"))
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
        let columns_given: Vec<String> =
            found.iter().map(|(column, row)| format!("{column} names {}", named(row))).collect();
        return Err(Error::client_mismatch(format!("the columns disagree: {}", columns_given.join(", ")))
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

/// Reads what is stored about the clients of these records, with a few statements for all of them. If that fails, each
/// asks for itself, and reports what is wrong.
pub fn read_ahead<'r>(tx: &Tx<'_>, records: impl Iterator<Item = &'r Record>) {
    let names = records.map(|record| {
        let slug = || record.slug.as_ref().map(|slug| slug.as_str());
        let number = || record.account_number.as_ref().map(AccountNumber::as_str);
        let derived =
            record.name.as_ref().filter(|_| record.slug.is_none()).and_then(|name| Slug::derive(name.as_str()));
        let derived = derived.map(|slug| slug.as_str().to_owned());
        let small = number().map(str::to_ascii_lowercase);
        let called = slug().map(Cow::Borrowed).into_iter().chain(derived.map(Cow::Owned));
        ClientNames {
            id: record.id,
            slugs: called.clone().chain(number().map(Cow::Borrowed)).chain(small.map(Cow::Owned)).collect(),
            accounts: number()
                .map(Cow::Borrowed)
                .into_iter()
                .chain(called.flat_map(|slug| [Cow::Owned(slug.to_ascii_uppercase()), slug]))
                .collect(),
            domain: record.domain.as_ref(),
            name: record.name.as_ref().map(Name::as_str),
            owners: record.addresses().collect(),
            has_fields: !record.fields.is_empty(),
        }
    });
    // A damaged value is the matter of the row that needs it.
    let names: Vec<ClientNames<'_>> = names.collect();
    let _ = tx.nested(|| chunk::of_imports(tx, &names));
}

/// As [`read_ahead`], with what the addresses of new owners are compared with.
pub fn read_ahead_with_addresses<'r>(tx: &Tx<'_>, records: impl Iterator<Item = &'r Record> + Clone) {
    read_ahead(tx, records.clone());
    let owners: Vec<_> = records.flat_map(Record::addresses).map(|email| (None, email)).collect();
    let _ = tx.nested(|| chunk::of_new_addresses(tx, &owners));
}

/// Where an owner of a new client seems to belong, as a sentence; the first such owner counts.
pub fn owner_elsewhere(tx: &Tx<'_>, actor: &Actor, record: &Record, now: Instant) -> Result<Option<String>> {
    for owner in record.addresses() {
        let meant = Meant::NewClient(record.domain.as_ref());
        if let Some(other) = elsewhere::find(tx, actor, owner, meant, now)? {
            return Ok(Some(other.sentence(owner)));
        }
    }
    Ok(None)
}

/// Refuses a new client that is probably the double of another one.
///
/// # Errors
/// `conflict`, with the fact `differs`.
pub fn must_be_another(tx: &Tx<'_>, record: &Record) -> Result<()> {
    record.name.as_ref().map_or(Ok(()), |name| must_be_no_double(tx, record, name, None))
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
) -> Result<(ClientRow, ImportOutcome)> {
    let Some(row) = found else {
        let row = make(change, record)?;
        let (_, remarks) = misnamed_owners(change.tx, record, &row, Differences::Refuse)?;
        return Ok((row, ImportOutcome::Created(remarks)));
    };
    let seen = ClientSeen {
        row: row.clone(),
        lookalikes: Vec::new(),
        selected_by: selected_by.to_owned(),
        named_by_retired: None,
        double: None,
        sight: Sight::Record,
    };
    let mut differs = lasting_differences(change.tx, record, row)?;
    let lasting = differs.len();
    differs.extend(other_differences(change.tx, record, row)?);
    let (misnamed, remarks) = misnamed_owners(change.tx, record, row, differences)?;
    if !differs.is_empty() || !misnamed.is_empty() {
        must_be_the_same_client(change.tx, record, row, differences)?;
    }
    if differs.is_empty() && misnamed.is_empty() {
        change.client_in_any_state(&seen)?;
        change.authorise(&Target::NOTHING)?;
        change.unchanged(EntityId::Client(row.id));
        return Ok((row.clone(), ImportOutcome::Unchanged(remarks)));
    }
    must_be_open(row)?;
    if lasting > 0 || differences == Differences::Refuse {
        let never = if lasting > 0 && differences == Differences::Take { ", which no import changes" } else { "" };
        return Err(Error::conflict(format!(
            "{} is there with another {}{never}",
            named(row),
            difference_list(&differs)
        ))
        .differs(columns(&differs)));
    }
    if let Some(name) = record.name.as_ref().filter(|name| name_key(name.as_str()) != name_key(&row.name)) {
        must_be_no_double(change.tx, record, name, Some(row.id))?;
    }
    let (after, mut done) = if differs.is_empty() {
        change.client(&seen)?;
        change.authorise(&Target::NOTHING)?;
        (row.clone(), Vec::new())
    } else {
        let edited = edit(change, &seen, &changes(record, &differs))?;
        (edited.row, edited.changed)
    };
    for (owner, names) in misnamed {
        take_over(change, after.id, &owner, &names)?;
        done.push(format!("name of {}", owner.email));
    }
    done.extend(remarks);
    Ok((after, ImportOutcome::Updated(done)))
}

/// An owner with the name that the record gives them.
type Misnamed = (LoginRow, NameEdit);

/// The owners whose names are taken over from the record, and a remark about each other one whom it calls otherwise.
/// The name of someone who enters other clients too is not for the table of one client to change.
fn misnamed_owners(
    tx: &Tx<'_>,
    record: &Record,
    row: &ClientRow,
    differences: Differences,
) -> Result<(Vec<Misnamed>, Vec<String>)> {
    let (mut taken, mut remarks) = (Vec::new(), Vec::new());
    for (login, names) in misnamed(tx, &record.owners, row)? {
        let is_shared = is_used_elsewhere(tx, row.id, login.id)?;
        if differences == Differences::Take && !is_shared {
            taken.push((login, names));
            continue;
        }
        let way = match is_shared {
            true => format!("the login is used for more than this client, and `{}` changes its name", Verb::UserEdit),
            false => format!("`{}` takes the name over", Flag::Update),
        };
        remarks.push(format!("{} is {} here: {way}", login.email, called(&login)));
    }
    Ok((taken, remarks))
}

/// Refuses a client with the name of another open one, unless that is allowed by name: most often the two are one,
/// whose account number lost its zeros, whose owner changed, or of whom the table has a row for each contact.
fn must_be_no_double(tx: &Tx<'_>, record: &Record, name: &Name, but: Option<ClientId>) -> Result<()> {
    let namesakes = lookalikes::of_name(tx, name, but)?;
    if namesakes.is_empty() || namesakes.iter().any(|row| Some(row.id) == record.allow_similar) {
        return Ok(());
    }
    let lost_zeros = |row: &&ClientRow| {
        let here = row.account_number.as_ref().map(|number| AccountNumber::stored(number.clone()));
        here.zip(record.account_number.as_ref()).is_some_and(|(here, said)| here.differs_in_form(said))
    };
    let reformed = namesakes.iter().find(lost_zeros);
    let Some(row) = reformed.or(namesakes.first()) else { return Ok(()) };
    let mut differs = lasting_differences(tx, record, row)?;
    differs.extend(other_differences(tx, record, row)?);
    let also =
        if differs.is_empty() { String::new() } else { format!(" and differs in {}", difference_list(&differs)) };
    let zeros = if reformed.is_some() { "; a spreadsheet may have changed the account number" } else { "" };
    Err(Error::conflict(format!(
        "{} has the same name{also}{zeros}; if it is another client, put {} into the column allow_similar",
        named(row),
        row.id
    ))
    .other_client(row.id)
    .fact("other_client_slug", row.slug.to_string())
    .differs(columns(&differs)))
}

/// Refuses to change a client that nothing but its id names: in a table from another database the id is a stranger's.
fn must_be_the_same_client(tx: &Tx<'_>, record: &Record, row: &ClientRow, differences: Differences) -> Result<()> {
    if record.id != Some(row.id) || differences == Differences::Refuse || agrees_beside_id(tx, record, row)? {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "{} is {} here, and nothing else in the row names it: is the table from another database? The row must also \
         have its slug, account number, domain, name or an owner",
        row.id, row.slug
    ))
    .differs(Fact::list(["client_id"])))
}

/// Whether a record says the same of a client, but for the owners; extra fields may be those of a contact.
pub fn differs_in_owners_only(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<bool> {
    let lasting = lasting_differences(tx, record, row)?;
    let only_owners = !lasting.is_empty() && lasting.iter().all(|(column, _)| column == "owners");
    let is_spelling = |column: &str| {
        column == "name" && record.name.as_ref().is_some_and(|name| name_key(name.as_str()) == name_key(&row.name))
    };
    let others = other_differences(tx, record, row)?;
    Ok(only_owners && others.iter().all(|(column, _)| column.starts_with("field.") || is_spelling(column)))
}

/// Whether a record says nothing else of a client than what is known of it.
pub fn says_the_same(tx: &Tx<'_>, record: &Record, row: &ClientRow) -> Result<bool> {
    Ok(lasting_differences(tx, record, row)?.is_empty()
        && other_differences(tx, record, row)?.is_empty()
        && misnamed(tx, &record.owners, row)?.is_empty())
}

/// Whether the client that was found is the one that a record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamesClient {
    Surely,
    /// Nothing but a number of another system says so, and the name is another.
    Perhaps,
}

/// By what a record names the client that was found for it: `account number 5001`.
pub fn named_by(record: &Record, row: &ClientRow) -> (String, NamesClient) {
    let is_so_called = record.name.as_ref().is_none_or(|name| name_key(name.as_str()) == name_key(&row.name));
    let by_account =
        record.account_number.as_ref().filter(|number| row.account_number.as_deref() == Some(number.as_str()));
    match (record.id, by_account, &record.slug) {
        (Some(id), ..) if id == row.id => (id.to_string(), NamesClient::Surely),
        (.., Some(slug)) if *slug == row.slug => (format!("slug {slug}"), NamesClient::Surely),
        (_, Some(number), _) if is_so_called => (format!("account number {number}"), NamesClient::Surely),
        (_, Some(number), _) => (format!("account number {number}"), NamesClient::Perhaps),
        _ => (format!("name {}", row.name), NamesClient::Surely),
    }
}

/// What a row without any name of a client lacks.
pub const NAMELESS: &str = "a new client needs a name";

/// What a new client lacks in this record.
pub fn lacking(record: &Record) -> Vec<&'static str> {
    let name = record.name.is_none().then_some(NAMELESS);
    let owners = record.owners.is_empty().then_some("a client needs an owner");
    name.into_iter().chain(owners).collect()
}

fn make(change: &mut Change<'_>, record: &Record) -> Result<ClientRow> {
    let lacking = lacking(record);
    let Record { slug, owners, domain, account_number, plan, language, staff, fields, allow_similar, .. } = record;
    let name = record.name.clone().filter(|_| lacking.is_empty()).ok_or_else(|| Error::usage(lacking.join("; ")))?;
    must_be_no_double(change.tx, record, &name, None)?;
    let wanted = AddClient {
        name,
        slug: slug.clone().map_or(SlugWish::DerivedInTable, SlugWish::Imported),
        owners: unshared_names(change, owners)?,
        domain: domain.clone(),
        account_number: account_number.clone(),
        plan: *plan,
        language: *language,
        staff: *staff,
        fields: fields.clone(),
        allow_similar: *allow_similar,
    };
    add(change, &wanted).map(|added| added.row)
}

/// The owners of a new client. The name of a login that other clients know is not for the table of one client to give.
fn unshared_names(change: &Change<'_>, owners: &[NewOwner]) -> Result<Vec<NewOwner>> {
    let mut unshared = owners.to_vec();
    for owner in unshared.iter_mut().filter(|owner| owner.name.is_some()) {
        if let Some(login) = login::by_key(change.tx, owner.email.key())?
            && !granted(change.tx, &login, change.now)?.is_empty()
        {
            owner.name = None;
        }
    }
    Ok(unshared)
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
        language: set(record.language.as_ref()),
        staff: set(record.staff.as_ref()),
        fields: record.fields.iter().map(|(key, value)| (key.clone(), Some(value.clone()))).collect(),
        allow_similar: record.allow_similar.filter(|_| differs.iter().any(|(column, _)| column == "domain")),
    }
}
