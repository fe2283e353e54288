//! What only a real process shows: pipes, full disks, file modes, other programs on the same file, exit codes.

use std::fs;
use std::io::pipe;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::Real;

#[test]
fn departed_reader_is_no_failure() {
    let real = Real::new();
    for line in ["completions bash", "commands --json", "help", "staff list --csv", "whoami", "--help"] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = real.command(line).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{line}");
    }
    let head = real.shell("partnerctl commands --json | head -c 1").ok();
    assert_eq!((head.out.as_str(), head.err.as_str()), ("[", ""));
}

#[test]
fn head_cuts_a_list_silently() {
    let real = Real::new();
    let rows: String =
        (0..3000).map(|row| format!("Client number {row} of a long list,o{row}@many.example\n")).collect();
    fs::write(real.path("many.csv"), format!("name,owners\n{rows}")).unwrap();
    real.run("client import many.csv -q --csv").ok();
    let head = real.shell("partnerctl client list --csv | head -n 1").ok();
    assert!(head.out.starts_with("client_id,client_slug,") && head.err.is_empty(), "{head}");
    let jq =
        real.shell("partnerctl client list --json | jq length && partnerctl client list --format ndjson | wc -l").ok();
    assert_eq!(jq.out, "3000\n3000\n");
}

#[test]
fn change_without_reader_is_done() {
    let real = Real::new();
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let mut command = real.command("client add 'Big Shoes' --owner jim@bigshoes.example");
    assert!(command.stdout(writer).output().unwrap().status.success());
    assert_eq!(real.sqlite3("SELECT slug FROM client").ok().out, "big-shoes\n");
}

#[test]
fn full_disk_under_standard_output_fails() {
    let real = Real::new();
    for line in ["completions bash", "commands --json", "help", "staff list --csv", "staff list", "--version"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = real.command(line).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("no space left on device"), "{line}");
    }
}

#[test]
fn each_kind_of_failure_has_its_exit_code() {
    let real = Real::empty();
    real.run("staff list").fails(16).says("hint: ");
    real.run("nonsense").fails(2);
    real.run("init").ok();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    real.run("client add 'Other' --slug big-shoes --owner olga@other.example").fails(4);
    real.run("whoami --as nobody@nowhere.example").fails(5);
    fs::write(real.path("desk.db"), "not a database at all, but long enough to be looked at as one").unwrap();
    real.run("staff list").fails(16);
}

#[test]
fn machine_errors_are_one_object() {
    let real = Real::empty();
    let run = real.run("staff list --json").fails(16);
    assert_eq!((run.out.as_str(), run.error()["code"].as_str()), ("", Some("schema")));
    let piped = real.shell("partnerctl nonsense --json 2>&1 >/dev/null | jq -r .error.code");
    assert_eq!(piped.out, "usage\n");
}

#[test]
fn jq_reads_what_json_prints() {
    let real = Real::new();
    let account = real.shell("partnerctl staff list --json | jq -r '.[0].os_user'").ok();
    assert_eq!(account.out, real.shell("id -un").ok().out);
}

#[test]
fn files_are_private_whatever_the_umask() {
    for umask in ["000", "022", "077"] {
        let real = Real::empty();
        real.shell(&format!(
            "umask {umask}; partnerctl init --label training && partnerctl client add X --owner x@x.example && \
             partnerctl staff list --csv"
        ))
        .ok();
        let mode = |name: &str| fs::metadata(real.path(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode("desk.db"), 0o600, "umask {umask}");
        assert_eq!(mode("desk.db.key"), 0o600, "umask {umask}");
        assert_eq!(mode("desk.db.outbox"), 0o700, "umask {umask}");
        for entry in fs::read_dir(real.folder()).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "umask {umask}: {}", entry.path().display());
        }
    }
}

