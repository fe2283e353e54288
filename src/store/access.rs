//! Candidates for access: the people of a client and the clients of a person or partner, for the rule
//! `effective` to decide on. Everything streams in the order of the ids.

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Tx, params};

super::statements! {
    [PEOPLE_OF_CLIENT: UserId] "SELECT g.login_id FROM access_grant AS g WHERE g.client_id = $1 AND g.state = 'active'
        UNION
        SELECT u.login_id FROM link AS k JOIN partner_user AS u ON u.partner_id = k.partner_id
         WHERE k.client_id = $1 AND k.state = 'linked' AND u.state = 'active' AND u.scope = 'all'
        UNION
        SELECT a.login_id FROM assignment AS a WHERE a.client_id = $1 AND a.state = 'assigned'
        ORDER BY login_id";
    [PARTNERS_PEOPLE_OF_CLIENT: UserId] "SELECT g.login_id FROM access_grant AS g
         WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active'
        UNION
        SELECT u.login_id FROM partner_user AS u WHERE u.partner_id = $2 AND u.state = 'active' AND u.scope = 'all'
        UNION
        SELECT a.login_id FROM assignment AS a JOIN partner_user AS u ON u.login_id = a.login_id
         WHERE a.client_id = $1 AND a.state = 'assigned' AND u.partner_id = $2 AND u.state = 'active'
        ORDER BY login_id";
    [MEMBERS_WITH_GRANT: UserId] "SELECT g.login_id FROM access_grant AS g JOIN partner_user AS u ON u.login_id = g.login_id
        WHERE g.client_id = $1 AND g.state = 'active' AND g.for_partner IS NULL AND u.partner_id = $2 AND u.state = 'active'
        ORDER BY g.login_id";
    [CLIENTS_OF_USER: ClientId] "SELECT g.client_id FROM access_grant AS g WHERE g.login_id = $1 AND g.state = 'active'
        UNION
        SELECT k.client_id FROM partner_user AS u JOIN link AS k ON k.partner_id = u.partner_id
         WHERE u.login_id = $1 AND u.state = 'active' AND u.scope = 'all'
           AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked'
        UNION
        SELECT a.client_id FROM assignment AS a WHERE a.login_id = $1 AND a.state = 'assigned'
        ORDER BY client_id";
    [CLIENTS_OF_PARTNER: ClientId] "SELECT k.client_id FROM link AS k
        WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked' ORDER BY k.client_id";
    [PARTNERS_PEOPLE_IN_ANY_WAY: UserId] "SELECT g.login_id FROM access_grant AS g
         WHERE g.client_id = $1 AND g.for_partner = $2 AND g.for_partner IS NOT NULL AND g.state = 'active'
        UNION
        SELECT g.login_id FROM access_grant AS g JOIN partner_user AS u ON u.login_id = g.login_id
         WHERE g.client_id = $1 AND g.state = 'active' AND u.partner_id = $2 AND u.state = 'active'
        UNION
        SELECT u.login_id FROM link AS k JOIN partner_user AS u ON u.partner_id = k.partner_id
         WHERE k.client_id = $1 AND k.partner_id = $2 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked'
           AND u.state = 'active' AND u.scope = 'all'
        UNION
        SELECT a.login_id FROM assignment AS a JOIN partner_user AS u ON u.login_id = a.login_id
         WHERE a.client_id = $1 AND a.state = 'assigned' AND u.partner_id = $2 AND u.state = 'active'
        ORDER BY login_id";
    [CLIENTS_OF_PARTNERS_PEOPLE: ClientId] "SELECT k.client_id FROM link AS k
         WHERE k.partner_id = $1 AND k.state IN ('pending', 'approved', 'linked') AND k.state = 'linked'
        UNION
        SELECT g.client_id FROM partner_user AS u JOIN access_grant AS g ON g.login_id = u.login_id
         WHERE u.partner_id = $1 AND u.state = 'active' AND g.state = 'active'
        ORDER BY client_id";
    [OWN_GRANTS_OF_PARTNERS_PEOPLE: i64] "SELECT count(*) FROM partner_user AS u JOIN access_grant AS g ON g.login_id = u.login_id
        JOIN client AS c ON c.id = g.client_id
        WHERE u.partner_id = $1 AND u.state = 'active' AND g.state = 'active' AND c.state <> 'closed'
          AND (g.for_partner IS NULL OR g.for_partner <> $1)";
    full_scan [OPEN_CLIENTS: ClientId] "SELECT c.id FROM client AS c WHERE c.state <> 'closed' ORDER BY c.id";
    [ENTERED_AT: Instant] "SELECT last_login_at FROM client_entry WHERE client_id = $1 AND login_id = $2";
}

