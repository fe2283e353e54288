//! Links whose end is near and moves by itself.

use crate::domain::id::{ClientId, LinkId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [DUE: (id: LinkId, client_id: ClientId, until: Instant)] "SELECT k.id, k.client_id, k.until FROM link AS k
        JOIN client AS c ON c.id = k.client_id
        JOIN partner AS p ON p.id = k.partner_id
        WHERE k.state = 'linked' AND k.until IS NOT NULL AND k.until <= $1 AND (k.until, k.id) > ($2, $3)
          AND k.auto_extend IS NOT NULL AND k.deleted_at IS NULL AND c.state <> 'closed' AND p.state = 'active'
        ORDER BY k.until, k.id LIMIT $4";
}

/// A link that is to be extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub link: LinkId,
    pub client: ClientId,
    pub until: Instant,
}

/// Up to `most` links that end at `until` or before and go on by themselves, by their end, after `last`.
pub fn due(tx: &Tx<'_>, until: Instant, last: (Instant, i64), most: u32) -> Result<Vec<Due>> {
    let found = tx.query_vec(&DUE, params![until, last.0, last.1, most])?.into_iter();
    Ok(found.map(|(link, client, until)| Due { link, client, until }).collect())
}
