//! Checks an address of a change: whether it seems to belong to another client
//! (docs/reference.md#never-the-wrong-client), and whether it is one letter away from a known one
//! (docs/reference.md#confirmation).

use super::Context;
use crate::domain::client::ClientRow;
use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::name::Name;
use crate::domain::reference::ClientRef;
use crate::error::{Error, Result, Topic};
use crate::ops::elsewhere::{self, Allowance, Elsewhere, Meant};
use crate::ops::likeness;
use crate::ops::likeness::Likeness;
use crate::ops::resolve::{self, ClientSeen, NearMiss};
use crate::ops::unit_of_work::Mode;
use crate::term::Keyboard;

/// What a person who belongs elsewhere means for a command that names a client. A terminal asks for the slug of the
/// client, unless a flag has confirmed the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfElsewhere {
    Warn,
    /// A script needs the flag `--allow-elsewhere`.
    Confirm,
    Allow,
}

impl Context {
    /// As [`Context::client_for_change`], where the change is about `people`. An address that seems to belong elsewhere
    /// is shown on the banner, and has to be confirmed (`docs/reference.md`).
    ///
    /// # Errors
    /// As [`Context::client_for_change`]; `denied` to users who administer no one there; `unconfirmed` when another word
    /// is typed, or where a script did not confirm.
    pub fn client_for_change_of(
        &mut self,
        reference: &ClientRef,
        selected_by: &str,
        people: &[&Email],
        policy: IfElsewhere,
    ) -> Result<ClientSeen> {
        let seen = self.see(reference, selected_by)?;
        self.must_be_open(&seen)?;
        let found = self.elsewhere(Meant::Client(&seen.row), people)?;
        self.show(&seen, &cautions(&found, people));
        if found.is_empty() || policy == IfElsewhere::Allow {
            return Ok(seen);
        }
        if self.mode() == Mode::Real && self.prompter.can_ask(Keyboard::Stdin) {
            let elsewhere: Vec<String> = found.iter().map(|(email, other)| other.sentence(email)).collect();
            let question = format!(
                "{}, and the command names {}. Type the slug of the client that you mean",
                elsewhere.join("; "),
                resolve::named(&seen.row)
            );
            let typed = self.ask_word(&question, seen.row.slug.as_str());
            typed.map_err(|error| self.near_miss(error))?;
            return Ok(seen);
        }
        if policy == IfElsewhere::Confirm && self.mode() == Mode::Real {
            must_be_confirmed(&found, &seen)?;
        }
        // A script sees no banner with `--quiet`.
        for (email, other) in &found {
            self.ui.warn(&format!("{email}: {}, named with {}", other.caution(), resolve::named(&seen.row)));
        }
        Ok(seen)
    }

    fn elsewhere(&mut self, meant: Meant<'_>, people: &[&Email]) -> Result<Vec<(Email, Elsewhere)>> {
        let now = self.now;
        let found = self.read(|tx, actor| {
            let mut found = Vec::new();
            for person in people {
                let other = elsewhere::find(tx, actor, person, meant, now)?;
                found.extend(other.map(|other| ((*person).clone(), other)));
            }
            Ok(found)
        })?;
        for (email, other) in found.iter().filter(|(_, other)| other.is_unnamed()) {
            self.looked_up(other.sentence(email));
        }
        Ok(found)
    }

    /// Points out new addresses that are most likely a slip; returns them with what was probably meant.
    pub fn point_out_likeness(&mut self, seen: &ClientSeen, people: &[Email]) -> Result<Vec<(Email, Email)>> {
        let people: Vec<&Email> = people.iter().collect();
        let found = self.slips(Some(seen.row.id), &people)?;
        let warning = |(email, like): (&Email, Likeness)| {
            self.ui.warn(&likeness::sentence(email, &like));
            (email.clone(), like.meant().clone())
        };
        Ok(found.into_iter().map(warning).collect())
    }

    /// A warning for each new address that is one letter away from a known one, in a client or in one that is being made.
    pub fn likenesses(&mut self, client: Option<ClientId>, people: &[&Email]) -> Result<Vec<String>> {
        let found = self.slips(client, people)?;
        Ok(found.into_iter().map(|(email, like)| likeness::sentence(email, &like)).collect())
    }

