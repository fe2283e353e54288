//! From the mail of an invitation to the accounts.

use super::Stage;
use crate::support::World;
use crate::support::chromium::{Colors, Screen};
use crate::web::PASSWORD;

const JIM: &str = "jim@bigshoes.example";

fn invited() -> Stage {
    Stage::of(World::with_story(), |world| {
        world.run("invite send --owners -c big-shoes").ok();
    })
}

/// S1.11, S2.13
#[test]
fn link_leads_to_password_and_accounts() {
    let stage = invited();
    let (code, browser) = (stage.world.code_for(JIM), &stage.browser);
    browser.look(Screen::Phone, Colors::Light);
    browser.open(&stage.link_for(JIM)).shows("Invitation to Big Shoes Inc.").shows("big-shoes, C100001-9");
    assert_eq!(browser.url(), stage.url("/invitation/answer"));
    browser.fill("New password", "few words").shows("Too short: 6 more characters.");
    browser.fill("New password", PASSWORD).shows("Long enough");
    browser.fill("New password again", PASSWORD).press("Accept access to Big Shoes Inc.");
    browser.shows("You accepted the invitation").shows("Your accounts").shows("Signed in as jim@bigshoes.example");
    stage.keeps_secret(&code);
    assert_eq!(browser.complaints(), [""; 0]);
}

/// A browser loads nothing for a link to the page that is open already.
#[test]
fn link_to_the_open_page_is_taken() {
    let stage = invited();
    let browser = &stage.browser;
    browser.open(&stage.url("/invitation")).fill("Code for an invitation", "pci_1_nonsense").press("Go on");
    browser.shows("This code does not work").open(&stage.link_for(JIM)).shows("Invitation to Big Shoes Inc.");
}

#[test]
fn without_scripts_the_code_is_typed() {
    let mut stage = invited();
    let (code, browser) = (stage.world.code_for(JIM), &stage.browser);
    browser.without_scripts();
    browser.open(&stage.link_for(JIM)).shows("Enter the code from your mail");
    browser.fill("Code for an invitation", &code).press("Go on").shows("Invitation to Big Shoes Inc.");
    browser.fill("New password", PASSWORD).fill("New password again", PASSWORD);
    browser.press("Accept access to Big Shoes Inc.").shows("You accepted the invitation");
    let user = stage.world.run("user show jim@bigshoes.example -c big-shoes --json").ok().json();
    assert_eq!(user["state"], "active");
}

/// Each step shows where the focus is.
#[test]
fn keyboard_alone_accepts() {
    let stage = invited();
    let browser = &stage.browser;
    browser.open(&stage.link_for(JIM)).shows("Invitation to Big Shoes Inc.");
    browser.tab_to("Skip to the content").keys("\u{e007}");
    browser.tab_to("New password").keys(PASSWORD).tab_to("New password again").keys(PASSWORD);
    browser.tab_to("Accept access to Big Shoes Inc.").key_leaves(' ').shows("You accepted the invitation");
    browser.tab_to("Sign out").key_leaves('\u{e007}').shows("You are signed out");
}

#[test]
fn keyboard_alone_declines() {
    let mut stage = invited();
    let browser = &stage.browser;
    browser.open(&stage.link_for(JIM)).shows("Invitation to Big Shoes Inc.");
    browser.tab_to("Decline the invitation").keys("\u{e007}");
    browser.tab_to("Reason (optional; the person who invited you can read it)").keys("wrong person");
    browser.tab_to("Decline access to Big Shoes Inc.").key_leaves('\u{e007}').shows("You declined the invitation");
    assert_eq!(stage.world.run("invite show inv_1 --json").ok().json()["state"], "declined");
}
