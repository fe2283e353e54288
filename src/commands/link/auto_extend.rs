//! The end of a link that moves by itself: the option, and what is said of it.

use crate::domain::link::{AutoExtend, Link};
use crate::error::Result;

/// The term that `--auto-extend` gives.
///
/// # Errors
/// `usage`.
pub(super) fn of(term: &str) -> Result<AutoExtend> {
    AutoExtend::parse(term).map_err(|error| error.context("--auto-extend"))
}

/// What a change makes of it, as a phrase; nothing where it stays.
pub(super) fn difference(before: &Link, after: &Link) -> Option<String> {
    (before.auto_extend != after.auto_extend)
        .then(|| in_words(after).unwrap_or_else(|| "not extended by itself".to_owned()))
}

/// `extended by 6 months each time`, if it is.
pub(super) fn in_words(link: &Link) -> Option<String> {
    link.auto_extend.map(|term| format!("extended by {} each time", term.in_words()))
}
