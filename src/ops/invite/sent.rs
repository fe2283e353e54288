//! The result of sending an invitation.

use crate::domain::code::Code;
use crate::domain::id::{InvitationId, MailId};
use crate::domain::invitation::{Invitation, Skip, State};
use crate::domain::time::Instant;
use crate::store::code::CodeRow;

#[derive(Debug)]
pub struct Sent {
    pub fate: SendOutcome,
    /// The invitation that it is about, as it is now.
    pub invitation: Option<Invitation>,
    /// The mail that was queued.
    pub mail: Option<MailId>,
    /// The new code, for `--show-link`.
    pub code: Option<Code>,
    /// The code that it replaced, where it may have to come back: see [`crate::ops::unmailed::withdraw`].
    pub former: Option<CodeRow>,
    /// The former invitation, where the person declined it.
    pub declined: Option<Declined>,
}

/// An invitation that was declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    pub id: InvitationId,
    pub at: Instant,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

impl Declined {
    /// Nothing of an invitation in any other state.
    pub(super) fn of(invitation: &Invitation) -> Option<Self> {
        match &invitation.state {
            State::Declined { at, reason, .. } => Some(Self { id: invitation.id, at: *at, reason: reason.clone() }),
            _ => None,
        }
    }
}

/// What a sending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOutcome {
    /// A new invitation was sent.
    Sent,
    /// The one that was pending or had expired was sent again.
    Resent,
    /// Nothing: the person was asked and has not answered.
    Pending,
    /// Nothing: the person is in.
    InAlready,
    Skipped(Skip),
}

impl Sent {
    /// When the invitation ends, while it is open at `now`.
    pub fn expires_at(&self, now: Instant) -> Option<Instant> {
        self.invitation.as_ref().filter(|invitation| invitation.is_open(now)).map(|invitation| invitation.expires_at)
    }

    pub(super) const fn nothing(fate: SendOutcome, invitation: Option<Invitation>) -> Self {
        Self { fate, invitation, mail: None, code: None, former: None, declined: None }
    }
}
