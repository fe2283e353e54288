//! What was done, for the next page to say.

use crate::domain::language::Language;
use crate::language::catalogue::say;
use crate::language::{Catalogue, Text};

use super::visit::{Jar, Reply, Visit};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Accepted,
    Declined,
    Approved,
    BeingSetUp,
    Denied,
    RecoveryStopped,
    PasswordSet,
    Renamed,
    MailSent,
    Invited,
    InvitedAgain,
    Withdrawn,
    LinkEnded,
    AccessChanged,
    Removed,
    Left,
    SignedOut,
    LanguageSet,
}

impl Notice {
    pub const ALL: [Self; 18] = [
        Self::Accepted,
        Self::Declined,
        Self::Approved,
        Self::BeingSetUp,
        Self::Denied,
        Self::RecoveryStopped,
        Self::PasswordSet,
        Self::Renamed,
        Self::MailSent,
        Self::Invited,
        Self::InvitedAgain,
        Self::Withdrawn,
        Self::LinkEnded,
        Self::AccessChanged,
        Self::Removed,
        Self::Left,
        Self::SignedOut,
        Self::LanguageSet,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Approved => "approved",
            Self::BeingSetUp => "being-set-up",
            Self::Denied => "denied",
            Self::RecoveryStopped => "recovery-stopped",
            Self::PasswordSet => "password-set",
            Self::Renamed => "renamed",
            Self::MailSent => "mail-sent",
            Self::Invited => "invited",
            Self::InvitedAgain => "invited-again",
            Self::Withdrawn => "withdrawn",
            Self::LinkEnded => "link-ended",
            Self::AccessChanged => "access-changed",
            Self::Removed => "removed",
            Self::Left => "left",
            Self::SignedOut => "signed-out",
            Self::LanguageSet => "language-set",
        }
    }

    pub fn words(self, language: Language) -> String {
        let pages = Catalogue::of(Text::Pages, language);
        match self {
            Self::Accepted => say!(pages, "notice-accepted"),
            Self::Declined => say!(pages, "notice-declined"),
            Self::Approved => say!(pages, "notice-approved"),
            Self::BeingSetUp => say!(pages, "notice-being-set-up"),
            Self::Denied => say!(pages, "notice-denied"),
            Self::RecoveryStopped => say!(pages, "notice-recovery-stopped"),
            Self::PasswordSet => say!(pages, "notice-password-set"),
            Self::Renamed => say!(pages, "notice-renamed"),
            Self::MailSent => say!(pages, "notice-mail-sent"),
            Self::Invited => say!(pages, "notice-invited"),
            Self::InvitedAgain => say!(pages, "notice-invited-again"),
            Self::Withdrawn => say!(pages, "notice-withdrawn"),
            Self::LinkEnded => say!(pages, "notice-link-ended"),
            Self::AccessChanged => say!(pages, "notice-access-changed"),
            Self::Removed => say!(pages, "notice-removed"),
            Self::Left => say!(pages, "notice-left"),
            Self::SignedOut => say!(pages, "notice-signed-out"),
            Self::LanguageSet => say!(pages, "notice-language-set"),
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// Goes to another page, which says it.
    pub fn then_go(self, visit: &Visit, to: impl Into<String>) -> Reply {
        Reply::go(to).with([visit.set(Jar::Notice, self.name().to_owned())])
    }
}
