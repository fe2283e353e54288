//! The link of a partner's request: approving all or less, and denying.

use super::{sign_in, two_owners};
use crate::support::World;
use crate::support::pages::{Browser, Page, Pages};

/// Jim's Web asks for three permissions in big-shoes, for a year.
fn asked() -> World {
    let mut world = two_owners();
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Doe --generate-password")
        .ok();
    world
        .run(
            "link request -p jims-web --target big-shoes --permissions invoices,quotes,tickets --for 365d \
             --message 'We build your shop.' --as pat@jimsweb.example -m phone",
        )
        .ok();
    world
}

fn opened(world: &World, pages: &Pages) -> (Browser, Page) {
    let mut browser = pages.browser();
    let page = browser.open("/link", &world.code_for("jim@bigshoes.example"));
    (browser, page)
}

/// S3.11: the client approves from the mail, here to less than was asked.
#[test]
fn owner_approves_fewer_permissions() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let (mut browser, page) = opened(&world, &pages);
    page.ok().shows("Jim&#x27;s Web").shows("Pat Doe").shows("We build your shop.").shows("see and pay invoices");
    let answer = [("permission", "invoices"), ("term", "30d"), ("lets_in", "")];
    browser.post("/link/approve", &answer).is(303).follow(&mut browser).ok().shows("You approved the request");
    let link = world.run("link show lnk_1 --json").ok().json();
    assert_eq!((link["state"].as_str(), &link["permissions"]), (Some("linked"), &serde_json::json!(["invoices"])));
    assert_eq!(link["answered_by"], "jim@bigshoes.example");
    let days = world.sql("SELECT (until - (SELECT at FROM audit WHERE action = 'link.approve')) / 86400000 FROM link");
    assert_eq!(days, ["30"]);
}

#[test]
fn nothing_ticked_approves_nothing() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let (mut browser, _) = opened(&world, &pages);
    browser.post("/link/approve", &[("lets_in", "")]).is(422).shows("Tick what the partner may do");
    browser.post("/link/approve", &[("permission", "settings"), ("lets_in", "")]).is(422);
    assert_eq!(world.run("link show lnk_1 --json").ok().json()["state"], "pending");
}

/// S3.20
#[test]
fn deny_mails_the_reason_to_the_partner() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let (mut browser, _) = opened(&world, &pages);
    browser.post("/link/deny", &[("reason", "not now")]).is(303).follow(&mut browser).ok().shows("You denied");
    drop(pages);
    assert_eq!(world.run("link show lnk_1 --json").ok().json()["state"], "denied");
    let mail = world.mails().pop().unwrap();
    assert!(mail.contains("To: ") && mail.contains("pat@jimsweb.example") && mail.contains("not now"), "{mail}");
}

/// S3.22: an owner who is signed in finds the request in the account, and answers it there.
#[test]
fn signed_in_owner_answers_in_the_account() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.get("/").ok().shows("Requests that wait for your answer").shows("Look at the request of Jim&#x27;s Web");
    jim.get("/accounts/C100001-9").ok().shows("Requests that wait for your answer");
    jim.get("/accounts/C100001-9/links/lnk_1").ok().shows("Let Jim&#x27;s Web work in Big Shoes Inc.");
    // Of another account, it does not exist.
    jim.get("/accounts/C100002-4/links/lnk_1").is(404);
    let answer = [("permission", "quotes"), ("lets_in", "")];
    let account = jim.post("/accounts/C100001-9/links/lnk_1/approve", &answer).is(303).follow(&mut jim).ok();
    account.shows("You approved the request").shows_not("Requests that wait");
    assert_eq!(world.run("link show lnk_1 --json").ok().json()["state"], "linked");
}

/// More of a link in force is approved where a request for a link is: the partner keeps what it has.
#[test]
fn extension_is_approved_in_part() {
    let mut world = asked();
    world
        .run("link approve lnk_1 -c big-shoes --permissions invoices --for 30d --as jim@bigshoes.example -m phone")
        .ok();
    let ask = "link extend lnk_1 -c big-shoes --permissions quotes,tickets --for 1y --as pat@jimsweb.example -m phone";
    world.run(ask).ok();
    let pages = Pages::of(&world);
    let (mut browser, page) = opened(&world, &pages);
    let page = page.ok().shows("Jim&#x27;s Web</bdi> asks for more in").shows("Pat Doe").shows("see and accept quotes");
    page.shows_not("see and pay invoices").shows("The partner keeps what it has now").shows("<option value=\"90d\">");
    let answer = [("permission", "quotes"), ("term", "90d"), ("lets_in", "")];
    browser.post("/link/approve", &answer).is(303).follow(&mut browser).ok().shows("You approved the request");
    let link = world.run("link show lnk_1 --json").ok().json();
    assert_eq!(link["permissions"], serde_json::json!(["invoices", "quotes"]));
    let days = world.sql("SELECT (until - (SELECT max(at) FROM audit)) / 86400000 FROM link");
    assert!(["89", "90"].contains(&days[0].as_str()), "{days:?}");
    browser.get("/link/answer").is(303);
}

