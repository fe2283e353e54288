//! The view `client_list`, which other programs read, and the merge, which the command prints, say the same of
//! whatever may be in the tables.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::domain::time::Span;
use crate::error::Error;
use crate::store::engine::steps;
use crate::store::grant;
use crate::store::{End, Scan, Sql, Store};

static NOW: Query<Instant> =
    Query::new("NOW", "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", Scan::Indexed, &[]);
static VIEW: Query<Vec<Option<String>>> = Query::new(
    "VIEW",
    "SELECT client_id, client_slug, name, domain, account_number, coalesce(owners, ''), plan, staff, state, activation,
            invited_at, last_login_at, coalesce(partners, ''), created_at FROM client_list ORDER BY client_slug",
    Scan::Full,
    &[],
);
static CLIENT: Sql = Sql::new(
    "CLIENT",
    "INSERT INTO client (id, check_digit, slug, name, state, staff_id, plan, created_at, since_audit, version)
     VALUES ($1, $2, $3, 'Name, with comma', 'draft', $4, 'pro', $5, 1, 1)",
    Scan::Indexed,
);
static STAFFER: Sql = Sql::new(
    "STAFFER",
    "INSERT INTO staff (id, uid, os_user, name, rights, service, state, created_at) VALUES (1, 1, 'jane', 'Jane', 'full', 0, 'removed', 1)",
    Scan::Indexed,
);
static PARTNER: Sql = Sql::new(
    "PARTNER",
    "INSERT INTO partner (id, slug, slug_fold, name, state, created_at, since_audit, version) VALUES ($1, $2, $2, 'P', 'active', 1, 1, 1)",
    Scan::Indexed,
);
static LOGIN: Sql = Sql::new(
    "LOGIN",
    "INSERT INTO login (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, since_audit, version)
     VALUES ($1, $2, $2, 'x.example', '', '', $3, 0, 1, 1, 1, 1, 1)",
    Scan::Indexed,
);
static GRANT: Sql = Sql::new(
    "GRANT",
    "INSERT INTO access_grant (id, client_id, login_id, role, permissions, state, until, granted_by, active_at, ended_at, created_at, since_audit, version)
     VALUES ($1, $2, $3, $4, 'profile users', $5, $6, 'jane', $7, $8, 1, 1, 1)",
    Scan::Indexed,
);
static INVITATION: Sql = Sql::new(
    "INVITATION",
    "INSERT INTO invitation (id, client_id, login_id, grant_id, email, email_key, role, permissions, kind, state, sent_at, send_count, expires_at, answered_at, invited_by, since_audit, version)
     VALUES ($1, $2, $3, $4, $5, $5, 'owner', 'profile', 'activation', $6, $7, 1, $8, $9, 'jane', 1, 1)",
    Scan::Indexed,
);
static ENTRY: Sql = Sql::new(
    "ENTRY",
    "INSERT INTO client_entry (client_id, login_id, last_login_at) VALUES ($1, $2, $3)",
    Scan::Indexed,
);
static LINK: Sql = Sql::new(
    "LINK",
    "INSERT INTO link (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, until,
        answered_at, answered_by, linked_at, ended_at, since_audit, version)
     VALUES ($1, $2, $3, 'partner', $4, 1, 'x', 1, 1, 1, 'profile', 'profile', $5, 1, 'x', 1, $6, 1, 1)",
    Scan::Indexed,
);

