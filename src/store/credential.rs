//! Passwords: a table of their own, never in history or audit.

use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::proof::{self, Owner};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{FromColumn, Tx, Value, Wrong, new, params};

/// Who chose a password, and how long it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordOrigin {
    Own,
    /// Someone else; it opens nothing but the page that replaces it, until this instant.
    Temporary {
        /// The end of its life.
        expires_at: Instant,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    pub hash: String,
    pub origin: PasswordOrigin,
    /// The key of the address that the person who chose it had proven by a code.
    pub proven_for: Option<String>,
}

impl Credential {
    /// Whose it is, as long as its login has this address.
    pub fn owner(&self, address: &Email) -> Owner {
        proof::owner(self.proven_for.as_deref(), address)
    }
}

super::row!(Credential as k { hash, origin: ["k.expires_at"], proven_for });

impl FromColumn<'_> for PasswordOrigin {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        let expires_at = Option::from_column(value)?;
        Ok(expires_at.map_or(Self::Own, |expires_at| Self::Temporary { expires_at }))
    }
}

super::new_row!(NewRow in "credential" key { login_id } { hash, origin, expires_at, proven_for, changed_at });

super::statements! {
    [FIND: Credential] "SELECT {} FROM credential AS k WHERE k.login_id = $1";
    [SET] NewRow::INSERT;
    [REHASH] "UPDATE credential SET hash = $2 WHERE login_id = $1";
    [END_TEMPORARY] "UPDATE credential SET expires_at = $2, changed_at = $2 WHERE login_id = $1 AND origin = 'temporary' AND expires_at > $2";
    [PROVE] "UPDATE credential SET proven_for = $2 WHERE login_id = $1";
}

/// The stored password of a login, if it has one.
pub fn find(tx: &Tx<'_>, id: UserId) -> Result<Option<Credential>> {
    tx.query_opt(&FIND, params![id])
}

/// Stores a password's hash in place of any before. `proven_for` as in [`Credential`].
pub fn set(
    tx: &Tx<'_>,
    id: UserId,
    hash: &str,
    origin: PasswordOrigin,
    proven_for: Option<&str>,
    now: Instant,
) -> Result<()> {
    let (word, expires_at) = match origin {
        PasswordOrigin::Own => ("own", None),
        PasswordOrigin::Temporary { expires_at } => ("temporary", Some(expires_at)),
    };
    let row = new!(NewRow { login_id: id, hash, origin: word, expires_at, proven_for, changed_at: now });
    tx.execute_one(&SET, &row)
}

/// Stores another hash of the same password.
///
/// # Errors
/// `failed`; `bug` when the login has none.
pub fn rehash(tx: &Tx<'_>, id: UserId, hash: &str) -> Result<()> {
    tx.execute_one(&REHASH, params![id, hash])
}

/// Ends a temporary password before its time; whether there was one that still opened anything.
pub fn end_temporary(tx: &Tx<'_>, id: UserId, now: Instant) -> Result<bool> {
    Ok(tx.run(&END_TEMPORARY, params![id, now])? == 1)
}

/// Stores for which address the password counts as its person's; a login without one stays so.
pub fn prove(tx: &Tx<'_>, id: UserId, proven_for: Option<&str>) -> Result<()> {
    tx.run(&PROVE, params![id, proven_for]).map(drop)
}
