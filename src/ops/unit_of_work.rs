//! Where changes happen: one transaction each, with its audit row and its mails, or not at all
//! (docs/reference.md#rules).

mod change;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::app::env::Entropy;
use crate::domain::actor::Actor;
use crate::domain::audit_event::{Details, Event, Notes, Refusal, UnchangedRows};
use crate::domain::authority::{self, Verb};
use crate::domain::client::ClientRow;
use crate::domain::clock::{self, Drift};
use crate::domain::code::Key;
use crate::domain::dedicated::DummyDomain;
use crate::domain::id::{ClientId, EntityId, MailId, UserId};
use crate::domain::notice::NoticeSettings;
use crate::domain::outcome::Outcome;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result, Topic};
use crate::store::audit::{self, AuditEntry, Head};
use crate::store::database_info::DatabaseInfo;
use crate::store::{End, Store, Tx, Unowned};

pub use super::key::KeyStore;
pub use change::Change;

use super::custom_templates::CustomTemplates;
use super::language::Languages;
use super::ownerless::{Ownerless, without_owner};
use super::who;

/// Whether a change is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Real,
    /// `--dry-run`: the same code, rolled back.
    DryRun,
}

/// Which clients a change may touch: those that the operator named (docs/reference.md#never-the-wrong-client).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bounds {
    /// These, and those that it makes itself.
    Named(BTreeSet<ClientId>),
    /// Each row of a table names its own: a change may touch the client of its row, or the one that it makes.
    Rows,
}

impl Bounds {
    pub const fn none() -> Self {
        Self::Named(BTreeSet::new())
    }

    /// Whether a table, or several clients, were named.
    fn are_of_many(&self) -> bool {
        match self {
            Self::Named(clients) => clients.len() > 1,
            Self::Rows => true,
        }
    }

    /// Whether the operator named the client, on the command line or in the row that is carried out.
    pub fn allows(&self, client: ClientId, row: Option<ClientId>) -> bool {
        match self {
            Self::Named(clients) => clients.contains(&client),
            Self::Rows => row == Some(client),
        }
    }
}

/// What every use case needs around it: the database, the actor, the instant, and the clients that may be touched.
pub struct UnitOfWork<'a> {
    pub store: &'a mut Store,
    pub info: &'a DatabaseInfo,
    pub key_store: &'a KeyStore,
    pub entropy: &'a mut dyn Entropy,
    pub actor: &'a Actor,
    /// The staff account in whose program someone else acts, as on the pages. It has to be staff still.
    pub runs_as: Option<&'a Actor>,
    pub reason: Option<&'a str>,
    pub now: Instant,
    pub mode: Mode,
    /// Which clients it may touch.
    pub bounds: Bounds,
}

/// What a change did, next to its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeResult<T> {
    /// The result of the use case.
    pub value: T,
    /// Whether rows changed, or what was asked for held already.
    pub outcome: Outcome,
    /// The mails it queued, in order.
    pub mails: Vec<MailId>,
    /// The mails to those who are notified of it, which are none of its result.
    pub notices: Vec<MailId>,
    /// The clients that it left without an owner.
    pub ownerless: Vec<(ClientRow, Ownerless)>,
}

impl UnitOfWork<'_> {
    /// Runs one use case as one audited change.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written. `busy`, `failed`.
    pub fn change<T>(
        &mut self,
        verb: Verb,
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<ChangeResult<T>> {
        self.transaction(|session| session.change(verb, work))
    }

    /// Runs several use cases in one transaction, each audited by itself: what a bulk run does for each chunk.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written. `busy`, `failed`.
    pub fn transaction<T>(&mut self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        let Self { store, info, key_store, entropy, actor, runs_as, reason, now, mode, bounds } = self;
        let end = match mode {
            Mode::Real => End::Commit,
            Mode::DryRun => End::Rollback,
        };
        // Files are read before the database is locked.
        key_store.fetch();
        let wording = store.read(CustomTemplates::read)?;
        store.write(|tx| {
            tx.allow(&[]);
            if let Some(account) = runs_as {
                who::check_still_valid(tx, account, *now)?;
            }
            who::check_still_valid(tx, actor, *now)?;
            let head = audit::head(tx)?;
            let mut session = WriteTx {
                tx,
                info,
                key_store,
                entropy: *entropy,
                actor,
                reason: *reason,
                now: *now,
                bounds,
                sender_domain: OnceCell::new(),
                dummies: OnceCell::new(),
                wording,
                languages: Languages::default(),
                key: OnceCell::new(),
                invite_life: OnceCell::new(),
                notice_settings: OnceCell::new(),
                head,
                end,
                idle: Idle::Audited,
            };
            work(&mut session).map(|value| (value, session.end))
        })
    }

    /// Stops what must not begin with the key file of another database. Without a key file it goes on.
    ///
    /// # Errors
    /// `failed`, naming the file.
    pub fn has_right_key(&mut self) -> Result<()> {
        self.key_store.fetch();
        let (key_store, uuid) = (self.key_store, &self.info.uuid);
        self.store.read(|tx| key_store.must_not_be_of_another(tx, uuid))
    }

    /// Records that a command was refused: who, what they named, why it stopped
    /// (docs/reference.md#never-the-wrong-client). It touches rows of no client; the audit rows about one carry its id.
    pub fn refused(&mut self, verb: Verb, named: &str, client: Option<ClientId>, error: &Error) -> Result<()> {
        self.transaction(|session| session.refused(verb, named, client, error))
    }
}

