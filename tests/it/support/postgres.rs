//! Worlds whose database is on a PostgreSQL server: `PARTNERCTL_TEST_ENGINE=postgres` has every world so
//! (`scripts/test-postgres`).

#[path = "postgres_server.rs"]
mod postgres_server;

use std::sync::{Arc, OnceLock};

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use postgres_server::{ADMIN, Server};

use super::ACCOUNTS;

/// A database of a world; it goes with the last of those who know it.
#[derive(Clone)]
pub struct Database(Arc<Name>);

struct Name(String);

impl Database {
    /// A name for a database that is not made yet, if this run of the tests is about servers.
    pub fn wanted() -> Option<Self> {
        static IS_WANTED: OnceLock<bool> = OnceLock::new();
        let is_wanted = IS_WANTED.get_or_init(|| {
            std::env::vars_os().any(|(name, value)| name == "PARTNERCTL_TEST_ENGINE" && value == "postgres")
        });
        is_wanted.then(Self::new)
    }

    /// A name for a database that is not made yet.
    pub fn new() -> Self {
        static ROLES: OnceLock<()> = OnceLock::new();
        let server = Server::shared();
        ROLES.get_or_init(|| {
            for (_, role) in ACCOUNTS {
                server.psql("postgres", &format!("CREATE ROLE {role} LOGIN CREATEDB CREATEROLE"));
            }
        });
        Self(Arc::new(Name(server.name())))
    }

    /// Another one with the same in it.
    pub fn copy(&self) -> Self {
        Self(Arc::new(Name(Server::shared().database(Some(&self.0.0)))))
    }

    /// What `--db` names.
    pub fn address(&self) -> String {
        format!("postgresql:///{}?host={}", self.0.0, Server::shared().socket().display())
    }

    /// As it is shown.
    pub fn shown(&self) -> String {
        let socket = Server::shared().socket().display().to_string().replace('/', "%2F");
        format!("postgresql://{socket}/{}", self.0.0)
    }

    /// Lets every account work in it, as who administers it does; whether they are staff is another question.
    pub fn let_everyone_in(&self) {
        let name = &self.0.0;
        let all = ACCOUNTS.map(|(_, role)| role).join(", ");
        let exists = format!("SELECT count(*) FROM pg_roles WHERE rolname = '{name}_staff'");
        if Server::shared().psql("postgres", &exists).trim() == "1" {
            let words = include_str!("as_sqlite.sql");
            Server::shared().psql(name, &format!("GRANT {name}_staff TO {all}; {words}"));
        }
    }

    /// Runs a script in it as the superuser.
    pub fn psql(&self, script: &str) -> String {
        Server::shared().psql(&self.0.0, script)
    }

    pub fn reader(&self) -> Reader {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(async {
            let mut config = Config::new();
            config.host_path(Server::shared().socket()).user(ADMIN).dbname(&self.0.0);
            config.options("-c search_path=public,as_sqlite");
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client
        });
        Reader { runtime, client }
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        Server::shared().psql("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0));
    }
}

/// A connection of someone who may see everything.
pub struct Reader {
    runtime: Runtime,
    client: Client,
}

impl Reader {
    /// The rows of a query, their cells joined by `|`.
    pub fn rows(&self, query: &str) -> Vec<String> {
        let known =
            self.runtime.block_on(self.client.prepare(query)).unwrap_or_else(|error| panic!("{query}: {error:?}"));
        let is_truth: Vec<bool> = known.columns().iter().map(|column| *column.type_() == Type::BOOL).collect();
        let answers =
            self.runtime.block_on(self.client.simple_query(query)).unwrap_or_else(|error| panic!("{query}: {error:?}"));
        let cell = |value: Option<&str>, is_truth: bool| match value {
            None => String::new(),
            Some(truth) if is_truth => i64::from(truth == "t").to_string(),
            Some(bytes) if bytes.starts_with("\\x") => format!("{} bytes", (bytes.len() - 2) / 2),
            Some(text) => text.to_owned(),
        };
        answers
            .iter()
            .filter_map(|answer| match answer {
                SimpleQueryMessage::Row(row) => Some(row),
                _ => None,
            })
            .map(|row| {
                (0..row.len()).map(|column| cell(row.get(column), is_truth[column])).collect::<Vec<_>>().join("|")
            })
            .collect()
    }

    /// Runs a statement past every trigger; how many rows it changed.
    pub fn tamper(&self, statement: &str) -> u64 {
        self.runtime.block_on(async {
            self.client.batch_execute("SET session_replication_role = replica").await.unwrap();
            let rows = self.client.execute(statement, &[]).await.unwrap();
            self.client.batch_execute("RESET session_replication_role").await.unwrap();
            rows
        })
    }
}
