//! Associations: which partner referred which client, and on which tab of its dashboard the client is.

use crate::domain::association::{AssociationRow, Tab};
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::slug::Slug;
use crate::error::Result;

use super::{Row, Tx, params};

macro_rules! columns {
    () => {
        "a.client_id, a.partner_id, a.tab, a.associated_at, a.associated_by"
    };
}

super::statements! {
    [BETWEEN] concat!("SELECT ", columns!(), " FROM association AS a
        WHERE a.client_id = $1 AND a.partner_id = $2 AND a.state = 'associated'");
    [OF_CLIENT] concat!("SELECT ", columns!(), ", p.slug FROM association AS a JOIN partner AS p ON p.id = a.partner_id
        WHERE a.client_id = $1 AND a.state = 'associated' ORDER BY a.partner_id");
    /// One that was taken away begins again; one that exists only changes its tab.
    [SET] "INSERT INTO association (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version)
        VALUES ($1, $2, $3, 'associated', $4, $5, $6, 1)
        ON CONFLICT (client_id, partner_id) DO UPDATE SET tab = excluded.tab, state = excluded.state,
            associated_at = excluded.associated_at, associated_by = excluded.associated_by,
            since_audit = excluded.since_audit, version = association.version + 1";
    [MOVE] "UPDATE association SET tab = $3, since_audit = $4, version = version + 1
        WHERE client_id = $1 AND partner_id = $2 AND state = 'associated'";
    [END] "UPDATE association SET state = 'dissociated', since_audit = $3, version = version + 1
        WHERE client_id = $1 AND partner_id = $2 AND state = 'associated'";
}

/// The association of the two, if it exists.
pub fn between(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Option<AssociationRow>> {
    tx.query_opt(&BETWEEN, params![client, partner], read)
}

/// Who referred a client, by partner, with the partners' slugs.
pub fn of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<(AssociationRow, Slug)>> {
    tx.query_vec(&OF_CLIENT, params![client], |row| Ok((read(row)?, Slug::stored(row.text(5)?.to_owned()))))
}

/// Notes an association that does not exist.
pub fn note(tx: &Tx<'_>, row: &AssociationRow, audit: i64) -> Result<()> {
    tx.execute_one(&SET, params![row.client, row.partner, row.tab.name(), row.at, &row.by, audit])
}

/// Puts a client on another tab.
///
/// # Errors
/// `failed`; `bug` when the two are not associated.
pub fn set_tab(tx: &Tx<'_>, client: ClientId, partner: PartnerId, tab: Tab, audit: i64) -> Result<()> {
    tx.execute_one(&MOVE, params![client, partner, tab.name(), audit])
}

/// Takes an association away; its row stays.
///
/// # Errors
/// `failed`; `bug` when the two are not associated.
pub fn end(tx: &Tx<'_>, client: ClientId, partner: PartnerId, audit: i64) -> Result<()> {
    tx.execute_one(&END, params![client, partner, audit])
}

fn read(row: &Row<'_>) -> Result<AssociationRow> {
    Ok(AssociationRow {
        client: ClientId::new(row.int(0)?),
        partner: PartnerId::new(row.int(1)?),
        tab: Tab::from_text(row.text(2)?)?,
        at: row.at(3)?,
        by: row.text(4)?.to_owned(),
    })
}
