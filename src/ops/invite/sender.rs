//! Invitations that offer more than the person who sent them can give by now: they are withdrawn, or go on in the name
//! of the actor (docs/reference.md#invitations).

use crate::domain::audit_event::List;
use crate::domain::authority::{Dealings, Relation, Verb};
use crate::domain::code::CodeKind;
use crate::domain::id::{ClientId, InvitationId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::login::LoginRow;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Cause, Error, Flag, Result, Sentence, hint, sentence};
use crate::ops::reach;
use crate::ops::unit_of_work::Change;
use crate::store::{Tx, code, invitation, offboarding};

/// What becomes of the invitations that a person sent, when that person can no longer give what they offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterSender {
    Withdraw,
    /// `--keep-invitations`: they go on in the name of the actor.
    Keep,
}

/// Invitations that were withdrawn, or kept, because their sender can no longer give what they offer.
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

/// Withdraws the invitations of someone that offer more than this person can still give in these clients, or has them
/// go on in the actor's name. It is asked after the change. The larger change asked for the right to it and named the
/// clients.
///
/// # Errors
/// `denied` when the actor is to keep an invitation and may not give what it offers.
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
        if check_offer(tx, sender.id, sent.client, &sent.terms, now)?.is_ok() {
            continue;
        }
        match fate {
            AfterSender::Withdraw => {
                let step = sent.clone().cancel(now, by, change.reason.map(str::to_owned))?;
                invitation::update(tx, &step.into_record(), audit)?;
                code::kill(tx, CodeKind::Invitation, sent.id.get())?;
            }
            AfterSender::Keep => {
                must_be_given_by_keeper(change, &sent)?;
                offboarding::set_inviter(tx, sent.id, by, audit)?;
            }
        }
        of_sender.fate = Some(fate);
        of_sender.invitations.push(sent);
    }
    Ok(of_sender)
}

/// Whether this person could invite someone to these terms now, and else why not, in words.
pub(in crate::ops) fn check_offer(
    tx: &Tx<'_>,
    sender: UserId,
    client: ClientId,
    offer: &Terms,
    now: Instant,
) -> Result<Result<(), Sentence>> {
    let facts = reach::facts(tx, sender, client, now)?;
    Ok(match Relation::of(&facts, Dealings::None, now).own {
        Some(own) => own.terms.check_offer(offer),
        None => Err("they have no access of their own".into()),
    })
}

/// Whether who is recorded as the sender of an invitation can still give what it offers. Support always can.
pub(in crate::ops) fn sender_may_give(tx: &Tx<'_>, record: &Invitation, now: Instant) -> Result<bool> {
    if !record.invited_by.contains('@') {
        return Ok(true);
    }
    for sender in offboarding::senders(tx, record.client, &record.invited_by)? {
        if check_offer(tx, sender, record.client, &record.terms, now)?.is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The actor is the sender from now on where the former one could not give what it offers. The caller stores it.
pub(super) fn take_over_if_unable(change: &Change<'_>, record: &mut Invitation) -> Result<()> {
    if !sender_may_give(change.tx, record, change.now)? {
        change.actor.author().clone_into(&mut record.invited_by);
    }
    Ok(())
}

/// No one is let in on the word of someone who could not give it any more.
///
/// # Errors
/// `conflict`, with the command by which someone else sends it.
pub(super) fn sender_must_still_give(change: &Change<'_>, record: &Invitation) -> Result<()> {
    if sender_may_give(change.tx, record, change.now)? {
        return Ok(());
    }
    let (id, by) = (record.id, &record.invited_by);
    Err(Error::conflict(format!("{id} was sent by {by}, who can no longer give what it offers"))
        .because(Cause::SenderCannotGive { id: id.to_string(), author: by.clone() })
        .hint(hint!["send it in your own name with ", Verb::InviteResend.step().about(&id).client(&record.client)])
        .fact("invitation_id", id.to_string())
        .fact("client_id", record.client.to_string()))
}

/// An invitation goes on only in the name of someone who may give what it offers.
///
/// # Errors
/// `denied`.
fn must_be_given_by_keeper(change: &Change<'_>, sent: &Invitation) -> Result<()> {
    let Some(keeper) = change.actor.user() else { return Ok(()) };
    let Err(why) = check_offer(change.tx, keeper.id, sent.client, &sent.terms, change.now)? else { return Ok(()) };
    Err(Error::denied(sentence![
        keeper.email,
        " may not keep ",
        sent.id,
        " to ",
        sent.address,
        " as ",
        sent.terms.role,
        ": ",
        why,
        "; nothing was changed"
    ])
    .hint(hint!["leave ", Flag::KeepInvitations, " out: the invitation is withdrawn then"])
    .hint(hint!["support may keep it without ", Flag::As])
    .fact("invitation_id", sent.id.to_string()))
}

impl OfSender {
    /// The invitations that were withdrawn, or those that were kept, if there are any.
    pub fn ids(&self, fate: AfterSender) -> Option<List<InvitationId>> {
        (self.fate == Some(fate)).then(|| self.invitations.iter().map(|sent| sent.id).collect())
    }

    /// The ids of those that were withdrawn, joined by blanks.
    pub fn withdrawn(&self) -> String {
        self.ids(AfterSender::Withdraw).map(|ids| ids.to_string()).unwrap_or_default()
    }
}
