//! The audit as it is listed: filtered, streamed, in the order of audit numbers. Several filters at once are driven
//! by the one that leaves the fewest rows.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::domain::id::{ClientId, UserId};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Query, Tx, Value, params};
use crate::domain::outcome::Outcome;

/// An audit row as the lists show it, borrowed from the running statement.
#[derive(Debug, Clone, Copy)]
pub struct AuditLine<'r> {
    pub number: i64,
    pub at: Instant,
    /// The staff person, by operating-system name.
    pub actor: &'r str,
    /// The user on whose behalf, by e-mail.
    pub acting_as: Option<&'r str>,
    /// The client that it is about, where it is only one, with the slug that it has now.
    pub client: Option<(ClientId, &'r str)>,
    /// `noun.verb`.
    pub action: &'r str,
    /// The thing, as people write it.
    pub entity: Option<&'r str>,
    pub outcome: Outcome,
    /// The code of the refusal or failure.
    pub error_code: Option<&'r str>,
    /// Why the actor did it, in their words.
    pub reason: Option<&'r str>,
    /// A JSON object with the particulars.
    pub details: &'r str,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Which audit rows are wanted. Everything that is given must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter<'a> {
    /// About this client, alone or among others.
    pub client: Option<ClientId>,
    pub user: Option<UserId>,
    /// Typed by this staff person, by operating-system name.
    pub actor: Option<&'a str>,
    /// Given on behalf of this user, by e-mail as it was then.
    pub acting_as: Option<&'a str>,
    /// `noun.verb`.
    pub action: Option<&'a str>,
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// From this row on.
    pub first: Option<i64>,
}

super::row! {
    AuditLine<'r> as a {
        number: ["a.id"], at, actor, acting_as, client: ["a.client_id", "c.slug"], action, entity: ["a.entity_id"], outcome, error_code,
        reason, details, hash
    }
}

// What is left to check of a row that was found by one of the filters: $1 client, $2 user, $3 actor, $4 acting_as,
// $5 action, $6 since, $7 until; $8 is the first number. A filter that is not given is NULL.
macro_rules! all_hold {
    () => {
        " (EXISTS (SELECT f.audit_id FROM audit_client AS f WHERE f.client_id = $1 AND f.audit_id = a.id) OR $1 IS NULL)
          AND (EXISTS (SELECT f.audit_id FROM audit_user AS f WHERE f.login_id = $2 AND f.audit_id = a.id) OR $2 IS NULL)
          AND (a.actor = $3 OR $3 IS NULL) AND (a.acting_as = $4 OR $4 IS NULL) AND (a.action = $5 OR $5 IS NULL)
          AND a.at + 0 >= $6 AND a.at + 0 < $7 "
    };
}

