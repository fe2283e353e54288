//! Running use cases, and then delivering the mails that they queued.

use super::{Context, not_open};
use crate::domain::authority::Verb;
use crate::domain::id::MailId;
use crate::error::Result;
use crate::ops::unit_of_work::{Change, ChangeResult, WriteTx};

/// What a transaction did: one change, or each of them.
pub trait Changes {
    /// What a use case returns.
    type Value;

    fn each(&self) -> &[ChangeResult<Self::Value>];
}

impl<T> Changes for ChangeResult<T> {
    type Value = T;

    fn each(&self) -> &[Self] {
        std::slice::from_ref(self)
    }
}

impl<T> Changes for Vec<ChangeResult<T>> {
    type Value = T;

    fn each(&self) -> &[ChangeResult<T>] {
        self
    }
}

impl Context {
    /// Runs one use case as one audited change and, once it is committed, delivers the mails that it queued.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn change<T>(&mut self, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<ChangeResult<T>> {
        self.changes(|session, verb| session.change(verb, work), |_, _| ())
    }

    /// Runs use cases in one transaction, each audited by itself: all of them are done, or none. Once it is committed,
    /// `say` reports each that `work` returns, and their mails are delivered.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn changes<C: Changes>(
        &mut self,
        work: impl FnOnce(&mut WriteTx<'_>, Verb) -> Result<C>,
        say: impl Fn(&Self, &ChangeResult<C::Value>),
    ) -> Result<C> {
        let verb = self.verb.ok_or_else(not_open)?;
        let done = self.unit_of_work()?.transaction(|session| work(session, verb))?;
        for one in done.each() {
            say(self, one);
            self.warn_of_ownerless(&one.ownerless);
        }
        let mails: Vec<MailId> =
            done.each().iter().flat_map(|one| one.mails.iter().chain(&one.notices)).copied().collect();
        self.deliver(&mails);
        Ok(done)
    }
}
