//! `partnerctl access`: who can enter which client, by which rule.

mod asked;
mod check;
mod list;
mod when;
mod why;

use super::command::{Entry, Noun};

/// `partnerctl access VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "access",
    about: "Who can enter which client, by own grant or by their partner's link",
    verbs: &[Entry::of::<list::List>(), Entry::of::<why::Why>(), Entry::of::<check::Check>()],
};
