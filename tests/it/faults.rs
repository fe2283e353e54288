//! What is left when a system call fails or the process is killed at it: a sound database each time, that the same command
//! brings to its end afterwards.
//!
//! Each command is run under `strace`, which fails one call of a run, or kills the process at it. The calls are counted in
//! an undisturbed run first. In the suite a sample of them is tried, with the faults in turn; `PARTNERCTL_TEST_FAULTS=all`
//! tries every call with every fault (`scripts/test` says how).

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::support::{Real, words};

/// The calls that read, write, lock and name files.
const CALLS: [&str; 15] = [
    "openat",
    "pread64",
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "renameat2",
    "link",
    "unlink",
    "mkdir",
    "fchmod",
    "flock",
    "fstat",
];
/// What happens at a call.
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];
/// How many positions of a call are tried in the suite.
const SAMPLE: usize = 3;

/// A command, what makes it possible, and what must hold after it.
struct Case {
    name: &'static str,
    line: &'static str,
    /// Prepares the folder; run once, then copied.
    prepare: fn(&Real),
    /// What must hold after the fault and after the command was repeated.
    after: fn(&Real),
}

/// `partnerctl LINE` under strace with these arguments.
fn traced(real: &Real, arguments: &[&str], line: &str) -> Output {
    let words = words(line);
    let line = ["-f", "-qq"].into_iter().chain(arguments.iter().copied());
    let line: Vec<&str> = line.chain(["partnerctl"]).chain(words.iter().map(String::as_str)).collect();
    real.program("strace", &line).stdin(Stdio::null()).output().unwrap()
}

/// How often each call is made in a run that nothing disturbs.
fn counts(real: &Real, line: &str) -> Vec<(&'static str, usize)> {
    let output = traced(real, &["-e", &format!("trace={}", CALLS.join(",")), "-o", "trace"], line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(real.path("trace")).unwrap();
    let made = |call: &str| text.lines().filter(|line| line.contains(&format!(" {call}("))).count();
    CALLS.iter().map(|call| (*call, made(call))).filter(|(_, count)| *count > 0).collect()
}

/// Whether every call is tried.
#[expect(clippy::disallowed_methods, reason = "the person who runs the tests says how long")]
fn all() -> bool {
    std::env::var_os("PARTNERCTL_TEST_FAULTS").is_some_and(|value| value == "all")
}

/// The positions that are tried: all, or the first, the last and some between them.
fn positions(count: usize) -> Vec<usize> {
    if all() || count <= SAMPLE {
        return (1..=count).collect();
    }
    (0..SAMPLE).map(|nth| 1 + nth * (count - 1) / (SAMPLE - 1)).collect()
}

fn faults(case: &Case) {
    let base = Real::empty();
    (case.prepare)(&base);
    let counts = counts(&base.copy(), case.line);
    assert!(counts.iter().any(|(call, _)| *call == "openat"), "{}: strace saw nothing", case.name);
    let mut tried = 0;
    for (nth, (call, count)) in counts.into_iter().enumerate() {
        for (mth, position) in positions(count).into_iter().enumerate() {
            let in_turn = &FAULTS[(nth + mth) % FAULTS.len()];
            let chosen = if all() { FAULTS.as_slice() } else { std::slice::from_ref(in_turn) };
            for fault in chosen {
                try_fault(case, &base, &format!("inject={call}:{fault}:when={position}"));
                tried += 1;
            }
        }
    }
    report(&format!("{}: {tried} faults", case.name));
}

#[expect(clippy::print_stdout, clippy::disallowed_macros, reason = "the person who runs all wants to see how many")]
fn report(text: &str) {
    println!("{text}");
}

/// One run in which that happens.
fn try_fault(case: &Case, base: &Real, inject: &str) {
    let real = base.copy();
    let output = traced(&real, &["-o", "/dev/null", "-e", inject], case.line);
    let said = String::from_utf8_lossy(&output.stderr);
    let what = format!("{} with {inject} ended with {}\n{said}", case.name, output.status);
    assert!(!matches!(output.status.code(), Some(70 | 101 | 134)), "{what}");
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (case.after)(&real)))
        .unwrap_or_else(|_| panic!("{what}\n{:?}", names(real.folder())));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn is_sound(real: &Real) {
    real.run("db check").ok();
    real.run("audit verify").ok();
}

/// A table of so many rows.
fn table(real: &Real, rows: usize) {
    let row = |n: usize| format!("Client {n},o{n}@client{n}.example\n");
    fs::write(real.path("new.csv"), (0..rows).map(row).fold("name,owners\n".to_owned(), |all, row| all + &row))
        .unwrap();
}

#[test]
fn init_is_all_or_nothing_at_each_call() {
    faults(&Case {
        name: "init",
        line: "init --label training",
        prepare: |_| {},
        after: |real| {
            if real.path("desk.db").exists() {
                is_sound(real);
            }
            real.run("init --label training").ok();
            is_sound(real);
            real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
            real.run("invite send --owners -c big-shoes").ok();
        },
    });
}

fn with_backup(real: &Real) {
    real.run("init --label training").ok();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    real.run("db backup backup.db").ok();
    real.run("client add 'Tea House' --owner tia@teahouse.example").ok();
}

#[test]
fn restore_leaves_the_old_or_the_new() {
    faults(&Case {
        name: "db restore",
        line: "db restore backup.db --confirm training -m x",
        prepare: with_backup,
        after: |real| {
            is_sound(real);
            let clients = real.run("client list --csv").ok().out.lines().count();
            assert!(matches!(clients, 2 | 3), "{clients}");
            real.run("db restore backup.db --confirm training -m x").ok();
            is_sound(real);
        },
    });
}

