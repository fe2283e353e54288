//! Files that are put where other programs look for them: each is whole or as it was, and one of another origin is never
//! replaced unseen.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::files::{self, Sharing, cannot};
use crate::error::{Error, Hint, Result};
use crate::temporary::Temporary;

/// A file to be installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    pub path: PathBuf,
    pub content: String,
}

/// What is at its place now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// The same content.
    Same,
    /// Another file that contains the mark of ours.
    Ours,
    /// A link, a folder, or a file of another origin.
    Foreign,
}

/// The longest file of ours that is looked at for its mark, in bytes.
const LONGEST: u64 = 1 << 20;

impl Installed {
    /// What is at its place; `mark` is a text that each version of ours contains.
    ///
    /// # Errors
    /// `failed` when it cannot be looked at.
    pub fn found(&self, mark: &str) -> Result<Found> {
        let meta = match fs::symlink_metadata(&self.path) {
            Ok(meta) => meta,
            // What is in its way is reported when it is written.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Found::Nothing);
            }
            Err(error) => return Err(cannot("look at", &self.path, &error)),
        };
        if meta.is_dir() {
            return Err(Error::failed(format!("{} is a folder", self.path.display())).hint(Hint::plain("move it away")));
        }
        if !meta.is_file() || meta.len() > LONGEST {
            return Ok(Found::Foreign);
        }
        let present = fs::read(&self.path).map_err(|error| cannot("read", &self.path, &error))?;
        Ok(match String::from_utf8(present) {
            Ok(present) if present == self.content => Found::Same,
            Ok(present) if present.contains(mark) => Found::Ours,
            _ => Found::Foreign,
        })
    }
}

/// Writes all of them, readable by everyone as such files are. Nothing is replaced before each was written under a
/// temporary name.
///
/// # Errors
/// `failed`, naming the path.
pub fn write<'a>(all: impl IntoIterator<Item = &'a Installed>) -> Result<()> {
    let mut staged: Vec<(Temporary, &Path)> = Vec::new();
    for file in all {
        let folder = file.path.parent().unwrap_or(Path::new("/"));
        create_folder(folder).map_err(|error| cannot("create", folder, &error))?;
        let temporary = files::temporary(folder, 0o644, Sharing::Owner)?;
        let written = temporary.as_file().write_all(file.content.as_bytes());
        written.and_then(|()| temporary.as_file().sync_all()).map_err(|error| cannot("write", &file.path, &error))?;
        staged.push((temporary, &file.path));
    }
    staged.into_iter().try_for_each(|(file, path)| file.persist(path).map_err(|error| cannot("write", path, &error)))
}

/// With the mode that other programs give their folders.
fn create_folder(path: &Path) -> io::Result<()> {
    let mut missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.is_dir()).collect();
    while let Some(folder) = missing.pop() {
        DirBuilder::new().create(folder)?;
        // Whatever the umask: other programs and people read it.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_of_another_origin_is_recognised() {
        let folder = tempfile::tempdir().unwrap();
        let file = Installed { path: folder.path().join("a/b.txt"), content: "ours 2\n".to_owned() };
        assert_eq!(file.found("ours").unwrap(), Found::Nothing);
        write([&file]).unwrap();
        assert_eq!(file.found("ours").unwrap(), Found::Same);
        fs::write(&file.path, "ours 1\n").unwrap();
        assert_eq!(file.found("ours").unwrap(), Found::Ours);
        fs::write(&file.path, "theirs\n").unwrap();
        assert_eq!(file.found("ours").unwrap(), Found::Foreign);
        fs::remove_file(&file.path).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &file.path).unwrap();
        assert_eq!(file.found("ours").unwrap(), Found::Foreign);
    }

    #[test]
    fn unwritable_file_leaves_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let good = Installed { path: folder.path().join("good"), content: "new".to_owned() };
        fs::write(&good.path, "old").unwrap();
        let bad = Installed { path: folder.path().join("good/bad"), content: "new".to_owned() };
        let error = write([&good, &bad]).unwrap_err();
        assert!(error.message().starts_with("cannot create"), "{error}");
        assert_eq!(fs::read_to_string(&good.path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
