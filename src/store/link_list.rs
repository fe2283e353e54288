//! Links as lists show them: with the names of both sides, the owners of the client and the state of the mail.

use crate::domain::id::{ClientId, LinkId, PartnerId};
use crate::domain::link::Link;
use crate::domain::slug::Slug;
use crate::error::Result;

use super::{Tx, params};
use crate::domain::mail::MailState;

macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "SELECT {} FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id ",
            $condition
        )
    };
}

super::statements! {
    [ONE: Listed] listed!("WHERE k.id = $1");
    [OF_CLIENT: Listed] listed!("WHERE k.client_id = $1 AND k.id >= $2 AND k.deleted_at IS NULL ORDER BY k.id");
    [OF_PARTNER: Listed] listed!("WHERE k.partner_id = $1 AND k.id >= $2 AND k.deleted_at IS NULL ORDER BY k.id");
    full_scan [ALL: Listed] listed!("WHERE k.id >= $1 AND k.deleted_at IS NULL ORDER BY k.id");
    [OWNERS: String] "SELECT l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.role = 'owner' AND g.state <> 'ended' ORDER BY g.id";
    [PREPARED_OWNERS: String] "SELECT l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.role = 'owner' AND g.state = 'prepared' ORDER BY g.id";
    /// With more than one recipient, the mail that most needs attention counts.
    [MAIL: MailState] "SELECT m.state FROM link_recipient AS r JOIN mail AS m ON m.id = r.mail_id WHERE r.link_id = $1
        ORDER BY CASE m.state WHEN 'failed' THEN 1 WHEN 'bounced' THEN 2 WHEN 'queued' THEN 3 WHEN 'sending' THEN 4
            WHEN 'written' THEN 5 WHEN 'sent' THEN 6 ELSE 7 END, m.id DESC LIMIT 1";
}

/// A link with the names of its two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub link: Link,
    pub client_slug: Slug,
    pub partner_slug: Slug,
}

super::row!(Listed as k { link: (Link), client_slug: ["c.slug"], partner_slug: ["p.slug"] });

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkScope {
    Client(ClientId),
    Partner(PartnerId),
    All,
}

/// The link with this id, deleted or not.
pub fn one(tx: &Tx<'_>, id: LinkId) -> Result<Option<Listed>> {
    tx.query_opt(&ONE, params![id])
}

/// Every link that is not deleted, by id, in turn, from this one on.
pub fn each(tx: &Tx<'_>, whose: LinkScope, from: Option<LinkId>, each: impl FnMut(Listed) -> Result<()>) -> Result<()> {
    let first = from.unwrap_or(LinkId::new(0));
    match whose {
        LinkScope::Client(id) => tx.each(&OF_CLIENT, params![id, first], each),
        LinkScope::Partner(id) => tx.each(&OF_PARTNER, params![id, first], each),
        LinkScope::All => tx.each(&ALL, params![first], each),
    }
}

/// The addresses of a client's owners, prepared ones too, joined by single spaces.
pub fn owners(tx: &Tx<'_>, client: ClientId) -> Result<String> {
    Ok(tx.query_vec(&OWNERS, params![client])?.join(" "))
}

/// The addresses of those among them who have not accepted.
pub fn prepared_owners(tx: &Tx<'_>, client: ClientId) -> Result<Vec<String>> {
    tx.query_vec(&PREPARED_OWNERS, params![client])
}

/// The state of the mail of a request: with more than one recipient, that of the one that most needs attention.
pub fn mail(tx: &Tx<'_>, id: LinkId) -> Result<Option<MailState>> {
    tx.query_opt(&MAIL, params![id])
}
