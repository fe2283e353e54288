//! How long an invitation lives: never longer than the access that it offers, and as long as before when it is sent
//! again.

use partnerctl::domain::time::Span;

use super::private;
use crate::support::World;

const ANN: &str = "ann@bigshoes.example";

/// When the newest invitation ends, in days from its sending.
fn days(world: &World) -> String {
    world
        .sql("SELECT (expires_at - sent_at) / 86400000 FROM invitation ORDER BY sent_at DESC, id DESC LIMIT 1")
        .remove(0)
}

#[test]
fn every_resend_keeps_the_span() {
    let mut world = World::with_story();
    let send = format!("invite send {ANN} -c big-shoes -r manager");
    world.run(&format!("{send} --expires-in 2d")).ok();
    assert_eq!(days(&world), "2");
    world.pass(Span::HOUR).run(&format!("invite resend {ANN} -c big-shoes")).ok();
    assert_eq!(days(&world), "2");
    world.pass(Span::days(5)).run(&format!("{send} --resend")).ok();
    assert_eq!(days(&world), "2");
    world.write("rows.csv", format!("client_slug,email,role\nbig-shoes,{ANN},manager\n"));
    world.pass(Span::days(1)).run("invite bulk rows.csv --resend-after 12h").ok();
    assert_eq!(world.sql("SELECT send_count FROM invitation"), ["4"]);
    assert_eq!(days(&world), "2");
    world.pass(Span::HOUR).run(&format!("invite resend {ANN} -c big-shoes --to anne@bigshoes.example")).ok();
    assert_eq!(world.sql("SELECT email FROM invitation WHERE state = 'pending'"), ["anne@bigshoes.example"]);
    assert_eq!(days(&world), "2");
    world.pass(Span::HOUR).run("invite resend anne@bigshoes.example -c big-shoes --expires-in 9d").ok();
    assert_eq!(days(&world), "9");
}

#[test]
fn bulk_and_desk_say_how_long() {
    let mut world = World::with_story();
    world.write("rows.csv", format!("client_slug,email,role\nbig-shoes,{ANN},manager\n"));
    world.run("invite bulk rows.csv --expires-in 31d").fails(2);
    world.run("invite bulk rows.csv --expires-in 3d").ok();
    assert_eq!(days(&world), "3");
    world.run("config set invite.expires_in 31d").fails(2);
    world.run("config set invite.expires_in 10d").ok();
    world.run("invite send bob@bigshoes.example -c big-shoes -r guest").ok();
    assert_eq!(days(&world), "10");
    world.run("user add eve@bigshoes.example -c big-shoes -r guest").ok();
    assert_eq!(days(&world), "10");
    world.run("invite send kim@bigshoes.example -c big-shoes -r guest --expires-in 20d").ok();
    assert_eq!(days(&world), "20");
    world.pass(Span::days(1)).run(&format!("invite resend {ANN} -c big-shoes")).ok();
    assert_eq!(days(&world), "3");
}

/// accept, send and resend once named each other in a circle.
#[test]
fn past_term_leads_to_a_new_one() {
    let mut world = World::with_story();
    private(&world, "password.txt", super::PASSWORD);
    world.run(&format!("invite send {ANN} -c big-shoes -r manager --for 2d")).ok();
    assert_eq!(days(&world), "2");
    let code = world.code_for(ANN);
    world.pass(Span::days(3));
    let edit = format!("partnerctl user edit {ANN} -c C100001-9 --until T");
    let refused = world.stdin(code).run("invite accept --code-stdin --password-file password.txt").fails(6);
    refused.says(&edit);
    world.run(&format!("invite resend {ANN} -c big-shoes")).fails(6).says(&edit);
    world.run(&format!("invite resend {ANN} -c big-shoes --to anne@bigshoes.example")).fails(6).says(&edit);
    world.run(&format!("invite send {ANN} -c big-shoes")).fails(4).says(&edit);
    world.run(&format!("invite send {ANN} -c big-shoes --resend")).fails(4).says(&edit);
    assert_eq!(world.run(&format!("invite list --user {ANN} --json")).json()[0]["state"], "expired");
    world.run(&format!("user edit {ANN} -c big-shoes --for 30d")).ok();
    world.run(&format!("invite send {ANN} -c big-shoes")).ok();
}

#[test]
fn mail_for_a_past_term_is_skipped() {
    let mut world = World::with_story();
    world.write("rows.csv", format!("client_slug,email,role,until\nbig-shoes,{ANN},manager,2026-11-23\n"));
    world.run("invite bulk rows.csv").ok();
    world.pass(Span::days(4)).run("mail deliver").ok();
    assert_eq!(world.sql("SELECT state FROM mail"), ["skipped"]);
}

#[test]
fn older_invitations_end_with_their_term() {
    let mut world = World::with_story();
    world.run(&format!("invite send {ANN} -c big-shoes -r manager --for 2d")).ok();
    world.tamper("UPDATE invitation SET expires_at = sent_at + 30 * 86400000");
    crate::opening::make_as_of(&world.database(), 7);
    world.run("whoami").ok();
    assert_eq!(days(&world), "2");
}
