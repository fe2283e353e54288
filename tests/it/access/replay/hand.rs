//! A hand that writes facts about access straight into the tables, each with its audit row: quicker than commands, and
//! freer, since it also writes what no command does today.

use partnerctl::domain::permission::Permissions;
use partnerctl::domain::time::{Instant, Span};
use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use crate::support::{BEGIN, World};

/// People of one history: two of them may come to be partner users, all may have grants.
pub const USERS: usize = 3;
/// Clients of one history.
pub const CLIENTS: usize = 2;
/// Partners of one history.
pub const PARTNERS: usize = 2;

/// Something that happens.
#[derive(Debug, Clone)]
pub enum Step {
    /// Time passes, in hours.
    Wait(i64),
    /// A login changes its state.
    Login(usize, &'static str),
    /// A client does.
    Client(usize, &'static str),
    /// A partner does.
    Partner(usize, &'static str),
    /// Someone is given a grant, maybe as the dedicated user of a partner.
    Grant(usize, usize, Terms, Option<usize>, &'static str),
    /// It is given on other terms.
    Terms(usize, usize, Terms),
    /// It is accepted, or ends.
    GrantState(usize, usize, &'static str),
    /// A row is taken away, as `undo` does.
    Undo(&'static str, usize, usize),
    /// Someone gets a membership at a partner, or it changes its state: scope, restricted, hours, state.
    Seat(usize, usize, &'static str, bool, Option<i64>, &'static str),
    /// A client is assigned to someone, or taken.
    Assign(usize, usize, &'static str),
    /// A link begins, on one side, in a state.
    Link(usize, usize, &'static str, &'static str, Terms),
    /// One in force is given on other terms.
    LinkTerms(usize, usize, Terms),
    /// An open one changes its state.
    LinkState(usize, usize, &'static str),
}

/// Role, permissions as bits, hours.
pub type Terms = (&'static str, u16, Option<i64>);

fn terms() -> impl Strategy<Value = Terms> {
    (select(&["owner", "admin", "supervisor", "manager", "guest"][..]), 0..1_u16 << 15, hours())
}

fn hours() -> impl Strategy<Value = Option<i64>> {
    prop::option::weighted(0.4, 1..200_i64)
}

/// Any step, those that let in more often than those that shut out.
pub fn step() -> impl Strategy<Value = Step> {
    let (user, client, partner) = (0..USERS, 0..CLIENTS, 0..PARTNERS);
    let pair = || (0..USERS, 0..CLIENTS);
    prop_oneof![
        3 => (1..150_i64).prop_map(Step::Wait),
        1 => (user.clone(), select(&["active", "inactive", "prepared"][..])).prop_map(|(u, s)| Step::Login(u, s)),
        1 => (client.clone(), select(&["active", "closed", "draft"][..])).prop_map(|(c, s)| Step::Client(c, s)),
        1 => (partner.clone(), select(&["active", "closed"][..])).prop_map(|(p, s)| Step::Partner(p, s)),
        4 => (pair(), terms(), prop::option::weighted(0.4, partner.clone()), select(&["prepared", "active", "active"][..]))
            .prop_map(|((u, c), t, p, s)| Step::Grant(u, c, t, p, s)),
        2 => (pair(), terms()).prop_map(|((u, c), t)| Step::Terms(u, c, t)),
        2 => (pair(), select(&["active", "ended"][..])).prop_map(|((u, c), s)| Step::GrantState(u, c, s)),
        1 => (select(&["access_grant", "assignment", "link"][..]), pair()).prop_map(|(t, (u, c))| Step::Undo(t, u, c)),
        4 => (user, partner.clone(), select(&["all", "clients"][..]), any::<bool>(), hours(), select(&["active", "active", "ended"][..]))
            .prop_map(|(u, p, scope, restricted, hours, state)| Step::Seat(u, p, scope, restricted, hours, state)),
        2 => (pair(), select(&["assigned", "assigned", "taken"][..])).prop_map(|((u, c), s)| Step::Assign(u, c, s)),
        4 => (partner.clone(), client.clone(), select(&["partner", "client"][..]), select(&["pending", "approved", "linked", "linked"][..]), terms())
            .prop_map(|(p, c, origin, state, terms)| Step::Link(p, c, origin, state, terms)),
        2 => (partner.clone(), client.clone(), terms()).prop_map(|(p, c, t)| Step::LinkTerms(p, c, t)),
        2 => (partner, client, select(&["linked", "linked", "unlinked", "denied", "cancelled", "expired"][..]))
            .prop_map(|(p, c, s)| Step::LinkState(p, c, s)),
    ]
}

/// What most histories begin with, so that someone gets in by each way: a member, a linked partner with a user, a
/// dedicated user.
pub fn opening() -> impl Strategy<Value = Vec<Step>> {
    let origin = select(&["partner", "client"][..]);
    (
        often((terms(), any::<bool>()).prop_map(|(t, d)| Step::Grant(2, 0, t, d.then_some(0), "active"))),
        often(
            (select(&["all", "clients"][..]), any::<bool>(), hours())
                .prop_map(|(s, r, h)| Step::Seat(0, 0, s, r, h, "active")),
        ),
        often((origin, terms()).prop_map(|(origin, t)| Step::Link(0, 0, origin, "linked", t))),
        often(Just(Step::Assign(0, 0, "assigned"))),
    )
        .prop_map(|(a, b, c, d)| [a, b, c, d].into_iter().flatten().collect())
}

fn often(step: impl Strategy<Value = Step>) -> impl Strategy<Value = Option<Step>> {
    prop::option::weighted(0.75, step)
}

/// The ids of one history.
#[derive(Debug)]
pub struct Cast {
    pub users: [i64; USERS],
    pub clients: [i64; CLIENTS],
    pub partners: [i64; PARTNERS],
}

impl Cast {
    /// The clients that the audit row of a step names: those of which a row was written, and where a login or partner was
    /// switched on or off all that it may reach. A membership names none.
    fn named_by(&self, step: &Step) -> Vec<i64> {
        match *step {
            Step::Wait(_) | Step::Seat(..) => Vec::new(),
            Step::Login(..) | Step::Partner(..) => self.clients.to_vec(),
            Step::Client(client, _)
            | Step::Grant(_, client, ..)
            | Step::Terms(_, client, _)
            | Step::GrantState(_, client, _)
            | Step::Undo(_, _, client)
            | Step::Assign(_, client, _)
            | Step::Link(_, client, ..)
            | Step::LinkTerms(_, client, _)
            | Step::LinkState(_, client, _) => vec![self.clients[client]],
        }
    }
}

/// The hand, with its own clock.
pub struct Hand {
    connection: Connection,
    now: i64,
    audit: i64,
    next: i64,
}

impl Hand {
    /// A hand in the database of this world.
    pub fn new(world: &World) -> Self {
        let connection = Connection::open(world.database()).unwrap();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        connection.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
        connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
        connection.set_prepared_statement_cache_capacity(64);
        let audit = connection.query_row("SELECT max(id) FROM audit", [], |row| row.get(0)).unwrap();
        Self { connection, now: BEGIN + Span::HOUR.ms(), audit, next: 1000 }
    }

    /// The number of the last audit row.
    pub fn audit(&self) -> i64 {
        self.audit
    }

    /// The instant of the last step.
    pub fn now(&self) -> Instant {
        Instant::from_ms(self.now)
    }

    /// New people, clients and partners, with nothing between them.
    pub fn cast(&mut self) -> Cast {
        let mut number = || {
            self.next += 1;
            self.next
        };
        let users = std::array::from_fn(|_| number());
        let clients = std::array::from_fn(|_| 100_000 + number());
        let partners = std::array::from_fn(|_| number());
        self.written(|hand, audit| {
            for id in users {
                let mail = format!("u{id}@some.example");
                hand.run(
                    "INSERT INTO login (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, since_audit, version)
                     VALUES (?1, ?2, ?2, 'some.example', '', '', 'active', 0, 1, ?3, ?3, ?4, 1)",
                    params![id, mail, hand.now, audit],
                );
            }
            for id in clients {
                hand.run(
                    "INSERT INTO client (id, check_digit, slug, name, state, activated_at, created_at, since_audit, version)
                     VALUES (?1, 0, 'client-' || ?1, 'Client', 'active', ?2, ?2, ?3, 1)",
                    params![id, hand.now, audit],
                );
            }
            for id in partners {
                hand.run(
                    "INSERT INTO partner (id, slug, slug_fold, name, state, created_at, since_audit, version)
                     VALUES (?1, 'partner-' || ?1, 'partner' || ?1, 'Partner', 'active', ?2, ?3, 1)",
                    params![id, hand.now, audit],
                );
            }
            Vec::new()
        });
        Cast { users, clients, partners }
    }

    /// Lets it happen. What the tables do not allow is left undone; its audit row is kept all the same.
    pub fn play(&mut self, cast: &Cast, step: &Step) {
        if let Step::Wait(hours) = step {
            self.now += hours * Span::HOUR.ms();
            return;
        }
        self.now += 61_001;
        self.written(|hand, audit| {
            hand.write(cast, step, audit);
            cast.named_by(step)
        });
    }

    fn write(&mut self, cast: &Cast, step: &Step, audit: i64) {
        let now = self.now;
        let end = |hours: Option<i64>| hours.map(|hours| now + hours * Span::HOUR.ms());
        match *step {
            Step::Wait(_) => {}
            Step::Login(user, state) => self.run(
                "UPDATE login SET state = ?2, since_audit = ?3, version = version + 1 WHERE id = ?1",
                params![cast.users[user], state, audit],
            ),
            Step::Client(client, state) => self.run(
                "UPDATE client SET state = ?2, closed_at = CASE WHEN ?2 = 'closed' THEN ?3 END, since_audit = ?4, version = version + 1 WHERE id = ?1",
                params![cast.clients[client], state, now, audit],
            ),
            Step::Partner(partner, state) => self.run(
                "UPDATE partner SET state = ?2, since_audit = ?3, version = version + 1 WHERE id = ?1",
                params![cast.partners[partner], state, audit],
            ),
            Step::Grant(user, client, (role, bits, hours), partner, state) => {
                self.next += 1;
                self.run(
                    "INSERT INTO access_grant (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, created_at, since_audit, version)
                     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'jane', CASE WHEN ?6 = 'active' THEN ?9 END, ?9, ?10, 1
                      WHERE NOT EXISTS (SELECT 1 FROM access_grant WHERE client_id = ?2 AND login_id = ?3 AND state <> 'ended')",
                    params![
                        self.next,
                        cast.clients[client],
                        cast.users[user],
                        role,
                        text(bits),
                        state,
                        end(hours),
                        partner.map(|partner| cast.partners[partner]),
                        now,
                        audit
                    ],
                );
            }
            Step::Terms(user, client, (role, bits, hours)) => self.run(
                "UPDATE access_grant SET role = ?3, permissions = ?4, until = ?5, since_audit = ?6, version = version + 1
                  WHERE client_id = ?1 AND login_id = ?2 AND state <> 'ended'",
                params![cast.clients[client], cast.users[user], role, text(bits), end(hours), audit],
            ),
            Step::GrantState(user, client, state) => self.run(
                "UPDATE access_grant SET state = ?3, active_at = coalesce(active_at, ?4), ended_at = CASE WHEN ?3 = 'ended' THEN ?4 END,
                        ended_by = CASE WHEN ?3 = 'ended' THEN 'jane' END, since_audit = ?5, version = version + 1
                  WHERE client_id = ?1 AND login_id = ?2 AND state <> 'ended' AND state <> ?3",
                params![cast.clients[client], cast.users[user], state, now, audit],
            ),
            Step::Undo(table, user, client) => {
                let (clients, users) = (cast.clients[client], cast.users[user]);
                match table {
                    "access_grant" => self.run(
                        "DELETE FROM access_grant WHERE id = (SELECT max(id) FROM access_grant WHERE client_id = ?1 AND login_id = ?2)",
                        params![clients, users],
                    ),
                    "assignment" => {
                        self.run("DELETE FROM assignment WHERE client_id = ?1 AND login_id = ?2", params![clients, users]);
                    }
                    _ => self.run(
                        "DELETE FROM link WHERE id = (SELECT max(id) FROM link WHERE client_id = ?1 AND partner_id = ?2)",
                        params![clients, cast.partners[user % PARTNERS]],
                    ),
                }
            }
            Step::Seat(user, partner, scope, restricted, hours, state) => self.run(
                "INSERT INTO partner_user (login_id, partner_id, scope, restricted, until, state, created_at, since_audit, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)
                 ON CONFLICT (login_id) DO UPDATE SET partner_id = excluded.partner_id, scope = excluded.scope, restricted = excluded.restricted,
                   until = excluded.until, state = excluded.state, since_audit = excluded.since_audit, version = version + 1",
                params![cast.users[user], cast.partners[partner], scope, restricted, end(hours), state, now, audit],
            ),
            Step::Assign(user, client, state) => self.run(
                "INSERT INTO assignment (client_id, login_id, state, since_audit, version)
                 SELECT ?1, ?2, ?3, ?4, 1 WHERE EXISTS (SELECT 1 FROM partner_user WHERE login_id = ?2)
                 ON CONFLICT (client_id, login_id) DO UPDATE SET state = excluded.state, since_audit = excluded.since_audit, version = version + 1",
                params![cast.clients[client], cast.users[user], state, audit],
            ),
            Step::Link(partner, client, origin, state, (_, bits, hours)) => {
                self.next += 1;
                self.run(
                    "INSERT INTO link (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at,
                            asked_permissions, permissions, until, answered_at, answered_by, linked_at, since_audit, version)
                     SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'jane', ?6, 1, ?6 + 604800000, ?7, ?7, ?8,
                            CASE WHEN ?5 <> 'pending' THEN ?6 END, CASE WHEN ?5 <> 'pending' THEN 'tia' END,
                            CASE WHEN ?5 = 'linked' THEN ?6 END, ?9, 1
                      WHERE NOT EXISTS (SELECT 1 FROM link WHERE client_id = ?2 AND partner_id = ?3 AND state IN ('pending', 'approved', 'linked'))",
                    params![self.next, cast.clients[client], cast.partners[partner], origin, state, now, text(bits), end(hours), audit],
                );
            }
            Step::LinkTerms(partner, client, (_, bits, hours)) => self.run(
                "UPDATE link SET permissions = ?3, until = ?4, since_audit = ?5, version = version + 1
                  WHERE client_id = ?1 AND partner_id = ?2 AND state = 'linked'",
                params![cast.clients[client], cast.partners[partner], text(bits), end(hours), audit],
            ),
            Step::LinkState(partner, client, state) => self.run(
                "UPDATE link SET state = ?3, answered_at = coalesce(answered_at, ?4), answered_by = coalesce(answered_by, 'tia'),
                        linked_at = CASE WHEN ?3 = 'linked' THEN coalesce(linked_at, ?4) ELSE linked_at END,
                        ended_at = CASE WHEN ?3 IN ('unlinked', 'cancelled', 'expired') THEN ?4 END,
                        ended_by = CASE WHEN ?3 IN ('unlinked', 'cancelled') THEN 'tia' END, since_audit = ?5, version = version + 1
                  WHERE client_id = ?1 AND partner_id = ?2 AND state IN ('pending', 'approved', 'linked')",
                params![cast.clients[client], cast.partners[partner], state, now, audit],
            ),
        }
    }

    /// Writes under the next audit number, and then its row, in one transaction. The work says which clients the row names.
    fn written(&mut self, work: impl FnOnce(&mut Self, i64) -> Vec<i64>) {
        self.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        let audit = self.audit + 1;
        let named = work(self, audit);
        self.run(
            "INSERT INTO audit (id, at, actor, action, outcome, details, previous, hash)
             VALUES (?1, ?2, 'jane', 'test.step', 'done', '{}', zeroblob(32), zeroblob(32))",
            params![audit, self.now],
        );
        for client in named {
            self.run("INSERT INTO audit_client (client_id, audit_id) VALUES (?1, ?2)", params![client, audit]);
        }
        self.connection.execute_batch("COMMIT").unwrap();
        self.audit = audit;
    }

    fn run(&self, sql: &str, params: impl rusqlite::Params) {
        self.connection.prepare_cached(sql).unwrap().execute(params).unwrap();
    }
}

/// The set with these bits, as it is stored.
fn text(bits: u16) -> String {
    use partnerctl::domain::permission::Permission;
    let set: Permissions = Permission::ALL.into_iter().filter(|p| bits >> (*p as u8) & 1 == 1).collect();
    set.to_text()
}