#[test]
fn one_of_many_inits_makes_the_database() {
    let real = Real::empty();
    let started: Vec<_> = (0..8)
        .map(|_| {
            let mut command = real.command("init --label training --json");
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut results: Vec<String> = started
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            record["result"].as_str().unwrap().to_owned()
        })
        .collect();
    results.sort();
    assert_eq!(
        results,
        ["created", "unchanged", "unchanged", "unchanged", "unchanged", "unchanged", "unchanged", "unchanged"]
    );
    assert_eq!(real.sqlite3("SELECT count(*) FROM staff").ok().out, "1\n");
    real.run("audit verify").ok();
}

#[test]
fn other_programs_read_and_do_not_write() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    assert_eq!(
        real.sqlite3("SELECT client_slug, owners FROM client_list").ok().out,
        "big-shoes|jim@bigshoes.example\n"
    );
    for statement in [
        "UPDATE client SET name = 'x'",
        "DELETE FROM access_grant",
        "DELETE FROM audit",
        "UPDATE audit SET reason = 'x'",
    ] {
        let run = real.sqlite3(statement);
        assert_ne!(run.code, 0, "{run}");
    }
    real.run("audit verify").ok();
}

#[test]
fn path_like_a_uri_is_a_file_name() {
    let real = Real::empty();
    real.run("init --db 'file:x.db?mode=memory'").ok();
    assert!(real.path("file:x.db?mode=memory").exists());
    real.run("staff list --db 'file:x.db?mode=memory'").ok();
}

/// Under ten seconds, and nothing left behind.
#[test]
fn the_demo_is_quick_and_leaves_nothing() {
    let real = Real::empty();
    fs::create_dir(real.path("tmp")).unwrap();
    let begun = Instant::now();
    let run = real.shell("TMPDIR=$PWD/tmp partnerctl demo").ok();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(run.out.contains("$ partnerctl audit verify --columns audit_id,at") && run.err.is_empty(), "{run}");
    assert_eq!(fs::read_dir(real.path("tmp")).unwrap().count(), 0);
    assert_eq!(fs::read_dir(real.folder()).unwrap().count(), 1);
}

#[test]
fn zone_that_does_not_exist_is_reported() {
    let real = Real::new();
    for zone in ["Nowhere/Atlantis", "/dev/zero", "/no/such/file"] {
        let run = real.shell(&format!("TZ={zone} partnerctl client list")).ok();
        assert!(run.err.contains(&format!("TZ names \"{zone}\", which is no time zone; times are in UTC")), "{run}");
    }
    for zone in ["Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3", "UTC", ":Europe/Berlin", ""] {
        let run = real.shell(&format!("TZ={zone} partnerctl client list")).ok();
        assert!(!run.err.contains("time zone"), "{zone}: {run}");
    }
}

/// The hint for a table in another encoding is a command, and following it leads to the rows.
#[test]
fn conversion_of_a_table_can_be_pasted() {
    let real = Real::new();
    for (name, row) in [("new.csv", &b"M\xFCller,m@m.example\n"[..]), ("my table.csv", b"B\x81cker,b@b.example\n")] {
        fs::write(real.path(name), [b"name,owners\n", row].concat()).unwrap();
        let run = real.shell(&format!("partnerctl client import '{name}'")).fails(2);
        let command = run.err.split('`').find(|part| part.starts_with("iconv ")).unwrap();
        real.shell(command).ok();
        let rows = real.run("client import utf8.csv").ok();
        assert!(rows.out.contains('ü') && rows.err.contains("1 created."), "{rows}");
    }
}

#[test]
fn version_names_its_parts() {
    let real = Real::empty();
    let short = real.run("-V").ok().out;
    assert_eq!(short, format!("partnerctl {}\n", env!("CARGO_PKG_VERSION")));
    let long = real.run("--version").ok().out;
    let rest: Vec<_> = long.strip_prefix(&short).unwrap().lines().map(|line| line.split_once(' ').unwrap()).collect();
    assert_eq!(rest.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["commit", "schema", "SQLite", "target"]);
    assert_eq!(rest[1].1, partnerctl::ops::database::SCHEMA_VERSION.to_string());
    assert_eq!(rest[2].1, rusqlite::version());
    assert!(rest[3].1.starts_with(std::env::consts::ARCH), "{long}");
    assert!(!long.contains('/'), "no path of the machine that built it: {long}");
}
