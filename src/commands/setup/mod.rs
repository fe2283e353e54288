//! `partnerctl setup`: what an account of this machine has set up for itself.

mod places;
mod shell;

use super::command::{CommandEntry, Noun};

/// `partnerctl setup VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "setup",
    about: "Your own shell: completions and the manual",
    verbs: &[CommandEntry::of::<shell::SetupShell>()],
};
