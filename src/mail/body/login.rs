//! Mails about a login, which is in no client or in several.

use serde::Serialize;

use crate::mail::text::{Line, Secret, WebAddress};

#[derive(Debug, Clone, Serialize)]
pub struct Welcome {
    /// First name, for the greeting.
    pub first_name: Line,
    pub partner: Line,
    /// Their address, which is the login name.
    pub email: Line,
    pub added_by: Line,
    /// Until when the temporary password works, in plain words with zone; none if a permanent one was set.
    pub temporary_until: Option<Line>,
    /// Whether the login can be used by now.
    pub active: bool,
    /// Where to sign in, if there is such a page and the login can be used.
    pub sign_in: Option<WebAddress>,
}

/// A new password may be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct PasswordReset {
    /// The address, which is the login name.
    pub email: Line,
    /// Who asked for it: a person's name, or the address.
    pub requested_by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    #[serde(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Clone, Serialize)]
pub struct PasswordChanged {
    /// The address, which is the login name.
    pub email: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// A phrase such as "with the old password".
    pub how: &'static str,
    /// Who set it, where it was not the person.
    pub set_by: Option<Line>,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// Until when a temporary one works, in plain words with zone.
    pub temporary_until: Option<Line>,
}

/// A login has another name.
#[derive(Debug, Clone, Serialize)]
pub struct LoginRenamed {
    pub old: Line,
    /// What it is called now.
    pub email: Line,
    /// When, in plain words with zone.
    pub at: Line,
    /// Who did it: a person's name, or the address.
    pub renamed_by: Line,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
}

/// A login is to have another name, once the reader proves it.
#[derive(Debug, Clone, Serialize)]
pub struct AddressChange {
    pub old: Line,
    /// What it is to be called: the address of this mail.
    pub email: Line,
    /// Who asked for it: a person's name, or the address.
    pub requested_by: Line,
    #[serde(flatten)]
    pub secret: Secret,
}
