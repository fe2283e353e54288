//! Which clients may be chosen for a partner's user.

use super::{ClientSeen, Error, PartnerRow, Result, Tx, named, resolve};
use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::link::LinkStatus;
use crate::domain::time::Instant;
use crate::error::{Flag, hint};
use crate::store::{association, link};

/// A client of a partner is one that support associated with it, that was asked and has not answered yet, or that is
/// linked (docs/reference.md#reach; S4.6).
///
/// # Errors
/// `conflict` that names it, if it is none.
pub(super) fn must_be_a_client_of(tx: &Tx<'_>, company: &PartnerRow, seen: &ClientSeen, now: Instant) -> Result<()> {
    if is_client_of(tx, company.id, seen.row.id, now)? {
        return Ok(());
    }
    let client = resolve::named(&seen.row);
    Err(Error::conflict(format!(
        "{client} is no client of {}: not associated, no link, and no request that waits",
        named(company)
    ))
    .hint(hint!["request it with ", Verb::LinkRequest.step().partner(&company.slug).with(Flag::Target, &seen.row.slug)])
    .fact("client_id", seen.row.id.to_string())
    .fact("client_slug", seen.row.slug.to_string()))
}

fn is_client_of(tx: &Tx<'_>, partner: PartnerId, client: ClientId, now: Instant) -> Result<bool> {
    let open = link::stored_open(tx, partner, client)?.map(|link| link.status(now));
    let deals = matches!(open, Some(LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked));
    Ok(deals || association::between(tx, client, partner)?.is_some())
}
