//! The private file with the password for a mail server.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use nix::fcntl::OFlag;
use nix::unistd::geteuid;
use zeroize::Zeroizing;

use crate::domain::password;
use crate::error::{Error, Hint, Result, System, Wanted, hint};
use crate::mail::setting::set;
use crate::program::{self, Untrusted};

/// The longest password, in bytes.
const LONGEST: usize = 1024;

/// Where the password is, and who may read it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordFile {
    /// The file (`mail.smtp.password_file`).
    pub path: PathBuf,
    /// The group that shares the database (`init --group`), and so may share the password.
    pub group: Option<u32>,
}

impl PasswordFile {
    /// Looks whether it could be read, and by no one else.
    ///
    /// # Errors
    /// As when it is read.
    pub fn check(&self) -> Result<()> {
        self.read().map(drop)
    }

    /// Reads its first line.
    ///
    /// # Errors
    /// `failed` when it cannot be read, is no plain file, belongs to someone else, is open to others, or holds no
    /// password; the error names the file and what to do, never what is in it.
    pub(super) fn read(&self) -> Result<Zeroizing<String>> {
        let file = self.open()?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST + 2));
        file.take(LONGEST as u64 + 2).read_to_end(&mut bytes).map_err(|error| self.unreadable(&error))?;
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let shown = self.path.display();
        let unfit = |what: &str| {
            Error::failed(format!("the password file {shown} {what}"))
                .hint(Hint::plain(format!("write the password, and nothing else, into the first line of {shown}")))
        };
        if line.len() > LONGEST {
            return Err(unfit("has too long a first line for a password"));
        }
        match std::str::from_utf8(line).map(password::without_mark) {
            Ok("") => Err(unfit("has an empty first line")),
            Ok(text) if text.contains('\0') => Err(unfit("is no text")),
            Ok(text) => {
                password::must_be_seen(text).map_err(|error| unfit(&format!("cannot be used: {}", error.message())))?;
                Ok(Zeroizing::new(text.to_owned()))
            }
            Err(_) => Err(unfit("is no text in UTF-8")),
        }
    }

    fn open(&self) -> Result<File> {
        let shown = self.path.display();
        // Anyone who could put a link or a pipe there must not choose what we read, nor let us wait.
        let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(&self.path).map_err(|error| {
            if error.raw_os_error() == Some(nix::errno::Errno::ELOOP as i32) {
                return Error::failed(format!("the password file {shown} is a symbolic link"))
                    .hint(hint!["name the file itself with ", set("mail.smtp.password_file", &Wanted("FILE"))]);
            }
            self.unreadable(&error)
        })?;
        // Asked of the open file, not of the path, which could be another file by then.
        let meta = file.metadata().map_err(|error| self.unreadable(&error))?;
        if !meta.is_file() {
            return Err(Error::failed(format!("the password file {shown} is no plain file"))
                .hint(hint!["name another with ", set("mail.smtp.password_file", &Wanted("FILE"))]));
        }
        let shared = self.group == Some(meta.gid());
        let mode = meta.mode() & 0o7777;
        let open_to_others = if shared { mode & 0o037 } else { mode & 0o077 };
        if open_to_others != 0 {
            let right = if shared { "640" } else { "600" };
            return Err(Error::failed(format!("the password file {shown} is open to others (mode {mode:04o})")).hint(
                hint![
                    "make it private with ",
                    System::ChangeMode { mode: right.to_string(), path: shown.to_string() },
                    ", and change the password if others saw it"
                ],
            ));
        }
        let owner = meta.uid();
        if owner != 0 && owner != geteuid().as_raw() && !shared {
            return Err(Error::failed(format!("the password file {shown} belongs to someone else (uid {owner})"))
                .hint(hint![
                    "give it to the account that delivers mails: ",
                    System::ChangeOwner { user: geteuid().as_raw(), path: shown.to_string() }
                ]));
        }
        // Who can replace the file can have another password sent to the server, or read a new one.
        match program::trusted(&self.path, self.group) {
            Err(why @ Untrusted::Open(..)) => {
                let error = Error::failed(format!("the password file {shown} can be replaced: {why}"));
                Err(why.open_path().into_iter().fold(error, |error, path| {
                    error.hint(hint!["take that away with ", System::change_mode("go-w", path)])
                }))
            }
            _ => Ok(file),
        }
    }

    fn unreadable(&self, error: &io::Error) -> Error {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "write the password into it, or name another with",
            _ => "let the account that delivers mails read it, or name another with",
        };
        Error::failed(format!("cannot read the password file {}: {error}", self.path.display()))
            .hint(hint![format!("{hint} "), set("mail.smtp.password_file", &Wanted("FILE"))])
    }
}
