//! A world for tests: a database in a folder of its own, a clock that starts at a fixed instant and moves on by
//! itself, seeded chance, scripted answers, and the story's usual people.

pub mod certs;
pub mod chromium;
mod fakes;
mod frozen;
mod machine;
pub mod pages;
pub mod postgres;
mod printed;
mod real;
mod run;
pub mod scripted;
pub mod smtp;

pub use fakes::{Script, Seeded};
pub use frozen::Frozen;
pub use machine::Machine;
pub use printed::{LETTERS, disguised, printed_commands};
pub use real::{Real, alone, code, python};
pub use run::{Run, words};

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::Duration;

use partnerctl::app::database_location::{DatabaseLocation, Surroundings};
use partnerctl::app::env::{Account, Directory};
use partnerctl::cli::env::Env;
use partnerctl::domain::password::Strength;
use partnerctl::domain::time::{Instant, Span, Zone};
use partnerctl::term::{Facts, Interrupt, Streams};
use tempfile::TempDir;

/// When every test begins: 2026-11-21T09:00:00Z.
pub const BEGIN: i64 = 1_795_251_600_000;

/// The accounts of the machine in tests.
const ACCOUNTS: [(u32, &str); 4] = [(1000, "jane"), (1001, "ravi"), (1002, "auditor"), (1003, "intruder")];

/// Everything outside of the program, for one test.
pub struct World {
    folder: TempDir,
    now: i64,
    seed: u64,
    uid: u32,
    vars: BTreeMap<OsString, OsString>,
    stdin: Vec<u8>,
    script: Script,
    facts: Facts,
    zone: Zone,
    patience: Duration,
    mail_patience: Duration,
    meanwhile: VecDeque<fakes::Happening>,
    interrupt: Interrupt,
    /// The working folder, below the world's own.
    within: Option<PathBuf>,
    /// What is done to each address that comes in: nothing, or [`disguised`].
    addresses: fn(&str) -> String,
    /// The database, if it is on a server.
    server: Option<postgres::Database>,
    /// A bare connection between two commands: to open one, SQLite reads the whole schema.
    reader: RefCell<Option<Reader>>,
}

/// A connection to files that were as given when it was opened.
struct Reader {
    connection: rusqlite::Connection,
    files: [Option<(u64, u64)>; 2],
}

impl World {
    /// A machine without a database.
    pub fn empty() -> Self {
        Self {
            folder: folder(),
            now: BEGIN,
            seed: 0,
            uid: 1000,
            vars: BTreeMap::new(),
            stdin: Vec::new(),
            script: Script::nobody(),
            facts: Facts {
                stdin_tty: false,
                stdout_tty: false,
                stderr_tty: false,
                width: None,
                height: None,
                owner: None,
            },
            zone: Zone::utc(),
            patience: Duration::from_secs(30),
            mail_patience: Duration::from_secs(15),
            meanwhile: VecDeque::new(),
            interrupt: Interrupt::default(),
            within: None,
            addresses: str::to_owned,
            server: postgres::Database::wanted(),
            reader: RefCell::default(),
        }
    }

    /// A machine with a fresh database, whose first staff person is jane.
    pub fn new() -> Self {
        static FRESH: LazyLock<Frozen> = LazyLock::new(|| {
            let mut world = World::empty();
            world.run("init").ok();
            world.freeze()
        });
        FRESH.thaw()
    }

    /// A database with the partner Jim's Web (jims-web, ptn_1), two clients and no one invited:
    /// big-shoes (C100001-9, owner jim@bigshoes.example) and tea-house (C100002-4, owner tia@teahouse.example).
    pub fn with_story() -> Self {
        static STORY: LazyLock<Frozen> = LazyLock::new(|| World::new().story().freeze());
        STORY.thaw()
    }

    /// As [`World::with_story`], but whatever address is given to this world from now on means one that is full
    /// of the letters of a shell.
    pub fn with_story_in_disguise() -> Self {
        let mut world = Self::new();
        world.addresses = disguised;
        world.story()
    }

