//! Private files and folders: their modes do not depend on the umask (SPEC 7).

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::error::{Error, Result};

/// Who may use our files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// The owner: files 0600, folders 0700.
    Owner,
    /// The members of one group: files 0660, secrets 0640, folders 2770.
    Group(u32),
}

impl Sharing {
    /// The mode of a data file.
    #[must_use]
    pub const fn file_mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Group(_) => 0o660,
        }
    }

    /// The mode of a file that holds a secret.
    #[must_use]
    pub const fn secret_mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Group(_) => 0o640,
        }
    }

    /// The mode of a folder.
    #[must_use]
    pub const fn folder_mode(self) -> u32 {
        match self {
            Self::Owner => 0o700,
            Self::Group(_) => 0o2770,
        }
    }
}

/// Creates a file that must not exist, with its content, its mode, and its group.
///
/// # Errors
/// `failed`, naming the path.
pub fn create(path: &Path, content: &[u8], mode: u32, sharing: Sharing) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .map_err(|error| cannot("create", path, &error))?;
    settle(path, mode, sharing)?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(|error| cannot("write", path, &error))
}

/// Creates a folder unless it exists, with its mode and group; parents that are missing too.
///
/// # Errors
/// `failed`, naming the path.
pub fn create_folder(path: &Path, sharing: Sharing) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.exists()) {
        create_folder(parent, sharing)?;
    }
    fs::create_dir(path).map_err(|error| cannot("create", path, &error))?;
    settle(path, sharing.folder_mode(), sharing)
}

/// Sets mode and group, whatever the umask made of them.
///
/// # Errors
/// `failed`, naming the path.
pub fn settle(path: &Path, mode: u32, sharing: Sharing) -> Result<()> {
    if let Sharing::Group(group) = sharing {
        std::os::unix::fs::chown(path, None, Some(group)).map_err(|error| cannot("give to its group", path, &error))?;
    }
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|error| cannot("set the mode of", path, &error))
}

/// As [`settle`], unless the file belongs to somebody else, who settled it.
///
/// # Errors
/// `failed`, naming the path.
pub fn settle_own(path: &Path, mode: u32, sharing: Sharing) -> Result<()> {
    match settle(path, mode, sharing) {
        Err(_) if is_open_to(path, sharing) => Ok(()),
        result => result,
    }
}

/// Whether those who share the database may write this file, or work in this folder.
#[must_use]
pub fn is_open_to(path: &Path, sharing: Sharing) -> bool {
    let Ok(meta) = fs::metadata(path) else { return false };
    match sharing {
        Sharing::Owner => true,
        Sharing::Group(group) => {
            let wanted = if meta.is_dir() { 0o070 } else { 0o060 };
            meta.gid() == group && meta.mode() & wanted == wanted
        }
    }
}

/// Flushes a folder, so that a file made or renamed in it is there after a power cut.
///
/// # Errors
/// `failed`, naming the path.
pub fn sync_folder(path: &Path) -> Result<()> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| cannot("flush", path, &error))
}

/// "cannot `what` `path`: why".
#[must_use]
pub fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::failed(format!("cannot {what} {}: {error}", path.display()))
}
