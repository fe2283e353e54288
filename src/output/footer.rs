//! What is said below a list on a terminal: how many rows it has, and which columns are not there.

use std::path::PathBuf;

/// How a list ended, for standard error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListEnd {
    /// On a terminal.
    pub footer: Option<Footer>,
    /// Where `--limit` cut the list, the id behind which the next part begins.
    pub next: Option<String>,
    /// How many rows `--limit` left out of a sorted list.
    pub left_out: u64,
    /// How many records went into the file of `--output`.
    pub written: Option<(u64, PathBuf)>,
}

/// The end of a list on a terminal, for standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    pub(super) noun: &'static str,
    pub(super) rows: u64,
    /// Columns that no row has anything in.
    pub(super) empty: Vec<&'static str>,
    /// Columns that were empty in the first rows, so that they were left out, and are not in later ones.
    pub(super) missed: Vec<&'static str>,
    /// Columns that the terminal has no room for.
    pub(super) hidden: Vec<&'static str>,
    /// Whether the records have columns that are not shown.
    pub(super) has_more: bool,
}

impl Footer {
    /// `28 clients; empty: plan, staff; hidden: owners; more columns with --wide or --columns`
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { noun, rows, .. } = self;
        let mut parts = vec![format!("{rows} {noun}{}", if *rows == 1 { "" } else { "s" })];
        if !self.empty.is_empty() {
            parts.push(format!("empty: {}", self.empty.join(", ")));
        }
        if !self.hidden.is_empty() {
            parts.push(format!("hidden: {}", self.hidden.join(", ")));
        }
        if !self.missed.is_empty() {
            parts.push(format!("hidden, though later rows have something there: {}", self.missed.join(", ")));
        }
        if self.has_more {
            parts.push("more columns with --wide or --columns".to_owned());
        }
        parts.join("; ")
    }
}
