//! Invitations of someone who can no longer give what they offer.

use partnerctl::domain::time::Span;

use super::{accept, accept_with};
use crate::support::World;

const ANN: &str = "ann@bigshoes.example";
const MOLE: &str = "mole@puppet.example";
const KIM: &str = "kim@bigshoes.example";
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
fn dismissed_admin_admits_no_one() {
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
fn kept_invitation_gets_another_sender() {
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
    world.run(&format!("user edit {ANN} -c big-shoes -r owner")).ok();
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

const CO: &str = "co@bigshoes.example";

/// Jim and Co own big-shoes, Ann is admin there with few permissions, and Co invited the mole with these flags.
fn invited_by_co(flags: &str) -> World {
    let mut world = World::with_story();
    world.run(&format!("invite send {JIM} -c big-shoes -r owner")).ok();
    world.run(&format!("invite send {CO} -c big-shoes -r owner")).ok();
    world.run(&format!("invite send {ANN} -c big-shoes -r admin --permissions users,profile")).ok();
    [JIM, CO, ANN].into_iter().for_each(|address| accept(&mut world, address));
    world.run(&format!("invite send {MOLE} -c big-shoes {flags} --as {CO} -m x")).ok();
    world
}

const NARROWINGS: [(&str, &str); 5] = [
    ("-r owner", "-r admin"),
    ("-r owner --replaces jim@bigshoes.example", "-r admin"),
    ("-r admin", "-r admin --permissions users,profile"),
    ("-r guest", "--for 90d"),
    ("-r guest --for 90d", "--for 60d"),
];

#[test]
fn invitation_ends_with_right_to_it() {
    for (flags, edit) in NARROWINGS {
        let mut world = invited_by_co(flags);
        let code = world.code_for(MOLE);
        let line = format!("user edit {CO} -c big-shoes {edit}");
        world.run(&format!("{line} -n")).ok().says("would be withdrawn");
        let run = world.run(&format!("{line} --json")).ok();
        assert_eq!(run.json()["withdrawn"], serde_json::json!(["inv_4"]), "{flags} {edit}");
        run.says("inv_4 to mole@puppet.example").says("was withdrawn");
        let late = accept_with(&mut world, &code);
        assert!(matches!(late.code, 4 | 6), "{late}");
        world.run("client log big-shoes").ok().prints("withdrew inv_4");
    }
}

#[test]
fn invitation_within_the_rights_stays() {
    for (flags, edit) in [
        ("-r admin", "-r admin"),
        ("-r guest", "-r admin --permissions users,profile"),
        ("-r guest --for 60d", "--for 90d"),
    ] {
        let mut world = invited_by_co(flags);
        world.run(&format!("user edit {CO} -c big-shoes {edit}")).ok().says_not("withdrawn");
        accept(&mut world, MOLE);
    }
}

#[test]
fn undo_withdraws_what_was_lent() {
    let mut world = invited_by_co("-r guest");
    world.run("staff add ravi --name Ravi").ok();
    world.run(&format!("user edit {ANN} -c big-shoes -r owner")).ok();
    world.account("ravi").run(&format!("invite send max@puppet.example -c big-shoes -r owner --as {ANN} -m x")).ok();
    let code = world.code_for("max@puppet.example");
    world.account("jane").run("undo -c big-shoes").ok().says("inv_5 to max@puppet.example as owner was withdrawn");
    let late = accept_with(&mut world, &code);
    assert!(matches!(late.code, 4 | 6), "{late}");
    assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 4"), ["pending"]);
}

#[test]
fn replaced_owner_admits_no_one() {
    let mut world = invited_by_co("-r admin");
    world.run(&format!("invite send new@bigshoes.example -c big-shoes -r owner --replaces {CO}")).ok();
    let code = world.code_for("new@bigshoes.example");
    accept_with(&mut world, &code).ok().says("inv_4 to").says("was withdrawn: they had sent it");
    assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 4"), ["cancelled"]);
    world.run("client log big-shoes").ok().prints("an invitation was withdrawn");
}

/// Grants that a program which knew nothing of this narrowed.
#[test]
fn narrowed_sender_admits_no_one() {
    let mut world = invited_by_co("-r owner");
    let code = world.code_for(MOLE);
    world.tamper(
        "UPDATE access_grant SET role = 'admin', permissions = 'profile users' WHERE login_id IN
        (SELECT id FROM login WHERE email = 'co@bigshoes.example')",
    );
    accept_with(&mut world, &code).fails(4).says("invite resend inv_4 -c C100001-9");
    let found = world.run("doctor --json").json();
    let found = found.as_array().unwrap().iter().find(|found| found["code"] == "invitation-above-sender").unwrap();
    assert_eq!(found["command"], "partnerctl invite cancel inv_4 -c big-shoes");
    world.pass(Span::MINUTE);
    world.run("invite resend inv_4 -c big-shoes").ok();
    assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], "jane");
    accept(&mut world, MOLE);
}

