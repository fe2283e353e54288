//! `client recover`: a client that no one can administer any more gets a new owner, after 72 hours in which any of its
//! people can stop it.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::pages::Pages;
use crate::support::{Frozen, World};

const MAX: &str = "max@bigshoes.example";
const NEW: &str = "new@bigshoes.example";
const RECOVER: &str = "client recover big-shoes --owner new@bigshoes.example --verified 'passport by video'";
const HOLD: Span = Span::hours(72);

/// big-shoes with a manager and a guest, whose owner is gone.
pub fn orphaned() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "walrus teapot 94 gravel\n");
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        for (person, role) in [(MAX, "manager"), ("gus@else.example", "guest")] {
            world.run(&format!("invite send {person} -c big-shoes -r {role}")).ok();
            accept(&mut world, person);
        }
        world
            .run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes --override last-owner -m died")
            .ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn accept_new(world: &mut World, code: &str) -> crate::support::Run {
    world.stdin(code).run("invite accept --code-stdin --password-file password")
}

fn role_of_new(world: &World) -> Vec<String> {
    world.sql(
        "SELECT g.state || ' ' || g.role FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE l.email_key = 'new@bigshoes.example' AND g.client_id = 100001",
    )
}

/// S1.18
#[test]
fn new_owner_accepts_once_hold_is_over() {
    let mut world = orphaned();
    assert_snapshot!(world.run(RECOVER).ok(), @r"
    $ partnerctl client recover big-shoes --owner new@bigshoes.example --verified passport by video
    inv_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    Mail msg_5 to new@bigshoes.example was written to [DIR]/desk.db.outbox/msg_5.eml (no mail server is configured).
    Mail msg_6 to max@bigshoes.example was written to [DIR]/desk.db.outbox/msg_6.eml (no mail server is configured).
    Mail msg_7 to gus@else.example was written to [DIR]/desk.db.outbox/msg_7.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    new@bigshoes.example is invited as owner of big-shoes (C100001-9).
    The invitation can be accepted from 24 Nov 2026 09:00 UTC, unless someone stops it before.
    2 people of the client got a mail and can stop it: max@bigshoes.example gus@else.example
    hint: stop it with `partnerctl client stop-recovery big-shoes`
    --- exit 0
    ");
    let code = world.code_for(NEW);
    accept_new(&mut world, &code).fails(4).says("can be accepted from");
    world.pass(Span::hours(71));
    accept_new(&mut world, &code).fails(4);
    assert_eq!(role_of_new(&world), ["prepared owner"]);
    world.pass(Span::hours(1));
    accept_new(&mut world, &code).ok();
    assert_eq!(role_of_new(&world), ["active owner"]);
    world.run("client stop-recovery big-shoes").fails(4).says("the recovery is over");
    world.run("audit verify").ok();
}

#[test]
fn all_people_and_desk_are_mailed() {
    let mut world = orphaned();
    let before = world.mails().len();
    world.run("config set mail.reply_to desk@desk.example").ok();
    world.run(RECOVER).ok();
    let mails = world.mails().split_off(before);
    let to = |address: &str| mails.iter().filter(|mail| mail.contains(address)).count();
    let count = mails.iter().filter(|mail| mail.contains("To: ")).count();
    assert_eq!(count, 4, "the new owner, two people, the desk");
    assert!(to(MAX) >= 1 && to("gus@else.example") >= 1);
    assert!(world.code_for(MAX).starts_with("pcr_"));
    let desk = mails.iter().find(|mail| mail.contains("desk@desk.example") && mail.contains("Recovery of the account"));
    assert!(desk.unwrap().contains("passport by video"));
    assert!(!desk.unwrap().contains("pcr_") && !desk.unwrap().contains("pci_"));
    let people: Vec<&String> = mails.iter().filter(|mail| mail.contains("pcr_")).collect();
    assert_eq!(people.len(), 2);
    assert!(people.iter().all(|mail| !mail.contains("passport")));
    assert_snapshot!(world.run("client log big-shoes").out.lines().next().unwrap(), @"21 Nov 2026 09:00 UTC  jane began the RECOVERY of the client: new@bigshoes.example is invited as owner by inv_4, verified by “passport by video”, and can accept from 24 Nov 2026 09:00 UTC; mailed to max@bigshoes.example gus@else.example, who can stop it; the invitation was sent");
}

/// S1.19
#[test]
fn anyone_of_the_client_stops_it_by_code() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.run("config set mail.reply_to desk@desk.example").ok();
    let (invited, theirs, other) = (world.code_for(NEW), world.code_for(MAX), world.code_for("gus@else.example"));
    assert_snapshot!(world.stdin(theirs.clone()).run("client stop-recovery --code-stdin"), @r"
    $ partnerctl client stop-recovery --code-stdin
    inv_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    Mail msg_8 to desk@desk.example was written to [DIR]/desk.db.outbox/msg_8.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    The recovery of big-shoes (C100001-9) is stopped.
    inv_4 to new@bigshoes.example is withdrawn.
    --- exit 0
    ");
    assert_eq!(role_of_new(&world), ["ended owner"]);
    world.pass(HOLD);
    accept_new(&mut world, &invited).fails(4);
    assert_eq!(world.sql("SELECT count(*) FROM code WHERE client_id = 100001 AND state = 'live'"), ["0"]);
    // The same again changes nothing, and neither does the code of another.
    world.stdin(theirs).run("client stop-recovery --code-stdin").ok().says("was stopped before");
    world.stdin(other).run("client stop-recovery --code-stdin").ok().says("was stopped before");
    assert_snapshot!(world.run("client log big-shoes").out.lines().nth(3).unwrap(), @"21 Nov 2026 09:00 UTC  jane STOPPED the recovery of the client with the code of max@bigshoes.example, for which new@bigshoes.example was invited; an invitation was withdrawn");
    let notice = world.mails().into_iter().find(|mail| mail.contains("stopped the recovery"));
    assert!(notice.unwrap().contains(MAX));
    // Support can begin again.
    world.run(RECOVER).ok();
}

/// S1.19
#[test]
fn people_and_support_stop_it_without_code() {
    for (by, who) in [("--as gus@else.example -m called", "jane for gus@else.example"), ("-m forged", "jane")] {
        let mut world = orphaned();
        world.run(RECOVER).ok();
        world.run(&format!("client stop-recovery big-shoes {by}")).ok();
        assert_eq!(role_of_new(&world), ["ended owner"]);
        let log = world.run("client log big-shoes").out;
        let stopped = format!("{who} STOPPED the recovery of the client, for which new@bigshoes.example was invited");
        assert!(log.contains(&stopped), "{log}");
    }
}

#[test]
fn no_one_else_stops_it() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let stop = "client stop-recovery big-shoes -m x --as";
    world.run(&format!("{stop} new@bigshoes.example")).fails(5);
    world.run(&format!("{stop} jim@bigshoes.example")).fails(3);
    world.run("invite send --owners -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    world.run(&format!("{stop} tia@teahouse.example")).fails(3);
    // Without a code, those whose access ended are no longer of the client.
    world.run(&format!("user remove {MAX} -c big-shoes --confirm big-shoes")).ok();
    world.run(&format!("{stop} {MAX}")).fails(3);
    let code = world.code_for("gus@else.example");
    world.pass(HOLD);
    world.stdin(code).run("client stop-recovery --code-stdin").fails(6).says("could be stopped until");
    assert_eq!(role_of_new(&world), ["prepared owner"]);
}

/// S1.20
#[test]
fn one_who_administers_is_in_the_way() {
    let mut world = World::with_story();
    world.write_private("password", "walrus teapot 94 gravel\n");
    world.run(RECOVER).fails(4).says("is a draft");
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    let mails = world.mails().len();
    assert_snapshot!(world.run(RECOVER).fails(4), @r"
    $ partnerctl client recover big-shoes --owner new@bigshoes.example --verified passport by video
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    error: jim@bigshoes.example administers big-shoes (C100001-9) as owner
    hint: let them invite others, or do it on their behalf with `--as jim@bigshoes.example`
    hint: if they are gone for good, first end their access with `partnerctl user remove jim@bigshoes.example -c big-shoes --override last-owner -m TEXT`
    --- exit 4
    ");
    assert_eq!(world.mails().len(), mails);
    // An admin who administers users is enough, also with a term; an inactive login is not.
    world.run("invite send ann@bigshoes.example -c big-shoes -r admin --for 30d").ok();
    accept(&mut world, "ann@bigshoes.example");
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes --override last-owner -m x").ok();
    world.run(RECOVER).fails(4).says("ann@bigshoes.example administers");
    world.run("user deactivate ann@bigshoes.example --confirm ann@bigshoes.example --expect-clients 1 -m gone").ok();
    world.run(RECOVER).ok();
}

#[test]
fn only_one_recovery_runs_at_a_time() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.run(RECOVER).fails(4).says("runs already");
    world.run("client recover big-shoes --owner else@bigshoes.example --verified x").fails(4).says("runs already");
    world.run("client stop-recovery big-shoes").ok();
    world.run("client recover big-shoes --owner else@bigshoes.example --verified x").ok();
}

#[test]
fn waiting_recovery_is_not_cancelled() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let cancel = "invite cancel new@bigshoes.example -c big-shoes";
    world.run(cancel).fails(4).says("partnerctl client stop-recovery big-shoes");
    assert_eq!(role_of_new(&world), ["prepared owner"]);
    world.pass(HOLD);
    world.run(cancel).ok();
}

