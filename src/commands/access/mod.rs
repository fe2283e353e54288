//! `partnerctl access`: who can enter which client, by which rule.

mod access_query;
mod check;
mod list;
mod when;
mod why;

use super::command::{CommandEntry, Noun};

/// `partnerctl access VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "access",
    about: "Who can enter which client, by own grant or by their partner's link",
    verbs: &[CommandEntry::of::<list::List>(), CommandEntry::of::<why::Why>(), CommandEntry::of::<check::Check>()],
};
