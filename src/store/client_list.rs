//! The list of clients with what is derived from their people: prepared cursors over the tables, each in client order,
//! merged row by row. It means exactly what the view `client_list` means, at a third of its cost, and holds no more
//! than one client at a time. Cursors whose columns no one wants are not opened.

use std::collections::BTreeMap;

use crate::domain::grant::GrantState;
use crate::domain::id::{ClientId, GrantId, PartnerId, StaffId, UserId};
use crate::domain::invitation::InvitationStatus;
use crate::domain::language::Language;
use crate::domain::status::{Activation, Login, Member, Sent};
use crate::domain::time::Instant;
use crate::error::Result;

use super::prepared::{Feed, Prepared};
use super::{Query, Select, Tx, params, partner};
use crate::domain::client::ClientState;

super::statements! {
    full_scan [CLIENTS: Stored<'static>] "SELECT {}
        FROM client AS c WHERE c.id >= $1 AND c.id <= $2 ORDER BY c.id";
    full_scan [OWNERS: (client_id: ClientId, owner: OwnerRow<'static>)] "SELECT g.client_id, {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.role = 'owner' AND g.state <> 'ended' AND g.client_id >= $1 AND g.client_id <= $2 ORDER BY g.client_id, g.id";
    full_scan [OFFICE: (client_id: ClientId, held: OfficeRow)] "SELECT g.client_id, {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.role IN ('owner', 'admin') AND g.state <> 'ended' AND g.client_id >= $1 AND g.client_id <= $2 ORDER BY g.client_id, g.id";
    full_scan [INVITATIONS: (client_id: ClientId, sent: SentRow)] "SELECT i.client_id, {} FROM invitation AS i
        WHERE i.client_id >= $1 AND i.client_id <= $2 ORDER BY i.client_id, i.login_id, i.id";
    full_scan [ENTRIES: (client_id: ClientId, entry: EntryRow)] "SELECT e.client_id, {} FROM client_entry AS e
        WHERE e.client_id >= $1 AND e.client_id <= $2 ORDER BY e.client_id, e.login_id";
    full_scan [LINKS: (client_id: ClientId, link: LinkRow)] "SELECT k.client_id, {} FROM link AS k
        WHERE k.state = 'linked' AND k.client_id >= $1 AND k.client_id <= $2 ORDER BY k.client_id, k.partner_id, k.id";
    full_scan [FIELDS: (client_id: ClientId, field: FieldRow<'static>)] "SELECT f.client_id, {} FROM client_field AS f
        WHERE f.value IS NOT NULL AND f.client_id >= $1 AND f.client_id <= $2 ORDER BY f.client_id, f.field_key";
    full_scan [RECOVERIES: (client_id: ClientId, hold: HoldRow)] "SELECT v.client_id, {} FROM recovery AS v JOIN invitation AS i ON i.id = v.invitation_id
        WHERE v.stopped_at IS NULL AND i.state = 'pending' AND v.client_id >= $1 AND v.client_id <= $2 ORDER BY v.client_id, v.invitation_id";
    [STAFF: (id: StaffId, os_user: String)] "SELECT s.id, s.os_user FROM staff AS s ORDER BY s.id";
    [LINKED_TO: ClientId] "SELECT k.client_id FROM link AS k
        WHERE k.partner_id = $1 AND k.state = 'linked' AND (k.until IS NULL OR k.until > $2) ORDER BY k.client_id, k.id";
    [DEALT_WITH: ClientId] "SELECT k.client_id FROM link AS k WHERE k.partner_id = $1 AND k.deleted_at IS NULL
        UNION
        SELECT a.client_id FROM association AS a WHERE a.partner_id = $1 AND a.state = 'associated'
        ORDER BY client_id";
    [ENTERED_BY: ClientId] "SELECT g.client_id FROM access_grant AS g WHERE g.login_id = $1 AND g.state <> 'ended' ORDER BY g.client_id, g.id";
    [LOOKED_AFTER_BY: ClientId] "SELECT c.id FROM client AS c WHERE c.staff_id = $1 AND c.staff_id IS NOT NULL ORDER BY c.id LIMIT $2";
}

/// What the table of clients says of one.
struct Stored<'r> {
    id: ClientId,
    slug: &'r str,
    name: &'r str,
    domain: Option<&'r str>,
    account_number: Option<&'r str>,
    plan: Option<&'r str>,
    staff: Option<StaffId>,
    state: ClientState,
    created_at: Instant,
    language: Option<Language>,
}

struct OwnerRow<'r> {
    grant: GrantId,
    login: UserId,
    state: GrantState,
    until: Option<Instant>,
    email: &'r str,
}

/// An owner or admin. Every row is read, so that a part of the list reads no further than it must.
struct OfficeRow {
    /// Whether they administer the client within their term: 0 or 1.
    administers: i64,
    until: Option<Instant>,
}

struct SentRow {
    grant: GrantId,
    state: InvitationStatus,
    sent_at: Instant,
    expires_at: Instant,
}

struct EntryRow {
    login: UserId,
    last_login_at: Instant,
}

/// A recovery that runs.
struct HoldRow {
    opens_at: Instant,
}

struct LinkRow {
    partner: PartnerId,
    until: Option<Instant>,
}

struct FieldRow<'r> {
    key: &'r str,
    value: &'r str,
}

super::row! {
    Stored<'r> as c { id, slug, name, domain, account_number, plan, staff: ["c.staff_id"], state, created_at, language }
}
super::row!(OwnerRow<'r> as g { grant: ["g.id"], login: ["g.login_id"], state, until, email: ["l.email"] });
super::row!(OfficeRow as g { administers: [concat!("CASE WHEN ", super::grant::administers!(), " THEN 1 ELSE 0 END")], until });
super::row!(SentRow as i { grant: ["i.grant_id"], state, sent_at, expires_at });
super::row!(EntryRow as e { login: ["e.login_id"], last_login_at });
super::row!(HoldRow as v { opens_at });
super::row!(LinkRow as k { partner: ["k.partner_id"], until });
super::row!(FieldRow<'r> as f { key: ["f.field_key"], value });

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
    /// Whether anyone can administer it now.
    pub administered: bool,
    /// The language of mails and pages for its people who have none of their own.
    pub language: Option<Language>,
    /// From when on the new owner of a recovery can accept, while people of the client can stop it.
    pub accept_from: Option<Instant>,
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
    /// `accept_from`.
    pub recoveries: bool,
    /// `administered`.
    pub administrators: bool,
    /// The keys of extra fields.
    pub fields: &'a [String],
}

impl ClientFilter<'_> {
    /// Everything but the extra fields.
    pub const ALL: Self = Self {
        owners: true,
        invitations: true,
        entries: true,
        partners: true,
        staff: true,
        recoveries: true,
        administrators: true,
        fields: &[],
    };
}

/// Lists clients as of an instant.
pub struct Lister<'t> {
    tx: &'t Tx<'t>,
    now: Instant,
    wanted: ClientFilter<'t>,
    staff: BTreeMap<StaffId, String>,
    partners: BTreeMap<PartnerId, String>,
    people: People,
}

impl<'t> Lister<'t> {
    /// A lister on this snapshot.
    pub fn new(tx: &'t Tx<'t>, wanted: ClientFilter<'t>, now: Instant) -> Result<Self> {
        let mut staff = BTreeMap::new();
        let mut partners = BTreeMap::new();
        if wanted.staff {
            tx.each(&STAFF, params![], |(id, os_user)| {
                staff.insert(id, os_user);
                Ok(())
            })?;
        }
        if wanted.partners {
            partner::list(tx, |row| {
                partners.insert(row.id, row.slug.to_string());
                Ok(())
            })?;
        }
        Ok(Self { tx, now, wanted, staff, partners, people: People::default() })
    }

    /// Every client, by id.
    pub fn all(&mut self, each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        self.all_from(ClientId::new(0), each)
    }

    /// Every client from this one on, by id.
    ///
    /// # Errors
    /// As [`Lister::all`].
    pub fn all_from(&mut self, first: ClientId, each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        self.between(first.get(), i64::MAX, each)
    }

    /// One client; nothing happens if there is none with that id.
    pub fn one(&mut self, client: ClientId, each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        self.between(client.get(), client.get(), each)
    }

    fn between(&mut self, first: i64, last: i64, mut each: impl FnMut(&ClientEntry<'_>) -> Result<()>) -> Result<()> {
        let Self { tx, now, wanted, staff, partners, people } = self;
        let range = params![first, last];
        let needs_owners = wanted.owners || wanted.invitations || wanted.entries;
        let mut clients = tx.prepare(&CLIENTS)?;
        let mut owners = prepared(tx, &OWNERS, needs_owners)?;
        let mut office = prepared(tx, &OFFICE, wanted.administrators)?;
        let mut invitations = prepared(tx, &INVITATIONS, wanted.invitations)?;
        let mut entries = prepared(tx, &ENTRIES, wanted.entries)?;
        let mut links = prepared(tx, &LINKS, wanted.partners)?;
        let mut recoveries = prepared(tx, &RECOVERIES, wanted.recoveries)?;
        let mut fields = prepared(tx, &FIELDS, !wanted.fields.is_empty())?;
        let mut owners = Feed::open(owners.as_mut(), range)?;
        let mut office = Feed::open(office.as_mut(), range)?;
        let mut invitations = Feed::open(invitations.as_mut(), range)?;
        let mut entries = Feed::open(entries.as_mut(), range)?;
        let mut links = Feed::open(links.as_mut(), range)?;
        let mut recoveries = Feed::open(recoveries.as_mut(), range)?;
        let mut fields = Feed::open(fields.as_mut(), range)?;
        let mut clients = clients.query(range)?;
        while let Some(client) = clients.next()? {
            let id = client.id;
            people.clear(wanted.fields.len());
            owners.of(&id, |owner| {
                people.owner(&owner, *now);
                Ok(())
            })?;
            office.of(&id, |held| {
                people.administered |= held.administers == 1 && held.until.is_none_or(|until| *now < until);
                Ok(())
            })?;
            invitations.of(&id, |sent| {
                people.invitation(&sent, *now);
                Ok(())
            })?;
            entries.of(&id, |entry| {
                people.entry(&entry);
                Ok(())
            })?;
            links.of(&id, |link| {
                people.link(&link, partners, *now);
                Ok(())
            })?;
            let mut accept_from = None;
            recoveries.of(&id, |hold| {
                accept_from = Some(hold.opens_at).filter(|at| *now < *at);
                Ok(())
            })?;
            fields.of(&id, |field| {
                people.field(&field, wanted.fields);
                Ok(())
            })?;
            let Stored {
                slug, name, domain, account_number, plan, staff: staff_id, state, created_at, language, ..
            } = client;
            each(&ClientEntry {
                id,
                slug,
                name,
                domain,
                account_number,
                owners: &people.emails,
                plan,
                staff: staff_id.and_then(|id| staff.get(&id)).map(String::as_str),
                staff_id,
                state,
                activation: people.activation(*now),
                invited_at: people.invited_at,
                last_login_at: people.last_login_at,
                partners: &people.partners,
                created_at,
                administered: people.administered,
                language,
                accept_from,
                fields: &people.fields,
            })?;
        }
        Ok(())
    }
}

fn prepared<'t, R: Select>(tx: &'t Tx<'_>, query: &'static Query<R>, wanted: bool) -> Result<Option<Prepared<'t, R>>> {
    wanted.then(|| tx.prepare(query)).transpose()
}

