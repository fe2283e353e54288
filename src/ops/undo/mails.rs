//! The mails of a change: those that wait do not leave when it is taken back. Mails about an end leave when that undo
//! is itself undone.

use crate::domain::audit_event::{Action, AuditEvent, Number};
use crate::domain::client::ClientRow;
use crate::domain::id::{GrantId, InvitationId, LinkId, UserId};
use crate::domain::mail::MailState;
use crate::error::Result;
use crate::mail::MailKind;
use crate::mail::facts::Turn;
use crate::store::Tx;
use crate::store::history::{self, ChangeRecord, Queued, Record, Version};

use super::advice::stopped;
use super::notices::{Notices, TAKEN_BACK};
use super::rows::Rows;

#[derive(Debug, Default)]
pub(super) struct Mails {
    /// They wait, and will not leave.
    pub stop: Vec<Queued>,
    /// They were stopped so, and will leave.
    pub go: Vec<Queued>,
    pub notices: Notices,
}

impl Mails {
    /// The mails that the change queued, or the one that it took back or did again.
    ///
    /// # Errors
    /// `conflict` when one has left, or is leaving: it cannot be called back.
    pub(super) fn find(
        tx: &Tx<'_>,
        client: &ClientRow,
        done: &ChangeRecord,
        pairs: &[Rows],
        people: &[UserId],
    ) -> Result<Self> {
        let (first, turn) = first(tx, done)?;
        let notices = Notices::find(tx, client, done, (&first, turn))?;
        let mut found = Self { notices, ..Self::default() };
        for mail in history::mails(tx, &first, client.id)? {
            if mail.kind == MailKind::Notice.name() {
                continue;
            }
            if mail.audit.is_none() && !may_be_of(&mail, pairs, people) {
                continue;
            }
            match (turn, mail.state) {
                (Turn::DoneAgain, MailState::Skipped) => {
                    // A mail with a code does not come back: its code is dead, and `checks` says so.
                    if mail.kind == MailKind::AccessEnded.name() && mail.error.as_deref() == Some(TAKEN_BACK) {
                        found.go.push(mail);
                    }
                }
                (Turn::DoneAgain, _) | (Turn::TakenBack, MailState::Skipped | MailState::Failed) => {}
                // The codes that a merge sent again are dead from here on, and the former ones work again.
                (Turn::TakenBack, state) if done.is(Action::ClientMerge) && has_left(state) => {}
                (Turn::TakenBack, MailState::Queued) => found.stop.push(mail),
                (Turn::TakenBack, MailState::Sending) => {
                    return Err(stopped(
                        tx,
                        client,
                        done,
                        &format!("{} to {} is leaving now", mail.id, mail.recipient),
                    )?);
                }
                (Turn::TakenBack, MailState::Written) => {
                    let why = format!("{} to {} was written to a file already", mail.id, mail.recipient);
                    return Err(stopped(tx, client, done, &why)?);
                }
                (Turn::TakenBack, MailState::Sent | MailState::Bounced | MailState::Unknown) => {
                    return Err(stopped(tx, client, done, &format!("{} to {} has left", mail.id, mail.recipient))?);
                }
            }
        }
        Ok(found)
    }
}

const fn has_left(state: MailState) -> bool {
    matches!(state, MailState::Written | MailState::Sent | MailState::Bounced | MailState::Unknown)
}

/// The change that is taken back or done again, behind all that was undone since.
fn first(tx: &Tx<'_>, done: &ChangeRecord) -> Result<(ChangeRecord, Turn)> {
    let mut first = done.clone();
    let mut turn = Turn::TakenBack;
    while let AuditEvent::Undo { audit_id: Number(undone), .. } = first.event() {
        let Some(earlier) = history::done(tx, undone)? else { break };
        first = earlier;
        turn = match turn {
            Turn::TakenBack => Turn::DoneAgain,
            Turn::DoneAgain => Turn::TakenBack,
        };
    }
    Ok((first, turn))
}

/// Whether a mail of that instant, of which the change is not known, may be of this one: two rows of one chunk share
/// their instant, and the record or the person distinguishes their mails.
fn may_be_of(mail: &Queued, pairs: &[Rows], people: &[UserId]) -> bool {
    let by_cause = mail.cause.as_deref().and_then(|cause| wrote(pairs, cause));
    by_cause.unwrap_or_else(|| mail.user.is_none_or(|user| people.contains(&user)))
}

/// Whether the change wrote the record that caused a mail; none where the cause is no fact.
fn wrote(pairs: &[Rows], cause: &str) -> Option<bool> {
    let (invitation, grant, link) = (InvitationId::parse(cause), GrantId::parse(cause), LinkId::parse(cause));
    if invitation.is_err() && grant.is_err() && link.is_err() {
        return None;
    }
    let is_it = |row: &Version| match row.record() {
        Record::Invitation(row) => invitation.as_ref().is_ok_and(|id| row.id().int() == Some(id.get())),
        Record::Grant(row) => grant.as_ref().is_ok_and(|id| row.id().int() == Some(id.get())),
        Record::Link(row) => link.as_ref().is_ok_and(|id| row.id().int() == Some(id.get())),
        _ => false,
    };
    Some(pairs.iter().flat_map(|(_, pair)| pair.now.iter()).any(is_it))
}
