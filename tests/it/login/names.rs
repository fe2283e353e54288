//! Names of people in clients: kept, filled in and corrected, and read only by those who may know the person.

use std::sync::LazyLock;

use super::{JIM, SUE, TIA, in_logs, join, with_sue};
use crate::support::{Frozen, World};

const ZOE: &str = "zoe@bigshoes.example";
const LEE: &str = "lee@third.example";

fn name(world: &World, address: &str) -> String {
    world.sql(&format!("SELECT first_name || ' ' || last_name FROM login WHERE email_key = '{address}'")).remove(0)
}

#[test]
fn client_add_keeps_owner_names() {
    let mut world = World::with_story();
    world
        .run(&format!(
            "client add Third --slug third-one --owner kim@third.example --owner-name 'Kim Po' --owner {LEE} --owner-name 'Lee'"
        ))
        .ok();
    assert_eq!((name(&world, "kim@third.example").as_str(), name(&world, LEE).as_str()), ("Kim Po", " Lee"));
    world.run("client find po").ok().prints("third-one");
    let add = |name: &str| {
        format!("client add Third --slug third-one --owner {LEE} --owner kim@third.example --owner-name '{name}'")
    };
    world.run(&add("Lee")).ok().says("exists already");
    world.run(&add("Leo")).fails(4).says("owner_name (lee@third.example is Lee)");
    world.run(&format!("client add Fourth --owner {LEE} --owner-name Leo")).fails(4).says("is called \"Lee\"");
    world.run("client add X --owner a@x.example --owner-name A --owner-name B").fails(2).says("same order");
}

#[test]
fn user_add_fills_a_missing_name() {
    let mut world = World::with_story();
    let add = format!("user add {JIM} -c big-shoes -r owner --first-name Jim --last-name");
    let run = world.run(&format!("{add} Moor --json")).ok();
    assert!(run.out.contains("\"updated\""), "{run}");
    assert_eq!(name(&world, JIM), "Jim Moor");
    world.run(&format!("{add} Moor")).ok().says("already");
    world
        .run(&format!("{add} Moore"))
        .fails(4)
        .says(&format!("partnerctl user edit {JIM} -c big-shoes --first-name Jim --last-name Moore"));
    world.run("client find moor").ok().prints("big-shoes");
    world.run("undo -c big-shoes -m mistake").ok();
    assert_eq!(name(&world, JIM), " ");
    assert!(world.run("client find moor").ok().out.is_empty());
}

/// Whether someone is invited already makes no difference.
#[test]
fn user_add_fills_the_name_of_a_guest() {
    let mut world = World::with_story();
    world.run(&format!("user add {ZOE} -c big-shoes -r guest")).ok();
    let named = format!("user add {ZOE} -c big-shoes -r guest --first-name 'Zoe Mae' --last-name 'von Smith'");
    let run = world.run(&format!("{named} --json")).ok();
    assert!(run.out.contains("\"updated\""), "{run}");
    let parts = world.sql(&format!("SELECT first_name FROM login WHERE email_key = '{ZOE}'"));
    assert_eq!(parts, ["Zoe Mae"]);
    world.run(&named).ok().says("already");
    world.run("client log big-shoes").ok().prints("name to “Zoe Mae von Smith”");
}

#[test]
fn user_edit_corrects_a_name() {
    let mut world = World::with_story();
    world.run(&format!("user edit {JIM} -c big-shoes --first-name Jim --last-name Moor")).ok().says("called Jim Moor");
    world.run(&format!("user edit {JIM} -c big-shoes --last-name More")).ok().says("called Jim More");
    world.run(&format!("user edit {JIM} -c big-shoes --last-name More")).ok().says("already");
    assert_eq!(name(&world, JIM), "Jim More");
    world.run("client log big-shoes").ok().prints("name from “Jim Moor” to “Jim More”");
    // While an invitation waits, what it offers is fixed, and the name is not.
    world.run(&format!("invite send {JIM} -c big-shoes")).ok();
    world.run(&format!("user edit {JIM} -c big-shoes --last-name Moor")).ok();
    world.run(&format!("user edit {JIM} -c big-shoes --last-name More --role admin")).fails(4);
    assert_eq!(name(&world, JIM), "Jim Moor");
}

