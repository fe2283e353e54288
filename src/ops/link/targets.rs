//! The targets of `link request`: each target names exactly one open client, or nothing is sent at all
//! (docs/reference.md#links).

use crate::domain::actor::Actor;
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::reference::{ClientRef, Reading};
use crate::domain::time::Instant;
use crate::error::{Error, Hint, Result};
use crate::ops::elsewhere::{self, Elsewhere, Meant};
use crate::ops::reach;
use crate::ops::resolve::{self, ClientSeen, named};
use crate::store::Tx;

/// A target with the client that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub typed: String,
    pub seen: ClientSeen,
    /// The target before it that names the same client.
    pub repeats: Option<String>,
    /// Another client to whose domain the owner's address belongs by which this one was named.
    pub elsewhere: Option<(Email, Elsewhere)>,
}

/// Resolves every target, or names each that matches no client or several.
///
/// Staff resolve as for any change, and are shown candidates. A partner user may name a client that they do not see
/// yet, if the target matches exactly one open client; what it might else have meant is not shown.
///
/// # Errors
/// That of the one bad target; with more than one, the code of the first and a hint for each.
pub fn resolve(tx: &Tx<'_>, actor: &Actor, references: &[ClientRef], now: Instant) -> Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    let mut bad: Vec<(&ClientRef, Error)> = Vec::new();
    for reference in references {
        match one(tx, actor, reference, now) {
            Ok(seen) => {
                let first = targets.iter().find(|target| target.seen.row.id == seen.row.id);
                let repeats = first.map(|first| first.typed.clone());
                let elsewhere = owner_elsewhere(tx, actor, reference, &seen, now)?;
                targets.push(Target { typed: reference.typed().to_owned(), seen, repeats, elsewhere });
            }
            Err(error) if error.code().is_refusal() => bad.push((reference, error)),
            Err(error) => return Err(error),
        }
    }
    match bad.len() {
        0 => Ok(targets),
        1 => Err(bad.remove(0).1),
        count => Err(several(&bad, count, references.len())),
    }
}

/// An owner's address that names one client, and belongs to the domain of another: one of them is the wrong one.
fn owner_elsewhere(
    tx: &Tx<'_>,
    actor: &Actor,
    reference: &ClientRef,
    seen: &ClientSeen,
    now: Instant,
) -> Result<Option<(Email, Elsewhere)>> {
    for reading in reference.readings() {
        if let Reading::Owner(email) = reading {
            let other = elsewhere::find_domain(tx, actor, email, Meant::Client(&seen.row), now)?;
            return Ok(other.map(|other| (email.clone(), other)));
        }
    }
    Ok(None)
}

fn one(tx: &Tx<'_>, actor: &Actor, reference: &ClientRef, now: Instant) -> Result<ClientSeen> {
    let selected_by = format!("target {}", reference.typed());
    if actor.is_support() {
        let seen = resolve::client(tx, actor, reference, &selected_by, now)?;
        resolve::must_be_current(&seen)?;
        resolve::must_be_open(&seen.row)?;
        return Ok(seen);
    }
    let mut found = resolve::open_clients(tx, reference)?;
    if found.len() == 1 {
        let row = found.remove(0);
        let lookalikes = resolve::visible_twins(tx, actor, row.id, now)?;
        let sight = reach::sight(tx, actor, row.id, now)?;
        return Ok(ClientSeen { row, lookalikes, selected_by, named_by_retired: None, double: None, sight });
    }
    let typed = reference.typed();
    if found.is_empty() {
        let error = Error::not_found(format!("no open client is named {typed:?}"));
        let error = resolve::bare_domain(typed).into_iter().fold(error, Error::hint);
        return Err(error.hint(Hint::plain("ask the client for its id, such as `C100001-9`")));
    }
    let mut error = Error::ambiguous(format!("{typed:?} matches {} clients", found.len()));
    for row in visible(tx, actor, &found, now)? {
        error = error.hint(Hint::plain(format!("{} {}", named(row), row.name)));
    }
    Err(error.hint(Hint::plain("name the client by its id; it knows the id")))
}

fn visible<'r>(tx: &Tx<'_>, actor: &Actor, rows: &'r [ClientRow], now: Instant) -> Result<Vec<&'r ClientRow>> {
    let mut seen = Vec::new();
    for row in rows {
        if reach::sees(tx, actor, row.id, now)? {
            seen.push(row);
        }
    }
    Ok(seen)
}

fn several(bad: &[(&ClientRef, Error)], count: usize, of: usize) -> Error {
    let code = bad.first().map_or(crate::error::Code::Bug, |(_, error)| error.code());
    let error = Error::new(code, format!("{count} of {of} targets do not name one open client; nothing was sent"));
    bad.iter().fold(error, |error, (reference, why)| {
        let what = Hint::plain(format!("{}: {}", reference.typed(), why.message()));
        error.hint(what.then("; ").then_all(Hint::joined(why.hints(), "; ")))
    })
}
