//! The verbs that stand alone.

mod init;
mod whoami;

use super::command::{Entry, Noun};

/// `partnerctl VERB`.
pub(super) static NOUN: Noun =
    Noun { name: "", about: "", verbs: &[Entry::of::<init::Init>(), Entry::of::<whoami::Whoami>()] };