    fn slips<'e>(&mut self, client: Option<ClientId>, people: &[&'e Email]) -> Result<Vec<(&'e Email, Likeness)>> {
        let mut known = likeness::Known::default();
        self.read(|tx, actor| {
            let mut found = Vec::new();
            for &email in people {
                found.extend(known.find(tx, actor, email, client)?.map(|like| (email, like)));
            }
            Ok(found)
        })
    }

    /// Owners of a new client who belong elsewhere, as cautions for its banner and as warnings.
    pub fn owners_elsewhere(&mut self, domain: Option<&DomainName>, owners: &[&Email]) -> Result<OwnersElsewhere> {
        let found = self.elsewhere(Meant::NewClient(domain), owners)?;
        let warnings = found.iter().map(|(email, other)| format!("{email}: {}", other.caution())).collect();
        let sentences = found.iter().map(|(email, other)| (email.clone(), other.sentence(email))).collect();
        Ok(OwnersElsewhere { cautions: cautions(&found, owners), warnings, sentences })
    }

    /// Has a new client confirmed at a terminal: its name where other clients have it too, and the address of each owner
    /// who belongs elsewhere.
    ///
    /// # Errors
    /// `unconfirmed` when another word is typed.
    pub fn has_meant_new_client(
        &mut self,
        name: &Name,
        namesakes: &[ClientRow],
        owners: &OwnersElsewhere,
        allowance: Allowance,
    ) -> Result<()> {
        if self.mode() != Mode::Real || !self.prompter.can_ask(Keyboard::Stdin) {
            return Ok(());
        }
        if !namesakes.is_empty() {
            let question = format!("{}. Type the name again if it is a different client", same_names(name, namesakes));
            let typed = self.ask_word(&question, name.as_str());
            typed.map_err(|error| self.near_miss(error))?;
        }
        if allowance == Allowance::NotGiven {
            for (email, sentence) in &owners.sentences {
                self.has_meant(email, sentence)?;
            }
        }
        Ok(())
    }

    /// Has the address of a new user of a partner typed once more, where it belongs elsewhere.
    ///
    /// # Errors
    /// As [`Context::has_meant`].
    pub fn has_meant_for_partner(&mut self, email: &Email, partner: PartnerId) -> Result<()> {
        match self.elsewhere(Meant::Partner(partner), &[email])?.first() {
            Some((email, other)) => self.has_meant(email, &other.sentence(email)),
            None => Ok(()),
        }
    }

    /// Has an address typed once more that gives pause in a command which names no client: `whose` says why. A script is
    /// warned (docs/reference.md#never-the-wrong-client).
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

    /// Shows whose it is, next to what was meant, where the word that was typed in a confirmation is the slug of another
    /// client (docs/reference.md#confirmation).
    pub fn near_miss(&mut self, error: Error) -> Error {
        let Some(typed) = error.typed_word().map(str::to_owned) else { return error };
        // The count behind the word is no part of the name.
        let word = typed.split(':').next().unwrap_or_default().to_owned();
        let (now, meant) = (self.now, self.guard.last_named());
        let Ok(Some(NearMiss { meant, other })) =
            self.read(|tx, actor| resolve::near_miss(tx, actor, &word, meant, now))
        else {
            return error;
        };
        let error = match meant {
            None => error,
            Some(meant) => error
                .advice(format!("you named  {}", identity(&meant)))
                .fact("client_id", meant.id.to_string())
                .fact("client_slug", meant.slug.to_string()),
        };
        error
            .advice(format!("you typed  {}", identity(&other)))
            .fact("near_miss", other.id.to_string())
            .fact("near_miss_slug", other.slug.to_string())
            .about(Topic::NearMiss { id: other.id.to_string(), slug: other.slug.to_string() })
    }
}

/// What is shown about owners of a new client.
#[derive(Debug)]
pub struct OwnersElsewhere {
    pub cautions: Vec<String>,
    /// For a script, with the address.
    pub warnings: Vec<String>,
    /// For a question, by address.
    sentences: Vec<(Email, String)>,
}

/// For the banner; where there is more than one person, each is named.
fn cautions(found: &[(Email, Elsewhere)], people: &[&Email]) -> Vec<String> {
    let warning = |(email, other): &(Email, Elsewhere)| match people.len() {
        1 => other.caution(),
        _ => format!("{email}: {}", other.caution()),
    };
    found.iter().map(warning).collect()
}

fn must_be_confirmed(found: &[(Email, Elsewhere)], seen: &ClientSeen) -> Result<()> {
    let unconfirmed: Vec<String> = found
        .iter()
        .filter(|(_, other)| other.needs_confirmation())
        .map(|(email, other)| other.sentence(email))
        .collect();
    if unconfirmed.is_empty() {
        return Ok(());
    }
    let slug = &seen.row.slug;
    let people = unconfirmed.join("; ");
    Err(Error::unconfirmed(format!("{people}, named with {}; nothing was changed", resolve::named(&seen.row)))
        .advice(format!("if {slug} is the client that you mean, add `--allow-elsewhere`"))
        .fact("client_id", seen.row.id.to_string())
        .fact("client_slug", slug.to_string()))
}

fn identity(row: &ClientRow) -> String {
    let domain = row.domain.as_deref().unwrap_or("no domain");
    format!("{}  {}  {}  {domain}", row.slug, row.id, row.name)
}

/// Which clients have a name, or one that is only spelled otherwise.
fn same_names(name: &Name, namesakes: &[ClientRow]) -> String {
    let of = |row: &ClientRow| match row.name == name.as_str() {
        true => format!("{} has the same name", resolve::named(row)),
        false => format!("{} has a similar name, {}", resolve::named(row), row.name),
    };
    namesakes.iter().map(of).collect::<Vec<_>>().join("; ")
}
