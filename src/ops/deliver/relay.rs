//! A way that is not set up refuses every mail. One refusal by a rule may be one recipient's own; several in a row, for
//! different recipients, are the fault of the way, and no mail is lost to it.

use crate::domain::id::MailId;
use crate::domain::mail::MailRow;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::mail::Handed;
use crate::store::Tx;
use crate::store::mail::refused;

use super::outcome::DeliveryOutcome;

/// For how many different recipients in a row mails are refused by the same rule before the way is at fault.
pub(in crate::ops) const RECIPIENTS: i64 = 3;

/// Remembers what a server's answer says about the way; the fate of the mail, where that makes it another.
pub(super) fn judge(
    tx: &Tx<'_>,
    mail: &MailRow,
    fate: &DeliveryOutcome,
    now: Instant,
) -> Result<Option<DeliveryOutcome>> {
    tx.allow_owner(None);
    match fate {
        DeliveryOutcome::Refused(rule) => {
            let recipients = refused::note(tx, mail.id, &mail.recipient, &rule.status, now)?;
            Ok((recipients >= RECIPIENTS).then(|| DeliveryOutcome::Alike(rule.clone())))
        }
        // The server took it, or refused it for a reason of its own.
        DeliveryOutcome::Left { handed: Some(Handed::Taken(_)), .. } | DeliveryOutcome::Failed(_, Some(_)) => {
            refused::forget(tx).map(|()| None)
        }
        _ => Ok(None),
    }
}

/// Queues again what failed by a rule that is the fault of the way.
pub(super) fn untry(tx: &Tx<'_>, why: &str, now: Instant) -> Result<Vec<MailId>> {
    let mut untried = Vec::new();
    for (id, client) in refused::failed(tx)? {
        tx.allow_owner(client);
        refused::untried(tx, id, why, now)?;
        untried.push(id);
    }
    Ok(untried)
}
