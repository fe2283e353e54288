//! What one change wrote, read from the history tables, and putting it back: the statements of `undo` and `last`. Those
//! of each table are made by the macro in [`tables`].

pub mod tables;

use crate::domain::audit_event::{Action, AuditEvent, Details};
use crate::domain::id::{ClientId, MailId, PartnerId, SessionId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{FromColumn, Tx, Value, Wrong, params};
use crate::domain::mail::MailState;

pub use tables::{EVERY, OnUndo, Record, RowOwner, VersionedTable};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnValue {
    /// SQL NULL.
    Null,
    /// A number, flag or instant.
    Int(i64),
    Text(String),
}

impl ColumnValue {
    /// The number, if it is one.
    pub const fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Null | Self::Text(_) => None,
        }
    }

    /// The text, if it is some.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Int(_) => None,
        }
    }
}

impl FromColumn<'_> for ColumnValue {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        Ok(match value {
            Value::Int(value) => Self::Int(value),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Null | Value::Blob(_) | Value::Ints(_) | Value::Texts(_) => Self::Null,
        })
    }
}

/// One version of a row of facts: the cells of its keys, then of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub table: &'static str,
    names: (&'static [&'static str], &'static [&'static str]),
    cells: Vec<ColumnValue>,
}

impl Version {
    /// What it says in a column of that name, for lists of all columns; NULL where the table has no such column. One
    /// that is meant is read from its [`Record`].
    pub fn get(&self, column: &str) -> &ColumnValue {
        let (keys, columns) = self.names;
        let at = keys.iter().chain(columns).position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&ColumnValue::Null)
    }

    /// Whether `other` is a version of the same row.
    pub fn is_of_the_row_of(&self, other: &Self) -> bool {
        let keys = self.names.0.len();
        self.table == other.table && self.cells.get(..keys) == other.cells.get(..keys)
    }

    /// The columns, without the keys, in order.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &ColumnValue)> {
        let (keys, columns) = self.names;
        columns.iter().copied().zip(self.cells.iter().skip(keys.len()))
    }

    /// The client whose row it is, if the table says so.
    pub fn client(&self) -> Option<ClientId> {
        let id = match self.record() {
            Record::Client(row) => row.id(),
            Record::Grant(row) => row.client_id(),
            Record::Link(row) => row.client_id(),
            Record::Invitation(row) => row.client_id(),
            Record::Assignment(row) => row.client_id(),
            Record::Association(row) => row.client_id(),
            Record::Field(row) => row.client_id(),
            Record::Login(_) | Record::PartnerUser(_) => return None,
        };
        id.int().map(ClientId::new)
    }

    /// The person whom it concerns, if there is one.
    pub fn user(&self) -> Option<UserId> {
        let id = match self.record() {
            Record::Login(row) => row.id(),
            Record::PartnerUser(row) => row.login_id(),
            Record::Grant(row) => row.login_id(),
            Record::Invitation(row) => row.login_id(),
            Record::Assignment(row) => row.login_id(),
            Record::Client(_) | Record::Link(_) | Record::Association(_) | Record::Field(_) => return None,
        };
        id.int().map(UserId::new)
    }

    /// The partner whom it concerns, if there is one.
    pub fn partner(&self) -> Option<PartnerId> {
        let id = match self.record() {
            Record::PartnerUser(row) => row.partner_id(),
            Record::Link(row) => row.partner_id(),
            Record::Association(row) => row.partner_id(),
            _ => return None,
        };
        id.int().map(PartnerId::new)
    }
}

/// An audit row, as much as `undo` needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    pub number: i64,
    pub at: Instant,
    /// `noun.verb`.
    pub action: String,
    /// The thing, as people write it.
    pub entity: Option<String>,
    pub details: Details,
}

impl ChangeRecord {
    /// What it did.
    pub fn event(&self) -> AuditEvent {
        self.details.event(&self.action, self.entity.as_deref())
    }

    pub fn is(&self, action: Action) -> bool {
        self.action == action.name()
    }
}

