//! A world that stands still: copied as often as wanted, in memory where the machine offers that.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::World;

/// The files of a world and its time.
pub struct Frozen {
    folder: TempDir,
    now: i64,
    seed: u64,
}

impl World {
    /// A machine without a database, whose files are in memory where there is a folder for that.
    pub fn in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Self { folder, ..Self::empty() }
    }

    /// Stops its time.
    pub fn freeze(self) -> Frozen {
        Frozen { folder: self.folder, now: self.now, seed: self.seed }
    }
}

impl Frozen {
    /// A copy whose time goes on.
    pub fn thaw(&self) -> World {
        let world = World { now: self.now, seed: self.seed, ..World::in_memory() };
        copy(self.folder.path(), world.folder.path());
        world
    }
}

/// Copies what is in a folder, with its permissions.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
            fs::set_permissions(&target, entry.metadata().unwrap().permissions()).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
