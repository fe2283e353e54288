//! Signing in, passwords, the chooser, and entering accounts.

use partnerctl::domain::time::Span;

use super::{OTHER, PASSWORD, sign_in, two_owners};
use crate::support::World;
use crate::support::pages::{PORTAL, Pages};

const JIM: &str = "jim@bigshoes.example";

/// S1.3, S1.4, S1.13: one signs in with the own login, and chooses which account to enter.
#[test]
fn sign_in_leads_to_the_own_accounts() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.get("/").is(303).follow(&mut browser).ok().shows("Sign in");
    browser.post("/sign-in", &[("email", JIM), ("password", OTHER)]).is(403).shows("do not match");
    pages.pass(Span::seconds(2));
    let home = browser.post("/sign-in", &[("email", JIM), ("password", PASSWORD)]).is(303).follow(&mut browser).ok();
    home.shows("Big Shoes Inc.").shows("Signed in as").shows_not("Tea House");
    let out = browser.post("/sign-out", &[]).is(303).follow(&mut browser).ok();
    out.shows("You are signed out");
    browser.get("/").is(303);
    let actions = world.sql("SELECT action FROM audit WHERE actor = '@web' ORDER BY id");
    assert_eq!(actions, ["user.sign-in", "user.sign-out"]);
}

#[test]
fn unknown_address_and_wrong_password_look_alike() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut pages_seen = Vec::new();
    for email in [JIM, "no.one@bigshoes.example"] {
        let mut browser = pages.browser();
        browser.get("/sign-in").ok();
        let page = browser.post("/sign-in", &[("email", email), ("password", OTHER)]).is(403);
        let body = page.body.replace(email, "X").replace(&page.field("token").unwrap(), "T");
        pages_seen.push(body);
    }
    assert_eq!(pages_seen[0], pages_seen[1]);
}

#[test]
fn throttle_is_that_of_the_command_line() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", JIM), ("password", OTHER)]).is(403);
    // The next is held back, right or wrong, there and here.
    browser.post("/sign-in", &[("email", JIM), ("password", PASSWORD)]).is(403).shows("is looked at in");
    world.write_private("old", PASSWORD);
    world.write_private("new", OTHER);
    world.run(&format!("user set-password {JIM} --old-password-file old --password-file new")).fails(4);
}

#[test]
fn session_ends_idle_and_after_eight_hours() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    for _ in 0..3 {
        pages.pass(Span::minutes(29));
        jim.get("/").ok();
    }
    pages.pass(Span::minutes(30));
    jim.get("/").is(303);
    let mut jim = sign_in(&pages, JIM);
    for _ in 0..17 {
        pages.pass(Span::minutes(28));
        jim.get("/").ok();
    }
    pages.pass(Span::minutes(5));
    jim.get("/").is(303);
}

/// S4.11: a temporary password is replaced before anything else.
#[test]
fn temporary_password_is_replaced_first() {
    let mut world = two_owners();
    let reset = world.run(&format!("user reset-password {JIM} --generate-password --json")).ok().json();
    let temporary = reset["temporary_password"].as_str().unwrap().to_owned();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", JIM), ("password", &temporary)]).is(303);
    let change = browser.get("/").is(303).follow(&mut browser).ok();
    change.shows("Your password is temporary");
    browser.get("/accounts/C100001-9").is(303);
    let new = [("password", &*temporary), ("new_password", OTHER), ("new_password_again", OTHER)];
    let home = browser.post("/password/change", &new).is(303).follow(&mut browser).ok();
    home.shows("Your password was changed").shows("Big Shoes Inc.");
}

#[test]
fn new_password_ends_other_sign_ins() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    let (mut here, mut there) = (sign_in(&pages, JIM), sign_in(&pages, JIM));
    here.get("/password/change").ok();
    let new = [("password", PASSWORD), ("new_password", OTHER), ("new_password_again", OTHER)];
    here.post("/password/change", &new).is(303).follow(&mut here).ok().shows("Big Shoes Inc.");
    there.get("/").is(303);
    world.run(&format!("user deactivate {JIM} -m 'left' --override last-owner --confirm {JIM}")).ok();
    here.get("/").is(303);
}

