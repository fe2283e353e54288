//! Clients that many rows of a table ask for, read together before each row asks for its own.

use std::collections::{HashMap, HashSet};

use crate::domain::client::ClientRow;
use crate::domain::id::ClientId;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::ahead::{MOST_AHEAD, of_owner};
use crate::store::{Tx, Value, params};

use super::{
    BY_ACCOUNT, BY_ANY_SLUG, BY_DOMAIN, BY_DOMAIN_FOLD, BY_ID, BY_NAME_KEY, BY_SLUG, BY_SLUG_FOLD, FIELDS, SLUG_OWNER,
};

crate::store::statements! {
    [BY_SLUGS: ClientRow] "SELECT {} FROM unnest($1) AS k JOIN client AS c ON c.slug = k.value ORDER BY c.id";
    [BY_IDS: ClientRow] "SELECT {} FROM unnest($1) AS k JOIN client AS c ON c.id = k.value ORDER BY c.id";
    [BY_DOMAINS: ClientRow] "SELECT {} FROM unnest($1) AS k JOIN client AS c ON c.domain = k.value AND c.domain IS NOT NULL
        ORDER BY c.domain, c.id LIMIT $2";
    [BY_ANY_SLUGS: (slug: String, client: ClientRow, retired_at: Option<Instant>)] "SELECT s.slug, {}, s.retired_at
        FROM unnest($1) AS k JOIN client_slug AS s ON s.slug = k.value JOIN client AS c ON c.id = s.client_id ORDER BY s.slug";
    [BY_ACCOUNTS: (account_number: String, client: ClientRow)] "SELECT c.account_number, {} FROM unnest($1) AS k
        JOIN client AS c ON c.account_number = k.value AND c.account_number IS NOT NULL ORDER BY c.id LIMIT $2";
    [BY_SLUG_FOLDS: (fold: String, client: ClientRow)] "SELECT s.fold, {} FROM unnest($1) AS k
        JOIN client_slug AS s ON s.fold = k.value JOIN client AS c ON c.id = s.client_id ORDER BY s.slug LIMIT $2";
    [BY_DOMAIN_FOLDS: (domain_fold: String, client: ClientRow)] "SELECT c.domain_fold, {} FROM unnest($1) AS k
        JOIN client AS c ON c.domain_fold = k.value AND c.domain_fold IS NOT NULL ORDER BY c.id LIMIT $2";
    [BY_NAME_KEYS: (name_key: String, client: ClientRow)] "SELECT n.name_key, {} FROM unnest($1) AS k
        JOIN client_name_key AS n ON n.name_key = k.value JOIN client AS c ON c.id = n.client_id ORDER BY n.client_id LIMIT $2";
    [FIELDS_OF_EACH: (client_id: ClientId, field_key: String, value: String)] "SELECT f.client_id, f.field_key, f.value FROM unnest($1) AS k
        JOIN client_field AS f ON f.client_id = k.value AND f.value IS NOT NULL ORDER BY f.client_id, f.field_key LIMIT $2";
}

/// Reads the clients with these slugs and ids ahead; all that there are.
pub(in crate::store) fn read_ahead(tx: &Tx<'_>, slugs: &[&str], ids: &[i64]) -> Result<Vec<ClientRow>> {
    let mut found = Vec::new();
    if !slugs.is_empty() {
        found = tx.query_vec(&BY_SLUGS, params![Value::Texts(slugs)])?;
        let mut missing: HashSet<&str> = slugs.iter().copied().collect();
        for row in &found {
            missing.remove(row.slug.as_str());
            tx.ahead().know(&BY_SLUG, params![row.slug.as_str()], vec![row.clone()]);
        }
        missing.into_iter().for_each(|slug| tx.ahead().know(&BY_SLUG, params![slug], Vec::new()));
    }
    if !ids.is_empty() {
        let by_id = tx.query_vec(&BY_IDS, params![Value::Ints(ids)])?;
        let mut missing: HashSet<i64> = ids.iter().copied().collect();
        for row in &by_id {
            missing.remove(&row.id.get());
        }
        missing.into_iter().for_each(|id| tx.ahead().know(&BY_ID, params![id], Vec::new()));
        found.extend(by_id);
    }
    for row in &found {
        tx.ahead().know(&BY_ID, params![row.id], vec![row.clone()]);
    }
    Ok(found)
}

