//! Clients: making them, with their prepared owners; nothing is mailed and no one gets in
//! (docs/reference.md#preparing).

mod account;
pub mod card;
pub mod close;
pub mod edit;
mod existing;
pub mod find;
pub mod import;
pub mod list;
pub mod lookalikes;
mod record;

use crate::domain::account_number::AccountNumber;
use crate::domain::actor::Actor;
use crate::domain::audit_event::{AuditEvent, Event};
use crate::domain::authority::{Target, Verb};
use crate::domain::choice;
use crate::domain::client::ClientRow;
use crate::domain::confusable::fold;
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::field::FieldKey;
use crate::domain::id::{ClientId, EntityId, StaffId, UserId};
use crate::domain::language::Language;
use crate::domain::login::{LoginRow, LoginState, PasswordDuty};
use crate::domain::name::Name;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, Wanted, hint};
use crate::store::client::{self, NewClient, Trait};
pub use crate::store::client::{by_id, by_slug, knows_field};
pub use crate::store::client_list::{ClientEntry, ClientFilter, Lister, looked_after_by};
use crate::store::grant::{self, NewGrant};
use crate::store::login::{self, NewLogin};
use crate::store::{Tx, client_word, staff};
pub use account::account_is_free;

use super::concerned::Concerned;
use super::dedicated::must_not_be_dedicated_elsewhere;
use super::person_name::{NameEdit, edited, others as shown_elsewhere, set as set_name, split_name};
use super::unit_of_work::Change;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PricePlan {
    Starter,
    Pro,
}

impl PricePlan {
    pub const ALL: [Self; 2] = [Self::Starter, Self::Pro];

    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Pro => "pro",
        }
    }
}

choice::words!(PricePlan, "a plan");

impl PricePlan {
    /// As [`PricePlan::parse`], in capitals or not, as other systems write it.
    ///
    /// # Errors
    /// `usage` for any other word.
    pub fn read(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|plan| plan.name().eq_ignore_ascii_case(text));
        found.map_or_else(|| Self::parse(text), Ok)
    }
}

/// Where a slug comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlugWish {
    /// Given by hand: then it must also not be one letter away from another (docs/reference.md#never-the-wrong-client).
    Given(Slug),
    /// From another system, in a table: to compare each one letter by letter would take milliseconds a row.
    Imported(Slug),
    /// Derived from the name of one client; its number is appended where that is taken, or could be taken for another.
    Derived,
    /// The same in a table, where one letter is enough of a difference.
    DerivedInTable,
}

/// An owner of a client to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOwner {
    pub email: Email,
    /// Their name, if it is known; used where they have none yet.
    pub name: Option<Name>,
}

/// A client to be made.
#[derive(Debug, Clone)]
pub struct AddClient {
    pub name: Name,
    pub slug: SlugWish,
    /// Its owners: one, or several co-owners.
    pub owners: Vec<NewOwner>,
    pub domain: Option<DomainName>,
    /// Its number in the billing system.
    pub account_number: Option<AccountNumber>,
    pub plan: Option<PricePlan>,
    /// The language of mails and pages.
    pub language: Option<Language>,
    /// The support person in charge.
    pub staff: Option<StaffId>,
    pub fields: Vec<(FieldKey, String)>,
    /// The look-alike that may look alike.
    pub allow_similar: Option<ClientId>,
}

/// Whether a client was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Making {
    Created,
    /// It exists already, as it was wanted.
    Unchanged,
}

/// A client that was made, or exists already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub row: ClientRow,
    pub making: Making,
    /// The look-alike that was allowed next to it.
    pub lookalikes: Vec<(ClientId, Slug)>,
    /// Others with the same name, which `client add` only warns of; an import refuses them.
    pub same_name: Vec<ClientRow>,
}

/// Makes a client in the state draft with its prepared owners, unless it exists already.
///
/// # Errors
/// `conflict` when it exists and differs, and as [`add`].
pub fn add_once(change: &mut Change<'_>, wanted: &AddClient) -> Result<Added> {
    change.authorise(&Target::NOTHING)?;
    let Some(row) = existing::as_wanted(change.tx, wanted)? else {
        wanted.owners.iter().try_for_each(|owner| must_have_no_other_name(change.tx, owner))?;
        return add(change, wanted);
    };
    change.unchanged(EntityId::Client(row.id));
    let lookalikes = client::lookalikes(change.tx, row.id)?;
    Ok(Added { row, making: Making::Unchanged, lookalikes, same_name: Vec::new() })
}

/// What exists already of a client that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Existing {
    /// The client itself, as it is wanted.
    AsWanted,
    /// Other open clients with its name, but for one that it may look like.
    Namesakes(Vec<ClientRow>),
}

