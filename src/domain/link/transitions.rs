//! The transitions of a link that exists. Each consumes the link and returns the new one with its event, or an error
//! that says why the state forbids it and what can be done instead.

use super::super::audit_event::{AuditEvent, End, Event, Field, PartnerName};
use super::super::id::{ClientId, LinkId};
use super::super::overrides::Rule;
use super::super::permission::Permissions;
use super::super::role;
use super::super::sending::{check_pause, end_in_words};
use super::super::step::Step;
use super::super::time::{Instant, Span};
use super::{AutoExtend, AutoExtendEdit, ExtensionState, LIFE, Link, LinkAnswer, LinkStatus, Origin, State};
use super::{Denial, Past, check_term};
use crate::domain::verb::Verb;
use crate::error::{Error, Flag, Result, Sentence, Whose, hint, sentence};

/// How an agreed link comes to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUp {
    AtOnce,
    /// Another program sets it up.
    ByProgram,
}

/// What the client agrees to: as asked, or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Approval {
    /// Fewer permissions than asked; `None` = as asked.
    pub permissions: Option<Permissions>,
    /// A shorter term than asked, from now; `None` = as asked.
    pub term: Option<Span>,
    /// By how much the end then moves by itself; `None` = it does not, or as it is.
    pub auto_extend: Option<AutoExtend>,
}

impl Link {
    /// The client agrees, to all that was asked or to less. Unchanged if the same person agreed to just that before.
    ///
    /// # Errors
    /// `expired` when the request's time is over, `conflict` when it was answered otherwise or withdrawn, `usage` when
    /// more is given than was asked.
    pub fn approve(mut self, now: Instant, by: &str, approval: Approval) -> Result<Step<Self>> {
        if self.is_asked_for_more(now) {
            return self.approve_extension(now, by, approval);
        }
        if self.was_approved_so(now, by, approval) {
            return Ok(Step::Unchanged(self));
        }
        self.must_await_answer("approved", now)?;
        if let Some(permissions) = approval.permissions {
            let whose = Whose::Approval(self.id.to_string());
            self.permissions = role::within(permissions, self.asked_permissions, whose)?;
        }
        let term = approval.term.map(|term| check_term(term, self.term)).transpose()?.or(self.term);
        self.until = term.map(|term| now + term);
        self.set_auto_extend(approval.auto_extend.map_or(AutoExtendEdit::Off, AutoExtendEdit::By), None)?;
        let event = Event::from(AuditEvent::LinkApprove {
            id: self.id,
            partner: self.partner.into(),
            by: by.to_owned(),
            permissions: self.permissions,
            until: End(self.until),
            lets_in: None,
        })
        .changing(Field::Permissions, self.asked_permissions, self.permissions)
        .changing_option(Field::AutoExtend, None::<AutoExtend>, self.auto_extend);
        self.state = State::Approved { answer: LinkAnswer { at: now, by: by.to_owned() }, error: None };
        Ok(Step::Made(self, event))
    }

    /// Whether that very person gave that very answer, and it holds.
    fn was_approved_so(&self, now: Instant, by: &str, approval: Approval) -> bool {
        let (State::Approved { answer, .. } | State::Linked { answer, .. }) = &self.state else { return false };
        let term = approval.term.or(self.term);
        self.origin == Origin::Partner
            && self.may_move(now)
            && answer.by == by
            && approval.permissions.unwrap_or(self.asked_permissions) == self.permissions
            && term.map(|term| answer.at + term) == self.until
            && approval.auto_extend.is_none_or(|term| Some(term) == self.auto_extend)
    }

    /// The client says no. Unchanged if the same person did before.
    ///
    /// # Errors
    /// `expired` or `conflict` as [`Link::approve`].
    pub fn deny(mut self, now: Instant, by: &str, reason: Option<String>) -> Result<Step<Self>> {
        if self.is_asked_for_more(now) {
            return self.deny_extension(now, by);
        }
        if self.deleted_at.is_none() && matches!(&self.state, State::Denied { by: before, .. } if before == by) {
            return Ok(Step::Unchanged(self));
        }
        self.must_await_answer("denied", now)?;
        let event = AuditEvent::LinkDeny { id: self.id, partner: self.partner.into(), by: by.to_owned() };
        self.state = State::Denied { at: now, by: by.to_owned(), reason };
        Ok(Step::Made(self, event.into()))
    }

