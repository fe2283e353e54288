//! The audit: append-only rows, each with its own hash over itself and the previous one (docs/reference.md#data).

use sha2::{Digest, Sha256};

use crate::domain::id::{ClientId, UserId};
use crate::domain::outcome::Outcome;
use crate::domain::time::Instant;
use crate::error::Result;

use super::prepared::Feed;
use super::{Select, Tx, Value, new, params};

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

/// A row of the chain, as it is stored.
struct Link<'r> {
    at: Instant,
    actor: &'r str,
    acting_as: Option<&'r str>,
    action: &'r str,
    entity: Option<&'r str>,
    outcome: Outcome,
    error_code: Option<&'r str>,
    reason: Option<&'r str>,
    details: &'r str,
    previous: [u8; 32],
    hash: [u8; 32],
    client: Option<ClientId>,
}

super::row!(Head as a { number: ["a.id"], at, hash });
super::row! {
    Link<'r> as a {
        at, actor, acting_as, action, entity: ["a.entity_id"], outcome, error_code, reason, details, previous, hash,
        client: ["a.client_id"]
    }
}

super::new_row! {
    NewRow in "audit" {
        id, at, actor, acting_as, client_id, action, entity_id, outcome, error_code, reason, details, previous, hash
    }
}

super::statements! {
    [HEAD: Head] "SELECT {} FROM audit AS a WHERE a.id = (SELECT max(id) FROM audit)";
    [INSERT] NewRow::INSERT;
    [INSERT_CLIENT] "INSERT INTO audit_client (client_id, audit_id) VALUES ($1, $2)";
    [INSERT_USER] "INSERT INTO audit_user (login_id, audit_id) VALUES ($1, $2)";
    /// Verification reads the whole chain on purpose.
    full_scan [CHAIN: (id: i64, link: Link<'static>)] "SELECT a.id, {} FROM audit AS a ORDER BY a.id";
    full_scan [CHAIN_CLIENTS: (audit_id: i64, client_id: ClientId)] "SELECT audit_id, client_id FROM audit_client ORDER BY audit_id, client_id";
    full_scan [CHAIN_USERS: (audit_id: i64, login_id: UserId)] "SELECT audit_id, login_id FROM audit_user ORDER BY audit_id, login_id";
    /// Verification reads the whole chain anyway.
    full_scan [HASH_EXISTS: i64] "SELECT id FROM audit WHERE hash = $1 ORDER BY id LIMIT 1";
}

pub fn head(tx: &Tx<'_>) -> Result<Head> {
    Ok(tx.query_opt(&HEAD, params![])?.unwrap_or(Head { number: 0, at: Instant::from_ms(0), hash: GENESIS }))
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
    let row = new!(NewRow {
        id: number,
        at,
        actor: entry.actor,
        acting_as: entry.acting_as,
        client_id: only,
        action: entry.action,
        entity_id: entry.entity,
        outcome: entry.outcome,
        error_code: entry.error_code,
        reason: entry.reason,
        details: entry.details,
        previous: &head.hash,
        hash: &hash,
    });
    tx.put(&INSERT, &row)?;
    for client in entry.clients {
        tx.put(&INSERT_CLIENT, params![*client, number])?;
    }
    for user in entry.users {
        tx.put(&INSERT_USER, params![*user, number])?;
    }
    tx.audited(number, hash);
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
    while let Some(mut row) = rows.next_unread()? {
        let expected = head.number + 1;
        let number = row.next::<i64, 1>()?;
        if number > expected {
            return Ok(Verdict::Broken { number: expected, fault: Fault::Missing });
        }
        clients.clear();
        of_clients.of(&expected, |client| {
            clients.push(client);
            Ok(())
        })?;
        users.clear();
        of_users.of(&expected, |user| {
            users.push(user);
            Ok(())
        })?;
        // A row that cannot even be read is broken too.
        match Link::read(&mut row).ok().and_then(|link| link.follows(&head, number, &clients, &users)) {
            Some(next) => head = next,
            None => return Ok(Verdict::Broken { number: expected, fault: Fault::Changed }),
        }
    }
    Ok(Verdict::Whole(head))
}

impl Link<'_> {
    /// The new head, if the row is as it was written after `head`.
    fn follows(&self, head: &Head, number: i64, clients: &[ClientId], users: &[UserId]) -> Option<Head> {
        let Self { actor, acting_as, action, entity, outcome, error_code, reason, details, at, hash, .. } = *self;
        let entry =
            AuditEntry { actor, acting_as, action, entity, outcome, error_code, reason, details, clients, users };
        let only = if let [only] = clients { Some(*only) } else { None };
        let intact = number == head.number + 1
            && self.previous == head.hash
            && self.client == only
            && digest(number, at, &entry, &head.hash) == hash;
        intact.then_some(Head { number, at, hash })
    }
}

/// The number of the row with this hash, if the chain holds it.
pub fn find_hash(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<Option<i64>> {
    tx.query_opt(&HASH_EXISTS, params![Value::Blob(hash)])
}
