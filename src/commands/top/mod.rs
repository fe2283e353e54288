//! The verbs that stand alone.

mod commands;
mod completions;
mod demo;
mod doctor;
mod help;
pub(super) mod init;
mod last;
mod undo;
mod whoami;

use super::command::{Entry, Noun};

/// `partnerctl VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "",
    about: "",
    verbs: &[
        Entry::of::<init::Init>(),
        Entry::of::<demo::Demo>(),
        Entry::of::<whoami::Whoami>(),
        Entry::of::<last::Last>(),
        Entry::of::<undo::Undo>(),
        Entry::of::<doctor::Doctor>(),
        Entry::of::<commands::Commands>(),
        Entry::of::<completions::Completions>(),
        Entry::of::<help::Help>(),
    ],
};
