//! The file next to other programs: they read it, through views that are promised to them, and cannot write it.

use rusqlite::Connection;

use crate::support::World;

fn names(raw: &Connection, kind: &str) -> Vec<String> {
    let mut statement = raw
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )
        .unwrap();
    let rows = statement.query_map([kind], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn columns(raw: &Connection, table: &str) -> Vec<String> {
    let mut statement = raw.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    let rows = statement.query_map([table], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn other_programs_write_no_table() {
    let world = World::with_story();
    let raw = Connection::open(world.database()).unwrap();
    // What is in the way is to be the guard, not a constraint.
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    let tables = names(&raw, "table");
    assert!(tables.len() > 25, "{tables:?}");
    for table in &tables {
        let columns = columns(&raw, table);
        let first = &columns[0];
        let holds_rows: bool =
            raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap() > 0;
        let list = columns.join(", ");
        let values = vec!["1"; columns.len()].join(", ");
        let mut attacks = vec![
            format!("INSERT INTO {table} ({list}) VALUES ({values})"),
            format!("INSERT OR REPLACE INTO {table} ({list}) VALUES ({values})"),
        ];
        if holds_rows {
            attacks.push(format!("UPDATE {table} SET {first} = {first}"));
            attacks.push(format!("UPDATE OR REPLACE {table} SET {first} = {first}"));
            attacks.push(format!("DELETE FROM {table}"));
        }
        for attack in attacks {
            let error = raw.execute_batch(&attack).expect_err(&attack).to_string();
            let stopped = ["no such function: partnerctl_may_write", "history: ", "audit: "];
            assert!(stopped.iter().any(|by| error.contains(by)), "{attack}: {error}");
        }
    }
}

#[test]
fn foreign_function_does_not_open_the_past() {
    let world = World::with_story();
    let raw = Connection::open(world.database()).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
    raw.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for attack in [
        "UPDATE audit SET actor = 'ravi'",
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 1",
        "DELETE FROM audit_client",
        "DELETE FROM login",
        "DELETE FROM client",
    ] {
        let error = raw.execute_batch(attack).expect_err(attack).to_string();
        assert!(error.contains("audit: ") || error.contains("history: "), "{attack}: {error}");
    }
}

#[test]
fn removed_rows_stay_in_history() {
    let world = World::with_story();
    let raw = Connection::open(world.database()).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
    raw.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for table in ["access_grant", "invitation", "link", "association", "assignment", "client_field"] {
        let count = |table: &str| {
            raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap()
        };
        let history = format!("{table}_history");
        let (rows, past) = (count(table), count(&history));
        raw.execute_batch(&format!("DELETE FROM {table}")).unwrap();
        assert_eq!((count(table), count(&history)), (0, past + rows), "{table}");
    }
}

#[test]
fn other_programs_read_tables_and_views() {
    let world = World::with_story();
    let raw = Connection::open(world.database()).unwrap();
    let views = names(&raw, "view");
    assert_eq!(views, ["access_list", "audit_list", "client_list", "invite_list", "link_list", "user_list"]);
    for name in views.iter().chain(&names(&raw, "table")) {
        let read = raw.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get::<_, i64>(0));
        assert!(read.is_ok(), "{name}: {read:?}");
    }
    let clients = world.sql("SELECT client_id, client_slug, owners FROM client_list ORDER BY client_id");
    assert_eq!(clients[0], "C100001-9|big-shoes|jim@bigshoes.example");
}

#[test]
fn read_only_connection_reads_the_views() {
    let world = World::with_story();
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let raw = Connection::open_with_flags(world.database(), flags).unwrap();
    for view in names(&raw, "view") {
        let mut statement = raw.prepare(&format!("SELECT * FROM {view}")).unwrap();
        let mut rows = statement.query([]).unwrap();
        while rows.next().unwrap().is_some() {}
    }
}

/// A connection of another program that brings the function of the write guard along.
fn forger(world: &World) -> Connection {
    let raw = Connection::open(world.database()).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
    raw.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    raw
}

#[test]
fn a_missing_trigger_stops_every_change() {
    for (change, fault) in [
        ("DROP TRIGGER client_guard_update", "client_guard_update"),
        ("DROP TRIGGER audit_keeps", "audit_keeps"),
        (
            "DROP TRIGGER mail_guard_insert; CREATE TRIGGER mail_guard_insert BEFORE INSERT ON mail WHEN 0 BEGIN SELECT 1; END",
            "mail_guard_insert",
        ),
    ] {
        let mut world = World::with_story();
        Connection::open(world.database()).unwrap().execute_batch(change).unwrap();
        let rows = world.sql("SELECT count(*) FROM audit");
        for line in [
            "client edit tea-house --name X",
            "client add New --slug new-client --owner ann@new.example",
            "invite send --owners -c big-shoes",
            "staff add ravi --name Ravi",
            "config set mail.from desk@desk.example",
        ] {
            world.run(line).fails(1).says(&format!("the trigger {fault} in ")).says("partnerctl db restore FILE");
        }
        assert_eq!(world.sql("SELECT count(*) FROM audit"), rows, "{change}");
        world.run("client show big-shoes").ok();
        world.run("db check").fails(1).prints(fault);
    }
}

#[test]
fn a_backup_brings_the_triggers_back() {
    let mut world = World::with_story();
    world.run("db backup friday.db").ok();
    Connection::open(world.database()).unwrap().execute_batch("DROP TRIGGER client_guard_update").unwrap();
    world.run("client edit tea-house --name X").fails(1);
    world.run("db restore friday.db --confirm live").ok();
    world.run("client edit tea-house --name X").ok();
    world.run("db check").ok();
}

#[test]
fn unexplained_write_is_found() {
    let mut world = World::with_story();
    let backup = world.path("sound.db");
    world.run(&format!("db backup {}", backup.display())).ok();
    world.run("db check").ok();
    // A new fact cannot pass for one of a change that was audited before.
    let late =
        "INSERT INTO client_field (client_id, field_key, value, since_audit, version) VALUES (100001, 'x', 'y', 1, 1)";
    let refused = forger(&world).execute_batch(late).unwrap_err().to_string();
    assert!(refused.contains("names an audit row that is not written yet"), "{refused}");
    for (write, found) in [
        (
            "UPDATE access_grant SET role = 'owner', since_audit = 9999, version = version + 1 WHERE id = 1",
            "no audit row explains a grant of C100001-9 (it names row 9999)",
        ),
        // The row that it names was written before.
        ("UPDATE access_grant SET role = 'owner' WHERE id = 1", "a row of access_grant of C100001-9 was changed"),
        (
            "UPDATE access_grant SET until = 1, since_audit = since_audit WHERE id = 1",
            "a row of access_grant of C100001-9",
        ),
        ("UPDATE login SET email = 'eve@else.example' WHERE id = 1", "a row of login of usr_1 was changed"),
        ("UPDATE partner SET name = 'X' WHERE id = 1", "a row of partner of ptn_1 was changed"),
        ("UPDATE access_grant SET since_audit = 1 WHERE id = 1", "after the audit row 1, which it names, was written"),
        (
            "INSERT INTO client_field (client_id, field_key, value, since_audit, version) VALUES (100001, 'x', 'y', 9999, 1)",
            "no audit row explains a field of C100001-9 (it names row 9999)",
        ),
        (
            "UPDATE client SET plan = 'pro', since_audit = 9999 WHERE id = 100001",
            "no audit row explains a client of C100001-9 (it names row 9999)",
        ),
        (
            "UPDATE login SET state = 'inactive', since_audit = 9999 WHERE id = 1",
            "no audit row explains a login of usr_1 (it names row 9999)",
        ),
        (
            "UPDATE partner SET name = 'X', since_audit = 9999 WHERE id = 1",
            "no audit row explains a partner (it names row 9999)",
        ),
        ("DELETE FROM access_grant WHERE id = 1", "no audit row explains a past version of a grant of C100001-9"),
        (
            "INSERT INTO credential (login_id, hash, origin, changed_at) VALUES (1, 'x', 'own', 1)
            ON CONFLICT (login_id) DO UPDATE SET hash = 'x', changed_at = 1",
            "no audit row explains a password of usr_1",
        ),
        (
            "INSERT INTO staff (id, uid, os_user, name, rights, state, service, created_at) VALUES (9, 9, 'eve', 'Eve', 'full', 'active', 0, 1)",
            "no audit row explains a staff member",
        ),
    ] {
        forger(&world).execute_batch(write).unwrap();
        world.run("db check").fails(1).prints("writes").prints(found);
        std::fs::copy(&backup, world.database()).unwrap();
        for log in ["-wal", "-shm"] {
            let log = format!("{}{log}", world.database().display());
            std::fs::remove_file(log)
                .or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
                .unwrap();
        }
        world.run("db check").ok();
    }
}
