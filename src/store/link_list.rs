//! Links as lists show them: with the names of both sides, the owners of the client and the state of the mail.

use crate::domain::id::{ClientId, LinkId, PartnerId};
use crate::domain::link::Link;
use crate::domain::slug::Slug;
use crate::error::Result;

use super::link::{columns, read};
use super::{Row, Tx, params};
use crate::domain::mail::MailState;

/// The first column after those of the link.
const AFTER_LINK: usize = 23;

macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", c.slug, p.slug FROM link AS k JOIN client AS c ON c.id = k.client_id JOIN partner AS p ON p.id = k.partner_id ",
            $condition
        )
    };
}

super::statements! {
    [ONE] listed!("WHERE k.id = $1");
    [OF_CLIENT] listed!("WHERE k.client_id = $1 AND k.deleted_at IS NULL ORDER BY k.id");
    [OF_PARTNER] listed!("WHERE k.partner_id = $1 AND k.deleted_at IS NULL ORDER BY k.id");
    full_scan [ALL] listed!("WHERE k.deleted_at IS NULL ORDER BY k.id");
    [OWNERS] "SELECT l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.role = 'owner' AND g.state <> 'ended' ORDER BY g.id";
    /// With more than one recipient, the mail that most needs attention counts.
    [MAIL] "SELECT m.state FROM link_recipient AS r JOIN mail AS m ON m.id = r.mail_id WHERE r.link_id = $1
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkScope {
    Client(ClientId),
    Partner(PartnerId),
    All,
}

/// The link with this id, deleted or not.
pub fn one(tx: &Tx<'_>, id: LinkId) -> Result<Option<Listed>> {
    tx.query_opt(&ONE, params![id], listed)
}

/// Every link that is not deleted, by id, in turn.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn each(tx: &Tx<'_>, whose: LinkScope, mut each: impl FnMut(Listed) -> Result<()>) -> Result<()> {
    let mut push = |row: &Row<'_>| each(listed(row)?);
    match whose {
        LinkScope::Client(id) => tx.each(&OF_CLIENT, params![id], &mut push),
        LinkScope::Partner(id) => tx.each(&OF_PARTNER, params![id], &mut push),
        LinkScope::All => tx.each(&ALL, params![], &mut push),
    }
}

/// The addresses of a client's owners, prepared ones too, joined by single spaces.
pub fn owners(tx: &Tx<'_>, client: ClientId) -> Result<String> {
    Ok(tx.query_vec(&OWNERS, params![client], |row| row.text(0).map(str::to_owned))?.join(" "))
}

/// The state of the mail of a request: with more than one recipient, that of the one that most needs attention.
pub fn mail(tx: &Tx<'_>, id: LinkId) -> Result<Option<MailState>> {
    tx.query_opt(&MAIL, params![id], |row| MailState::from_text(row.text(0)?))
}

fn listed(row: &Row<'_>) -> Result<Listed> {
    Ok(Listed {
        link: read(row)?,
        client_slug: Slug::stored(row.text(AFTER_LINK)?.to_owned()),
        partner_slug: Slug::stored(row.text(AFTER_LINK + 1)?.to_owned()),
    })
}
