//! Commands about one thing that also take a table: each row names its client and the thing, and is done as the
//! command itself would.

use std::fmt::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::{Frozen, Real, Run, World, alone};

/// Three clients with an owner each, two guests in big-shoes and one in tea-house, who are in; and links of two partners.
fn world() -> World {
    static FROZEN: std::sync::LazyLock<Frozen> = std::sync::LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password.txt", crate::invite::PASSWORD);
        world.run("partner add Others --slug others").ok();
        for (client, people) in [
            (
                "big-shoes",
                &["jim@bigshoes.example -r owner", "ann@bigshoes.example -r guest", "bo@else.example -r guest"][..],
            ),
            ("tea-house", &["tia@teahouse.example -r owner", "tom@teahouse.example -r guest"]),
        ] {
            for person in people {
                world.run(&format!("invite send {person} -c {client}")).ok();
                accept(&mut world, person.split(' ').next().unwrap());
            }
        }
        for (partner, client) in [("jims-web", "big-shoes"), ("others", "big-shoes"), ("jims-web", "tea-house")] {
            let owner = if client == "big-shoes" { "jim@bigshoes.example" } else { "tia@teahouse.example" };
            world.run(&format!("link create -p {partner} -c {client} --as {owner} -m phone")).ok();
        }
        world.freeze()
    });
    FROZEN.thaw()
}

/// Runs a command with what another printed.
fn pipe(world: &mut World, from: &str, into: &str) -> Run {
    let printed = world.run(from).ok().out;
    world.stdin(printed).run(into)
}

fn people(world: &World) -> Vec<String> {
    world.sql(
        "SELECT c.slug, l.email, g.role FROM access_grant AS g JOIN login AS l ON l.id = g.login_id JOIN client AS c ON c.id = g.client_id
         WHERE g.state = 'active' ORDER BY c.slug, l.email",
    )
}

fn links(world: &World) -> Vec<String> {
    world.sql("SELECT 'lnk_' || id, state FROM link ORDER BY id")
}

