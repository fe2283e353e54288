//! The last owner (docs/reference.md#rules): on every path an active client keeps someone who can administer it for good.

use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::invite::{accept, holdings, private};
use crate::support::{Frozen, Real, World, alone, code};

const JIM: &str = "jim@bigshoes.example";
const ANN: &str = "ann@bigshoes.example";

/// One way to take the last owner away.
struct Attack {
    name: &'static str,
    /// What is done before, and must work.
    setup: &'static [&'static str],
    /// How long is waited then.
    wait: Span,
    /// What must be refused. `{code}` on standard input is the newest one mailed to ann.
    line: &'static str,
}

const fn attack(name: &'static str, setup: &'static [&'static str], line: &'static str) -> Attack {
    Attack { name, setup, wait: Span::ZERO, line }
}

/// The commands by which an owner comes in as ann, `accept` being what she does with the newest mail.
const ANN_WITH_TERM: &[&str] = &["invite send ann@bigshoes.example -c big-shoes -r owner --for 90d", "accept"];

/// The same for an admin who cannot administer users.
const ANN_WITHOUT_USERS: &[&str] =
    &["invite send ann@bigshoes.example -c big-shoes -r admin --permissions invoices", "accept"];

/// A new verb that weakens someone's access belongs here.
const ATTACKS: &[Attack] = &[
    attack("taken out", &[], "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes"),
    attack(
        "taken out by himself",
        &[],
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes --as jim@bigshoes.example -m phone",
    ),
    attack("made less", &[], "user edit jim@bigshoes.example -c big-shoes -r supervisor"),
    attack(
        "left without the permission",
        &[],
        "user edit jim@bigshoes.example -c big-shoes -r admin --permissions invoices",
    ),
    attack(
        "left without the permission by himself",
        &[],
        "user edit jim@bigshoes.example -c big-shoes -r admin --permissions invoices --as jim@bigshoes.example -m x",
    ),
    attack(
        "next to an admin without the permission",
        ANN_WITHOUT_USERS,
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes",
    ),
    attack(
        "leaving next to an admin without the permission",
        ANN_WITHOUT_USERS,
        "user leave jim@bigshoes.example -c big-shoes --confirm big-shoes --as jim@bigshoes.example -m bye",
    ),
    attack(
        "made inactive next to an admin without the permission",
        ANN_WITHOUT_USERS,
        "user deactivate jim@bigshoes.example --confirm jim@bigshoes.example --expect-clients 1 -m leave",
    ),
    attack(
        "narrowed after the only other admin was",
        &[
            "invite send ann@bigshoes.example -c big-shoes -r admin",
            "accept",
            "user edit ann@bigshoes.example -c big-shoes --permissions profile",
        ],
        "user edit jim@bigshoes.example -c big-shoes -r admin --permissions profile",
    ),
    attack("given an end by a day", &[], "user edit jim@bigshoes.example -c big-shoes --until 2027-01-31"),
    attack("given an end by a duration", &[], "user edit jim@bigshoes.example -c big-shoes -r admin --for 90d"),
    attack(
        "replaced by someone with a term",
        &[],
        "invite send ann@bigshoes.example -c big-shoes -r owner --for 90d --replaces jim@bigshoes.example",
    ),
    attack(
        "replaced by someone whose term was harmless when it was offered",
        &[
            "invite send kim@bigshoes.example -c big-shoes -r owner",
            "accept kim",
            "invite send ann@bigshoes.example -c big-shoes -r owner --for 90d --replaces jim@bigshoes.example",
            "user remove kim@bigshoes.example -c big-shoes --confirm big-shoes",
        ],
        "invite accept --code-stdin --password-file pw",
    ),
    attack(
        "next to an owner with a term",
        ANN_WITH_TERM,
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes",
    ),
    Attack {
        name: "next to an owner whose term is over",
        setup: ANN_WITH_TERM,
        wait: Span::days(91),
        line: "user edit jim@bigshoes.example -c big-shoes -r guest",
    },
    attack(
        "next to an owner who never came",
        &["invite send ann@bigshoes.example -c big-shoes -r owner"],
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes",
    ),
    attack(
        "next to a dedicated user of a partner",
        &[
            "user add ann@bigshoes.example -c big-shoes -r admin --for-partner jims-web --as jim@bigshoes.example -m phone",
        ],
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes",
    ),
    attack(
        "next to an admin whose login is inactive",
        &["invite send ann@bigshoes.example -c big-shoes -r admin", "accept", "inactive"],
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes",
    ),
    attack(
        "next to an admin who has no password",
        &["invite send ann@bigshoes.example -c big-shoes -r admin", "accept", "no password"],
        "user edit jim@bigshoes.example -c big-shoes -r manager",
    ),
    attack(
        "leaving by himself",
        &[],
        "user leave jim@bigshoes.example -c big-shoes --confirm big-shoes --as jim@bigshoes.example -m bye",
    ),
    attack(
        "made inactive by support",
        &[],
        "user deactivate jim@bigshoes.example --confirm jim@bigshoes.example --expect-clients 1 -m leave",
    ),
    attack(
        "made inactive by himself, next to an owner with a term",
        ANN_WITH_TERM,
        "user deactivate jim@bigshoes.example --confirm jim@bigshoes.example --expect-clients 1 --as jim@bigshoes.example -m bye",
    ),
    attack(
        "offboarded with the partner that he works for too",
        &["partner add-user jim@bigshoes.example -p jims-web --first-name Jim --last-name Doe"],
        "partner offboard-user jim@bigshoes.example --confirm jim@bigshoes.example:1 -m 'left the company'",
    ),
    attack(
        "the second of two, after the first",
        &[
            "invite send ann@bigshoes.example -c big-shoes -r owner",
            "accept",
            "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes",
        ],
        "user edit jim@bigshoes.example -c big-shoes -r admin --until 2027-01-31",
    ),
];

/// big-shoes with jim as its only owner.
fn with_jim() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        private(&world, "pw", crate::invite::PASSWORD);
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, JIM);
        world.freeze()
    });
    FROZEN.thaw()
}

