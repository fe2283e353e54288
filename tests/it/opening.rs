//! Opening files: older databases are brought up to date, everything that is not ours is left as it is.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Stdio};

use insta::assert_snapshot;
use rusqlite::Connection;

use crate::support::{Real, World};

/// The texts of the migrations, in order.
fn migrations() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/engine/sqlite/schema");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The schema of this program.
pub fn present() -> i64 {
    i64::try_from(migrations().len()).unwrap()
}

/// The safety copy that is made of the schema before the present one.
fn safety_copy() -> String {
    format!("desk.db.before-schema-{}", present())
}

/// Type, name and text of everything in a schema.
fn objects(raw: &Connection) -> BTreeSet<(String, String, String)> {
    let mut statement = raw.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Takes a database back to the schema before the present one, as an older program left it.
pub fn make_older(database: &Path) {
    make_as_of(database, present() - 1);
}

/// As a program made it whose schema had this number.
pub fn make_as_of(database: &Path, before: i64) {
    let older = Connection::open_in_memory().unwrap();
    for text in migrations().iter().take(usize::try_from(before).unwrap()) {
        older.execute_batch(text).unwrap();
    }
    let raw = Connection::open(database).unwrap();
    // With the legacy way of renaming, those who refer to a table keep naming the one that takes its place.
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON").unwrap();
    let (has, had) = (objects(&raw), objects(&older));
    let old_text = |kind: &str, name: &str| had.iter().find(|old| old.0 == kind && old.1 == name).map(|old| &old.2);
    for kind in ["trigger", "view", "index", "table"] {
        for (_, name, _) in has.difference(&had).filter(|object| object.0 == kind) {
            match old_text(kind, name) {
                // A table keeps its rows, in the columns that it had.
                Some(text) if kind == "table" => {
                    let columns = columns(&older, name);
                    raw.execute_batch(&format!(
                        "ALTER TABLE {name} RENAME TO newer_{name}; {text};
                         INSERT INTO {name} ({columns}) SELECT {columns} FROM newer_{name}; DROP TABLE newer_{name}"
                    ))
                    .unwrap();
                }
                _ => raw.execute_batch(&format!("DROP {kind} IF EXISTS {name}")).unwrap(),
            }
        }
    }
    let left = objects(&raw);
    for kind in ["index", "view", "trigger"] {
        for (.., text) in had.difference(&left).filter(|object| object.0 == kind) {
            raw.execute_batch(text).unwrap();
        }
    }
    assert_eq!(objects(&raw), had);
    raw.execute_batch(&format!("PRAGMA user_version = {before}")).unwrap();
}

/// The columns of a table, as a list for a statement.
fn columns(database: &Connection, table: &str) -> String {
    let mut names = database.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    let names: Vec<String> = names.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    names.join(", ")
}

fn schema(database: &Path) -> i64 {
    Connection::open(database).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// Every file of a folder with its content.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    content(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn older_database_is_migrated_after_a_copy() {
    let mut world = World::with_story();
    let before = world.sql("SELECT id, slug, version FROM client ORDER BY id");
    make_older(&world.database());
    world.run("whoami").ok();
    assert_eq!(schema(&world.database()), present());
    assert_eq!(world.sql("SELECT id, slug, version FROM client ORDER BY id"), before);
    assert_eq!(world.sql("SELECT count(*) FROM client_list"), ["2"]);
    world.run("db check").ok();
    world.run("audit verify").ok();
    let copy = world.path(&safety_copy());
    assert_eq!(schema(&copy), present() - 1);
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let status = world.run("db status --json").ok().json();
    assert_eq!(status["safety_copies"], serde_json::json!([safety_copy()]));
}

#[test]
fn an_older_database_gets_the_name_keys() {
    let mut world = World::with_story();
    let keys = |world: &World| world.sql("SELECT client_id, name_key FROM client_name_key ORDER BY 1");
    let before = keys(&world);
    assert_eq!(before.len(), 2);
    make_as_of(&world.database(), 8);
    assert_eq!(world.sql("SELECT name FROM sqlite_schema WHERE name = 'client_name_key'"), [""; 0]);
    world.run("client edit tea-house --name 'Coffee House'").ok();
    assert_eq!(keys(&world), [before[0].as_str(), "100002|coffeehouse"]);
    world.run("db check").ok();
}

#[test]
fn init_copies_before_migrating() {
    let mut world = World::new();
    make_older(&world.database());
    world.run("init").ok();
    assert_eq!((schema(&world.database()), schema(&world.path(&safety_copy()))), (present(), present() - 1));
}

#[test]
fn one_of_many_migrates() {
    for _ in 0..5 {
        let real = Real::new();
        real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
        make_older(&real.path("desk.db"));
        let start = |_| -> Child {
            real.command("client list --csv").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let started: Vec<Child> = (0..8).map(start).collect();
        for child in started {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
        }
        assert_eq!(schema(&real.path("desk.db")), present());
        assert_eq!(schema(&real.path(&safety_copy())), present() - 1);
        real.run("db check").ok();
        let left = names(real.folder());
        assert_eq!(left, ["desk.db", safety_copy().as_str(), "desk.db.key", "desk.db.lock"]);
    }
}

#[test]
fn failed_migration_leaves_the_older_database() {
    const OLDER: i64 = 6;
    let real = Real::new();
    make_as_of(&real.path("desk.db"), OLDER);
    // A name that the migration wants to give is taken: it fails half way.
    let raw = Connection::open(real.path("desk.db")).unwrap();
    raw.execute_batch("CREATE TABLE bounce (x INTEGER) STRICT").unwrap();
    let before = objects(&raw);
    let run = real.run("client list");
    assert_eq!(run.code, 70, "{run}");
    assert_eq!(schema(&real.path("desk.db")), OLDER);
    assert_eq!(objects(&raw), before);
    raw.execute_batch("DROP TABLE bounce").unwrap();
    drop(raw);
    real.run("client list").ok();
    assert_eq!(schema(&real.path("desk.db")), present());
}

#[test]
fn newer_database_is_not_touched() {
    let mut world = World::with_story();
    Connection::open(world.database())
        .unwrap()
        .execute_batch(&format!("PRAGMA user_version = {}", present() + 1))
        .unwrap();
    let before = content(&world.path(""));
    let newer =
        format!("has schema {}, newer than the {} of this program; it was not touched", present() + 1, present());
    world
        .run("client list")
        .fails(16)
        .says(&newer)
        .says("use the newer program, or name another file with `--db PATH`");
    world.run("init").fails(16);
    world.run("client add X --owner x@x.example").fails(16);
    assert_eq!(content(&world.path("")), before);
}

#[test]
fn newer_database_in_use_is_not_touched() {
    let mut world = World::with_story();
    let newer = Connection::open(world.database()).unwrap();
    // The newer program made its changes just now: they lie in the log, the file itself still says the older number.
    newer.execute_batch(&format!("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = {}", present() + 1)).unwrap();
    let (file, log) = (fs::read(world.database()).unwrap(), fs::read(world.path("desk.db-wal")).unwrap());
    assert_eq!(i64::from(file[63]), present());
    world.run("client list").fails(16).says(&format!("newer than the {} of this program", present()));
    world.run("client add X --owner x@x.example").fails(16);
    assert!(fs::read(world.database()).unwrap() == file && fs::read(world.path("desk.db-wal")).unwrap() == log);
}

#[test]
fn foreign_database_is_not_touched() {
    let mut world = World::empty();
    let other = Connection::open(world.database()).unwrap();
    other.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    let before = content(&world.path(""));
    assert!(before.iter().any(|(name, bytes)| name == "desk.db-wal" && !bytes.is_empty()));
    assert_snapshot!(world.run("client list"), @"
    $ partnerctl client list
    --- stderr
    error: [DIR]/desk.db is not a database of partnerctl; it was not touched
    hint: name the right file with `--db PATH` or PARTNERCTL_DB
    --- exit 16
    ");
    world.run("init").fails(16);
    let after: Vec<_> = content(&world.path("")).into_iter().filter(|(name, _)| name != "desk.db.lock").collect();
    assert!(after == before);
}

#[test]
fn other_file_is_not_touched() {
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("a short text", b"hello".to_vec()),
        ("a long text", b"hello, world\n".repeat(1000)),
        ("half a header", b"SQLite format 3\0\x10\0\x02\x02\0\x40\x20\x20".to_vec()),
        ("a header and zeros", [b"SQLite format 3\0".to_vec(), vec![0; 8000]].concat()),
    ] {
        let mut world = World::empty();
        world.write("desk.db", &bytes);
        for line in ["client list", "init", "db status", "db restore desk.db --confirm desk.db"] {
            world.run(line).fails(16).says("is not a database of partnerctl; it was not touched");
            assert_eq!(fs::read(world.database()).unwrap(), bytes, "{what}, {line}");
        }
    }
}

#[test]
fn folder_link_and_pipe_are_refused() {
    let mut world = World::new();
    fs::create_dir(world.path("folder.db")).unwrap();
    symlink(world.database(), world.path("link.db")).unwrap();
    nix::unistd::mkfifo(&world.path("pipe.db"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    assert_snapshot!(world.run("whoami --db folder.db"), @"
    $ partnerctl whoami --db folder.db
    --- stderr
    error: [DIR]/folder.db is not a file
    hint: name a database file with `--db PATH`
    --- exit 16
    ");
    assert_snapshot!(world.run("whoami --db link.db"), @"
    $ partnerctl whoami --db link.db
    --- stderr
    error: [DIR]/link.db is a symbolic link; a database is opened by its own name only
    hint: name the file itself with `--db [DIR]/desk.db`
    --- exit 16
    ");
    assert_snapshot!(world.run("whoami --db pipe.db"), @"
    $ partnerctl whoami --db pipe.db
    --- stderr
    error: [DIR]/pipe.db is not a file
    hint: name a database file with `--db PATH`
    --- exit 16
    ");
    for file in ["folder.db", "pipe.db"] {
        world.run(&format!("db restore {file} --confirm live")).fails(16);
    }
    assert_snapshot!(world.run("whoami --db nowhere.db"), @"
    $ partnerctl whoami --db nowhere.db
    --- stderr
    error: there is no database at [DIR]/nowhere.db
    hint: make one with `partnerctl init`, or name another with `--db PATH` or PARTNERCTL_DB
    --- exit 16
    ");
}

#[test]
fn a_folder_on_the_way_may_be_a_link() {
    let mut world = World::new();
    let real = world.path("real");
    fs::create_dir(&real).unwrap();
    symlink(&real, world.path("short")).unwrap();
    world.run("init --db short/other.db").ok();
    world.run("whoami --db short/other.db").ok();
    assert!(real.join("other.db").is_file());
}

#[test]
fn damaged_database_is_not_worsened() {
    let mut world = World::with_story();
    let whole = fs::read(world.database()).unwrap();
    fs::write(world.database(), &whole[..whole.len() / 3]).unwrap();
    let before = content(&world.path(""));
    let run = world.run("client list --csv").fails(1);
    assert!(run.err.contains("damaged"), "{run}");
    assert!(run.err.contains("db restore"), "{run}");
    assert!(content(&world.path("")) == before);
}

/// People in every way of entering, and what rules that came later would refuse.
fn peopled() -> World {
    let mut world = crate::undo::with_people();
    for line in [
        "partner add-user pat@jimsweb.example -p jims-web --first-name P --last-name W --generate-password --restricted",
        "partner add-user few@jimsweb.example -p jims-web --first-name F --last-name W --generate-password --clients big-shoes",
        "user add -c big-shoes -r admin --for-partner jims-web",
        "user add late@bigshoes.example -c big-shoes -r guest",
    ] {
        world.run(line).ok();
    }
    world.tamper("UPDATE access_grant SET permissions = 'profile users' WHERE for_partner = 1");
    world.tamper("UPDATE client SET account_number = 'big-shoes' WHERE id = 100002");
    world
}

/// From this schema on `db check` finds the writes by hand that [`peopled`] makes.
const KNOWS_STRAY_WRITES: i64 = 13;

/// A migration gives no one access, and takes no one's away; what a later rule would refuse is reported.
#[test]
fn each_older_schema_keeps_access() {
    let entering = |world: &mut World, database: &Path| {
        world.run(&format!("access list -A --json --db {}", database.display())).ok().json()
    };
    let mut world = peopled();
    let database = world.database();
    let before = entering(&mut world, &database);
    assert_eq!(before.as_array().unwrap().len(), 5, "{before}");
    for schema in 1..present() {
        let older = world.path(&format!("schema-{schema}.db"));
        world.run(&format!("db backup {}", older.display())).ok();
        fs::copy(world.path("desk.db.key"), world.path(&format!("schema-{schema}.db.key"))).unwrap();
        make_as_of(&older, schema);
        assert_eq!(entering(&mut world, &older), before, "schema {schema}");
        let older = older.display();
        if schema < KNOWS_STRAY_WRITES {
            world.run(&format!("db check --db {older}")).ok();
        }
        world.run(&format!("audit verify --db {older}")).ok();
        let found = world.run(&format!("doctor --columns code --csv --db {older}"));
        assert!(found.out.contains("dedicated-with-users"), "schema {schema}: {found}");
    }
}