#[test]
fn dormant_people_are_removed_by_pipe() {
    let mut world = world();
    world.pass(Span::days(100));
    let dormant = "access list --dormant 90d --csv --columns client_id,client_slug,user_id,email,source,role";
    let list = world.run(dormant).ok().csv();
    let guests: Vec<_> = list.iter().filter(|row| row["role"] == "guest").collect();
    assert_eq!(guests.len(), 3, "{list:?}");
    let mut table = "client_id,client_slug,user_id,email,source,role\n".to_owned();
    for row in guests {
        let cells = ["client_id", "client_slug", "user_id", "email", "source", "role"].map(|name| row[name].as_str());
        writeln!(table, "{}", cells.join(",")).unwrap();
    }
    world.stdin(table.clone()).run("user remove -").fails(8).says("--expect-clients 2");
    world.stdin(table.clone()).run("user remove - --expect-clients 3").fails(8);
    assert_eq!(people(&world).len(), 5);
    assert_snapshot!(world.stdin(table.clone()).run("user remove - --expect-clients 2 --csv"), @"
    $ partnerctl user remove - --expect-clients 2 --csv
    line,client_id,client_slug,user_id,email,role,result,withdrawn,error_code,message
    2,C100001-9,big-shoes,usr_3,ann@bigshoes.example,guest,removed,,,
    3,C100001-9,big-shoes,usr_4,bo@else.example,guest,removed,,,
    4,C100002-4,tea-house,usr_5,tom@teahouse.example,guest,removed,,,
    --- stderr
    3 removed.
    hint: 3 mails to go: `partnerctl mail deliver`
    --- exit 0
    ");
    assert_eq!(people(&world), ["big-shoes|jim@bigshoes.example|owner", "tea-house|tia@teahouse.example|owner"]);
    let audits = world.sql("SELECT count(*) FROM audit WHERE action = 'user.remove' AND outcome = 'done'");
    let again = world.stdin(table).run("user remove - --expect-clients 2 --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "unchanged"), "{again:?}");
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE action = 'user.remove' AND outcome = 'done'"), audits);
}

/// The pipe as it is typed: the last owners stay, and are reported.
#[test]
fn last_owner_stays_in_a_pipe() {
    let mut world = world();
    world.pass(Span::days(100));
    let run = pipe(&mut world, "access list --dormant 90d --csv", "user remove - --expect-clients 2 --errors bad.csv");
    run.fails(7).prints("is the last person who can administer");
    assert_eq!(people(&world), ["big-shoes|jim@bigshoes.example|owner", "tea-house|tia@teahouse.example|owner"]);
    let bad = world.read("bad.csv");
    assert!(bad.contains("jim@bigshoes.example") && bad.contains("conflict"), "{bad}");
}

#[test]
fn row_that_does_not_match_is_refused() {
    let mut world = world();
    let before = people(&world);
    let user = world.sql("SELECT 'usr_' || id FROM login WHERE email = 'tom@teahouse.example'").remove(0);
    for (rows, code, why) in [
        // Of another client.
        (",big-shoes,,tom@teahouse.example,\n".to_owned(), 7, "is no one in big-shoes"),
        // Two clients in one row: nothing at all is done.
        ("C100001-9,tea-house,,ann@bigshoes.example,\n".to_owned(), 12, "client_id names big-shoes"),
        // Two people in one row.
        (format!(",tea-house,{user},ann@bigshoes.example,\n"), 7, "the row says ann@bigshoes.example"),
        // Access by a link.
        (",big-shoes,,ann@bigshoes.example,lnk_1\n".to_owned(), 7, "the row is about the access by lnk_1"),
        (",big-shoes,,,\n".to_owned(), 7, "the row names no person"),
        (",,,ann@bigshoes.example,\n".to_owned(), 7, "the row names no client"),
    ] {
        world.write("rows.csv", format!("client_id,client_slug,user_id,email,source\n{rows}"));
        for command in ["user remove rows.csv --csv", "user edit rows.csv -r supervisor --csv"] {
            let number = usize::from(!rows.starts_with(",,"));
            let run = world.run(&format!("{command} --expect-clients {number}"));
            assert_eq!(run.code, code, "{rows}: {run}");
            assert!(format!("{}{}", run.out, run.err).contains(why), "{rows}: {run}");
        }
        assert_eq!(people(&world), before, "{rows}");
    }
}

#[test]
fn veto_stops_the_whole_table() {
    let mut world = world();
    world.write("rows.csv", "client_slug,email\nbig-shoes,ann@bigshoes.example\ntea-house,tom@teahouse.example\n");
    let before = people(&world);
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.run("user remove rows.csv --expect-clients 2").fails(12);
    assert_eq!(people(&world), before);
}

#[test]
fn all_or_nothing_holds_every_row() {
    let mut world = world();
    world.write("rows.csv", "client_slug,email\nbig-shoes,ann@bigshoes.example\nbig-shoes,nobody@else.example\n");
    let before = people(&world);
    let run = world.run("user remove rows.csv --expect-clients 1 --all-or-nothing --csv").fails(7);
    assert_eq!(run.csv()[0]["result"], "held");
    assert_eq!(people(&world), before);
    world.run("user remove rows.csv --expect-clients 1 --errors bad.csv --csv").fails(7);
    assert_eq!(people(&world).len(), before.len() - 1);
    let bad = world.read("bad.csv");
    assert!(bad.contains("nobody@else.example") && !bad.contains("ann@"), "{bad}");
}

#[test]
fn dry_run_says_what_would_be() {
    let mut world = world();
    world.write("rows.csv", "client_slug,email\nbig-shoes,ann@bigshoes.example\n");
    let before = people(&world);
    let run = world.run("user remove rows.csv --csv --dry-run").ok().says("--expect-clients 1");
    assert_eq!(run.csv()[0]["result"], "would_be_removed");
    assert_eq!(people(&world), before);
}

#[test]
fn number_is_typed_at_a_terminal() {
    let mut world = world();
    world.write("rows.csv", "client_slug,email\nbig-shoes,ann@bigshoes.example\n");
    world.at_terminal(100);
    world.answers(&["2"]).run("user remove rows.csv").fails(8);
    world.answers(&["1"]).run("user remove rows.csv").ok().says("1 removed.");
}

#[test]
fn options_for_one_are_refused_with_a_table() {
    let mut world = world();
    world.write("rows.csv", "client_slug,email,link_id\nbig-shoes,ann@bigshoes.example,lnk_1\n");
    for line in [
        "user remove rows.csv -c big-shoes --expect-clients 1",
        "user remove rows.csv --confirm big-shoes --expect-clients 1",
        "user remove rows.csv --override last-owner -m x --expect-clients 1",
        "user edit rows.csv --first-name Ann --expect-clients 1",
        "client edit rows.csv --slug other --expect-clients 1",
        "client close rows.csv --confirm big-shoes:3 --expect-clients 1",
        "link remove rows.csv -c big-shoes --expect-clients 1",
    ] {
        world.run(line).fails(2).says("is not for a table");
    }
    for line in [
        "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes --expect-clients 1",
        "client edit big-shoes --plan pro --all-or-nothing",
        "link cancel lnk_1 -c big-shoes --errors bad.csv",
    ] {
        world.run(line).fails(2).says("is for a table");
    }
}

#[test]
fn people_are_edited_by_options_and_columns() {
    let mut world = world();
    let run = pipe(
        &mut world,
        "access list -c tea-house --csv --columns client_id,client_slug,user_id,email,source,role,permissions,until",
        "user edit - --until 2027-03-31 --expect-clients 1 --csv",
    );
    // The last owner needs access without an end.
    run.fails(7).prints("is the last person who can administer");
    let until = "SELECT count(*) FROM access_grant WHERE until IS NOT NULL";
    assert_eq!(world.sql(until), ["1"]);
    world.write(
        "people.csv",
        "client_slug,email,role,permissions,until\nbig-shoes,ann@bigshoes.example,supervisor,,\nbig-shoes,bo@else.example,,profile,2027-06-30\nbig-shoes,jim@bigshoes.example,,,\n",
    );
    let edited = world.run("user edit people.csv --expect-clients 1 --csv").ok().csv();
    let cell = |row: usize, column: &str| edited[row][column].as_str();
    assert_eq!((cell(0, "role"), cell(0, "until"), cell(0, "result")), ("supervisor", "", "updated"));
    assert_eq!((cell(1, "role"), cell(1, "permissions")), ("guest", "profile"));
    assert_eq!((cell(1, "until"), cell(1, "result")), ("2027-07-01T00:00:00.000Z", "updated"));
    assert_eq!((cell(2, "role"), cell(2, "result")), ("owner", "unchanged"));
    let again = world.run("user edit people.csv --expect-clients 1 --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "unchanged"), "{again:?}");
    world.write("past.csv", "client_slug,email,until\nbig-shoes,bo@else.example,2020-01-01\n");
    world.run("user edit past.csv --csv").fails(7).prints("is over already");
    // A list as it was printed changes nothing.
    let same = pipe(&mut world, "user list -c big-shoes --csv", "user edit - --csv").ok().csv();
    assert!(same.iter().all(|row| row["result"] == "unchanged"), "{same:?}");
}

#[test]
fn clients_are_edited_and_closed() {
    let mut world = world();
    let edited = pipe(&mut world, "client list --csv", "client edit - --plan pro --staff me --expect-clients 2 --csv")
        .ok()
        .csv();
    assert!(edited.iter().all(|row| row["result"] == "updated"), "{edited:?}");
    assert_eq!(world.sql("SELECT count(*) FROM client WHERE plan = 'pro'"), [edited.len().to_string()]);
    let again = pipe(&mut world, "client list --csv", "client edit - --plan pro --staff me --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "unchanged"), "{again:?}");
    world.write("gone.csv", "client_id,client_slug\nC100002-4,tea-house\n");
    world.run("client close gone.csv").fails(8);
    assert_snapshot!(world.run("client close gone.csv --expect-clients 1 --csv"), @"
    $ partnerctl client close gone.csv --expect-clients 1 --csv
    line,client_id,client_slug,name,grants,invitations,requests,links,sessions,result,error_code,message
    2,C100002-4,tea-house,Tea House,2,0,0,1,0,closed,,
    --- stderr
    1 closed.
    --- exit 0
    ");
    let again = world.run("client close gone.csv --expect-clients 1 --csv").ok().csv();
    assert_eq!(again[0]["result"], "unchanged");
}

#[test]
fn links_are_ended_resent_and_withdrawn() {
    let mut world = world();
    assert_eq!(links(&world), ["lnk_1|linked", "lnk_2|linked", "lnk_3|linked"]);
    let ended = pipe(&mut world, "link list -p jims-web --csv", "link remove - --expect-clients 2 --csv").ok().csv();
    assert_eq!(ended.len(), 2);
    assert_eq!(links(&world), ["lnk_1|unlinked", "lnk_2|linked", "lnk_3|unlinked"]);
    let again = pipe(&mut world, "link list -p jims-web --csv", "link remove - --expect-clients 2 --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "unchanged"), "{again:?}");
    world.run("link request -p jims-web --target big-shoes --target tea-house").ok();
    world.pass(Span::MINUTE);
    let pending = "link list -p jims-web --state pending --csv";
    pipe(&mut world, pending, "link resend - --expect-clients 2").ok().says("2 updated.").says("mails to go");
    assert_eq!(world.sql("SELECT DISTINCT send_count FROM link WHERE state = 'pending'"), ["2"]);
    pipe(&mut world, pending, "link cancel -").fails(8);
    pipe(&mut world, pending, "link cancel - --expect-clients 2").ok().says("2 updated.");
    assert_eq!(links(&world)[3..], ["lnk_4|cancelled", "lnk_5|cancelled"]);
    let over = "link list -p jims-web --state cancelled --csv";
    pipe(&mut world, over, "link delete -").ok().says("2 updated.");
    // The link of another client or partner.
    for row in ["big-shoes,lnk_3,", "big-shoes,lnk_2,jims-web"] {
        world.write("rows.csv", format!("client_slug,link_id,partner\n{row}\n"));
        world.run("link remove rows.csv --expect-clients 1 --csv").fails(7);
        assert_eq!(links(&world)[1], "lnk_2|linked", "{row}");
    }
}

#[test]
fn right_of_each_row_is_asked_for() {
    let mut world = world();
    world.write("rows.csv", "client_slug,email\nbig-shoes,ann@bigshoes.example\ntea-house,tom@teahouse.example\n");
    let run = world.run("user remove rows.csv --expect-clients 1 --as jim@bigshoes.example -m phone --csv").fails(7);
    let rows = run.csv();
    assert_eq!((rows[0]["result"].as_str(), rows[1]["result"].as_str()), ("removed", "failed"));
    assert!(!run.err.contains("tom@teahouse.example is"), "{run}");
    assert!(people(&world).contains(&"tea-house|tom@teahouse.example|guest".to_owned()));
}

/// Every list of ours can be read by every command that takes its rows.
#[test]
fn every_list_is_read_as_it_is_printed() {
    let mut world = world();
    for (from, into) in [
        ("access list -A --csv", "user remove - --dry-run"),
        ("user list -A --csv", "user remove - --dry-run"),
        ("invite list -A --csv", "user remove - --dry-run"),
        ("access list -A --csv", "user edit - --for 30d --dry-run"),
        ("user list -A --csv", "user edit - --dry-run"),
        ("client list --csv", "client edit - --plan pro --dry-run"),
        ("client find shoes --csv", "client edit - --plan pro --dry-run"),
        ("client list --csv", "client close - --dry-run"),
        ("link list -A --csv", "link remove - --dry-run"),
    ] {
        let run = pipe(&mut world, from, into);
        assert!([0, 7].contains(&run.code), "{from} | {into}: {run}");
    }
}

#[test]
fn killed_removal_is_finished_by_a_rerun() {
    let _alone = alone();
    let rows = 600;
    let real = Real::new();
    real.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example").ok();
    let (mut invited, mut removed) = ("client_slug,email,role\n".to_owned(), "client_slug,email\n".to_owned());
    for n in 0..rows {
        writeln!(invited, "big-shoes,person{n}@crowd.example,guest").unwrap();
        writeln!(removed, "big-shoes,person{n}@crowd.example").unwrap();
    }
    std::fs::write(real.path("in.csv"), invited).unwrap();
    std::fs::write(real.path("out.csv"), removed).unwrap();
    real.run("invite bulk in.csv --csv").ok();
    let line = "user remove out.csv --expect-clients 1 --csv";
    for round in 0..4_u64 {
        let mut run = real.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(15 + 23 * round));
        run.kill().unwrap();
        run.wait().unwrap();
    }
    real.run(line).ok();
    let again = real.run(line).ok();
    assert_eq!(again.out.matches(",unchanged,").count(), rows);
    let done =
        "SELECT count(*), count(DISTINCT entity_id) FROM audit WHERE action = 'user.remove' AND outcome = 'done'";
    assert_eq!(real.sqlite3(done).ok().out, format!("{rows}|{rows}\n"));
    assert_eq!(real.sqlite3("SELECT count(*) FROM access_grant WHERE state <> 'ended'").ok().out, "1\n");
    real.run("audit verify").ok();
}

/// People who enter by the link of their partner are in the list of access too.
#[test]
fn access_by_a_link_is_left_alone() {
    let mut world = world();
    world
        .run(
            "partner add-user ravi@jimsweb.example -p jims-web --first-name Ravi --last-name Patel --generate-password",
        )
        .ok();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("link request -p jims-web --target big-shoes -m setup").ok();
    world.run("link approve lnk_4 -c big-shoes --as jim@bigshoes.example -m phone").ok();
    let list = world.run("access list -c big-shoes --csv").ok();
    let from_link = list.csv().into_iter().find(|row| row["source"] == "lnk_4").unwrap();
    assert_eq!(from_link["email"], "ravi@jimsweb.example");
    let mut table: Vec<&str> = list.out.lines().collect();
    table.retain(|line| !line.contains(",jim@bigshoes.example,grant,"));
    let before = people(&world);
    let run =
        world.stdin(table.join("\n")).run("user edit - --for 30d --dry-run --csv --columns email,result,message").ok();
    assert_snapshot!(run.out, @"
    email,result,message
    ann@bigshoes.example,would_be_updated,
    bo@else.example,would_be_updated,
    ravi@jimsweb.example,skipped,enters by lnk_4; change it with `partnerctl link edit lnk_4 -c big-shoes`
    ");
    let run =
        world.stdin(table.join("\n")).run("user remove - --expect-clients 1 --csv --columns email,result,message").ok();
    assert_snapshot!(run.out, @"
    email,result,message
    ann@bigshoes.example,removed,
    bo@else.example,removed,
    ravi@jimsweb.example,skipped,enters by lnk_4; end it with `partnerctl link remove lnk_4 -c big-shoes`
    ");
    assert_eq!(people(&world).len(), before.len() - 2);
    assert_eq!(links(&world)[3], "lnk_4|linked");
    // Without the column, the database knows it.
    world.write("rows.csv", "client_slug,email\nbig-shoes,ravi@jimsweb.example\ntea-house,ravi@jimsweb.example\n");
    let rows = world.run("user remove rows.csv --expect-clients 2 --csv").fails(7).csv();
    assert_eq!((rows[0]["result"].as_str(), rows[1]["result"].as_str()), ("skipped", "failed"));
    assert!(rows[0]["message"].contains("enters by lnk_4"), "{rows:?}");
    // A row that names another link, or another client, is no such row.
    for row in ["big-shoes,ravi@jimsweb.example,lnk_2", "tea-house,ravi@jimsweb.example,lnk_4"] {
        world.write("rows.csv", format!("client_slug,email,source\n{row}\n"));
        let run = world.run("user remove rows.csv --expect-clients 1 --csv").fails(7);
        assert_eq!(run.csv()[0]["result"], "failed", "{run}");
    }
    // Anyone without the right to remove people reads nothing of it.
    world.write("rows.csv", "client_slug,email\nbig-shoes,ravi@jimsweb.example\n");
    let run = world.run("user remove rows.csv --expect-clients 0 --as tia@teahouse.example -m x --csv").fails(7);
    assert!(!run.out.contains("lnk_4"), "{run}");
}

/// On a terminal the results of a table are a table, however many columns they have.
#[test]
fn results_are_one_line_for_each_row() {
    let mut world = world();
    world.var("NO_COLOR", "1");
    world.run("user add guest@shoes.example -c big-shoes -r manager").ok();
    world.write("clients.csv", "client_slug\nbig-shoes\ntea-house\n");
    for line in [
        "user remove rows.csv",
        "user edit rows.csv -r supervisor",
        "client edit clients.csv --plan pro",
        "client close clients.csv",
        "link remove rows.csv",
        "link extend rows.csv --for 30d",
        "invite bulk rows.csv",
    ] {
        for width in [80, 100] {
            // Only columns that the command knows.
            let table = match line.split(' ').next() {
                Some("link") => "client_slug,link_id,until\nbig-shoes,lnk_1,\nbig-shoes,lnk_2,2027-03-31\n",
                _ => {
                    "client_slug,email,role\nbig-shoes,ann@bigshoes.example,guest\nbig-shoes,guest@shoes.example,manager\n"
                }
            };
            world.write("rows.csv", table);
            let run = world.at_terminal(width).run(&format!("{line} --dry-run"));
            assert!([0, 7].contains(&run.code), "{run}");
            let head = run.out.lines().next().unwrap_or_default();
            let is_listed = head.starts_with("LINE  CLIENT") || line.starts_with("invite") && run.out.is_empty();
            assert!(is_listed, "{run}");
            crate::lists::must_keep_the_grid(&run, width);
        }
    }
    assert_snapshot!(world.at_terminal(80).run("client close clients.csv --dry-run"), @"
    $ partnerctl client close clients.csv --dry-run
    LINE  CLIENT     NAME            GRANTS  INVITATIONS  REQUESTS  RESULT
       2  big-shoes  Big Shoes Inc.       4            0         0  would_be_closed
       3  tea-house  Tea House            2            0         0  would_be_closed
    --- stderr
    hint: a script says `--expect-clients 2`
    2 rows; empty: error, message; hidden: links, sessions; more columns with --wide or --columns
    2 would be closed.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
}
