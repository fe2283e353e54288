//! The question of `access list`: about whom, in which clients, and when.

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::time::{self, Instant};
use crate::error::{Error, Flag, Result, hint, sentence};
use crate::ops::reach::Moment;
use crate::store::Tx;
use crate::store::as_of;
use crate::store::as_of::window::Window;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Of everyone, into one client.
    Client(ClientId),
    /// Of a partner's users and of the dedicated users made for it, into every client.
    Partner(PartnerId, OwnGrants),
    /// Of one person, into every client.
    User(UserId),
    /// Of everyone, into every client.
    Everything,
}

/// Whether what the people of a partner hold by themselves is listed with what they have through the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnGrants {
    LeftOut,
    /// It is; only for the present moment.
    Listed,
}

/// When it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Who can enter at a moment.
    At(Moment),
    /// Who could enter at any instant of a period.
    During(Range),
}

/// A period, `from <= t < until`, with the audit rows in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
    /// The state at its first instant, to that at its last.
    pub window: Window,
}

/// Which ways are wanted. Everything that is given must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// That end within this time.
    pub expiring: Option<time::Span>,
    /// By which the person did not enter the client for this long; never entered counts from the beginning of the way.
    pub dormant: Option<time::Span>,
}

impl Range {
    /// The stretch from `from` to `until`. What is still to come is left out, but for this instant.
    ///
    /// # Errors
    /// `usage` when it has not begun; `failed`.
    pub fn of(tx: &Tx<'_>, from: Instant, until: Instant, now: Instant) -> Result<Self> {
        if now < from {
            return Err(Error::usage(sentence![
                "the time asked for begins at ",
                from.as_start(),
                ", which is still to come"
            ])
            .hint(hint![Flag::AsOf, " answers for a time to come, as if nothing changed until then"]));
        }
        let until = until.min(now + time::Span::from_ms(1));
        let last = until - time::Span::from_ms(1);
        Ok(Self {
            from,
            until,
            window: Window { first: as_of::last_at(tx, from, now)?, last: as_of::last_at(tx, last, now)? },
        })
    }
}
