//! Where a change cannot be taken back exactly, nothing is; what does the opposite is named.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{Content, with_people};
use crate::support::World;

/// Undoing stops with exit 4, says both of these, and leaves everything as it is.
fn stops(world: &mut World, why: &str, opposite: &str) {
    let before = Content::of(world);
    let run = world.run("undo -c C100001-9");
    assert_eq!(run.code, 4, "{run}");
    assert!(run.err.contains(why) && run.err.contains(opposite), "{why} / {opposite}\n{run}");
    assert_eq!(Content::of(world), before, "{run}");
}

#[test]
fn mailed_change_is_withdrawn_instead() {
    let mut world = with_people();
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    assert_snapshot!(world.run("undo -c big-shoes"), @"
    $ partnerctl undo -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: your change in big-shoes (C100001-9), `invite send` inv_3 (audit 10), cannot be taken back: msg_3 to max@else.example was written to a file already; nothing was changed
    hint: do the opposite with `partnerctl invite cancel inv_3 -c big-shoes`
    --- exit 4
    ");
    stops(&mut world, "was written to a file already", "`partnerctl invite cancel inv_3 -c big-shoes`");
    world.run("invite cancel inv_3 -c big-shoes").ok();
    world.run("undo -c big-shoes").ok();
}

#[test]
fn later_changes_by_others_stay() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("client edit big-shoes --plan pro --name 'Bigger Shoes'").ok();
    world.account("ravi").run("client edit big-shoes --plan starter").ok();
    world.account("jane");
    stops(&mut world, "was changed again", "`partnerctl client edit big-shoes --name 'Big Shoes Inc.' --no-plan`");
    world.run("user edit ann@bigshoes.example -c big-shoes -r manager --for 30d").ok();
    world.account("ravi").run("user edit ann@bigshoes.example -c big-shoes -r guest").ok();
    world.account("jane");
    stops(&mut world, "was changed again", "`partnerctl user edit ann@bigshoes.example -c big-shoes -r admin");
    world.run("user add max@else.example -c big-shoes -r guest --first-name Max --last-name Else").ok();
    stops(&mut world, "was written to a file already", "`partnerctl invite cancel inv_3 -c big-shoes`");
}

#[test]
fn unrelated_work_does_not_matter() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.account("ravi").run("client edit big-shoes --plan starter").ok();
    world.run("user add max@else.example -c big-shoes -r manager").ok();
    world.account("jane").run("undo -c big-shoes").ok();
    world.run("access check ann@bigshoes.example -c big-shoes --permission users").ok();
}

#[test]
fn returned_person_is_not_let_in_twice() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.account("ravi").run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    world.account("jane");
    stops(&mut world, "was changed again", "`partnerctl invite send ann@bigshoes.example -c big-shoes -r admin`");
}

#[test]
fn change_of_two_clients_is_not_of_one() {
    let mut world = with_people();
    world.run("client edit big-shoes --domain teahouse.example --allow-similar C100002-4").ok();
    stops(&mut world, "touched 1 other client", "`partnerctl client edit big-shoes --domain bigshoes.example`");
}

#[test]
fn client_answer_and_new_code_stay() {
    let mut world = with_people();
    stops(&mut World::with_story(), "never taken away", "`partnerctl client close big-shoes`");
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    world.pass(Span::days(1)).run("invite resend max@else.example -c big-shoes").ok();
    stops(&mut world, "a new code", "`partnerctl invite cancel inv_3 -c big-shoes`");
    let code = world.code_for("max@else.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    stops(&mut world, "an answer stays", "`partnerctl user remove max@else.example -c big-shoes`");
    world.run("link request -p jims-web --target big-shoes").fails(4);
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("link request -p jims-web --target big-shoes").ok();
    stops(&mut world, "codes of their own", "`partnerctl link cancel lnk_2 -c big-shoes`");
}

#[test]
fn last_owner_survives_undo() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes -r supervisor").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes -r owner").ok();
    world.account("ravi").run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.account("jane");
    stops(&mut world, "without an owner or admin", "invite send EMAIL -r owner -c big-shoes");
    // What does the opposite is refused for the same reason, unless support overrides the rule.
    stops(
        &mut world,
        "do the opposite with `partnerctl user edit ann@bigshoes.example",
        "--override last-owner --reason TEXT",
    );
}

#[test]
fn number_used_as_a_slug_does_not_return() {
    let mut world = with_people();
    world.run("client edit big-shoes --account-number ac-7").ok();
    world.run("client edit big-shoes --no-account-number").ok();
    world.run("client add Seven --slug ac-7 --owner sue@seven.example").ok();
    stops(&mut world, "the account number ac-7 also names ac-7 (C100003-5)", "client edit big-shoes");
}

#[test]
fn facts_taken_by_others_do_not_return() {
    let mut world = with_people();
    world.run("client edit big-shoes --no-account-number").ok();
    world.run("client edit tea-house --account-number 4711").ok();
    stops(&mut world, "the account number 4711 belongs to tea-house (C100002-4)", "client edit big-shoes");
    world.run("client edit big-shoes --no-domain").ok();
    world.run("client edit tea-house --domain bigshoes.example").ok();
    stops(&mut world, "the domain bigshoes.example is or looks like that of tea-house", "client edit big-shoes");
    world.run("staff add ravi --name Ravi").ok();
    world.run("client edit big-shoes --staff ravi").ok();
    world.run("client edit big-shoes --no-staff").ok();
    world.run("staff remove ravi").ok();
    stops(&mut world, "ravi is no staff any more", "client edit big-shoes");
}

#[test]
fn nothing_done_is_nothing_to_take_back() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    assert_snapshot!(world.account("ravi").run("undo -c big-shoes"), @"
    $ partnerctl undo -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: you have changed nothing in big-shoes (C100001-9) that could be taken back
    hint: see who did with `partnerctl client log big-shoes`
    --- exit 4
    ");
}

/// Codes that a restore laid to rest are dead for good, whatever was undone.
#[test]
fn dead_code_stays_dead() {
    let mut world = with_people();
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    world.tamper("UPDATE code SET state = 'dead' WHERE kind = 'invitation' AND record_id = 3");
    world.tamper("UPDATE code SET ended_audit = NULL WHERE kind = 'invitation' AND record_id = 3");
    world.run("invite cancel max@else.example -c big-shoes").ok();
    stops(&mut world, "dead for good", "`partnerctl invite send max@else.example -c big-shoes`");
}

/// What ended by time is not begun again, whatever it is; until then each is taken back.
#[test]
fn what_ended_by_time_stays_ended() {
    for (before, line, why, opposite) in [
        ("", "link edit lnk_1 -c big-shoes --for 10d", "lnk_1 has ended by time since", "client log big-shoes"),
        (
            "",
            "user edit ann@bigshoes.example -c big-shoes --for 10d",
            "the access of ann@bigshoes.example has ended by time since",
            "user edit ann@bigshoes.example -c big-shoes --no-until",
        ),
        (
            "invite send max@else.example -c big-shoes -r guest",
            "invite edit inv_3 -c big-shoes --for 10d",
            "inv_3 has ended by time since",
            "client log big-shoes",
        ),
    ] {
        let mut world = with_people();
        if !before.is_empty() {
            world.run(before).ok();
        }
        world.run(line).ok();
        world.run("undo -c big-shoes").ok();
        world.run(line).ok();
        world.pass(Span::days(10));
        stops(&mut world, why, opposite);
    }
}
