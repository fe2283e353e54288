//! An invitation: someone is asked to activate a login, or to accept a grant (docs/reference.md#invitations).
//!
//! `pending → accepted | declined | cancelled | superseded`, and `expired` by time. What is stored as pending
//! while its time is over behaves exactly like what was closed as expired.

mod repeat;
mod transitions;

pub use repeat::{
    Again, DECLINES_COUNT, DeclinedOften, HeldGrant, MOST_DECLINES, Plan, Policy, PriorInvitation, ResendPolicy, Skip,
    Unmailed, declined_often, plan,
};
pub use transitions::{New, Resend, Revision, check_life};

use super::choice;
use super::clock::is_from_future;
use super::email::Email;
use super::id::{ClientId, GrantId, InvitationId, UserId};
use super::language::Language;
use super::terms::Terms;
use super::time::{Instant, Span};

#[cfg(test)]
mod tests;

/// How long an invitation lives, and the most that `--expires-in` gives (S2.19). Valid while
/// now < sent + LIFE.
pub const LIFE: Span = Span::days(30);

/// An invitation, in whatever state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// `inv_31`.
    pub id: InvitationId,
    pub client: ClientId,
    pub user: UserId,
    /// The prepared grant that becomes active by it.
    pub grant: GrantId,
    /// Where the mail goes, and whose login must accept.
    pub address: Email,
    /// What the person gets, fixed at sending (S1.10).
    pub terms: Terms,
    /// Whether a login is made by it.
    pub kind: Kind,
    /// The digital form that the mail links (S2.11).
    pub form: Option<String>,
    /// What the sender writes to the person.
    pub message: Option<String>,
    /// The language of the mail and the page, where its person has none; theirs once they accept.
    pub language: Option<Language>,
    /// When it was mailed last.
    pub sent_at: Instant,
    /// How often it was mailed.
    pub send_count: u32,
    /// The first instant at which it is no longer valid.
    pub expires_at: Instant,
    /// Who invited, or widened it last, as the audit names them: who must be able to give what it offers.
    pub invited_by: String,
    /// The owner's grant that ends when this one is accepted (`--replaces`).
    pub replaces: Option<GrantId>,
    /// Its state, but for the time: see [`Invitation::status`].
    pub state: State,
}

/// What accepting does to the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The address has no login yet: accepting makes one, with a password.
    Activation,
    /// It has one: accepting adds the client to it.
    Association,
}

/// The stored state, with its particulars: when and by whom, and why if they said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Pending,
    Accepted {
        at: Instant,
        by: String,
    },
    Declined {
        at: Instant,
        by: String,
        reason: Option<String>,
    },
    Cancelled {
        at: Instant,
        by: String,
        reason: Option<String>,
    },
    /// Another invitation, or access given by another way, took its place.
    Superseded {
        at: Instant,
        by: String,
    },
    /// Its time was over, at `at`, when a later write met it.
    Expired {
        at: Instant,
    },
}

/// The state as of now, as lists name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvitationStatus {
    Pending,
    Accepted,
    Declined,
    Cancelled,
    Superseded,
    Expired,
}

impl InvitationStatus {
    /// The status of an invitation that is stored as pending.
    pub fn of_pending(sent_at: Instant, expires_at: Instant, now: Instant) -> Self {
        if now >= expires_at || is_from_future(sent_at, now) { Self::Expired } else { Self::Pending }
    }
}

impl Invitation {
    /// Its status now, time included.
    pub fn status(&self, now: Instant) -> InvitationStatus {
        match self.state {
            State::Pending => InvitationStatus::of_pending(self.sent_at, self.expires_at, now),
            State::Accepted { .. } => InvitationStatus::Accepted,
            State::Declined { .. } => InvitationStatus::Declined,
            State::Cancelled { .. } => InvitationStatus::Cancelled,
            State::Superseded { .. } => InvitationStatus::Superseded,
            State::Expired { .. } => InvitationStatus::Expired,
        }
    }

    /// Whether no other invitation of the address into this client may begin.
    pub fn is_open(&self, now: Instant) -> bool {
        self.status(now) == InvitationStatus::Pending
    }

    /// When it was accepted or declined, and by whom.
    pub fn answered(&self) -> Option<(Instant, &str)> {
        match &self.state {
            State::Accepted { at, by } | State::Declined { at, by, .. } => Some((*at, by)),
            _ => None,
        }
    }
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Activation, Self::Association];

    /// The word, as stored and listed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Association => "association",
        }
    }
}

impl InvitationStatus {
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Accepted, Self::Declined, Self::Cancelled, Self::Superseded, Self::Expired];

    /// The word, as stored and listed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Superseded => "superseded",
            Self::Expired => "expired",
        }
    }
}

choice::words!(Kind, "a kind of invitation");
choice::words!(InvitationStatus, "a state of an invitation");
