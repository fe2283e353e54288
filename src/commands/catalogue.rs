//! Every command with its full name, for what lists or explains them.

use crate::domain::class::Class;
use crate::error::{Error, Result};

use super::command::{self, CommandEntry};
use super::{NOUNS, line};

/// Every command with its full name.
pub fn all() -> impl Iterator<Item = (String, &'static CommandEntry)> {
    NOUNS.iter().flat_map(|noun| {
        noun.verbs.iter().map(|entry| (format!("{} {}", noun.name, entry.name).trim_start().to_owned(), entry))
    })
}

/// The class of the first example that shows the command.
pub fn plain_class(name: &str, entry: &CommandEntry) -> Result<Class> {
    let lost = || Error::bug(format!("`{name}` has no example that shows it"));
    for call in entry.examples.iter().flat_map(|example| line::calls(example)) {
        let Ok(matches) = command::tree().try_get_matches_from(call) else { continue };
        let (found, inner, _) = command::find(&matches)?;
        if std::ptr::eq(found, entry) {
            return found.class(inner);
        }
    }
    Err(lost())
}

/// The full name of a command.
pub fn name_of(entry: &CommandEntry) -> String {
    all().find(|(_, found)| std::ptr::eq(*found, entry)).map(|(name, _)| name).unwrap_or_default()
}
