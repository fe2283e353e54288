//! Whether what does the opposite of a change could be done, as far as a few rows say so.

use crate::domain::audit_event::AuditEvent;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, GrantId, InvitationId, LinkId, PartnerId, StaffId, UserId};
use crate::domain::invitation::State;
use crate::domain::link::{COOLDOWN, Link, LinkStatus, State as LinkState};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::{hold, resolve};
use crate::store::history::ChangeRecord;
use crate::store::{Tx, client, grant, invitation, link, login, partner, staff};

use super::actions::Needs;

/// Whether the thing of the change is still in the state that the opposite needs. Without `now`, as it is stored.
pub(super) fn is_possible(
    tx: &Tx<'_>,
    needs: Needs,
    done: &ChangeRecord,
    place: Option<&ClientRow>,
    now: Option<Instant>,
) -> Result<bool> {
    let entity = done.entity.as_deref().unwrap_or_default();
    let invitation = || InvitationId::parse(entity).map_or(Ok(None), |id| invitation::by_id(tx, id));
    let link = || LinkId::parse(entity).map_or(Ok(None), |id| link::by_id(tx, id));
    let is_closed = place.is_some_and(|place| place.state == ClientState::Closed);
    if needs.is_of_an_open_client() && is_closed && now.is_some() {
        return Ok(false);
    }
    let of_login =
        |state| person(tx, done).map(|login| login.is_none_or(|login| now.is_none() || login.state == state));
    Ok(match needs {
        Needs::Nothing | Needs::OpenClient => true,
        Needs::PendingInvitation => {
            invitation()?.is_some_and(|it| it.state == State::Pending && now.is_none_or(|now| it.is_open(now)))
        }
        Needs::AcceptedInvitation => match invitation()? {
            Some(record) => match grant::by_id(tx, record.grant)?.filter(|grant| grant.state == GrantState::Active) {
                Some(grant) => now.is_none() || !is_last(tx, place, &grant)?,
                None => false,
            },
            None => false,
        },
        Needs::WaitingRecovery => match ClientId::parse(entity) {
            Ok(client) => hold::waits(tx, client)?,
            Err(_) => false,
        },
        Needs::PendingLink => link()?.is_some_and(|link| awaits_answer(&link, now)),
        Needs::OpenLink => link()?.is_some_and(|link| is_open(&link, now)),
        Needs::ApprovedLink => link()?.is_some_and(|link| matches!(link.state, LinkState::Approved { .. })),
        Needs::ClosedClient => now.is_none() || is_still_closed(tx, done, is_closed)?,
        Needs::Access => now.is_none() || held(tx, done, place)?.is_none_or(|(_, held)| held.is_some()),
        Needs::AccessNotLast => match held(tx, done, place)? {
            _ if now.is_none() => true,
            Some((_, held)) => held.map_or(Ok(false), |held| is_last(tx, place, &held).map(|last| !last))?,
            None => true,
        },
        Needs::NoAccess => match (now, held(tx, done, place)?) {
            (Some(now), Some((login, held))) => may_be_invited(tx, place, &login, held.as_ref(), now)?,
            _ => true,
        },
        Needs::NoLink => match (now, link()?) {
            (Some(now), Some(link)) => may_ask_again(tx, &link, now)?,
            _ => true,
        },
        Needs::ActiveLogin => of_login(LoginState::Active)?,
        Needs::InactiveLogin => of_login(LoginState::Inactive)?,
        Needs::ActivePartner => match PartnerId::parse(entity) {
            Ok(id) => partner::by_id(tx, id)?.is_some_and(|row| resolve::partner_must_be_active(&row).is_ok()),
            Err(_) => true,
        },
        Needs::Staff => match StaffId::parse(entity).map_or(Ok(None), |id| staff::by_id(tx, id))? {
            Some(row) => staff::by_name(tx, &row.member.os_user)?.is_some_and(|now| now.member.id == row.member.id),
            None => true,
        },
    })
}

