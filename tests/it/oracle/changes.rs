//! Which clients' rows a line changed, found out by comparing all of them: a digest for each client and table.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::model::Client;

/// Rows about no client, in a table about clients.
pub const NOBODY: Client = 0;

/// Looks at the database next to the program, and never writes.
pub struct Watch {
    pub raw: Connection,
    tables: Vec<(String, String)>,
    version: i64,
    state: State,
}

/// What every client's rows look like, and how far the audit goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    digests: BTreeMap<(Client, String), u64>,
    pub audit: i64,
}

impl State {
    /// Each client and table whose rows differ.
    pub fn differences(&self, other: &Self) -> BTreeSet<(Client, String)> {
        let keys = self.digests.keys().chain(other.digests.keys());
        keys.filter(|key| self.digests.get(*key) != other.digests.get(*key)).cloned().collect()
    }
}

impl Watch {
    pub fn over(database: &Path) -> Self {
        let raw = Connection::open(database).unwrap();
        raw.set_prepared_statement_cache_capacity(256);
        let tables = tables(&raw);
        let mut watch = Self { raw, tables, version: -1, state: State::default() };
        watch.look();
        watch
    }

    /// The state now. Nothing is read again where no one wrote.
    pub fn look(&mut self) -> State {
        let version = self.raw.pragma_query_value(None, "data_version", |row| row.get(0)).unwrap();
        if version != self.version {
            self.version = version;
            self.state = self.read();
        }
        self.state.clone()
    }

    fn read(&self) -> State {
        let mut digests: BTreeMap<(Client, String), u64> = BTreeMap::new();
        for (table, query) in &self.tables {
            let mut statement = self.raw.prepare_cached(query).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let mut hasher = DefaultHasher::new();
                for column in 0..columns {
                    match row.get_ref(column).unwrap() {
                        ValueRef::Null => 0_u8.hash(&mut hasher),
                        ValueRef::Integer(value) => value.hash(&mut hasher),
                        ValueRef::Real(value) => value.to_bits().hash(&mut hasher),
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.hash(&mut hasher),
                    }
                }
                let client = row.get::<_, Option<i64>>(0).unwrap().unwrap_or(NOBODY);
                // The order of rows means nothing: their hashes are added.
                let digest = digests.entry((client, table.clone())).or_default();
                *digest = digest.wrapping_add(hasher.finish() | 1);
            }
        }
        let audit = self.raw.query_row("SELECT coalesce(max(id), 0) FROM audit", [], |row| row.get(0)).unwrap();
        State { digests, audit }
    }

    /// The clients that the audit rows after this one are about.
    pub fn audited_since(&self, audit: i64) -> BTreeSet<Client> {
        let query = "SELECT client_id FROM audit_client WHERE audit_id > ?1
             UNION SELECT client_id FROM audit WHERE id > ?1 AND client_id IS NOT NULL";
        let mut statement = self.raw.prepare_cached(query).unwrap();
        statement.query_map([audit], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

/// Every table about clients, found in the schema: its name, and the query that reads it, the client first. The audit
/// is looked at by itself.
fn tables(raw: &Connection) -> Vec<(String, String)> {
    let query = "SELECT t.name, group_concat(c.name, ' ') FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name NOT LIKE 'audit%' GROUP BY t.name ORDER BY t.name";
    let mut statement = raw.prepare(query).unwrap();
    let all = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut found = Vec::new();
    for (table, columns) in all.map(Result::unwrap) {
        let key = match table.as_str() {
            "client" | "client_history" => "id",
            _ if columns.split(' ').any(|column| column == "client_id") => "client_id",
            _ => continue,
        };
        let query = format!("SELECT {key}, * FROM {table}");
        found.push((table, query));
    }
    assert!(found.len() >= 20, "{found:?}");
    found
}
