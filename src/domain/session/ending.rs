//! Why a session is over: the words that are stored, and what people read.

use std::borrow::Cow;

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
