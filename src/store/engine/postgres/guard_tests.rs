//! The write guard, attacked on every table (docs/reference.md#never-the-wrong-client).

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage, Statement};

use super::SCHEMA;
use super::test_server::{ADMIN, Server};

/// The client that a change names, and one that it does not.
const NAMED: i64 = 100_001;
const OTHER: i64 = 100_002;
/// One of which there is no row yet.
const NEW: i64 = 100_003;

/// A connection to a database of its own with our schema.
pub(super) struct Session {
    runtime: Runtime,
    client: Client,
}

impl Session {
    pub(super) fn new() -> Self {
        let server = Server::shared();
        let database = server.database(None);
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(async {
            let mut config = Config::new();
            config.host_path(server.socket()).user(ADMIN).dbname(&database);
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(&format!("BEGIN; {SCHEMA} COMMIT")).await.unwrap();
            client
        });
        Self { runtime, client }
    }

    pub(super) fn prepare(&self, text: &str) -> Result<Statement, String> {
        self.runtime.block_on(self.client.prepare(text)).map_err(|error| said(&error))
    }

    /// Runs one or several statements; how many rows the last one changed or found.
    pub(super) fn run(&self, text: &str) -> Result<u64, String> {
        let answers = self.runtime.block_on(self.client.simple_query(text)).map_err(|error| said(&error))?;
        let counts = answers.iter().filter_map(|answer| match answer {
            SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
            _ => None,
        });
        Ok(counts.last().unwrap())
    }

