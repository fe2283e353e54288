//! Everything that a command takes from outside, injected: arguments, environment, streams, clock, random numbers,
//! account.
//!
//! `main` fills it with the real things and tests with their own; nothing else in the crate asks the system.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use crate::app::env::{Account, Clock, Entropy};
use crate::app::system::{Process, SystemClock, SystemEntropy};
use crate::app::time_zone;
use crate::domain::password::Strength;
use crate::domain::time::Zone;
use crate::error::Result;
use crate::term::prompt::{Prompter, Questions, Terminal};
use crate::term::{Interrupt, Streams};

/// Long enough for a program that asks another machine, short enough for a caller on the line.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a caller on the line waits for the mails of one command.
const MAIL_PATIENCE: Duration = Duration::from_secs(15);

/// The outside of one run.
pub struct Env {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    /// The environment variables, read once.
    pub vars: BTreeMap<OsString, OsString>,
    pub cwd: PathBuf,
    /// Standard input, output and error, and what is known of them.
    pub streams: Streams,
    pub prompter: Box<dyn Prompter>,
    pub clock: Rc<dyn Clock>,
    pub entropy: Box<dyn Entropy>,
    /// The zone in which people write and read times.
    pub zone: Zone,
    /// What is wrong with the zone that was asked for.
    pub zone_fault: Option<String>,
    pub account: Account,
    /// How strongly passwords are hashed.
    pub strength: Strength,
    /// How long another program that we start may take, such as the provisioner.
    pub patience: Duration,
    /// How long a command waits for its own mails (docs/mail.md).
    pub mail_patience: Duration,
    /// Whether someone wants us to stop.
    pub interrupt: Interrupt,
}

impl Env {
    /// The real one of this process.
    ///
    /// # Errors
    /// `failed` when signals cannot be listened to or there is no working folder.
    pub fn real() -> Result<Self> {
        let interrupt = Interrupt::listen()?;
        let streams = Streams::real(&interrupt);
        let Process { args, vars, cwd, account } = Process::this()?;
        let (zone, zone_fault) = time_zone::of_reader(vars.get(OsStr::new("TZ")).map(OsString::as_os_str));
        Ok(Self {
            args,
            vars,
            cwd,
            prompter: Box::new(Terminal::new(streams.facts, Questions::Allowed, interrupt.clone())),
            streams,
            clock: Rc::new(SystemClock::start()),
            entropy: Box::new(SystemEntropy),
            zone,
            zone_fault,
            account,
            strength: Strength::FULL,
            patience: PATIENCE,
            mail_patience: MAIL_PATIENCE,
            interrupt,
        })
    }

    /// An environment variable. Empty is not the same as absent: each reader decides.
    pub fn var(&self, name: &str) -> Option<&OsStr> {
        self.vars.get(OsStr::new(name)).map(OsString::as_os_str)
    }
}