fn prepare(world: &mut World, step: &str) {
    match step {
        "accept" => accept(world, ANN),
        "accept kim" => accept(world, "kim@bigshoes.example"),
        "inactive" => world.tamper("UPDATE login SET state = 'inactive' WHERE email_key = 'ann@bigshoes.example'"),
        "no password" => {
            world.tamper("DELETE FROM credential WHERE login_id = (SELECT id FROM login WHERE email_key = 'ann@bigshoes.example')");
        }
        line => drop(world.run(line).ok()),
    }
}

#[test]
fn last_owner_survives_every_attack() {
    assert!(ATTACKS.len() >= 12);
    for Attack { name, setup, wait, line } in ATTACKS {
        let mut world = with_jim();
        setup.iter().for_each(|step| prepare(&mut world, step));
        world.pass(*wait);
        let before = holdings(&world);
        if line.contains("--code-stdin") {
            world.stdin(world.code_for(ANN));
        }
        let run = world.run(&format!("{line} --json"));
        assert_eq!(run.code, 4, "{name}: {run}");
        let error = run.err.lines().last().unwrap();
        let error: serde_json::Value = serde_json::from_str(error).unwrap();
        assert_eq!(error["error"]["rule"], "last-owner", "{name}: {run}");
        let answer = error["error"]["message"].as_str().unwrap();
        assert!(answer.contains("big-shoes (C100001-9)"), "{name}: {run}");
        assert_eq!(holdings(&world), before, "{name}");
        let refused = world.sql("SELECT outcome, error_code FROM audit ORDER BY id DESC LIMIT 1");
        assert_eq!(refused, ["refused|conflict"], "{name}");
    }
}

/// Anyone who cannot administer the client is no obstacle, and neither is who goes where someone who can stays.
#[test]
fn an_admin_without_users_may_always_go() {
    let mut world = with_jim();
    ANN_WITHOUT_USERS.iter().for_each(|step| prepare(&mut world, step));
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.run("invite send kim@bigshoes.example -c big-shoes -r admin").ok();
    accept(&mut world, "kim@bigshoes.example");
    world.run("user edit jim@bigshoes.example -c big-shoes -r admin --permissions invoices").ok();
    world
        .run("user edit kim@bigshoes.example -c big-shoes --permissions invoices")
        .fails(4)
        .says("is the last person who");
    world.run("doctor").says_not("no-lasting-owner");
}

