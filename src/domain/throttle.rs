//! How often a password may be guessed: per address, known here or not (docs/reference.md#data; NIST SP 800-63B,
//! section "Rate limiting": at most 100 failures).
//!
//! An attempt is counted as a failure *before* the password is compared, and given back when it was right. So
//! anyone who guesses from many processes at once, or stops a process while it compares, gets no attempt more.

use super::time::{Instant, Span};

/// How long the next attempt waits after the first, second, third failure; then as after the last.
pub const STEPS: [Span; 4] = [Span::seconds(1), Span::seconds(3), Span::seconds(5), Span::seconds(10)];
/// After so many failures, the next attempt waits for the next day.
pub const MOST_A_DAY: i64 = 100;
/// A day begins with its first failure.
pub const DAY: Span = Span::DAY;

/// The failures for one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Failures in a row, which choose the step.
    pub failures: i64,
    /// Failures since the day began.
    pub day_failures: i64,
    pub day_began_at: Instant,
    /// The first instant of the next attempt.
    pub not_before: Instant,
    /// The latest instant seen. A clock that is set back behind it is not believed: until it catches up, time stops
    /// still here. One that lies more than a day ahead is not believed either.
    pub high_water: Instant,
}

/// An attempt that comes too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The first instant at which it would be let through.
    pub until: Instant,
    /// How long that is from now.
    pub span: Span,
    pub why: Why,
}

/// What an attempt waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A step after the last failure.
    Step,
    /// The next day: this one has had its failures.
    Day,
}

impl Throttle {
    pub const fn new(now: Instant) -> Self {
        Self { failures: 0, day_failures: 0, day_began_at: now, not_before: now, high_water: now }
    }

    /// Counts an attempt as a failure, before it is made.
    ///
    /// # Errors
    /// How long it has to wait; then it must not be made, and is not counted.
    pub fn attempt(self, now: Instant) -> Result<Self, Wait> {
        if self.high_water.since(now) > DAY {
            // Counted by a clock that was ahead: no one waits longer than a day.
            return Self::new(now).attempt(now);
        }
        let at = now.max(self.high_water);
        let today = if at.since(self.day_began_at) >= DAY { Self::new(at) } else { self };
        let waits = |until: Instant, why| Wait { until, span: until.since(now), why };
        if today.day_failures >= MOST_A_DAY {
            return Err(waits(today.day_began_at + DAY, Why::Day));
        }
        if at < today.not_before {
            return Err(waits(today.not_before, Why::Step));
        }
        let step = usize::try_from(today.failures).unwrap_or_default().min(STEPS.len() - 1);
        // A day begins with its first failure.
        let day_began_at = if today.day_failures == 0 { at } else { today.day_began_at };
        Ok(Self {
            failures: today.failures + 1,
            day_failures: today.day_failures + 1,
            day_began_at,
            not_before: at + STEPS[step],
            high_water: at,
        })
    }

