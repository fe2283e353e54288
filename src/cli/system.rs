//! The real outside: the one place that asks the operating system for time, chance, environment and account.

use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use nix::unistd::{Gid, Uid, getegid, geteuid, getgroups};

use crate::app::env::{Account, Clock, Directory, Entropy};
use crate::app::time_zone;
use crate::domain::password::Strength;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::term::prompt::{Questions, Terminal};
use crate::term::{Interrupt, Streams};

use super::env::Env;

/// Long enough for a program that asks another machine, short enough for a caller on the line.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a caller on the line waits for the mails of one command.
const MAIL_PATIENCE: Duration = Duration::from_secs(15);
/// What Linux says when no one logged in.
const NO_LOGIN: u32 = u32::MAX;

/// The environment of this process.
///
/// # Errors
/// `failed` when signals cannot be listened to or there is no working folder.
pub fn env() -> Result<Env> {
    let interrupt = Interrupt::listen()?;
    let streams = Streams::real(&interrupt);
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    let (zone, zone_fault) = time_zone::of_reader(std::env::var_os("TZ").as_deref());
    let prompter = Box::new(Terminal::new(streams.facts, Questions::Allowed, interrupt.clone()));
    Ok(Env {
        args: std::env::args_os().collect(),
        vars: std::env::vars_os().collect(),
        cwd: std::env::current_dir().map_err(|error| Error::failed(format!("there is no working folder: {error}")))?,
        streams,
        prompter,
        clock: Rc::new(SystemClock { begun: std::time::Instant::now() }),
        entropy: Box::new(SystemEntropy),
        zone,
        zone_fault,
        account: account(),
        strength: Strength::FULL,
        patience: PATIENCE,
        mail_patience: MAIL_PATIENCE,
        interrupt,
    })
}

/// Ensures that files which SQLite makes by itself are not open to others, whatever the caller's umask.
pub fn private_umask() {
    use nix::sys::stat::{Mode, umask};
    umask(Mode::S_IRWXO);
}

/// Leaves no core dump: it would hold codes and passwords in clear. Where the system refuses, nothing else is lost.
pub fn no_core_dumps() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    if let Ok((_, most)) = getrlimit(Resource::RLIMIT_CORE) {
        let _ = setrlimit(Resource::RLIMIT_CORE, 0, most);
    }
    // A limit of 0 does not hold where a program takes the dump (systemd-coredump).
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_dumpable(false);
}

struct SystemClock {
    begun: std::time::Instant,
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    fn now(&self) -> Instant {
        let now = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_ms(i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
    }

    fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    fn sleep(&self, span: Duration) {
        std::thread::sleep(span);
    }
}

struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is where chance comes from")]
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|error| Error::failed(format!("the system gives no random bytes: {error}")))
    }
}

fn account() -> Account {
    let login_uid = std::fs::read_to_string("/proc/self/loginuid").ok();
    let login_uid = login_uid.and_then(|text| text.trim().parse().ok()).filter(|uid| *uid != NO_LOGIN);
    let mut groups: Vec<u32> = getgroups().unwrap_or_default().into_iter().map(Gid::as_raw).collect();
    groups.push(getegid().as_raw());
    let uid = Uid::as_raw(geteuid());
    Account { uid, owner: uid, login_uid, groups, directory: Directory::System }
}
