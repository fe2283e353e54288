//! Invitations that offer more than the person who sent them can give by now.

use crate::domain::authority::Verb;
use crate::domain::time::Instant;
use crate::error::{Hint, Result};
use crate::store::{Tx, doctor};

use super::Finding;

pub(super) const ABOVE: &str = "invitation-above-sender";

/// Every such invitation. Those whose sender administers no users at all are a fault of the rows.
///
/// # Errors
/// `failed`, and those of `each`.
pub(super) fn look(tx: &Tx<'_>, now: Instant, each: &mut impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    doctor::each_offer(tx, now, |offer| {
        let Err(why) = offer.own.check_offer(&offer.offers) else { return Ok(()) };
        if !offer.own.administer_users() {
            return Ok(());
        }
        let (id, (client, slug)) = (offer.invitation, offer.client);
        each(&Finding {
            client: Some((client, slug.to_owned())),
            code: ABOVE,
            entity: Some(id.to_string()),
            finding: Hint::plain(format!(
                "{id} to {} offers more than {}, who sent it, can give: {}",
                offer.address,
                offer.sender,
                why.as_str()
            )),
            command: Verb::InviteCancel.step().about(&id).client(&slug).into(),
        })
    })
}