#[test]
fn correcting_a_name_shows_every_client() {
    let mut world = with_sue();
    let edit = format!("user edit {SUE} -c big-shoes --first-name Sue --last-name Ray");
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes").run(&edit).fails(12);
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    world.run(&edit).ok().says("▸ tea-house");
    assert_eq!(name(&world, SUE), "Sue Ray");
    assert_eq!(in_logs(&world, "user.edit"), ["big-shoes", "tea-house"]);
    assert!(!world.run(&edit).ok().err.contains("tea-house"));
}

#[test]
fn import_update_corrects_an_owners_name() {
    let mut world = World::with_story();
    let table = |name: &str| format!("client_slug,name,owners,owner_name\nbig-shoes,Big Shoes Inc.,{JIM},{name}\n");
    let import = "client import names.csv --csv --expect-clients 1";
    world.write("names.csv", table("Jim Smiht"));
    world.run(import).ok().prints("unchanged").says("--update");
    world.run(&format!("{import} --update")).ok().prints("updated").prints("name of jim@bigshoes.example");
    assert_eq!(name(&world, JIM), "Jim Smiht");
    world.write("names.csv", table("Jim Smith"));
    world.run(&format!("{import} --update")).ok().prints("updated");
    assert_eq!(name(&world, JIM), "Jim Smith");
    let again = world.run(&format!("{import} --update")).ok().prints("unchanged");
    assert!(!again.err.contains("Jim Sm"), "{again}");
}

/// How a full name is divided is no difference.
#[test]
fn import_leaves_the_parts_of_a_name() {
    let mut world = World::with_story();
    world.run(&format!("user edit {JIM} -c big-shoes --first-name Jim --last-name 'van der Moor'")).ok();
    world.write("names.csv", format!("client_slug,owners,owner_name\nbig-shoes,{JIM},Jim van der Moor\n"));
    world.run("client import names.csv --update --csv --expect-clients 1").ok().prints("unchanged");
    assert_eq!(name(&world, JIM), "Jim van der Moor");
}

#[test]
fn import_leaves_the_name_of_a_shared_owner() {
    let mut world = with_sue();
    join(&mut world, "lou@ledger.example", "big-shoes", "owner");
    join(&mut world, "lou@ledger.example", "tea-house", "admin");
    world.run("user edit lou@ledger.example -c big-shoes --first-name Lou --last-name Ray").ok();
    let table = format!("client_slug,owners,owner_name\nbig-shoes,lou@ledger.example {JIM},Support\n");
    world.write("names.csv", table);
    world
        .run("client import names.csv --update --csv --expect-clients 1")
        .ok()
        .prints("unchanged")
        .says("lou@ledger.example is Lou Ray here");
    assert_eq!(name(&world, "lou@ledger.example"), "Lou Ray");
}

/// One client's admin does not say how people of other clients are called.
#[test]
fn shared_names_are_for_support_and_person() {
    let mut world = with_sue();
    let edit = format!("user edit {SUE} -c big-shoes --first-name Support --last-name Desk");
    world.run(&format!("{edit} --as {JIM} -m x")).fails(5).says("used for more than this client");
    let add = format!("user add {SUE} -c big-shoes -r admin --first-name Support --last-name Desk --as {JIM} -m x");
    world.run(&add).fails(5);
    assert_eq!(name(&world, SUE), " ");
    world.run(&format!("user add {ZOE} -c big-shoes -r guest --first-name Zoe --last-name Smiht --as {JIM} -m x")).ok();
    world.run(&format!("user edit {ZOE} -c big-shoes --last-name Smith --as {JIM} -m x")).ok();
    assert_eq!(name(&world, ZOE), "Zoe Smith");
    world.run(&edit).ok();
    assert_eq!(name(&world, SUE), "Support Desk");
    world.run(&format!("user edit {SUE} -c big-shoes --first-name Sue --as {SUE} -m x")).ok().says("▸ tea-house");
    assert_eq!(name(&world, SUE), "Sue Desk");
}

