//! Each page on a phone and on a desktop, light and dark: nothing sticks out, axe-core finds nothing, and a picture is
//! kept.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Stage;
use crate::support::chromium::{Colors, Screen};
use crate::web::story::{self, LONG, PAT, with_every_page};
use crate::web::{OTHER, PASSWORD, two_owners};

const JIM: &str = "jim@bigshoes.example";

/// Looks at pages, and remembers which.
struct Gallery {
    stage: Stage,
    seen: RefCell<BTreeSet<&'static str>>,
    faults: RefCell<Vec<String>>,
}

impl Gallery {
    fn of(stage: Stage) -> Self {
        Self { stage, seen: RefCell::default(), faults: RefCell::default() }
    }

    /// Looks at the page of a template, in one of its states.
    #[track_caller]
    fn page(&self, template: &'static str, state: &str) {
        let browser = &self.stage.browser;
        let mut faults = self.faults.borrow_mut();
        for screen in Screen::BOTH {
            for colors in Colors::BOTH {
                browser.look(screen, colors);
                let name = format!("{template}-{state}-{screen:?}-{colors:?}").to_lowercase();
                browser.picture(&name);
                // Its rules are about the document and its colors, which are the same on each screen.
                if screen == Screen::Phone {
                    faults.extend(browser.faults().into_iter().map(|fault| format!("{name}: {fault}")));
                }
            }
        }
        for screen in Screen::ALL {
            browser.look(screen, Colors::Light);
            if browser.overflow() > 0 {
                faults.push(format!("{template}-{state} is wider than the screen of a {screen:?}"));
            }
        }
        faults.extend(browser.complaints().into_iter().map(|complaint| format!("{template}-{state}: {complaint}")));
        self.seen.borrow_mut().insert(template);
    }
}

/// The templates that are pages.
fn templates() -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/templates");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = names.map(|name| name.trim_end_matches(".html").to_owned());
    names.filter(|name| name != "base" && name != "parts").collect()
}

#[test]
fn every_page_suits_screens_colors_and_axe() {
    let mut temporary = String::new();
    let gallery = Gallery::of(Stage::of(two_owners(), |world| {
        with_every_page(world);
        temporary = story::temporary(world, PAT);
    }));
    let pale =
        gallery.stage.browser.open("data:text/html,<p style='color:lightgray;background:white'>pale</p>").faults();
    assert!(pale.iter().any(|fault| fault.starts_with("color-contrast")), "axe-core sees nothing: {pale:?}");
    codes(&gallery);
    front_door(&gallery);
    accounts(&gallery);
    partner(&gallery, &temporary);
    let faults = gallery.faults.borrow();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let missing: BTreeSet<String> =
        templates().into_iter().filter(|name| !gallery.seen.borrow().contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no one looked at {missing:?}");
}

/// The pages that codes open.
fn codes(gallery: &Gallery) {
    let stage = &gallery.stage;
    let browser = &stage.browser;
    browser.open(&stage.url("/no/such/page"));
    gallery.page("message", "lost");
    browser.open(&stage.url("/invitation"));
    gallery.page("enter", "plain");
    browser.fill("Code for an invitation", "pci_1_nonsense").press("Go on").shows("This code does not work");
    gallery.page("dead_code", "plain");
    browser.open(&stage.link_for("sam@shop.example")).shows("Invitation to Shop");
    gallery.page("invitation", "plain");
    browser.fill("New password", PASSWORD).fill("New password again", OTHER).press("Accept access to Shop");
    browser.shows("The two passwords differ").unfold("Decline the invitation");
    gallery.page("invitation", "refused");
    browser.press("Decline access to Shop").shows("You declined the invitation");
    gallery.page("done", "plain");
    browser.open(&stage.link_for("tia@teahouse.example")).shows("Password of tia@teahouse.example");
    gallery.page("invitation", "known");
    browser.open(&stage.link_for(JIM)).shows("Approving also lets").unfold("Deny the request");
    gallery.page("link", "plain");
    browser.open(&stage.link_for("tia@new.example")).shows("Confirm your new address");
    gallery.page("address", "plain");
    browser.open(&stage.link_for("nova@lamps.example")).shows("You can accept it from");
    gallery.page("invitation", "held");
    browser.open(&stage.link_for("greta@lamps.example")).shows("A new owner for Star Lamps");
    gallery.page("recovery", "plain");
}

/// What signing in needs.
fn front_door(gallery: &Gallery) {
    let stage = &gallery.stage;
    let browser = &stage.browser;
    browser.open(&stage.url("/sign-in"));
    gallery.page("sign_in", "plain");
    browser.follow("Forgot the password?");
    gallery.page("forgotten", "plain");
    stage.sign_in(JIM, OTHER).shows("do not match");
    gallery.page("sign_in", "refused");
    stage.pages.pass(partnerctl::domain::time::Span::seconds(2));
    stage.sign_in(JIM, PASSWORD).shows("Your accounts");
    gallery.page("home", "plain");
    browser.follow("Change your password");
    gallery.page("password", "change");
}

/// What a person sees who is signed in.
fn accounts(gallery: &Gallery) {
    let stage = &gallery.stage;
    let browser = &stage.browser;
    stage.portal.stays_silent();
    browser.open(&stage.url("/")).press("Log in to Big Shoes Inc.").shows("Entering Big Shoes Inc.");
    gallery.page("code", "plain");
    browser.open(&stage.url("/")).shows("Log out of Big Shoes Inc.");
    gallery.page("home", "inside");
    browser.follow(&format!("People of {LONG}")).shows("Invite someone");
    browser.unfold("Choose permissions; without a choice the role brings its own");
    gallery.page("account", "plain");
    browser.open(&stage.url("/accounts/C100002-4")).follow("Look at the request of Jim's Web");
    gallery.page("link", "signed-in");
    browser.open(&stage.url("/accounts/C100002-4/people/usr_2")).shows("Access of tia@");
    gallery.page("person", "plain");
}

/// What a partner's person sees, beginning with a temporary password.
fn partner(gallery: &Gallery, temporary: &str) {
    let browser = &gallery.stage.browser;
    browser.press("Sign out");
    gallery.stage.sign_in(PAT, temporary).shows("Your password is temporary");
    gallery.page("password", "temporary");
    browser.fill("Temporary password", temporary).fill("New password", OTHER).fill("New password again", OTHER);
    browser.press("Change the password").shows("Clients of Jim's Web").shows("must act");
    gallery.page("home", "partner");
}
