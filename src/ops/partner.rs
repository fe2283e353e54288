//! Partners: making and changing them, and finding the one that a command names.

use crate::domain::actor::{Actor, Scope};
use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::{Target, Verb};
use crate::domain::confusable::{fold, one_letter_apart};
use crate::domain::email::Email;
use crate::domain::id::{EntityId, PartnerId};
use crate::domain::name::Name;
use crate::domain::partner::PartnerRow;
use crate::domain::reference::PartnerRef;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, hint};
pub use crate::store::partner::{Counts, list, list_counted};
use crate::store::{Tx, offboarding, partner};

use super::resolve;
use super::unit_of_work::Change;

/// The shortest slug that is compared letter by letter (docs/reference.md#never-the-wrong-client).
const LONG_ENOUGH: usize = 6;

/// A partner to be made.
#[derive(Debug, Clone)]
pub struct AddPartner {
    pub name: Name,
    pub slug: Slug,
    /// Where it is written to.
    pub contact: Option<Email>,
    /// The partner that it may look like.
    pub allow_similar: Option<PartnerId>,
}

/// A partner that was made, or was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub row: PartnerRow,
    /// Others of the same name, `jims-web (ptn_1)`; only worth a warning.
    pub same_name: Vec<String>,
}

/// What is to be otherwise about a partner.
#[derive(Debug, Clone)]
pub struct Edit {
    pub name: Option<Name>,
    /// Where it is written to from now on.
    pub contact: ContactEdit,
}

/// What becomes of the contact address.
#[derive(Debug, Clone)]
pub enum ContactEdit {
    Keep,
    /// This one takes its place.
    Set(Email),
    /// There is none any more.
    Clear,
}

/// `jims-web (ptn_1)`.
pub fn named(row: &PartnerRow) -> String {
    format!("{} ({})", row.slug, row.id)
}

/// The partner that a reference names, if the actor may know of it: staff knows all, a user their own partner; any
/// other looks to them as if it were not there.
///
/// # Errors
/// `not_found`.
pub fn find(tx: &Tx<'_>, actor: &Actor, reference: &PartnerRef) -> Result<PartnerRow> {
    let Some(user) = actor.user() else { return resolve::partner(tx, reference) };
    let own = user.membership().map(|membership| partner::by_id(tx, membership.partner)).transpose()?.flatten();
    let meant = own.filter(|row| match reference {
        PartnerRef::Id(id) => row.id == *id,
        PartnerRef::Slug(slug) => row.slug == *slug,
    });
    meant.ok_or_else(|| {
        Error::not_found(format!("no partner that {} may see is named {:?}", user.email, reference.to_string()))
            .hint(Hint::plain("partner users see the partner they belong to"))
    })
}

/// The counts of a partner: of its clients, a partner user counts those in their own scope.
pub fn counts(tx: &Tx<'_>, actor: &Actor, company: &PartnerRow, now: Instant) -> Result<Counts> {
    let counts = partner::counts(tx, company.id, now)?;
    let Some(membership) = actor.user().and_then(|user| user.membership()) else { return Ok(counts) };
    if membership.reach.scope == Scope::All {
        return Ok(counts);
    }
    let linked = offboarding::reached(tx, company.id, now)?;
    let seen = linked.iter().filter(|reached| membership.reach.scope.includes(reached.client)).count();
    Ok(Counts { clients: i64::try_from(seen).unwrap_or(i64::MAX), ..counts })
}

/// Makes a partner. Saying the same again changes nothing.
///
/// # Errors
/// `conflict` when the slug is taken or could be taken for another's; `denied`.
pub fn add(change: &mut Change<'_>, wanted: &AddPartner) -> Result<Added> {
    change.authorise(&Target::NOTHING)?;
    let mut others = Vec::new();
    list(change.tx, |row| {
        others.push(row);
        Ok(())
    })?;
    if let Some(row) = others.iter().find(|row| row.slug == wanted.slug) {
        must_say_the_same(row, wanted)?;
        change.unchanged(EntityId::Partner(row.id));
        return Ok(Added { row: row.clone(), same_name: Vec::new() });
    }
    must_not_look_alike(&others, wanted)?;
    let contact = wanted.contact.as_ref().map(Email::as_str);
    let (slug, name) = (&wanted.slug, wanted.name.as_str());
    let id = partner::insert(change.tx, slug, &fold(slug.as_str()), name, contact, change.now, change.audit())?;
    change.record(AuditEvent::PartnerAdd { id, slug: slug.clone(), name: name.to_owned() });
    let row = partner::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the new partner is not there"))?;
    let same = |other: &&PartnerRow| other.name.to_lowercase() == name.to_lowercase();
    Ok(Added { row, same_name: others.iter().filter(same).map(named).collect() })
}

