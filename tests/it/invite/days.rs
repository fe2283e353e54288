//! Terms in months, and the time zone that decides what a day is.

use super::accept;
use crate::support::World;

const ANN: &str = "ann@bigshoes.example";
const BERLIN: &str = "Europe/Berlin";
const PACIFIC: &str = "America/Los_Angeles";

#[test]
fn terms_are_months_and_never_minutes() {
    let mut world = World::with_story();
    let send = format!("invite send {ANN} -c big-shoes -r manager");
    world
        .run(&format!("{send} --for 6mo"))
        .ok()
        .says("the access lasts until 21 May 2027 09:00 UTC (2027-05-21T09:00:0");
    assert_eq!(world.sql("SELECT until / 86400000 FROM invitation"), ["20959"]);
    world.run("user add kim@bigshoes.example -c big-shoes -r manager --for 1y").ok().says("21 Nov 2027");
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    let link = "--as jim@bigshoes.example -m x";
    for line in [
        send.as_str(),
        "user add leo@bigshoes.example -c big-shoes -r manager",
        &format!("user edit {ANN} -c big-shoes"),
        "link request -p jims-web --target big-shoes",
        &format!("link create -p jims-web -c big-shoes {link}"),
        &format!("link approve lnk_1 -c big-shoes {link}"),
        "partner edit-user usr_1 -p jims-web",
    ] {
        world
            .run(&format!("{line} --for 6m"))
            .fails(2)
            .says("could mean months or minutes")
            .says("write `6mo` for months");
        world.run(&format!("{line} --for 0d")).fails(2);
    }
}

/// The same file, run by a person in another zone, means the same.
#[test]
fn desk_zone_decides_what_a_day_is() {
    let mut world = World::with_story();
    world.run("config set desk.time_zone Nowhere/Nothing").fails(2).says("IANA");
    world.run("config set desk.time_zone Europe/Berlin").ok();
    world.write("rows.csv", format!("client_slug,email,role,until\nbig-shoes,{ANN},manager,2026-12-31\n"));
    world.run("invite bulk rows.csv").ok();
    assert_eq!(world.sql("SELECT until / 1000 FROM invitation"), ["1798758000"]);
    let again = world.zone(PACIFIC).run("invite bulk rows.csv --csv").ok();
    again.says("note: a day in the column until ends at midnight in Europe/Berlin (UTC+01:00)").prints("unchanged");
    world
        .run(&format!("user add {ANN} -c big-shoes -r manager --until 2026-12-31"))
        .ok()
        .says("the access lasts until the end of 31 Dec 2026 CET (2026-12-31T23:00:00.000Z)");
    // The clock is that of the person who reads.
    world.run("client log big-shoes").ok().prints("21 Nov 2026 01:00 PST");
}

#[test]
fn init_stores_the_zone_of_its_caller() {
    let mut world = World::new();
    world.run("config get desk.time_zone").ok().prints("UTC");
    world.zone(BERLIN);
    world.run("client add Third --owner kim@third.example").ok();
    world
        .run("user add ann@third.example -c third -r guest --until 2026-12-31")
        .ok()
        .says("the end of 31 Dec 2026 UTC");
    // Without the setting, as in databases of earlier versions, a day is one of the person who works.
    world.run("config unset desk.time_zone").ok();
    world
        .run("user add bob@third.example -c third -r guest --until 2026-12-31")
        .ok()
        .says("the end of 31 Dec 2026 CET");
}

/// Receipts, lists for people, mails and the log.
#[test]
fn the_end_of_a_day_is_shown_as_that() {
    let mut world = World::with_story();
    let end = "the end of 31 Dec 2026 UTC";
    world.run(&format!("user add {ANN} -c big-shoes -r manager")).ok();
    let edit = format!("user edit {ANN} -c big-shoes --until");
    world.run(&format!("{edit} 2026-12-31")).ok().says(&format!("until {end}, was no end"));
    world
        .run(&format!("user add {ANN} -c big-shoes -r manager --until 2026-12-30"))
        .fails(4)
        .says(&format!("until is {end}"));
    for card in
        [format!("user show {ANN} -c big-shoes"), "client show big-shoes".into(), "user list -c big-shoes".into()]
    {
        world.run(&card).ok().prints(end);
    }
    world.at_terminal(200).run("client show big-shoes").ok().prints(&format!("until {end} (in "));
    world.run(&format!("user show {ANN} -c big-shoes")).ok().prints(end);
    world.run(&format!("invite send {ANN} -c big-shoes")).ok();
    assert!(world.mails().iter().any(|mail| mail.contains(&format!("Access until: {end}"))));
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --generate-password")
        .ok();
    world
        .run("partner edit-user pat@jimsweb.example -p jims-web --until 2026-12-31")
        .ok()
        .says(&format!("Their term ends at {end} (2027-01-01T00:00:00.000Z)"));
}
