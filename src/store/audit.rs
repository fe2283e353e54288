//! The audit: append-only rows, each with its own hash over itself and the previous one (docs/reference.md#data).

use sha2::{Digest, Sha256};

use crate::domain::id::{ClientId, UserId};
use crate::domain::outcome::Outcome;
use crate::domain::time::Instant;
use crate::error::Result;

use super::feed::Feed;
use super::{Row, Tx, Value, params};

/// The hash before the first row.
pub const GENESIS: [u8; 32] = [0; 32];

/// The last row of the chain: its number, time and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 before the first row.
    pub number: i64,
    pub at: Instant,
    /// Its hash.
    pub hash: [u8; 32],
}

/// What an audit row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry<'a> {
    /// The staff person, by operating-system name.
    pub actor: &'a str,
    /// The user on whose behalf, by e-mail.
    pub acting_as: Option<&'a str>,
    /// `noun.verb`.
    pub action: &'a str,
    /// The thing, as people write it.
    pub entity: Option<&'a str>,
    pub outcome: Outcome,
    /// The code of the refusal or failure.
    pub error_code: Option<&'a str>,
    /// Why the actor did it, in their words.
    pub reason: Option<&'a str>,
    /// A JSON object with the particulars; never a secret.
    pub details: &'a str,
    /// Every client that it is about, ascending. The first is in the row itself where it is the only one.
    pub clients: &'a [ClientId],
    /// Every user that it is about, ascending.
    pub users: &'a [UserId],
}

super::statements! {
    [HEAD] "SELECT id, at, hash FROM audit WHERE id = (SELECT max(id) FROM audit)";
    [INSERT] "INSERT INTO audit (id, at, actor, acting_as, client_id, action, entity_id, outcome, error_code, reason, details, previous, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    [INSERT_CLIENT] "INSERT INTO audit_client (client_id, audit_id) VALUES ($1, $2)";
    [INSERT_USER] "INSERT INTO audit_user (login_id, audit_id) VALUES ($1, $2)";
    /// Verification reads the whole chain on purpose.
    full_scan [CHAIN] "SELECT id, at, actor, acting_as, action, entity_id, outcome, error_code, reason, details, previous, hash, client_id
        FROM audit ORDER BY id";
    full_scan [CHAIN_CLIENTS] "SELECT audit_id, client_id FROM audit_client ORDER BY audit_id, client_id";
    full_scan [CHAIN_USERS] "SELECT audit_id, login_id FROM audit_user ORDER BY audit_id, login_id";
    /// Verification reads the whole chain anyway.
    full_scan [HASH_EXISTS] "SELECT id FROM audit WHERE hash = $1 ORDER BY id LIMIT 1";
}

pub fn head(tx: &Tx<'_>) -> Result<Head> {
    let read = |row: &Row<'_>| Ok(Head { number: row.int(0)?, at: row.at(1)?, hash: row.bytes(2)? });
    Ok(tx.query_opt(&HEAD, params![], read)?.unwrap_or(Head { number: 0, at: Instant::from_ms(0), hash: GENESIS }))
}

/// Appends a row after `head` and returns the new head.
///
/// # Errors
/// `failed`; `bug` if `head` is not the head.
pub fn append(tx: &Tx<'_>, head: &Head, at: Instant, entry: &AuditEntry<'_>) -> Result<Head> {
    let number = head.number + 1;
    let hash = digest(number, at, entry, &head.hash);
    let only = match entry.clients {
        [only] => Some(*only),
        _ => None,
    };
    tx.run(
        &INSERT,
        params![
            number,
            at,
            entry.actor,
            entry.acting_as,
            only,
            entry.action,
            entry.entity,
            entry.outcome.name(),
            entry.error_code,
            entry.reason,
            entry.details,
            &head.hash,
            &hash,
        ],
    )?;
    for client in entry.clients {
        tx.run(&INSERT_CLIENT, params![*client, number])?;
    }
    for user in entry.users {
        tx.run(&INSERT_USER, params![*user, number])?;
    }
    Ok(Head { number, at, hash })
}

