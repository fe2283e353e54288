//! How a command ended, as the audit records it.

use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// What was asked for held already.
    Unchanged,
    /// Rights, state or safety forbade it.
    Refused,
    Failed,
}

impl Outcome {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn stored(text: &str) -> Result<Self> {
        [Self::Done, Self::Unchanged, Self::Refused, Self::Failed]
            .into_iter()
            .find(|outcome| outcome.name() == text)
            .ok_or_else(|| Error::failed(format!("damaged data: audit outcome {text:?}")))
    }
}
