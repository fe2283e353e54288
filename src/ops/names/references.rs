//! Clients by what a caller says: `account:00123`, `domain:bigshoes.example`, `owner:jim@bigshoes.example`.

use crate::domain::actor::Actor;
use crate::domain::authority::Sight;
use crate::domain::client::ClientRow;
use crate::domain::id::ClientId;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::client::list::known_to;
use crate::ops::reach;
use crate::store::offered::{self, Reference};
use crate::store::{Tx, client};

use super::{Candidates, Count, LOOKED_UP, Offered, Reading};

/// A reference that says which form it has.
pub(super) struct Prefixed<'a> {
    form: Reference,
    /// `owner:`; nothing where an address says so by itself.
    prefix: &'static str,
    typed: &'a str,
}

impl<'a> Prefixed<'a> {
    /// `None` for a reference that does not say its form.
    pub(super) fn read(typed: &'a str) -> Option<Self> {
        let forms = [(Reference::Account, "account:"), (Reference::Domain, "domain:"), (Reference::Owner, "owner:")];
        let said = forms
            .into_iter()
            .find_map(|(form, prefix)| typed.strip_prefix(prefix).map(|typed| Self { form, prefix, typed }));
        said.or_else(|| typed.contains('@').then_some(Self { form: Reference::Owner, prefix: "", typed }))
    }
}

/// The clients that the actor sees whose account number, domain or owner begins with what was typed: each as it was begun.
pub(super) fn clients(tx: &Tx<'_>, actor: &Actor, reference: &Prefixed<'_>, now: Instant) -> Result<Candidates> {
    let Prefixed { form, prefix, typed } = *reference;
    let key = if form == Reference::Account { typed.to_owned() } else { typed.to_lowercase() };
    let (found, reading) = match actor.user() {
        // Whom a client belongs to is not for others to see; the rest is looked for in the clients that they know.
        Some(_) if form == Reference::Owner => (Vec::new(), Reading::Whole),
        Some(user) => (of_known(tx, form, &known_to(tx, user)?)?, Reading::Whole),
        None => {
            let found = offered::references(tx, form, &key, LOOKED_UP)?;
            let reading = Reading::of(found.len());
            (found, reading)
        }
    };
    let (mut offered, mut count) = (Vec::<Offered>::new(), Count::of(reading));
    for (value, id) in found {
        let word = format!("{prefix}{value}");
        let fits = value.to_lowercase().starts_with(&key.to_lowercase());
        if count.is_full() || !fits || reach::sight(tx, actor, id, now)? != Sight::Record {
            continue;
        }
        let Some(row) = client::by_id(tx, id)? else { continue };
        let label = format!("{} {}", row.slug, row.name);
        match offered.last_mut() {
            // The owner of several; which of them is meant is asked when the line is run.
            Some(last) if last.word == word => last.label = format!("{}, {label}", last.label),
            _ if count.offers() => offered.push(Offered { word, label }),
            _ => {}
        }
    }
    Ok(Candidates { offered, more: count.more() })
}

/// The account numbers or domains of these clients.
fn of_known(tx: &Tx<'_>, form: Reference, known: &[ClientId]) -> Result<Vec<(String, ClientId)>> {
    let mut found = Vec::new();
    for id in known {
        let value = client::by_id(tx, *id)?.and_then(|row: ClientRow| match form {
            Reference::Account => row.account_number,
            Reference::Domain => row.domain,
            Reference::Owner => None,
        });
        found.extend(value.map(|value| (value, *id)));
    }
    Ok(found)
}
