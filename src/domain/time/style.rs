//! How times are written in texts, by who reads them.

use super::{Instant, Zone};

/// Who reads a text with times in it.
#[derive(Debug, Clone, Copy)]
pub enum TimeStyle<'z> {
    /// A person on a terminal: local time, and how far off it is.
    Terminal(&'z Zone),
    /// A person who reads what was kept, such as through a pipe: local time, the same whenever it is read.
    Kept(&'z Zone),
    /// A program: RFC 3339 in UTC.
    Machine,
}

impl TimeStyle<'_> {
    /// An instant: `21 Nov 2026 14:05 CET (3 days ago)`, without the distance, or in RFC 3339.
    #[must_use]
    pub fn instant(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(zone) => format!("{} ({})", zone.local(at), at.relative(now)),
            Self::Kept(zone) => zone.local(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// The same in a sentence that has brackets of its own: `21 Nov 2026 14:05 CET, 3 days ago`.
    #[must_use]
    pub fn with_distance(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(zone) => format!("{}, {}", zone.local(at), at.relative(now)),
            Self::Kept(zone) => zone.local(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// The end of a term: `the end of 31 Dec 2026 CET` where it is that of a day, with the distance on a terminal.
    #[must_use]
    pub fn end(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(zone) => format!("{} ({})", zone.end_in_words(at), at.relative(now)),
            Self::Kept(zone) => zone.end_in_words(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// How long ago, or in how long, something is; when it is, where the text is kept.
    #[must_use]
    pub fn distance(self, at: Instant, now: Instant) -> String {
        match self {
            Self::Terminal(_) => at.relative(now),
            Self::Kept(zone) => zone.local(at),
            Self::Machine => at.to_rfc3339(),
        }
    }

    /// A day: `21 Nov 2026`; for programs the instant.
    #[must_use]
    pub fn day(self, at: Instant) -> String {
        match self {
            Self::Terminal(zone) | Self::Kept(zone) => zone.local_date(at),
            Self::Machine => at.to_rfc3339(),
        }
    }
}
