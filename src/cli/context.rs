//! What a command works with: output and questions, database, actor, clients; opened when needed, in the order of
//! checks of docs/reference.md#who-may-do-what.

mod changes;
mod clients;
mod confirmation_guard;
mod delivery;
mod files;
mod input;
mod lists;
pub mod ownerless;
mod people;
mod picker;

use confirmation_guard::ConfirmationGuard;
pub use confirmation_guard::Confirmed;
pub use delivery::warning_of_files;
pub use people::{IfElsewhere, OwnersElsewhere};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use crate::app::database_location::DatabaseLocation;
use crate::app::env::{Account, Clock, Entropy};
use crate::app::settings;
use crate::domain::actor::Actor;
use crate::domain::authority::{Nature, Verb};
use crate::domain::class::Class;
use crate::domain::clock::Drift;
use crate::domain::id::ClientId;
use crate::domain::password::Strength;
use crate::domain::reference::{ClientRef, UserRef};
use crate::domain::time::{Instant, Zone};
use crate::domain::{authority, clock, shell};
use crate::error::{Code, Error, Result};
use crate::ops::audit::Head;
use crate::ops::database::{DatabaseInfo, SCHEMA_VERSION, Store};
use crate::ops::unit_of_work::{Bounds, KeyStore, Mode, UnitOfWork};
use crate::ops::{Tx, audit, config, database, who};
use crate::output::{Columns, Kept, Purpose, RecordsFile, Request, Selection, Shape, Sink};
use crate::term::prompt::{Questions, Terminal, confirm_word};
use crate::term::streams::Input;
use crate::term::{Interrupt, Keyboard, Prompter, Ui};

use super::bulk_context::BulkContext;
use super::env::Env;
use super::globals::Globals;
use super::invocation::{self, Invocation, surroundings};

pub struct Context {
    pub ui: Ui,
    pub prompter: Box<dyn Prompter>,
    pub stdin: Box<dyn Input>,
    /// The zone in which people write and read times.
    pub zone: Zone,
    /// Whether someone wants us to stop.
    pub interrupt: Interrupt,
    pub entropy: Box<dyn Entropy>,
    /// The account that runs us.
    pub account: Account,
    /// How strongly passwords are hashed.
    pub strength: Strength,
    /// How long another program may take.
    pub patience: Duration,
    /// How long a command waits for its own mails.
    pub mail_patience: Duration,
    pub database: DatabaseLocation,
    /// The flags before and after the verb.
    pub globals: Globals,
    vars: BTreeMap<OsString, OsString>,
    cwd: PathBuf,
    clock: Rc<dyn Clock>,
    now: Instant,
    request: Request,
    /// In a dry run of a change, which ids were there before.
    kept: Option<Kept>,
    expected: Option<Vec<ClientRef>>,
    expected_labels: Vec<(&'static str, String)>,
    reason: Option<String>,
    /// The words behind the program, as a shell reads them.
    command_words: Vec<String>,
    key_store: KeyStore,
    open: Option<Open>,
    verb: Option<Verb>,
    guard: ConfirmationGuard,
    answer: Option<Code>,
}

struct Open {
    store: Store,
    info: DatabaseInfo,
    actor: Actor,
}

impl Context {
    /// Takes the environment apart, once the command line is understood.
    ///
    /// # Errors
    /// `usage` when a flag or variable makes no sense by itself.
    pub fn new(env: Env, ui: Ui, globals: Globals) -> Result<Self, Box<(Ui, Error)>> {
        let Invocation { database, key, request, expected, expected_labels, reason } =
            match Invocation::read(&env, &globals) {
                Ok(given) => given,
                Err(error) => return Err(Box::new((ui, error))),
            };
        let prompter = if globals.no_input {
            Box::new(Terminal::new(ui.facts(), Questions::Forbidden, env.interrupt.clone()))
        } else {
            env.prompter
        };
        let interrupt = env.interrupt.clone();
        database::give_up_once(move || interrupt.is_set());
        if let Some(fault) = &env.zone_fault {
            ui.warn(fault);
        }
        let now = env.clock.now();
        Ok(Self {
            ui,
            prompter,
            stdin: env.streams.stdin,
            zone: env.zone,
            interrupt: env.interrupt,
            entropy: env.entropy,
            account: env.account,
            strength: env.strength,
            patience: env.patience,
            mail_patience: env.mail_patience,
            key_store: KeyStore::new(key),
            database,
            globals,
            vars: env.vars,
            cwd: env.cwd,
            clock: env.clock,
            now,
            request,
            kept: None,
            expected,
            expected_labels,
            reason,
            command_words: command_words(&env.args),
            open: None,
            verb: None,
            guard: ConfirmationGuard::new(),
            answer: None,
        })
    }

