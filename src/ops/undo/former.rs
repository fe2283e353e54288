//! The options that give back an access or a link as it was before a change ended it: no permission more, and no later
//! end.

use crate::domain::id::{LinkId, PartnerId};
use crate::domain::link::LINK_DEFAULT;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::shell::shell_format;
use crate::domain::time::{Instant, Span};
use crate::error::Result;
use crate::store::history::tables::{ACCESS_GRANT, GrantVersion, LINK, LOGIN, LinkVersion};
use crate::store::history::{ChangeRecord, Record, Version};
use crate::store::{Tx, partner};

/// An access or a link before it ended.
#[derive(Debug)]
pub(super) struct Former {
    /// The options, each with a space before it.
    pub flags: String,
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

/// The options of `user edit` that give the person the name of before the change; nothing where it had none, or the
/// change left it.
pub(super) fn names(tx: &Tx<'_>, done: &ChangeRecord) -> Result<Option<String>> {
    let before = LOGIN.then(tx, done.number)?;
    let before = before.iter().find(|login| is_of(login, done)).map(Version::record);
    let Some(Record::Login(login)) = before else { return Ok(None) };
    let [first, last] = [login.first_name(), login.last_name()].map(|name| name.text().filter(|name| !name.is_empty()));
    let mut flags = String::new();
    flags.extend(first.map(|first| shell_format!(" --first-name {}", first)));
    flags.extend(last.map(|last| shell_format!(" --last-name {}", last)));
    Ok(Some(flags).filter(|flags| !flags.is_empty()))
}

/// Whether the row is that of the person whom the change was about.
fn is_of(row: &Version, done: &ChangeRecord) -> bool {
    row.user().is_some_and(|user| done.entity.as_deref() == Some(user.to_string().as_str()))
}

fn of_grant(grant: GrantVersion<'_>) -> String {
    let role = grant.role().text().unwrap_or_default();
    let permissions = grant.permissions().text().unwrap_or_default();
    let default = Role::parse(role).map(Role::default_permissions).ok();
    let mut flags = shell_format!(" -r {}", role);
    flags.push_str(&permissions_flag(permissions, default));
    if let Some(until) = grant.until().int() {
        flags.push_str(&shell_format!(" --until {}", Instant::from_ms(until)));
    }
    flags
}

/// A request gives the length of its term: what was left of it when the link ended, in whole days.
fn of_link(link: LinkVersion<'_>, ended: Instant) -> String {
    let permissions = link.permissions().text().or_else(|| link.asked_permissions().text()).unwrap_or_default();
    let left = link.until().int().map(|until| Instant::from_ms(until).since(ended));
    let term = left.or_else(|| link.term().int().map(Span::from_ms));
    let mut flags = permissions_flag(permissions, Some(LINK_DEFAULT));
    if let Some(term) = term {
        let days = (term.ms() / Span::DAY.ms()).max(1);
        flags.push_str(&shell_format!(" --for {}", format!("{days}d")));
    }
    flags
}

/// `--permissions`, unless these are what the command gives without it.
fn permissions_flag(stored: &str, default: Option<Permissions>) -> String {
    match Permissions::from_text(stored) {
        Ok(permissions) if Some(permissions) == default => String::new(),
        _ => shell_format!(" --permissions {}", stored.split_whitespace().collect::<Vec<_>>().join(",")),
    }
}
