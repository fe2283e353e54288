//! One connection to a server, its transactions and savepoints. What needs no answer of its own rides with the next
//! statement: each round trip is time.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use crate::domain::server_address::ServerAddress;
use crate::error::{Error, Result};
use crate::store::engine::{Audited, is_stopped};

use super::failure::{self, busy, failure};
use super::guard::Guard;
use super::way::Way;

/// Reads are on one snapshot, and change nothing.
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Who changes something waits here for all others who do, ten seconds at most; the number is any, and always the same.
/// What is read after it is what they left.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '10s'; \
    SELECT pg_advisory_xact_lock(5793268514226946412)";
const SAVEPOINT: &str = "SAVEPOINT nested";
const RELEASE: &str = "RELEASE nested";
const ROLLBACK_TO: &str = "ROLLBACK TO nested; RELEASE nested";

/// How often it is looked whether to stop, while a server is waited for.
const MOMENT: Duration = Duration::from_millis(50);
/// How many such moments a process that was asked to stop waits on: half a second, as for a lock of SQLite.
const LAST_MOMENTS: u32 = 10;

/// How often a server is asked again whether it committed, and after how long.
const ATTEMPTS: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(500);

/// A connection, with what was not sent yet.
pub(crate) struct Connection {
    runtime: Runtime,
    client: RefCell<Arc<Client>>,
    /// How one gets in again.
    way: Way,
    pub(super) address: ServerAddress,
    role: String,
    guard: Guard,
    /// Commands that go with the next statement.
    waiting: RefCell<Vec<&'static str>>,
    /// How far the open transaction is.
    state: Cell<State>,
    /// Whether a statement of the open transaction failed.
    aborted: Cell<bool>,
    /// Whether the triggers were found to be whole.
    pub(super) whole: Cell<bool>,
    /// How many cursors were opened.
    pub(super) cursors: Cell<u32>,
    round_trips: Cell<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No transaction is open.
    None,
    /// It begins with the next statement.
    Unsent,
    /// The server has begun it.
    Begun,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({})", self.address)
    }
}

impl Connection {
    pub(super) fn new(runtime: Runtime, client: Client, way: Way, address: ServerAddress, role: String) -> Self {
        Self {
            runtime,
            client: RefCell::new(Arc::new(client)),
            way,
            address,
            role,
            guard: Guard::default(),
            waiting: RefCell::default(),
            state: Cell::new(State::None),
            aborted: Cell::new(false),
            whole: Cell::new(false),
            cursors: Cell::new(0),
            round_trips: Cell::new(0),
        }
    }

    /// The write guard of this connection.
    pub(in crate::store) const fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Where the database is.
    pub(in crate::store) const fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// As whom the server knows us.
    pub(in crate::store) fn role(&self) -> &str {
        &self.role
    }

    /// How often an answer of the server was waited for.
    #[cfg(test)]
    pub(in crate::store) fn round_trips(&self) -> u64 {
        self.round_trips.get()
    }

    pub(in crate::store) fn begin_read(&self) {
        self.begin(BEGIN_READ);
    }

    pub(in crate::store) fn begin_write(&self) {
        self.begin(BEGIN_WRITE);
    }

    fn begin(&self, how: &'static str) {
        self.aborted.set(false);
        self.guard.forget();
        self.state.set(State::Unsent);
        self.waiting.replace(vec![how]);
    }

    /// What sends statements.
    pub(super) fn client(&self) -> Arc<Client> {
        Arc::clone(&self.client.borrow())
    }

    /// Commits, unless a statement failed and its savepoint was not rolled back. Should the connection break before the
    /// answer, it is looked up over another one whether the transaction's audit row is there.
    pub(in crate::store) fn commit(&self, audited: Option<Audited>) -> Result<()> {
        self.must_go_on().inspect_err(|_| self.rollback())?;
        if self.state.replace(State::None) != State::Begun {
            self.waiting.take();
            return Ok(());
        }
        let mut commands = self.waiting.take();
        commands.push("COMMIT");
        let commands = commands.join("; ");
        let client = self.client();
        match self.wait(client.batch_execute(&commands), "committing") {
            Err(_) if client.is_closed() => self.look_up(audited),
            done => done.inspect_err(|_| self.end()),
        }
    }

