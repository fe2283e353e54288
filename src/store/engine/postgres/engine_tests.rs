//! The engine over a real server: transactions, savepoints, snapshots, long answers, round trips, and what is refused.

use std::sync::OnceLock;

use crate::domain::id::ClientId;
use crate::domain::server_address::ServerAddress;
use crate::error::{Code, Error, Result};
use crate::store::engine::{Connection, give_up_once};
use crate::store::{End, Login, Query, Scan, Sql, Store, Tx, Value};

use super::test_server::{ADMIN, Server};

/// Who works in the databases of these tests.
const CLERK: &str = "clerk";

/// A database that was made as `init` makes it, of its own for each test.
fn desk() -> ServerAddress {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let server = Server::shared();
    let template = TEMPLATE.get_or_init(|| {
        let name = server.database(None);
        Store::make_on_server(login(&address(&name), ADMIN), CLERK).unwrap();
        name
    });
    let name = server.database(Some(template));
    server.psql("postgres", &format!("GRANT CONNECT ON DATABASE {name} TO {CLERK}"));
    address(&name)
}

fn address(database: &str) -> ServerAddress {
    let socket = Server::shared().socket().display().to_string();
    ServerAddress::parse(&format!("postgresql:///{database}?host={socket}")).unwrap()
}

const fn login<'a>(address: &'a ServerAddress, role: &'a str) -> Login<'a> {
    Login { address, role, password: None }
}

fn open(address: &ServerAddress) -> Store {
    Store::on_server(login(address, CLERK)).unwrap()
}

fn round_trips(store: &Store) -> u64 {
    match store.connection() {
        Connection::Server(server) => server.round_trips(),
        Connection::File(_) => panic!("a file"),
    }
}

static IMPOSSIBLE: Sql =
    Sql::new("IMPOSSIBLE", "INSERT INTO counter (name, last_value) VALUES (NULL, $1)", Scan::Indexed);
static NUMBERS: Query<(i64, i64)> = Query::new(
    "NUMBERS",
    "SELECT n, n * 2 FROM generate_series(CAST($1 AS BIGINT), $2) AS n ORDER BY n",
    Scan::Full,
    &[],
);
static ECHO: Query<(i64, Option<i64>, String)> =
    Query::new("ECHO", "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT)", Scan::Indexed, &[]);
static NAME_CLIENT: Sql = Sql::new(
    "NAME_CLIENT",
    "INSERT INTO client (id, check_digit, slug, name, state, created_at, since_audit, version) VALUES ($1, 1, $2, $2, 'draft', 0, 1, 1)",
    Scan::Indexed,
);

fn fail(tx: &Tx<'_>) -> Result<usize> {
    tx.run(&IMPOSSIBLE, &[Value::Int(1)])
}

fn count(store: &mut Store, name: &'static str) {
    store.write(|tx| tx.next_number(name, 1).map(|_| ((), End::Commit))).unwrap();
}

#[test]
fn values_go_to_the_server_and_come_back() {
    let mut store = open(&desk());
    let params = [Value::Int(i64::MIN), Value::Null, Value::Text("ä\n'$1")];
    let row = store.read(|tx| tx.query_one(&ECHO, &params)).unwrap();
    assert_eq!(row, (i64::MIN, None, "ä\n'$1".to_owned()));
}

#[test]
fn nothing_runs_after_a_failed_statement() {
    let mut store = open(&desk());
    let done: Result<()> = store.write(|tx| {
        tx.next_number("kept", 1)?;
        assert_eq!(fail(tx).unwrap_err().code(), Code::Bug);
        for refused in [tx.given_out().map(drop), tx.nested(|| Ok(())), fail(tx).map(drop)] {
            assert_eq!(refused.unwrap_err().to_string(), "the transaction was ended by a failure before");
        }
        Ok(((), End::Commit))
    });
    assert_eq!(done.unwrap_err().to_string(), "the transaction was ended by a failure before");
    assert_eq!(store.read(|tx| tx.given_out()).unwrap(), []);
}

#[test]
fn savepoint_survives_a_failure() {
    let mut store = open(&desk());
    store
        .write(|tx| {
            tx.next_number("kept", 1)?;
            tx.nested(|| tx.nested(|| fail(tx)).or(Ok(0)))?;
            tx.nested(|| fail(tx)).unwrap_err();
            tx.nested(|| Err::<(), _>(Error::failed("before anything was sent"))).unwrap_err();
            tx.nested(|| tx.given_out())?;
            Ok(((), End::Commit))
        })
        .unwrap();
    assert_eq!(store.read(|tx| tx.given_out()).unwrap(), [("kept".to_owned(), 1)]);
}

