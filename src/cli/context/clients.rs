//! The client of a command: resolved, compared with every other source, and shown.

use crate::domain::authority::Sight;
use crate::domain::id::ClientId;
use crate::domain::reference::ClientRef;
use crate::error::{Error, Result};
use crate::ops::concerned::Concerned;
use crate::ops::resolve::ClientSeen;
use crate::ops::{reach, resolve};
use crate::term::Banner;

use super::Context;

/// How many clients are shown that no one named one by one.
const SHOWN: usize = 10;

impl Context {
    /// Resolves the client of a change: exact references only, open, in agreement with every other source, and
    /// shows it.
    ///
    /// # Errors
    /// `client_required`, `usage`, `not_found`, `client_state`, `client_mismatch`.
    pub fn client_for_change(&mut self, reference: &ClientRef, selected_by: &str) -> Result<ClientSeen> {
        let seen = self.see(reference, selected_by)?;
        self.must_be_open(&seen)?;
        self.show(&seen, &[]);
        Ok(seen)
    }

    /// # Errors
    /// `client_state`, of a double with the client that it was merged into.
    pub(super) fn must_be_open(&mut self, seen: &ClientSeen) -> Result<()> {
        let now = self.now;
        self.read(|tx, actor| resolve::must_not_be_merged(tx, actor, &seen.row, now))?;
        resolve::must_be_open(&seen.row)
    }

    /// As [`Context::client_for_change`], for changes that closed clients allow too.
    ///
    /// # Errors
    /// `usage`, `not_found`, `client_state` for a retired slug, `client_mismatch`.
    pub fn client_in_any_state_for_change(&mut self, reference: &ClientRef, selected_by: &str) -> Result<ClientSeen> {
        let seen = self.see(reference, selected_by)?;
        self.show(&seen, &[]);
        Ok(seen)
    }

    /// The client that a change names: what the reference names now, in agreement with every veto, where the actor has the
    /// command.
    pub(super) fn see(&mut self, reference: &ClientRef, selected_by: &str) -> Result<ClientSeen> {
        let now = self.now;
        self.on_one_snapshot(|cx| {
            let seen = cx.read(|tx, actor| resolve::client(tx, actor, reference, selected_by, now))?;
            cx.guard.name(seen.row.id);
            cx.agree(&seen)?;
            resolve::must_be_current(&seen)?;
            cx.must_have_right_in(&seen)?;
            Ok(seen)
        })
    }

    /// A user who does not have the command in the client is refused before anything is shown about its people (docs/reference.md#who-may-do-what).
    ///
    /// # Errors
    /// `denied`, `not_found`.
    pub(crate) fn must_have_right_in(&mut self, seen: &ClientSeen) -> Result<()> {
        let (now, Some(verb)) = (self.now, self.verb) else { return Ok(()) };
        self.read(|tx, actor| reach::must_have(tx, actor, verb, seen.row.id, now))
    }

    /// Whether there is a veto that changes of other clients run into.
    pub const fn expects_clients(&self) -> bool {
        self.expected.is_some()
    }

    /// Checks that no veto speaks against a change of this client (docs/reference.md#never-the-wrong-client).
    ///
    /// # Errors
    /// `client_mismatch`, listing each source and what it names.
    pub fn agree(&mut self, seen: &ClientSeen) -> Result<()> {
        let Some(expected) = self.expected.clone() else { return Ok(()) };
        let now = self.now;
        self.read(|tx, actor| resolve::agree(tx, actor, &seen.row, &seen.selected_by, &expected, now))
    }

    /// Checks that no veto speaks against marking this client as a look-alike of another: the mark is a change of both.
    ///
    /// # Errors
    /// `client_mismatch`; `not_found` for an id without a client.
    pub fn agree_on_lookalike(&mut self, lookalike: ClientId, named_by: &str) -> Result<()> {
        if !self.expects_clients() {
            return Ok(());
        }
        let now = self.now;
        let seen = self.read(|tx, actor| resolve::client_by_id(tx, actor, lookalike, named_by, now))?;
        self.agree(&seen)
    }

    /// Shows the clients that a change is about although no one named them one by one, the first few and how many more
    /// there are. A veto is held against each of them, and the change may touch each.
    ///
    /// # Errors
    /// `client_mismatch`.
    pub fn concern(&mut self, concerned: &Concerned) -> Result<()> {
        let (veto, now, mut shown) = (self.expects_clients(), self.now, 0);
        self.on_one_snapshot(|cx| {
            for (client, why) in concerned.iter() {
                if shown == SHOWN && !veto {
                    break;
                }
                let seen = cx.read(|tx, actor| resolve::client_by_id(tx, actor, client, why, now))?;
                cx.agree(&seen)?;
                if shown < SHOWN {
                    cx.show(&seen, &[]);
                    shown += 1;
                }
            }
            Ok(())
        })?;
        self.and_more(concerned.len() - shown);
        self.concerns(concerned.ids());
        Ok(())
    }

