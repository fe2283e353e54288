//! `link extend`: the client's side gives more at once, the partner's side asks for it while the link stays as it is.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::everything;
use crate::partner_user::linked;
use crate::support::World;

const JIM: &str = "--as jim@bigshoes.example -m phone";
const ANN: &str = "--as ann@jimsweb.example -m phone";

/// The link of big-shoes gives invoices for 20 more days.
fn short() -> World {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --permissions invoices --for 20d").ok();
    world
}

/// The same, and ann has asked for quotes and a year.
fn asked() -> World {
    let mut world = short();
    world
        .run(&format!("link extend lnk_1 -c big-shoes --permissions quotes --for 1y --message 'For the fair.' {ANN}"))
        .ok();
    world
}

fn terms(world: &World) -> String {
    world.sql("SELECT permissions || ' ' || until FROM link WHERE id = 1").remove(0)
}

fn may(world: &mut World, permission: &str) -> bool {
    world.run(&format!("access check ann@jimsweb.example -c big-shoes --permission {permission}")).code == 0
}

fn waiting(world: &mut World) -> String {
    world.run("link list -c big-shoes --columns link_id,extension --csv").ok().csv()[0]["extension"].clone()
}

#[test]
fn asking_leaves_the_link_unchanged() {
    let mut world = short();
    let before = terms(&world);
    assert_snapshot!(world.run(&format!("link extend lnk_1 -c big-shoes --permissions quotes --for 1y --message 'For the fair.' {ANN}")), @"
    $ partnerctl link extend lnk_1 -c big-shoes --permissions quotes --for 1y --message For the fair. --as ann@jimsweb.example -m phone
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_7 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_7.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    big-shoes (C100001-9) is asked about lnk_1: may now: quotes; until 11 Dec 2027 09:00 UTC, was 11 Dec 2026 09:00 UTC; it can be answered until 28 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_eq!(terms(&world), before);
    assert!(may(&mut world, "invoices") && !may(&mut world, "quotes"));
    assert_eq!(waiting(&mut world), "pending");
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    lnk_1  linked
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       2 times, last 21 Nov 2026 09:00 UTC
    asked        jim@bigshoes.example  msg_7 written
    asked for    profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    permissions  invoices
    approved     21 Nov 2026 09:00 UTC by jim@bigshoes.example
    linked       21 Nov 2026 09:00 UTC
    more         asked 21 Nov 2026 09:00 UTC by ann@jimsweb.example
                 until 11 Dec 2027 09:00 UTC: invoices quotes
                 For the fair.
    answer by    28 Nov 2026 09:00 UTC
    until        11 Dec 2026 09:00 UTC
    --- stderr
    hint: answer the request for more on an owner's behalf: `partnerctl link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m 'said so by phone'`
    hint: mail it again with `partnerctl link resend lnk_1 -c big-shoes`, or withdraw it with `cancel`
    --- exit 0
    ");
    let mail = world.mails().pop().unwrap();
    for words in [
        "asks for more, or for longer, in the account Big Shoes Inc.",
        "may do more, or work for longer,",
        "keeps what it has now",
        "For the fair.",
        "nothing changes",
    ] {
        assert!(mail.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{words}\n{mail}");
    }
    let again = format!("link extend lnk_1 -c big-shoes --permissions quotes --until 2027-11-22T00:00:00Z {ANN}");
    world.run(&again).fails(4).says("it cannot be asked for otherwise");
}

#[test]
fn yes_by_code_gives_it_once() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code.clone());
    assert_snapshot!(world.run("link approve --code-stdin"), @"
    $ partnerctl link approve --code-stdin
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_8 to ann@jimsweb.example was written to [DIR]/desk.db.outbox/msg_8.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    lnk_1 is approved for big-shoes (C100001-9), until 11 Dec 2027 09:00 UTC: invoices, quotes
    lnk_1 is linked.
    --- exit 0
    ");
    assert!(may(&mut world, "quotes") && may(&mut world, "invoices"));
    assert_eq!(waiting(&mut world), "");
    world.stdin(code).run("link approve --code-stdin").fails(4);
    assert!(world.mails().pop().unwrap().contains("ann@jimsweb.example"));
    assert_snapshot!(world.run("client log big-shoes --limit 2").out, @"
    21 Nov 2026 09:00 UTC  jane was refused `link approve --code-stdin`: lnk_1 is linked since 21 Nov 2026 09:00 UTC; it cannot be approved
    21 Nov 2026 09:00 UTC  jane approved more of lnk_1 of jims-web: permissions: with quotes; until from 11 Dec 2026 09:00 UTC to 11 Dec 2027 09:00 UTC with the code of jim@bigshoes.example
    ");
}

#[test]
fn yes_on_behalf_may_give_less() {
    let mut world = asked();
    world.run(&format!("link approve lnk_1 -c big-shoes --permissions invoices --for 300d {JIM}")).ok();
    assert!(!may(&mut world, "quotes"));
    let mut world = asked();
    let before = terms(&world);
    world.run(&format!("link approve lnk_1 -c big-shoes --permissions invoices --for 1d {JIM}")).fails(2);
    world.run(&format!("link approve lnk_1 -c big-shoes --permissions quotes,tickets {JIM}")).fails(2);
    assert_eq!(terms(&world), before);
    // Support has no answer of its own.
    world.run("link approve lnk_1 -c big-shoes").fails(5);
}

#[test]
fn admin_approves_no_more_than_they_have() {
    let mut world = short();
    world.run("invite send nou@bigshoes.example -c big-shoes -r admin --permissions profile,quotes --for 60d").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.run(&format!("link extend lnk_1 -c big-shoes --permissions quotes,tickets --for 90d {ANN}")).ok();
    let code = world.code_for("nou@bigshoes.example");
    let mut approve = |less: &str| {
        world.stdin(code.clone());
        world.run(&format!("link approve --code-stdin {less}"))
    };
    approve("").fails(5).says("cannot give that");
    // Longer invoices are more than this admin has, too.
    approve("--permissions quotes --for 50d").fails(5).says("they do not have invoices");
    approve("--permissions quotes --for 1d").ok();
}

#[test]
fn denial_leaves_the_link_unchanged() {
    let mut world = asked();
    let before = terms(&world);
    let code = world.code_for("jim@bigshoes.example");
    assert_snapshot!(world.stdin(code).run("link deny --code-stdin --message 'Not now.'"), @"
    $ partnerctl link deny --code-stdin --message Not now.
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_8 to ann@jimsweb.example was written to [DIR]/desk.db.outbox/msg_8.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    more of lnk_1 is denied; the partner may ask again from 28 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_eq!((terms(&world), waiting(&mut world)), (before, String::new()));
    assert!(may(&mut world, "invoices"));
    let again = format!("link extend lnk_1 -c big-shoes --for 1y {ANN}");
    world.run(&again).fails(4).says("the client denied more of lnk_1");
    world.pass(Span::WEEK).run(&again).ok();
}

#[test]
fn unanswered_request_expires_alone() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.pass(Span::WEEK);
    assert_eq!(waiting(&mut world), "expired");
    assert!(may(&mut world, "invoices"));
    world.stdin(code).run("link approve --code-stdin").fails(6).says("the request for more of lnk_1 expired at");
    world.run("link resend lnk_1 -c big-shoes").ok();
    assert_eq!(waiting(&mut world), "pending");
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    assert!(may(&mut world, "quotes"));
}

#[test]
fn withdrawn_request_leaves_the_link() {
    let mut world = asked();
    let before = terms(&world);
    let code = world.code_for("jim@bigshoes.example");
    world.run(&format!("link cancel lnk_1 -c big-shoes {ANN}")).ok().says("the request for more of lnk_1 is withdrawn");
    assert_eq!((terms(&world), waiting(&mut world)), (before, String::new()));
    assert!(world.mails().pop().unwrap().contains("withdrew the request"));
    world.stdin(code).run("link approve --code-stdin").fails(4);
    assert!(!may(&mut world, "quotes"));
}

#[test]
fn client_side_extends_at_once() {
    let mut world = short();
    assert_snapshot!(world.run(&format!("link extend lnk_1 -c big-shoes --permissions quotes --for 1y {JIM}")), @"
    $ partnerctl link extend lnk_1 -c big-shoes --permissions quotes --for 1y --as jim@bigshoes.example -m phone
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 in big-shoes (C100001-9): may now: quotes; until 11 Dec 2027 09:00 UTC, was 11 Dec 2026 09:00 UTC.
    --- exit 0
    ");
    assert!(may(&mut world, "quotes") && may(&mut world, "invoices"));
    world.run(&format!("link extend lnk_1 -c big-shoes --for 30d {JIM}")).ok();
    let sooner = format!("link extend lnk_1 -c big-shoes --until 2027-06-30 {JIM}");
    world.run(&sooner).fails(2).says("lnk_1 ends later than that");
    world.run(&format!("link extend lnk_1 -c big-shoes --permissions quotes {JIM}")).ok().says("has just that");
    world.run(&format!("link extend lnk_1 -c big-shoes {JIM}")).fails(2).says("nothing is asked for");
}

/// What the client gives by itself is not asked any more; what is left of the request still is.
#[test]
fn edit_answers_a_covered_request() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.run(&format!("link edit lnk_1 -c big-shoes --no-until {JIM}")).ok();
    assert_eq!(waiting(&mut world), "pending", "quotes are still asked for");
    world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices,quotes {JIM}")).ok();
    assert_eq!(waiting(&mut world), "");
    world.stdin(code).run("link approve --code-stdin").fails(4);
}

#[test]
fn end_of_the_link_ends_the_request() {
    let mut world = asked();
    let code = world.code_for("jim@bigshoes.example");
    world.run(&format!("link remove lnk_1 -c big-shoes --confirm big-shoes {JIM}")).ok();
    world.stdin(code).run("link approve --code-stdin").fails(4);
    let live = world.sql("SELECT record_id FROM code WHERE kind = 'link' AND state = 'live'");
    assert!(live.is_empty(), "{live:?}");
    let mut world = asked();
    world.pass(Span::days(20)).run("link resend lnk_1 -c big-shoes").fails(4).says("lnk_1 is lapsed");
}

#[test]
fn undo_takes_answers_back() {
    let mut world = short();
    // No one is notified of the answer, whose mail would stay.
    world.run("partner edit jims-web --no-contact-email").ok();
    world.run("link extend lnk_1 -c big-shoes --permissions quotes").ok();
    world.run("undo -c big-shoes").fails(4).says("`partnerctl link cancel lnk_1 -c big-shoes`");
    world.run(&format!("link deny lnk_1 -c big-shoes {JIM}")).ok();
    world.run("undo -c big-shoes").ok();
    assert_eq!(waiting(&mut world), "pending");
    let then = world.now().to_rfc3339();
    let code = world.code_for("jim@bigshoes.example");
    world.pass(Span::HOUR).run(&format!("link approve lnk_1 -c big-shoes {JIM}")).ok();
    let why = |world: &mut World, at: &str| {
        let why = world.run(&format!("access why ann@jimsweb.example -c big-shoes --json {at}")).ok().json();
        why["permissions"].as_array().unwrap().len()
    };
    assert_eq!((why(&mut world, ""), why(&mut world, &format!("--as-of {then}"))), (2, 1));
    world.run("undo -c big-shoes").ok();
    assert_eq!((waiting(&mut world), why(&mut world, "")), ("pending".to_owned(), 1));
    world.stdin(code).run("link approve --code-stdin").ok();
    world.run("undo -c big-shoes").fails(4).says("a code was used up by it");
}

#[test]
fn link_of_client_is_extended_in_place() {
    let mut world = linked();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run(&format!("user add -c big-shoes -r admin --for-partner jims-web {JIM}")).ok();
    let link = world.run(&format!("link create -p jims-web -c big-shoes --for 30d {JIM}")).ok().id();
    world.run(&format!("link extend {link} -c big-shoes --permissions quotes {ANN}")).fails(4);
    world.run(&format!("link extend {link} -c big-shoes --for 90d {ANN}")).ok();
    world.run(&format!("link approve {link} -c big-shoes {JIM}")).ok();
    assert_eq!(world.sql("SELECT id, origin, state FROM link ORDER BY id DESC LIMIT 1"), ["3|client|linked"]);
}

#[test]
fn work_list_has_the_request() {
    let mut world = asked();
    world.pass(Span::days(3));
    let todo = world.run("todo --csv").ok();
    assert!(todo.out.contains("request-unanswered") && todo.out.contains("link resend lnk_1"), "{todo}");
    assert!(todo.out.contains("partnerctl link extend lnk_1 -c big-shoes --until YYYY-MM-DD"), "{todo}");
}

const OTHERS: [&str; 12] =
    ["apple", "brick", "cloud", "drummer", "eagle", "flint", "grapes", "hatter", "ironman", "kites", "lemons", "ocean"];

/// big-shoes, tea-house and others, each linked with Jim's Web until the end of the year.
fn many() -> World {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --until 2026-12-31").ok();
    world.run("link edit lnk_2 -c tea-house --until 2026-12-31").ok();
    for name in OTHERS {
        world.run(&format!("client add {name} --slug {name}-co --owner {name}@else.example")).ok();
        world.run(&format!("link request -p jims-web --target {name}-co --for 30d")).ok();
        let code = world.code_for(&format!("{name}@else.example"));
        world.stdin(code).run("link approve --code-stdin -q").ok();
    }
    world
}

fn list(world: &mut World) -> String {
    world.run("link list -A --expiring 60d --csv").ok().out
}

fn results(run: &crate::support::Run) -> Vec<String> {
    let mut results: Vec<String> = run.csv().iter().map(|row| row["result"].clone()).collect();
    results.sort();
    results.dedup();
    results
}

/// Support asks all clients at once; the same rows again change nothing, however far the first run came.
#[test]
fn rows_of_a_list_are_extended_twice() {
    let mut world = many();
    let rows = list(&mut world);
    assert_eq!(rows.lines().count(), 15);
    let half: String = rows.lines().take(10).map(|line| format!("{line}\n")).collect();
    let extend = "link extend - --for 1y --csv";
    let run = world.stdin(half).run(extend).ok();
    assert_eq!((run.csv().len(), results(&run)), (9, vec!["created".to_owned()]));
    let run = world.pass(Span::HOUR).stdin(rows.clone()).run(&format!("{extend} --expect-clients 14")).ok();
    assert_eq!(results(&run), ["created", "unchanged"]);
    let before = everything(&world);
    let run = world.pass(Span::HOUR).stdin(rows.clone()).run(extend).ok();
    assert_eq!((results(&run), everything(&world) == before), (vec!["unchanged".to_owned()], true));
    world.stdin(rows.clone()).run(&format!("{extend} --expect-clients 13")).fails(8);
    // Once a client has said yes, the row is done as well.
    world.run("mail deliver -q").ok();
    world.run(&format!("link approve lnk_1 -c big-shoes {JIM}")).ok();
    let run = world.stdin(rows).run(extend).ok();
    assert_eq!(results(&run), ["unchanged"]);
    assert_eq!(
        world.sql("SELECT until FROM link WHERE id = 1"),
        world.sql("SELECT extension_until FROM link WHERE id = 2")
    );
}

#[test]
fn outdated_row_fails_alone() {
    let mut world = many();
    let rows = list(&mut world);
    world.run("link edit lnk_1 -c big-shoes --until 2026-12-24").ok();
    world.run("link remove lnk_2 -c tea-house --confirm tea-house").ok();
    let run = world.stdin(rows.clone()).run("link extend - --for 1y --csv --errors bad.csv").fails(7);
    let failed: Vec<_> = run.csv().into_iter().filter(|row| row["result"] == "failed").collect();
    let codes: Vec<_> = failed.iter().map(|row| (row["link_id"].as_str(), row["error_code"].as_str())).collect();
    assert_eq!(codes, [("lnk_1", "conflict"), ("lnk_2", "conflict")], "{run}");
    run.says("`partnerctl link extend --for 1y bad.csv`");
    assert_eq!(std::fs::read_to_string(world.path("bad.csv")).unwrap().lines().count(), 3);
    let other: String = rows.replace("big-shoes", "tea-house");
    world.stdin(other).run("link extend - --for 1y").fails(12);
    world.run("link extend - -c big-shoes --for 1y").fails(2).says("each row names its client");
    world.run("link extend lnk_1 -c big-shoes --for 1y --expect-clients 1").fails(2).says("is for a table");
    world
        .stdin("client_slug,link_id\nbig-shoes,lnk_1\n")
        .run("link extend - --for 1y")
        .fails(2)
        .says("no column until");
    let foreign = "client_slug,link_id,until\ntea-house,lnk_1,\n";
    let run = world.stdin(foreign).run("link extend - --no-until --csv");
    assert_eq!(run.csv()[0]["error_code"], "foreign_entity", "{run}");
}

/// The owner of one client extends what is theirs, and nothing else.
#[test]
fn owner_extends_only_rows_of_their_own() {
    let mut world = many();
    let rows = list(&mut world);
    let before = world.sql("SELECT * FROM link WHERE id > 1");
    let run = world.stdin(rows).run(&format!("link extend - --for 1y --csv {JIM}")).fails(7);
    let done: Vec<_> = run.csv().into_iter().filter(|row| row["result"] != "failed").collect();
    assert_eq!(done.iter().map(|row| row["link_id"].as_str()).collect::<Vec<_>>(), ["lnk_1"]);
    assert_eq!((done[0]["result"].as_str(), world.sql("SELECT * FROM link WHERE id > 1")), ("updated", before));
}

#[test]
fn undo_shows_the_request_in_words() {
    let mut world = asked();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world
        .run("undo -c big-shoes")
        .ok()
        .says("asked until of lnk_1 from no end to ")
        .says("asked permissions of lnk_1")
        .says_not("extension");
}

/// Whatever is asked, only a link in force is extended, and the error says what it is instead.
#[test]
fn link_that_is_not_in_force_is_not_extended() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    crate::invite::accept(&mut world, "jim@bigshoes.example");
    world.run("link request -p jims-web --target big-shoes").ok();
    for more in ["--for 1y", "--until 2028-01-01", "--no-until", "--permissions quotes"] {
        for by in ["", JIM] {
            let refused = world.run(&format!("link extend lnk_1 -c big-shoes {more} {by}")).fails(4);
            refused
                .says("lnk_1 is pending until")
                .says("it cannot be extended")
                .says("link approve lnk_1 -c C100001-9");
        }
    }
    let row = "client_slug,link_id,until\nbig-shoes,lnk_1,\n";
    let refused = world.stdin(row).run("link extend - --for 1y --expect-clients 1").fails(7);
    assert!(refused.out.contains("it cannot be extended"), "{refused}");
}