/// Whether a client exists already, or others with its name.
///
/// # Errors
/// `conflict` when it exists and differs.
pub fn existing(tx: &Tx<'_>, wanted: &AddClient) -> Result<Existing> {
    if existing::as_wanted(tx, wanted)?.is_some() {
        return Ok(Existing::AsWanted);
    }
    let mut rows = lookalikes::of_name(tx, &wanted.name, None)?;
    rows.retain(|row| Some(row.id) != wanted.allow_similar);
    Ok(Existing::Namesakes(rows))
}

/// Makes a client in the state draft with its prepared owners.
///
/// # Errors
/// `conflict` when slug, account number or domain are taken or look like another's; `denied`.
pub fn add(change: &mut Change<'_>, wanted: &AddClient) -> Result<Added> {
    change.authorise(&Target::NOTHING)?;
    if wanted.owners.is_empty() {
        return Err(
            Error::usage("a client needs an owner").hint(hint!["name one with ", Flag::Owner.with(&Wanted("EMAIL"))])
        );
    }
    if let Some(number) = &wanted.account_number {
        account_is_free(change.tx, number, None)?;
    }
    let (slug, mut similar) = choose_slug(change.tx, wanted)?;
    similar.extend(lookalikes::of_domain(change.tx, wanted.domain.as_ref(), None)?);
    let looks = lookalikes::Looks {
        own: None,
        slug: slug.as_ref(),
        domain: wanted.domain.as_ref(),
        name: wanted.name.as_str(),
    };
    let allowed = lookalikes::allow(change.tx, similar, looks, wanted.allow_similar)?;
    let id = client::next_id(change.tx)?;
    let slug = slug.unwrap_or_else(|| Slug::numbered(wanted.name.as_str(), id));
    if !matches!(wanted.slug, SlugWish::Given(_) | SlugWish::Imported(_)) {
        lookalikes::slug_is_free(change.tx, &slug, None)?;
    }
    let domain_fold = wanted.domain.as_ref().map(DomainName::fold);
    let new = NewClient {
        id,
        slug: &slug,
        slug_fold: &fold(slug.as_str()),
        name: wanted.name.as_str(),
        domain: wanted.domain.as_ref().map(DomainName::as_str).zip(domain_fold.as_deref()),
        account_number: wanted.account_number.as_ref().map(AccountNumber::as_str),
        plan: wanted.plan.map(PricePlan::name),
        staff: wanted.staff,
        language: wanted.language,
    };
    change.makes_client(id)?;
    client::insert(change.tx, &new, change.now, change.audit())?;
    for (key, value) in &wanted.fields {
        client::set_field(change.tx, id, key.as_str(), Some(value), change.audit())?;
    }
    if let Some(lookalike) = allowed {
        change.note_lookalikes(id, lookalike)?;
    }
    let row = by_id(change.tx, id)?.ok_or_else(|| Error::bug("the new client is not there"))?;
    let mut named = Vec::new();
    for owner in &wanted.owners {
        named.extend(prepare_owner(change, &row, owner)?);
    }
    client_word::add(change.tx, &row, wanted.fields.iter().map(|(_, value)| value.as_str()))?;
    client::add_name_key(change.tx, id, &row.name)?;
    let owners = wanted.owners.iter().map(|owner| owner.email.clone()).collect();
    change.record(match change.verb() {
        Verb::ClientImport => AuditEvent::ClientImport { id, slug, owners },
        _ => AuditEvent::ClientAdd { id, slug, owners },
    });
    named.into_iter().for_each(|event| change.record(event));
    let mut same_name = match change.verb() {
        Verb::ClientImport => Vec::new(),
        _ => lookalikes::of_name(change.tx, &wanted.name, Some(id))?,
    };
    same_name.retain(|row| Some(row.id) != allowed);
    let lookalikes = if allowed.is_some() { client::lookalikes(change.tx, id)? } else { Vec::new() };
    Ok(Added { row, making: Making::Created, lookalikes, same_name })
}

/// Refuses an owner who is known by another name: a name fills an empty one and replaces none.
fn must_have_no_other_name(tx: &Tx<'_>, owner: &NewOwner) -> Result<()> {
    let (Some(name), Some(login)) = (&owner.name, login::by_key(tx, owner.email.key())?) else { return Ok(()) };
    if login.name().is_empty() || !NameEdit::full(name).changes_in_full(&login) {
        return Ok(());
    }
    Err(Error::conflict(format!("{} is called {:?}, not {:?}", login.email, login.name(), name.as_str())).hint(hint![
        "if it is the same person, leave ",
        Flag::OwnerName,
        " out; else the address is wrong"
    ]))
}

/// The logins that `client add` names in passing, each with its name and the clients that show it.
pub fn named_owners(
    tx: &Tx<'_>,
    actor: &Actor,
    wanted: &AddClient,
    now: Instant,
) -> Result<Vec<(UserId, NameEdit, Concerned)>> {
    let mut named = Vec::new();
    if !matches!(existing::as_wanted(tx, wanted), Ok(None)) {
        return Ok(named);
    }
    for owner in &wanted.owners {
        let (Some(name), Some(login)) = (&owner.name, login::by_key(tx, owner.email.key())?) else { continue };
        if login.name().is_empty() {
            let others = shown_elsewhere(tx, actor, None, &login, now)?;
            named.push((login.id, NameEdit::full(name), others));
        }
    }
    named.retain(|(_, _, others)| !others.is_empty());
    Ok(named)
}

