//! The real system: the one place that asks for time, random numbers, the environment and the account.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use nix::unistd::{Gid, Uid, getegid, geteuid, getgroups};

use crate::domain::time::Instant;
use crate::error::{Error, Result};

use super::env::{Account, Clock, Directory, Entropy};

/// What Linux says when no one logged in.
const NO_LOGIN: u32 = u32::MAX;

/// What this process was started with.
pub struct Process {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    pub vars: BTreeMap<OsString, OsString>,
    pub cwd: PathBuf,
    pub account: Account,
}

impl Process {
    /// # Errors
    /// `failed` when there is no working folder.
    pub fn this() -> Result<Self> {
        Ok(Self {
            args: std::env::args_os().collect(),
            vars: std::env::vars_os().collect(),
            cwd: std::env::current_dir()
                .map_err(|error| Error::failed(format!("there is no working folder: {error}")))?,
            account: account(),
        })
    }
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

/// Lets this process hold as many files and connections open as the system allows, and at most `most`. How many it may.
pub fn raise_open_files(most: u64) -> u64 {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let Ok((now, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else { return 256 };
    let wanted = most.min(hard).max(now);
    match setrlimit(Resource::RLIMIT_NOFILE, wanted, hard) {
        Ok(()) => wanted,
        Err(_) => now,
    }
}

/// The clock of this machine.
pub struct SystemClock {
    begun: std::time::Instant,
}

impl SystemClock {
    pub fn start() -> Self {
        Self { begun: std::time::Instant::now() }
    }
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

/// The random numbers of this machine.
pub struct SystemEntropy;

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
