//! How many connections are open at once. When there are too many, the one that has waited longest without a request
//! gives way, so that those who hold connections open and send nothing shut no one out.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// The connections of a server.
#[derive(Debug)]
pub struct Connections {
    most: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// By age: the oldest has the lowest number.
    by_age: BTreeMap<u64, Arc<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    busy: AtomicBool,
    give_way: Notify,
}

/// One connection that is open. Dropping it makes room.
#[derive(Debug)]
pub struct Connection {
    number: u64,
    shared: Arc<Shared>,
    all: Arc<Connections>,
}

impl Connections {
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// Lets a connection in. `None` when all others are at work on a request.
    pub fn admit(self: &Arc<Self>) -> Option<Connection> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.by_age.len() >= self.most {
            let idle = open.by_age.iter().find(|(_, shared)| !shared.busy.load(Ordering::Acquire));
            let oldest = idle.map(|(number, _)| *number)?;
            if let Some(shared) = open.by_age.remove(&oldest) {
                shared.give_way.notify_one();
            }
        }
        let number = open.next;
        open.next += 1;
        let shared = Arc::new(Shared::default());
        open.by_age.insert(number, Arc::clone(&shared));
        Some(Connection { number, shared, all: Arc::clone(self) })
    }
}

impl Connection {
    /// Says that a request is being answered, until what it returns is dropped.
    pub fn busy(&self) -> Busy {
        self.shared.busy.store(true, Ordering::Release);
        Busy(Arc::clone(&self.shared))
    }

    /// Ends when the connection is to give way.
    pub async fn must_give_way(&self) {
        self.shared.give_way.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.open.lock().unwrap_or_else(PoisonError::into_inner).by_age.remove(&self.number);
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct Busy(Arc<Shared>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oldest_idle_connection_gives_way() {
        let all = Connections::new(2);
        let first = all.admit().unwrap();
        let second = all.admit().unwrap();
        let at_work = first.busy();
        let third = all.admit().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(second.must_give_way());
        let also_at_work = third.busy();
        assert!(all.admit().is_none());
        drop(also_at_work);
        assert!(all.admit().is_some());
        drop((first, at_work));
    }
}