super::statements! {
    [BY_CLIENT: AuditLine<'static>] concat!("SELECT {} FROM audit_client AS d JOIN audit AS a ON a.id = d.audit_id LEFT JOIN client AS c ON c.id = a.client_id
        WHERE d.client_id = $1 AND d.audit_id >= $8 AND ", all_hold!(), "ORDER BY d.audit_id");
    [BY_USER: AuditLine<'static>] concat!("SELECT {} FROM audit_user AS d JOIN audit AS a ON a.id = d.audit_id LEFT JOIN client AS c ON c.id = a.client_id
        WHERE d.login_id = $2 AND d.audit_id >= $8 AND ", all_hold!(), "ORDER BY d.audit_id");
    [BY_ACTOR: AuditLine<'static>] concat!("SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.actor = $3 AND a.id >= $8 AND ", all_hold!(), "ORDER BY a.id");
    [BY_ACTING_AS: AuditLine<'static>] concat!("SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.acting_as = $4 AND a.acting_as IS NOT NULL AND a.id >= $8 AND ", all_hold!(), "ORDER BY a.id");
    [BY_ACTION: AuditLine<'static>] concat!("SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.action = $5 AND a.id >= $8 AND ", all_hold!(), "ORDER BY a.id");
    [BY_TIME: AuditLine<'static>] concat!("SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.id >= $8 AND a.id <= $9 AND ", all_hold!(), "ORDER BY a.id");
    full_scan [WHOLE: AuditLine<'static>] concat!("SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE ", all_hold!(), "ORDER BY a.id");
    [BY_NUMBER: AuditLine<'static>] concat!("SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.id = $8 AND ", all_hold!(), "ORDER BY a.id");
    /// The numbers between which a period lies. A clock that was set back does not keep to their order.
    [NUMBERS: (first: Option<i64>, last: Option<i64>)] "SELECT min(id) AS first, max(id) AS last FROM audit WHERE at >= $1 AND at < $2";
    [LATEST_OF_CLIENT: AuditLine<'static>] "SELECT {} FROM audit_client AS d JOIN audit AS a ON a.id = d.audit_id LEFT JOIN client AS c ON c.id = a.client_id
        WHERE d.client_id = $1 AND d.audit_id < $3 ORDER BY d.audit_id DESC LIMIT $2";
    /// Events: without refusals, repetitions, and what a portal reports each minute, that someone is still at work.
    [RECENT_OF_CLIENT: AuditLine<'static>] "SELECT {} FROM audit_client AS d JOIN audit AS a ON a.id = d.audit_id LEFT JOIN client AS c ON c.id = a.client_id
        WHERE d.client_id = $1 AND a.outcome = 'done' AND a.action <> 'session.use' ORDER BY d.audit_id DESC LIMIT $2";
    [ONE: AuditLine<'static>] "SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id WHERE a.id = $1";
    [LATEST_OF_ACTOR: AuditLine<'static>] "SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.actor = $1 AND a.id < $3 AND a.action <> 'session.use' ORDER BY a.id DESC LIMIT $2";
    [CHANGES_OF_ACTOR: AuditLine<'static>] "SELECT {} FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id
        WHERE a.actor = $1 AND a.id < $3 AND a.outcome = 'done' AND a.action <> 'session.use' ORDER BY a.id DESC LIMIT $2";
    [OF_CLIENT_BETWEEN: i64] "SELECT audit_id FROM audit_client WHERE client_id = $1 AND audit_id >= $2 AND audit_id <= $3 ORDER BY audit_id";
    [MORE_OF_CLIENT: i64] "SELECT audit_id FROM audit_client WHERE client_id = $1 ORDER BY audit_id LIMIT 1 OFFSET $2";
    [MORE_OF_USER: i64] "SELECT audit_id FROM audit_user WHERE login_id = $1 ORDER BY audit_id LIMIT 1 OFFSET $2";
    [MORE_OF_ACTOR: i64] "SELECT id FROM audit WHERE actor = $1 ORDER BY id LIMIT 1 OFFSET $2";
    [MORE_OF_ACTING_AS: i64] "SELECT id FROM audit WHERE acting_as = $1 AND acting_as IS NOT NULL ORDER BY id LIMIT 1 OFFSET $2";
    [MORE_OF_ACTION: i64] "SELECT id FROM audit WHERE action = $1 ORDER BY id LIMIT 1 OFFSET $2";
    [MORE_OF_TIME: i64] "SELECT id FROM audit WHERE at >= $1 AND at < $2 ORDER BY at, id LIMIT 1 OFFSET $3";
}

/// Every audit row that passes the filter, the oldest first. The rows in `more` are about the client of the filter too,
/// although they do not name it.
pub fn list(
    tx: &Tx<'_>,
    filter: &Filter<'_>,
    more: &BTreeSet<i64>,
    mut each: impl FnMut(&AuditLine<'_>) -> Result<()>,
) -> Result<()> {
    let mut more = more.clone();
    more.retain(|number| filter.first.is_none_or(|first| *number >= first));
    let filter_of_more = Filter { client: None, ..*filter };
    list_named(tx, filter, |line| {
        while let Some(number) = more.pop_first() {
            match number.cmp(&line.number) {
                Ordering::Less => one_of(tx, &filter_of_more, number, &mut each)?,
                Ordering::Equal => break,
                Ordering::Greater => {
                    more.insert(number);
                    break;
                }
            }
        }
        each(line)
    })?;
    more.into_iter().try_for_each(|number| one_of(tx, &filter_of_more, number, &mut each))
}

/// The audit row of this number, if it passes the filter.
fn one_of(
    tx: &Tx<'_>,
    filter: &Filter<'_>,
    number: i64,
    each: &mut impl FnMut(&AuditLine<'_>) -> Result<()>,
) -> Result<()> {
    let mut params = filter.params();
    params.push(Value::Int(number));
    tx.each(&BY_NUMBER, &params, |line| each(&line))
}

/// The rows that pass the filter and name its client.
fn list_named(tx: &Tx<'_>, filter: &Filter<'_>, mut each: impl FnMut(&AuditLine<'_>) -> Result<()>) -> Result<()> {
    let driver = driver(tx, filter)?;
    let mut params = filter.params();
    let from = filter.first.unwrap_or(0);
    let sql = match driver {
        None if filter.first.is_none() => &WHOLE,
        None => {
            params.extend([Value::Int(from), Value::Int(i64::MAX)]);
            &BY_TIME
        }
        Some(Driver::Time) => {
            let (Some(first), Some(last)) = tx.query_one(&NUMBERS, params![filter.from(), filter.to()])? else {
                return Ok(());
            };
            params.extend([Value::Int(first.max(from)), Value::Int(last)]);
            &BY_TIME
        }
        Some(driver) => {
            params.push(Value::Int(from));
            driver.statements().0
        }
    };
    tx.each(sql, &params, |line| each(&line))
}

/// The audit rows about a client before this number, the newest first, at most `most`. The rows in `more` are about it
/// too, although they do not name it.
pub fn latest_of_client(
    tx: &Tx<'_>,
    client: ClientId,
    before: i64,
    most: u32,
    more: &BTreeSet<i64>,
    mut each: impl FnMut(&AuditLine<'_>) -> Result<()>,
) -> Result<()> {
    let (mut more, mut left) = (more.clone(), most);
    more.retain(|number| *number < before);
    let mut take = |line: &AuditLine<'_>| {
        if left == 0 {
            return Ok(());
        }
        left -= 1;
        each(line)
    };
    tx.each(&LATEST_OF_CLIENT, params![client, most, before], |line| {
        while let Some(number) = more.pop_last() {
            match number.cmp(&line.number) {
                Ordering::Greater => one(tx, number, &mut take)?,
                Ordering::Equal => break,
                Ordering::Less => {
                    more.insert(number);
                    break;
                }
            }
        }
        take(&line)
    })?;
    more.into_iter().rev().try_for_each(|number| one(tx, number, &mut take))
}

/// The numbers of the rows about a client between two, both included.
pub fn numbers_of_client(tx: &Tx<'_>, client: ClientId, first: i64, last: i64) -> Result<Vec<i64>> {
    tx.query_vec(&OF_CLIENT_BETWEEN, params![client, first, last])
}

/// The audit row of this number.
pub fn one(tx: &Tx<'_>, number: i64, mut each: impl FnMut(&AuditLine<'_>) -> Result<()>) -> Result<()> {
    tx.each(&ONE, params![number], |line| each(&line))
}

/// The newest events of a client, at most `most`: neither refusals, failures and repetitions, nor reports that someone
/// is still at work.
pub fn recent_of_client(
    tx: &Tx<'_>,
    client: ClientId,
    most: u32,
    mut each: impl FnMut(&AuditLine<'_>) -> Result<()>,
) -> Result<()> {
    tx.each(&RECENT_OF_CLIENT, params![client, most], |line| each(&line))
}

/// Which audit rows of a person are of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Changes,
    /// Also what was refused, failed, or was so already.
    All,
}

/// The audit rows of a staff person before this number, without what only says that a person is still at work, the newest first, at most
/// `most`.
pub fn latest_of_actor(
    tx: &Tx<'_>,
    actor: &str,
    which: Which,
    before: i64,
    most: u32,
    mut each: impl FnMut(&AuditLine<'_>) -> Result<()>,
) -> Result<()> {
    let statement = match which {
        Which::Changes => &CHANGES_OF_ACTOR,
        Which::All => &LATEST_OF_ACTOR,
    };
    tx.each(statement, params![actor, most, before], |line| each(&line))
}

impl Filter<'_> {
    /// In the order of `all_hold!`.
    fn params(&self) -> Vec<Value<'_>> {
        vec![
            Value::from(self.client),
            self.user.into(),
            self.actor.into(),
            self.acting_as.into(),
            self.action.into(),
            self.from().into(),
            self.to().into(),
        ]
    }

    fn from(&self) -> Instant {
        self.since.unwrap_or(Instant::from_ms(i64::MIN))
    }

    fn to(&self) -> Instant {
        self.until.unwrap_or(Instant::from_ms(i64::MAX))
    }
}

/// The filter through whose index the rows are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Driver {
    Client,
    User,
    ActingAs,
    Action,
    Actor,
    Time,
}

impl Driver {
    /// Lists by this filter; returns whether it leaves more than so many rows.
    const fn statements(self) -> (&'static Query<AuditLine<'static>>, &'static Query<i64>) {
        match self {
            Self::Client => (&BY_CLIENT, &MORE_OF_CLIENT),
            Self::User => (&BY_USER, &MORE_OF_USER),
            Self::ActingAs => (&BY_ACTING_AS, &MORE_OF_ACTING_AS),
            Self::Action => (&BY_ACTION, &MORE_OF_ACTION),
            Self::Actor => (&BY_ACTOR, &MORE_OF_ACTOR),
            Self::Time => (&BY_TIME, &MORE_OF_TIME),
        }
    }
}

/// Of the filters that are given, the one that leaves the fewest rows, to within a factor of a hundred. Each is
/// counted no further than the winner, so that finding out costs no more than the answer.
fn driver(tx: &Tx<'_>, filter: &Filter<'_>) -> Result<Option<Driver>> {
    let mut given: Vec<(Driver, Vec<Value<'_>>)> = Vec::new();
    given.extend(filter.client.map(|value| (Driver::Client, vec![value.into()])));
    given.extend(filter.user.map(|value| (Driver::User, vec![value.into()])));
    given.extend(filter.acting_as.map(|value| (Driver::ActingAs, vec![value.into()])));
    given.extend(filter.action.map(|value| (Driver::Action, vec![value.into()])));
    given.extend(filter.actor.map(|value| (Driver::Actor, vec![value.into()])));
    if filter.since.is_some() || filter.until.is_some() {
        given.push((Driver::Time, vec![filter.from().into(), filter.to().into()]));
    }
    if given.len() < 2 {
        return Ok(given.first().map(|(driver, _)| *driver));
    }
    for rows in [100_i64, 10_000, 1_000_000, 100_000_000] {
        for (driver, params) in &given {
            let mut params = params.clone();
            params.push(Value::Int(rows));
            if !tx.exists(driver.statements().1, &params)? {
                return Ok(Some(*driver));
            }
        }
    }
    Ok(given.first().map(|(driver, _)| *driver))
}

#[cfg(test)]
mod tests {
    use super::super::audit::{self, AuditEntry};
    use super::super::client::{self, NewClient};
    use super::super::{End, Store};
    use super::*;
    use crate::domain::slug::Slug;

    /// 400 rows: all by jane, every tenth about the client, the last five about the user, two of a rare kind, all but
    /// the first ten within an hour.
    fn store(folder: &tempfile::TempDir) -> Store {
        let mut store = Store::create(&folder.path().join("audit.db")).unwrap();
        store.connection().file().unwrap().batch("PRAGMA foreign_keys = OFF").unwrap();
        let client = [ClientId::new(100_001)];
        store
            .write(|tx| {
                tx.allow(&client);
                let slug = Slug::stored("big-shoes".to_owned());
                let (domain, account_number, plan, staff) = (None, None, None, None);
                let (slug_fold, name) = (slug.as_str(), slug.as_str());
                let new = NewClient {
                    id: client[0],
                    slug: &slug,
                    slug_fold,
                    name,
                    domain,
                    account_number,
                    plan,
                    staff,
                    language: None,
                };
                client::insert(tx, &new, Instant::from_ms(0), 1)?;
                let mut head = audit::head(tx)?;
                for number in 1..=400 {
                    let entry = AuditEntry {
                        actor: "jane",
                        acting_as: None,
                        action: if number % 200 == 0 { "client.close" } else { "client.edit" },
                        entity: None,
                        outcome: Outcome::Done,
                        error_code: None,
                        reason: None,
                        details: "{}",
                        clients: if number % 10 == 0 { &client } else { &[] },
                        users: if number > 395 { &[UserId::new(7)] } else { &[] },
                    };
                    let at = Instant::from_ms(if number <= 10 { 0 } else { 3_600_000 + number });
                    head = audit::append(tx, &head, at, &entry)?;
                }
                Ok(((), End::Commit))
            })
            .unwrap();
        store
    }

    fn numbers(store: &mut Store, filter: &Filter<'_>) -> Vec<i64> {
        let mut found = Vec::new();
        store
            .read(|tx| {
                list(tx, filter, &BTreeSet::new(), |line| {
                    found.push(line.number);
                    Ok(())
                })
            })
            .unwrap();
        found
    }

    #[test]
    fn most_selective_filter_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(&folder);
        let jane = Filter { actor: Some("jane"), ..Filter::default() };
        let client = Some(ClientId::new(100_001));
        let early = Some(Instant::from_ms(1));
        for (filter, wanted, rows) in [
            (Filter::default(), None, 400),
            (jane, Some(Driver::Actor), 400),
            (Filter { client, ..jane }, Some(Driver::Client), 40),
            (Filter { user: Some(UserId::new(7)), ..jane }, Some(Driver::User), 5),
            (Filter { action: Some("client.close"), ..jane }, Some(Driver::Action), 2),
            (Filter { until: early, ..jane }, Some(Driver::Time), 10),
            (Filter { action: Some("client.edit"), client, ..jane }, Some(Driver::Client), 38),
            (Filter { action: Some("client.close"), since: early, ..jane }, Some(Driver::Action), 2),
        ] {
            assert_eq!(store.read(|tx| driver(tx, &filter)).unwrap(), wanted, "{filter:?}");
            let found = numbers(&mut store, &filter);
            assert_eq!(found.len(), rows, "{filter:?}");
            assert!(found.is_sorted(), "{filter:?}");
        }
    }

    #[test]
    fn clock_set_back_hides_no_row() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("audit.db")).unwrap();
        store
            .write(|tx| {
                let mut head = audit::head(tx)?;
                for at in [100, 50, 200, 60, 300] {
                    let entry = AuditEntry {
                        actor: "jane",
                        acting_as: None,
                        action: "init",
                        entity: None,
                        outcome: Outcome::Done,
                        error_code: None,
                        reason: None,
                        details: "{}",
                        clients: &[],
                        users: &[],
                    };
                    head = audit::append(tx, &head, Instant::from_ms(at), &entry)?;
                }
                Ok(((), End::Commit))
            })
            .unwrap();
        let between = |since, until| Filter {
            since: Some(Instant::from_ms(since)),
            until: Some(Instant::from_ms(until)),
            ..Filter::default()
        };
        assert_eq!(numbers(&mut store, &between(50, 100)), [2, 4]);
        assert_eq!(numbers(&mut store, &between(100, 201)), [1, 3]);
        assert_eq!(numbers(&mut store, &between(400, 500)), [0; 0]);
    }
}
