//! How often one address is mailed, and which addresses never are (docs/mail.md; S0.6).

use std::collections::BTreeSet;

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};

use crate::support::World;

/// When the nth mail was queued.
fn queued_at(world: &World, mail: i64) -> Instant {
    Instant::from_ms(world.sql(&format!("SELECT created_at FROM mail WHERE id = {mail}"))[0].parse().unwrap())
}

fn resend(world: &mut World) {
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok();
}

#[test]
fn codes_go_five_times_in_24_hours() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    for _ in 0..5 {
        resend(&mut world);
    }
    let first = queued_at(&world, 2) + Span::DAY;
    assert_snapshot!(world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes"), @"
    $ partnerctl invite resend inv_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: jim@bigshoes.example was mailed again 5 times within 24 hours, which is the most
    hint: it may be sent again from 22 Nov 2026 09:02 UTC
    hint: have them look into the junk or spam folder; see what was sent with `partnerctl mail list --user jim@bigshoes.example`
    --- exit 4
    ");
    let refused = world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes --json").fails(4);
    assert_eq!(refused.error()["retry_at"], first.to_string());
    world.next_at(Instant::from_ms(first.ms() - 1)).run("invite resend inv_1 -c big-shoes").fails(4);
    world.next_at(first).run("invite resend inv_1 -c big-shoes").ok();
    let second = queued_at(&world, 3) + Span::DAY;
    world.next_at(Instant::from_ms(second.ms() - 1)).run("invite resend inv_1 -c big-shoes").fails(4);
    assert_eq!(world.sql("SELECT send_count FROM invitation"), ["7"]);
}

/// Invited to six clients, one is mailed six times and once by each.
#[test]
fn first_invitations_do_not_count() {
    let mut world = World::with_story();
    for slug in ["alder", "birch", "cedar", "elm-tree", "hazel", "larch", "poplar"] {
        world.run(&format!("client add {slug} --slug {slug} --owner owner@many.example")).ok();
        world.run(&format!("invite send --owners -c {slug}")).ok();
    }
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE state = 'written'"), ["7"]);
}

#[test]
fn codes_count_across_clients() {
    let mut world = World::with_story();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    world.run("invite send --owners -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.run("invite send jim@bigshoes.example -c tea-house -r guest").ok();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("user reset-password jim@bigshoes.example").ok();
    for line in [
        "invite resend jim@bigshoes.example -c tea-house",
        "link resend lnk_1 -c big-shoes",
        "user reset-password jim@bigshoes.example",
        "link resend lnk_1 -c big-shoes",
        "user reset-password jim@bigshoes.example",
    ] {
        world.pass(Span::MINUTE).run(line).ok().says("was written to");
    }
    for line in [
        "invite resend jim@bigshoes.example -c tea-house",
        "link resend lnk_1 -c big-shoes",
        "user reset-password jim@bigshoes.example",
    ] {
        world.pass(Span::MINUTE).run(line).fails(4).says("was mailed again 5 times within 24 hours");
    }
    // What is not sent again may be sent, and what needs no mail goes on.
    world.run("user reset-password jim@bigshoes.example --generate-password").ok();
    world.pass(Span::DAY).run("user reset-password jim@bigshoes.example").ok();
}

#[test]
fn reset_leaves_at_most_once_a_minute() {
    let mut world = World::with_story();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    world.run("invite send --owners -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.run("user reset-password jim@bigshoes.example").ok();
    let again = world.now() + Span::MINUTE;
    world.run("user reset-password jim@bigshoes.example").fails(4).says("less than a minute ago");
    world.next_at(Instant::from_ms(again.ms() - 1)).run("user reset-password jim@bigshoes.example").fails(4);
    world.next_at(again).run("user reset-password jim@bigshoes.example").ok();
}

/// A correction counts for the address that it goes to, and so does what was withdrawn and sent again.
#[test]
fn another_address_is_counted_by_itself() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    for _ in 0..5 {
        resend(&mut world);
    }
    world.run("invite resend inv_1 -c big-shoes --to jim.shoe@bigshoes.example").ok();
    world.run("invite resend inv_2 -c big-shoes --to jim@bigshoes.example").fails(4).says("within 24 hours");
    for _ in 0..5 {
        world.run("invite cancel jim.shoe@bigshoes.example -c big-shoes").ok();
        world.run("invite send jim.shoe@bigshoes.example -c big-shoes").ok();
    }
    world.run("invite cancel jim.shoe@bigshoes.example -c big-shoes").ok();
    world.run("invite send jim.shoe@bigshoes.example -c big-shoes").fails(4).says("within 24 hours");
    assert_eq!(world.sql("SELECT count(*) FROM invitation WHERE state = 'pending'"), ["0"]);
}

/// No one made a mistake: a row that is over the limit is no failure.
#[test]
fn chase_passes_over_often_mailed() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    for _ in 0..5 {
        resend(&mut world);
    }
    world.write("chase.csv", "client_slug,email\nbig-shoes,jim@bigshoes.example\n");
    world.pass(Span::HOUR);
    assert_snapshot!(world.run("invite bulk chase.csv --resend-after 1h --csv"), @"
    $ partnerctl invite bulk chase.csv --resend-after 1h --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,big-shoes,jim@bigshoes.example,skipped,inv_1,written,,,was mailed again 5 times within 24 hours; may be sent again from 2026-11-22T09:01:06.000Z
    --- stderr
    1 skipped.
    --- exit 0
    ");
    world.pass(Span::DAY).run("invite bulk chase.csv --resend-after 1h --csv").ok().prints(",updated,");
}

#[test]
fn clock_set_back_delays_no_one() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    for _ in 0..5 {
        resend(&mut world);
    }
    world.tamper("UPDATE mail SET created_at = created_at + 864000000 WHERE id = 2");
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok();
}

