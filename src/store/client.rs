//! Clients: the account, every slug it ever had, its fields, its look-alikes and the key of its name, by which clients
//! with the same name are found; and its end, set by set, so that a large client is closed as fast as a small one.

pub(super) mod many;

use crate::domain::client::{ClientRow, ClientState};
use crate::domain::confusable::name_key;
use crate::domain::id::{ClientId, GrantId, StaffId, UserId};
use crate::domain::language::Language;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::history::tables::client::{self, NewRow};
use super::history::tables::client_field::{self, NewRow as NewField};
use super::{Tx, Value, new, params};

/// A client as it is made.
#[derive(Debug, Clone, Copy)]
pub struct NewClient<'a> {
    /// Its id, from [`next_id`].
    pub id: ClientId,
    pub slug: &'a Slug,
    pub slug_fold: &'a str,
    pub name: &'a str,
    /// Its domain and the domain's fold.
    pub domain: Option<(&'a str, &'a str)>,
    /// Its number in the billing system.
    pub account_number: Option<&'a str>,
    /// `starter` or `pro`.
    pub plan: Option<&'a str>,
    /// The support person in charge.
    pub staff: Option<StaffId>,
    /// The language of mails and pages.
    pub language: Option<Language>,
}

/// The facts that `client edit` and `client import --update` may change, all at once.
#[derive(Debug, Clone, Copy)]
pub struct ClientFacts<'a> {
    pub name: &'a str,
    pub domain: Option<(&'a str, &'a str)>,
    /// The number in the billing system.
    pub account_number: Option<&'a str>,
    /// `starter` or `pro`.
    pub plan: Option<&'a str>,
    /// The support person in charge.
    pub staff: Option<StaffId>,
    /// The language of mails and pages.
    pub language: Option<Language>,
}

/// How many clients are read in one step when the keys of all names are written.
const STEP: u32 = 1000;

super::row! {
    ClientRow as c {
        id, slug, name, domain, account_number, plan, staff: ["c.staff_id"], state, activated_at, closed_at, created_at,
        merged_into, language, version
    }
}

