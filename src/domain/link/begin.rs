//! How a link begins: the partner requests it, or the client creates it; and what happens if an earlier link exists.

use super::super::audit_event::{AuditEvent, End, Event, Length};
use super::super::id::{ClientId, LinkId, PartnerId};
use super::super::overrides::Rule;
use super::super::permission::Permissions;
use super::super::role;
use super::super::terms::{TERM_MOST, check_until};
use super::super::time::{Instant, Span};
use super::{COOLDOWN, LIFE, LINK_DEFAULT, LINK_MOST, Link, LinkAnswer, LinkStatus, Origin, State};
use crate::domain::verb::Verb;
use crate::error::{Error, Hint, Result, hint, sentence};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub client: ClientId,
    pub partner: PartnerId,
    pub by: String,
    pub permissions: Permissions,
    pub term: Option<Span>,
    pub message: Option<String>,
}

/// What a client makes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    pub client: ClientId,
    pub partner: PartnerId,
    pub by: String,
    pub until: Option<Instant>,
}

/// A denial, for the time that the partner then waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial {
    pub link: LinkId,
    pub at: Instant,
}

/// Whether the wait after a denial holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cooldown {
    #[default]
    Holds,
    /// Staff waived it (`--override cooldown`).
    Waived,
}

/// What else there was between the two, so far as it bears on asking (again).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Past {
    /// Another link of the two that is open now.
    pub open: Option<LinkId>,
    pub denial: Option<Denial>,
    /// Whether it makes the partner wait.
    pub cooldown: Cooldown,
}

/// What a request finds that meets the stored open link of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// The same is asked, or agreed, already: `unchanged`.
    Unchanged,
    /// Its time is over: close it (`expired`) and go on.
    Expired,
}

impl Past {
    /// Whether the partner may ask now: the denial, if only because staff waived the wait after it.
    pub(super) fn check_cooldown(&self, now: Instant) -> Result<Option<Denial>> {
        match (self.denial.filter(|denial| now < denial.waits_until()), self.cooldown) {
            (None, _) => Ok(None),
            (Some(denial), Cooldown::Waived) => Ok(Some(denial)),
            (Some(denial), Cooldown::Holds) => Err(denial.error()),
        }
    }
}

impl Denial {
    /// The first instant at which the partner may ask again.
    #[must_use]
    pub fn waits_until(self) -> Instant {
        self.at + COOLDOWN
    }

    fn error(self) -> Error {
        let again = self.waits_until();
        Error::conflict(sentence![
            "the client denied ",
            self.link,
            " at ",
            self.at.as_end(),
            "; ask again from ",
            again.as_start()
        ])
        .hint(hint!["the client itself may link at any time with ", Verb::LinkCreate.step()])
        .fact("link_id", self.link.to_string())
        .fact("retry_at", again.to_string())
    }
}

impl Link {
    /// A partner asks a client; `id` is the number that the record will have.
    ///
    /// # Errors
    /// `conflict` within seven days of a denial; `usage` for permissions or a term beyond what a link can have.
    pub fn request(id: LinkId, request: Request, past: &Past, now: Instant) -> Result<(Self, Event)> {
        role::within(request.permissions, LINK_MOST, "a link")?;
        request.term.map(|term| check_term(term, None)).transpose()?;
        let waived = past.check_cooldown(now)?;
        let event = AuditEvent::LinkRequest {
            id,
            partner: request.partner.into(),
            permissions: request.permissions,
            r#for: Length(request.term),
            expires_at: now + LIFE,
            r#override: waived.map(|_| Rule::Cooldown),
            denied: waived.map(|denial| denial.link),
        };
        let link = Self {
            id,
            client: request.client,
            partner: request.partner,
            origin: Origin::Partner,
            requested_at: now,
            requested_by: request.by,
            sent_at: now,
            send_count: 1,
            expires_at: now + LIFE,
            asked_permissions: request.permissions,
            permissions: request.permissions,
            term: request.term,
            until: None,
            message: request.message,
            state: State::Pending,
            deleted_at: None,
        };
        Ok((link, event.into()))
    }

    /// A client links a partner by itself, at any time (S0.15): agreed at once, to be set up next.
    ///
    /// # Errors
    /// `usage` for a term that is over or too long.
    pub fn create(id: LinkId, creation: Creation, now: Instant) -> Result<(Self, Event)> {
        let until = creation.until.map(|until| check_until(until, now)).transpose()?;
        let event = AuditEvent::LinkCreate { id, partner: creation.partner.into(), until: End(until), lets_in: None };
        let link = Self {
            id,
            client: creation.client,
            partner: creation.partner,
            origin: Origin::Client,
            requested_at: now,
            requested_by: creation.by.clone(),
            sent_at: now,
            send_count: 0,
            expires_at: now + LIFE,
            asked_permissions: LINK_DEFAULT,
            permissions: LINK_DEFAULT,
            term: until.map(|until| until.since(now)),
            until,
            message: None,
            state: State::Approved { answer: LinkAnswer { at: now, by: creation.by }, error: None },
            deleted_at: None,
        };
        Ok((link, event.into()))
    }

    /// What the same partner's new request meets in this stored open link.
    ///
    /// # Errors
    /// `conflict` when something else was asked or agreed.
    pub fn meet(&self, request: &Request, now: Instant) -> Result<Met> {
        let same = |permissions| {
            self.origin == Origin::Partner && request.permissions == permissions && request.term == self.term
        };
        match self.status(now) {
            LinkStatus::Pending if same(self.asked_permissions) => Ok(Met::Unchanged),
            LinkStatus::Approved | LinkStatus::Linked if same(self.asked_permissions) || same(self.permissions) => {
                Ok(Met::Unchanged)
            }
            LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked => {
                Err(self.forbids("asked for otherwise", now))
            }
            _ => Ok(Met::Expired),
        }
    }

    /// What the client's own link meets in this stored open one.
    ///
    /// # Errors
    /// `conflict` when the partner asked for it (approve that), or its term is another.
    pub fn meet_creation(&self, creation: &Creation, now: Instant) -> Result<Met> {
        let term = creation.until.map(|until| until.since(now));
        let same_term = term.is_none() || creation.until == self.until || term == self.term;
        let same = self.origin == Origin::Client && same_term;
        match self.status(now) {
            LinkStatus::Approved | LinkStatus::Linked if same => Ok(Met::Unchanged),
            LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked => Err(self.forbids("created again", now)),
            _ => Ok(Met::Expired),
        }
    }
}

/// `term`, if it is positive, at most two years, and not longer than `asked`.
pub(super) fn check_term(term: Span, asked: Option<Span>) -> Result<Span> {
    if term <= Span::ZERO || term > TERM_MOST {
        return Err(Error::usage(format!("{term} is no possible term"))
            .hint(Hint::plain("a term is longer than nothing and at most two years")));
    }
    match asked {
        Some(asked) if term > asked => {
            Err(Error::usage(format!("{term} is longer than the {asked} that were asked for"))
                .hint(Hint::plain("approve as asked, or for a shorter time")))
        }
        _ => Ok(term),
    }
}
