//! The states of a mail in the outbox (docs/mail.md).

use super::choice;
use super::id::{ClientId, MailId, UserId};
use super::time::Instant;

/// The state of a mail (docs/mail.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailState {
    Queued,
    Sending,
    /// Lies as a file in the outbox folder.
    Written,
    Sent,
    /// It will not be tried again.
    Failed,
    /// Its cause no longer existed, or no one has that mailbox.
    Skipped,
    Bounced,
    /// A server was given all of it, and never said whether it took it: perhaps delivered. Not tried again by itself.
    Unknown,
}

impl MailState {
    /// Every state, in the order of a mail's life.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Sending,
        Self::Written,
        Self::Sent,
        Self::Failed,
        Self::Skipped,
        Self::Bounced,
        Self::Unknown,
    ];

    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Written => "written",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Bounced => "bounced",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it left, as far as we know: anyone who opens the mailbox finds it.
    #[must_use]
    pub const fn has_left(self) -> bool {
        matches!(self, Self::Written | Self::Sent)
    }

    /// For people, unless a server took it: a mail that is only a file was sent to no one.
    #[must_use]
    pub const fn unsent(self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::Written => Some("only written to a file"),
            Self::Unknown => Some("perhaps delivered"),
            Self::Queued | Self::Sending | Self::Failed | Self::Skipped | Self::Bounced => Some(self.name()),
        }
    }
}

choice::words!(MailState, "a state of a mail");

/// Whether what caused a mail can be used before the mail has left (docs/mail.md, `--require-mail`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Required {
    /// It waits for the mail.
    Yes,
    #[default]
    No,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    pub id: MailId,
    /// The client that it is about.
    pub client: Option<ClientId>,
    /// The person it goes to.
    pub user: Option<UserId>,
    pub recipient: String,
    pub kind: String,
    pub subject: String,
    /// The record that caused it.
    pub cause: Option<String>,
    /// The sending of that record.
    pub cause_version: Option<i64>,
    /// What the mail says, as a JSON object.
    pub facts: String,
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i64,
    /// How often it was taken leased: by this number one proves to have it leased still.
    pub leases: i64,
    /// How often its taker died with it.
    pub dropped: i64,
    /// How often all of it was handed over and no answer came.
    pub unanswered: i64,
    /// The change that queued it; unknown of mails from before that was stored.
    pub audit: Option<i64>,
    /// Whether its cause waits for it.
    pub required: Required,
    pub last_error: Option<String>,
    /// What the server said last.
    pub server_reply: Option<String>,
    pub message_id: String,
    pub created_at: Instant,
    /// When it may be tried next.
    pub next_attempt_at: Instant,
    pub sent_at: Option<Instant>,
}
