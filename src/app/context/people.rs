//! The right person, the wrong client: the likeliest slip of all (SPEC 3.5), and the near miss (SPEC 3.6).

use super::Context;
use crate::domain::email::Email;
use crate::domain::reference::ClientRef;
use crate::error::{Error, Result};
use crate::ops::desk::Mode;
use crate::ops::reach;
use crate::ops::resolve::{self, ClientSeen};
use crate::store::client;
use crate::term::Keyboard;
use crate::term::prompt::confirm_word;

impl Context {
    /// As [`Context::client_for_change`], where the change is about `people`. An address that seems to belong to
    /// another client stands on the banner, and a terminal asks for the client's slug (SPEC 3.5).
    ///
    /// # Errors
    /// As [`Context::client_for_change`]; `unconfirmed` when another word is typed.
    pub fn client_for_change_of(
        &mut self,
        reference: &ClientRef,
        selected_by: &str,
        people: &[&Email],
    ) -> Result<ClientSeen> {
        let seen = self.see(reference, selected_by)?;
        resolve::must_be_current(&seen)?;
        resolve::must_be_open(&seen.row)?;
        let cautions = self.cautions(&seen, people)?;
        self.show(&seen, &cautions);
        let asks = self.mode() == Mode::Real && self.prompter.can_ask(Keyboard::Stdin);
        if !asks {
            // A script sees no banner with `--quiet`.
            for caution in &cautions {
                let whose = if people.len() == 1 { format!("{}: ", people[0]) } else { String::new() };
                self.ui.warn(&format!("{whose}{caution}, named with {}", resolve::named(&seen.row)));
            }
        } else if !cautions.is_empty() {
            let question = format!("{}. Type the slug of the client that you mean", cautions.join(", "));
            let typed = confirm_word(&mut *self.prompter, Keyboard::Stdin, &question, seen.row.slug.as_str());
            typed.map_err(|error| self.near_miss(error))?;
        }
        Ok(seen)
    }

    /// What should give pause about people in a client, for the banner: `address of big-show (C100002-4)`.
    fn cautions(&mut self, seen: &ClientSeen, people: &[&Email]) -> Result<Vec<String>> {
        let now = self.now;
        self.read(|tx, actor| {
            let mut cautions = Vec::new();
            for person in people {
                for other in resolve::belongs_elsewhere(tx, person, seen.row.id)? {
                    if reach::sees(tx, actor, other.id, now)? {
                        let whose = if people.len() == 1 { String::new() } else { format!("{person}: ") };
                        cautions.push(format!("{whose}address of {}", resolve::named(&other)));
                    }
                }
            }
            Ok(cautions)
        })
    }

    /// Says whose it is, where the word that was typed in a confirmation is the slug of another client (SPEC 3.6).
    pub fn near_miss(&mut self, error: Error) -> Error {
        let typed = error.facts().iter().find(|(key, _)| *key == "typed").map(|(_, typed)| typed.clone());
        let Some(typed) = typed else { return error };
        let now = self.now;
        let other = self.read(|tx, actor| {
            let Some((row, _)) = client::by_any_slug(tx, &typed)? else { return Ok(None) };
            Ok(reach::sees(tx, actor, row.id, now)?.then_some(row))
        });
        match other {
            Ok(Some(other)) => error
                .hint(format!("that is another client: {} {}", resolve::named(&other), other.name))
                .fact("near_miss", other.id.to_string()),
            _ => error,
        }
    }
}