    /// Setting up is done: the link holds from now on. Unchanged if it did before.
    ///
    /// # Errors
    /// `conflict` when it is not approved, `expired` when its term is over already.
    pub fn processed(mut self, now: Instant) -> Result<Step<Self>> {
        match self.state {
            State::Linked { .. } if self.may_move(now) => Ok(Step::Unchanged(self)),
            State::Approved { .. } if self.term_is_over(now) => Err(self.too_late(self.until, now)),
            State::Approved { answer, .. } if self.deleted_at.is_none() => {
                self.state = State::Linked { answer, at: now, extension: ExtensionState::None };
                let (partner, until) = (Some(self.partner.into()), Some(End(self.until)));
                let event = AuditEvent::LinkProcess { id: self.id, partner, until };
                Ok(Step::Made(self, event.into()))
            }
            _ => Err(self.forbids("processed", now)),
        }
    }

    /// Setting up failed; it can be tried again.
    ///
    /// # Errors
    /// `conflict` when it is not approved.
    pub fn process_failed(mut self, now: Instant, why: &str) -> Result<(Self, Event)> {
        match self.state {
            State::Approved { answer, .. } if self.deleted_at.is_none() => {
                self.state = State::Approved { answer, error: Some(why.to_owned()) };
                let partner = self.partner.into();
                let event = AuditEvent::LinkProcessFailed { id: self.id, partner, error: why.to_owned() };
                Ok((self, event.into()))
            }
            _ => Err(self.forbids("processed", now)),
        }
    }

    /// The partner withdraws its request. Unchanged if it did before.
    ///
    /// # Errors
    /// `conflict` unless it is pending.
    pub fn cancel(mut self, now: Instant, by: &str) -> Result<Step<Self>> {
        match self.status(now) {
            LinkStatus::Linked if self.extension().is_some() => Ok(self.cancel_extension()),
            LinkStatus::Cancelled if self.deleted_at.is_none() => Ok(Step::Unchanged(self)),
            LinkStatus::Pending => {
                self.state = State::Cancelled { at: now, by: by.to_owned() };
                let event = AuditEvent::LinkCancel { id: self.id, partner: self.partner.into() };
                Ok(Step::Made(self, event.into()))
            }
            _ => Err(self.forbids("cancelled", now)),
        }
    }

    /// The request is mailed again with new codes, and its seven days begin again.
    ///
    /// # Errors
    /// `conflict` unless it is a pending request or one that no one answered in time; within a minute of the last
    /// sending; while another link of the two is open; within seven days of a denial.
    pub fn resend(mut self, now: Instant, past: &Past) -> Result<(Self, Event)> {
        if self.is_asked_for_more(now) {
            return self.resend_extension(now);
        }
        let unanswered = matches!(self.state, State::Pending | State::Expired { answer: None, .. });
        if !unanswered || self.deleted_at.is_some() {
            return Err(self.forbids("sent again", now));
        }
        if let Some(open) = past.open {
            return Err(self
                .conflict(format!("{} expired, and {open} has taken its place", self.id), now)
                .hint(hint!["send that one again with ", Verb::LinkResend.step().about(&open).client(&self.client)]));
        }
        check_pause(self.sent_at, now).map_err(|error| error.fact("link_id", self.id.to_string()))?;
        let waived = past.check_cooldown(now)?;
        let event = Event::from(AuditEvent::LinkResend {
            id: self.id,
            partner: self.partner.into(),
            r#override: waived.map(|_| Rule::Cooldown),
            denied: waived.map(|denial| denial.link),
        })
        .changing(Field::ExpiresAt, self.expires_at, now + LIFE);
        self.sent_at = now;
        self.send_count += 1;
        self.expires_at = now + LIFE;
        self.state = State::Pending;
        Ok((self, event))
    }

