//! The link between a partner and a client: its states, and what may follow from what (docs/reference.md#links).
//!
//! `pending → approved → linked → unlinked`; `pending → denied | cancelled`; by time a request that no one answered for
//! seven days is `expired`, and a link whose term is over is `lapsed`. What is stored as pending or linked while its
//! time is over behaves exactly like what was closed as expired.

mod auto_extend;
mod edit;
mod extension;
#[cfg(test)]
mod tests;
mod transitions;

pub use auto_extend::{AutoExtend, AutoExtendEdit, LEAD};
pub use edit::{LinkEdit, Widening};
pub use extension::{Ask, Asked, AskedTerm, Extension, ExtensionState};
pub use transitions::{Approval, SetUp};

use crate::domain::verb::Verb;
use crate::error::{Error, Hint, Result, Whose, hint, sentence};

use super::audit_event::{AuditEvent, End, Event, Length};
use super::clock::is_from_future;
use super::id::{ClientId, LinkId, PartnerId};
use super::overrides::Rule;
use super::permission::Permissions;
use super::terms::{TERM_MOST, check_until};
use super::time::{Instant, Span};
use super::{choice, role};

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
    /// When the request was mailed last: the first one, or the one for more.
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
    /// By how much that end moves by itself before it comes, if it does.
    pub auto_extend: Option<AutoExtend>,
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
        /// What became of the last request for more, or for longer.
        extension: ExtensionState,
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

    /// Whether someone of the client is asked: by the request for the link, or by one for more of it.
    pub fn awaits_answer(&self, now: Instant) -> bool {
        self.status(now) == LinkStatus::Pending || self.extension_awaits_answer(now)
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
    asked.map_or(Ok(LINK_DEFAULT), |list| role::within(Permissions::parse_list(list)?, LINK_MOST, Whose::Link))
}

// How a link begins: the partner requests it, or the client creates it; and what happens if an earlier link exists.

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
    fn check_cooldown(&self, now: Instant) -> Result<Option<Denial>> {
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
        role::within(request.permissions, LINK_MOST, Whose::Link)?;
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
            auto_extend: None,
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
            auto_extend: None,
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
        let as_created = self.until == self.term.map(|term| self.requested_at + term);
        let same_term = term.is_none() || creation.until == self.until || as_created && term == self.term;
        let same = self.origin == Origin::Client && same_term;
        match self.status(now) {
            LinkStatus::Approved | LinkStatus::Linked if same => Ok(Met::Unchanged),
            LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked => Err(self.forbids("created again", now)),
            _ => Ok(Met::Expired),
        }
    }
}

/// `term`, if it is positive, at most two years, and not longer than `asked`.
fn check_term(term: Span, asked: Option<Span>) -> Result<Span> {
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
