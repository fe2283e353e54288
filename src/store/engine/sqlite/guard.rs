//! The write guard's memory: which clients the running change named (SPEC 3.4).

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use crate::domain::id::ClientId;
use crate::error::Result;

use super::failure;

/// The function that the guard triggers call. Every other program lacks it, and so cannot write.
const FUNCTION: &str = "partnerctl_may_write";

/// The set of clients whose rows may be written now. Empty between changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard(Arc<Mutex<Vec<i64>>>);

impl Guard {
    /// Registers the guard's function on a connection. Innocuous, because schema triggers may call nothing else under
    /// `trusted_schema=OFF`; not deterministic, because its answer changes with [`Guard::allow`].
    pub(super) fn install(&self, connection: &rusqlite::Connection) -> Result<()> {
        let allowed = Arc::clone(&self.0);
        connection
            .create_scalar_function(
                FUNCTION,
                1,
                FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS,
                move |context| match context.get_raw(0) {
                    ValueRef::Null => Ok(true),
                    ValueRef::Integer(client) => {
                        let allowed = allowed.lock().unwrap_or_else(PoisonError::into_inner);
                        Ok(allowed.binary_search(&client).is_ok())
                    }
                    _ => Ok(false),
                },
            )
            .map_err(|error| failure(&error, "registering the write guard"))
    }

    /// From now on rows of exactly these clients may be written.
    pub(crate) fn allow(&self, clients: &[ClientId]) {
        let mut allowed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        allowed.clear();
        allowed.extend(clients.iter().map(|client| client.get()));
        allowed.sort_unstable();
    }

    /// From now on no client's rows may be written.
    pub(crate) fn close(&self) {
        self.allow(&[]);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// What a start pays beside the triggers that `scripts/bench guards` measures: some microseconds, so that the bound
    /// holds on a busy machine too.
    #[test]
    fn registering_the_guard_takes_less_than_a_millisecond() {
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
