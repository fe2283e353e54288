//! What must not come back to life when an older database takes the place of a newer one: codes that were used or
//! replaced, sessions that were left, mails that have left, numbers that were given out.

use crate::domain::id::{ClientId, InvitationId, MailId, SessionId, WebSessionId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

/// How many rows are looked at in one go.
const CHUNK: u32 = 1000;

super::statements! {
    /// Every live code is looked at.
    full_scan [LIVE_CODES: (kind: String, record_id: i64, client_id: Option<ClientId>, version: i64, digest: [u8; 32])] "SELECT kind, record_id, client_id, version, digest FROM code
        WHERE state = 'live' AND (kind, record_id) > ($1, $2) ORDER BY kind, record_id LIMIT $3";
    [SAME_CODE: [u8; 32]] "SELECT digest FROM code WHERE kind = $1 AND record_id = $2 AND version = $3 AND state = 'live'";
    [KILL] "UPDATE code SET state = 'dead' WHERE kind = $1 AND record_id = $2 AND state = 'live'";
    [WAITING: (id: MailId, client_id: Option<ClientId>, message_id: String, next_attempt_at: Instant)] "SELECT id, client_id, message_id, next_attempt_at FROM mail
        WHERE state IN ('queued', 'sending') AND (next_attempt_at, id) > ($1, $2) ORDER BY next_attempt_at, id LIMIT $3";
    [STILL_WAITS: MailId] "SELECT id FROM mail WHERE id = $1 AND message_id = $2 AND state IN ('queued', 'sending')";
    [SKIP] "UPDATE mail SET state = 'skipped', last_error = $2 WHERE id = $1 AND state IN ('queued', 'sending')";
    /// Of the open ones there are as many as people at work.
    full_scan [OPEN_SESSIONS: (id: SessionId, client_id: ClientId, opened_at: Instant)] "SELECT id, client_id, opened_at FROM session WHERE state = 'open' ORDER BY id";
    [SAME_SESSION: SessionId] "SELECT id FROM session WHERE id = $1 AND opened_at = $2 AND state = 'open'";
    [END_SESSION] "UPDATE session SET state = 'closed', closed_at = $2, closed_because = 'the database was restored'
        WHERE id = $1 AND state = 'open'";
    /// Of the open ones there are as many as people are signed in.
    full_scan [OPEN_WEB_SESSIONS: (id: WebSessionId, token_digest: [u8; 32])] "SELECT id, token_digest FROM web_session WHERE ended_at IS NULL ORDER BY id";
    [SAME_WEB_SESSION: WebSessionId] "SELECT id FROM web_session WHERE token_digest = $1 AND ended_at IS NULL";
    [END_WEB_SESSION] "UPDATE web_session SET ended_at = $2, ended_because = 'the database was restored'
        WHERE id = $1 AND ended_at IS NULL";
    /// Of those that run there are as many as clients that no one can administer.
    full_scan [RUNNING_RECOVERIES: (invitation_id: InvitationId, client_id: ClientId, begun_at: Instant)] "SELECT v.invitation_id, v.client_id, v.begun_at FROM recovery AS v
        JOIN invitation AS i ON i.id = v.invitation_id
        WHERE v.stopped_at IS NULL AND i.state = 'pending' AND i.expires_at > $1 ORDER BY v.invitation_id";
    [SAME_RECOVERY: InvitationId] "SELECT v.invitation_id FROM recovery AS v JOIN invitation AS i ON i.id = v.invitation_id
        WHERE v.invitation_id = $1 AND v.begun_at = $2 AND v.stopped_at IS NULL AND i.state = 'pending'";
    [STOP_RECOVERY] "UPDATE recovery SET stopped_at = $2, stopped_by = 'db restore' WHERE invitation_id = $1 AND stopped_at IS NULL";
    [COUNTERS: (name: String, last_value: i64)] "SELECT name, last_value FROM counter ORDER BY name";
    [RAISE] "INSERT INTO counter (name, last_value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET last_value = excluded.last_value WHERE counter.last_value < excluded.last_value";
}

/// What was laid to rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rest {
    /// Codes that are dead now.
    pub codes: i64,
    /// Mails that will not leave.
    pub mails: i64,
    pub sessions: i64,
    /// Recoveries that are stopped now: the codes that could stop them are dead.
    pub recoveries: i64,
    pub clients: Vec<ClientId>,
}

/// Lays to rest in the restored database whatever does not live in exactly the same way in the replaced one, and all
/// of it where that cannot be read.
pub(crate) fn lay_to_rest(tx: &Tx<'_>, replaced: Option<&Tx<'_>>, now: Instant) -> Result<Rest> {
    let mut rest = Rest::default();
    end_sessions(tx, replaced, now, &mut rest)?;
    end_web_sessions(tx, replaced, now)?;
    stop_recoveries(tx, replaced, now, &mut rest)?;
    kill_codes(tx, replaced, &mut rest)?;
    skip_mails(tx, replaced, &mut rest)?;
    rest.clients.sort_unstable();
    rest.clients.dedup();
    Ok(rest)
}