/// S4.12: the same answer for every address; the mail has a code that sets a new password.
#[test]
fn forgotten_password_mails_a_code() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut seen = Vec::new();
    for email in ["no.one@bigshoes.example", JIM] {
        let mut browser = pages.browser();
        browser.get("/password/forgotten").ok();
        let sent = browser.post("/password/forgotten", &[("email", email)]).is(303);
        seen.push((sent.status, sent.header("location").map(str::to_owned), sent.body));
    }
    assert_eq!(seen[0], seen[1]);
    // The present password still works until the code is used.
    sign_in(&pages, JIM);
    drop(pages);
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/password", &world.code_for(JIM)).ok().shows("For the login jim@bigshoes.example");
    let new = [("new_password", OTHER), ("new_password_again", OTHER)];
    browser.post("/password/new", &new).is(303).follow(&mut browser).ok().shows("Your password was changed");
    browser.post("/sign-out", &[]).is(303);
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", JIM), ("password", PASSWORD)]).is(403);
}

#[test]
fn forgotten_password_lifts_no_throttle() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", JIM), ("password", OTHER)]).is(403);
    browser.post("/password/forgotten", &[("email", JIM)]).is(303);
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", JIM), ("password", OTHER)]).is(403).shows("is looked at in");
}

/// S1.12: who is invited sees it in their own area, and answers there.
#[test]
fn pending_invitation_is_accepted_when_signed_in() {
    let mut world = two_owners();
    world.run("invite send jim@bigshoes.example -c tea-house -r guest").ok();
    world.run("client add Shop --owner sam@shop.example").ok();
    world.run("invite send jim@bigshoes.example -c shop -r guest").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/").ok().shows("Invitations that wait for you").shows("Tea House");
    jim.post("/invitations/inv_3/accept", &[("offer", "manager/profile/no-end")]).is(409);
    let home = jim.post("/invitations/inv_3/accept", &[]).is(303).follow(&mut jim).ok();
    home.shows("You accepted the invitation");
    jim.post("/invitations/inv_4/decline", &[]).is(303).follow(&mut jim).ok().shows("You declined");
    // Someone else's does not exist.
    jim.post("/invitations/inv_2/accept", &[]).is(404);
    let rows =
        world.sql("SELECT action || ' ' || acting_as FROM audit WHERE action LIKE 'invite.%' AND actor = '@web' AND outcome = 'done'");
    assert_eq!(rows, ["invite.accept jim@bigshoes.example", "invite.decline jim@bigshoes.example"]);
}

/// S0.10, S0.18: one click enters; the former session is closed, and the portal gets a code that works once.
#[test]
fn login_hands_a_code_to_the_portal() {
    let mut world = two_owners();
    world.run("invite send jim@bigshoes.example -c tea-house -r guest").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.post("/invitations/inv_3/accept", &[]).is(303);
    let handed = jim.post("/enter/C100001-9", &[]).ok();
    let code = handed.field("code").unwrap();
    let handed = handed.shows(&format!("action=\"{PORTAL}\"")).shows("method=\"post\"");
    assert!(handed.header("content-security-policy").unwrap().contains("form-action 'self' http://127.0.0.1:9;"));
    let seen = world.stdin(format!("{code}\n")).run("session verify --code-stdin --json").ok().json();
    assert_eq!(seen["client_slug"], "big-shoes");
    world.stdin(format!("{code}\n")).run("session verify --code-stdin").fails(4);
    jim.get("/").ok().shows("You are logged in to").shows("Account: <strong><bdi>Big Shoes Inc.</bdi></strong>");
    jim.post("/enter/C100002-4", &[]).ok().shows("Entering <bdi>Tea House</bdi>");
    assert_eq!(world.sql("SELECT state FROM session ORDER BY id"), ["closed", "open"]);
    jim.get("/").ok();
    jim.post("/leave", &[]).is(303).follow(&mut jim).ok().shows("You are logged out of the account");
    assert_eq!(world.sql("SELECT count(*) FROM session WHERE state = 'open'"), ["0"]);
    // Signing out leaves the account too.
    jim.post("/enter/C100001-9", &[]).ok();
    jim.get("/").ok();
    jim.post("/sign-out", &[]).is(303);
    assert_eq!(world.sql("SELECT count(*) FROM session WHERE state = 'open'"), ["0"]);
}

