//! Making a database on a server: the database itself, its roles, its schema (docs/database.md).

use tokio_postgres::error::SqlState;

use crate::domain::server_address::ServerAddress;
use crate::error::{Code, Error, Hint, Result};
use crate::store::engine::OpenError;

use super::SCHEMA;
use super::connection::Connection;
use super::open::{Login, connect, demand, known, look};

/// Makes what is missing of a database, after which [`super::open_existing`] opens it; the connection over which it was made.
/// A role of the name of `staff` is let in and may work there.
///
/// # Errors
/// `schema` when something else is there; `denied` when the role may not; `failed`, `busy`.
pub(crate) fn make(login: Login<'_>, staff: &str) -> Result<Connection> {
    let connection = match connect(login) {
        Err(error) if error.code() == Code::Schema => {
            create_database(login)?;
            connect(login)?
        }
        connected => connected?,
    };
    demand(&look(&connection)?, login.address)?;
    // Another `init` may be making it: then it is waited for.
    connection.batch("BEGIN; SELECT pg_advisory_xact_lock(1)", "waiting for another one")?;
    let found = look(&connection)?;
    if let Some(schema) = found.schema {
        known(schema, login.address)?;
        connection.batch("ROLLBACK", "going on")?;
        return Ok(connection);
    }
    if found.tables > 0 {
        return Err(OpenError::Foreign(login.address.to_string()).into());
    }
    connection.batch(&format!("{} {SCHEMA} {RIGHTS} COMMIT", roles(staff)?), "making the schema")?;
    Ok(connection)
}

fn create_database(login: Login<'_>) -> Result<()> {
    let name = quoted(&login.address.database)?;
    let text = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    let address = ServerAddress { database: "postgres".to_owned(), ..login.address.clone() };
    let connection = connect(Login { address: &address, ..login })?;
    match connection.wait_raw(connection.client().batch_execute(&text)) {
        Ok(()) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::DUPLICATE_DATABASE) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Err(Error::denied(format!(
            "there is no database at {}, and {} may not make one",
            login.address,
            connection.role()
        ))
        .hint(Hint::plain(format!("have it made by who administers the server: {text}")))),
        Err(error) => Err(super::failure::failure(&error, "making the database")),
    }
}

/// A name in a statement.
fn quoted(name: &str) -> Result<String> {
    if name.contains(['"', '\0', '\'', '\\']) {
        return Err(Error::usage(format!("{name:?} is not a name for a database or a role")));
    }
    Ok(format!("\"{name}\""))
}

/// The roles: the owner, whom no one can be; those who work with partnerctl, as people and as services; and those who read the
/// views. Who makes the database is the owner only until the end of the transaction.
fn roles(staff: &str) -> Result<String> {
    quoted(staff)?;
    Ok(format!(
        "DO $roles$
        DECLARE
            base CONSTANT text := current_database();
            kind text;
        BEGIN
            FOREACH kind IN ARRAY ARRAY['owner', 'staff', 'service', 'reader'] LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = base || '_' || kind) THEN
                    EXECUTE format('CREATE ROLE %I NOLOGIN', base || '_' || kind);
                END IF;
            END LOOP;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{staff}') THEN
                CREATE ROLE \"{staff}\" LOGIN;
            END IF;
            EXECUTE format('GRANT %I TO %I', base || '_staff', '{staff}');
            EXECUTE format('GRANT %I TO %I', base || '_owner', session_user);
            EXECUTE format('ALTER DATABASE %I OWNER TO %I', base, base || '_owner');
            EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', base);
            EXECUTE format('SET LOCAL ROLE %I', base || '_owner');
        END $roles$;"
    ))
}

/// What each role may do. What is only added to is not changed, whatever the triggers say; the views show no secrets.
const RIGHTS: &str = "DO $rights$
    DECLARE
        base CONSTANT text := current_database();
        worker text;
        thing text;
    BEGIN
        FOREACH worker IN ARRAY ARRAY[base || '_staff', base || '_service'] LOOP
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', base, worker);
            EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', worker);
            EXECUTE format('GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO %I', worker);
            FOR thing IN SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                AND c.relname NOT LIKE 'audit%' AND c.relname NOT LIKE '%\\_history' AND c.relname <> 'stray_write'
            LOOP
                EXECUTE format('GRANT UPDATE, DELETE ON %I TO %I', thing, worker);
            END LOOP;
        END LOOP;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', base, base || '_reader');
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', base || '_reader');
        FOR thing IN SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v' LOOP
            EXECUTE format('GRANT SELECT ON %I TO %I', thing, base || '_reader');
        END LOOP;
        RESET ROLE;
        EXECUTE format('REVOKE %I FROM %I', base || '_owner', session_user);
    END $rights$;";
