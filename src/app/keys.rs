//! The key file beside the database, from which mailed codes are derived. It is never in the database or a backup.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use zeroize::Zeroizing;

use crate::domain::code::Key;
use crate::domain::paste::pasted;
use crate::error::{Error, Result};

use super::files::{self, Sharing};

/// Reads the key file.
///
/// # Errors
/// `failed` when it is missing (mailed codes still work, new ones cannot be made), damaged, or open to others.
pub fn read(path: &Path) -> Result<Key> {
    let meta = fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::failed(format!("the key file {} is missing", path.display()))
            .hint("put it back from where you keep it; codes that were mailed still work without it")
            .hint("if it is lost, `partnerctl init` makes a new one; then send again what had not left"),
        _ => files::cannot("read", path, &error),
    })?;
    if meta.mode() & 0o007 != 0 {
        return Err(Error::failed(format!("the key file {} is open to everybody", path.display()))
            .hint(pasted!("close it with `chmod o= {}`", path.display())));
    }
    let text = Zeroizing::new(fs::read(path).map_err(|error| files::cannot("read", path, &error))?);
    let bytes = data_encoding::HEXLOWER.decode(text.trim_ascii()).map(Zeroizing::new);
    let bytes = bytes.map_err(|_| Error::failed(format!("the key file {} is damaged", path.display())))?;
    Key::new(&bytes)
}

/// Writes a new key file unless there is one.
///
/// # Errors
/// `failed`.
pub fn create(path: &Path, random: &[u8; Key::SHORTEST], sharing: Sharing) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    let text = Zeroizing::new(data_encoding::HEXLOWER.encode(random) + "\n");
    files::create(path, text.as_bytes(), sharing.secret_mode(), sharing)
}
