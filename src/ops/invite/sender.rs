//! The invitations of someone who no longer administers the users of a client: no one is let in on their word.

use crate::domain::code::CodeKind;
use crate::domain::event::Event;
use crate::domain::id::{ClientId, InvitationId};
use crate::domain::invitation::Invitation;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::unit_of_work::Change;
use crate::store::login::LoginRow;
use crate::store::{Tx, code, invitation, offboarding};

/// What becomes of the invitations that a person sent, when that person no longer administers the users of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterSender {
    Withdraw,
    /// `--keep-invitations`: they go on in the name of anyone who runs the command.
    Keep,
}

/// Invitations that were withdrawn, or kept, because their sender no longer administers the users of their client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfSender {
    /// What became of them; `None` where there are none.
    pub fate: Option<AfterSender>,
    pub invitations: Vec<Invitation>,
}

/// The invitations that wait for an answer and were sent by this person, under any of their addresses, by id.
pub fn sent_by(tx: &Tx<'_>, sender: &LoginRow, now: Instant) -> Result<Vec<Invitation>> {
    let mut names = offboarding::former_addresses(tx, sender.id)?;
    names.push(sender.email.to_string());
    names.sort_unstable();
    names.dedup();
    let mut ids: Vec<InvitationId> = Vec::new();
    for name in &names {
        ids.extend(offboarding::invitations_sent(tx, sender.id, name)?);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut sent = Vec::new();
    for id in ids {
        sent.extend(invitation::by_id(tx, id)?.filter(|invitation| invitation.is_open(now)));
    }
    Ok(sent)
}

/// Withdraws the invitations of someone who no longer administers the users of these clients, or has them go on in the
/// actor's name. The larger change asked for the right to it and named the clients.
pub fn end_of_sender(
    change: &Change<'_>,
    sender: &LoginRow,
    clients: &[ClientId],
    fate: AfterSender,
) -> Result<OfSender> {
    let (tx, now, by, audit) = (change.tx, change.now, change.actor.author(), change.audit());
    let mut of_sender = OfSender::default();
    for sent in sent_by(tx, sender, now)? {
        // One to themselves ends with what they had.
        if !clients.contains(&sent.client) || sent.user == sender.id {
            continue;
        }
        match fate {
            AfterSender::Withdraw => {
                let step = sent.clone().cancel(now, by, change.reason.map(str::to_owned))?;
                invitation::update(tx, &step.into_record(), audit)?;
                code::kill(tx, CodeKind::Invitation, sent.id.get())?;
            }
            AfterSender::Keep => offboarding::set_inviter(tx, sent.id, by, audit)?,
        }
        of_sender.fate = Some(fate);
        of_sender.invitations.push(sent);
    }
    Ok(of_sender)
}

impl OfSender {
    /// The event, with the invitations in it if there are any.
    pub fn tell(&self, event: Event) -> Event {
        match self.fate {
            None => event,
            Some(AfterSender::Withdraw) => event.with("withdrawn", self.ids()),
            Some(AfterSender::Keep) => event.with("kept", self.ids()),
        }
    }

    /// The ids of those that were withdrawn, joined by blanks.
    pub fn withdrawn(&self) -> String {
        if self.fate == Some(AfterSender::Withdraw) { self.ids() } else { String::new() }
    }

    fn ids(&self) -> String {
        self.invitations.iter().map(|sent| sent.id.to_string()).collect::<Vec<_>>().join(" ")
    }
}
