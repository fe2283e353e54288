//! The mail that only tries whether mail arrives. It is never queued.

use minijinja::{Value, context};

use super::text;

/// To anyone who wants to see whether mail arrives (`mail status --to`).
#[derive(Debug, Clone, Copy)]
pub struct Trial<'a> {
    pub sent_by: &'a str,
    /// When, in plain words with zone.
    pub at: &'a str,
    /// How it leaves: the transport and its server.
    pub way: &'a str,
    /// What the database is for.
    pub label: &'a str,
}

impl Trial<'_> {
    pub(super) fn context(&self) -> Value {
        context! {
            sent_by => text(self.sent_by),
            at => text(self.at),
            way => text(self.way),
            label => text(self.label),
        }
    }
}
