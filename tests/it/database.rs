//! `db`, migrations, and what becomes of files that are not ours.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::{Run, World};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Sizes and identities differ from run to run and version to version.
fn masked(run: Run) -> Run {
    let hide = |text: &str| {
        let mut out = String::new();
        for line in text.split_inclusive('\n') {
            let name = line.split_whitespace().next().unwrap_or_default().trim_matches(|c| c == '"' || c == ':');
            let end = if line.ends_with('\n') { "\n" } else { "" };
            match name {
                "bytes" | "wal_bytes" | "pages" | "free_pages" | "schema" | "uuid" | "hash" => {
                    out.push_str(&format!("{name} …{end}"));
                }
                _ => out.push_str(line),
            }
        }
        out
    };
    Run { out: hide(&run.out), ..run }
}

#[test]
fn status_shows_every_place() {
    let mut world = World::new();
    assert_snapshot!(masked(world.run("db status")), @"
    $ partnerctl db status
    database       [DIR]/desk.db
    label          live
    uuid …
    schema …
    created_at     21 Nov 2026 09:00 UTC
    bytes …
    wal_bytes …
    pages …
    free_pages …
    mode           0600
    os_group
    key_file       [DIR]/desk.db.key
    key            private
    outbox         [DIR]/desk.db.outbox
    outbox_mode    0700
    staff          1
    partners       0
    clients        0
    logins         0
    invitations    0
    links          0
    mails          0
    mails_due      0
    audit_id       1
    audit_at       21 Nov 2026 09:00 UTC
    schema_faults  0
    safety_copies
    --- exit 0
    ");
    world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    assert_snapshot!(masked(world.run("db status --json")), @r#"
    $ partnerctl db status --json
    {
      "database": "[DIR]/desk.db",
      "label": "live",
    uuid …
    schema …
      "created_at": "2026-11-21T09:00:01.000Z",
    bytes …
    wal_bytes …
    pages …
    free_pages …
      "mode": "0600",
      "os_group": null,
      "key_file": "[DIR]/desk.db.key",
      "key": "private",
      "outbox": "[DIR]/desk.db.outbox",
      "outbox_mode": "0700",
      "staff": 1,
      "partners": 0,
      "clients": 1,
      "logins": 1,
      "invitations": 0,
      "links": 0,
      "mails": 0,
      "mails_due": 0,
      "audit_id": 2,
      "audit_at": "2026-11-21T09:00:03.000Z",
      "schema_faults": 0,
      "safety_copies": []
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("db status --csv --columns label,mode,key,outbox_mode,clients,logins,audit_id"), @"
    $ partnerctl db status --csv --columns label,mode,key,outbox_mode,clients,logins,audit_id
    label,mode,key,outbox_mode,clients,logins,audit_id
    live,0600,private,0700,1,1,2
    --- exit 0
    ");
}

#[test]
fn a_sound_database_is_said_to_be_sound() {
    let mut world = World::new();
    assert_snapshot!(world.run("db check"), @"
    $ partnerctl db check
    check      ok   fault
    ─────────────────────
    integrity  yes
    schema     yes
    audit      yes
    writes     yes
    key        yes
    modes      yes
    --- stderr
    The database is sound.
    --- exit 0
    ");
    assert_snapshot!(world.run("db check --json"), @r#"
    $ partnerctl db check --json
    [
    {"check":"integrity","ok":true,"fault":null},
    {"check":"schema","ok":true,"fault":null},
    {"check":"audit","ok":true,"fault":null},
    {"check":"writes","ok":true,"fault":null},
    {"check":"key","ok":true,"fault":null},
    {"check":"modes","ok":true,"fault":null}
    ]
    --- stderr
    The database is sound.
    --- exit 0
    "#);
    assert_snapshot!(world.run("db check --format ndjson"), @r#"
    $ partnerctl db check --format ndjson
    {"check":"integrity","ok":true,"fault":null}
    {"check":"schema","ok":true,"fault":null}
    {"check":"audit","ok":true,"fault":null}
    {"check":"writes","ok":true,"fault":null}
    {"check":"key","ok":true,"fault":null}
    {"check":"modes","ok":true,"fault":null}
    --- stderr
    The database is sound.
    --- exit 0
    "#);
    assert_snapshot!(world.run("db check --csv"), @"
    $ partnerctl db check --csv
    check,ok,fault
    integrity,true,
    schema,true,
    audit,true,
    writes,true,
    key,true,
    modes,true,
    --- stderr
    The database is sound.
    --- exit 0
    ");
}

#[test]
fn each_fault_that_is_planted_is_found() {
    for (fault, check) in [
        ("DROP TRIGGER client_guard_update", "schema"),
        ("DROP TRIGGER audit_keeps", "schema"),
        ("CREATE TRIGGER spy AFTER INSERT ON client BEGIN SELECT 1; END", "schema"),
        ("DROP INDEX audit_actor", "schema"),
    ] {
        let mut world = World::new();
        rusqlite::Connection::open(world.database()).unwrap().execute_batch(fault).unwrap();
        let run = world.run("db check --csv").fails(1);
        let faulty: Vec<_> = run.csv().into_iter().filter(|row| row["ok"] == "false").collect();
        assert_eq!(faulty.len(), 1, "{run}");
        assert_eq!(faulty[0]["check"], check, "{run}");
    }
}

#[test]
fn backup_is_private_and_a_database() {
    let mut world = World::new();
    world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    assert_snapshot!(world.run("db backup friday.db"), @"
    $ partnerctl db backup friday.db
    [DIR]/friday.db
    --- stderr
    [DIR]/friday.db holds the database up to audit row 2, and is sound.
    --- exit 0
    ");
    assert_snapshot!(world.run("db backup friday.db"), @"
    $ partnerctl db backup friday.db
    --- stderr
    error: [DIR]/friday.db exists already; it was left as it is
    hint: name another file: a backup never replaces one
    --- exit 4
    ");
    assert_snapshot!(masked(world.run("db backup saturday.db --json")), @r#"
    $ partnerctl db backup saturday.db --json
    {
      "file": "[DIR]/saturday.db",
    bytes …
    uuid …
      "label": "live",
    schema …
      "audit_id": 2,
    hash …
      "result": "created"
    }
    --- stderr
    [DIR]/saturday.db holds the database up to audit row 2, and is sound.
    --- exit 0
    "#);
    assert_eq!(mode(&world.path("friday.db")), 0o600);
    assert_snapshot!(world.run("audit list --db friday.db --columns audit_id,actor,action"), @"
    $ partnerctl audit list --db friday.db --columns audit_id,actor,action
    audit_id  actor  action
    ───────────────────────────
           1  jane   init
           2  jane   client.add
    --- exit 0
    ");
    let mut files: Vec<_> =
        std::fs::read_dir(world.path("")).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ["desk.db", "desk.db.key", "desk.db.lock", "desk.db.outbox", "friday.db", "saturday.db"]);
}

#[test]
fn failed_backup_leaves_nothing() {
    let mut world = World::new();
    assert_snapshot!(world.run("db backup no/such/folder/friday.db"), @"
    $ partnerctl db backup no/such/folder/friday.db
    --- stderr
    error: there is no folder [DIR]/no/such/folder
    --- exit 1
    ");
    assert_snapshot!(world.run("db backup friday.db --dry-run"), @"
    $ partnerctl db backup friday.db --dry-run
    --- stderr
    error: a backup has no dry run: it makes a file and changes nothing
    --- exit 2
    ");
    assert_snapshot!(world.run("db backup ''"), @"
    $ partnerctl db backup 
    --- stderr
    error: a value is required for '<FILE>' but none was supplied
    --- exit 2
    ");
    assert!(!world.path("friday.db").exists());
}

#[test]
fn restore_keeps_what_it_replaced() {
    let mut world = World::new();
    world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    world.run("db backup friday.db").ok();
    world.run("client add 'Tea House' --owner tia@teahouse.example").ok();
    assert_snapshot!(world.run("db restore friday.db"), @"
    $ partnerctl db restore friday.db
    --- stderr
    To be replaced: [DIR]/desk.db (live, 3 audit rows, the last 21 Nov 2026 09:00 UTC)
    By the backup:  [DIR]/friday.db (live, 2 audit rows, the last 21 Nov 2026 09:00 UTC)
    error: this has to be confirmed, and there is no terminal to ask at; nothing was changed
    hint: if you mean it, add `--confirm live`; `--dry-run` shows what would happen
    --- exit 8
    ");
    assert_snapshot!(world.run("db restore friday.db --confirm yes"), @r#"
    $ partnerctl db restore friday.db --confirm yes
    --- stderr
    To be replaced: [DIR]/desk.db (live, 4 audit rows, the last 21 Nov 2026 09:00 UTC)
    By the backup:  [DIR]/friday.db (live, 2 audit rows, the last 21 Nov 2026 09:00 UTC)
    error: --confirm says "yes" where "live" is expected; nothing was changed
    --- exit 8
    "#);
    assert_snapshot!(masked(world.run("db restore friday.db --dry-run --json")), @r#"
    $ partnerctl db restore friday.db --dry-run --json
    {
      "database": "[DIR]/desk.db",
      "file": "[DIR]/friday.db",
    uuid …
      "label": "live",
      "audit_id": 2,
      "replaced_uuid": "78382582-2a6f-4e62-9a21-90e828e4c9d2",
      "replaced_label": "live",
      "replaced_audit_id": 5,
      "kept": null,
      "codes": null,
      "mails": null,
      "confirm": "live",
      "result": "would_be_restored",
      "dry_run": true
    }
    --- stderr
    To be replaced: [DIR]/desk.db (live, 5 audit rows, the last 21 Nov 2026 09:00 UTC)
    By the backup:  [DIR]/friday.db (live, 2 audit rows, the last 21 Nov 2026 09:00 UTC)
    hint: to do it, confirm with `--confirm live`
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    "#);
    assert_eq!(world.sql("SELECT slug FROM client ORDER BY id"), ["big-shoes", "tea-house"]);
    assert_snapshot!(world.run("db restore friday.db --confirm live"), @"
    $ partnerctl db restore friday.db --confirm live
    [DIR]/desk.db
    --- stderr
    To be replaced: [DIR]/desk.db (live, 5 audit rows, the last 21 Nov 2026 09:00 UTC)
    By the backup:  [DIR]/friday.db (live, 2 audit rows, the last 21 Nov 2026 09:00 UTC)
    Restored. The replaced database is kept as [DIR]/desk.db.replaced-20261121T090008000Z
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT slug FROM client ORDER BY id"), ["big-shoes"]);
    let noted = world.run("audit list --action db.restore --json").ok().json();
    assert_eq!((&noted[0]["actor"], &noted[0]["audit_id"]), (&"jane".into(), &3.into()));
    assert_eq!(noted[0]["details"]["file"], "friday.db");
    assert_eq!((&noted[0]["details"]["codes"], &noted[0]["details"]["mails"]), (&0.into(), &0.into()));
    assert_eq!(noted[0]["details"]["replaced"]["audit_id"], 5);
    world.run("audit verify").ok();
    world.run("db check").ok();
    let kept = world.path("desk.db.replaced-20261121T090008000Z");
    assert_eq!(mode(&kept), 0o600);
    let kept = world.run(&format!("whoami --db {} --json", kept.display())).ok();
    assert_eq!(kept.json()["label"], "live");
}
