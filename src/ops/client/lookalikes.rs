//! Look-alikes: slugs and domains that could be taken for another's are refused, unless the look-alike is named
//! (docs/reference.md#never-the-wrong-client).

use crate::domain::client::{ClientRow, ClientState};
use crate::domain::confusable::{FEWEST_LETTERS, fold, name_key, one_letter_apart};
use crate::domain::domain_name::DomainName;
use crate::domain::id::ClientId;
use crate::domain::name::Name;
use crate::domain::slug::Slug;
use crate::error::{Error, Flag, Hint, Result, hint};
use crate::ops::resolve::named;
use crate::store::Tx;
use crate::store::client::{self, Trait};

const MOST: u32 = 10;
/// How many clients with the same name are looked at: a franchise may have hundreds.
const NAMESAKES: u32 = 50;

/// What a client looks like.
#[derive(Debug, Clone, Copy)]
pub struct Looks<'a> {
    /// The client itself, where it exists: it is no look-alike of its own.
    pub own: Option<ClientId>,
    /// Its slug, unless that is derived and so made different from all others.
    pub slug: Option<&'a Slug>,
    pub domain: Option<&'a DomainName>,
    pub name: &'a str,
}

impl Looks<'_> {
    /// Whether slug, domain or name could be taken for those of `other`.
    fn are_like(&self, other: &ClientRow) -> bool {
        let slug = |slug: &Slug| {
            fold(slug.as_str()) == fold(other.slug.as_str()) || one_letter_apart(slug.as_str(), other.slug.as_str())
        };
        let domain = |own: &DomainName| {
            other.domain.as_ref().is_some_and(|domain| DomainName::stored(domain.clone()).fold() == own.fold())
        };
        let alike = self.slug.is_some_and(slug)
            || self.domain.is_some_and(domain)
            || name_key(self.name) == name_key(&other.name);
        alike && self.own != Some(other.id)
    }
}

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
        .hint(hint!["choose another with ", Flag::Slug])
        .other_client(row.id)
        .fact("other_client_slug", row.slug.to_string()))
}

fn is_no_number(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<()> {
    let mut holders = client::by_trait(tx, Trait::Account(slug.as_str()), MOST)?;
    holders.extend(client::by_trait(tx, Trait::Account(&slug.as_str().to_ascii_uppercase()), MOST)?);
    match others(holders, but)?.first() {
        None => Ok(()),
        Some(row) => Err(Error::conflict(format!("the slug {slug} is the account number of {}", named(row)))
            .hint(hint!["choose another with ", Flag::Slug])
            .other_client(row.id)
            .fact("other_client_slug", row.slug.to_string())),
    }
}

/// Clients with a slug, present or retired, that looks like `slug`.
pub fn of_slug(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    others(client::by_trait(tx, Trait::SlugFold(&fold(slug.as_str())), MOST)?, but)
}

/// Clients with a domain that is or looks like `domain`.
pub fn of_domain(tx: &Tx<'_>, domain: Option<&DomainName>, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    match domain {
        None => Ok(Vec::new()),
        Some(domain) => others(client::by_trait(tx, Trait::DomainFold(&domain.fold()), MOST)?, but),
    }
}

/// Clients whose slug, present or retired, is one letter away. A slug has some 3,000 neighbours, and looking them up costs
/// a millisecond or two whatever the size of the database; so this is for slugs that a person typed.
pub fn one_letter_from(tx: &Tx<'_>, slug: &Slug, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    if slug.as_str().len() < FEWEST_LETTERS {
        return Ok(Vec::new());
    }
    others(client::by_neighbour(tx, slug, FEWEST_LETTERS)?, but)
}

/// Open clients with the same name, however it is spelled ([`name_key`]).
pub fn of_name(tx: &Tx<'_>, name: &Name, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    let mut rows = client::by_trait(tx, Trait::NameKey(&name_key(name.as_str())), NAMESAKES)?;
    rows.retain(|row| row.state != ClientState::Closed);
    others(rows, but)
}

/// The look-alike to be noted, if one was allowed. `similar` are those that must be allowed, `looks` is what the client will
/// look like: a client with the same name may be allowed too.
///
/// # Errors
/// `conflict` when something looks alike that was not allowed; `usage` when the allowed one does not look alike.
pub fn allow(
    tx: &Tx<'_>,
    mut similar: Vec<ClientRow>,
    looks: Looks<'_>,
    allowed: Option<ClientId>,
) -> Result<Option<ClientId>> {
    similar.sort_unstable_by_key(|row| row.id);
    similar.dedup_by_key(|row| row.id);
    if let Some(row) = similar.iter().find(|row| Some(row.id) != allowed) {
        let domain = row.domain.as_deref().unwrap_or("no domain");
        return Err(Error::conflict(format!("it could be taken for {} {}, {domain}", named(row), row.name))
            .hint(Hint::plain("choose a slug or domain that no one can confuse with it"))
            .hint(hint!["if the two must look alike, add ", Flag::AllowSimilar.with(&row.id)])
            .other_client(row.id)
            .fact("other_client_slug", row.slug.to_string()));
    }
    let Some(id) = allowed.filter(|_| similar.is_empty()) else { return Ok(allowed) };
    match client::by_id(tx, id)? {
        Some(row) if looks.are_like(&row) => Ok(allowed),
        Some(_) | None => Err(Error::usage(format!("{} names {id}, which does not look alike", Flag::AllowSimilar))
            .hint(Hint::plain("leave it out"))),
    }
}

fn others(mut rows: Vec<ClientRow>, but: Option<ClientId>) -> Result<Vec<ClientRow>> {
    // A double that was merged into the client is no other one.
    rows.retain(|row| Some(row.id) != but && (but.is_none() || row.merged_into != but));
    Ok(rows)
}
