//! What `invite send` does for an address that may have been invited before: a new invitation, the pending one sent
//! again, or nothing (docs/reference.md#invitations). State alone makes a rerun of a file safe
//! (docs/reference.md#bulk-files).

use super::super::choice;
use super::super::email::Email;
use super::super::grant::GrantState;
use super::super::id::{ClientId, InvitationId};
use super::super::sending::RESEND_PAUSE;
use super::super::terms::{Asked, Terms};
use super::super::time::{Instant, Span};
use super::{Invitation, InvitationStatus};
use crate::domain::verb::Verb;
use crate::error::{Cause, Error, Flag, Hint, NextStep, Result, Wanted, hint, sentence};

#[cfg(test)]
mod tests;

/// For how long a decline counts against another invitation.
pub const DECLINES_COUNT: Span = Span::days(30);
/// After so many declines no one is asked once more unless that is confirmed.
pub const MOST_DECLINES: u32 = 2;

/// Whom and into what, and what the database holds about the two.
#[derive(Debug, Clone, Copy)]
pub struct PriorInvitation<'a> {
    pub client: ClientId,
    pub address: &'a Email,
    pub grant: Option<HeldGrant>,
    /// Their latest invitation there, in whatever state.
    pub latest: Option<&'a Invitation>,
    /// How many invitations there they have declined within [`DECLINES_COUNT`].
    pub declines: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldGrant {
    pub state: GrantState,
    pub terms: Terms,
}

/// How much the sender insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// With those who have not answered.
    pub unanswered: ResendPolicy,
    /// With those who said no, or were taken out.
    pub again: Again,
    /// With those who were asked by a mail that failed.
    pub unmailed: Unmailed,
    /// With those who have declined more than once lately.
    pub declined_often: DeclinedOften,
}

/// What becomes of someone who has declined more than once lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclinedOften {
    /// It is a conflict, unless it is confirmed.
    Refuse,
    /// A row of a table is held, unless it is confirmed.
    Hold,
    /// Asking again was confirmed (`--again`).
    AskAgain,
}

/// What becomes of a pending invitation whose mail failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmailed {
    /// Nothing that was not asked for.
    Leave,
    /// It is sent again: no one got it, so that the same table, run again, doubles nothing.
    SendAgain,
}

/// How much the sender insists with those who have not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResendPolicy {
    /// A pending invitation is left alone; in place of an expired one a new one is sent.
    Leave,
    /// `--resend`: a pending or expired one is sent again.
    Resend,
    /// `--resend-after`: sent again once this time has passed since the last sending, at most so many times in all.
    AfterInterval {
        after: Span,
        /// `--max-sends`; `None` = as often as the command runs.
        max_sends: Option<u32>,
    },
}

/// Who is asked again after an end: `--again declined,cancelled,removed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    pub declined: bool,
    pub cancelled: bool,
    pub removed: bool,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// A new invitation with these terms, after closing the one that expired.
    Send {
        /// What was prepared, else what was asked.
        terms: Terms,
        /// An open record whose time is over.
        close: Option<InvitationId>,
    },
    /// The pending or expired one once more.
    Resend(InvitationId),
    /// `unchanged`: the person is in.
    HasAccess,
    /// `unchanged`: the person was asked, until then.
    Pending { id: InvitationId, expires_at: Instant },
    /// `skipped`, for that reason.
    Skip(Skip),
}

/// Why someone is not asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    Declined(Instant),
    Cancelled(Instant),
    Removed,
    SentOften(u32),
    MailedOften(Instant),
}

impl Policy {
    /// `invite send`: anyone who is named there is meant, whatever was before.
    pub const NAMED: Self = Self {
        unanswered: ResendPolicy::Leave,
        again: Again::ALL,
        unmailed: Unmailed::Leave,
        declined_often: DeclinedOften::Refuse,
    };

    /// `invite bulk` without options.
    pub const BULK: Self = Self {
        unanswered: ResendPolicy::Leave,
        again: Again::NONE,
        unmailed: Unmailed::SendAgain,
        declined_often: DeclinedOften::Hold,
    };

    /// The same towards someone whose mail failed. The most sendings still count.
    #[must_use]
    pub const fn where_mail_failed(self) -> Self {
        let max_sends = match (self.unmailed, self.unanswered) {
            (Unmailed::Leave, _) | (_, ResendPolicy::Resend) => return self,
            (Unmailed::SendAgain, ResendPolicy::Leave) => None,
            (Unmailed::SendAgain, ResendPolicy::AfterInterval { max_sends, .. }) => max_sends,
        };
        Self { unanswered: ResendPolicy::AfterInterval { after: RESEND_PAUSE, max_sends }, ..self }
    }
}

