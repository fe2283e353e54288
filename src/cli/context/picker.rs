//! Chooses the client of a read at a terminal, if the command names none: the person types a word, sees the clients
//! that it finds, and chooses one. A change never takes its client from a list
//! (docs/reference.md#never-the-wrong-client), and a script is asked nothing.

use crate::domain::class::Class;
use crate::domain::client::ClientState;
use crate::domain::id::ClientId;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::ops::client;
use crate::ops::client::find;
use crate::ops::resolve::ClientSeen;
use crate::term::Keyboard;

use super::Context;

impl Context {
    /// Whether someone can be asked for what the line lacks: a person at a terminal who reads what is printed.
    pub fn can_ask_reader(&self) -> bool {
        self.prompter.can_ask(Keyboard::Stdin) && self.ui.facts().stdout_tty && !self.prints_for_programs()
    }

    /// The client of a read that names none: the one that is chosen at the terminal, else the error `missing`.
    ///
    /// # Errors
    /// `missing` for changes, in scripts, with records for programs, with `--no-input`, and when nothing is typed;
    /// `unconfirmed` when one leaves the list; `usage` for an id with a wrong digit.
    pub fn pick_client(&mut self, missing: Error) -> Result<ClientSeen> {
        if self.guard.class() != Class::Read || !self.can_ask_reader() {
            return Err(missing);
        }
        loop {
            let typed = self.prompter.line("Which client? A word to look for, or nothing to stop", Keyboard::Stdin)?;
            let words: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
            if words.is_empty() {
                return Err(missing);
            }
            let (mut items, more) = self.candidates(&words)?;
            if items.is_empty() {
                self.ui.note(&format!("no client is found by {typed}"));
                continue;
            }
            if more {
                self.ui.note("there are more; another word narrows them down");
            }
            let shown: Vec<String> = items.iter().map(|(_, shown)| shown.clone()).collect();
            let chosen = self.prompter.choose("Which one", &shown)?;
            let reference = ClientRef::parse(&items.swap_remove(chosen).0.to_string(), Forms::Exact)?;
            return self.client_for_read(&reference, "chosen");
        }
    }

    /// Those that are found by `words`, each with its line in the list.
    fn candidates(&mut self, words: &[String]) -> Result<(Vec<(ClientId, String)>, bool)> {
        let now = self.now;
        self.read(|tx, actor| {
            let found = find::find(tx, actor, words, now)?;
            let mut items = Vec::new();
            for hit in found.clients {
                let Some(row) = client::by_id(tx, hit.client)? else { continue };
                let domain = row.domain.as_deref().unwrap_or("no domain");
                let closed = if row.state == ClientState::Closed { "  closed" } else { "" };
                items.push((row.id, format!("{}  {}  {}  {domain}{closed}", row.slug, row.id, row.name)));
            }
            Ok((items, found.more))
        })
    }
}
