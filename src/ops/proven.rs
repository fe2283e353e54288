//! The use of a mailed code proves that the person reads the mailbox: what that changes on the login.

use crate::domain::audit_event::AuditEvent;
use crate::domain::login::LoginRow;
use crate::error::Result;
use crate::store::credential;

use super::bounce;
use super::unit_of_work::Change;

/// A person used a code that was mailed. `cause` and `sending` are the record and sending of the code, as its mail
/// names them.
pub(super) fn by_code(change: &mut Change<'_>, login: &LoginRow, cause: impl ToString, sending: i64) -> Result<()> {
    bounce::proved(change, login, cause, sending)?;
    end_temporary_password(change, login).map(drop)
}

/// A temporary password ends with the first code that the person uses: anyone who made it up knows it, and the person
/// can have a code mailed.
pub(super) fn end_temporary_password(change: &mut Change<'_>, login: &LoginRow) -> Result<TemporaryPassword> {
    if !credential::end_temporary(change.tx, login.id, change.now)? {
        return Ok(TemporaryPassword::NoneLeft);
    }
    change.record(AuditEvent::UserEndPassword { id: login.id, email: login.email.clone() });
    Ok(TemporaryPassword::Ended)
}

/// What became of a temporary password when its person used a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemporaryPassword {
    /// There was none that still worked.
    NoneLeft,
    Ended,
}
