//! Mails about a link between a partner and a client.

use serde::Serialize;

use super::{Access, Client};
use crate::mail::text::{Line, Secret};

#[derive(Debug, Clone, Serialize)]
pub struct LinkRequest {
    /// Which client the mail's reader owns.
    pub client: Client,
    pub partner: Line,
    /// Who asked: a person's name, or the address.
    pub requested_by: Line,
    /// Whether that is someone of the support desk, in the partner's name.
    pub by_support: bool,
    pub access: Access,
    /// What the partner wrote; maybe nothing.
    pub message: Vec<Line>,
    #[serde(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Clone, Serialize)]
pub struct LinkApproved {
    pub client: Client,
    pub partner: Line,
    pub answered_by: Line,
    /// What was granted; maybe less than was asked.
    pub access: Access,
}

#[derive(Debug, Clone, Serialize)]
pub struct LinkDenied {
    pub client: Client,
    pub partner: Line,
    pub answered_by: Line,
    /// The reason, if one was given.
    pub reason: Option<Line>,
    /// When the partner may ask again, in plain words with zone.
    pub again_from: Line,
}

/// A request that was withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct LinkCancelled {
    pub client: Client,
    pub partner: Line,
    pub cancelled_by: Line,
}
