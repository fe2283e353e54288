//! The settings of the database, as use cases read them.

use crate::app::settings;
use crate::domain::dedicated::{DummyDomain, NOWHERE};
use crate::domain::id::ClientId;
use crate::domain::notice::{self, NoticeSettings};
use crate::domain::time::Zone;
use crate::error::Result;
use crate::store::{Tx, client, database_info};

/// The value that holds: the one that is set, else the default.
///
/// # Errors
/// `usage` when there is no such setting.
pub fn value(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    let known = settings::known(key)?;
    Ok(database_info::setting(tx, key)?.or_else(|| known.default.map(str::to_owned)))
}

/// Behind which addresses no one has a mailbox, as `logins.domain` says.
pub(super) fn dummy_domain(tx: &Tx<'_>) -> Result<DummyDomain> {
    let value = database_info::setting(tx, "logins.domain")?;
    DummyDomain::parse(value.as_deref().unwrap_or(NOWHERE)).map_err(|error| error.context("logins.domain"))
}

/// The zone of the desk: of its calendar, in which months are counted and days end.
///
/// # Errors
/// `failed` where the stored name is of no zone.
pub fn desk_zone(tx: &Tx<'_>) -> Result<Zone> {
    value(tx, settings::TIME_ZONE)?.map_or_else(|| Ok(Zone::utc()), |name| Zone::named(&name))
}

/// Behind every key of the settings of notifications.
const AFTER_NOTIFY: &str = "notify/";

/// What the desk chose about notifications.
pub(super) fn notices_of_desk(tx: &Tx<'_>) -> Result<NoticeSettings> {
    database_info::settings_between(tx, notice::PREFIX, AFTER_NOTIFY).map(|stored| NoticeSettings::read(&stored))
}

/// What a client chose about notifications.
pub(super) fn notices_of_client(tx: &Tx<'_>, id: ClientId) -> Result<NoticeSettings> {
    client::fields_between(tx, id, notice::PREFIX, AFTER_NOTIFY).map(|stored| NoticeSettings::read(&stored))
}
