//! `partnerctl mail`: the outbox.

mod bounce;
mod deliver;
mod list;
mod retry;
mod show;
mod status;

use super::brief::state;
use super::command::{CommandEntry, Noun};
use crate::output::brief::{Phrase, plain, words};
use crate::output::columns::{id, instant, int, text};
use crate::output::part::ascending;
use crate::output::{Brief, Columns};

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
])
.keyed(ascending(&["mail_id"]))
.in_brief(&Brief {
    noun: "mail",
    columns: &[
        plain(&["mail_id"]).headed("mail"),
        plain(&["client_slug"]).headed("client").rank(2),
        plain(&["to"]),
        state(&["state"]),
        plain(&["created_at"]).headed("made"),
        // Why a mail did not leave is looked for before what it says.
        plain(&["last_error"]).rank(1),
        plain(&["subject"]).rank(1),
        // One attempt is what is to be expected.
        words("attempts", &["attempts"], |record| {
            Phrase::plain(
                record.count("attempts").filter(|count| *count > 1).map_or_else(String::new, |count| count.to_string()),
            )
        })
        .rank(4),
    ],
});