/// What an older version let happen is found.
#[test]
fn undone_narrowing_keeps_the_permission() {
    let mut world = with_jim();
    world.tamper("UPDATE access_grant SET role = 'admin', permissions = 'invoices' WHERE client_id = 100001");
    let run = world.run("doctor --json");
    assert!(run.out.contains("no-administrator") && run.out.contains("the permission `users`"), "{run}");
    let mut world = with_jim();
    world.run("invite send kim@bigshoes.example -c big-shoes -r admin --permissions invoices").ok();
    accept(&mut world, "kim@bigshoes.example");
    world.run("user edit kim@bigshoes.example -c big-shoes --permissions all").ok();
    let hers = "--as kim@bigshoes.example -m x";
    world.account("ravi");
    world.account("jane").run("staff add ravi --name Ravi").ok();
    world.account("ravi").run(&format!("user edit jim@bigshoes.example -c big-shoes -r admin {hers}")).fails(5);
    world.run("user edit jim@bigshoes.example -c big-shoes -r manager").ok();
    world.account("jane").run("undo -c big-shoes").fails(4).says("would be left without");
}

#[test]
fn draft_that_loses_its_owner_is_reported() {
    let mut world = World::with_story();
    for line in [
        "user edit tia@teahouse.example -c tea-house -r admin",
        "user remove tia@teahouse.example -c tea-house --confirm tea-house",
    ] {
        world.run(&format!("{line} -n")).ok().says("tea-house (C100002-4) would have no owner, and stay a draft");
    }
    world
        .run("user edit tia@teahouse.example -c tea-house -r admin")
        .ok()
        .says("partnerctl user add EMAIL -c tea-house -r owner");
}

/// An active client is one that someone keeps: an owner with a term alone makes none.
#[test]
fn an_owner_with_a_term_leaves_a_draft() {
    let mut world = World::with_story();
    private(&world, "pw", crate::invite::PASSWORD);
    let state = |world: &World| world.sql("SELECT state FROM client WHERE id = 100001").remove(0);
    world.run("user edit jim@bigshoes.example -c big-shoes --for 90d").ok();
    world.run("invite send --owners -c big-shoes").ok();
    world.stdin(world.code_for(JIM)).run("invite accept --code-stdin --password-file pw").ok().says("stays a draft");
    assert_eq!(state(&world), "draft");
    world.run("doctor").says_not("no-lasting-owner");
    world.run("user edit jim@bigshoes.example -c big-shoes --no-until").ok();
    assert_eq!(state(&world), "active");
    world.run("user edit jim@bigshoes.example -c big-shoes --for 90d").fails(4);
}

/// Nothing forbids that an admin stays alone; it is reported, found, and stops no nightly run.
#[test]
fn an_admin_who_stays_alone_is_reported() {
    let mut world = with_jim();
    world.run("invite send ann@bigshoes.example -c big-shoes -r admin").ok();
    accept(&mut world, ANN);
    for line in [
        "user edit jim@bigshoes.example -c big-shoes -r manager -n",
        "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes -n",
        "user leave jim@bigshoes.example -c big-shoes --confirm big-shoes --as jim@bigshoes.example -m bye",
    ] {
        let says = match line.ends_with(" -n") {
            true => "big-shoes (C100001-9) would have no owner; ann@bigshoes.example would administer it as admin",
            false => "big-shoes (C100001-9) has no owner now; ann@bigshoes.example administers it as admin",
        };
        world.run(line).ok().says(says);
    }
    world.stdin("client_slug\nbig-shoes\n");
    let run = world.run("invite bulk - --owners --csv").ok();
    assert_eq!(run.csv()[0]["result"], "skipped", "{run}");
    let found = world.run("doctor --json").json();
    let found = found.as_array().unwrap().iter().find(|finding| finding["code"] == "no-owner").cloned().unwrap();
    assert_eq!(found["command"], "partnerctl user edit ann@bigshoes.example -c big-shoes -r owner");
    world.run("user edit ann@bigshoes.example -c big-shoes -r owner").ok();
    assert!(!world.run("doctor --json").out.contains("no-owner"));
}

