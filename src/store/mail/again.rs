//! Mails once more: those that did not leave and are tried again, and those of codes that went to one address before.

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::mail::MailState;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::ahead::{MOST_AHEAD, of_owner};
use crate::store::{Tx, Value, params};

crate::store::statements! {
    [AGAIN] "UPDATE mail SET state = 'queued', attempts = 0, dropped = 0, unanswered = 0, next_attempt_at = $2 WHERE id = $1";
    [FAILED: MailId] "SELECT m.id FROM mail AS m WHERE m.state IN ('failed', 'bounced') AND m.state = 'failed' AND m.id > $1
        AND m.created_at >= $2 ORDER BY m.id LIMIT $3";
    [RESTING: (next_attempt_at: Instant, id: MailId)] "SELECT m.next_attempt_at, m.id FROM mail AS m WHERE m.state IN ('queued', 'sending') AND m.state = 'queued'
        AND (m.next_attempt_at, m.id) > ($1, $2) AND (m.attempts > 0 OR m.last_error IS NOT NULL) AND m.created_at >= $3 ORDER BY m.next_attempt_at, m.id LIMIT $4";
    [LAST: Queued] "SELECT {} FROM mail AS m
        WHERE m.login_id = $1 AND m.login_id IS NOT NULL ORDER BY m.id DESC LIMIT $2";
    [OF_EACH: (login_id: UserId, mail: Queued)] "SELECT m.login_id, {} FROM unnest($1) AS k
        JOIN mail AS m ON m.login_id = k.value AND m.login_id IS NOT NULL ORDER BY m.login_id, m.id DESC LIMIT $2";
}

/// A mail is to be tried now, as if it had not been tried before.
pub fn again(tx: &Tx<'_>, id: MailId, now: Instant) -> Result<()> {
    tx.execute_one(&AGAIN, params![id, now])
}

/// The mails that failed, queued at `since` or later, by number from behind `after`; at most `most`.
pub fn failed(tx: &Tx<'_>, after: MailId, since: Instant, most: u32) -> Result<Vec<MailId>> {
    tx.query_vec(&FAILED, params![after, since, most])
}

/// The mails that rest after a try, as [`failed`]; the next to be tried first.
pub fn resting(tx: &Tx<'_>, after: (Instant, MailId), since: Instant, most: u32) -> Result<Vec<(Instant, MailId)>> {
    tx.query_vec(&RESTING, params![after.0, after.1, since, most])
}

/// Of a person's mails only the last are looked at: more than these are no matter of a day.
const LOOKED_AT: u32 = 200;

/// A mail with a code that was queued for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMail {
    /// The client that it is about.
    pub client: Option<ClientId>,
    pub kind: String,
    /// The sending of its record.
    pub sending: i64,
    pub at: Instant,
    pub recipient: String,
}

/// The mails with codes that were queued for a person after `since`, the oldest first, among the last of all
/// their mails. Those that were skipped count for nothing: no one got them.
pub fn codes(tx: &Tx<'_>, user: UserId, since: Instant) -> Result<Vec<CodeMail>> {
    let mut found = Vec::new();
    for mail in tx.look_up_all(&LAST, params![user, LOOKED_AT])? {
        let Queued { client, kind, sending, at, recipient, state } = mail;
        let has_code = matches!(&*kind, "invitation" | "link_request" | "password_reset" | "address_change");
        if let (true, Some(sending)) = (has_code && at > since && state != MailState::Skipped, sending) {
            found.push(CodeMail { client, kind, sending, at, recipient });
        }
    }
    found.reverse();
    Ok(found)
}

/// Reads the mails of these people ahead of [`codes`], unless they are very many.
pub(in crate::store) fn read_ahead(tx: &Tx<'_>, users: &[i64]) -> Result<()> {
    let found = tx.query_vec(&OF_EACH, params![Value::Ints(users), MOST_AHEAD])?;
    if found.len() < MOST_AHEAD as usize {
        for user in users {
            let of_user = of_owner(&found, user, |(of, _)| of.get()).iter().take(LOOKED_AT as usize);
            tx.ahead().know(&LAST, params![*user, LOOKED_AT], of_user.map(|(_, mail)| mail.clone()).collect());
        }
    }
    Ok(())
}

/// Someone new has no mails.
pub(in crate::store) fn none_yet(tx: &Tx<'_>, user: UserId) {
    tx.ahead().know(&LAST, params![user, LOOKED_AT], Vec::new());
}

/// A mail more for someone.
pub(super) fn forget(tx: &Tx<'_>, user: Option<UserId>) {
    if let Some(user) = user {
        tx.ahead().forget(&LAST, params![user, LOOKED_AT]);
    }
}

/// A mail that was queued for a person.
#[derive(Debug, Clone, PartialEq)]
struct Queued {
    client: Option<ClientId>,
    kind: String,
    sending: Option<i64>,
    at: Instant,
    recipient: String,
    state: MailState,
}

crate::store::row! {
    Queued as m {
        client: ["m.client_id"], kind, sending: ["m.cause_version"], at: ["m.created_at"], recipient, state
    }
}
