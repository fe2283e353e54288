//! `partnerctl invite`: asking people to activate a login, or to accept access.

mod accept;
mod answer;
mod bulk;
mod cancel;
mod decline;
mod edit;
mod inspect;
mod list;
mod present;
mod required;
mod resend;
mod send;
mod show;

pub(super) use bulk::USED as INVITED;
pub(super) use present::{access_until, warn_of_decline};

use super::brief::{dated, permissions, state};
use super::command::{CommandEntry, Noun};
use super::still;
use crate::domain::invitation::Invitation;
use crate::domain::mail::MailState;
use crate::domain::shell::shell_format;
use crate::domain::slug::Slug;
use crate::ops::invite::{Listed, SendOutcome};
use crate::output::brief::{Phrase, Record, plain, words};
use crate::output::columns::{id, instant, int, list as many, text};
use crate::output::part::ascending;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, ResultWord};

/// `partnerctl invite VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "invite",
    about: "Invitations: asking people to activate a login, or to accept access",
    verbs: &[
        CommandEntry::of::<send::Send>(),
        CommandEntry::of::<bulk::Bulk>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<show::Show>(),
        CommandEntry::of::<inspect::Inspect>(),
        CommandEntry::of::<edit::Edit>(),
        CommandEntry::of::<resend::Resend>(),
        CommandEntry::of::<cancel::Cancel>(),
        CommandEntry::of::<accept::Accept>(),
        CommandEntry::of::<decline::Decline>(),
    ],
};

/// Declares the columns of `invite list`, in order (docs/reference.md#output), and what a command has besides.
macro_rules! columns {
    ($($more:expr),*) => {
        Columns::new(&[
            id("client_id"),
            id("client_slug"),
            id("invitation_id"),
            id("email"),
            text("role"),
            many("permissions"),
            $crate::output::columns::end("until"),
            text("kind"),
            text("form"),
            text("state"),
            instant("sent_at"),
            int("send_count"),
            instant("expires_at"),
            instant("answered_at"),
            id("invited_by"),
            text("mail"),
            $($more,)*
        ])
    };
}
use columns;

/// Columns of `invite list`.
const LIST: Columns =
    columns!(instant("accept_from")).last_on_request(1).keyed(ascending(&["invitation_id"])).in_brief(&Brief {
        noun: "invitation",
        columns: &[
            plain(&["invitation_id"]).headed("invitation"),
            plain(&["client_slug"]).headed("client"),
            plain(&["email"]),
            plain(&["role"]).rank(1),
            words("status", &["state", "sent_at", "answered_at", "expires_at", "accept_from"], status).whole(),
            state(&["mail"]).rank(2),
            plain(&["until"]).rank(5),
            permissions().rank(4),
            plain(&["invited_by"]).rank(3),
        ],
    });

fn status(record: &Record<'_>) -> Phrase {
    match &*record.text() {
        "pending" if record.at("accept_from").is_some() => {
            Phrase::new(record.with_date("Held until", "accept_from"), Tone::Waiting)
        }
        "pending" => Phrase::new(record.with_date("Waiting since", "sent_at"), Tone::Waiting),
        "expired" => dated(record, "expired", "expires_at"),
        state => dated(record, state, "answered_at"),
    }
}

/// Columns of a command that changed invitations.
const CHANGED: Columns = columns!(text("result"));

/// Columns of `invite cancel`.
const CANCELLED: Columns = columns!(text("result"), still::COLUMN);

/// Columns of a command that mails invitations; `link` is there with `--show-link` only.
const MAILED: Columns = columns!(id("link"), text("result"));

/// The cells of [`LIST`]: those of every invitation, and from when on it can be accepted.
fn listed<'a>(row: &'a Listed<'_>) -> Vec<Cell<'a>> {
    cells(row).into_iter().chain([Cell::from(row.accept_from)]).collect()
}

/// The cells of every invitation.
fn cells<'a>(row: &'a Listed<'_>) -> [Cell<'a>; 16] {
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

/// What fixes a wrong address.
fn correct(record: &Invitation, slug: &Slug) -> String {
    shell_format!(
        "if the address is wrong, correct it with `partnerctl invite resend {} -c {} --to EMAIL`",
        record.id,
        slug
    )
}

/// What came of sending, for a mail in this state: `sent` is only said of what a server took.
pub(super) const fn word_of(outcome: SendOutcome, mail: Option<MailState>) -> ResultWord {
    match (outcome, mail) {
        (SendOutcome::Sent, Some(MailState::Sent)) => ResultWord::Sent,
        (SendOutcome::Resent, Some(MailState::Sent)) => ResultWord::Resent,
        (SendOutcome::Sent, _) => ResultWord::Created,
        (SendOutcome::Resent, _) => ResultWord::Updated,
        (SendOutcome::Pending | SendOutcome::InAlready, _) => ResultWord::Unchanged,
        (SendOutcome::Skipped(_), _) => ResultWord::Skipped,
    }
}
