//! What a pending invitation offers is changed in place.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{accept_with, holdings, newest_mail};
use crate::support::World;

const MAX: &str = "max@else.example";

/// big-shoes with an owner who is in, and max invited as a guest.
fn invited() -> World {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    super::accept(&mut world, "jim@bigshoes.example");
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    world
}

fn offered(world: &World) -> Vec<String> {
    world.sql(
        "SELECT i.role, i.permissions = g.permissions AND i.role = g.role AND coalesce(i.until, 0) = coalesce(g.until, 0),
           i.send_count FROM invitation AS i JOIN access_grant AS g ON g.id = i.grant_id ORDER BY i.id DESC LIMIT 1",
    )
}

#[test]
fn edit_keeps_the_code() {
    let mut world = invited();
    let code = world.code_for(MAX);
    assert_snapshot!(world.run("invite edit inv_2 -c big-shoes -r manager --permissions invoices,tickets --until 2027-06-30"), @"
    $ partnerctl invite edit inv_2 -c big-shoes -r manager --permissions invoices,tickets --until 2027-06-30
    inv_2
    --- stderr
    note: the access lasts until the end of 30 Jun 2027 UTC (2027-07-01T00:00:00.000Z)
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    inv_2 to max@else.example: role manager, was guest; may now: invoices, tickets; may no longer: profile; until the end of 30 Jun 2027 UTC, was no end.
    note: the mail that was sent says what was offered before; its code works on
    hint: mail it again with `partnerctl invite resend inv_2 -c big-shoes`
    --- exit 0
    ");
    assert_eq!(offered(&world), ["manager|1|1"]);
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE recipient = 'max@else.example'"), ["1"]);
    accept_with(&mut world, &code).ok();
    let user = world.run("user show max@else.example -c big-shoes --json").ok().json();
    assert_eq!(
        (user["role"].as_str(), user["permissions"].to_string()),
        (Some("manager"), "[\"invoices\",\"tickets\"]".to_owned())
    );
    assert_eq!(user["until"], "2027-07-01T00:00:00.000Z");
}

#[test]
fn draft_without_owner_is_reported() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.run("invite edit jim@bigshoes.example -c big-shoes -r guest").ok().says("owner");
    let without = "invite edit jim@bigshoes.example -c big-shoes --permissions profile";
    world.run(without).ok();
}

#[test]
fn undo_says_each_difference_once() {
    let mut world = invited();
    world.run("invite edit inv_2 -c big-shoes -r manager --until 2027-06-30").ok();
    let undone = world.run("undo -c big-shoes").ok();
    let notes: Vec<&str> = undone.err.lines().filter(|line| line.starts_with("note: ")).collect();
    assert_eq!(
        notes,
        [
            "note: role of max@else.example from manager to guest",
            "note: permissions of max@else.example: without contacts, products, domains, invoices, quotes, tickets, emails, orders",
            "note: until of max@else.example from the end of 30 Jun 2027 UTC to no end",
        ]
    );
}