/// Reads the first clients of these domains ahead, unless they are very many.
pub(in crate::store) fn read_domains_ahead(tx: &Tx<'_>, domains: &[&str]) -> Result<()> {
    if domains.is_empty() {
        return Ok(());
    }
    let found = tx.query_vec(&BY_DOMAINS, params![Value::Texts(domains), MOST_AHEAD])?;
    if found.len() < MOST_AHEAD as usize {
        for domain in domains {
            let clients = found.iter().filter(|row| row.domain.as_deref() == Some(*domain));
            tx.ahead().know(&BY_DOMAIN, params![*domain], clients.cloned().collect());
        }
    }
    Ok(())
}

/// What rows of a table say of clients, each thing once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Traits<'a> {
    pub(in crate::store) slugs: Vec<&'a str>,
    pub(in crate::store) folds: Vec<&'a str>,
    pub(in crate::store) accounts: Vec<&'a str>,
    pub(in crate::store) domain_folds: Vec<&'a str>,
    pub(in crate::store) name_keys: Vec<&'a str>,
}

/// Reads the clients ahead that have these slugs, or had them, and those with the other traits; all that there are.
pub(in crate::store) fn read_traits_ahead(tx: &Tx<'_>, traits: &Traits<'_>) -> Result<Vec<ClientRow>> {
    let ahead = tx.ahead();
    let by_slug = tx.query_vec(&BY_ANY_SLUGS, params![Value::Texts(&traits.slugs)])?;
    for slug in &traits.slugs {
        let found = by_slug.binary_search_by(|(known, ..)| known.as_str().cmp(slug)).ok().map(|place| &by_slug[place]);
        ahead.know(&SLUG_OWNER, params![*slug], found.iter().map(|(_, row, _)| row.id).collect());
        ahead.know(
            &BY_ANY_SLUG,
            params![*slug],
            found.iter().map(|(_, row, retired)| (row.clone(), *retired)).collect(),
        );
        let present = found.iter().filter(|(.., retired)| retired.is_none());
        ahead.know(&BY_SLUG, params![*slug], present.map(|(_, row, _)| row.clone()).collect());
    }
    let mut all: Vec<ClientRow> = by_slug.into_iter().map(|(_, row, _)| row).collect();
    for (query, every, values) in [
        (&BY_ACCOUNT, &BY_ACCOUNTS, &traits.accounts),
        (&BY_SLUG_FOLD, &BY_SLUG_FOLDS, &traits.folds),
        (&BY_DOMAIN_FOLD, &BY_DOMAIN_FOLDS, &traits.domain_folds),
        (&BY_NAME_KEY, &BY_NAME_KEYS, &traits.name_keys),
    ] {
        if values.is_empty() {
            continue;
        }
        let found = tx.query_vec(every, params![Value::Texts(values), MOST_AHEAD])?;
        if found.len() < MOST_AHEAD as usize {
            let mut by_value: HashMap<&str, Vec<ClientRow>> = values.iter().map(|value| (*value, Vec::new())).collect();
            for (value, row) in &found {
                if let Some(rows) = by_value.get_mut(value.as_str()) {
                    rows.push(row.clone());
                }
            }
            by_value.into_iter().for_each(|(value, rows)| ahead.know(query, params![value], rows));
        }
        all.extend(found.into_iter().map(|(_, row)| row));
    }
    for row in &all {
        ahead.know(&BY_ID, params![row.id], vec![row.clone()]);
    }
    Ok(all)
}

/// Reads ahead that the ids that are given out next are free.
pub(in crate::store) fn read_next_ids_ahead(tx: &Tx<'_>, count: i64) -> Result<()> {
    let first = tx.last_number("client", ClientId::FIRST)? + 1;
    let ids: Vec<i64> = (first..first + count).collect();
    let taken = tx.query_vec(&BY_IDS, params![Value::Ints(&ids)])?;
    for id in ids.iter().filter(|id| !taken.iter().any(|row| row.id.get() == **id)) {
        tx.ahead().know(&BY_ID, params![*id], Vec::new());
    }
    Ok(())
}

/// Reads the extra fields of these clients ahead.
pub(in crate::store) fn read_fields_ahead(tx: &Tx<'_>, clients: &[i64]) -> Result<()> {
    let found = tx.query_vec(&FIELDS_OF_EACH, params![Value::Ints(clients), MOST_AHEAD])?;
    if found.len() < MOST_AHEAD as usize {
        for client in clients {
            let of_client = of_owner(&found, client, |(of, ..)| of.get()).iter();
            let fields = of_client.map(|(_, key, value)| (key.clone(), value.clone()));
            tx.ahead().know(&FIELDS, params![*client], fields.collect());
        }
    }
    Ok(())
}
