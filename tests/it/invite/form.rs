//! The form that a mail links is named wherever a mail goes out.

use partnerctl::domain::time::Span;

use super::newest_mail;
use crate::support::World;

const MAX: &str = "max@else.example";
const SEND: &str = "invite send max@else.example -c big-shoes -r guest";

/// S2.11
#[test]
fn form_is_named_when_it_is_sent_again() {
    let mut world = World::with_story();
    world.run("config set form.welcome https://forms.example/welcome").ok();
    world.run(SEND).ok();
    world.pass(Span::MINUTE);
    world.run("invite resend inv_1 -c big-shoes --form none").fails(2).says("the forms are: welcome");
    world.run("invite resend inv_1 -c big-shoes --to maxi@else.example --form none").fails(2);
    world.run("invite resend inv_1 -c big-shoes --form welcome").ok();
    assert!(newest_mail(&world, MAX).contains("https://forms.example/welcome"));
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes --to maxi@else.example").ok();
    assert!(newest_mail(&world, "maxi@else.example").contains("https://forms.example/welcome"));
}

#[test]
fn form_of_a_table_is_for_rows_without_one() {
    let mut world = World::with_story();
    world.run("config set form.welcome https://forms.example/welcome").ok();
    world.run("config set form.survey https://forms.example/survey").ok();
    world.write(
        "rows.csv",
        "client_slug,email,role,form\nbig-shoes,a@else.example,guest,\nbig-shoes,b@else.example,guest,survey\n",
    );
    world.run("invite bulk rows.csv --form none --expect-clients 1").fails(2).says("the forms are: survey, welcome");
    world.run("invite bulk rows.csv --form welcome --expect-clients 1").ok();
    assert_eq!(
        world.sql("SELECT email, form FROM invitation ORDER BY id"),
        ["a@else.example|welcome", "b@else.example|survey"]
    );
    let again = world.run("invite bulk rows.csv --form welcome --expect-clients 1 --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "unchanged"), "{again:?}");
}

/// S2.20: a guest is invited at once, and so with the form.
#[test]
fn guest_gets_the_form() {
    let mut world = World::with_story();
    world.run("config set form.welcome https://forms.example/welcome").ok();
    world.run("user add max@else.example -c big-shoes -r manager --form welcome").fails(2).says("is for a guest");
    world.run("user add max@else.example -c big-shoes -r guest --form none").fails(2);
    world.run("user add max@else.example -c big-shoes -r guest --form welcome").ok();
    assert!(newest_mail(&world, MAX).contains("https://forms.example/welcome"));
}
