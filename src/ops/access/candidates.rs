//! Candidates for access: pairs of a client and a person, for the rule to decide on. They stream in the
//! order of the clients, then of the people; the work grows with what is asked for, not with the database.

use crate::domain::actor::Actor;
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::login::LoginRow;
use crate::error::{Error, Result};
use crate::store::as_of::window::{self, Window};
use crate::store::{Tx, access as stored, client, login};

use super::asked::{Extent, OwnGrants};

/// When they came into question.
#[derive(Debug, Clone, Copy)]
pub(super) enum Span {
    Now,
    /// At some time between two audit rows.
    Window(Window),
}

pub(super) struct Pair<'a> {
    /// The client as it is now.
    pub client: &'a ClientRow,
    /// The person as they are now.
    pub person: &'a LoginRow,
    /// Only what they have through this partner is asked for.
    pub through: Option<PartnerId>,
}

/// Every pair of the extent. A partner user gets to see only the clients in their own scope.
pub(super) fn each(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: Extent,
    span: Span,
    each: &mut dyn FnMut(&Pair<'_>) -> Result<()>,
) -> Result<()> {
    let of_client = |id: ClientId, each: &mut dyn FnMut(&Pair<'_>) -> Result<()>| {
        let client = client_row(tx, id)?;
        let take = |user| each(&Pair { client: &client, person: &login_row(tx, user)?, through: None });
        match span {
            Span::Now => stored::people_of_client(tx, id, take),
            Span::Window(window) => window::people_of_client(tx, id, window, take),
        }
    };
    match extent {
        Extent::Client(id) => of_client(id, each),
        Extent::Everything => match span {
            Span::Now => stored::open_clients(tx, |id| of_client(id, each)),
            Span::Window(_) => window::clients(tx, |id| of_client(id, each)),
        },
        Extent::User(id) => {
            let person = login_row(tx, id)?;
            let take = |id| each(&Pair { client: &client_row(tx, id)?, person: &person, through: None });
            match span {
                Span::Now => stored::clients_of_user(tx, id, take),
                Span::Window(window) => window::clients_of_user(tx, id, window, take),
            }
        }
        Extent::Partner(partner, own) => {
            let through = match own {
                OwnGrants::LeftOut => Some(partner),
                OwnGrants::Listed => None,
            };
            let take = |id| {
                if actor
                    .user()
                    .and_then(|user| user.membership())
                    .is_some_and(|membership| !membership.reach.scope.includes(id))
                {
                    return Ok(());
                }
                let client = client_row(tx, id)?;
                let take = |user| each(&Pair { client: &client, person: &login_row(tx, user)?, through });
                match span {
                    Span::Now if own == OwnGrants::Listed => stored::partners_people_in_any_way(tx, id, partner, take),
                    Span::Now => stored::partners_people_of_client(tx, id, partner, take),
                    Span::Window(window) => window::partners_people_of_client(tx, id, partner, window, take),
                }
            };
            match span {
                Span::Now if own == OwnGrants::Listed => stored::clients_of_partners_people(tx, partner, take),
                Span::Now => stored::clients_of_partner(tx, partner, take),
                Span::Window(window) => window::clients_of_partner(tx, partner, window, take),
            }
        }
    }
}

fn client_row(tx: &Tx<'_>, id: ClientId) -> Result<ClientRow> {
    client::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))
}

fn login_row(tx: &Tx<'_>, id: UserId) -> Result<LoginRow> {
    login::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))
}