    /// Hides a finished record; the audit keeps it. Unchanged if it was hidden before.
    ///
    /// # Errors
    /// `conflict` while the link is open.
    pub fn delete(mut self, now: Instant) -> Result<Step<Self>> {
        if self.deleted_at.is_some() {
            return Ok(Step::Unchanged(self));
        }
        if self.is_open(now) {
            return Err(self.forbids("deleted", now));
        }
        self.deleted_at = Some(now);
        let event = AuditEvent::LinkDelete { id: self.id, partner: self.partner.into() };
        Ok(Step::Made(self, event.into()))
    }

    /// Either side ends it, set up or not yet. Unchanged if one did before.
    ///
    /// # Errors
    /// `conflict` unless it is approved or linked.
    pub fn unlink(mut self, now: Instant, by: &str) -> Result<Step<Self>> {
        let moving = self.may_move(now);
        match self.state {
            State::Unlinked { .. } if self.deleted_at.is_none() => Ok(Step::Unchanged(self)),
            State::Approved { answer, .. } | State::Linked { answer, .. } if moving => {
                self.state = State::Unlinked { answer, at: now, by: by.to_owned() };
                self.auto_extend = None;
                let event =
                    AuditEvent::LinkRemove { id: self.id, partner: self.partner.into(), still: None, suspends: None };
                Ok(Step::Made(self, event.into()))
            }
            _ => Err(self.forbids("removed", now)),
        }
    }

    /// Closes the stored record if its time is over, as a write does that meets it (docs/reference.md#rules, "One open
    /// record").
    pub fn close_if_expired(mut self, now: Instant) -> Step<Self> {
        let status = self.status(now);
        let (id, partner) = (self.id, Some(PartnerName::Id(self.partner)));
        let (state, event) = match self.state {
            State::Pending if status == LinkStatus::Expired => (
                State::Expired { at: self.expires_at, answer: None },
                AuditEvent::LinkExpire { id, partner, expired: None },
            ),
            State::Linked { answer, at, .. } if status == LinkStatus::Lapsed => (
                State::Expired { at: self.until.unwrap_or(at), answer: Some(answer) },
                AuditEvent::LinkLapse { id, partner, expired: None },
            ),
            other => {
                self.state = other;
                return Step::Unchanged(self);
            }
        };
        self.state = state;
        self.auto_extend = None;
        Step::Made(self, event.into())
    }

    /// The open link as it goes on in the client that its own was merged into, on the same terms. What waits for an answer
    /// is asked again. Where another program sets links up, it has to do that once more, and a request for more of it ends
    /// ([`Link::loses_request`]).
    #[must_use]
    pub fn carried(mut self, id: LinkId, client: ClientId, set_up: SetUp, now: Instant) -> Self {
        self.state = match self.state {
            State::Linked { answer, at: _, extension } if set_up == SetUp::AtOnce => {
                State::Linked { answer, at: now, extension }
            }
            State::Linked { answer, .. } | State::Approved { answer, .. } => State::Approved { answer, error: None },
            state => state,
        };
        if self.awaits_answer(now) {
            (self.sent_at, self.send_count, self.expires_at) = (now, self.send_count.saturating_add(1), now + LIFE);
        }
        Self { id, client, ..self }
    }

    /// The denial that this link is, if it is one.
    pub const fn denial(&self) -> Option<Denial> {
        match self.state {
            State::Denied { at, .. } => Some(Denial { link: self.id, at }),
            _ => None,
        }
    }

    fn may_move(&self, now: Instant) -> bool {
        self.deleted_at.is_none() && self.is_open(now)
    }

    pub(super) fn must_await_answer(&self, participle: &str, now: Instant) -> Result<()> {
        match (&self.state, self.status(now)) {
            (_, LinkStatus::Pending) => Ok(()),
            _ if self.extension_awaits_answer(now) => Ok(()),
            _ if self.is_asked_for_more(now) => Err(self.too_late(Some(self.expires_at), now)),
            (State::Pending | State::Expired { answer: None, .. }, _) if self.deleted_at.is_none() => {
                Err(self.too_late(Some(self.expires_at), now))
            }
            _ => Err(self.forbids(participle, now)),
        }
    }

