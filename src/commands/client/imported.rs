//! The columns of `client import`, and a row of them as a record.

use std::collections::HashMap;

use crate::domain::account_number::AccountNumber;
use crate::domain::client_domain::ClientDomain;
use crate::domain::email::Email;
use crate::domain::field::FieldKey;
use crate::domain::id::ClientId;
use crate::domain::language::Language;
use crate::domain::name::{Name, probably_meant};
use crate::domain::shell::shell_format;
use crate::domain::slug::Slug;
use crate::error::{Code, Error, Result};
use crate::input::Row;
use crate::ops::client::import::{self, Owners, Record};
use crate::ops::client::{NewOwner, PricePlan, staff_named};
use crate::ops::{Tx, client};
use crate::shell;

pub(in crate::commands) const USED: &[&str] = &[
    "client_id",
    "client_slug",
    "name",
    "slug",
    "owners",
    "owner_name",
    "domain",
    "account_number",
    "plan",
    "language",
    "staff",
    "allow_similar",
    "confirm",
];

/// Columns of our own exports that say nothing to an import.
pub(super) const IGNORED: &[&str] =
    &["state", "activation", "invited_at", "last_login_at", "partners", "created_at", "accept_from", "line", "result"];

/// Without one of these no row could be about anything.
pub(super) const IDENTITY: [&str; 5] = ["name", "client_id", "client_slug", "account_number", "slug"];

/// Whether the row confirms a new client whose owner belongs elsewhere: with its slug, or the one that its name gives.
pub(super) fn is_confirmed(row: &Row<'_>, record: &Record) -> bool {
    let confirm = row.get("confirm");
    let derived = || record.name.as_ref().and_then(|name| Slug::derive(name.as_str()));
    !confirm.is_empty() && record.slug.clone().or_else(derived).is_some_and(|slug| slug.as_str() == confirm)
}

/// A row that was understood.
pub(super) struct Said {
    pub(super) record: Record,
    /// What was made of it that the operator should know, for people.
    pub(super) remarks: Vec<String>,
}

/// What rows say that come next, by line, as far as they can be read; what is stored about their clients is read ahead.
pub(super) fn read_ahead<'r>(tx: &Tx<'_>, rows: &mut dyn Iterator<Item = Row<'r>>, caller: &str) -> HashMap<u64, Said> {
    let read = said(tx, rows, caller);
    import::read_ahead(tx, read.values().map(|said| &said.record));
    read
}

/// As [`read_ahead`], for the first reading, which also compares new addresses with those that are known.
pub(super) fn read_ahead_to_survey<'r>(
    tx: &Tx<'_>,
    rows: &mut dyn Iterator<Item = Row<'r>>,
    caller: &str,
) -> HashMap<u64, Said> {
    let read = said(tx, rows, caller);
    import::read_ahead_with_addresses(tx, read.values().map(|said| &said.record));
    read
}

/// What rows say, by line, as far as they can be read.
fn said<'r>(tx: &Tx<'_>, rows: &mut dyn Iterator<Item = Row<'r>>, caller: &str) -> HashMap<u64, Said> {
    rows.filter_map(|row| tx.nested(|| record(tx, &row, caller)).ok().map(|said| (row.line(), said))).collect()
}

/// What a row says, if it was not read ahead.
///
/// # Errors
/// As [`record`].
pub(super) fn taken(read: &mut HashMap<u64, Said>, tx: &Tx<'_>, row: &Row<'_>, caller: &str) -> Result<Said> {
    read.remove(&row.line()).map_or_else(|| record(tx, row, caller), Ok)
}

