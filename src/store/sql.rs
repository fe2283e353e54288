//! Statements: each written once, named, and seen by the query-plan test.

use std::sync::OnceLock;

/// What a statement may cost, which the query-plan test holds against the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// Work grows with the answer: every growing table is entered through an index.
    Indexed,
    /// Reads a whole table on purpose: exports of whole lists, verification of the whole chain.
    Full,
}

/// One SQL statement in the dialect that our engines share.
#[derive(Debug)]
pub struct Sql {
    name: &'static str,
    text: &'static str,
    cost: Scan,
    native: OnceLock<String>,
}

impl Sql {
    /// Used by `statements!` only, so that no statement stays unknown to the tests.
    pub const fn new(name: &'static str, text: &'static str, cost: Scan) -> Self {
        Self { name, text, cost, native: OnceLock::new() }
    }

    /// The constant's name, for error messages and tests.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub const fn cost(&self) -> Scan {
        self.cost
    }

    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The text as the engine wants it, rewritten once.
    pub(super) fn native(&self, rewrite: impl FnOnce(&str) -> String) -> &str {
        self.native.get_or_init(|| rewrite(self.text))
    }
}

/// Declares the statements of a repository and lists them for the tests.
///
/// `[NAME] "…";` costs what it answers; `full_scan [NAME] "…";` may read a whole table.
macro_rules! statements {
    ($($(#[$doc:meta])* $($whole:ident)? [$name:ident] $text:expr;)+) => {
        $(
            $(#[$doc])*
            static $name: $crate::store::Sql =
                $crate::store::Sql::new(stringify!($name), $text, $crate::store::statements!(@cost $($whole)?));
        )+
        /// Every statement of this repository.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&$crate::store::Sql] = &[$(&$name),+];
    };
    (@cost) => { $crate::store::Scan::Indexed };
    (@cost full_scan) => { $crate::store::Scan::Full };
}
pub(crate) use statements;