/// However the invitation ended, no one brings it back past the 72 hours, nor next to another recovery.
#[test]
fn ended_recovery_never_comes_back() {
    let ends = [
        "invite decline --code-stdin",
        "user remove new@bigshoes.example -c big-shoes --confirm big-shoes",
        "client close big-shoes --confirm big-shoes:3 -m gone",
        "client stop-recovery big-shoes",
        "invite cancel new@bigshoes.example -c big-shoes",
    ];
    for end in ends {
        let mut world = orphaned();
        world.run(RECOVER).ok();
        let code = world.code_for(NEW);
        if end.starts_with("invite cancel") {
            world.pass(HOLD);
        }
        world.stdin(code.clone()).run(end).ok();
        let change = world.sql("SELECT max(id) FROM audit WHERE outcome = 'done'").remove(0);
        world.run("undo -c big-shoes").fails(4);
        if !end.starts_with("client close") {
            world.run("client recover big-shoes --owner else@bigshoes.example --verified x").ok();
            world.run(&format!("undo -c big-shoes --change {change}")).fails(4);
        }
        world.pass(HOLD);
        assert_ne!(accept_new(&mut world, &code).code, 0, "{end}");
        assert!(!role_of_new(&world).contains(&"active owner".to_owned()), "{end}");
    }
}

