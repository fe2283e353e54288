//! `partnerctl config`: the settings that all staff of a database share.

mod get;
mod list;
mod set;
mod unset;

use super::command::{CommandEntry, Noun};
use crate::error::{Error, Result};
use crate::output::Columns;
use crate::output::columns::{id, text};

/// `partnerctl config VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "config",
    about: "Settings, kept in the database, so that all staff share them",
    verbs: &[
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<get::Get>(),
        CommandEntry::of::<set::Set>(),
        CommandEntry::of::<unset::Unset>(),
    ],
};

/// Columns of a command that changed a setting.
const CHANGED: Columns = Columns::new(&[id("setting_key"), text("value"), text("result")]);

/// The key as it is named, without blanks around it.
///
/// # Errors
/// `usage` when it is a family instead of one of it.
fn one_key(typed: &str) -> Result<&str> {
    let key = typed.trim();
    if key.ends_with('.') {
        return Err(Error::usage(format!("{key:?} is a family of settings"))
            .advice(format!("name one of it, for instance `{key}welcome`")));
    }
    Ok(key)
}