    fn story(self) -> Self {
        let mut world = self;
        world.run("partner add \"Jim's Web\" --slug jims-web --contact-email office@jimsweb.example").ok();
        world
            .run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example --account-number 4711")
            .ok();
        world.run("client add 'Tea House' --owner tia@teahouse.example --domain teahouse.example").ok();
        world
    }

    /// Runs `partnerctl LINE`; words are split as a shell does. A second passes before each command.
    pub fn run(&mut self, line: &str) -> Run {
        self.run_words(&words(line))
    }

    /// Runs `partnerctl WORDS…`.
    pub fn run_words(&mut self, words: &[String]) -> Run {
        self.now += 1000;
        self.seed += 1;
        self.reader.take();
        let mut args = vec![OsString::from("partnerctl")];
        args.extend(words.iter().map(|word| OsString::from((self.addresses)(word))));
        let (stdout, out) = fakes::buffer();
        let (stderr, err) = fakes::buffer();
        let script = std::mem::replace(&mut self.script, Script::nobody());
        let vars = {
            let mut vars = self.vars.clone();
            match &self.server {
                None => {
                    vars.entry("PARTNERCTL_DB".into()).or_insert_with(|| self.database().into_os_string());
                }
                Some(server) => {
                    vars.entry("PARTNERCTL_DB".into()).or_insert_with(|| server.address().into());
                    vars.entry("PARTNERCTL_FILES".into()).or_insert_with(|| self.database().into_os_string());
                }
            }
            vars
        };
        let env = Env {
            args,
            vars,
            cwd: self.within.clone().unwrap_or_else(|| self.folder.path().to_owned()),
            streams: Streams {
                stdin: Box::new(Cursor::new(std::mem::take(&mut self.stdin))),
                stdout,
                stderr,
                facts: self.facts,
            },
            prompter: script.prompter(),
            clock: Rc::new(fakes::Clock::starting_at(self.now, std::mem::take(&mut self.meanwhile))),
            entropy: Box::new(Seeded::new(self.seed)),
            zone: self.zone.clone(),
            zone_fault: None,
            account: self.account_of(),
            strength: Strength::TEST,
            patience: self.patience,
            mail_patience: self.mail_patience,
            interrupt: std::mem::take(&mut self.interrupt),
        };
        let code = partnerctl::run(env);
        script.must_be_used_up(words);
        if let Some(server) = self.server.as_ref().filter(|_| words.iter().any(|word| word == "init")) {
            server.let_everyone_in();
        }
        let clean = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let text = match &self.server {
                Some(server) => text.replace(&server.shown(), "[DIR]/desk.db"),
                None => text,
            };
            text.replace(&self.folder.path().display().to_string(), "[DIR]")
        };
        let (out, err) = (clean(&out.borrow()), clean(&err.borrow()));
        printed::must_survive_a_shell(&err);
        Run { line: words.join(" "), code, out, err }
    }

    /// The account that gives the commands.
    pub fn account_of(&self) -> Account {
        Account {
            uid: self.uid,
            owner: nix::unistd::geteuid().as_raw(),
            login_uid: None,
            groups: vec![self.uid],
            directory: Directory::Fixed(ACCOUNTS.iter().map(|(uid, name)| (*uid, (*name).to_owned())).collect()),
        }
    }

    /// Where the database is.
    pub fn location(&self) -> DatabaseLocation {
        let (database, address) = (self.database(), self.server.as_ref().map(postgres::Database::address));
        let around = Surroundings {
            working_folder: self.folder.path(),
            files: Some(database.as_os_str()),
            passwords: None,
            home: None,
        };
        DatabaseLocation::named(address.as_ref().map_or(database.as_os_str(), OsStr::new), around).unwrap()
    }

    /// Whether its database is on a server.
    pub const fn is_on_server(&self) -> bool {
        self.server.is_some()
    }

    /// From now on its database is a file, whatever this run of the tests is about.
    pub fn on_file(&mut self) -> &mut Self {
        self.server = None;
        self
    }

    /// From now on its database is on a server, where none is made yet.
    pub fn on_server(&mut self) -> &mut Self {
        self.server = Some(postgres::Database::new());
        self
    }

    /// Runs a script as the superuser of the server.
    pub fn server_psql(&self, script: &str) -> String {
        self.server.as_ref().unwrap().psql(script)
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.path("desk.db")
    }

    /// A path in the world's folder, which is also its working folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the world's folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        match std::str::from_utf8(content.as_ref()) {
            Ok(text) => std::fs::write(&path, (self.addresses)(text)).unwrap(),
            Err(_) => std::fs::write(&path, content).unwrap(),
        }
        path
    }

    /// Writes a file that only its owner may read, as secrets must be.
    pub fn write_private(&self, name: &str, content: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.write(name, content);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Reads a file of the world's folder.
    pub fn read(&self, name: impl AsRef<Path>) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// Lets time pass.
    pub fn pass(&mut self, span: Span) -> &mut Self {
        self.now += span.ms();
        self
    }

    /// Sets the clock so that the *next* command runs at exactly this instant.
    pub fn next_at(&mut self, at: Instant) -> &mut Self {
        self.now = at.ms() - 1000;
        self
    }

    /// The instant of the last command.
    pub fn now(&self) -> Instant {
        Instant::from_ms(self.now)
    }

    /// From now on people read and write times by the clocks of this zone, such as `Europe/Berlin`.
    pub fn zone(&mut self, name: &str) -> &mut Self {
        self.zone = Zone::named(name).unwrap();
        self
    }

    /// From now on a program that we start may take this long.
    pub fn patience(&mut self, patience: Duration) -> &mut Self {
        self.patience = patience;
        self
    }

    /// From now on a command waits this long for its own mails.
    pub fn mail_patience(&mut self, patience: Duration) -> &mut Self {
        self.mail_patience = patience;
        self
    }

    /// This happens in the next command once it slept for so long; to be said in the order of time.
    pub fn after_sleep(&mut self, slept: Duration, happens: impl FnOnce() + 'static) -> &mut Self {
        self.meanwhile.push_back((slept, Box::new(happens)));
        self
    }

    /// Ctrl-C is pressed in the next command once it slept for so long.
    pub fn stopped_after(&mut self, slept: Duration) -> &mut Self {
        let interrupt = self.interrupt.clone();
        self.after_sleep(slept, move || interrupt.set())
    }

    /// From now on another operating-system account gives the commands: `jane`, `ravi`, `auditor` or `intruder`.
    pub fn account(&mut self, name: &str) -> &mut Self {
        self.uid = ACCOUNTS.iter().find(|(_, known)| *known == name).unwrap().0;
        self
    }

    /// Sets an environment variable from now on.
    pub fn var(&mut self, name: &str, value: &str) -> &mut Self {
        self.vars.insert(name.into(), value.into());
        self
    }

    /// Takes an environment variable away.
    pub fn no_var(&mut self, name: &str) -> &mut Self {
        self.vars.remove(&OsString::from(name));
        self
    }

    /// What the next command reads from standard input.
    pub fn stdin(&mut self, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.stdin = bytes.into();
        self
    }

    /// The next command runs at a terminal, where these answers are given in turn. It fails when a question comes
    /// that has no answer, and when an answer is left.
    pub fn answers(&mut self, answers: &[&str]) -> &mut Self {
        self.script = Script::answers(answers);
        self
    }

    /// The next command runs at a terminal where someone answers whatever is asked with these words in turn, and then
    /// closes the input. Answers may be left.
    pub fn whatever_is_asked(&mut self, answers: &[String]) -> &mut Self {
        self.script = Script::whatever_is_asked(answers);
        self
    }

    /// From now on these of the streams are a terminal.
    pub fn streams(&mut self, facts: Facts) -> &mut Self {
        self.facts = facts;
        self
    }

    /// From now on commands are given in this folder below the world's own.
    pub fn within(&mut self, folder: Option<&str>) -> &mut Self {
        self.within = folder.map(|folder| self.path(folder));
        if let Some(folder) = &self.within {
            std::fs::create_dir_all(folder).unwrap();
        }
        self
    }

    /// From now on all three streams are a terminal of this width.
    pub fn at_terminal(&mut self, width: u16) -> &mut Self {
        self.facts = Facts {
            stdin_tty: true,
            stdout_tty: true,
            stderr_tty: true,
            width: Some(width),
            height: None,
            owner: None,
        };
        self
    }

    /// The mail files of the outbox, oldest first.
    pub fn mails(&self) -> Vec<String> {
        let folder = self.path("desk.db.outbox");
        let mut found: Vec<(u64, PathBuf)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .map(|path| {
                let number = path.file_stem().unwrap().to_str().unwrap().trim_start_matches("msg_").parse().unwrap();
                (number, path)
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, path)| std::fs::read_to_string(path).unwrap()).collect()
    }

    /// The code in the newest mail to `address`, as a person reads it there.
    pub fn code_for(&self, address: &str) -> String {
        self.codes_for(address).pop().unwrap_or_else(|| panic!("no code was mailed to {address}"))
    }

    /// The codes in the mails to `address`, oldest first.
    pub fn codes_for(&self, address: &str) -> Vec<String> {
        let mut codes = Vec::new();
        let address = &*(self.addresses)(address);
        for mail in self.mails() {
            let parsed = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
            if parsed.to().and_then(|to| to.first()).and_then(|to| to.address()) != Some(address) {
                continue;
            }
            let text = parsed.body_text(0).unwrap();
            let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()));
            let is_code =
                |word: &&str| ["pci_", "pcl_", "pcp_", "pca_", "pcr_"].iter().any(|kind| word.starts_with(kind));
            codes.extend(words.filter(is_code).take(1).map(str::to_owned));
        }
        codes
    }

    /// Writes into the database past the program and its write guard, as no one may: to play damage, or what a later
    /// command will do.
    pub fn tamper(&self, statement: &str) {
        if let Some(server) = &self.server {
            assert_eq!(server.reader().tamper(statement), 1, "{statement}");
            return;
        }
        let connection = rusqlite::Connection::open(self.database()).unwrap();
        let flags =
            rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
        connection.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
        assert_eq!(connection.execute(statement, []).unwrap(), 1, "{statement}");
    }

    /// Runs a query with a bare connection, as any other program may, and gives its rows joined by `|`.
    pub fn sql(&self, query: &str) -> Vec<String> {
        self.sqls(&[query]).remove(0)
    }

    /// As [`World::sql`], for several queries in turn over one connection.
    pub fn sqls(&self, queries: &[impl AsRef<str>]) -> Vec<Vec<String>> {
        use std::os::unix::fs::MetadataExt as _;
        if let Some(server) = &self.server {
            let reader = server.reader();
            return queries.iter().map(|query| reader.rows(query.as_ref())).collect();
        }
        let file = |name: &str| std::fs::metadata(self.path(name)).ok().map(|meta| (meta.ino(), meta.len()));
        let files = [file("desk.db"), file("desk.db-wal")];
        let mut reader = self.reader.borrow_mut();
        let known = reader.take_if(|reader| reader.files == files);
        let connection = match known {
            Some(reader) => reader.connection,
            None => rusqlite::Connection::open(self.database()).unwrap(),
        };
        let found = queries.iter().map(|query| rows(&connection, query.as_ref())).collect();
        *reader = Some(Reader { connection, files: [file("desk.db"), file("desk.db-wal")] });
        found
    }
}

/// A folder for one test: below `TMPDIR`, else in memory where the machine offers that, since the tests sync many
/// small databases.
fn folder() -> TempDir {
    let is_chosen = std::env::vars_os().any(|(name, _)| name == "TMPDIR");
    let memory = (!is_chosen).then(|| tempfile::tempdir_in("/dev/shm").ok()).flatten();
    memory.unwrap_or_else(|| tempfile::tempdir().unwrap())
}

/// The rows of a query, their cells joined by `|`.
fn rows(connection: &rusqlite::Connection, query: &str) -> Vec<String> {
    use rusqlite::types::ValueRef;
    let mut statement = connection.prepare(query).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cells: Vec<String> = (0..columns)
            .map(|column| match row.get_ref(column).unwrap() {
                ValueRef::Null => String::new(),
                ValueRef::Integer(value) => value.to_string(),
                ValueRef::Real(value) => value.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
            })
            .collect();
        Ok(cells.join("|"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
