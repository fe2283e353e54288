//! The settings that all staff share: kept in the database, audited (docs/reference.md#commands).

use std::path::Path;

use crate::app::files::Sharing;
use crate::app::settings;
use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::Target;
use crate::domain::id::EntityId;
use crate::domain::language::Language;
use crate::domain::notice;
use crate::error::{Error, Result};
use crate::mail::Transport as _;
use crate::mail::sendmail::Sendmail;
use crate::mail::smtp::PasswordFile;
pub use crate::store::database_info::{setting as set_value, settings as set_values};
use crate::store::{Tx, database_info};

pub use super::setting::value;

use super::unit_of_work::Change;
use super::{custom_templates, provision};

/// What `notify.all` comes to for a kind of notification; nothing for any other key.
pub fn value_for_all_kinds(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    if !notice::is_of_kind(key) {
        return Ok(None);
    }
    let all = set_value(tx, &notice::all_key())?;
    Ok(all.and_then(|all| notice::of_all(key, &all)).map(|timing| timing.name().to_owned()))
}

/// What a change of a setting found before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// It was not set.
    Unset,
    Other,
    /// It is as asked already.
    Same,
}

/// A setting and a value that it accepts.
#[derive(Debug)]
pub struct Accepted<'a> {
    key: &'a str,
    value: &'a str,
}

/// Looks at a value, and at the files that it names, templates, a program, a secret: before the database is locked.
/// `language` is that of the desk.
///
/// # Errors
/// `usage` when there is no such setting, or it does not accept the value.
pub fn accept<'a>(key: &'a str, value: &'a str, sharing: Sharing, language: Language) -> Result<Accepted<'a>> {
    settings::known(key)?.check(key, value)?;
    let path = Path::new(value);
    let looked = match key {
        custom_templates::SETTING => custom_templates::accepts(value, language),
        "links.provisioner" => provision::look(path, sharing.group()),
        "mail.sendmail.program" if path.exists() => Sendmail::by(value, sharing.group()).check().map(drop),
        "mail.smtp.password_file" if path.exists() => {
            PasswordFile { path: path.to_owned(), group: sharing.group() }.check()
        }
        _ => Ok(()),
    };
    // None of them names the setting, so that it is named here, once.
    looked.map_err(|error| {
        let refused = Error::usage(format!("{key}: {}", error.message()));
        refused.hints_of(error.hints().iter().cloned())
    })?;
    Ok(Accepted { key, value })
}

/// Sets a setting.
///
/// # Errors
/// `denied`, `failed`.
pub fn set(change: &mut Change<'_>, &Accepted { key, value }: &Accepted<'_>) -> Result<Before> {
    change.authorise(&Target::NOTHING)?;
    let former = database_info::setting(change.tx, key)?;
    let entity = EntityId::Config(key.to_owned());
    if former.as_deref() == Some(value) {
        change.unchanged(entity);
        return Ok(Before::Same);
    }
    database_info::set(change.tx, key, value, change.now, change.actor.audit_name())?;
    let event = Event::from(AuditEvent::ConfigSet { id: entity });
    change.record(event.changing_option(Field::Value, former.as_deref(), Some(value)));
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
    match database_info::setting(change.tx, key)? {
        None => {
            change.unchanged(entity);
            Ok(Before::Unset)
        }
        Some(former) => {
            database_info::unset(change.tx, key)?;
            let event = Event::from(AuditEvent::ConfigUnset { id: entity });
            change.record(event.changing_option(Field::Value, Some(former), None::<&str>));
            Ok(Before::Other)
        }
    }
}
