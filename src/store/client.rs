//! Clients: the account, every slug it ever had, its fields, its look-alikes.

use crate::domain::client::{ClientRow, ClientState};
use crate::domain::id::{ClientId, StaffId};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, Value, params};

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
}

macro_rules! columns {
    () => {
        "c.id, c.slug, c.name, c.domain, c.account_number, c.plan, c.staff_id, c.state, c.activated_at, c.closed_at, c.created_at, c.version"
    };
}

super::statements! {
    [BY_ID] concat!("SELECT ", columns!(), " FROM client AS c WHERE c.id = $1");
    [BY_SLUG] concat!("SELECT ", columns!(), " FROM client AS c WHERE c.slug = $1");
    [BY_ANY_SLUG] concat!("SELECT ", columns!(), ", s.retired_at FROM client_slug AS s JOIN client AS c ON c.id = s.client_id WHERE s.slug = $1");
    [BY_ACCOUNT] concat!("SELECT ", columns!(), " FROM client AS c WHERE c.account_number = $1 AND c.account_number IS NOT NULL ORDER BY c.id LIMIT $2");
    [BY_DOMAIN] concat!("SELECT ", columns!(), " FROM client AS c WHERE c.domain = $1 AND c.domain IS NOT NULL ORDER BY c.id LIMIT $2");
    [BY_OWNER] concat!("SELECT ", columns!(), " FROM login AS l
        JOIN access_grant AS g ON g.login_id = l.id AND g.role = 'owner' AND g.state <> 'ended'
        JOIN client AS c ON c.id = g.client_id WHERE l.email_key = $1 ORDER BY g.client_id LIMIT $2");
    [BY_SLUG_FOLD] concat!("SELECT ", columns!(), " FROM client_slug AS s JOIN client AS c ON c.id = s.client_id
        WHERE s.fold = $1 ORDER BY s.slug LIMIT $2");
    [BY_DOMAIN_FOLD] concat!("SELECT ", columns!(), " FROM client AS c WHERE c.domain_fold = $1 AND c.domain_fold IS NOT NULL ORDER BY c.id LIMIT $2");
    [BY_NAME_KEY] concat!("SELECT ", columns!(), " FROM client_name_key AS k JOIN client AS c ON c.id = k.client_id WHERE k.name_key = $1 ORDER BY k.client_id LIMIT $2");
    [SLUG_OWNER] "SELECT client_id FROM client_slug WHERE slug = $1";
    /// Makes each slug that is one insertion, substitution, deletion or swap away, and looks it up. The join names its order,
    /// so that the index of slugs is searched, and not read.
    [NEIGHBOURS] concat!("WITH RECURSIVE asked (slug) AS (SELECT CAST($1 AS TEXT)),
        place (behind) AS (SELECT 0 UNION ALL SELECT behind + 1 FROM place, asked WHERE behind < length(slug)),
        letter (number, letter) AS (SELECT 1, CAST('-' AS TEXT)
            UNION ALL SELECT number + 1, substr('-0123456789abcdefghijklmnopqrstuvwxyz', number + 1, 1) FROM letter WHERE number < 37),
        near (slug) AS (
            SELECT substr(a.slug, 1, p.behind) || l.letter || substr(a.slug, p.behind + 1) FROM asked AS a, place AS p, letter AS l
            UNION ALL SELECT substr(a.slug, 1, p.behind) || l.letter || substr(a.slug, p.behind + 2) FROM asked AS a, place AS p, letter AS l
            UNION ALL SELECT substr(a.slug, 1, p.behind) || substr(a.slug, p.behind + 2) FROM asked AS a, place AS p
            UNION ALL SELECT substr(a.slug, 1, p.behind) || substr(a.slug, p.behind + 2, 1) || substr(a.slug, p.behind + 1, 1)
                || substr(a.slug, p.behind + 3) FROM asked AS a, place AS p)
        SELECT ", columns!(), " FROM client AS c WHERE c.id IN (SELECT s.client_id FROM near AS n CROSS JOIN client_slug AS s
            WHERE s.slug = n.slug AND s.slug <> $1 AND length(s.slug) >= CAST($2 AS BIGINT)) ORDER BY c.id");
    [SLUGS_NEAR] "SELECT s.slug, s.client_id FROM client_slug AS s WHERE s.slug >= $1 AND s.slug < $2 AND s.retired_at IS NULL ORDER BY s.slug LIMIT $3";
    [TWINS] "SELECT c.id, c.slug FROM client_twin AS t JOIN client AS c ON c.id = t.twin_id WHERE t.client_id = $1 ORDER BY c.id";
    [INSERT_TWIN] "INSERT INTO client_twin (client_id, twin_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    [INSERT] "INSERT INTO client (id, check_digit, slug, name, domain, domain_fold, account_number, plan, staff_id, state, created_at, since_audit, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11, 1)";
    [INSERT_SLUG] "INSERT INTO client_slug (slug, client_id, fold) VALUES ($1, $2, $3)";
    [RETIRE_SLUG] "UPDATE client_slug SET retired_at = $2 WHERE slug = $1";
    [UPDATE_FACTS] "UPDATE client SET name = $2, domain = $3, domain_fold = $4, account_number = $5, plan = $6, staff_id = $7,
        since_audit = $8, version = version + 1 WHERE id = $1";
    [UPDATE_SLUG] "UPDATE client SET slug = $2, since_audit = $3, version = version + 1 WHERE id = $1";
    [ACTIVATE] "UPDATE client SET state = 'active', activated_at = $2, since_audit = $3, version = version + 1
        WHERE id = $1 AND state = 'draft'";
    [FIELDS] "SELECT field_key, value FROM client_field WHERE client_id = $1 AND value IS NOT NULL ORDER BY field_key";
    /// Ends at the first client that has the field; only for one that none has, everything is looked at.
    full_scan [KNOWS_FIELD] "SELECT f.client_id FROM client_field AS f WHERE f.field_key = $1 AND f.value IS NOT NULL
        ORDER BY f.client_id, f.field_key LIMIT 1";
    [SET_FIELD] "INSERT INTO client_field (client_id, field_key, value, since_audit, version) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (client_id, field_key) DO UPDATE SET value = excluded.value, since_audit = excluded.since_audit, version = client_field.version + 1";
    [ENTERED] "INSERT INTO client_entry (client_id, login_id, last_login_at) VALUES ($1, $2, $3)
        ON CONFLICT (client_id, login_id) DO UPDATE SET last_login_at = excluded.last_login_at";
}

pub fn next_id(tx: &Tx<'_>) -> Result<ClientId> {
    tx.next_number("client", ClientId::FIRST).map(ClientId::new)
}

/// The client with this id.
pub fn by_id(tx: &Tx<'_>, id: ClientId) -> Result<Option<ClientRow>> {
    tx.query_opt(&BY_ID, params![id], read)
}

/// The client that has this slug now.
pub fn by_slug(tx: &Tx<'_>, slug: &str) -> Result<Option<ClientRow>> {
    tx.query_opt(&BY_SLUG, params![slug], read)
}

/// The client that has or had this slug, and when the slug was retired.
pub fn by_any_slug(tx: &Tx<'_>, slug: &str) -> Result<Option<(ClientRow, Option<Instant>)>> {
    tx.query_opt(&BY_ANY_SLUG, params![slug], |row| Ok((read(row)?, row.opt_at(12)?)))
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
    tx.query_vec(sql, params![value, most], read)
}

/// Whose slug this is or ever was.
pub fn slug_owner(tx: &Tx<'_>, slug: &str) -> Result<Option<ClientId>> {
    tx.query_opt(&SLUG_OWNER, params![slug], |row| row.int(0).map(ClientId::new))
}

/// Clients with a slug, present or retired, of at least `shortest` letters that is one letter away from this one.
pub fn by_neighbour(tx: &Tx<'_>, slug: &Slug, shortest: usize) -> Result<Vec<ClientRow>> {
    let shortest = i64::try_from(shortest).unwrap_or(i64::MAX);
    tx.query_vec(&NEIGHBOURS, params![slug.as_str(), shortest], read)
}

/// Present slugs that begin with `prefix`, for suggestions.
pub fn slugs_with_prefix(tx: &Tx<'_>, prefix: &str, most: u32) -> Result<Vec<(String, ClientId)>> {
    let end = format!("{prefix}\u{7f}");
    tx.query_vec(&SLUGS_NEAR, params![prefix, &end, most], |row| {
        Ok((row.text(0)?.to_owned(), ClientId::new(row.int(1)?)))
    })
}

/// The look-alikes that were allowed next to this client.
pub fn lookalikes(tx: &Tx<'_>, id: ClientId) -> Result<Vec<(ClientId, Slug)>> {
    tx.query_vec(&TWINS, params![id], |row| Ok((ClientId::new(row.int(0)?), Slug::stored(row.text(1)?.to_owned()))))
}

/// Notes that `id` and `lookalike` look alike; call it once for each direction, each within its client.
pub fn add_twin(tx: &Tx<'_>, id: ClientId, lookalike: ClientId) -> Result<()> {
    tx.run(&INSERT_TWIN, params![id, lookalike]).map(drop)
}

/// Makes a client, in the state draft, with its first slug.
pub fn insert(tx: &Tx<'_>, new: &NewClient<'_>, now: Instant, audit: i64) -> Result<()> {
    let (domain, fold) = new.domain.unzip();
    tx.execute_one(
        &INSERT,
        params![
            new.id,
            i64::from(new.id.check_digit()),
            new.slug.as_str(),
            new.name,
            domain,
            fold,
            new.account_number,
            new.plan,
            new.staff,
            now,
            audit
        ],
    )?;
    tx.execute_one(&INSERT_SLUG, params![new.slug.as_str(), new.id, new.slug_fold])
}

/// Changes the facts of a client.
pub fn update(tx: &Tx<'_>, id: ClientId, facts: &ClientFacts<'_>, audit: i64) -> Result<()> {
    let (domain, fold) = facts.domain.unzip();
    tx.execute_one(
        &UPDATE_FACTS,
        params![id, facts.name, domain, fold, facts.account_number, facts.plan, facts.staff, audit],
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
    Ok(tx.query_opt(&KNOWS_FIELD, params![key], |_| Ok(()))?.is_some())
}

/// The extra fields, by key.
pub fn fields(tx: &Tx<'_>, id: ClientId) -> Result<Vec<(String, String)>> {
    tx.query_vec(&FIELDS, params![id], |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())))
}

/// Sets an extra field, or with `None` takes it away.
pub fn set_field(tx: &Tx<'_>, id: ClientId, key: &str, value: Option<&str>, audit: i64) -> Result<()> {
    tx.execute_one(&SET_FIELD, &[id.into(), Value::Text(key), value.into(), audit.into()])
}

/// Notes that a login entered a client.
pub fn entered(tx: &Tx<'_>, id: ClientId, user: crate::domain::id::UserId, now: Instant) -> Result<()> {
    tx.run(&ENTERED, params![id, user, now]).map(drop)
}

fn read(row: &Row<'_>) -> Result<ClientRow> {
    Ok(ClientRow {
        id: ClientId::new(row.int(0)?),
        slug: Slug::stored(row.text(1)?.to_owned()),
        name: row.text(2)?.to_owned(),
        domain: row.opt_text(3)?.map(str::to_owned),
        account_number: row.opt_text(4)?.map(str::to_owned),
        plan: row.opt_text(5)?.map(str::to_owned),
        staff: row.opt_int(6)?.map(StaffId::new),
        state: ClientState::from_text(row.text(7)?)?,
        activated_at: row.opt_at(8)?,
        closed_at: row.opt_at(9)?,
        created_at: row.at(10)?,
        version: row.int(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::confusable::one_letter_apart;
    use crate::store::{End, Store};

    #[test]
    fn neighbours_are_looked_up_in_the_index_of_slugs() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("plan.db")).unwrap();
        let plan = store.connection().plan(&NEIGHBOURS).unwrap();
        assert!(plan.iter().any(|step| step.contains("SEARCH s USING") && step.contains("(slug=?)")), "{plan:?}");
        assert!(!plan.iter().any(|step| step.contains("AUTOMATIC")), "{plan:?}");
    }

    /// Against the comparison of each pair: all words of two letters, and each letter that a slug may have.
    #[test]
    fn neighbours_are_the_slugs_one_letter_apart() {
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
                    let new = NewClient { id: *id, slug, slug_fold, name, domain, account_number, plan, staff };
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
    fn clients_with_a_trait_come_in_the_order_of_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("plan.db")).unwrap();
        for sql in [&BY_ACCOUNT, &BY_DOMAIN, &BY_OWNER, &BY_SLUG_FOLD, &BY_DOMAIN_FOLD, &BY_NAME_KEY] {
            let plan = store.connection().plan(sql).unwrap();
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{}: {plan:?}", sql.name());
        }
    }
}
