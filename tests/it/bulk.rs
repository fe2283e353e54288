//! `invite bulk`: a night's invitations, run again without harm.

mod deliver;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::World;

/// A database of `n` clients, client-01 …, each with an owner, and a table that invites those owners.
fn clients(n: usize) -> (World, String) {
    let mut world = World::new();
    let mut table = String::from("client_slug,email,role\n");
    for i in 1..=n {
        let slug = format!("client-{}{}", char::from(b'a' + (i / 10) as u8), char::from(b'a' + (i % 10) as u8));
        world.run(&format!("client add 'Client {i}' --slug {slug}{slug} --owner owner{i}@c{i}.example")).ok();
        table.push_str(&format!("{slug}{slug},owner{i}@c{i}.example,owner\n"));
    }
    (world, table)
}

#[test]
fn second_sending_of_twenty_changes_nothing() {
    let (mut world, table) = clients(20);
    world.write("in.csv", &table);
    let first = world.run("invite bulk in.csv --csv").ok();
    assert!(first.csv().iter().all(|row| row["result"] == "created" && row["mail"] == "queued"));
    let second = world.run("invite bulk in.csv --csv").ok().says("20 unchanged.");
    assert_eq!(second.csv().iter().filter(|row| row["result"] == "unchanged").count(), 20);
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["20"]);
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["20"]);
}

