//! The transport `file`: each mail becomes `msg_8.eml` in the outbox folder, for any mail program to open
//! (docs/mail.md).

use std::fs::{File, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::{fs, io};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, openat, renameat};
use nix::sys::stat::Mode;
use nix::unistd::{UnlinkatFlags, linkat, unlinkat};

use crate::domain::authority::Verb;
use crate::domain::id::MailId;
use crate::error::{Error, Result, hint};

use super::transport::{Finding, Handed, Outgoing, Refusal, Transport};

/// The most of a file that is read to find its Message-ID.
const LONGEST_HEAD: u64 = 64 << 10;

/// The permissions of what is made (docs/reference.md#data).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    pub folder: u32,
    pub file: u32,
    /// The group to which the folder is given; the mails in it follow.
    pub group: Option<u32>,
}

/// The outbox folder as a transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub path: PathBuf,
    pub modes: Modes,
}

impl Modes {
    pub const PRIVATE: Self = Self { folder: 0o700, file: 0o600, group: None };

    /// For a group that shares the database (`init --group`).
    pub const fn shared(group: u32) -> Self {
        Self { folder: 0o2770, file: 0o660, group: Some(group) }
    }
}

impl Transport for Folder {
    fn offer(&mut self, _: &Outgoing) -> Result<(), Refusal> {
        Ok(())
    }

    fn commit(&mut self, mail: &Outgoing) -> Result<Handed, Refusal> {
        write(&self.path, mail.id, &mail.message, self.modes)
            .map(Handed::Written)
            .map_err(|error| Refusal::NotNow(error, None))
    }

    fn check(&mut self) -> Result<Vec<Finding>> {
        Opened::at(&self.path, self.modes)
            .and_then(|folder| folder.create(".check.part".to_owned()).map(drop))
            .map_err(|error| Error::failed(format!("cannot write to {}: {error}", self.path.display())))?;
        Ok(vec![Finding { what: "folder", found: format!("mails can be written to {}", self.path.display()) }])
    }
}

/// Writes `message` as `id`.eml into `folder`, which is made if it is not there, and returns its path. The file is
/// there whole or not at all, and on the disk when this returns. The same mail again, by its Message-ID, replaces it.
///
/// # Errors
/// `failed` when it cannot be written, when the folder is a symbolic link, or when another mail has that name.
pub fn write(folder: &Path, id: MailId, message: &[u8], modes: Modes) -> Result<PathBuf> {
    let path = folder.join(format!("{id}.eml"));
    put(folder, &id.to_string(), message, modes).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Error::failed(format!("{} is there already and is another mail; it was left alone", path.display()))
                .hint(hint!["it may be of another database: move it away; ", Verb::MailDeliver.step(), " tries again"])
        }
        _ => Error::failed(format!("cannot write {}: {error}", path.display())).hint(hint![
            "fix that; once its next try is due, ",
            Verb::MailDeliver.step(),
            " delivers it"
        ]),
    })?;
    Ok(path)
}

fn put(folder: &Path, name: &str, message: &[u8], modes: Modes) -> io::Result<()> {
    let folder = Opened::at(folder, modes)?;
    put_in(&folder, name, message, modes)
}

/// The name of the file while it is written is always the same, so that what a killed process left behind, with a code
/// in it, goes when the mail is written again.
fn put_in(folder: &Opened, name: &str, message: &[u8], modes: Modes) -> io::Result<()> {
    let mut unfinished = folder.create(format!(".{name}.part"))?;
    unfinished.file.write_all(message)?;
    unfinished.file.set_permissions(Permissions::from_mode(modes.file))?;
    unfinished.file.sync_all()?;
    let finished = format!("{name}.eml");
    match unfinished.name(&finished) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if !is_same_mail(folder, &finished, message)? {
                return Err(error);
            }
            unfinished.replace(&finished)?;
        }
        named => named?,
    }
    drop(unfinished);
    folder.sync()
}

fn is_same_mail(folder: &Opened, name: &str, message: &[u8]) -> io::Result<bool> {
    // Whatever cannot be opened so is no mail that was written here.
    let Ok(file) = folder.open(name) else { return Ok(false) };
    let mut head = Vec::new();
    file.take(LONGEST_HEAD).read_to_end(&mut head)?;
    Ok(message_id(&head).is_some_and(|id| message_id(message) == Some(id)))
}

/// The value of `Message-ID` among the headers.
fn message_id(message: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"message-id:";
    message
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .take_while(|line| !line.is_empty())
        .find(|line| line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME)))
        .and_then(|line| line.get(NAME.len()..))
        .map(<[u8]>::trim_ascii)
}

// An open folder, in which files are made and named relative to it: anyone who puts a link, or another folder, under
// its name meanwhile does not have anything written there.

#[derive(Debug)]
struct Opened(File);

/// A file in it that has no name of its own yet; gone again when dropped.
#[derive(Debug)]
struct Unfinished<'f> {
    folder: &'f Opened,
    name: String,
    file: File,
}

