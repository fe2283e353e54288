//! The options that give back an access or a link as it was before a change ended it: no permission more, and no later
//! end.

use crate::domain::id::{LinkId, PartnerId};
use crate::domain::link::LINK_DEFAULT;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::time::{Instant, Span};
use crate::error::{Flag, Given, Result, ToValue};
use crate::store::history::tables::{ACCESS_GRANT, GrantVersion, LINK, LOGIN, LinkVersion};
use crate::store::history::{ChangeRecord, Record, Version};
use crate::store::{Tx, login, partner};

/// An access or a link before it ended.
#[derive(Debug)]
pub(super) struct Former {
    pub flags: Vec<Given>,
    /// The slug of the partner whose dedicated user it was.
    pub dedicated_to: Option<String>,
}

/// What the change ended; nothing where no row of the history says so.
pub(super) fn terms(tx: &Tx<'_>, done: &ChangeRecord) -> Result<Option<Former>> {
    if done.entity.as_deref().is_some_and(LinkId::looks_like) {
        let links = LINK.then(tx, done.number)?;
        let first = links.first().map(Version::record);
        let Some(Record::Link(link)) = first else { return Ok(None) };
        return Ok(Some(Former { flags: of_link(link, done.at), dedicated_to: None }));
    }
    let ended = ACCESS_GRANT.then(tx, done.number)?;
    let ended = ended.iter().find(|grant| is_of(grant, done)).map(Version::record);
    let Some(Record::Grant(grant)) = ended else { return Ok(None) };
    let partner = grant.for_partner().int().map(|id| partner::by_id(tx, PartnerId::new(id))).transpose()?;
    let dedicated_to = partner.flatten().map(|partner| partner.slug.to_string());
    Ok(Some(Former { flags: of_grant(grant), dedicated_to }))
}

/// The options of `user edit` that give the person the name of before the change; nothing where it had none, or has it
/// still or again.
pub(super) fn names(tx: &Tx<'_>, done: &ChangeRecord) -> Result<Vec<Given>> {
    let before = LOGIN.then(tx, done.number)?;
    let before = before.iter().find(|login| is_of(login, done));
    let (Some(Record::Login(then)), Some(user)) = (before.map(Version::record), before.and_then(Version::user)) else {
        return Ok(Vec::new());
    };
    let Some(now) = login::by_id(tx, user)? else { return Ok(Vec::new()) };
    let names =
        [(Flag::FirstName, then.first_name(), now.first_name), (Flag::LastName, then.last_name(), now.last_name)];
    let names = names.into_iter().filter_map(|(flag, then, now)| Some((flag, then.text()?, now)));
    let former = names.filter(|(_, then, now)| !then.is_empty() && *then != now.as_str());
    Ok(former.map(|(flag, then, _)| Given::Option(flag, then.to_value())).collect())
}

/// Whether the row is that of the person whom the change was about.
fn is_of(row: &Version, done: &ChangeRecord) -> bool {
    row.user().is_some_and(|user| done.entity.as_deref() == Some(user.to_string().as_str()))
}

fn of_grant(grant: GrantVersion<'_>) -> Vec<Given> {
    let role = grant.role().text().unwrap_or_default();
    let permissions = grant.permissions().text().unwrap_or_default();
    let default = Role::parse(role).map(Role::default_permissions).ok();
    let mut flags = vec![Given::Role(role.to_value())];
    flags.extend(permissions_option(permissions, default));
    if let Some(until) = grant.until().int() {
        flags.push(Given::Option(Flag::Until, Instant::from_ms(until).to_value()));
    }
    flags
}

/// A request gives the length of its term: what was left of it when the link ended, in whole days.
fn of_link(link: LinkVersion<'_>, ended: Instant) -> Vec<Given> {
    let permissions = link.permissions().text().or_else(|| link.asked_permissions().text()).unwrap_or_default();
    let left = link.until().int().map(|until| Instant::from_ms(until).since(ended));
    let term = left.or_else(|| link.term().int().map(Span::from_ms));
    let mut flags = Vec::from_iter(permissions_option(permissions, Some(LINK_DEFAULT)));
    if let Some(term) = term {
        let days = (term.ms() / Span::DAY.ms()).max(1);
        flags.push(Given::Option(Flag::For, format!("{days}d").to_value()));
    }
    flags
}

/// The permissions, unless these are what is given without a word of them.
fn permissions_option(stored: &str, default: Option<Permissions>) -> Option<Given> {
    match Permissions::from_text(stored) {
        Ok(permissions) if Some(permissions) == default => None,
        _ => {
            let permissions = stored.split_whitespace().collect::<Vec<_>>().join(",");
            Some(Given::Option(Flag::Permissions, permissions.to_value()))
        }
    }
}
