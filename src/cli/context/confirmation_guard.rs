//! What a command has to make sure of before it changes anything, by its class (docs/reference.md#confirmation). It is
//! asked at the one door through which changes go, so that a new command cannot forget it.

use std::collections::BTreeSet;

use crate::domain::class::Class;
use crate::domain::id::ClientId;
use crate::error::{Error, Result};
use crate::ops::unit_of_work::{Bounds, Change, Mode, WriteTx};
use crate::output::Purpose;

use super::Context;

/// What the operator named and confirmed so far.
#[derive(Debug)]
pub(super) struct ConfirmationGuard {
    class: Class,
    confirmation: Option<Confirmed>,
    named: BTreeSet<ClientId>,
    naming: Naming,
    last_named: Option<ClientId>,
    /// What a dry run showed a user that they may not see otherwise.
    lookups: Vec<String>,
}

/// Where the clients of a change are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// On the command line, or by what was shown.
    Shown,
    /// Each row of a table names its own.
    InRows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The word for what ends.
    Word,
    Number,
}

impl ConfirmationGuard {
    pub(super) const fn new() -> Self {
        Self {
            class: Class::Read,
            confirmation: None,
            named: BTreeSet::new(),
            naming: Naming::Shown,
            last_named: None,
            lookups: Vec::new(),
        }
    }

    /// The class of the command.
    pub(super) const fn class(&self) -> Class {
        self.class
    }

    /// The client that was named last, for the audit of a refusal.
    pub(super) const fn last_named(&self) -> Option<ClientId> {
        self.last_named
    }

    pub(super) fn look_up(&mut self, what: String) {
        self.lookups.push(what);
    }

    pub(super) fn take_lookups(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lookups)
    }

    pub(super) fn name(&mut self, client: ClientId) {
        self.named.insert(client);
        self.last_named = Some(client);
    }

    /// The clients that a change may now touch.
    ///
    /// # Errors
    /// `bug` when the command did not make sure of what its class demands.
    fn bounds(&self) -> Result<Bounds> {
        let forgotten = |what: &str| {
            let class = self.class.name();
            Err(Error::bug(format!("a command of the class {class} is about to change something {what}")))
        };
        match (self.class, self.confirmation) {
            (Class::Read, _) => forgotten("although it only reads"),
            (Class::Destructive, None) => forgotten("that no one confirmed"),
            (Class::Bulk, None | Some(Confirmed::Word)) => forgotten("without asking for the number of clients"),
            (Class::Bulk, Some(Confirmed::Number)) if self.naming == Naming::InRows => Ok(Bounds::Rows),
            (Class::Bulk | Class::Reversible | Class::Outward | Class::Destructive | Class::Global, _) => {
                Ok(Bounds::Named(self.named.clone()))
            }
        }
    }
}

impl Context {
    /// How much care the command takes. Said once, before it runs.
    pub const fn set_class(&mut self, class: Class) {
        self.guard.class = class;
        self.request.purpose = match (class.is_change(), self.mode()) {
            (false, _) => Purpose::Read,
            (true, Mode::Real) => Purpose::Change,
            (true, Mode::DryRun) => Purpose::DryRun,
        };
    }

    pub const fn confirmed(&mut self, what: Confirmed) {
        self.guard.confirmation = Some(what);
    }

    /// Each row of a table names its own client, and each change is about that one alone.
    pub const fn rows_name_clients(&mut self) {
        self.guard.naming = Naming::InRows;
    }

    /// These clients are concerned too, as was shown: those that a login or a partner reaches.
    pub fn concerns(&mut self, clients: impl IntoIterator<Item = ClientId>) {
        self.guard.named.extend(clients);
    }

    /// Tries one use case and keeps nothing of it, so that no one is asked to confirm what cannot be done. Its result is
    /// what the question is about. A dry run of the whole command needs no trial.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn try_out<T>(&mut self, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<Option<T>> {
        if self.mode() == Mode::DryRun {
            return Ok(None);
        }
        let verb = self.verb.ok_or_else(super::not_open)?;
        let bounds = Bounds::Named(self.guard.named.clone());
        let mut unit = self.unit_of_work_for(bounds)?;
        unit.mode = Mode::DryRun;
        unit.change(verb, work).map(|done| Some(done.value))
    }

    /// As [`Context::try_out`], for the rows of a table, each of which names its own client.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn try_rows<T>(&mut self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        let mut unit = self.unit_of_work_for(Bounds::Rows)?;
        unit.mode = Mode::DryRun;
        unit.transaction(work)
    }

    pub(super) fn bounds(&self) -> Result<Bounds> {
        self.guard.bounds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn guard(class: Class, confirmation: Option<Confirmed>) -> ConfirmationGuard {
        ConfirmationGuard { class, confirmation, ..ConfirmationGuard::new() }
    }

    #[test]
    fn what_only_reads_changes_nothing() {
        for confirmation in [None, Some(Confirmed::Word), Some(Confirmed::Number)] {
            assert_eq!(guard(Class::Read, confirmation).bounds().unwrap_err().code(), Code::Bug);
        }
    }

    #[test]
    fn endings_need_word_many_need_number() {
        assert_eq!(guard(Class::Destructive, None).bounds().unwrap_err().code(), Code::Bug);
        assert!(guard(Class::Destructive, Some(Confirmed::Word)).bounds().is_ok());
        for confirmation in [None, Some(Confirmed::Word)] {
            assert_eq!(guard(Class::Bulk, confirmation).bounds().unwrap_err().code(), Code::Bug);
        }
        let mut bulk = guard(Class::Bulk, Some(Confirmed::Number));
        assert_eq!(bulk.bounds().unwrap(), Bounds::none());
        bulk.naming = Naming::InRows;
        assert_eq!(bulk.bounds().unwrap(), Bounds::Rows);
    }

    #[test]
    fn others_may_touch_named_clients_only() {
        for class in [Class::Reversible, Class::Outward, Class::Global] {
            let mut guard = guard(class, None);
            let (one, other) = (ClientId::new(100_001), ClientId::new(100_002));
            assert!(!guard.bounds().unwrap().allows(one, None));
            guard.name(one);
            let bounds = guard.bounds().unwrap();
            assert!(bounds.allows(one, None) && !bounds.allows(other, Some(other)), "{class:?}");
        }
    }

    #[test]
    fn a_row_may_touch_its_own_client() {
        let (one, other) = (ClientId::new(100_001), ClientId::new(100_002));
        assert!(Bounds::Rows.allows(one, Some(one)));
        assert!(!Bounds::Rows.allows(other, Some(one)) && !Bounds::Rows.allows(one, None));
    }
}
