//! `client close` and `client reopen`: everything that hangs on a client ends with it, at once, and comes back never.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::commands::command;
use partnerctl::domain::authority::Nature;

use crate::invite::{accept, private};
use crate::rights;
use crate::support::{Frozen, World, words};

/// big-shoes with two owners, a guest who was asked, someone prepared, a link, a request that waits, and an open
/// session.
fn busy() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.run("invite send ann@bigshoes.example -c big-shoes -r owner").ok();
        accept(&mut world, "ann@bigshoes.example");
        world.run("user add gus@else.example -c big-shoes -r guest").ok();
        world.run("user add max@bigshoes.example -c big-shoes -r manager").ok();
        world.run("partner add Others --slug others").ok();
        world.run("link create -p others -c big-shoes --as jim@bigshoes.example -m phone").ok();
        world.run("link request -p jims-web --target big-shoes").ok();
        world.run("session open -c big-shoes --as jim@bigshoes.example -m work").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

const CLOSE: &str = "client close big-shoes --confirm big-shoes:4 -m 'contract ended'";

#[test]
fn closing_ends_and_lists_what_hangs_on_it() {
    let mut world = busy();
    assert_snapshot!(world.run("client close big-shoes -n -m 'contract ended'"), @"
    $ partnerctl client close big-shoes -n -m contract ended
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    hint: to do it, confirm with `--confirm big-shoes:4`
    big-shoes (C100001-9) would be closed.
    4 grants would end.
    1 invitation would be cancelled.
    1 link request would be cancelled.
    1 link would end.
    1 open session would be closed.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_snapshot!(world.run("client close big-shoes -n --json").out, @r#"
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "name": "Big Shoes Inc.",
      "grants": 4,
      "invitations": 1,
      "requests": 1,
      "links": 1,
      "sessions": 1,
      "confirm": "big-shoes:4",
      "result": "would_be_closed",
      "dry_run": true
    }
    "#);
    assert_eq!(world.sql("SELECT state FROM client WHERE id = 100001"), ["active"]);
    assert_snapshot!(world.run(CLOSE), @"
    $ partnerctl client close big-shoes --confirm big-shoes:4 -m contract ended
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is closed.
    4 grants ended.
    1 invitation was cancelled.
    1 link request was cancelled.
    1 link ended.
    1 open session was closed.
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT state, count(*) FROM access_grant WHERE client_id = 100001 GROUP BY state"),
        ["ended|4"]
    );
    assert_eq!(
        world.sql("SELECT DISTINCT ended_by, ended_at = (SELECT closed_at FROM client WHERE id = 100001) FROM access_grant WHERE state = 'ended'"),
        ["jane|1"]
    );
    assert_eq!(
        world
            .sql("SELECT state, answered_by, reason FROM invitation WHERE client_id = 100001 ORDER BY id DESC LIMIT 1"),
        ["cancelled|jane|contract ended"]
    );
    assert_eq!(world.sql("SELECT state FROM link ORDER BY id"), ["unlinked", "cancelled"]);
    assert_eq!(world.sql("SELECT count(*) FROM code WHERE client_id = 100001 AND state = 'live'"), ["0"]);
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|client"]);
    // Each of its people is among those whom the change is about.
    assert_eq!(
        world.sql(
            "SELECT count(*) FROM audit_user WHERE audit_id = (SELECT max(id) FROM audit WHERE action = 'client.close')"
        ),
        ["4"]
    );
    assert_snapshot!(world.run("client log big-shoes").out.lines().next().unwrap(), @"21 Nov 2026 09:00 UTC  jane closed the client, saying “contract ended”; their session ended");
    // The other client is as it was.
    assert_eq!(world.sql("SELECT state FROM access_grant WHERE client_id = 100002"), ["prepared"]);
    world.run("audit verify").ok();
}

#[test]
fn closing_takes_slug_and_number_of_grants() {
    let mut world = busy();
    world.run("client close big-shoes").fails(8).says("--confirm big-shoes:4");
    for wrong in ["big-shoes", "big-shoes:3", "tea-house:4", ""] {
        world
            .run_words(&words(&format!("client close big-shoes --confirm '{wrong}'")))
            .fails(8)
            .says("nothing was changed");
    }
    world.run("client close big-shoes --confirm tea-house").fails(8).says("you typed  tea-house  C100002-4");
    assert_eq!(world.sql("SELECT state FROM client WHERE id = 100001"), ["active"]);
    world.answers(&["tea-house"]).run("client close big-shoes").fails(8);
    world.answers(&["big-shoes"]).run("client close big-shoes -m 'by phone'").ok();
    // What is closed has nothing left to end, and the script may run twice.
    assert_snapshot!(world.run("client close big-shoes --json"), @r#"
    $ partnerctl client close big-shoes --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "name": "Big Shoes Inc.",
      "grants": 0,
      "invitations": 0,
      "requests": 0,
      "links": 0,
      "sessions": 0,
      "confirm": null,
      "result": "unchanged"
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is closed already.
    --- exit 0
    "#);
    world.run(CLOSE).ok().says("closed already");
}

#[test]
fn a_closed_client_is_read_with_a_note() {
    let mut world = busy();
    world.run(CLOSE).ok();
    for line in [
        "client show big-shoes",
        "client log big-shoes",
        "user list -c big-shoes",
        "user show jim@bigshoes.example -c big-shoes",
        "invite list -c big-shoes",
        "link list -c big-shoes",
        "access list -c big-shoes",
    ] {
        world.run(line).ok().says("note: big-shoes (C100001-9) is closed");
    }
    assert_eq!(world.run("access list -A --csv").ok().csv().len(), 0);
    world.run("access check jim@bigshoes.example -c big-shoes --permission profile").fails(5);
    // Anyone who was in sees it no more.
    world.run("client show big-shoes --as jim@bigshoes.example").fails(3);
    world.run("whoami --as jim@bigshoes.example").ok();
}

/// What closed clients are for: closing says that it is so, reopening and undoing take it back.
const BUT: [&str; 3] = ["client close", "client reopen", "undo"];

/// docs/reference.md#never-the-wrong-client: every change command × a closed client.
#[test]
fn no_command_changes_a_closed_client() {
    let mut world = rights::world();
    // Commands that name no client are about a login as a whole.
    let about_a_client = |line: &&(&str, &str)| line.1.contains("{c}") || line.1.contains("{table}");
    let lines = rights::COMMANDS.iter().filter(about_a_client);
    let lines: Vec<_> = lines.map(|(name, line)| (*name, rights::fill(&world, line, "big-shoes"))).collect();
    let code = world.code_for("newbie@bigshoes.example");
    let grants = world.run("client close big-shoes -n --json").ok().json()["grants"].as_i64().unwrap();
    world.run(&format!("client close big-shoes --confirm big-shoes:{grants}")).ok();
    let before = crate::invite::holdings(&world);
    let mut tried = 0;
    for (name, line) in lines {
        let parsed =
            command::tree().try_get_matches_from(std::iter::once("partnerctl".to_owned()).chain(words(&line))).unwrap();
        let (entry, _, _) = command::find(&parsed).unwrap();
        if entry.verb.is_none_or(|verb| verb.nature() != Nature::Change) || BUT.contains(&name) {
            continue;
        }
        let line = line.trim_end_matches(" -n");
        let run = world.stdin("pci_9_nonsense").run(line);
        if name == "invite bulk" {
            run.fails(7).prints("is closed; nothing was changed");
        } else if entry
            .verb
            .is_some_and(|verb| verb.own_name().name() == "only_as" || verb.own_name().name() == "with_code")
        {
            // On the behalf of anyone who was in: to them it is not there.
            let run = world.run(&format!("{line} --as jim@bigshoes.example -m phone"));
            assert!(matches!(run.code, 3 | 14), "{run}");
        } else {
            run.fails(14).says("is closed; nothing was changed").says("partnerctl client reopen big-shoes");
        }
        tried += 1;
    }
    assert!(tried >= 15, "only {tried} changes were tried");
    // A mailed code opens nothing.
    let file = private(&world, "pw", crate::invite::PASSWORD);
    for verb in ["accept", "decline"] {
        let given = if verb == "accept" { format!(" --password-file {file}") } else { String::new() };
        world
            .stdin(code.as_str())
            .run(&format!("invite {verb} --code-stdin{given}"))
            .fails(14)
            .says("client reopen big-shoes");
    }
    assert_eq!(crate::invite::holdings(&world), before);
}

#[test]
fn reopening_brings_back_only_the_client() {
    let mut world = busy();
    world.run(CLOSE).ok();
    assert_snapshot!(world.run("client reopen big-shoes -m 'they came back'"), @"
    $ partnerctl client reopen big-shoes -m they came back
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is open again, as a draft: no one is in it.
    hint: let an owner in with `partnerctl invite send EMAIL -r owner -c big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("client reopen big-shoes --json"), @r#"
    $ partnerctl client reopen big-shoes --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "name": "Big Shoes Inc.",
      "account_number": "4711",
      "state": "draft",
      "result": "unchanged"
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is open already.
    --- exit 0
    "#);
    assert_eq!(
        world.sql("SELECT state, activated_at IS NULL, closed_at IS NULL FROM client WHERE id = 100001"),
        ["draft|1|1"]
    );
    assert_eq!(world.sql("SELECT count(*) FROM access_grant WHERE client_id = 100001 AND state <> 'ended'"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM invitation WHERE client_id = 100001 AND state = 'pending'"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM code WHERE client_id = 100001 AND state = 'live'"), ["0"]);
    assert_eq!(world.sql("SELECT state FROM link ORDER BY id"), ["unlinked", "cancelled"]);
    assert_eq!(world.run("access list -c big-shoes --csv").csv().len(), 0);
    world.run("invite resend gus@else.example -c big-shoes").fails(4);
    world.run("user edit jim@bigshoes.example -c big-shoes --no-until -r admin").fails(4).says("taken out");
    // It begins again, with anyone who is invited now.
    world.run("invite send jim@bigshoes.example -c big-shoes -r owner").ok();
    accept(&mut world, "jim@bigshoes.example");
    assert_eq!(world.sql("SELECT state FROM client WHERE id = 100001"), ["active"]);
    world.run("audit verify").ok();
}

#[test]
fn reopening_reports_a_lost_account_number() {
    let mut world = World::with_story();
    world.run("client close big-shoes --confirm big-shoes:1").ok();
    world.run("client edit tea-house --account-number 4711").ok();
    assert_snapshot!(world.run("client reopen big-shoes"), @"
    $ partnerctl client reopen big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    error: its account number 4711 belongs to tea-house (C100002-4) by now; nothing was changed
    hint: look at it with `partnerctl client show tea-house`
    hint: if the number is rightly there, reopen with `partnerctl client reopen big-shoes --no-account-number`
    --- exit 4
    ");
    world.run("client reopen big-shoes --no-account-number").ok();
    assert_eq!(world.sql("SELECT id, account_number FROM client ORDER BY id"), ["100001|", "100002|4711"]);
    assert_eq!(world.run("client find 4711 --csv").csv().len(), 1);
    assert_eq!(
        world.sql("SELECT details FROM audit WHERE action = 'client.reopen' AND outcome = 'done'"),
        [r#"{"slug":"big-shoes","account_number":null,"account_number_before":"4711"}"#]
    );
}

#[test]
fn closed_client_keeps_its_slug() {
    let mut world = World::with_story();
    world.run("client close big-shoes --confirm big-shoes:1").ok();
    world
        .run("client add 'Big Shoes Two' --slug big-shoes --owner x@two.example")
        .fails(4)
        .says("belongs to big-shoes (C100001-9)");
    world.run("client add 'Big Shoes Two' --slug b1g-shoes --owner x@two.example").fails(4).says("could be taken for");
    world.run("client edit tea-house --slug big-shoes").fails(4);
}

#[test]
fn queued_mail_of_a_closed_client_is_skipped() {
    let mut world = World::with_story();
    world.write(
        "rows.csv",
        "client_slug,email,role\nbig-shoes,jim@bigshoes.example,\ntea-house,tia@teahouse.example,\n",
    );
    world.run("invite bulk rows.csv").ok();
    world.run("client close big-shoes --confirm big-shoes:1").ok();
    assert_snapshot!(world.run("mail deliver --csv").out, @"
    mail_id,client_id,client_slug,to,kind,result,message
    msg_1,C100001-9,big-shoes,jim@bigshoes.example,invitation,skipped,big-shoes (C100001-9) is closed
    msg_2,C100002-4,tea-house,tia@teahouse.example,invitation,written,
    ");
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn newcomer_after_the_question_stops_closing() {
    let mut world = World::with_story();
    world.run("client close big-shoes --confirm big-shoes:1 -n").ok();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    world.run("client close big-shoes --confirm big-shoes:1").fails(8).says("big-shoes:2");
    // A term that is over ends nothing any more.
    world.run("user edit ann@bigshoes.example -c big-shoes --for 1d").ok();
    world.pass(partnerctl::domain::time::Span::days(2));
    world.run("client close big-shoes --confirm big-shoes:1").ok();
    assert_eq!(world.sql("SELECT count(*) FROM access_grant WHERE client_id = 100001 AND state <> 'ended'"), ["0"]);
}

#[test]
fn two_thousand_people_close_in_a_moment() {
    let mut world = World::with_story();
    let rows: String = (0..2000).map(|n| format!("big-shoes,person{n}@bigshoes.example,manager\n")).collect();
    world.write("rows.csv", format!("client_slug,email,role\n{rows}"));
    world.run("invite bulk rows.csv -q").ok();
    let began = std::time::Instant::now();
    world.run("client close big-shoes --confirm big-shoes:2001").ok().says("2000 invitations were cancelled");
    assert!(began.elapsed() < std::time::Duration::from_secs(3), "{:?}", began.elapsed());
    assert_eq!(world.sql("SELECT count(*) FROM access_grant_history WHERE client_id = 100001"), ["2001"]);
    assert_eq!(world.sql("SELECT count(*) FROM code WHERE state = 'live'"), ["0"]);
    world.run("audit verify").ok();
}
