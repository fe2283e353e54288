//! What became of a mail, reported truthfully: "sent" is only said of what a server took.

use std::path::PathBuf;

use crate::domain::authority::Verb;
use crate::domain::code::mask;
use crate::domain::id::{ClientId, MailId};
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::{Instant, Zone};
use crate::error::{Error, Flag, Hint, Wording, hint};
use crate::mail::MailKind;
use crate::store::mail::lease::Label;

/// The state of a mail after it was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: MailId,
    /// The client that it is about, and its slug.
    pub client: Option<(ClientId, String)>,
    /// The change that queued it.
    pub audit: Option<i64>,
    /// The address that it is for.
    pub to: String,
    pub kind: String,
    pub state: MailState,
    /// The file that it is, if it is one.
    pub path: Option<PathBuf>,
    pub reason: Option<String>,
    /// What to do about that.
    pub hints: Vec<Hint>,
    /// What the server said, in its own words.
    pub reply: Option<String>,
    /// When it is tried next, where that is not now.
    pub next_try: Option<Instant>,
    /// Whether it was not tried, because what stopped it stops every other mail too.
    pub is_blocked: bool,
    /// Whether it was passed on, and no one said that it was taken or that could not be recorded: it is tried again,
    /// as the same mail.
    pub may_come_twice: bool,
}

impl Report {
    /// The same for an actor who may not know the people of its client: where the mail is, not whom it is for. In place
    /// of why it did not leave they read `why_is_where`.
    #[must_use]
    pub fn without_recipient(self, why_is_where: &str) -> Self {
        let of = self.client.as_ref().map_or("the client", |(_, slug)| slug.as_str());
        let to = format!("an owner or admin of {of}");
        let reason = self.reason.as_ref().map(|_| why_is_where.to_owned());
        Self { to, reason, hints: Vec::new(), reply: None, ..self }
    }

    /// A mail as its row has it.
    pub(super) fn of(row: &MailRow, slug: Option<String>, now: Instant) -> Self {
        let reason = match (&row.last_error, row.state) {
            (Some(error), _) => Some(error.clone()),
            // Queued so, because the address is a dummy.
            (None, MailState::Skipped) => Some("no one has that mailbox".to_owned()),
            (None, _) => None,
        };
        Self {
            id: row.id,
            client: row.client.zip(slug),
            audit: row.audit,
            to: row.recipient.clone(),
            kind: row.kind.clone(),
            state: row.state,
            path: None,
            reason,
            hints: Vec::new(),
            reply: row.server_reply.clone(),
            next_try: Some(row.next_attempt_at).filter(|at| row.state == MailState::Queued && *at > now),
            is_blocked: false,
            may_come_twice: false,
        }
    }

    /// A mail whose row cannot be read, because of this: what it still holds.
    pub(super) fn of_damaged(id: MailId, label: Label, slug: Option<String>, error: &Error) -> Self {
        let mut report = Self {
            id,
            client: label.client.zip(slug),
            audit: None,
            to: label.recipient.unwrap_or_else(|| "an unreadable address".to_owned()),
            kind: label.kind.unwrap_or_default(),
            state: MailState::Failed,
            path: None,
            reason: None,
            hints: Vec::new(),
            reply: None,
            next_try: None,
            is_blocked: false,
            may_come_twice: false,
        };
        report.fails(MailState::Failed, error);
        report
    }

    /// A mail that left, which could not be recorded because of this: its row says that it is still being sent.
    pub(super) fn of_unsettled(row: &MailRow, slug: Option<String>, error: &Error, now: Instant) -> Self {
        let mut report = Self::of(row, slug, now);
        report.fails(MailState::Sending, error);
        report.may_come_twice = true;
        report
    }

    /// It did not leave, because of this.
    pub(super) fn fails(&mut self, state: MailState, error: &Error) {
        self.state = state;
        self.reason = Some(mask(error.message()).into_owned());
        self.hints = error.hints().to_vec();
    }

