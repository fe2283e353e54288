//! Whether a sentence says what was done, or what a dry run would do.

/// The tense of a sentence about a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tense {
    #[default]
    Done,
    /// It would be done (`--dry-run`).
    Would,
}

impl Tense {
    /// The words for what was done, or for what would be.
    #[must_use]
    pub const fn pick<'t>(self, done: &'t str, would: &'t str) -> &'t str {
        match self {
            Self::Done => done,
            Self::Would => would,
        }
    }

    /// `is`, or `would be`.
    #[must_use]
    pub const fn is(self) -> &'static str {
        self.pick("is", "would be")
    }

    /// `was`, or `would be`.
    #[must_use]
    pub const fn was(self) -> &'static str {
        self.pick("was", "would be")
    }

    /// `were`, or `would be`.
    #[must_use]
    pub const fn were(self) -> &'static str {
        self.pick("were", "would be")
    }

    /// `has`, or `would have`.
    #[must_use]
    pub const fn has(self) -> &'static str {
        self.pick("has", "would have")
    }

    /// `ended`, or `would end`.
    #[must_use]
    pub const fn ended(self) -> &'static str {
        self.pick("ended", "would end")
    }
}
