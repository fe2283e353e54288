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
fn what_left_by_mail_is_withdrawn_instead() {
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
fn what_somebody_changed_since_stays() {
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
fn a_colleague_at_work_on_others_does_not_hinder() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.account("ravi").run("client edit big-shoes --plan starter").ok();
    world.run("user add max@else.example -c big-shoes -r manager").ok();
    world.account("jane").run("undo -c big-shoes").ok();
    world.run("access check ann@bigshoes.example -c big-shoes --permission users").ok();
}

#[test]
fn whoever_came_back_by_another_way_is_not_let_in_twice() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.account("ravi").run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    world.account("jane");
    stops(&mut world, "was changed again", "`partnerctl invite send ann@bigshoes.example -c big-shoes -r admin`");
}

#[test]
fn what_touched_two_clients_is_no_change_of_one() {
    let mut world = with_people();
    world.run("client edit big-shoes --domain teahouse.example --allow-similar C100002-4").ok();
    stops(&mut world, "touched 1 other client", "`partnerctl client edit big-shoes --domain bigshoes.example`");
}

#[test]
fn a_client_an_answer_and_a_new_code_stay() {
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
fn the_last_owner_stays_on_this_path_too() {
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
fn a_number_that_is_a_slug_by_now_does_not_come_back() {
    let mut world = with_people();
    world.run("client edit big-shoes --account-number ac-7").ok();
    world.run("client edit big-shoes --no-account-number").ok();
    world.run("client add Seven --slug ac-7 --owner sue@seven.example").ok();
    stops(&mut world, "the account number ac-7 also names ac-7 (C100003-5)", "client edit big-shoes");
}

#[test]
fn what_was_taken_by_others_since_does_not_come_back() {
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
fn a_code_that_was_dead_before_stays_dead() {
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