    /// The attempt that was counted last was right: it is given back, and the steps begin again. The other failures of
    /// the day stay, lest the person's own sign-ins give a guesser another hundred.
    #[must_use]
    pub fn succeeded(self, now: Instant) -> Self {
        let high_water = self.high_water.max(now);
        Self {
            failures: 0,
            day_failures: (self.day_failures - 1).max(0),
            not_before: self.high_water,
            high_water,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_ms(1_795_251_600_000);

    fn after(ms: i64) -> Instant {
        Instant::from_ms(NOW.ms() + ms)
    }

    /// docs/reference.md#data: 1, 3, 5, 10 seconds, to the millisecond.
    #[test]
    fn each_failure_lengthens_the_wait() {
        let mut throttle = Throttle::new(NOW);
        let mut at = 0;
        for wait in [1000, 3000, 5000, 10_000, 10_000, 10_000] {
            throttle = throttle.attempt(after(at)).unwrap();
            let early = throttle.attempt(after(at + wait - 1)).unwrap_err();
            assert_eq!((early.until, early.span, early.why), (after(at + wait), Span::from_ms(1), Why::Step));
            at += wait;
        }
        assert!(throttle.attempt(after(at)).is_ok());
    }

    #[test]
    fn too_early_attempt_is_not_counted() {
        let throttle = Throttle::new(NOW).attempt(NOW).unwrap();
        for ms in 0..1000 {
            assert_eq!(throttle.attempt(after(ms)).unwrap_err().until, after(1000));
        }
        assert_eq!(throttle.attempt(after(1000)).unwrap().failures, 2);
    }

    /// docs/reference.md#data: 100 failures a day.
    #[test]
    fn failure_101_waits_for_the_next_day() {
        let mut throttle = Throttle::new(NOW);
        let mut last = NOW;
        for _ in 0..100 {
            last = last.max(throttle.not_before);
            throttle = throttle.attempt(last).unwrap();
        }
        let next_day = NOW + DAY;
        let early = throttle.attempt(after(DAY.ms() - 1)).unwrap_err();
        assert_eq!((early.until, early.span, early.why), (next_day, Span::from_ms(1), Why::Day));
        let anew = throttle.attempt(next_day).unwrap();
        assert_eq!((anew.failures, anew.day_failures, anew.day_began_at), (1, 1, next_day));
        assert_eq!(anew.not_before, next_day + STEPS[0], "the steps begin again with the day");
    }

    #[test]
    fn day_begins_with_its_first_failure() {
        let quiet = Throttle::new(NOW).attempt(NOW).unwrap().succeeded(NOW);
        let later = quiet.attempt(after(DAY.ms() - 1)).unwrap();
        assert_eq!(later.day_began_at, after(DAY.ms() - 1));
    }

    #[test]
    fn success_keeps_the_count_of_the_day() {
        let wrong = Throttle::new(NOW).attempt(NOW).unwrap().attempt(after(1000)).unwrap();
        let right = wrong.attempt(after(4000)).unwrap().succeeded(after(4200));
        assert_eq!((right.failures, right.day_failures), (0, 2));
        assert!(right.attempt(after(4200)).is_ok());
    }

    #[test]
    fn two_processes_share_one_attempt() {
        let reserved = Throttle::new(NOW).attempt(NOW).unwrap();
        assert_eq!(reserved.attempt(NOW).unwrap_err().until, after(1000), "the other one finds it counted");
    }

    #[test]
    fn clock_set_back_gains_nothing() {
        let throttle = Throttle::new(NOW).attempt(NOW).unwrap().attempt(after(1000)).unwrap();
        let waits = throttle.attempt(after(-3_600_000)).unwrap_err();
        assert_eq!((waits.until, waits.span.ms()), (after(4000), 3_604_000));
        assert!(throttle.attempt(after(4000)).is_ok(), "once it has caught up");
        let mut locked = Throttle::new(NOW);
        for _ in 0..MOST_A_DAY {
            locked = locked.attempt(locked.not_before).unwrap();
        }
        assert_eq!(locked.attempt(after(-DAY.ms() / 2)).unwrap_err().until, NOW + DAY);
        assert!(locked.attempt(after(-10 * DAY.ms())).is_ok(), "no one waits for ten days");
    }

    proptest! {
        /// Whatever the clock shows: in any time that really passes, no more attempts than the steps allow.
        #[test]
        fn no_clock_gives_more_attempts(clock in proptest::collection::vec(-20_000_i64..20_000, 1..300)) {
            let mut throttle = Throttle::new(NOW);
            let (mut now, mut latest, mut made) = (NOW, NOW, 0_i64);
            for by in clock {
                now = Instant::from_ms(now.ms() + by);
                latest = latest.max(now);
                if let Ok(counted) = throttle.attempt(now) {
                    throttle = counted;
                    made += 1;
                }
            }
            let passed = latest.since(NOW).ms();
            // 0 s, 1 s, 4 s, 9 s, then one each 10 s.
            let allowed = match passed {
                0..1000 => 1,
                1000..4000 => 2,
                4000..9000 => 3,
                _ => 4 + (passed - 9000) / 10_000,
            };
            prop_assert!(made <= allowed.min(MOST_A_DAY), "{made} attempts in {passed} ms");
        }
    }
}
