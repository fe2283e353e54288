//! Changes that notify someone by mail: taken back while every mail of theirs waits, which then never leaves, and not
//! once one has left.

use partnerctl::domain::time::Span;

use super::{Content, with_people};
use crate::support::World;

/// A link that someone of the partner asked for.
const ASKED: &[&str] = &[
    "link remove lnk_1 -c big-shoes --confirm big-shoes",
    "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --password-file password",
    "link request -p jims-web --target big-shoes --as pat@jimsweb.example -m phone",
];

/// The same, asked for by support: the partner's contact is notified, who has no login.
const ASKED_BY_SUPPORT: &[&str] =
    &["link remove lnk_1 -c big-shoes --confirm big-shoes", "link request -p jims-web --target big-shoes"];

/// What exists before, the line, whom it notifies, and the command that does its opposite.
const NOTIFYING: &[(&[&str], &str, &[&str], &str)] = &[
    (
        &[],
        "invite send max@else.example -c big-shoes -r guest",
        &["max@else.example"],
        "invite cancel inv_3 -c big-shoes",
    ),
    (
        &[],
        "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes",
        &["ann@bigshoes.example"],
        "invite send ann@bigshoes.example -c big-shoes -r admin",
    ),
    (
        &[],
        "link remove lnk_1 -c big-shoes --confirm big-shoes",
        &["office@jimsweb.example", "jim@bigshoes.example"],
        "link request -p ptn_1 --target big-shoes",
    ),
    (
        ASKED,
        "link approve lnk_2 -c big-shoes --as jim@bigshoes.example -m phone",
        &["pat@jimsweb.example"],
        "link remove lnk_2 -c big-shoes",
    ),
    (
        ASKED_BY_SUPPORT,
        "link approve lnk_2 -c big-shoes --as jim@bigshoes.example -m phone",
        &["office@jimsweb.example"],
        "link remove lnk_2 -c big-shoes",
    ),
    (
        ASKED,
        "link deny lnk_2 -c big-shoes --as jim@bigshoes.example -m phone",
        &["pat@jimsweb.example"],
        "link request -p ptn_1 --target big-shoes",
    ),
    (
        ASKED,
        "link cancel lnk_2 -c big-shoes",
        &["jim@bigshoes.example", "ann@bigshoes.example"],
        "link request -p ptn_1 --target big-shoes",
    ),
];

/// The world before a line of [`NOTIFYING`], with the number of its last mail.
fn before(lines: &[&str]) -> (World, String) {
    let mut world = with_people();
    for line in lines {
        world.run(line).ok();
    }
    let last = world.sql("SELECT coalesce(max(id), 0) FROM mail").remove(0);
    (world, last)
}

/// The recipients of the mails behind `last`, and their state.
fn notified(world: &World, last: &str) -> Vec<String> {
    world.sql(&format!("SELECT recipient, state FROM mail WHERE id > {last} ORDER BY id"))
}

fn all(people: &[&str], state: &str) -> Vec<String> {
    people.iter().map(|person| format!("{person}|{state}")).collect()
}

#[test]
fn waiting_mails_are_taken_along() {
    for (lines, line, people, _) in NOTIFYING {
        let (mut world, last) = before(lines);
        world.run("mail deliver").ok();
        // No server is named: whatever is queued waits.
        world.run("config set mail.transport smtp").ok();
        let untouched = Content::of(&world);
        world.run(line).ok();
        assert_eq!(notified(&world, &last), all(people, "queued"), "{line}");
        world.run("undo -c C100001-9").ok().says("from queued to skipped");
        assert_eq!(untouched.differences(&Content::of(&world)), [""; 0], "{line}");
        world.run("config set mail.transport file").ok();
        world.pass(Span::HOUR).run("mail deliver").ok();
        assert_eq!(notified(&world, &last), all(people, "skipped"), "{line}");
    }
}

#[test]
fn sent_mail_stops_undo_and_names_the_opposite() {
    for (lines, line, people, opposite) in NOTIFYING {
        let (mut world, last) = before(lines);
        world.run(line).ok();
        world.pass(Span::minutes(10)).run("mail deliver").ok();
        assert_eq!(notified(&world, &last), all(people, "written"), "{line}");
        let untouched = Content::of(&world);
        let run = world.run("undo -c C100001-9").fails(4).says("was written to a file already");
        assert!(run.err.contains(&format!("`partnerctl {opposite}`")), "{line}\n{run}");
        assert_eq!(Content::of(&world), untouched, "{line}");
    }
}

/// Two rows of one chunk share their instant, and the one that was notified may be no one of the other.
#[test]
fn mails_of_another_change_do_not_matter() {
    let mut world = with_people();
    world.write(
        "rows.csv",
        "client_id,email,role\nC100001-9,max@else.example,guest\nC100001-9,eva@else.example,guest\n",
    );
    world.run("invite bulk rows.csv --expect-clients 1").ok();
    assert_eq!(world.sql("SELECT count(DISTINCT created_at), count(DISTINCT audit_id) FROM mail WHERE recipient LIKE '%@else.example'"), ["1|2"]);
    world.run("undo -c big-shoes").ok();
    assert_eq!(
        world.sql("SELECT recipient, state FROM mail WHERE recipient LIKE '%@else.example' ORDER BY id"),
        ["max@else.example|queued", "eva@else.example|skipped"]
    );
}
