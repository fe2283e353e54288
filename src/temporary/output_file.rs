//! A file that a command writes where its user says: private to its owner, and put in place in one step, so that no one
//! ever reads half of it. What had its name is replaced.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::geteuid;

use super::Temporary;
use crate::error::Result;

/// As many symbolic links are followed, as the system does.
const MOST_LINKS: u32 = 40;

/// A file on its way to its place.
#[derive(Debug)]
pub struct OutputFile(Target);

#[derive(Debug)]
enum Target {
    /// To a private file next to the place, moved there at the end.
    File { temporary: Temporary, path: PathBuf },
    /// Straight into what is no regular file: a pipe, a terminal, `/dev/null`. Replacing those would be harm.
    Device(File),
}

impl OutputFile {
    /// Begins the file. Nothing is at `path` until [`OutputFile::finish`]. Until then it has a name that begins and ends as
    /// `name` says. While a reader of a pipe is waited for, `check` is asked whether to go on.
    ///
    /// # Errors
    /// Those of the system and of `check`; another one for a folder, and for a link or pipe of another account.
    pub fn create(path: &Path, name: (&str, &str), check: impl Fn() -> Result<()>) -> io::Result<Self> {
        // Behind symbolic links it is the file that is replaced, and not a link.
        let place = followed(path)?;
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder")),
            Ok(there) if !there.is_file() => return open_device(path, check).map(Target::Device).map(Self),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self(Target::File { temporary: Temporary::create(folder, name)?, path: place }))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of the system; what was there before is then untouched.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self.0 {
            Target::File { temporary, path } => {
                temporary.as_file().sync_all()?;
                temporary.persist(&path)?;
            }
            Target::Device(_) => {}
        }
        Ok(())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Target::File { temporary, .. } => temporary.as_file().write(bytes),
            Target::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Target::File { temporary, .. } => temporary.as_file().flush(),
            Target::Device(file) => file.flush(),
        }
    }
}

/// The place to which a path leads through symbolic links, also where nothing is there yet. A link or a pipe of another
/// account, anywhere on the way, would lead the rows of people who knows where.
///
/// # Errors
/// Those of the system; another one for a link or a pipe of another account.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut place = PathBuf::new();
    let mut ahead: Vec<OsString> = names(path);
    let mut links = 0;
    while let Some(name) = ahead.pop() {
        if name == ".." {
            // Nothing in `place` is a link any more.
            match place.file_name() {
                Some(_) => drop(place.pop()),
                None => place.push(".."),
            }
            continue;
        }
        place.push(&name);
        let Ok(meta) = fs::symlink_metadata(&place) else { continue };
        let is_trusted = meta.is_file() || meta.is_dir() || [0, geteuid().as_raw()].contains(&meta.uid());
        if !is_trusted {
            return Err(io::Error::other(format!(
                "{} is no regular file, and belongs to another account (uid {})",
                place.display(),
                meta.uid()
            )));
        }
        if meta.is_symlink() {
            links += 1;
            if links > MOST_LINKS {
                return Err(Errno::ELOOP.into());
            }
            let target = fs::read_link(&place)?;
            if target.is_absolute() {
                place = PathBuf::new();
            } else {
                place.pop();
            }
            ahead.extend(names(&target));
        }
    }
    Ok(place)
}

/// The names of a path, the first last.
fn names(path: &Path) -> Vec<OsString> {
    let named = path.components().filter(|part| *part != Component::CurDir);
    named.map(|part| part.as_os_str().to_owned()).rev().collect()
}

/// Opens a pipe once someone reads it, and anything else at once.
fn open_device(path: &Path, check: impl Fn() -> Result<()>) -> io::Result<File> {
    let flags = (OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).bits();
    let is_pipe = fs::metadata(path)?.file_type().is_fifo();
    loop {
        match OpenOptions::new().write(true).custom_flags(flags).open(path) {
            Err(error) if is_pipe && error.raw_os_error() == Some(Errno::ENXIO as i32) => {
                check().map_err(io::Error::other)?;
                std::thread::sleep(Duration::from_millis(20));
            }
            opened => {
                let file = opened?;
                // From now on a slow reader is waited for.
                fcntl(&file, FcntlArg::F_SETFL(OFlag::O_WRONLY))?;
                return Ok(file);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::temporary::TEMPORARY;

    fn write(path: &Path, text: &str) -> io::Result<()> {
        let mut file = OutputFile::create(path, TEMPORARY, || Ok(()))?;
        file.write_all(text.as_bytes())?;
        file.finish()
    }

    #[test]
    fn links_stay_and_lead_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("real/deep")).unwrap();
        for (link, target) in [("old", "real/old"), ("dangling", "real/deep/../new"), ("folder", "real/deep")] {
            symlink(target, at(link)).unwrap();
        }
        symlink(at("dangling"), at("twice")).unwrap();
        fs::write(at("real/old"), "before").unwrap();
        for (name, place) in
            [("old", "real/old"), ("dangling", "real/new"), ("twice", "real/new"), ("folder/x", "real/deep/x")]
        {
            write(&at(name), name).unwrap();
            assert_eq!(fs::read_to_string(at(place)).unwrap(), name);
            assert_eq!(at(name).is_symlink(), !name.contains('/'), "{name}");
        }
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        assert_eq!(write(&at("a"), "x").unwrap_err().raw_os_error(), Some(Errno::ELOOP as i32));
        symlink("no/such/folder", at("nowhere")).unwrap();
        assert_eq!(write(&at("nowhere"), "x").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(at("nowhere").is_symlink());
    }

    #[test]
    fn link_of_another_account_is_not_followed() {
        // Only root can give a link to another account.
        if !geteuid().is_root() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        for (link, target) in [("folder", "real"), ("file", "real/x"), ("real/inner", ".")] {
            symlink(target, at(link)).unwrap();
            std::os::unix::fs::lchown(at(link), Some(4711), Some(4711)).unwrap();
        }
        symlink("real/inner", at("own")).unwrap();
        for name in ["folder/x", "file", "own/x", "real/inner/x"] {
            let refused = write(&at(name), "x").unwrap_err().to_string();
            assert!(refused.contains("belongs to another account (uid 4711)"), "{name}: {refused}");
        }
        assert!(!at("real/x").exists());
    }
}