    /// The instant at which the command began. Long runs ask [`Context::tick`] for each chunk.
    pub const fn now(&self) -> Instant {
        self.now
    }

    pub fn var(&self, name: &str) -> Option<&OsStr> {
        self.vars.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    /// The clock itself, for what runs other commands.
    pub fn clock(&self) -> Rc<dyn Clock> {
        Rc::clone(&self.clock)
    }

    /// Moves on to the present instant.
    pub fn tick(&mut self) -> Instant {
        self.now = self.clock.now();
        self.now
    }

    /// Works with the database that is named here, instead of the one of the command line.
    ///
    /// # Errors
    /// `usage` for an address that is none.
    pub fn use_database(&mut self, typed: &Path) -> Result<()> {
        self.database = DatabaseLocation::named(typed.as_os_str(), surroundings(&self.vars, &self.cwd))?;
        Ok(())
    }

    /// A path as typed, taken from the working folder.
    pub fn path(&self, typed: &Path) -> PathBuf {
        self.cwd.join(typed)
    }

    /// Ends a command that goes well with the exit code of `code`: the answer to a question was no (`access check`).
    pub const fn answer(&mut self, code: Code) {
        self.answer = Some(code);
    }

    /// The exit code of a command that went well.
    pub fn exit(&self) -> u8 {
        self.answer.map_or(0, Code::exit)
    }

    /// Says that a dry run changed nothing, even when quiet: all else that was said is about what would be.
    pub fn say_dry_run(&self) {
        if self.request.purpose == Purpose::DryRun {
            self.ui.insist("this is a dry run (--dry-run): it shows what would happen, and nothing is changed");
        }
    }

    /// Kept, or with `--dry-run` rolled back.
    pub const fn mode(&self) -> Mode {
        if self.globals.dry_run { Mode::DryRun } else { Mode::Real }
    }

    /// Opens the database and finds out who runs the command: the first checks of docs/reference.md#who-may-do-what,
    /// before anything else of the command is looked at.
    ///
    /// # Errors
    /// `schema`, `not_staff`, `denied`; `usage` when a change with `--as` has no reason.
    pub fn begin(&mut self, verb: Verb) -> Result<()> {
        let on_behalf = self.globals.on_behalf.as_deref().map(UserRef::parse).transpose()?;
        if on_behalf.is_some() && verb.nature() == Nature::Change && self.reason.is_none() {
            return Err(Error::usage("a change on someone's behalf needs a reason")
                .advice("say why with `--reason TEXT`, for instance `-m \"asked for by phone\"`"));
        }
        if verb.nature() == Nature::Change {
            self.must_be_own_database()?;
        }
        let store = self.open_store()?;
        self.begin_with(store, verb, on_behalf.as_ref())
    }

    /// Whether the database is open and the actor known.
    pub const fn has_begun(&self) -> bool {
        self.open.is_some()
    }

    /// Goes on with a line that was completed by answers. The actor is looked up again if it is another one.
    ///
    /// # Errors
    /// `usage` for a reason that is none.
    pub fn amend(&mut self, args: &[OsString], globals: Globals) -> Result<()> {
        if let Some(reason) = &globals.reason {
            self.reason = Some(invocation::reason("reason", reason)?);
        }
        if globals.on_behalf != self.globals.on_behalf {
            self.open = None;
        }
        self.command_words = command_words(args);
        self.globals = globals;
        Ok(())
    }

    /// As [`Context::begin`] for a look that must not even bring an older database up to date: completion at a shell.
    ///
    /// # Errors
    /// As [`Context::begin`]; `schema` when the database is older.
    pub fn begin_quietly(&mut self, verb: Verb) -> Result<()> {
        let on_behalf = self.globals.on_behalf.as_deref().map(UserRef::parse).transpose()?;
        let store = database::open_as_it_is(&self.database, &self.account)?;
        if store.schema_version()? != SCHEMA_VERSION {
            return Err(Error::new(Code::Schema, "the database is older than this program"));
        }
        self.begin_with(store, verb, on_behalf.as_ref())
    }

    fn begin_with(&mut self, mut store: Store, verb: Verb, on_behalf: Option<&UserRef>) -> Result<()> {
        let (account, now, purpose) = (&self.account, self.now, self.request.purpose);
        let (info, head, zone, actor, kept) = store.read(|tx| {
            let (info, head) = (database::info(tx)?, audit::head(tx)?);
            let zone = config::set_value(tx, settings::TIME_ZONE)?;
            // The staff person is known, so that the refusal of the one behind --as has a name.
            let actor =
                who::actor(tx, account, on_behalf, now).map_err(|error| (error, who::staff_member(tx, account).ok()));
            let kept = if purpose == Purpose::DryRun && actor.is_ok() { Some(given_out(tx)?) } else { None };
            Ok((info, head, zone, actor, kept))
        })?;
        self.keep_days_of_desk(zone.as_deref());
        self.warn_of_clock(&head, verb);
        match self.agree_on_database(&info.label) {
            // Which database it is, and what is against it, is what `whoami` is asked.
            Err(error) if verb == Verb::Whoami => self.ui.warn(error.message()),
            agreed => agreed?,
        }
        self.verb = Some(verb);
        let actor = match actor {
            Ok(actor) => actor,
            Err((error, staff)) => {
                self.open = staff.map(|staff| Open { store, info, actor: Actor::Staff(staff) });
                return Err(error);
            }
        };
        self.kept = kept;
        self.open = Some(Open { store, info, actor });
        authority::kind_allows(self.actor()?, verb)
    }

    /// A day is one of the desk, wherever its people work: the same table means the same everywhere.
    fn keep_days_of_desk(&mut self, name: Option<&str>) {
        let Some(name) = name else { return };
        match Zone::named(name) {
            Ok(desk) => {
                self.zone = self.zone.clone().with_days_of(&desk);
                self.ui.read_times_in(self.zone.clone());
            }
            Err(_) => self.ui.warn(&format!(
                "this machine does not know the time zone {name} of desk.time_zone; a day is one of its own zone"
            )),
        }
    }

    /// Says that the clock cannot be right, or may not be. A database that no one changes for more than a day is no
    /// news to what delivers mails.
    fn warn_of_clock(&self, head: &Head, verb: Verb) {
        let (now, newest) = (self.zone.local(self.now), self.zone.local(head.at));
        let row = format!("the newest audit row, {} of {newest}", head.number);
        match clock::drift(self.now, head.at) {
            Drift::Behind => {
                self.ui.warn(&format!("the clock of this machine says {now}, which is before {row}: check it"));
            }
            Drift::Ahead if verb.nature() == Nature::Change && verb != Verb::MailDeliver => {
                self.ui
                    .warn(&format!("the clock of this machine says {now}, more than a day after {row}: is it right?"));
            }
            Drift::Ahead | Drift::None => {}
        }
    }

    /// Opens the database; an older schema is migrated after a safety copy.
    ///
    /// # Errors
    /// `schema`, `failed`, `busy`.
    pub fn open_store(&self) -> Result<Store> {
        database::open(&self.database, &self.account)
    }

    /// Who runs the command.
    ///
    /// # Errors
    /// `bug` before [`Context::begin`].
    pub fn actor(&self) -> Result<&Actor> {
        self.open.as_ref().map(|open| &open.actor).ok_or_else(not_open)
    }

    /// The database's identity.
    ///
    /// # Errors
    /// `bug` before [`Context::begin`].
    pub fn info(&self) -> Result<&DatabaseInfo> {
        self.open.as_ref().map(|open| &open.info).ok_or_else(not_open)
    }

    /// The open database as a whole: its size, its soundness.
    ///
    /// # Errors
    /// `bug` before [`Context::begin`].
    pub fn store(&mut self) -> Result<&mut Store> {
        self.open.as_mut().map(|open| &mut open.store).ok_or_else(not_open)
    }

    /// Why the command is given, in its author's words.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Reads on one snapshot.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T>(&mut self, work: impl FnOnce(&Tx<'_>, &Actor) -> Result<T>) -> Result<T> {
        let open = self.open.as_mut().ok_or_else(not_open)?;
        let actor = &open.actor;
        open.store.read(|tx| work(tx, actor))
    }

