//! `client merge`: a double goes into the client that stays (docs/reference.md#merging).

mod random;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::invite::{accept, newest_mail};
use crate::support::{Frozen, World};

const MERGE: &str = "client merge shoes-ltd big-shoes --confirm shoes-ltd:big-shoes";
const DECIDED: &str = "--keep jim@bigshoes.example=big-shoes --keep account_number=big-shoes";

/// big-shoes with its owner Jim; and its double shoes-ltd with the owner Ann, Jim as manager, Eve who is invited, a request
/// of Jim's Web, an account number, and a field.
fn doubles() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        let add = "client add 'Shoes Limited' --slug shoes-ltd --owner ann@bigshoes.example";
        world.run(&format!("{add} --account-number 4712 --field region=north")).ok();
        world.run("invite send --owners -c shoes-ltd").ok();
        accept(&mut world, "ann@bigshoes.example");
        world.run("invite send jim@bigshoes.example -c shoes-ltd -r manager").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.run("invite send eve@bigshoes.example -c shoes-ltd -r guest --message 'Welcome, Eve.'").ok();
        world.run("link request -p jims-web --target shoes-ltd").ok();
        world.pass(Span::minutes(5));
        world.freeze()
    });
    FROZEN.thaw()
}

fn merged() -> World {
    let mut world = doubles();
    world.run(&format!("{MERGE} {DECIDED}")).ok();
    world
}

/// S6.2
#[test]
fn what_differs_is_decided_by_someone() {
    let mut world = doubles();
    let clients = "SELECT slug, state, version FROM client ORDER BY id";
    let before = world.sql(clients);
    assert_snapshot!(world.run(MERGE), @"
    $ partnerctl client merge shoes-ltd big-shoes --confirm shoes-ltd:big-shoes
    --- stderr
    ▸ shoes-ltd  C100003-5  Shoes Limited  [from FROM]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from INTO]
      stays      big-shoes (C100001-9) Big Shoes Inc.
      is closed  shoes-ltd (C100003-5) Shoes Limited: its slug then leads to big-shoes
      CONFLICT   jim@bigshoes.example: manager in shoes-ltd, owner in big-shoes
      goes over  ann@bigshoes.example: owner in shoes-ltd, nothing in big-shoes
      goes over  eve@bigshoes.example: prepared as guest in shoes-ltd, nothing in big-shoes
      sent again eve@bigshoes.example: pending as inv_4 in shoes-ltd, nothing in big-shoes
      goes over  jims-web: lnk_1 pending with all but users in shoes-ltd, nothing in big-shoes
      CONFLICT   account_number: 4712 in shoes-ltd, 4711 in big-shoes
      goes over  field.region: north in shoes-ltd, nothing in big-shoes
    error: shoes-ltd (C100003-5) and big-shoes (C100001-9) differ in 2 things, of which no one said what stays; nothing was changed
    hint: jim@bigshoes.example: manager in shoes-ltd, owner in big-shoes: add `--keep jim@bigshoes.example=big-shoes` or `--keep jim@bigshoes.example=shoes-ltd`
    hint: account_number: 4712 in shoes-ltd, 4711 in big-shoes: add `--keep account_number=big-shoes` or `--keep account_number=shoes-ltd`
    hint: for all of them: `--keep big-shoes` or `--keep shoes-ltd`, also next to `--keep WHAT=CLIENT`
    --- exit 4
    ");
    let error = world.run(&format!("{MERGE} --json")).fails(4).error();
    assert_eq!(error["conflicts"], serde_json::json!(["jim@bigshoes.example", "account_number"]));
    world.run(&format!("{MERGE} --keep jim@bigshoes.example=big-shoes")).fails(4).says("differ in 1 thing");
    assert_eq!(world.sql(clients), before);
}

