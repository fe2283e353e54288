//! One-click sessions: a person at work in one client, and until when (S0.10, S0.18-S0.20).
//!
//! A session lives 8 hours at most and 30 minutes without use, and never longer than what lets the person in. All of
//! that is computed on read; stored is only that it was left, or that a later write met it when it was over.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::error::{Sentence, sentence};

use super::access::{Outcome, Verdict};
use super::audit_event::AuditEvent;
use super::choice;
use super::clock::is_from_future;
use super::id::{ClientId, GrantId, LinkId, SessionId, UserId};
use super::time::{Instant, Span};

/// How long a session lives at most. Open while now < opened + LIFE.
pub const LIFE: Span = Span::from_ms(8 * 60 * 60 * 1000);
/// How long it lives without use. Open while now < used + IDLE.
pub const IDLE: Span = Span::from_ms(30 * 60 * 1000);
/// How long a hand-off code lives.
pub const CODE_LIFE: Span = Span::from_ms(60 * 1000);
/// A use within this of the last one that was noted is not noted again: asking often costs nothing.
pub const GRAIN: Span = Span::from_ms(60 * 1000);

/// A session, in whatever state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `ses_4`.
    pub id: SessionId,
    /// The client that was entered.
    pub client: ClientId,
    pub person: UserId,
    pub ground: Ground,
    pub opened_at: Instant,
    /// When it was used last.
    pub used_at: Instant,
    /// The first instant at which it is over, however much it is used.
    pub expires_at: Instant,
    /// The first instant at which its last hand-off code opens nothing.
    pub code_expires_at: Instant,
    /// What is stored of its end.
    pub state: State,
}

/// What a session rests on: it ends when this no longer lets the person in, whatever else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The login with which the person works in the client: their own, or the dedicated user.
    pub login: UserId,
    /// That login's grant, where it has one.
    pub grant: Option<GrantId>,
    /// The link, where one is needed.
    pub link: Option<LinkId>,
}

/// What lets a person in at this moment, by either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grounds {
    pub own: Option<Ground>,
    pub partner: Option<Ground>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Not left.
    Open,
    /// Over, since `at`.
    Closed { at: Instant, because: EndReason },
}

/// The status of a session now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionStatus {
    /// It lives, and if no one uses it, until then.
    Open {
        /// The first instant at which it is over.
        until: Instant,
    },
    Closed {
        at: Instant,
    },
    Expired {
        at: Instant,
    },
    /// No one used it for half an hour.
    Idle {
        /// Since when it is over.
        at: Instant,
    },
    /// What let the person in is gone.
    Ended {
        because: Ending,
    },
}

/// The word for the status of a session, as lists have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionState {
    Open,
    Closed,
    Expired,
    Idle,
    Ended,
}

impl Session {
    /// The session that begins now; `until` is the end of what lets the person in.
    pub fn open(
        id: SessionId,
        client: ClientId,
        person: UserId,
        ground: Ground,
        until: Option<Instant>,
        now: Instant,
    ) -> Self {
        let expires_at = until.into_iter().fold(now + LIFE, Instant::min);
        let code_expires_at = expires_at.min(now + CODE_LIFE);
        Self {
            id,
            client,
            person,
            ground,
            opened_at: now,
            used_at: now,
            expires_at,
            code_expires_at,
            state: State::Open,
        }
    }

    /// Its status, given what lets the person in now. What was stored decides, then the time, then the rest.
    pub fn status(&self, lets_in: &Result<(), Ending>, now: Instant) -> SessionStatus {
        match (&self.state, self.over_by_time(now), lets_in) {
            (State::Closed { at, because }, ..) => match because {
                EndReason::Left => SessionStatus::Closed { at: *at },
                EndReason::Expired => SessionStatus::Expired { at: *at },
                EndReason::Idle => SessionStatus::Idle { at: *at },
                EndReason::Ended(ending) => SessionStatus::Ended { because: ending.clone() },
            },
            (State::Open, Some((at, EndReason::Idle)), _) => SessionStatus::Idle { at },
            (State::Open, Some((at, _)), _) => SessionStatus::Expired { at },
            (State::Open, None, Err(ending)) => SessionStatus::Ended { because: ending.clone() },
            (State::Open, None, Ok(())) => SessionStatus::Open { until: self.expires_at.min(self.idle_at()) },
        }
    }