    /// Runs `work` so that what it reads is on one snapshot, until it asks a question or changes something.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn on_one_snapshot<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let begins = self.open.as_mut().is_some_and(|open| open.store.share_snapshot());
        let result = work(self);
        if begins && let Some(open) = &mut self.open {
            open.store.end_snapshot();
        }
        result
    }

    /// Before a question: nothing is kept from moving on while someone thinks.
    fn let_snapshot_go(&mut self) {
        if let Some(open) = &mut self.open {
            open.store.let_snapshot_go();
        }
    }

    /// Reads on one snapshot and shows people what it finds there: cards and logs, which are no table.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read_aloud<T>(&mut self, work: impl FnOnce(&Tx<'_>, &Actor, &Ui) -> Result<T>) -> Result<T> {
        let open = self.open.as_mut().ok_or_else(not_open)?;
        let (actor, ui) = (&open.actor, &self.ui);
        open.store.read(|tx| work(tx, actor, ui))
    }

    /// A unit of work for use cases, once the command has made sure of what its class demands.
    ///
    /// # Errors
    /// `bug` when it has not, or before [`Context::begin`].
    pub fn unit_of_work(&mut self) -> Result<UnitOfWork<'_>> {
        let bounds = self.bounds()?;
        self.unit_of_work_for(bounds)
    }

    fn unit_of_work_for(&mut self, bounds: Bounds) -> Result<UnitOfWork<'_>> {
        let mode = self.mode();
        let open = self.open.as_mut().ok_or_else(not_open)?;
        Ok(UnitOfWork {
            store: &mut open.store,
            info: &open.info,
            key_store: &self.key_store,
            entropy: &mut *self.entropy,
            actor: &open.actor,
            runs_as: None,
            reason: self.reason.as_deref(),
            now: self.now,
            mode,
            bounds,
        })
    }

    /// Makes sense of `--format`, `--columns` and `--sort` for records of these columns. A command does this before
    /// anything else.
    ///
    /// # Errors
    /// `usage`.
    pub fn select(&self, columns: Columns) -> Result<Selection> {
        self.request.select(columns)
    }

    /// Begins the file of `--output`, before anything is looked at or changed.
    ///
    /// # Errors
    /// `failed` when no file can be made there.
    pub fn begin_output(&self) -> Result<()> {
        if let Some(path) = self.globals.output.as_ref().filter(|path| !files::is_standard_output(path)) {
            let file = RecordsFile::create(&self.place_of_file(path)?, || self.interrupt.check())?;
            self.ui.write_records_into(file);
        }
        Ok(())
    }

    /// Opens the output for records.
    pub fn sink(&self, selection: Selection, shape: Shape) -> Result<Sink<'_>> {
        Ok(self.ui.sink(selection, shape, &self.zone, self.now)?.keeping(self.kept.clone()))
    }

    /// Reads and prints on one snapshot: for lists that stream from the database into the output.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn stream<T>(
        &mut self,
        selection: Selection,
        shape: Shape,
        work: impl FnOnce(&Tx<'_>, &Actor, &mut Sink<'_>) -> Result<T>,
    ) -> Result<T> {
        let open = self.open.as_mut().ok_or_else(not_open)?;
        let actor = &open.actor;
        let mut sink = self.ui.sink(selection, shape, &self.zone, self.now)?;
        let result = open.store.read(|tx| work(tx, actor, &mut sink))?;
        self.end_list(sink)?;
        Ok(result)
    }

    /// A unit of work next to the output, for runs that work in chunks.
    ///
    /// # Errors
    /// `bug` before [`Context::begin`].
    pub fn bulk(&mut self, selection: Selection, shape: Shape) -> Result<BulkContext<'_>> {
        let (mode, bounds) = (self.mode(), self.bounds()?);
        let open = self.open.as_mut().ok_or_else(not_open)?;
        Ok(BulkContext {
            unit: UnitOfWork {
                store: &mut open.store,
                info: &open.info,
                key_store: &self.key_store,
                entropy: &mut *self.entropy,
                actor: &open.actor,
                runs_as: None,
                reason: self.reason.as_deref(),
                now: self.now,
                mode,
                bounds,
            },
            sink: self
                .ui
                .sink(selection, shape, &self.zone, self.now)?
                .keeping(self.kept.clone())
                .going_on_without_reader(),
            ui: &self.ui,
            interrupt: &self.interrupt,
            clock: &*self.clock,
        })
    }

    /// Records that the command was refused, where that is due: changes, and reads that were denied. A dry run
    /// leaves such a row where it was given on behalf of a user, because its answer shows what exists.
    pub fn audit_refusal(&mut self, class: Class, error: &Error) {
        let is_due = if class.is_change() { error.code().is_refusal() } else { error.code() == Code::Denied };
        if self.mode() == Mode::Real {
            if is_due {
                self.write_refusal(error);
            }
        } else if self.is_on_behalf() {
            match error.code() {
                // The bad rows of a real run are audited one by one.
                Code::Partial => self.write_refusal(&Error::unconfirmed(format!("a dry run: {}", error.message()))),
                _ if is_due => self.write_refusal(error),
                _ => {}
            }
        }
    }

    fn is_on_behalf(&self) -> bool {
        self.open.as_ref().is_some_and(|open| !open.actor.is_support())
    }

    /// Notes that a dry run showed a user something that they may not see otherwise.
    pub fn looked_up(&mut self, what: String) {
        self.guard.look_up(what);
    }

    /// Records what a dry run on behalf of a user showed, like a refusal: nothing was changed.
    pub fn audit_lookups(&mut self) {
        let looked_up = self.guard.take_lookups();
        if self.mode() == Mode::DryRun && self.is_on_behalf() && !looked_up.is_empty() {
            self.write_refusal(&Error::unconfirmed(format!("a dry run showed {}", looked_up.join("; "))));
        }
    }

    fn write_refusal(&mut self, error: &Error) {
        let Some(verb) = self.verb.filter(|_| self.open.is_some()) else { return };
        let named = self.guard.last_named();
        let typed = self.command_words.join(" ");
        let written = self.unit_of_work_for(Bounds::none()).and_then(|mut unit| {
            unit.mode = Mode::Real;
            unit.refused(verb, &typed, named, error)
        });
        if let Err(failure) = written {
            self.ui.warn(&format!("the refusal could not be written to the audit: {failure}"));
        }
    }
}

