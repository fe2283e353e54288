//! One audited change under way: what a use case writes with.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::app::env::{Entropy, random};
use crate::domain::actor::Actor;
use crate::domain::audit_event::Event;
use crate::domain::authority::{self, Relation, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::{Code, CodeKind, Key};
use crate::domain::dedicated::DummyDomain;
use crate::domain::id::{ClientId, EntityId, MailId, UserId};
use crate::domain::notice::NoticeSettings;
use crate::domain::time::{Instant, Span};
use crate::error::{Cause, Code as ErrorCode, Error, Result, TheRequest, hint};
use crate::ops::custom_templates::CustomTemplates;
use crate::ops::language::Languages;
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::{reach, setting};
use crate::store::database_info::DatabaseInfo;
use crate::store::{Tx, Unowned, client, code};

use super::{Bounds, KeyStore};

/// One audited change under way.
pub struct Change<'t> {
    pub tx: &'t Tx<'t>,
    pub now: Instant,
    pub actor: &'t Actor,
    pub reason: Option<&'t str>,
    pub info: &'t DatabaseInfo,
    pub(super) key_store: &'t KeyStore,
    pub(super) entropy: &'t mut dyn Entropy,
    pub(super) bounds: &'t Bounds,
    /// The client that the row of a table names, if it is one that carries this out.
    pub(super) row: Option<ClientId>,
    /// The domain of the sender, behind every Message-ID; read once a transaction.
    pub(in crate::ops) sender_domain: &'t OnceCell<String>,
    /// Behind which addresses no one has a mailbox; read once a transaction.
    pub(in crate::ops) dummies: &'t OnceCell<DummyDomain>,
    /// The templates that held before the transaction.
    pub(in crate::ops) wording: &'t CustomTemplates,
    /// The languages of the desk and of a client, read once a transaction.
    pub(in crate::ops) languages: &'t Languages,
    /// The key, once it was found to be that of the database.
    pub(super) key: &'t OnceCell<Rc<Key>>,
    /// How long invitations live; read once a transaction.
    pub(in crate::ops) invite_life: &'t OnceCell<Span>,
    /// What the desk chose about notifications; read once a transaction.
    pub(super) notice_settings: &'t OnceCell<NoticeSettings>,
    pub(super) verb: Verb,
    pub(super) audit: i64,
    pub(super) clients: Vec<ClientId>,
    /// Clients that are noted as look-alikes of the one that the change is about: only the audit row names them too.
    pub(super) lookalikes: Vec<ClientId>,
    pub(super) users: Vec<UserId>,
    pub(super) events: Vec<Event>,
    pub(super) entity: Option<EntityId>,
    pub(in crate::ops) mails: Vec<MailId>,
    /// Mails to those who are notified of the change.
    pub(in crate::ops) notices: Vec<MailId>,
    pub(super) asked: bool,
    /// Clients that may be left without an owner.
    pub(in crate::ops) weakened: Vec<ClientRow>,
}

