//! The list of clients with what is derived from their people: prepared cursors over the tables, each in client order,
//! merged row by row. It means exactly what the view `client_list` means, at a third of its cost, and holds no more
//! than one client at a time. Cursors whose columns no one wants are not opened.

use std::collections::BTreeMap;

use crate::domain::grant::GrantState;
use crate::domain::id::{ClientId, PartnerId, StaffId, UserId};
use crate::domain::invitation::InvitationStatus;
use crate::domain::status::{Activation, Login, Member, Sent};
use crate::domain::time::Instant;
use crate::error::Result;

use super::feed::Feed;
use super::{Row, Sql, Tx, params, partner};
use crate::domain::client::ClientState;

super::statements! {
    full_scan [CLIENTS] "SELECT c.id, c.slug, c.name, c.domain, c.account_number, c.plan, c.staff_id, c.state, c.created_at
        FROM client AS c WHERE c.id >= $1 AND c.id <= $2 ORDER BY c.id";
    full_scan [OWNERS] "SELECT g.client_id, g.id, g.login_id, g.state, g.until, l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.role = 'owner' AND g.state <> 'ended' AND g.client_id >= $1 AND g.client_id <= $2 ORDER BY g.client_id, g.id";
    full_scan [INVITATIONS] "SELECT i.client_id, i.grant_id, i.state, i.sent_at, i.expires_at FROM invitation AS i
        WHERE i.client_id >= $1 AND i.client_id <= $2 ORDER BY i.client_id, i.login_id, i.id";
    full_scan [ENTRIES] "SELECT e.client_id, e.login_id, e.last_login_at FROM client_entry AS e
        WHERE e.client_id >= $1 AND e.client_id <= $2 ORDER BY e.client_id, e.login_id";
    full_scan [LINKS] "SELECT k.client_id, k.partner_id, k.until FROM link AS k
        WHERE k.state = 'linked' AND k.client_id >= $1 AND k.client_id <= $2 ORDER BY k.client_id, k.partner_id, k.id";
    full_scan [FIELDS] "SELECT f.client_id, f.field_key, f.value FROM client_field AS f
        WHERE f.value IS NOT NULL AND f.client_id >= $1 AND f.client_id <= $2 ORDER BY f.client_id, f.field_key";
    [STAFF] "SELECT s.id, s.os_user FROM staff AS s ORDER BY s.id";
    [LINKED_TO] "SELECT k.client_id FROM link AS k
        WHERE k.partner_id = $1 AND k.state = 'linked' AND (k.until IS NULL OR k.until > $2) ORDER BY k.client_id, k.id";
    [DEALT_WITH] "SELECT k.client_id FROM link AS k WHERE k.partner_id = $1 AND k.deleted_at IS NULL
        UNION
        SELECT a.client_id FROM association AS a WHERE a.partner_id = $1 AND a.state = 'associated'
        ORDER BY client_id";
    [ENTERED_BY] "SELECT g.client_id FROM access_grant AS g WHERE g.login_id = $1 AND g.state <> 'ended' ORDER BY g.client_id, g.id";
    [LOOKED_AFTER_BY] "SELECT c.id FROM client AS c WHERE c.staff_id = $1 AND c.staff_id IS NOT NULL ORDER BY c.id LIMIT $2";
}

/// A client as it is listed, borrowed from the running statements.
#[derive(Debug, Clone, Copy)]
pub struct ClientEntry<'r> {
    pub id: ClientId,
    pub slug: &'r str,
    pub name: &'r str,
    pub domain: Option<&'r str>,
    /// Its number in the billing system.
    pub account_number: Option<&'r str>,
    /// The addresses of its owners, joined by spaces.
    pub owners: &'r str,
    /// `starter` or `pro`.
    pub plan: Option<&'r str>,
    /// The account name of the support person in charge.
    pub staff: Option<&'r str>,
    /// The support person in charge.
    pub staff_id: Option<StaffId>,
    pub state: ClientState,
    /// The best of its owners.
    pub activation: Activation,
    /// The last sending to one of its owners.
    pub invited_at: Option<Instant>,
    /// The last time that one of its owners entered it.
    pub last_login_at: Option<Instant>,
    /// The slugs of the partners whose link is in force, joined by spaces.
    pub partners: &'r str,
    pub created_at: Instant,
    /// The extra fields that were asked for, in that order.
    pub fields: &'r [Option<String>],
}

