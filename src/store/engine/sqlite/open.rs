//! Opening a database file with every setting of docs/reference.md#data.

use std::cell::Cell;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::fcntl::{AT_FDCWD, AtFlags};
use nix::unistd::{AccessFlags, faccessat};
use rusqlite::config::DbConfig;
use rusqlite::{OpenFlags, TransactionState};

use crate::domain::authority::Verb;
use crate::error::{Code, Error, Flag, Hint, Result, Wanted, hint};
use crate::store::engine::is_stopped;

use super::failure;
use super::guard::Guard;

/// `PtCl`: marks our files (`PRAGMA application_id`).
pub(crate) const APPLICATION_ID: i64 = 0x5074_436c;

/// How long a writer waits for another, in polls of one millisecond.
const PATIENCE: i32 = 10_000;
/// The same once this process was asked to stop.
const LAST_PATIENCE: i32 = 500;

/// One connection to the database file.
#[derive(Debug)]
pub(crate) struct Connection {
    raw: rusqlite::Connection,
    guard: Guard,
    path: PathBuf,
    /// Which file was opened: its device and its number there.
    file: Option<(u64, u64)>,
    /// The version of the schema whose triggers were found to be whole.
    whole: Cell<Option<i64>>,
    /// Whether a statement of the open transaction failed.
    aborted: Cell<bool>,
}

/// Why a file is not opened. Each says what is there instead and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("there is no database at {0}")]
    Missing(String),
    /// It is not a database of this program.
    #[error("{0} is not a database of partnerctl; it was not touched")]
    Foreign(String),
    #[error("the database {0} was moved or replaced while it was open; nothing was written")]
    Moved(String),
    /// A newer program wrote it.
    #[error("{path} has schema {found}, newer than the {known} of this program; it was not touched")]
    Newer { path: String, found: i64, known: i64 },
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        let path = || Flag::Db.with(&Wanted("PATH"));
        let hint = match &error {
            OpenError::Missing(_) => {
                hint!["make one with ", Verb::Init.step(), ", or name another with ", path(), " or PARTNERCTL_DB"]
            }
            OpenError::Moved(_) => hint!["run the command again: it opens what is there now"],
            OpenError::Foreign(_) => hint!["name the right file with ", path(), " or PARTNERCTL_DB"],
            OpenError::Newer { .. } => hint!["use the newer program, or name another file with ", path()],
        };
        Self::new(Code::Schema, error.to_string()).hint(hint)
    }
}

impl Connection {
    pub(super) const fn raw(&self) -> &rusqlite::Connection {
        &self.raw
    }

    pub(super) const fn raw_mut(&mut self) -> &mut rusqlite::Connection {
        &mut self.raw
    }

    /// The write guard of this connection.
    pub(in crate::store) const fn guard(&self) -> &Guard {
        &self.guard
    }

    pub(in crate::store) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file that is open is still the one under its path. In a file that was moved away, or that another one
    /// replaced, nothing is read and nothing written: no one would find it again.
    ///
    /// # Errors
    /// `schema`.
    pub(in crate::store) fn must_be_in_place(&self) -> Result<()> {
        match file_of(&self.path) {
            found if found == self.file => Ok(()),
            _ => Err(OpenError::Moved(self.path.display().to_string()).into()),
        }
    }

    pub(in crate::store) fn begin_read(&self) -> Result<()> {
        self.aborted.set(false);
        self.cached("BEGIN DEFERRED")
    }

    /// Takes the write lock now: a transaction that reads first and writes later would fail at once when another
    /// writer came between, whatever the timeout.
    pub(in crate::store) fn begin_write(&self) -> Result<()> {
        self.aborted.set(false);
        self.cached("BEGIN IMMEDIATE")
    }

    /// Makes sure that every trigger is as this program made it, before anything is changed: the write guard, the history
    /// and the append-only audit are triggers. The schema is read once, and again when another process changed it.
    pub(in crate::store) fn triggers_must_be_whole(&self) -> Result<()> {
        let version = self.pragma("schema_version")?;
        if self.whole.get() != Some(version) {
            self.check_triggers()?;
            self.whole.set(Some(version));
        }
        Ok(())
    }

    /// Commits, unless a statement failed and its savepoint was not rolled back.
    pub(in crate::store) fn commit(&self) -> Result<()> {
        self.must_go_on().and_then(|()| self.cached("COMMIT")).inspect_err(|_| self.rollback())
    }

    /// Notes that a statement failed. From here on the transaction runs nothing, until it or the savepoint around the
    /// statement is rolled back. SQLite alone would go on, and a database server does not: this makes them alike.
    pub(super) fn abort(&self) {
        self.aborted.set(true);
    }