impl Change<'_> {
    /// The number that the audit row of this change will have: `since_audit` of every fact that it writes.
    pub const fn audit(&self) -> i64 {
        self.audit
    }

    /// The command that is being carried out.
    pub const fn verb(&self) -> Verb {
        self.verb
    }

    /// Names a client that was shown before the transaction: it may be written from here on, if it is still as it
    /// was shown, open, and the actor may see it. What they may do there is asked with [`Change::authorise`].
    ///
    /// # Errors
    /// `conflict` when it moved since it was shown, `client_state` when closed, `not_found`.
    pub fn client(&mut self, seen: &ClientSeen) -> Result<ClientRow> {
        let row = self.client_in_any_state(seen)?;
        resolve::must_be_open(&row)?;
        Ok(row)
    }

    /// As [`Change::client`], for the changes that concern closed clients too.
    ///
    /// # Errors
    /// `conflict` when it moved since it was shown, `not_found`.
    pub fn client_in_any_state(&mut self, seen: &ClientSeen) -> Result<ClientRow> {
        let row = self.unmoved(seen)?;
        if !reach::sees(self.tx, self.actor, row.id, self.now)? {
            return Err(Error::not_found(format!("no client is named {:?}", seen.row.slug.as_str())));
        }
        self.about_client(row.id)?;
        Ok(row)
    }

    /// As [`Change::client`], where a code, or an invitation of one's own, counts as seeing the client: anyone who
    /// answers is not in yet.
    ///
    /// # Errors
    /// `conflict` when it moved since it was shown, `client_state` when closed.
    pub fn client_of_answer(&mut self, seen: &ClientSeen) -> Result<ClientRow> {
        let row = self.unmoved(seen)?;
        resolve::must_be_open(&row)?;
        self.about_client(row.id)?;
        Ok(row)
    }

    /// As [`Change::client_in_any_state`], where a session of the person, or its code, counts as seeing the client:
    /// anyone who is shut out meanwhile can still leave.
    ///
    /// # Errors
    /// `conflict` when it moved since it was shown.
    pub fn client_of_session(&mut self, seen: &ClientSeen) -> Result<ClientRow> {
        let row = self.unmoved(seen)?;
        self.about_client(row.id)?;
        Ok(row)
    }

    fn unmoved(&self, seen: &ClientSeen) -> Result<ClientRow> {
        let row = client::by_id(self.tx, seen.row.id)?.ok_or_else(|| Error::bug(format!("{} is gone", seen.row.id)))?;
        if (row.version, &row.slug) == (seen.row.version, &seen.row.slug) {
            self.languages.remember(&row);
            return Ok(row);
        }
        Err(Error::new(
            ErrorCode::Conflict,
            format!("{} ({}) was changed by someone else after it was shown; nothing was changed", row.slug, row.id),
        )
        .because(Cause::AccountChanged { account: format!("{} ({})", row.slug, row.id) })
        .hint(hint!["look at it with ", Verb::ClientShow.step().about(&row.slug), " and repeat ", TheRequest])
        .fact("client_id", row.id.to_string()))
    }

    /// Names a client that a row of a table names, read in this very transaction: it may be written from here on, if
    /// it is open and the actor may see it.
    ///
    /// # Errors
    /// `client_state` when closed, `not_found`.
    pub fn named_client(&mut self, row: &ClientRow) -> Result<()> {
        if !reach::sees(self.tx, self.actor, row.id, self.now)? {
            return Err(Error::not_found(format!("no client is named {:?}", row.slug.as_str())));
        }
        resolve::must_be_open(row)?;
        self.languages.remember(row);
        self.about_client(row.id)?;
        Ok(())
    }

    /// The relation of the actor to a client.
    pub fn relation(&self, client: ClientId) -> Result<Relation> {
        reach::relation(self.tx, self.actor, client, self.now)
    }

    /// Asks whether the actor may do this to that. A use case that changes something without asking is a bug: until
    /// then, the write guard is closed for rows of no client.
    ///
    /// # Errors
    /// `not_found`, `denied`.
    pub fn authorise(&mut self, target: &Target<'_>) -> Result<()> {
        self.asked = true;
        authority::decide(self.actor, self.verb, target)?;
        self.tx.allow_unowned(Unowned::Open);
        Ok(())
    }

    /// Asks whether the actor gives something in the name of the client, where the command itself was asked for before.
    ///
    /// # Errors
    /// `denied`.
    pub fn authorise_for_client(&self, target: &Target<'_>) -> Result<()> {
        authority::decide_for_client(self.actor, self.verb, target)
    }

    /// This change is about `client`, whose rows may be written from here on.
    ///
    /// # Errors
    /// `bug` when the operator did not name it: the change stops, whatever its command thought.
    pub fn about_client(&mut self, client: ClientId) -> Result<()> {
        self.must_be_named(client)?;
        self.touch(client);
        Ok(())
    }

    /// As [`Change::about_client`], for many clients at once.
    ///
    /// # Errors
    /// `bug` when the operator did not name one of them.
    pub fn about_clients(&mut self, clients: impl IntoIterator<Item = ClientId>) -> Result<()> {
        for client in clients {
            self.must_be_named(client)?;
            self.clients.push(client);
        }
        self.clients.sort_unstable();
        self.clients.dedup();
        self.tx.allow(&self.clients);
        Ok(())
    }

    /// As [`Change::about_clients`], for what was found and shown before the change: if there is more by now, someone
    /// else was quicker.
    ///
    /// # Errors
    /// `conflict` when one of them was not shown.
    pub fn about_shown(&mut self, clients: impl IntoIterator<Item = ClientId>, whom: &str) -> Result<()> {
        self.about_clients(clients).map_err(|_| {
            Error::conflict(format!(
                "what {whom} reaches was changed by someone else after it was shown; nothing was changed"
            ))
            .hint(hint!["look again and repeat ", TheRequest])
        })
    }

    fn must_be_named(&self, client: ClientId) -> Result<()> {
        if self.bounds.allows(client, self.row) {
            return Ok(());
        }
        Err(Error::bug(format!(
            "`{}` was about to write to {client}, which no one named; nothing was changed",
            self.verb
        ))
        .fact("client_id", client.to_string()))
    }

    /// As [`Change::about_client`], for the one client that this change makes.
    ///
    /// # Errors
    /// `bug` when there is a client with this id already, or the change is about another.
    pub fn makes_client(&mut self, client: ClientId) -> Result<()> {
        if !self.clients.is_empty() || client::by_id(self.tx, client)?.is_some() {
            return Err(Error::bug(format!("`{}` was about to make {client} again; nothing was changed", self.verb)));
        }
        self.touch(client);
        Ok(())
    }

    /// Notes that a client that this change is about and its look-alike look alike, which the operator allowed by
    /// naming the look-alike. The guard is open for the look-alike while that is noted, and not longer.
    ///
    /// # Errors
    /// `bug` when the change is not about the client.
    pub fn note_lookalikes(&mut self, client: ClientId, lookalike: ClientId) -> Result<()> {
        if !self.clients.contains(&client) {
            return Err(Error::bug(format!("`{}` is not about {client}; nothing was changed", self.verb)));
        }
        self.tx.allow(&[client, lookalike]);
        let noted =
            client::add_twin(self.tx, client, lookalike).and_then(|()| client::add_twin(self.tx, lookalike, client));
        self.tx.allow(&self.clients);
        self.lookalikes.push(lookalike);
        noted
    }

    fn touch(&mut self, client: ClientId) {
        if !self.clients.contains(&client) {
            self.clients.push(client);
        }
        self.tx.allow(&self.clients);
    }

    /// This change is about `user`.
    pub fn about_user(&mut self, user: UserId) {
        self.users.push(user);
    }

    /// Records what happened. The first event names the audit row; a change without one is `unchanged`.
    pub fn record(&mut self, event: impl Into<Event>) {
        self.events.push(event.into());
    }

    /// As [`Change::record`], for what the whole change is, where parts of it were recorded before.
    pub fn record_first(&mut self, event: impl Into<Event>) {
        self.events.insert(0, event.into());
    }

    /// What a change without an event was about.
    pub fn unchanged(&mut self, entity: EntityId) {
        self.entity = Some(entity);
    }

    /// Issues a new code for a record; an older one is dead from here on. The code itself is made again when its
    /// mail is delivered.
    ///
    /// # Errors
    /// `failed` when the key file is missing or of another database.
    pub fn issue_code(&mut self, kind: CodeKind, record: i64, client: Option<ClientId>) -> Result<Code> {
        let version = code::find(self.tx, kind, record)?.map_or(1, |row| row.version + 1);
        self.issue_code_version(kind, record, client, version)
    }

    /// As [`Change::issue_code`], where the record itself counts its sendings from 1.
    ///
    /// # Errors
    /// `failed` when the key file is not there.
    pub fn issue_code_version(
        &mut self,
        kind: CodeKind,
        record: i64,
        client: Option<ClientId>,
        version: i64,
    ) -> Result<Code> {
        let (issued, nonce) = self.new_code(kind, record, version)?;
        code::issue(self.tx, kind, record, client, version, &nonce, &issued.digest())?;
        Ok(issued)
    }

    /// As [`Change::issue_code_version`], for a record that is new.
    ///
    /// # Errors
    /// `failed` when the key file is not there.
    pub fn issue_first_code(&mut self, kind: CodeKind, record: i64, client: Option<ClientId>) -> Result<Code> {
        let (issued, nonce) = self.new_code(kind, record, 1)?;
        code::issue_first(self.tx, kind, record, client, &nonce, &issued.digest())?;
        Ok(issued)
    }

    fn new_code(&mut self, kind: CodeKind, record: i64, version: i64) -> Result<(Code, [u8; 16])> {
        let nonce = random::<16>(self.entropy)?;
        let key = match self.key.get() {
            Some(key) => key,
            None => {
                let key = self.key_store.key(self.tx, &self.info.uuid)?;
                self.key.get_or_init(|| key)
            }
        };
        Ok((Code::derive(key, &self.info.uuid, kind, record, version, &nonce), nonce))
    }

    /// What the desk chose about notifications.
    pub(in crate::ops) fn notice_settings(&self) -> Result<&NoticeSettings> {
        Ok(match self.notice_settings.get() {
            Some(settings) => settings,
            None => {
                let read = setting::notices_of_desk(self.tx)?;
                self.notice_settings.get_or_init(|| read)
            }
        })
    }

    /// Whether this is one change of many, or one that many clients were named for.
    pub(in crate::ops) fn is_bulk(&self) -> bool {
        self.bounds.are_of_many()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&mut self) -> Result<[u8; N]> {
        random(self.entropy)
    }
}