/// SHA-256 over the fields, each with its length before it, so that no two rows spell the same bytes.
fn digest(number: i64, at: Instant, entry: &AuditEntry<'_>, previous: &[u8; 32]) -> [u8; 32] {
    // Hashing each field by itself would cost more than the hash.
    let mut row = Vec::with_capacity(512);
    let mut field = |bytes: Option<&[u8]>| match bytes {
        None => row.push(0),
        Some(bytes) => {
            row.push(1);
            row.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            row.extend_from_slice(bytes);
        }
    };
    field(Some(previous));
    field(Some(&number.to_be_bytes()));
    field(Some(&at.ms().to_be_bytes()));
    for text in [
        Some(entry.actor),
        entry.acting_as,
        Some(entry.action),
        entry.entity,
        Some(entry.outcome.name()),
        entry.error_code,
        entry.reason,
        Some(entry.details),
    ] {
        field(text.map(str::as_bytes));
    }
    for client in entry.clients {
        field(Some(&client.get().to_be_bytes()));
    }
    field(None);
    for user in entry.users {
        field(Some(&user.get().to_be_bytes()));
    }
    Sha256::digest(&row).into()
}

/// What the verification of the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every row is as it was written; the head.
    Whole(Head),
    /// The first row that is not.
    Broken {
        number: i64,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What is wrong with an audit row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It says something else than it did, or does not follow the row before it.
    Changed,
    /// It is not there, and later ones are.
    Missing,
}

/// Recomputes the chain from the first row.
pub fn verify(tx: &Tx<'_>) -> Result<Verdict> {
    let mut head = Head { number: 0, at: Instant::from_ms(0), hash: GENESIS };
    let (mut chain, mut clients, mut users) =
        (tx.prepare(&CHAIN)?, tx.prepare(&CHAIN_CLIENTS)?, tx.prepare(&CHAIN_USERS)?);
    let mut rows = chain.query(params![])?;
    let (mut of_clients, mut of_users) =
        (Feed::open(Some(&mut clients), params![])?, Feed::open(Some(&mut users), params![])?);
    let (mut clients, mut users) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next_row()? {
        let expected = head.number + 1;
        if row.int(0)? > expected {
            return Ok(Verdict::Broken { number: expected, fault: Fault::Missing });
        }
        clients.clear();
        of_clients.of(expected, |row| {
            clients.push(ClientId::new(row.int(1)?));
            Ok(())
        })?;
        users.clear();
        of_users.of(expected, |row| {
            users.push(UserId::new(row.int(1)?));
            Ok(())
        })?;
        // A row that cannot even be read is broken too.
        match follows(&row, &head, &clients, &users) {
            Ok(Some(next)) => head = next,
            Ok(None) | Err(_) => return Ok(Verdict::Broken { number: expected, fault: Fault::Changed }),
        }
    }
    Ok(Verdict::Whole(head))
}

/// The new head, if the row is as it was written after `head`.
fn follows(row: &Row<'_>, head: &Head, clients: &[ClientId], users: &[UserId]) -> Result<Option<Head>> {
    let number = row.int(0)?;
    let entry = AuditEntry {
        actor: row.text(2)?,
        acting_as: row.opt_text(3)?,
        action: row.text(4)?,
        entity: row.opt_text(5)?,
        outcome: Outcome::stored(row.text(6)?)?,
        error_code: row.opt_text(7)?,
        reason: row.opt_text(8)?,
        details: row.text(9)?,
        clients,
        users,
    };
    let only = if let [only] = clients { Some(only.get()) } else { None };
    let at = row.at(1)?;
    let hash: [u8; 32] = row.bytes(11)?;
    let intact = number == head.number + 1
        && row.blob(10)? == head.hash
        && row.opt_int(12)? == only
        && digest(number, at, &entry, &head.hash) == hash;
    Ok(intact.then_some(Head { number, at, hash }))
}

/// The number of the row with this hash, if the chain holds it.
pub fn find_hash(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<Option<i64>> {
    tx.query_opt(&HASH_EXISTS, params![Value::Blob(hash)], |row| row.int(0))
}