/// What of an [`ClientEntry`] is looked at; the rest stays empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClientFilter<'a> {
    /// `owners`.
    pub owners: bool,
    /// `activation` and `invited_at`.
    pub invitations: bool,
    /// `last_login_at`.
    pub entries: bool,
    /// `partners`.
    pub partners: bool,
    /// `staff`.
    pub staff: bool,
    /// The keys of extra fields.
    pub fields: &'a [String],
}

impl ClientFilter<'_> {
    /// Everything but the extra fields.
    pub const ALL: Self =
        Self { owners: true, invitations: true, entries: true, partners: true, staff: true, fields: &[] };
}

/// Lists clients as of an instant.
pub struct Lister<'t> {
    tx: &'t Tx<'t>,
    now: Instant,
    wanted: ClientFilter<'t>,
    staff: BTreeMap<i64, String>,
    partners: BTreeMap<i64, String>,
    people: People,
}

impl<'t> Lister<'t> {
    /// A lister on this snapshot.
    pub fn new(tx: &'t Tx<'t>, wanted: ClientFilter<'t>, now: Instant) -> Result<Self> {
        let mut staff = BTreeMap::new();
        let mut partners = BTreeMap::new();
        if wanted.staff {
            tx.each(&STAFF, params![], |row| {
                staff.insert(row.int(0)?, row.text(1)?.to_owned());
                Ok(())
            })?;
        }
        if wanted.partners {
            partner::list(tx, |row| {
                partners.insert(row.id.get(), row.slug.to_string());
                Ok(())
            })?;
        }
        Ok(Self { tx, now, wanted, staff, partners, people: People::default() })
    }

    /// Every client, by id.
    ///
    /// # Errors
    /// `failed`, and those of `each`.
    pub fn all(&mut self, each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        self.between(0, i64::MAX, each)
    }

    /// One client; nothing happens if there is none with that id.
    ///
    /// # Errors
    /// As [`Lister::all`].
    pub fn one(&mut self, client: ClientId, each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        self.between(client.get(), client.get(), each)
    }

    fn between(&mut self, first: i64, last: i64, mut each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        let Self { tx, now, wanted, staff, partners, people } = self;
        let range = params![first, last];
        let needs_owners = wanted.owners || wanted.invitations || wanted.entries;
        let prepare = |sql: &'static Sql, wanted: bool| wanted.then(|| tx.prepare(sql)).transpose();
        let mut clients = tx.prepare(&CLIENTS)?;
        let mut owners = prepare(&OWNERS, needs_owners)?;
        let mut invitations = prepare(&INVITATIONS, wanted.invitations)?;
        let mut entries = prepare(&ENTRIES, wanted.entries)?;
        let mut links = prepare(&LINKS, wanted.partners)?;
        let mut fields = prepare(&FIELDS, !wanted.fields.is_empty())?;
        let mut owners = Feed::open(owners.as_mut(), range)?;
        let mut invitations = Feed::open(invitations.as_mut(), range)?;
        let mut entries = Feed::open(entries.as_mut(), range)?;
        let mut links = Feed::open(links.as_mut(), range)?;
        let mut fields = Feed::open(fields.as_mut(), range)?;
        let mut clients = clients.query(range)?;
        while let Some(row) = clients.next_row()? {
            let id = row.int(0)?;
            people.clear(wanted.fields.len());
            owners.of(id, |row| people.owner(row, *now))?;
            invitations.of(id, |row| people.invitation(row, *now))?;
            entries.of(id, |row| people.entry(row))?;
            links.of(id, |row| people.link(row, partners, *now))?;
            fields.of(id, |row| people.field(row, wanted.fields))?;
            each(&ClientEntry {
                id: ClientId::new(id),
                slug: row.text(1)?,
                name: row.text(2)?,
                domain: row.opt_text(3)?,
                account_number: row.opt_text(4)?,
                owners: &people.emails,
                plan: row.opt_text(5)?,
                staff: row.opt_int(6)?.and_then(|id| staff.get(&id)).map(String::as_str),
                staff_id: row.opt_int(6)?.map(StaffId::new),
                state: ClientState::from_text(row.text(7)?)?,
                activation: people.activation(*now),
                invited_at: people.invited_at,
                last_login_at: people.last_login_at,
                partners: &people.partners,
                created_at: row.at(8)?,
                fields: &people.fields,
            })?;
        }
        Ok(())
    }
}

/// The clients that a partner's links in force open, by id.
pub fn linked_to(tx: &Tx<'_>, partner: PartnerId, now: Instant) -> Result<Vec<ClientId>> {
    tx.query_vec(&LINKED_TO, params![partner, now], |row| row.int(0).map(ClientId::new))
}

