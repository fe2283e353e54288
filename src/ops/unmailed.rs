//! Withdrawing an invitation whose mail was required to leave and did not (docs/mail.md, `--require-mail`).

use crate::domain::audit_event::{AuditEvent, Number};
use crate::domain::authority::Target;
use crate::domain::code::CodeKind;
use crate::domain::mail::MailState;
use crate::error::{Error, Result};
use crate::store::{code, history, mail};

use super::invite::Sent;
use super::resolve::ClientSeen;
use super::undo;
use super::unit_of_work::Change;

/// A sending whose mail did not leave.
#[derive(Debug, Clone, Copy)]
pub struct Unmailed<'a> {
    /// What was sent, as [`super::invite::send`] reported.
    pub sent: &'a Sent,
    /// The number of that change in the audit.
    pub audit: i64,
    pub why: &'a str,
}

/// Takes a sending back whose mail did not leave: the client's rows are as they were before it, the former code works
/// again, and the mail waits no longer. A login that was made for the address stays, as a prepared one, because the
/// audit names it.
///
/// # Errors
/// `conflict` when the mail has left meanwhile, or something of the invitation was changed since; then it stays.
pub fn withdraw(change: &mut Change<'_>, seen: &ClientSeen, what: &Unmailed<'_>) -> Result<()> {
    let (Some(record), Some(id)) = (&what.sent.invitation, what.sent.mail) else {
        return Err(Error::bug("nothing was sent that could be withdrawn"));
    };
    let client = change.client_in_any_state(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    let mail = mail::by_id(change.tx, id)?.ok_or_else(|| Error::bug(format!("{id} is not in the outbox")))?;
    if mail.state.has_left() {
        return Err(Error::conflict(format!("{id} has left meanwhile, so that {} stays", record.id)));
    }
    let done = undo::withdraw(change, &client, what.audit)?;
    if let Some(former) = &what.sent.former {
        code::put_back(change.tx, CodeKind::Invitation, record.id.get(), former)?;
    }
    // One that another process has in its hands finds its invitation gone, should it come to look again.
    if mail.state == MailState::Queued {
        history::skip(change.tx, id, &format!("withdrawn, because it did not leave: {}", what.why))?;
    }
    change.about_user(record.user);
    change.record(AuditEvent::InviteWithdraw {
        id: record.id,
        email: record.address.clone(),
        mail: Some(id),
        audit_id: Some(Number(done.number)),
        why: Some(what.why.to_owned()),
    });
    Ok(())
}