    /// Refuses to go on in a transaction in which a statement failed, or that a failure ended.
    pub(in crate::store) fn must_go_on(&self) -> Result<()> {
        if self.aborted.get() {
            return Err(Error::failed("the transaction was ended by a failure before"));
        }
        Ok(())
    }

    /// Ends the transaction without its writes. Some failures have ended it already.
    pub(in crate::store) fn rollback(&self) {
        if self.raw.transaction_state(None::<&str>).is_ok_and(|state| state != TransactionState::None)
            || self.in_transaction()
        {
            // A rollback that fails leaves nothing to do: the file is rolled back when it is opened next.
            let _ = self.cached("ROLLBACK");
        }
    }

    /// Whether a transaction is open. Failures of the disk and of memory end one by themselves.
    pub(in crate::store) fn in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    /// Makes sure that a savepoint can begin here.
    pub(in crate::store) fn may_begin_savepoint(&self) -> Result<()> {
        if !self.in_transaction() {
            self.abort();
        }
        self.must_go_on()
    }

    pub(in crate::store) fn savepoint(&self) -> Result<()> {
        self.may_begin_savepoint().and_then(|()| self.cached("SAVEPOINT nested"))
    }

    /// Goes on after the failure of work of which nothing was written. No savepoint begins in a transaction that failed:
    /// before this one all was well.
    pub(in crate::store) fn go_on(&self) {
        self.aborted.set(!self.in_transaction());
    }

    pub(in crate::store) fn release(&self) -> Result<()> {
        self.must_go_on().and_then(|()| self.cached("RELEASE nested"))
    }

    /// Undoes what was done since the savepoint. A failure of the disk has ended the whole transaction, and the savepoint
    /// with it.
    pub(in crate::store) fn rollback_to(&self) -> Result<()> {
        if !self.in_transaction() {
            self.abort();
            return Ok(());
        }
        self.cached("ROLLBACK TO nested").and_then(|()| self.cached("RELEASE nested"))?;
        self.go_on();
        Ok(())
    }

    /// The value of an integer pragma.
    pub(in crate::store) fn pragma(&self, name: &str) -> Result<i64> {
        self.raw.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| failure(&error, name))
    }

    /// Runs several statements that bind nothing: migrations and settings.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        self.raw.execute_batch(sql).map_err(|error| failure(&error, sql.lines().next().unwrap_or_default()))
    }

    /// Runs a migration, which may change the text of the schema itself: all else may not.
    pub(in crate::store) fn reshape(&self, sql: &str) -> Result<()> {
        let defend = |on| {
            let set = self.raw.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, on);
            set.map(drop).map_err(|error| failure(&error, "configuring"))
        };
        defend(false)?;
        let done = self.batch(sql);
        defend(true)?;
        done
    }

    /// Runs `work` without these things of the schema, by kind and name, and makes them again afterwards.
    pub(in crate::store) fn rebuilding(
        &self,
        things: &[(&str, &str)],
        work: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let mut made = Vec::new();
        for (kind, name) in things {
            let text = "SELECT sql FROM sqlite_schema WHERE type = ?1 AND name = ?2";
            let text: String =
                self.raw.query_row(text, [kind, name], |row| row.get(0)).map_err(|error| failure(&error, name))?;
            self.batch(&format!("DROP {kind} {name}"))?;
            made.push(text);
        }
        work()?;
        made.iter().try_for_each(|text| self.batch(text))
    }

    /// Switches to WAL. That does not wait for others: it is done under the lock file.
    pub(in crate::store) fn log_ahead(&self) -> Result<()> {
        let mode: String = self
            .raw
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .map_err(|error| failure(&error, "switching to a log"))?;
        if mode == "wal" {
            return Ok(());
        }
        Err(Error::failed(format!("the database keeps no log next to it (its journal is {mode})")).of_database())
    }

    /// Brings everything in the log into the file and empties the log. Closing the connection would try the same, and
    /// say nothing if it fails.
    pub(in crate::store) fn bring_log_in(&self) -> Result<()> {
        let left = self
            .raw
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                Ok(row.get::<_, i64>(0)? != 0 || row.get::<_, i64>(1)? > 0)
            })
            .map_err(|error| failure(&error, "bringing the log in"))?;
        if left {
            return Err(Error::busy("the log of the database could not be brought into the file").of_database());
        }
        Ok(())
    }

    fn cached(&self, sql: &'static str) -> Result<()> {
        let run = || self.raw.prepare_cached(sql)?.raw_execute();
        run().map(drop).map_err(|error| failure(&error, sql))
    }
}

/// Opens a file that must be a database of ours, with a schema that this program knows or an older one. One that is
/// refused is not touched, nor what lies next to it.
pub(crate) fn open_existing(path: &Path) -> Result<Connection> {
    known(path, peek(path)?)?;
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    configure(&connection)?;
    let version = connection.pragma("user_version")?;
    known(path, version).inspect_err(|_| {
        // A newer program's last changes may still wait in its log, which is not ours to bring in. Should the setting
        // fail, the log is brought in, and nothing is lost by it.
        let _ = connection.raw.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    })?;
    Ok(connection)
}

