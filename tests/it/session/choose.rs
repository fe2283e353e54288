//! Choosing among the accounts that one may enter.

use super::{RAVI, enter, let_in, people};

const SHOES: &str = "Big Shoes Inc., big-shoes (C100001-9): by link";
const TEA: &str = "Tea House, tea-house (C100002-4): admin, as tea-house@jims.invalid";

/// S1.13
#[test]
fn terminal_offers_accounts_to_enter() {
    let mut world = people();
    world.answers(&[TEA]).run(&format!("session open --as {RAVI} -m phone")).ok().says("[from chosen]");
    assert_eq!(world.sql("SELECT client_id FROM session"), ["100002"]);
    world.answers(&[SHOES]).run(&format!("session open --as {RAVI} -m phone")).fails(15);
    world.answers(&[SHOES]).run(&format!("session open --closing tea-house --as {RAVI} -m phone")).ok();
    let_in(&mut world, RAVI, "moon", "manager");
    world.answers(&["Moon, moon (C100003-5): manager"]).run(&format!("session open --as {RAVI} -m phone")).fails(15);
}

/// S1.14: the list is one's own; anyone who let someone in gets nothing for it.
#[test]
fn only_own_accounts_are_offered() {
    let mut world = people();
    // Jim let Jim's Web in, and sees big-shoes alone; the fake terminal fails on an answer that is not offered.
    world.answers(&["Big Shoes Inc., big-shoes (C100001-9): owner"]);
    world.run("session open --as jim@bigshoes.example -m phone").ok();
    for other in [TEA, "Moon, moon (C100003-5): owner"] {
        let offered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            world.answers(&[other]).run("session open --as jim@bigshoes.example -m phone")
        }));
        assert!(offered.is_err(), "{other} was offered");
    }
}

#[test]
fn single_account_is_chosen_never_assumed() {
    let mut world = people();
    world.answers(&["Moon, moon (C100003-5): owner"]).run("session open --as mo@moon.example -m phone").ok();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.answers(&["Moon, moon (C100003-5): owner"]).run("session open --as mo@moon.example -m phone").fails(12);
}

#[test]
fn a_script_names_its_client() {
    let mut world = people();
    world.run(&format!("session open --as {RAVI} -m phone")).fails(10);
    world.answers(&[]).run(&format!("session open --as {RAVI} -m phone --no-input")).fails(10);
    assert_eq!(world.sql("SELECT count(*) FROM session"), ["0"]);
}

#[test]
fn no_account_gives_a_reason() {
    let mut world = people();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("link remove lnk_2 -c tea-house --confirm tea-house").ok();
    world.answers(&[]).run(&format!("session open --as {RAVI} -m phone")).fails(5).says("may enter no account");
    enter(&mut world, "big-shoes").fails(5).says("link request -p jims-web --target big-shoes");
}