#[test]
fn what_is_rolled_back_is_not_there_and_holds_no_lock() {
    let address = desk();
    let (mut one, mut other) = (open(&address), open(&address));
    one.write(|tx| tx.next_number("dry", 1).map(|_| ((), End::Rollback))).unwrap();
    count(&mut other, "other");
    assert_eq!(one.read(|tx| tx.given_out()).unwrap(), [("other".to_owned(), 1)]);
}

#[test]
fn reads_share_a_snapshot_until_it_is_let_go() {
    let address = desk();
    let (mut one, mut other) = (open(&address), open(&address));
    let mut sees = |one: &mut Store, name: &'static str| {
        count(&mut other, name);
        one.read(|tx| Ok(tx.given_out()?.iter().any(|(known, _)| known == name))).unwrap()
    };
    assert!(sees(&mut one, "a"));
    assert!(one.share_snapshot());
    assert!(sees(&mut one, "b"));
    assert!(!sees(&mut one, "c"));
    one.let_snapshot_go();
    assert!(sees(&mut one, "d"));
    assert!(!sees(&mut one, "e"));
    one.write(|_| Ok(((), End::Rollback))).unwrap();
    assert!(sees(&mut one, "f"));
}

#[test]
fn nothing_is_written_while_reading() {
    let mut store = open(&desk());
    let error = store.read(fail).unwrap_err();
    assert!(error.message().contains("read-only"), "{error}");
}

/// While a long answer is read, other statements run between its rows.
#[test]
fn long_answer_comes_in_parts_with_others_in_between() {
    let mut store = open(&desk());
    let before = round_trips(&store);
    let mut seen = 0;
    store
        .read(|tx| {
            tx.each(&NUMBERS, &[Value::Int(1), Value::Int(1500)], |(number, twice)| {
                seen += 1;
                assert_eq!((number, twice), (seen, 2 * seen));
                if seen % 500 == 0 {
                    tx.given_out()?;
                }
                Ok(())
            })
        })
        .unwrap();
    assert_eq!(seen, 1500);
    assert_eq!(round_trips(&store) - before, 3 + 3);
}

/// BEGIN, savepoints and what the guard needs to know go with the statements.
#[test]
fn change_takes_a_round_trip_for_each_statement_and_one_to_commit() {
    let mut store = open(&desk());
    let counted = |store: &mut Store| {
        let before = round_trips(store);
        store
            .write(|tx| {
                tx.nested(|| tx.given_out())?;
                tx.next_number("kept", 1).map(|_| ((), End::Commit))
            })
            .unwrap();
        round_trips(store) - before
    };
    // The first change looks at the triggers.
    assert_eq!(counted(&mut store), 1 + 4);
    assert_eq!(counted(&mut store), 4);
    let before = round_trips(&store);
    store.read(|tx| tx.given_out()).unwrap();
    assert_eq!(round_trips(&store) - before, 1);
    store.write(|_| Ok(((), End::Commit))).unwrap();
    assert_eq!(round_trips(&store) - before, 1);
}

#[test]
fn guard_follows_what_a_change_names() {
    let mut store = open(&desk());
    let add = |tx: &Tx<'_>, client: i64, slug: &'static str| {
        tx.nested(|| tx.run(&NAME_CLIENT, &[Value::Int(client), Value::Text(slug)]))
    };
    store
        .write(|tx| {
            assert!(add(tx, 7, "a").unwrap_err().message().contains("write guard: client"));
            tx.allow(&[ClientId::new(7)]);
            add(tx, 7, "a")?;
            assert!(add(tx, 8, "b").unwrap_err().message().contains("write guard: client"));
            tx.allow(&[ClientId::new(8)]);
            add(tx, 8, "b")?;
            Ok(((), End::Commit))
        })
        .unwrap();
    let closed = store.write(|tx| add(tx, 9, "c").map(|_| ((), End::Commit)));
    assert!(closed.unwrap_err().message().contains("write guard: client"));
}

/// Two who write wait for each other; one that was asked to stop waits no longer than half a second.
#[test]
fn writer_waits_for_the_other_one_and_gives_up_when_stopped() {
    let address = desk();
    let (mut one, mut other) = (open(&address), open(&address));
    one.write(|tx| {
        tx.next_number("held", 1)?;
        give_up_once(|| true);
        let refused = other.write(|tx| tx.next_number("refused", 1).map(|_| ((), End::Commit)));
        give_up_once(|| false);
        assert_eq!(refused.unwrap_err().code(), Code::Busy);
        Ok(((), End::Commit))
    })
    .unwrap();
    count(&mut other, "after");
    let names: Vec<String> = one.read(|tx| tx.given_out()).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["after", "held"]);
}