/// Jim owns big-shoes, Ann is its admin, and both are in.
fn with_admin() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = with_jim();
        world.run("invite send ann@bigshoes.example -c big-shoes -r admin").ok();
        accept(&mut world, ANN);
        world.freeze()
    });
    FROZEN.thaw()
}

/// What says that Ann stays alone, and that a run of each night passes over the client.
fn must_be_ownerless(world: &mut World) {
    world.stdin("client_slug\nbig-shoes\n");
    let run = world.run("invite bulk - --owners --csv").ok();
    assert_eq!(run.csv()[0]["result"], "skipped", "{run}");
    let found = world.run("doctor --json").out;
    assert!(found.contains("no-owner"), "{found}");
}

#[test]
fn a_deactivated_owner_is_missed() {
    let mut world = with_admin();
    let line = "user deactivate jim@bigshoes.example --confirm jim@bigshoes.example --expect-clients 1 -m left";
    world.run(&format!("{line} -n")).ok().says("big-shoes (C100001-9) would have no owner; ann@");
    world.run(line).ok().says("big-shoes (C100001-9) has no owner now; ann@bigshoes.example administers it as admin");
    must_be_ownerless(&mut world);
}

#[test]
fn an_offboarded_owner_is_missed() {
    let mut world = with_admin();
    private(&world, "pw", crate::invite::PASSWORD);
    world
        .run("partner add-user jim@bigshoes.example -p jims-web --first-name Jim --last-name Foster --password-file pw")
        .ok();
    let shown = world.run("partner offboard-user jim@bigshoes.example -m left -n --json").ok();
    let shown = shown.says("big-shoes (C100001-9) would have no owner; ann@");
    let confirm = shown.json()[0]["confirm"].as_str().unwrap().to_owned();
    world
        .run(&format!("partner offboard-user jim@bigshoes.example -m left --confirm {confirm}"))
        .ok()
        .says("big-shoes (C100001-9) has no owner now; ann@bigshoes.example administers it as admin");
    must_be_ownerless(&mut world);
}

#[test]
fn an_undone_owner_is_missed() {
    let mut world = with_admin();
    world.run("staff add ravi --name 'Ravi Rao'").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes -r owner").ok();
    world.account("ravi").run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world
        .account("jane")
        .run("undo -c big-shoes")
        .ok()
        .says("big-shoes (C100001-9) has no owner now; ann@bigshoes.example administers it as admin");
    must_be_ownerless(&mut world);
}

#[test]
fn term_of_the_last_owner_is_shown() {
    let mut world = with_admin();
    world
        .run("user edit jim@bigshoes.example -c big-shoes --for 90d")
        .ok()
        .says("big-shoes (C100001-9) has no owner from 19 Feb 2027 09:00 UTC on; ann@bigshoes.example administers it");
    world.run("doctor --json").says_not("no-owner");
    world.pass(Span::days(91));
    must_be_ownerless(&mut world);
}

#[test]
fn a_renamed_owner_is_not_missed() {
    let mut world = with_admin();
    world
        .run("user rename jim@bigshoes.example jim@newname.example --expect-clients 1 -m married")
        .ok()
        .says_not("has no owner");
    world.run("doctor --json").says_not("no-owner");
}

/// Another name, and a mailed reset, leave the owner what they are.
#[test]
fn renamed_owner_is_still_the_owner() {
    let mut world = with_jim();
    world.run("user reset-password jim@bigshoes.example").ok();
    world.run("user rename jim@bigshoes.example jim@newname.example --expect-clients 1").ok();
    world
        .run("user remove jim@newname.example -c big-shoes --confirm big-shoes")
        .fails(4)
        .says("jim@newname.example is the last person who can administer big-shoes");
}

/// docs/reference.md#rules: "`--role owner --replaces OLD`: the old owner's grant ends when the new one is accepted."
#[test]
fn an_owner_hands_over_for_good() {
    let mut world = with_jim();
    assert_snapshot!(
        world.run("invite send ann@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example"),
        @"
    $ partnerctl invite send ann@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example
    inv_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_2 to ann@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Invitation made, its mail was only written to a file: ann@bigshoes.example may accept inv_2 as owner until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    "
    );
    assert_eq!(
        world.sql("SELECT state FROM access_grant WHERE client_id = 100001 ORDER BY id"),
        ["active", "prepared"]
    );
    accept(&mut world, ANN);
    assert_eq!(world.sql("SELECT state FROM access_grant WHERE client_id = 100001 ORDER BY id"), ["ended", "active"]);
    world.run("user list -c big-shoes --as jim@bigshoes.example").fails(3);
}

