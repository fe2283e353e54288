//! Staff: who may use the tool at all.

use crate::app::env::Directory;
use crate::domain::actor::{PAGES, StaffKind, StaffRights, StaffRow};
use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::{Target, Verb};
use crate::domain::id::EntityId;
use crate::domain::name::Name;
use crate::domain::reference::near_misses;
use crate::error::{Error, Flag, Hint, Result, System, Wanted, hint};
pub use crate::store::staff::list;
use crate::store::{Tx, staff};

use super::unit_of_work::Change;

/// A person or service account to be registered.
#[derive(Debug, Clone)]
pub struct AddStaff {
    pub os_user: String,
    pub name: Name,
    /// Everything, or looking only.
    pub rights: StaffRights,
    /// A person, or a service account behind which people log in.
    pub kind: StaffKind,
}

/// What is to be otherwise about a registration. What is not said stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub name: Option<Name>,
    pub rights: Option<StaffRights>,
    /// A person, or a service account.
    pub kind: Option<StaffKind>,
}

/// Registers an operating-system account as staff. Saying the same again changes nothing.
///
/// # Errors
/// `usage` when the system does not know the account; `conflict` when it is registered otherwise.
pub fn add(change: &mut Change<'_>, wanted: &AddStaff, directory: &Directory) -> Result<StaffRow> {
    change.authorise(&Target::NOTHING)?;
    let AddStaff { os_user, name, rights, kind } = wanted;
    let uid = number_of(change.tx, os_user, directory)?;
    let known = match staff::by_uid(change.tx, uid)? {
        Some(row) => Some(row),
        None => staff::by_name(change.tx, os_user)?,
    };
    if let Some(row) = known {
        must_be_the_same(&row, wanted, uid)?;
        change.unchanged(EntityId::Staff(row.member.id));
        return Ok(row);
    }
    let id = staff::insert(change.tx, uid, os_user, name.as_str(), *rights, *kind, change.now)?;
    change.record(AuditEvent::StaffAdd { id, os_user: os_user.clone(), rights: rights.name().to_owned() });
    staff::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the new staff row is not there"))
}

/// The number of an account of this system, or of a role of the server.
///
/// # Errors
/// `usage` when there is none of this name.
pub(super) fn number_of(tx: &Tx<'_>, os_user: &str, directory: &Directory) -> Result<u32> {
    if tx.role().is_some() {
        return tx.role_number(os_user)?.ok_or_else(|| {
            Error::usage(format!("the database server has no role {os_user:?}"))
                .hint(Hint::plain("have it made by who administers the database, as a member of the role NAME_staff"))
        });
    }
    directory.uid_of(os_user).ok_or_else(|| {
        Error::usage(format!("this system has no account {os_user:?}")).hint(hint!["see ", System::ListAccounts])
    })
}

/// Changes the name, the rights or the kind of a registration.
///
/// # Errors
/// `not_found`; `conflict` when no other person with full rights would be left (docs/reference.md#data).
pub fn edit(change: &mut Change<'_>, os_user: &str, edit: &Edit) -> Result<StaffRow> {
    change.authorise(&Target::NOTHING)?;
    let row = staff::by_name(change.tx, os_user)?.map_or_else(|| Err(unknown(change.tx, os_user)?), Ok)?;
    let id = row.member.id;
    let name = edit.name.as_ref().map_or(row.member.name.as_str(), Name::as_str);
    let rights = edit.rights.unwrap_or(row.member.rights);
    let kind = edit.kind.unwrap_or(row.kind);
    if (name, rights, kind) == (row.member.name.as_str(), row.member.rights, row.kind) {
        change.unchanged(EntityId::Staff(id));
        return Ok(row);
    }
    if (rights, kind) != (StaffRights::Full, StaffKind::Person) {
        must_not_be_the_last(change.tx, &row)?;
    }
    staff::update(change.tx, id, name, rights, kind)?;
    let event = Event::from(AuditEvent::StaffEdit { id, os_user: os_user.to_owned() })
        .changing(Field::Name, row.member.name.as_str(), name)
        .changing(Field::Rights, row.member.rights.name(), rights.name())
        .changing(Field::Kind, row.kind.name(), kind.name());
    change.record(event);
    staff::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the staff row is gone"))
}

/// Ends a registration: from now on the account may not use the tool. What it did stays on record.
///
/// # Errors
/// `not_found`; `conflict` when no other person with full rights would be left (docs/reference.md#data).
pub fn remove(change: &mut Change<'_>, os_user: &str) -> Result<StaffRow> {
    change.authorise(&Target::NOTHING)?;
    let Some(row) = staff::by_name(change.tx, os_user)? else {
        let removed = staff::latest(change.tx, os_user)?.map_or_else(|| Err(unknown(change.tx, os_user)?), Ok)?;
        change.unchanged(EntityId::Staff(removed.member.id));
        return Ok(removed);
    };
    must_not_be_the_last(change.tx, &row)?;
    staff::remove(change.tx, row.member.id)?;
    change.record(AuditEvent::StaffRemove { id: row.member.id, os_user: os_user.to_owned() });
    Ok(row)
}

/// Whether the audit can name someone so: staff, also who was removed, or the pages.
///
/// # Errors
/// `not_found`, with similar names.
pub fn was_known(tx: &Tx<'_>, os_user: &str) -> Result<()> {
    if os_user == PAGES || staff::latest(tx, os_user)?.is_some() { Ok(()) } else { Err(unknown(tx, os_user)?) }
}

fn must_be_the_same(row: &StaffRow, wanted: &AddStaff, uid: u32) -> Result<()> {
    let AddStaff { os_user, name, rights, kind } = wanted;
    let mut differs = Vec::new();
    for (field, holds, asked) in [
        ("account", row.member.os_user.as_str(), os_user.as_str()),
        ("uid", &row.uid.to_string(), &uid.to_string()),
        ("name", &row.member.name, name.as_str()),
        ("rights", row.member.rights.name(), rights.name()),
        ("kind", row.kind.name(), kind.name()),
    ] {
        if holds != asked {
            differs.push(format!("{field} {holds:?}, not {asked:?}"));
        }
    }
    if differs.is_empty() {
        return Ok(());
    }
    Err(Error::conflict(format!("{os_user} is staff already: {}", differs.join("; ")))
        .hint(hint!["change it with ", Verb::StaffEdit.step().about(&row.member.os_user)]))
}

/// Someone must be left who can let others in.
fn must_not_be_the_last(tx: &Tx<'_>, row: &StaffRow) -> Result<()> {
    let counts = row.member.rights == StaffRights::Full && row.kind == StaffKind::Person;
    if !counts || staff::others_with_full_rights(tx, row.member.id)? > 0 {
        return Ok(());
    }
    Err(Error::conflict(format!("{} is the last person with full rights among the staff", row.member.os_user)).hint(
        hint![
            "register a colleague first with ",
            Verb::StaffAdd.step().about(&Wanted("OSUSER")).with(Flag::Name, &Wanted("NAME"))
        ],
    ))
}

fn unknown(tx: &Tx<'_>, os_user: &str) -> Result<Error> {
    let known = list(tx)?;
    let names = known.iter().map(|row| row.member.os_user.as_str());
    let mut error = Error::not_found(format!("{os_user:?} is not staff"));
    for name in near_misses(os_user, names) {
        error = error.hint(Hint::plain(format!("there is {name}")));
    }
    Ok(error.hint(hint!["see ", Verb::StaffList.step()]))
}
