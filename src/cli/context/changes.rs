//! Running use cases: as one audited change each, and then the mails that they queued.

use super::{Context, not_open};
use crate::domain::id::MailId;
use crate::error::Result;
use crate::ops::unit_of_work::{Change, ChangeResult};

impl Context {
    /// Runs one use case as one audited change and, once it is committed, delivers the mails that it queued.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn change<T>(&mut self, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<ChangeResult<T>> {
        self.change_and_say(work, |_, _| ())
    }

    /// As [`Context::change`], and says what was done before it says what became of the mails.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn change_and_say<T>(
        &mut self,
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
        say: impl FnOnce(&Self, &ChangeResult<T>),
    ) -> Result<ChangeResult<T>> {
        let verb = self.verb.ok_or_else(not_open)?;
        let done = self.unit_of_work()?.change(verb, work)?;
        say(self, &done);
        self.warn_of_ownerless(&done.ownerless);
        self.deliver(&done.mails);
        Ok(done)
    }

    /// As [`Context::change`], in one transaction after other changes, each audited by itself: the logs of clients that
    /// those concern report nothing of this one.
    ///
    /// # Errors
    /// Those of `before` and `work`; then nothing was written.
    pub fn change_after<I, T>(
        &mut self,
        things: impl IntoIterator<Item = I>,
        mut before: impl FnMut(&mut Change<'_>, I) -> Result<()>,
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<ChangeResult<T>> {
        let verb = self.verb.ok_or_else(not_open)?;
        let done = self.unit_of_work()?.transaction(|session| {
            for thing in things {
                session.change(verb, |change| before(change, thing))?;
            }
            session.change(verb, work)
        })?;
        self.warn_of_ownerless(&done.ownerless);
        self.deliver(&done.mails);
        Ok(done)
    }

    /// Runs a use case for each of several things in one transaction, each audited by itself: all of them are done, or
    /// none. Once it is committed, the mails that they queued are delivered.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn changes<I, T>(
        &mut self,
        things: impl IntoIterator<Item = I>,
        work: impl FnMut(&mut Change<'_>, I) -> Result<T>,
    ) -> Result<Vec<ChangeResult<T>>> {
        self.changes_and_say(things, work, |_, _| ())
    }

    /// As [`Context::changes`], and says what was done with each before it says what became of the mails.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn changes_and_say<I, T>(
        &mut self,
        things: impl IntoIterator<Item = I>,
        mut work: impl FnMut(&mut Change<'_>, I) -> Result<T>,
        say: impl Fn(&Self, &ChangeResult<T>),
    ) -> Result<Vec<ChangeResult<T>>> {
        let verb = self.verb.ok_or_else(not_open)?;
        let all = self.unit_of_work()?.transaction(|session| {
            things
                .into_iter()
                .map(|thing| session.change(verb, |change| work(change, thing)))
                .collect::<Result<Vec<_>>>()
        })?;
        let mails: Vec<MailId> = all.iter().flat_map(|done| done.mails.iter().copied()).collect();
        for done in &all {
            say(self, done);
            self.warn_of_ownerless(&done.ownerless);
        }
        self.deliver(&mails);
        Ok(all)
    }
}