/// Sent again, it could be accepted at once.
#[test]
fn expired_recovery_is_not_sent_again() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.pass(Span::days(31));
    world.run("invite resend new@bigshoes.example -c big-shoes").fails(4).says("partnerctl client recover big-shoes");
    world.run("invite edit new@bigshoes.example -c big-shoes --for 30d --resend").fails(4);
    world.run(RECOVER).ok();
    let code = world.code_for(NEW);
    accept_new(&mut world, &code).fails(4).says("can be accepted from");
}

/// S1.20: the recovery is for a client that no one can administer, also when it is accepted.
#[test]
fn needless_recovery_is_not_accepted() {
    let ann = "ann@bigshoes.example";
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let code = world.code_for(NEW);
    world.run(&format!("invite send {ann} -c big-shoes -r owner")).ok();
    accept(&mut world, ann);
    world.pass(HOLD);
    accept_new(&mut world, &code).fails(4).says("can be administered again").says("partnerctl invite cancel inv_4");
    world.run("invite accept -c big-shoes --as new@bigshoes.example -m phone").fails(4);
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/invitation", &code).ok().shows_not("can accept it from");
    let password = "plover sandbar wicket 29 umbra";
    let form = [("new_password", password), ("new_password_again", password)];
    browser.post("/invitation/accept", &form).is(422).shows("can be administered again");
    assert_eq!(role_of_new(&world), ["prepared owner"]);
    // Once that owner is gone, it is needed.
    world.run(&format!("user remove {ann} -c big-shoes --confirm big-shoes --override last-owner -m gone")).ok();
    accept_new(&mut world, &code).ok();
}

#[test]
fn offer_of_a_recovery_stays() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    for change in ["-r guest", "--for 30d", "--permissions invoices", "-r guest --resend"] {
        let edit = format!("invite edit new@bigshoes.example -c big-shoes {change}");
        world.run(&edit).fails(4).says("partnerctl client stop-recovery big-shoes");
    }
    world.run("user edit new@bigshoes.example -c big-shoes -r guest").fails(4).says("client stop-recovery");
    world.pass(HOLD);
    world.run("user edit new@bigshoes.example -c big-shoes --for 30d").fails(4).says("partnerctl invite cancel inv_4");
}