impl Opened {
    /// Opens a folder, which is made if it is not there.
    ///
    /// # Errors
    /// Those of the system; another one when a symbolic link, or no folder, has the name.
    fn at(path: &Path, modes: Modes) -> io::Result<Self> {
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
    fn create(&self, name: String) -> io::Result<Unfinished<'_>> {
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
    fn open(&self, name: &str) -> io::Result<File> {
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
    fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }
}

impl Unfinished<'_> {
    /// Gives it a name that nothing may have.
    ///
    /// # Errors
    /// Those of the system; `AlreadyExists` when something has the name.
    fn name(&self, name: &str) -> io::Result<()> {
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
    fn replace(&self, name: &str) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const FIRST: &[u8] = b"Subject: a\r\nMessage-ID: <8@x.example>\r\n\r\nfirst\r\n";
    const AGAIN: &[u8] = b"Message-Id:  <8@x.example> \r\n\r\nagain\r\n";
    const OTHER: &[u8] = b"Message-ID: <9@x.example>\r\n\r\nMessage-ID: <8@x.example>\r\n";

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn mail_is_private_file_in_private_folder() {
        let place = tempfile::tempdir().unwrap();
        let outbox = place.path().join("db.outbox");
        let path = write(&outbox, MailId::new(8), FIRST, Modes::PRIVATE).unwrap();
        assert_eq!(path, outbox.join("msg_8.eml"));
        assert_eq!(fs::read(&path).unwrap(), FIRST);
        assert_eq!((mode(&outbox), mode(&path)), (0o700, 0o600));
        assert_eq!(fs::read_dir(&outbox).unwrap().count(), 1, "nothing is left next to it");
    }

    #[test]
    fn leftover_of_a_kill_is_removed() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join(".msg_8.part"), "half a mail").unwrap();
        fs::write(place.path().join(".msg_9.part"), "another's").unwrap();
        let path = write(place.path(), MailId::new(8), FIRST, Modes::PRIVATE).unwrap();
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (FIRST.to_vec(), 0o600));
        let mut left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".msg_9.part", "msg_8.eml"]);
    }

    #[test]
    fn a_group_shares_what_is_made_for_it() {
        use std::os::unix::fs::MetadataExt;
        let place = tempfile::tempdir().unwrap();
        let outbox = place.path().join("db.outbox");
        let own = nix::unistd::getegid().as_raw();
        let path = write(&outbox, MailId::new(8), FIRST, Modes::shared(own)).unwrap();
        assert_eq!((mode(&outbox), mode(&path)), (0o2770, 0o660));
        assert_eq!((fs::metadata(&outbox).unwrap().gid(), fs::metadata(&path).unwrap().gid()), (own, own));
    }

    #[test]
    fn mail_replaces_only_itself() {
        let place = tempfile::tempdir().unwrap();
        let put = |message| write(place.path(), MailId::new(8), message, Modes::PRIVATE);
        let path = put(FIRST).unwrap();
        put(AGAIN).unwrap();
        assert_eq!(fs::read(&path).unwrap(), AGAIN);
        let error = put(OTHER).unwrap_err();
        assert!(error.message().contains("is another mail"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), AGAIN);
        fs::write(&path, "no mail at all").unwrap();
        put(FIRST).unwrap_err();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing is left next to it");
    }

    #[test]
    fn a_symbolic_link_is_never_followed() {
        let place = tempfile::tempdir().unwrap();
        let (real, link) = (place.path().join("real"), place.path().join("link"));
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, MailId::new(8), FIRST, Modes::PRIVATE).unwrap_err();
        fs::write(place.path().join("victim"), FIRST).unwrap();
        std::os::unix::fs::symlink(place.path().join("victim"), real.join("msg_8.eml")).unwrap();
        write(&real, MailId::new(8), AGAIN, Modes::PRIVATE).unwrap_err();
        assert_eq!(fs::read(place.path().join("victim")).unwrap(), FIRST);
    }

    /// A member of the group that shares the folder around it puts a link in its place at the worst moment.
    #[test]
    fn nothing_passes_a_swapped_folder() {
        let place = tempfile::tempdir().unwrap();
        let (outbox, victim) = (place.path().join("db.outbox"), place.path().join("victim"));
        fs::create_dir(&victim).unwrap();
        let folder = Opened::at(&outbox, Modes::PRIVATE).unwrap();
        fs::rename(&outbox, place.path().join("moved")).unwrap();
        std::os::unix::fs::symlink(&victim, &outbox).unwrap();
        put_in(&folder, "msg_8", FIRST, Modes::PRIVATE).unwrap();
        assert_eq!(fs::read_dir(&victim).unwrap().count(), 0);
        assert_eq!(fs::read(place.path().join("moved/msg_8.eml")).unwrap(), FIRST);
        assert!(write(&outbox, MailId::new(9), OTHER, Modes::PRIVATE).unwrap_err().message().contains("not a folder"));
    }

    #[test]
    fn unmakable_folder_keeps_mail_queued() {
        let place = tempfile::tempdir().unwrap();
        let error = write(&place.path().join("no/such"), MailId::new(8), FIRST, Modes::PRIVATE).unwrap_err();
        assert_eq!(error.code(), crate::error::Code::Failed);
        assert!(error.hints()[0].contains("<mail deliver>"));
    }
}