#[test]
fn bad_row_stops_no_other_and_feeds_back() {
    let (mut world, mut table) = clients(49);
    table.push_str("client-xxclient-xx,nobody@x.example,owner\n");
    world.write("in.csv", &table);
    let first = world.run("invite bulk in.csv --errors bad.csv --csv").fails(7).says("49 created, 1 failed.");
    assert_eq!(first.csv().len(), 50);
    assert_snapshot!(world.read("bad.csv"), @r#"
    client_slug,email,role,error_code,message
    client-xxclient-xx,nobody@x.example,owner,not_found,"no client is named ""client-xxclient-xx"""
    "#);
    let mended = world.read("bad.csv").replace("client-xxclient-xx", "client-abclient-ab");
    world.write("bad.csv", mended);
    world.run("invite bulk bad.csv --errors bad2.csv --csv").ok().says("1 created.");
    assert_eq!(world.read("bad2.csv"), "");
}

#[test]
fn all_or_nothing_holds_the_good_rows() {
    let (mut world, mut table) = clients(3);
    table.push_str("client-xxclient-xx,nobody@x.example,owner\n");
    world.write("in.csv", &table);
    assert_snapshot!(world.run("invite bulk in.csv --all-or-nothing --csv"), @r#"
    $ partnerctl invite bulk in.csv --all-or-nothing --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,client-abclient-ab,owner1@c1.example,held,,,,,
    3,C100002-4,client-acclient-ac,owner2@c2.example,held,,,,,
    4,C100003-5,client-adclient-ad,owner3@c3.example,held,,,,,
    5,,,nobody@x.example,failed,,,,not_found,"no client is named ""client-xxclient-xx"""
    --- stderr
    {"error":{"code":"partial","message":"1 of 4 rows failed, so that nothing was changed","hints":["fix them and run `partnerctl invite bulk in.csv` again; `--errors FILE` keeps those that failed"],"rows":4,"failed":1,"notes":["3 held, 1 failed."]}}
    --- exit 7
    "#);
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
}

#[test]
fn contradicting_row_stops_the_run() {
    let (mut world, _) = clients(2);
    world.write("in.csv", "client_id,client_slug,email,role\nC100001-9,client-abclient-ab,a@b.example,guest\nC100001-9,client-acclient-ac,a@b.example,guest\n");
    assert_snapshot!(world.run("invite bulk in.csv --csv"), @r#"
    $ partnerctl invite bulk in.csv --csv
    --- stderr
    {"error":{"code":"client_mismatch","message":"in.csv line 3: client_id names client-abclient-ab (C100001-9), but client_slug names client-acclient-ac (C100002-4); nothing was changed","hints":["find out which is meant, and fix the row"]}}
    --- exit 12
    "#);
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
}

#[test]
fn veto_or_wrong_number_stops_the_run() {
    let (mut world, table) = clients(2);
    world.write("in.csv", &table);
    world.run("invite bulk in.csv --expect-clients 3").fails(8).says("--expect-clients 3");
    world.var("PARTNERCTL_EXPECT_CLIENT", "client-abclient-ab");
    world.run("invite bulk in.csv").fails(12).says("in.csv line 3 names client-acclient-ac (C100002-4)");
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
    world.run("invite bulk in.csv --expect-clients 2").ok();
}

#[test]
fn terminal_asks_for_the_number_of_clients() {
    let (mut world, table) = clients(2);
    world.write("in.csv", &table);
    world.answers(&["1"]).run("invite bulk in.csv").fails(8);
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
    world.answers(&["2"]).run("invite bulk in.csv").ok();
    world.write("again.csv", &table);
    world.stdin(table).answers(&["2"]).run("invite bulk -").ok().says("2 unchanged.");
}

#[test]
fn dry_run_reports_and_changes_nothing() {
    let (mut world, table) = clients(2);
    world.stdin(table).run("invite bulk - --dry-run --csv").ok().says("2 would be created.").says("dry run");
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE action LIKE 'invite%'"), ["0"]);
}

/// S2.3, S2.4
#[test]
fn owners_are_invited_from_any_client_list() {
    let mut world = World::with_story();
    world.run("client add 'Two Owners' --owner ann@two.example --owner bob@two.example").ok();
    let table = "client_id,client_slug,result\nC100001-9,big-shoes,created\nC100003-5,two-owners,created\nC100002-4,tea-house,failed\n";
    let run = world.stdin(table).run("invite bulk - --owners --csv").ok();
    assert_snapshot!(run, @"
    $ partnerctl invite bulk - --owners --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,big-shoes,jim@bigshoes.example,created,inv_1,queued,,,
    3,C100003-5,two-owners,ann@two.example,created,inv_2,queued,,,
    3,C100003-5,two-owners,bob@two.example,created,inv_3,queued,,,
    --- stderr
    3 created.
    hint: 3 mails to go: `partnerctl mail deliver`
    --- exit 0
    ");
}

#[test]
fn silent_people_are_chased_a_few_times() {
    let (mut world, table) = clients(1);
    world.write("in.csv", &table);
    let chase = "invite bulk in.csv --resend-after 7d --max-sends 2 --csv";
    assert_eq!(world.run(chase).ok().csv()[0]["result"], "created");
    world.pass(Span::days(6));
    assert_eq!(world.run(chase).ok().csv()[0]["result"], "unchanged");
    world.pass(Span::days(1));
    assert_eq!(world.run(chase).ok().csv()[0]["result"], "updated");
    world.pass(Span::days(8));
    assert_eq!(world.run(chase).ok().csv()[0]["result"], "unchanged");
    world.pass(Span::days(30));
    let row = &world.run(chase).ok().csv()[0];
    assert_eq!((&*row["result"], &*row["message"]), ("skipped", "was sent 2 times without an answer"));
}

#[test]
fn foreign_address_is_sent_once_confirmed() {
    let mut world = World::with_story();
    let table = "client_slug,email,role\ntea-house,max@bigshoes.example,manager\n";
    let rows = world.stdin(table).run("invite bulk - --csv --allow-elsewhere").ok().csv();
    assert_eq!(rows[0]["warning"], "address of big-shoes (C100001-9)");
}

#[test]
fn a_table_without_rows_is_no_failure() {
    let mut world = World::with_story();
    assert_snapshot!(world.stdin("client_slug,email,role\n").run("invite bulk - --csv"), @"
    $ partnerctl invite bulk - --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    --- stderr
    The table has no rows.
    --- exit 0
    ");
    assert_snapshot!(world.stdin("client_slug;email\n").run("invite bulk - --json"), @"
    $ partnerctl invite bulk - --json
    []
    --- stderr
    Reading standard input with `;` between cells.
    The table has no rows.
    --- exit 0
    ");
}

#[test]
fn faulty_row_is_reported_by_its_line() {
    let mut world = World::with_story();
    let table = "client_slug,email,role,permissions,until\n\
        big-shoes,not an address,guest,,\n\
        big-shoes,a@x.example,king,,\n\
        big-shoes,b@x.example,guest,profile users,\n\
        big-shoes,c@x.example,guest,,2020-01-01\n\
        big-shoes,d@x.example,,,\n\
        ,e@x.example,guest,,\n\
        big-shoes,jim@bigshoes.example,guest,,\n";
    assert_snapshot!(world.stdin(table).run("invite bulk - --csv"), @r#"
    $ partnerctl invite bulk - --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,big-shoes,not an address,failed,,,,usage,"""not an address"" is not an e-mail address: it has no @"
    3,C100001-9,big-shoes,a@x.example,failed,,,,usage,"""king"" is not a role"
    4,C100001-9,big-shoes,b@x.example,failed,,,,usage,the role guest cannot have users
    5,C100001-9,big-shoes,c@x.example,failed,,,,usage,a term that ends at 2020-01-02T00:00:00.000Z is over already
    6,C100001-9,big-shoes,d@x.example,failed,,,,usage,"nothing is prepared for d@x.example, so it needs a role"
    7,,,e@x.example,failed,,,,usage,the row names no client
    8,C100001-9,big-shoes,jim@bigshoes.example,failed,,,,conflict,"what is prepared for jim@bigshoes.example says otherwise: role is ""owner"", not ""guest"""
    --- stderr
    {"error":{"code":"partial","message":"7 of 7 rows failed","hints":["fix them and run `partnerctl invite bulk -` again; `--errors FILE` keeps those that failed"],"rows":7,"failed":7,"notes":["note: a day in the column until ends at midnight in UTC","7 failed."]}}
    --- exit 7
    "#);
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["0"]);
}

#[test]
fn deliver_reports_each_mail() {
    let (mut world, table) = clients(2);
    let rows = world.stdin(table).run("invite bulk - --deliver --csv").ok().csv();
    assert!(rows.iter().all(|row| row["mail"] == "written"), "{rows:?}");
    assert_eq!(world.mails().len(), 2);
    assert!(world.code_for("owner1@c1.example").starts_with("pci_1_"));
}

#[test]
fn a_night_twice_sends_once() {
    let mut world = World::new();
    world.write(
        "new.csv",
        "name,owners\nTea House,tia@teahouse.example\nTwo Owners,ann@two.example bob@two.example\nBad,no one\n",
    );
    let mut night = || {
        let imported = world.run("client import new.csv --errors bad1.csv --csv").fails(7).out;
        world
            .stdin(imported)
            .run("invite bulk - --owners --resend-after 7d --max-sends 3 --deliver --errors bad2.csv --csv")
    };
    let first = night().ok().csv();
    assert!(
        first.len() == 3 && first.iter().all(|row| row["result"] == "created" && row["mail"] == "written"),
        "{first:?}"
    );
    let second = night().ok().says("3 unchanged.").csv();
    assert!(second.iter().all(|row| row["result"] == "unchanged"), "{second:?}");
    assert_eq!(world.mails().len(), 3);
}

#[test]
fn headers_of_other_systems_are_mapped() {
    let mut world = World::with_story();
    world.write("people.csv", "Customer;E-Mail;Function;Phone\nbig-shoes;ann@bigshoes.example;manager;1\n");
    let map = "invite bulk people.csv --map Customer=client_slug --map E-Mail=email --map Function=role";
    world.run(map).fails(2).says("leave it out with `--rest drop`");
    world.run(&format!("{map} --rest drop --errors bad.csv")).ok().says("1 created.");
    world.write("people.csv", "Customer,E-Mail,Function\nbig-shoes,no one,manager\n");
    world.run(&format!("{map} --errors bad.csv")).fails(7).says("--map Customer=client_slug --map E-Mail=email");
}

/// A list of those who were never invited can be piped as it is.
#[test]
fn not_invited_are_invited_by_pipe() {
    let mut world = World::with_story();
    world.run("client add 'Gone Ltd' --owner gus@gone.example").ok();
    world.run("client close gone-ltd --confirm gone-ltd:1 -m gone").ok();
    world.run("client add 'No One' --owner nora@noone.example").ok();
    world.run("user remove nora@noone.example -c no-one --confirm no-one").ok();
    let list = "client list --activation not_invited --csv";
    let slugs = |world: &mut World, line: &str| -> Vec<String> {
        world.run(line).ok().csv().into_iter().map(|mut row| row.remove("client_slug").unwrap()).collect()
    };
    assert_eq!(slugs(&mut world, list), ["big-shoes", "tea-house", "no-one"]);
    assert_eq!(slugs(&mut world, "client list --activation not_invited --state closed --csv"), ["gone-ltd"]);
    assert_eq!(slugs(&mut world, "client list --state closed --csv"), ["gone-ltd"]);
    assert!(slugs(&mut world, "client list --csv").contains(&"gone-ltd".to_owned()));
    let printed = world.run(list).ok().out;
    assert_snapshot!(world.stdin(printed).run("invite bulk - --owners --csv").ok(), @r#"
    $ partnerctl invite bulk - --owners --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,big-shoes,jim@bigshoes.example,created,inv_1,queued,,,
    3,C100002-4,tea-house,tia@teahouse.example,created,inv_2,queued,,,
    4,C100004-3,no-one,,skipped,,,,,no-one (C100004-3) has no owner; prepare one with `partnerctl user add EMAIL -c no-one -r owner`
    --- stderr
    2 created, 1 skipped.
    hint: 2 mails to go: `partnerctl mail deliver`
    --- exit 0
    "#);
    let printed = world.run(list).ok().out;
    let again = world.stdin(printed).run("invite bulk - --owners --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "skipped"), "{again:?}");
}