/// Lets no number be given out again that the replaced database gave out.
pub(crate) fn raise_counters(tx: &Tx<'_>, replaced: &Tx<'_>) -> Result<()> {
    let counters = replaced.query_vec(&COUNTERS, params![])?;
    counters.iter().try_for_each(|(name, last)| tx.run(&RAISE, params![name, *last]).map(drop))
}

/// Whether the replaced database has such a row. A row that makes no sense there does not live there; a disk that fails
/// stops the restore.
fn lives(replaced: Option<&Tx<'_>>, look: impl FnOnce(&Tx<'_>) -> Result<bool>) -> Result<bool> {
    match replaced.map(|tx| tx.nested(|| look(tx))) {
        None => Ok(false),
        Some(Err(error)) if !error.is_of_database() => Ok(false),
        Some(found) => found,
    }
}

/// A session that was left since the backup is not open again.
fn end_sessions(tx: &Tx<'_>, replaced: Option<&Tx<'_>>, now: Instant, rest: &mut Rest) -> Result<()> {
    let open = tx.query_vec(&OPEN_SESSIONS, params![])?;
    for (id, client, opened_at) in open {
        let same = |tx: &Tx<'_>| tx.exists(&SAME_SESSION, params![id, opened_at]);
        if !lives(replaced, same)? {
            allow(tx, Some(client));
            tx.execute_one(&END_SESSION, params![id, now])?;
            rest.sessions += 1;
            rest.clients.push(client);
        }
    }
    Ok(())
}

/// Anyone who signed out since the backup is not signed in again.
fn end_web_sessions(tx: &Tx<'_>, replaced: Option<&Tx<'_>>, now: Instant) -> Result<()> {
    let open = tx.query_vec(&OPEN_WEB_SESSIONS, params![])?;
    for (id, digest) in open {
        let same = |tx: &Tx<'_>| tx.exists(&SAME_WEB_SESSION, params![&digest]);
        if !lives(replaced, same)? {
            allow(tx, None);
            tx.execute_one(&END_WEB_SESSION, params![id, now])?;
        }
    }
    Ok(())
}

/// A recovery that was stopped, accepted or withdrawn since the backup does not run again, nor does one whose people could
/// not stop it: without its codes it would end the hold by nothing but time.
fn stop_recoveries(tx: &Tx<'_>, replaced: Option<&Tx<'_>>, now: Instant, rest: &mut Rest) -> Result<()> {
    let running = tx.query_vec(&RUNNING_RECOVERIES, params![now])?;
    for (invitation, client, begun_at) in running {
        let same = |tx: &Tx<'_>| tx.exists(&SAME_RECOVERY, params![invitation, begun_at]);
        if !lives(replaced, same)? {
            allow(tx, Some(client));
            tx.execute_one(&STOP_RECOVERY, params![invitation, now])?;
            rest.recoveries += 1;
            rest.clients.push(client);
        }
    }
    Ok(())
}

fn kill_codes(tx: &Tx<'_>, replaced: Option<&Tx<'_>>, rest: &mut Rest) -> Result<()> {
    let (mut kind, mut record) = (String::new(), 0);
    loop {
        let codes = tx.query_vec(&LIVE_CODES, params![&kind, record, CHUNK])?;
        let Some((last_kind, last_record, ..)) = codes.last() else { return Ok(()) };
        (kind, record) = (last_kind.clone(), *last_record);
        for (kind, record, client, version, digest) in &codes {
            let same = |tx: &Tx<'_>| {
                let found = tx.query_opt(&SAME_CODE, params![kind, *record, *version])?;
                Ok(found.as_ref() == Some(digest))
            };
            if !lives(replaced, same)? {
                allow(tx, *client);
                tx.execute_one(&KILL, params![kind, *record])?;
                rest.codes += 1;
                rest.clients.extend(client);
            }
        }
    }
}

fn skip_mails(tx: &Tx<'_>, replaced: Option<&Tx<'_>>, rest: &mut Rest) -> Result<()> {
    let (mut due, mut id) = (Instant::from_ms(i64::MIN), MailId::new(0));
    loop {
        let mails = tx.query_vec(&WAITING, params![due, id, CHUNK])?;
        let Some((last, _, _, last_due)) = mails.last() else { return Ok(()) };
        (due, id) = (*last_due, *last);
        for (id, client, message_id, _) in &mails {
            let waits = |tx: &Tx<'_>| tx.exists(&STILL_WAITS, params![*id, message_id]);
            if !lives(replaced, waits)? {
                allow(tx, *client);
                let why = "the database was restored: it may have left before";
                tx.execute_one(&SKIP, params![*id, why])?;
                rest.mails += 1;
                rest.clients.extend(client);
            }
        }
    }
}

/// One row, one client at a time: the write guard stays as narrow as ever.
fn allow(tx: &Tx<'_>, client: Option<ClientId>) {
    tx.allow(client.as_slice());
}
