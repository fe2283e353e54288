//! The file with the certificates that we trust besides those of the system.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::program::{self, Untrusted};

/// The largest file, in bytes. That of a whole system has a quarter of it.
const LARGEST: u64 = 1 << 20;

/// Reads it. Anyone who could put another file there could pretend to be the mail server.
///
/// # Errors
/// Those of the system; another one when it is no regular file, too large, or open to others than `group`.
pub(super) fn read(path: &Path, group: Option<u32>) -> io::Result<Vec<u8>> {
    // A pipe must not let us wait.
    let flags = (OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut pem = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut pem)?;
    if pem.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    match program::trusted(path, group) {
        Err(why @ Untrusted::Open(..)) => Err(io::Error::other(format!("it can be replaced: {why}"))),
        Ok(()) | Err(_) => Ok(pem),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn no_pipe_or_endless_file_is_read() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("ca.pem");
        nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap();
        for odd in [path.as_path(), place.path(), Path::new("/dev/zero")] {
            assert!(read(odd, None).unwrap_err().to_string().contains("not a regular file"), "{odd:?}");
        }
        fs::remove_file(&path).unwrap();
        File::create(&path).unwrap().set_len(LARGEST + 1).unwrap();
        assert!(read(&path, None).unwrap_err().to_string().contains("larger than 1 MiB"));
        fs::write(&path, "pem").unwrap();
        assert_eq!(read(&path, None).unwrap(), b"pem");
        fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
        assert!(read(&path, None).unwrap_err().to_string().contains("can be replaced"));
    }
}
