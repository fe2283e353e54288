//! The write guard, held against every table that has a client, found in the schema itself: a statement that touches a
//! row of a client that the change did not name is aborted by the database (docs/reference.md#never-the-wrong-client).

use crate::domain::id::ClientId;
use crate::error::Result;

use super::{End, Query, Scan, Sql, Store};

/// The client that the change names, and one that it does not.
const NAMED: i64 = 100_001;
const OTHER: i64 = 100_002;

struct Table {
    name: String,
    /// The column that says whose a row is.
    key: String,
    /// Name and type of each column.
    columns: Vec<(String, String)>,
}

fn sql(text: &str) -> &'static Sql {
    Box::leak(Box::new(Sql::new("attack", Box::leak(text.to_owned().into_boxed_str()), Scan::Full)))
}

fn strings(store: &mut Store, query: &str) -> Vec<String> {
    let text = Box::leak(query.to_owned().into_boxed_str());
    let query: &'static Query<String> = Box::leak(Box::new(Query::new("look", text, Scan::Full, &[])));
    store.read(|tx| tx.query_vec(query, &[])).unwrap()
}

/// Every table with a client: by `client_id`, and the clients themselves by `id`.
fn tables(store: &mut Store) -> Vec<Table> {
    let names = strings(store, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    let mut found = Vec::new();
    for name in names {
        let columns: Vec<(String, String)> =
            strings(store, &format!("SELECT name || ' ' || type FROM pragma_table_info('{name}')"))
                .iter()
                .map(|column| column.split_once(' ').map(|(name, kind)| (name.to_owned(), kind.to_owned())).unwrap())
                .collect();
        let key = if columns.iter().any(|(name, _)| name == "client_id") {
            "client_id"
        } else if name == "client" || name == "client_history" {
            "id"
        } else {
            continue;
        };
        found.push(Table { name, key: key.to_owned(), columns });
    }
    found
}

impl Table {
    /// A row of `client`, different from others in every column that could be unique.
    fn row(&self, client: i64, number: i64) -> String {
        let value = |(name, kind): &(String, String)| match (name.as_str(), kind.as_str()) {
            (name, _) if name == self.key => client.to_string(),
            // A new fact names an audit row that is not written yet.
            ("since_audit", _) => (number + 1000).to_string(),
            (_, "INTEGER") => number.to_string(),
            (_, "BLOB") => format!("zeroblob({number})"),
            _ => format!("'x{number}'"),
        };
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let values: Vec<String> = self.columns.iter().map(value).collect();
        format!("INTO {} ({}) VALUES ({})", self.name, names.join(", "), values.join(", "))
    }

    /// A column that is neither the key nor the id.
    fn some_column(&self) -> &str {
        let plain = |name: &str| name != self.key && name != "id" && !name.ends_with("_id");
        self.columns.iter().map(|(name, _)| name.as_str()).find(|name| plain(name)).unwrap_or("client_id")
    }
}

/// A database with a row of each of the two clients in each table. Constraints are out of the way, so that it is the
/// guard which stops what is stopped.
fn filled(folder: &tempfile::TempDir) -> (Store, Vec<Table>) {
    let mut store = Store::create(&folder.path().join("guard.db")).unwrap();
    store
        .connection()
        .file()
        .unwrap()
        .batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    let tables = tables(&mut store);
    for (client, number) in [(NAMED, 1), (OTHER, 2)] {
        store
            .write(|tx| {
                tx.allow(&[ClientId::new(client)]);
                for table in &tables {
                    tx.run(sql(&format!("INSERT {}", table.row(client, number))), &[]).unwrap();
                }
                Ok(((), End::Commit))
            })
            .unwrap();
    }
    (store, tables)
}

/// What becomes of a statement when the change has named `clients`. Nothing of it stays.
fn attempt(store: &mut Store, clients: &[i64], statement: &str) -> Result<usize> {
    let clients: Vec<ClientId> = clients.iter().copied().map(ClientId::new).collect();
    store.write(|tx| {
        tx.allow(&clients);
        tx.run(sql(statement), &[]).map(|rows| (rows, End::Rollback))
    })
}

#[track_caller]
fn is_aborted(store: &mut Store, clients: &[i64], statement: &str) {
    match attempt(store, clients, statement) {
        Ok(rows) => panic!("{rows} rows written by {statement} while {clients:?} were named"),
        Err(error) => {
            let by_a_trigger = ["write guard: ", "history: ", "audit: "].iter().any(|by| error.message().contains(by));
            assert!(by_a_trigger, "{statement}: {error}");
        }
    }
}

#[test]
fn new_fact_needs_an_audit_row_to_come() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = filled(&folder);
    let facts = strings(
        &mut store,
        "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND c.name = 'since_audit' AND m.name NOT LIKE '%_history' ORDER BY m.name",
    );
    let guarded =
        strings(&mut store, "SELECT tbl_name FROM sqlite_schema WHERE name = tbl_name || '_is_new' ORDER BY tbl_name");
    assert_eq!(facts, guarded);
}

