//! Clock, random numbers and the accounts of the system, as traits and values: `main` has the real ones, tests their
//! own.

use std::time::Duration;

use crate::domain::time::Instant;
use crate::error::Result;

/// Gives the time, and lets it pass.
pub trait Clock {
    fn now(&self) -> Instant;

    /// How much time passed since some moment before. It never goes back, even if the clock is set: for deadlines.
    fn elapsed(&self) -> Duration;

    /// Does nothing for so long. A longer wait asks in between whether to stop.
    fn sleep(&self, span: Duration);
}

/// Gives random bytes.
pub trait Entropy {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// `failed` when the system has none.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()>;
}

/// `N` random bytes.
///
/// # Errors
/// As [`Entropy::fill`].
pub fn random<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes).map(|()| bytes)
}

/// The operating-system account that runs us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The effective uid: who gives the commands.
    pub uid: u32,
    /// The uid that owns the files which this process makes; another one only in tests, which play several people.
    pub owner: u32,
    /// The uid that logged in, where the system knows (Linux audit's login uid). It shows who is behind a service.
    pub login_uid: Option<u32>,
    /// Every group it is in.
    pub groups: Vec<u32>,
    /// Looks up a uid or a name in the system's accounts.
    pub directory: Directory,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directory {
    System,
    /// A fixed list, in tests.
    Fixed(Vec<(u32, String)>),
}

impl Directory {
    /// The name of an account.
    pub fn name_of(&self, uid: u32) -> Option<String> {
        match self {
            Self::System => {
                nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(uid)).ok().flatten().map(|user| user.name)
            }
            Self::Fixed(list) => list.iter().find(|(known, _)| *known == uid).map(|(_, name)| name.clone()),
        }
    }

    /// The uid of an account.
    pub fn uid_of(&self, name: &str) -> Option<u32> {
        match self {
            Self::System => nix::unistd::User::from_name(name).ok().flatten().map(|user| user.uid.as_raw()),
            Self::Fixed(list) => list.iter().find(|(_, known)| known == name).map(|(uid, _)| *uid),
        }
    }
}
