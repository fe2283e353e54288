//! The dashboard of a partner: the clients that are associated with it, or have an open link with it.

use crate::domain::id::{ClientId, PartnerId};
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [CLIENTS] "SELECT a.client_id FROM association AS a WHERE a.partner_id = $1 AND a.state = 'associated'
        UNION
        SELECT k.client_id FROM link AS k WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked')
        ORDER BY client_id";
}

/// The clients that are associated with a partner, or whose link with it is stored as open, by id, in turn.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn clients(tx: &Tx<'_>, partner: PartnerId, mut each: impl FnMut(ClientId) -> Result<()>) -> Result<()> {
    tx.each(&CLIENTS, params![partner], |row| each(ClientId::new(row.int(0)?)))
}