/// S1.19
#[test]
fn those_who_left_stop_it_with_their_code() {
    let ends: [(&str, &str, Span); 2] = [
        (MAX, "user remove max@bigshoes.example -c big-shoes --confirm big-shoes", Span::hours(1)),
        ("gus@else.example", "user edit gus@else.example -c big-shoes --for 1d", Span::days(2)),
    ];
    for (person, end, later) in ends {
        let mut world = orphaned();
        world.run(RECOVER).ok();
        let code = world.code_for(person);
        world.run(end).ok();
        world.pass(later);
        let pages = Pages::of(&world);
        pages.browser().open("/recovery", &code).ok().shows("Big Shoes Inc.").shows(NEW);
        world.stdin(code).run("client stop-recovery --code-stdin").ok();
        assert_eq!(role_of_new(&world), ["ended owner"]);
    }
}

#[test]
fn audit_finds_refused_and_done_together() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.run("client stop-recovery big-shoes --as new@bigshoes.example -m x").fails(5);
    world.run("client stop-recovery big-shoes").ok();
    let found = world.run("audit list --action 'client stop-recovery' --columns outcome --csv --no-header").ok().out;
    assert_eq!(found.lines().count(), 2, "{found}");
}

#[test]
fn members_and_invited_are_not_recovered_to() {
    let mut world = orphaned();
    world.run(&format!("client recover big-shoes --owner {MAX} --verified x")).fails(4).says("is in big-shoes");
    world.run("invite send new@bigshoes.example -c big-shoes -r owner").ok();
    world.run(RECOVER).fails(4).says("was invited already");
    world.run("client recover big-shoes --owner z@bigshoes.example --verified ''").fails(2);
    world.run("client recover big-shoes --owner z@bigshoes.example").fails(2);
    world
        .run("client recover big-shoes --owner z@bigshoes.example --verified x --as max@bigshoes.example -m x")
        .fails(5);
}

/// No other way leads around the 72 hours.
#[test]
fn invitation_keeps_its_hold_and_address() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.pass(Span::minutes(2));
    world.run("invite resend new@bigshoes.example -c big-shoes --to thief@bigshoes.example").fails(4);
    world
        .run("invite resend new@bigshoes.example -c big-shoes --expires-in 12h")
        .fails(2)
        .says("before it can be accepted");
    world.run("invite resend new@bigshoes.example -c big-shoes").ok();
    let code = world.code_for(NEW);
    accept_new(&mut world, &code).fails(4);
    world.run("invite accept -c big-shoes --as new@bigshoes.example -m phone").fails(4);
    // Until they have accepted, they answer for no one.
    world.run("link request -p jims-web --target big-shoes").fails(4).says("no owner or admin who could answer");
    world.run("invite cancel new@bigshoes.example -c big-shoes").fails(4);
    world.pass(HOLD);
    world.run("link request -p jims-web --target big-shoes").fails(4).says("no owner or admin who could answer");
    accept_new(&mut world, &code).ok();
}

/// A backup from before a recovery was stopped, or accepted, does not let it run again without those who could stop it.
#[test]
fn restore_stops_unstoppable_recoveries() {
    for what in ["stopped", "accepted", "damaged"] {
        let mut world = orphaned();
        world.run(RECOVER).ok();
        let (code, stop) = (world.code_for(NEW), world.code_for(MAX));
        world.run("db backup backup.db").ok();
        match what {
            "stopped" => drop(world.stdin(stop.clone()).run("client stop-recovery --code-stdin").ok()),
            "accepted" => drop({
                world.pass(HOLD);
                accept_new(&mut world, &code).ok()
            }),
            _ => {
                let mut bytes = std::fs::read(world.database()).unwrap();
                let half = bytes.len() / 2;
                bytes[8192..half].fill(0);
                std::fs::write(world.database(), bytes).unwrap();
            }
        }
        let confirm = if what == "damaged" { "desk.db" } else { "live" };
        let restored = world.run(&format!("db restore backup.db --confirm {confirm}")).ok();
        restored.says("the recovery of a client was stopped").says("partnerctl todo");
        world.pass(HOLD);
        // A code that can never be used is not mailed.
        world.run("invite resend new@bigshoes.example -c big-shoes").fails(4).says("the recovery was stopped");
        assert_eq!(role_of_new(&world), ["prepared owner"], "{what}");
        // Support begins again, and those of the client have 72 hours again.
        world.run("invite cancel new@bigshoes.example -c big-shoes").ok();
        world.run(RECOVER).ok();
        let code = world.code_for(NEW);
        accept_new(&mut world, &code).fails(4).says("can be accepted from");
        world.run("audit verify").ok();
    }
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let (code, stop) = (world.code_for(NEW), world.code_for(MAX));
    world.run("db backup backup.db").ok();
    world.run("client edit tea-house --plan pro").ok();
    world.run("db restore backup.db --confirm live").ok().says_not("the recovery");
    world.stdin(stop).run("client stop-recovery --code-stdin").ok();
    accept_new(&mut world, &code).fails(4);
}

