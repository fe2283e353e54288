//! What the oracle knows of names before a line is typed, read from the tables by its own queries.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

/// The number of a client, as stored.
pub type Client = i64;

#[derive(Debug, Clone)]
pub struct Account {
    pub number: Client,
    /// `C100001-9`
    pub id: String,
    pub slug: String,
    pub name: String,
    pub domain: Option<String>,
    pub account: Option<String>,
    pub state: String,
    /// The client that it went into, of a double.
    pub merged_into: Option<Client>,
    /// Addresses of those who have a role there or are invited.
    pub people: Vec<String>,
    pub owners: Vec<String>,
    pub retired: Vec<String>,
    /// How many grants end when it is closed.
    pub grants: usize,
}

impl Account {
    pub fn is_open(&self) -> bool {
        self.state != "closed"
    }
}

#[derive(Debug)]
pub struct Session {
    pub number: i64,
    pub client: Client,
    pub person: String,
    /// Until when it lives unless something ends it; nothing, where it has ended.
    pub lives_until: i64,
    pub stored_open: bool,
}

#[derive(Debug, Default)]
pub struct Model {
    pub clients: Vec<Account>,
    /// Address to login number.
    pub logins: BTreeMap<String, i64>,
    /// Login to the clients that it reaches or is known in, itself or with its partner.
    pub reach: BTreeMap<i64, BTreeSet<Client>>,
    /// Partner id and slug to the clients that it has to do with.
    pub partners: Vec<(i64, String, BTreeSet<Client>)>,
    pub partner_users: BTreeMap<String, String>,
    pub invitations: Vec<(i64, Client)>,
    pub links: Vec<(i64, Client)>,
    pub sessions: Vec<Session>,
    pub mails: Vec<(i64, Option<Client>)>,
}

/// A session ends with its times, and with everything that it rests on.
const SESSIONS: &str = "SELECT s.id, s.client_id, l.email_key, s.state = 'open',
        CASE WHEN s.state = 'open' AND c.state <> 'closed' AND l.state = 'active' AND e.state = 'active'
              AND (s.grant_id IS NULL OR g.state = 'active') AND (s.link_id IS NULL OR k.state = 'linked')
              AND (s.link_id IS NULL OR u.state = 'active' AND p.state = 'active'
                   AND (u.scope = 'all' OR coalesce(a.state, '') = 'assigned'))
             THEN min(s.expires_at, s.used_at + 1800000, coalesce(g.until, s.expires_at), coalesce(k.until, s.expires_at),
                      coalesce(u.until, s.expires_at))
             ELSE 0 END
     FROM session AS s JOIN login AS l ON l.id = s.login_id JOIN login AS e ON e.id = s.entered_as JOIN client AS c ON c.id = s.client_id
     LEFT JOIN access_grant AS g ON g.id = s.grant_id LEFT JOIN link AS k ON k.id = s.link_id
     LEFT JOIN partner_user AS u ON u.login_id = s.login_id LEFT JOIN partner AS p ON p.id = u.partner_id
     LEFT JOIN assignment AS a ON a.client_id = s.client_id AND a.login_id = s.login_id
     ORDER BY s.id";

