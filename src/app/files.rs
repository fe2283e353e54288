//! Private files and folders: their modes do not depend on the umask (docs/reference.md#data).

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::unistd::geteuid;

use crate::domain::authority::Verb;
use crate::error::{Error, Result, System, TheRequest, hint};

use crate::temporary::{TEMPORARY, Temporary};

/// Who may use our files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// The owner: files 0600, folders 0700.
    Owner,
    /// The members of one group: files 0660, secrets 0640, folders 2770.
    Group(u32),
}

impl Sharing {
    /// The group, if there is one.
    #[must_use]
    pub const fn group(self) -> Option<u32> {
        match self {
            Self::Owner => None,
            Self::Group(group) => Some(group),
        }
    }

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
        .mode(0o600)
        .open(path)
        .map_err(|error| cannot("create", path, &error))?;
    settle(&file, path, mode, sharing)?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(|error| cannot("write", path, &error))
}

/// Writes a file under a temporary name and renames it, so that it is there whole or not at all. What has its name is
/// replaced.
///
/// # Errors
/// `failed`, naming the path; then nothing was replaced.
pub fn replace(path: &Path, content: &[u8], mode: u32, sharing: Sharing) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let file = temporary(folder, mode, sharing)?;
    let written = file.as_file().write_all(content).and_then(|()| file.as_file().sync_all());
    written.and_then(|()| file.persist(path)).map_err(|error| cannot("write", path, &error))?;
    sync_folder(folder)
}

/// A temporary file in `folder`, which is gone again when dropped. What killed processes left there goes first.
///
/// # Errors
/// `failed`, naming the folder.
pub fn temporary(folder: &Path, mode: u32, sharing: Sharing) -> Result<Temporary> {
    let file = Temporary::create(folder, TEMPORARY).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::failed(format!("there is no folder {}", folder.display())),
        _ => cannot("write into", folder, &error),
    })?;
    settle(file.as_file(), file.path(), mode, sharing)?;
    Ok(file)
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
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => settle_folder(path, sharing),
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(cannot("create", path, &error)),
    }
}

/// Creates a folder of ours unless it exists, and gives one that exists and belongs to this account its mode and group.
///
/// # Errors
/// `failed`, naming the path, also when it is a symbolic link or no folder.
pub fn complete_folder(path: &Path, sharing: Sharing) -> Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => create_folder(path, sharing),
        Err(error) => Err(cannot("look at", path, &error)),
        Ok(meta) if !meta.is_dir() => Err(Error::failed(format!("{} is not a folder", path.display())).hint(hint![
            "move it away, and run ",
            Verb::Init.step(),
            " again"
        ])),
        Ok(meta) if meta.uid() == geteuid().as_raw() => settle_folder(path, sharing),
        Ok(_) => Ok(()),
    }
}

fn settle_folder(path: &Path, sharing: Sharing) -> Result<()> {
    let flags = (OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC).bits();
    let folder = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)
        .map_err(|error| cannot("set the mode of", path, &error))?;
    settle(&folder, path, sharing.folder_mode(), sharing)
}

/// Sets mode and group of an open file or folder, whatever the umask made of them. The descriptor is what is changed: in
/// a folder that a group shares, a member can put something else under its name at any time.
///
/// # Errors
/// `failed`, naming the path.
pub fn settle(file: &File, path: &Path, mode: u32, sharing: Sharing) -> Result<()> {
    if let Sharing::Group(group) = sharing {
        fchown(file, None, Some(group)).map_err(|error| cannot("give to its group", path, &error))?;
    }
    file.set_permissions(Permissions::from_mode(mode)).map_err(|error| cannot("set the mode of", path, &error))
}

/// Opens a file to read it: no symbolic link is refused, but nothing that would keep us waiting is opened, such as a pipe.
///
/// # Errors
/// Those of the system; another one when it is no regular file.
pub fn open_to_read(path: &Path) -> io::Result<File> {
    let flags = (OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok(file)
}

/// Opens the file that serves as a lock, or creates it. It must be a regular file of this account, or of the group that
/// shares the database, with no other name: in a folder that a group shares, a member may have put a link there, and what
/// it leads to would get its group and mode.
///
/// # Errors
/// `failed`, naming the path.
pub fn open_lock(path: &Path, sharing: Sharing) -> Result<File> {
    let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits();
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(flags)
        .open(path)
        .map_err(|error| match error.raw_os_error() {
        Some(code) if code == Errno::ELOOP as i32 => not_ours(path, "is a symbolic link"),
        _ => cannot("lock", path, &error),
    })?;
    let meta = file.metadata().map_err(|error| cannot("lock", path, &error))?;
    let is_own = meta.uid() == geteuid().as_raw();
    let is_shared = sharing == Sharing::Group(meta.gid());
    if !meta.is_file() {
        return Err(not_ours(path, "is not a regular file"));
    }
    if meta.nlink() != 1 {
        return Err(not_ours(path, "has a second name elsewhere"));
    }
    if !is_own && !is_shared {
        return Err(not_ours(path, &format!("belongs to another account (uid {})", meta.uid())));
    }
    if is_own {
        settle(&file, path, sharing.file_mode(), sharing)?;
    }
    Ok(file)
}

fn not_ours(path: &Path, what: &str) -> Error {
    Error::failed(format!("the lock file {} {what}; it was left as it is", path.display())).hint(hint![
        "see who put it there with ",
        System::ListFile { path: path.display().to_string() },
        ", and remove it with ",
        System::RemoveFile { path: path.display().to_string() }
    ])
}

/// Whether those who share the database may write this file, or work in this folder.
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
pub fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    let failed = Error::failed(format!("cannot {what} {}: {error}", path.display()));
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            failed.hint(hint!["the disk is full: make room, and run ", TheRequest, " again"])
        }
        _ => failed,
    }
}