    /// Whether a transaction was committed whose answer did not come. Its lock is waited for: as long as it may still be
    /// committed, the server holds that.
    fn look_up(&self, audited: Option<Audited>) -> Result<()> {
        let found = (0..ATTEMPTS).find_map(|attempt| {
            if attempt > 0 {
                self.runtime.block_on(tokio::time::sleep(BETWEEN));
            }
            let client = Arc::new(self.runtime.block_on(self.way.connect()).ok()?);
            let number = audited.map_or(0, |audited| audited.number);
            let rows = self.runtime.block_on(async {
                client.batch_execute(BEGIN_WRITE).await?;
                let rows = client.query("SELECT hash FROM audit WHERE id = $1", &[&number]).await?;
                client.batch_execute("ROLLBACK").await.map(|()| rows)
            });
            let hash: Option<Vec<u8>> = rows.ok()?.first().and_then(|row| row.try_get(0).ok());
            self.client.replace(client);
            self.whole.set(false);
            Some(hash)
        });
        match (found, audited) {
            (Some(Some(hash)), Some(audited)) if hash == audited.hash => Ok(()),
            (Some(_), Some(_)) => Err(failure::not_committed()),
            (None, _) | (_, None) => Err(failure::unknown(audited.map(|audited| audited.number))),
        }
    }

    /// Notes that a statement failed: from here on the transaction runs nothing, until it or the savepoint around the
    /// statement is rolled back.
    pub(super) fn abort(&self) {
        self.aborted.set(true);
    }

    /// Refuses to go on in a transaction in which a statement failed.
    pub(in crate::store) fn must_go_on(&self) -> Result<()> {
        if self.aborted.get() {
            return Err(Error::failed("the transaction was ended by a failure before"));
        }
        Ok(())
    }

    /// Ends the transaction without its writes.
    pub(in crate::store) fn rollback(&self) {
        self.waiting.take();
        if self.state.replace(State::None) == State::Begun {
            self.end();
        }
    }

    /// Sends ROLLBACK. Its answer is not waited for: should it fail, the connection is gone, and the transaction with it.
    fn end(&self) {
        let client = self.client();
        let rollback = client.batch_execute("ROLLBACK");
        self.runtime.block_on(async {
            tokio::pin!(rollback);
            // The request is queued when it is first polled; what reads and writes the socket has the next turn.
            tokio::select! {
                biased;
                _ = &mut rollback => {}
                () = tokio::task::yield_now() => {}
            }
        });
    }

    pub(in crate::store) fn savepoint(&self) -> Result<()> {
        self.must_go_on()?;
        self.waiting.borrow_mut().push(SAVEPOINT);
        Ok(())
    }

    pub(in crate::store) fn release(&self) -> Result<()> {
        self.must_go_on()?;
        self.end_savepoint(RELEASE);
        Ok(())
    }

    /// Undoes what was done since the savepoint.
    pub(in crate::store) fn rollback_to(&self) {
        self.end_savepoint(ROLLBACK_TO);
        self.guard.forget();
        // No savepoint begins in a transaction that failed: before this one all was well.
        self.aborted.set(false);
    }

    /// Goes on after the failure of work of which nothing was sent.
    pub(in crate::store) fn go_on(&self) {
        self.aborted.set(false);
    }

    /// A savepoint that the server never heard of needs no end.
    fn end_savepoint(&self, end: &'static str) {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.last() == Some(&SAVEPOINT) {
            waiting.pop();
        } else {
            waiting.push(end);
        }
    }

    /// What goes before a statement, and for one that writes also whose rows it may write.
    pub(super) fn before(&self, writes: bool) -> String {
        let mut commands = self.waiting.take().join("; ");
        if self.state.get() == State::Unsent {
            self.state.set(State::Begun);
        }
        if writes && let Some(news) = self.guard.news() {
            if !commands.is_empty() {
                commands.push_str("; ");
            }
            commands.push_str(&news);
        }
        commands
    }

    /// Sends what goes before, and the statement, together; the answer of the statement. A failure ends the transaction.
    pub(super) fn send<T>(
        &self,
        before: &str,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
        doing: &str,
    ) -> Result<T> {
        let client = self.client();
        let both = async {
            if before.is_empty() {
                return statement.await;
            }
            let (before, done) = tokio::join!(biased; client.batch_execute(before), statement);
            // What fails first is why what comes after it fails.
            before?;
            done
        };
        self.wait(both, doing).inspect_err(|_| self.abort())
    }

    /// As [`Connection::wait`], for who decides by what the server said.
    pub(super) fn wait_raw<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Runs statements that bind nothing.
    pub(super) fn batch(&self, text: &str, doing: &str) -> Result<()> {
        self.send("", self.client().batch_execute(text), doing)
    }

    /// Waits for an answer of the server.
    pub(super) fn wait<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
        doing: &str,
    ) -> Result<T> {
        self.round_trips.set(self.round_trips.get() + 1);
        let mut last_moments = 0;
        self.runtime.block_on(async {
            tokio::pin!(work);
            loop {
                tokio::select! {
                    biased;
                    done = &mut work => return done.map_err(|error| failure(&error, doing)),
                    () = tokio::time::sleep(MOMENT) => {}
                }
                last_moments += u32::from(is_stopped());
                if last_moments > LAST_MOMENTS {
                    // The server gives up what waits for a lock; its answer says so.
                    let _ = self.client().cancel_token().cancel_query(NoTls).await;
                    return work.await.map_err(|_| busy());
                }
            }
        })
    }
}
