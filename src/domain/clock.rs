//! Compares the clock with the newest audit row.

use super::time::{Instant, Span};

/// So far a time may lie in the future without meaning anything: clocks of machines that share a database differ, and a
/// change that waited for an answer is older than one that did not.
pub const LEEWAY: Span = Span::minutes(1);
/// Further ahead of what was written last, the clock is worth a look.
pub const LONG: Span = Span::DAY;

/// How the clock compares with the newest row of the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    None,
    /// Before it: the clock was set back, or was ahead when the row was written.
    Behind,
    /// More than a day after it: no one changed anything for so long, or the clock is ahead.
    Ahead,
}

/// How the clock compares with the newest row.
pub fn drift(now: Instant, newest: Instant) -> Drift {
    if is_from_future(newest, now) {
        Drift::Behind
    } else if now.since(newest) > LONG {
        Drift::Ahead
    } else {
        Drift::None
    }
}

/// Whether a record that began then was made by a clock that was wrong.
pub fn is_from_future(began: Instant, now: Instant) -> bool {
    began.since(now) > LEEWAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_is_held_against_the_newest_row() {
        let newest = Instant::from_ms(1_795_251_600_000);
        for (span, expected) in [
            (Span::ZERO, Drift::None),
            (Span::from_ms(-60_000), Drift::None),
            (Span::from_ms(-60_001), Drift::Behind),
            (Span::DAY, Drift::None),
            (Span::from_ms(86_400_001), Drift::Ahead),
        ] {
            assert_eq!(drift(newest + span, newest), expected, "{span:?}");
        }
    }
}
