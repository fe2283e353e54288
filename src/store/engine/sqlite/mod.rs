//! SQLite: opening with all settings, statements, transactions, the busy handler, the write guard.

mod guard;
mod maintenance;
mod open;
mod statement;

pub(in crate::store) use maintenance::expected_schema;
pub(crate) use maintenance::{copy, replace};
pub use open::OpenError;
pub(crate) use open::peek;
pub(crate) use open::{Connection, known, open_existing, open_new, prepare_new};
#[cfg(test)]
pub(in crate::store) use statement::is_counted;
pub(crate) use statement::{Cursor, Statement};
pub(in crate::store) use statement::{Row, failure, value, width};
#[cfg(test)]
pub(crate) use statement::{Trips, steps, trips, waited_for};

/// The engine with its version.
pub(crate) fn product() -> String {
    format!("SQLite {}", rusqlite::version())
}

/// The migrations of this engine, oldest first. A released one is never edited; a test holds their digests.
pub(crate) const MIGRATIONS: &[(&str, &str)] = &[
    ("house", include_str!("schema/0001_house.sql")),
    ("history and guard", include_str!("schema/0002_history_and_guard.sql")),
    ("views for readers", include_str!("schema/0003_views.sql")),
    ("sessions and past", include_str!("schema/0004_sessions_and_past.sql")),
    ("checks", include_str!("schema/0005_checks.sql")),
    ("names", include_str!("schema/0006_names.sql")),
    ("mail", include_str!("schema/0007_mail.sql")),
    ("key", include_str!("schema/0008_key.sql")),
    ("mail outcomes", include_str!("schema/0009_mail_outcomes.sql")),
    ("clock", include_str!("schema/0010_clock.sql")),
    ("name keys", include_str!("schema/0011_name_keys.sql")),
    ("proof", include_str!("schema/0012_proof.sql")),
    ("stray writes", include_str!("schema/0013_stray_writes.sql")),
    ("view ceiling", include_str!("schema/0014_view_ceiling.sql")),
    ("one spelling", include_str!("schema/0015_one_spelling.sql")),
    ("view bounced", include_str!("schema/0016_view_bounced.sql")),
    ("state ends", include_str!("schema/0017_state_ends.sql")),
    ("new facts", include_str!("schema/0018_new_facts.sql")),
    ("web sessions", include_str!("schema/0019_web_sessions.sql")),
    ("work list", include_str!("schema/0020_work_list.sql")),
    ("recovery", include_str!("schema/0021_recovery.sql")),
    ("link extension", include_str!("schema/0022_link_extension.sql")),
    ("invitation message", include_str!("schema/0023_invitation_message.sql")),
    ("auto extend", include_str!("schema/0024_auto_extend.sql")),
    ("client merge", include_str!("schema/0025_client_merge.sql")),
    ("language", include_str!("schema/0026_language.sql")),
];