    /// Why it did not leave.
    pub(super) fn as_error(&self) -> Error {
        let error = Error::failed(self.reason.clone().unwrap_or_default());
        error.hints_of(self.hints.iter().cloned())
    }

    /// It did not leave, because of this, which stops every other mail too.
    pub(super) fn blocks(&mut self, error: &Error) {
        self.fails(MailState::Queued, error);
        self.is_blocked = true;
    }

    /// What stopped another stopped this one too.
    pub(super) fn blocked_as(&mut self, other: &Self) {
        self.state = MailState::Queued;
        self.reason.clone_from(&other.reason);
        self.hints.clone_from(&other.hints);
        self.is_blocked = true;
    }

    /// What the row keeps of it.
    pub(super) fn last_error(&self, wording: Wording) -> Option<String> {
        let reason = self.reason.clone()?;
        let parts: Vec<String> = std::iter::once(reason).chain(self.hints.iter().map(wording)).collect();
        Some(parts.join("; "))
    }

    /// Whether it needs someone's attention.
    pub const fn is_trouble(&self) -> bool {
        match self.state {
            MailState::Failed | MailState::Bounced | MailState::Unknown => true,
            MailState::Sending => self.may_come_twice,
            _ => self.is_delayed(),
        }
    }

    /// Whether it could not leave now, and will be tried again.
    pub const fn is_delayed(&self) -> bool {
        matches!(self.state, MailState::Queued) && self.reason.is_some()
    }

    /// For people: a whole sentence, or for trouble what follows `warning:`.
    pub fn sentence(&self, zone: &Zone) -> Hint {
        let mail = format!("mail {} to {}", self.id, self.to);
        let because = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let sentence = match (self.state, &self.path) {
            (MailState::Written, Some(path)) => {
                format!("{mail} was written to {} (no mail server is configured).", path.display())
            }
            (MailState::Written, None) => format!("{mail} lies in the outbox folder already."),
            (MailState::Sent, _) => format!("{mail} was sent."),
            (MailState::Skipped, _) => format!("{mail} was not sent{because}."),
            (MailState::Sending, _) if self.may_come_twice => format!("{mail} is still being sent{because}"),
            (MailState::Sending, _) => format!("{mail} is in the hands of another process."),
            (MailState::Queued, _) if !self.is_delayed() => match self.next_try {
                Some(at) if [MailKind::AccessEnded, MailKind::Notice].iter().any(|kind| self.kind == kind.name()) => {
                    return self.grace_sentence(&zone.local(at));
                }
                Some(at) => format!("{mail} is queued and leaves at {}.", zone.local(at)),
                None => format!("{mail} is queued."),
            },
            (MailState::Queued, _) => {
                let next = self.next_try.map(|at| format!("; it is tried again from {}", zone.local(at)));
                let twice = if self.may_come_twice { "; the same mail may then come twice" } else { "" };
                format!("{mail} stays queued{because}{}{twice}", next.unwrap_or_default())
            }
            (MailState::Failed, _) => format!("{mail} failed{because}"),
            (MailState::Bounced, _) => format!("{mail} came back{because}"),
            (MailState::Unknown, _) => {
                format!("{mail} was perhaps delivered{because}; it is not tried again by itself")
            }
        };
        Hint::plain(if self.is_trouble() { sentence } else { sentence.replacen("mail", "Mail", 1) })
    }

    /// Of news of an end, which rests until `at`.
    fn grace_sentence(&self, at: &str) -> Hint {
        let sentence = hint![
            format!("{} is notified by mail ({}) from {at} on, when ", self.to, self.id),
            Verb::MailDeliver.step(),
            " runs"
        ];
        let sentence = match self.client.as_ref().zip(self.audit) {
            Some(((_, slug), audit)) => {
                let undo = Verb::Undo.step().client(slug).with(Flag::Change, &audit);
                sentence.then("; until then ").then(undo).then(" takes it back, with this mail")
            }
            None => sentence,
        };
        sentence.then(".")
    }
}
