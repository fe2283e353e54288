//! The columns of `client import`, and a row of them as a record.

use crate::domain::account_number::AccountNumber;
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::field::FieldKey;
use crate::domain::id::ClientId;
use crate::domain::name::Name;
use crate::domain::slug::Slug;
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::client::import::Record;
use crate::ops::client::{Plan, staff_named};
use crate::store::{Tx, client};

/// Columns that are read.
pub(super) const USED: &[&str] = &[
    "client_id",
    "client_slug",
    "name",
    "slug",
    "owners",
    "owner_name",
    "domain",
    "account_number",
    "plan",
    "staff",
    "allow_similar",
    "confirm",
];

/// Columns of our own exports that say nothing to an import.
pub(super) const IGNORED: &[&str] =
    &["state", "activation", "invited_at", "last_login_at", "partners", "created_at", "line", "result"];

/// Without one of these no row could be about anything.
pub(super) const IDENTITY: [&str; 5] = ["name", "client_id", "client_slug", "account_number", "slug"];

/// Whether the row confirms a new client whose owner belongs elsewhere: with its slug, or the one that its name gives.
pub(super) fn is_confirmed(row: &Row<'_>, record: &Record) -> bool {
    let confirm = row.get("confirm");
    let derived = || record.name.as_ref().and_then(|name| Slug::derive(name.as_str()));
    !confirm.is_empty() && record.slug.clone().or_else(derived).is_some_and(|slug| slug.as_str() == confirm)
}

/// What a row says.
///
/// # Errors
/// `usage` for a cell that makes no sense, named by its column; `client_mismatch` when slug and `client_slug` differ.
pub(super) fn record(tx: &Tx<'_>, row: &Row<'_>, caller: &str) -> Result<Record> {
    let slug = match (row.get("slug"), row.get("client_slug")) {
        (slug, other) if slug != other && !slug.is_empty() && !other.is_empty() => {
            return Err(Error::client_mismatch(format!("the columns disagree: slug is {slug}, client_slug {other}")));
        }
        ("", slug) | (slug, _) => slug,
    };
    let mut fields = Vec::new();
    for (key, value) in row.fields() {
        let key = FieldKey::parse(key)?;
        if let Some(value) = key.value(value)? {
            fields.push((key, value));
        }
    }
    Ok(Record {
        id: said(row.get("client_id"), ClientId::parse)?,
        slug: said(slug, Slug::parse)?,
        name: said(row.get("name"), |name| Name::parse("name", name))?,
        owners: owners(row.get("owners"))?,
        owner_name: said(row.get("owner_name"), |name| Name::parse("owner_name", name))?,
        domain: said(row.get("domain"), DomainName::parse)?,
        account_number: said(row.get("account_number"), AccountNumber::parse)?,
        plan: said(row.get("plan"), Plan::parse)?,
        staff: said(row.get("staff"), |name| staff_named(tx, caller, name))?,
        fields,
        allow_similar: said(row.get("allow_similar"), |twin| twin_named(tx, twin))?,
    })
}

fn said<T>(cell: &str, read: impl FnOnce(&str) -> Result<T>) -> Result<Option<T>> {
    if cell.is_empty() { Ok(None) } else { read(cell).map(Some) }
}

/// Addresses separated by spaces, each once however it is spelled.
fn owners(cell: &str) -> Result<Vec<Email>> {
    let mut owners: Vec<Email> = Vec::new();
    for address in cell.split_whitespace() {
        let email = Email::parse(address)?;
        if !owners.contains(&email) {
            owners.push(email);
        }
    }
    Ok(owners)
}

/// The twin by id, or by slug where the same table makes it.
fn twin_named(tx: &Tx<'_>, twin: &str) -> Result<ClientId> {
    if ClientId::looks_like(twin) {
        return ClientId::parse(twin);
    }
    let slug = Slug::parse(twin).map_err(|error| error.context("allow_similar"))?;
    client::by_slug(tx, slug.as_str())?
        .map(|row| row.id)
        .ok_or_else(|| Error::usage(format!("allow_similar names {slug}, and no client is called so")))
}
