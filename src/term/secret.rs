//! Passwords and codes come in by standard input, by a private file or by a question without echo: never as an
//! argument or from the environment, where others can read them (docs/reference.md#commands).

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Interrupt;
use super::prompt::Prompter;
use super::waiting::Waiting;
use crate::domain::password;
use crate::domain::shell::shell_format;
use crate::error::capitalised;
use crate::error::{Code, Error, Result};
use crate::output::failure::reason;

/// The longest line that is read, in bytes. Passwords have at most 256 characters, codes fewer.
pub const MAX_BYTES: usize = 4096;

/// Where a secret comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The first line of standard input, `--…-stdin`.
    Stdin,
    /// The first line of a file that only its owner may read, `--…-file`.
    File(PathBuf),
    Ask,
}

/// Reads a secret, called `what` in questions and errors: `password`, `code`.
///
/// # Errors
/// `failed` when the file cannot be read, or others may read it; `usage` when the line is too long or not UTF-8;
/// `unconfirmed` when there is nothing; and what [`Prompter::secret`] gives.
pub fn read(
    source: &Source,
    what: &str,
    stdin: &mut dyn Read,
    prompter: &mut dyn Prompter,
) -> Result<Zeroizing<String>> {
    let secret = match source {
        Source::Stdin => first_line(stdin, "standard input", what)?,
        Source::File(path) => {
            let shown = path.display().to_string();
            first_line(&mut open_private(path, &shown, &prompter.interrupt())?, &shown, what)?
        }
        Source::Ask => prompter.secret(&capitalised(what))?,
    };
    let secret = without_mark(secret);
    if secret.is_empty() {
        return Err(Error::unconfirmed(format!("no {what} was given")));
    }
    Ok(secret)
}

/// The secret without the byte order mark that editors put at the beginning of a file.
fn without_mark(secret: Zeroizing<String>) -> Zeroizing<String> {
    match password::without_mark(&secret) {
        bare if bare.len() < secret.len() => Zeroizing::new(bare.to_owned()),
        _ => secret,
    }
}

/// Reads two secrets from the first two lines of standard input, called so in errors: the one that proves something,
/// and the one that is new.
///
/// # Errors
/// As [`read`].
pub fn two(stdin: &mut dyn Read, whats: [&str; 2]) -> Result<[Zeroizing<String>; 2]> {
    let mut next = |what: &str| {
        let line = without_mark(first_line(&mut OneByOne(stdin), "standard input", what)?);
        if line.is_empty() { Err(Error::unconfirmed(format!("no {what} was given"))) } else { Ok(line) }
    };
    Ok([next(whats[0])?, next(whats[1])?])
}

/// Takes no byte more than is asked for, so that the next line stays where it is.
struct OneByOne<'a>(&'a mut dyn Read);

impl Read for OneByOne<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = into.len().min(1);
        self.0.read(&mut into[..most])
    }
}

fn first_line(input: &mut dyn Read, name: &str, what: &str) -> Result<Zeroizing<String>> {
    // Room for a line end of two bytes.
    let mut bytes = Zeroizing::new(vec![0_u8; MAX_BYTES + 2]);
    let mut filled = 0;
    while filled < bytes.len() && !bytes[..filled].contains(&b'\n') {
        match input.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(name, &error)),
        }
    }
    let line = bytes[..filled].split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() > MAX_BYTES {
        return Err(Error::usage(format!("{name}: its first line is longer than {MAX_BYTES} bytes, so no {what}")));
    }
    match std::str::from_utf8(line) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Error::usage(format!("{name}: the {what} is not UTF-8"))),
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Error {
    let stopped = Error::of_io("", error);
    if stopped.code() == Code::Interrupted {
        return stopped;
    }
    Error::failed(format!("cannot read {name}: {}", reason(error)))
}

