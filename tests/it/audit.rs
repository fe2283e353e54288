//! `audit` and `client log`: who did what.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::{Frozen, Run, World};

/// Hashes change with whatever the rows say.
fn masked(run: Run) -> Run {
    let hide = |text: &str| {
        let word = |c: char| !c.is_ascii_hexdigit();
        let hashes: Vec<&str> = text.split(word).filter(|word| word.len() == 64).collect();
        hashes.iter().fold(text.to_owned(), |text, hash| text.replace(hash, "[HASH]"))
    };
    Run { line: hide(&run.line), out: hide(&run.out), err: hide(&run.err), ..run }
}

/// A database with three audit rows: `init` and two clients.
fn two_clients() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::new();
        world
            .run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example")
            .ok();
        world.run("client add 'Tea House' --slug tea-house --owner tia@teahouse.example").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn client_log_is_newest_first() {
    let mut world = two_clients();
    world.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example").fails(4);
    assert_snapshot!(world.run("client log big-shoes"), @"
    $ partnerctl client log big-shoes
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example
    --- exit 0
    ");
    assert_snapshot!(world.run("client log C100001-9 --json"), @r#"
    $ partnerctl client log C100001-9 --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","audit_id":2,"at":"2026-11-21T09:00:02.000Z","actor":"jane","acting_as":null,"action":"client.add","entity_id":"C100001-9","outcome":"done","error_code":null,"reason":null,"details":{"slug":"big-shoes","owners":"jim@bigshoes.example"}}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("client log big-shoes --limit 1 --csv"), @r#"
    $ partnerctl client log big-shoes --limit 1 --csv
    client_id,client_slug,audit_id,at,actor,acting_as,action,entity_id,outcome,error_code,reason,details
    C100001-9,big-shoes,2,2026-11-21T09:00:02.000Z,jane,,client.add,C100001-9,done,,,"{""slug"":""big-shoes"",""owners"":""jim@bigshoes.example""}"
    --- exit 0
    "#);
}

#[test]
fn audit_is_oldest_first_in_each_format() {
    let mut world = World::new();
    assert_snapshot!(masked(world.run("audit list --action client.add")), @"
    $ partnerctl audit list --action client.add
    --- stderr
    note: no audit row matches
    --- exit 0
    ");
    assert_snapshot!(masked(world.run("audit list --action client.add --json")), @"
    $ partnerctl audit list --action client.add --json
    []
    --- stderr
    note: no audit row matches
    --- exit 0
    ");
    assert_snapshot!(masked(world.run("audit list --action client.add --format ndjson")), @"
    $ partnerctl audit list --action client.add --format ndjson
    --- stderr
    note: no audit row matches
    --- exit 0
    ");
    assert_snapshot!(masked(world.run("audit list --action client.add --csv")), @"
    $ partnerctl audit list --action client.add --csv
    audit_id,at,actor,acting_as,client_id,client_slug,action,entity_id,outcome,error_code,reason,details,hash
    --- stderr
    note: no audit row matches
    --- exit 0
    ");
    world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example").ok();
    assert_snapshot!(masked(world.run("audit list --action client.add")), @r#"
    $ partnerctl audit list --action client.add
    audit_id  at                     actor  acting_as  client_id  client_slug  action      entity_id  outcome  error_code  reason  details                                               hash
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
           2  21 Nov 2026 09:00 UTC  jane              C100001-9  big-shoes    client.add  C100001-9  done                         {"slug":"big-shoes","owners":"jim@bigshoes.example"}  [HASH]
    --- exit 0
    "#);
    assert_snapshot!(masked(world.run("audit list --action 'client add' --json")), @r#"
    $ partnerctl audit list --action client add --json
    [
    {"audit_id":2,"at":"2026-11-21T09:00:06.000Z","actor":"jane","acting_as":null,"client_id":"C100001-9","client_slug":"big-shoes","action":"client.add","entity_id":"C100001-9","outcome":"done","error_code":null,"reason":null,"details":{"slug":"big-shoes","owners":"jim@bigshoes.example"},"hash":"[HASH]"}
    ]
    --- exit 0
    "#);
    world.run("client add 'Tea House' --owner tia@teahouse.example").ok();
    assert_snapshot!(masked(world.run("audit list --columns audit_id,at,actor,client_id,client_slug,action")), @"
    $ partnerctl audit list --columns audit_id,at,actor,client_id,client_slug,action
    audit_id  at                     actor  client_id  client_slug  action
    ──────────────────────────────────────────────────────────────────────────
           1  21 Nov 2026 09:00 UTC  jane                           init
           2  21 Nov 2026 09:00 UTC  jane   C100001-9  big-shoes    client.add
           3  21 Nov 2026 09:00 UTC  jane   C100002-4  tea-house    client.add
    --- exit 0
    ");
    assert_snapshot!(masked(world.run("audit list --json")), @r#"
    $ partnerctl audit list --json
    [
    {"audit_id":1,"at":"2026-11-21T09:00:01.000Z","actor":"jane","acting_as":null,"client_id":null,"client_slug":null,"action":"init","entity_id":"database","outcome":"done","error_code":null,"reason":null,"details":{"label":"live","uuid":"78382582-2a6f-4e62-9a21-90e828e4c9d2"},"hash":"[HASH]"},
    {"audit_id":2,"at":"2026-11-21T09:00:06.000Z","actor":"jane","acting_as":null,"client_id":"C100001-9","client_slug":"big-shoes","action":"client.add","entity_id":"C100001-9","outcome":"done","error_code":null,"reason":null,"details":{"slug":"big-shoes","owners":"jim@bigshoes.example"},"hash":"[HASH]"},
    {"audit_id":3,"at":"2026-11-21T09:00:09.000Z","actor":"jane","acting_as":null,"client_id":"C100002-4","client_slug":"tea-house","action":"client.add","entity_id":"C100002-4","outcome":"done","error_code":null,"reason":null,"details":{"slug":"tea-house","owners":"tia@teahouse.example"},"hash":"[HASH]"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(masked(world.run("audit list --format ndjson")), @r#"
    $ partnerctl audit list --format ndjson
    {"audit_id":1,"at":"2026-11-21T09:00:01.000Z","actor":"jane","acting_as":null,"client_id":null,"client_slug":null,"action":"init","entity_id":"database","outcome":"done","error_code":null,"reason":null,"details":{"label":"live","uuid":"78382582-2a6f-4e62-9a21-90e828e4c9d2"},"hash":"[HASH]"}
    {"audit_id":2,"at":"2026-11-21T09:00:06.000Z","actor":"jane","acting_as":null,"client_id":"C100001-9","client_slug":"big-shoes","action":"client.add","entity_id":"C100001-9","outcome":"done","error_code":null,"reason":null,"details":{"slug":"big-shoes","owners":"jim@bigshoes.example"},"hash":"[HASH]"}
    {"audit_id":3,"at":"2026-11-21T09:00:09.000Z","actor":"jane","acting_as":null,"client_id":"C100002-4","client_slug":"tea-house","action":"client.add","entity_id":"C100002-4","outcome":"done","error_code":null,"reason":null,"details":{"slug":"tea-house","owners":"tia@teahouse.example"},"hash":"[HASH]"}
    --- exit 0
    "#);
    assert_snapshot!(masked(world.run("audit list --csv")), @r#"
    $ partnerctl audit list --csv
    audit_id,at,actor,acting_as,client_id,client_slug,action,entity_id,outcome,error_code,reason,details,hash
    1,2026-11-21T09:00:01.000Z,jane,,,,init,database,done,,,"{""label"":""live"",""uuid"":""78382582-2a6f-4e62-9a21-90e828e4c9d2""}",[HASH]
    2,2026-11-21T09:00:06.000Z,jane,,C100001-9,big-shoes,client.add,C100001-9,done,,,"{""slug"":""big-shoes"",""owners"":""jim@bigshoes.example""}",[HASH]
    3,2026-11-21T09:00:09.000Z,jane,,C100002-4,tea-house,client.add,C100002-4,done,,,"{""slug"":""tea-house"",""owners"":""tia@teahouse.example""}",[HASH]
    --- exit 0
    "#);
}

#[test]
fn audit_filters_combine() {
    let mut world = two_clients();
    world.run("staff add ravi --name Ravi").ok();
    world.account("ravi");
    world.run("client add 'Third' --slug third --owner jim@bigshoes.example").ok();
    world.run("client add 'Third' --slug third --owner tia@teahouse.example").fails(4);
    world.account("jane").pass(Span::days(2));
    world.run("client add 'Fourth' --slug fourth --owner tia@teahouse.example").ok();
    let mut numbers = |filter: &str| -> String {
        let rows = world.run(&format!("audit list --csv --columns audit_id {filter}")).ok();
        rows.out.lines().skip(1).collect::<Vec<_>>().join(" ")
    };
    for (filter, wanted) in [
        ("", "1 2 3 4 5 6 7"),
        ("-c big-shoes", "2"),
        ("-c bigshoes.example", "2"),
        ("--user jim@bigshoes.example", "2 5"),
        ("--user TIA@teahouse.example", "3 7"),
        ("--actor ravi", "5 6"),
        ("--action client.add", "2 3 5 6 7"),
        ("--since 2026-11-22", "7"),
        ("--since 12h", "7"),
        ("--until 2026-11-21", "1 2 3 4 5 6"),
        ("--since 2026-11-21 --until 2026-11-22", "1 2 3 4 5 6"),
        ("--since 2026-11-21T09:00:03.000Z --until 2026-11-21T09:00:04.000Z", "3"),
        ("--user jim@bigshoes.example --actor ravi", "5"),
        ("--user jim@bigshoes.example --actor jane --action client.add", "2"),
        ("--actor jane --since 2026-11-22", "7"),
        ("--actor ravi --since 2026-11-22", ""),
        ("-c third --user tia@teahouse.example", ""),
        ("-c third --until 2026-11-21 --action client.add", "5"),
    ] {
        assert_eq!(numbers(filter), wanted, "{filter}");
    }
}

#[test]
fn a_filter_that_names_nothing_says_so() {
    let mut world = two_clients();
    assert_snapshot!(masked(world.run("audit list --user nobody@bigshoes.example")), @"
    $ partnerctl audit list --user nobody@bigshoes.example
    --- stderr
    error: no one here is known as nobody@bigshoes.example
    hint: look the person up with `partnerctl client find WORD`
    --- exit 3
    ");
    assert_snapshot!(masked(world.run("audit list -c big-shoos")), @r#"
    $ partnerctl audit list -c big-shoos
    --- stderr
    error: no client is named "big-shoos"
    hint: there is big-shoes (C100001-9) Big Shoes Inc.
    hint: look it up with `partnerctl client find WORD`
    --- exit 3
    "#);
    assert_snapshot!(masked(world.run("audit list --action 'invite;send'")), @r#"
    $ partnerctl audit list --action invite;send
    --- stderr
    error: "invite;send" is not an action
    hint: did you mean `invite.send`?
    hint: an action is `NOUN.VERB`, and the nouns are: access, audit, client, config, db, init, invite, link, mail, partner, permission, session, setup, staff, user; `NOUN.` lists those of one
    --- exit 2
    "#);
    assert_snapshot!(masked(world.run("audit list --since 2026-11-22 --until 2026-11-20")), @"
    $ partnerctl audit list --since 2026-11-22 --until 2026-11-20
    --- stderr
    error: nothing lies between --since and --until: the end is before the beginning
    --- exit 2
    ");
    assert_snapshot!(masked(world.run("audit list --since yesterday")), @r#"
    $ partnerctl audit list --since yesterday
    --- stderr
    error: --since: "yesterday" is not a time
    hint: write a day `2026-11-21`, a month `2026-11`, or a time `2026-11-21T14:05:00Z`
    hint: or so long ago: `7d`, `12h`
    --- exit 2
    "#);
}

#[test]
fn audit_is_found_by_person_acted_for() {
    let mut world = two_clients();
    world.run("client add Third --slug third --owner a@b.example --as jim@bigshoes.example -m phone").fails(5);
    let found = world.run("audit list --actor jim@bigshoes.example --json").ok().json();
    assert_eq!(found[0]["acting_as"], "jim@bigshoes.example");
    assert_eq!((&found[0]["outcome"], &found[0]["error_code"]), (&"refused".into(), &"denied".into()));
    assert_eq!(found.as_array().unwrap().len(), 1);
}

#[test]
fn whole_chain_contains_an_earlier_hash() {
    let mut world = two_clients();
    let head = world.run("audit head --json").ok().json();
    assert_snapshot!(masked(world.run("audit head")), @"
    $ partnerctl audit head
    audit_id  3
    at        21 Nov 2026 09:00 UTC
    hash      [HASH]
    --- exit 0
    ");
    world.run("client add Third --owner a@b.example").ok();
    assert_snapshot!(masked(world.run(&format!("audit verify --head {}", head["hash"].as_str().unwrap()))), @"
    $ partnerctl audit verify --head [HASH]
    audit_id  4
    at        21 Nov 2026 09:00 UTC
    hash      [HASH]
    --- stderr
    The given hash is that of row 3; nothing up to it was changed.
    All 4 rows are as they were written.
    --- exit 0
    ");
    assert_snapshot!(masked(world.run("audit verify --json")), @r#"
    $ partnerctl audit verify --json
    {
      "audit_id": 4,
      "at": "2026-11-21T09:00:06.000Z",
      "hash": "[HASH]"
    }
    --- stderr
    All 4 rows are as they were written.
    --- exit 0
    "#);
    assert_snapshot!(masked(world.run(&format!("audit verify --head {}", "0f".repeat(32)))), @"
    $ partnerctl audit verify --head [HASH]
    --- stderr
    error: the chain is whole up to row 4, but the given hash is not in it: rows were cut off or written again
    hint: make sure that it is a hash of this database, then compare with a backup
    --- exit 1
    ");
    assert_snapshot!(masked(world.run("audit verify --head 0f0f")), @r#"
    $ partnerctl audit verify --head 0f0f
    --- stderr
    error: "0f0f" is no hash of an audit row
    hint: a hash has 64 hexadecimal digits, as `partnerctl audit head` prints it
    --- exit 2
    "#);
}

/// Writes to the file as an attacker with the sqlite3 shell would, who takes the triggers away first.
fn forge(world: &World, statement: &str) {
    let raw = rusqlite::Connection::open(world.database()).unwrap();
    let triggers: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    raw.execute_batch(statement).unwrap();
}

#[test]
fn any_tampering_breaks_the_chain_at_its_row() {
    for (forgery, broken) in [
        ("UPDATE audit SET actor = 'ravi' WHERE id = 2", 2),
        ("UPDATE audit SET reason = 'asked for' WHERE id = 3", 3),
        ("UPDATE audit SET details = '{}' WHERE id = 2", 2),
        ("UPDATE audit SET client_id = NULL WHERE id = 2", 2),
        ("UPDATE audit SET at = at + 1 WHERE id = 1", 1),
        ("UPDATE audit SET hash = zeroblob(32) WHERE id = 2", 2),
        ("UPDATE audit SET previous = zeroblob(32) WHERE id = 3", 3),
        ("UPDATE audit_client SET client_id = 100002 WHERE audit_id = 2", 2),
        ("INSERT INTO audit_client (client_id, audit_id) VALUES (100002, 2)", 2),
        ("DELETE FROM audit_user WHERE audit_id = 3", 3),
        ("PRAGMA foreign_keys = OFF; DELETE FROM audit WHERE id = 2", 2),
        ("PRAGMA ignore_check_constraints = ON; UPDATE audit SET outcome = 'well' WHERE id = 3", 3),
        ("UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE id = 1", 1),
    ] {
        let mut world = two_clients();
        forge(&world, forgery);
        let error = world.run("audit verify --json").fails(1).error();
        assert_eq!((&error["code"], &error["audit_id"]), (&"failed".into(), &broken.into()), "{forgery}");
    }
}

#[test]
fn cut_off_rows_are_missed_by_a_kept_hash() {
    let mut world = two_clients();
    let head = world.run("audit head --json").ok().json();
    forge(
        &world,
        "PRAGMA foreign_keys = OFF; DELETE FROM audit WHERE id = 3; DELETE FROM audit_client WHERE audit_id = 3; DELETE FROM audit_user WHERE audit_id = 3",
    );
    assert_snapshot!(masked(world.run("audit verify")), @"
    $ partnerctl audit verify
    audit_id  2
    at        21 Nov 2026 09:00 UTC
    hash      [HASH]
    --- stderr
    All 2 rows are as they were written.
    --- exit 0
    ");
    assert_snapshot!(masked(world.run(&format!("audit verify --head {}", head["hash"].as_str().unwrap()))), @"
    $ partnerctl audit verify --head [HASH]
    --- stderr
    error: the chain is whole up to row 2, but the given hash is not in it: rows were cut off or written again
    hint: make sure that it is a hash of this database, then compare with a backup
    --- exit 1
    ");
}

#[test]
fn broken_row_is_named_with_next_step() {
    let mut world = two_clients();
    forge(&world, "UPDATE audit SET actor = 'ravi' WHERE id = 2");
    assert_snapshot!(masked(world.run("audit verify")), @"
    $ partnerctl audit verify
    --- stderr
    error: audit row 2 is not as it was written; the rows before it are whole
    hint: compare with a backup: `partnerctl audit verify --db BACKUP`
    hint: someone wrote to the file past this program: see who can, with `ls -l` on the file and its folder
    --- exit 1
    ");
}

/// S3.18 and S3.19.
#[test]
fn requests_and_answers_are_in_the_client_log() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.run("invite accept -c big-shoes --as jim@bigshoes.example -m 'called back'").ok();
    let first = world.run("link request -p jims-web --target big-shoes").ok().id();
    world.run(&format!("link deny {first} -c big-shoes --as jim@bigshoes.example -m 'not now'")).ok();
    let second = world.pass(Span::days(7)).run("link request -p jims-web --target big-shoes").ok().id();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin --for 30d").ok();
    world.run(&format!("link remove {second} -c big-shoes --confirm big-shoes -m 'they moved on'")).ok();
    world.run(&format!("link approve {second} -c big-shoes --as jim@bigshoes.example -m again")).fails(4);
    assert_snapshot!(world.run("client log big-shoes"), @"
    $ partnerctl client log big-shoes
    28 Nov 2026 09:00 UTC  jane for jim@bigshoes.example was refused `link approve lnk_2 -c big-shoes --as jim@bigshoes.example -m again`: lnk_2 is unlinked since 28 Nov 2026 09:00 UTC; it cannot be approved, saying “again”
    28 Nov 2026 09:00 UTC  jane ended lnk_2 of jims-web, saying “they moved on”
    28 Nov 2026 09:00 UTC  jane approved lnk_2 of jims-web until 28 Dec 2026 09:00 UTC with the code of jim@bigshoes.example; it is linked now
    28 Nov 2026 09:00 UTC  jane requested lnk_2 for jims-web
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example denied lnk_1 of jims-web, saying “not now”
    21 Nov 2026 09:00 UTC  jane requested lnk_1 for jims-web
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example accepted inv_1 for jim@bigshoes.example as owner, saying “called back”; the login is active now; the client is active now
    21 Nov 2026 09:00 UTC  jane invited jim@bigshoes.example as owner by inv_1
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example
    --- exit 0
    ");
    assert_snapshot!(world.run("client log big-shoes --limit 2 --format ndjson --columns action,outcome,reason"), @r#"
    $ partnerctl client log big-shoes --limit 2 --format ndjson --columns action,outcome,reason
    {"action":"link.approve","outcome":"refused","reason":"again"}
    {"action":"link.remove","outcome":"done","reason":"they moved on"}
    --- stderr
    hint: the list goes on: `partnerctl client log big-shoes --limit 2 --format ndjson --columns action,outcome,reason --after 11`
    --- exit 0
    "#);
}

#[test]
fn client_log_is_for_owners_and_support() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.run("invite accept -c big-shoes --as jim@bigshoes.example -m 'called back'").ok();
    world.run("client log big-shoes --as jim@bigshoes.example").ok();
    world.run("client log tea-house --as jim@bigshoes.example").fails(3);
    world.run("client log big-show").fails(3).says("there is big-shoes");
    world.run("client log").fails(2);
    world.run("audit list --as jim@bigshoes.example").fails(5);
}

#[test]
fn client_log_takes_a_span_of_time() {
    let mut world = World::new();
    world.run("client add 'Night Shop' --slug night-shop --owner nan@nightshop.example").ok();
    world.pass(Span::days(40));
    world.run("client edit night-shop --plan pro").ok();
    world.run("client edit night-shop --plan starter").ok();
    let both = world.run("client log night-shop --since 30d").ok();
    assert_eq!(both.out.lines().count(), 2, "{both}");
    let last = world.run("client log night-shop --since 30d --limit 1").ok();
    assert!(last.out.contains("starter") && last.out.lines().count() == 1, "{last}");
    let first = world.run("client log night-shop --until 2026-11-30 --limit 1 --csv").ok();
    assert!(first.out.contains("client.add") && first.out.lines().count() == 2, "{first}");
    world.run("client log night-shop --since soon").fails(2).says("or so long ago: `7d`");
}

#[test]
fn a_month_is_a_stretch_of_time() {
    let mut world = World::with_story();
    let rows = |world: &mut World, line: &str| world.run(&format!("audit list {line} --csv")).ok().csv().len();
    let all = rows(&mut world, "");
    assert!(all > 2);
    assert_eq!(rows(&mut world, "--since 2026-11 --until 2026-11"), all);
    assert_eq!(rows(&mut world, "--since 2026-12"), 0);
    assert_eq!(rows(&mut world, "--until 2026-10"), 0);
    world.run("audit list --since 2026-13").fails(2).says("does not exist in the calendar");
}

#[test]
fn unknown_filter_lists_those_that_exist() {
    let mut world = two_clients();
    let run = world.run("audit list --action invite.sned").fails(2);
    run.says("\"invite.sned\" is not an action").says("did you mean `invite.send`?").says("invite.accept, invite.bulk");
    world.run("audit list --action nothing --json").fails(2).says("the nouns are: access, audit, client");
    // What is refused has a row as well, and so has what a transition does by itself.
    for action in ["invite.send", "'invite send'", "access.why", "link.process_failed", "user.term_ended"] {
        world.run(&format!("audit list --action {action}")).ok();
    }
    world.run("audit list --actor jann").fails(3).says("\"jann\" is not staff").says("there is jane");
    world.run("staff add ravi --name Ravi").ok();
    world.run("staff remove ravi --confirm ravi");
    for actor in ["ravi", "@web", "me", "jim@bigshoes.example", "nobody@nowhere.example"] {
        world.run(&format!("audit list --actor {actor}")).ok();
    }
    assert_eq!(world.run("audit list --actor me --csv").ok().out, world.run("audit list --actor jane --csv").ok().out);
}

#[test]
fn log_is_read_no_further_than_its_part() {
    let mut world = two_clients();
    world.run("client edit big-shoes --plan pro").ok();
    // The row behind the next one cannot be read.
    world.run("client edit big-shoes --plan starter").ok();
    let past_the_program = rusqlite::Connection::open(world.database()).unwrap();
    let damage = "PRAGMA ignore_check_constraints = ON; DROP TRIGGER audit_keeps; DROP TRIGGER audit_guard_update;
        UPDATE audit SET outcome = 'damaged' WHERE id = 2";
    past_the_program.execute_batch(damage).unwrap();
    drop(past_the_program);
    world.run("client log big-shoes --limit 1 --since 1d").ok().says("--after 5");
}

#[test]
fn last_says_how_it_goes_on() {
    let mut world = two_clients();
    world.run("client edit big-shoes --plan pro").ok();
    world.run("last 2").ok().says("the list goes on: `partnerctl last 2 --after 3`");
    world.run("last 2 --after 3").ok().says_not("goes on").prints("jane made the database");
    world.run("last 1 --json").ok().says("`partnerctl last 1 --json --after 4`");
    world.run("last").ok().says_not("goes on");
}
