//! The words that several lists have on a terminal: states, sets of permissions, how far a person has come.

use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::error::capitalised;
use crate::output::brief::{BriefColumn, Phrase, Record, words};
use crate::output::style::Tone;

/// A state, in a colour that says what it means.
pub(super) const fn state(of: &'static [&'static str; 1]) -> BriefColumn {
    words(of[0], of, |record| Phrase::new(record.text(), tone_of(&record.text())))
}

/// A set of permissions by its name, or how many they are.
pub(super) const fn permissions() -> BriefColumn {
    words("permissions", &["permissions"], |record| {
        let text = record.text();
        // Of a person who may not be seen there is none, which is not the empty set.
        let set = Some(text).filter(|text| !text.is_empty()).and_then(|text| Permissions::from_text(&text).ok());
        Phrase::plain(set.map_or_else(String::new, Role::name_of_set))
    })
}

/// First and last name.
pub(super) const fn name() -> BriefColumn {
    words("name", &["first_name", "last_name"], |record| {
        let name = format!("{} {}", record.text_of("first_name"), record.text_of("last_name"));
        Phrase::plain(name.trim())
    })
}

/// What a state means for the reader.
pub(super) fn tone_of(word: &str) -> Tone {
    match word {
        "active" | "accepted" | "linked" | "open" | "sent" | "ok" | "ready" | "yes" => Tone::Good,
        "draft" | "prepared" | "invited" | "pending" | "approved" | "queued" | "sending" | "written" | "trial" => {
            Tone::Waiting
        }
        "failed" | "bounced" | "unknown" | "expired" | "declined" | "denied" | "refused" | "lapsed" | "partial" => {
            Tone::Bad
        }
        "closed" | "ended" | "inactive" | "cancelled" | "superseded" | "unlinked" | "idle" | "skipped" | "removed"
        | "unchanged" => Tone::Over,
        _ => Tone::Plain,
    }
}

/// A state and the date since which it holds: `Accepted 3 Mar`.
pub(super) fn dated(record: &Record<'_>, state: &str, column: &str) -> Phrase {
    Phrase::new(record.with_date(&capitalised(state), column), tone_of(state))
}