#[test]
fn signed_in_owner_denies_an_extension() {
    let mut world = asked();
    world.run("link approve lnk_1 -c big-shoes --for 30d --as jim@bigshoes.example -m phone").ok();
    world.run("link extend lnk_1 -c big-shoes --for 90d --as pat@jimsweb.example -m phone").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.get("/accounts/C100001-9").ok().shows("Requests that wait for your answer");
    jim.get("/accounts/C100001-9/links/lnk_1").ok().shows("asks for more in");
    jim.post("/accounts/C100001-9/links/lnk_1/deny", &[("reason", "not now")]).is(303).follow(&mut jim).ok();
    jim.get("/accounts/C100001-9").ok().shows_not("Requests that wait").shows("Partners that work in this account");
    assert_eq!(world.run("link show lnk_1 --json").ok().json()["state"], "linked");
}

#[test]
fn browser_and_command_line_answer_once() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let (mut browser, _) = opened(&world, &pages);
    world.run("link deny lnk_1 -c big-shoes --as jim@bigshoes.example -m phone").ok();
    browser.post("/link/approve", &[("permission", "invoices"), ("lets_in", "")]).is(404).shows("does not work");
    assert_eq!(world.run("link show lnk_1 --json").ok().json()["state"], "denied");
}

#[test]
fn answered_terms_are_those_shown() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let (mut browser, page) = opened(&world, &pages);
    assert_eq!(page.field("lets_in").as_deref(), Some(""));
    world.run("user add --for-partner jims-web -c big-shoes -r supervisor --as jim@bigshoes.example -m phone").ok();
    let answer = [("permission", "invoices"), ("lets_in", "")];
    let page =
        browser.post("/link/approve", &answer).is(422).shows("Please look again").shows("lets big-shoes@jims-web");
    let shown = page.field("lets_in").unwrap();
    browser.post("/link/approve", &[("permission", "invoices"), ("lets_in", &shown)]).is(303);
}

/// A link that the client made, until the owner ends it on the page.
#[test]
fn owner_ends_the_work_of_a_partner() {
    let mut world = two_owners();
    for (client, owner) in [("big-shoes", "jim@bigshoes.example"), ("tea-house", "tia@teahouse.example")] {
        world.run(&format!("link create -p jims-web -c {client} --as {owner} -m phone")).ok();
    }
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    let account = "/accounts/C100001-9";
    jim.get(account)
        .ok()
        .shows("Partners that work in this account")
        .shows("End the work of Jim&#x27;s Web in Big Shoes Inc.");
    jim.post(&format!("{account}/links/lnk_2/end"), &[]).is(404).shows_not("Tea House");
    jim.get(account).ok();
    let after = jim.post(&format!("{account}/links/lnk_1/end"), &[]).is(303).follow(&mut jim).ok();
    after.shows("The partner no longer works in the account").shows_not("Partners that work in this account");
    assert_eq!(world.sql("SELECT id, state FROM link ORDER BY id"), ["1|unlinked", "2|linked"]);
    let done =
        "SELECT action FROM audit WHERE acting_as = 'jim@bigshoes.example' AND actor = '@web' AND outcome = 'done'";
    assert_eq!(world.sql(done), ["link.remove"]);
}

/// The owner changes a link of either origin where it is listed.
#[test]
fn owner_changes_the_work_of_a_partner() {
    let mut world = asked();
    world
        .run("link approve lnk_1 -c big-shoes --permissions invoices --for 30d --as jim@bigshoes.example -m phone")
        .ok();
    world.run("partner add Others --slug others").ok();
    world.run("link create -p others -c big-shoes --for 30d --as jim@bigshoes.example -m phone").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    let account = "/accounts/C100001-9";
    jim.get(account).ok().shows("Change what Jim&#x27;s Web may do in Big Shoes Inc.").shows("from now</option>");
    let answer = [("permission", "quotes"), ("term", "none")];
    jim.post(&format!("{account}/links/lnk_1/change"), &answer).is(303).follow(&mut jim).ok().shows("was changed");
    jim.get(account).ok();
    jim.post(&format!("{account}/links/lnk_2/change"), &[("term", "90d")]).is(303);
    jim.get(account).ok();
    jim.post(&format!("{account}/links/lnk_2/change"), &[("permission", "quotes"), ("term", "")]).is(422);
    let rows = world.sql("SELECT id, permissions LIKE 'quotes', until IS NULL, origin FROM link ORDER BY id");
    assert_eq!(rows, ["1|1|1|partner", "2|0|0|client"]);
}