/// The clients that a partner's links in force open, by id.
pub fn linked_to(tx: &Tx<'_>, partner: PartnerId, now: Instant) -> Result<Vec<ClientId>> {
    tx.query_vec(&LINKED_TO, params![partner, now])
}

/// The clients with which a partner has any link that was not deleted, by id.
pub fn dealt_with(tx: &Tx<'_>, partner: PartnerId) -> Result<Vec<ClientId>> {
    tx.query_vec(&DEALT_WITH, params![partner])
}

/// The clients where a user has a grant that is not ended, by id.
pub fn granted_to(tx: &Tx<'_>, user: UserId) -> Result<Vec<ClientId>> {
    tx.query_vec(&ENTERED_BY, params![user])
}

/// The clients that a support person looks after, by id, at most `most` of them.
pub fn looked_after_by(tx: &Tx<'_>, staff: StaffId, most: u32) -> Result<Vec<ClientId>> {
    tx.query_vec(&LOOKED_AFTER_BY, params![staff, most])
}

/// What the other tables say of the client at hand. Kept from client to client for its memory.
#[derive(Debug, Default)]
struct People {
    owners: Vec<Owner>,
    emails: String,
    invited_at: Option<Instant>,
    last_login_at: Option<Instant>,
    partners: String,
    administered: bool,
    fields: Vec<Option<String>>,
}

