//! A link that goes on in the client that its own was merged into.

use crate::domain::client::ClientRow;
use crate::domain::link::Link;
use crate::domain::sending::check_pause;
use crate::error::{Hint, Result};
use crate::ops::unit_of_work::Change;
use crate::store::link;

use super::{asking, close, partner_of, process};

/// Stores the link in the client, on the same terms. A request that waits for an answer is mailed again, with new codes.
/// The larger change asked for the right to it, named both clients and reports it.
///
/// # Errors
/// `conflict` where no one could answer, and within a minute of the last sending.
pub(in crate::ops) fn carry_over(change: &mut Change<'_>, client: &ClientRow, former: &Link) -> Result<Link> {
    let asks = former.awaits_answer(change.now);
    if asks {
        check_pause(former.sent_at, change.now)
            .map_err(|error| error.hint(Hint::plain(format!("that is {}", former.id))))?;
    }
    let set_up = process::set_up(change.tx)?;
    if let Some(over) = link::stored_open(change.tx, former.partner, client.id)? {
        close(change, over)?;
    }
    let carried = former.clone().carried(link::next_id(change.tx)?, client.id, set_up, change.now);
    link::insert(change.tx, &carried, change.audit())?;
    if carried.awaits_answer(change.now) {
        let partner = partner_of(change.tx, &carried)?;
        asking::ask(change, &carried, client, &partner)?;
    }
    Ok(carried)
}