fn rows<T>(raw: &Connection, query: &str, read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut statement = raw.prepare_cached(query).unwrap();
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

impl Model {
    pub fn read(raw: &Connection) -> Self {
        let mut model = Self { clients: clients(raw), ..Self::default() };
        model.logins =
            rows(raw, "SELECT email_key, id FROM login", |row| Ok((row.get(0)?, row.get(1)?))).into_iter().collect();
        for (client, address, role, counts) in rows(
            raw,
            "SELECT g.client_id, l.email_key, g.role, g.state <> 'ended' FROM access_grant AS g JOIN login AS l ON l.id = g.login_id ORDER BY g.id",
            |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, bool>(3)?))
            },
        ) {
            if let Some(account) = model.clients.iter_mut().find(|account| account.number == client) {
                account.grants += usize::from(counts);
                if role == "owner" && counts {
                    account.owners.push(address.clone());
                }
                account.people.push(address);
            }
        }
        model.reach(raw);
        model.partner_users = rows(
            raw,
            "SELECT l.email_key, p.slug FROM partner_user AS u JOIN login AS l ON l.id = u.login_id JOIN partner AS p ON p.id = u.partner_id",
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .into_iter()
        .collect();
        let pairs = |query| rows(raw, query, |row| Ok((row.get(0)?, row.get(1)?)));
        model.invitations = pairs("SELECT id, client_id FROM invitation ORDER BY id");
        model.links = pairs("SELECT id, client_id FROM link ORDER BY id");
        model.mails = rows(raw, "SELECT id, client_id FROM mail ORDER BY id", |row| Ok((row.get(0)?, row.get(1)?)));
        model.sessions = rows(raw, SESSIONS, |row| {
            Ok(Session {
                number: row.get(0)?,
                client: row.get(1)?,
                person: row.get(2)?,
                stored_open: row.get(3)?,
                lives_until: row.get(4)?,
            })
        });
        model
    }

    /// Anyone who has to do with a client in any way: an upper bound of what a change of a login may reach.
    fn reach(&mut self, raw: &Connection) {
        let known_in = "SELECT login_id, client_id FROM access_grant
             UNION SELECT login_id, client_id FROM invitation
             UNION SELECT login_id, client_id FROM link_recipient
             UNION SELECT login_id, client_id FROM recovery_recipient
             UNION SELECT login_id, client_id FROM assignment
             UNION SELECT login_id, client_id FROM session
             UNION SELECT entered_as, client_id FROM session
             UNION SELECT u.login_id, k.client_id FROM partner_user AS u JOIN link AS k ON k.partner_id = u.partner_id
             UNION SELECT u.login_id, g.client_id FROM partner_user AS u JOIN access_grant AS g ON g.for_partner = u.partner_id";
        for (login, client) in rows(raw, known_in, |row| Ok((row.get(0)?, row.get(1)?))) {
            self.reach.entry(login).or_default().insert(client);
        }
        let dealt_with = "SELECT partner_id, client_id FROM link
             UNION SELECT partner_id, client_id FROM association
             UNION SELECT for_partner, client_id FROM access_grant WHERE for_partner IS NOT NULL
             UNION SELECT u.partner_id, a.client_id FROM partner_user AS u JOIN assignment AS a ON a.login_id = u.login_id
             UNION SELECT u.partner_id, g.client_id FROM partner_user AS u JOIN access_grant AS g ON g.login_id = u.login_id";
        self.partners = rows(raw, "SELECT id, slug FROM partner ORDER BY id", |row| {
            Ok((row.get(0)?, row.get(1)?, BTreeSet::new()))
        });
        for (partner, client) in rows(raw, dealt_with, |row| Ok((row.get::<_, i64>(0)?, row.get(1)?))) {
            if let Some((.., clients)) = self.partners.iter_mut().find(|(id, ..)| *id == partner) {
                clients.insert(client);
            }
        }
    }

    /// The client that a change means by this: its id or its present slug, and nothing else.
    pub fn exactly(&self, typed: &str) -> Option<Client> {
        self.clients.iter().find(|client| client.id == typed || client.slug == typed).map(|client| client.number)
    }

    /// The open clients that this could mean in any of the forms that a target may have.
    pub fn any_form(&self, typed: &str) -> BTreeSet<Client> {
        let typed = typed.trim();
        let lower = typed.to_lowercase();
        let bare = ["slug:", "account:", "domain:", "owner:"]
            .iter()
            .find_map(|form| lower.strip_prefix(form))
            .unwrap_or(&lower);
        let means = |client: &&Account| {
            client.id == typed
                || client.slug == bare
                || client.domain.as_deref() == Some(bare)
                || client.account.as_deref().is_some_and(|account| account.to_lowercase() == bare)
                || client.owners.iter().any(|owner| owner == bare)
        };
        self.clients.iter().filter(|client| client.is_open()).filter(means).map(|client| client.number).collect()
    }

    /// Every client that this could be a name of: also closed ones and slugs of the past.
    pub fn typed(&self, typed: &str) -> BTreeSet<Client> {
        let mut all = self.any_form(typed);
        let is_meant = |client: &&Account| {
            client.id == typed
                || client.slug == typed
                || client.retired.iter().any(|slug| slug == typed)
                || client.domain.as_deref() == Some(typed)
                || client.account.as_deref() == Some(typed)
                || client.owners.iter().any(|owner| owner == typed)
        };
        all.extend(self.clients.iter().filter(is_meant).map(|client| client.number));
        all
    }

    /// The doubles that went into a client, and the one that it went into.
    pub fn merged_with(&self, client: Client) -> BTreeSet<Client> {
        let into = self.clients.iter().filter(|known| known.number == client).filter_map(|known| known.merged_into);
        let doubles = self.clients.iter().filter(|known| known.merged_into == Some(client)).map(|known| known.number);
        into.chain(doubles).collect()
    }

    /// The login that an address or a `usr_5` names.
    pub fn login(&self, typed: &str) -> Option<i64> {
        let by_id = typed.strip_prefix("usr_").and_then(|number| number.parse().ok());
        by_id.or_else(|| self.logins.get(&typed.trim().to_lowercase()).copied())
    }

    /// The client of a session.
    pub fn session(&self, typed: &str) -> Option<Client> {
        self.sessions.iter().find(|session| format!("ses_{}", session.number) == typed).map(|session| session.client)
    }

    pub fn reached_by(&self, typed: &str) -> BTreeSet<Client> {
        self.login(typed).and_then(|login| self.reach.get(&login).cloned()).unwrap_or_default()
    }

    pub fn dealt_with(&self, partner: &str) -> BTreeSet<Client> {
        let named =
            |(id, slug, _): &&(i64, String, BTreeSet<Client>)| slug == partner || format!("ptn_{id}") == partner;
        self.partners.iter().find(named).map(|(.., clients)| clients.clone()).unwrap_or_default()
    }
}

fn clients(raw: &Connection) -> Vec<Account> {
    let mut clients = rows(
        raw,
        "SELECT id, 'C' || id || '-' || check_digit, slug, name, domain, account_number, state, merged_into FROM client ORDER BY id",
        |row| {
            Ok(Account {
                number: row.get(0)?,
                id: row.get(1)?,
                slug: row.get(2)?,
                name: row.get(3)?,
                domain: row.get(4)?,
                account: row.get(5)?,
                state: row.get(6)?,
                merged_into: row.get(7)?,
                people: Vec::new(),
                owners: Vec::new(),
                retired: Vec::new(),
                grants: 0,
            })
        },
    );
    let retired = "SELECT client_id, slug FROM client_slug WHERE retired_at IS NOT NULL ORDER BY slug";
    for (client, slug) in rows(raw, retired, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))) {
        if let Some(account) = clients.iter_mut().find(|account| account.number == client) {
            account.retired.push(slug);
        }
    }
    clients
}
