//! Invitations: one row each, with the state, the terms that it offers and the mail of its last sending.

use crate::domain::email::Email;
use crate::domain::id::{ClientId, GrantId, InvitationId, MailId, UserId};
use crate::domain::invitation::{Invitation, InvitationStatus, Kind, State};
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::{Row, Tx, params};
use crate::domain::mail::MailState;

macro_rules! columns {
    () => {
        "i.id, i.client_id, i.login_id, i.grant_id, i.email, i.email_key, i.role, i.permissions, i.until, i.kind, i.form, i.state, \
         i.sent_at, i.send_count, i.expires_at, i.answered_at, i.answered_by, i.reason, i.invited_by, i.replaces"
    };
}

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM invitation AS i WHERE i.id = $1");
    [OPEN] concat!("SELECT ", columns!(), " FROM invitation AS i WHERE i.client_id = $1 AND i.email_key = $2 AND i.state = 'pending'");
    [LATEST] concat!("SELECT ", columns!(), " FROM invitation AS i WHERE i.client_id = $1 AND i.login_id = $2 ORDER BY i.id DESC LIMIT 1");
    [DECLINES] "SELECT count(*) FROM invitation AS i WHERE i.client_id = $1 AND i.login_id = $2 AND i.state = 'declined' AND i.answered_at > $3";
    [OF_USER] concat!("SELECT ", columns!(), " FROM invitation AS i WHERE i.login_id = $1 ORDER BY i.id");
    [PENDING_OF_CLIENT] concat!("SELECT ", columns!(), " FROM invitation AS i WHERE i.client_id = $1 AND i.state = 'pending' ORDER BY i.id");
    [INSERT] "INSERT INTO invitation (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state,
            sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1)";
    [UPDATE] "UPDATE invitation SET state = $2, sent_at = $3, send_count = $4, expires_at = $5, answered_at = $6, answered_by = $7,
            reason = $8, kind = $9, form = $10, role = $11, permissions = $12, until = $13, since_audit = $14, version = version + 1 WHERE id = $1";
    [SET_MAIL] "UPDATE invitation SET mail_id = $2 WHERE id = $1";
    [MAIL] "SELECT mail_id FROM invitation WHERE id = $1 AND mail_id IS NOT NULL";
    [HELD_BY] "SELECT m.id, m.state FROM invitation AS i JOIN mail AS m ON m.id = i.mail_id
        WHERE i.id = $1 AND m.required = 1 AND m.state NOT IN ('written', 'sent', 'bounced', 'unknown')";
}

pub fn next_id(tx: &Tx<'_>) -> Result<InvitationId> {
    tx.next_number("invitation", 1).map(InvitationId::new)
}

/// The invitation with this id.
pub fn by_id(tx: &Tx<'_>, id: InvitationId) -> Result<Option<Invitation>> {
    tx.query_opt(&BY_ID, params![id], read)
}

/// The invitation of an address into a client that is stored as pending, whatever the time says about it.
pub fn stored_open(tx: &Tx<'_>, client: ClientId, email_key: &str) -> Result<Option<Invitation>> {
    tx.query_opt(&OPEN, params![client, email_key], read)
}