#[test]
fn tables_with_a_client_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("guard.db")).unwrap();
    let names: Vec<String> = tables(&mut store).into_iter().map(|table| table.name).collect();
    for expected in ["access_grant", "audit_client", "client", "client_word", "code", "invitation", "link", "mail"] {
        assert!(names.iter().any(|name| name == expected), "{expected} is not in {names:?}");
    }
}

/// Tables of which no row is one client's. A new table is about a client, or is named here for a reason.
const OF_NO_CLIENT: &[&str] = &[
    // The database itself, and its staff.
    "counter",
    "house",
    "setting",
    "staff",
    // Logins are global, and so are their secrets.
    "address_change",
    "credential",
    "login",
    "login_history",
    "bounce",
    "clock_step",
    "mail_refused",
    "login_word",
    "password_reset",
    "sign_in",
    "throttle",
    "web_session",
    // A company and its people.
    "partner",
    "partner_history",
    "partner_user",
    "partner_user_history",
    // Whom an audit row is about; its clients are in `audit_client`.
    "audit_user",
    // What another program wrote, in whichever table.
    "stray_write",
];

#[test]
fn other_tables_are_about_no_client() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("guard.db")).unwrap();
    let about: Vec<String> = tables(&mut store).into_iter().map(|table| table.name).collect();
    let mut others = strings(
        &mut store,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    );
    others.retain(|name| !about.contains(name));
    let mut expected = OF_NO_CLIENT.to_vec();
    expected.sort_unstable();
    assert_eq!(others, expected);
    assert!(about.len() >= 21, "{about:?}");
    // They too are written by this program alone.
    for table in others.iter().chain(&about) {
        let guards = format!("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'");
        let guards = strings(&mut store, &guards);
        for verb in ["insert", "update", "delete"] {
            assert!(guards.contains(&format!("{table}_guard_{verb}")), "{table}, {verb}: {guards:?}");
        }
    }
}

/// Rows that may be no one's are neither taken from a client nor given to one that was not named.
#[test]
fn row_never_changes_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = filled(&folder);
    for table in ["code", "mail"] {
        is_aborted(&mut store, &[NAMED], &format!("UPDATE {table} SET client_id = NULL WHERE client_id = {OTHER}"));
        let given = format!("UPDATE {table} SET client_id = NULL WHERE client_id = {NAMED}");
        assert_eq!(attempt(&mut store, &[NAMED], &given).unwrap(), 1);
        store
            .write(|tx| {
                tx.allow(&[ClientId::new(NAMED)]);
                tx.run(sql(&given), &[]).map(|_| ((), End::Commit))
            })
            .unwrap();
        is_aborted(&mut store, &[NAMED], &format!("UPDATE {table} SET client_id = {OTHER} WHERE client_id IS NULL"));
    }
}

#[test]
fn change_without_client_writes_no_client_row() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, tables) = filled(&folder);
    for table in &tables {
        let Table { name, key, .. } = table;
        is_aborted(&mut store, &[], &format!("INSERT {}", table.row(NAMED, 3)));
        is_aborted(&mut store, &[], &format!("UPDATE {name} SET {key} = {key}"));
        is_aborted(&mut store, &[], &format!("UPDATE {name} SET {0} = {0} WHERE {key} = {NAMED}", table.some_column()));
        is_aborted(&mut store, &[], &format!("DELETE FROM {name}"));
    }
}

