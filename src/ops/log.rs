//! The log of a client: its audit rows as whole sentences (MISSION S3.18–19).

mod sentence;

use crate::domain::id::{ClientId, PartnerId};
use crate::domain::time::{Instant, Zone};
use crate::error::Result;
use crate::store::audit::Outcome;
use crate::store::audit_list::{self, Line};
use crate::store::{Tx, partner};

/// One line of a client's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The number of the audit row.
    pub number: i64,
    /// When it was written.
    pub at: Instant,
    /// How it ended.
    pub outcome: Outcome,
    /// Who did what to whom, for people: `jane sent inv_31 to jim@bigshoes.example`.
    pub sentence: String,
}

impl LogLine {
    /// The line for people: `21 Nov 2026 14:05 CET  jane sent inv_31 to jim@bigshoes.example`.
    #[must_use]
    pub fn told(&self, zone: &Zone) -> String {
        format!("{}  {}", zone.local(self.at), self.sentence)
    }
}

/// The last `most` lines of a client's log, the newest first.
///
/// # Errors
/// `failed`.
pub fn recent(tx: &Tx<'_>, client: ClientId, most: u32) -> Result<Vec<LogLine>> {
    let mut lines = Vec::new();
    audit_list::latest_of_client(tx, client, most, |row| {
        lines.push(line(tx, row)?);
        Ok(())
    })?;
    Ok(lines)
}

/// An audit row as a line of the log.
///
/// # Errors
/// `failed`.
pub fn line(tx: &Tx<'_>, row: &Line<'_>) -> Result<LogLine> {
    let mut particulars = sentence::particulars(row.details);
    for (key, value) in &mut particulars {
        if key == "partner"
            && let Ok(id) = PartnerId::parse(value)
            && let Some(company) = partner::by_id(tx, id)?
        {
            *value = company.slug.to_string();
        }
    }
    let sentence = sentence::of(row, &particulars);
    Ok(LogLine { number: row.number, at: row.at, outcome: row.outcome, sentence })
}
