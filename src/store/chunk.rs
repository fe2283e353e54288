//! What is stored about the rows of a table that are carried out next, read with a few statements for all of them.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::client::ClientRow;
use crate::domain::client_domain::is_mail_service;
use crate::domain::confusable::{fold, name_key};
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, UserId};
use crate::error::Result;

use super::client::many::Traits;
use super::{Tx, bounce, client, grant, invitation, invitation_list, login, mail};

/// Which client and which person a row of a table names, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowNames<'a> {
    pub id: Option<ClientId>,
    pub slug: Option<&'a str>,
    pub email: Option<Email>,
}

/// Reads what an invitation asks about each of these rows: its client, the login of its address, and what that person has
/// in the client. What is asked all the same of others is looked up as ever.
pub fn of_invitations(tx: &Tx<'_>, rows: &[RowNames<'_>]) -> Result<()> {
    tx.ahead().forget_rows();
    let slugs = distinct(rows.iter().filter_map(|row| row.slug));
    let ids = distinct(rows.iter().filter_map(|row| row.id.map(ClientId::get)));
    let clients = client::many::read_ahead(tx, &slugs, &ids)?;
    let keys = distinct(rows.iter().filter_map(|row| row.email.as_ref().map(Email::key)));
    if keys.is_empty() {
        return Ok(());
    }
    client::many::read_domains_ahead(tx, &domains_elsewhere(rows, &clients))?;
    let logins = login::read_ahead(tx, &keys)?;
    bounce::read_ahead(tx, &keys)?;
    if logins.is_empty() {
        return Ok(());
    }
    let by_key: HashMap<&str, UserId> = logins.iter().map(|login| (login.email.key(), login.id)).collect();
    let by_slug: HashMap<&str, ClientId> = clients.iter().map(|row| (row.slug.as_str(), row.id)).collect();
    let pairs = rows.iter().filter_map(|row| {
        let client = row.id.or_else(|| row.slug.and_then(|slug| by_slug.get(slug).copied()))?;
        Some((client, *by_key.get(row.email.as_ref()?.key())?))
    });
    let pairs = distinct(pairs);
    let users: Vec<i64> = logins.iter().map(|login| login.id.get()).collect();
    grant::read_ahead(tx, &users, &pairs)?;
    let pending = invitation::read_ahead(tx, &users, &pairs)?;
    if !pending.is_empty() {
        invitation_list::read_mails_ahead(tx, &pending)?;
    }
    mail::again::read_ahead(tx, &users)
}

/// The domains of addresses that are not those of the clients of their rows.
fn domains_elsewhere<'r>(rows: &'r [RowNames<'_>], clients: &[ClientRow]) -> Vec<&'r str> {
    let by_slug: HashMap<&str, &ClientRow> = clients.iter().map(|row| (row.slug.as_str(), row)).collect();
    let by_id: HashMap<ClientId, &ClientRow> = clients.iter().map(|row| (row.id, row)).collect();
    distinct(rows.iter().filter_map(|row| {
        let domain = row.email.as_ref()?.domain();
        let client = row.slug.and_then(|slug| by_slug.get(slug)).or_else(|| by_id.get(&row.id?));
        let is_own = client.is_some_and(|client| client.domain.as_deref() == Some(domain));
        (!is_own).then_some(domain)
    }))
}

/// What a row of a table says of a client, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientNames<'a> {
    pub id: Option<ClientId>,
    /// By which it may be found, or named otherwise.
    pub slugs: Vec<Cow<'a, str>>,
    pub accounts: Vec<Cow<'a, str>>,
    pub domain: Option<&'a DomainName>,
    pub name: Option<&'a str>,
    pub owners: Vec<&'a Email>,
    pub has_fields: bool,
}

/// Reads what an import asks about each of these rows: the clients that it may mean, or that its new client would look
/// like, and the logins of its owners.
pub fn of_imports(tx: &Tx<'_>, rows: &[ClientNames<'_>]) -> Result<()> {
    tx.ahead().forget_rows();
    let slugs = distinct(rows.iter().flat_map(|row| &row.slugs).map(|slug| &**slug));
    let folds: Vec<String> = slugs.iter().map(|slug| fold(slug)).collect();
    let domain_folds: Vec<String> = rows.iter().filter_map(|row| row.domain).map(DomainName::fold).collect();
    let name_keys: Vec<String> = rows.iter().filter_map(|row| row.name).map(name_key).collect();
    let traits = Traits {
        folds: distinct(folds.iter().map(String::as_str)),
        accounts: distinct(rows.iter().flat_map(|row| &row.accounts).map(|number| &**number)),
        domain_folds: distinct(domain_folds.iter().map(String::as_str)),
        name_keys: distinct(name_keys.iter().map(String::as_str)),
        slugs,
    };
    let mut found = client::many::read_traits_ahead(tx, &traits)?;
    let ids = distinct(rows.iter().filter_map(|row| row.id.map(ClientId::get)));
    if !ids.is_empty() {
        found.extend(client::many::read_ahead(tx, &[], &ids)?);
    }
    let known = distinct(found.iter().map(|row| row.id.get()));
    if !known.is_empty() {
        let owners = distinct(grant::read_clients_ahead(tx, &known)?.into_iter());
        login::read_ids_ahead(tx, &owners)?;
        if rows.iter().any(|row| row.has_fields) {
            client::many::read_fields_ahead(tx, &known)?;
        }
    }
    if known.len() < rows.len() {
        client::many::read_next_ids_ahead(tx, i64::try_from(rows.len()).unwrap_or(i64::MAX))?;
    }
    let keys = distinct(rows.iter().flat_map(|row| &row.owners).map(|email| email.key()));
    let domains = distinct(rows.iter().flat_map(|row| {
        let own = row.domain.map(DomainName::as_str);
        row.owners.iter().map(|email| email.domain()).filter(move |domain| Some(*domain) != own)
    }));
    client::many::read_domains_ahead(tx, &domains)?;
    if keys.is_empty() {
        return Ok(());
    }
    let users: Vec<i64> = login::read_ahead(tx, &keys)?.iter().map(|login| login.id.get()).collect();
    if users.is_empty() { Ok(()) } else { grant::read_ahead(tx, &users, &[]) }
}

/// Reads what is compared with the new addresses among these, after [`of_invitations`] or [`of_imports`].
pub fn of_new_addresses(tx: &Tx<'_>, rows: &[(Option<ClientId>, &Email)]) -> Result<()> {
    let mut new = Vec::new();
    for (client, email) in rows {
        if login::by_key(tx, email.key())?.is_none() {
            new.push((client, email.domain()));
        }
    }
    let clients = distinct(new.iter().filter_map(|(client, _)| client.map(ClientId::get)));
    let domains = distinct(new.iter().map(|(_, domain)| *domain).filter(|domain| !is_mail_service(domain)));
    if new.is_empty() { Ok(()) } else { login::read_addresses_ahead(tx, &clients, &domains) }
}

fn distinct<T: Ord>(found: impl Iterator<Item = T>) -> Vec<T> {
    let mut found: Vec<T> = found.collect();
    found.sort_unstable();
    found.dedup();
    found
}