/// Everyone has a dummy address, and everything happens that mails someone.
#[test]
fn dummy_address_is_never_mailed() {
    let mut world = World::with_story();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name P --last-name W --password-file password")
        .ok();
    world.write_private("another", "heron gravel thimble 83 cobalt\n");
    let dummies = |world: &World| {
        for id in world.sql("SELECT id FROM login WHERE mailbox = 1") {
            world.tamper(&format!("UPDATE login SET mailbox = 0 WHERE id = {id}"));
        }
    };
    dummies(&world);
    for line in [
        "invite send --owners -c big-shoes",
        "invite accept -c big-shoes --as jim@bigshoes.example -m phone",
        "link request -p jims-web --target big-shoes --as pat@jimsweb.example -m phone",
        "link cancel lnk_1 -c big-shoes --as pat@jimsweb.example -m phone",
        "link request -p jims-web --target big-shoes --as pat@jimsweb.example -m phone",
        "link approve lnk_2 -c big-shoes --as jim@bigshoes.example -m phone --for 20d",
        "link request -p jims-web --target tea-house --as pat@jimsweb.example -m phone",
        "user set-password pat@jimsweb.example --old-password-file password --password-file another",
        "user rename pat@jimsweb.example patty@jimsweb.example",
        "user add ann@bigshoes.example -c big-shoes -r admin --for 20d",
        "invite send ann@bigshoes.example -c big-shoes",
        "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes",
        "mail deliver",
    ] {
        world.run(line).ok();
        dummies(&world);
    }
    world.pass(Span::days(1)).run("mail deliver").ok();
    world.run("user reset-password jim@bigshoes.example").fails(4).says("no one has the mailbox");
    assert_eq!(world.mails(), Vec::<String>::new());
    let mails = world.sql("SELECT kind, state FROM mail");
    assert!(mails.iter().all(|mail| mail.ends_with("|skipped")), "{mails:?}");
    let kinds: BTreeSet<&str> = mails.iter().filter_map(|mail| mail.split('|').next()).collect();
    for kind in ["invitation", "link_request", "link_approved"] {
        assert!(kinds.contains(kind), "{kinds:?}");
    }
}
