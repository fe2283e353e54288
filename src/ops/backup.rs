//! Copies of the database (stub).
use crate::app::files::Sharing;
use crate::error::Result;
use crate::store::Store;
use std::path::Path;
/// Writes a copy.
/// # Errors
/// `failed`
pub fn write(_s: &Store, _p: &Path, _sh: Sharing) -> Result<()> {
    Ok(())
}
