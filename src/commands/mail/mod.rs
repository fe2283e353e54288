//! `partnerctl mail`: the outbox.

mod bounce;
mod deliver;
mod list;
mod retry;
mod show;
mod status;

use super::command::{CommandEntry, Noun};
use crate::output::Columns;
use crate::output::columns::{id, instant, int, text};

/// `partnerctl mail VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "mail",
    about: "The outbox: what was mailed to whom, and what became of it",
    verbs: &[
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<show::Show>(),
        CommandEntry::of::<deliver::Deliver>(),
        CommandEntry::of::<status::Status>(),
        CommandEntry::of::<retry::Retry>(),
        CommandEntry::of::<bounce::Bounce>(),
    ],
};

/// Columns of `mail list` (docs/reference.md#output).
const LIST: Columns = Columns::new(&[
    id("mail_id"),
    id("client_id"),
    id("client_slug"),
    id("to"),
    text("kind"),
    text("subject"),
    text("state"),
    int("attempts"),
    text("last_error"),
    text("server_reply"),
    instant("created_at"),
    instant("sent_at"),
]);
