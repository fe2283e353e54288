//! The secret in a mailed link: how it is made, read, compared and kept out of sight (docs/reference.md#data).
//!
//! `pci_31_` + 32 letters and digits (160 bits of an HMAC) + 2 of checksum. The number leads to the row, whose
//! SHA-256 is compared; the checksum separates a typing error from a wrong code before anything is looked up.

use std::borrow::Cow;
use std::fmt;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::choice;
use crate::error::{Error, Hint, Result};

#[cfg(test)]
mod tests;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// An invitation; the record is the invitation.
    Invitation,
    /// A link request; the record is the recipient, so that it is known who answered.
    Link,
    /// The hand-off of a one-click session; the record is the session.
    Session,
    /// A password reset; the record is that of the reset.
    Password,
    /// A new address of a login, to which the code is mailed; the record is the login.
    Address,
    /// The recovery of a client, which the code stops; the record is the recipient, so that it is known who did.
    Recovery,
}

impl CodeKind {
    /// The stored word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Link => "link",
            Self::Session => "session",
            Self::Password => "password",
            Self::Address => "address",
            Self::Recovery => "recovery",
        }
    }
}

/// The state of the last issued code of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeState {
    Live,
    Used,
    Dead,
}

impl CodeState {
    const ALL: [Self; 3] = [Self::Live, Self::Used, Self::Dead];

    /// The stored word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Used => "used",
            Self::Dead => "dead",
        }
    }
}

choice::words!(CodeState, "a state of a code");

/// The key of the database, from the file next to it: what makes codes unforgeable.
pub struct Key(Zeroizing<[u8; Key::BLOCK]>);

/// A whole code. Never shown by `Debug` or `Display`, wiped from memory when dropped.
pub struct Code {
    text: Zeroizing<String>,
    kind: CodeKind,
    record: i64,
}

/// Bytes of the HMAC that a code carries.
const SECRET_BYTES: usize = 20;
/// Letters and digits in which they are written: 5 bits each.
const SECRET_LETTERS: usize = SECRET_BYTES * 8 / 5;
const CHECK_LETTERS: usize = 2;
/// More than any code or link that holds one; longer input is refused unread.
const LONGEST_INPUT: usize = 4096;

impl CodeKind {
    pub const ALL: [Self; 6] =
        [Self::Invitation, Self::Link, Self::Session, Self::Password, Self::Address, Self::Recovery];

    /// What such a code begins with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Invitation => "pci_",
            Self::Link => "pcl_",
            Self::Session => "pcs_",
            Self::Password => "pcp_",
            Self::Address => "pca_",
            Self::Recovery => "pcr_",
        }
    }

    /// What it is for, after "a code for".
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Invitation => "an invitation",
            Self::Link => "a link request",
            Self::Session => "a session",
            Self::Password => "a new password",
            Self::Address => "a new address",
            Self::Recovery => "a recovery",
        }
    }
}

impl Key {
    /// Fewest bytes: as many as the hash that it drives.
    pub const SHORTEST: usize = 32;
    /// Most bytes: one block of SHA-256, beyond which HMAC would hash the key first.
    pub const BLOCK: usize = 64;

    /// The key with these bytes.
    ///
    /// # Errors
    /// `failed` when there are fewer than [`Key::SHORTEST`] or more than [`Key::BLOCK`]: the file is damaged.
    pub fn new(bytes: &[u8]) -> Result<Self> {
        let mut block = Zeroizing::new([0; Self::BLOCK]);
        if bytes.len() < Self::SHORTEST || bytes.len() > Self::BLOCK {
            return Err(Error::failed(format!(
                "the key file is damaged: it holds {} bytes instead of {} to {}",
                bytes.len(),
                Self::SHORTEST,
                Self::BLOCK
            ))
            .hint(Hint::plain("put the key file back from a backup; codes that were mailed work without it")));
        }
        block[..bytes.len()].copy_from_slice(bytes);
        Ok(Self(block))
    }

    /// What distinguishes this key from every other in this database. The key cannot be computed from it.
    pub fn fingerprint(&self, database: &str) -> Fingerprint {
        let mut mac = Hmac::<Sha256>::new((&*self.0).into());
        // A code begins with a length of 8 bytes, whose first is 0: no code has these bytes.
        mac.update(b"fingerprint of the key of ");
        mac.update(database.as_bytes());
        Fingerprint(data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()[..16]))
    }
}

