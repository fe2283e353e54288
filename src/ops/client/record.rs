//! What a row of a table says of a client.

use crate::domain::account_number::AccountNumber;
use crate::domain::domain_name::DomainName;
use crate::domain::field::FieldKey;
use crate::domain::id::{ClientId, StaffId};
use crate::domain::language::Language;
use crate::domain::name::Name;
use crate::domain::slug::Slug;

use super::{NewOwner, PricePlan};

/// What a row says of a client. What it does not say stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Its id, in a table that was exported here.
    pub id: Option<ClientId>,
    pub slug: Option<Slug>,
    pub name: Option<Name>,
    pub owners: Vec<NewOwner>,
    /// Whether these are all of them.
    pub owners_are: Owners,
    pub domain: Option<DomainName>,
    /// Its number in that system.
    pub account_number: Option<AccountNumber>,
    pub plan: Option<PricePlan>,
    /// The language of mails and pages.
    pub language: Option<Language>,
    /// The support person in charge.
    pub staff: Option<StaffId>,
    pub fields: Vec<(FieldKey, String)>,
    /// The look-alike that a new client may look like.
    pub allow_similar: Option<ClientId>,
}

/// Whether a record names all owners of its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Owners {
    /// It does: a client with another one differs.
    #[default]
    All,
    /// It names some: a row for each contact.
    Some,
}