#[test]
fn change_of_one_client_writes_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, tables) = filled(&folder);
    for table in &tables {
        let Table { name, key, .. } = table;
        let column = table.some_column();
        for statement in [
            format!("INSERT {}", table.row(OTHER, 3)),
            format!("UPDATE {name} SET {column} = {column}"),
            format!("UPDATE {name} SET {column} = {column} WHERE {key} = {OTHER}"),
            // Neither taken over nor given away.
            format!("UPDATE {name} SET {key} = {NAMED} WHERE {key} = {OTHER}"),
            format!("UPDATE {name} SET {key} = {OTHER} WHERE {key} = {NAMED}"),
            format!("DELETE FROM {name}"),
            format!("DELETE FROM {name} WHERE {key} = {OTHER}"),
        ] {
            is_aborted(&mut store, &[NAMED], &statement);
        }
    }
}

#[test]
fn conflict_clause_takes_no_foreign_row() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, tables) = filled(&folder);
    let mut tried = 0;
    for table in tables.iter().filter(|table| table.key != "id" && table.columns.iter().any(|(name, _)| name == "id")) {
        // The id of the other client's row, under the name of the named one.
        let theft = table.row(NAMED, 2);
        is_aborted(&mut store, &[NAMED], &format!("INSERT OR REPLACE {theft}"));
        is_aborted(&mut store, &[NAMED], &format!("UPDATE OR REPLACE {} SET id = 2 WHERE id = 1", table.name));
        tried += 1;
    }
    assert!(tried >= 5, "only {tried} tables were tried");
    is_aborted(&mut store, &[NAMED], "UPDATE OR REPLACE client SET slug = 'x2' WHERE id = 100001");
    is_aborted(
        &mut store,
        &[NAMED],
        "INSERT OR REPLACE INTO client_slug (slug, client_id, fold) VALUES ('x2', 100001, 'x')",
    );
    is_aborted(
        &mut store,
        &[NAMED],
        "INSERT INTO client_slug (slug, client_id, fold) VALUES ('x2', 100001, 'x')
         ON CONFLICT (slug) DO UPDATE SET client_id = excluded.client_id",
    );
    is_aborted(&mut store, &[NAMED], "INSERT OR REPLACE INTO client SELECT * FROM client WHERE id = 100002");
}

#[test]
fn a_named_clients_own_rows_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, tables) = filled(&folder);
    let mut written = 0;
    for table in tables.iter().filter(|table| !table.name.starts_with("audit") && !table.name.ends_with("_history")) {
        let statement =
            format!("UPDATE {} SET {1} = {1} WHERE {2} = {NAMED}", table.name, table.some_column(), table.key);
        assert_eq!(attempt(&mut store, &[NAMED], &statement).unwrap(), 1, "{statement}");
        written += 1;
    }
    assert!(written >= 10, "only {written} tables were written");
}

#[test]
fn the_audit_only_grows_by_its_next_row() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, tables) = filled(&folder);
    let audit = tables.iter().find(|table| table.name == "audit").unwrap();
    assert_eq!(attempt(&mut store, &[NAMED], &format!("INSERT {}", audit.row(NAMED, 3))).unwrap(), 1);
    for number in [0, 1, 2, 4, 5] {
        for verb in ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"] {
            let statement = format!("{verb} {}", audit.row(NAMED, number));
            is_aborted(&mut store, &[NAMED], &statement);
        }
    }
    for name in ["audit", "audit_client", "audit_user"] {
        let key = if name == "audit" { "id" } else { "audit_id" };
        if name == "audit_user" {
            let row = sql("INSERT INTO audit_user (login_id, audit_id) VALUES (1, 1)");
            store.write(|tx| tx.run(row, &[]).map(|_| ((), End::Commit))).unwrap();
        }
        is_aborted(&mut store, &[NAMED, OTHER], &format!("UPDATE {name} SET {key} = {key}"));
        is_aborted(&mut store, &[NAMED, OTHER], &format!("DELETE FROM {name}"));
    }
}

#[test]
fn history_is_neither_changed_nor_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, tables) = filled(&folder);
    let past: Vec<_> = tables.iter().filter(|table| table.name.ends_with("_history")).collect();
    assert!(past.len() >= 4, "only {} tables have a past", past.len());
    for Table { name, .. } in past {
        is_aborted(&mut store, &[NAMED, OTHER], &format!("UPDATE {name} SET version = 9"));
        is_aborted(&mut store, &[NAMED, OTHER], &format!("DELETE FROM {name}"));
    }
}