/// Where no one can administer a client, the work list and `doctor` lead to its recovery; while that runs, they say so, and
/// from when on the invitation can be accepted.
#[test]
fn work_list_and_doctor_lead_to_recovery() {
    let mut world = orphaned();
    let row = |world: &mut World| world.run("todo -c big-shoes --csv").ok().csv().remove(0);
    let finding = |world: &mut World| {
        let doctor = world.run("doctor --csv");
        doctor.csv().into_iter().find(|row| row.values().any(|cell| cell == "no-administrator")).unwrap()
    };
    let recover = "partnerctl client recover big-shoes --owner EMAIL --verified TEXT";
    let lost = row(&mut world);
    assert_eq!(
        (lost["kind"].as_str(), lost["until"].as_str(), lost["command"].as_str()),
        ("no-administrator", "", recover)
    );
    assert!(finding(&mut world).values().any(|cell| cell.contains(recover)));
    world.run(RECOVER).ok();
    let waits = row(&mut world);
    assert_eq!((waits["kind"].as_str(), waits["entity_id"].as_str()), ("recovery-waits", "inv_4"));
    assert_eq!(
        (&waits["until"][..16], waits["command"].as_str()),
        ("2026-11-24T09:00", "partnerctl invite show inv_4")
    );
    let found = finding(&mut world);
    assert!(found.values().any(|cell| cell.contains("can accept inv_4 from 2026-11-24T09:00")), "{found:?}");
    let listed = world.run("invite list -c big-shoes --state pending --columns invitation_id,accept_from --csv").ok();
    assert_eq!(&listed.csv()[0]["accept_from"][..16], "2026-11-24T09:00");
    let shown = world.run("invite show inv_4").ok();
    assert!(shown.out.contains("Waiting for the recovery, can accept from 24 Nov 2026 09:00 UTC"), "{shown}");
    shown.says("partnerctl client stop-recovery big-shoes");
    let list = world.at_terminal(140).run("invite list -c big-shoes").ok();
    assert!(list.out.contains("Held until 24 Nov"), "{list}");
    let list = world.at_terminal(140).run("client list").ok();
    assert!(list.out.contains("Recovery held until 24 Nov"), "{list}");
    let listed = world.run("client list --columns client_slug,accept_from --csv").ok().csv();
    let held: Vec<_> = listed.iter().filter(|row| !row["accept_from"].is_empty()).collect();
    assert_eq!((held.len(), held[0]["client_slug"].as_str()), (1, "big-shoes"));
    assert_eq!(world.run("client show big-shoes --columns accept_from --csv").ok().csv()[0], {
        let mut row = held[0].clone();
        row.remove("client_slug");
        row
    });
    // Once it can be accepted, nothing holds it.
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.pass(HOLD);
    assert_eq!((row(&mut world)["kind"].as_str(), &row(&mut world)["until"][..10]), ("recovery-waits", "2026-12-21"));
    let listed = world.run("invite list -c big-shoes --state pending --columns invitation_id,accept_from --csv").ok();
    assert_eq!(listed.csv()[0]["accept_from"], "");
    let listed = world.run("client list --columns client_slug,accept_from --csv").ok().csv();
    assert!(listed.iter().all(|row| row["accept_from"].is_empty()));
    // Someone whose term ends administers it: nothing is to be recovered.
    let mut world = orphaned();
    world.run("user edit max@bigshoes.example -c big-shoes -r admin --for 30d").ok();
    let ending = row(&mut world);
    assert_eq!(ending["kind"], "no-lasting-owner");
    assert!(ending["command"].contains("invite send EMAIL -r owner -c big-shoes"), "{ending:?}");
}

#[test]
fn undo_leads_to_stopping() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    world.run("undo -c big-shoes").fails(4).says("partnerctl client stop-recovery big-shoes");
    world.run("client stop-recovery big-shoes").ok();
    world.run("undo -c big-shoes").fails(4);
    assert_eq!(role_of_new(&world), ["ended owner"]);
}

