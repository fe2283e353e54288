//! Connecting to a server, and what is demanded of it before anything else is done there.

use std::time::Duration;

use tokio::runtime::Builder;
use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

use crate::domain::authority::Verb;
use crate::domain::server_address::{ServerAddress, ServerHost};
use crate::error::{Error, Hint, Result, hint};
use crate::store::SCHEMA_VERSION;
use crate::store::engine::OpenError;

use super::connection::Connection;
use super::failure::{refused, unreachable};
use super::way::Way;

/// The oldest server that is worked with.
const OLDEST: i64 = 15;

/// How a role gets in.
#[derive(Debug, Clone, Copy)]
pub struct Login<'a> {
    pub address: &'a ServerAddress,
    /// The role, where the address names none.
    pub role: &'a str,
    /// What the private file of passwords holds for it.
    pub password: Option<&'a str>,
}

/// What is on the server, and who we are there.
pub(super) struct Found {
    version: i64,
    encoding: String,
    collation: String,
    /// The version of our schema, if it is there.
    pub(super) schema: Option<i64>,
    pub(super) tables: i64,
    /// Whether the role may do everything, or owns the tables.
    is_master: bool,
    /// Whether it may read the tables.
    may_read: bool,
}

/// Connects to a database that must have our schema, in a role for daily work.
///
/// # Errors
/// `schema` when it is missing, foreign, newer or older, or has another collation; `denied`, `busy`, `failed`.
pub(crate) fn open_existing(login: Login<'_>) -> Result<Connection> {
    let connection = connect(login)?;
    let found = look(&connection)?;
    let shown = || login.address.to_string();
    let Some(schema) = found.schema else {
        return Err(if found.tables == 0 { OpenError::Missing(shown()) } else { OpenError::Foreign(shown()) }.into());
    };
    known(schema, login.address)?;
    demand(&found, login.address)?;
    let (role, database) = (connection.role(), &login.address.database);
    if found.is_master {
        return Err(Error::denied(format!(
            "{role} may do everything in {}, past the write guard and the history: it is not for daily work",
            login.address
        ))
        .hint(Hint::plain(format!("work in a role that is a member of {database}_staff and of no other"))));
    }
    if !found.may_read {
        return Err(Error::denied(format!("{role} may not work in {}", login.address))
            .hint(Hint::plain(format!("ask who administers it for GRANT \"{database}_staff\" TO \"{role}\""))));
    }
    Ok(connection)
}

pub(super) fn connect(login: Login<'_>) -> Result<Connection> {
    let Login { address, password, .. } = login;
    let role = address.user.as_deref().unwrap_or(login.role);
    let mut config = Config::new();
    config.user(role).dbname(&address.database).application_name("partnerctl");
    // Our names are those of the tables and functions in public, and a table of someone's session is none of them.
    config.options("-c search_path=public,pg_temp -c client_min_messages=warning -c cursor_tuple_fraction=1");
    config.connect_timeout(Duration::from_secs(10)).tcp_user_timeout(Duration::from_secs(30));
    config.keepalives_idle(Duration::from_secs(30)).keepalives_interval(Duration::from_secs(10));
    for host in &address.hosts {
        match host {
            ServerHost::Socket(folder, port) => config.host_path(folder).port(*port),
            ServerHost::Tcp(host, port) => config.host(host).port(*port),
        };
    }
    if address.hosts.len() > 1 {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if let Some(password) = password {
        config.password(password);
    }
    let way = Way::new(config, address)?;
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::failed(format!("cannot prepare a connection: {error}")))?;
    let client = runtime.block_on(way.connect()).map_err(|error| unreachable(&error, address, role))?;
    Ok(Connection::new(runtime, client, way, address.clone(), role.to_owned()))
}

/// Everything that is demanded, in one question. The version of the schema is what a function of ours says; its text is
/// read, because in another database there is none.
const LOOK: &str = "SELECT current_setting('server_version_num')::bigint / 10000,
    pg_encoding_to_char(d.encoding)::text, d.datcollate::text || ' ' || d.datctype::text,
    (SELECT substring(prosrc FROM '[0-9]+')::bigint FROM pg_proc WHERE oid = to_regprocedure('public.partnerctl_schema()')),
    (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')),
    r.rolsuper OR EXISTS (SELECT 1 FROM pg_proc WHERE oid = to_regprocedure('public.partnerctl_schema()')
        AND pg_has_role(r.oid, proowner, 'USAGE')),
    coalesce(has_table_privilege(r.oid, to_regclass('public.house'), 'SELECT'), false)
  FROM pg_database AS d, pg_roles AS r WHERE d.datname = current_database() AND r.rolname = session_user";

pub(super) fn look(connection: &Connection) -> Result<Found> {
    let row = connection.wait(connection.client().query_one(LOOK, &[]), "looking at the database")?;
    let read = || {
        Ok::<_, tokio_postgres::Error>(Found {
            version: row.try_get(0)?,
            encoding: row.try_get(1)?,
            collation: row.try_get(2)?,
            schema: row.try_get(3)?,
            tables: row.try_get(4)?,
            is_master: row.try_get(5)?,
            may_read: row.try_get(6)?,
        })
    };
    read().map_err(|error| Error::bug(format!("looking at the database: {error}")))
}

/// Refuses a schema that is not the one of this program.
pub(super) fn known(schema: i64, address: &ServerAddress) -> Result<()> {
    if schema > SCHEMA_VERSION {
        return Err(OpenError::Newer { path: address.to_string(), found: schema, known: SCHEMA_VERSION }.into());
    }
    if schema < SCHEMA_VERSION {
        return refused(
            format!("{address} has schema {schema}, older than the {SCHEMA_VERSION} of this program"),
            Hint::plain("use the older program"),
        );
    }
    Ok(())
}

/// What a database has to be like, whatever is in it.
pub(super) fn demand(found: &Found, address: &ServerAddress) -> Result<()> {
    if found.version < OLDEST {
        return refused(
            format!("the server of {address} is PostgreSQL {}, which is older than {OLDEST}", found.version),
            Hint::plain("have the server brought up to date"),
        );
    }
    if found.encoding != "UTF8" || !["C C", "POSIX POSIX"].contains(&found.collation.as_str()) {
        return refused(
            format!(
                "the database {address} has the encoding {} and the collation {}; it needs UTF8 and C, so that texts are in the order of their bytes",
                found.encoding, found.collation
            ),
            hint![
                "have one made with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C', and run ",
                Verb::Init.step(),
                " there"
            ],
        );
    }
    Ok(())
}