/// Prepares the grant of an owner, and the login where the address has none; the event of a name that it fills in.
fn prepare_owner(change: &mut Change<'_>, client: &ClientRow, owner: &NewOwner) -> Result<Option<Event>> {
    let (first, last) = owner.name.as_ref().map_or(("", ""), |name| split_name(name.as_str()));
    let login = find_or_prepare_login(change, &owner.email, (first, last))?;
    must_not_be_dedicated_elsewhere(change, client, &login)?;
    let name = owner.name.as_ref().filter(|_| login.name().is_empty());
    let named = match name {
        Some(name) => {
            let changed = set_name(change, Some(client.id), &login, &NameEdit::full(name))?;
            Some(edited(&login).with_change(changed))
        }
        None => None,
    };
    let client = client.id;
    if grant::open(change.tx, client, login.id)?.is_some() {
        return Ok(named);
    }
    let terms = Terms { role: Role::Owner, permissions: Role::Owner.default_permissions(), until: None };
    let new = NewGrant { client, user: login.id, terms, for_partner: None, granted_by: change.actor.author() };
    grant::prepare(change.tx, &new, change.now, change.audit())?;
    Ok(named)
}

/// The login of an address, made in the state prepared and with first and last name where there is none.
pub fn find_or_prepare_login(change: &mut Change<'_>, email: &Email, names: (&str, &str)) -> Result<LoginRow> {
    if let Some(login) = login::by_key(change.tx, email.key())? {
        change.about_user(login.id);
        return Ok(login);
    }
    prepare_login(change, email, names, None)
}

/// Makes the login of an address that has none, in the state prepared.
pub fn prepare_login(
    change: &mut Change<'_>,
    email: &Email,
    (first, last): (&str, &str),
    language: Option<Language>,
) -> Result<LoginRow> {
    let mailbox = change.mailbox_of(email)?;
    let new = NewLogin {
        email,
        first_name: first,
        last_name: last,
        state: LoginState::Prepared,
        duty: PasswordDuty::None,
        mailbox,
        language,
    };
    let id: UserId = login::insert(change.tx, &new, change.now, change.audit())?;
    change.about_user(id);
    Ok(LoginRow {
        id,
        email: email.clone(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        state: new.state,
        duty: new.duty,
        mailbox: new.mailbox,
        activated_at: None,
        language,
        version: 1,
    })
}

/// The support person with this account name; `me` is the caller.
///
/// # Errors
/// `usage` when no one is.
pub fn staff_named(tx: &Tx<'_>, change_by: &str, name: &str) -> Result<StaffId> {
    let wanted = if name == "me" { change_by } else { name };
    staff::by_name(tx, wanted)?
        .map(|row| row.member.id)
        .ok_or_else(|| Error::usage(format!("{wanted:?} is not staff")).hint(hint!["see ", Verb::StaffList.step()]))
}

/// The slug as it is wished for, and what looks like it; none where the client's number must be a part of it.
fn choose_slug(tx: &Tx<'_>, wanted: &AddClient) -> Result<(Option<Slug>, Vec<ClientRow>)> {
    match &wanted.slug {
        SlugWish::Given(slug) => {
            lookalikes::slug_is_free(tx, slug, None)?;
            let mut similar = lookalikes::of_slug(tx, slug, None)?;
            similar.extend(lookalikes::one_letter_from(tx, slug, None)?);
            Ok((Some(slug.clone()), similar))
        }
        SlugWish::Imported(slug) => {
            lookalikes::slug_is_free(tx, slug, None)?;
            Ok((Some(slug.clone()), lookalikes::of_slug(tx, slug, None)?))
        }
        SlugWish::Derived | SlugWish::DerivedInTable => {
            let derived = Slug::derive(wanted.name.as_str());
            let is_in_table = wanted.slug == SlugWish::DerivedInTable;
            let is_own = |slug: &Slug| -> Result<bool> {
                Ok(client::slug_owner(tx, slug.as_str())?.is_none()
                    && client::by_trait(tx, Trait::Account(slug.as_str()), 1)?.is_empty()
                    && lookalikes::of_slug(tx, slug, None)?.is_empty()
                    && (is_in_table || lookalikes::one_letter_from(tx, slug, None)?.is_empty()))
            };
            match derived {
                Some(slug) if is_own(&slug)? => Ok((Some(slug), Vec::new())),
                _ => Ok((None, Vec::new())),
            }
        }
    }
}

/// Writes what a client is found by, with all its fields stored: its words for `client find`, and the key of its name.
pub fn index_words(tx: &Tx<'_>, row: &ClientRow) -> Result<()> {
    client_word::set(tx, row)?;
    client::set_name_key(tx, row.id, &row.name)
}
