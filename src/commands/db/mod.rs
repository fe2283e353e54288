//! `partnerctl db`: the database file, its copies, its soundness.

mod backup;
mod check;
mod restore;
mod status;

use super::command::{CommandEntry, Noun};

/// `partnerctl db VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "db",
    about: "The database file: where it is, whether it is sound, backups",
    verbs: &[
        CommandEntry::of::<status::Status>(),
        CommandEntry::of::<backup::Backup>(),
        CommandEntry::of::<restore::Restore>(),
        CommandEntry::of::<check::Check>(),
    ],
};