    pub(super) fn strings(&self, text: &str) -> Vec<String> {
        let rows = self.runtime.block_on(self.client.query(text, &[])).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// What becomes of a statement when the change has named these clients. Nothing of it stays.
    fn attempt(&self, allowed: Allowed<'_>, statement: &str) -> Result<u64, String> {
        self.run("BEGIN").unwrap();
        let done = self.run(&allowed.to_sql()).and_then(|_| self.run(statement));
        self.run("ROLLBACK").unwrap();
        done
    }

    #[track_caller]
    fn is_aborted(&self, allowed: Allowed<'_>, statement: &str) {
        match self.attempt(allowed, statement) {
            Ok(rows) => panic!("{rows} rows written by {statement} with {allowed:?}"),
            Err(error) => {
                let by_a_trigger = ["write guard: ", "history: ", "audit: "].iter().any(|by| error.starts_with(by));
                assert!(by_a_trigger, "{statement}: {error}");
            }
        }
    }
}

fn said(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

/// Of whom rows may be written.
#[derive(Debug, Clone, Copy)]
enum Allowed<'a> {
    /// The transaction never said.
    Unsaid,
    Clients(&'a [i64]),
    ClientsAndUnowned(&'a [i64]),
}

impl Allowed<'_> {
    fn to_sql(self) -> String {
        let set = |clients: &[i64], unowned: &str| {
            let clients: Vec<String> = clients.iter().map(i64::to_string).collect();
            format!(
                "SELECT set_config('partnerctl.clients', '{{{}}}', true), set_config('partnerctl.unowned', '{unowned}', true)",
                clients.join(",")
            )
        };
        match self {
            Self::Unsaid => "SELECT 1".to_owned(),
            Self::Clients(clients) => set(clients, ""),
            Self::ClientsAndUnowned(clients) => set(clients, "open"),
        }
    }
}

struct Table {
    name: String,
    /// The column that says whose a row is; none where no row is one client's.
    key: Option<&'static str>,
    /// Name and type of each column.
    columns: Vec<(String, String)>,
    primary: String,
}

impl Table {
    /// A row of `client`, different from others in every column that could be unique.
    fn row(&self, client: i64, number: i64) -> String {
        let value = |(name, kind): &(String, String)| match (name.as_str(), kind.as_str()) {
            (name, _) if self.key == Some(name) => client.to_string(),
            // A new fact names an audit row that is not written yet.
            ("since_audit", _) => (number + 1000).to_string(),
            (_, "bigint") => number.to_string(),
            (_, "bytea") => format!("decode(repeat('00', {number}), 'hex')"),
            _ => format!("'x{number}'"),
        };
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let values: Vec<String> = self.columns.iter().map(value).collect();
        format!("INTO {} ({}) VALUES ({})", self.name, names.join(", "), values.join(", "))
    }

    /// A column that is neither the key nor the id.
    fn some_column(&self) -> &str {
        let plain = |name: &str| self.key != Some(name) && name != "id" && !name.ends_with("_id");
        let first = || self.columns[0].0.as_str();
        self.columns.iter().map(|(name, _)| name.as_str()).find(|name| plain(name)).unwrap_or_else(first)
    }

    fn is_only_added_to(&self) -> bool {
        self.name.starts_with("audit") || self.name.ends_with("_history") || self.name == "stray_write"
    }
}

/// Every table of the schema, found in the schema itself.
fn tables(session: &Session) -> Vec<Table> {
    let names = session.strings(
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
    );
    let table = |name: String| {
        let columns = session.strings(&format!(
            "SELECT attname || ' ' || format_type(atttypid, NULL) FROM pg_attribute
             WHERE attrelid = '{name}'::regclass AND attnum > 0 ORDER BY attnum"
        ));
        let columns: Vec<(String, String)> = columns
            .iter()
            .map(|column| column.split_once(' ').map(|(name, kind)| (name.to_owned(), kind.to_owned())).unwrap())
            .collect();
        let key = match name.as_str() {
            "client" | "client_history" => Some("id"),
            _ => columns.iter().any(|(name, _)| name == "client_id").then_some("client_id"),
        };
        let primary = session.strings(&format!(
            "SELECT string_agg(a.attname, ', ') FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid
             AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND i.indrelid = '{name}'::regclass"
        ));
        Table { key, columns, primary: primary[0].clone(), name }
    };
    names.into_iter().map(table).collect()
}

/// A database with a row of each of the two clients in each table. Constraints are out of the way, so that it is the
/// guard which stops what is stopped.
fn filled() -> (Session, Vec<Table>) {
    let session = Session::new();
    let without_constraints = "DO $$ DECLARE c record; BEGIN
        FOR c IN SELECT conrelid::regclass AS of, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace ORDER BY contype DESC LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.of, c.conname);
        END LOOP; END $$";
    session.run(without_constraints).unwrap();
    let tables = tables(&session);
    for (client, number) in [(NAMED, 1), (OTHER, 2)] {
        session.run("BEGIN").unwrap();
        session.run(&Allowed::ClientsAndUnowned(&[client]).to_sql()).unwrap();
        for table in &tables {
            session.run(&format!("INSERT {}", table.row(client, number))).unwrap();
        }
        session.run("COMMIT").unwrap();
    }
    (session, tables)
}

#[test]
fn every_table_has_every_guard() {
    let (session, tables) = filled();
    assert!(tables.len() >= 43);
    let guards = session.strings("SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'");
    for Table { name, .. } in tables {
        for verb in ["insert", "update", "delete", "truncate"] {
            assert!(guards.contains(&format!("{name}_guard_{verb}")), "{name}, {verb}");
        }
    }
}

#[test]
fn transaction_that_named_no_one_writes_nothing() {
    let (session, tables) = filled();
    for table in &tables {
        let Table { name, .. } = table;
        let column = table.some_column();
        // Of rows of no client, and of a client's, to a transaction that may write rows of no client.
        let may = if table.key.is_some() { Allowed::ClientsAndUnowned(&[]) } else { Allowed::Clients(&[NAMED]) };
        for allowed in [Allowed::Unsaid, Allowed::Clients(&[]), may] {
            session.is_aborted(allowed, &format!("INSERT {}", table.row(NEW, 3)));
            session.is_aborted(allowed, &format!("UPDATE {name} SET {column} = {column}"));
            session.is_aborted(allowed, &format!("DELETE FROM {name}"));
            session.is_aborted(
                allowed,
                &format!(
                    "INSERT {} ON CONFLICT ({}) DO UPDATE SET {column} = excluded.{column}",
                    table.row(NAMED, 1),
                    table.primary
                ),
            );
        }
        for cascade in ["", " CASCADE"] {
            session.is_aborted(Allowed::ClientsAndUnowned(&[NAMED, OTHER]), &format!("TRUNCATE {name}{cascade}"));
        }
    }
}

#[test]
fn transaction_that_named_one_client_writes_no_others_row() {
    let (session, tables) = filled();
    let mut attacked = 0;
    for table in &tables {
        let (name, column) = (&table.name, table.some_column());
        let Some(key) = table.key else { continue };
        // Where a client has one row, it takes no other.
        let (own, others) = if table.primary == key { (NEW, NEW) } else { (NAMED, OTHER) };
        for statement in [
            format!("INSERT {}", table.row(NEW, 3)),
            format!("UPDATE {name} SET {column} = {column}"),
            format!("UPDATE {name} SET {column} = {column} WHERE {key} = {OTHER}"),
            // Neither taken over nor given away.
            format!("UPDATE {name} SET {key} = {own} WHERE {key} = {OTHER}"),
            format!("UPDATE {name} SET {key} = {others} WHERE {key} = {NAMED}"),
            format!("DELETE FROM {name}"),
            format!("DELETE FROM {name} WHERE {key} = {OTHER}"),
            format!("INSERT {} ON CONFLICT ({}) DO UPDATE SET {key} = {others}", table.row(NAMED, 1), table.primary),
            format!(
                "MERGE INTO {name} AS t USING (SELECT {OTHER} AS k) AS s ON t.{key} = s.k WHEN MATCHED THEN DELETE"
            ),
            format!("WITH gone AS (DELETE FROM {name} WHERE {key} = {OTHER} RETURNING 1) SELECT count(*) FROM gone"),
        ] {
            session.is_aborted(Allowed::Clients(&[NAMED]), &statement);
            session.is_aborted(Allowed::ClientsAndUnowned(&[NAMED]), &statement);
        }
        attacked += 1;
    }
    assert!(attacked >= 21, "{attacked}");
}

/// A row under the id of another client's is not taken over by a conflict clause.
#[test]
fn conflict_clause_takes_no_foreign_row() {
    let (session, tables) = filled();
    let mut tried = 0;
    for table in tables.iter().filter(|table| table.key == Some("client_id") && !table.primary.contains("client_id")) {
        let (theft, primary) = (table.row(NAMED, 2), &table.primary);
        let take = format!("INSERT {theft} ON CONFLICT ({primary}) DO UPDATE SET client_id = excluded.client_id");
        session.is_aborted(Allowed::Clients(&[NAMED]), &take);
        tried += 1;
    }
    assert!(tried >= 5, "only {tried} tables were tried");
}

#[test]
fn rows_of_no_client_are_neither_taken_nor_given() {
    let (session, _) = filled();
    let named = Allowed::Clients(&[NAMED]);
    for table in ["code", "mail"] {
        session.is_aborted(named, &format!("UPDATE {table} SET client_id = NULL WHERE client_id = {NAMED}"));
        let both = Allowed::ClientsAndUnowned(&[NAMED]);
        session.is_aborted(both, &format!("UPDATE {table} SET client_id = NULL WHERE client_id = {OTHER}"));
        let given = format!("UPDATE {table} SET client_id = NULL WHERE client_id = {NAMED}");
        assert_eq!(session.attempt(both, &given), Ok(1));
        let further = format!("{given}; UPDATE {table} SET client_id = {OTHER} WHERE client_id IS NULL");
        session.is_aborted(both, &further);
    }
}

#[test]
fn own_rows_and_those_of_no_client_are_written_when_allowed() {
    let (session, tables) = filled();
    for table in tables.iter().filter(|table| !table.is_only_added_to()) {
        let column = table.some_column();
        let own = table.key.map_or_else(String::new, |key| format!(" WHERE {key} = {NAMED}"));
        let statement = format!("UPDATE {} SET {column} = {column}{own}", table.name);
        let rows = if table.key.is_some() { 1 } else { 2 };
        assert_eq!(session.attempt(Allowed::ClientsAndUnowned(&[NAMED]), &statement), Ok(rows), "{statement}");
    }
    // No row, no foreign row.
    let nothing = "UPDATE client SET name = name WHERE id = 1; DELETE FROM mail WHERE client_id = 1";
    assert_eq!(session.attempt(Allowed::Unsaid, nothing), Ok(0));
}

#[test]
fn settings_of_the_guard_end_with_their_transaction() {
    let (session, _) = filled();
    let name = format!("UPDATE client SET name = 'y' WHERE id = {NAMED}");
    session.run("BEGIN").unwrap();
    session.run(&Allowed::ClientsAndUnowned(&[NAMED]).to_sql()).unwrap();
    assert_eq!(session.run(&name), Ok(1));
    session.run("COMMIT").unwrap();
    session.is_aborted(Allowed::Unsaid, &name);
}

#[test]
fn audit_and_past_are_only_added_to() {
    let (session, tables) = filled();
    let all = Allowed::ClientsAndUnowned(&[NAMED, OTHER]);
    for table in tables.iter().filter(|table| table.is_only_added_to()) {
        let (name, column) = (&table.name, table.some_column());
        session.is_aborted(all, &format!("UPDATE {name} SET {column} = {column}"));
        session.is_aborted(all, &format!("DELETE FROM {name}"));
    }
    let audit = tables.iter().find(|table| table.name == "audit").unwrap();
    let next = format!("INSERT {}", audit.row(NAMED, 3));
    assert_eq!(session.attempt(all, &next), Ok(1));
    for number in [0, 1, 2, 4, 5] {
        session.is_aborted(all, &format!("INSERT {} ON CONFLICT DO NOTHING", audit.row(NAMED, number)));
    }
}

#[test]
fn new_fact_needs_an_audit_row_to_come_and_a_stray_change_is_noted() {
    let (session, tables) = filled();
    let all = Allowed::ClientsAndUnowned(&[NAMED, OTHER, NEW]);
    let mut facts = 0;
    for table in tables.iter().filter(|table| table.columns.iter().any(|(name, _)| name == "since_audit")) {
        if table.is_only_added_to() {
            continue;
        }
        facts += 1;
        let written = table.row(NEW, 3).replace("1003", "2");
        session.is_aborted(all, &format!("INSERT {written}"));
        let stray = format!(
            "UPDATE {} SET since_audit = 2 WHERE since_audit = 1001;
             SELECT 1 FROM stray_write WHERE fact = '{0}' AND audit_id = 2",
            table.name
        );
        assert_eq!(session.attempt(all, &stray), Ok(1), "{stray}");
    }
    assert_eq!(facts, 10);
}

#[test]
fn change_of_a_fact_keeps_the_former_one() {
    let (session, _) = filled();
    let change = format!(
        "UPDATE client SET name = 'y', since_audit = 7, version = 2 WHERE id = {NAMED};
         SELECT 1 FROM client_history WHERE id = {NAMED} AND name = 'x1' AND since_audit = 1001 AND until_audit = 7"
    );
    assert_eq!(session.attempt(Allowed::Clients(&[NAMED]), &change), Ok(1));
    let delete = format!(
        "DELETE FROM link WHERE client_id = {NAMED};
         SELECT 1 FROM link_history WHERE client_id = {NAMED} AND since_audit = 1001 AND until_audit = 3"
    );
    assert_eq!(session.attempt(Allowed::Clients(&[NAMED]), &delete), Ok(1));
}