/// The people and links of one client.
type Shape = (Vec<Person>, Vec<(&'static str, Term)>);
type Rows = Vec<Vec<String>>;

/// One person of a client.
#[derive(Debug, Clone)]
struct Person {
    role: &'static str,
    login: &'static str,
    /// State and term of the grant.
    grant: (&'static str, Term),
    /// States of its invitations, the oldest first, each sent some days ago.
    invitations: Vec<(&'static str, i64)>,
    /// Days since they entered the client.
    entered: Option<i64>,
    /// Whether they were in it before, with an invitation that counts no more.
    before: bool,
}

#[derive(Debug, Clone, Copy)]
enum Term {
    None,
    Over,
    Running,
}

fn person() -> impl Strategy<Value = Person> {
    let grant = (prop::sample::select(vec!["prepared", "active", "ended"]), term());
    let states = vec!["pending", "accepted", "declined", "cancelled", "superseded", "expired"];
    (
        prop::sample::select(vec!["owner", "owner", "admin", "manager"]),
        prop::sample::select(vec!["active", "inactive"]),
        grant,
        vec((prop::sample::select(states), 0..60_i64), 0..3),
        prop::option::of(0..90_i64),
        any::<bool>(),
    )
        .prop_map(|(role, login, grant, mut invitations, entered, before)| {
            // Only the latest may be open: the database sees to that.
            let last = invitations.len().saturating_sub(1);
            for (state, _) in invitations.iter_mut().take(last).filter(|(state, _)| *state == "pending") {
                *state = "expired";
            }
            Person { role, login, grant, invitations, entered, before }
        })
}

fn term() -> impl Strategy<Value = Term> {
    prop::sample::select(vec![Term::None, Term::Over, Term::Running])
}

fn clients() -> impl Strategy<Value = Vec<Shape>> {
    let link = (prop::sample::select(vec!["linked", "linked", "unlinked", "pending"]), term());
    vec((vec(person(), 0..4), vec(link, 0..3)), 1..12)
}

/// The rows of the merge, and those of the view.
fn both(clients: &[Shape]) -> (Rows, Rows) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("list.db")).unwrap();
    let now = store.read(|tx| tx.query_one(&NOW, params![])).unwrap();
    store.write(|tx| fill(tx, clients, now).map(|()| ((), End::Commit))).unwrap();
    store
        .read(|tx| {
            let mut merged = Vec::new();
            Lister::new(tx, ClientFilter::ALL, now)?.all(|entry| {
                merged.push(shown(entry));
                Ok(())
            })?;
            let mut one_by_one = Vec::new();
            let mut lister = Lister::new(tx, ClientFilter::ALL, now)?;
            for number in 0..clients.len() as i64 {
                let client = ClientId::new(ClientId::FIRST + number);
                lister.one(client, |entry| {
                    assert_eq!(entry.administered, grant::administrator(tx, client, now)?.is_some(), "{client}");
                    one_by_one.push(shown(entry));
                    Ok(())
                })?;
            }
            assert_eq!(merged, one_by_one);
            let viewed = tx.query_vec(&VIEW, params![])?.into_iter();
            let viewed = viewed
                .map(|row| row.into_iter().map(|text| text.unwrap_or_else(|| "-".to_owned())).collect())
                .collect();
            Ok((merged, viewed))
        })
        .unwrap()
}

fn fill(tx: &Tx<'_>, clients: &[Shape], now: Instant) -> Result<()> {
    let until = |term: &Term| match term {
        Term::None => None,
        Term::Over => Some(now - Span::DAY),
        Term::Running => Some(now + Span::DAY),
    };
    let ids: Vec<ClientId> = (0..clients.len() as i64).map(|number| ClientId::new(ClientId::FIRST + number)).collect();
    tx.allow(&ids);
    tx.run(&STAFFER, params![])?;
    for partner in 1..=3_i64 {
        tx.run(&PARTNER, params![partner, &format!("partner-{partner}")])?;
    }
    let mut next = 0;
    let mut number = || {
        next += 1;
        next
    };
    for (nth, (people, links)) in clients.iter().enumerate() {
        let id = ids[nth];
        let staff = (nth % 2 == 0).then_some(1_i64);
        tx.run(&CLIENT, params![id, i64::from(id.check_digit()), &format!("client-{nth:02}"), staff, now])?;
        for person in people {
            let login = number();
            let email = format!("p{login}@x.example");
            tx.run(&LOGIN, params![login, &email, person.login])?;
            let invite = |grant: i64, id_of: i64, state: &str, days: i64| {
                let sent = now - Span::days(days);
                let answered = (state != "pending").then_some(sent);
                let expires = sent + Span::days(30);
                tx.run(&INVITATION, params![id_of, id, login, grant, &email, state, sent, expires, answered])
            };
            if person.before {
                let grant = number();
                tx.run(&GRANT, params![grant, id, login, "owner", "ended", None::<i64>, 1_i64, 1_i64])?;
                invite(grant, number(), "declined", 80)?;
            }
            let (state, term) = &person.grant;
            let (active, ended) = ((*state == "active").then_some(1_i64), (*state == "ended").then_some(1_i64));
            let grant = number();
            tx.run(&GRANT, params![grant, id, login, person.role, *state, until(term), active, ended])?;
            for (state, days) in &person.invitations {
                invite(grant, number(), state, *days)?;
            }
            if let Some(days) = person.entered {
                tx.run(&ENTRY, params![id, login, now - Span::days(days)])?;
            }
        }
        for (partner, (state, term)) in links.iter().enumerate() {
            let ended = (*state == "unlinked").then_some(1_i64);
            tx.run(&LINK, params![number(), id, 3 - partner as i64, *state, until(term), ended])?;
        }
    }
    Ok(())
}

fn shown(entry: &ClientEntry<'_>) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let at = |at: Option<Instant>| at.map_or("-".to_owned(), Instant::to_rfc3339);
    vec![
        entry.id.to_string(),
        entry.slug.to_owned(),
        entry.name.to_owned(),
        text(entry.domain),
        text(entry.account_number),
        entry.owners.to_owned(),
        text(entry.plan),
        text(entry.staff),
        entry.state.name().to_owned(),
        entry.activation.name().to_owned(),
        at(entry.invited_at),
        at(entry.last_login_at),
        entry.partners.to_owned(),
        at(Some(entry.created_at)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_view_and_the_merge_agree(clients in clients()) {
        let (merged, viewed) = both(&clients);
        prop_assert_eq!(merged, viewed);
    }
}

#[test]
fn last_question_decides_an_owners_progress() {
    let owner = |grant, invitations: &[(&'static str, i64)]| Person {
        role: "owner",
        login: "active",
        grant: (grant, Term::None),
        invitations: invitations.to_vec(),
        entered: None,
        before: true,
    };
    let inactive = Person { login: "inactive", ..owner("active", &[]) };
    let over = Person { grant: ("active", Term::Over), ..owner("active", &[]) };
    let cases: Vec<(Vec<Person>, &str)> = vec![
        (vec![], "not_invited"),
        (vec![owner("prepared", &[])], "not_invited"),
        (vec![owner("prepared", &[("pending", 3)])], "invited"),
        (vec![owner("prepared", &[("pending", 31)])], "expired"),
        (vec![owner("prepared", &[("declined", 3)])], "expired"),
        (vec![owner("prepared", &[("expired", 40), ("cancelled", 3)])], "not_invited"),
        (vec![owner("prepared", &[("cancelled", 40), ("pending", 3)])], "invited"),
        (vec![owner("prepared", &[("pending", 3)]), inactive], "active"),
        (vec![over], "not_invited"),
        (vec![owner("ended", &[("accepted", 3)])], "not_invited"),
    ];
    let clients: Vec<_> = cases.iter().map(|(people, _)| (people.clone(), vec![])).collect();
    let (merged, viewed) = both(&clients);
    let expected: Vec<&str> = cases.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(merged.iter().map(|row| row[9].as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(viewed, merged);
}

/// What the first or next twenty of so many clients cost, in steps of the database.
fn cost_of_a_part(clients: usize, first: i64) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("list.db")).unwrap();
    let now = Instant::from_ms(1_795_251_600_000);
    let owner = Person {
        role: "owner",
        login: "active",
        grant: ("prepared", Term::None),
        invitations: vec![("pending", 3)],
        entered: None,
        before: false,
    };
    let shapes: Vec<Shape> = (0..clients).map(|_| (vec![owner.clone()], vec![("linked", Term::None)])).collect();
    store.write(|tx| fill(tx, &shapes, now).map(|()| ((), End::Commit))).unwrap();
    let part = |tx: &Tx<'_>| -> Result<()> {
        let mut left = 20;
        Lister::new(tx, ClientFilter::ALL, now)?.all_from(ClientId::new(ClientId::FIRST + first), |_| {
            left -= 1;
            if left == 0 { Err(Error::part_full()) } else { Ok(()) }
        })
    };
    let (result, steps) = steps(|| store.read(part));
    assert!(result.unwrap_err().is_part_full());
    steps
}

#[test]
fn part_costs_the_same_in_a_longer_list() {
    let few = cost_of_a_part(100, 0);
    let many = cost_of_a_part(1_500, 0);
    let deep = cost_of_a_part(1_500, 1_400);
    assert!(many <= few + few / 10 && deep <= few + few / 10, "{few} {many} {deep}");
}
