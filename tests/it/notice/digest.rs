//! Digests: what happens on a day of the desk is in one mail, which leaves when the day is over.

use partnerctl::domain::time::{Instant, Span};

use super::{manned, notices};
use crate::support::World;

const BOB: &str = "bob@bigshoes.example";

fn at(text: &str) -> Instant {
    Instant::from_rfc3339(&text.replace('Z', ".000Z")).unwrap()
}

/// Changes what Bob may do, so that he has another entry.
fn edit(world: &mut World, at: Instant) {
    let role = "SELECT g.role FROM access_grant AS g JOIN login AS l ON l.id = g.login_id WHERE l.email = 'bob@bigshoes.example'";
    let is_manager = world.sql(role)[0] == "manager";
    let role = if is_manager { "admin" } else { "manager" };
    world.next_at(at).run(&format!("user edit {BOB} -c big-shoes -r {role}")).ok();
}

/// How many entries each mail to Bob has, and its state.
fn mails(world: &World) -> Vec<String> {
    world.sql(
        "SELECT json_array_length(facts, '$.entries'), state FROM mail WHERE kind = 'notice'
           AND recipient = 'bob@bigshoes.example' ORDER BY id",
    )
}

/// Days of 24, 23 and 25 hours, and one that begins at one o'clock. S5.9
#[test]
fn digest_has_what_happened_that_day() {
    for (zone, begins, ends) in [
        ("UTC", "2027-01-10T00:00:00Z", "2027-01-11T00:00:00Z"),
        ("America/New_York", "2027-01-10T05:00:00Z", "2027-01-11T05:00:00Z"),
        ("Europe/Berlin", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"),
        ("Europe/Berlin", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"),
        ("Asia/Beirut", "2027-03-27T22:00:00Z", "2027-03-28T21:00:00Z"),
    ] {
        let (begins, ends, ms) = (at(begins), at(ends), Span::from_ms(1));
        let mut world = manned();
        world.run(&format!("config set desk.time_zone {zone}")).ok();
        world.run("config set notify.access_changed digest").ok();
        edit(&mut world, begins - ms);
        world.next_at(begins).run("mail deliver").ok();
        assert_eq!(mails(&world), ["1|written"], "{zone}: the day before");
        for instant in [begins, begins + Span::HOUR, begins + Span::hours(12)] {
            edit(&mut world, instant);
        }
        world.next_at(ends - Span::minutes(1)).run("mail deliver").ok();
        assert_eq!(mails(&world), ["1|written", "3|queued"], "{zone}: before the day is over");
        edit(&mut world, ends - ms);
        edit(&mut world, ends);
        world.next_at(ends).run("mail deliver").ok();
        assert_eq!(mails(&world), ["1|written", "4|written", "1|queued"], "{zone}: once the day is over");
        world.next_at(ends + Span::days(2)).run("mail deliver").ok();
        world.next_at(ends + Span::days(3)).run("mail deliver").ok();
        assert_eq!(mails(&world), ["1|written", "4|written", "1|written"], "{zone}: each once");
    }
}

/// A change of several clients makes digests, which leave soon: each of the owners gets one mail, whatever else happens in
/// these minutes. S5.10
#[test]
fn bulk_change_makes_digests() {
    let mut world = manned();
    world.run("invite send tia@teahouse.example -c tea-house").ok();
    crate::invite::accept(&mut world, "tia@teahouse.example");
    for (slug, owner) in [("big-shoes", "jim@bigshoes.example"), ("tea-house", "tia@teahouse.example")] {
        world.run(&format!("link request -p jims-web --target {slug}")).ok();
        let code = world.code_for(owner);
        world.stdin(code).run("link approve --code-stdin").ok();
    }
    world.run("config set notify.partner_reach on").ok();
    for name in ["max", "moe"] {
        let line = format!(
            "partner add-user {name}@jimsweb.example -p jims-web --first-name M --last-name Web --generate-password"
        );
        world.run(&line).ok().says_not("is notified by mail");
    }
    let expected = |state: &str| {
        ["ann@bigshoes.example|Big Shoes Inc.", "jim@bigshoes.example|Big Shoes Inc.", "tia@teahouse.example|Tea House"]
            .map(|who| who.replace('|', "|What happened in ") + state)
    };
    assert_eq!(notices(&world), expected("|queued"));
    world.pass(Span::minutes(9)).run("mail deliver").ok();
    assert_eq!(notices(&world), expected("|queued"));
    world.pass(Span::minutes(1)).run("mail deliver").ok();
    assert_eq!(notices(&world), expected("|written"));
}

/// A digest that is full, or that a deliverer has leased, takes in no more.
#[test]
fn full_or_leased_digest_is_left_alone() {
    let mut world = manned();
    world.run("config set notify.access_changed digest").ok();
    let begins = at("2027-01-10T08:00:00Z");
    for minute in 0..11 {
        edit(&mut world, begins + Span::minutes(minute));
    }
    assert_eq!(mails(&world), ["10|queued", "1|queued"]);
    world.tamper("UPDATE mail SET state = 'sending' WHERE id = (SELECT max(id) FROM mail WHERE recipient = 'bob@bigshoes.example')");
    edit(&mut world, begins + Span::HOUR);
    assert_eq!(mails(&world), ["10|queued", "1|sending", "1|queued"]);
    world.next_at(at("2027-01-11T00:00:00Z")).run("mail deliver").ok();
    assert_eq!(mails(&world), ["10|written", "1|written", "1|written"]);
}
