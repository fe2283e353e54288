//! Associations: which partner referred which client, and on which tab of its dashboard the client is.

use crate::domain::association::{AssociationRow, Tab};
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::slug::Slug;
use crate::error::Result;

use super::history::tables::association::{self, NewRow};
use super::{Tx, new, params};

super::row! {
    AssociationRow as a {
        client: ["a.client_id"], partner: ["a.partner_id"], tab, at: ["a.associated_at"], by: ["a.associated_by"]
    }
}

super::statements! {
    [BETWEEN: AssociationRow] "SELECT {} FROM association AS a
        WHERE a.client_id = $1 AND a.partner_id = $2 AND a.state = 'associated'";
    [OF_CLIENT: (association: AssociationRow, slug: Slug)] "SELECT {}, p.slug FROM association AS a JOIN partner AS p ON p.id = a.partner_id
        WHERE a.client_id = $1 AND a.state = 'associated' ORDER BY a.partner_id";
    [MOVE] "UPDATE association SET tab = $3, since_audit = $4, version = version + 1
        WHERE client_id = $1 AND partner_id = $2 AND state = 'associated'";
    [END] "UPDATE association SET state = 'dissociated', since_audit = $3, version = version + 1
        WHERE client_id = $1 AND partner_id = $2 AND state = 'associated'";
    [END_ALL] "UPDATE association SET state = 'dissociated', since_audit = $2, version = version + 1
        WHERE client_id = $1 AND state = 'associated'";
    [ON_DASHBOARD: ClientId] "SELECT a.client_id FROM association AS a WHERE a.partner_id = $1 AND a.state = 'associated'
        UNION
        SELECT k.client_id FROM link AS k WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked')
        ORDER BY client_id";
}

/// The association of the two, if it exists.
pub fn between(tx: &Tx<'_>, client: ClientId, partner: PartnerId) -> Result<Option<AssociationRow>> {
    tx.query_opt(&BETWEEN, params![client, partner])
}

/// Who referred a client, by partner, with the partners' slugs.
pub fn of_client(tx: &Tx<'_>, client: ClientId) -> Result<Vec<(AssociationRow, Slug)>> {
    tx.query_vec(&OF_CLIENT, params![client])
}

/// Notes an association that does not exist.
pub fn note(tx: &Tx<'_>, row: &AssociationRow, audit: i64) -> Result<()> {
    let AssociationRow { client, partner, tab, at, by } = row;
    let row = new!(NewRow {
        client_id: *client,
        partner_id: *partner,
        tab: *tab,
        state: "associated",
        associated_at: *at,
        associated_by: by,
        since_audit: audit,
        version: 1_i64,
    });
    association::insert(tx, &row)
}

/// Puts a client on another tab.
///
/// # Errors
/// `failed`; `bug` when the two are not associated.
pub fn set_tab(tx: &Tx<'_>, client: ClientId, partner: PartnerId, tab: Tab, audit: i64) -> Result<()> {
    tx.execute_one(&MOVE, params![client, partner, tab, audit])
}

/// Takes an association away; its row stays.
///
/// # Errors
/// `failed`; `bug` when the two are not associated.
pub fn end(tx: &Tx<'_>, client: ClientId, partner: PartnerId, audit: i64) -> Result<()> {
    tx.execute_one(&END, params![client, partner, audit])
}

/// Takes every association of a client away; the rows stay.
pub fn end_all(tx: &Tx<'_>, client: ClientId, audit: i64) -> Result<()> {
    tx.run(&END_ALL, params![client, audit]).map(drop)
}

/// The clients that are associated with a partner, or whose link with it is stored as open, by id, in turn.
pub fn on_dashboard(tx: &Tx<'_>, partner: PartnerId, each: impl FnMut(ClientId) -> Result<()>) -> Result<()> {
    tx.each(&ON_DASHBOARD, params![partner], each)
}
