//! A world that does not change: its files are kept in memory, and copied as often as wanted. What several tests begin
//! with is made once for all of them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::path::{Path, PathBuf};

use super::World;
use super::postgres::Database;

/// The files of a world, its time, account and variables.
pub struct Frozen {
    files: Vec<Saved>,
    uid: u32,
    vars: BTreeMap<OsString, OsString>,
    now: i64,
    seed: u64,
    server: Option<Database>,
}

/// A file, or a folder where there is no content.
struct Saved {
    path: PathBuf,
    permissions: Permissions,
    content: Option<Vec<u8>>,
}

impl World {
    /// Stops its time.
    pub fn freeze(self) -> Frozen {
        let mut files = Vec::new();
        save(self.folder.path(), Path::new(""), &mut files);
        assert!(self.zone.name() == Some("UTC") && self.within.is_none(), "zone and folder are not kept");
        let server = self.server.clone();
        Frozen { files, uid: self.uid, vars: self.vars.clone(), now: self.now, seed: self.seed, server }
    }
}

impl Frozen {
    /// A copy whose time goes on.
    pub fn thaw(&self) -> World {
        let world = World {
            now: self.now,
            seed: self.seed,
            uid: self.uid,
            vars: self.vars.clone(),
            server: self.server.as_ref().map(Database::copy),
            ..World::empty()
        };
        for Saved { path, permissions, content } in &self.files {
            let path = world.folder.path().join(path);
            match content {
                Some(content) => fs::write(&path, content).unwrap(),
                None => fs::create_dir(&path).unwrap(),
            }
            fs::set_permissions(&path, permissions.clone()).unwrap();
        }
        world
    }
}

/// Reads what is in a folder, each folder before its files.
fn save(root: &Path, within: &Path, files: &mut Vec<Saved>) {
    for entry in fs::read_dir(root.join(within)).unwrap().map(Result::unwrap) {
        let path = within.join(entry.file_name());
        let permissions = entry.metadata().unwrap().permissions();
        if entry.file_type().unwrap().is_dir() {
            files.push(Saved { path: path.clone(), permissions, content: None });
            save(root, &path, files);
        } else {
            let content = Some(fs::read(entry.path()).unwrap());
            files.push(Saved { path, permissions, content });
        }
    }
}
