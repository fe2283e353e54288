//! `partnerctl permission`: what someone may do in a client account.

mod list;

use super::command::{CommandEntry, Noun};

/// `partnerctl permission VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "permission",
    about: "Permissions: the fixed catalogue, and which roles have what",
    verbs: &[CommandEntry::of::<list::List>()],
};