super::statements! {
    [BY_ID: ClientRow] "SELECT {} FROM client AS c WHERE c.id = $1";
    [BY_SLUG: ClientRow] "SELECT {} FROM client AS c WHERE c.slug = $1";
    [BY_ANY_SLUG: (client: ClientRow, retired_at: Option<Instant>)] "SELECT {}, s.retired_at FROM client_slug AS s JOIN client AS c ON c.id = s.client_id WHERE s.slug = $1";
    [BY_ACCOUNT: ClientRow] "SELECT {} FROM client AS c WHERE c.account_number = $1 AND c.account_number IS NOT NULL ORDER BY c.id LIMIT $2";
    [BY_DOMAIN: ClientRow] "SELECT {} FROM client AS c WHERE c.domain = $1 AND c.domain IS NOT NULL ORDER BY c.id LIMIT $2";
    [BY_OWNER: ClientRow] "SELECT {} FROM login AS l
        JOIN access_grant AS g ON g.login_id = l.id AND g.role = 'owner' AND g.state <> 'ended'
        JOIN client AS c ON c.id = g.client_id WHERE l.email_key = $1 ORDER BY g.client_id LIMIT $2";
    [BY_SLUG_FOLD: ClientRow] "SELECT {} FROM client_slug AS s JOIN client AS c ON c.id = s.client_id
        WHERE s.fold = $1 ORDER BY s.slug LIMIT $2";
    [BY_DOMAIN_FOLD: ClientRow] "SELECT {} FROM client AS c WHERE c.domain_fold = $1 AND c.domain_fold IS NOT NULL ORDER BY c.id LIMIT $2";
    [BY_NAME_KEY: ClientRow] "SELECT {} FROM client_name_key AS k JOIN client AS c ON c.id = k.client_id WHERE k.name_key = $1 ORDER BY k.client_id LIMIT $2";
    [SLUG_OWNER: ClientId] "SELECT client_id FROM client_slug WHERE slug = $1";
    /// Makes each slug that is one insertion, substitution, deletion or swap away, and looks it up. The join names its order,
    /// so that the index of slugs is searched, and not read.
    [NEIGHBOURS: ClientRow] "WITH RECURSIVE asked (slug) AS (SELECT CAST($1 AS TEXT)),
        place (behind) AS (SELECT 0 UNION ALL SELECT behind + 1 FROM place, asked WHERE behind < length(slug)),
        letter (number, letter) AS (SELECT 1, CAST('-' AS TEXT)
            UNION ALL SELECT number + 1, substr('-0123456789abcdefghijklmnopqrstuvwxyz', number + 1, 1) FROM letter WHERE number < 37),
        near (slug) AS (
            SELECT substr(a.slug, 1, p.behind) || l.letter || substr(a.slug, p.behind + 1) FROM asked AS a, place AS p, letter AS l
            UNION ALL SELECT substr(a.slug, 1, p.behind) || l.letter || substr(a.slug, p.behind + 2) FROM asked AS a, place AS p, letter AS l
            UNION ALL SELECT substr(a.slug, 1, p.behind) || substr(a.slug, p.behind + 2) FROM asked AS a, place AS p
            UNION ALL SELECT substr(a.slug, 1, p.behind) || substr(a.slug, p.behind + 2, 1) || substr(a.slug, p.behind + 1, 1)
                || substr(a.slug, p.behind + 3) FROM asked AS a, place AS p)
        SELECT {} FROM client AS c WHERE c.id IN (SELECT s.client_id FROM near AS n CROSS JOIN client_slug AS s
            WHERE s.slug = n.slug AND s.slug <> $1 AND length(s.slug) >= CAST($2 AS BIGINT)) ORDER BY c.id";
    [SLUGS_NEAR: (slug: String, client_id: ClientId)] "SELECT s.slug, s.client_id FROM client_slug AS s WHERE s.slug >= $1 AND s.slug < $2 AND s.retired_at IS NULL ORDER BY s.slug LIMIT $3";
    [TWINS: (id: ClientId, slug: Slug)] "SELECT c.id, c.slug FROM client_twin AS t JOIN client AS c ON c.id = t.twin_id WHERE t.client_id = $1 ORDER BY c.id";
    [INSERT_TWIN] "INSERT INTO client_twin (client_id, twin_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    [INSERT_SLUG] "INSERT INTO client_slug (slug, client_id, fold) VALUES ($1, $2, $3)";
    [RETIRE_SLUG] "UPDATE client_slug SET retired_at = $2 WHERE slug = $1";
    [UPDATE_FACTS] "UPDATE client SET name = $2, domain = $3, domain_fold = $4, account_number = $5, plan = $6, staff_id = $7,
        language = $8, since_audit = $9, version = version + 1 WHERE id = $1";
    [UPDATE_SLUG] "UPDATE client SET slug = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [ACTIVATE] "UPDATE client SET state = 'active', activated_at = $2, since_audit = $3, version = version + 1
        WHERE id = $1 AND state = 'draft'";
    [FIELDS: (field_key: String, value: String)] "SELECT field_key, value FROM client_field WHERE client_id = $1 AND value IS NOT NULL ORDER BY field_key";
    [FIELDS_BETWEEN: (field_key: String, value: String)] "SELECT field_key, value FROM client_field
        WHERE client_id = $1 AND field_key >= $2 AND field_key < $3 AND value IS NOT NULL ORDER BY field_key";
    /// Ends at the first client that has the field; only for one that none has, everything is looked at.
    full_scan [KNOWS_FIELD: ClientId] "SELECT f.client_id FROM client_field AS f WHERE f.field_key = $1 AND f.value IS NOT NULL
        ORDER BY f.client_id, f.field_key LIMIT 1";
    [ENTERED] "INSERT INTO client_entry (client_id, login_id, last_login_at) VALUES ($1, $2, $3)
        ON CONFLICT (client_id, login_id) DO UPDATE SET last_login_at = excluded.last_login_at";
    [GRANTS_IN_FORCE: (id: GrantId, version: i64)] "SELECT id, version FROM access_grant
        WHERE client_id = $1 AND state <> 'ended' AND (until IS NULL OR until > $2) ORDER BY id";
    [PEOPLE: UserId] "SELECT login_id FROM access_grant WHERE client_id = $1 AND state <> 'ended' ORDER BY login_id";
    [END_GRANTS] "UPDATE access_grant SET state = 'ended', ended_at = $2, ended_by = $3, since_audit = $4, version = version + 1
        WHERE client_id = $1 AND state <> 'ended'";
    [CLOSE] "UPDATE client SET state = 'closed', closed_at = $2, since_audit = $3, version = version + 1
        WHERE id = $1 AND state <> 'closed'";
    [REOPEN] "UPDATE client SET state = 'draft', closed_at = NULL, activated_at = NULL, merged_into = NULL, account_number = $2,
            since_audit = $3, version = version + 1 WHERE id = $1 AND state = 'closed'";
    [MERGE] "UPDATE client SET state = 'closed', closed_at = $2, merged_into = $3, since_audit = $4, version = version + 1
        WHERE id = $1 AND state <> 'closed'";
    [MERGED: (id: ClientId, slug: Slug, since_audit: i64)] "SELECT c.id, c.slug, c.since_audit FROM client AS c
        WHERE c.merged_into = $1 AND c.merged_into IS NOT NULL ORDER BY c.id";
    [SET_NAME_KEY] "INSERT INTO client_name_key (client_id, name_key) VALUES ($1, $2)
        ON CONFLICT (client_id) DO UPDATE SET name_key = excluded.name_key";
    [ADD_NAME_KEY] "INSERT INTO client_name_key (client_id, name_key) VALUES ($1, $2)";
    [NAMES_AFTER: (id: ClientId, name: String)] "SELECT id, name FROM client WHERE id > $1 ORDER BY id LIMIT $2";
}

