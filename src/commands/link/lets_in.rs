//! Shows the dedicated user that a link lets in again, before the link is approved or created.

use crate::cli::context::Context;
use crate::domain::id::PartnerId;
use crate::domain::link::LINK_DEFAULT;
use crate::domain::permission::Permissions;
use crate::domain::role::listed;
use crate::error::Result;
use crate::ops::link::waiting::Waiting;
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::Mode;

/// The dedicated user that a link of the two would let in, shown to anyone who is about to link them.
pub(super) fn show(cx: &mut Context, seen: &ClientSeen, partner: PartnerId) -> Result<Option<Waiting>> {
    let (client, now) = (seen.row.id, cx.now());
    let waiting = cx.read(|tx, _| Waiting::suspended(tx, client, partner, now))?;
    if let Some(waiting) = &waiting {
        let terms = waiting.terms();
        let end =
            terms.until.map_or_else(|| "without end".to_owned(), |at| format!("until {}", cx.zone.end_in_words(at)));
        let lets = if cx.mode() == Mode::DryRun { "would let" } else { "lets" };
        let once = if waiting.is_active() { "" } else { " once its login is active" };
        cx.ui.status(&format!(
            "The link {lets} {} in{once}, the login that {} made for the partner: {}, {end}, with {}.",
            waiting.login.email,
            seen.row.slug,
            terms.role,
            in_words(terms.permissions)
        ));
    }
    Ok(waiting)
}

pub(super) fn in_words(permissions: Permissions) -> String {
    if permissions == LINK_DEFAULT { "everything but users".to_owned() } else { listed(permissions) }
}
