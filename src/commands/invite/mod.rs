//! `partnerctl invite`: asking people to activate a login, or to accept access.

mod bulk;
mod list;

use super::command::{Entry, Noun};
use crate::output::columns::{id, instant, int, list, text};
use crate::output::{Cell, Column, Columns};
use crate::store::invitation_list::Listed;

/// `partnerctl invite VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "invite",
    about: "Invitations: asking people to activate a login, or to accept access",
    verbs: &[Entry::of::<bulk::Bulk>(), Entry::of::<list::List>()],
};

/// How many columns `invite list` has.
const LISTED: usize = 16;

/// The columns of `invite list`, in order (SPEC 5), and after them those of one command.
const fn with<const MORE: usize, const ALL: usize>(more: [Column; MORE]) -> [Column; ALL] {
    let listed: [Column; LISTED] = [
        id("client_id"),
        id("client_slug"),
        id("invitation_id"),
        id("email"),
        text("role"),
        list("permissions"),
        instant("until"),
        text("kind"),
        text("form"),
        text("state"),
        instant("sent_at"),
        int("send_count"),
        instant("expires_at"),
        instant("answered_at"),
        id("invited_by"),
        text("mail"),
    ];
    let mut all = [listed[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < LISTED { listed[at] } else { more[at - LISTED] };
        at += 1;
    }
    all
}

/// The columns of `invite list`.
const LIST: Columns = Columns::new(&with::<0, LISTED>([]));

/// The cells of the columns of `invite list`.
fn cells<'a>(row: &'a Listed<'_>) -> [Cell<'a>; LISTED] {
    [
        Cell::shown(&row.client),
        row.client_slug.into(),
        Cell::shown(&row.id),
        row.email.into(),
        row.role.into(),
        Cell::list(&*row.permissions),
        row.until.into(),
        row.kind.into(),
        row.form.into(),
        row.state.name().into(),
        row.sent_at.into(),
        row.send_count.into(),
        row.expires_at.into(),
        row.answered_at.into(),
        row.invited_by.into(),
        row.mail.into(),
    ]
}
