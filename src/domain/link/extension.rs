//! The request for more of a link in force, or for longer: the link stays as it is until the client answers, and whatever
//! the answer is, it gives no less than before (docs/reference.md#links).

use super::super::audit_event::{AuditEvent, End, Event, Field};
use super::super::clock::is_from_future;
use super::super::permission::Permissions;
use super::super::role;
use super::super::sending::{check_pause, end_in_words};
use super::super::step::Step;
use super::super::terms::{TermEdit, check_until, ends_later};
use super::super::time::{Instant, Span};
use super::{
    Approval, AutoExtendEdit, COOLDOWN, LIFE, LINK_MOST, Link, LinkEdit, LinkStatus, SetUp, State, check_term,
};
use crate::domain::verb::Verb;
use crate::error::{Cause, Error, Hint, Result, Whose, hint, sentence};

/// What became of the last request for more of a link in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ExtensionState {
    /// There was none, or it was approved or withdrawn.
    #[default]
    None,
    /// It was sent, and not answered. By time it is pending or expired.
    Asked(Box<Extension>),
    Denied {
        at: Instant,
    },
}

/// A request for more of a link in force, or for longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub at: Instant,
    /// By whom, as the audit names them.
    pub by: String,
    /// All that the link would give.
    pub permissions: Permissions,
    /// When it would end; `None` = without end.
    pub until: Option<Instant>,
    pub message: Option<String>,
}

/// What is asked for, or given by the client itself, in addition to what the link gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    pub permissions: Option<Permissions>,
    pub until: TermEdit,
    pub message: Option<String>,
}

/// What someone of the client is asked for: the link, or more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// By whom, as the audit names them.
    pub by: &'a str,
    pub permissions: Permissions,
    pub term: AskedTerm,
    pub message: Option<&'a str>,
}

/// How long the link is to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedTerm {
    /// From the approval; `None` = without end.
    For(Option<Span>),
    /// To this end; `None` = without end.
    Until(Option<Instant>),
}

