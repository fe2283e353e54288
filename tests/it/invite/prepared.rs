//! An invitation offers what is prepared in the grant, whenever it is sent.

use partnerctl::domain::time::Span;

use super::{accept, accept_with};
use crate::support::World;

const JIM: &str = "jim@bigshoes.example";
const ANN: &str = "ann@bigshoes.example";
const EVE: &str = "eve@puppet.example";

/// Jim owns big-shoes, and Ann is its admin with few permissions. Three days ago Jim offered Eve `first`, for a day; now
/// `then` is prepared for her.
fn edited_after_expiry(first: &str, then: &str) -> World {
    let mut world = World::with_story();
    world.run(&format!("invite send {JIM} -c big-shoes")).ok();
    world.run(&format!("invite send {ANN} -c big-shoes -r admin --permissions profile,users")).ok();
    accept(&mut world, JIM);
    accept(&mut world, ANN);
    world.run(&format!("invite send {EVE} -c big-shoes {first} --expires-in 1d --as {JIM} -m x")).ok();
    world.pass(Span::days(3));
    world.run(&format!("user edit {EVE} -c big-shoes {then} --as {JIM} -m x")).ok();
    world.write("in.csv", format!("client_id,client_slug,email\nC100001-9,big-shoes,{EVE}\n"));
    world
}

/// Each way to send it again, with the address that it goes to.
const WAYS: [(&str, &str); 5] = [
    ("invite send eve@puppet.example -c big-shoes --resend", EVE),
    ("invite send eve@puppet.example -c big-shoes", EVE),
    ("invite resend eve@puppet.example -c big-shoes", EVE),
    ("invite resend inv_3 -c big-shoes --to eva@puppet.example", "eva@puppet.example"),
    ("invite bulk in.csv --resend-after 1h", EVE),
];

/// What the person at this address has in big-shoes.
fn given(world: &World, address: &str) -> Vec<String> {
    world.sql(&format!(
        "SELECT g.state, g.role, g.until IS NULL FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE l.email = '{address}' AND g.state <> 'ended'"
    ))
}

#[test]
fn sent_again_gives_what_is_prepared() {
    for (line, address) in WAYS {
        for actor in ["", " --as ann@bigshoes.example -m x"] {
            let mut world = edited_after_expiry("-r owner", "-r guest");
            world.run(&format!("{line}{actor}")).ok();
            world.run("mail deliver").ok();
            accept(&mut world, address);
            assert_eq!(given(&world, address), ["active|guest|1"], "{line}{actor}");
        }
    }
}

#[test]
fn sent_again_ends_as_prepared() {
    for (line, address) in WAYS {
        let mut world = edited_after_expiry("-r guest", "--for 60d");
        world.run(line).ok();
        world.run("mail deliver").ok();
        accept(&mut world, address);
        assert_eq!(given(&world, address), ["active|guest|0"], "{line}");
    }
}

#[test]
fn resend_needs_the_right_to_the_prepared() {
    for (line, _) in WAYS.iter().take(4) {
        let mut world = edited_after_expiry("-r guest", "-r owner");
        world.run(&format!("{line} --as {ANN} -m x")).fails(5);
        assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["3"], "{line}");
    }
}

#[test]
fn resend_replaces_only_for_an_owner() {
    for (line, address) in WAYS.iter().take(4) {
        let first = format!("-r owner --replaces {JIM}");
        let mut world = edited_after_expiry(&first, "-r guest");
        // Those that send the same record refuse; a new one replaces nobody.
        if world.run(line).code == 0 {
            accept(&mut world, address);
        }
        assert_eq!(given(&world, JIM), ["active|owner|1"], "{line}");
    }
}

#[test]
fn resent_record_and_log_name_new_terms() {
    let mut world = edited_after_expiry("-r admin", "-r guest");
    world.run("invite resend inv_3 -c big-shoes").ok();
    assert_eq!(world.run("invite show inv_3 --json").json()["role"], "guest");
    assert_eq!(world.run("invite list -c big-shoes --json").json()[2]["role"], "guest");
    world.run("audit list --json").ok().prints("guest");
}

/// Grants that a program which knew nothing of this changed under a pending invitation.
#[test]
fn other_terms_are_not_accepted() {
    let mut world = World::with_story();
    world.run(&format!("invite send {EVE} -c big-shoes -r admin")).ok();
    let code = world.code_for(EVE);
    world.tamper(
        "UPDATE access_grant SET role = 'guest', permissions = 'profile' WHERE id = (SELECT grant_id FROM invitation)",
    );
    let refused = accept_with(&mut world, &code).fails(4);
    refused.says("invite resend inv_1 -c C100001-9");
    let found = world.run("doctor --json").json();
    let found = found.as_array().unwrap().iter().find(|found| found["code"] == "invitation-not-as-prepared").unwrap();
    let command = found["command"].as_str().unwrap().strip_prefix("partnerctl ").unwrap().to_owned();
    world.pass(Span::MINUTE);
    world.run(&command).ok();
    accept(&mut world, EVE);
    assert_eq!(given(&world, EVE), ["active|guest|1"]);
    let doctor = world.run("doctor --json");
    assert!(!doctor.out.contains("invitation-not-as-prepared"), "{doctor}");
}
