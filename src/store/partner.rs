//! Partners: companies that work in clients' accounts.

use crate::domain::id::PartnerId;
use crate::domain::partner::PartnerRow;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

/// How many deal with a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Its users whose memberships exist and whose terms last.
    pub users: i64,
    /// The clients whose links to it are in force.
    pub clients: i64,
}

super::row!(PartnerRow as p { id, slug, name, contact_email, state, created_at, version });
super::row!(Counts as p { users, clients });

super::statements! {
    [BY_ID: PartnerRow] "SELECT {} FROM partner AS p WHERE p.id = $1";
    [BY_SLUG: PartnerRow] "SELECT {} FROM partner AS p WHERE p.slug = $1";
    [BY_FOLD: PartnerRow] "SELECT {} FROM partner AS p WHERE p.slug_fold = $1 ORDER BY p.id LIMIT $2";
    /// Partners are few; the list is read whole.
    full_scan [LIST: PartnerRow] "SELECT {} FROM partner AS p ORDER BY p.id";
    /// The same with their users and the clients that they may work in.
    full_scan [LIST_COUNTED: (partner: PartnerRow, counts: Counts)] "SELECT {},
        (SELECT count(*) FROM partner_user AS u WHERE u.partner_id = p.id AND u.state = 'active' AND (u.until IS NULL OR u.until > $1)) AS users,
        (SELECT count(*) FROM link AS k WHERE k.partner_id = p.id AND k.state = 'linked' AND (k.until IS NULL OR k.until > $1)) AS clients
        FROM partner AS p ORDER BY p.id";
    [COUNTS: Counts] "SELECT
        (SELECT count(*) FROM partner_user AS u WHERE u.partner_id = $1 AND u.state = 'active' AND (u.until IS NULL OR u.until > $2)) AS users,
        (SELECT count(*) FROM link AS k WHERE k.partner_id = $1 AND k.state = 'linked' AND (k.until IS NULL OR k.until > $2)) AS clients";
    [INSERT] "INSERT INTO partner (id, slug, slug_fold, name, contact_email, state, created_at, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, 1)";
    [UPDATE] "UPDATE partner SET name = $2, contact_email = $3, since_audit = $4, version = version + 1 WHERE id = $1";
    [CLOSE] "UPDATE partner SET state = 'closed', since_audit = $2, version = version + 1 WHERE id = $1 AND state = 'active'";
}

/// The partner with this id.
pub fn by_id(tx: &Tx<'_>, id: PartnerId) -> Result<Option<PartnerRow>> {
    tx.look_up_once(&BY_ID, params![id])
}

/// The partner with this slug.
pub fn by_slug(tx: &Tx<'_>, slug: &str) -> Result<Option<PartnerRow>> {
    tx.query_opt(&BY_SLUG, params![slug])
}

/// Partners whose slug folds to `fold`.
pub fn by_fold(tx: &Tx<'_>, fold: &str, most: u32) -> Result<Vec<PartnerRow>> {
    tx.query_vec(&BY_FOLD, params![fold, most])
}

/// Every partner, by id.
pub fn list(tx: &Tx<'_>, each: impl FnMut(PartnerRow) -> Result<()>) -> Result<()> {
    tx.each(&LIST, params![], each)
}

/// Every partner with its counts at `now`, by id.
pub fn list_counted(tx: &Tx<'_>, now: Instant, mut each: impl FnMut(&PartnerRow, Counts) -> Result<()>) -> Result<()> {
    tx.each(&LIST_COUNTED, params![now], |(partner, counts)| each(&partner, counts))
}

/// The counts of one partner at `now`.
pub fn counts(tx: &Tx<'_>, id: PartnerId, now: Instant) -> Result<Counts> {
    tx.query_one(&COUNTS, params![id, now])
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
