//! The write guard's memory: which clients the running change named (docs/reference.md#never-the-wrong-client).

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use crate::error::Result;
use crate::store::deferred::{Opened, Unowned};

use super::failure;

/// The function that the guard triggers call. Every other program lacks it, and so cannot write.
const FUNCTION: &str = "partnerctl_may_write";

/// What may be written now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard(Arc<Mutex<Allowed>>);

/// Rows of these clients, and rows of no client or not.
#[derive(Debug, Default)]
struct Allowed {
    clients: Vec<i64>,
    unowned: Unowned,
}

impl Guard {
    /// Registers the guard's function on a connection. Innocuous, because schema triggers may call nothing else under
    /// `trusted_schema=OFF`; not deterministic, because its answer changes with [`Guard::open`].
    pub(super) fn install(&self, connection: &rusqlite::Connection) -> Result<()> {
        let allowed = Arc::clone(&self.0);
        connection
            .create_scalar_function(
                FUNCTION,
                1,
                FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS,
                move |context| {
                    let allowed = allowed.lock().unwrap_or_else(PoisonError::into_inner);
                    Ok(match context.get_raw(0) {
                        ValueRef::Null => allowed.unowned == Unowned::Open,
                        ValueRef::Integer(client) => allowed.clients.binary_search(&client).is_ok(),
                        _ => false,
                    })
                },
            )
            .map_err(|error| failure(&error, "registering the write guard"))
    }

    /// From now on rows of exactly these clients may be written, and rows of no client or not.
    pub(in crate::store) fn open(&self, opened: &Opened) {
        let mut allowed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        allowed.clients.clear();
        allowed.clients.extend(opened.clients.iter().map(|client| client.get()));
        allowed.clients.sort_unstable();
        allowed.unowned = opened.unowned;
    }

    /// From now on no row may be written.
    pub(crate) fn close(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Allowed::default();
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// What a start pays next to the triggers that `scripts/bench guards` measures: some microseconds, so that the bound
    /// holds on a busy machine too.
    #[test]
    fn guard_registers_within_a_millisecond() {
        let mut times: Vec<Duration> = (0..101)
            .map(|_| {
                let connection = rusqlite::Connection::open_in_memory().unwrap();
                let begun = Instant::now();
                Guard::default().install(&connection).unwrap();
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        assert!(times[50] < Duration::from_millis(1), "{:?}", times[50]);
    }
}
