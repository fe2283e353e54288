//! Staff: who may use the tool at all.

use crate::app::env::Directory;
use crate::domain::actor::StaffRights;
use crate::domain::authority::Target;
use crate::domain::event::Event;
use crate::domain::id::EntityId;
use crate::domain::name::Name;
use crate::error::{Error, Result};
use crate::store::staff::{self, StaffKind, StaffRow};

use super::desk::Change;

/// A person or service account to be registered.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The operating-system account.
    pub os_user: String,
    /// How people call them.
    pub name: Name,
    /// Everything, or looking only.
    pub rights: StaffRights,
    /// A person, or a service account behind which people log in.
    pub kind: StaffKind,
}

/// Registers an operating-system account as staff. Saying the same again changes nothing.
///
/// # Errors
/// `usage` when the system does not know the account; `conflict` when it is registered otherwise.
pub fn add(change: &mut Change<'_>, wanted: &Wanted, directory: &Directory) -> Result<StaffRow> {
    change.authorise(&Target::NOTHING)?;
    let Wanted { os_user, name, rights, kind } = wanted;
    let uid = directory
        .uid_of(os_user)
        .ok_or_else(|| Error::usage(format!("this system has no account {os_user:?}")).hint("see `getent passwd`"))?;
    let known = match staff::by_uid(change.tx, uid)? {
        Some(row) => Some(row),
        None => staff::by_name(change.tx, os_user)?,
    };
    if let Some(row) = known {
        let same = row.uid == uid
            && row.member.os_user == *os_user
            && row.member.name == name.as_str()
            && row.member.rights == *rights
            && row.kind == *kind;
        if same {
            change.unchanged(EntityId::Staff(row.member.id));
            return Ok(row);
        }
        return Err(Error::conflict(format!("{os_user} is registered already, otherwise than said"))
            .hint("see `partnerctl staff list`; change it with `partnerctl staff edit`"));
    }
    let id = staff::insert(change.tx, uid, os_user, name.as_str(), *rights, *kind, change.now)?;
    change.record(Event::new("staff.add", EntityId::Staff(id)).with("os_user", os_user).with("rights", rights.name()));
    staff::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the new staff row is not there"))
}