fn open_private(path: &Path, shown: &str, interrupt: &Interrupt) -> Result<Waiting<File>> {
    let cannot = |error: std::io::Error| Error::failed(format!("cannot read {shown}: {}", reason(&error)));
    let file = Waiting::open(path, interrupt).map_err(cannot)?;
    // Asked of the open file, not of the path, which could be another file by then.
    let metadata = file.file().metadata().map_err(cannot)?;
    if metadata.is_dir() {
        return Err(Error::failed(format!("cannot read {shown}: it is a directory")));
    }
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(Error::failed(format!("{shown} is open to others (mode {mode:04o}); a secret must be private"))
            .advice(shell_format!("make it private with `chmod 600 {}`", shown)));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::term::Keyboard;

    struct Answers(Vec<&'static str>);

    impl Prompter for Answers {
        fn can_ask(&self, _: Keyboard) -> bool {
            true
        }

        fn line(&mut self, _: &str, _: Keyboard) -> Result<String> {
            Err(Error::bug("not asked"))
        }

        fn secret(&mut self, _: &str) -> Result<Zeroizing<String>> {
            Ok(Zeroizing::new(self.0.remove(0).to_owned()))
        }

        fn choose(&mut self, _: &str, _: &[String]) -> Result<usize> {
            Err(Error::bug("not asked"))
        }
    }

    fn from_stdin(mut bytes: &[u8]) -> Result<String> {
        read(&Source::Stdin, "code", &mut bytes, &mut Answers(Vec::new())).map(|secret| secret.to_string())
    }

    #[test]
    fn standard_input_gives_its_first_line() {
        assert_eq!(from_stdin(b"pci_abc\n").unwrap(), "pci_abc");
        assert_eq!(from_stdin(b" spaces count \r\nsecond line").unwrap(), " spaces count ");
        assert_eq!(from_stdin("Pässword ohne Zeilenende".as_bytes()).unwrap(), "Pässword ohne Zeilenende");
        assert_eq!(from_stdin(&[b'x'; MAX_BYTES]).unwrap().len(), MAX_BYTES);
    }

    #[test]
    fn byte_order_mark_is_not_part_of_a_secret() {
        assert_eq!(from_stdin("\u{FEFF}pci_abc\r\n".as_bytes()).unwrap(), "pci_abc");
        assert_eq!(from_stdin("\u{FEFF}\n".as_bytes()).unwrap_err().code(), Code::Unconfirmed);
        let [old, new] = two(&mut "\u{FEFF}old one\nnew one".as_bytes(), ["old password", "new password"]).unwrap();
        assert_eq!((old.as_str(), new.as_str()), ("old one", "new one"));
    }

    #[test]
    fn two_secrets_are_on_two_lines() {
        let both = |mut bytes: &[u8]| two(&mut bytes, ["old password", "new password"]);
        let [old, new] = both(b"old one\r\n new one \nthird").unwrap();
        assert_eq!((old.as_str(), new.as_str()), ("old one", " new one "));
        for missing in [&b""[..], b"old one", b"old one\n", b"\nnew one"] {
            assert_eq!(both(missing).unwrap_err().code(), Code::Unconfirmed, "{missing:?}");
        }
        assert!(both(b"\nnew").unwrap_err().message().contains("old password"));
        assert!(both(b"old\n").unwrap_err().message().contains("new password"));
    }

    #[test]
    fn refused_secret_is_not_shown() {
        assert_eq!(from_stdin(b"").unwrap_err().code(), Code::Unconfirmed);
        assert_eq!(from_stdin(b"\nlater").unwrap_err().code(), Code::Unconfirmed);
        assert_eq!(from_stdin(b"gr\xfcn").unwrap_err().code(), Code::Usage);
        let long = from_stdin(&[b'x'; MAX_BYTES + 1]).unwrap_err();
        assert_eq!(long.code(), Code::Usage);
        assert!(!long.message().contains("xx"));
    }

    #[test]
    fn a_file_must_be_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, "correct horse battery\n").unwrap();
        for (mode, private) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let source = Source::File(path.clone());
            match read(&source, "password", &mut std::io::empty(), &mut Answers(Vec::new())) {
                Ok(secret) => assert!(private && *secret == "correct horse battery", "{mode:o}"),
                Err(error) => {
                    assert!(!private && error.code() == Code::Failed, "{error}");
                    assert!(error.hints()[0].contains("chmod 600"));
                }
            }
        }
    }
}