/// The newest invitation of a user into a client.
pub fn latest(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<Invitation>> {
    tx.query_opt(&LATEST, params![client, user], read)
}

/// How many invitations to a client a user has declined after `since`.
pub fn declines(tx: &Tx<'_>, client: ClientId, user: UserId, since: Instant) -> Result<u32> {
    let count = tx.query_opt(&DECLINES, params![client, user, since], |row| row.int(0))?.unwrap_or_default();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Every invitation of a user, by id.
pub fn of_user(tx: &Tx<'_>, user: UserId) -> Result<Vec<Invitation>> {
    tx.query_vec(&OF_USER, params![user], read)
}

/// The invitations of a client that are stored as pending, by id.
pub fn pending_of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<Invitation>> {
    tx.query_vec(&PENDING_OF_CLIENT, params![client], read)
}

/// Stores a new invitation with the mail that carries it.
///
/// # Errors
/// `failed`; `bug` when the address has a pending one in that client.
pub fn insert(tx: &Tx<'_>, invitation: &Invitation, mail: MailId, audit: i64) -> Result<()> {
    let StateColumns { word, at, by, reason } = StateColumns::of(&invitation.state);
    tx.execute_one(
        &INSERT,
        params![
            invitation.id,
            invitation.client,
            invitation.user,
            invitation.grant,
            invitation.address.as_str(),
            invitation.address.key(),
            invitation.terms.role.name(),
            &invitation.terms.permissions.to_text(),
            invitation.terms.until,
            invitation.kind.name(),
            invitation.form.as_ref(),
            word.name(),
            invitation.sent_at,
            invitation.send_count,
            invitation.expires_at,
            at,
            by,
            reason,
            &invitation.invited_by,
            invitation.replaces,
            mail,
            audit,
        ],
    )
}

/// Stores what a transition made of an invitation.
pub fn update(tx: &Tx<'_>, invitation: &Invitation, audit: i64) -> Result<()> {
    let StateColumns { word, at, by, reason } = StateColumns::of(&invitation.state);
    tx.execute_one(
        &UPDATE,
        params![
            invitation.id,
            word.name(),
            invitation.sent_at,
            invitation.send_count,
            invitation.expires_at,
            at,
            by,
            reason,
            invitation.kind.name(),
            invitation.form.as_ref(),
            invitation.terms.role.name(),
            &invitation.terms.permissions.to_text(),
            invitation.terms.until,
            audit,
        ],
    )
}

/// Notes the last mail of an invitation.
pub fn set_mail(tx: &Tx<'_>, id: InvitationId, mail: MailId) -> Result<()> {
    tx.execute_one(&SET_MAIL, params![id, mail])
}

/// The last mail of an invitation.
pub fn mail(tx: &Tx<'_>, id: InvitationId) -> Result<Option<MailId>> {
    tx.query_opt(&MAIL, params![id], |row| row.int(0).map(MailId::new))
}

/// The mail without which the invitation cannot be answered, as long as it has not left (docs/mail.md,
/// `--require-mail`). It is derived, so that a mail which leaves later sets the invitation free by itself.
pub fn held_by(tx: &Tx<'_>, id: InvitationId) -> Result<Option<(MailId, MailState)>> {
    tx.query_opt(&HELD_BY, params![id], |row| Ok((MailId::new(row.int(0)?), MailState::from_text(row.text(1)?)?)))
}

/// The columns that depend on the state: when it ended, by whom, why.
struct StateColumns<'a> {
    word: InvitationStatus,
    at: Option<Instant>,
    by: Option<&'a str>,
    reason: Option<&'a str>,
}

impl<'a> StateColumns<'a> {
    fn of(state: &'a State) -> Self {
        let ended = |word, at: &Instant, by: Option<&'a String>, reason: Option<&'a String>| Self {
            word,
            at: Some(*at),
            by: by.map(String::as_str),
            reason: reason.map(String::as_str),
        };
        match state {
            State::Pending => Self { word: InvitationStatus::Pending, at: None, by: None, reason: None },
            State::Accepted { at, by } => ended(InvitationStatus::Accepted, at, Some(by), None),
            State::Declined { at, by, reason } => ended(InvitationStatus::Declined, at, Some(by), reason.as_ref()),
            State::Cancelled { at, by, reason } => ended(InvitationStatus::Cancelled, at, Some(by), reason.as_ref()),
            State::Superseded { at, by } => ended(InvitationStatus::Superseded, at, Some(by), None),
            State::Expired { at } => ended(InvitationStatus::Expired, at, None, None),
        }
    }
}

/// Reads the columns above from a row, `columns!()` first.
fn read(row: &Row<'_>) -> Result<Invitation> {
    let damaged = |what: &str| Error::failed(format!("damaged data: an invitation with {what}"));
    let at = row.opt_at(15)?.ok_or_else(|| damaged("no end"));
    let by = row.opt_text(16)?.unwrap_or_default().to_owned();
    let reason = row.opt_text(17)?.map(str::to_owned);
    let state = match InvitationStatus::from_text(row.text(11)?)? {
        InvitationStatus::Pending => State::Pending,
        InvitationStatus::Accepted => State::Accepted { at: at?, by },
        InvitationStatus::Declined => State::Declined { at: at?, by, reason },
        InvitationStatus::Cancelled => State::Cancelled { at: at?, by, reason },
        InvitationStatus::Superseded => State::Superseded { at: at?, by },
        InvitationStatus::Expired => State::Expired { at: at? },
    };
    Ok(Invitation {
        id: InvitationId::new(row.int(0)?),
        client: ClientId::new(row.int(1)?),
        user: UserId::new(row.int(2)?),
        grant: GrantId::new(row.int(3)?),
        address: Email::stored(row.text(4)?.to_owned(), row.text(5)?.to_owned()),
        terms: Terms {
            role: Role::from_text(row.text(6)?)?,
            permissions: Permissions::from_text(row.text(7)?)?,
            until: row.opt_at(8)?,
        },
        kind: Kind::from_text(row.text(9)?)?,
        form: row.opt_text(10)?.map(str::to_owned),
        sent_at: row.at(12)?,
        send_count: u32::try_from(row.int(13)?).map_err(|_| damaged("too many sendings"))?,
        expires_at: row.at(14)?,
        invited_by: row.text(18)?.to_owned(),
        replaces: row.opt_int(19)?.map(GrantId::new),
        state,
    })
}