/// `UPDATE=1 cargo test --lib schema_digest` writes it again after the schema was changed.
#[test]
fn schema_digest_is_that_of_a_new_database() {
    let store = open(&desk());
    let Connection::Server(server) = store.connection() else { panic!("a file") };
    server.begin_read();
    let digest = server.digest().unwrap() + "\n";
    if option_env!("UPDATE").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/engine/postgres/schema.sha256");
        return std::fs::write(file, digest).unwrap();
    }
    assert_eq!(include_str!("schema.sha256"), digest, "write it again with `UPDATE=1 cargo test --lib schema_digest`");
}

#[test]
fn trigger_that_is_missing_or_changed_stops_every_change() {
    for (attack, word) in [
        ("DROP TRIGGER mail_guard_update ON mail", "the trigger mail_guard_update is missing"),
        ("ALTER TABLE audit DISABLE TRIGGER audit_keeps", "the trigger audit_keeps is missing or does not run"),
        (
            "CREATE OR REPLACE FUNCTION may_write_unowned() RETURNS boolean STABLE LANGUAGE sql AS 'SELECT true'",
            "was changed",
        ),
        ("CREATE TRIGGER zz AFTER INSERT ON staff FOR EACH ROW EXECUTE FUNCTION refuse('no')", "was changed"),
    ] {
        let address = desk();
        Server::shared().psql(&address.database, attack);
        let refused = open(&address).write(|tx| tx.next_number("a", 1).map(|_| ((), End::Commit))).unwrap_err();
        assert!(refused.message().contains(word), "{attack}: {refused}");
        assert_eq!(refused.code(), Code::Failed);
    }
}

#[track_caller]
fn is_refused(login: Login<'_>, code: Code, word: &str) {
    let error = Store::on_server(login).err().unwrap();
    assert!(error.code() == code && error.message().contains(word), "{error}");
    assert!(!error.hints().is_empty());
}

#[test]
fn what_is_not_as_it_must_be_is_not_opened() {
    let server = Server::shared();
    let whole = desk();
    is_refused(login(&address("none"), CLERK), Code::Schema, "there is no database at postgresql://");
    is_refused(login(&whole, ADMIN), Code::Denied, "may do everything");
    is_refused(login(&whole, "stranger"), Code::Denied, "does not let stranger in");
    server.psql("postgres", "DO $$ BEGIN CREATE ROLE outsider LOGIN; END $$");
    is_refused(login(&whole, "outsider"), Code::Denied, "outsider may not work in");

    let empty = server.database(None);
    is_refused(login(&address(&empty), CLERK), Code::Schema, "there is no database at");
    server.psql(&empty, "CREATE TABLE theirs (id int)");
    is_refused(login(&address(&empty), CLERK), Code::Schema, "is not a database of partnerctl");
    let error = Store::make_on_server(login(&address(&empty), ADMIN), CLERK).unwrap_err();
    assert!(error.message().contains("is not a database of partnerctl"), "{error}");

    let newer = desk();
    server.psql(
        &newer.database,
        "CREATE OR REPLACE FUNCTION partnerctl_schema() RETURNS bigint LANGUAGE sql AS 'SELECT 99'",
    );
    is_refused(login(&newer, CLERK), Code::Schema, "has schema 99, newer than");

    server.psql(
        "postgres",
        "CREATE DATABASE sorted TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
    );
    let error = Store::make_on_server(login(&address("sorted"), ADMIN), CLERK).unwrap_err();
    assert!(error.code() == Code::Schema && error.message().contains("the collation C.UTF-8"), "{error}");

    let away = ServerAddress::parse("postgresql:///desk?host=/none/such").unwrap();
    is_refused(
        login(&away, CLERK),
        Code::Failed,
        "cannot reach the database server of postgresql://%2Fnone%2Fsuch/desk: No such file",
    );
}

#[test]
fn server_that_ends_the_connection_is_named_and_nothing_is_done() {
    let address = desk();
    let mut store = open(&address);
    let done = store.write(|tx| {
        tx.next_number("half", 1)?;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk' AND datname = current_database()";
        Server::shared().psql(&address.database, end);
        tx.given_out().map(|_| ((), End::Commit))
    });
    let error = done.unwrap_err();
    assert!(error.message().starts_with("the database server went away"), "{error}");
    assert!(error.code() == Code::Failed && error.is_of_database());
    assert_eq!(open(&address).read(|tx| tx.given_out()).unwrap(), []);
}

