//! Whether only those whom we trust can change a file that we run or believe: anyone who can write it, or replace it in
//! its folder, would be us.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::{fmt, io};

use nix::unistd::geteuid;

/// Others may not replace what is not theirs in such a folder.
const STICKY: u32 = 0o1000;

/// Why a file is not to be trusted.
#[derive(Debug)]
pub enum Untrusted {
    /// Others may write it, or work in this folder.
    Open(PathBuf, u32),
    Owned(PathBuf, u32),
    /// It cannot be looked at.
    Unseen(PathBuf, io::Error),
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(path, mode) => write!(f, "others can write {} (mode {mode:04o})", path.display()),
            Self::Owned(path, owner) => write!(f, "{} belongs to another account (uid {owner})", path.display()),
            Self::Unseen(path, error) => write!(f, "{} cannot be looked at: {error}", path.display()),
        }
    }
}

impl Untrusted {
    /// The path that others must not be able to write any more, if that is all.
    pub fn open_path(&self) -> Option<&Path> {
        match self {
            Self::Open(path, _) => Some(path),
            Self::Owned(..) | Self::Unseen(..) => None,
        }
    }
}

/// Whether only root, this account and the members of `group` can change this file or put another in its place.
///
/// # Errors
/// Who else can.
pub fn trusted(path: &Path, group: Option<u32>) -> Result<(), Untrusted> {
    let real = fs::canonicalize(path).map_err(|error| Untrusted::Unseen(path.to_owned(), error))?;
    let file = look(&real)?;
    is_closed(&real, &file, group)?;
    is_ours(&real, &file, group)?;
    for end in [real.as_path(), path] {
        for folder in end.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            let meta = look(folder)?;
            if meta.mode() & STICKY == 0 {
                is_closed(folder, &meta, group)?;
            }
        }
    }
    let folder = real.parent().unwrap_or(Path::new("/"));
    is_ours(folder, &look(folder)?, group)
}

fn look(path: &Path) -> Result<Metadata, Untrusted> {
    fs::metadata(path).map_err(|error| Untrusted::Unseen(path.to_owned(), error))
}

fn is_closed(path: &Path, meta: &Metadata, group: Option<u32>) -> Result<(), Untrusted> {
    let trusted_group = meta.gid() == 0 || group == Some(meta.gid());
    let open = if trusted_group { 0o002 } else { 0o022 };
    if meta.mode() & open == 0 { Ok(()) } else { Err(Untrusted::Open(path.to_owned(), meta.mode() & 0o7777)) }
}

fn is_ours(path: &Path, meta: &Metadata, group: Option<u32>) -> Result<(), Untrusted> {
    let owner = meta.uid();
    let ours = owner == 0 || owner == geteuid().as_raw() || group == Some(meta.gid());
    if ours { Ok(()) } else { Err(Untrusted::Owned(path.to_owned(), owner)) }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn writable_by_others_is_not_trusted() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("bin");
        let program = folder.join("program");
        fs::create_dir(&folder).unwrap();
        fs::write(&program, "").unwrap();
        mode(&folder, 0o755);
        mode(&program, 0o755);
        trusted(&program, None).unwrap();
        mode(&program, 0o757);
        assert!(matches!(trusted(&program, None), Err(Untrusted::Open(path, 0o757)) if path.ends_with("program")));
        mode(&program, 0o755);
        mode(&folder, 0o777);
        assert!(matches!(trusted(&program, None), Err(Untrusted::Open(path, 0o777)) if path.ends_with("bin")));
        mode(&folder, 0o1777);
        trusted(&program, None).unwrap();
        let open = place.path().join("open");
        fs::create_dir(&open).unwrap();
        mode(&open, 0o777);
        symlink(&program, open.join("link")).unwrap();
        mode(&folder, 0o755);
        assert!(matches!(trusted(&open.join("link"), None), Err(Untrusted::Open(..))), "the link can be replaced");
        assert!(matches!(trusted(&open.join("none"), None), Err(Untrusted::Unseen(..))));
    }
}
