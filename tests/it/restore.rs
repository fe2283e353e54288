//! `db restore`: nothing that was used, replaced or withdrawn since the backup comes back to life.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::{Frozen, Real, Run, World};

const PASSWORD: &str = "correct horse battery staple ox";

fn story() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let world = World::with_story();
        let password = world.write("password.txt", PASSWORD);
        fs::set_permissions(password, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        world.freeze()
    });
    FROZEN.thaw()
}

fn accept(world: &mut World, code: &str) -> Run {
    world.stdin(code).run("invite accept --code-stdin --password-file password.txt")
}

fn restore(world: &mut World) -> Run {
    world.run("db restore backup.db --confirm live").ok()
}

/// The database that a restore kept.
fn kept(world: &World) -> PathBuf {
    let found = fs::read_dir(world.path("")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = found.filter(|path| path.to_string_lossy().contains(".replaced-")).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn states(world: &World) -> Vec<String> {
    world.sql("SELECT state FROM code ORDER BY kind, record_id")
}

#[test]
fn resent_code_is_not_revived() {
    let mut world = story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let first = world.code_for("jim@bigshoes.example");
    world.run("db backup backup.db").ok();
    world.pass(Span::MINUTE).run("invite resend jim@bigshoes.example -c big-shoes").ok();
    let second = world.code_for("jim@bigshoes.example");
    assert_ne!(first, second);
    assert_snapshot!(restore(&mut world), @"
    $ partnerctl db restore backup.db --confirm live
    [DIR]/desk.db
    --- stderr
    To be replaced: [DIR]/desk.db (live, 6 audit rows, the last 21 Nov 2026 09:01 UTC)
    By the backup:  [DIR]/backup.db (live, 5 audit rows, the last 21 Nov 2026 09:00 UTC)
    Restored. The replaced database is kept as [DIR]/desk.db.replaced-20261121T090108000Z
    warning: 1 code died: send a new one to anyone who waits for an answer
    hint: find them with `partnerctl invite list -A --state pending` and `partnerctl link list -A --state pending`
    --- exit 0
    ");
    assert_snapshot!(accept(&mut world, &first), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    --- stderr
    error: the code of inv_1 was withdrawn
    hint: send a new one with `partnerctl invite resend inv_1 -c C100001-9`
    --- exit 6
    ");
    assert_snapshot!(accept(&mut world, &second), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    --- stderr
    error: this code opens nothing in this database
    hint: copy it from the newest mail, whole, and make sure that `--db` names the right database
    --- exit 3
    ");
    assert_eq!(world.sql("SELECT state FROM access_grant WHERE client_id = 100001"), ["prepared"]);
    // And the way out is open.
    world.pass(Span::MINUTE).run("invite resend jim@bigshoes.example -c big-shoes").ok();
    let third = world.code_for("jim@bigshoes.example");
    accept(&mut world, &third).ok();
}

#[test]
fn used_or_cancelled_code_is_not_revived() {
    for what in ["accept", "decline", "cancel"] {
        let mut world = story();
        world.run("invite send jim@bigshoes.example -c big-shoes").ok();
        let code = world.code_for("jim@bigshoes.example");
        world.run("db backup backup.db").ok();
        match what {
            "accept" => accept(&mut world, &code).ok(),
            "decline" => world.stdin(code.as_str()).run("invite decline --code-stdin").ok(),
            _ => world.run("invite cancel jim@bigshoes.example -c big-shoes").ok(),
        };
        restore(&mut world).says("1 code died");
        assert_eq!(states(&world), ["dead"], "{what}");
        accept(&mut world, &code).fails(6).says("withdrawn");
        assert_eq!(world.sql("SELECT state FROM access_grant WHERE client_id = 100001"), ["prepared"], "{what}");
    }
}

#[test]
fn code_alive_on_both_sides_stays() {
    let mut world = story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.run("db backup backup.db").ok();
    world.run("invite send tia@teahouse.example -c tea-house").ok();
    let later = world.code_for("tia@teahouse.example");
    let run = restore(&mut world);
    assert!(!run.err.contains("died"), "{run}");
    accept(&mut world, &code).ok();
    // The invitation that was sent after the backup is gone, and its code opens nothing.
    let run = accept(&mut world, &later);
    assert_eq!(run.code, 3, "{run}");
}

#[test]
fn answered_link_code_is_not_revived() {
    let mut world = story();
    let link = world.run("link request -p jims-web --target big-shoes").ok().id();
    let code = world.code_for("jim@bigshoes.example");
    world.run("db backup backup.db").ok();
    world.stdin(code.as_str()).run("link deny --code-stdin").ok();
    restore(&mut world).says("1 code died");
    world.stdin(code.as_str()).run("link approve --code-stdin").fails(6);
    assert_eq!(world.sql(&format!("SELECT state FROM link WHERE 'lnk_' || id = '{link}'")), ["pending"]);
}

#[test]
fn unreadable_database_kills_all_codes() {
    let mut world = story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.run("db backup backup.db").ok();
    let mut bytes = fs::read(world.database()).unwrap();
    let end = bytes.len();
    bytes[8192..end / 2].fill(0);
    fs::write(world.database(), &bytes).unwrap();
    world.run("db restore backup.db --confirm live").fails(8);
    assert!(fs::read(world.database()).unwrap() == bytes, "nothing happens before it is confirmed");
    assert_snapshot!(world.run("db restore backup.db --confirm desk.db"), @"
    $ partnerctl db restore backup.db --confirm desk.db
    [DIR]/desk.db
    --- stderr
    warning: [DIR]/desk.db cannot be read; all codes of the backup die
    By the backup:  [DIR]/backup.db (live, 5 audit rows, the last 21 Nov 2026 09:00 UTC)
    Restored. The replaced database is kept as [DIR]/desk.db.replaced-20261121T090008000Z
    warning: 1 code died: send a new one to anyone who waits for an answer
    hint: find them with `partnerctl invite list -A --state pending` and `partnerctl link list -A --state pending`
    --- exit 0
    ");
    assert_eq!(states(&world), ["dead"]);
    accept(&mut world, &code).fails(6);
    world.run("db check").ok();
    assert!(fs::read(kept(&world)).unwrap() == bytes, "what was replaced is kept as it was");
}

#[test]
fn foreign_backup_brings_its_label_and_no_codes() {
    let mut world = story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.run("db backup backup.db").ok();
    world.run("init --db other.db --label training").ok();
    let other = world.path("other.db").display().to_string();
    world.var("PARTNERCTL_DB", &other);
    assert_snapshot!(world.run("db restore backup.db --confirm training"), @"
    $ partnerctl db restore backup.db --confirm training
    [DIR]/other.db
    --- stderr
    To be replaced: [DIR]/other.db (training, 1 audit row, the last 21 Nov 2026 09:00 UTC)
    By the backup:  [DIR]/backup.db (live, 5 audit rows, the last 21 Nov 2026 09:00 UTC)
    warning: the backup is of another database: all of its codes die
    warning: from then on the database is labelled live
    Restored. The replaced database is kept as [DIR]/other.db.replaced-20261121T090008000Z
    warning: 1 code died: send a new one to anyone who waits for an answer
    hint: find them with `partnerctl invite list -A --state pending` and `partnerctl link list -A --state pending`
    --- exit 0
    ");
    assert_eq!(world.run("whoami --json").ok().json()["label"], "live");
    let live = world.run("db status --json --columns label,clients").ok().json();
    assert_eq!((&live["label"], &live["clients"]), (&"live".into(), &2.into()));
    let codes = rusqlite::Connection::open(world.path("other.db")).unwrap();
    let state: String = codes.query_row("SELECT state FROM code", [], |row| row.get(0)).unwrap();
    assert_eq!(state, "dead");
}

#[test]
fn mail_sent_after_the_backup_leaves_once() {
    let mut world = story();
    world.write("people.csv", "client_slug,email,role\nbig-shoes,ann@bigshoes.example,manager\n");
    world.run("invite bulk people.csv").ok();
    world.run("db backup backup.db").ok();
    world.run("mail deliver").ok();
    assert_eq!(world.mails().len(), 1);
    restore(&mut world).says("1 mail waited and will not leave");
    assert_eq!(world.sql("SELECT state FROM mail"), ["skipped"]);
    world.run("mail deliver").ok();
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn mail_waiting_on_both_sides_leaves_once() {
    let mut world = story();
    world.write("people.csv", "client_slug,email,role\nbig-shoes,ann@bigshoes.example,manager\n");
    world.run("invite bulk people.csv").ok();
    world.run("db backup backup.db").ok();
    restore(&mut world);
    world.run("mail deliver").ok();
    let code = world.code_for("ann@bigshoes.example");
    accept(&mut world, &code).ok();
}

#[test]
fn later_numbers_are_not_given_again() {
    let mut world = story();
    world.run("db backup backup.db").ok();
    world.run("client add Third --owner a@third.example").ok();
    let lost = world.run("invite send a@third.example -c third").ok().id();
    restore(&mut world);
    let id = world.run("client add Fourth --owner a@fourth.example").ok().id();
    assert_eq!(id, "C100004-3");
    let next = world.run("invite send a@fourth.example -c fourth").ok().id();
    assert_ne!(next, lost);
}

#[test]
fn affected_clients_find_it_in_their_log() {
    let mut world = story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.run("db backup backup.db").ok();
    world.run("invite cancel jim@bigshoes.example -c big-shoes").ok();
    restore(&mut world);
    assert_snapshot!(world.run("client log big-shoes --limit 1"), @"
    $ partnerctl client log big-shoes --limit 1
    21 Nov 2026 09:00 UTC  jane restored the database from backup.db
    --- stderr
    hint: the list goes on: `partnerctl client log big-shoes --limit 1 --after 6`
    --- exit 0
    ");
    assert!(!world.run("client log tea-house").ok().out.contains("restored"));
    world.run("audit verify").ok();
}

#[test]
fn refused_restore_touches_nothing() {
    let mut world = story();
    world.run("db backup backup.db").ok();
    let bytes = fs::read(world.path("backup.db")).unwrap();
    let change = |what: &str| {
        let raw = rusqlite::Connection::open(world.path("backup.db")).unwrap();
        raw.execute_batch(what).unwrap();
    };
    let slugs = |world: &World| world.sql("SELECT slug FROM client ORDER BY id");
    let before = slugs(&world);

    change("PRAGMA user_version = 99");
    let newer = format!("backup.db has schema 99, newer than the {} of this program", crate::opening::present());
    world.run("db restore backup.db --confirm live").fails(16).says(&newer);
    fs::write(world.path("backup.db"), &bytes[..bytes.len() / 2]).unwrap();
    let run = world.run("db restore backup.db --confirm live").fails(1);
    assert!(run.err.contains("backup.db is damaged"), "{run}");
    fs::write(world.path("backup.db"), "hello").unwrap();
    world.run("db restore backup.db --confirm live").fails(16);
    fs::write(world.path("backup.db"), &bytes).unwrap();
    let raw = rusqlite::Connection::open(world.path("backup.db")).unwrap();
    raw.execute_batch("DROP TRIGGER client_guard_update").unwrap();
    drop(raw);
    assert_snapshot!(world.run("db restore backup.db --confirm live"), @"
    $ partnerctl db restore backup.db --confirm live
    --- stderr
    error: [DIR]/backup.db is not as this program makes it: the trigger client_guard_update is missing
    hint: someone changed it; take another backup
    --- exit 1
    ");
    assert_snapshot!(world.run("db restore nowhere.db --confirm live"), @"
    $ partnerctl db restore nowhere.db --confirm live
    --- stderr
    error: there is no file [DIR]/nowhere.db
    --- exit 16
    ");
    assert_snapshot!(world.run("db restore desk.db --confirm live"), @"
    $ partnerctl db restore desk.db --confirm live
    --- stderr
    error: [DIR]/desk.db is the database itself
    hint: name a backup of it
    --- exit 2
    ");
    world.account("intruder").run("db restore backup.db --confirm live").fails(1).says("not registered as staff");
    world.account("jane");
    assert_eq!(slugs(&world), before);
    let left = fs::read_dir(world.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = left.filter(|name| name.contains("replaced") || name.ends_with(".part")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn older_backup_is_migrated() {
    let mut world = story();
    world.run("db backup backup.db").ok();
    crate::opening::make_older(&world.path("backup.db"));
    let before = fs::read(world.path("backup.db")).unwrap();
    restore(&mut world);
    assert_eq!(world.sql("PRAGMA user_version"), [crate::opening::present().to_string()]);
    assert_eq!(world.sql("SELECT count(*) FROM client_list"), ["2"]);
    assert!(fs::read(world.path("backup.db")).unwrap() == before, "the backup itself is not touched");
}

#[test]
fn on_a_terminal_the_label_is_typed() {
    let mut world = story();
    world.run("db backup backup.db").ok();
    world.run("client add Third --owner a@third.example").ok();
    world.answers(&["yes"]).run("db restore backup.db").fails(8);
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["3"]);
    world.answers(&["live"]).run("db restore backup.db").ok();
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
}

#[test]
fn open_readers_see_the_old_or_the_new() {
    let mut world = story();
    world.run("db backup backup.db").ok();
    world.run("client add Third --owner a@third.example").ok();
    let reader = rusqlite::Connection::open(world.database()).unwrap();
    let count = || reader.query_row("SELECT count(*) FROM client", [], |row| row.get::<_, i64>(0)).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    assert_eq!(count(), 3);
    restore(&mut world);
    assert_eq!(count(), 3, "a reader keeps what it began with");
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(count(), 2);
}

#[test]
fn confirmed_restore_is_what_was_shown() {
    let real = Real::new();
    real.run("db backup backup.db").ok();
    real.run("client add First --owner a@first.example").ok();
    let mut terminal = real.at_terminal("db restore backup.db");
    terminal.exp_string("Type its label").unwrap();
    real.run("client add Second --owner a@second.example").ok();
    terminal.send_line("training").unwrap();
    terminal.exp_string("changed after it was shown; nothing was restored").unwrap();
    assert_eq!(real.sqlite3("SELECT count(*) FROM client").ok().out, "2\n");
    real.run("db restore backup.db --confirm training").ok();
    assert_eq!(real.sqlite3("SELECT count(*) FROM client").ok().out, "0\n");
}

#[test]
fn killed_restore_has_happened_or_not() {
    let real = Real::new();
    real.run("client add First --owner a@first.example").ok();
    real.run("db backup backup.db").ok();
    real.run("client add Second --owner a@second.example").ok();
    let mut seen = [0, 0];
    // The alarm goes off between 0 and 200 ms after the start, somewhere in the work or after it; on a machine that is
    // busy with other things it waits longer in the end.
    for delay in (0..200).step_by(5).chain([400, 800, 1600, 3200]) {
        if delay > 200 && seen[1] > 0 {
            break;
        }
        let seconds = f64::from(delay) / 1000.0;
        real.shell(&format!(
            "partnerctl db restore backup.db --confirm training -q & sleep {seconds}; kill -KILL $! 2>/dev/null; wait $!; true"
        ));
        real.run("db check").ok();
        let clients = real.sqlite3("SELECT count(*) FROM client").ok().out;
        match clients.as_str() {
            "2\n" => seen[0] += 1,
            "1\n" => {
                seen[1] += 1;
                real.run("client add Second --owner a@second.example").ok();
            }
            other => panic!("{other} clients"),
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "killed before and after: {seen:?}");
}
