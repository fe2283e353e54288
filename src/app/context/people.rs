//! The right person, the wrong client: the likeliest slip of all (SPEC 3.5), and the near miss (SPEC 3.6).

use super::Context;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::domain::reference::ClientRef;
use crate::error::{Error, Result};
use crate::ops::desk::Mode;
use crate::ops::reach;
use crate::ops::resolve::{self, ClientSeen};
use crate::store::client::{self, ClientRow};
use crate::term::Keyboard;

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
        let cautions = self.cautions(Some(seen.row.id), people)?;
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
            let typed = self.ask_word(&question, seen.row.slug.as_str());
            typed.map_err(|error| self.near_miss(error))?;
        }
        Ok(seen)
    }

    /// What should give pause about people in a client, for the banner: `address of big-show (C100002-4)`. `here` is the
    /// client that is meant; `None` is one that is only being made.
    ///
    /// # Errors
    /// `failed`.
    pub fn cautions(&mut self, here: Option<ClientId>, people: &[&Email]) -> Result<Vec<String>> {
        let now = self.now;
        self.read(|tx, actor| {
            let mut cautions = Vec::new();
            for person in people {
                for other in resolve::belongs_elsewhere(tx, actor, person, here, now)? {
                    let whose = if people.len() == 1 { String::new() } else { format!("{person}: ") };
                    cautions.push(format!("{whose}address of {}", resolve::named(&other)));
                }
            }
            Ok(cautions)
        })
    }

    /// Has an address typed once more that gives pause in a command which names no client: `whose` says why. A script is
    /// warned (SPEC 3.5).
    ///
    /// # Errors
    /// `unconfirmed` when another word is typed.
    pub fn has_meant(&mut self, email: &Email, whose: &str) -> Result<()> {
        if self.mode() != Mode::Real || !self.prompter.can_ask(Keyboard::Stdin) {
            self.ui.warn(whose);
            return Ok(());
        }
        let question = format!("{whose}. Type the address again if it is meant");
        let typed = self.ask_word(&question, email.as_str());
        typed.map_err(|error| self.near_miss(error))
    }

    /// Shows whose it is, beside what was meant, where the word that was typed in a confirmation is the slug of another
    /// client (SPEC 3.6).
    pub fn near_miss(&mut self, error: Error) -> Error {
        let typed = error.facts().iter().find(|(key, _)| *key == "typed").map(|(_, typed)| typed.clone());
        let Some(typed) = typed else { return error };
        // The count behind the word is no part of the name.
        let word = typed.split(':').next().unwrap_or_default().to_owned();
        let (now, meant) = (self.now, self.care.last_named());
        let both = self.read(|tx, actor| {
            let Some((other, _)) = client::by_any_slug(tx, &word)? else { return Ok(None) };
            let is_another = Some(other.id) != meant && reach::sees(tx, actor, other.id, now)?;
            let meant = meant.map(|meant| client::by_id(tx, meant)).transpose()?.flatten();
            Ok(is_another.then_some((meant, other)))
        });
        let Ok(Some((meant, other))) = both else { return error };
        let error = match meant {
            None => error,
            Some(meant) => error
                .hint(format!("you named  {}", identity(&meant)))
                .fact("client_id", meant.id.to_string())
                .fact("client_slug", meant.slug.to_string()),
        };
        error
            .hint(format!("you typed  {}", identity(&other)))
            .fact("near_miss", other.id.to_string())
            .fact("near_miss_slug", other.slug.to_string())
    }
}

/// As on a banner.
fn identity(row: &ClientRow) -> String {
    let domain = row.domain.as_deref().unwrap_or("no domain");
    format!("{}  {}  {}  {domain}", row.slug, row.id, row.name)
}