/// The words behind the program, as a shell reads them.
fn command_words(args: &[OsString]) -> Vec<String> {
    args.iter().skip(1).map(|word| shell::word(&word.to_string_lossy())).collect()
}

fn not_open() -> Error {
    Error::bug("the command asked for the database before it was opened")
}

/// The numbers that were given out so far.
fn given_out(tx: &Tx<'_>) -> Result<Kept> {
    let last = tx.given_out()?;
    let of = |name: &str| last.iter().find(|(known, _)| known == name).map_or(0, |(_, last)| *last);
    let ids = [
        ("C", of("client").max(ClientId::FIRST - 1)),
        ("ptn_", of("partner")),
        ("usr_", of("login")),
        ("inv_", of("invitation")),
        ("lnk_", of("link")),
        ("msg_", of("mail")),
        ("ses_", of("session")),
        ("stf_", of("staff")),
    ];
    Ok(Kept::new(ids.to_vec(), audit::head(tx)?.number))
}

// Questions about a change: what it is about is on the screen when they are asked, also with `--quiet`.

impl Context {
    /// Has `word` typed, exactly.
    ///
    /// # Errors
    /// As [`confirm_word`].
    pub fn ask_word(&mut self, question: &str, word: &str) -> Result<()> {
        self.let_snapshot_go();
        self.ui.show_context();
        confirm_word(&mut *self.prompter, Keyboard::Stdin, question, word)
    }

    /// Asks for a line of text.
    ///
    /// # Errors
    /// As [`crate::term::Prompter::line`].
    pub fn ask_line(&mut self, question: &str, keyboard: Keyboard) -> Result<String> {
        self.let_snapshot_go();
        self.ui.show_context();
        self.prompter.line(question, keyboard)
    }
}