/// Those who may be able to enter a client: by a grant of their own, or as users of a linked partner.
pub fn people_of_client(tx: &Tx<'_>, client: ClientId, each: impl FnMut(UserId) -> Result<()>) -> Result<()> {
    tx.each(&PEOPLE_OF_CLIENT, params![client], each)
}

/// Those of a partner who may be able to enter a client: its users, and the dedicated users made for it.
pub fn partners_people_of_client(
    tx: &Tx<'_>,
    client: ClientId,
    partner: PartnerId,
    each: impl FnMut(UserId) -> Result<()>,
) -> Result<()> {
    tx.each(&PARTNERS_PEOPLE_OF_CLIENT, params![client, partner], each)
}

/// The users of a partner who may be able to enter a client by grants of their own.
pub fn members_with_grant(
    tx: &Tx<'_>,
    client: ClientId,
    partner: PartnerId,
    each: impl FnMut(UserId) -> Result<()>,
) -> Result<()> {
    tx.each(&MEMBERS_WITH_GRANT, params![client, partner], each)
}

/// The clients that a user may be able to enter.
pub fn clients_of_user(tx: &Tx<'_>, user: UserId, each: impl FnMut(ClientId) -> Result<()>) -> Result<()> {
    tx.each(&CLIENTS_OF_USER, params![user], each)
}

/// The clients that are linked with a partner, as stored.
pub fn clients_of_partner(tx: &Tx<'_>, partner: PartnerId, each: impl FnMut(ClientId) -> Result<()>) -> Result<()> {
    tx.each(&CLIENTS_OF_PARTNER, params![partner], each)
}

/// Those of a partner who may be able to enter a client in any way: as [`partners_people_of_client`], and its users who
/// have a grant of their own there.
pub fn partners_people_in_any_way(
    tx: &Tx<'_>,
    client: ClientId,
    partner: PartnerId,
    each: impl FnMut(UserId) -> Result<()>,
) -> Result<()> {
    tx.each(&PARTNERS_PEOPLE_IN_ANY_WAY, params![client, partner], each)
}

/// The clients that are linked with a partner, and those in which its users have a grant of their own.
pub fn clients_of_partners_people(
    tx: &Tx<'_>,
    partner: PartnerId,
    each: impl FnMut(ClientId) -> Result<()>,
) -> Result<()> {
    tx.each(&CLIENTS_OF_PARTNERS_PEOPLE, params![partner], each)
}

/// How many grants the users of a partner have that were not made for the partner.
pub fn own_grants_of_partners_people(tx: &Tx<'_>, partner: PartnerId) -> Result<u64> {
    let count = tx.query_one(&OWN_GRANTS_OF_PARTNERS_PEOPLE, params![partner])?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Every client that is not closed.
pub fn open_clients(tx: &Tx<'_>, each: impl FnMut(ClientId) -> Result<()>) -> Result<()> {
    tx.each(&OPEN_CLIENTS, params![], each)
}

/// When a user last entered a client.
pub fn entered_at(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<Option<Instant>> {
    tx.query_opt(&ENTERED_AT, params![client, user])
}
