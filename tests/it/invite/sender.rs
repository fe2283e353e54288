//! Invitations of someone who no longer administers the users of a client.

use super::accept_with;
use crate::support::World;

const ANN: &str = "ann@bigshoes.example";
const MOLE: &str = "mole@puppet.example";
const JIM: &str = "jim@bigshoes.example";

/// Jim owns big-shoes, Ann is admin there and has invited the mole; the mole's code.
fn with_mole() -> (World, String) {
    let mut world = World::with_story();
    for (address, role) in [(JIM, "owner"), (ANN, "admin")] {
        world.run(&format!("invite send {address} -c big-shoes -r {role}")).ok();
        let code = world.code_for(address);
        accept_with(&mut world, &code).ok();
    }
    world.run(&format!("invite send {MOLE} -c big-shoes -r admin --as {ANN} -m x")).ok();
    let code = world.code_for(MOLE);
    (world, code)
}

#[test]
fn dismissed_admin_lets_nobody_in() {
    for line in [
        "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes",
        "user edit ann@bigshoes.example -c big-shoes -r manager",
        "user edit ann@bigshoes.example -c big-shoes --permissions profile",
        "user deactivate ann@bigshoes.example --confirm ann@bigshoes.example",
        "user leave ann@bigshoes.example -c big-shoes --confirm big-shoes --as ann@bigshoes.example -m x",
    ] {
        let (mut world, code) = with_mole();
        world.run(&format!("{line} -n")).ok().says("inv_3 to mole@puppet.example as admin would be withdrawn");
        let run = world.run(&format!("{line} --json")).ok();
        assert_eq!(run.json()["withdrawn"], serde_json::json!(["inv_3"]), "{line}");
        run.says("inv_3 to mole@puppet.example as admin was withdrawn");
        let late = accept_with(&mut world, &code);
        assert!(matches!(late.code, 4 | 6), "{late}");
        world.run("client log big-shoes").ok().prints("withdrew inv_3");
        let doctor = world.run("doctor --json");
        assert!(!doctor.out.contains("invitation-of-former-admin"), "{doctor}");
    }
}

#[test]
fn kept_invitation_goes_on_in_another_name() {
    let (mut world, code) = with_mole();
    let line = format!("user remove {ANN} -c big-shoes --confirm big-shoes --keep-invitations");
    world.run(&line).ok().says("inv_3 to mole@puppet.example as admin was kept");
    assert_eq!(world.run("invite show inv_3 --json").json()["invited_by"], "jane");
    let doctor = world.run("doctor --json");
    assert!(!doctor.out.contains("invitation-of-former-admin"), "{doctor}");
    accept_with(&mut world, &code).ok();
}

#[test]
fn invitations_of_others_stay() {
    let (mut world, code) = with_mole();
    world.run(&format!("invite send kim@bigshoes.example -c big-shoes -r guest --as {JIM} -m x")).ok();
    world.run(&format!("user edit {ANN} -c big-shoes --permissions users,profile")).ok();
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    assert_eq!(world.sql("SELECT id, state FROM invitation WHERE id > 2 ORDER BY id"), ["3|pending", "4|cancelled"]);
    accept_with(&mut world, &code).ok();
}

/// One removed by a program that knew nothing of this.
#[test]
fn doctor_finds_old_invitations() {
    let (mut world, _) = with_mole();
    world.tamper("UPDATE access_grant SET role = 'manager' WHERE id = 3");
    let found = world.run("doctor --json").json();
    let found = found.as_array().unwrap().iter().find(|found| found["code"] == "invitation-of-former-admin").unwrap();
    assert_eq!(found["command"], "partnerctl invite cancel inv_3 -c big-shoes");
    assert_eq!(found["client_slug"], "big-shoes");
}

#[test]
fn undo_brings_them_back() {
    let (mut world, code) = with_mole();
    world.run(&format!("user edit {ANN} -c big-shoes -r manager")).ok();
    world.run("undo -c big-shoes").ok();
    accept_with(&mut world, &code).ok();
}
