//! Mails about an invitation.

use serde::Serialize;

use super::{Access, Client};
use crate::mail::text::{Line, Secret, WebAddress};

#[derive(Debug, Clone, Serialize)]
pub struct Invitation {
    #[serde(flatten)]
    pub kind: InvitationKind,
    /// Whether the role is guest.
    pub guest: bool,
    pub client: Client,
    /// Who invited: a person's name, or the address.
    pub invited_by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// The partner for whom that person works, if any.
    pub partner: Option<Line>,
    pub access: Access,
    #[serde(flatten)]
    pub secret: Secret,
    /// A form to fill in besides.
    pub form: Option<Form>,
}

/// Whether the address that is invited has a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "Needs")]
pub enum InvitationKind {
    /// It has none: accepting makes one, with a password to choose.
    Activation,
    /// It has one, whose password stays as it is.
    Association,
    /// It has one, but no password that its person is known to have chosen: they choose a new one.
    NewPassword,
}

/// The same for a template.
#[derive(Serialize)]
struct Needs {
    new_login: bool,
    new_password: bool,
}

impl From<InvitationKind> for Needs {
    fn from(kind: InvitationKind) -> Self {
        Self { new_login: kind == InvitationKind::Activation, new_password: kind != InvitationKind::Association }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Form {
    pub name: Line,
    pub url: WebAddress,
}

/// What staff did in someone's place.
#[derive(Debug, Clone, Serialize)]
pub struct AcceptedByStaff {
    pub client: Client,
    /// In whose place: the address.
    pub email: Line,
    pub staff: Line,
    pub reason: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// What that person may do now.
    pub access: Access,
}