#[test]
fn card_shows_recovery_while_it_runs() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let card = world.run("client show big-shoes").ok().out;
    assert!(card.contains("new@bigshoes.example can accept from 24 Nov 2026 09:00 UTC"), "{card}");
    world.run("client stop-recovery big-shoes").ok();
    assert!(!world.run("client show big-shoes").ok().out.contains("\nrecovery "));
}

/// S1.19: the mail leads to a page on which it is stopped.
#[test]
fn page_stops_it_with_the_code() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    let page = browser.open("/recovery", &world.code_for(MAX)).ok();
    page.shows("A new owner for").shows("Big Shoes Inc.").shows(NEW).shows_not("passport");
    browser.post("/recovery/stop", &[("reason", "not ours")]).is(303).follow(&mut browser).ok().shows("You stopped it");
    assert_eq!(role_of_new(&world), ["ended owner"]);
    assert_eq!(
        world.sql("SELECT answered_by, reason FROM invitation WHERE state = 'cancelled'"),
        ["max@bigshoes.example|not ours"]
    );
    // Once the time is over, the code opens nothing.
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let pages = Pages::of(&world);
    pages.pass(HOLD);
    let mut browser = pages.browser();
    browser.post("/recovery", &[("code", &world.code_for(MAX))]).is(404);
}

/// S1.18: the page of the invitation says from when on it can be accepted, and takes no password before.
#[test]
fn page_of_new_owner_waits_for_hold() {
    let mut world = orphaned();
    world.run(RECOVER).ok();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/invitation", &world.code_for(NEW)).ok().shows("can accept it from");
    let password = "plover sandbar wicket 29 umbra";
    let form = [("new_password", password), ("new_password_again", password)];
    browser.post("/invitation/accept", &form).is(422).shows("can be accepted from");
    assert_eq!(role_of_new(&world), ["prepared owner"]);
}

/// Where no one administers a client any more, everyone who looks at it learns so, and what is next.
#[test]
fn client_without_administrator_says_so() {
    let mut world = orphaned();
    let list = world.at_terminal(100).run("client list --color never").ok().out;
    let row = list.lines().find(|line| line.starts_with("big-shoes ")).unwrap();
    assert!(row.contains("Active, no administrator"), "{list}");
    let card = world.run("client show big-shoes").ok().out;
    assert!(card.contains(", no administrator\n"), "{card}");
    assert!(card.ends_with("`partnerctl client recover big-shoes --owner EMAIL --verified TEXT`\n"), "{card}");
    let record = world.streams(Default::default()).run("client show big-shoes --json").ok().json();
    assert_eq!(
        (&record["administered"], &record["people"], &record["open_links"]),
        (&false.into(), &2.into(), &0.into())
    );
    assert!(record["next"].as_str().unwrap().contains("client recover"), "{record}");
    let listed = world.run("client list --csv --columns client_slug,administered").ok().csv();
    assert_eq!(listed[0]["administered"], "false");
    // Who cannot begin it is not sent there.
    let card = world.run("client show big-shoes --as max@bigshoes.example").out;
    assert!(!card.contains("client recover"), "{card}");
    // While it runs, the card has its time, and leads nowhere else.
    world.run(RECOVER).ok();
    let card = world.run("client show big-shoes").ok().out;
    assert!(!card.contains("client recover") && card.contains("can accept from"), "{card}");
    world.pass(HOLD);
    let code = world.code_for(NEW);
    accept_new(&mut world, &code).ok();
    let card = world.run("client show big-shoes").ok().out;
    assert!(!card.contains("no administrator"), "{card}");
    let list = world.at_terminal(100).run("client list --color never").ok().out;
    assert!(!list.contains("no administrator"), "{list}");
}

/// A draft has owners to invite, or has none: the command that is named works.
#[test]
fn draft_leads_to_a_command_that_works() {
    let mut world = World::with_story();
    world.run(RECOVER).fails(4).says("`partnerctl invite send --owners -c big-shoes`");
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes --override last-owner -m x").ok();
    let refused = world.run(RECOVER).fails(4);
    refused.says("`partnerctl invite send EMAIL -c big-shoes -r owner`").says_not("--owners");
    world.run("invite send new@bigshoes.example -c big-shoes -r owner").ok();
}
