//! Changing what is known of a client. A former slug is retired for ever.

use crate::domain::account_number::AccountNumber;
use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::Target;
use crate::domain::client::ClientRow;
use crate::domain::confusable::fold;
use crate::domain::domain_name::DomainName;
use crate::domain::field::FieldKey;
use crate::domain::id::{ClientId, EntityId, StaffId};
use crate::domain::language::Language;
use crate::domain::name::Name;
use crate::domain::slug::Slug;
use crate::error::{Error, Result};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::Change;
use crate::store::client::{self, ClientFacts};
use crate::store::{Tx, staff};

use super::{PricePlan, account_is_free, index_words, lookalikes};

/// What becomes of a fact that may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Set<T> {
    #[default]
    Keep,
    Clear,
    To(T),
}

/// What is to be changed of a client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    pub name: Option<Name>,
    pub slug: Option<Slug>,
    pub domain: Set<DomainName>,
    /// Its number in the billing system.
    pub account_number: Set<AccountNumber>,
    pub plan: Set<PricePlan>,
    /// The support person in charge.
    pub staff: Set<StaffId>,
    /// The language of mails and pages for its people who have none of their own.
    pub language: Set<Language>,
    /// Extra fields; `None` takes one away.
    pub fields: Vec<(FieldKey, Option<String>)>,
    /// The look-alike that it may look like from now on.
    pub allow_similar: Option<ClientId>,
}

/// A client after its change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The client as it is now.
    pub row: ClientRow,
    /// What changed, for people: `plan from starter to pro`. Nothing: it was so already.
    pub changed: Vec<String>,
}

/// Changes what is known of a client. Where nothing differs the outcome is `unchanged`.
///
/// # Errors
/// `denied`, `conflict` when slug, account number or domain are another's or look like it.
pub fn edit(change: &mut Change<'_>, seen: &ClientSeen, edit: &Edit) -> Result<Edited> {
    let row = change.client(seen)?;
    let relation = change.relation(row.id)?;
    change.authorise(&Target::client(relation))?;
    let after = ClientColumns::after(&row, edit);
    let new_slug = edit.slug.as_ref().filter(|slug| **slug != row.slug);
    let mut event = differences(change.tx, &row, &after, new_slug)?;
    let known = client::fields(change.tx, row.id)?;
    let mut fields = Vec::new();
    for (key, value) in &edit.fields {
        let before = known.iter().find(|(known, _)| known == key.as_str()).map(|(_, value)| value);
        if before != value.as_ref() {
            event = event.changing_option(Field::Own(key.to_string()), before, value.as_ref());
            fields.push((key, value));
        }
    }
    let noted = client::lookalikes(change.tx, row.id)?;
    let new_twin = edit.allow_similar.filter(|id| !noted.iter().any(|(lookalike, _)| lookalike == id));
    let mut changed: Vec<String> = event.changes.iter().map(|change| change.in_words().as_str().to_owned()).collect();
    if changed.is_empty() && new_twin.is_none() {
        change.unchanged(EntityId::Client(row.id));
        return Ok(Edited { row, changed });
    }
    if after.account_number != row.account_number
        && let Set::To(number) = &edit.account_number
    {
        account_is_free(change.tx, number, Some(row.id))?;
    }
    let new_domain = after.domain.as_ref().filter(|domain| row.domain.as_deref() != Some(domain.as_str()));
    let mut similar = look_alikes(change.tx, &row, new_slug, new_domain)?;
    similar.retain(|other| {
        Some(other.id) == edit.allow_similar || !noted.iter().any(|(lookalike, _)| *lookalike == other.id)
    });
    let looks = lookalikes::Looks {
        own: Some(row.id),
        slug: Some(new_slug.unwrap_or(&row.slug)),
        domain: after.domain.as_ref(),
        name: &after.name,
    };
    let lookalike = lookalikes::allow(change.tx, similar, looks, edit.allow_similar)?;
    let audit = change.audit();
    if let Some(slug) = new_slug {
        client::rename(change.tx, row.id, &row.slug, slug, &fold(slug.as_str()), change.now, audit)?;
    }
    if after != ClientColumns::of(&row) {
        after.store(change.tx, row.id, audit)?;
    }
    for (key, value) in fields {
        client::set_field(change.tx, row.id, key.as_str(), value.as_deref(), audit)?;
    }
    if let Some(lookalike) = lookalike.filter(|_| new_twin.is_some()) {
        change.note_lookalikes(row.id, lookalike)?;
        let lookalike = client::by_id(change.tx, lookalike)?.ok_or_else(|| Error::bug("the look-alike is gone"))?;
        let allowed = format!("allowed to look like {}", named(&lookalike));
        if let AuditEvent::ClientEdit { changed, .. } = &mut event.what {
            *changed = Some(allowed.clone());
        }
        changed.push(allowed);
    }
    let row = client::by_id(change.tx, row.id)?.ok_or_else(|| Error::bug("the client is gone"))?;
    index_words(change.tx, &row)?;
    change.record(event);
    Ok(Edited { row, changed })
}

