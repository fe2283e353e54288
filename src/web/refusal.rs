//! What the server says where no use case was asked: requests that are none, too many of them, and what is not there.

use axum::http::StatusCode;

use crate::domain::language::Language;
use crate::language::catalogue::say;
use crate::language::{Catalogue, Text};

/// A refusal that is the same for everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    NoSuchPage,
    NotForYou,
    TooManyAttempts,
    /// All desks have enough to do.
    Busy,
    /// It may have been done after all.
    TakesLong,
    NotAtTheMoment,
    WentWrong,
    FormOfAnotherSite,
    NoForm,
    FormTooLong,
    FormTooSlow,
    OpenTooLong,
}

impl Refusal {
    pub const fn status(self) -> StatusCode {
        match self {
            Self::NoSuchPage | Self::NotForYou => StatusCode::NOT_FOUND,
            Self::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::TakesLong | Self::NotAtTheMoment => StatusCode::SERVICE_UNAVAILABLE,
            Self::WentWrong => StatusCode::INTERNAL_SERVER_ERROR,
            Self::FormOfAnotherSite | Self::OpenTooLong => StatusCode::FORBIDDEN,
            Self::NoForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::FormTooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::FormTooSlow => StatusCode::REQUEST_TIMEOUT,
        }
    }

    pub fn words(self, language: Language) -> String {
        let pages = Catalogue::of(Text::Pages, language);
        match self {
            Self::NoSuchPage => say!(pages, "no-such-page"),
            Self::NotForYou => say!(pages, "not-for-you"),
            Self::TooManyAttempts => say!(pages, "too-many-attempts"),
            Self::Busy => say!(pages, "busy"),
            Self::TakesLong => say!(pages, "takes-long"),
            Self::NotAtTheMoment => say!(pages, "not-at-the-moment"),
            Self::WentWrong => say!(pages, "went-wrong"),
            Self::FormOfAnotherSite => say!(pages, "form-of-another-site"),
            Self::NoForm => say!(pages, "no-form"),
            Self::FormTooLong => say!(pages, "form-too-long"),
            Self::FormTooSlow => say!(pages, "form-too-slow"),
            Self::OpenTooLong => say!(pages, "open-too-long"),
        }
    }
}
