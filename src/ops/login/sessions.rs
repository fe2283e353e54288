//! Sessions that end because of what became of their login.

use crate::domain::audit_event::AuditEvent;
use crate::domain::id::{ClientId, SessionId, UserId};
use crate::domain::login::LoginRow;
use crate::error::Result;
use crate::ops::session::end_because;
use crate::ops::unit_of_work::Change;
use crate::ops::web_session;
use crate::store::{Tx, grant, session_end};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionsEnd {
    /// The person has another password.
    NewPassword,
    /// A new password was asked for.
    PasswordReset,
    /// The login was switched off.
    Deactivated,
    /// The login has another name.
    Renamed,
}

impl SessionsEnd {
    /// The word that is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewPassword => "the password was changed",
            Self::PasswordReset => "a new password was asked for",
            Self::Deactivated => "the login was deactivated",
            Self::Renamed => "the login was renamed",
        }
    }
}

/// The clients in which sessions will end: to be named before the change.
pub fn clients_of_sessions(tx: &Tx<'_>, login: &LoginRow, because: SessionsEnd) -> Result<Vec<ClientId>> {
    Ok(open(tx, login.id, because)?.into_iter().map(|(_, client)| client).collect())
}

fn open(tx: &Tx<'_>, user: UserId, because: SessionsEnd) -> Result<Vec<(SessionId, ClientId)>> {
    let mut open = session_end::of_login(tx, user)?;
    if matches!(because, SessionsEnd::Deactivated | SessionsEnd::Renamed) {
        for grant in grant::of_user(tx, user)? {
            open.extend(session_end::of_grant(tx, grant.id)?);
        }
    }
    open.sort_unstable();
    open.dedup();
    Ok(open)
}

/// Ends the session that the person has open, and its hand-off code; where the login itself is off or another, also those
/// that others opened with it (a dedicated user's).
///
/// # Errors
/// `conflict` when one was opened in a client that was not named before the change.
pub(super) fn end_sessions(change: &mut Change<'_>, login: &LoginRow, because: SessionsEnd) -> Result<Vec<SessionId>> {
    web_session::end_all(change, login.id, because.name())?;
    let open = open(change.tx, login.id, because)?;
    for (id, client) in &open {
        change.about_shown([*client], login.email.as_str())?;
        end_because(change, *id, because.name())?;
        change.record(AuditEvent::SessionEnd { id: *id, because: None, email: None });
    }
    Ok(open.into_iter().map(|(id, _)| id).collect())
}