    /// Whether what it rests on still lets the person in: the very grant and link, and the same login. Another grant
    /// that was given later does not revive it.
    ///
    /// # Errors
    /// What went.
    pub fn lets_in(&self, verdict: &Verdict, grounds: &Grounds) -> Result<(), Ending> {
        let ground = Some(self.ground);
        if grounds.own == ground || grounds.partner == ground {
            return Ok(());
        }
        let by_own_grant = self.is_by_own_grant();
        let asked: &[&str] = if by_own_grant {
            &["user_active", "client_open", "own_grant", "own_term", "own_link"]
        } else {
            &["user_active", "client_open", "partner_user", "partner_active", "link", "scope", "dedicated_user"]
        };
        let gone = verdict.rules.iter().find(|rule| rule.outcome == Outcome::No && asked.contains(&rule.name));
        Err(match gone.map(|rule| rule.name) {
            Some("user_active") => Ending::User,
            Some("client_open") => Ending::Client,
            Some("own_term") => Ending::Term,
            Some("partner_user") => Ending::Seat,
            Some("partner_active") => Ending::Partner,
            Some("own_link" | "link") => Ending::Link,
            Some("scope") => Ending::Scope,
            Some("dedicated_user") => Ending::Dedicated,
            // Everything holds, but by another grant or link than the one of the session.
            _ if by_own_grant => Ending::Grant,
            _ => Ending::Link,
        })
    }

    /// Whether the person's own grant let them in, and not their partner.
    pub fn is_by_own_grant(&self) -> bool {
        self.ground.login == self.person && self.ground.grant.is_some()
    }

    /// Whether it was closed, or its time is over, so that nothing else matters any more.
    pub fn is_history(&self, now: Instant) -> bool {
        self.state != State::Open || self.over_by_time(now).is_some()
    }

    /// The first instant at which it is over if no one uses it.
    pub fn idle_at(&self) -> Instant {
        self.used_at + IDLE
    }

    /// It was used just now. A clock that was set back takes nothing away.
    pub fn used(&mut self, now: Instant) {
        self.used_at = self.used_at.max(now);
    }

    /// Whether a use now is worth noting.
    pub fn is_worth_noting(&self, now: Instant) -> bool {
        now.since(self.used_at) >= GRAIN
    }

    /// A new hand-off code is given out, which is a use.
    pub fn handed_off(&mut self, now: Instant) {
        self.used(now);
        self.code_expires_at = self.expires_at.min(now + CODE_LIFE);
    }

    /// The person leaves, or what lets them in is taken away; if it is over already, that is what is stored. The event
    /// shows which. Nothing of a session that was closed before.
    #[must_use]
    pub fn close(
        mut self,
        because: EndReason,
        lets_in: &Result<(), Ending>,
        now: Instant,
    ) -> (Self, Option<AuditEvent>) {
        let (at, because) = match self.status(lets_in, now) {
            SessionStatus::Open { .. } => (now, because),
            SessionStatus::Expired { at } if self.state == State::Open => (at, EndReason::Expired),
            SessionStatus::Idle { at } if self.state == State::Open => (at, EndReason::Idle),
            SessionStatus::Ended { because } if self.state == State::Open => (now, EndReason::Ended(because)),
            _ => return (self, None),
        };
        let (id, text) = (self.id, because.text().into_owned());
        let event = match because {
            EndReason::Left => AuditEvent::SessionClose { id, because: text, email: None },
            _ => AuditEvent::SessionEnd { id, because: Some(text), email: None },
        };
        self.state = State::Closed { at, because };
        (self, Some(event))
    }

    /// When its time was over, and why, if it is. One that a wrong clock opened in the future was never open.
    fn over_by_time(&self, now: Instant) -> Option<(Instant, EndReason)> {
        if is_from_future(self.opened_at, now) {
            return Some((now, EndReason::Expired));
        }
        let (idle, end) = (self.idle_at(), self.expires_at);
        if now < idle.min(end) {
            None
        } else if idle < end {
            Some((idle, EndReason::Idle))
        } else {
            Some((end, EndReason::Expired))
        }
    }
}

