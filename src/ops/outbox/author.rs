//! Whom a mail names as the one who caused it.

use crate::app::settings;
use crate::domain::actor::{PAGES, ROOT, StaffRow};
use crate::domain::email::Email;
use crate::error::Result;
use crate::ops::config;
use crate::store::{Tx, login, partner, staff};

/// Who did something, as a reader of mails knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Their name, else their address.
    pub name: String,
    /// The partner for whom they work, if any.
    pub partner: Option<String>,
    /// Whether they are of the support desk.
    pub support: bool,
}

impl Author {
    /// The person whom a record names as its author ([`crate::domain::actor::Actor::author`]): an address, or an
    /// operating-system account of staff. A bulk run asks once.
    pub fn named(tx: &Tx<'_>, author: &str) -> Result<Self> {
        let bare = |name: String, support| Self { name, partner: None, support };
        if author == PAGES {
            return Ok(bare("Someone on the sign-in page".to_owned(), false));
        }
        let Ok(email) = Email::parse(author) else {
            let row = staff::by_name(tx, author)?;
            // No mail comes from "root": an account that is no person speaks for the desk.
            if row.as_ref().is_some_and(StaffRow::is_nobody) || row.is_none() && author == ROOT {
                return Ok(bare(desk_name(tx)?, true));
            }
            return Ok(bare(row.map_or_else(|| author.to_owned(), |row| row.member.name), true));
        };
        let Some(person) = login::by_key(tx, email.key())? else { return Ok(bare(author.to_owned(), false)) };
        let name = Some(person.name()).filter(|name| !name.is_empty());
        let partner = match login::membership(tx, person.id)?.filter(|membership| !membership.ended) {
            Some(membership) => partner::by_id(tx, membership.partner)?.map(|row| row.name),
            None => None,
        };
        Ok(Self { name: name.unwrap_or_else(|| author.to_owned()), partner, support: false })
    }
}

/// What the desk is called in its mails.
pub fn desk_name(tx: &Tx<'_>) -> Result<String> {
    let sender = config::value(tx, "mail.from")?.and_then(|value| settings::split_mailbox(&value).ok());
    Ok(match sender {
        Some((Some(name), _)) => name.as_str().to_owned(),
        Some((None, address)) => address.as_str().to_owned(),
        None => "the support desk".to_owned(),
    })
}