impl Needs {
    /// Whether it is about something in a client, which is not changed while that is closed.
    const fn is_of_an_open_client(self) -> bool {
        !matches!(
            self,
            Self::Nothing
                | Self::ClosedClient
                | Self::ActiveLogin
                | Self::InactiveLogin
                | Self::ActivePartner
                | Self::Staff
        )
    }
}

fn awaits_answer(link: &Link, now: Option<Instant>) -> bool {
    match now {
        Some(now) => link.awaits_answer(now),
        None => link.state == LinkState::Pending || link.extension().is_some(),
    }
}

/// Whether it was approved, and has not ended.
fn is_open(link: &Link, now: Option<Instant>) -> bool {
    match now {
        Some(now) => matches!(link.status(now), LinkStatus::Approved | LinkStatus::Linked),
        None => matches!(link.state, LinkState::Approved { .. } | LinkState::Linked { .. }),
    }
}

/// Whether what was closed is closed still: the client, or the double that went into it.
fn is_still_closed(tx: &Tx<'_>, done: &ChangeRecord, is_closed: bool) -> Result<bool> {
    let AuditEvent::ClientMerge { id, from_id, .. } = done.event() else { return Ok(is_closed) };
    Ok(client::by_id(tx, from_id)?.is_some_and(|double| double.merged_into == Some(id)))
}

/// The person of the change with what they have in the client now.
fn held(tx: &Tx<'_>, done: &ChangeRecord, place: Option<&ClientRow>) -> Result<Option<(LoginRow, Option<GrantRow>)>> {
    let (Some(place), Some(login)) = (place, person(tx, done)?) else { return Ok(None) };
    let held = grant::open(tx, place.id, login.id)?;
    Ok(Some((login, held)))
}

/// The person whom the change was about.
pub(super) fn person(tx: &Tx<'_>, done: &ChangeRecord) -> Result<Option<LoginRow>> {
    let Some(entity) = done.entity.as_deref() else { return Ok(None) };
    let user = match (UserId::parse(entity), InvitationId::parse(entity)) {
        (Ok(user), _) => Some(user),
        (_, Ok(id)) => invitation::by_id(tx, id)?.map(|invitation| invitation.user),
        _ => None,
    };
    user.map_or(Ok(None), |user| login::by_id(tx, user))
}

/// Whether the client would be left without anyone who administers it for good.
fn is_last(tx: &Tx<'_>, place: Option<&ClientRow>, held: &GrantRow) -> Result<bool> {
    let Some(place) = place.filter(|place| place.state == ClientState::Active) else { return Ok(false) };
    let counts = held.state == GrantState::Active && held.terms.administer_for_good() && held.for_partner.is_none();
    Ok(counts
        && grant::lasting_but(tx, place.id, GrantId::new(0))? > 0
        && grant::lasting_but(tx, place.id, held.id)? == 0)
}

fn may_be_invited(
    tx: &Tx<'_>,
    place: Option<&ClientRow>,
    login: &LoginRow,
    held: Option<&GrantRow>,
    now: Instant,
) -> Result<bool> {
    if login.state == LoginState::Inactive {
        return Ok(false);
    }
    Ok(match (held.map(|held| held.state), place) {
        (Some(GrantState::Active), _) => held.is_some_and(|held| !held.is_in_force(now)),
        (Some(GrantState::Prepared), Some(place)) => {
            !invitation::stored_open(tx, place.id, login.email.key())?.is_some_and(|open| open.is_open(now))
        }
        _ => true,
    })
}

fn may_ask_again(tx: &Tx<'_>, link: &Link, now: Instant) -> Result<bool> {
    let open = link::stored_open(tx, link.partner, link.client)?.is_some_and(|open| open.is_open(now));
    let denied =
        link::last_denied(tx, link.partner, link.client)?.and_then(|denied| denied.answered().map(|(at, _)| at));
    let partner = partner::by_id(tx, link.partner)?;
    let asks = partner.is_some_and(|row| resolve::partner_must_be_active(&row).is_ok());
    Ok(!open && asks && denied.is_none_or(|at| now >= at + COOLDOWN))
}