#[test]
fn resend_mails_what_was_changed() {
    let mut world = invited();
    let old = world.code_for(MAX);
    world.pass(Span::MINUTE);
    assert_snapshot!(world.run("invite edit max@else.example -c big-shoes -r manager --resend"), @"
    $ partnerctl invite edit max@else.example -c big-shoes -r manager --resend
    inv_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_3 to max@else.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    inv_2 to max@else.example: role manager, was guest; may now: contacts, products, domains, invoices, quotes, tickets, emails, orders.
    It is mailed again; to be accepted by 21 Dec 2026 09:01 UTC, with the new code only.
    --- exit 0
    ");
    assert_eq!(offered(&world), ["manager|1|2"]);
    assert!(newest_mail(&world, MAX).contains("manager"));
    accept_with(&mut world, &old).fails(6);
    let new = world.code_for(MAX);
    accept_with(&mut world, &new).ok();
}

#[test]
fn the_same_again_is_unchanged() {
    let mut world = invited();
    world.run("invite edit inv_2 -c big-shoes -r manager").ok();
    let before = holdings(&world);
    world.run("invite edit inv_2 -c big-shoes -r manager").ok().says("offers just that already");
    assert_eq!(holdings(&world), before);
    assert_eq!(world.sql("SELECT action, outcome FROM audit ORDER BY id DESC LIMIT 1"), ["invite.edit|unchanged"]);
}

#[test]
fn only_what_waits_is_changed() {
    let mut world = invited();
    for (before, line, code, why) in [
        ("invite cancel inv_2 -c big-shoes", "invite edit inv_2 -c big-shoes -r manager", 4, "cannot be changed"),
        ("", "invite edit inv_1 -c big-shoes -r admin", 4, "is accepted since"),
        ("", "invite edit inv_2 -c tea-house -r admin", 13, "nothing was changed"),
        ("", "invite edit nobody@else.example -c big-shoes -r admin", 3, "was never invited"),
        ("", "invite edit inv_2 -c big-shoes", 2, "nothing is to be changed"),
        ("", "invite edit inv_2 -c big-shoes --form none", 4, "cannot be changed"),
    ] {
        if !before.is_empty() {
            world.run(before).ok();
        }
        let held = holdings(&world);
        world.run(line).fails(code).says(why);
        assert_eq!(holdings(&world), held, "{line}");
    }
}

#[test]
fn expired_is_changed_and_sent_again() {
    let mut world = invited();
    world.pass(Span::days(30));
    world.run("invite edit inv_2 -c big-shoes -r manager").fails(4).says("is expired since");
    world.run("invite edit inv_2 -c big-shoes -r manager --resend").ok();
    assert_eq!(offered(&world), ["manager|1|2"]);
    super::accept(&mut world, MAX);
}

/// S2.11
#[test]
fn form_is_added_and_taken_away() {
    let mut world = invited();
    world.run("invite edit inv_2 -c big-shoes --form welcome").fails(2).says("there is no form");
    world.run("config set form.welcome https://forms.example/welcome").ok();
    let shown = world.run("invite edit inv_2 -c big-shoes --form welcome --json").ok().json();
    assert_eq!((shown["form"].as_str(), shown["result"].as_str()), (Some("welcome"), Some("updated")));
    world.pass(Span::MINUTE).run("invite resend inv_2 -c big-shoes").ok();
    assert!(newest_mail(&world, MAX).contains("https://forms.example/welcome"));
    world.run("undo -c big-shoes").fails(4);
    world.run("invite edit inv_2 -c big-shoes --no-form").ok();
    world.pass(Span::MINUTE).run("invite resend inv_2 -c big-shoes").ok();
    assert!(!newest_mail(&world, MAX).contains("forms.example"));
}

/// A mail that waits is made when it leaves: it says what is offered by then.
#[test]
fn waiting_mail_has_the_present_offer() {
    let mut world = invited();
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,ann@else.example,guest\n");
    world.run("invite bulk rows.csv --expect-clients 1").ok();
    let run = world.run("invite edit ann@else.example -c big-shoes -r manager").ok().err;
    assert!(!run.contains("what was offered before"), "{run}");
    world.run("mail deliver").ok();
    assert!(newest_mail(&world, "ann@else.example").contains("manager"));
}

#[test]
fn no_one_gives_more_than_they_have() {
    let mut world = invited();
    world.run("invite send ann@bigshoes.example -c big-shoes -r admin --for 90d").ok();
    super::accept(&mut world, "ann@bigshoes.example");
    let held = holdings(&world);
    for line in ["-r owner", "--for 1y", "-r admin --no-until"] {
        let line = format!("invite edit inv_2 -c big-shoes {line} --as ann@bigshoes.example -m phone");
        world.run(&line).fails(5);
        assert_eq!(holdings(&world), held, "{line}");
    }
    world.run("invite edit inv_2 -c big-shoes -r manager --for 30d --as ann@bigshoes.example -m phone").ok();
}

/// The invitation goes on in the name of the actor who widens it, or whose sender could not give what it offers now.
#[test]
fn actor_adds_what_the_sender_lacks() {
    let mut world = invited();
    world.run("invite send ann@bigshoes.example -c big-shoes -r admin --for 90d").ok();
    super::accept(&mut world, "ann@bigshoes.example");
    world.run("invite send bo@else.example -c big-shoes -r guest --for 30d --as ann@bigshoes.example -m phone").ok();
    let by = |world: &World| world.sql("SELECT invited_by FROM invitation ORDER BY id DESC LIMIT 1");
    world.run("invite edit bo@else.example -c big-shoes --for 20d").ok();
    assert_eq!(by(&world), ["ann@bigshoes.example"]);
    world.run("invite edit bo@else.example -c big-shoes --no-until").ok();
    assert_eq!(by(&world), ["jane"]);
    world.run("invite send mo@else.example -c big-shoes -r guest --for 30d --as ann@bigshoes.example -m phone").ok();
    world.tamper("UPDATE access_grant SET role = 'manager' WHERE role = 'admin'");
    world.run("invite edit mo@else.example -c big-shoes --for 20d").ok();
    assert_eq!(by(&world), ["jane"]);
    super::accept(&mut world, "bo@else.example");
}

#[test]
fn replacing_owner_stays_without_end() {
    let mut world = invited();
    world.run("invite send new@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example").ok();
    let held = holdings(&world);
    world.run("invite edit new@bigshoes.example -c big-shoes --for 30d").fails(4).says("without a lasting owner");
    world.run("invite edit new@bigshoes.example -c big-shoes -r admin").fails(4).says("replaces an owner");
    assert_eq!(holdings(&world), held);
}

#[test]
fn opposite_of_an_edit_is_an_edit() {
    let mut world = invited();
    world.run("invite edit inv_2 -c big-shoes -r manager --until 2027-06-30").ok();
    world.run("user edit jim@bigshoes.example -c big-shoes --first-name Jim").ok();
    world.pass(Span::MINUTE).run("invite resend inv_2 -c big-shoes").ok();
    let number = world.sql("SELECT id FROM audit WHERE action = 'invite.edit'").remove(0);
    world
        .run(&format!("undo -c big-shoes --change {number}"))
        .fails(4)
        .says("`partnerctl invite edit inv_2 -c big-shoes -r guest");
}

#[test]
fn message_is_changed_and_taken_away() {
    let mut world = invited();
    world.run("invite edit inv_2 -c big-shoes --message 'Sorry, as a manager.' -r manager").ok();
    let shown = world.run("invite show inv_2 --json").ok().json();
    assert_eq!(shown["message"], "Sorry, as a manager.");
    let details = world.sql("SELECT details FROM audit WHERE action = 'invite.edit'").remove(0);
    assert!(details.contains("with another message") && !details.contains("Sorry"), "{details}");
    world.pass(Span::MINUTE).run("invite resend inv_2 -c big-shoes").ok();
    assert!(newest_mail(&world, MAX).contains("> Sorry, as a manager."));
    world.run("invite edit inv_2 -c big-shoes --message ''").ok();
    assert_eq!(world.run("invite show inv_2 --json").ok().json()["message"], serde_json::Value::Null);
    world.run("undo -c big-shoes").ok();
    assert_eq!(world.run("invite show inv_2 --json").ok().json()["message"], "Sorry, as a manager.");
}
