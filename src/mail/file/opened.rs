//! An open folder, in which files are made and named relative to it: anyone who puts a link, or another folder, under
//! its name meanwhile does not have anything written there.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, openat, renameat};
use nix::sys::stat::Mode;
use nix::unistd::{UnlinkatFlags, linkat, unlinkat};

use super::Modes;

#[derive(Debug)]
pub(super) struct Opened(File);

/// A file in it that has no name of its own yet; gone again when dropped.
#[derive(Debug)]
pub(super) struct Unfinished<'f> {
    folder: &'f Opened,
    name: String,
    pub(super) file: File,
}

impl Opened {
    /// Opens a folder, which is made if it is not there.
    ///
    /// # Errors
    /// Those of the system; another one when a symbolic link, or no folder, has the name.
    pub(super) fn at(path: &Path, modes: Modes) -> io::Result<Self> {
        match open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => return opened.map(Self),
        }
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => {
                let folder = open(path)?;
                if modes.group.is_some() {
                    fchown(&folder, None, modes.group)?;
                }
                folder.set_permissions(Permissions::from_mode(modes.folder))?;
                Ok(Self(folder))
            }
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open(path).map(Self),
            Err(error) => Err(error),
        }
    }

    /// A new private file under this name. What a killed process left under it goes first.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn create(&self, name: String) -> io::Result<Unfinished<'_>> {
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        let create = || openat(&self.0, name.as_str(), flags, Mode::S_IRUSR | Mode::S_IWUSR);
        let made = match create() {
            Err(Errno::EEXIST) => {
                self.remove(&name)?;
                create()
            }
            made => made,
        };
        let file = File::from(made?);
        Ok(Unfinished { folder: self, name, file })
    }

    /// Opens a regular file in it to read; nothing that would keep us waiting, and no link.
    ///
    /// # Errors
    /// Those of the system; another one when it is no regular file.
    pub(super) fn open(&self, name: &str) -> io::Result<File> {
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let file = File::from(openat(&self.0, name, flags, Mode::empty())?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is not a regular file")) }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, UnlinkatFlags::NoRemoveDir)?)
    }

    /// Has the names in it outlast a power failure.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }
}

impl Unfinished<'_> {
    /// Gives it a name that nothing may have.
    ///
    /// # Errors
    /// Those of the system; `AlreadyExists` when something has the name.
    pub(super) fn name(&self, name: &str) -> io::Result<()> {
        let folder = &self.folder.0;
        match linkat(folder, self.name.as_str(), folder, name, AtFlags::empty()) {
            // A file system without second names.
            Err(Errno::EPERM | Errno::ENOTSUP | Errno::ENOSYS) => match self.folder.open(name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.replace(name),
                Err(error) => Err(error),
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            },
            named => Ok(named?),
        }
    }

    /// Gives it a name, in place of what has it.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn replace(&self, name: &str) -> io::Result<()> {
        let folder = &self.folder.0;
        Ok(renameat(folder, self.name.as_str(), folder, name)?)
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        // It is gone where it was renamed.
        let _ = self.folder.remove(&self.name);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let flags = (OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC).bits();
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    opened.map_err(|error| match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::ELOOP | Errno::ENOTDIR) => io::Error::other("the outbox is not a folder"),
        _ => error,
    })
}