/// A mail that a change queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    pub id: MailId,
    pub state: MailState,
    /// The record that caused it.
    pub cause: Option<String>,
    pub user: Option<UserId>,
    pub recipient: String,
    pub kind: String,
    /// What went wrong with it, or why it was skipped.
    pub error: Option<String>,
    /// The change that queued it; unknown of mails from before that was recorded.
    pub audit: Option<i64>,
}

super::row!(ChangeRecord as a { number: ["a.id"], at, action, entity: ["a.entity_id"], details });
super::row! {
    Queued as m {
        id, state, cause, user: ["m.login_id"], recipient, kind, error: ["m.last_error"], audit: ["m.audit_id"]
    }
}

impl FromColumn<'_> for Details {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        <&str>::from_column(value).map(Self::read)
    }
}

super::statements! {
    /// Backwards through the log of one client, to the last change of the actor.
    [LAST_OF_ACTOR: ChangeRecord] "SELECT {} FROM audit_client AS d JOIN audit AS a ON a.id = d.audit_id
        WHERE d.client_id = $1 AND d.audit_id < $3 AND a.actor = $2 AND a.outcome = 'done' AND a.action <> 'session.use'
        ORDER BY d.audit_id DESC LIMIT 1";
    [DONE: ChangeRecord] "SELECT {} FROM audit AS a WHERE a.id = $1";
    [CLIENTS: ClientId] "SELECT client_id FROM audit_client WHERE audit_id = $1 ORDER BY client_id";
    [USERS: UserId] "SELECT login_id FROM audit_user WHERE audit_id = $1 ORDER BY login_id";
    [MAILS: Queued] "SELECT {} FROM mail AS m
        WHERE m.created_at = $1 AND (m.audit_id = $2 OR (m.audit_id IS NULL AND m.client_id = $3)) ORDER BY m.id";
    [SKIP] "UPDATE mail SET state = 'skipped', last_error = $2 WHERE id = $1 AND state = 'queued'";
    [QUEUE_AGAIN] "UPDATE mail SET state = 'queued', last_error = NULL WHERE id = $1 AND state = 'skipped'";
    [ENDED_SESSION: SessionId] "SELECT id FROM session WHERE client_id = $1 AND closed_at = $2 ORDER BY id LIMIT 1";
    [LATER_OF_PERSON: i64] "SELECT g.since_audit FROM access_grant AS g WHERE g.client_id = $1 AND g.login_id = $2 AND g.since_audit > $3
        UNION ALL SELECT i.since_audit FROM invitation AS i WHERE i.client_id = $1 AND i.login_id = $2 AND i.since_audit > $3
        UNION ALL SELECT s.since_audit FROM assignment AS s WHERE s.client_id = $1 AND s.login_id = $2 AND s.since_audit > $3
        UNION ALL SELECT gh.since_audit FROM access_grant AS g JOIN access_grant_history AS gh ON gh.id = g.id
          WHERE g.client_id = $1 AND g.login_id = $2 AND gh.since_audit > $3
        UNION ALL SELECT ih.since_audit FROM invitation AS i JOIN invitation_history AS ih ON ih.id = i.id
          WHERE i.client_id = $1 AND i.login_id = $2 AND ih.since_audit > $3
        UNION ALL SELECT sh.since_audit FROM assignment AS s JOIN assignment_history AS sh ON sh.login_id = s.login_id AND sh.client_id = s.client_id
          WHERE s.client_id = $1 AND s.login_id = $2 AND sh.since_audit > $3";
    [LATER_OF_PARTNER: i64] "SELECT k.since_audit FROM link AS k WHERE k.client_id = $1 AND k.partner_id = $2 AND k.since_audit > $3
        UNION ALL SELECT o.since_audit FROM association AS o WHERE o.client_id = $1 AND o.partner_id = $2 AND o.since_audit > $3
        UNION ALL SELECT kh.since_audit FROM link AS k JOIN link_history AS kh ON kh.id = k.id
          WHERE k.client_id = $1 AND k.partner_id = $2 AND kh.since_audit > $3
        UNION ALL SELECT oh.since_audit FROM association AS o JOIN association_history AS oh ON oh.partner_id = o.partner_id AND oh.client_id = o.client_id
          WHERE o.client_id = $1 AND o.partner_id = $2 AND oh.since_audit > $3";
    [LATER_OF_LOGIN: i64] "SELECT since_audit FROM login WHERE id = $1 AND since_audit > $2";
    /// A login that the change made active at once: no one ever proved that it is theirs.
    [PREPARE] "UPDATE login SET state = 'prepared', activated_at = NULL, since_audit = $2, version = version + 1
        WHERE since_audit = $1 AND state = 'active' AND id IN (SELECT u.login_id FROM audit_user AS u WHERE u.audit_id = $1)
          AND NOT EXISTS (SELECT 1 FROM login_history AS h WHERE h.id = login.id AND h.until_audit = $1)
          AND NOT EXISTS (SELECT 1 FROM credential AS k WHERE k.login_id = login.id)";
    [RETIRE_SLUG] "UPDATE client_slug SET retired_at = $3 WHERE slug = $1 AND client_id = $2";
    [SLUG_BACK] "UPDATE client_slug SET retired_at = NULL WHERE slug = $1 AND client_id = $2 AND retired_at IS NOT NULL";
}

