//! How often anyone may try: for each source, and for the server as a whole. All of it is in memory, so that a guess
//! writes nothing.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attempt {
    /// A code that opened nothing.
    Code,
    /// A sign-in, right or wrong: each costs a hash.
    SignIn,
    /// A password mail that was asked for.
    Forgotten,
    /// An invitation that is sent from a page: a mail to anyone.
    Invite,
}

/// A number of attempts in a span of time.
#[derive(Debug, Clone, Copy)]
struct Rate {
    most: u32,
    within: Duration,
}

impl Attempt {
    /// For one source: what a person who mistypes needs, many times over.
    const fn of_source(self) -> Rate {
        match self {
            Self::Code => Rate { most: 30, within: Duration::from_mins(10) },
            Self::SignIn => Rate { most: 30, within: Duration::from_mins(5) },
            Self::Forgotten => Rate { most: 10, within: Duration::from_mins(10) },
            Self::Invite => Rate { most: 100, within: Duration::from_mins(10) },
        }
    }

    /// For all sources together.
    const fn of_server(self) -> Rate {
        match self {
            Self::Code => Rate { most: 600, within: Duration::from_mins(1) },
            Self::SignIn => Rate { most: 300, within: Duration::from_mins(1) },
            Self::Forgotten | Self::Invite => Rate { most: 60, within: Duration::from_mins(1) },
        }
    }
}

/// The most sources that are remembered; beyond that those whose time is over are forgotten, then all.
const SOURCES: usize = 20_000;

/// A bucket that fills with attempts and empties with time.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    level: f64,
    at: Duration,
}

impl Bucket {
    /// The level after the time that passed.
    fn drained(self, rate: Rate, now: Duration) -> f64 {
        let passed = now.saturating_sub(self.at).as_secs_f64();
        (self.level - passed * f64::from(rate.most) / rate.within.as_secs_f64()).max(0.0)
    }

    fn is_full(self, rate: Rate, now: Duration) -> bool {
        self.drained(rate, now) + 1.0 > f64::from(rate.most)
    }

    fn add(&mut self, rate: Rate, now: Duration) {
        *self = Self { level: self.drained(rate, now) + 1.0, at: now };
    }
}

#[derive(Debug, Default)]
struct Counted {
    sources: HashMap<(Attempt, IpAddr), Bucket>,
    server: HashMap<Attempt, Bucket>,
}

/// The counts of this server.
#[derive(Debug, Default)]
pub struct Limits(Mutex<Counted>);

impl Limits {
    /// Whether a source may try now; how long it waits else. `now` is by a clock that never goes back.
    pub fn may(&self, attempt: Attempt, source: IpAddr, now: Duration) -> Result<(), Duration> {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let source = counted.sources.get(&(attempt, network_of(source))).copied().unwrap_or_default();
        let server = counted.server.get(&attempt).copied().unwrap_or_default();
        match (source.is_full(attempt.of_source(), now), server.is_full(attempt.of_server(), now)) {
            (false, false) => Ok(()),
            (true, _) => Err(wait(attempt.of_source())),
            (_, true) => Err(wait(attempt.of_server())),
        }
    }

    /// Counts an attempt.
    pub fn count(&self, attempt: Attempt, source: IpAddr, now: Duration) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.sources.len() >= SOURCES {
            counted.sources.retain(|(attempt, _), bucket| bucket.drained(attempt.of_source(), now) > 0.0);
            if counted.sources.len() >= SOURCES {
                counted.sources.clear();
            }
        }
        counted.sources.entry((attempt, network_of(source))).or_default().add(attempt.of_source(), now);
        counted.server.entry(attempt).or_default().add(attempt.of_server(), now);
    }
}

/// The time after which one more attempt fits.
fn wait(rate: Rate) -> Duration {
    rate.within / rate.most
}

/// One household has a whole IPv6 network of 64 bits.
fn network_of(source: IpAddr) -> IpAddr {
    match source.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn only_the_guessing_source_waits() {
        let limits = Limits::default();
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        for _ in 0..30 {
            assert!(limits.may(Attempt::Code, one, at(0)).is_ok());
            limits.count(Attempt::Code, one, at(0));
        }
        let wait = limits.may(Attempt::Code, one, at(0)).unwrap_err();
        assert!(limits.may(Attempt::Code, other, at(0)).is_ok());
        assert!(limits.may(Attempt::SignIn, one, at(0)).is_ok());
        assert!(limits.may(Attempt::Code, one, wait).is_ok());
    }

    #[test]
    fn many_sources_together_are_held_back() {
        let limits = Limits::default();
        for at_source in 0..600_u32 {
            let source = IpAddr::V4((0x0a00_0000 + at_source).into());
            assert!(limits.may(Attempt::Code, source, at(0)).is_ok(), "{at_source}");
            limits.count(Attempt::Code, source, at(0));
        }
        assert!(limits.may(Attempt::Code, "192.0.2.9".parse().unwrap(), at(0)).is_err());
        assert!(limits.may(Attempt::Code, "192.0.2.9".parse().unwrap(), at(1)).is_ok());
    }

    #[test]
    fn addresses_of_one_network_are_one_source() {
        let limits = Limits::default();
        for n in 0..30_u32 {
            limits.count(Attempt::Code, format!("2001:db8::{n:x}").parse().unwrap(), at(0));
        }
        assert!(limits.may(Attempt::Code, "2001:db8::ffff".parse().unwrap(), at(0)).is_err());
        assert!(limits.may(Attempt::Code, "2001:db8:0:1::1".parse().unwrap(), at(0)).is_ok());
    }

    #[test]
    fn memory_is_bounded_for_many_sources() {
        let limits = Limits::default();
        for n in 0..(SOURCES as u32 + 50) {
            limits.count(Attempt::Code, IpAddr::V4(n.into()), at(0));
        }
        assert!(limits.0.lock().unwrap().sources.len() <= SOURCES);
    }
}