/// What distinguishes one key from every other, as stored: see [`Key::fingerprint`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Code {
    /// The code of `record`: always the same for the same five values. `nonce` is drawn at each sending and
    /// `version` counts them, so that resending kills the former code.
    pub fn derive(key: &Key, database: &str, kind: CodeKind, record: i64, version: i64, nonce: &[u8; 16]) -> Self {
        let mut mac = Hmac::<Sha256>::new((&*key.0).into());
        // The only part of free length goes first, with its length, so that no two inputs run together alike.
        mac.update(&(database.len() as u64).to_be_bytes());
        mac.update(database.as_bytes());
        mac.update(kind.prefix().as_bytes());
        mac.update(&record.to_be_bytes());
        mac.update(&version.to_be_bytes());
        mac.update(nonce);
        let mac = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        let mut text = Zeroizing::new(String::with_capacity(64));
        text.push_str(kind.prefix());
        text.push_str(&record.to_string());
        text.push('_');
        let mut secret = Zeroizing::new(BASE32_NOPAD.encode(&mac[..SECRET_BYTES]));
        secret.make_ascii_lowercase();
        text.push_str(&secret);
        let check = checksum(&text);
        text.extend(check);
        Self { text, kind, record }
    }

    /// Reads a code as people paste it: alone or at the end of its link, with white space around, broken over
    /// lines, in capitals.
    ///
    /// # Errors
    /// `usage` when it is no code, or its checksum shows that it was mistyped. The message never repeats it.
    pub fn parse(given: &str) -> Result<Self> {
        if given.trim().is_empty() {
            return Err(Error::usage("no code was given").hint(Hint::plain(WHERE)));
        }
        let text = canonical(given).ok_or_else(malformed)?;
        let (kind, rest) = CodeKind::ALL
            .into_iter()
            .find_map(|kind| Some((kind, text.strip_prefix(kind.prefix())?)))
            .ok_or_else(malformed)?;
        let (digits, letters) = rest.split_once('_').ok_or_else(malformed)?;
        let record = record_number(digits).ok_or_else(malformed)?;
        let whole = letters.len() == SECRET_LETTERS + CHECK_LETTERS && letters.bytes().all(|b| symbol(b).is_some());
        if !whole {
            return Err(malformed());
        }
        let (payload, check) = text.split_at(text.len() - CHECK_LETTERS);
        if !check.chars().eq(checksum(payload)) {
            return Err(Error::usage("the code is mistyped: a letter or digit of it is wrong").hint(Hint::plain(WHERE)));
        }
        Ok(Self { kind, record, text })
    }

    /// This code, if it is for `kind`.
    ///
    /// # Errors
    /// `usage` otherwise, saying what it is for.
    pub fn expect(self, kind: CodeKind) -> Result<Self> {
        if self.kind == kind {
            return Ok(self);
        }
        Err(Error::usage(format!("this is a code for {}, not for {}", self.kind.purpose(), kind.purpose())))
    }

    pub const fn kind(&self) -> CodeKind {
        self.kind
    }

    /// The number of the record to look up.
    pub const fn record(&self) -> i64 {
        self.record
    }

    /// The secret itself, for the mail and for `--show-link` only.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// What the database keeps instead of the code: its SHA-256. A random code needs no slower hash.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    /// Reads a code of this kind.
    ///
    /// # Errors
    /// `usage` when it is mistyped, with the prefix of this kind, or when it is of another kind.
    pub fn parse_as(kind: CodeKind, text: &str) -> Result<Self> {
        let whole = format!("copy the whole code from the mail, from `{}` to its end", kind.prefix());
        Self::parse(text).map_err(|_| Error::usage(MALFORMED).hint(Hint::plain(whole)))?.expect(kind)
    }

    /// Whether `digest` is that of this code, in a time that does not show how much of it agrees.
    pub fn matches(&self, digest: &[u8]) -> bool {
        self.digest().ct_eq(digest).into()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}_…", self.kind.prefix(), self.record)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