#[derive(Debug, Clone, Copy)]
struct Owner {
    grant: GrantId,
    login: UserId,
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
        self.administered = false;
        self.fields.clear();
        self.fields.resize(fields, None);
    }

    /// Anyone whose term is over owns nothing any more.
    fn owner(&mut self, row: &OwnerRow<'_>, now: Instant) {
        let OwnerRow { grant, login, state, until, email } = *row;
        if state != GrantState::Active || until.is_none_or(|until| now < until) {
            self.owners.push(Owner { grant, login, state, invitation: None });
            join(&mut self.emails, email);
        }
    }

    fn invitation(&mut self, row: &SentRow, now: Instant) {
        let SentRow { grant, state, sent_at: at, expires_at } = *row;
        let Some(owner) = self.owners.iter_mut().find(|owner| owner.grant == grant) else { return };
        let status = match state {
            InvitationStatus::Pending if now >= expires_at => InvitationStatus::Expired,
            status => status,
        };
        owner.invitation = Some(Sent { status, at, expires_at, answered_at: None, unsent: None });
        self.invited_at = self.invited_at.max(Some(at));
    }

    fn entry(&mut self, row: &EntryRow) {
        if self.owners.iter().any(|owner| owner.login == row.login) {
            self.last_login_at = self.last_login_at.max(Some(row.last_login_at));
        }
    }

    fn link(&mut self, row: &LinkRow, partners: &BTreeMap<PartnerId, String>, now: Instant) {
        if row.until.is_none_or(|until| now < until)
            && let Some(slug) = partners.get(&row.partner)
        {
            join(&mut self.partners, slug);
        }
    }

    fn field(&mut self, row: &FieldRow<'_>, keys: &[String]) {
        if let Some(place) = keys.iter().position(|wanted| wanted == row.key) {
            self.fields[place] = Some(row.value.to_owned());
        }
    }

    /// Terms that are over are left out above, and anyone who is inactive counts as active, so that neither is asked.
    fn activation(&self, now: Instant) -> Activation {
        Activation::of_owners(self.owners.iter().map(|owner| {
            let Owner { state: grant, invitation, .. } = *owner;
            Member { grant, until: None, login: Login::Active, invitation, since: None, last_login_at: None }.state(now)
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
