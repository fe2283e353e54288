//! Reports the clients that a change left without an owner, with what to do next.

use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::shell::shell_format;
use crate::domain::time::Zone;
use crate::ops::ownerless::Ownerless;
use crate::ops::resolve::named;
use crate::term::Tense;

use super::Context;

/// So many are said one by one; `doctor` lists them all.
const MOST: usize = 10;

impl Context {
    /// Warns of each client that the change left without an owner.
    pub(super) fn warn_of_ownerless(&self, left: &[(ClientRow, Ownerless)]) {
        for (client, how) in left.iter().take(MOST) {
            self.ui.warn(&sentence(client, how, self.ui.tense(), &self.zone));
            self.ui.hint(&hint(client, how));
        }
        if left.len() > MOST {
            self.ui.warn(&format!("{} more clients have no owner", left.len() - MOST));
            self.ui.hint("list them with `partnerctl doctor`");
        }
    }
}

/// Of a client that was found so.
pub fn found(client: &ClientRow, admin: &Email) -> String {
    format!("{} has no owner; {admin} administers it as admin", named(client))
}

fn sentence(client: &ClientRow, how: &Ownerless, tense: Tense, zone: &Zone) -> String {
    let client = named(client);
    match (how, tense) {
        (Ownerless::Draft, Tense::Done) => format!("{client} has no owner now, and stays a draft until one is in"),
        (Ownerless::Draft, Tense::Would) => format!("{client} would have no owner, and stay a draft until one is in"),
        (Ownerless::Administered(admin), Tense::Done) => {
            format!("{client} has no owner now; {admin} administers it as admin")
        }
        (Ownerless::Administered(admin), Tense::Would) => {
            format!("{client} would have no owner; {admin} would administer it as admin")
        }
        (Ownerless::Abandoned, _) => format!("no one {} administer {client} for good", tense.pick("can", "could")),
        (Ownerless::Ending(until, admin), _) => {
            let (has, administers) = (tense.pick("has", "would have"), tense.pick("administers", "would administer"));
            format!("{client} {has} no owner from {} on; {admin} {administers} it as admin", zone.local(*until))
        }
    }
}

pub fn hint(client: &ClientRow, how: &Ownerless) -> String {
    match how {
        Ownerless::Draft => {
            shell_format!("name another with `partnerctl user add EMAIL -c {} -r owner`, then invite them", client.slug)
        }
        Ownerless::Abandoned => shell_format!(
            "invite a new owner with `partnerctl client recover {} --owner EMAIL --verified TEXT`",
            client.slug
        ),
        Ownerless::Administered(admin) | Ownerless::Ending(_, admin) => {
            shell_format!("make them the owner with `partnerctl user edit {} -c {} -r owner`", admin, client.slug)
        }
    }
}
