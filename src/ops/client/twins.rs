//! Look-alikes: slugs and domains that could be taken for another's are refused, unless the twin is named (SPEC 3.8).

use crate::domain::domain_name::DomainName;
use crate::domain::fold::{fold, one_letter_neighbours};
use crate::domain::id::ClientId;
use crate::domain::name::{Name, words};
use crate::domain::paste::pasted;
use crate::domain::slug::Slug;
use crate::error::{Error, Result};
use crate::ops::resolve::named;
use crate::store::Tx;
use crate::store::client::{self, ClientRow, Trait};
use crate::store::client_find::{Trace, by_trace};

/// The shortest slug that is compared letter by letter.
const LONG_ENOUGH: usize = 6;
const MOST: u32 = 10;
/// How many clients with a word in common are compared.
const LOOKED_AT: u32 = 50;

/// Refuses a slug that names a client or ever did, or that is the account number of another than `but`.
///
/// # Errors
/// `conflict`.
pub fn slug_is_free(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<()> {
    let Some(owner) = client::slug_owner(tx, slug.as_str())? else { return is_no_number(tx, slug, but) };
    let row = client::by_id(tx, owner)?.ok_or_else(|| Error::failed("damaged data: a slug without client"))?;
    let error = if row.slug == *slug {
        Error::conflict(format!("the slug {slug} belongs to {}", row.id))
    } else {
        Error::conflict(format!("the slug {slug} once named {} and is never used again", named(&row)))
    };
    Err(error
        .hint("choose another with `--slug`")
        .fact("other_client_id", row.id.to_string())
        .fact("other_client_slug", row.slug.to_string()))
}

fn is_no_number(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<()> {
    match others(client::by_trait(tx, Trait::Account(slug.as_str()), MOST)?, but)?.first() {
        None => Ok(()),
        Some(row) => Err(Error::conflict(format!("the slug {slug} is the account number of {}", named(row)))
            .hint("choose another with `--slug`")
            .fact("other_client_id", row.id.to_string())
            .fact("other_client_slug", row.slug.to_string())),
    }
}

/// Clients with a slug, present or retired, that looks like `slug`.
///
/// # Errors
/// `failed`.
pub fn of_slug(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    others(client::by_trait(tx, Trait::SlugFold(&fold(slug.as_str())), MOST)?, but)
}

/// Clients with a domain that is or looks like `domain`.
///
/// # Errors
/// `failed`.
pub fn of_domain(tx: &Tx<'_>, domain: Option<&DomainName>, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    match domain {
        None => Ok(Vec::new()),
        Some(domain) => others(client::by_trait(tx, Trait::DomainFold(&domain.fold()), MOST)?, but),
    }
}

/// Clients whose slug is one letter away. A slug has some 3,000 neighbours, and looking each of them up by index costs
/// a few milliseconds whatever the size of the database; so this is for slugs that a person typed.
///
/// # Errors
/// `failed`.
pub fn one_letter_from(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    let mut found = Vec::new();
    if slug.as_str().len() < LONG_ENOUGH {
        return Ok(found);
    }
    for neighbour in one_letter_neighbours(slug.as_str()) {
        if neighbour.len() >= LONG_ENOUGH
            && let Some(owner) = client::slug_owner(tx, &neighbour)?
            && Some(owner) != but
        {
            found.extend(client::by_id(tx, owner)?);
        }
    }
    Ok(found)
}

/// Clients whose name looks like `name`; that is only worth a warning. They have its longest word in common, by which
/// they are found.
///
/// # Errors
/// `failed`.
pub fn of_name(tx: &Tx<'_>, name: &Name, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    let mut found = Vec::new();
    if let Some(word) = words(name.as_str()).into_iter().max_by_key(String::len) {
        for client in by_trace(tx, Trace::Word(&word), LOOKED_AT)? {
            if let Some(row) = client::by_id(tx, client)?.filter(|row| fold(&row.name) == fold(name.as_str())) {
                found.push(row);
            }
        }
    }
    others(found, but)
}

/// The twin to be written down, if one was allowed by name.
///
/// # Errors
/// `conflict` when something looks alike that was not allowed; `usage` when the allowed one does not look alike.
pub fn allow(mut similar: Vec<ClientRow>, allowed: Option<ClientId>) -> Result<Option<ClientId>> {
    similar.sort_unstable_by_key(|row| row.id);
    similar.dedup_by_key(|row| row.id);
    if let Some(row) = similar.iter().find(|row| Some(row.id) != allowed) {
        let domain = row.domain.as_deref().unwrap_or("no domain");
        return Err(Error::conflict(format!("it could be taken for {} {}, {domain}", named(row), row.name))
            .hint("choose a slug or domain that nobody can confuse with it")
            .hint(pasted!("if the two must look alike, add `--allow-similar {}`", row.id))
            .fact("other_client_id", row.id.to_string())
            .fact("other_client_slug", row.slug.to_string()));
    }
    match (allowed, similar.is_empty()) {
        (Some(id), true) => {
            Err(Error::usage(format!("--allow-similar names {id}, which does not look alike")).hint("leave it out"))
        }
        _ => Ok(allowed),
    }
}

fn others(mut rows: Vec<ClientRow>, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    rows.retain(|row| Some(row.id) != but);
    Ok(rows)
}