/// S6.1
#[test]
fn merge_does_what_its_plan_shows() {
    let mut world = doubles();
    assert_snapshot!(world.run(&format!("client merge shoes-ltd big-shoes {DECIDED} -n --csv")), @"
    $ partnerctl client merge shoes-ltd big-shoes --keep jim@bigshoes.example=big-shoes --keep account_number=big-shoes -n --csv
    client_id,client_slug,from_id,from_slug,kind,what,entity_id,in_from,in_into,confirm,result
    C100001-9,big-shoes,C100003-5,shoes-ltd,client,shoes-ltd,C100003-5,Shoes Limited,Big Shoes Inc.,shoes-ltd:big-shoes,would_be_closed
    C100001-9,big-shoes,C100003-5,shoes-ltd,access,jim@bigshoes.example,usr_1,manager,owner,shoes-ltd:big-shoes,kept
    C100001-9,big-shoes,C100003-5,shoes-ltd,access,ann@bigshoes.example,usr_3,owner,,shoes-ltd:big-shoes,would_be_moved
    C100001-9,big-shoes,C100003-5,shoes-ltd,access,eve@bigshoes.example,usr_4,prepared as guest,,shoes-ltd:big-shoes,would_be_moved
    C100001-9,big-shoes,C100003-5,shoes-ltd,invitation,eve@bigshoes.example,inv_4,pending as inv_4,,shoes-ltd:big-shoes,would_be_resent
    C100001-9,big-shoes,C100003-5,shoes-ltd,partner,jims-web,ptn_1,lnk_1 pending with all but users,,shoes-ltd:big-shoes,would_be_moved
    C100001-9,big-shoes,C100003-5,shoes-ltd,fact,account_number,,4712,4711,shoes-ltd:big-shoes,kept
    C100001-9,big-shoes,C100003-5,shoes-ltd,fact,field.region,,north,,shoes-ltd:big-shoes,would_be_moved
    --- stderr
    ▸ shoes-ltd  C100003-5  Shoes Limited  [from FROM]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from INTO]
      stays      big-shoes (C100001-9) Big Shoes Inc.
      is closed  shoes-ltd (C100003-5) Shoes Limited: its slug then leads to big-shoes
      stays      jim@bigshoes.example: manager in shoes-ltd, owner in big-shoes
      goes over  ann@bigshoes.example: owner in shoes-ltd, nothing in big-shoes
      goes over  eve@bigshoes.example: prepared as guest in shoes-ltd, nothing in big-shoes
      sent again eve@bigshoes.example: pending as inv_4 in shoes-ltd, nothing in big-shoes
      goes over  jims-web: lnk_1 pending with all but users in shoes-ltd, nothing in big-shoes
      stays      account_number: 4712 in shoes-ltd, 4711 in big-shoes
      goes over  field.region: north in shoes-ltd, nothing in big-shoes
    hint: to do it, confirm with `--confirm shoes-ltd:big-shoes`
    shoes-ltd (C100003-5) would be merged into big-shoes (C100001-9), and would be closed.
    1 invitation would be sent again.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state FROM client WHERE slug = 'shoes-ltd'"), ["active"]);
    assert_snapshot!(world.run(&format!("{MERGE} {DECIDED}")), @"
    $ partnerctl client merge shoes-ltd big-shoes --confirm shoes-ltd:big-shoes --keep jim@bigshoes.example=big-shoes --keep account_number=big-shoes
    C100001-9
    --- stderr
    ▸ shoes-ltd  C100003-5  Shoes Limited  [from FROM]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from INTO]
      stays      big-shoes (C100001-9) Big Shoes Inc.
      is closed  shoes-ltd (C100003-5) Shoes Limited: its slug then leads to big-shoes
      stays      jim@bigshoes.example: manager in shoes-ltd, owner in big-shoes
      goes over  ann@bigshoes.example: owner in shoes-ltd, nothing in big-shoes
      goes over  eve@bigshoes.example: prepared as guest in shoes-ltd, nothing in big-shoes
      sent again eve@bigshoes.example: pending as inv_4 in shoes-ltd, nothing in big-shoes
      goes over  jims-web: lnk_1 pending with all but users in shoes-ltd, nothing in big-shoes
      stays      account_number: 4712 in shoes-ltd, 4711 in big-shoes
      goes over  field.region: north in shoes-ltd, nothing in big-shoes
    Mail msg_6 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_6.eml (no mail server is configured).
    Mail msg_7 to ann@bigshoes.example was written to [DIR]/desk.db.outbox/msg_7.eml (no mail server is configured).
    Mail msg_8 to eve@bigshoes.example was written to [DIR]/desk.db.outbox/msg_8.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    shoes-ltd (C100003-5) was merged into big-shoes (C100001-9), and is closed.
    1 invitation was sent again.
    hint: take it back, as long as nothing was built on it, with `partnerctl undo -c big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -c big-shoes --columns email,source,role,granted_by").out, @"
    email                 source  role   granted_by
    ───────────────────────────────────────────────
    jim@bigshoes.example  grant   owner  jane
    ann@bigshoes.example  grant   owner  jane
    ");
    assert_snapshot!(world.run("client log big-shoes --limit 3").out, @"
    21 Nov 2026 09:05 UTC  jane MERGED shoes-ltd (C100003-5) into big-shoes; people from it: 2, in both: 1, links: 1, invited again: 1; kept jim@bigshoes.example of big-shoes, account_number of big-shoes; field.region to north
    21 Nov 2026 09:00 UTC  shoes-ltd (C100003-5): jane requested lnk_1 for jims-web
    21 Nov 2026 09:00 UTC  shoes-ltd (C100003-5): jane invited eve@bigshoes.example as guest by inv_4
    ");
    assert_snapshot!(world.run("client log C100003-5 --limit 1").out, @"21 Nov 2026 09:05 UTC  jane MERGED shoes-ltd (C100003-5) into big-shoes; people from it: 2, in both: 1, links: 1, invited again: 1; kept jim@bigshoes.example of big-shoes, account_number of big-shoes; field.region to north");
    world.run("audit verify").ok();
}

/// With the client of which the wider role is, too, if that is the one named. S6.2
#[test]
fn named_access_is_kept_never_the_wider() {
    for (kept, role) in [("big-shoes", "owner"), ("shoes-ltd", "manager")] {
        let mut world = doubles();
        let keep = format!("--keep jim@bigshoes.example={kept} --keep account_number=big-shoes");
        world.run(&format!("{MERGE} {keep}")).ok();
        let query = "SELECT role FROM access_grant WHERE client_id = 100001 AND login_id = 1 AND state = 'active'";
        assert_eq!(world.sql(query), [role]);
    }
}

#[test]
fn needless_decision_is_refused() {
    let mut world = doubles();
    for (keep, words) in [
        ("ann@bigshoes.example=big-shoes", "do not differ in ann@bigshoes.example"),
        ("jim@bigshoes.example=tea-house", "is neither shoes-ltd (C100003-5) nor big-shoes (C100001-9)"),
        ("tea-house", "is neither"),
        ("jim@bigshoes.example=big-shoes --keep usr_1=shoes-ltd", "is decided twice"),
        ("big-shoes --keep shoes-ltd", "one client is named for everything else"),
    ] {
        world.run(&format!("{MERGE} {DECIDED} --keep {keep}")).fails(2).says(words);
    }
    world.run(&format!("{MERGE} --keep nobody@nowhere.example=big-shoes")).fails(3);
    assert_eq!(world.sql("SELECT state FROM client WHERE slug = 'shoes-ltd'"), ["active"]);
}

#[test]
fn same_closed_or_recovering_is_refused() {
    let mut world = doubles();
    world.run("client merge big-shoes C100001-9").fails(2).says("cannot be merged into itself");
    world.run("client close tea-house --confirm tea-house:1").ok();
    world.run("client merge tea-house big-shoes").fails(14).says("tea-house (C100002-4) is closed");
    world.run("client merge big-shoes tea-house").fails(14).says("tea-house (C100002-4) is closed");
    let world_of = |line: &str| {
        let mut world = doubles();
        world.run(line).ok();
        world.run("client recover shoes-ltd --owner new@else.example --verified passport").ok();
        world
    };
    let orphaned = "user remove ann@bigshoes.example -c shoes-ltd --confirm shoes-ltd --override last-owner -m gone";
    world_of(orphaned).run(&format!("{MERGE} {DECIDED}")).fails(4).says("a recovery of shoes-ltd (C100003-5) runs");
}

#[test]
fn both_slugs_are_confirmed_and_vetoed() {
    let mut world = doubles();
    let line = format!("client merge shoes-ltd big-shoes {DECIDED}");
    world.run(&line).fails(8).says("--confirm shoes-ltd:big-shoes");
    for wrong in ["shoes-ltd", "big-shoes:shoes-ltd", "big-shoes", "shoes-ltd:tea-house"] {
        world.run(&format!("{line} --confirm {wrong}")).fails(8).says("nothing was changed");
    }
    for veto in ["big-shoes", "shoes-ltd", "tea-house"] {
        world.var("PARTNERCTL_EXPECT_CLIENT", veto).run(&format!("{MERGE} {DECIDED}")).fails(12);
    }
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,shoes-ltd").run(&format!("{MERGE} {DECIDED}")).ok();
    // The undo is about both as well.
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes").run("undo -c big-shoes").fails(12);
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,shoes-ltd").run("undo -c big-shoes").ok();
}

#[test]
fn at_a_terminal_both_slugs_are_typed() {
    let mut world = doubles();
    let line = format!("client merge shoes-ltd big-shoes {DECIDED}");
    world.at_terminal(120).answers(&["shoes-ltd"]).run(&line).fails(8);
    world.at_terminal(120).answers(&["shoes-ltd:big-shoes"]).run(&line).ok();
}

/// S6.4
#[test]
fn codes_die_and_open_mail_is_sent_anew() {
    let mut world = doubles();
    let (old_invitation, old_request) =
        (world.code_for("eve@bigshoes.example"), world.code_for("ann@bigshoes.example"));
    world.run(&format!("{MERGE} {DECIDED}")).ok();
    for (old, line) in [(old_invitation, "invite decline --code-stdin"), (old_request, "link approve --code-stdin")] {
        let refused = world.stdin(old).run(line);
        assert_ne!(refused.code, 0, "{refused}");
    }
    let mail = newest_mail(&world, "eve@bigshoes.example");
    assert!(mail.contains("Big Shoes Inc.") && mail.contains("Welcome, Eve."), "{mail}");
    accept(&mut world, "eve@bigshoes.example");
    // Jim owns the client that stays, and is asked there too.
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    assert_eq!(world.sql("SELECT client_id, state FROM link ORDER BY id"), ["100003|cancelled", "100001|linked"]);
}

#[test]
fn recent_mail_is_not_sent_again() {
    let mut world = doubles();
    world.run("invite resend eve@bigshoes.example -c shoes-ltd").ok();
    world.run(&format!("{MERGE} {DECIDED}")).fails(4).says("less than a minute ago");
    world.pass(Span::MINUTE);
    world.run(&format!("{MERGE} {DECIDED}")).ok();
}

/// S6.5
#[test]
fn merged_slug_leads_to_the_remaining_client() {
    let mut world = merged();
    assert_snapshot!(world.run("client show shoes-ltd --columns client_slug,state"), @"
    $ partnerctl client show shoes-ltd --columns client_slug,state
    client_slug  big-shoes
    state        active
    --- stderr
    note: shoes-ltd was merged into big-shoes (C100001-9); its own record and log are those of C100003-5
    --- exit 0
    ");
    for line in ["client log shoes-ltd", "user list -c shoes-ltd", "access list -c shoes-ltd", "invite list -c 4712"] {
        world.run(line).ok().says("was merged into big-shoes (C100001-9)");
    }
    assert_snapshot!(world.run("client show C100003-5").out.lines().take(4).collect::<Vec<_>>().join("\n"), @"
    ▸ shoes-ltd  C100003-5  Shoes Limited
    account      4712
    state        closed since 21 Nov 2026 09:05 UTC
    merged into  big-shoes (C100001-9)
    ");
    for line in [
        "client edit shoes-ltd --plan pro",
        "user add max@else.example -c C100003-5 -r guest",
        "client close shoes-ltd",
    ] {
        let run = world.run(line);
        if line.contains("close") {
            run.ok().says("is closed already");
        } else {
            run.fails(14).says("was merged into big-shoes (C100001-9)").says("then name it big-shoes");
        }
    }
    // Someone of the client that stays reads by the former slug too; a stranger finds neither.
    world.run("client show shoes-ltd --as jim@bigshoes.example").ok();
    world.run("invite send --owners -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    world.run("client show shoes-ltd --as tia@teahouse.example").fails(3);
    world.run("client add Another --slug shoes-ltd --owner a@b.example").fails(4);
}

#[test]
fn twice_merged_leads_to_the_last() {
    let mut world = merged();
    world.pass(Span::minutes(2));
    world.run("client merge big-shoes tea-house --confirm big-shoes:tea-house --keep tea-house").ok();
    assert_eq!(world.run("client show shoes-ltd --json").ok().json()["client_slug"], "tea-house");
    assert!(world.run("client log tea-house").ok().out.contains("shoes-ltd (C100003-5): jane added the client"));
}

#[test]
fn reopened_client_leads_nowhere_else() {
    let mut world = merged();
    world.run("client reopen shoes-ltd --no-account-number").ok();
    assert_eq!(world.run("client show shoes-ltd --json").ok().json()["client_slug"], "shoes-ltd");
    world.run("undo -c big-shoes").fails(4);
}

#[test]
fn undo_ends_once_something_is_built() {
    for line in [
        "user edit ann@bigshoes.example -c big-shoes -r admin",
        "invite cancel eve@bigshoes.example -c big-shoes",
        "session open -c big-shoes --as ann@bigshoes.example -m work",
        "client edit big-shoes --field region=south",
        "link cancel lnk_2 -c big-shoes",
    ] {
        let mut world = merged();
        world.run(line).ok();
        let number = world.sql("SELECT max(id) FROM audit WHERE action = 'client.merge'").pop().unwrap();
        for client in ["big-shoes", "C100003-5"] {
            world.run(&format!("undo -c {client} --change {number}")).fails(4).says("cannot be taken back");
        }
        assert_eq!(world.sql("SELECT state FROM client WHERE slug = 'shoes-ltd'"), ["closed"], "{line}");
    }
    // What has nothing to do with it prevents nothing.
    let mut world = merged();
    world.run("client edit big-shoes --field floor=2").ok();
    let number = world.sql("SELECT max(id) FROM audit WHERE action = 'client.merge'").pop().unwrap();
    world.run(&format!("undo -c big-shoes --change {number}")).ok();
}

/// S6.7
#[test]
fn undo_restores_former_codes() {
    let mut world = doubles();
    let before = world.code_for("eve@bigshoes.example");
    world.run(&format!("{MERGE} {DECIDED}")).ok();
    let again = world.code_for("eve@bigshoes.example");
    world
        .run("undo -c C100003-5")
        .ok()
        .says("note: shoes-ltd is open again, and both have what they had: 3 people, 2 links, 2 invitations, 1 fact")
        .says("the codes that the merge sent again are dead")
        // A line for each thing would bury that, and permissions are no names for people.
        .says_not("products.manage")
        .says_not("role of")
        .says("client merge shoes-ltd big-shoes");
    let dead = world.stdin(again).run("invite decline --code-stdin");
    assert_ne!(dead.code, 0, "{dead}");
    world.stdin(before).run("invite inspect --code-stdin").ok();
    assert_eq!(world.sql("SELECT count(*) FROM link WHERE client_id = 100001"), ["0"]);
    world.run("undo -c big-shoes").fails(4);
    let findings = world.run("doctor --csv");
    assert!(findings.csv().iter().all(|row| row["client_id"].is_empty()), "{findings}");
    world.run("audit verify").ok();
}

#[test]
fn provisioned_link_waits_again() {
    let mut world = doubles();
    let code = world.code_for("ann@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    world.run("config set links.provisioner /bin/true").ok();
    world.run(&format!("{MERGE} {DECIDED}")).ok().says("link process lnk_2 -c big-shoes");
    assert_eq!(world.sql("SELECT state FROM link WHERE id = 2"), ["approved"]);
    world.run("link process lnk_2 -c big-shoes").ok();
}

/// What becomes of the rows of each table that are a client's. A new table has to be decided about.
const TABLES: &[(&str, &str)] = &[
    ("access_grant", "ends, and begins in the client that stays"),
    ("access_grant_history", "past"),
    ("assignment", "taken, and assigned in the client that stays with what its partner keeps"),
    ("assignment_history", "past"),
    ("association", "ends, and is noted in the client that stays unless that has one"),
    ("association_history", "past"),
    ("audit", "past; read in the log of the client that stays too"),
    ("audit_client", "past"),
    ("client_entry", "past: when someone entered the double"),
    ("client_field", "stays, and is set in the client that stays, as decided"),
    ("client_field_history", "past"),
    ("client_name_key", "stays: the double has its name"),
    ("client_slug", "stays: it leads to the client that stays"),
    ("client_twin", "stays: what looked alike still does"),
    ("client_word", "stays: the double is found"),
    ("code", "dead; issued again for what waits"),
    ("invitation", "cancelled; sent again"),
    ("invitation_history", "past"),
    ("link", "ends, and begins in the client that stays"),
    ("link_claim", "a program that sets a link up meets one that ended"),
    ("link_history", "past"),
    ("link_recipient", "past; new ones are asked"),
    ("mail", "what waits is skipped, because the client is closed"),
    ("recovery", "no merge while one runs"),
    ("recovery_recipient", "no merge while one runs"),
    ("reminder", "past; new grants and links have ends of their own"),
    ("session", "ends"),
];

#[test]
fn every_table_is_decided_about() {
    let world = World::new();
    let found = world.sql(
        "SELECT s.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c WHERE s.type = 'table' AND c.name = 'client_id' ORDER BY s.name",
    );
    let decided: Vec<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    assert_eq!(found, decided);
    assert!(TABLES.iter().all(|(_, what)| !what.is_empty()));
    let numbers: BTreeSet<&&str> = decided.iter().collect();
    assert_eq!(numbers.len(), decided.len());
}

/// What the client that stays ended or refused does not come back of itself. S6.3
#[test]
fn removed_person_returns_only_by_decision() {
    let mut world = doubles();
    world.run("invite send ann@bigshoes.example -c big-shoes -r guest").ok();
    accept(&mut world, "ann@bigshoes.example");
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.pass(Span::minutes(5));
    let refused = world.run(&format!("{MERGE} {DECIDED}")).fails(4);
    refused.says("ann@bigshoes.example: owner in shoes-ltd, no access any more in big-shoes");
    world.run(&format!("{MERGE} {DECIDED} --keep ann@bigshoes.example=big-shoes")).ok();
    world.run("access check ann@bigshoes.example -c big-shoes --permission profile").fails(5);
}

/// S6.3
#[test]
fn denied_partner_returns_only_by_decision() {
    let mut world = doubles();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("link deny lnk_2 -c big-shoes --as jim@bigshoes.example -m no").ok();
    world.pass(Span::minutes(5));
    world
        .run(&format!("{MERGE} {DECIDED}"))
        .fails(4)
        .says("jims-web: lnk_1 pending")
        .says("denied, or ended in big-shoes");
    world.run(&format!("{MERGE} {DECIDED} --keep jims-web=big-shoes")).ok();
    assert_eq!(world.sql("SELECT count(*) FROM link WHERE client_id = 100001 AND state = 'pending'"), ["0"]);
}

/// Everyone's access, the links and the clients, with what they are.
fn holdings(world: &World) -> Vec<String> {
    world.sql(
        "SELECT 'client', id, state, coalesce(merged_into, ''), coalesce(account_number, '') FROM client
         UNION ALL SELECT 'grant', client_id, login_id, role, state FROM access_grant
         UNION ALL SELECT 'link', client_id, id, partner_id, state FROM link
         UNION ALL SELECT 'invitation', client_id, id, login_id, state FROM invitation ORDER BY 1, 2, 3",
    )
}

/// A merge of the client that stays, once taken back, is not in the way of taking back the first one. S6.7
#[test]
fn two_merges_are_taken_back_one_after_the_other() {
    let mut world = doubles();
    let before = holdings(&world);
    world.run(&format!("{MERGE} {DECIDED}")).ok();
    world.pass(Span::minutes(2));
    let first = world.sql("SELECT max(id) FROM audit WHERE action = 'client.merge'").remove(0);
    let between = holdings(&world);
    world.run("client merge big-shoes tea-house --confirm big-shoes:tea-house --keep tea-house").ok();
    world.run(&format!("undo -c shoes-ltd --change {first}")).fails(4);
    world.run("undo -c tea-house").ok();
    assert_eq!(holdings(&world), between);
    let frozen = world.freeze();
    let (mut world, mut other) = (frozen.thaw(), frozen.thaw());
    world.run(&format!("undo -c big-shoes --change {first}")).ok();
    assert_eq!(holdings(&world), before);
    world.run("audit verify").ok();
    // What holds stays in the way.
    other.run("user edit ann@bigshoes.example -c big-shoes -r admin").ok();
    other.run(&format!("undo -c big-shoes --change {first}")).fails(4).says("changed again by audit");
}

/// What a partner asked for does not end without a word, where another program sets its link up again. S6.4
#[test]
fn request_for_more_of_a_link_is_kept_or_decided_about() {
    let asked = || {
        let mut world = doubles();
        let approve = "link approve lnk_1 -c shoes-ltd --permissions invoices --for 30d --as ann@bigshoes.example -m x";
        world.run(approve).ok();
        world.run("link extend lnk_1 -c shoes-ltd --permissions quotes").ok();
        world.pass(Span::minutes(5));
        world
    };
    let mut world = asked();
    world.run(&format!("{MERGE} {DECIDED}")).ok();
    let link = "SELECT state, coalesce(extension_permissions, '-') FROM link WHERE client_id = 100001";
    assert_eq!(world.sql(link), ["linked|invoices quotes"]);
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    let mut world = asked();
    world.run("config set links.provisioner /bin/true").ok();
    let refused = world.run(&format!("{MERGE} {DECIDED}")).fails(4);
    refused.says("asking for invoices, quotes").says("that ends, because another program sets the link up again");
    world.run(&format!("{MERGE} {DECIDED} --keep jims-web=shoes-ltd")).ok();
    assert_eq!(world.sql(link), ["approved|-"]);
}

/// Someone who declined the invitation to the client that stays is not asked again of itself. S6.3
#[test]
fn who_declined_is_mailed_again_only_if_someone_says_so() {
    for (kept, mails) in [("big-shoes", 0), ("shoes-ltd", 1)] {
        let mut world = doubles();
        world.run("invite send eve@bigshoes.example -c big-shoes -r guest").ok();
        let code = world.code_for("eve@bigshoes.example");
        world.stdin(code).run("invite decline --code-stdin -m 'not me'").ok();
        world.pass(Span::minutes(5));
        let refused = world.run(&format!("{MERGE} {DECIDED}")).fails(4);
        refused.says(
            "eve@bigshoes.example: prepared as guest in shoes-ltd, prepared as guest, declined inv_5 in big-shoes",
        );
        let count = "SELECT count(*) FROM mail WHERE kind = 'invitation' AND recipient = 'eve@bigshoes.example'";
        let before: i64 = world.sql(count)[0].parse().unwrap();
        world.run(&format!("{MERGE} {DECIDED} --keep eve@bigshoes.example={kept}")).ok();
        assert_eq!(world.sql(count)[0].parse::<i64>().unwrap() - before, mails, "{kept}");
    }
}

/// The account number of a double is that of the client that stays, whichever way another one would get it. S6.6
#[test]
fn account_number_of_a_double_is_not_given_away() {
    let mut world = merged();
    world.pass(Span::minutes(2));
    let taken = "4712 belongs to shoes-ltd (C100003-5), which was merged into big-shoes (C100001-9)";
    world.run("client add Third --owner t@third.example --account-number 4712").fails(4).says(taken);
    world.run("client edit tea-house --account-number 4712").fails(4).says(taken);
    let table = "name,owners,account_number\nThird,t@third.example,4712\n";
    let refused = world.stdin(table).run("client import - --expect-clients 0").fails(7);
    assert!(refused.out.contains("was merged into another client"), "{refused}");
    let rows = "client_id,account_number\nC100002-4,4712\n";
    let refused = world.stdin(rows).run("client edit - --expect-clients 1");
    assert_ne!(refused.code, 0, "{refused}");
    // The client that stays may have it, as it would have by the merge.
    let frozen = world.freeze();
    let (mut world, mut other) = (frozen.thaw(), frozen.thaw());
    other.run("client edit big-shoes --account-number 4712").ok();
    // So the merge can be taken back.
    world.run("undo -c big-shoes").ok();
    assert_eq!(world.run("client show shoes-ltd --json").ok().json()["account_number"], "4712");
    // A client that was closed and not merged keeps no number.
    world.run("client close shoes-ltd --confirm shoes-ltd:3").ok();
    world.run("client edit tea-house --account-number 4712").ok();
}

/// A draft that a merge gives an owner is active, as after an acceptance, and a draft again once that is taken back.
#[test]
fn draft_becomes_active_by_a_merge() {
    let mut world = doubles();
    world.run("client merge big-shoes tea-house --confirm big-shoes:tea-house --keep tea-house").ok();
    let state = "SELECT state FROM client WHERE slug = 'tea-house'";
    assert_eq!(world.sql(state), ["active"]);
    let log = world.run("client log tea-house --limit 1").ok().out;
    assert!(log.contains("MERGED big-shoes") && log.contains("the client is active now"), "{log}");
    assert_eq!(
        world.sql("SELECT count(*) FROM audit WHERE instr(details, 'client.activate') > 0 AND action = 'client.merge'"),
        ["1"]
    );
    world.run("undo -c tea-house").ok();
    assert_eq!(world.sql(state), ["draft"]);
}

#[test]
fn clients_never_lead_to_each_other() {
    let mut world = World::with_story();
    for (slug, owner) in [("zebra", "la@loop.example"), ("quokka", "lb@qloop.example")] {
        world.run(&format!("client add {slug} --slug {slug} --owner {owner}")).ok();
        world.run(&format!("user remove {owner} -c {slug} --confirm {slug}")).ok();
    }
    world.run("client merge zebra quokka --confirm zebra:quokka").ok();
    let first = world.sql("SELECT max(id) FROM audit").remove(0);
    world.run("client reopen zebra").ok();
    let reopened = world.sql("SELECT max(id) FROM audit").remove(0);
    world.run("client merge quokka zebra --confirm quokka:zebra").ok();
    for change in [reopened, first] {
        world.run(&format!("undo -c zebra --change {change}")).fails(4);
    }
    world.run("client show quokka").ok();
}
