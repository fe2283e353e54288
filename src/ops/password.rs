//! Hashing and comparing passwords with argon2id, before the write lock is taken: each costs about 140 ms and 64 MiB.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::app::env::{Entropy, random};
use crate::domain::authority::Verb;
use crate::domain::password::{Password, Strength};
use crate::error::{Error, Result, Wanted, hint};

/// The most that a stored hash may ask for: 256 MiB, 10 passes, 4 lanes (docs/reference.md#data). A row that asks for more would have us
/// work for the author of the row.
pub const MOST: (u32, u32, u32) = (262_144, 10, 4);

/// What comparing came to, and what it cost: the same whether there is a password to compare with or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Whether it is the right one.
    pub verdict: Verdict,
    pub work: Strength,
}

/// Whether a password is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// It is, and its hash is weaker than hashes made today: it is to be hashed again.
    RightButWeak,
    /// It is not, or there is none to compare with.
    Wrong,
}

/// A password as it is stored: a PHC string with its parameters and salt. Made by [`hash`] only.
pub struct Hashed(String);

impl Hashed {
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

/// Compares a password with a stored hash. Where there is none, the same work is done for nothing, so that the time
/// does not show.
///
/// # Errors
/// `failed` when the stored hash is damaged, or asks for more than [`MOST`]: then no work was done.
pub fn compare(presented: &Password, stored: Option<&str>, strength: Strength) -> Result<Compared> {
    const DECOY_SALT: [u8; 16] = *b"partnerctl decoy";
    let Some(stored) = stored else {
        let params = Params::new(strength.memory, strength.passes, 1, None).map_err(|error| damaged(&error))?;
        let _ = derive(presented, &DECOY_SALT, params, Params::DEFAULT_OUTPUT_LEN)?;
        return Ok(Compared { verdict: Verdict::Wrong, work: strength });
    };
    let parsed = PasswordHash::new(stored).map_err(|error| damaged(&error))?;
    let known = parsed.algorithm.as_str() == "argon2id" && parsed.version == Some(Version::V0x13.into());
    let params = Params::try_from(&parsed).map_err(|error| damaged(&error))?;
    let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
    let (Some(salt), Some(hash), true) = (&parsed.salt, &parsed.hash, known) else {
        return Err(damaged(&"another form"));
    };
    if memory > MOST.0 || passes > MOST.1 || lanes > MOST.2 {
        return Err(damaged(&"it asks for more work than this program does"));
    }
    let derived = derive(presented, salt.as_ref(), params, hash.as_bytes().len())?;
    let right: bool = derived.ct_eq(hash.as_bytes()).into();
    let verdict = match right {
        false => Verdict::Wrong,
        true if memory < strength.memory || passes < strength.passes => Verdict::RightButWeak,
        true => Verdict::Right,
    };
    Ok(Compared { verdict, work: Strength { memory, passes } })
}

fn derive(presented: &Password, salt: &[u8], params: Params, length: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut derived = Zeroizing::new(vec![0; length]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(presented.reveal().as_bytes(), salt, &mut derived)
        .map_err(|error| Error::failed(format!("the password cannot be compared: {error}")))?;
    Ok(derived)
}

fn damaged(why: &dyn std::fmt::Display) -> Error {
    Error::failed(format!("damaged data: a stored password cannot be read: {why}"))
        .hint(hint!["give the person a new one with ", Verb::UserResetPassword.step().about(&Wanted("EMAIL"))])
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;

    impl Entropy for Zeros {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
            bytes.fill(7);
            Ok(())
        }
    }

    fn stored(password: &str, strength: Strength) -> String {
        hash(&Password::presented(password), strength, &mut Zeros).unwrap().as_str().to_owned()
    }

    fn verdict(password: &str, stored: &str) -> Verdict {
        compare(&Password::presented(password), Some(stored), Strength::TEST).unwrap().verdict
    }

    #[test]
    fn only_the_right_password_matches() {
        let hash = stored("Kürbis tändelt", Strength::TEST);
        assert_eq!(verdict("Ku\u{308}rbis ta\u{308}ndelt", &hash), Verdict::Right);
        for wrong in ["", "kürbis tändelt", "Kürbis tändelt ", "Kürbis tändel"] {
            assert_eq!(verdict(wrong, &hash), Verdict::Wrong, "{wrong:?}");
        }
    }

    #[test]
    fn weak_hash_is_found() {
        let stronger = Strength { memory: 128, passes: 2 };
        for (made_with, weak) in [
            (Strength::TEST, true),
            (Strength { memory: 128, passes: 1 }, true),
            (Strength { memory: 64, passes: 2 }, true),
            (stronger, false),
            (Strength { memory: 256, passes: 3 }, false),
        ] {
            let hash = stored("otter lantern", made_with);
            let compared = compare(&Password::presented("otter lantern"), Some(&hash), stronger).unwrap();
            assert_eq!(compared.verdict, if weak { Verdict::RightButWeak } else { Verdict::Right }, "{made_with:?}");
            assert_eq!(compared.work, made_with);
        }
    }

    /// docs/reference.md#data: stored parameters above m=262144, t=10, p=4 are refused before any work. Were they worked with, this
    /// test would take hours.
    #[test]
    fn excessive_hash_is_refused_before_work() {
        let good = stored("otter lantern", Strength::TEST);
        assert!(good.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{good}");
        for asked in ["m=262145,t=1,p=1", "m=64,t=11,p=1", "m=64,t=1,p=5", "m=4294967295,t=4294967295,p=1"] {
            let greedy = good.replace("m=64,t=1,p=1", asked);
            let error = compare(&Password::presented("otter lantern"), Some(&greedy), Strength::TEST).unwrap_err();
            assert_eq!(error.code(), crate::error::Code::Failed, "{asked}");
            assert!(!format!("{error:?}").contains("argon2id$"), "{error:?}");
        }
        for asked in ["m=262144,t=1,p=1", "m=64,t=10,p=1", "m=64,t=1,p=4"] {
            assert_eq!(verdict("otter lantern", &good.replace("m=64,t=1,p=1", asked)), Verdict::Wrong, "{asked}");
        }
        for broken in
            ["", "otter lantern", "$argon2i$v=19$m=64,t=1,p=1$BwcHBwcHBwc$BwcHBwcHBwcHBwcHBwcHBw", &good[..40]]
        {
            assert!(
                compare(&Password::presented("otter lantern"), Some(broken), Strength::TEST).is_err(),
                "{broken:?}"
            );
        }
    }

    /// The time of the answer does not show whether there is a password.
    #[test]
    fn missing_hash_costs_the_same_work() {
        let strength = Strength { memory: 4096, passes: 3 };
        let hash = stored("otter lantern", strength);
        let presented = Password::presented("walrus teapot");
        let known = compare(&presented, Some(&hash), strength).unwrap();
        let unknown = compare(&presented, None, strength).unwrap();
        assert_eq!(known, unknown);
        let timed = |stored: Option<&str>| {
            let begin = std::time::Instant::now();
            compare(&presented, stored, strength).unwrap();
            begin.elapsed()
        };
        let pairs: Vec<_> = (0..9).map(|_| (timed(Some(&hash)), timed(None))).collect();
        let (known, unknown) = (pairs.iter().map(|pair| pair.0).min(), pairs.iter().map(|pair| pair.1).min());
        let (known, unknown) = (known.unwrap(), unknown.unwrap());
        // Without the work it would be a thousand times faster; a busy machine is slower by less than ten.
        assert!(unknown * 10 > known && known * 10 > unknown, "{known:?} with a password, {unknown:?} without");
    }
}