impl Again {
    pub const ALL: Self = Self { declined: true, cancelled: true, removed: true };
    /// The words of `--again`.
    pub const WORDS: [&str; 4] = ["declined", "declined-often", "cancelled", "removed"];
    pub const NONE: Self = Self { declined: false, cancelled: false, removed: false };

    /// Reads `declined,removed`. The word `declined-often` includes `declined`, and confirms those who have declined
    /// more than once lately.
    ///
    /// # Errors
    /// `usage` for another word, or none.
    pub fn parse(list: &str) -> Result<(Self, DeclinedOften)> {
        let (mut again, mut often) = (Self::NONE, DeclinedOften::Hold);
        for word in list.split(',').map(str::trim) {
            match word {
                "declined" => again.declined = true,
                "declined-often" => (again.declined, often) = (true, DeclinedOften::AskAgain),
                "cancelled" => again.cancelled = true,
                "removed" => again.removed = true,
                other => return Err(choice::unknown("a word of `--again`", other, &Self::WORDS)),
            }
        }
        Ok((again, often))
    }

    /// Whether an invitation that ended like this one keeps its person from being asked again.
    #[must_use]
    pub const fn leaves_out(self, ended: InvitationStatus) -> bool {
        match ended {
            InvitationStatus::Declined => !self.declined,
            InvitationStatus::Cancelled => !self.cancelled,
            _ => false,
        }
    }
}

impl Skip {
    /// The reason for people, as in the column `message`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Declined(at) => format!("declined at {at}; `--again declined` asks again"),
            Self::Cancelled(at) => format!("cancelled at {at}; `--again cancelled` asks again"),
            Self::Removed => "was taken out of the client; `--again removed` asks again".to_owned(),
            Self::SentOften(count) => format!("was sent {count} times without an answer"),
            Self::MailedOften(from) => {
                format!("was mailed again 5 times within 24 hours; may be sent again from {from}")
            }
        }
    }
}

/// What sending to this person means.
///
/// # Errors
/// `conflict` when role, permissions or term are said otherwise than they are; that or `unconfirmed` when the person
/// has declined too often;
/// `usage` when nothing was prepared and no role was said.
pub fn plan(found: &PriorInvitation<'_>, asked: &Asked, policy: &Policy, now: Instant) -> Result<Plan> {
    let plan = by_state(found, asked, policy, now)?;
    if !matches!(plan, Plan::Send { .. }) || found.declines < MOST_DECLINES {
        return Ok(plan);
    }
    let message = declined_often(found.address, found.declines);
    let error = match policy.declined_often {
        DeclinedOften::AskAgain => return Ok(plan),
        DeclinedOften::Hold => Error::unconfirmed(message),
        DeclinedOften::Refuse => {
            Error::conflict(message).hint(Hint::plain("ask the person before you ask once more")).hint(hint![
                "if they want it now: ",
                Verb::InviteSend.step().about(&found.address).client(&found.client).switch(Flag::Again)
            ])
        }
    };
    let cause = Cause::DeclinedOften { email: found.address.to_string(), times: found.declines };
    Err(error.because(cause).fact("declines", u64::from(found.declines)))
}

/// That someone has declined so often: `eve@friends.example has declined twice within 30 days`.
pub fn declined_often(address: &Email, declines: u32) -> String {
    let times = if declines == 2 { "twice".to_owned() } else { format!("{declines} times") };
    format!("{address} has declined {times} within 30 days")
}

fn by_state(found: &PriorInvitation<'_>, asked: &Asked, policy: &Policy, now: Instant) -> Result<Plan> {
    if let Some(held) = found.grant.filter(|held| held.state == GrantState::Active) {
        return has_access(found, &held.terms, asked, now);
    }
    let Some(latest) = found.latest else {
        return match found.grant {
            Some(held) if held.state == GrantState::Ended && !policy.again.removed => Ok(Plan::Skip(Skip::Removed)),
            _ => send(found, asked, None, now),
        };
    };
    let removed = found.grant.is_some_and(|held| held.state == GrantState::Ended);
    match latest.status(now) {
        InvitationStatus::Pending => pending(found, latest, asked, policy, now),
        // Being taken out is said later than whatever became of the invitation, and so counts more.
        _ if removed && !policy.again.removed => Ok(Plan::Skip(Skip::Removed)),
        InvitationStatus::Expired => expired(found, latest, asked, policy, now),
        InvitationStatus::Declined if !policy.again.declined => Ok(Plan::Skip(Skip::Declined(ended_at(latest)))),
        InvitationStatus::Cancelled if !policy.again.cancelled => Ok(Plan::Skip(Skip::Cancelled(ended_at(latest)))),
        _ => send(found, asked, None, now),
    }
}

