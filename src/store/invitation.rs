//! Invitations: one row each, with the state, the terms that it offers and the mail of its last sending.

use crate::domain::id::{ClientId, InvitationId, MailId, UserId};
use crate::domain::invitation::{Invitation, InvitationStatus, State};
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::ahead::{MOST_AHEAD, of_owner};
use super::history::tables::invitation::{self, NewRow};
use super::{Columns, Row, Select, Tx, Value, new, params};
use crate::domain::mail::MailState;

super::row! {
    Invitation as i {
        id, client: ["i.client_id"], user: ["i.login_id"], grant: ["i.grant_id"], address: ["i.email", "i.email_key"],
        terms: ["i.role", "i.permissions", "i.until"], kind, form, message, language, sent_at, send_count, expires_at, invited_by,
        replaces, state: (State)
    }
}

super::statements! {
    [BY_ID: Invitation] "SELECT {} FROM invitation AS i WHERE i.id = $1";
    [OPEN: Invitation] "SELECT {} FROM invitation AS i WHERE i.client_id = $1 AND i.email_key = $2 AND i.state = 'pending'";
    [LATEST: Invitation] "SELECT {} FROM invitation AS i WHERE i.client_id = $1 AND i.login_id = $2 ORDER BY i.id DESC LIMIT 1";
    [DECLINES: i64] "SELECT count(*) FROM invitation AS i WHERE i.client_id = $1 AND i.login_id = $2 AND i.state = 'declined' AND i.answered_at > $3";
    [OF_USER: Invitation] "SELECT {} FROM invitation AS i WHERE i.login_id = $1 ORDER BY i.id";
    [OF_USERS: Invitation] "SELECT {} FROM unnest($1) AS k JOIN invitation AS i ON i.login_id = k.value
        ORDER BY i.login_id, i.id LIMIT $2";
    [PENDING_OF_CLIENT: Invitation] "SELECT {} FROM invitation AS i WHERE i.client_id = $1 AND i.state = 'pending' ORDER BY i.id";
    [DECLINED_OF_CLIENT: (login_id: UserId, id: InvitationId)] "SELECT i.login_id, i.id FROM invitation AS i WHERE i.client_id = $1 AND i.state = 'declined'
          AND NOT EXISTS (SELECT 1 FROM invitation AS j WHERE j.client_id = i.client_id AND j.login_id = i.login_id AND j.id > i.id) ORDER BY i.id";
    [UPDATE] "UPDATE invitation SET state = $2, sent_at = $3, send_count = $4, expires_at = $5, answered_at = $6, answered_by = $7,
            reason = $8, kind = $9, form = $10, role = $11, permissions = $12, until = $13, invited_by = $14, since_audit = $15,
            message = $16, language = $17, version = version + 1 WHERE id = $1";
    [SET_MAIL] "UPDATE invitation SET mail_id = $2 WHERE id = $1";
    [MAIL: MailId] "SELECT mail_id FROM invitation WHERE id = $1 AND mail_id IS NOT NULL";
    [HELD_BY: (id: MailId, state: MailState)] "SELECT m.id, m.state FROM invitation AS i JOIN mail AS m ON m.id = i.mail_id
        WHERE i.id = $1 AND m.required = 1 AND m.state NOT IN ('written', 'sent', 'bounced', 'unknown')";
}

pub fn next_id(tx: &Tx<'_>) -> Result<InvitationId> {
    tx.next_number("invitation", 1).map(InvitationId::new)
}

/// The invitation with this id.
pub fn by_id(tx: &Tx<'_>, id: InvitationId) -> Result<Option<Invitation>> {
    tx.query_opt(&BY_ID, params![id])
}

/// The invitation of an address into a client that is stored as pending, whatever the time says about it.
pub fn stored_open(tx: &Tx<'_>, client: ClientId, email_key: &str) -> Result<Option<Invitation>> {
    tx.query_opt(&OPEN, params![client, email_key])
}

