//! Partners: companies that work in clients' accounts.

use crate::domain::id::PartnerId;
use crate::domain::partner::{PartnerRow, PartnerState};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, params};

/// How many deal with a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Its users whose memberships exist and whose terms last.
    pub users: i64,
    /// The clients whose links to it are in force.
    pub clients: i64,
}

macro_rules! columns {
    () => {
        "p.id, p.slug, p.name, p.contact_email, p.state, p.created_at, p.version"
    };
}

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM partner AS p WHERE p.id = $1");
    [BY_SLUG] concat!("SELECT ", columns!(), " FROM partner AS p WHERE p.slug = $1");
    [BY_FOLD] concat!("SELECT ", columns!(), " FROM partner AS p WHERE p.slug_fold = $1 ORDER BY p.id LIMIT $2");
    /// Partners are few; the list is read whole.
    full_scan [LIST] concat!("SELECT ", columns!(), " FROM partner AS p ORDER BY p.id");
    /// The same with their users and the clients that they may work in.
    full_scan [LIST_COUNTED] concat!("SELECT ", columns!(), ",
        (SELECT count(*) FROM partner_user AS u WHERE u.partner_id = p.id AND u.state = 'active' AND (u.until IS NULL OR u.until > $1)),
        (SELECT count(*) FROM link AS k WHERE k.partner_id = p.id AND k.state = 'linked' AND (k.until IS NULL OR k.until > $1))
        FROM partner AS p ORDER BY p.id");
    [COUNTS] "SELECT
        (SELECT count(*) FROM partner_user AS u WHERE u.partner_id = $1 AND u.state = 'active' AND (u.until IS NULL OR u.until > $2)),
        (SELECT count(*) FROM link AS k WHERE k.partner_id = $1 AND k.state = 'linked' AND (k.until IS NULL OR k.until > $2))";
    [INSERT] "INSERT INTO partner (id, slug, slug_fold, name, contact_email, state, created_at, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, 1)";
    [UPDATE] "UPDATE partner SET name = $2, contact_email = $3, since_audit = $4, version = version + 1 WHERE id = $1";
    [CLOSE] "UPDATE partner SET state = 'closed', since_audit = $2, version = version + 1 WHERE id = $1 AND state = 'active'";
}

/// The partner with this id.
pub fn by_id(tx: &Tx<'_>, id: PartnerId) -> Result<Option<PartnerRow>> {
    tx.query_opt(&BY_ID, params![id], read)
}

/// The partner with this slug.
pub fn by_slug(tx: &Tx<'_>, slug: &str) -> Result<Option<PartnerRow>> {
    tx.query_opt(&BY_SLUG, params![slug], read)
}

/// Partners whose slug folds to `fold`.
pub fn by_fold(tx: &Tx<'_>, fold: &str, most: u32) -> Result<Vec<PartnerRow>> {
    tx.query_vec(&BY_FOLD, params![fold, most], read)
}

/// Every partner, by id.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list(tx: &Tx<'_>, mut each: impl FnMut(PartnerRow) -> Result<()>) -> Result<()> {
    tx.each(&LIST, params![], |row| each(read(row)?))
}

/// Every partner with its counts at `now`, by id.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list_counted(tx: &Tx<'_>, now: Instant, mut each: impl FnMut(&PartnerRow, Counts) -> Result<()>) -> Result<()> {
    tx.each(&LIST_COUNTED, params![now], |row| each(&read(row)?, Counts { users: row.int(7)?, clients: row.int(8)? }))
}

/// The counts of one partner at `now`.
pub fn counts(tx: &Tx<'_>, id: PartnerId, now: Instant) -> Result<Counts> {
    let found =
        tx.query_opt(&COUNTS, params![id, now], |row| Ok(Counts { users: row.int(0)?, clients: row.int(1)? }))?;
    Ok(found.unwrap_or(Counts { users: 0, clients: 0 }))
}

pub fn insert(
    tx: &Tx<'_>,
    slug: &Slug,
    fold: &str,
    name: &str,
    contact_email: Option<&str>,
    now: Instant,
    audit: i64,
) -> Result<PartnerId> {
    let id = PartnerId::new(tx.next_number("partner", 1)?);
    tx.execute_one(&INSERT, params![id, slug.as_str(), fold, name, contact_email, now, audit])?;
    Ok(id)
}

pub fn update(tx: &Tx<'_>, id: PartnerId, name: &str, contact_email: Option<&str>, audit: i64) -> Result<()> {
    tx.execute_one(&UPDATE, params![id, name, contact_email, audit])
}

/// Closes a partner.
///
/// # Errors
/// `failed`; `bug` when it was closed.
pub fn close(tx: &Tx<'_>, id: PartnerId, audit: i64) -> Result<()> {
    tx.execute_one(&CLOSE, params![id, audit])
}

fn read(row: &Row<'_>) -> Result<PartnerRow> {
    Ok(PartnerRow {
        id: PartnerId::new(row.int(0)?),
        slug: Slug::stored(row.text(1)?.to_owned()),
        name: row.text(2)?.to_owned(),
        contact_email: row.opt_text(3)?.map(str::to_owned),
        state: PartnerState::stored(row.text(4)?)?,
        created_at: row.at(5)?,
        version: row.int(6)?,
    })
}