fn has_access(found: &PriorInvitation<'_>, terms: &Terms, asked: &Asked, now: Instant) -> Result<Plan> {
    if let Some(until) = terms.until.filter(|until| now >= *until) {
        return Err(Error::conflict(sentence!["the access of ", found.address, " ended at ", until.as_end()])
            .because(Cause::AccessEnded { email: found.address.to_string(), at: until.as_end().time })
            .hint(hint!["prolong it with ", edit(found).with(Flag::Until, &Wanted("T"))]));
    }
    asked
        .agree_with(terms, &format!("the access of {}", found.address), |options| {
            hint!["change it with ", edit(found).give(options)]
        })
        .map_err(|error| error.because(Cause::HasOtherAccess { email: found.address.to_string() }))?;
    Ok(Plan::HasAccess)
}

fn pending(
    found: &PriorInvitation<'_>,
    latest: &Invitation,
    asked: &Asked,
    policy: &Policy,
    now: Instant,
) -> Result<Plan> {
    asked
        .agree_with(&latest.terms, &latest.id.to_string(), |options| {
            hint!["change it with ", Verb::InviteEdit.step().about(&latest.id).client(&found.client).give(options)]
        })
        .map_err(|error| error.because(Cause::InvitedOtherwise { email: found.address.to_string() }))?;
    let again = match policy.unanswered {
        ResendPolicy::Leave => false,
        ResendPolicy::Resend => true,
        ResendPolicy::AfterInterval { after, max_sends } => {
            now >= latest.sent_at + after && max_sends.is_none_or(|max| latest.send_count < max)
        }
    };
    Ok(if again { Plan::Resend(latest.id) } else { Plan::Pending { id: latest.id, expires_at: latest.expires_at } })
}

fn expired(
    found: &PriorInvitation<'_>,
    latest: &Invitation,
    asked: &Asked,
    policy: &Policy,
    now: Instant,
) -> Result<Plan> {
    // Accepting makes the prepared grant active: the old one is sent again only if it offers what is prepared now.
    let same = found.grant.is_some_and(|held| held.state == GrantState::Prepared && held.terms == latest.terms)
        && asked.differences(&latest.terms).is_empty()
        && latest.terms.until.is_none_or(|until| now < until);
    match policy.unanswered {
        // Chasing counts the sendings of one record: a new one would begin to count again.
        ResendPolicy::AfterInterval { max_sends: Some(max), .. } if latest.send_count >= max => {
            Ok(Plan::Skip(Skip::SentOften(latest.send_count)))
        }
        ResendPolicy::Resend | ResendPolicy::AfterInterval { .. } if same => Ok(Plan::Resend(latest.id)),
        _ => send(found, asked, (latest.state == super::State::Pending).then_some(latest.id), now),
    }
}

/// A new invitation, with what was prepared or else what was asked.
fn send(found: &PriorInvitation<'_>, asked: &Asked, close: Option<InvitationId>, now: Instant) -> Result<Plan> {
    if let Some(held) = found.grant.filter(|held| held.state == GrantState::Prepared) {
        asked
            .agree_with(&held.terms, &format!("what is prepared for {}", found.address), |options| {
                hint!["change what is prepared with ", edit(found).give(options)]
            })
            .map_err(|error| error.because(Cause::HasOtherAccess { email: found.address.to_string() }))?;
        if let Some(until) = held.terms.until.filter(|until| now >= *until) {
            return Err(Error::conflict(sentence![
                "what is prepared for ",
                found.address,
                " ended at ",
                until.as_end()
            ])
            .because(Cause::AccessEnded { email: found.address.to_string(), at: until.as_end().time })
            .hint(hint![
                "set another term with ",
                edit(found).with(Flag::Until, &Wanted("T")),
                ", or none with ",
                edit(found).switch(Flag::NoUntil)
            ]));
        }
        return Ok(Plan::Send { terms: held.terms, close });
    }
    let Some(role) = asked.role else {
        return Err(Error::usage(format!("nothing is prepared for {}, so it needs a role", found.address))
            .hint(hint!["say it with ", Flag::Role, ", or in a file in the column `role`"]));
    };
    let permissions = asked.permissions.map_or_else(|| Ok(role.default_permissions()), |set| role.check(set))?;
    Ok(Plan::Send { terms: Terms { role, permissions, until: asked.until }, close })
}

/// Changes what the person has or is prepared for.
fn edit(found: &PriorInvitation<'_>) -> NextStep {
    Verb::UserEdit.step().about(&found.address).client(&found.client)
}

fn ended_at(invitation: &Invitation) -> Instant {
    use super::State as S;
    match invitation.state {
        S::Accepted { at, .. }
        | S::Declined { at, .. }
        | S::Cancelled { at, .. }
        | S::Superseded { at, .. }
        | S::Expired { at } => at,
        S::Pending => invitation.expires_at,
    }
}