/// The newest invitation of a user into a client.
pub fn latest(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<Invitation>> {
    tx.look_up(&LATEST, params![client, user])
}

/// Reads the newest invitations of these people into these clients ahead, unless they have very many; those
/// that wait for an answer.
pub(super) fn read_ahead(tx: &Tx<'_>, users: &[i64], pairs: &[(ClientId, UserId)]) -> Result<Vec<i64>> {
    let mut pending = Vec::new();
    let found = tx.query_vec(&OF_USERS, params![Value::Ints(users), MOST_AHEAD])?;
    if found.len() < MOST_AHEAD as usize {
        for (client, user) in pairs {
            let newest = of_owner(&found, user, |row| row.user).iter().rfind(|row| row.client == *client);
            pending.extend(newest.filter(|row| row.state == State::Pending).map(|row| row.id.get()));
            tx.ahead().know(&LATEST, params![*client, *user], newest.cloned().into_iter().collect());
        }
    }
    Ok(pending)
}

/// How many invitations to a client a user has declined after `since`.
pub fn declines(tx: &Tx<'_>, client: ClientId, user: UserId, since: Instant) -> Result<u32> {
    let count = tx.query_one(&DECLINES, params![client, user, since])?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Every invitation of a user, by id.
pub fn of_user(tx: &Tx<'_>, user: UserId) -> Result<Vec<Invitation>> {
    tx.query_vec(&OF_USER, params![user])
}

/// The invitations of a client that are stored as pending, by id.
pub fn pending_of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<Invitation>> {
    tx.query_vec(&PENDING_OF_CLIENT, params![client])
}

/// The people of a client whose latest invitation there they declined, with it, by invitation.
pub fn declined_of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<(UserId, InvitationId)>> {
    tx.query_vec(&DECLINED_OF_CLIENT, params![client])
}

/// Stores a new invitation with the mail that carries it.
///
/// # Errors
/// `failed`; `bug` when the address has a pending one in that client.
pub fn insert(tx: &Tx<'_>, invitation: &Invitation, mail: MailId, audit: i64) -> Result<()> {
    let StateColumns { word, at, by, reason } = StateColumns::of(&invitation.state);
    let permissions = invitation.terms.permissions.to_text();
    let row = new!(NewRow {
        id: invitation.id,
        client_id: invitation.client,
        login_id: invitation.user,
        grant_id: invitation.grant,
        email: invitation.address.as_str(),
        email_key: invitation.address.key(),
        role: invitation.terms.role,
        permissions: &permissions,
        until: invitation.terms.until,
        kind: invitation.kind,
        form: invitation.form.as_ref(),
        message: invitation.message.as_ref(),
        language: invitation.language,
        state: word,
        sent_at: invitation.sent_at,
        send_count: invitation.send_count,
        expires_at: invitation.expires_at,
        answered_at: at,
        answered_by: by,
        reason,
        invited_by: &invitation.invited_by,
        replaces: invitation.replaces,
        mail_id: mail,
        since_audit: audit,
        version: 1_i64,
    });
    tx.ahead().forget(&LATEST, params![invitation.client, invitation.user]);
    invitation::insert(tx, &row)
}

/// Stores what a transition made of an invitation.
pub fn update(tx: &Tx<'_>, invitation: &Invitation, audit: i64) -> Result<()> {
    let StateColumns { word, at, by, reason } = StateColumns::of(&invitation.state);
    tx.execute_one(
        &UPDATE,
        params![
            invitation.id,
            word,
            invitation.sent_at,
            invitation.send_count,
            invitation.expires_at,
            at,
            by,
            reason,
            invitation.kind,
            invitation.form.as_ref(),
            invitation.terms.role,
            &invitation.terms.permissions.to_text(),
            invitation.terms.until,
            &invitation.invited_by,
            audit,
            invitation.message.as_ref(),
            invitation.language,
        ],
    )
}

/// Notes the last mail of an invitation.
pub fn set_mail(tx: &Tx<'_>, id: InvitationId, mail: MailId) -> Result<()> {
    tx.execute_one(&SET_MAIL, params![id, mail])
}

/// The last mail of an invitation.
pub fn mail(tx: &Tx<'_>, id: InvitationId) -> Result<Option<MailId>> {
    tx.query_opt(&MAIL, params![id])
}

/// The mail without which the invitation cannot be answered, as long as it has not left (docs/mail.md,
/// `--require-mail`). It is derived, so that a mail which leaves later sets the invitation free by itself.
pub fn held_by(tx: &Tx<'_>, id: InvitationId) -> Result<Option<(MailId, MailState)>> {
    tx.query_opt(&HELD_BY, params![id])
}

/// The columns that depend on the state: when it ended, by whom, why.
struct StateColumns<'a> {
    word: InvitationStatus,
    at: Option<Instant>,
    by: Option<&'a str>,
    reason: Option<&'a str>,
}

super::row! {
    StateColumns<'r> as i { word: ["i.state"], at: ["i.answered_at"], by: ["i.answered_by"], reason }
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

impl Select for State {
    type Row<'r> = Self;

    const COLUMNS: Columns = StateColumns::COLUMNS;

    fn read(row: &mut Row<'_>) -> Result<Self> {
        let StateColumns { word, at, by, reason } = StateColumns::read(row)?;
        let at = at.ok_or_else(|| Error::failed("damaged data: an invitation with no end"));
        let by = by.unwrap_or_default().to_owned();
        let reason = reason.map(str::to_owned);
        Ok(match word {
            InvitationStatus::Pending => Self::Pending,
            InvitationStatus::Accepted => Self::Accepted { at: at?, by },
            InvitationStatus::Declined => Self::Declined { at: at?, by, reason },
            InvitationStatus::Cancelled => Self::Cancelled { at: at?, by, reason },
            InvitationStatus::Superseded => Self::Superseded { at: at?, by },
            InvitationStatus::Expired => Self::Expired { at: at? },
        })
    }
}
