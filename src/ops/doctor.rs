//! What is wrong here, and the command that fixes it: faults in the rows, in the proof, in the files, in the settings.

mod clock;
mod domains;
mod files;
mod mail;
mod offers;
mod pages;
mod rows;

pub use mail::{refused_alike, settings as of_mail_settings};

use crate::app::database_paths::DatabasePaths;
use crate::domain::authority::Verb;
use crate::domain::id::ClientId;
use crate::domain::time::{Instant, Span};
use crate::error::{Hint, Remedy, Result};
use crate::store::audit::{self, Verdict};
use crate::store::doctor::{self, Fault};
use crate::store::{Store, Tx};

/// How long what comes by itself may take: a mail to leave, a link to be set up.
const PATIENCE: Span = Span::hours(1);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The client, by id and slug, where it is one's.
    pub client: Option<(ClientId, String)>,
    /// The kind of fault; stable.
    pub code: &'static str,
    /// The thing, as people write it.
    pub entity: Option<String>,
    /// What is wrong, for people.
    pub finding: Hint,
    /// What fixes it.
    pub command: Remedy,
}

impl Finding {
    fn of_house(code: &'static str, finding: impl Into<String>, command: impl Into<Remedy>) -> Self {
        Self::of_hint(code, Hint::plain(finding.into()), command)
    }

    fn of_hint(code: &'static str, finding: Hint, command: impl Into<Remedy>) -> Self {
        Self { client: None, code, entity: None, finding, command: command.into() }
    }
}

/// Every kind of fault, by its stable name, in the order in which they are reported.
pub fn codes() -> impl Iterator<Item = &'static str> {
    let rows =
        Fault::ALL.into_iter().map(rows::code).chain([domains::SHARED, offers::ABOVE, AUDIT]).chain(mail::OF_OUTBOX);
    rows.chain(clock::CODES).chain(files::CODES).chain([SCHEMA]).chain(mail::OF_SETTINGS).chain(pages::CODES)
}

const AUDIT: &str = "audit-broken";
const SCHEMA: &str = "schema-changed";

/// What is wrong with the files of the database, with its tables and triggers, with the settings of mail, and with the pages. Few by
/// their nature.
pub fn of_files(place: &DatabasePaths, store: &mut Store) -> Result<Vec<Finding>> {
    let mut found = files::look(place, store)?;
    for fault in store.schema_faults()? {
        found.push(Finding::of_house(SCHEMA, fault, Verb::DbCheck.step()));
    }
    found.extend(store.read(|tx| mail::settings(tx, place.sharing()))?);
    found.extend(pages::look(store)?);
    Ok(found)
}

/// What is wrong in the rows, in the chain of the audit and in the outbox, in turn; nothing is collected.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn in_rows(tx: &Tx<'_>, now: Instant, mut each: impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    for fault in Fault::ALL {
        doctor::each(tx, fault, (now, now - PATIENCE), |found| each(&rows::finding_of(fault, found)))?;
    }
    domains::look(tx, &mut each)?;
    offers::look(tx, now, &mut each)?;
    if let Verdict::Broken { number, .. } = audit::verify(tx)? {
        let finding = format!("audit row {number} is not as it was written");
        each(&Finding::of_house(AUDIT, finding, Verb::AuditVerify.step()))?;
    }
    mail::outbox(tx, now, &mut each)?;
    clock::look(tx, now, &mut each)
}