/// Changes the name or the contact of a partner. Its slug stays for ever: scripts and mails name it.
///
/// # Errors
/// `not_found`, `denied`; `conflict` when it is closed.
pub fn edit(change: &mut Change<'_>, id: PartnerId, edit: &Edit) -> Result<PartnerRow> {
    change.authorise(&Target::partner(id))?;
    let row = partner::by_id(change.tx, id)?.ok_or_else(|| Error::bug(format!("{id} is gone")))?;
    resolve::partner_must_be_active(&row)?;
    let name = edit.name.as_ref().map_or(row.name.as_str(), Name::as_str);
    let contact = match &edit.contact {
        ContactEdit::Keep => row.contact_email.as_deref(),
        ContactEdit::Set(email) => Some(email.as_str()),
        ContactEdit::Clear => None,
    };
    if (name, contact) == (row.name.as_str(), row.contact_email.as_deref()) {
        change.unchanged(EntityId::Partner(id));
        return Ok(row);
    }
    partner::update(change.tx, id, name, contact, change.audit())?;
    let event = Event::from(AuditEvent::PartnerEdit { id, slug: row.slug.clone() })
        .changing(Field::Name, row.name.as_str(), name)
        .changing_option(Field::ContactEmail, row.contact_email.as_deref(), contact);
    change.record(event);
    partner::by_id(change.tx, id)?.ok_or_else(|| Error::bug(format!("{id} is gone")))
}

fn must_say_the_same(row: &PartnerRow, wanted: &AddPartner) -> Result<()> {
    resolve::partner_must_be_active(row)?;
    let contact = wanted.contact.as_ref().map(Email::as_str);
    let mut differs = Vec::new();
    if row.name != wanted.name.as_str() {
        differs.push(format!("its name is {:?}, not {:?}", row.name, wanted.name.as_str()));
    }
    if contact.is_some() && contact != row.contact_email.as_deref() {
        let holds = row.contact_email.as_deref().unwrap_or("none");
        differs.push(format!("its contact is {holds}, not {}", contact.unwrap_or_default()));
    }
    if differs.is_empty() {
        return Ok(());
    }
    let mut edit = Verb::PartnerEdit.step().about(&row.slug);
    if row.name != wanted.name.as_str() {
        edit = edit.with(Flag::Name, &wanted.name);
    }
    if let Some(contact) = contact.filter(|contact| Some(*contact) != row.contact_email.as_deref()) {
        edit = edit.with(Flag::ContactEmail, &contact);
    }
    Err(Error::conflict(format!("the slug {} belongs to {}: {}", row.slug, row.id, differs.join("; ")))
        .hint(hint!["if it is the same partner, change it with ", edit])
        .hint(Hint::plain("else choose another slug"))
        .fact("partner_id", row.id.to_string()))
}

/// Refuses a slug that could be taken for another partner's, unless that one is named.
fn must_not_look_alike(others: &[PartnerRow], wanted: &AddPartner) -> Result<()> {
    let slug = wanted.slug.as_str();
    let alike = |other: &&PartnerRow| {
        let other = other.slug.as_str();
        let long = other.len() >= LONG_ENOUGH && slug.len() >= LONG_ENOUGH;
        fold(other) == fold(slug) || long && one_letter_apart(other, slug)
    };
    let similar: Vec<&PartnerRow> = others.iter().filter(alike).collect();
    if let Some(row) = similar.iter().find(|row| Some(row.id) != wanted.allow_similar) {
        return Err(Error::conflict(format!("{slug} could be taken for {} {}", named(row), row.name))
            .hint(Hint::plain("choose a slug that no one can confuse with it"))
            .hint(hint!["if the two must look alike, add ", Flag::AllowSimilar.with(&row.id)])
            .fact("other_partner_id", row.id.to_string())
            .fact("other_partner", row.slug.to_string()));
    }
    match wanted.allow_similar {
        Some(id) if similar.is_empty() => {
            Err(Error::usage(format!("{} names {id}, which does not look alike", Flag::AllowSimilar))
                .hint(Hint::plain("leave it out")))
        }
        _ => Ok(()),
    }
}
