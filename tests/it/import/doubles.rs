//! No second client of one company without a word: names in another spelling, numbers that lost their zeros, owners that
//! changed, a row for each contact, ids of another database.

use std::sync::LazyLock;

use insta::assert_snapshot;

use super::world_with;
use crate::support::{Frozen, World};

const WEST: &str = "name,owners,account_number\nWest Co,w@west.example,00412\n";

fn with_west() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = world_with(WEST);
        world.run("client import new.csv").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn clients(world: &World) -> usize {
    world.sql("SELECT id FROM client").len()
}

#[test]
fn a_number_without_zeros_is_a_conflict() {
    let mut world = with_west();
    world.write("new.csv", WEST.replace("00412", "412"));
    assert_snapshot!(world.run("client import new.csv --allow-elsewhere --columns line,client_id,result,error_code,message"), @"
    $ partnerctl client import new.csv --allow-elsewhere --columns line,client_id,result,error_code,message
    line  client_id  result    error_code  message
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2             conflict  conflict    west-co (C100003-5) has the same name and differs in account_number (00412); a spreadsheet may have changed the account number; if it is another client, put C100003-5 into the column allow_similar
    --- stderr
    1 conflict.
    error: 1 of 1 row failed
    hint: fix them and run `partnerctl client import new.csv` again; `--errors FILE` keeps those that failed
    --- exit 7
    ");
    assert_eq!(clients(&world), 3);
    world.write("new.csv", WEST.replace("00412", "412.0"));
    let run = world.run("client import new.csv --allow-elsewhere").fails(7);
    assert!(run.out.contains("a spreadsheet may have changed the account number"), "{run}");
}

/// What is wrong with a row comes before what is to be confirmed of it: a row that is confirmed would fail then.
#[test]
fn double_comes_before_confirmation() {
    let mut world = with_west();
    world.write("new.csv", WEST.replace("00412", "412"));
    for dry_run in ["", " -n"] {
        let run = world.run(&format!("client import new.csv --json{dry_run}")).fails(7);
        assert_eq!(run.json()[0]["result"], "conflict", "{run}");
        assert!(!run.err.contains("belongs elsewhere"), "{run}");
    }
    // Two rows of one table are doubles too, of which the first reading knows nothing.
    world.write("new.csv", "name,owners\nEast Co,e@east.example\nEast Co.,w@west.example\n");
    let run = world.run("client import new.csv --json").fails(7);
    assert_eq!(run.json()[1]["result"], "conflict", "{run}");
}

#[test]
fn name_in_other_spelling_is_a_conflict() {
    for name in ["WEST CO", "West  Co", "West Co.", "West\u{a0}Co", "west-co", "West Co"] {
        for (owner, update) in [("new@west.example", ""), ("new@west.example", " --update")] {
            let mut world = with_west();
            world.write("new.csv", format!("name,owners\n{name},{owner}\n"));
            let run = world.run(&format!("client import new.csv --json{update}")).fails(7);
            assert_eq!(run.json()[0]["result"], "conflict", "{name}: {run}");
            let message = run.json()[0]["message"].as_str().unwrap().to_owned();
            assert!(
                message.starts_with("west-co (C100003-5) has the same name and differs in owners (w@west.example)"),
                "{run}"
            );
            assert_eq!(clients(&world), 3);
        }
    }
}

#[test]
fn same_owner_makes_the_same_client() {
    let mut world = with_west();
    world.write("new.csv", "name,owners\nWest  CO.,W@west.example\n");
    let run = world.run("client import new.csv").fails(7).says("`--update` takes over");
    assert!(run.out.contains("is there with another name (West Co)"), "{run}");
    world.run("client import new.csv --update").ok().says("1 updated");
    world.run("client import new.csv").ok().says("1 unchanged");
    assert_eq!(clients(&world), 3);
}

#[test]
fn a_namesake_is_allowed_by_name() {
    let mut world = with_west();
    let table = "name,slug,owners,account_number,allow_similar\n\
                 West Co,west-north,n@north.example,413,C100003-5\nWest Co,west-south,s@south.example,414,west-north\n";
    world.write("new.csv", table);
    world.run("client import new.csv").ok().says("2 created.");
    world.run("client import new.csv").ok().says("2 unchanged.");
    assert_eq!(
        world.sql("SELECT client_id, twin_id FROM client_twin ORDER BY 1, 2"),
        ["100003|100004", "100004|100003", "100004|100005", "100005|100004"]
    );
    assert_eq!(doubles(&mut world), [""; 0]);
    world.write("new.csv", "name,owners,allow_similar\nNobody Co,n@n.example,C100003-5\n");
    assert!(world.run("client import new.csv").fails(7).out.contains("does not look alike"));
}

#[test]
fn a_closed_namesake_is_in_no_way() {
    let mut world = with_west();
    world.run("client close west-co --confirm west-co:1").ok();
    world.write("new.csv", "name,owners\nWest Co,new@west.example\n");
    world.run("client import new.csv").ok().says("1 created.");
}

#[test]
fn an_update_takes_no_name_of_another() {
    let mut world = with_west();
    world.write("new.csv", "client_id,client_slug,name\nC100001-9,big-shoes,WEST CO.\n");
    let run = world.run("client import new.csv --update").fails(7);
    assert!(run.out.contains("west-co (C100003-5) has the same name"), "{run}");
    world.write("new.csv", "client_id,client_slug,name,allow_similar\nC100001-9,big-shoes,WEST CO.,C100003-5\n");
    world.run("client import new.csv --update").ok().says("1 updated.");
}

#[test]
fn rows_that_differ_in_owners_are_one_client() {
    let table = "name,owners,account_number\nWest Co,w@west.example,412\nWest Co,x@west.example,412\n";
    let mut world = world_with(table);
    assert_snapshot!(world.run("client import new.csv --columns line,client_id,result,message"), @"
    $ partnerctl client import new.csv --columns line,client_id,result,message
    line  client_id  result    message
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  C100003-5  created
       3  C100003-5  conflict  line 2 is west-co too, with another owner: one client with co-owners? `--group-by account_number` makes it so
    --- stderr
    1 created, 1 conflict.
    error: 1 of 2 rows failed
    hint: fix them and run `partnerctl client import new.csv` again; `--errors FILE` keeps those that failed
    hint: `--group-by account_number` makes one client with co-owners of rows that differ only in the owner
    --- exit 7
    ");
    let mut world = world_with("name,owners\nWest Co,w@west.example\nWEST CO.,x@west.example\n");
    world.run("client import new.csv").fails(7).says("`--group-by name` makes one client");
    assert_eq!(clients(&world), 3);
}

const CONTACTS: &str = "\
name,owners,owner_name,account_number,domain,field.phone
West Co,w@west.example,Will West,412,,111
East Co,e@east.example,Eve East,500,east.example,
WEST CO.,x@west.example,Xenia West,412,west.example,222
West Co,w@west.example,,412,,
";

#[test]
fn grouped_rows_make_co_owners() {
    for by in ["name", "account_number"] {
        let mut world = world_with(CONTACTS);
        let run = world.run(&format!("client import new.csv --group-by {by} --csv")).ok();
        let rows = run.csv();
        let results: Vec<String> =
            rows.iter().map(|row| format!("{} {} {}", row["line"], row["client_slug"], row["result"])).collect();
        assert_eq!(results, ["2 west-co created", "3 east-co created", "4 west-co grouped", "5 west-co grouped"]);
        assert_eq!(rows[2]["message"], "the same client as line 2; field.phone differs and is left out");
        assert_eq!(
            world.sql("SELECT client_slug, owners, domain FROM client_list WHERE client_slug LIKE '%st-co'"),
            ["west-co|w@west.example x@west.example|west.example", "east-co|e@east.example|east.example"]
        );
        assert_eq!(
            world.sql("SELECT first_name, last_name FROM login WHERE email LIKE '%west.example' ORDER BY id"),
            ["Will|West", "Xenia|West"]
        );
        world.run(&format!("client import new.csv --group-by {by}")).ok().says("4 unchanged.");
        // What was left to do when a run stopped is not all that there was.
        let rest = CONTACTS.lines().filter(|line| !line.contains("x@west") && !line.contains("Will"));
        let rest: Vec<&str> = rest.collect();
        world.write("rest.csv", rest.join("\n"));
        world.run(&format!("client import rest.csv --group-by {by}")).ok().says("2 unchanged.");
    }
}

#[test]
fn rows_are_grouped_by_domain() {
    let mut world = world_with(
        "name,owners,domain\nWest Co,w@west.example,West.example\nWest Co,x@y.example,west.example\nA,a@a.example,\nB,b@b.example,\n",
    );
    world.run("client import new.csv --group-by domain").ok().says("3 created, 1 grouped.");
    world.run("client import new.csv --group-by owners").fails(2);
}

#[test]
fn a_bad_row_holds_its_group() {
    let table = CONTACTS.replace("x@west.example", "x-at-west");
    let mut world = world_with(&table);
    world.run("client import new.csv --group-by name --errors bad.csv").fails(7).says("1 created, 3 failed.");
    assert_eq!(world.sql("SELECT slug FROM client WHERE id > 100002"), ["east-co"]);
    world.write("bad.csv", world.read("bad.csv").replace("x-at-west", "x@west.example"));
    world.run("client import bad.csv --group-by name").ok().says("1 created, 2 grouped.");

    let mut world = world_with("name,owners,plan\nWest Co,w@west.example,pro\nWest Co,x@west.example,starter\n");
    let run = world.run("client import new.csv --group-by name").fails(7);
    assert!(run.out.contains("the rows of this client differ in plan, on line 3"), "{run}");
    assert_eq!(clients(&world), 2);
}

#[test]
fn all_of_a_group_or_nothing() {
    let mut world = world_with(format!("{CONTACTS}North Co,,,,,\n"));
    let run = world.run("client import new.csv --group-by name --all-or-nothing --errors bad.csv").fails(7);
    assert!(run.err.contains("4 held, 1 failed"), "{run}");
    assert_eq!(clients(&world), 2);
    assert_eq!(world.read("bad.csv").lines().count(), 6);
}

#[test]
fn an_id_alone_changes_no_stranger() {
    for table in [
        "client_id,name,owners\nC100001-9,Other Co,o@other.example\n",
        "client_id,name\nC100001-9,Other Co\n",
        "client_id,plan\nC100001-9,pro\n",
    ] {
        let mut world = world_with(table);
        let run = world.run("client import new.csv --update --json").fails(7);
        assert_eq!(run.json()[0]["result"], "conflict", "{run}");
        assert!(run.out.contains("is the table from another database?"), "{run}");
        assert_eq!(world.sql("SELECT name, plan FROM client WHERE id = 100001"), ["Big Shoes Inc.|"]);
    }
    for agrees in [
        "client_id,client_slug,plan\nC100001-9,big-shoes,pro\n",
        "client_id,account_number,plan\nC100001-9,4711,pro\n",
        "client_id,domain,plan\nC100001-9,bigshoes.example,pro\n",
        "client_id,owners,name,plan\nC100001-9,jim@bigshoes.example,Large Shoes,pro\n",
        "client_id,name,plan\nC100001-9,BIG SHOES INC,pro\n",
    ] {
        world_with(agrees).run("client import new.csv --update").ok().says("1 updated.");
    }
}

/// The commands of `doctor` about clients with the same name.
fn doubles(world: &mut World) -> Vec<String> {
    let found = world.run("doctor --json").json();
    let found = found.as_array().unwrap().iter().filter(|finding| finding["code"] == "same-name");
    found.map(|finding| finding["command"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn doctor_lists_probable_doubles() {
    let mut world = World::with_story();
    world.run("client add 'TEA  HOUSE' --owner t@t.example").ok().says("tea-house (C100002-4) has the same name");
    world.run("client add 'Tea House.' --owner u@t.example --slug tea-3").ok();
    assert_eq!(
        doubles(&mut world),
        [
            "partnerctl client edit tea-house-1000035 --allow-similar C100002-4",
            "partnerctl client edit tea-3 --allow-similar C100002-4"
        ]
    );
    world.run("client edit tea-house-1000035 --allow-similar C100002-4").ok().says("allowed to look like tea-house");
    world.run("client edit tea-house-1000035 --allow-similar C100002-4").ok().says("nothing differed");
    world.run("client close tea-3 --confirm tea-3:1").ok();
    assert_eq!(doubles(&mut world), [""; 0]);
    world.run("client edit tea-house --allow-similar C100002-4").fails(2).says("does not look alike");
    world.run("client edit tea-house --allow-similar C100001-9").fails(2).says("does not look alike");
}

#[test]
fn large_tables_compare_all_names() {
    let mut table = "name,owners,account_number\n".to_owned();
    for n in 0..300 {
        table.push_str(&format!("Client {n} Ltd,owner@c{n}.example,N{n}\n"));
    }
    let mut world = world_with(&table);
    world.run("client import new.csv").ok().says("300 created.");
    world.write("new.csv", table.replace("Ltd,", "LTD.,").replace(",N", ",000N"));
    world.run("client import new.csv --allow-elsewhere").fails(7).says("300 conflict.");
    assert_eq!(clients(&world), 302);
}