/// The clients whose slug or domain the new slug or domain looks like.
///
/// # Errors
/// `conflict` for a slug that is taken.
fn look_alikes(
    tx: &Tx<'_>,
    row: &ClientRow,
    slug: Option<&Slug>,
    domain: Option<&DomainName>,
) -> Result<Vec<ClientRow>> {
    let mut similar = lookalikes::of_domain(tx, domain, Some(row.id))?;
    if let Some(slug) = slug {
        lookalikes::slug_is_free(tx, slug, Some(row.id))?;
        similar.extend(lookalikes::of_slug(tx, slug, Some(row.id))?);
        similar.extend(lookalikes::one_letter_from(tx, slug, Some(row.id))?);
    }
    Ok(similar)
}

/// The facts that lie in the client's own row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ClientColumns {
    name: String,
    domain: Option<DomainName>,
    account_number: Option<String>,
    plan: Option<String>,
    staff: Option<StaffId>,
    language: Option<Language>,
}

impl ClientColumns {
    fn of(row: &ClientRow) -> Self {
        Self {
            name: row.name.clone(),
            domain: row.domain.clone().map(DomainName::stored),
            account_number: row.account_number.clone(),
            plan: row.plan.clone(),
            staff: row.staff,
            language: row.language,
        }
    }

    fn after(row: &ClientRow, edit: &Edit) -> Self {
        fn set<T: Clone, U>(before: Option<U>, set: &Set<T>, stored: impl Fn(T) -> U) -> Option<U> {
            match set {
                Set::Keep => before,
                Set::Clear => None,
                Set::To(value) => Some(stored(value.clone())),
            }
        }
        let before = Self::of(row);
        Self {
            name: edit.name.as_ref().map_or(before.name, |name| name.as_str().to_owned()),
            domain: set(before.domain, &edit.domain, |domain| domain),
            account_number: set(before.account_number, &edit.account_number, |number| number.to_string()),
            plan: set(before.plan, &edit.plan, |plan| plan.name().to_owned()),
            staff: set(before.staff, &edit.staff, |staff| staff),
            language: set(before.language, &edit.language, |language| language),
        }
    }

    fn store(&self, tx: &Tx<'_>, id: ClientId, audit: i64) -> Result<()> {
        let domain_fold = self.domain.as_ref().map(DomainName::fold);
        let facts = ClientFacts {
            name: &self.name,
            domain: self.domain.as_ref().map(DomainName::as_str).zip(domain_fold.as_deref()),
            account_number: self.account_number.as_deref(),
            plan: self.plan.as_deref(),
            staff: self.staff,
            language: self.language,
        };
        client::update(tx, id, &facts, audit)
    }
}

/// What differs between the two.
fn differences(tx: &Tx<'_>, row: &ClientRow, after: &ClientColumns, slug: Option<&Slug>) -> Result<Event> {
    let name = |staff: Option<StaffId>| -> Result<Option<String>> {
        let row = staff.map(|staff| staff::by_id(tx, staff)).transpose()?.flatten();
        Ok(row.map(|row| row.member.os_user))
    };
    let before = ClientColumns::of(row);
    let domain = |facts: &ClientColumns| facts.domain.as_ref().map(|domain| domain.as_str().to_owned());
    let unchanged = slug.is_none().then(|| row.slug.clone());
    let event = Event::from(AuditEvent::ClientEdit { id: row.id, slug: unchanged, changed: None })
        .changing(Field::Slug, &row.slug, slug.unwrap_or(&row.slug))
        .changing(Field::Name, before.name.as_str(), after.name.as_str())
        .changing_option(Field::Domain, domain(&before), domain(after))
        .changing_option(Field::AccountNumber, before.account_number.as_ref(), after.account_number.as_ref())
        .changing_option(Field::Plan, before.plan.as_ref(), after.plan.as_ref())
        .changing_option(Field::Language, before.language, after.language);
    Ok(event.changing_option(Field::Staff, name(before.staff)?, name(after.staff)?))
}
