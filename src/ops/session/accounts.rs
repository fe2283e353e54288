//! The accounts that a person may enter, for them to choose from (S1.13).

use crate::domain::access::Enters;
use crate::domain::authority::Sight;
use crate::domain::client::ClientRow;
use crate::domain::id::ClientId;
use crate::domain::login::LoginRow;
use crate::domain::role::Role;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::access::verdict;
use crate::ops::reach::Moment;
use crate::store::{Tx, access, client};

use super::{login_of, lost};

/// A client that a person may enter now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub client: ClientRow,
    /// What they are there, where the way in has a role.
    pub role: Option<Role>,
    /// The dedicated user as whom they enter.
    pub login: Option<LoginRow>,
    /// When they entered it last.
    pub entered_at: Option<Instant>,
}

/// The clients that a person may enter now, by name: at most `most` of them, and whether there are more.
pub fn accounts(tx: &Tx<'_>, person: &LoginRow, most: usize, now: Instant) -> Result<(Vec<Account>, bool)> {
    let mut ids: Vec<ClientId> = Vec::new();
    access::clients_of_user(tx, person.id, |id| {
        ids.push(id);
        Ok(())
    })?;
    let mut found = Vec::new();
    for id in ids {
        let client = client::by_id(tx, id)?.ok_or_else(|| lost("a client"))?;
        let Some(way) = verdict(tx, person, &client, Moment::present(now), Sight::Record)?.source() else { continue };
        if found.len() == most {
            return Ok((found, true));
        }
        let login = match way.enters {
            Enters::AsThemselves => None,
            Enters::As(dedicated) => Some(login_of(tx, dedicated)?),
        };
        let entered_at = access::entered_at(tx, client.id, person.id)?;
        found.push(Account { client, role: way.role, login, entered_at });
    }
    found.sort_by_cached_key(|account| (account.client.name.to_lowercase(), account.client.id));
    Ok((found, false))
}
