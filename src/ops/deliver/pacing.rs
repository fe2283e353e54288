//! Time as delivery needs it: now, deadlines that no change of the clock moves, waiting, and whether to stop.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::app::env::Clock;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, hint};

/// How long a wait takes no notice of a signal.
pub(super) const MOMENT: Duration = Duration::from_millis(100);

/// Gives the time, and whether someone wants us to stop. Cheap to clone.
#[derive(Clone)]
pub struct RateLimiter {
    clock: Rc<dyn Clock>,
    stop: Rc<dyn Fn() -> Result<()>>,
}

impl RateLimiter {
    /// A timekeeper by this clock; `stop` is `interrupted` once someone wants us to stop.
    pub fn new(clock: Rc<dyn Clock>, stop: impl Fn() -> Result<()> + 'static) -> Self {
        Self { clock, stop: Rc::new(stop) }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// How much time passed since some moment before; it never goes back.
    pub fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// To be asked between two mails.
    ///
    /// # Errors
    /// `interrupted` once someone wants us to stop.
    pub fn check(&self) -> Result<()> {
        (self.stop)()
    }

    /// Waits until so much has [`elapsed`](Self::elapsed).
    ///
    /// # Errors
    /// `interrupted` as soon as someone wants us to stop.
    pub fn wait_until(&self, until: Duration) -> Result<()> {
        loop {
            self.check()?;
            match until.checked_sub(self.elapsed()) {
                None | Some(Duration::ZERO) => return Ok(()),
                Some(left) => self.clock.sleep(left.min(MOMENT)),
            }
        }
    }

    /// Waits so long.
    ///
    /// # Errors
    /// As [`RateLimiter::wait_until`].
    pub fn wait(&self, span: Duration) -> Result<()> {
        self.wait_until(self.elapsed() + span)
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timekeeper").field("elapsed", &self.elapsed()).finish_non_exhaustive()
    }
}

/// How often a mail may leave: `60/min`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// From the beginning of one to that of the next.
    interval: Duration,
}

impl Rate {
    /// The most a second: quicker than that, someone means no rate at all.
    const MOST: u32 = 1000;

    /// Reads `60/min`: a whole number, a slash, and `s`, `min` or `h`.
    ///
    /// # Errors
    /// `usage` when it is not of that form, zero, or more than 1000 a second.
    pub fn parse(text: &str) -> Result<Self> {
        let malformed = || {
            Error::usage(format!("{text:?} is no rate"))
                .hint(Hint::plain("write how many mails, a slash and `s`, `min` or `h`: `60/min`, `5/s`, `1000/h`"))
        };
        let (count, unit) = text.trim().split_once('/').ok_or_else(malformed)?;
        let count: u32 = match count.trim() {
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().map_err(|_| malformed())?,
            _ => return Err(malformed()),
        };
        let seconds = match unit.trim() {
            "s" => 1,
            "min" => 60,
            "h" => 3600,
            _ => return Err(malformed()),
        };
        match count {
            0 => Err(Error::usage(format!("at {text} no mail would ever leave")).hint(hint![
                "leave ",
                Flag::Rate,
                " away to stop nothing"
            ])),
            count if count > seconds * Self::MOST => {
                Err(Error::usage(format!("{text} is more than {} a second", Self::MOST)).hint(hint![
                    "leave ",
                    Flag::Rate,
                    " away to deliver as fast as the server takes it"
                ]))
            }
            count => Ok(Self { interval: Duration::from_secs(u64::from(seconds)) / count }),
        }
    }

    /// From the beginning of one mail to that of the next.
    #[must_use]
    pub const fn interval(self) -> Duration {
        self.interval
    }
}

/// Spaces mails evenly, also across rounds: no two begin within one interval, and what was missed is not made up for.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    rate: Rate,
    /// When the next may begin.
    next: Option<Duration>,
}

impl Pace {
    /// Mails at this rate; the first may begin at once.
    pub const fn new(rate: Rate) -> Self {
        Self { rate, next: None }
    }

    /// Waits until a mail may begin, or no more are begun.
    ///
    /// # Errors
    /// `interrupted`.
    pub(super) fn wait(&self, time: &RateLimiter, deadline: Option<Duration>) -> Result<()> {
        let Some(next) = self.next else { return Ok(()) };
        time.wait_until(deadline.map_or(next, |deadline| next.min(deadline)))
    }

    pub(super) fn begins(&mut self, time: &RateLimiter) {
        let now = time.elapsed();
        // A wait ends a little late; what is added to the planned instant does not add up.
        let begun = self.next.filter(|next| *next + self.rate.interval > now).unwrap_or(now);
        self.next = Some(begun + self.rate.interval);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn rate_is_a_number_and_a_unit() {
        for (text, interval) in [
            ("60/min", Duration::from_secs(1)),
            ("1/s", Duration::from_secs(1)),
            (" 5 / s ", Duration::from_millis(200)),
            ("90/h", Duration::from_secs(40)),
            ("1000/s", Duration::from_millis(1)),
        ] {
            assert_eq!(Rate::parse(text).unwrap().interval(), interval, "{text}");
        }
        for text in [
            "",
            "60",
            "/min",
            "60/",
            "60/m",
            "60/day",
            "-1/s",
            "1.5/s",
            "0/s",
            "00/h",
            "1001/s",
            "60001/min",
            "+1/s",
            "99999999999/h",
        ] {
            assert_eq!(Rate::parse(text).unwrap_err().code(), Code::Usage, "{text}");
        }
    }
}
