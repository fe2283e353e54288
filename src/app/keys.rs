//! The key file next to the database, from which mailed codes are derived. It is never in the database or a backup.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use zeroize::Zeroizing;

use crate::domain::authority::Verb;
use crate::domain::code::Key;
use crate::error::{Error, Hint, Result, System, hint};

use super::files::{self, Sharing};

/// The most bytes of a key file that are read: twice what the longest key takes.
const LONGEST: u64 = 256;

/// What lies where the key file should be.
#[derive(Debug)]
pub enum KeyFileState {
    Key(Key),
    /// Nothing, or a file without a byte in it, which an `init` left that was stopped.
    Nothing,
}

/// Reads the key file.
///
/// # Errors
/// `failed` when it is missing (mailed codes still work, new ones cannot be made), damaged, or open to others.
pub fn read(path: &Path) -> Result<Key> {
    let file = files::open_to_read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::failed(format!("the key file {} is missing", path.display()))
            .hint(Hint::plain("put it back from where you keep it; codes that were mailed still work without it"))
            .hint(hint!["if it is lost, ", Verb::Init.step(), " makes a new one; then send again what had not left"]),
        _ => files::cannot("read", path, &error),
    })?;
    match parse(path, file)? {
        KeyFileState::Key(key) => Ok(key),
        KeyFileState::Nothing => Err(Error::failed(format!("the key file {} is empty", path.display()))
            .hint(Hint::plain("put it back from where you keep it; codes that were mailed still work without it"))
            .hint(hint!["if it is lost, ", Verb::Init.step(), " makes a new one; then send again what had not left"])),
    }
}

/// What lies where the key file should be, for `init`.
///
/// # Errors
/// As [`read`], but not for a missing or empty file.
pub fn look(path: &Path) -> Result<KeyFileState> {
    match files::open_to_read(path) {
        Ok(file) => parse(path, file),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(KeyFileState::Nothing),
        Err(error) => Err(files::cannot("read", path, &error)),
    }
}

fn parse(path: &Path, file: File) -> Result<KeyFileState> {
    let cannot = |error: &std::io::Error| files::cannot("read", path, error);
    let mode = file.metadata().map_err(|error| cannot(&error))?.mode();
    let mut text = Zeroizing::new(Vec::with_capacity(512));
    file.take(LONGEST).read_to_end(&mut text).map_err(|error| cannot(&error))?;
    if text.trim_ascii().is_empty() {
        return Ok(KeyFileState::Nothing);
    }
    if mode & 0o007 != 0 {
        return Err(Error::failed(format!("the key file {} is open to everyone", path.display())).hint(hint![
            "close it with ",
            System::ChangeMode { mode: "o=".to_owned(), path: path.display().to_string() }
        ]));
    }
    let bytes = data_encoding::HEXLOWER.decode(text.trim_ascii()).map(Zeroizing::new);
    let bytes = bytes.map_err(|_| Error::failed(format!("the key file {} is damaged", path.display())))?;
    Key::new(&bytes).map(KeyFileState::Key)
}

/// Writes a new key file: whole, or not at all.
pub fn write(path: &Path, random: &[u8; Key::SHORTEST], sharing: Sharing) -> Result<()> {
    let text = Zeroizing::new(data_encoding::HEXLOWER.encode(random) + "\n");
    files::replace(path, text.as_bytes(), sharing.secret_mode(), sharing)
}