/// The clients with which a partner has any link that was not deleted, by id.
pub fn dealt_with(tx: &Tx<'_>, partner: PartnerId) -> Result<Vec<ClientId>> {
    tx.query_vec(&DEALT_WITH, params![partner], |row| row.int(0).map(ClientId::new))
}

/// The clients where a user has a grant that is not ended, by id.
pub fn granted_to(tx: &Tx<'_>, user: UserId) -> Result<Vec<ClientId>> {
    tx.query_vec(&ENTERED_BY, params![user], |row| row.int(0).map(ClientId::new))
}

/// The clients that a support person looks after, by id, at most `most` of them.
pub fn looked_after_by(tx: &Tx<'_>, staff: StaffId, most: u32) -> Result<Vec<ClientId>> {
    tx.query_vec(&LOOKED_AFTER_BY, params![staff, most], |row| row.int(0).map(ClientId::new))
}

/// What the other tables say of the client at hand. Kept from client to client for its memory.
#[derive(Debug, Default)]
struct People {
    owners: Vec<Owner>,
    emails: String,
    invited_at: Option<Instant>,
    last_login_at: Option<Instant>,
    partners: String,
    fields: Vec<Option<String>>,
}

#[derive(Debug, Clone, Copy)]
struct Owner {
    grant: i64,
    login: i64,
    state: GrantState,
    /// The latest of this grant's invitations.
    invitation: Option<Sent>,
}

impl People {
    fn clear(&mut self, fields: usize) {
        self.owners.clear();
        self.emails.clear();
        self.invited_at = None;
        self.last_login_at = None;
        self.partners.clear();
        self.fields.clear();
        self.fields.resize(fields, None);
    }

    /// Anyone who's term is over owns nothing any more.
    fn owner(&mut self, row: &Row<'_>, now: Instant) -> Result<()> {
        let state = GrantState::from_text(row.text(3)?)?;
        if state == GrantState::Active && row.opt_at(4)?.is_some_and(|until| now >= until) {
            return Ok(());
        }
        self.owners.push(Owner { grant: row.int(1)?, login: row.int(2)?, state, invitation: None });
        join(&mut self.emails, row.text(5)?);
        Ok(())
    }

    fn invitation(&mut self, row: &Row<'_>, now: Instant) -> Result<()> {
        let grant = row.int(1)?;
        let Some(owner) = self.owners.iter_mut().find(|owner| owner.grant == grant) else { return Ok(()) };
        let (at, expires_at) = (row.at(3)?, row.at(4)?);
        let status = match InvitationStatus::from_text(row.text(2)?)? {
            InvitationStatus::Pending if now >= expires_at => InvitationStatus::Expired,
            status => status,
        };
        owner.invitation = Some(Sent { status, at, expires_at, answered_at: None, unsent: None });
        self.invited_at = self.invited_at.max(Some(at));
        Ok(())
    }

    fn entry(&mut self, row: &Row<'_>) -> Result<()> {
        let login = row.int(1)?;
        if self.owners.iter().any(|owner| owner.login == login) {
            self.last_login_at = self.last_login_at.max(Some(row.at(2)?));
        }
        Ok(())
    }

    fn link(&mut self, row: &Row<'_>, partners: &BTreeMap<i64, String>, now: Instant) -> Result<()> {
        if row.opt_at(2)?.is_none_or(|until| now < until)
            && let Some(slug) = partners.get(&row.int(1)?)
        {
            join(&mut self.partners, slug);
        }
        Ok(())
    }

    fn field(&mut self, row: &Row<'_>, keys: &[String]) -> Result<()> {
        let key = row.text(1)?;
        if let Some(place) = keys.iter().position(|wanted| wanted == key) {
            self.fields[place] = Some(row.text(2)?.to_owned());
        }
        Ok(())
    }

    /// Terms that are over are left out above, and anyone who is inactive counts as active, so that neither is asked.
    fn activation(&self, now: Instant) -> Activation {
        Activation::of_owners(self.owners.iter().map(|owner| {
            let Owner { state: grant, invitation, .. } = *owner;
            Member { grant, until: None, login: Login::Active, invitation, last_login_at: None }.state(now)
        }))
    }
}

fn join(list: &mut String, item: &str) {
    if !list.is_empty() {
        list.push(' ');
    }
    list.push_str(item);
}

#[cfg(test)]
mod tests;