/// The newest change of `actor` with a number below `before` that is about `client` and was done; on whose behalf does
/// not matter.
pub fn last_of_actor(tx: &Tx<'_>, client: ClientId, actor: &str, before: i64) -> Result<Option<ChangeRecord>> {
    tx.query_opt(&LAST_OF_ACTOR, params![client, actor, before])
}

/// The change with this audit number.
pub fn done(tx: &Tx<'_>, audit: i64) -> Result<Option<ChangeRecord>> {
    tx.query_opt(&DONE, params![audit])
}

/// Every client that a change touched, ascending.
pub fn clients(tx: &Tx<'_>, audit: i64) -> Result<Vec<ClientId>> {
    tx.query_vec(&CLIENTS, params![audit])
}

/// Every user whom a change concerned, ascending.
pub fn users(tx: &Tx<'_>, audit: i64) -> Result<Vec<UserId>> {
    tx.query_vec(&USERS, params![audit])
}

/// The mails that a change queued, and those about the client of which it is only known that they were queued at the
/// same instant.
pub fn mails(tx: &Tx<'_>, done: &ChangeRecord, client: ClientId) -> Result<Vec<Queued>> {
    tx.query_vec(&MAILS, params![done.at, done.number, client])
}

/// Lets a queued mail never leave.
///
/// # Errors
/// `failed`; `bug` when it is not queued.
pub fn skip(tx: &Tx<'_>, mail: MailId, why: &str) -> Result<()> {
    tx.execute_one(&SKIP, params![mail, why])
}

/// Lets a mail that was skipped leave after all, when it was to.
///
/// # Errors
/// `failed`; `bug` when it is not skipped.
pub fn queue_again(tx: &Tx<'_>, mail: MailId) -> Result<()> {
    tx.execute_one(&QUEUE_AGAIN, params![mail])
}

/// A session in the client that was closed at that very instant.
pub fn ended_session(tx: &Tx<'_>, client: ClientId, at: Instant) -> Result<Option<SessionId>> {
    tx.query_opt(&ENDED_SESSION, params![client, at])
}

/// Of whom something may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A person in the client.
    Person(UserId),
    /// A partner in the client.
    Partner(PartnerId),
}

/// The changes after `audit` that wrote rows of the client about that person or partner.
pub fn later(tx: &Tx<'_>, client: ClientId, about: About, audit: i64) -> Result<Vec<i64>> {
    match about {
        About::Person(user) => tx.query_vec(&LATER_OF_PERSON, params![client, user, audit]),
        About::Partner(partner) => tx.query_vec(&LATER_OF_PARTNER, params![client, partner, audit]),
    }
}