/// The write transaction of a unit of work, in which one or several changes run.
pub struct WriteTx<'t> {
    tx: &'t Tx<'t>,
    info: &'t DatabaseInfo,
    key_store: &'t KeyStore,
    entropy: &'t mut dyn Entropy,
    actor: &'t Actor,
    reason: Option<&'t str>,
    now: Instant,
    bounds: &'t Bounds,
    sender_domain: OnceCell<String>,
    dummies: OnceCell<DummyDomain>,
    wording: CustomTemplates,
    languages: Languages,
    key: OnceCell<Rc<Key>>,
    invite_life: OnceCell<Span>,
    notice_settings: OnceCell<NoticeSettings>,
    head: Head,
    end: End,
    idle: Idle,
}

/// What becomes of changes that find everything as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Idle {
    /// Each has an audit row.
    Audited,
    /// They are counted, for one audit row about all of them.
    Counted(u64),
}

impl WriteTx<'_> {
    /// The transaction, for reading what a plan needs.
    pub const fn tx(&self) -> &Tx<'_> {
        self.tx
    }

    /// Has the whole transaction rolled back at its end, although its work ends well.
    pub const fn roll_back(&mut self) {
        self.end = End::Rollback;
    }

    /// From here on, changes that find everything as it should be are counted and not audited one by one: a table that
    /// is imported each night would write a row for each of its lines. [`WriteTx::unchanged`] audits them together.
    pub const fn count_unchanged(&mut self) {
        self.idle = Idle::Counted(0);
    }

    /// How many changes found everything as it should be, since they are counted.
    pub const fn counted(&self) -> u64 {
        match self.idle {
            Idle::Audited => 0,
            Idle::Counted(changes) => changes,
        }
    }

    /// Writes one audit row about `rows` rows of `table` that were as they should be.
    pub fn unchanged(&mut self, verb: Verb, table: &str, rows: u64) -> Result<()> {
        self.open_guard(&[], Unowned::Open);
        let action = verb.action();
        let rows = UnchangedRows { table: table.to_owned(), rows: rows.to_string() };
        let entry = AuditEntry {
            actor: self.actor.audit_name(),
            acting_as: self.actor.acting_as(),
            action: &action,
            entity: None,
            outcome: Outcome::Unchanged,
            error_code: None,
            reason: self.reason,
            details: &Details::of_unchanged(&rows)?.to_string(),
            clients: &[],
            users: &[],
        };
        self.head = audit::append(self.tx, &self.head, self.now, &entry)?;
        self.close_guard();
        Ok(())
    }

    pub const fn actor(&self) -> &Actor {
        self.actor
    }

    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Runs one use case as one audited change. If it fails, its own writes are undone and the transaction goes on.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn change<T>(
        &mut self,
        verb: Verb,
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<ChangeResult<T>> {
        self.row_change(verb, None, work)
    }

    /// Runs a use case for each of several things, each as a change of its own.
    ///
    /// # Errors
    /// That of the first that fails.
    pub fn change_each<I, T>(
        &mut self,
        verb: Verb,
        things: impl IntoIterator<Item = I>,
        mut work: impl FnMut(&mut Change<'_>, I) -> Result<T>,
    ) -> Result<Vec<ChangeResult<T>>> {
        things.into_iter().map(|thing| self.change(verb, |change| work(change, thing))).collect()
    }

    /// As [`WriteTx::change`], for a row of a table that names an existing client: with [`Bounds::Rows`] the change may
    /// touch that one alone. A row that names none may only make one.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn row_change<T>(
        &mut self,
        verb: Verb,
        row: Option<ClientId>,
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<ChangeResult<T>> {
        authority::kind_allows(self.actor, verb)?;
        let tx = self.tx;
        let head = self.head;
        self.close_guard();
        let done = tx.nested(|| {
            let mut change = Change {
                tx,
                now: self.now,
                actor: self.actor,
                reason: self.reason,
                info: self.info,
                key_store: self.key_store,
                entropy: &mut *self.entropy,
                bounds: self.bounds,
                row,
                sender_domain: &self.sender_domain,
                dummies: &self.dummies,
                wording: &self.wording,
                languages: &self.languages,
                key: &self.key,
                invite_life: &self.invite_life,
                notice_settings: &self.notice_settings,
                verb,
                audit: head.number + 1,
                clients: Vec::new(),
                lookalikes: Vec::new(),
                users: Vec::new(),
                events: Vec::new(),
                entity: None,
                mails: Vec::new(),
                notices: Vec::new(),
                asked: false,
                weakened: Vec::new(),
            };
            let value = work(&mut change)?;
            let Change { mut clients, lookalikes, users, events, entity, mails, notices, asked, weakened, .. } = change;
            clients.extend(lookalikes);
            if !asked {
                return Err(Error::bug(format!("`{verb}` never asked whether the actor may do it")));
            }
            let outcome = if events.is_empty() { Outcome::Unchanged } else { Outcome::Done };
            if let (Idle::Counted(changes), Outcome::Unchanged, true) = (&mut self.idle, outcome, mails.is_empty()) {
                *changes += 1;
                return Ok((ChangeResult { value, outcome, mails, notices, ownerless: Vec::new() }, head));
            }
            let ownerless = self.left_without_owner(weakened)?;
            let head = self.write_down(verb, outcome, entity, &events, clients, users, &head)?;
            Ok((ChangeResult { value, outcome, mails, notices, ownerless }, head))
        });
        self.close_guard();
        let (done, head) = done?;
        self.head = head;
        Ok(done)
    }

    /// Between two changes nothing is written.
    fn close_guard(&self) {
        self.open_guard(&[], Unowned::Closed);
    }

    fn open_guard(&self, clients: &[ClientId], unowned: Unowned) {
        self.tx.allow(clients);
        self.tx.allow_unowned(unowned);
    }

    fn left_without_owner(&self, weakened: Vec<ClientRow>) -> Result<Vec<(ClientRow, Ownerless)>> {
        let mut found = Vec::new();
        for client in weakened {
            if let Some(ownerless) = without_owner(self.tx, &client, self.now)? {
                found.push((client, ownerless));
            }
        }
        Ok(found)
    }

    /// As [`UnitOfWork::refused`], inside a longer transaction: the bad row of a bulk run.
    pub fn refused(&mut self, verb: Verb, named: &str, client: Option<ClientId>, error: &Error) -> Result<()> {
        let clients: Vec<ClientId> = client.into_iter().collect();
        self.open_guard(&clients, Unowned::Open);
        let near_miss = error.topics().iter().find_map(|topic| match topic {
            Topic::NearMiss { id, slug } => Some((id.clone(), slug.clone())),
            _ => None,
        });
        let (near_miss, near_miss_slug) = near_miss.unzip();
        let (named, message) = (Some(named.to_owned()), Some(error.message().to_owned()));
        let refusal = Refusal { named, message, near_miss, near_miss_slug };
        let details = Details::of_refusal(&refusal, &self.notes(&self.head)?)?.to_string();
        let action = verb.action();
        let outcome = if error.code().is_refusal() { Outcome::Refused } else { Outcome::Failed };
        let entry = AuditEntry {
            actor: self.actor.audit_name(),
            acting_as: self.actor.acting_as(),
            action: &action,
            entity: None,
            outcome,
            error_code: Some(error.code().name()),
            reason: self.reason,
            details: &details,
            clients: &clients,
            users: &[],
        };
        self.head = audit::append(self.tx, &self.head, self.now, &entry)?;
        self.close_guard();
        Ok(())
    }

    /// What an audit row after `head` says besides what happened: that the clock was set back, or that the key was
    /// recorded with it.
    fn notes(&self, head: &Head) -> Result<Notes> {
        let mut notes = Notes::default();
        if clock::drift(self.now, head.at) == Drift::Behind {
            crate::store::clock::step(self.tx, head, self.now)?;
            notes.clock = Some(format!("behind audit row {} of {}", head.number, head.at));
        }
        if let Some(fingerprint) = self.key_store.adopt(self.tx, &self.info.uuid)? {
            notes.key_fingerprint = Some(fingerprint.as_str().to_owned());
        }
        Ok(notes)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one audit row")]
    fn write_down(
        &self,
        verb: Verb,
        outcome: Outcome,
        entity: Option<EntityId>,
        events: &[Event],
        mut clients: Vec<ClientId>,
        mut users: Vec<UserId>,
        head: &Head,
    ) -> Result<Head> {
        clients.sort_unstable();
        clients.dedup();
        users.sort_unstable();
        users.dedup();
        // The audit row has a line for each client, for a look-alike too.
        self.open_guard(&clients, Unowned::Open);
        let first = events.first();
        let action = first.and_then(Event::action).map_or_else(|| verb.action(), |action| action.name().to_owned());
        let entity = first.and_then(|event| event.what.entity()).or(entity).map(|entity| entity.to_string());
        let details = Details::of(events, &self.notes(head)?)?.to_string();
        let entry = AuditEntry {
            actor: self.actor.audit_name(),
            acting_as: self.actor.acting_as(),
            action: &action,
            entity: entity.as_deref(),
            outcome,
            error_code: None,
            reason: self.reason,
            details: &details,
            clients: &clients,
            users: &users,
        };
        audit::append(self.tx, head, self.now, &entry)
    }
}

#[cfg(test)]
mod tests;