    /// The labels that the database must have, each with who says so.
    pub fn expected_labels(&self) -> &[(&'static str, String)] {
        &self.expected_labels
    }

    /// Checks that the database is the one that is meant: it too can be the wrong one.
    ///
    /// # Errors
    /// `client_mismatch`, naming who expects which label.
    pub fn agree_on_database(&self, label: &str) -> Result<()> {
        let others: Vec<String> = self
            .expected_labels
            .iter()
            .filter(|(_, expected)| expected != label)
            .map(|(source, expected)| format!("{source} expects {expected:?}"))
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        let database = self.database.to_string();
        Err(Error::client_mismatch(format!(
            "the database {database} is labelled {label:?}, but {}; nothing was done",
            others.join(" and ")
        ))
        .advice(
            "name the database that you mean with `--db PATH` or PARTNERCTL_DB; `partnerctl whoami` shows which it is",
        )
        .fact("database", database)
        .fact("label", label))
    }

    /// What `PARTNERCTL_EXPECT_CLIENT` names, for commands whose rows each name a client.
    pub fn expected_clients(&self) -> Option<Vec<ClientRef>> {
        self.expected.clone()
    }

    /// Resolves the client of a read: any exact form. Renamed and closed clients are shown with a note.
    ///
    /// # Errors
    /// `usage`, `not_found`, `ambiguous`.
    pub fn client_for_read(&mut self, reference: &ClientRef, selected_by: &str) -> Result<ClientSeen> {
        let now = self.now;
        let seen = self.read(|tx, actor| resolve::client_to_read(tx, actor, reference, selected_by, now))?;
        self.guard.name(seen.row.id);
        for note in resolve::notes(&seen) {
            self.ui.note(&note);
        }
        Ok(seen)
    }

    /// Shows the first few of many clients that a change is about, and how many more there are.
    pub fn show_some(&self, clients: &[ClientSeen]) {
        for client in clients.iter().take(SHOWN) {
            self.show(client, &[]);
        }
        self.and_more(clients.len().saturating_sub(SHOWN));
    }

    fn and_more(&self, count: usize) {
        match count {
            0 => {}
            1 => self.ui.context("▸ and 1 more client"),
            count => self.ui.context(&format!("▸ and {count} more clients")),
        }
    }

    /// Shows on standard error which client a change is about.
    pub fn show(&self, seen: &ClientSeen, cautions: &[String]) {
        self.show_with(seen, format!("from {}", seen.selected_by), cautions);
    }

    /// As [`Context::show`], for a client that nothing named: `source` says how it came here.
    pub fn show_with(&self, seen: &ClientSeen, source: String, cautions: &[String]) {
        let label = self.open.as_ref().map(|open| open.info.label.clone()).filter(|label| label != "live");
        let id = seen.row.id.to_string();
        // A dry run gives out no number.
        let is_kept = self.kept.as_ref().is_none_or(|kept| kept.keeps(&id));
        let client_id = if is_kept { id } else { "no id yet".to_owned() };
        self.ui.banner(&Banner {
            slug: seen.row.slug.to_string(),
            client_id,
            name: seen.row.name.clone(),
            domain: seen.row.domain.clone().filter(|_| seen.sight == Sight::Record),
            source,
            lookalikes: seen.lookalikes.iter().map(|(id, slug)| format!("{slug} ({id})")).collect(),
            cautions: cautions.to_vec(),
            label,
        });
    }
}

// The clients of a change that are named by something other than `--client`: by a code, or as a target of a request.

impl Context {
    /// Takes a client that was found for a change: current, open, in agreement with every other source, and shown.
    ///
    /// # Errors
    /// `client_state`, `client_mismatch`.
    pub fn take(&mut self, seen: &ClientSeen) -> Result<()> {
        self.guard.name(seen.row.id);
        resolve::must_be_current(seen)?;
        self.must_be_open(seen)?;
        self.agree(seen)?;
        self.show(seen, &[]);
        Ok(())
    }

    /// As [`Context::take`], for the client of a session, which may be closed by now.
    ///
    /// # Errors
    /// `client_mismatch`.
    pub fn take_in_any_state(&mut self, seen: &ClientSeen) -> Result<()> {
        self.guard.name(seen.row.id);
        self.agree(seen)?;
        self.show(seen, &[]);
        Ok(())
    }

    /// Whether the output is for programs.
    pub const fn prints_for_programs(&self) -> bool {
        self.request.format.is_machine()
    }

    /// Whether the output is records, rather than bare ids for people.
    pub fn prints_records(&self) -> bool {
        self.request.format.is_machine() || self.request.columns.is_some()
    }
}