/// The change after `audit` that wrote the login last.
pub fn later_of_login(tx: &Tx<'_>, user: UserId, audit: i64) -> Result<Option<i64>> {
    tx.query_opt(&LATER_OF_LOGIN, params![user, audit])
}

/// A slug of the client takes the place of the present one, which is retired.
///
/// # Errors
/// `failed`; `bug` when it was never the client's.
pub fn exchange_slug(tx: &Tx<'_>, client: ClientId, (present, back): (&str, &str), now: Instant) -> Result<()> {
    tx.execute_one(&RETIRE_SLUG, params![present, client, now])?;
    tx.execute_one(&SLUG_BACK, params![back, client])
}

/// Logins that a change made, and made active at once, are prepared again.
pub fn prepare_again(tx: &Tx<'_>, audit: i64, by: i64) -> Result<()> {
    tx.run(&PREPARE, params![audit, by]).map(drop)
}

impl VersionedTable {
    /// The rows of one client that a change wrote, as they are.
    pub fn now(&'static self, tx: &Tx<'_>, audit: i64, client: ClientId) -> Result<Vec<Version>> {
        Ok(self.versions(tx.query_vec(self.now, &self.with_owner(&[audit.into()], client))?))
    }

    /// The rows of these clients as a change left them; those of people once.
    pub fn now_in(
        &'static self,
        tx: &Tx<'_>,
        audit: i64,
        clients: impl IntoIterator<Item = ClientId>,
    ) -> Result<Vec<Version>> {
        let most = if self.owner == RowOwner::Client { usize::MAX } else { 1 };
        let mut found = Vec::new();
        for client in clients.into_iter().take(most) {
            found.extend(self.now(tx, audit, client)?);
        }
        Ok(found)
    }

    /// The rows as they were before a change.
    pub fn then(&'static self, tx: &Tx<'_>, audit: i64) -> Result<Vec<Version>> {
        Ok(self.versions(tx.query_vec(self.then, params![audit])?))
    }

    /// The changes that wrote rows again after `audit` had, in order.
    pub fn later(&self, tx: &Tx<'_>, audit: i64, client: ClientId) -> Result<Vec<i64>> {
        let rows = tx.query_vec(self.later, &self.with_owner(&[audit.into()], client))?;
        let mut numbers: Vec<i64> = rows.into_iter().flat_map(|(written, last)| [written, last]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    /// Takes away what `audit` inserted; how many rows.
    ///
    /// # Errors
    /// `failed`; `bug` when something rests on it.
    pub fn take(&self, tx: &Tx<'_>, audit: i64, client: ClientId) -> Result<usize> {
        match self.fate {
            OnUndo::Goes => tx.run(self.take, &self.with_owner(&[audit.into()], client)),
            OnUndo::Stays => Ok(0),
        }
    }

    /// Puts back what `audit` replaced, as versions of the change `by`; how many rows.
    ///
    /// # Errors
    /// `failed`; `bug` when something is in the way.
    pub fn restore(&self, tx: &Tx<'_>, audit: i64, by: i64, client: ClientId) -> Result<usize> {
        tx.run(self.restore, &self.with_owner(&[audit.into(), by.into()], client))
    }

    /// Brings back what `audit`, an undo, took away, as versions of the change `by`; how many rows.
    ///
    /// # Errors
    /// `failed`; `bug` when something is in the way.
    pub fn bring(&self, tx: &Tx<'_>, audit: i64, by: i64) -> Result<usize> {
        tx.run(self.bring, params![audit, by])
    }

    fn with_owner<'v>(&self, params: &[Value<'v>], client: ClientId) -> Vec<Value<'v>> {
        let owner = (self.owner == RowOwner::Client).then(|| Value::from(client));
        params.iter().copied().chain(owner).collect()
    }

    fn versions(&'static self, rows: Vec<Vec<ColumnValue>>) -> Vec<Version> {
        let names = (self.keys, self.columns);
        rows.into_iter().map(|cells| Version { table: self.table, names, cells }).collect()
    }
}