impl SessionStatus {
    pub const fn word(&self) -> SessionState {
        match self {
            Self::Open { .. } => SessionState::Open,
            Self::Closed { .. } => SessionState::Closed,
            Self::Expired { .. } => SessionState::Expired,
            Self::Idle { .. } => SessionState::Idle,
            Self::Ended { .. } => SessionState::Ended,
        }
    }

    /// Whether the person is in.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// What became of it, for people, after "was".
    pub fn in_words(&self) -> Sentence {
        match self {
            Self::Open { until } => sentence!["open until ", until.as_end(), ", and longer if it is used"],
            Self::Closed { at } => sentence!["left at ", at.as_end()],
            Self::Expired { at } => sentence!["over at ", at.as_end()],
            Self::Idle { at } => sentence!["over at ", at.as_end(), ", after half an hour without use"],
            Self::Ended { because } => sentence!["ended: ", because.text()],
        }
    }
}

impl SessionState {
    pub const ALL: [Self; 5] = [Self::Open, Self::Closed, Self::Expired, Self::Idle, Self::Ended];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::Idle => "idle",
            Self::Ended => "ended",
        }
    }
}

choice::words!(SessionState, "a state of a session");

// Why a session is over: the words that are stored, and what people read.

/// Why a session is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndReason {
    Left,
    /// It was eight hours old, or what let the person in had been given until then.
    Expired,
    /// No one used it for half an hour.
    Idle,
    /// What let the person in is gone.
    Ended(Ending),
}

/// What went, of that which let the person in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The login is no longer active.
    User,
    Client,
    Grant,
    /// The grant's term is over.
    Term,
    /// The person is no user of the partner any more.
    Seat,
    Partner,
    /// The link is no longer in force.
    Link,
    /// The client is no longer assigned to the person.
    Scope,
    /// The dedicated user has no active login and grant any more.
    Dedicated,
    /// Something else, in a word.
    Other(String),
}

impl EndReason {
    pub fn word(&self) -> &str {
        match self {
            Self::Left => "left",
            Self::Expired => "expired",
            Self::Idle => "idle",
            Self::Ended(ending) => ending.word(),
        }
    }

    pub fn from_word(word: &str) -> Self {
        match word {
            "left" => Self::Left,
            "expired" => Self::Expired,
            "idle" => Self::Idle,
            word => Self::Ended(
                Ending::ALL.into_iter().find(|ending| ending.word() == word).unwrap_or(Ending::Other(word.to_owned())),
            ),
        }
    }

    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Left => "the person left".into(),
            Self::Expired => "its time was over".into(),
            Self::Idle => "no one used it for half an hour".into(),
            Self::Ended(ending) => ending.text(),
        }
    }
}

impl Ending {
    /// Every one that follows from the rules of access.
    pub const ALL: [Self; 9] = [
        Self::User,
        Self::Client,
        Self::Grant,
        Self::Term,
        Self::Seat,
        Self::Partner,
        Self::Link,
        Self::Scope,
        Self::Dedicated,
    ];

    pub fn word(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Client => "client",
            Self::Grant => "grant",
            Self::Term => "term",
            Self::Seat => "seat",
            Self::Partner => "partner",
            Self::Link => "link",
            Self::Scope => "scope",
            Self::Dedicated => "dedicated",
            Self::Other(word) => word,
        }
    }

    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::User => "the login is not active".into(),
            Self::Client => "the client is closed".into(),
            Self::Grant => "the access was taken away".into(),
            Self::Term => "the term of the access is over".into(),
            Self::Seat => "the person is no user of the partner any more".into(),
            Self::Partner => "the partner is closed".into(),
            Self::Link => "the link is no longer in force".into(),
            Self::Scope => "the client is not among those of the person".into(),
            Self::Dedicated => "the dedicated user has no active login and grant".into(),
            Self::Other(word) => word.as_str().into(),
        }
    }
}