    fn too_late(&self, since: Option<Instant>, now: Instant) -> Error {
        let request = if self.extension().is_some() { "the request for more of " } else { "" };
        let message = sentence![request, self.id, " expired at ", end_in_words(since)];
        self.next_steps(Error::expired(message), now)
    }

    pub(super) fn forbids(&self, participle: &str, now: Instant) -> Error {
        if let Some(at) = self.deleted_at {
            return self.conflict(sentence![self.id, " was deleted at ", at.as_end()], now);
        }
        let state = self.status_in_words(now);
        self.conflict(sentence![self.id, " is ", state, "; it cannot be ", participle], now)
    }

    fn status_in_words(&self, now: Instant) -> Sentence {
        let status = self.status(now);
        match (&self.state, status) {
            (State::Pending, LinkStatus::Pending) => sentence!["pending until ", self.expires_at.as_end()],
            (State::Pending, _) => sentence!["expired since ", self.expires_at.as_start()],
            (State::Linked { .. }, LinkStatus::Lapsed) => {
                let since = self.until.map_or_else(|| "no end".into(), |until| sentence![until.as_start()]);
                sentence!["lapsed since ", since]
            }
            (State::Approved { error: Some(error), .. }, _) => {
                sentence!["approved, but setting it up failed (", error, ")"]
            }
            (State::Approved { answer, .. }, _) => sentence![status, " since ", answer.at.as_start()],
            (
                State::Linked { at, .. }
                | State::Unlinked { at, .. }
                | State::Denied { at, .. }
                | State::Cancelled { at, .. }
                | State::Expired { at, .. },
                _,
            ) => sentence![status, " since ", at.as_start()],
        }
    }

    fn conflict(&self, message: impl Into<Sentence>, now: Instant) -> Error {
        self.next_steps(Error::conflict(message), now)
    }

    /// Adds who, whose, the state and the commands that it allows.
    fn next_steps(&self, error: Error, now: Instant) -> Error {
        let status = self.status(now);
        let error = error
            .fact("link_id", self.id.to_string())
            .fact("client_id", self.client.to_string())
            .fact("state", status.name());
        let of_this = |verb: Verb| verb.step().about(&self.id).client(&self.client);
        let send_again = || hint!["send it again with ", of_this(Verb::LinkResend)];
        let end = || hint!["end it with ", of_this(Verb::LinkRemove)];
        let hide = || hint!["hide it with ", of_this(Verb::LinkDelete)];
        let anew =
            hint!["ask again with ", Verb::LinkRequest.step().partner(&self.partner).with(Flag::Target, &self.client)];
        match (status, &self.state) {
            (LinkStatus::Pending, _) => error
                .hint(hint!["the client answers with ", of_this(Verb::LinkApprove), ", or with `deny`"])
                .hint(send_again().then(", or withdraw it with `cancel`")),
            (LinkStatus::Approved, _) => error.hint(hint!["set it up with ", of_this(Verb::LinkProcess)]).hint(end()),
            (LinkStatus::Linked, _) if self.extension_awaits_answer(now) => error
                .hint(hint!["the client answers with ", of_this(Verb::LinkApprove), ", or with `deny`"])
                .hint(send_again().then(", or withdraw it with `cancel`")),
            (LinkStatus::Linked, _) if self.extension().is_some() => error.hint(send_again()),
            (LinkStatus::Linked, _) => {
                error.hint(hint!["ask for more, or for longer, with ", of_this(Verb::LinkExtend)]).hint(end())
            }
            _ if self.deleted_at.is_some() => error.hint(anew),
            (LinkStatus::Expired, _) => error.hint(send_again()).hint(hide()),
            _ => error.hint(anew).hint(hide()),
        }
    }
}
