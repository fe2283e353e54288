//! The clients that a change is about although no one named them one by one: those that a partner or a login reaches.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::id::ClientId;
use crate::error::{Error, Flag, Result, TheRequest, hint};

use super::resolve::ClientSeen;

/// Such clients, each with the reason that the banner shows.
#[derive(Debug, Clone, Default)]
pub struct Concerned(BTreeMap<ClientId, &'static str>);

impl Concerned {
    /// These clients, for one reason.
    pub fn because(why: &'static str, clients: impl IntoIterator<Item = ClientId>) -> Self {
        let mut concerned = Self::default();
        concerned.add(why, clients);
        concerned
    }

    /// These too. The first reason of a client stays.
    pub fn add(&mut self, why: &'static str, clients: impl IntoIterator<Item = ClientId>) {
        for client in clients {
            self.0.entry(client).or_insert(why);
        }
    }

    /// How many there are: the number that is confirmed.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each with its reason, by id.
    pub fn iter(&self) -> impl Iterator<Item = (ClientId, &'static str)> {
        self.0.iter().map(|(client, why)| (*client, *why))
    }

    /// Those of them that were not named by the operator, and so are not on the screen yet.
    pub fn beyond(&self, named: &[ClientSeen]) -> Self {
        let is_new = |client: &ClientId| !named.iter().any(|seen| seen.row.id == *client);
        Self(self.0.iter().filter(|(client, _)| is_new(client)).map(|(client, why)| (*client, *why)).collect())
    }

    pub fn ids(&self) -> BTreeSet<ClientId> {
        self.0.keys().copied().collect()
    }

    /// Whether these are the clients that were shown.
    ///
    /// # Errors
    /// `conflict`.
    pub fn must_be_as_shown(&self, shown: &Self, whom: &str) -> Result<()> {
        if self.0.keys().eq(shown.0.keys()) { Ok(()) } else { Err(moved(whom)) }
    }
}

/// What a person or a partner reaches or holds is not what was shown.
pub fn moved(whom: &str) -> Error {
    Error::conflict(format!(
        "what {whom} reaches or holds was changed by someone else after it was shown; nothing was changed"
    ))
    .hint(hint!["look again with ", Flag::DryRun, " and repeat ", TheRequest])
}