#[test]
fn support_override_is_loud_in_the_audit() {
    let mut world = with_jim();
    let line = "user edit jim@bigshoes.example -c big-shoes --until 2027-01-31 --override last-owner";
    world.run(line).fails(2).says("needs a reason");
    world.run(&format!("{line} --as {JIM} -m phone")).fails(5).says("only support may");
    world.run(&format!("{line} -m 'insolvency, case 7'")).ok();
    let answer = world.sql("SELECT reason, details FROM audit WHERE action = 'user.edit' AND outcome = 'done'");
    assert!(
        answer[0].starts_with("insolvency, case 7|") && answer[0].contains(r#""override":"last-owner""#),
        "{answer:?}"
    );
}

/// Two owners of many clients, as two processes see them.
fn two_owners_of(clients: usize) -> Real {
    let real = Real::new();
    let rows: String =
        (0..clients).map(|n| format!("Firm {},f{n}-x,jim@firm.example ann@firm.example\n", word(n))).collect();
    let table = format!("name,slug,owners\n{rows}");
    real.feed("client import - -q", table.as_bytes()).ok();
    let connection = rusqlite::Connection::open(real.path("desk.db")).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("partnerctl_may_write", 1, flags, |_| Ok(true)).unwrap();
    connection
        .execute_batch(
            "UPDATE login SET state = 'active', activated_at = 1;
             UPDATE access_grant SET state = 'active', active_at = 1;
             UPDATE client SET state = 'active', activated_at = 1;",
        )
        .unwrap();
    let columns = "login_id, hash, origin, changed_at";
    connection.execute(&format!("INSERT INTO credential ({columns}) SELECT id, 'x', 'own', 1 FROM login"), []).unwrap();
    real
}

fn word(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

fn start(real: &Real, line: &str) -> Child {
    let mut command: Command = real.command(line);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Two processes at once, 200 times: one is done, the other refused, and an owner stays.
#[test]
fn two_at_once_never_take_both_owners() {
    const ROUNDS: usize = 200;
    let _alone = alone();
    let real = two_owners_of(ROUNDS);
    let weaker = ["user remove {} -q --confirm", "user edit {} -q -r manager", "user edit {} -q --for 90d"];
    for round in 0..ROUNDS {
        let slug = format!("f{round}-x");
        let line = |how: &str, who: &str| {
            let line = how.replace("{}", &format!("{who}@firm.example -c {slug}"));
            if how.ends_with("--confirm") { format!("{line} {slug}") } else { line }
        };
        let first = start(&real, &line(weaker[round % 3], "jim"));
        let second = start(&real, &line(weaker[round / 3 % 3], "ann"));
        let mut codes = [first, second].map(|mut child| code(child.wait().unwrap()));
        codes.sort_unstable();
        assert_eq!(codes, [0, 4], "round {round}");
    }
    let kept = "SELECT count(*), count(DISTINCT client_id) FROM access_grant
        WHERE state = 'active' AND role = 'owner' AND until IS NULL";
    assert_eq!(real.sqlite3(kept).ok().out, format!("{ROUNDS}|{ROUNDS}\n"));
    real.run("audit verify").ok();
}

#[test]
fn override_names_the_consequence() {
    let mut world = with_jim();
    let gone = world
        .run("user remove jim@bigshoes.example -c big-shoes --override last-owner -m died --confirm big-shoes")
        .ok();
    gone.says("no one can administer big-shoes (C100001-9) for good").says("partnerctl client recover big-shoes");
}

#[test]
fn draft_without_owner_says_how_to_name_one() {
    let mut world = World::with_story();
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    let shown = world.run("client show big-shoes").ok();
    assert!(shown.out.contains("partnerctl user add EMAIL -c big-shoes -r owner"), "{shown}");
}