#[test]
fn partner_user_sees_what_is_missing() {
    let mut world = two_owners();
    world.run("client associate big-shoes -p jims-web").ok();
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Doe --generate-password")
        .ok();
    world.write_private("password", PASSWORD);
    let code = {
        world.run("user reset-password pat@jimsweb.example").ok();
        world.code_for("pat@jimsweb.example")
    };
    world
        .stdin(format!("{code}\n"))
        .run("user set-password pat@jimsweb.example --code-stdin --password-file password")
        .ok();
    let pages = Pages::of(&world);
    let mut pat = sign_in(&pages, "pat@jimsweb.example");
    pat.get("/").ok().shows("Clients of <bdi>Jim&#x27;s Web</bdi>").shows("Big Shoes Inc.").shows("must act)");
    pat.post("/enter/C100001-9", &[]).is(403);
    // An account that they may enter is listed once.
    world.run("link request -p jims-web --target big-shoes").ok();
    let code = world.code_for(JIM);
    world.stdin(code).run("link approve --code-stdin").ok();
    let home = pat.get("/").ok().shows("Log in to Big Shoes Inc.").shows("There is no other client.");
    assert_eq!(home.body.matches("><bdi>Big Shoes Inc.</bdi></h").count(), 1, "{home}");
}

#[test]
fn address_is_confirmed_by_its_code() {
    let mut world: World = two_owners();
    world.run(&format!("user rename {JIM} jim@new.example --as {JIM} -m 'asked for'")).ok();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/address", &world.code_for("jim@new.example")).ok().shows("jim@new.example").shows(JIM);
    browser.post("/address/confirm", &[]).is(303).follow(&mut browser).ok().shows("has its new address");
    sign_in(&pages, "jim@new.example");
}

/// Support lists who is signed in, and signs a person out.
#[test]
fn support_lists_and_ends_sign_ins() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    let (mut here, mut there) = (sign_in(&pages, JIM), sign_in(&pages, JIM));
    let mut tia = sign_in(&pages, "tia@teahouse.example");
    world.pass(Span::seconds(30));
    let listed = world.run("session list --web --csv").ok().csv();
    let rows: Vec<&str> = listed.iter().map(|row| row["email"].as_str()).collect();
    assert_eq!(rows, [JIM, JIM, "tia@teahouse.example"]);
    assert!(listed.iter().all(|row| row["state"] == "open" && row["client_id"].is_empty()), "{listed:?}");
    let close = format!("session close --web --as {JIM} -m 'lost the laptop'");
    world.run(&format!("{close} -n")).ok().says("would be signed out of the pages");
    here.get("/").ok();
    world.run(&close).ok().says("signed out of the pages").prints("web_1");
    here.get("/").is(303);
    there.get("/").is(303);
    tia.get("/").ok();
    world.run(&close).ok().says("is not signed in");
    let of_jim = world.run(&format!("session list --web --user {JIM} --csv")).ok().csv();
    assert!(of_jim.len() == 2 && of_jim.iter().all(|row| row["state"] == "closed"), "{of_jim:?}");
    world.run("session list --web --user tia@teahouse.example --as jim@bigshoes.example").fails(5);
}

/// What a person does with a code is theirs in the mails: none says that the pages did it.
#[test]
fn no_mail_names_the_pages_as_its_author() {
    let mut world = two_owners();
    world.run(&format!("user rename {JIM} jim@new.example --as {JIM} -m 'asked for'")).ok();
    let code = world.code_for("jim@new.example");
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.open("/address", &code).ok();
    browser.post("/address/confirm", &[]).is(303);
    browser.get("/password/forgotten").ok();
    browser.post("/password/forgotten", &[("email", "tia@teahouse.example")]).is(303);
    drop(pages);
    let mails = world.mails().join("\n");
    assert!(!mails.contains("@web"), "{mails}");
    assert!(
        mails.contains("Someone on the sign-in page") && mails.contains("jim@new.example changed the name"),
        "{mails}"
    );
}
