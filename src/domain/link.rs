//! The link between a partner and a client: its states, and what may follow from what (docs/reference.md#links).
//!
//! `pending → approved → linked → unlinked`; `pending → denied | cancelled`; by time a request that no one answered for
//! seven days is `expired`, and a link whose term is over is `lapsed`. What is stored as pending or linked while its
//! time is over behaves exactly like what was closed as expired.

mod begin;
mod transitions;

pub use begin::{Cooldown, Creation, Denial, Met, Past, Request};
pub use transitions::Approval;

use super::clock::is_from_future;
use super::id::{ClientId, LinkId, PartnerId};
use super::permission::Permissions;
use super::time::{Instant, Span};
use super::{choice, role};
use crate::error::Result;

#[cfg(test)]
mod tests;

/// How long a request waits for its answer (S3.17). Valid while now < sent + LIFE.
pub const LIFE: Span = Span::WEEK;
/// How long the same partner waits after a denial.
pub const COOLDOWN: Span = Span::WEEK;
/// What a partner asks for without `--permissions`.
pub const LINK_DEFAULT: Permissions = Permissions::PARTNER_MOST;
/// The most that a link can give.
pub const LINK_MOST: Permissions = Permissions::PARTNER_MOST;

/// A link, requested or made, in whatever state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `lnk_17`.
    pub id: LinkId,
    pub client: ClientId,
    pub partner: PartnerId,
    pub origin: Origin,
    /// When it was requested or created.
    pub requested_at: Instant,
    /// By whom, as the audit names them.
    pub requested_by: String,
    /// When the request was mailed last.
    pub sent_at: Instant,
    /// How often it was mailed.
    pub send_count: u32,
    /// The first instant at which the request can no longer be answered.
    pub expires_at: Instant,
    /// What the partner asked for.
    pub asked_permissions: Permissions,
    /// What the link gives; until approval what it would give.
    pub permissions: Permissions,
    /// How long the partner asked for, counted from approval; `None` = without end.
    pub term: Option<Span>,
    /// The first instant at which the link no longer holds, set at approval; `None` = without end.
    pub until: Option<Instant>,
    /// What the partner wrote to the client.
    pub message: Option<String>,
    /// Its state, but for the time: see [`Link::status`].
    pub state: State,
    /// When the finished record was hidden.
    pub deleted_at: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The partner requested it: its people enter under their own logins.
    Partner,
    /// The client created it: the partner's people enter as the dedicated user (S0.15).
    Client,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAnswer {
    pub at: Instant,
    pub by: String,
}

/// The stored state, with its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Asked, not answered.
    Pending,
    /// Agreed, not yet set up; `error` is what the last attempt said.
    Approved {
        answer: LinkAnswer,
        /// Why setting up failed, if it did.
        error: Option<String>,
    },
    Linked {
        answer: LinkAnswer,
        at: Instant,
    },
    Unlinked {
        answer: LinkAnswer,
        at: Instant,
        by: String,
    },
    Denied {
        at: Instant,
        by: String,
        reason: Option<String>,
    },
    /// The partner withdrew the request.
    Cancelled {
        at: Instant,
        by: String,
    },
    /// Its time was over when a later write met it.
    Expired {
        /// When its time was over.
        at: Instant,
        /// Who had agreed: a link whose term ended. `None`: a request that no one answered.
        answer: Option<LinkAnswer>,
    },
}

/// The state as of now, as lists name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkStatus {
    Pending,
    Approved,
    Linked,
    Unlinked,
    Denied,
    Cancelled,
    Expired,
    Lapsed,
}

impl Link {
    /// Its status now, time included.
    pub fn status(&self, now: Instant) -> LinkStatus {
        match &self.state {
            State::Pending if now >= self.expires_at || is_from_future(self.sent_at, now) => LinkStatus::Expired,
            State::Linked { .. } if self.term_is_over(now) => LinkStatus::Lapsed,
            State::Pending => LinkStatus::Pending,
            State::Approved { .. } => LinkStatus::Approved,
            State::Linked { .. } => LinkStatus::Linked,
            State::Unlinked { .. } => LinkStatus::Unlinked,
            State::Denied { .. } => LinkStatus::Denied,
            State::Cancelled { .. } => LinkStatus::Cancelled,
            State::Expired { answer: Some(_), .. } => LinkStatus::Lapsed,
            State::Expired { answer: None, .. } => LinkStatus::Expired,
        }
    }

    /// When its present state ends by time, or by time ended what was before: the end of the answer time of a request.
    /// The end of a term is [`Link::until`].
    pub fn answer_by(&self, now: Instant) -> Option<Instant> {
        matches!(self.status(now), LinkStatus::Pending | LinkStatus::Expired).then_some(self.expires_at)
    }

    /// Whether no other link of the two may begin: pending and not expired, approved, or linked within its term.
    pub fn is_open(&self, now: Instant) -> bool {
        matches!(self.status(now), LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked)
    }

    /// Whether it gives access now.
    pub fn in_force(&self, now: Instant) -> bool {
        self.status(now) == LinkStatus::Linked
    }

    /// Who answered it, yes or no, and when.
    pub fn answered(&self) -> Option<(Instant, &str)> {
        match &self.state {
            State::Approved { answer, .. }
            | State::Linked { answer, .. }
            | State::Unlinked { answer, .. }
            | State::Expired { answer: Some(answer), .. } => Some((answer.at, &answer.by)),
            State::Denied { at, by, .. } => Some((*at, by)),
            State::Pending | State::Cancelled { .. } | State::Expired { answer: None, .. } => None,
        }
    }

    fn term_is_over(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now >= until)
    }
}

impl Origin {
    pub const ALL: [Self; 2] = [Self::Partner, Self::Client];

    /// The word, as stored and listed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Client => "client",
        }
    }
}

impl LinkStatus {
    /// Every status, in the order of a link's life.
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Approved,
        Self::Linked,
        Self::Unlinked,
        Self::Denied,
        Self::Cancelled,
        Self::Expired,
        Self::Lapsed,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
            Self::Denied => "denied",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Lapsed => "lapsed",
        }
    }
}

choice::words!(Origin, "a side that begins a link");
choice::words!(LinkStatus, "a state of a link");

/// The set that `asked` (`all`, or a list) means for a link; without it [`LINK_DEFAULT`].
///
/// # Errors
/// `usage` when something is not in the catalogue or above [`LINK_MOST`].
pub fn resolve(asked: Option<&str>) -> Result<Permissions> {
    asked.map_or(Ok(LINK_DEFAULT), |list| role::within(Permissions::parse_list(list)?, LINK_MOST, "a link"))
}
