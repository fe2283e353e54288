//! Links between partners and clients, with those who are asked to answer a request.

use crate::domain::id::{ClientId, LinkId, MailId, PartnerId, RecipientId, UserId};
use crate::domain::link::{Link, LinkAnswer, LinkStatus, Origin, State};
use crate::domain::permission::Permissions;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result};

use super::{Row, Tx, params};

/// The columns of a link, as [`read`] takes them, under the name `k`.
macro_rules! columns {
    () => {
        "k.id, k.client_id, k.partner_id, k.origin, k.state, k.requested_at, k.requested_by, k.sent_at, k.send_count, k.expires_at, \
         k.asked_permissions, k.permissions, k.term, k.until, k.message, k.answered_at, k.answered_by, k.reason, k.linked_at, \
         k.process_error, k.ended_at, k.ended_by, k.deleted_at"
    };
}
pub(super) use columns;

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM link AS k WHERE k.id = $1");
    [OPEN] concat!("SELECT ", columns!(), " FROM link AS k
        WHERE k.partner_id = $1 AND k.client_id = $2 AND k.state IN ('pending', 'approved', 'linked')");
    [OF_PAIR] concat!("SELECT ", columns!(), " FROM link AS k WHERE k.partner_id = $1 AND k.client_id = $2 ORDER BY k.id DESC");
    [OF_CLIENT] concat!("SELECT ", columns!(), " FROM link AS k WHERE k.client_id = $1 AND k.deleted_at IS NULL ORDER BY k.id");
    [OPEN_OF_PARTNER] concat!("SELECT ", columns!(), " FROM link AS k
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') ORDER BY k.client_id");
    [APPROVED] concat!("SELECT ", columns!(), " FROM link AS k WHERE k.state = 'approved' ORDER BY k.id");
    [LAST_DENIED] concat!("SELECT ", columns!(), " FROM link AS k
        WHERE k.partner_id = $1 AND k.client_id = $2 AND k.state = 'denied' ORDER BY k.id DESC LIMIT 1");
    [HAS_ANY] "SELECT id FROM link WHERE partner_id = $1 AND client_id = $2 AND deleted_at IS NULL ORDER BY id LIMIT 1";
    [INSERT] "INSERT INTO link (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at,
            asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error,
            ended_at, ended_by, deleted_at, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, 1)";
    [UPDATE] "UPDATE link SET state = $2, sent_at = $3, send_count = $4, expires_at = $5, permissions = $6, until = $7, answered_at = $8,
            answered_by = $9, reason = $10, linked_at = $11, process_error = $12, ended_at = $13, ended_by = $14, deleted_at = $15,
            since_audit = $16, version = version + 1 WHERE id = $1";
    [RECIPIENT] "SELECT id, client_id, link_id, login_id, email, mail_id FROM link_recipient WHERE id = $1";
    [RECIPIENTS] "SELECT id, client_id, link_id, login_id, email, mail_id FROM link_recipient WHERE link_id = $1 ORDER BY id";
    [INSERT_RECIPIENT] "INSERT INTO link_recipient (id, client_id, link_id, login_id, email) VALUES ($1, $2, $3, $4, $5)";
    [RECIPIENT_OF] "SELECT id, client_id, link_id, login_id, email, mail_id FROM link_recipient WHERE link_id = $1 AND login_id = $2";
    [SET_RECIPIENT_MAIL] "UPDATE link_recipient SET email = $2, mail_id = $3 WHERE id = $1";
}

/// One who is asked to answer a request; has a code of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientRow {
    /// Its id, the record of the code.
    pub id: RecipientId,
    pub client: ClientId,
    pub link: LinkId,
    pub user: UserId,
    /// The address that was mailed.
    pub email: String,
    pub mail: Option<MailId>,
}

pub fn next_id(tx: &Tx<'_>) -> Result<LinkId> {
    tx.next_number("link", 1).map(LinkId::new)
}

/// The link with this id.
pub fn by_id(tx: &Tx<'_>, id: LinkId) -> Result<Option<Link>> {
    tx.query_opt(&BY_ID, params![id], read)
}