#[test]
fn keeper_must_be_able_to_give() {
    for line in [
        "user remove co@bigshoes.example -c big-shoes --confirm big-shoes --as jim@bigshoes.example",
        "user edit co@bigshoes.example -c big-shoes -r guest --as jim@bigshoes.example",
    ] {
        let mut world = invited_by_co("-r admin");
        world.run(&format!("user edit {CO} -c big-shoes -r admin")).ok();
        let by_ann = line.replace(JIM, ANN);
        world.run(&format!("{by_ann} --keep-invitations -m x")).fails(5).says("inv_4").says("--keep-invitations");
        assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], CO);
        world.run(&format!("{line} --keep-invitations -m x")).ok();
        assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], JIM);
        accept(&mut world, MOLE);
    }
}

#[test]
fn no_one_keeps_what_they_lose() {
    for line in [
        "user deactivate co@bigshoes.example --confirm co@bigshoes.example",
        "user edit co@bigshoes.example -c big-shoes -r admin",
    ] {
        let mut world = invited_by_co("-r owner");
        world.run(&format!("{line} --keep-invitations --as {CO} -m x")).fails(5);
        assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 4"), ["pending"], "{line}");
        world.run(&format!("{line} --as {CO} -m x")).ok();
        assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 4"), ["cancelled"], "{line}");
    }
}

/// What an admin added to the invitation of an owner ends with the right of the admin.
#[test]
fn widened_invitation_follows_its_editor() {
    for widening in ["-r admin", "--permissions profile,invoices", "--no-until", "-r admin --resend"] {
        let (mut world, _) = with_mole();
        world
            .run(&format!("invite send {KIM} -c big-shoes -r manager --permissions profile --for 90d --as {JIM} -m x"))
            .ok();
        world.pass(Span::MINUTE);
        world.run(&format!("invite edit inv_4 -c big-shoes {widening} --as {ANN} -m x")).ok();
        assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], ANN, "{widening}");
        world.run("client log big-shoes").ok().prints(&format!("sender from {JIM} to {ANN}"));
        let code = world.code_for(KIM);
        let removed = world.run(&format!("user remove {ANN} -c big-shoes --confirm big-shoes --json")).ok();
        assert_eq!(removed.json()["withdrawn"], serde_json::json!(["inv_3", "inv_4"]), "{widening}");
        let late = accept_with(&mut world, &code);
        assert!(matches!(late.code, 4 | 6), "{late}");
    }
}

#[test]
fn narrowed_invitation_keeps_its_sender() {
    for narrowing in ["-r guest", "--permissions invoices", "--for 30d", "--form welcome"] {
        let (mut world, _) = with_mole();
        world.run("config set form.welcome https://forms.example/welcome").ok();
        world.run(&format!("invite send {KIM} -c big-shoes -r manager --for 90d --as {JIM} -m x")).ok();
        world.run(&format!("invite edit inv_4 -c big-shoes {narrowing} --as {ANN} -m x")).ok();
        assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], JIM, "{narrowing}");
        world.run(&format!("user remove {ANN} -c big-shoes --confirm big-shoes")).ok();
        let code = world.code_for(KIM);
        accept_with(&mut world, &code).ok();
    }
}

/// A sending again offers what is prepared, which may be more than before.
#[test]
fn wider_resend_follows_who_sent_it() {
    let (mut world, _) = with_mole();
    world.run(&format!("invite send {KIM} -c big-shoes -r guest --as {JIM} -m x")).ok();
    world.pass(Span::days(30));
    world.run(&format!("user edit {KIM} -c big-shoes -r manager --as {ANN} -m x")).ok();
    world.pass(Span::MINUTE).run(&format!("invite resend inv_4 -c big-shoes --as {ANN} -m x")).ok();
    assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], ANN);
    world.pass(Span::MINUTE).run(&format!("invite resend inv_4 -c big-shoes --as {JIM} -m x")).ok();
    assert_eq!(world.run("invite show inv_4 --json").json()["invited_by"], ANN);
}

#[test]
fn undo_restores_the_sender() {
    let (mut world, code) = with_mole();
    world.run(&format!("invite edit inv_3 -c big-shoes -r owner --as {JIM} -m x")).ok();
    assert_eq!(world.run("invite show inv_3 --json").json()["invited_by"], JIM);
    world.run("undo -c big-shoes").ok().says(&format!("sender of {MOLE} from {JIM} to {ANN}"));
    assert_eq!(world.run("invite show inv_3 --json").json()["invited_by"], ANN);
    accept_with(&mut world, &code).ok();
}

#[test]
fn undo_restores_no_offer_the_sender_lost() {
    let mut world = invited_by_co("-r admin");
    world.run("invite edit inv_4 -c big-shoes -r guest --permissions profile").ok();
    let number = world.sql("SELECT id FROM audit WHERE action = 'invite.edit'").remove(0);
    world.run(&format!("user edit {CO} -c big-shoes -r admin --permissions users,profile")).ok();
    world
        .run(&format!("undo -c big-shoes --change {number}"))
        .fails(4)
        .says("co@bigshoes.example, who sent inv_4, can no longer give what it would offer");
    assert_eq!(world.sql("SELECT role || ' ' || state FROM invitation WHERE id = 4"), ["guest pending"]);
}