impl Link {
    /// What was asked for last, answered or not.
    pub fn asked(&self) -> Asked<'_> {
        match self.extension() {
            Some(Extension { by, permissions, until, message: text, .. }) => {
                Asked { by, permissions: *permissions, term: AskedTerm::Until(*until), message: text.as_deref() }
            }
            None => Asked {
                by: &self.requested_by,
                permissions: self.asked_permissions,
                term: AskedTerm::For(self.term),
                message: self.message.as_deref(),
            },
        }
    }

    /// The request for more that was sent and not answered, in time or not.
    pub fn extension(&self) -> Option<&Extension> {
        match &self.state {
            State::Linked { extension: ExtensionState::Asked(asked), .. } => Some(asked),
            _ => None,
        }
    }

    /// Whether something of a request for more does not go over with the link into another client: one that another program
    /// sets up again is not in force, and only of a link in force more can be asked.
    pub const fn loses_request(&self, set_up: SetUp) -> bool {
        let State::Linked { extension, .. } = &self.state else { return false };
        !matches!(extension, ExtensionState::None) && matches!(set_up, SetUp::ByProgram)
    }

    /// Whether a request for more of the link in force is stored, whatever the time says about the request.
    pub(super) fn is_asked_for_more(&self, now: Instant) -> bool {
        self.in_force(now) && self.extension().is_some()
    }

    /// Whether the request for more can be answered now.
    pub fn extension_awaits_answer(&self, now: Instant) -> bool {
        self.is_asked_for_more(now) && now < self.expires_at && !is_from_future(self.sent_at, now)
    }

    /// Only of a link in force more can be given or asked, whatever it is.
    ///
    /// # Errors
    /// `conflict`.
    pub fn must_be_extendable(&self, now: Instant) -> Result<()> {
        if self.in_force(now) { Ok(()) } else { Err(self.forbids("extended", now)) }
    }

    /// The link with all that is asked.
    ///
    /// # Errors
    /// `conflict` unless the link is in force, or for permissions of a link that the client created; `usage` for more
    /// than a link can give, a term that is over or too long, or an end before that of the link.
    pub fn extended(&self, now: Instant, ask: &Ask) -> Result<LinkEdit> {
        self.must_be_extendable(now)?;
        if let Some(permissions) = ask.permissions {
            self.must_give_permissions()?;
            role::within(permissions, LINK_MOST, Whose::Link)?;
        }
        if let TermEdit::Until(until) = ask.until {
            check_until(until, now)?;
        }
        let until = ask.until.applied_to(self.until);
        if ends_later(self.until, until) {
            let shorten = Verb::LinkEdit.step().about(&self.id).client(&self.client);
            return Err(Error::usage(sentence![self.id, " ends later than that: ", end_in_words(self.until)])
                .hint(hint!["shorten it with ", shorten]));
        }
        let permissions = ask.permissions.map(|permissions| permissions.union(self.permissions));
        Ok(LinkEdit { permissions, until: ask.until, ..LinkEdit::default() })
    }

    /// The partner asks for more, or for longer; the link stays as it is. Unchanged if it gives that, or that is asked
    /// already.
    ///
    /// # Errors
    /// As [`Link::extended`]; `conflict` while something else is asked, and within seven days of a denial.
    pub fn extend(mut self, now: Instant, by: &str, ask: &Ask) -> Result<Step<Self>> {
        let wanted = self.extended(now, ask)?;
        let permissions = wanted.permissions.unwrap_or(self.permissions);
        let until = wanted.until.applied_to(self.until);
        if (permissions, until) == (self.permissions, self.until) {
            return Ok(Step::Unchanged(self));
        }
        if self.extension_awaits_answer(now) {
            let same = self.extension().is_some_and(|asked| (asked.permissions, asked.until) == (permissions, until));
            return if same { Ok(Step::Unchanged(self)) } else { Err(self.forbids("asked for otherwise", now)) };
        }
        if let State::Linked { extension: ExtensionState::Denied { at }, .. } = self.state {
            self.check_extension_cooldown(at, now)?;
        }
        let event = AuditEvent::LinkExtend {
            id: self.id,
            partner: self.partner.into(),
            permissions,
            until: End(until),
            expires_at: now + LIFE,
        };
        self.sent_at = now;
        self.send_count += 1;
        self.expires_at = now + LIFE;
        let asked = Extension { at: now, by: by.to_owned(), permissions, until, message: ask.message.clone() };
        self.set_extension(ExtensionState::Asked(asked.into()));
        Ok(Step::Made(self, event.into()))
    }

    /// The client agrees, to all that was asked or to less. The link never gives less than before.
    pub(super) fn approve_extension(mut self, now: Instant, by: &str, approval: Approval) -> Result<Step<Self>> {
        self.must_await_answer("approved", now)?;
        let Some(asked) = self.extension().cloned() else { return Err(self.forbids("approved", now)) };
        let before = (self.permissions, self.until, self.auto_extend);
        let given = match approval.permissions {
            Some(permissions) => {
                let whose = Whose::Approval(self.id.to_string());
                role::within(permissions, asked.permissions.union(self.permissions), whose)?
            }
            None => asked.permissions,
        };
        let until = match approval.term {
            Some(term) => Some(now + check_term(term, asked.until.map(|until| until.since(now)))?),
            None => asked.until,
        };
        self.permissions = self.permissions.union(given);
        if ends_later(until, self.until) {
            self.until = until;
        }
        let auto_extend = approval.auto_extend.map_or(AutoExtendEdit::Keep, AutoExtendEdit::By);
        self.set_auto_extend(auto_extend, before.1)?;
        if before == (self.permissions, self.until, self.auto_extend) {
            return Err(Error::usage(format!("that gives nothing of what was asked for {}", self.id))
                .because(Cause::NothingGiven { id: self.id.to_string() })
                .hint(Hint::plain("approve more of it, or deny it")));
        }
        self.set_extension(ExtensionState::None);
        let event = AuditEvent::LinkExtendApprove { id: self.id, partner: self.partner.into(), by: by.to_owned() };
        let event = Event::from(event)
            .changing(Field::Permissions, before.0, self.permissions)
            .changing(Field::Until, End(before.1), End(self.until))
            .changing_option(Field::AutoExtend, before.2, self.auto_extend);
        Ok(Step::Made(self, event))
    }

    /// The client says no; the link stays as it is.
    pub(super) fn deny_extension(mut self, now: Instant, by: &str) -> Result<Step<Self>> {
        self.must_await_answer("denied", now)?;
        self.set_extension(ExtensionState::Denied { at: now });
        let event = AuditEvent::LinkExtendDeny { id: self.id, partner: self.partner.into(), by: by.to_owned() };
        Ok(Step::Made(self, event.into()))
    }

    /// The partner withdraws its request; the link stays as it is.
    pub(super) fn cancel_extension(mut self) -> Step<Self> {
        self.set_extension(ExtensionState::None);
        let event = AuditEvent::LinkExtendCancel { id: self.id, partner: self.partner.into() };
        Step::Made(self, event.into())
    }

    /// The request is mailed again with new codes, and its seven days begin again.
    pub(super) fn resend_extension(mut self, now: Instant) -> Result<(Self, Event)> {
        check_pause(self.sent_at, now).map_err(|error| error.fact("link_id", self.id.to_string()))?;
        let event =
            AuditEvent::LinkResend { id: self.id, partner: self.partner.into(), r#override: None, denied: None };
        let event = Event::from(event).changing(Field::ExpiresAt, self.expires_at, now + LIFE);
        self.sent_at = now;
        self.send_count += 1;
        self.expires_at = now + LIFE;
        Ok((self, event))
    }

    /// A request for what the link gives by now waits for nothing.
    pub(super) fn drop_given_extension(&mut self) {
        let gives = |asked: &Extension| {
            asked.permissions.is_subset_of(self.permissions) && !ends_later(asked.until, self.until)
        };
        if self.extension().is_some_and(gives) {
            self.set_extension(ExtensionState::None);
        }
    }

    fn set_extension(&mut self, state: ExtensionState) {
        if let State::Linked { extension, .. } = &mut self.state {
            *extension = state;
        }
    }

    fn check_extension_cooldown(&self, denied_at: Instant, now: Instant) -> Result<()> {
        let again = denied_at + COOLDOWN;
        if now >= again {
            return Ok(());
        }
        let denied = sentence!["the client denied more of ", self.id, " at ", denied_at.as_end()];
        Err(Error::conflict(sentence![denied, "; ask again from ", again.as_start()])
            .hint(hint![
                "the client itself may change it at any time with ",
                Verb::LinkEdit.step().about(&self.id).client(&self.client)
            ])
            .fact("link_id", self.id.to_string())
            .fact("client_id", self.client.to_string())
            .fact("state", LinkStatus::Linked.name())
            .fact("retry_at", again.to_string()))
    }
}
