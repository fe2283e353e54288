//! How an invitation is named together with its client: by its id, or by the address that was invited.

use std::fmt;

use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::grant::GrantState;
use crate::domain::id::InvitationId;
use crate::domain::invitation::Invitation;
use crate::domain::login::LoginRow;
use crate::domain::reference::UserRef;
use crate::domain::terms::Terms;
use crate::error::{Error, Hint, Result, hint};
use crate::ops::foreign::{self, Thing};
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::ops::who;
use crate::store::{Tx, grant, invitation, login};

/// `inv_31`, or a person, of whom the latest invitation into the client is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Id(InvitationId),
    /// The latest one of this person.
    Person(UserRef),
}

impl Named {
    /// Reads `inv_31`, an e-mail address or `usr_5`.
    ///
    /// # Errors
    /// `usage`.
    pub fn parse(text: &str) -> Result<Self> {
        if InvitationId::looks_like(text) && !text.contains('@') {
            return InvitationId::parse(text).map(Self::Id);
        }
        UserRef::parse(text).map(Self::Person).map_err(|error| {
            error.hint(Hint::plain("an invitation is named by its id, such as `inv_31`, or by the address invited"))
        })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Person(user) => user.fmt(f),
        }
    }
}

/// What may be given by what is done to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    /// What is prepared for its person now: a sending offers that.
    Prepared,
    Nothing,
}

/// The invitation that is named together with its client, and its person, once the actor may do this to them.
///
/// # Errors
/// `denied`; `foreign_entity` or `not_found` when it is not of this client.
pub(super) fn find(
    change: &mut Change<'_>,
    client: &ClientRow,
    what: &Named,
    gives: Gives,
) -> Result<(Invitation, LoginRow)> {
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    let found = match what {
        Named::Id(id) => invitation::by_id(change.tx, *id)?,
        Named::Person(user) => latest_of(change.tx, client, user)?,
    };
    let of = found.as_ref().map(|found| found.client);
    let found = match found.filter(|found| found.client == client.id) {
        Some(found) => found,
        None if matches!(what, Named::Person(_)) => return Err(never_invited(client, what)),
        None => {
            let thing =
                Thing { kind: "invitation", id: &what.to_string(), show: Verb::InviteShow, list: Verb::InviteList, of };
            return Err(foreign::not_here(change, &thing, client)?);
        }
    };
    let login = login::by_id(change.tx, found.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let whose = super::whose(change, login.id);
    change.authorise(&match gives {
        Gives::Prepared => {
            let terms = prepared(change.tx, &found)?;
            Target::member(relation, whose, terms.role).giving(terms.permissions).lasting(terms.until)
        }
        Gives::Nothing => Target::member(relation, whose, found.terms.role),
    })?;
    change.about_user(login.id);
    Ok((found, login))
}

/// What accepting would give: what is prepared, and else what the record says of the past.
pub(super) fn prepared(tx: &Tx<'_>, record: &Invitation) -> Result<Terms> {
    let grant = grant::by_id(tx, record.grant)?.ok_or_else(|| Error::failed("damaged data: a grant is gone"))?;
    Ok(if grant.state == GrantState::Prepared { grant.terms } else { record.terms })
}

fn latest_of(tx: &Tx<'_>, client: &ClientRow, user: &UserRef) -> Result<Option<Invitation>> {
    match who::find_user(tx, user)? {
        Some(login) => invitation::latest(tx, client.id, login.id),
        None => Ok(None),
    }
}

fn never_invited(client: &ClientRow, what: &Named) -> Error {
    Error::not_found(format!("{what} was never invited to {}", named(client)))
        .hint(hint!["see its invitations with ", Verb::InviteList.step().client(&client.slug)])
        .hint(hint!["invite with ", Verb::InviteSend.step().about(&what).client(&client.slug)])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
}
