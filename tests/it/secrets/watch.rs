//! Looks at the list of processes again and again, as anyone on the machine can.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Looks until it is ended.
pub struct Watch {
    over: Arc<AtomicBool>,
    looking: JoinHandle<BTreeSet<Vec<u8>>>,
}

impl Watch {
    /// Begins to look at the processes that work with this database.
    pub fn over(database: &Path) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let (end, database) = (Arc::clone(&over), database.as_os_str().as_bytes().to_owned());
        let looking = thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !end.load(Ordering::Relaxed) {
                for process in fs::read_dir("/proc").unwrap().flatten() {
                    let number = process.file_name();
                    if !number.as_bytes()[0].is_ascii_digit() {
                        continue;
                    }
                    // It may be gone, or someone else's.
                    let read = |name: &str| fs::read(process.path().join(name)).unwrap_or_default();
                    let environment = read("environ");
                    if environment.windows(database.len()).any(|window| window == database) {
                        seen.insert([read("cmdline"), environment].concat());
                    }
                }
                thread::sleep(Duration::from_millis(3));
            }
            seen
        });
        Self { over, looking }
    }

    /// Arguments and environment of each process that was seen.
    pub fn end(self) -> BTreeSet<Vec<u8>> {
        self.over.store(true, Ordering::Relaxed);
        self.looking.join().unwrap()
    }
}
