//! What `--version` prints.

use crate::ops::database::{SCHEMA_VERSION, engine};

/// All that `-V` prints after the name, and the first line of `--version`.
pub(super) const NUMBER: &str = env!("CARGO_PKG_VERSION");

/// What a report about a fault has to name. A line about something new comes last.
pub(super) fn long() -> String {
    let (commit, target) = (env!("PARTNERCTL_COMMIT"), env!("PARTNERCTL_TARGET"));
    format!("{NUMBER}\ncommit {commit}\nschema {SCHEMA_VERSION}\n{}\ntarget {target}", engine())
}