/// The stored open link of the two, whatever the time says about it.
pub fn stored_open(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<Option<Link>> {
    tx.query_opt(&OPEN, params![partner, client], read)
}

/// Every link of the two, the newest first, deleted ones too.
pub fn of_pair(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<Vec<Link>> {
    tx.query_vec(&OF_PAIR, params![partner, client], read)
}

/// The links of a client that are not deleted, by id.
pub fn of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<Link>> {
    tx.query_vec(&OF_CLIENT, params![client], read)
}

/// The stored open links of a partner, by client, whatever the time says about them.
pub fn open_of_partner(tx: &Tx<'_>, partner: PartnerId) -> Result<Vec<Link>> {
    tx.query_vec(&OPEN_OF_PARTNER, params![partner], read)
}

/// The links that wait to be set up, by id.
pub fn approved(tx: &Tx<'_>) -> Result<Vec<Link>> {
    tx.query_vec(&APPROVED, params![], read)
}

/// The latest request of the partner that the client denied.
pub fn last_denied(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<Option<Link>> {
    tx.query_opt(&LAST_DENIED, params![partner, client], read)
}

/// Whether there is any link of the two that is not deleted, in whatever state.
pub fn has_any(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<bool> {
    Ok(tx.query_opt(&HAS_ANY, params![partner, client], |_| Ok(()))?.is_some())
}

/// Stores a new link.
///
/// # Errors
/// `failed`; `bug` when the two have an open one.
pub fn insert(tx: &Tx<'_>, link: &Link, audit: i64) -> Result<()> {
    let facts = StateColumns::of(&link.state);
    tx.execute_one(
        &INSERT,
        params![
            link.id,
            link.client,
            link.partner,
            link.origin.name(),
            facts.word.name(),
            link.requested_at,
            &link.requested_by,
            link.sent_at,
            link.send_count,
            link.expires_at,
            &link.asked_permissions.to_text(),
            &link.permissions.to_text(),
            link.term.map(Span::ms),
            link.until,
            link.message.as_ref(),
            facts.answer.map(|(at, _)| at),
            facts.answer.map(|(_, by)| by),
            facts.reason,
            facts.linked_at,
            facts.error,
            facts.ended_at,
            facts.ended_by,
            link.deleted_at,
            audit,
        ],
    )
}

/// Stores what a transition made of a link.
pub fn update(tx: &Tx<'_>, link: &Link, audit: i64) -> Result<()> {
    let facts = StateColumns::of(&link.state);
    tx.execute_one(
        &UPDATE,
        params![
            link.id,
            facts.word.name(),
            link.sent_at,
            link.send_count,
            link.expires_at,
            &link.permissions.to_text(),
            link.until,
            facts.answer.map(|(at, _)| at),
            facts.answer.map(|(_, by)| by),
            facts.reason,
            facts.linked_at,
            facts.error,
            facts.ended_at,
            facts.ended_by,
            link.deleted_at,
            audit,
        ],
    )
}

/// The recipient with this id.
pub fn recipient(tx: &Tx<'_>, id: RecipientId) -> Result<Option<RecipientRow>> {
    tx.query_opt(&RECIPIENT, params![id], read_recipient)
}

/// Those who are asked to answer a request, by id.
pub fn recipients(tx: &Tx<'_>, link: LinkId) -> Result<Vec<RecipientRow>> {
    tx.query_vec(&RECIPIENTS, params![link], read_recipient)
}

/// Adds one who is asked.
pub fn insert_recipient(tx: &Tx<'_>, client: ClientId, link: LinkId, user: UserId, email: &str) -> Result<RecipientId> {
    let id = RecipientId::new(tx.next_number("recipient", 1)?);
    tx.execute_one(&INSERT_RECIPIENT, params![id, client, link, user, email])?;
    Ok(id)
}

/// The recipient of a request that this user is.
pub fn recipient_of(tx: &Tx<'_>, link: LinkId, user: UserId) -> Result<Option<RecipientRow>> {
    tx.query_opt(&RECIPIENT_OF, params![link, user], read_recipient)
}

/// Notes the last mail to a recipient, and the address that it went to.
pub fn set_recipient_mail(tx: &Tx<'_>, id: RecipientId, email: &str, mail: MailId) -> Result<()> {
    tx.execute_one(&SET_RECIPIENT_MAIL, params![id, email, mail])
}

/// The columns that depend on the state.
struct StateColumns<'a> {
    word: LinkStatus,
    answer: Option<(Instant, &'a str)>,
    reason: Option<&'a str>,
    linked_at: Option<Instant>,
    error: Option<&'a str>,
    ended_at: Option<Instant>,
    ended_by: Option<&'a str>,
}

impl<'a> StateColumns<'a> {
    fn of(state: &'a State) -> Self {
        let none = Self {
            word: LinkStatus::Pending,
            answer: None,
            reason: None,
            linked_at: None,
            error: None,
            ended_at: None,
            ended_by: None,
        };
        let said = |answer: &'a LinkAnswer| Some((answer.at, answer.by.as_str()));
        match state {
            State::Pending => none,
            State::Approved { answer, error } => {
                Self { word: LinkStatus::Approved, answer: said(answer), error: error.as_deref(), ..none }
            }
            State::Linked { answer, at } => {
                Self { word: LinkStatus::Linked, answer: said(answer), linked_at: Some(*at), ..none }
            }
            State::Unlinked { answer, at, by } => Self {
                word: LinkStatus::Unlinked,
                answer: said(answer),
                ended_at: Some(*at),
                ended_by: Some(by),
                ..none
            },
            State::Denied { at, by, reason } => {
                Self { word: LinkStatus::Denied, answer: Some((*at, by)), reason: reason.as_deref(), ..none }
            }
            State::Cancelled { at, by } => {
                Self { word: LinkStatus::Cancelled, ended_at: Some(*at), ended_by: Some(by), ..none }
            }
            // The stored word is the same for a link whose term is over: that it was answered distinguishes the two.
            State::Expired { at, answer } => {
                Self { word: LinkStatus::Expired, answer: answer.as_ref().and_then(said), ended_at: Some(*at), ..none }
            }
        }
    }
}

/// Reads [`columns!`] from a row that begins with them.
pub(super) fn read(row: &Row<'_>) -> Result<Link> {
    let damaged = |what: &str| Error::failed(format!("damaged data: a link with {what}"));
    let word = row.text(4)?;
    let answer = match (row.opt_at(15)?, row.opt_text(16)?) {
        (Some(at), Some(by)) => Some(LinkAnswer { at, by: by.to_owned() }),
        _ => None,
    };
    let answered = |answer: Option<LinkAnswer>| answer.ok_or_else(|| damaged("no answer"));
    let ended_at = row.opt_at(20)?.ok_or_else(|| damaged("no end"));
    let by = row.opt_text(21)?.unwrap_or_default().to_owned();
    let state = match word {
        "pending" => State::Pending,
        "approved" => State::Approved { answer: answered(answer)?, error: row.opt_text(19)?.map(str::to_owned) },
        "linked" => State::Linked { answer: answered(answer)?, at: row.at(18)? },
        "unlinked" => State::Unlinked { answer: answered(answer)?, at: ended_at?, by },
        "denied" => {
            let LinkAnswer { at, by } = answered(answer)?;
            State::Denied { at, by, reason: row.opt_text(17)?.map(str::to_owned) }
        }
        "cancelled" => State::Cancelled { at: ended_at?, by },
        "expired" => State::Expired { at: ended_at?, answer },
        other => return Err(damaged(&format!("the state {other:?}"))),
    };
    Ok(Link {
        id: LinkId::new(row.int(0)?),
        client: ClientId::new(row.int(1)?),
        partner: PartnerId::new(row.int(2)?),
        origin: if row.text(3)? == Origin::Client.name() { Origin::Client } else { Origin::Partner },
        requested_at: row.at(5)?,
        requested_by: row.text(6)?.to_owned(),
        sent_at: row.at(7)?,
        send_count: u32::try_from(row.int(8)?).map_err(|_| damaged("too many sendings"))?,
        expires_at: row.at(9)?,
        asked_permissions: Permissions::from_text(row.text(10)?)?,
        permissions: Permissions::from_text(row.text(11)?)?,
        term: row.opt_int(12)?.map(Span::from_ms),
        until: row.opt_at(13)?,
        message: row.opt_text(14)?.map(str::to_owned),
        state,
        deleted_at: row.opt_at(22)?,
    })
}

fn read_recipient(row: &Row<'_>) -> Result<RecipientRow> {
    Ok(RecipientRow {
        id: RecipientId::new(row.int(0)?),
        client: ClientId::new(row.int(1)?),
        link: LinkId::new(row.int(2)?),
        user: UserId::new(row.int(3)?),
        email: row.text(4)?.to_owned(),
        mail: row.opt_int(5)?.map(MailId::new),
    })
}
