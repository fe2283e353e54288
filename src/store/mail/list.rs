//! The outbox as `mail list` shows it. Every filter enters through an index; nothing is collected.

use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::{Tx, params};

use crate::domain::mail::MailState;

#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub client: Option<ClientId>,
    pub user: Option<UserId>,
    pub state: Option<MailState>,
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// From this one on.
    pub from: Option<MailId>,
}

/// One of them, borrowed from its row.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    pub id: MailId,
    pub client: Option<(ClientId, &'a str)>,
    pub to: &'a str,
    pub kind: &'a str,
    pub subject: &'a str,
    pub state: &'a str,
    pub attempts: i64,
    pub last_error: Option<&'a str>,
    pub server_reply: Option<&'a str>,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
}

crate::store::row! {
    Listed<'r> as m {
        id, client: ["m.client_id", "c.slug"], to: ["m.recipient"], kind, subject, state, attempts, last_error, server_reply,
        created_at, sent_at
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT {} FROM mail AS m LEFT JOIN client AS c ON c.id = m.client_id WHERE ", $rest, " ORDER BY m.id")
    };
}

crate::store::statements! {
    /// The sum keeps SQLite from walking the table by number in search of the smallest.
    [FIRST_SINCE: Option<MailId>] "SELECT min(id + 0) FROM mail WHERE created_at >= $1";
    /// The sums keep SQLite from sorting what it found by time: a part of the list is read in the order of its ids.
    [ALL: Listed<'static>] select!("m.id >= $1 AND m.created_at + 0 >= $2 AND m.created_at + 0 < $3 AND (m.state = $4 OR $4 IS NULL)");
    [OF_CLIENT: Listed<'static>] select!("m.client_id = $5 AND m.id >= $1 AND m.created_at >= $2 AND m.created_at < $3 AND (m.state = $4 OR $4 IS NULL)");
    [OF_USER: Listed<'static>] select!("m.login_id = $5 AND (m.client_id = $6 OR $6 IS NULL) AND m.id >= $1 AND m.created_at >= $2 AND m.created_at < $3
        AND (m.state = $4 OR $4 IS NULL)");
    [WAITING: Listed<'static>] select!("m.id IN (SELECT w.id FROM mail AS w
            WHERE w.state IN ('queued', 'sending') AND w.next_attempt_at >= $5 AND w.state = $4)
        AND m.id >= $1 AND m.created_at >= $2 AND m.created_at < $3");
    [FAILED: Listed<'static>] select!("m.state IN ('failed', 'bounced') AND m.state = $4 AND m.id >= $1 AND m.created_at >= $2 AND m.created_at < $3");
}

/// Every mail that the filter lets through, by id.
pub fn list(tx: &Tx<'_>, filter: &Filter, mut each: impl FnMut(&Listed<'_>) -> Result<()>) -> Result<()> {
    let mut first = filter.from.unwrap_or(MailId::new(0));
    if let Some(since) = filter.since {
        match tx.query_one(&FIRST_SINCE, params![since])? {
            Some(id) => first = first.max(id),
            None => return Ok(()),
        }
    }
    let from = filter.since.unwrap_or(Instant::from_ms(i64::MIN));
    let to = filter.until.unwrap_or(Instant::from_ms(i64::MAX));
    let state = filter.state;
    let mut row = |mail: Listed<'_>| each(&mail);
    match (filter.client, filter.user, filter.state) {
        (client, Some(user), _) => tx.each(&OF_USER, params![first, from, to, state, user, client], &mut row),
        (Some(client), None, _) => tx.each(&OF_CLIENT, params![first, from, to, state, client], &mut row),
        (None, None, Some(MailState::Queued | MailState::Sending)) => {
            tx.each(&WAITING, params![first, from, to, state, i64::MIN], &mut row)
        }
        (None, None, Some(MailState::Failed | MailState::Bounced)) => {
            tx.each(&FAILED, params![first, from, to, state], &mut row)
        }
        (None, None, _) => tx.each(&ALL, params![first, from, to, state], &mut row),
    }
}