/// `text` with everything masked that is shaped like a code, whole or cut short, right or mistyped:
/// `pci_31_…`. For whatever is kept or shown: errors, audit, logs, a server's words.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some((start, end)) = find(text, from) {
        masked.push_str(&text[copied..start]);
        masked.push('…');
        copied = end;
        from = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[copied..]);
    Cow::Owned(masked)
}

/// Whether something in `text` is shaped like a code.
pub fn is_code_shaped(text: &str) -> bool {
    find(text, 0).is_some()
}

/// `text`, unless something in it is shaped like a code: anyone who reads the text could use it.
///
/// # Errors
/// `usage`, calling the text `field`. The message does not repeat the code.
pub fn without_code(field: &'static str, text: String) -> Result<String> {
    if is_code_shaped(&text) {
        return Err(Error::usage(format!("the {field} has something in it that is shaped like a code"))
            .hint(Hint::plain("take it out: a code is only for the person it was mailed to"))
            .fact("field", field));
    }
    Ok(text)
}

const WHERE: &str = "copy the whole code from the mail, from `pci_`, `pcl_`, `pcs_` or `pcp_` to its end";
const MALFORMED: &str = "this is not a code, or part of it is missing or mistyped";

fn malformed() -> Error {
    Error::usage(MALFORMED).hint(Hint::plain(WHERE))
}

/// Lower case, without what mail programs put in, and without the link before it.
fn canonical(given: &str) -> Option<Zeroizing<String>> {
    if given.len() > LONGEST_INPUT {
        return None;
    }
    let put_in = |c: char| c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let mut text = Zeroizing::new(String::with_capacity(given.len()));
    text.extend(given.chars().filter(|c| !put_in(*c)).map(|c| c.to_ascii_lowercase()));
    let start = if text.contains("://") { text.rfind(['/', '#', '=', '?']).map_or(0, |at| at + 1) } else { 0 };
    text.drain(..start);
    Some(text)
}

fn record_number(digits: &str) -> Option<i64> {
    let canonical = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| canonical)
}

/// The value of a letter or digit of the base 32 alphabet.
fn symbol(byte: u8) -> Option<u8> {
    match byte {
        b'a'..=b'z' => Some(byte - b'a'),
        b'2'..=b'7' => Some(byte - b'2' + 26),
        _ => None,
    }
}

/// Two check letters over GF(32), the plain sum and the sum weighted by powers of a generator, as in a
/// Reed-Solomon code: every single wrong character and every swap of two neighbours changes one of them.
fn checksum(payload: &str) -> [char; CHECK_LETTERS] {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    /// x⁵ + x² + 1, for which x generates all 31 powers.
    const REDUCE: u8 = 0b10_0101;
    let (mut sum, mut weighted) = (0_u8, 0_u8);
    let mut in_number = false;
    for byte in payload.bytes() {
        let value = match byte {
            b'_' => {
                in_number = !in_number;
                continue;
            }
            b'0'..=b'9' if in_number => byte - b'0',
            _ => symbol(byte).unwrap_or_default(),
        };
        let shifted = weighted << 1;
        weighted = (if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ REDUCE }) ^ value;
        sum ^= value;
    }
    [sum, weighted].map(|value| char::from(ALPHABET[usize::from(value)]))
}

/// Where the next secret part of something shaped like a code begins and ends, at or after `from`.
fn find(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let run = |mut at: usize, wanted: fn(&u8) -> bool| {
        while bytes.get(at).is_some_and(wanted) {
            at += 1;
        }
        at
    };
    (from..bytes.len().saturating_sub(4)).filter(|at| is_prefix(&bytes[*at..])).find_map(|at| {
        let number = at + 4;
        let after = run(number, u8::is_ascii_digit);
        let secret = after + 1;
        // Underscores too, or the second of two codes that run together would lose its prefix to the first.
        let end = run(secret, |b| b.is_ascii_alphanumeric() || *b == b'_');
        (after > number && bytes.get(after) == Some(&b'_') && end > secret).then_some((secret, end))
    })
}

fn is_prefix(bytes: &[u8]) -> bool {
    CodeKind::ALL.iter().any(|kind| bytes[..4].eq_ignore_ascii_case(kind.prefix().as_bytes()))
}
