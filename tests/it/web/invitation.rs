//! The link of an invitation: accepting and declining in a browser.

use partnerctl::domain::time::Span;

use super::{OTHER, PASSWORD, sign_in, two_owners};
use crate::support::World;
use crate::support::pages::{Browser, Page, Pages, form};

const NEW: [(&str, &str); 2] = [("new_password", PASSWORD), ("new_password_again", PASSWORD)];

/// Big-shoes, whose owner is invited.
fn invited() -> World {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    world
}

/// A browser that opened the link of jim's invitation, and the page that it sees.
fn opened(world: &World, pages: &Pages) -> (Browser, Page) {
    let mut browser = pages.browser();
    let page = browser.open("/invitation", &world.code_for("jim@bigshoes.example"));
    (browser, page)
}

/// S1.11, S2.13: the mail lets the person activate the login, choose a password, and enter.
#[test]
fn mail_leads_to_password_and_accounts() {
    let mut world = invited();
    let pages = Pages::of(&world);
    let (mut browser, page) = opened(&world, &pages);
    page.ok().shows("Big Shoes Inc.").shows("big-shoes, C100001-9").shows("jim@bigshoes.example").shows("owner");
    let home = browser.post("/invitation/accept", &NEW).is(303).follow(&mut browser).ok();
    home.shows("You accepted the invitation").shows("Your accounts").shows("Big Shoes Inc.");
    let user = world.run("user show jim@bigshoes.example -c big-shoes --json").ok().json();
    assert_eq!(user["state"], "active");
    let row = world.run("audit list --json").ok().json();
    let accept = row.as_array().unwrap().iter().find(|row| row["action"] == "invite.accept").unwrap();
    assert_eq!((accept["actor"].as_str(), accept["outcome"].as_str()), (Some("@web"), Some("done")));
    world.run("audit verify").ok();
}

#[test]
fn weak_or_mistyped_password_is_refused() {
    let world = invited();
    let pages = Pages::of(&world);
    let (mut browser, _) = opened(&world, &pages);
    for (once, again, why) in [
        ("few words", "few words", "The password is too short."),
        (PASSWORD, OTHER, "The two passwords differ."),
        ("bigshoes bigshoes bigshoes", "bigshoes bigshoes bigshoes", "The password is built from"),
    ] {
        let page = browser.post("/invitation/accept", &[("new_password", once), ("new_password_again", again)]);
        page.is(422).shows(why).shows("Choose its password").shows_not(once);
    }
    browser.post("/invitation/accept", &NEW).is(303);
}

#[test]
fn existing_login_proves_its_password() {
    let mut world = two_owners();
    world.run("invite send tia@teahouse.example -c big-shoes -r manager").ok();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/invitation", &world.code_for("tia@teahouse.example")).ok().shows("Password of tia@teahouse.example");
    browser.post("/invitation/accept", &[("password", OTHER)]).is(422).shows("do not match");
    // A wrong password waits a second, as on the command line.
    pages.pass(Span::seconds(2));
    let home = browser.post("/invitation/accept", &[("password", PASSWORD)]).is(303).follow(&mut browser).ok();
    home.shows("Big Shoes Inc.").shows("Tea House");
}

#[test]
fn decline_gives_the_reason_to_the_inviter() {
    let mut world = invited();
    let pages = Pages::of(&world);
    let (mut browser, _) = opened(&world, &pages);
    let done = browser.post("/invitation/decline", &[("reason", "wrong person")]).is(303).follow(&mut browser).ok();
    done.shows("You declined the invitation");
    let shown = world.run("invite show inv_1 --json").ok().json();
    assert_eq!(shown["state"], "declined");
    assert_eq!(world.sql("SELECT reason FROM invitation WHERE id = 1"), ["wrong person"]);
}

