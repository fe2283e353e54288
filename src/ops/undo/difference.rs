//! The difference that an undo makes, field by field.

use crate::domain::id::{ClientId, EntityId, InvitationId, LinkId, MailId, StaffId};
use crate::domain::mail::MailState;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::sending::end_in_words;
use crate::domain::time::Instant;
use crate::error::{Result, Sentence, sentence};
use crate::store::history::{ColumnValue, Record, Version, VersionedTable};
use crate::store::{Tx, login, staff};

use super::advice::shown;

/// What is kept next to a fact and follows from it, or says who and when: no difference worth showing.
const BOOKKEEPING: &[&str] = &[
    "email_key",
    "email_domain",
    "check_digit",
    "domain_fold",
    "client_id",
    "login_id",
    "partner_id",
    "grant_id",
    "granted_by",
    "created_at",
    "active_at",
    "activated_at",
    "closed_at",
    "ended_at",
    "ended_by",
    "linked_at",
    "answered_at",
    "answered_by",
    "associated_at",
    "associated_by",
    "mail_id",
    "reason",
    "extension_at",
    "extension_by",
    "extension_message",
];

/// One thing that undoing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The thing, as people write it: `C100001-9`, `usr_5`, `inv_3`.
    pub entity: String,
    /// Whose it is, where it is a person's.
    pub email: Option<String>,
    pub field: String,
    /// What it is now; nothing where it is not there.
    pub now: Option<String>,
    /// What it was; nothing where it was not there.
    pub then: Option<String>,
}

impl Difference {
    /// For people, each once: `role of jim@bigshoes.example from guest to admin`. An invitation and the access that it
    /// offers differ in the same way.
    pub fn in_words(differences: &[Self]) -> Vec<Sentence> {
        Self::each_once(differences.iter().map(Self::sentence))
    }

    /// The same, with whole sets of permissions by their names, as lists have them. What is stored names each.
    pub fn in_short(differences: &[Self]) -> Vec<Sentence> {
        Self::each_once(differences.iter().map(|difference| {
            match (difference.field.as_str(), &difference.now, &difference.then) {
                ("permissions" | "asked_permissions", None, _) | ("permissions" | "asked_permissions", _, None) => {
                    Self {
                        now: difference.now.as_deref().map(name_of_set),
                        then: difference.then.as_deref().map(name_of_set),
                        ..difference.clone()
                    }
                    .sentence()
                }
                _ => difference.sentence(),
            }
        }))
    }

