//! Recoveries of clients that no one can administer any more, one for each invitation that makes a new owner, with the
//! people of the client who can stop it.

use crate::domain::id::{ClientId, GrantId, InvitationId, MailId, RecoveryRecipientId, UserId};
use crate::domain::recovery::{Recovery, State};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Columns, Row, Select, Tx, new, new_row, params};

/// One of the client's people who can stop it; has a code of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientRow {
    /// Its id, the record of the code.
    pub id: RecoveryRecipientId,
    pub invitation: InvitationId,
    pub user: UserId,
}

super::row! {
    Recovery as v {
        invitation: ["v.invitation_id"], client: ["v.client_id"], verified, begun_at, begun_by, opens_at, state: (State)
    }
}
super::row!(RecipientRow as r { id, invitation: ["r.invitation_id"], user: ["r.login_id"] });

/// The columns that depend on the state.
struct StateColumns<'a> {
    at: Option<Instant>,
    by: Option<&'a str>,
}

super::row!(StateColumns<'r> as v { at: ["v.stopped_at"], by: ["v.stopped_by"] });

impl Select for State {
    type Row<'r> = Self;

    const COLUMNS: Columns = StateColumns::COLUMNS;

    fn read(row: &mut Row<'_>) -> Result<Self> {
        let StateColumns { at, by } = StateColumns::read(row)?;
        Ok(match at {
            None => Self::Running,
            Some(at) => Self::Stopped { at, by: by.unwrap_or_default().to_owned() },
        })
    }
}

new_row!(NewRecovery in "recovery" { invitation_id, client_id, verified, begun_at, begun_by, opens_at });
new_row!(NewRecipient in "recovery_recipient" { id, client_id, invitation_id, login_id });

super::statements! {
    [FIND: Recovery] "SELECT {} FROM recovery AS v WHERE v.invitation_id = $1";
    [LATEST: Recovery] "SELECT {} FROM recovery AS v WHERE v.client_id = $1 ORDER BY v.invitation_id DESC LIMIT 1";
    [OF_GRANT: InvitationId] "SELECT v.invitation_id FROM invitation AS i JOIN recovery AS v ON v.invitation_id = i.id
        WHERE i.client_id = $1 AND i.login_id = $2 AND i.grant_id = $3 ORDER BY v.invitation_id LIMIT 1";
    [INSERT] NewRecovery::INSERT;
    [STOP] "UPDATE recovery SET stopped_at = $2, stopped_by = $3 WHERE invitation_id = $1 AND stopped_at IS NULL";
    [RECIPIENT: RecipientRow] "SELECT {} FROM recovery_recipient AS r WHERE r.id = $1";
    [RECIPIENTS: RecipientRow] "SELECT {} FROM recovery_recipient AS r WHERE r.invitation_id = $1 ORDER BY r.id";
    [INSERT_RECIPIENT] NewRecipient::INSERT;
    [SET_MAIL] "UPDATE recovery_recipient SET mail_id = $2 WHERE id = $1";
}

/// The recovery that an invitation belongs to.
pub fn find(tx: &Tx<'_>, invitation: InvitationId) -> Result<Option<Recovery>> {
    tx.query_opt(&FIND, params![invitation])
}

/// The newest recovery of a client.
pub fn latest(tx: &Tx<'_>, client: ClientId) -> Result<Option<Recovery>> {
    tx.query_opt(&LATEST, params![client])
}

/// Whether a person was ever invited to this grant by a recovery.
pub fn is_of_grant(tx: &Tx<'_>, client: ClientId, user: UserId, grant: GrantId) -> Result<bool> {
    tx.exists(&OF_GRANT, params![client, user, grant])
}

/// Stores a recovery that begins.
pub fn insert(tx: &Tx<'_>, recovery: &Recovery) -> Result<()> {
    let row = new!(NewRecovery {
        invitation_id: recovery.invitation,
        client_id: recovery.client,
        verified: &recovery.verified,
        begun_at: recovery.begun_at,
        begun_by: &recovery.begun_by,
        opens_at: recovery.opens_at,
    });
    tx.execute_one(&INSERT, &row)
}

/// Notes who stopped a recovery.
///
/// # Errors
/// `failed`; `bug` if it was stopped before.
pub fn stop(tx: &Tx<'_>, invitation: InvitationId, at: Instant, by: &str) -> Result<()> {
    tx.execute_one(&STOP, params![invitation, at, by])
}

/// The recipient with this id.
pub fn recipient(tx: &Tx<'_>, id: RecoveryRecipientId) -> Result<Option<RecipientRow>> {
    tx.query_opt(&RECIPIENT, params![id])
}

/// The people who can stop a recovery, by id.
pub fn recipients(tx: &Tx<'_>, invitation: InvitationId) -> Result<Vec<RecipientRow>> {
    tx.query_vec(&RECIPIENTS, params![invitation])
}

pub fn insert_recipient(
    tx: &Tx<'_>,
    client: ClientId,
    invitation: InvitationId,
    user: UserId,
) -> Result<RecoveryRecipientId> {
    let id = RecoveryRecipientId::new(tx.next_number("recovery_recipient", 1)?);
    let row = new!(NewRecipient { id, client_id: client, invitation_id: invitation, login_id: user });
    tx.execute_one(&INSERT_RECIPIENT, &row)?;
    Ok(id)
}

/// Notes the mail to a recipient.
pub fn set_mail(tx: &Tx<'_>, id: RecoveryRecipientId, mail: MailId) -> Result<()> {
    tx.execute_one(&SET_MAIL, params![id, mail])
}