/// Whatever is wrong with a code, the page is the same.
#[test]
fn every_useless_code_has_the_same_page() {
    let mut world = invited();
    let code = world.code_for("jim@bigshoes.example");
    world.pass(Span::minutes(2)).run("invite resend inv_1 -c big-shoes").ok();
    let replaced = code;
    let used = world.code_for("jim@bigshoes.example");
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/invitation", &used).ok();
    browser.post("/invitation/accept", &NEW).is(303);
    world.run("client add Shop --owner sam@shop.example").ok();
    world.run("invite send --owners -c shop").ok();
    let cancelled = world.code_for("sam@shop.example");
    world.run("invite cancel inv_2 -c shop").ok();
    let mut bodies = Vec::new();
    for dead in [&*replaced, &*used, &*cancelled, "pci_99_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "nonsense", ""] {
        let page = pages.browser().open("/invitation", dead);
        assert_eq!(page.status, 404, "{dead}");
        bodies.push(page.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert!(bodies[0].contains("This code does not work"));
}

#[test]
fn code_is_kept_for_15_minutes() {
    let world = invited();
    let pages = Pages::of(&world);
    let code = world.code_for("jim@bigshoes.example");
    let mut browser = pages.browser();
    let sent = browser.post("/invitation", &[("code", &code)]);
    assert_eq!(sent.header("location"), Some("/invitation/answer"));
    let cookie = sent.headers.iter().find(|(name, value)| name == "set-cookie" && value.starts_with("code=")).unwrap();
    assert!(cookie.1.contains("HttpOnly") && cookie.1.contains("Max-Age=900"), "{}", cookie.1);
    let secret = code.rsplit('_').next().unwrap();
    let page = browser.get("/invitation/answer").ok();
    assert!(!page.body.contains(secret));
    assert!(pages.log().iter().all(|line| !line.contains(secret) && !line.contains('@')));
}

#[test]
fn one_of_many_answers_wins() {
    let world = invited();
    let pages = Pages::of(&world);
    let browsers: Vec<Browser> = (0..8).map(|_| opened(&world, &pages).0).collect();
    let accepted: usize = std::thread::scope(|scope| {
        let at_once = |mut browser: Browser| {
            scope.spawn(move || usize::from(browser.post("/invitation/accept", &NEW).status == 303))
        };
        let tries: Vec<_> = browsers.into_iter().map(at_once).collect();
        tries.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(accepted, 1);
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE action = 'invite.accept' AND outcome = 'done'"), ["1"]);
}

/// One accepts what one saw: an offer that was changed meanwhile is shown again first.
#[test]
fn changed_offer_is_shown_before_accepting() {
    let mut world = invited();
    world.run("invite send max@else.example -c big-shoes -r manager").ok();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    let page = browser.open("/invitation", &world.code_for("max@else.example")).ok();
    world.run("invite edit max@else.example -c big-shoes -r guest").ok();
    let mut accept = |page: &Page| {
        let offer = page.field("offer").unwrap();
        browser.post("/invitation/accept", &[NEW[0], NEW[1], ("offer", &offer)])
    };
    let again = accept(&page).is(422).shows("was changed after it was shown").shows("guest");
    accept(&again).is(303);
    let user = world.run("user show max@else.example -c big-shoes --json").ok().json();
    assert_eq!(user["role"], "guest");
}

#[test]
fn message_is_shown_as_text() {
    let mut world = World::with_story();
    world.run("invite send max@else.example -c big-shoes -r guest --message '<b>Hello</b>'").ok();
    let pages = Pages::of(&world);
    let page = pages.browser().open("/invitation", &world.code_for("max@else.example")).ok();
    page.shows("They write:").shows("&lt;b&gt;Hello&lt;").shows_not("<b>Hello");
}

/// A form without what it showed accepts nothing: what the invitation offers is shown first.
#[test]
fn answer_without_the_offer_shows_it() {
    let mut world = invited();
    world.run("invite send max@else.example -c big-shoes -r manager").ok();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    let page = browser.open("/invitation", &world.code_for("max@else.example")).ok();
    world.run("invite edit max@else.example -c big-shoes -r guest").ok();
    let token = page.field("token").unwrap();
    let fields = [("token", token.as_str()), NEW[0], NEW[1]];
    let again = browser.send("POST", "/invitation/accept", &form(&fields)).is(422);
    again.shows("was changed after it was shown").shows("guest");
    let blank = [&fields[..], &[("offer", "")]].concat();
    browser.send("POST", "/invitation/accept", &form(&blank)).is(422);
    assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 2"), ["pending"]);
    browser.post("/invitation/accept", &NEW).is(303);
}

/// The same in the area of a person who is signed in.
#[test]
fn own_area_accepts_only_what_it_showed() {
    let mut world = two_owners();
    world.run("invite send jim@bigshoes.example -c tea-house -r guest").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    let token = jim.get("/").ok().field("token").unwrap();
    jim.send("POST", "/invitations/inv_3/accept", &form(&[("token", &token)])).is(409);
    assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 3"), ["pending"]);
    jim.post("/invitations/inv_3/accept", &[]).is(303);
}