pub fn next_id(tx: &Tx<'_>) -> Result<ClientId> {
    tx.next_number("client", ClientId::FIRST).map(ClientId::new)
}

/// The client with this id.
pub fn by_id(tx: &Tx<'_>, id: ClientId) -> Result<Option<ClientRow>> {
    tx.look_up_once(&BY_ID, params![id])
}

/// The client that has this slug now.
pub fn by_slug(tx: &Tx<'_>, slug: &str) -> Result<Option<ClientRow>> {
    tx.look_up(&BY_SLUG, params![slug])
}

/// The client that has or had this slug, and when the slug was retired.
pub fn by_any_slug(tx: &Tx<'_>, slug: &str) -> Result<Option<(ClientRow, Option<Instant>)>> {
    tx.look_up(&BY_ANY_SLUG, params![slug])
}

/// By what else a client may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait<'a> {
    /// Its number in the billing system.
    Account(&'a str),
    /// Its primary domain, as stored.
    Domain(&'a str),
    /// The key of an owner's address.
    OwnerKey(&'a str),
    /// The fold of a slug, present or retired.
    SlugFold(&'a str),
    /// The fold of its domain.
    DomainFold(&'a str),
    /// The key of its name.
    NameKey(&'a str),
}

/// The first `most` clients with that trait, closed ones included, by id.
pub fn by_trait(tx: &Tx<'_>, what: Trait<'_>, most: u32) -> Result<Vec<ClientRow>> {
    let (sql, value) = match what {
        Trait::Account(value) => (&BY_ACCOUNT, value),
        Trait::Domain(value) => (&BY_DOMAIN, value),
        Trait::OwnerKey(value) => (&BY_OWNER, value),
        Trait::SlugFold(value) => (&BY_SLUG_FOLD, value),
        Trait::DomainFold(value) => (&BY_DOMAIN_FOLD, value),
        Trait::NameKey(value) => (&BY_NAME_KEY, value),
    };
    match tx.ahead().answer(sql, params![value], |rows| rows.iter().take(most as usize).cloned().collect()) {
        Some(known) => tx.compared(known, || tx.query_vec(sql, params![value, most])),
        None => tx.query_vec(sql, params![value, most]),
    }
}

/// Whose slug this is or ever was.
pub fn slug_owner(tx: &Tx<'_>, slug: &str) -> Result<Option<ClientId>> {
    tx.look_up(&SLUG_OWNER, params![slug])
}

/// Clients with a slug, present or retired, of at least `shortest` letters that is one letter away from this one.
pub fn by_neighbour(tx: &Tx<'_>, slug: &Slug, shortest: usize) -> Result<Vec<ClientRow>> {
    let shortest = i64::try_from(shortest).unwrap_or(i64::MAX);
    tx.query_vec(&NEIGHBOURS, params![slug.as_str(), shortest])
}

/// Present slugs that begin with `prefix`, for suggestions.
pub fn slugs_with_prefix(tx: &Tx<'_>, prefix: &str, most: u32) -> Result<Vec<(String, ClientId)>> {
    let end = format!("{prefix}\u{7f}");
    tx.query_vec(&SLUGS_NEAR, params![prefix, &end, most])
}

/// The look-alikes that were allowed next to this client.
pub fn lookalikes(tx: &Tx<'_>, id: ClientId) -> Result<Vec<(ClientId, Slug)>> {
    tx.query_vec(&TWINS, params![id])
}

/// Notes that `id` and `lookalike` look alike; call it once for each direction, each within its client.
pub fn add_twin(tx: &Tx<'_>, id: ClientId, lookalike: ClientId) -> Result<()> {
    tx.run(&INSERT_TWIN, params![id, lookalike]).map(drop)
}

/// Makes a client, in the state draft, with its first slug.
pub fn insert(tx: &Tx<'_>, new: &NewClient<'_>, now: Instant, audit: i64) -> Result<()> {
    let (domain, fold) = new.domain.unzip();
    let row = new!(NewRow {
        id: new.id,
        check_digit: i64::from(new.id.check_digit()),
        slug: new.slug.as_str(),
        name: new.name,
        domain,
        domain_fold: fold,
        account_number: new.account_number,
        plan: new.plan,
        staff_id: new.staff,
        state: ClientState::Draft,
        activated_at: Value::Null,
        closed_at: Value::Null,
        language: new.language,
        created_at: now,
        merged_into: Value::Null,
        since_audit: audit,
        version: 1_i64,
    });
    client::insert(tx, &row)?;
    tx.put(&INSERT_SLUG, params![new.slug.as_str(), new.id, new.slug_fold])?;
    let ahead = tx.ahead();
    for query in [&BY_SLUG, &BY_ACCOUNT] {
        ahead.forget(query, params![new.slug.as_str()]);
    }
    ahead.forget(&BY_ANY_SLUG, params![new.slug.as_str()]);
    ahead.forget(&SLUG_OWNER, params![new.slug.as_str()]);
    ahead.forget(&BY_SLUG_FOLD, params![new.slug_fold]);
    if let Some(number) = new.account_number {
        ahead.forget(&BY_ACCOUNT, params![number]);
    }
    if let Some((domain, fold)) = new.domain {
        ahead.forget(&BY_DOMAIN, params![domain]);
        ahead.forget(&BY_DOMAIN_FOLD, params![fold]);
    }
    ahead.know(&BY_ID, params![new.id], vec![new.row(now)]);
    Ok(())
}

impl NewClient<'_> {
    /// The client once it is made.
    fn row(&self, now: Instant) -> ClientRow {
        ClientRow {
            id: self.id,
            slug: self.slug.clone(),
            name: self.name.to_owned(),
            domain: self.domain.map(|(domain, _)| domain.to_owned()),
            account_number: self.account_number.map(str::to_owned),
            plan: self.plan.map(str::to_owned),
            staff: self.staff,
            state: ClientState::Draft,
            activated_at: None,
            closed_at: None,
            created_at: now,
            merged_into: None,
            language: self.language,
            version: 1,
        }
    }
}

/// Changes the facts of a client.
pub fn update(tx: &Tx<'_>, id: ClientId, facts: &ClientFacts<'_>, audit: i64) -> Result<()> {
    let (domain, fold) = facts.domain.unzip();
    tx.execute_one(
        &UPDATE_FACTS,
        params![id, facts.name, domain, fold, facts.account_number, facts.plan, facts.staff, facts.language, audit],
    )
}

/// Gives a client a new slug and retires the old one for ever.
pub fn rename(tx: &Tx<'_>, id: ClientId, old: &Slug, new: &Slug, fold: &str, now: Instant, audit: i64) -> Result<()> {
    tx.execute_one(&RETIRE_SLUG, params![old.as_str(), now])?;
    tx.execute_one(&INSERT_SLUG, params![new.as_str(), id, fold])?;
    tx.execute_one(&UPDATE_SLUG, params![id, new.as_str(), audit])
}

/// Notes that the first owner activated: a draft becomes active. Nothing happens to others.
pub fn activate(tx: &Tx<'_>, id: ClientId, now: Instant, audit: i64) -> Result<()> {
    tx.run(&ACTIVATE, params![id, now, audit]).map(drop)
}

/// Whether any client has an extra field with this key.
pub fn knows_field(tx: &Tx<'_>, key: &str) -> Result<bool> {
    tx.exists(&KNOWS_FIELD, params![key])
}

/// The extra fields, by key.
pub fn fields(tx: &Tx<'_>, id: ClientId) -> Result<Vec<(String, String)>> {
    tx.look_up_all(&FIELDS, params![id])
}

/// The extra fields from one key on and before another, by key.
pub fn fields_between(tx: &Tx<'_>, id: ClientId, from: &str, before: &str) -> Result<Vec<(String, String)>> {
    tx.query_vec(&FIELDS_BETWEEN, params![id, from, before])
}

/// Sets an extra field, or with `None` takes it away.
pub fn set_field(tx: &Tx<'_>, id: ClientId, key: &str, value: Option<&str>, audit: i64) -> Result<()> {
    let row = new!(NewField { client_id: id, field_key: key, value, since_audit: audit, version: 1_i64 });
    tx.ahead().forget(&FIELDS, params![id]);
    client_field::insert(tx, &row)
}

/// Notes that a login entered a client.
pub fn entered(tx: &Tx<'_>, id: ClientId, user: UserId, now: Instant) -> Result<()> {
    tx.run(&ENTERED, params![id, user, now]).map(drop)
}

/// The grants, prepared ones too, that are not over at `now`, each with its version, by id.
pub fn grants_in_force(tx: &Tx<'_>, client: ClientId, now: Instant) -> Result<Vec<(GrantId, i64)>> {
    tx.query_vec(&GRANTS_IN_FORCE, params![client, now])
}

/// Everyone with a grant that has not ended, by id.
pub fn people(tx: &Tx<'_>, client: ClientId) -> Result<Vec<UserId>> {
    tx.query_vec(&PEOPLE, params![client])
}

/// Ends every grant that has not ended, also those whose term is over, so that nothing can prolong them.
pub fn end_grants(tx: &Tx<'_>, client: ClientId, now: Instant, by: &str, audit: i64) -> Result<()> {
    tx.run(&END_GRANTS, params![client, now, by, audit]).map(drop)
}

/// Closes a client that is open.
///
/// # Errors
/// `failed`; `bug` if it was closed.
pub fn close(tx: &Tx<'_>, client: ClientId, now: Instant, audit: i64) -> Result<()> {
    tx.execute_one(&CLOSE, params![client, now, audit])
}

/// Closes a double that is merged into another client.
///
/// # Errors
/// `failed`; `bug` if it was closed.
pub fn merge(tx: &Tx<'_>, client: ClientId, into: ClientId, now: Instant, audit: i64) -> Result<()> {
    tx.execute_one(&MERGE, params![client, now, into, audit])
}

/// The doubles that were merged into a client, by id, each with the change that did it.
pub fn merged(tx: &Tx<'_>, into: ClientId) -> Result<Vec<(ClientId, Slug, i64)>> {
    tx.query_vec(&MERGED, params![into])
}

/// Opens a closed client again, as a draft, with this number in the billing system.
///
/// # Errors
/// `failed`; `bug` unless it was closed.
pub fn reopen(tx: &Tx<'_>, client: ClientId, account_number: Option<&str>, audit: i64) -> Result<()> {
    tx.execute_one(&REOPEN, params![client, account_number, audit])
}

/// Writes the key of a client's present name.
pub fn set_name_key(tx: &Tx<'_>, id: ClientId, name: &str) -> Result<()> {
    tx.run(&SET_NAME_KEY, params![id, name_key(name).as_str()]).map(drop)
}

/// As [`set_name_key`], for a client that has none.
pub fn add_name_key(tx: &Tx<'_>, id: ClientId, name: &str) -> Result<()> {
    let key = name_key(name);
    tx.ahead().forget(&BY_NAME_KEY, params![key.as_str()]);
    tx.put(&ADD_NAME_KEY, params![id, key.as_str()])
}

/// Writes the keys of all clients, in a database that has none yet.
pub(super) fn fill_name_keys(tx: &Tx<'_>) -> Result<()> {
    let mut after = ClientId::new(0);
    loop {
        let clients = tx.query_vec(&NAMES_AFTER, params![after, STEP])?;
        let Some((last, _)) = clients.last() else { break };
        after = *last;
        tx.allow(&clients.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        clients.iter().try_for_each(|(id, name)| set_name_key(tx, *id, name))?;
    }
    tx.allow(&[]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::confusable::one_letter_apart;
    use crate::store::{End, Store};

    #[test]
    fn neighbours_use_the_slug_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("plan.db")).unwrap();
        let plan = store.connection().file().unwrap().plan(NEIGHBOURS.sql()).unwrap();
        assert!(plan.iter().any(|step| step.contains("SEARCH s USING") && step.contains("(slug=?)")), "{plan:?}");
        assert!(!plan.iter().any(|step| step.contains("AUTOMATIC")), "{plan:?}");
    }

    /// Against the comparison of each pair: all words of two letters, and each letter that a slug may have.
    #[test]
    fn neighbours_are_one_letter_apart() {
        let mut words: Vec<String> = ('a'..='z').chain('0'..='9').map(|letter| format!("big{letter}shoes")).collect();
        words.extend(["big-shoes", "bigshoes", "gibshoes", "bigshoe", "bigshoess", "igshoes"].map(str::to_owned));
        for length in 5..=7 {
            words.extend(
                (0..1_u32 << length)
                    .map(|bits| (0..length).map(|at| if bits >> at & 1 == 0 { 'a' } else { 'b' }).collect::<String>()),
            );
        }
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("near.db")).unwrap();
        let made: Vec<(ClientId, Slug)> =
            (100_001..).map(ClientId::new).zip(words.iter().map(|word| Slug::stored(word.clone()))).collect();
        store
            .write(|tx| {
                tx.allow(&made.iter().map(|(id, _)| *id).collect::<Vec<_>>());
                for (id, slug) in &made {
                    let (domain, account_number, plan, staff) = (None, None, None, None);
                    let (slug_fold, name) = (slug.as_str(), slug.as_str());
                    let new = NewClient {
                        id: *id,
                        slug,
                        slug_fold,
                        name,
                        domain,
                        account_number,
                        plan,
                        staff,
                        language: None,
                    };
                    insert(tx, &new, Instant::from_ms(0), 1)?;
                }
                Ok(((), End::Commit))
            })
            .unwrap();
        store
            .read(|tx| {
                for (_, slug) in made.iter().filter(|(_, slug)| slug.as_str().len() >= 6) {
                    let near = |other: &&(ClientId, Slug)| one_letter_apart(slug.as_str(), other.1.as_str());
                    let expected: Vec<ClientId> = made.iter().filter(near).map(|(id, _)| *id).collect();
                    let found: Vec<ClientId> = by_neighbour(tx, slug, 6)?.iter().map(|row| row.id).collect();
                    assert_eq!(found, expected, "{slug}");
                }
                Ok(())
            })
            .unwrap();
    }

    /// Each row of an import looks for its doubles. A sort would make a table in memory each time, also for none.
    #[test]
    fn clients_with_a_trait_come_by_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("plan.db")).unwrap();
        for sql in [&BY_ACCOUNT, &BY_DOMAIN, &BY_OWNER, &BY_SLUG_FOLD, &BY_DOMAIN_FOLD, &BY_NAME_KEY] {
            let plan = store.connection().file().unwrap().plan(sql.sql()).unwrap();
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{}: {plan:?}", sql.sql().name());
        }
    }
}
