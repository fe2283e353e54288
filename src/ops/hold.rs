//! Which recovery an invitation belongs to, and what it forbids as long as the people of the client can stop it
//! (docs/reference.md#recovery). What begins and stops a recovery is in [`super::recovery`].

use crate::domain::client::ClientRow;
use crate::domain::grant::GrantRow;
use crate::domain::id::{ClientId, InvitationId};
use crate::domain::invitation::{Invitation, State as InvitationState};
use crate::domain::recovery::{Administration, Recovery, RecoveryStatus, State};
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::{Tx, grant, invitation, recovery};

/// The newest recovery of a client with its invitation, while its invitation has no answer.
pub fn running(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Option<(Recovery, Invitation)>> {
    let Some(found) = recovery::latest(tx, client)? else { return Ok(None) };
    let invited = invitation_of(tx, &found)?;
    let runs = matches!(found.status(invited.status(now), now), RecoveryStatus::Waiting | RecoveryStatus::Open);
    Ok(runs.then_some((found, invited)))
}

/// Whether the newest recovery of a client was not stopped, and its invitation is stored without an answer.
pub fn waits(tx: &Tx<'_>, client: ClientId) -> Result<bool> {
    let Some(found) = recovery::latest(tx, client)?.filter(|found| found.state == State::Running) else {
        return Ok(false);
    };
    Ok(invitation_of(tx, &found)?.state == InvitationState::Pending)
}

/// The recovery that an invitation belongs to.
pub fn of_invitation(tx: &Tx<'_>, id: InvitationId) -> Result<Option<Recovery>> {
    recovery::find(tx, id)
}

/// From when on an invitation can be accepted, where it is of a recovery that can still be stopped.
pub fn held_until(tx: &Tx<'_>, invited: &Invitation, now: Instant) -> Result<Option<Instant>> {
    let found = recovery::find(tx, invited.id)?;
    let waits = found.filter(|found| found.status(invited.status(now), now) == RecoveryStatus::Waiting);
    Ok(waits.map(|found| found.opens_at))
}

/// Nothing, if the invitation is of no recovery, or can be accepted by now.
///
/// # Errors
/// `conflict`.
pub fn must_be_over(tx: &Tx<'_>, client: &ClientRow, invited: &Invitation, now: Instant) -> Result<()> {
    let Some(found) = recovery::find(tx, invited.id)? else { return Ok(()) };
    found.check_over(&client.slug, administration(tx, client.id, now)?, now)
}

/// Whether anyone can administer the client now.
pub fn administration(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Administration> {
    Ok(match grant::administrator(tx, client, now)? {
        Some(_) => Administration::Restored,
        None => Administration::Lost,
    })
}

/// Nothing, unless the invitation is of a recovery that waits, which is stopped instead.
///
/// # Errors
/// `conflict`.
pub fn must_not_wait(tx: &Tx<'_>, client: &ClientRow, invited: &Invitation, now: Instant) -> Result<()> {
    recovery::find(tx, invited.id)?.map_or(Ok(()), |found| found.check_not_waiting(invited, &client.slug, now))
}

/// Nothing, unless the invitation is of a recovery that runs: what that offers stays as it is.
///
/// # Errors
/// `conflict`.
pub fn must_not_offer_less(tx: &Tx<'_>, client: &ClientRow, invited: &Invitation, now: Instant) -> Result<()> {
    recovery::find(tx, invited.id)?.map_or(Ok(()), |found| found.check_terms_stay(invited, &client.slug, now))
}

/// Nothing, unless the invitation is of a recovery that ended with it.
///
/// # Errors
/// `conflict`.
pub fn must_not_run_again(tx: &Tx<'_>, client: &ClientRow, invited: &Invitation, now: Instant) -> Result<()> {
    recovery::find(tx, invited.id)?.map_or(Ok(()), |found| found.check_goes_on(invited, &client.slug, now))
}

/// Nothing, if the invitation is of no recovery, or lives longer than the time in which that can be stopped.
///
/// # Errors
/// `usage`.
pub fn must_outlast_hold(tx: &Tx<'_>, invited: &Invitation) -> Result<()> {
    recovery::find(tx, invited.id)?.map_or(Ok(()), |found| found.check_end(invited))
}

/// Nothing, if the invitation is of no recovery: else no other address takes its place.
///
/// # Errors
/// `conflict`.
pub fn must_not_move(tx: &Tx<'_>, client: &ClientRow, invited: &Invitation, now: Instant) -> Result<()> {
    recovery::find(tx, invited.id)?.map_or(Ok(()), |found| Err(found.keeps_address(&client.slug, now)))
}

/// Whether a recovery made the person an owner to be: until they have accepted, they answer for no one.
pub fn makes_owner(tx: &Tx<'_>, grant: &GrantRow) -> Result<bool> {
    recovery::is_of_grant(tx, grant.client, grant.user, grant.id)
}

/// The invitation of the new owner.
pub fn invitation_of(tx: &Tx<'_>, recovery: &Recovery) -> Result<Invitation> {
    let found = invitation::by_id(tx, recovery.invitation)?;
    found.ok_or_else(|| Error::failed("damaged data: a recovery without its invitation"))
}