/// Everywhere that an owner of big-shoes could read the name of a person of another client.
fn read_by_jim(world: &mut World) -> String {
    let id = world.sql(&format!("SELECT id FROM login WHERE email_key = '{TIA}'")).remove(0);
    [
        "user list -c big-shoes".to_owned(),
        "user list -c big-shoes --json".to_owned(),
        format!("user show usr_{id} -c big-shoes"),
        "client show big-shoes".to_owned(),
        "client find quill".to_owned(),
        "client log big-shoes".to_owned(),
        "client log big-shoes --json".to_owned(),
    ]
    .iter()
    .map(|line| {
        let run = world.run(&format!("{line} --as {JIM}")).ok();
        format!("{}{}", run.out, run.err.replace("quill", ""))
    })
    .collect()
}

#[test]
fn names_are_read_after_acceptance() {
    let mut world = with_sue();
    world.run(&format!("user edit {TIA} -c tea-house --first-name Tia --last-name Quill")).ok();
    let as_jim = format!("--as {JIM} -m x");
    world.run(&format!("user add {TIA} -c big-shoes -r manager {as_jim} --allow-elsewhere")).ok();
    // Support, too, writes a name into this client's log.
    world.run(&format!("user edit {TIA} -c big-shoes --last-name Quillon")).ok();
    world.run(&format!("user edit {TIA} -c big-shoes --last-name Quill")).ok();
    let read = read_by_jim(&mut world);
    assert!(read.contains(TIA) && !read.contains("Quill") && !read.contains("name of"), "{read}");
    // Neither is a guess confirmed.
    for guess in ["Quill", "Other"] {
        let add = format!("user add {TIA} -c big-shoes -r manager --first-name Tia --last-name {guess} {as_jim}");
        let run = world.run(&format!("{add} --allow-elsewhere")).fails(5);
        assert!(!run.err.contains("called"), "{run}");
    }
    world.run("user list -c big-shoes").ok().prints("Tia Quill");

    join(&mut world, TIA, "big-shoes", "manager");
    let read = read_by_jim(&mut world);
    assert!(read.matches("Tia Quill").count() >= 4, "{read}");
    assert!(read.contains(&format!("name of {TIA}")), "{read}");
}

const NONAME: &str = "noname@ledger.example";

/// tea-house has a member without a name, whom big-shoes does not know.
fn with_nameless() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = with_sue();
        join(&mut world, NONAME, "tea-house", "manager");
        world.freeze()
    });
    FROZEN.thaw()
}

const FILLING: [&str; 3] = [
    "partner add-user noname@ledger.example -p jims-web --first-name Mal --last-name Filled --no-clients",
    "user add noname@ledger.example -c big-shoes -r manager --first-name Mal --last-name Filled --allow-elsewhere",
    "client add Third --slug third-one --owner noname@ledger.example --owner-name 'Mal Filled'",
];

#[test]
fn a_name_in_passing_runs_into_a_veto() {
    for line in FILLING {
        let mut world = with_nameless();
        world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
        world.run(line).fails(12).says("tea-house");
        assert_eq!(name(&world, NONAME), " ", "{line}");
    }
}

#[test]
fn changed_name_is_in_each_client_log() {
    for line in FILLING {
        let mut world = with_nameless();
        world.run(line).ok().says("\u{25b8} tea-house");
        assert_eq!(name(&world, NONAME), "Mal Filled");
        let log = world.run("client log tea-house").ok();
        assert!(log.out.contains("name to “Mal Filled”"), "{log}");
        for other in ["third-one", "big-shoes", "jims-web"] {
            assert!(!log.out.contains(other), "{log}");
        }
    }
}

#[test]
fn partner_user_is_renamed_in_their_clients() {
    let mut world = with_nameless();
    world.run(FILLING[0]).ok();
    let edit = format!("partner edit-user {NONAME} -p jims-web --last-name Other");
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes").run(&edit).fails(12).says("tea-house");
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    world.run(&edit).ok().says("\u{25b8} tea-house");
    world.run("client log tea-house").ok().prints("“Mal Other”");
}

#[test]
fn import_names_no_one_of_other_clients() {
    let mut world = with_nameless();
    world.stdin(format!("name,slug,owners,owner_name\nThird,third-one,{NONAME},Mal Filled\n"));
    world.run("client import - --allow-elsewhere --csv").ok();
    assert_eq!(name(&world, NONAME), " ");
    world.stdin(format!("name,slug,owners,owner_name\nThird,third-one,{NONAME},Mal Filled\n"));
    world.run("client import - --update --allow-elsewhere --csv").ok();
    assert_eq!(name(&world, NONAME), " ");
}