/// Refuses a schema that is newer than this program.
pub(crate) fn known(path: &Path, found: i64) -> Result<()> {
    let known = crate::store::SCHEMA_VERSION;
    if found > known {
        return Err(OpenError::Newer { path: path.display().to_string(), found, known }.into());
    }
    Ok(())
}

/// Creates the file, for `init` and `backup` only.
pub(crate) fn open_new(path: &Path) -> Result<Connection> {
    open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
}

/// What is set once in a file's life.
pub(crate) fn prepare_new(connection: &Connection) -> Result<()> {
    connection.batch(&format!("PRAGMA application_id = {APPLICATION_ID}"))?;
    connection.log_ahead()?;
    configure(connection)
}

pub(super) fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    // No SQLITE_OPEN_URI: a path that begins with `file:` is a file name.
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let opened = if is_unchanging(path) {
        let flags = flags - (OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE);
        let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        rusqlite::Connection::open_with_flags(unchanging(path), flags)
    } else {
        rusqlite::Connection::open_with_flags(path, flags)
    };
    let mut raw = opened.map_err(|error| failure(&error, "opening"))?;
    raw.busy_handler(Some(poll)).map_err(|error| failure(&error, "setting the busy handler"))?;
    raw.set_prepared_statement_cache_capacity(256);
    let guard = Guard::default();
    guard.install(&raw)?;
    rusqlite::vtab::array::load_module(&raw).map_err(|error| failure(&error, "adding lists"))?;
    let file = file_of(path);
    Ok(Connection { raw, guard, path: path.to_owned(), file, whole: Cell::new(None), aborted: Cell::new(false) })
}

fn file_of(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()))
}

fn configure(connection: &Connection) -> Result<()> {
    let raw = connection.raw();
    for (option, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        // Else each new value of a parameter prepares the statement again, wherever a partial index says IS NOT NULL.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        raw.set_db_config(option, on).map_err(|error| failure(&error, "configuring"))?;
    }
    // The allocator rounds each page of the cache, with its header, up to 5 KiB; an export has 32 MiB in all.
    connection.batch(
        "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA synchronous = FULL;
         PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -14000;
         PRAGMA temp_store = MEMORY;",
    )
}

/// Polls each millisecond: SQLite's own back-off sleeps up to 100 ms and lets others starve next to a bulk run.
fn poll(attempt: i32) -> bool {
    std::thread::sleep(Duration::from_millis(1));
    attempt < patience()
}

/// How many polls a lock is waited for now. A process that was asked to stop still ends what it began, if the lock comes
/// free at once.
pub(super) fn patience() -> i32 {
    if is_stopped() { LAST_PATIENCE } else { PATIENCE }
}

/// Whether nothing can be written next to this database, nor was: on a read-only file system SQLite cannot make its log.
fn is_unchanging(path: &Path) -> bool {
    let Some(folder) = path.parent() else { return false };
    let is_closed = faccessat(AT_FDCWD, folder, AccessFlags::W_OK, AtFlags::AT_EACCESS).is_err();
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    is_closed && std::fs::metadata(&log).map_or(true, |log| log.len() == 0)
}

/// The path as a URI that says that the file does not change.
fn unchanging(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => uri.push(char::from(*byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri + "?immutable=1"
}

/// The schema version in the header of a database of ours. SQLite is not asked: it would touch the files next to.
///
/// # Errors
/// `schema` when nothing is there or it is not ours; `failed` when it cannot be read.
pub(crate) fn peek(path: &Path) -> Result<i64> {
    let shown = || path.display().to_string();
    let cannot = |error: &std::io::Error| Error::failed(format!("cannot read {}: {error}", path.display()));
    // Before it is opened: a pipe would keep us waiting.
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(OpenError::Missing(shown()).into()),
        Ok(meta) if !meta.is_file() => return Err(OpenError::Foreign(shown()).into()),
        _ => {}
    }
    let mut file = File::open(path)
        .map_err(|error| cannot(&error).hint(Hint::plain("check the owner and mode of the file and of its folder")))?;
    let mut header = [0_u8; 100];
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(OpenError::Foreign(shown()).into());
        }
        result => result.map_err(|error| cannot(&error))?,
    }
    // The database file format, section 1.3: the magic string, the user version, the application id.
    let number = |at: usize| header[at..at + 4].iter().fold(0_i64, |number, byte| number << 8 | i64::from(*byte));
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID {
        return Err(OpenError::Foreign(shown()).into());
    }
    Ok(number(60))
}
