//! One invitation with all that a caller may ask about it.

use crate::domain::actor::Actor;
use crate::domain::authority::{self, Concerns, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, MailId};
use crate::domain::invitation::{Invitation, InvitationStatus, State};
use crate::domain::login::LoginState;
use crate::domain::mail::MailState;
use crate::domain::status::{Login, Member, Sent};
use crate::domain::time::Instant;
use crate::error::{Code, Error, Flag, Result, hint};
use crate::ops::resolve::named;
use crate::ops::{hold, reach, who};
use crate::store::{Tx, client, grant, invitation, invitation_list, login, mail};

use super::answer::may_know_client;
use super::{Filter, InvitationScope, Listed, Named};

/// An invitation and what belongs to it.
#[derive(Debug, Clone)]
pub struct Whole {
    pub invitation: Invitation,
    pub client: ClientRow,
    /// How far its person has come.
    pub member: Member,
    /// The address of the owner who is replaced.
    pub replaces: Option<String>,
    pub mail: Option<(MailId, MailState)>,
    /// From when on it can be accepted, where that is later than now: it recovers an account.
    pub accept_from: Option<Instant>,
}

impl Whole {
    /// When it ended without an answer, and who ended it; no one did where it expired.
    pub fn ended(&self, now: Instant) -> Option<(Instant, Option<&str>)> {
        match &self.invitation.state {
            State::Cancelled { at, by, .. } | State::Superseded { at, by } => Some((*at, Some(by))),
            _ if self.invitation.status(now) == InvitationStatus::Expired => Some((self.invitation.expires_at, None)),
            _ => None,
        }
    }

    /// Why it was declined or withdrawn, if that was said.
    pub fn reason(&self) -> Option<&str> {
        match &self.invitation.state {
            State::Declined { reason, .. } | State::Cancelled { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }
}

/// An invitation by its id, or the latest one of an address into a client. If a client is named as well, it must be
/// that one's.
///
/// # Errors
/// `not_found`, also for what the actor may not see; `denied`; `foreign_entity`.
pub fn show(tx: &Tx<'_>, actor: &Actor, what: &Named, place: Option<ClientId>, now: Instant) -> Result<Whole> {
    let unknown = || {
        Error::not_found(match what {
            Named::Id(id) => format!("there is no invitation {id}"),
            Named::Person(user) => format!("{user} was never invited there"),
        })
        .hint(match (place, what) {
            (Some(place), _) => hint!["see ", Verb::InviteList.step().client(&place)],
            (None, Named::Person(user)) => hint!["see ", Verb::InviteList.step().with(Flag::User, user)],
            (None, Named::Id(_)) => hint!["see ", Verb::InviteList.step().switch(Flag::AllClients)],
        })
    };
    let found = match (what, place) {
        (Named::Id(id), _) => invitation::by_id(tx, *id)?,
        (Named::Person(user), Some(place)) => match who::find_user(tx, user)? {
            Some(login) => invitation::latest(tx, place, login.id)?,
            None => None,
        },
        (Named::Person(_), None) => None,
    };
    let invitation = found.ok_or_else(unknown)?;
    let client = client::by_id(tx, invitation.client)?.ok_or_else(|| lost("a client"))?;
    let person = login::by_id(tx, invitation.user)?.ok_or_else(|| lost("a login"))?;
    let whose = if actor.user().is_some_and(|user| user.id == person.id) { Concerns::Own } else { Concerns::Others };
    if whose == Concerns::Own && !may_know_client(tx, actor, (invitation.client, person.id), now)? {
        return Err(unknown());
    }
    let relation = reach::relation(tx, actor, client.id, now)?;
    let target = Target::member(relation, whose, invitation.terms.role);
    authority::decide(actor, Verb::InviteShow, &target)
        .map_err(|error| if error.code() == Code::NotFound { unknown() } else { error })?;
    if place.is_some_and(|place| place != client.id) {
        return Err(Error::foreign_entity(format!("{} belongs to {}", invitation.id, named(&client)))
            .other_client(client.id)
            .fact("other_client_slug", client.slug.to_string()));
    }
    let grant = grant::by_id(tx, invitation.grant)?.ok_or_else(|| lost("a grant"))?;
    let replaces = match invitation.replaces {
        Some(old) => {
            let old = grant::by_id(tx, old)?.ok_or_else(|| lost("a grant"))?;
            login::by_id(tx, old.user)?.map(|login| login.email.to_string())
        }
        None => None,
    };
    let mail = match invitation::mail(tx, invitation.id)? {
        Some(id) => mail::state(tx, id)?.map(|state| (id, state)),
        None => None,
    };
    let unsent = mail.and_then(|(_, state)| state.unsent());
    let member = Member {
        grant: grant.state,
        until: grant.ended.as_ref().map(|(at, _)| *at).or(grant.terms.until),
        login: if person.state == LoginState::Inactive { Login::Inactive } else { Login::Active },
        invitation: Some(Sent::of(&invitation, now).mailed(unsent)),
        since: grant.active_at,
        last_login_at: login::last_sign_in(tx, person.id)?,
    };
    let accept_from = hold::held_until(tx, &invitation, now)?;
    Ok(Whole { invitation, client, member, replaces, mail, accept_from })
}

fn lost(what: &str) -> Error {
    Error::failed(format!("damaged data: {what} is gone"))
}

/// The invitations that the filter lets through, by id, in turn. Of their own, a person lists those into clients that
/// they may still know of.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn listed(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: InvitationScope,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(&Listed<'_>) -> Result<()>,
) -> Result<()> {
    let person = match extent {
        InvitationScope::User(id) if !actor.is_support() => Some(id),
        InvitationScope::User(_) | InvitationScope::Client(_) | InvitationScope::All => None,
    };
    invitation_list::each(tx, extent, filter, now, |row| match person {
        Some(person) if !may_know_client(tx, actor, (row.client, person), now)? => Ok(()),
        _ => each(&row),
    })
}