#[test]
fn database_is_made_once_and_staff_may_work_in_it() {
    let server = Server::shared();
    let address = address("made_by_us");
    for _ in 0..2 {
        Store::make_on_server(login(&address, ADMIN), "first one").unwrap();
    }
    let mut store = Store::on_server(login(&address, "first one")).unwrap();
    count(&mut store, "a");
    let may = |role: &str, what: &str| {
        server.psql(&address.database, &format!("SET ROLE made_by_us_{role}; SELECT count(*) FROM ({what}) AS t"));
    };
    may("reader", "SELECT * FROM client_list");
    may("service", "SELECT * FROM credential");
    let granted = "SELECT string_agg(DISTINCT privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants";
    let rights = |role: &str, table: &str| {
        let text = format!("{granted} WHERE grantee = 'made_by_us_{role}' AND table_name = '{table}'");
        server.psql(&address.database, &text).trim().to_owned()
    };
    assert_eq!(rights("staff", "mail"), "DELETE INSERT SELECT UPDATE");
    assert_eq!(rights("service", "audit"), "INSERT SELECT");
    assert_eq!(rights("reader", "credential"), "");
    assert_eq!(rights("reader", "client_list"), "SELECT");
}

/// What is between a client and the server, and is cut as soon as COMMIT comes.
mod cut {
    use std::io::{Read as _, Write as _};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Whether the server still hears what was said last.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Cut {
        Before,
        Behind,
    }

    /// Lets everything through in the folder, until it is armed; cuts once.
    pub fn listen(folder: &Path, server: &Path, cut: Cut) -> Arc<AtomicBool> {
        let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).unwrap();
        let armed = Arc::new(AtomicBool::new(false));
        let (server, is_armed) = (server.join(".s.PGSQL.5432"), Arc::clone(&armed));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), UnixStream::connect(&server).unwrap());
                let (mut answers, mut asker) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || std::io::copy(&mut answers, &mut asker).ok());
                let is_armed = Arc::clone(&is_armed);
                std::thread::spawn(move || pass_on(client, server, cut, &is_armed));
            }
        });
        armed
    }

    fn pass_on(mut client: UnixStream, mut server: UnixStream, cut: Cut, armed: &AtomicBool) {
        let mut bytes = [0; 65536];
        while let Ok(count @ 1..) = client.read(&mut bytes) {
            let said = &bytes[..count];
            let is_it = said.windows(7).any(|seven| seven == b"COMMIT\0") && armed.swap(false, Ordering::SeqCst);
            if is_it {
                client.shutdown(std::net::Shutdown::Both).unwrap();
                if cut == Cut::Before {
                    server.shutdown(std::net::Shutdown::Both).unwrap();
                    return;
                }
            }
            if server.write_all(said).is_err() {
                return;
            }
        }
    }
}

/// Whatever becomes of the answer to COMMIT, the truth is said, and one goes on.
#[test]
fn link_that_is_cut_at_commit_is_looked_up() {
    use cut::Cut;
    for (cut, with_audit, said) in [
        (Cut::Behind, true, None),
        (Cut::Before, true, Some("it was looked up, and nothing was changed")),
        (Cut::Behind, false, Some("whether it is kept is not known")),
    ] {
        let address = desk();
        let folder = tempfile::tempdir().unwrap();
        let armed = cut::listen(folder.path(), Server::shared().socket(), cut);
        let through = format!("postgresql:///{}?host={}", address.database, folder.path().display());
        let through = ServerAddress::parse(&through).unwrap();
        let mut store = open(&through);
        armed.store(true, std::sync::atomic::Ordering::SeqCst);
        let done = store.write(|tx| {
            if with_audit {
                let entry = crate::store::audit::AuditEntry {
                    actor: "clerk",
                    acting_as: None,
                    action: "init",
                    entity: None,
                    outcome: crate::domain::outcome::Outcome::Done,
                    error_code: None,
                    reason: None,
                    details: "{}",
                    clients: &[],
                    users: &[],
                };
                let head = crate::store::audit::head(tx)?;
                crate::store::audit::append(tx, &head, crate::domain::time::Instant::from_ms(7), &entry)?;
            }
            tx.next_number("cut", 1).map(|_| ((), End::Commit))
        });
        assert_eq!(
            done.as_ref().err().map(|error| error.message().contains(said.unwrap_or("?"))),
            said.map(|_| true),
            "{done:?}"
        );
        // The store goes on over another connection, and so does everyone else.
        let kept = usize::from(cut == Cut::Behind);
        assert_eq!(store.read(|tx| tx.given_out()).unwrap().len(), kept);
        assert_eq!(open(&address).read(|tx| tx.given_out()).unwrap().len(), kept);
    }
}
