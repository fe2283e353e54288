//! The database as a whole: how large, whether its schema is ours, what the server knows to be broken in it.

use std::collections::BTreeMap;

use tokio_postgres::types::{ToSql, Type};

use crate::error::{Error, Result};

use super::SCHEMA;
use super::connection::Connection;

/// Every thing of ours in the schema by its name, with its kind. What belongs to a constraint comes with its table.
const THINGS: &str = "SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'index' END || ' ' || relname
      FROM pg_class AS c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'i')
       AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u'))
    UNION ALL
    SELECT 'trigger ' || t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace";

/// What the server itself says is broken: an index or a constraint that does not hold, pages with a wrong checksum.
const PROBLEMS: &str =
    "SELECT 'the index ' || indexrelid::regclass || ' is not valid' FROM pg_index WHERE NOT indisvalid
    UNION ALL
    SELECT 'the constraint ' || conname || ' does not hold for every row' FROM pg_constraint
     WHERE NOT convalidated AND connamespace = 'public'::regnamespace
    UNION ALL
    SELECT checksum_failures || ' pages have a wrong checksum' FROM pg_stat_database
     WHERE datname = current_database() AND checksum_failures > 0";

impl Connection {
    /// What the server knows to be broken. Empty when it is sound.
    pub(in crate::store) fn problems(&self) -> Result<Vec<String>> {
        self.texts(PROBLEMS)
    }

    /// Things of the schema that are missing, changed, or not ours.
    pub(in crate::store) fn schema_faults(&self) -> Result<Vec<String>> {
        let mut found: BTreeMap<String, ()> = self.texts(THINGS)?.into_iter().map(|thing| (thing, ())).collect();
        let expected = things();
        let missing = expected.iter().filter(|thing| found.remove(*thing).is_none());
        let mut faults: Vec<String> = missing.map(|thing| format!("the {thing} is missing")).collect();
        faults.extend(found.into_keys().map(|thing| format!("the {thing} is none of ours")));
        if faults.is_empty() && !self.has_our_triggers()? {
            faults.push("a trigger or a function of one was changed".to_owned());
        }
        Ok(faults)
    }

    /// How many bytes the server keeps for the database.
    pub(in crate::store) fn bytes(&self) -> Result<u64> {
        let size = self.number("SELECT pg_database_size(current_database())", &[])?.unwrap_or_default();
        u64::try_from(size).map_err(|_| Error::bug("a size below nothing"))
    }

    /// The number by which the server knows a role.
    pub(in crate::store) fn role_number(&self, name: &str) -> Result<Option<u32>> {
        let number = self.number("SELECT oid::bigint FROM pg_roles WHERE rolname = $1", &[(&name, Type::TEXT)])?;
        number.map(|number| u32::try_from(number).map_err(|_| Error::bug("a role without a number"))).transpose()
    }

    fn number(&self, text: &str, params: &[(&(dyn ToSql + Sync), Type)]) -> Result<Option<i64>> {
        let before = self.before(false);
        let rows = self.send(&before, self.client().query_typed(text, params), "asking the server")?;
        let number = rows.first().map(|row| row.try_get(0)).transpose();
        number.map_err(|error| Error::bug(format!("asking the server: {error}")))
    }

    fn texts(&self, text: &str) -> Result<Vec<String>> {
        let before = self.before(false);
        let rows = self.send(&before, self.client().query_typed(text, &[]), "looking at the schema")?;
        let texts: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get(0)).collect();
        texts.map_err(|error| Error::bug(format!("looking at the schema: {error}")))
    }
}

/// Everything that the schema makes: kind and name.
fn things() -> Vec<String> {
    let kinds = [
        ("\nCREATE TABLE ", "table"),
        ("\nCREATE VIEW ", "view"),
        ("\nCREATE INDEX ", "index"),
        ("\nCREATE UNIQUE INDEX ", "index"),
        ("\nCREATE TRIGGER ", "trigger"),
        ("\nCREATE FUNCTION ", "function"),
    ];
    let named = |(beginning, kind): (&str, &'static str)| {
        let rests = SCHEMA.split(beginning).skip(1).collect::<Vec<_>>();
        rests.into_iter().filter_map(move |rest| Some(format!("{kind} {}", rest.split([' ', '(']).next()?)))
    };
    kinds.into_iter().flat_map(named).collect()
}
