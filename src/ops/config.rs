//! The settings that all staff share: kept in the database, audited (SPEC 4).

use crate::app::settings;
use crate::domain::authority::Target;
use crate::domain::event::Event;
use crate::domain::id::EntityId;
use crate::error::Result;
use crate::store::{Tx, house};

use super::desk::Change;
use super::wording;

/// What a change of a setting found before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// It was not set.
    Unset,
    /// It had another value.
    Other,
    /// It is as asked already.
    Same,
}

/// The value that holds: the one that is set, else the default.
///
/// # Errors
/// `usage` when there is no such setting.
pub fn value(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    let known = settings::known(key)?;
    Ok(house::setting(tx, key)?.or_else(|| known.default.map(str::to_owned)))
}

/// A setting and a value that it accepts.
#[derive(Debug)]
pub struct Accepted<'a> {
    key: &'a str,
    value: &'a str,
}

/// Looks at a value, and at the files that it names: before the database is locked.
///
/// # Errors
/// `usage` when there is no such setting, or it does not accept the value.
pub fn accept<'a>(key: &'a str, value: &'a str) -> Result<Accepted<'a>> {
    settings::known(key)?.check(key, value)?;
    if key == wording::SETTING {
        wording::accepts(value).map_err(|error| error.context(key))?;
    }
    Ok(Accepted { key, value })
}

/// Sets a setting.
///
/// # Errors
/// `denied`, `failed`.
pub fn set(change: &mut Change<'_>, &Accepted { key, value }: &Accepted<'_>) -> Result<Before> {
    change.authorise(&Target::NOTHING)?;
    let former = house::setting(change.tx, key)?;
    let entity = EntityId::Config(key.to_owned());
    if former.as_deref() == Some(value) {
        change.unchanged(entity);
        return Ok(Before::Same);
    }
    house::set(change.tx, key, value, change.now, change.actor.audit_name())?;
    let event = Event::new("config.set", entity).with("value", value);
    change.record(match &former {
        Some(former) => event.with("former", former),
        None => event,
    });
    Ok(if former.is_some() { Before::Other } else { Before::Unset })
}

/// Takes a setting away, so that its default holds again.
///
/// # Errors
/// `usage` when there is no such setting.
pub fn unset(change: &mut Change<'_>, key: &str) -> Result<Before> {
    settings::known(key)?;
    change.authorise(&Target::NOTHING)?;
    let entity = EntityId::Config(key.to_owned());
    match house::setting(change.tx, key)? {
        None => {
            change.unchanged(entity);
            Ok(Before::Unset)
        }
        Some(former) => {
            house::unset(change.tx, key)?;
            change.record(Event::new("config.unset", entity).with("former", former));
            Ok(Before::Other)
        }
    }
}