/// Waits until it is so.
#[track_caller]
fn until(mut holds: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed().as_secs() < 20, "it did not come to pass");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// A program that sets a link up for a long time holds no mail up, and its end is recorded for who gave the code.
#[test]
fn mails_do_not_wait_for_the_provisioner() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut world = asked();
    let (runs, go) = (world.path("runs"), world.path("go"));
    let script =
        format!("#!/bin/sh\ntouch '{}'\nwhile ! test -e '{}'; do sleep 0.05; done\n", runs.display(), go.display());
    let program = world.write("provision", script);
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    world.run(&format!("config set links.provisioner {}", program.display())).ok();
    let pages = Pages::of(&world);
    let (mut browser, _) = opened(&world, &pages);
    browser.post("/link/approve", &[("permission", "invoices"), ("lets_in", "")]).is(303);
    until(|| runs.exists());
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.get("/accounts/C100001-9").ok().shows("Being set up");
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    jim.post("/accounts/C100001-9/invite", &invite).is(303);
    until(|| world.sql("SELECT state FROM mail WHERE recipient = 'ann@bigshoes.example'") == ["written"]);
    assert_eq!(world.sql("SELECT state FROM link"), ["approved"]);
    world.write("go", "");
    until(|| world.sql("SELECT state FROM link") == ["linked"]);
}

/// On the page an owner says once that the link goes on, with an answer or later, and takes that back.
#[test]
fn owner_lets_a_link_go_on_by_itself() {
    let mut world = asked();
    let pages = Pages::of(&world);
    let (mut browser, page) = opened(&world, &pages);
    page.ok().shows("When that end comes").shows("It goes on by 6 months each time, until you end that");
    let answer = [("permission", "invoices"), ("term", "90d"), ("go_on", "6mo"), ("lets_in", "")];
    browser.post("/link/approve", &answer).is(303).follow(&mut browser).ok().shows("You approved the request");
    let goes_on = |world: &World| world.sql("SELECT coalesce(auto_extend, 'ends') FROM link WHERE id = 1").remove(0);
    assert_eq!(goes_on(&world), "6mo");
    let account = "/accounts/C100001-9";
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.get(account).ok().shows("goes on by 6 months each time");
    let change = |go_on| [("permission", "invoices"), ("term", ""), ("go_on", go_on)];
    let path = format!("{account}/links/lnk_1/change");
    jim.post(&path, &change("none")).is(303).follow(&mut jim).ok().shows("was changed").shows_not("; goes on by");
    assert_eq!(goes_on(&world), "ends");
    jim.post(&path, &change("1y")).is(303).follow(&mut jim).ok().shows("goes on by 1 year each time");
    jim.post(&path, &change("10y")).is(422);
    let endless = [("permission", "invoices"), ("term", "none"), ("go_on", "6mo")];
    jim.post(&path, &endless).is(422).shows("A link without end cannot be extended").shows_not("`");
    assert_eq!(goes_on(&world), "12mo");
    jim.post(&path, &[("permission", "invoices"), ("term", "none"), ("go_on", "")]).is(303);
    assert_eq!(goes_on(&world), "ends", "without an end there is nothing to move");
    world.run("audit verify").ok();
}

/// A person who acts themself knows of it; the others are mailed. S5.14
#[test]
fn who_acts_on_the_pages_is_not_mailed_about_it() {
    let mut world = asked();
    world.run("link approve lnk_1 -c big-shoes --permissions invoices --for 30d --as jim@bigshoes.example -m x").ok();
    world.run("invite send ann@bigshoes.example -c big-shoes -r owner").ok();
    crate::invite::accept(&mut world, "ann@bigshoes.example");
    world.run("config set notify.link_changed on").ok();
    world.run("mail deliver").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    let readers = |world: &World, kind: &str| {
        world.sql(&format!("SELECT recipient FROM mail WHERE kind = '{kind}' ORDER BY recipient"))
    };
    let link = "/accounts/C100001-9/links/lnk_1";
    jim.get("/accounts/C100001-9").ok();
    let answer = [("permission", "quotes"), ("term", "none")];
    jim.post(&format!("{link}/change"), &answer).is(303).follow(&mut jim).ok();
    assert_eq!(readers(&world, "notice"), ["ann@bigshoes.example", "pat@jimsweb.example"]);
    jim.post(&format!("{link}/end"), &[]).is(303);
    assert_eq!(readers(&world, "access_ended"), ["pat@jimsweb.example"]);
}