    fn each_once(sentences: impl Iterator<Item = Sentence>) -> Vec<Sentence> {
        let mut said: Vec<Sentence> = Vec::new();
        for sentence in sentences {
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
        said
    }

    fn sentence(&self) -> Sentence {
        let whole = if ClientId::parse(&self.entity).is_ok() { "the client" } else { &self.entity };
        let of = self.email.as_deref().unwrap_or(whole);
        let field = self.field.replace('_', " ");
        match (field.as_str(), &self.now, &self.then) {
            ("permissions" | "asked permissions", Some(now), Some(then)) => {
                format!("{field} of {of}: {}", with_and_without(now, then)).into()
            }
            ("until" | "asked until", now, then) => {
                sentence![field, " of ", of, " from ", end(now.as_deref()), " to ", end(then.as_deref())]
            }
            (_, Some(now), Some(then)) => format!("{field} of {of} from {now} to {then}").into(),
            (_, None, Some(then)) => format!("{field} of {of} to {then}").into(),
            (_, Some(now), None) => format!("{field} of {of} from {now} to nothing").into(),
            (_, None, None) => format!("{field} of {of}").into(),
        }
    }

    /// A mail that will not leave, or will after all.
    pub(super) fn of_mail(mail: MailId, recipient: &str, (now, then): (MailState, MailState)) -> Self {
        Self {
            entity: mail.to_string(),
            email: Some(recipient.to_owned()),
            field: "mail".to_owned(),
            now: Some(now.name().to_owned()),
            then: Some(then.name().to_owned()),
        }
    }

    /// What differs between two versions of a row, one of which may not be there.
    pub(super) fn between(
        tx: &Tx<'_>,
        facts: &VersionedTable,
        now: Option<&Version>,
        then: Option<&Version>,
    ) -> Result<Vec<Self>> {
        let Some(row) = now.or(then) else { return Ok(Vec::new()) };
        let email = match row.user() {
            Some(user) => login::by_id(tx, user)?.map(|login| login.email.to_string()),
            _ => None,
        };
        let entity = entity(row);
        let mut found = Vec::new();
        for (column, _) in row.columns() {
            let held =
                |version: Option<&Version>| version.map_or(ColumnValue::Null, |version| version.get(column).clone());
            let (before, after) = (held(now), held(then));
            let whole = now.is_none() || then.is_none();
            let worth = if whole { facts.headline.contains(&column) } else { !BOOKKEEPING.contains(&column) };
            if worth && before != after {
                found.push(Self {
                    entity: entity.clone(),
                    email: email.clone(),
                    field: field(row, column),
                    now: value_in_words(tx, column, &before)?,
                    then: value_in_words(tx, column, &after)?,
                });
            }
        }
        Ok(found)
    }
}

fn end(until: Option<&str>) -> Sentence {
    end_in_words(until.and_then(Instant::from_rfc3339))
}

/// A whole set as lists name it: `all`, `manager's`.
fn name_of_set(names: &str) -> String {
    Permissions::from_text(names).map_or_else(|_| names.to_owned(), Role::name_of_set)
}

/// What comes to a set of permissions, and what goes.
fn with_and_without(now: &str, then: &str) -> String {
    let missing = |from: &str, of: &str| {
        let there: Vec<&str> = from.split(' ').collect();
        of.split(' ').filter(|word| !word.is_empty() && !there.contains(word)).collect::<Vec<_>>().join(", ")
    };
    let parts = [("with", missing(now, then)), ("without", missing(then, now))];
    let parts = parts.into_iter().filter(|(_, words)| !words.is_empty());
    parts.map(|(word, words)| format!("{word} {words}")).collect::<Vec<_>>().join("; ")
}

/// The thing whose row it is.
fn entity(row: &Version) -> String {
    let entity: Option<EntityId> = match row.record() {
        Record::Invitation(row) => row.id().int().map(|id| InvitationId::new(id).into()),
        Record::Link(row) => row.id().int().map(|id| LinkId::new(id).into()),
        Record::Client(_) | Record::Field(_) => row.client().map(EntityId::from),
        Record::Association(_) => row.partner().map(EntityId::from),
        _ => row.user().map(EntityId::from),
    };
    entity.map(|id| id.to_string()).unwrap_or_default()
}

fn field(row: &Version, column: &str) -> String {
    match (row.record(), column) {
        (Record::Grant(_), "state") => "access".to_owned(),
        (Record::Assignment(_) | Record::Association(_), "state") => row.table.to_owned(),
        (Record::Field(row), "value") => format!("field.{}", row.field_key().text().unwrap_or_default()),
        (Record::Invitation(_), "invited_by") => "sender".to_owned(),
        (Record::Client(_), "staff_id") => "staff".to_owned(),
        (Record::Link(_), "extension_until") => "asked_until".to_owned(),
        (Record::Link(_), "extension_permissions") => "asked_permissions".to_owned(),
        (Record::Link(_), "extension_denied_at") => "denied_at".to_owned(),
        _ => column.to_owned(),
    }
}

fn value_in_words(tx: &Tx<'_>, column: &str, held: &ColumnValue) -> Result<Option<String>> {
    match (column, held) {
        ("permissions" | "asked_permissions" | "extension_permissions", ColumnValue::Text(set)) => {
            Ok(Some(Permissions::from_text(set).map_or_else(|_| set.clone(), |set| set.to_string())))
        }
        ("merged_into", ColumnValue::Int(id)) => Ok(Some(ClientId::new(*id).to_string())),
        ("staff_id", ColumnValue::Int(id)) => Ok(staff::by_id(tx, StaffId::new(*id))?.map(|row| row.member.os_user)),
        _ => Ok(shown(column, held)),
    }
}
