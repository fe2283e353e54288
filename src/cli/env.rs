//! Everything that a command takes from outside, injected: arguments, environment, streams, clock, chance, account.
//!
//! `main` fills it with the real things and tests with their own; nothing else in the crate asks the system.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use crate::app::env::{Account, Clock, Entropy};
use crate::domain::password::Strength;
use crate::domain::time::Zone;
use crate::term::prompt::Prompter;
use crate::term::{Interrupt, Streams};

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
    /// An environment variable. Empty is not the same as absent: each reader decides.
    pub fn var(&self, name: &str) -> Option<&OsStr> {
        self.vars.get(OsStr::new(name)).map(OsString::as_os_str)
    }
}
