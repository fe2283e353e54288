//! The database under a server that runs: restored, replaced, moved away, of a newer program.

use std::fs;
use std::sync::atomic::Ordering;

use partnerctl::domain::time::Span;

use super::{dump, sign_in, two_owners};
use crate::support::World;
use crate::support::pages::Pages;

const JIM: &str = "jim@bigshoes.example";

/// Puts the file in the place of the database, as one who does not know better does.
fn replace(world: &World, by: &str) {
    for log in ["desk.db-wal", "desk.db-shm"] {
        let _ = fs::remove_file(world.path(log));
    }
    fs::rename(world.path(by), world.database()).unwrap();
}

#[test]
fn server_continues_in_the_present_file() {
    let mut world = two_owners();
    world.run("db backup copy.db").ok();
    let pages = Pages::of(&world);
    let mut before = sign_in(&pages, JIM);
    replace(&world, "copy.db");
    // The session was made in the former file.
    before.get("/").is(303);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    jim.post("/accounts/C100001-9/invite", &invite).is(303);
    drop(pages);
    assert_eq!(world.sql("SELECT count(*) FROM invitation WHERE email = 'ann@bigshoes.example'"), ["1"]);
}

/// Another database has another identity, with which codes are made.
#[test]
fn server_goes_on_in_another_database() {
    let mut other = two_owners();
    other.run("client add Shop --owner sam@shop.example").ok();
    let mut world = two_owners();
    let pages = Pages::of(&world);
    sign_in(&pages, JIM).get("/").ok();
    other.run("db backup backup.db").ok();
    fs::copy(other.path("backup.db"), world.path("backup.db")).unwrap();
    world.run("db restore backup.db --confirm live").ok();
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    jim.post("/accounts/C100001-9/invite", &[("email", "ann@bigshoes.example"), ("role", "guest")]).is(303);
    drop(pages);
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["3"]);
    let pages = Pages::of(&world);
    pages.browser().open("/invitation", &world.code_for("ann@bigshoes.example")).ok().shows("Big Shoes Inc.");
}

#[test]
fn database_that_is_away_answers_503() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    let before = dump(&world);
    fs::rename(world.database(), world.path("away.db")).unwrap();
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    for page in [jim.get("/"), jim.post("/accounts/C100001-9/invite", &invite), jim.get("/sign-in")] {
        let page = page.is(503).shows("Please try again in a minute");
        assert_eq!(page.header("retry-after"), Some("60"));
        assert!(page.header("content-security-policy").is_some());
    }
    // The pages that need no database answer, and the log has the reason.
    pages.browser().get("/invitation").ok();
    let log = pages.log();
    assert!(log.iter().any(|line| line.contains(" 503 ") && line.contains("there is no database at")), "{log:?}");
    fs::rename(world.path("away.db"), world.database()).unwrap();
    assert_eq!(before, dump(&world));
    jim.get("/").ok();
}

#[test]
fn database_of_a_newer_program_is_left_alone() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    rusqlite::Connection::open(world.database()).unwrap().pragma_update(None, "user_version", 9999).unwrap();
    jim.get("/").is(503);
    let log = pages.log();
    assert!(log.iter().any(|line| line.contains("newer than")), "{log:?}");
}

/// A request that breaks in the middle of a change gives back the lock of the database, and writes nothing.
#[test]
fn broken_request_holds_nothing_up() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    let before = dump(&world);
    pages.breaks.store(true, Ordering::SeqCst);
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    for _ in 0..8 {
        jim.post("/accounts/C100001-9/invite", &invite).is(503);
    }
    assert_eq!(before, dump(&world));
    pages.breaks.store(false, Ordering::SeqCst);
    world.run("client edit big-shoes --name 'Bigger Shoes'").ok();
    jim.post("/accounts/C100001-9/invite", &invite).is(303);
    jim.get("/").ok().shows("Bigger Shoes");
}

/// Where nothing can be written, what is written is still shown.
#[test]
fn read_only_database_is_read() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    let before = dump(&world);
    let trigger = world.sql("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").remove(0);
    rusqlite::Connection::open(world.database()).unwrap().execute(&format!("DROP TRIGGER {trigger}"), []).unwrap();
    pages.pass(Span::minutes(2));
    jim.get("/").ok().shows("Big Shoes Inc.");
    jim.post("/accounts/C100001-9/invite", &[("email", "ann@bigshoes.example"), ("role", "guest")]).is(503);
    assert_eq!(before, dump(&world));
}