#[test]
fn restore_over_damage_leaves_one() {
    faults(&Case {
        name: "db restore over a damaged database",
        line: "db restore backup.db --confirm desk.db -m x",
        prepare: |real| {
            with_backup(real);
            let mut bytes = fs::read(real.path("desk.db")).unwrap();
            bytes[4096..40960].fill(0xa5);
            fs::write(real.path("desk.db"), bytes).unwrap();
        },
        after: |real| {
            assert!(real.path("desk.db").exists());
            let word = if real.run("db check").code == 0 { "training" } else { "desk.db" };
            real.run(&format!("db restore backup.db --confirm {word} -m x")).ok();
            is_sound(real);
        },
    });
}

/// A database whose last change is in its log alone, and of which a page is damaged that reading clients does not need.
fn with_damage_and_log(real: &Real) {
    let database = real.path("desk.db");
    let log = real.path("desk.db-wal");
    real.run("init --label training").ok();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    real.run("db backup backup.db").ok();
    let reader = rusqlite::Connection::open(&database).unwrap();
    let page: i64 =
        reader.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'session'", [], |row| row.get(0)).unwrap();
    // While it is open, no process that ends brings the log in.
    real.run("client add 'Tea House' --owner tia@teahouse.example").ok();
    let (mut bytes, logged) = (fs::read(&database).unwrap(), fs::read(&log).unwrap());
    drop(reader);
    let from = usize::try_from(page - 1).unwrap() * 4096;
    bytes[from..from + 4096].fill(0xa5);
    fs::write(&database, bytes).unwrap();
    fs::write(&log, logged).unwrap();
}

#[test]
fn restore_over_damage_loses_no_log() {
    faults(&Case {
        name: "db restore over a damaged database with a log",
        line: "db restore backup.db --confirm desk.db -m x",
        prepare: with_damage_and_log,
        after: |real| {
            let raw = rusqlite::Connection::open(real.path("desk.db")).unwrap();
            let clients: i64 = raw.query_row("SELECT count(*) FROM client", [], |row| row.get(0)).unwrap();
            let verdict: String = raw.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).unwrap();
            assert_eq!(clients, if verdict == "ok" { 1 } else { 2 }, "{verdict}: it is the old one or the new one");
            drop(raw);
            let word = if verdict == "ok" { "training" } else { "desk.db" };
            real.run(&format!("db restore backup.db --confirm {word} -m x")).ok();
            is_sound(real);
        },
    });
}

#[test]
fn restore_fills_an_empty_place() {
    faults(&Case {
        name: "db restore into an empty place",
        line: "db restore backup.db -m x",
        prepare: |real| {
            with_backup(real);
            for name in names(real.folder()).iter().filter(|name| name.starts_with("desk.db")) {
                let path = real.path(name);
                let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
            }
        },
        after: |real| {
            if !real.path("desk.db").exists() {
                real.run("db restore backup.db -m x").ok();
            }
            real.run("init").ok();
            is_sound(real);
            assert_eq!(real.run("client list --csv").ok().out.lines().count(), 2);
        },
    });
}

#[test]
fn backup_is_whole_or_not_there() {
    faults(&Case {
        name: "db backup",
        line: "db backup friday.db",
        prepare: with_backup,
        after: |real| {
            is_sound(real);
            if real.path("friday.db").exists() {
                real.run("audit verify --db friday.db").ok();
            }
            real.run("db backup saturday.db").ok();
            assert!(!names(real.folder()).iter().any(|name| name.starts_with(".partnerctl-")));
        },
    });
}

#[test]
fn import_ends_after_each_fault() {
    faults(&Case {
        name: "client import",
        line: "client import new.csv --errors bad.csv",
        prepare: |real| {
            real.run("init --label training").ok();
            table(real, 5);
        },
        after: |real| {
            is_sound(real);
            real.run("client import new.csv --errors bad.csv").ok();
            assert_eq!(real.run("client list --csv").ok().out.lines().count(), 6);
            assert!(!names(real.folder()).iter().any(|name| name.starts_with(".partnerctl-")));
        },
    });
}

fn with_clients(real: &Real) {
    real.run("init --label training").ok();
    table(real, 3);
    real.run("client import new.csv").ok();
    real.shell("partnerctl client list --columns client_id,owners --csv > owners.csv").ok();
}

#[test]
fn bulk_ends_after_each_fault() {
    faults(&Case {
        name: "invite bulk",
        line: "invite bulk owners.csv --owners --errors bad.csv",
        prepare: with_clients,
        after: |real| {
            is_sound(real);
            real.run("invite bulk owners.csv --owners --errors bad.csv").ok();
            let pending =
                "SELECT (SELECT count(*) FROM invite_list WHERE state = 'pending'), (SELECT count(*) FROM mail)";
            assert_eq!(real.sqlite3(pending).ok().out, "3|3\n");
        },
    });
}

#[test]
fn delivery_loses_no_mail_at_a_fault() {
    faults(&Case {
        name: "mail deliver",
        line: "mail deliver",
        prepare: |real| {
            with_clients(real);
            real.run("invite bulk owners.csv --owners").ok();
        },
        after: |real| {
            is_sound(real);
            real.run("mail deliver");
            // What a killed deliverer had leased comes free after a minute.
            let lost = real.sqlite3("SELECT count(*) FROM mail WHERE state NOT IN ('written', 'queued', 'sending')");
            assert_eq!(lost.out, "0\n");
            let kept = real.sqlite3("SELECT count(*) FROM mail");
            assert_eq!(kept.out, "3\n");
        },
    });
}
