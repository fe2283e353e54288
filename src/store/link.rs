//! Links between partners and clients, with those who are asked to answer a request, and who has an approved link leased
//! to set it up: one at a time, for a while.

use crate::domain::id::{ClientId, LinkId, MailId, PartnerId, RecipientId, UserId};
use crate::domain::link::{Extension, ExtensionState, Link, LinkAnswer, LinkStatus, State};
use crate::domain::permission::Permissions;
use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::history::tables::link::{self, NewRow};
use super::{Columns, Field, Row, Select, Tx, new, params};

super::row! {
    Link as k {
        id, client: ["k.client_id"], partner: ["k.partner_id"], origin, requested_at, requested_by, sent_at, send_count, expires_at,
        asked_permissions, permissions, term, until, auto_extend, message, state: (State),
        deleted_at
    }
}
super::row! {
    RecipientRow as r {
        id, client: ["r.client_id"], link: ["r.link_id"], user: ["r.login_id"], email, mail: ["r.mail_id"]
    }
}

super::statements! {
    [BY_ID: Link] "SELECT {} FROM link AS k WHERE k.id = $1";
    [OPEN: Link] "SELECT {} FROM link AS k
        WHERE k.partner_id = $1 AND k.client_id = $2 AND k.state IN ('pending', 'approved', 'linked')";
    [OF_PAIR: Link] "SELECT {} FROM link AS k WHERE k.partner_id = $1 AND k.client_id = $2 ORDER BY k.id DESC";
    [OF_CLIENT: Link] "SELECT {} FROM link AS k WHERE k.client_id = $1 AND k.deleted_at IS NULL ORDER BY k.id";
    [OPEN_OF_PARTNER: Link] "SELECT {} FROM link AS k
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') ORDER BY k.client_id";
    [APPROVED: Link] "SELECT {} FROM link AS k WHERE k.state = 'approved' ORDER BY k.id";
    [LAST_DENIED: Link] "SELECT {} FROM link AS k
        WHERE k.partner_id = $1 AND k.client_id = $2 AND k.state = 'denied' ORDER BY k.id DESC LIMIT 1";
    [HAS_ANY: LinkId] "SELECT id FROM link WHERE partner_id = $1 AND client_id = $2 AND deleted_at IS NULL ORDER BY id LIMIT 1";
    [UPDATE] "UPDATE link SET state = $2, sent_at = $3, send_count = $4, expires_at = $5, permissions = $6, until = $7, answered_at = $8,
            answered_by = $9, reason = $10, linked_at = $11, process_error = $12, ended_at = $13, ended_by = $14, deleted_at = $15,
            since_audit = $16, extension_at = $17, extension_by = $18, extension_permissions = $19, extension_until = $20,
            extension_message = $21, extension_denied_at = $22, auto_extend = $23, version = version + 1 WHERE id = $1";
    [RECIPIENT: RecipientRow] "SELECT {} FROM link_recipient AS r WHERE id = $1";
    [RECIPIENTS: RecipientRow] "SELECT {} FROM link_recipient AS r WHERE link_id = $1 ORDER BY id";
    [INSERT_RECIPIENT] "INSERT INTO link_recipient (id, client_id, link_id, login_id, email) VALUES ($1, $2, $3, $4, $5)";
    [RECIPIENT_OF: RecipientRow] "SELECT {} FROM link_recipient AS r WHERE link_id = $1 AND login_id = $2";
    [SET_RECIPIENT_MAIL] "UPDATE link_recipient SET email = $2, mail_id = $3 WHERE id = $1";
    [FORGET_RECIPIENTS] "DELETE FROM link_recipient WHERE client_id = $1 AND link_id IN (SELECT k.id FROM link AS k
        WHERE k.client_id = $1 AND (k.since_audit = $2 OR EXISTS (SELECT g.id FROM link_history AS g WHERE g.id = k.id AND g.since_audit = $2))
          AND NOT EXISTS (SELECT h.id FROM link_history AS h WHERE h.id = k.id AND h.until_audit = $2))";
    [CLAIM] "INSERT INTO link_claim (link_id, client_id, claimed_until) VALUES ($1, $2, $3)
        ON CONFLICT (link_id) DO UPDATE SET claimed_until = excluded.claimed_until WHERE link_claim.claimed_until <= $4";
    [CLAIMED: Instant] "SELECT claimed_until FROM link_claim WHERE link_id = $1";
    [GIVE_BACK] "DELETE FROM link_claim WHERE link_id = $1";
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
    tx.query_opt(&BY_ID, params![id])
}

