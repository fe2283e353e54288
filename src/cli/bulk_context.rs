//! A unit of work next to the output: for runs that work in chunks and show each one once it is committed.

use crate::app::env::Clock;
use crate::error::Result;
use crate::ops::unit_of_work::{UnitOfWork, WriteTx};
use crate::output::Sink;
use crate::term::{Interrupt, Ui};

/// Unit of work, output, messages and clock of one command; from [`super::context::Context::bulk`].
pub struct BulkContext<'a> {
    pub unit: UnitOfWork<'a>,
    /// Where their results go. It goes on without a reader: a closed output stops no change
    /// (docs/reference.md#commands).
    pub sink: Sink<'a>,
    pub ui: &'a Ui,
    /// Whether someone wants us to stop.
    pub interrupt: &'a Interrupt,
    /// Measures how long a chunk takes.
    pub clock: &'a dyn Clock,
}

impl BulkContext<'_> {
    /// One transaction, at the present instant.
    ///
    /// # Errors
    /// `interrupted` before anything is begun; those of `work`, and then nothing of this chunk was written.
    pub fn chunk<T>(&mut self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        self.interrupt.check()?;
        self.unit.now = self.clock.now();
        self.unit.transaction(work)
    }
}
