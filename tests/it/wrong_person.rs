//! The right person, the wrong client: the likeliest slip of all (SPEC 3.5). An address that belongs to another client is
//! noticed on every path that names a person, and told only to those who may know.

use crate::rights;
use crate::support::World;

/// Every line that names a person beside big-shoes; `{a}` is an address of tea-house.
const LINES: &[&str] = &[
    "user add {a} -c big-shoes -r manager",
    "user add {a} -c big-shoes -r guest",
    "user add {a} -c big-shoes -r supervisor --for-partner jims-web",
    "invite send {a} -c big-shoes -r manager",
    "invite send nora@bigshoes.example {a} -c big-shoes -r manager",
    "invite resend newbie@bigshoes.example -c big-shoes --to {a}",
];

const CAUTION: &str = "address of tea-house (C100002-4)";

fn desk() -> World {
    let mut world = rights::world();
    world.run("user add kim@else.example -c tea-house -r guest").ok();
    world.pass(partnerctl::domain::time::Span::days(1));
    world
}

/// An address of the other client's domain, and one that is known only there.
fn cases() -> impl Iterator<Item = String> {
    let known = LINES.iter().filter(|line| !line.contains("--for-partner"));
    let of_domain = LINES.iter().map(|line| line.replace("{a}", "ben@teahouse.example"));
    of_domain.chain(known.map(|line| line.replace("{a}", "kim@else.example")))
}

fn people(world: &World) -> Vec<Vec<String>> {
    world.sqls(&["SELECT * FROM access_grant", "SELECT * FROM invitation", "SELECT * FROM login", "SELECT * FROM mail"])
}

#[test]
fn a_script_is_warned_on_every_path_and_so_is_a_rehearsal() {
    let mut world = desk();
    for line in cases() {
        let person = if line.contains("kim@") { "kim@else.example" } else { "ben@teahouse.example" };
        let rehearsed = world.run(&format!("{line} -n")).ok().says("warning: ").says(CAUTION).says(person);
        assert!(rehearsed.err.contains("named with big-shoes (C100001-9)"), "{rehearsed}");
        // A script that wants no banner is warned all the same.
        world.run(&format!("{line} -n -q --json")).ok().says(CAUTION);
    }
}

#[test]
fn a_terminal_has_the_slug_of_the_client_typed_that_is_meant() {
    let mut world = desk();
    let before = people(&world);
    world.at_terminal(100);
    for line in cases() {
        for wrong in ["", "y", "tea-house", "C100001-9"] {
            let run = world.answers(&[wrong]).run(&line).fails(8).says(CAUTION);
            let both = run.err.contains("you named  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example")
                && run.err.contains("you typed  tea-house  C100002-4  Tea House  teahouse.example");
            assert_eq!(both, wrong == "tea-house", "{run}");
        }
        assert_eq!(people(&world), before, "{line}");
    }
    world.answers(&["big-shoes"]).run("user add kim@else.example -c big-shoes -r manager").ok();
    // Whoever is in both clients belongs here as well as there.
    world.answers(&[]).run("user edit kim@else.example -c big-shoes -r guest").ok();
}

#[test]
fn a_row_of_a_file_carries_the_warning() {
    let mut world = desk();
    world.write(
        "rows.csv",
        "client_slug,email,role\nbig-shoes,ben@teahouse.example,manager\nbig-shoes,nora@bigshoes.example,manager\n",
    );
    for line in ["invite bulk rows.csv --csv -n", "invite bulk rows.csv --csv"] {
        let rows = world.run(line).ok().csv();
        let warnings: Vec<&str> = rows.iter().map(|row| row["warning"].as_str()).collect();
        assert_eq!(warnings, [CAUTION, ""], "{line}");
    }
}

#[test]
fn where_no_client_is_named_the_address_itself_is_doubted() {
    let mut world = desk();
    let add = "partner add-user ben@teahouse.example -p jims-web --first-name B --last-name N --generate-password";
    let rename = "user rename max@bigshoes.example ben@teahouse.example";
    let before = people(&world);
    for line in [add, rename] {
        world.run(&format!("{line} -n")).ok().says("ben@teahouse.example is an address of tea-house (C100002-4)");
    }
    world.at_terminal(100);
    for line in [add, rename] {
        world.answers(&["tea-house"]).run(line).fails(8).says("you typed  tea-house  C100002-4");
        assert_eq!(people(&world), before);
        world.answers(&["Ben@teahouse.example"]).run(line).fails(8);
    }
    world.answers(&["ben@teahouse.example"]).run(rename).ok();
}

#[test]
fn a_new_client_whose_owner_is_known_elsewhere_is_told() {
    let mut world = desk();
    world.run("client add Kiosk --owner kim@else.example").ok().says(CAUTION).says("named with the new kiosk");
    world.run("client add Stall --owner ben@teahouse.example --owner new@stall.example -q").ok().says(CAUTION);
    let unknown = world.run("client add Booth --owner new@booth.example").ok();
    assert!(!unknown.err.contains("address of"), "{unknown}");
}

/// Whoever may not see the other client learns nothing about it.
#[test]
fn nobody_is_told_of_a_client_that_they_may_not_see() {
    let mut world = desk();
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,ben@teahouse.example,manager\n");
    let as_owner = "--as jim@bigshoes.example -m phone";
    let mut lines: Vec<String> = cases().map(|line| format!("{line} {as_owner} -n")).collect();
    lines.push(format!("invite bulk rows.csv --csv -n {as_owner}"));
    let add = "partner add-user ben@teahouse.example -p jims-web --first-name B --last-name N --generate-password";
    lines.push(format!("{add} --as pat@jimsweb.example -m phone -n"));
    for line in lines {
        let run = world.run(&line);
        assert!(!run.err.contains("tea-house") && !run.out.contains("tea-house"), "{run}");
        assert!(!run.err.contains("Tea House") && !run.err.contains("C100002"), "{run}");
    }
}

/// The address of a dedicated user that nobody reads is nobody's in another client.
#[test]
fn a_dummy_address_of_another_client_is_refused() {
    let mut world = desk();
    world.run("user add -c tea-house -r supervisor --for-partner others --as tia@teahouse.example -m phone").ok();
    let dummy = world.sql("SELECT email FROM login WHERE mailbox = 0").remove(0);
    world.write("rows.csv", format!("client_slug,email,role\nbig-shoes,{dummy},manager\n"));
    let before = people(&world);
    for line in LINES.iter().map(|line| line.replace("{a}", &dummy)) {
        let staff = world
            .run(&line)
            .fails(13)
            .says("is the dedicated user of tea-house (C100002-4)")
            .says("nothing was changed");
        assert!(staff.err.contains("hint: "), "{staff}");
        let owner = world.run(&format!("{line} --as jim@bigshoes.example -m phone")).fails(4);
        assert!(!owner.err.contains("tea-house (") && !owner.err.contains("C100002"), "{owner}");
    }
    world.run(&format!("client add Kiosk --owner {dummy}")).fails(13);
    let rows = world.run("invite bulk rows.csv --csv").fails(7).csv();
    assert_eq!((rows[0]["result"].as_str(), rows[0]["error_code"].as_str()), ("failed", "foreign_entity"));
    assert_eq!(people(&world), before);
}
