//! The rows that a change wrote, as they are and as they were.

use crate::store::history::{Version, VersionedTable};

/// A row that a change wrote, as it is and as it was; either may be absent, not both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub now: Option<Version>,
    pub then: Option<Version>,
}

/// A table, and a row of it.
pub(super) type Rows = (&'static VersionedTable, Pair);
