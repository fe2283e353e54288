//! The write guard's memory: which clients the running change named. What it says is set in the transaction before the
//! next statement that writes.

use std::cell::{Cell, RefCell};

use crate::store::deferred::{Opened, Unowned};

/// What may be written now, and whether the server knows.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    clients: RefCell<Vec<i64>>,
    unowned: Cell<Unowned>,
    is_set: Cell<bool>,
}

impl Guard {
    /// From now on rows of exactly these clients may be written, and rows of no client or not.
    pub(in crate::store) fn open(&self, opened: &Opened) {
        let clients = opened.clients.iter().map(|client| client.get());
        let mut allowed = self.clients.borrow_mut();
        if self.unowned.get() == opened.unowned && clients.clone().eq(allowed.iter().copied()) {
            return;
        }
        allowed.clear();
        allowed.extend(clients);
        self.unowned.set(opened.unowned);
        self.is_set.set(false);
    }

    /// From now on no row may be written.
    pub(in crate::store) fn close(&self) {
        self.open(&Opened::default());
    }

    /// The server has forgotten what it knew, as it does when a savepoint is rolled back or a transaction ends.
    pub(super) fn forget(&self) {
        self.is_set.set(false);
    }

    /// What the server has to know before a statement writes, if it does not know yet.
    pub(super) fn news(&self) -> Option<String> {
        if self.is_set.replace(true) {
            return None;
        }
        let clients: Vec<String> = self.clients.borrow().iter().map(i64::to_string).collect();
        let unowned = if self.unowned.get() == Unowned::Open { "open" } else { "" };
        Some(format!(
            "SELECT set_config('partnerctl.clients', '{{{}}}', true), set_config('partnerctl.unowned', '{unowned}', true)",
            clients.join(",")
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::id::ClientId;

    use super::*;

    #[test]
    fn server_hears_it_once_and_again_after_it_forgot() {
        let guard = Guard::default();
        guard.open(&Opened { clients: vec![ClientId::new(7), ClientId::new(9)], unowned: Unowned::Open });
        let news = guard.news().unwrap();
        assert!(news.contains("'{7,9}'") && news.contains("'open'"), "{news}");
        assert_eq!(guard.news(), None);
        guard.forget();
        assert_eq!(guard.news(), Some(news));
        guard.close();
        assert!(guard.news().unwrap().contains("'{}', true), set_config('partnerctl.unowned', ''"));
    }
}
