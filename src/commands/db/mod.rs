//! `partnerctl db`: the database file, its copies, its soundness.

mod backup;
mod check;
mod restore;
mod status;

use super::command::{Entry, Noun};

/// `partnerctl db VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "db",
    about: "The database file: where it is, whether it is sound, backups",
    verbs: &[
        Entry::of::<status::Status>(),
        Entry::of::<backup::Backup>(),
        Entry::of::<restore::Restore>(),
        Entry::of::<check::Check>(),
    ],
};
