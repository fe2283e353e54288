//! Hashing passwords with argon2id, before the write lock is taken: a hash costs about 140 ms and 64 MiB.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};

use crate::app::env::{Entropy, random};
use crate::domain::password::Password;
use crate::error::{Error, Result};

/// Parameters of argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
}

impl Strength {
    /// What this program uses (OWASP Password Storage, with more memory): 64 MiB, 3 passes, 1 lane.
    pub const FULL: Self = Self { memory: 65_536, passes: 3 };
    /// For tests, where strength proves nothing.
    pub const TEST: Self = Self { memory: 64, passes: 1 };
}

/// A password as it is stored: a PHC string with its parameters and salt. Made by [`hash`] only.
pub struct Hashed(String);

impl Hashed {
    /// The PHC string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hashes a password under a fresh salt of 16 bytes.
///
/// # Errors
/// `failed` when there is no entropy or not enough memory.
pub fn hash(password: &Password, strength: Strength, entropy: &mut dyn Entropy) -> Result<Hashed> {
    let salt: [u8; 16] = random(entropy)?;
    let broken = |error: &dyn std::fmt::Display| Error::failed(format!("the password cannot be hashed: {error}"));
    let params = Params::new(strength.memory, strength.passes, 1, None).map_err(|error| broken(&error))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.reveal().as_bytes(), &salt)
        .map(|hash| Hashed(hash.to_string()))
        .map_err(|error| broken(&error))
}
