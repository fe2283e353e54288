//! The verbs without a noun.

mod commands;
mod completions;
mod demo;
mod doctor;
mod help;
pub(super) mod init;
mod last;
mod serve;
mod todo;
mod undo;
mod whoami;

use super::command::{CommandEntry, Noun};

pub(super) use completions::Shell;

/// `partnerctl VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "",
    about: "",
    verbs: &[
        CommandEntry::of::<init::Init>(),
        CommandEntry::of::<demo::Demo>(),
        CommandEntry::of::<whoami::Whoami>(),
        CommandEntry::of::<todo::Todo>(),
        CommandEntry::of::<last::Last>(),
        CommandEntry::of::<undo::Undo>(),
        CommandEntry::of::<serve::Serve>(),
        CommandEntry::of::<doctor::Doctor>(),
        CommandEntry::of::<commands::Commands>(),
        CommandEntry::of::<completions::Completions>(),
        CommandEntry::of::<help::Help>(),
    ],
};