/// The stored open link of the two, whatever the time says about it.
pub fn stored_open(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<Option<Link>> {
    tx.query_opt(&OPEN, params![partner, client])
}

/// Every link of the two, the newest first, deleted ones too.
pub fn of_pair(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<Vec<Link>> {
    tx.query_vec(&OF_PAIR, params![partner, client])
}

/// The links of a client that are not deleted, by id.
pub fn of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<Link>> {
    tx.query_vec(&OF_CLIENT, params![client])
}

/// The stored open links of a partner, by client, whatever the time says about them.
pub fn open_of_partner(tx: &Tx<'_>, partner: PartnerId) -> Result<Vec<Link>> {
    tx.query_vec(&OPEN_OF_PARTNER, params![partner])
}

/// The links that wait to be set up, by id.
pub fn approved(tx: &Tx<'_>) -> Result<Vec<Link>> {
    tx.query_vec(&APPROVED, params![])
}

/// The latest request of the partner that the client denied.
pub fn last_denied(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<Option<Link>> {
    tx.query_opt(&LAST_DENIED, params![partner, client])
}

/// Whether there is any link of the two that is not deleted, in whatever state.
pub fn has_any(tx: &Tx<'_>, partner: PartnerId, client: ClientId) -> Result<bool> {
    tx.exists(&HAS_ANY, params![partner, client])
}

/// Stores a new link.
///
/// # Errors
/// `failed`; `bug` when the two have an open one.
pub fn insert(tx: &Tx<'_>, link: &Link, audit: i64) -> Result<()> {
    let StateColumns { word, answer, reason, linked_at, error, ended_at, ended_by } = StateColumns::of(&link.state);
    let (asked_permissions, permissions) = (link.asked_permissions.to_text(), link.permissions.to_text());
    let (extension, denied_at) = extension_of(&link.state);
    let extension_permissions = extension.map(|asked| asked.permissions.to_text());
    let auto_extend = link.auto_extend.map(|term| term.to_string());
    let row = new!(NewRow {
        id: link.id,
        client_id: link.client,
        partner_id: link.partner,
        origin: link.origin,
        state: word,
        requested_at: link.requested_at,
        requested_by: &link.requested_by,
        sent_at: link.sent_at,
        send_count: link.send_count,
        expires_at: link.expires_at,
        asked_permissions: &asked_permissions,
        permissions: &permissions,
        term: link.term,
        until: link.until,
        message: link.message.as_ref(),
        answered_at: answer.map(|(at, _)| at),
        answered_by: answer.map(|(_, by)| by),
        reason,
        linked_at,
        process_error: error,
        ended_at,
        ended_by,
        deleted_at: link.deleted_at,
        extension_at: extension.map(|asked| asked.at),
        extension_by: extension.map(|asked| asked.by.as_str()),
        extension_permissions: extension_permissions.as_deref(),
        extension_until: extension.and_then(|asked| asked.until),
        extension_message: extension.and_then(|asked| asked.message.as_deref()),
        extension_denied_at: denied_at,
        auto_extend: auto_extend.as_deref(),
        since_audit: audit,
        version: 1_i64,
    });
    link::insert(tx, &row)
}

/// Stores what a transition made of a link.
pub fn update(tx: &Tx<'_>, link: &Link, audit: i64) -> Result<()> {
    let facts = StateColumns::of(&link.state);
    let (extension, denied_at) = extension_of(&link.state);
    let extension_permissions = extension.map(|asked| asked.permissions.to_text());
    let auto_extend = link.auto_extend.map(|term| term.to_string());
    tx.execute_one(
        &UPDATE,
        params![
            link.id,
            facts.word,
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
            extension.map(|asked| asked.at),
            extension.map(|asked| asked.by.as_str()),
            extension_permissions.as_deref(),
            extension.and_then(|asked| asked.until),
            extension.and_then(|asked| asked.message.as_deref()),
            denied_at,
            auto_extend.as_deref(),
        ],
    )
}

/// The recipient with this id.
pub fn recipient(tx: &Tx<'_>, id: RecipientId) -> Result<Option<RecipientRow>> {
    tx.query_opt(&RECIPIENT, params![id])
}

/// Those who are asked to answer a request, by id.
pub fn recipients(tx: &Tx<'_>, link: LinkId) -> Result<Vec<RecipientRow>> {
    tx.query_vec(&RECIPIENTS, params![link])
}

/// Adds one who is asked.
pub fn insert_recipient(tx: &Tx<'_>, client: ClientId, link: LinkId, user: UserId, email: &str) -> Result<RecipientId> {
    let id = RecipientId::new(tx.next_number("recipient", 1)?);
    tx.execute_one(&INSERT_RECIPIENT, params![id, client, link, user, email])?;
    Ok(id)
}

/// The recipient of a request that this user is.
pub fn recipient_of(tx: &Tx<'_>, link: LinkId, user: UserId) -> Result<Option<RecipientRow>> {
    tx.query_opt(&RECIPIENT_OF, params![link, user])
}

/// Notes the last mail to a recipient, and the address that it went to.
pub fn set_recipient_mail(tx: &Tx<'_>, id: RecipientId, email: &str, mail: MailId) -> Result<()> {
    tx.execute_one(&SET_RECIPIENT_MAIL, params![id, email, mail])
}

/// Forgets who was asked to answer the requests that a change made in a client, so that those can be taken away.
pub fn forget_recipients(tx: &Tx<'_>, client: ClientId, audit: i64) -> Result<()> {
    tx.run(&FORGET_RECIPIENTS, params![client, audit]).map(drop)
}

/// Takes a link leased until an instant, if no one has it at `now`; else until when it is another's.
pub fn claim(tx: &Tx<'_>, client: ClientId, link: LinkId, until: Instant, now: Instant) -> Result<Option<Instant>> {
    if tx.run(&CLAIM, params![link, client, until, now])? == 1 {
        return Ok(None);
    }
    tx.query_opt(&CLAIMED, params![link])
}

/// No one has it leased any more.
pub fn give_back(tx: &Tx<'_>, link: LinkId) -> Result<()> {
    tx.run(&GIVE_BACK, params![link]).map(drop)
}

/// The request for more of a link, and when the last one was denied.
fn extension_of(state: &State) -> (Option<&Extension>, Option<Instant>) {
    match state {
        State::Linked { extension: ExtensionState::Asked(asked), .. } => (Some(asked), None),
        State::Linked { extension: ExtensionState::Denied { at }, .. } => (None, Some(*at)),
        _ => (None, None),
    }
}

/// The columns of a request for more of a link.
struct ExtensionColumns<'a> {
    asked: Option<(Instant, &'a str)>,
    permissions: Option<Permissions>,
    until: Option<Instant>,
    message: Option<&'a str>,
    denied_at: Option<Instant>,
}

super::row! {
    ExtensionColumns<'r> as k {
        asked: ["k.extension_at", "k.extension_by"], permissions: ["k.extension_permissions"], until: ["k.extension_until"],
        message: ["k.extension_message"], denied_at: ["k.extension_denied_at"]
    }
}

impl ExtensionColumns<'_> {
    fn state(self) -> ExtensionState {
        match (self.asked, self.permissions, self.denied_at) {
            (Some((at, by)), Some(permissions), _) => {
                let (by, until, message) = (by.to_owned(), self.until, self.message.map(str::to_owned));
                ExtensionState::Asked(Extension { at, by, permissions, until, message }.into())
            }
            (_, _, Some(at)) => ExtensionState::Denied { at },
            _ => ExtensionState::None,
        }
    }
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

super::row! {
    StateColumns<'r> as k {
        word: ["k.state"], answer: ["k.answered_at", "k.answered_by"], reason, linked_at, error: ["k.process_error"], ended_at,
        ended_by
    }
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
            State::Linked { answer, at, .. } => {
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

impl Select for State {
    type Row<'r> = Self;

    const COLUMNS: Columns = &[Field::Row(StateColumns::COLUMNS), Field::Row(ExtensionColumns::COLUMNS)];

    fn read(row: &mut Row<'_>) -> Result<Self> {
        let StateColumns { word, answer, reason, linked_at, error, ended_at, ended_by } = StateColumns::read(row)?;
        let extension = ExtensionColumns::read(row)?.state();
        let damaged = |what: &str| Error::failed(format!("damaged data: a link with {what}"));
        let answer = answer.map(|(at, by)| LinkAnswer { at, by: by.to_owned() });
        let answered = |answer: Option<LinkAnswer>| answer.ok_or_else(|| damaged("no answer"));
        let ended_at = ended_at.ok_or_else(|| damaged("no end"));
        let by = ended_by.unwrap_or_default().to_owned();
        Ok(match word {
            LinkStatus::Pending => Self::Pending,
            LinkStatus::Approved => Self::Approved { answer: answered(answer)?, error: error.map(str::to_owned) },
            LinkStatus::Linked => {
                let at = linked_at.ok_or_else(|| damaged("no beginning"))?;
                Self::Linked { answer: answered(answer)?, at, extension }
            }
            LinkStatus::Unlinked => Self::Unlinked { answer: answered(answer)?, at: ended_at?, by },
            LinkStatus::Denied => {
                let LinkAnswer { at, by } = answered(answer)?;
                Self::Denied { at, by, reason: reason.map(str::to_owned) }
            }
            LinkStatus::Cancelled => Self::Cancelled { at: ended_at?, by },
            LinkStatus::Expired => Self::Expired { at: ended_at?, answer },
            LinkStatus::Lapsed => return Err(damaged("a state that is never stored")),
        })
    }
}