/// What a row says.
///
/// # Errors
/// `usage` that names everything that makes no sense, by column; `client_mismatch` when slug and `client_slug` differ.
pub(super) fn record(tx: &Tx<'_>, row: &Row<'_>, caller: &str) -> Result<Said> {
    let slug = match (row.get("slug"), row.get("client_slug")) {
        (slug, other) if slug != other && !slug.is_empty() && !other.is_empty() => {
            return Err(Error::client_mismatch(format!("the columns disagree: slug is {slug}, client_slug {other}")));
        }
        ("", slug) | (slug, _) => slug,
    };
    let mut faults = Faults::default();
    let mut remarks = Vec::new();
    let domain = faults.of(row, "domain", ClientDomain::parse)?;
    remarks.extend(domain.as_ref().and_then(ClientDomain::remark));
    let account_number = faults.of(row, "account_number", AccountNumber::parse)?;
    remarks.extend(
        account_number.as_ref().and_then(|number: &AccountNumber| {
            number.suspicion().map(|why| format!("the account number {number} {why}"))
        }),
    );
    let is_nameless = row.get("name").is_empty()
        && ["client_id", "client_slug", "slug", "account_number"].iter().all(|column| row.get(column).is_empty());
    let owner_name = faults.of(row, "owner_name", |name| Name::parse("owner_name", name))?;
    let record = Record {
        id: faults.of(row, "client_id", ClientId::parse)?,
        slug: faults.said("slug", slug, Slug::parse)?,
        name: faults.of(row, "name", |name| Name::parse("name", name))?,
        owners: owners(&mut faults, row.get("owners"), owner_name)?,
        owners_are: Owners::All,
        domain: domain.map(|domain| domain.domain),
        account_number,
        plan: faults.of(row, "plan", |plan| PricePlan::read(plan).map_err(|error| mappable(error, "plan", plan)))?,
        language: faults.of(row, "language", Language::parse)?,
        staff: faults.of(row, "staff", |name| staff_named(tx, caller, name))?,
        fields: fields(&mut faults, row)?,
        allow_similar: faults.of(row, "allow_similar", |lookalike| twin_named(tx, lookalike))?,
    };
    if faults.0.is_empty() {
        remarks.extend(record.fields.iter().filter_map(|(key, value)| {
            probably_meant(value).map(|meant| format!("the field {key} is garbled: {value:?} is probably {meant:?}"))
        }));
        return Ok(Said { record, remarks });
    }
    // What a new client lacks is said too; a row whose client cannot be found for its faults may be about one.
    if faults.leave_identity() && import::find(tx, &record)?.is_none() {
        faults.0.extend(import::lacking(&record).into_iter().map(|lack| ("", lack.to_owned())));
    } else if is_nameless {
        faults.0.push(("", import::NAMELESS.to_owned()));
    }
    Err(faults.into_error())
}

/// What is wrong with the cells of a row: the column, and what is wrong with it.
#[derive(Debug, Default)]
struct Faults(Vec<(&'static str, String)>);

impl Faults {
    /// The value of a cell, if it has one that makes sense.
    ///
    /// # Errors
    /// What is no fault of the cell.
    fn said<T>(&mut self, column: &'static str, cell: &str, read: impl FnOnce(&str) -> Result<T>) -> Result<Option<T>> {
        if cell.is_empty() {
            return Ok(None);
        }
        match read(cell) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == Code::Usage => {
                let hints: Vec<String> = error.hints().iter().map(shell::sentence).collect();
                let hints = if hints.is_empty() { String::new() } else { format!(" ({})", hints.join("; ")) };
                self.0.push((column, format!("{}{hints}", error.message())));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn of<T>(
        &mut self,
        row: &Row<'_>,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T>,
    ) -> Result<Option<T>> {
        self.said(column, row.get(column), read)
    }

    /// Whether the client can be looked for all the same.
    fn leave_identity(&self) -> bool {
        let names_client = |column: &str| ["client_id", "slug", "account_number", "name", "owners"].contains(&column);
        !self.0.iter().any(|(column, _)| names_client(column))
    }

    fn into_error(self) -> Error {
        let problems: Vec<String> = self
            .0
            .into_iter()
            .map(
                |(column, what)| {
                    if column.is_empty() || what.starts_with(column) { what } else { format!("{column}: {what}") }
                },
            )
            .collect();
        Error::usage(problems.join("; "))
    }
}

/// A value of another system, with the flag that says what it means here.
fn mappable(error: Error, column: &str, value: &str) -> Error {
    error.advice(shell_format!("say what it means with `--map-value {}`", format!("{column}={value}:PLAN")))
}

/// Addresses separated by spaces, commas or semicolons, each once however it is spelled. The name is that of the first.
fn owners(faults: &mut Faults, cell: &str, name: Option<Name>) -> Result<Vec<NewOwner>> {
    let mut owners: Vec<NewOwner> = Vec::new();
    // With names, such as `Jim <jim@bigshoes.example>`, blanks separate nothing.
    let has_names = cell.contains('<');
    let separates = |c: char| matches!(c, ',' | ';' | '\n' | '\r') || !has_names && c.is_whitespace();
    for address in cell.split(separates).map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(email) = faults.said("owners", address, Email::parse)?
            && !owners.iter().any(|owner| owner.email == email)
        {
            owners.push(NewOwner { email, name: None });
        }
    }
    if let Some(first) = owners.first_mut() {
        first.name = name;
    }
    Ok(owners)
}

fn fields(faults: &mut Faults, row: &Row<'_>) -> Result<Vec<(FieldKey, String)>> {
    let mut fields = Vec::new();
    for (key, value) in row.fields() {
        let key = FieldKey::parse(key)?;
        let value = faults.said("field", value, |value| key.value(value))?.flatten();
        fields.extend(value.map(|value| (key, value)));
    }
    Ok(fields)
}

/// The look-alike by id, or by slug where the same table makes it.
fn twin_named(tx: &Tx<'_>, lookalike: &str) -> Result<ClientId> {
    if ClientId::looks_like(lookalike) {
        return ClientId::parse(lookalike);
    }
    let slug = Slug::parse(lookalike).map_err(|error| error.context("allow_similar"))?;
    client::by_slug(tx, slug.as_str())?
        .map(|row| row.id)
        .ok_or_else(|| Error::usage(format!("allow_similar names {slug}, and no client is called so")))
}
