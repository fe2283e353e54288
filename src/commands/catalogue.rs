//! Every command with its full name, for what lists or explains them.

use crate::domain::class::Class;
use crate::error::{Error, Result};

use super::command::{self, CommandEntry};
use super::{NOUNS, line};

/// Every command with its full name.
pub fn all() -> impl Iterator<Item = (String, &'static CommandEntry)> {
    NOUNS.iter().flat_map(|noun| noun.verbs.iter().map(|entry| (noun.full_name(entry), entry)))
}

/// Finds the classes of commands from their examples.
pub struct Classes {
    tree: clap::Command,
}

impl Classes {
    pub fn of_commands() -> Self {
        Self { tree: command::tree() }
    }

    /// The class of the first example that shows the command.
    ///
    /// # Errors
    /// `bug` when there is none.
    pub fn plain(&mut self, name: &str, entry: &CommandEntry) -> Result<Class> {
        for call in entry.examples.iter().flat_map(|example| line::calls(example)) {
            let Ok(matches) = self.tree.try_get_matches_from_mut(call) else { continue };
            let (found, inner, _) = command::find(&matches)?;
            if std::ptr::eq(found, entry) {
                return found.class(inner);
            }
        }
        Err(Error::bug(format!("`{name}` has no example that shows it")))
    }
}

/// The full name of a command.
pub fn name_of(entry: &CommandEntry) -> String {
    all().find(|(_, found)| std::ptr::eq(*found, entry)).map(|(name, _)| name).unwrap_or_default()
}
